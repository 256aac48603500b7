"""Sobol indices: the share of an outcome's variance that a factor explains alone (first), and with all its interactions (total).

Estimators: Saltelli et al. 2010, Comput. Phys. Commun. 181: 259-270, as SALib has them, on the means over replicates.

Under common luck all points of a replicate share a seed, so a replicate is a deterministic function of the point and gives a full set
of indices of its own. Their spread says how much the answer depends on the luck (`error`); their mean would not do as the estimate,
since the noise of single runs lowers first-order and raises total indices. The mean over replicates does so R times less, and
`net` takes the rest out.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.sensitivity.estimate import RESAMPLES, SEED, IndexEstimate, contrasts, noise_share, replication_error
from cogov.scenarios.extras import needed

Array = NDArray[np.float64]
ROUNDING = 1e-12


def block_size(factors: int, *, second_order: bool = False) -> int:
    """Points of one base sample: A, each factor's exchange, B."""
    return 2 * factors + 2 if second_order else factors + 2


def sobol_indices(factors: Sequence[str], values: Array, *, second_order: bool = False) -> list[IndexEstimate]:
    """Return both indices of every factor; `values[r, p]` with the points in SALib's order."""
    mean = values.mean(axis=0)
    if constant(mean):  # shares of no variance are undefined
        return [IndexEstimate(name, index, *[math.nan] * 5) for name in factors for index in ("first", "total")]
    found = _analysed(factors, mean, RESAMPLES, second_order=second_order)
    alone = np.array([_both(_analysed(factors, one, 2, second_order=second_order)) for one in values if np.ptp(one) > 0])
    errors = replication_error(alone) if len(alone) else np.full((2, len(factors)), np.nan)
    floor, share = _floor(len(factors), values, second_order=second_order), noise_share(values)
    left = 1.0 - share if share < 1.0 else math.nan
    rows = []
    for place, name in enumerate(factors):
        value, conf, error = float(found["S1"][place]), float(found["S1_conf"][place]), float(errors[0, place])
        rows.append(IndexEstimate(name, "first", value, conf, error, error, value / left))
        value, conf, noise = float(found["ST"][place]), float(found["ST_conf"][place]), float(floor[place])
        rows.append(IndexEstimate(name, "total", value, conf, float(errors[1, place]), noise, max(0.0, value - noise) / left))
    return rows


def constant(values: Array) -> bool:
    """Whether values are all the same, up to what rounding leaves."""
    return bool(np.ptp(values) <= ROUNDING * abs(values).max(initial=0.0))


def _analysed(factors: Sequence[str], outcome: Array, resamples: int, *, second_order: bool) -> dict[str, Array]:
    problem = {"num_vars": len(factors), "names": list(factors), "bounds": [[0.0, 1.0]] * len(factors)}
    found: dict[str, Array] = needed("SALib.analyze.sobol").analyze(
        problem, outcome, calc_second_order=second_order, num_resamples=resamples, seed=SEED
    )
    return found


def _both(found: dict[str, Array]) -> tuple[Array, Array]:
    return found["S1"], found["ST"]


def _floor(factors: int, values: Array, *, second_order: bool) -> Array:
    """Return what the total index of a factor without effect would be: half the squared jumps of the noise over the variance."""
    noise = contrasts(values)
    if not len(noise):
        return np.full(factors, np.nan)
    size = block_size(factors, second_order=second_order)
    blocks = noise.reshape(len(noise), -1, size)
    jumps = blocks[:, :, 1 : factors + 1] - blocks[:, :, :1]
    mean = values.mean(axis=0).reshape(-1, size)
    spread = float(mean[:, [0, -1]].var())
    floor: Array = 0.5 * (jumps**2).mean(axis=(0, 1)) / spread
    return floor
