"""Another number of days or residents than a scenario says, and what follows from it."""

from pathlib import Path

from cogov.model.scenario import Scenario, shorter_warmup
from cogov.model.words import Text
from cogov.scenarios.extends import Reference, find_scenario, read_with_ancestors
from cogov.scenarios.words import Words

SAY = Words(__file__)


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
    return [] if said == scenario.warmup else [SAY.warmup.filled(**words)]


def within_days(scenario: Scenario) -> tuple[Scenario, list[Text]]:
    """Cut the horizon to the measured days, for nothing can be followed for longer, and say so."""
    measured = float(scenario.days - scenario.warmup)
    if scenario.horizon_days <= measured:
        return scenario, []
    words = {"old": scenario.horizon_days, "new": measured}
    note = SAY.horizon.filled(**words)
    return scenario.model_copy(update={"horizon_days": measured}), [note]
