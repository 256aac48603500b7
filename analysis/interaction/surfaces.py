"""Response surfaces: the mean of an indicator at every pair of levels of two levers, with intervals.

Replicates share their luck over all cells. `low` and `high` bound a cell's mean as it compares to the others: what all cells of a
replicate have in common is taken out first (Cousineau 2005, with Morey's 2008 correction). `told_apart` says where a cell differs
from the one with both levers at their lowest, by the interval of the paired difference.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from cogov.analysis.paired import effect
from cogov.analysis.study import Study, VariedFactor
from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Array = NDArray[np.float64]
Where = Mapping[str, float | str]
"""A slice of a study: values of the policy and of the other factors."""

QUESTION = ("boundary_clarity", "goal_alignment")


@dataclass(frozen=True)
class Surface:
    """One indicator over two levers: `values[r, i, j]` is replicate r with the first lever at level i, the second at j."""

    output: str
    first: str
    second: str
    first_levels: Array
    second_levels: Array
    values: Array
    where: Where

    @property
    def mean(self) -> Array:
        """Mean over replicates, by cell."""
        found: Array = self.values.mean(axis=0)
        return found

    @property
    def half_width(self) -> Array:
        """Half of the 95 % interval of a cell's mean beside the other cells; NaN below two replicates."""
        replicates, cells = self.values.shape[0], self.mean.size
        if replicates < 2:
            return np.full(self.mean.shape, math.nan)
        own = self.values - self.values.mean(axis=(1, 2), keepdims=True)
        error = own.std(axis=0, ddof=1) / math.sqrt(replicates) * math.sqrt(cells / max(1, cells - 1))
        half: Array = float(stdtrit(replicates - 1, 0.975)) * error
        return half

    @property
    def told_apart(self) -> NDArray[np.bool_]:
        """Whether a cell's mean differs from that of the cell with both levers at their lowest."""
        change = self.values - self.values[:, :1, :1]
        rows, columns = self.mean.shape
        return np.array([[effect(change[:, i, j]).sign != 0 for j in range(columns)] for i in range(rows)], dtype=np.bool_)


def pair_of(study: Study) -> tuple[str, str]:
    """Return the two levers of a study whose effects may hang together; refuse one that has not just two."""
    varied = [one for one in study.factors if _is_lever(one) and len(study.runs[one.name].unique()) > 1]
    names = tuple(one.name for one in varied)
    if study.kind == "grid" and set(QUESTION) <= set(names):
        return QUESTION
    if study.kind != "grid" or len(names) != 2:
        raise InputError(Problem(SAY.needs_two, file=study.name or None, key="design"))
    return names[0], names[1]


def slices(study: Study, pair: tuple[str, str]) -> list[Where]:
    """Return every combination of policy and other factors that was run: one surface each."""
    others = [one.name for one in study.factors if one.name not in pair and len(study.runs[one.name].unique()) > 1]
    split = [*(["policy"] if len(study.policies) > 1 else []), *others]
    if not split:
        return [{}]
    rows = study.runs[split].drop_duplicates()
    return [{name: row[name] for name in split} for _, row in rows.iterrows()]


def surface(study: Study, output: str, pair: tuple[str, str], where: Where | None = None) -> Surface:
    """Return one indicator over two levers in one slice; replicates in which a cell is missing or undefined are left out."""
    runs = study.runs
    for name, value in (where or {}).items():
        runs = runs[runs[name] == value]
    levels = [np.sort(runs[name].unique()).astype(np.float64) for name in pair]
    wide = runs.pivot_table(index="replicate", columns=list(pair), values=output, aggfunc="mean", dropna=False)
    cells = pd.MultiIndex.from_product(levels, names=list(pair))
    values = wide.reindex(columns=cells).to_numpy(dtype=np.float64)
    whole = values[np.isfinite(values).all(axis=1)].reshape(-1, levels[0].size, levels[1].size)
    return Surface(output, pair[0], pair[1], levels[0], levels[1], whole, where or {})


def _is_lever(factor: VariedFactor) -> bool:
    return factor.name.partition(".")[0] in LEVERS and math.isfinite(factor.low)
