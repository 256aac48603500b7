"""Criteria of the stylised facts: each says yes to what was planted and no to its opposite."""

from collections.abc import Iterable

import numpy as np
import pytest

from docs.evidence.facts import criteria as c
from docs.evidence.runs import Floats

SEEDS = 8
FLAT = (1.0, 1.0, 1.0, 1.0, 1.0)


def planted(means: Iterable[float], noise: float = 0.02) -> list[Floats]:
    """Values with known means, beside luck that all share."""
    luck = np.random.default_rng(1).normal(size=SEEDS)
    return [mean + luck + noise * np.random.default_rng(10 + index).normal(size=SEEDS) for index, mean in enumerate(means)]


def holds(criterion: c.Criterion, means: Iterable[float]) -> bool:
    return all(one.holds for one in criterion.judge(planted(means)))


JUDGED: list[tuple[c.Criterion, tuple[float, ...], list[tuple[float, ...]]]] = [
    (c.RISES, (1, 1.2, 1.5), [(1.5, 1.2, 1), (1, 2, 1.5), (1, 1.5, 1)]),
    (c.FALLS, (1.5, 1.2, 1), [(1, 1.2, 1.5), (1.5, 0.5, 1), (1, 0.5, 1)]),
    (c.DOES_NOT_RISE, (1, 0.5), [(1, 1.5)]),
    (c.DIFFERS, (1, 2, 3), [(1, 2, 2), (1, 1, 1)]),
    (c.CONVEX, (4, 2.25, 1, 0.25, 0), [(0, 1, 2, 3, 4), (0, 1.75, 3, 3.75, 4), FLAT]),
    (c.SATURATES, (0, 2, 3, 3.2), [(0, 1, 2, 3), (0, 0.5, 1.5, 3), (3, 2, 1, 0)]),
    (c.U_SHAPED, (3, 2, 1, 2, 3), [(5, 4, 3, 2, 1), (1, 2, 3, 2, 1), FLAT]),
    (c.INTERACTS, (1, 2, 1, 1), [(1, 2, 3, 4)]),
    (c.INTERACTS_UP, (1, 2, 1, 4), [(1, 2, 3, 4), (1, 4, 1, 2)]),
    (c.INTERACTS_DOWN, (1, 4, 1, 2), [(1, 2, 3, 4), (1, 2, 1, 4)]),
    (c.GAINS_MORE, (10, 8, 20, 10), [(10, 5, 20, 16), (10, 8, 20, 16)]),
    (c.GAINS_LESS, (10, 5, 20, 16), [(10, 8, 20, 10), (10, 8, 20, 16)]),
    (c.REVERSES, (1, 2, 2, 1), [(1, 2, 1, 3), (2, 1, 3, 1), (1, 1, 2, 1)]),
    (c.REBOUNDS, (3, 1, 3, 4), [(3, 1, 3, 3), (3, 1, 3, 2), (3, 4, 3, 4)]),
    (c.unchanged(0.3), (1, 1.1), [(1, 1.5), (1.5, 1)]),
    (c.multiplies(2.0), (10, 30), [(10, 20), (10, 15)]),
]


@pytest.mark.parametrize(("criterion", "yes", "no"), JUDGED, ids=[one.name for one, _, _ in JUDGED])
def test_a_criterion_can_say_yes_and_no(criterion: c.Criterion, yes: tuple[float, ...], no: list[tuple[float, ...]]) -> None:
    assert holds(criterion, yes)
    assert [means for means in no if holds(criterion, means)] == []


@pytest.mark.parametrize(("low", "high", "expected"), [(0.0, 5.0, True), (0.0, 1.0, False), (3.5, 5.0, False)])
def test_a_level_is_judged_by_its_interval(low: float, high: float, *, expected: bool) -> None:
    values = [np.array([2.0, 3.0, 4.0])]  # mean 3, t(2) · 1/√3 = 2.48: interval .52 to 5.48
    assert all(one.holds for one in c.within(low, high + 0.5).judge(values)) is expected


def test_too_few_seeds_prove_nothing() -> None:
    for criterion, means, _ in JUDGED:
        assert not any(one.holds for one in criterion.judge([values[:1] for values in planted(means)])), criterion.name


def test_a_seed_in_which_a_value_is_undefined_is_left_out() -> None:
    values = planted((1, 2))
    values[1][0] = np.nan
    assert c.RISES.judge(values)[0].pairs == SEEDS - 1


def test_the_u_shape_allows_for_having_looked_everywhere() -> None:
    (first, last) = c.U_SHAPED.judge(planted((3, 1, 1.5, 3), noise=0.5))
    plain = c.RISES.judge(planted((3, 1, 1.5, 3), noise=0.5)[1:])[0]
    assert last.high - last.low > plain.high - plain.low
    assert first.says.en == "first − 2"
