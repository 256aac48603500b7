"""Things that lie part behind part, cities or groups of them, and what is told of each part in one pass over all."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.model import portable

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Parts:
    """Some things in parts, which may be empty. What is told of a part is what it would be without the others, to the last digit."""

    edges: Ints
    """Where each part begins, and the number of all things at the end."""

    @classmethod
    def one(cls, size: int) -> "Parts":
        """Return things that are in one part."""
        return cls(np.array([0, size]))

    @classmethod
    def of(cls, number: Ints, count: int) -> "Parts":
        """Return the parts of things of which it is known, in order, to which each belongs."""
        return cls(np.searchsorted(number, np.arange(count + 1)))

    def __len__(self) -> int:
        """Return the number of parts."""
        return len(self.edges) - 1

    @property
    def sizes(self) -> Ints:
        """How many things are in each."""
        return np.diff(self.edges)

    @cached_property
    def number(self) -> Ints:
        """In which part each thing is."""
        return np.repeat(np.arange(len(self)), self.sizes)

    @property
    def heads(self) -> Bools:
        """Which things are the first of their part."""
        found = np.zeros(self.edges[-1] + 1, dtype=bool)
        found[self.edges] = True
        return found[:-1]

    def only(self, places: Ints) -> "Parts":
        """Return the parts of some of the things, in their order."""
        return Parts(np.searchsorted(places, self.edges))

    def split(self, code: npt.NDArray[np.integer[Any]], count: int) -> "tuple[Ints, Parts]":
        """Divide each part by a code below `count`: return the things in their new order, and the parts, `count` where there was one."""
        number = self.number * count + code
        order = np.argsort(number.astype(np.min_scalar_type(len(self) * count)), kind="stable")
        return order, Parts.of(number[order], len(self) * count)

    def sums(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return the sum of each part; 0 of an empty one."""
        if values.dtype.kind != "f":
            return np.diff(np.concatenate(([0], np.cumsum(values, dtype=np.intp)))[self.edges])
        begins = self.edges[:-1]  # each part behind a 0: so it is summed up as NumPy sums an array up, in halves
        summed: Floats = np.add.reduceat(np.insert(values, begins, 0.0), begins + np.arange(len(self)))
        return summed

    def means(self, values: npt.NDArray[Any], of: Bools) -> Floats:
        """Return the mean of what `of` says of each part; NaN where it says nothing."""
        chosen = np.flatnonzero(of)
        parts = self.only(chosen)
        return ratios(parts.sums(values[chosen]), parts.sizes)

    def shares(self, part: Bools, of: Bools) -> Floats:
        """Return the share of `of` that is also `part`."""
        return ratios(self.sums(part & of), self.sums(of))

    def running(self, along: np.ufunc, values: Floats) -> Floats:
        """Return running sums or products that start anew in each part."""
        found = np.empty_like(values)
        for first, end in pairwise(self.edges.tolist()):
            along.accumulate(values[first:end], out=found[first:end])
        return found

    def sorted_by(self, values: Floats) -> Ints:
        """Return the things of each part in the order of values, the smallest first."""
        order = portable.ascending(values)
        by_part, _ = Parts.one(len(order)).split(self.number[order], len(self))
        return order[by_part]

    def before(self, values: Floats, at_first: float) -> Floats:
        """Return what the thing before has in its part, and `at_first` for the first."""
        found = np.empty_like(values)
        found[1:] = values[:-1]
        found[self.heads] = at_first
        return found

    def last(self, values: Floats, up_to: Ints, if_none: float) -> Floats:
        """Return the value of the last of the first `up_to` things of each part."""
        return np.concatenate(([if_none], values))[np.where(up_to > 0, self.edges[:-1] + up_to, 0)]


def ratios(part: npt.ArrayLike, of: npt.ArrayLike) -> Floats:
    """Return part / of, number by number; NaN where there is nothing to divide by."""
    whole = np.asarray(of)
    found: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return found
