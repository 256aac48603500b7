"""What each policy leaves in each world: points are states of the world, policies the alternatives between which one chooses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.study import Study
from cogov.model.indicators import INDICATORS, base
from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Array = NDArray[np.float64]

OVERALL = "overall"
"""Mean of the three pillar scores, 0 to 100: outcomes and costs only, weighed as the scenario says."""
RANKED_ROLES = ("outcome", "cost")
LOWER_IS_BETTER = ("cost", "lever_cost", "cost_per_resident")

LEAST_WORLDS = 5


@dataclass(frozen=True)
class Performance:
    """`values[w, p]`: mean over replicates of one output in world w under policy p; only worlds in which all policies have one."""

    output: str
    direction: int
    values: Array

    @property
    def gains(self) -> Array:
        """The same, turned so that more is better."""
        return self.direction * self.values


def performances(study: Study, asked: Sequence[str] = ()) -> list[Performance]:
    """Return the overall score and every outcome and cost asked for, over the same worlds."""
    _check(study)
    scores = [name for name in study.outputs if name.startswith("pillar_")]
    chosen = study.chosen(asked) if asked else tuple(name for name in study.chosen() if _ranked(name))
    if wrong := [name for name in chosen if direction(name) == 0]:
        raise InputError(Problem(SAY.no_direction, key=name) for name in wrong)
    means = study.runs.groupby(["point", "policy"])[[*dict.fromkeys([*scores, *chosen])]].mean()
    if scores:
        means[OVERALL] = means[scores].mean(axis=1, skipna=False)
    names = ([OVERALL] if scores and not asked else []) + list(chosen)
    return [Performance(name, direction(name), _table(means[name], study.policies)) for name in names]


def direction(name: str) -> int:
    """Say which way is better: 1 more, -1 less, 0 neither."""
    if name in LOWER_IS_BETTER:
        return -1
    indicator = INDICATORS.get(base(name))
    return indicator.direction if indicator is not None else 1


def _ranked(name: str) -> bool:
    indicator = INDICATORS.get(base(name))
    return indicator is None or (indicator.role in RANKED_ROLES and indicator.direction != 0)


def _table(values: pd.Series, policies: Sequence[str]) -> Array:
    wide = pd.DataFrame({name: values.xs(name, level="policy") for name in policies}).to_numpy(dtype=np.float64)
    whole: Array = wide[np.isfinite(wide).all(axis=1)]
    return whole


def _check(study: Study) -> None:
    varied = [one for one in study.factors if len(study.runs[one.name].unique()) > 1]
    if levers := [one.name for one in varied if one.name.partition(".")[0] in (*LEVERS, "goals")]:
        raise InputError(Problem(SAY.about_levers, file=study.name or None, key=name) for name in levers)
    points, policies = len(study.runs["point"].unique()), len(study.policies)
    if points < LEAST_WORLDS or policies < 2:
        said = SAY.needs_worlds.filled(least=LEAST_WORLDS, policies=policies, points=points)
        raise InputError(Problem(said, file=study.name or None, key="design"))
