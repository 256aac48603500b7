"""Two levels of clarity and of alignment in a city with some of its numbers or choices changed: 2 × 2 cells with the same luck."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cogov.analysis.paired import PairedDifference, bounds_of, paired_difference
from cogov.model.policy import PolicyPatch
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.effects import Corner, by_seed, effects
from docs.evidence.runs import Cell, Floats, Runs

CLARITY = (0.2, 0.8)
ALIGNMENT = (0.0, 0.6)
CORNERS: tuple[Corner, ...] = ((0, 0), (1, 0), (0, 1), (1, 1))


@dataclass(frozen=True, eq=False)
class Variation:
    """A city that differs from the default one at dotted paths, and the city's goals."""

    name: str
    says: Text
    overrides: Mapping[str, object] = field(default_factory=dict)
    goals: str = "declared"

    def cells(self, population: int, replicates: int, first_seed: int = 1) -> Iterator[Cell]:
        """Yield the four cells."""
        scenario = load_scenario("leping", {"city.population": population, **self.overrides})
        for corner in CORNERS:
            levers = {"boundary_clarity": CLARITY[corner[0]], "goal_alignment": ALIGNMENT[corner[1]]}
            policy = resolve_policy(scenario, "as_is", levers).overlaid(PolicyPatch.model_validate({"goals": self.goals}))
            yield Cell(f"{self.name}/{corner[0]}{corner[1]}", scenario, policy, replicates, first_seed)

    def values(self, runs: Runs, indicator: str) -> dict[Corner, Floats]:
        """Return an indicator in every corner, by seed."""
        return {corner: runs.of(f"{self.name}/{corner[0]}{corner[1]}", indicator) for corner in CORNERS}

    def effects(self, runs: Runs, indicator: str) -> dict[str, PairedDifference]:
        """Return both effects and their interaction, over seeds."""
        return effects(self.values(runs, indicator), bounds_of(indicator))


def through(full: Mapping[Corner, Floats], without: Mapping[Corner, Floats]) -> dict[str, PairedDifference]:
    """Return how much of each effect goes when something is taken away: the full effect less the one that is left."""
    all_of_it, left = by_seed(full), by_seed(without)
    return {name: paired_difference(all_of_it[name], left[name]) for name in all_of_it}
