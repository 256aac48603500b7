"""An index of one factor with its interval and its noise floor.

Replication noise is what is left of a table of replicates by points when all that the factors do is taken out. Weights over the
replicates that sum to 0 cancel every effect of a factor, whatever its form, and whatever all points of a replicate have in common (under
common luck much of the noise). With squared weights that sum to 1/R, what remains varies as the noise of the mean over R replicates does.
So an index of a contrast, in units of the mean's variance, is what that index would show for a factor without any effect: its noise
floor.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cogov.scenarios.words import Words

TITLES = Words(__file__, "titles")

SALIB = {"first": "S1", "total": "ST", "mu_star": "mu_star", "mu": "mu", "sigma": "sigma"}
"""What SALib calls an index; `_conf` behind it is the 95 % half width over the points drawn."""
NOT_BELOW_0 = frozenset({"total", "mu_star", "sigma"})
RESAMPLES = 500
SEED = 1
"""Of every bootstrap: the same runs give the same answer."""


@dataclass(frozen=True)
class IndexEstimate:
    """`value` is SALib's, of the means over replicates.

    `conf` is the 95 % half width over the sampled points, `error` the standard error over replicates, `noise` what the index
    would show of a factor without effect, and `net` the index with the noise taken out; NaN where there is one replicate.
    """

    factor: str
    index: str
    value: float
    conf: float
    error: float
    noise: float
    net: float

    @property
    def half_width(self) -> float:
        """Both sources of doubt together: the points that were drawn and the replicates; NaN where the index is undefined."""
        if math.isnan(self.value):
            return math.nan
        return math.hypot(*(part for part in (self.conf, 1.96 * self.error) if math.isfinite(part)))

    @property
    def low(self) -> float:
        """Lower end of the 95 % interval; sizes and total indices are not below 0."""
        end = self.value - self.half_width
        return max(end, 0.0) if self.index in NOT_BELOW_0 else end

    @property
    def high(self) -> float:
        """Upper end of the 95 % interval."""
        return self.value + self.half_width

    @property
    def drowned(self) -> bool:
        """Whether the noise is larger than the index."""
        return self.noise > abs(self.value)

    def as_json(self) -> dict[str, Any]:
        """Plain values, None where undefined."""
        return {
            "factor": self.factor,
            "index": self.index,
            "value": self.value,
            "ci_low": self.low,
            "ci_high": self.high,
            "replication_error": self.error,
            "noise": self.noise,
            "without_noise": self.net,
            "noise_larger": self.drowned,
        }


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
