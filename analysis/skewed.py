"""Intervals of a mean where differences are skewed and Student's t would cover less than it says: the bootstrap-t."""

import math

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

FEWEST = 10
"""With fewer values skewness cannot be told from chance."""
RESAMPLES = 1999
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

    A resample without spread has no t statistic and is left out. p is at least 2 / (resamples + 1).
    """
    n, mean = values.size, float(values.mean())
    error = float(values.std(ddof=1)) / math.sqrt(n)
    drawn = values[np.random.default_rng(SEED).integers(0, n, (RESAMPLES, n))]
    errors = drawn.std(axis=1, ddof=1) / math.sqrt(n)
    spread = errors > 1e-12 * abs(error)
    statistics = (drawn.mean(axis=1)[spread] - mean) / errors[spread]
    low, high = np.quantile(statistics, [(1 - confidence) / 2, (1 + confidence) / 2])
    own = mean / error
    tail = min((statistics >= own).sum(), (statistics <= own).sum())
    p = min(1.0, 2 * (float(tail) + 1) / (statistics.size + 1))
    return mean - float(high) * error, mean - float(low) * error, p
