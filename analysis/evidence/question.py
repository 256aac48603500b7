"""The owner's question: what clarity of boundaries and alignment of goals do, alone and together, in nine worlds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from cogov.analysis.evidence.effects import EFFECTS, Corner, bounds_of, effects
from cogov.analysis.evidence.question_page import sections
from cogov.analysis.evidence.runs import Cell, Runs, live
from cogov.analysis.paired import PairedDifference, holm
from cogov.model.city import CoGovernanceModel
from cogov.scenarios.indicators import INDICATORS, MAIN
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.policy import Policy, PolicyPatch
from cogov.scenarios.schema import Scenario

SHARES = (0.0, 0.25, 0.6)
GOALS: dict[str, Literal["need", "declared", "far"]] = {"near": "need", "middling": "declared", "far": "far"}
CLARITY = (0.2, 0.8)
ALIGNMENT = (0.0, 0.6)
CORNERS: tuple[Corner, ...] = ((0, 0), (1, 0), (0, 1), (1, 1))
GROUPS = ("all", "single", "composite", "novel")
TAKINGS = ("weighed", "always")
MISPLACED = "misplacement_rate"


@dataclass(frozen=True)
class World:
    """A composite share and the city's goals, with `choices: taking`."""

    taking: str
    share: float
    goals: str

    def scenario(self, population: int) -> Scenario:
        """Return the default city with this share of composite matters."""
        overrides = {"city.population": population, "composite_share": self.share, "choices.taking": self.taking}
        return load_scenario("leping", overrides)

    def policy(self, scenario: Scenario, corner: Corner) -> Policy:
        """Return as_is with both levers and the city's goals set."""
        levers = {"boundary_clarity": CLARITY[corner[0]], "goal_alignment": ALIGNMENT[corner[1]]}
        return resolve_policy(scenario, "as_is", levers).overlaid(PolicyPatch(goals=GOALS[self.goals]))

    def cell(self, corner: Corner) -> str:
        """Return the name of one corner's cell."""
        return f"{self.taking}/{self.share:g}/{self.goals}/{corner[0]}{corner[1]}"


def worlds() -> list[World]:
    """Return all worlds, those of the question first."""
    return [World(*one) for one in product(TAKINGS, SHARES, GOALS)]


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through all worlds and write the page."""
    scenario = load_scenario("leping", {"city.population": population})
    distance = {(share, goals): distance_from_need(World("weighed", share, goals), population) for share in SHARES for goals in GOALS}
    runs = live(list(_cells(population, replicates)), workers)
    return sections(frame(runs), distance, scenario, replicates, folder), runs


def _cells(population: int, replicates: int) -> Iterator[Cell]:
    for world in worlds():
        scenario = world.scenario(population)
        for corner in CORNERS:
            yield Cell(world.cell(corner), scenario, world.policy(scenario, corner), replicates)


def frame(runs: Runs) -> pd.DataFrame:
    """One row a world, group, indicator and effect. Holm's adjustment is over all rows of `all` matters, and over the groups' apart."""
    rows = [
        row
        for world in worlds()
        for name in names(world)
        for row in _rows(world, name, effects({c: runs.of(world.cell(c), name) for c in CORNERS}, bounds_of(name)))
    ]
    table = pd.DataFrame(rows)
    for family in (table["group"] == "all", table["group"] != "all"):
        table.loc[family, "p_adjusted"] = holm(table.loc[family, "p"].to_numpy())
    return table


def names(world: World) -> list[str]:
    """Return the indicators told of a world: the main ones for everybody and by group; of `always` only misplacement."""
    if world.taking == "always":
        return [MISPLACED, *(f"{MISPLACED}@{group}" for group in GROUPS[1:3])]
    grouped = [f"{name}@{group}" for group in GROUPS[1:] for name in MAIN if "mandate" in INDICATORS[name].groups]
    return [*MAIN, *grouped]


def _rows(world: World, name: str, found: dict[str, PairedDifference]) -> Iterator[dict[str, object]]:
    indicator, _, group = name.partition("@")
    for effect in EFFECTS:
        one = found[effect]
        yield {
            "taking": world.taking, "composite_share": world.share, "goals": world.goals, "group": group or "all",
            "indicator": indicator, "effect": effect, "difference": one.difference, "ci_low": one.ci_low, "ci_high": one.ci_high,
            "p": one.p, "p_adjusted": np.nan, "pairs": one.pairs, "sign": int(one.ci_low > 0) - int(one.ci_high < 0),
            "for_the": INDICATORS[indicator].effect(one.difference),
        }  # fmt: skip


def distance_from_need(world: World, population: int) -> tuple[float, float]:
    """Return cosine and total variation distance between the city's goals and need on the first day."""
    scenario = world.scenario(population)
    policies = [world.policy(scenario, (0, 0)).model_copy(update={"goals": goals}) for goals in (GOALS[world.goals], "need")]
    goals, need = (CoGovernanceModel(scenario, policy, 1).goals.city for policy in policies)
    cosine = float(goals @ need / np.sqrt((goals @ goals) * (need @ need)))
    return cosine, float(np.abs(goals - need).sum() / 2)
