"""In how many structural worlds each conclusion holds: other triage, other congruence, need that stands still, other prices.

An effect is what a policy does, what a lever does alone, both together, or their interaction: a sum of arms with weights, where an arm is a
policy with the levels of the levers that the design varies. None of these structures is settled by data, so a conclusion that holds under
one of them only is a statement about that one. In each world the effect is the mean over replicates of the difference under the same luck,
with Student's t interval. Prices need no runs: rows hold what levers and wages cost.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from cogov.analysis.names import factor_words
from cogov.analysis.paired import effect
from cogov.analysis.robustness.performance import direction
from cogov.analysis.study import Study, VariedFactor
from cogov.experiments.budget import MONEY
from cogov.model.levers import LEVERS
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Arm = tuple[str, tuple[float | str, ...]]
"""A policy, and the levels of the levers in the design's order."""

FOUR = ("as_is", "clear_boundaries", "aligned_goals", "clear_and_aligned")
"""Policies that are the two levers, low and high, without a factor."""


@dataclass(frozen=True)
class Effect:
    """A difference between arms: its name on the screen, and the weight of each arm."""

    key: str
    title: Text
    weights: Mapping[Arm, float]
    interaction: bool = False


def lever_factors(study: Study) -> list[VariedFactor]:
    """Return the factors that are somebody's choice: levers and goals."""
    return [one for one in study.factors if one.name.partition(".")[0] in (*LEVERS, "goals")]


def effects(study: Study) -> list[Effect]:
    """Return the effects that the arms of a study can show, single ones first."""
    levers = lever_factors(study)
    ends = [_ends(study, one) for one in levers]
    low = tuple(pair[0] for pair in ends)
    found = [*_of_policies(study, low), *_of_levers(study.policies[0], levers, ends, low)]
    if set(FOUR) <= set(study.policies):
        found.append(_interaction([(name, low) for name in FOUR], "boundary_clarity", "goal_alignment"))
    return found


def _of_policies(study: Study, low: tuple[float | str, ...]) -> Iterator[Effect]:
    """Yield what each policy does against the first, with all levers that are varied at their low ends."""
    baseline = study.policies[0]
    for name in study.policies[1:]:
        yield Effect(name, study.titles.get(name, Text.same(name)), {(name, low): 1.0, (baseline, low): -1.0})


def _of_levers(
    policy: str, levers: Sequence[VariedFactor], ends: Sequence[tuple[float | str, float | str]], low: tuple[float | str, ...]
) -> Iterator[Effect]:
    """Yield under the first policy what each lever does alone, what two do together, and the rest that is their interaction."""

    def arm(*raised: int) -> Arm:
        return policy, tuple(pair[place in raised] for place, pair in enumerate(ends))

    for place, lever in enumerate(levers):
        title = SAY.alone.filled(lever=factor_words(lever.name))
        yield Effect(lever.name, title, {arm(place): 1.0, (policy, low): -1.0})
    for first, second in combinations(range(len(levers)), 2):
        names = levers[first].name, levers[second].name
        yield Effect(
            "+".join(names),
            SAY.both.filled(first=factor_words(names[0]), second=factor_words(names[1])),
            {arm(first, second): 1.0, (policy, low): -1.0},
        )
        yield _interaction([(policy, low), arm(first), arm(second), arm(first, second)], *names)


def _interaction(arms: Sequence[Arm], first: str, second: str) -> Effect:
    """Return both together less what each does alone: arms without any, with the first, with the second, with both."""
    weights = dict(zip(arms, (1.0, -1.0, -1.0, 1.0), strict=True))
    return Effect(
        f"{first}×{second}", SAY.interaction.filled(first=factor_words(first), second=factor_words(second)), weights, interaction=True
    )


def _ends(study: Study, factor: VariedFactor) -> tuple[float | str, float | str]:
    """Return the lowest and the highest level that was run; of names the first and the last."""
    levels = list(dict.fromkeys(study.runs[factor.name]))
    ordered = levels if isinstance(levels[0], str) else sorted(levels)
    return ordered[0], ordered[-1]


COST_FACTORS = (1.0, 0.5, 2.0)
"""All lever costs multiplied; the first is the scenario's own."""
PRICE = "costs"
MONEY_COLUMNS = ("cost", "lever_cost")
Holds = Literal["better", "worse", "unclear"]


@dataclass(frozen=True)
class InWorld:
    """An effect in one world: the structure as factor -> value, the difference with its 95 % interval, and what may be said."""

    world: Mapping[str, float | str]
    difference: float
    ci_low: float
    ci_high: float
    holds: Holds
    seeds: int = 0


