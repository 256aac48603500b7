"""Things in parts: by hand, and of each part what it would be alone, to the last digit."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from cogov.model.measures import aalen_johansen, quantile, restricted_mean
from cogov.model.parts import Parts

BY_HAND = Parts(np.array([0, 2, 2, 5, 5]))
"""Four parts of 2, 0, 3 and 0 things."""
VALUES = np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def test_parts_by_hand() -> None:
    assert (len(BY_HAND), BY_HAND.sizes.tolist(), BY_HAND.number.tolist()) == (4, [2, 0, 3, 0], [0, 0, 2, 2, 2])
    assert BY_HAND.heads.tolist() == [True, False, True, False, False]
    assert Parts.of(np.array([0, 0, 2, 2, 2]), 4).edges.tolist() == BY_HAND.edges.tolist()
    assert BY_HAND.only(np.array([1, 3, 4])).sizes.tolist() == [1, 0, 2, 0]


def test_what_is_told_of_parts_by_hand() -> None:
    assert BY_HAND.sums(VALUES).tolist() == [3, 0, 12, 0]
    assert BY_HAND.sums(np.array([250, 250, 0, 1, 2], dtype=np.uint8)).tolist() == [500, 0, 3, 0]
    odd = VALUES % 2 == 1
    assert np.array_equal(BY_HAND.means(VALUES, odd), [1, np.nan, 4, np.nan], equal_nan=True)
    assert np.array_equal(BY_HAND.shares(VALUES > 3, odd), [0, np.nan, 0.5, np.nan], equal_nan=True)
    assert BY_HAND.running(np.add, VALUES).tolist() == [1, 3, 3, 7, 12]
    assert BY_HAND.before(VALUES, at_first=9.0).tolist() == [9, 1, 9, 3, 4]
    assert BY_HAND.sorted_by(-VALUES).tolist() == [1, 0, 4, 3, 2]
    assert BY_HAND.last(VALUES, np.array([1, 0, 3, 0]), if_none=-1.0).tolist() == [1, -1, 5, -1]


def test_parts_are_divided_in_their_order() -> None:
    order, parts = BY_HAND.split(np.array([1, 0, 1, 0, 1]), 2)
    assert order.tolist() == [1, 0, 3, 2, 4]
    assert parts.sizes.tolist() == [1, 1, 0, 0, 1, 2, 0, 0]


Told = Callable[[Parts, NDArray[Any], NDArray[Any]], NDArray[Any]]
TOLD: dict[str, Told] = {
    "sums": lambda parts, days, _: parts.sums(days),
    "means": lambda parts, days, ends: parts.means(days, ends == 1),
    "shares": lambda parts, days, ends: parts.shares(days > 30, ends > 0),
    "curve": lambda parts, days, ends: aalen_johansen(days, ends, parts=parts).at(40.0),
    "marked": lambda parts, days, ends: aalen_johansen(days, ends, mark=days / 7, parts=parts).at(40.0),
    "mean_days": lambda parts, days, ends: restricted_mean(aalen_johansen(days, ends, horizon=60.0, parts=parts), 60.0),
    "median": lambda parts, days, ends: quantile(aalen_johansen(days, ends, parts=parts), 0.15),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_part_is_told_as_if_it_were_alone(name: str) -> None:
    draws = np.random.default_rng(3)
    sizes = np.array([0, 1, 2, 7, 8, 9, 130, 0, 1000, 3])
    parts = Parts(np.concatenate(([0], np.cumsum(sizes))))
    days, ends = draws.exponential(30, sizes.sum()).round(1), draws.integers(0, 4, sizes.sum())
    together = TOLD[name](parts, days, ends)
    alone = [
        TOLD[name](Parts.one(len(one)), one, how) for one, how in zip(*(np.split(a, parts.edges[1:-1]) for a in (days, ends)), strict=True)
    ]
    assert together.tobytes() == np.concatenate(alone).tobytes()
    assert len(np.unique(together[~np.isnan(together)])) > 2  # something is told


@pytest.mark.parametrize("size", [0, 1, 7, 8, 129, 20_000])
def test_a_sum_is_that_of_numpy(size: int) -> None:
    values = np.random.default_rng(size).random(size)
    assert Parts(np.array([0, 3, 3 + size])).sums(np.concatenate(([0.1, 0.2, 0.3], values)))[1] == values.sum()
