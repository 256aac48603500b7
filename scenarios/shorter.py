"""Another number of days or residents than a scenario says, and what follows from it."""

from pathlib import Path

from cogov.model.scenario import Scenario, shorter_warmup
from cogov.model.words import Text
from cogov.scenarios.extends import Reference, find_scenario, read_with_ancestors

HORIZON = Text(
    zh="horizon_days 由 {old:g} 降为 {new:g}(总天数减预热)", en="horizon_days lowered from {old:g} to {new:g} (days less warm-up)"
)

WARMUP = Text(
    zh="只给了天数({days}),预热为 {new} 天,情景写的是 {old} 天;可同时给出预热天数",
    en="with {days} days and no warm-up given, the warm-up is {new} days; the scenario says {old}; the warm-up can be given beside the days",
)


def asked(days: int | None, warmup: int | None, population: int | None) -> dict[str, object]:
    """Return what is laid over a scenario (None: as it says); fewer days bring a shorter warm-up along."""
    if isinstance(days, int) and warmup is None:
        warmup = shorter_warmup(days)
    return {"days": days, "warmup": warmup, "city.population": population}


def other_warmup(reference: Reference, folder: Path | None, scenario: Scenario, *, days: int | None, warmup: int | None) -> list[Text]:
    """Say so where days that were given alone brought another warm-up along than the scenario says."""
    if days is None or warmup is not None:
        return []
    said = read_with_ancestors(find_scenario(reference, folder))[0].values.get("warmup", Scenario.model_fields["warmup"].default)
    words = {"days": days, "new": scenario.warmup, "old": said}
    return [] if said == scenario.warmup else [WARMUP.filled(**words)]


def within_days(scenario: Scenario) -> tuple[Scenario, list[Text]]:
    """Cut the horizon to the measured days, for nothing can be followed for longer, and say so."""
    measured = float(scenario.days - scenario.warmup)
    if scenario.horizon_days <= measured:
        return scenario, []
    words = {"old": scenario.horizon_days, "new": measured}
    note = HORIZON.filled(**words)
    return scenario.model_copy(update={"horizon_days": measured}), [note]
