"""Effects of two levers in a 2 × 2 experiment, and how much pairing can help: arrays in, numbers out."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from cogov.analysis.paired import PairedDifference, contrast, variance_reduction

Floats = npt.NDArray[np.float64]
Corner = tuple[int, int]
"""(first lever, second lever), 0 low and 1 high."""

WEIGHTS: dict[str, dict[Corner, float]] = {
    "clarity": {(1, 0): 0.5, (1, 1): 0.5, (0, 0): -0.5, (0, 1): -0.5},
    "alignment": {(0, 1): 0.5, (1, 1): 0.5, (0, 0): -0.5, (1, 0): -0.5},
    "interaction": {(1, 1): 1.0, (0, 0): 1.0, (1, 0): -1.0, (0, 1): -1.0},
}
"""Main effects, each a mean over the other lever's levels, and the difference of differences, [y11 − y01] − [y10 − y00]: what the first lever
does at the second's high level more than at its low one."""
EFFECTS = tuple(WEIGHTS)


def effects(corners: Mapping[Corner, Floats], bounds: tuple[float, float] | None = None) -> dict[str, PairedDifference]:
    """Return both main effects and their interaction; `bounds` limits the intervals of an indicator that cannot leave them."""
    return {name: contrast(corners, weights, bounds) for name, weights in WEIGHTS.items()}


def by_seed(corners: Mapping[Corner, Floats]) -> dict[str, Floats]:
    """Return the same by seed."""
    return {name: np.sum([weight * corners[corner] for corner, weight in weights.items()], axis=0) for name, weights in WEIGHTS.items()}


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
