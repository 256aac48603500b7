"""Intervals of a mean where differences are skewed and Student's t would cover less than it says: the bootstrap-t."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST = 10
"""With fewer values skewness cannot be told from chance."""
RESAMPLES = 1999
"""For an interval."""
MOST = 99_999
"""For a p value: one that is told of hundreds of indicators, or of several looks, has to be small to survive the adjustment."""
ENOUGH = 20
"""Resamples beyond what was seen after which no more are drawn (Besag & Clifford 1991, Biometrika 78: 301–304)."""
SEED = 19790101
"""The same differences always give the same interval."""


def is_skewed(values: Floats) -> bool:
    """Whether the sample skewness lies more than two standard errors from 0 (Joanes & Gill 1998, The Statistician 47: 183–189)."""
    n = values.size
    if n < FEWEST or np.ptp(values) == 0:
        return False
    apart = values - values.mean()
    g1 = float((apart**3).mean() / (apart**2).mean() ** 1.5)
    adjusted = g1 * math.sqrt(n * (n - 1)) / (n - 2)
    error = math.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return abs(adjusted) > 2 * error


def bootstrap_t(values: Floats, confidence: float = 0.95) -> tuple[float, float, float]:
    """Interval of the mean and two-sided p value that it is 0, from resampled t statistics (Efron & Tibshirani 1993, §12.5).

    A resample without spread has no t statistic and is left out. p is at least 2 / (most resamples + 1).
    """
    mean, error = float(values.mean()), float(values.std(ddof=1)) / math.sqrt(values.size)
    chance = np.random.default_rng(SEED)
    statistics = _resampled(values, chance)
    low, high = np.quantile(statistics, [(1 - confidence) / 2, (1 + confidence) / 2])
    return mean - float(high) * error, mean - float(low) * error, _p_value(mean / error, values, statistics, chance)


def _resampled(values: Floats, chance: np.random.Generator) -> Floats:
    """Return the t statistics of some resamples, which stray around the mean that was seen."""
    n = values.size
    drawn = values[chance.integers(0, n, (RESAMPLES, n))]
    errors = drawn.std(axis=1, ddof=1) / math.sqrt(n)
    spread = errors > 1e-12 * values.std(ddof=1) / math.sqrt(n)
    found: Floats = (drawn.mean(axis=1)[spread] - values.mean()) / errors[spread]
    return found


def _p_value(own: float, values: Floats, statistics: Floats, chance: np.random.Generator) -> float:
    """Return twice the share of resampled statistics beyond the one that was seen, from as many resamples as tell it."""
    above, below, count = (statistics >= own).sum(), (statistics <= own).sum(), statistics.size
    while min(above, below) < ENOUGH and count < MOST:
        more = _resampled(values, chance)
        above, below, count = above + (more >= own).sum(), below + (more <= own).sum(), count + more.size
    return min(1.0, 2 * (float(min(above, below)) + 1) / (count + 1))