@dataclass(frozen=True)
class Conclusion:
    """One effect on one indicator, world by world; the first world is the reference, as the scenario stands."""

    effect: Effect
    indicator: str
    worlds: tuple[InWorld, ...]

    @property
    def reference(self) -> InWorld:
        """The world of the scenario's own structure at its own prices."""
        return self.worlds[0]

    def count(self, holds: Holds) -> int:
        """In how many worlds this may be said."""
        return sum(one.holds == holds for one in self.worlds)

    @property
    def agreeing(self) -> int:
        """In how many worlds the same may be said as in the reference."""
        return self.count(self.reference.holds)

    @property
    def exceptions(self) -> list[InWorld]:
        """Worlds in which something else must be said."""
        return [one for one in self.worlds if one.holds != self.reference.holds]

    def as_json(self) -> dict[str, Any]:
        """Return one entry of a document."""
        counts = {name: self.count(name) for name in ("better", "worse", "unclear")}
        head = {"effect": self.effect.key, "indicator": self.indicator, "reference": self.reference.holds, "worlds": len(self.worlds)}
        rows = [
            {
                "world": dict(one.world),
                "difference": one.difference,
                "ci_low": one.ci_low,
                "ci_high": one.ci_high,
                "holds": one.holds,
                "seeds": one.seeds,
            }
            for one in self.worlds
        ]
        return head | counts | {"in_worlds": rows}


def conclusions(study: Study, outputs: Sequence[str] = (), cost_factors: Sequence[float] = COST_FACTORS) -> list[Conclusion]:
    """Return every effect on every indicator asked for (the main ones without any), in all worlds of the design."""
    levers = [one.name for one in lever_factors(study)]
    structure = [one.name for one in study.factors if one.name not in levers]
    shown, chosen = effects(study), study.chosen(outputs)
    needed = [*structure, *levers, "policy", "replicate", *chosen, *(name for name in MONEY_COLUMNS if name in study.outputs)]
    worlds = _own_first(study, list(_worlds(study.runs[list(dict.fromkeys(needed))], structure)))
    return [
        Conclusion(one, output, tuple(_in_worlds(worlds, levers, one.weights, output, cost_factors)))
        for output in chosen
        if direction(output) != 0
        for one in shown
    ]


def _worlds(runs: pd.DataFrame, structure: Sequence[str]) -> Iterator[tuple[dict[str, float | str], pd.DataFrame]]:
    """Yield each structure with its runs, in the design's order: the first is the reference."""
    if not structure:
        yield {}, runs
        return
    for _, alike in runs.groupby(list(structure), sort=False):
        yield {name: alike[name].iloc[0] for name in structure}, alike


def _own_first(
    study: Study, worlds: list[tuple[dict[str, float | str], pd.DataFrame]]
) -> list[tuple[dict[str, float | str], pd.DataFrame]]:
    """Put the world of the scenario's own structure first, where the design has it: the reference is how the city stands."""
    scenario = study.design.get("scenario")
    if not isinstance(scenario, Mapping):
        return worlds
    return sorted(worlds, key=lambda world: any(_stands(scenario, name) != value for name, value in world[0].items()))


def _stands(scenario: Mapping[str, Any], name: str) -> Any:
    """Return what a scenario says at a dotted path, switches as on and off."""
    found: Any = scenario
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return {True: "on", False: "off"}[found] if isinstance(found, bool) else found


def _in_worlds(
    worlds: Sequence[tuple[dict[str, float | str], pd.DataFrame]],
    levers: Sequence[str],
    weights: Mapping[Arm, float],
    output: str,
    cost_factors: Sequence[float],
) -> Iterator[InWorld]:
    priced = output == MONEY and set(MONEY_COLUMNS) <= set(worlds[0][1].columns)
    for factor in cost_factors if priced else (1.0,):
        for world, runs in worlds:
            values = repriced(runs, factor) if priced else runs[output]
            yield _in_world(world | ({PRICE: factor} if priced else {}), _differences(runs, values, levers, weights), output)


def repriced(runs: pd.DataFrame, factor: float) -> pd.Series:
    """Return what a resolved matter would have cost with all lever costs multiplied, wages as they were."""
    found: pd.Series = runs[MONEY] * (runs["cost"] + (factor - 1.0) * runs["lever_cost"]) / runs["cost"]
    return found


def _differences(
    runs: pd.DataFrame, values: pd.Series, levers: Sequence[str], weights: Mapping[Arm, float]
) -> "np.ndarray[Any, np.dtype[np.float64]]":
    """Return the effect in every replicate that has all its arms: the same luck in each."""
    total = pd.Series(dtype=np.float64)
    for number, ((policy, levels), weight) in enumerate(weights.items()):
        mine = runs["policy"] == policy
        for name, level in zip(levers, levels, strict=True):
            mine &= runs[name] == level
        arm = weight * pd.Series(values[mine].to_numpy(), index=runs.loc[mine, "replicate"].to_numpy())
        total = arm if number == 0 else total + arm
    return total.dropna().to_numpy(dtype=np.float64)


def _in_world(world: Mapping[str, float | str], differences: "np.ndarray[Any, np.dtype[np.float64]]", output: str) -> InWorld:
    found = effect(differences)
    better = (found.mean > 0) == (direction(output) > 0)
    holds: Holds = "unclear" if found.sign == 0 else "better" if better else "worse"
    return InWorld(world, found.mean, found.ci_low, found.ci_high, holds, found.n)
