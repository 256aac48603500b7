"""Effects of two levers in a 2 × 2 experiment, and how much pairing can help: arrays in, numbers out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from cogov.analysis.paired import PairedDifference, paired_difference, variance_reduction
from cogov.model.indicators import INDICATORS, base

Floats = npt.NDArray[np.float64]
Corner = tuple[int, int]
"""(first lever, second lever), 0 low and 1 high."""

EFFECTS = ("clarity", "alignment", "interaction")


def effects(corners: Mapping[Corner, Floats], bounds: tuple[float, float] | None = None) -> dict[str, PairedDifference]:
    """Return both main effects, each a mean over the other lever's levels, and their interaction.

    The interaction is the difference of differences, [y11 − y01] − [y10 − y00]: what the first lever does at the second's high
    level more than at its low one. `bounds` limits the intervals of an indicator that cannot leave them.
    """
    y00, y10, y01, y11 = (corners[key] for key in ((0, 0), (1, 0), (0, 1), (1, 1)))
    widest = None if bounds is None else (2 * bounds[0], 2 * bounds[1])
    return {
        "clarity": paired_difference((y10 + y11) / 2, (y00 + y01) / 2, bounds=bounds),
        "alignment": paired_difference((y01 + y11) / 2, (y00 + y10) / 2, bounds=bounds),
        "interaction": paired_difference(y11 + y00, y10 + y01, bounds=widest),
    }


def bounds_of(name: str) -> tuple[float, float] | None:
    """Return the values that an indicator cannot leave, None where it has no such bounds."""
    indicator = INDICATORS.get(base(name))
    return (indicator.low, indicator.high) if indicator is not None and indicator.bounded else None


def sign(found: PairedDifference) -> int:
    """Return 1 or −1 where the interval excludes 0, else 0."""
    return int(found.ci_low > 0) - int(found.ci_high < 0)


def frechet_bound(first: float, second: float) -> float:
    """Return the most that pairing can reduce the variance of a difference of two shares.

    A share is a mean of yes-or-no matters with chances p and q. Two such matters differ with chance P(1, 0) + P(0, 1), and
    Fréchet's bound P(1, 1) ≤ min(p, q) makes that at least d = |p − q|, reached by the comonotone coupling (the same uniform
    number decides both). Var(a − b) = P(1, 0) + P(0, 1) − (p − q)² is then least: d − d² = d (1 − d). Unpaired, the variance is
    p (1 − p) + q (1 − q); the ratio is the bound, and the number of matters cancels. It is for matters that are independent within
    a run; luck that all matters of a run share (how many arise, what they are) is cancelled by pairing on top of it.
    """
    apart = abs(first - second)
    least = apart * (1 - apart)
    return math.inf if least == 0 else (first * (1 - first) + second * (1 - second)) / least


@dataclass(frozen=True)
class Reduction:
    """How many times fewer runs pairing needs, with a 95 % interval."""

    value: float
    low: float
    high: float
    first: float
    second: float
    """Means under the two policies."""


def reduction(policy: Floats, baseline: Floats) -> Reduction:
    """Variance reduction over pairs; the interval is the jackknife's on the logarithm (Miller 1974, Biometrika 61: 1–15)."""
    both = np.isfinite(policy) & np.isfinite(baseline)
    a, b = policy[both], baseline[both]
    value = variance_reduction(a, b)
    means = (float(a.mean()), float(b.mean())) if a.size else (math.nan, math.nan)
    left_out = [variance_reduction(np.delete(a, i), np.delete(b, i)) for i in range(a.size)] if a.size > 2 else []
    if not value or not left_out or not all(left_out):
        return Reduction(math.nan if value is None else value, math.nan, math.nan, *means)
    logs = np.log(np.array(left_out, dtype=np.float64))
    error = math.sqrt((a.size - 1) * float(logs.var()))
    spread = math.exp(float(stdtrit(a.size - 1, 0.975)) * error)
    return Reduction(value, value / spread, value * spread, *means)
