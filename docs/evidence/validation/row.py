"""A row of the page: a claim with its source, the value that theory or a log gives, ours with its interval, and a verdict that is computed."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Verdict = Literal["reproduced", "not reproduced", "undecided", "out of scope"]
Z = 3.29
"""Standard errors on either side: 99.9 % intervals."""
NARROW = 0.15
"""Half-widths above this share of the value that should come out decide nothing; above `SMALL` for values near 0."""
SMALL = 0.02


@dataclass(frozen=True)
class Estimate:
    """A value of ours with its standard error, and over what that is."""

    value: float
    error: float
    over: str


@dataclass(frozen=True)
class Row:
    """One claim, tried. `allowance` is a difference that is stated beforehand: what the model's daily steps may add."""

    claim: str
    source: str
    theory: float
    ours: Estimate
    allowance: float = 0.0
    why: str = ""
    """Where the allowance comes from."""
    needs: str = ""
    """What reproducing it would need, where it fails."""

    @property
    def ends(self) -> tuple[float, float]:
        """Return the 99.9 % interval of our value."""
        half = Z * self.ours.error
        return self.ours.value - half, self.ours.value + half

    @property
    def agrees(self) -> bool:
        """Whether theory lies in the interval, the allowance added."""
        low, high = self.ends
        return low - self.allowance <= self.theory <= high + self.allowance

    @property
    def width(self) -> float:
        """Return the half-width of the interval over what is narrow enough to decide anything."""
        return Z * self.ours.error / max(NARROW * abs(self.theory), SMALL)

    @property
    def verdict(self) -> Verdict:
        """Say whether theory agrees; an interval that is too wide cannot say that it does."""
        if not self.agrees:
            return "not reproduced" if math.isfinite(self.ours.error) else "undecided"
        return "reproduced" if self.width <= 1 else "undecided"


@dataclass(frozen=True)
class Beyond:
    """A claim to which nothing in the model answers, and why."""

    claim: str
    source: str
    why: str
    verdict: Verdict = "out of scope"


Extent = Literal["quick", "page"]
"""A trial of seconds for the gate, or the one of the page."""
Make = Callable[[Extent], "list[Row]"]


def mean_of(values: Floats, group: Ints) -> Estimate:
    """Return the mean of values with its standard error between groups that are independent of one another (a ratio estimator)."""
    number, total = np.bincount(group), np.bincount(group, weights=values)
    mean = float(total.sum() / number.sum())
    error = math.sqrt(float(((total - mean * number) ** 2).sum())) / float(number.sum())
    return Estimate(mean, error, f"{int((number > 0).sum())} villages")


def over_villages(values: Floats) -> Estimate:
    """Return the mean of one value of each village, which are independent of one another."""
    return Estimate(float(values.mean()), float(values.std(ddof=1)) / math.sqrt(len(values)), f"{len(values)} villages")


def ratio_of(above: Estimate, below: Estimate) -> Estimate:
    """Return a ratio of two independent estimates (first-order error)."""
    value = above.value / below.value
    return Estimate(value, abs(value) * math.hypot(above.error / above.value, below.error / below.value), above.over)


def weighted(estimates: list[Estimate], weights: list[float]) -> Estimate:
    """Return a weighted mean of independent estimates."""
    total = sum(weights)
    value = sum(one.value * weight for one, weight in zip(estimates, weights, strict=True)) / total
    error = math.hypot(*(one.error * weight / total for one, weight in zip(estimates, weights, strict=True)))
    return Estimate(value, error, estimates[0].over)


def share_of(count: int, of: int, what: str) -> Estimate:
    """Return a share of independent cases with its binomial error."""
    share = count / of
    return Estimate(share, math.sqrt(max(share * (1 - share), 1 / of) / of), f"{of:,} {what}")


def exact(value: float, over: str = "exact") -> Estimate:
    """Return a value without chance."""
    return Estimate(value, 1e-9, over)
