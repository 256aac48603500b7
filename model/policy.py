"""A policy: which levers are turned how far, where and from when, towards which goals and within which budget."""

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from cogov.model.levers import LEVERS
from cogov.model.numbers import Frozen, NotNegative, Share
from cogov.model.words import Text

PartValues = dict[str, Share]


class Campaign(Frozen):
    """A campaign against one topic 专项整治: strong while it lasts, with displacement and rebound."""

    topic: str
    start: int = Field(ge=0, description="first day")
    days: int = Field(ge=1, description="length in days")
    intensity: Share = 0.5


class LeverValues(Frozen):
    """Levers and the values they are turned to; those left out stay as they are."""

    boundary_clarity: Share | None = None
    power_sharing: Share | None = None
    duty_clarity: Share | None = None
    resource_sharing: Share | PartValues | None = None
    goal_alignment: Share | None = None
    deliberation: Share | None = None
    centre_strength: Share | PartValues | None = None
    grid_density: float | None = Field(default=None, ge=LEVERS["grid_density"].low, le=LEVERS["grid_density"].high)
    grid_intelligence: Share | None = None
    party_building: Share | None = None
    mobilization: Share | None = None
    joint_action: Share | None = None
    one_stop_service: Share | None = None
    online_service: Share | None = None
    mediation: Share | PartValues | None = None
    mediation_coordination: Share | None = None
    devolution: Share | None = None
    key_area_enforcement: Share | PartValues | None = None
    social_org_support: Share | None = None
    assessment_pressure: Share | None = None

    @model_validator(mode="after")
    def _parts_exist(self) -> Self:
        for name, lever in LEVERS.items():
            value = getattr(self, name)
            unknown = sorted(set(value) - set(lever.parts)) if isinstance(value, dict) else []
            if unknown:
                raise _reference(f"{name} has no part {unknown[0]!r}", f"{name} 没有 {unknown[0]!r} 这一部分", lever.parts)
        return self


class ShareOfTownships(Frozen):
    """A share of the townships, in an order that the seed decides."""

    share: Share


class Phase(Frozen):
    """From a day on, somewhere, some levers move to new values: a pilot 试点 or a step of a roll-out."""

    from_day: int = Field(ge=0, description="first day")
    ramp_days: int = Field(default=0, ge=0, description="days until the new values are reached")
    where: Literal["all"] | tuple[int | str, ...] | ShareOfTownships = Field(
        default="all", description="townships by name, or numbered from 1"
    )
    levers: LeverValues


class PolicyPatch(LeverValues):
    """What a policy changes: levers left out stay as the scenario has them."""

    title: Text | None = None
    question: Text | None = None
    source: str | None = None
    campaigns: tuple[Campaign, ...] | None = None
    goals: Literal["declared", "need", "far"] | dict[str, NotNegative] | None = None
    budget: float | None = Field(default=None, ge=0, description="yuan per resident and year that the levers may cost at most")
    phases: tuple[Phase, ...] | None = None


class Policy(Frozen):
    """All levers with their values: what one run works under."""

    boundary_clarity: Share = LEVERS["boundary_clarity"].default
    power_sharing: Share = LEVERS["power_sharing"].default
    duty_clarity: Share = LEVERS["duty_clarity"].default
    resource_sharing: PartValues = Field(default_factory=lambda: _spread("resource_sharing"))
    goal_alignment: Share = LEVERS["goal_alignment"].default
    deliberation: Share = LEVERS["deliberation"].default
    centre_strength: PartValues = Field(default_factory=lambda: _spread("centre_strength"))
    grid_density: float = Field(default=LEVERS["grid_density"].default, ge=LEVERS["grid_density"].low, le=LEVERS["grid_density"].high)
    grid_intelligence: Share = LEVERS["grid_intelligence"].default
    party_building: Share = LEVERS["party_building"].default
    mobilization: Share = LEVERS["mobilization"].default
    joint_action: Share = LEVERS["joint_action"].default
    one_stop_service: Share = LEVERS["one_stop_service"].default
    online_service: Share = LEVERS["online_service"].default
    mediation: PartValues = Field(default_factory=lambda: _spread("mediation"))
    mediation_coordination: Share = LEVERS["mediation_coordination"].default
    devolution: Share = LEVERS["devolution"].default
    key_area_enforcement: PartValues = Field(default_factory=lambda: _spread("key_area_enforcement"))
    social_org_support: Share = LEVERS["social_org_support"].default
    assessment_pressure: Share = LEVERS["assessment_pressure"].default
    campaigns: tuple[Campaign, ...] = ()
    goals: Literal["declared", "need", "far"] | dict[str, NotNegative] = "declared"
    budget: float | None = None
    phases: tuple[Phase, ...] = ()

    def overlaid(self, change: PolicyPatch) -> "Policy":
        """Return this policy with what `change` changes."""
        values = self.model_dump()
        for name in Policy.model_fields:
            new = getattr(change, name)
            if new is None:
                continue
            parts = LEVERS[name].parts if name in LEVERS else ()
            values[name] = new if not parts else values[name] | (new if isinstance(new, dict) else dict.fromkeys(parts, new))
        return Policy.model_validate(values)


def _spread(lever: str) -> PartValues:
    return dict.fromkeys(LEVERS[lever].parts, LEVERS[lever].default)


def _reference(en: str, zh: str, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en, "allowed": list(allowed)})
