"""Contrasts of values paired by seed, with their intervals, and the criteria that state a number of their own."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from cogov.analysis.paired import effect
from cogov.model.words import Text

Floats = npt.NDArray[np.float64]
Weights = Sequence[float]


@dataclass(frozen=True)
class Contrast:
    """A weighted sum of values: its mean over seeds, the interval of the mean, and whether it is as the fact says."""

    says: Text
    estimate: float
    low: float
    high: float
    pairs: int
    is_level: bool
    """Whether it is a value as such; else a difference of values."""
    holds: bool = False
    in_logarithms: bool = False
    """Whether it compares ratios, as a difference of logarithms without a unit."""


def contrast(
    says: Text, values: Sequence[Floats], weights: Weights, holds: Callable[[Contrast], bool], confidence: float = 0.95
) -> Contrast:
    """Weigh the values of each seed and judge the mean over seeds; seeds in which a weighed value is undefined are left out.

    With fewer than two seeds nothing can be said, so it does not hold.
    """
    weighed = [weight * value for weight, value in zip(weights, values, strict=True) if weight]
    own = effect(np.sum(weighed, axis=0), confidence=confidence)
    found = Contrast(says, own.mean, own.ci_low, own.ci_high, own.n, is_level=abs(sum(weights)) > 1e-9)
    return replace(found, holds=bool(math.isfinite(own.ci_low) and holds(found)))
