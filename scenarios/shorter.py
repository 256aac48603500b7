"""Another number of days or residents than a scenario says, and what follows from it."""

from cogov.scenarios.schema import Scenario
from cogov.scenarios.words import Text

LONGEST_WARMUP = 60
HORIZON = Text(
    zh="horizon_days 由 {old:g} 降为 {new:g}(总天数减预热)", en="horizon_days lowered from {old:g} to {new:g} (days less warm-up)"
)


def asked(days: int | None, warmup: int | None, population: int | None) -> dict[str, object]:
    """Return what is laid over a scenario (None: as it says); fewer days bring a shorter warm-up along."""
    if days is not None and warmup is None:
        warmup = max(0, min(LONGEST_WARMUP, days // 4))
    return {"days": days, "warmup": warmup, "city.population": population}


def within_days(scenario: Scenario) -> tuple[Scenario, list[Text]]:
    """Cut the horizon to the measured days, for nothing can be followed for longer, and say so."""
    measured = float(scenario.days - scenario.warmup)
    if scenario.horizon_days <= measured:
        return scenario, []
    words = {"old": scenario.horizon_days, "new": measured}
    note = HORIZON.filled(**words)
    return scenario.model_copy(update={"horizon_days": measured}), [note]
