"""Five levels of clarity and of alignment in many worlds, and one pooled statement over them.

All 25 cells of a world are lived through. On them a surface of the second degree is fitted by least squares,

    y = m + β_c c + β_a a + β_cc c² + β_aa a² + β_ca c a,    c, a = level − ½,

so every effect is a fixed weighting of the cells. Worlds are all combinations of convening, goals, the two named choices and three
composite shares. The seed is the block: an effect is averaged over worlds within a seed, and the interval runs over seeds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.paired import effect as over_seeds
from cogov.analysis.paired import holm
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import write_table
from docs.evidence.runs import Cell, Runs, live

Floats = npt.NDArray[np.float64]
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
POINTS = tuple(product(LEVELS, LEVELS))
"""(clarity, alignment) of the cells."""
EFFECTS = ("clarity", "alignment", "interaction", "clarity_curvature", "alignment_curvature")
GROUPS = ("single", "composite", "novel")
SHARES = (0.0, 0.25, 0.6)
DAYS = 300
"""Simulated days of a run of the grid and of the prior, the default warm-up included: half a year is measured, so that many cities can be."""
NO_CONVENING: dict[str, object] = {f"parameters.handling.commit_{convener}": 0.0 for convener in ("joint", "party", "social", "centre")}
"""What takes all conveners away: nobody brings partners together who do not see their part themselves."""
FACTORS: dict[str, tuple[object, ...]] = {
    "alignment": ("geometric", "linear"),
    "convening": ("default", "none"),
    "goals": ("need", "far"),
    "congruence": ("topic", "cosine"),
    "composite_share": SHARES,
}
"""What worlds differ in, with the levels in the order of a contrast: second less first, of shares the last less the first."""


@dataclass(frozen=True)
class World:
    """One city of the question."""

    alignment: str
    convening: str
    goals: str
    congruence: str
    composite_share: float

    def scenario(self, population: int) -> Scenario:
        """Return the default city as it is in this world."""
        overrides: dict[str, object] = {
            "city.population": population,
            "days": DAYS,
            "composite_share": self.composite_share,
            "choices.alignment": self.alignment,
            "choices.congruence": self.congruence,
        }
        return load_scenario("leping", overrides | (NO_CONVENING if self.convening == "none" else {}))

    def policy(self, scenario: Scenario, clarity: float, alignment: float) -> Policy:
        """Return as_is with both levers and the city's goals set."""
        policy = resolve_policy(scenario, "as_is", {"boundary_clarity": clarity, "goal_alignment": alignment})
        return policy.overlaid(PolicyPatch.model_validate({"goals": self.goals}))

    def cell(self, clarity: float, alignment: float) -> str:
        """Return the name of one cell of this world."""
        return "/".join(str(part) for part in (*(getattr(self, factor) for factor in FACTORS), clarity, alignment))


def worlds() -> list[World]:
    """Return all combinations of the levels of the factors."""
    two = product(*(FACTORS[name] for name in ("alignment", "convening", "goals", "congruence")))
    return [World(str(pool), str(called), str(goals), str(alike), share) for pool, called, goals, alike in two for share in SHARES]


def surface_weights() -> dict[str, Floats]:
    """Return the weights over `POINTS` that make each effect.

    clarity, alignment: from level 0 to 1 along the middle of the other; interaction: the difference of differences between the corners;
    curvature: the middle less the mean of both ends (positive where the best lies inside, if more is better).
    """
    c, a = (np.array(POINTS) - 0.5).T
    fitted = np.linalg.pinv(np.stack([np.ones_like(c), c, a, c * a, c**2, a**2], axis=1))
    return dict(zip(EFFECTS, (fitted[1], fitted[2], fitted[3], -fitted[4] / 4, -fitted[5] / 4), strict=True))


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through all worlds and write what came of them."""
    runs = live(list(_cells(population, replicates)), workers)
    return write_table(folder, "question_grid", frame(runs)), runs


def _cells(population: int, replicates: int) -> Iterator[Cell]:
    for world in worlds():
        scenario = world.scenario(population)
        for point in POINTS:
            yield Cell(world.cell(*point), scenario, world.policy(scenario, *point), replicates)


def frame(runs: Runs) -> pd.DataFrame:
    """One row a factor's level, indicator and effect; Holm's adjustment is over the main indicators' effects in all worlds together."""
    lived = worlds()
    rows = []
    for name in names():
        by_world = {world: effects(runs, world, name) for world in lived}
        rows += [_row("all", "all", name, effect, [by_world[world][effect] for world in lived]) for effect in EFFECTS]
        for factor, levels in FACTORS.items():
            split = {level: [by_world[world] for world in lived if getattr(world, factor) == level] for level in levels}
            for effect in EFFECTS:
                own = {level: [one[effect] for one in found] for level, found in split.items()}
                rows += [_row(factor, str(level), name, effect, found) for level, found in own.items()]
                rows.append(_row(factor, "difference", name, effect, [_mean(own[levels[-1]]) - _mean(own[levels[0]])]))
    table = pd.DataFrame(rows)
    family = (table["factor"] == "all") & (table["group"] == "all")
    table.loc[family, "p_adjusted"] = holm(table.loc[family, "p"].to_numpy())
    return table


def names() -> list[str]:
    """Return the main indicators, for all matters and by the kind of mandate."""
    grouped = [f"{name}@{group}" for group in GROUPS for name in MAIN if "mandate" in INDICATORS[name].groups]
    return [*MAIN, *grouped]


def effects(runs: Runs, world: World, name: str) -> dict[str, Floats]:
    """Return every effect in one world, by seed."""
    values = np.stack([runs.of(world.cell(*point), name) for point in POINTS])
    return {effect: weights @ values for effect, weights in surface_weights().items()}


def _mean(found: list[Floats]) -> Floats:
    """Return the mean over worlds by seed, over the worlds in which the effect is defined under every seed."""
    defined = [one for one in found if np.isfinite(one).all()]
    return np.mean(defined, axis=0) if defined else np.full(len(found[0]), np.nan)


def _row(factor: str, level: str, name: str, effect: str, found: list[Floats]) -> dict[str, object]:
    indicator, _, group = name.partition("@")
    own = over_seeds(_mean(found))
    return {
        "factor": factor, "level": level, "group": group or "all", "indicator": indicator, "effect": effect,
        "difference": own.mean, "ci_low": own.ci_low, "ci_high": own.ci_high, "p": own.p, "p_adjusted": np.nan,
        "seeds": own.n, "worlds": sum(bool(np.isfinite(one).all()) for one in found),
    }  # fmt: skip
