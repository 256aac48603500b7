"""All measures of all outputs for all policies, with their rankings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.discovery.condition import Condition, parse_conditions
from cogov.analysis.robustness.measures import MEASURES
from cogov.analysis.robustness.performance import OVERALL, Performance, performances
from cogov.analysis.robustness.stability import Ranking, ranking
from cogov.analysis.study import Study

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """One output: every measure of it. `direction` turns the worst world back into the output's own unit."""

    output: str
    direction: int
    worlds: int
    rankings: tuple[Ranking, ...]

    def of(self, measure: str) -> Ranking:
        """Return one measure."""
        return next(one for one in self.rankings if one.measure == measure)

    def shown(self, one: Ranking) -> Array:
        """Return a measure's values in the output's own sense: the worst world's mean days, not their negative."""
        return self.direction * one.values if one.measure == "maximin" else one.values


@dataclass(frozen=True)
class Robustness:
    """What `cogov robustness` answers; `joint` is the share of worlds in which all requirements hold at once."""

    policies: tuple[str, ...]
    requirements: tuple[Condition, ...]
    stated: bool
    """Whether somebody stated the requirements; else they are the baseline's mean levels."""
    joint: Ranking
    worlds: int
    results: tuple[Ranked, ...]

    def table(self) -> list[dict[str, Any]]:
        """Return a row an indicator, measure and policy."""
        return [
            {"indicator": one.output, "measure": each.measure} | {key: row[key] for key in ("policy", "value", "rank", "same_rank")}
            for one in self.results
            for each in one.rankings
            for row in _rows(self.policies, each, one.shown(each))
        ]

    def as_json(self) -> dict[str, Any]:
        """Return the document that `--json` prints."""
        requirements = [{"indicator": one.indicator, "comparison": one.sign, "value": one.value} for one in self.requirements]
        return {
            "policies": list(self.policies),
            "worlds": self.worlds,
            "requirements": requirements,
            "requirements_from": "--require" if self.stated else "baseline",
            "all_requirements": _rows(self.policies, self.joint, self.joint.values),
            "results": [self._document(one) for one in self.results],
        }

    def _document(self, ranked: Ranked) -> dict[str, Any]:
        measures = {one.measure: _rows(self.policies, one, ranked.shown(one)) for one in ranked.rankings}
        return {"indicator": ranked.output, "worlds": ranked.worlds, "measures": measures}


def robustness(study: Study, requirements: Sequence[Condition] = (), outputs: Sequence[str] = ()) -> Robustness:
    """Rank the policies of a study by every measure of every output."""
    found = performances(study, outputs)
    needed = tuple(requirements) or baseline_levels(found)
    joint, worlds = _joint(study, needed)
    nothing = np.zeros_like(joint)
    rankings = tuple(_ranked(one, needed) for one in found)
    return Robustness(study.policies, needed, bool(requirements), ranking("satisficing", nothing, joint), worlds, rankings)


def _ranked(one: Performance, requirements: Sequence[Condition]) -> Ranked:
    own = [each for each in requirements if each.indicator == one.output]
    satisfied = np.ones_like(one.values)
    for each in own:
        satisfied *= each.holds_for(one.values)
    measures = [name for name in MEASURES if name != "satisficing" or own]
    return Ranked(one.output, one.direction, len(one.values), tuple(ranking(name, one.gains, satisfied) for name in measures))


def _joint(study: Study, requirements: Sequence[Condition]) -> tuple[Array, int]:
    """Say in which worlds every requirement holds, under each policy; an undefined indicator satisfies nothing.

    Worlds in which a policy has no finished run say nothing of anybody.
    """
    names = list(dict.fromkeys(one.indicator for one in requirements if one.indicator != OVERALL))
    means = study.runs.groupby(["policy", "point"])[names].mean()
    met = study.runs.groupby("point")["policy"].nunique()
    worlds = list(met.index[met == len(study.policies)])
    satisfied = np.ones((len(worlds), len(study.policies)))
    for place, policy in enumerate(study.policies):
        there = means.xs(policy, level="policy").reindex(worlds)
        for one in requirements:
            satisfied[:, place] *= one.holds(there[one.indicator])
    return satisfied, len(worlds)


def _rows(policies: Sequence[str], one: Ranking, values: Array) -> list[dict[str, Any]]:
    """Return a row a policy; how often it stands ahead of each other one."""
    return [
        {
            "policy": policy,
            "value": float(values[place]),
            "rank": int(one.ranks[place]),
            "same_rank": float(one.kept[place]),
            "ahead_of": {other: float(one.ahead[place, at]) for at, other in enumerate(policies) if other != policy},
        }
        for place, policy in enumerate(policies)
    ]


# -- what a world must show to count as satisfied -------------------------------------------------------------------------------------


def required(study: Study, written: str | None) -> tuple[Condition, ...]:
    """Read what is required; nothing where nothing is said."""
    return () if written is None else parse_conditions(written, study.outputs, "--require", between=",")


def baseline_levels(performances: Sequence[Performance]) -> tuple[Condition, ...]:
    """Require each output to be at least as good as the baseline's (the first policy's) mean over the worlds."""
    return tuple(
        Condition(one.output, ">=" if one.direction > 0 else "<=", float(np.mean(one.values[:, 0])))
        for one in performances
        if one.output != OVERALL and len(one.values)
    )
