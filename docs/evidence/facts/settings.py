"""Settings that several facts share."""

from cogov.model.words import Text
from docs.evidence.facts.claim import Setting


def setting(zh: str, en: str, **policy: object) -> Setting:
    """The default city with some levers turned."""
    return Setting(Text(zh=zh, en=en), (), policy)


def clear(value: float) -> dict[str, object]:
    """Mandates as clear as this: between spheres and inside them."""
    return {"boundary_clarity": value, "duty_clarity": value}


AS_IS = setting("现状", "as is")
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
CLARITY = tuple(setting(f"边界与职责清晰度 {value:g}", f"boundary and duty clarity {value:g}", **clear(value)) for value in LEVELS)
UNCLEAR, CLEAR = CLARITY[0], CLARITY[-1]
TALKS = (setting("协商 0", "deliberation 0", deliberation=0.0), setting("协商 1", "deliberation 1", deliberation=1.0))
CENTRES = tuple(setting(f"三级综治中心 {value:g}", f"centres at all three levels {value:g}", centre_strength=value) for value in (0.0, 1.0))
NO_SERVICE = setting("一站式 0、网上办 0", "one-stop 0, online 0", one_stop_service=0.0, online_service=0.0)
PRESSURE = setting("考核压力 1(全程)", "assessment pressure 1 throughout", assessment_pressure=1.0)
