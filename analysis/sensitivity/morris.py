"""Elementary effects of Morris (1991): how far an outcome moves when one factor moves, in units of its whole range.

μ* is the mean absolute effect (Campolongo et al. 2007, Environ. Model. Softw. 22: 1509-1518), σ the spread of the effects: a large one
means curvature or interaction. On means over replicates; noise alone gives every factor a μ* and a σ, which `noise` says.

A factor of two values has no range to go on along: its effect is the outcome at the second less the outcome at the first.
"""

import math
from collections.abc import Collection, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.sensitivity.estimate import RESAMPLES, SEED, IndexEstimate, contrasts, replication_error
from cogov.scenarios.extras import needed

Array = NDArray[np.float64]
INDICES = ("mu_star", "mu", "sigma")
LEVELS = 4


def block_size(factors: int) -> int:
    """Points of one trajectory."""
    return factors + 1


def morris_effects(
    factors: Sequence[str], points: Array, values: Array, levels: int = LEVELS, listed: Collection[str] = ()
) -> list[IndexEstimate]:
    """Return μ*, μ and σ of every factor; `points[p, f]` and `values[r, p]` trajectory by trajectory.

    `listed` are the factors of two values, of which the points say 0 for the first and 1 for the second.
    """
    analysed = partial(_analysed, factors, points, levels=levels, listed=listed)
    found = analysed(values.mean(axis=0), resamples=RESAMPLES)
    errors = replication_error(np.array([_all(analysed(one)) for one in values]))
    noise = [_all(analysed(one)) for one in contrasts(values)]
    # The mean square over contrasts: a mean over few would understate a floor that is itself a spread.
    floor = np.sqrt(np.mean(np.square(noise), axis=0)) if noise else np.full((len(INDICES), len(factors)), np.nan)
    rows = []
    for place, name in enumerate(factors):
        for number, index in enumerate(INDICES):
            value, conf = float(found[index][place]), float(found["mu_star_conf"][place]) if index == "mu_star" else math.nan
            own = float(floor[number, place])
            rows.append(IndexEstimate(name, index, value, conf, float(errors[number, place]), own, _net(index, value, own)))
    return rows


def _net(index: str, value: float, noise: float) -> float:
    """Take out the noise: variances add, so the square of a spread loses the square of its noise; μ needs nothing taken out."""
    if index == "mu":
        return value
    return math.sqrt(max(0.0, value**2 - noise**2)) if math.isfinite(noise) else math.nan


def _analysed(
    factors: Sequence[str], points: Array, outcome: Array, *, levels: int, listed: Collection[str], resamples: int = 2
) -> dict[str, Array]:
    """Return SALib's effects; it divides a change by its step, so of a factor of two values they are multiplied by it again."""
    problem = {"num_vars": len(factors), "names": list(factors), "bounds": [[0.0, 1.0]] * len(factors), "groups": None}
    found = needed("SALib.analyze.morris").analyze(problem, points, outcome, num_resamples=resamples, num_levels=levels, seed=SEED)
    step = levels / (2 * (levels - 1))
    reach = np.array([step if name in listed else 1.0 for name in factors])
    return {index: reach * np.asarray(found[index], dtype=np.float64) for index in (*INDICES, "mu_star_conf")}


def _all(found: dict[str, Array]) -> Array:
    return np.array([found[index] for index in INDICES])
