"""What is thought of a number before anything is compared: a range, and the scale on which every value in it is as likely.

A share has odds between half and twice those of its default, another number lies between half and twice its default, a negative one or one of
logits within ln 2 of it; always within its declared range.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Scale = Literal["plain", "log", "odds"]
LN2 = math.log(2)


def _same(value: float) -> float:
    return value


def _odds(value: float) -> float:
    return math.log(value / (1 - value))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


SCALES: dict[Scale, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "plain": (_same, _same),
    "log": (math.log, math.exp),
    "odds": (_odds, _share),
}
"""By scale, the way from a value to it and the way back."""


@dataclass(frozen=True)
class Prior:
    """The two ends of a number, on its scale."""

    low: float
    high: float
    scale: Scale = "plain"
    whole: bool = False

    def at(self, position: float) -> float:
        """Return the value at a position between 0 and 1."""
        value = SCALES[self.scale][1](self.low + position * (self.high - self.low))
        return round(value) if self.whole else value

    def position(self, value: float) -> float:
        """Return the position of a value; outside of 0 to 1 where the range does not hold it."""
        return (SCALES[self.scale][0](value) - self.low) / (self.high - self.low)


def around(value: float, low: float, high: float, *, logits: bool = False, whole: bool = False) -> Prior:
    """Return the prior of a number that is assumed, not 0, with its declared range."""
    if logits or value < 0:
        return Prior(max(low, value - LN2), min(high, value + LN2))
    if (low, high) == (0, 1) and value < 1:
        return Prior(_odds(value) - LN2, _odds(value) + LN2, "odds")
    return Prior(math.log(max(low, value / 2)), math.log(min(high, value * 2)), "log", whole)
