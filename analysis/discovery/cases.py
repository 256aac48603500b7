"""Worlds of a study: the conditions in each, and whether the policy fails there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.discovery.condition import Condition, all_hold
from cogov.analysis.study import Study
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)


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
        raise InputError(Problem(SAY.nothing_varied, file=study.name or None))
    names = list(dict.fromkeys(one.indicator for one in when))
    runs = study.runs[study.runs["policy"] == policy]
    means = runs.groupby("point")[names].mean()
    defined = means.notna().all(axis=1)
    means = means[defined]
    at = runs.groupby("point")[varied].first().loc[means.index]
    return Cases(at.reset_index(drop=True), all_hold(when, means), int((~defined).sum()))
