"""Every factor of every indicator: what a screening or a variance decomposition of a study says."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.sensitivity.estimate import SALIB, IndexEstimate, noise_share
from cogov.analysis.sensitivity.morris import LEVELS, morris_effects
from cogov.analysis.sensitivity.morris import block_size as trajectory_size
from cogov.analysis.sensitivity.sobol import block_size, sobol_indices
from cogov.analysis.study import Study
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Array = NDArray[np.float64]

MISSING = 0.1
"""A replicate that lacks more than this share of the points is not finished and left out."""


@dataclass(frozen=True)
class Responses:
    """`values[r, p]` is what replicate r left at the p-th point; blocks with a gap are left out."""

    values: Array
    points: NDArray[np.intp]
    """Which points of the design these are."""
    blocks_left_out: int
    replicates_left_out: int

    @property
    def mean(self) -> Array:
        """Mean over replicates, by point."""
        found: Array = self.values.mean(axis=0)
        return found

    @property
    def replicates(self) -> int:
        """How many replicates there are."""
        return int(self.values.shape[0])


def whole_blocks(table: pd.DataFrame, size: int, count: int | None = None) -> Responses:
    """Take from a table of points by replicates the blocks of `size` points that are complete.

    A trajectory of Morris and a base sample of Sobol are worth nothing with a hole. `count`: points of the whole design, by
    default as many as there are.
    """
    planned = count if count is not None else (int(table.index.max()) + 1 if len(table) else 0)
    whole = table.reindex(range(planned // size * size)).to_numpy(dtype=np.float64).T
    missing = np.isnan(whole).mean(axis=1) if whole.size else np.ones(whole.shape[0])
    kept = missing <= max(MISSING, float(missing.min(initial=1.0)))
    blocks = whole[kept].reshape(int(kept.sum()), -1, size)
    complete = np.isfinite(blocks).all(axis=(0, 2))
    points = np.arange(whole.shape[1]).reshape(-1, size)[complete].ravel()
    return Responses(
        values=blocks[:, complete].reshape(int(kept.sum()), -1),
        points=points,
        blocks_left_out=int((~complete).sum()),
        replicates_left_out=int((~kept).sum()),
    )


CONFIDENT = ("first", "total", "mu_star")
"""Indices that SALib gives a half width."""
FEW = {"sobol": 256, "morris": 10}
"""Base samples, trajectories below which indices are rough (Saltelli et al. 2010: hundreds to thousands; Campolongo et al. 2007: 10 to 50)."""
DESIGNS = ("morris", "sobol")
LEAST_BLOCKS = 2


@dataclass(frozen=True)
class Analysed:
    """One indicator under one policy."""

    policy: str
    indicator: str
    replicates: int
    blocks: int
    blocks_left_out: int
    noise_share: float
    """Of the variance of the means over replicates; NaN where there is one replicate."""
    estimates: tuple[IndexEstimate, ...]
    listed: Mapping[str, tuple[float | str, ...]]
    """Factors that have a list of values, not a range."""

    @property
    def drowned(self) -> list[IndexEstimate]:
        """The leading indices that are smaller than their noise."""
        return [one for one in self.estimates if one.index in {"mu_star", "first", "total"} and one.drowned]

    def as_json(self) -> dict[str, Any]:
        """Return one entry of the document."""
        head = {
            "policy": self.policy,
            "indicator": self.indicator,
            "replicates": self.replicates,
            "blocks": self.blocks,
            "blocks_left_out": self.blocks_left_out,
            "noise_share": self.noise_share,
        }
        return head | {"indices": [one.as_json() for one in self.estimates], "table": self.table()}

    @property
    def constant(self) -> bool:
        """Whether the output is the same at all points: shares of its variance are undefined."""
        return all(math.isnan(one.value) for one in self.estimates)

    def table(self) -> list[dict[str, Any]]:
        """Return a row a factor with SALib's columns: S1, S1_conf, ST, ST_conf, or mu_star, mu_star_conf, mu, sigma."""
        rows: dict[str, dict[str, Any]] = {}
        for one in self.estimates:
            row, name = rows.setdefault(one.factor, {"factor": one.factor}), SALIB[one.index]
            row[name] = one.value
            if one.index in CONFIDENT:
                row[f"{name}_conf"] = one.conf
        return list(rows.values())


@dataclass(frozen=True)
class Sensitivity:
    """What `cogov sensitivity` answers."""

    design: str
    factors: tuple[str, ...]
    luck: str
    results: tuple[Analysed, ...]
    undefined: tuple[str, ...] = ()
    """Outputs left out, since too few trajectories or base samples are complete."""

    @property
    def listed(self) -> Mapping[str, tuple[float | str, ...]]:
        """Factors that have a list of values, not a range."""
        return self.results[0].listed

    def frame(self) -> pd.DataFrame:
        """Return one table of all: a row a policy, indicator and factor, with SALib's columns."""
        rows = [{"policy": one.policy, "indicator": one.indicator} | row for one in self.results for row in one.table()]
        return pd.DataFrame(rows)

    def as_json(self) -> dict[str, Any]:
        """Return the document that `--json` prints."""
        return {
            "design": self.design,
            "factors": list(self.factors),
            "lists": {name: list(values) for name, values in self.listed.items()},
            "luck": self.luck,
            "undefined": list(self.undefined),
            "results": [one.as_json() for one in self.results],
        }


def sensitivity(study: Study, outputs: Sequence[str] = ()) -> Sensitivity:
    """Analyse each output asked for under each policy that was run; one that is undefined in too many runs is left out."""
    study.needs("cogov sensitivity", *DESIGNS)
    names = tuple(one.name for one in study.factors)
    pairs = [(policy, output) for policy in study.policies for output in study.chosen(outputs)]
    tried = {pair: _analysed(study, names, *pair) for pair in pairs}
    found = tuple(one for one in tried.values() if one is not None)
    if not found:
        raise InputError(Problem(SAY.too_few.filled(least=LEAST_BLOCKS), file=study.name or None))
    gone = tuple(dict.fromkeys(output for (_, output), one in tried.items() if one is None))
    return Sensitivity(study.kind, names, str(study.design.get("luck", "common")), found, gone)


def _analysed(study: Study, names: tuple[str, ...], policy: str, output: str) -> Analysed | None:
    second_order = bool(study.design.get("second_order", False))
    size = trajectory_size(len(names)) if study.kind == "morris" else block_size(len(names), second_order=second_order)
    given = whole_blocks(study.by_replicate(policy, output), size)
    blocks = given.points.size // size
    if blocks < LEAST_BLOCKS:
        return None
    rows = _elementary(study, names, given) if study.kind == "morris" else sobol_indices(names, given.values, second_order=second_order)
    share = noise_share(given.values)
    return Analysed(policy, output, given.replicates, blocks, given.blocks_left_out, share, tuple(rows), listed(study))


def listed(study: Study) -> dict[str, tuple[float | str, ...]]:
    """Return the factors that have a list of values, not a range."""
    return {one.name: one.levels for one in study.factors if one.levels}


def _elementary(study: Study, names: tuple[str, ...], given: Responses) -> list[IndexEstimate]:
    """Return the effects; of a list the points say which value stands there."""
    at, lists = study.points().reindex(given.points)[list(names)], listed(study)
    places = at.assign(**{name: at[name].map(values.index) for name, values in lists.items()}).to_numpy(dtype=np.float64)
    return morris_effects(names, places, given.values, int(study.design.get("levels") or LEVELS), lists)
