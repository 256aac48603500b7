"""Worlds of a study: the conditions in each, and whether the policy fails there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.discovery.condition import Condition, all_hold
from cogov.analysis.study import Study
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

NOTHING_VARIED = Text(
    zh="需要一个改变了因素的设计(latin_hypercube、sobol、morris、grid 或 points),例如库中的 deep_uncertainty;这些运行中什么也没有变",
    en="needs a design that varies factors (latin_hypercube, sobol, morris, grid or points), such as deep_uncertainty of the library; "
    "nothing was varied in these runs",
)


@dataclass(frozen=True)
class Cases:
    """One row a world: a point of the design, its indicators the means over replicates."""

    conditions: pd.DataFrame
    fails: NDArray[np.bool_]
    undefined: int
    """Worlds left out, since an indicator in question is undefined in all their runs."""

    @property
    def worlds(self) -> int:
        """How many worlds there are."""
        return int(self.fails.size)

    @property
    def failing(self) -> int:
        """In how many the policy fails."""
        return int(self.fails.sum())


def cases(study: Study, policy: str, when: Sequence[Condition]) -> Cases:
    """Gather the worlds in which a policy was run, and mark those in which every condition holds."""
    varied = [one.name for one in study.factors if len(study.runs[one.name].unique()) > 1]
    if not varied:
        raise InputError(Problem(NOTHING_VARIED, file=study.name or None))
    names = list(dict.fromkeys(one.indicator for one in when))
    runs = study.runs[study.runs["policy"] == policy]
    means = runs.groupby("point")[names].mean()
    defined = means.notna().all(axis=1)
    means = means[defined]
    at = runs.groupby("point")[varied].first().loc[means.index]
    return Cases(at.reset_index(drop=True), all_hold(when, means), int((~defined).sum()))
