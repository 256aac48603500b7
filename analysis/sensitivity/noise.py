"""Replication noise: what is left of a table of replicates by points when all that the factors do is taken out.

Weights over the replicates that sum to 0 cancel every effect of a factor, whatever its form, and whatever all points of a replicate
have in common (under common luck much of the noise). With squared weights that sum to 1/R, what remains varies as the noise of the
mean over R replicates does. So an index of a contrast, in units of the mean's variance, is what that index would show for a
factor without any effect: its noise floor.
"""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def contrasts(values: Array) -> Array:
    """Return the R − 1 Helmert contrasts of R replicates, one a row, centred over the points."""
    replicates = values.shape[0]
    weights = np.zeros((max(0, replicates - 1), replicates))
    for row in range(replicates - 1):
        weights[row, : row + 1], weights[row, row + 1] = 1.0, -(row + 1.0)
        weights[row] /= math.sqrt((row + 1) * (row + 2) * replicates)
    left = weights @ values
    found: Array = left - left.mean(axis=1, keepdims=True)
    return found


def noise_share(values: Array) -> float:
    """Share of the variance of the means over replicates that is noise, from 0 to 1; NaN with one replicate."""
    spread = float(values.mean(axis=0).var())
    if values.shape[0] < 2 or spread == 0:
        return math.nan
    return min(1.0, float(contrasts(values).var(axis=1).mean()) / spread)


def replication_error(per_replicate: Array) -> Array:
    """Standard error of an index over replicates, each of which gives the whole set of indices; NaN with one."""
    replicates = per_replicate.shape[0]
    if replicates < 2:
        return np.full(per_replicate.shape[1:], np.nan)
    found: Array = per_replicate.std(axis=0, ddof=1) / math.sqrt(replicates)
    return found
