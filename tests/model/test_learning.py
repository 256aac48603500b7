"""Learning by hand: what a hand-off teaches, what contact does once in four weeks, and what several talks leave of a desk's own goals."""

from collections.abc import Callable

import numpy as np
import pytest

from cogov.model.city import City
from cogov.model.rules.learning import kept, learning

Small = Callable[..., City]


def test_what_one_handler_learns_counts_less_in_a_larger_desk(small: Small) -> None:
    """½^(1/h) is kept; a desk counts as one of .05 handlers at least: ½^20."""
    city = small()
    city.institutions.staff[:3] = [1.0, 2.0, 0.01]
    assert kept(city, 0.5, np.arange(3)) == pytest.approx([0.5, np.sqrt(0.5), 0.5**20])


def test_every_hand_off_shrinks_both_misunderstandings(small: Small) -> None:
    """Two of desk 3 with topic 2 at one handler leave .9² of both; other desks and topics keep theirs."""
    city = small(learning__rate=0.1)
    city.institutions.staff[:] = 1.0
    before = city.rule_between.copy(), city.rule_within.copy()
    city.record_handoff(np.array([3, 5]), np.array([2, 2]))
    city.record_handoff(np.array([3]), np.array([2]))
    learning(city)
    factor = np.ones_like(city.rule_between)
    factor[3, 2], factor[5, 2] = 0.81, 0.9
    assert city.rule_between == pytest.approx(before[0] * factor)
    assert city.rule_within == pytest.approx(before[1] * factor)


@pytest.mark.parametrize(("day", "contact"), [(26, False), (27, True), (28, False), (54, False), (55, True)])
def test_contact_moves_stances_once_in_four_weeks(small: Small, day: int, contact: bool) -> None:  # noqa: FBT001 - a table of cases
    city = small(learning__contact=0.1)
    city.day, before = day, city.own_goals[1].copy()
    learning(city)
    assert (city.own_goals[1] != before).any() == city.drifted[0] == contact


def test_a_desk_without_ties_keeps_its_stances(small: Small) -> None:
    """Its row of the matrix is empty; the others go a tenth of the way to the mean of theirs."""
    city = small(learning__contact=0.1)
    ties = city.governance.matrix.toarray()
    ties[4, :] = ties[:, 4] = 0.0
    city.governance.matrix.data[:] = ties[city.governance.matrix.nonzero()]
    city.day, own = 27, city.own_goals[1].copy()
    learning(city)
    mean = ties @ own / np.maximum(ties.sum(axis=1, keepdims=True), 1e-9)
    expected = own + 0.1 * (mean - own)
    expected[4] = own[4]
    assert city.own_goals[1] == pytest.approx(expected)


def test_talks_of_a_day_add_up_within_bounds(small: Small) -> None:
    """Half the way in each of two talks; attention stays above nothing and sums to 1, stances stay within −1 and 1."""
    city = small(learning__drift=0.5, learning__contact=0.0, goals__floor=0.24)
    topics = len(city.topics.names)
    city.institutions.staff[:] = 1.0
    attention, stance = city.own_goals
    attention[:], stance[:] = 1 / topics, 0.0
    stance[2, :2] = [0.9, -0.9]
    before = attention.copy(), stance.copy()
    for _ in range(2):
        desk, topic = np.array([2, 2]), np.array([0, 1])
        city.record_talk(desk, topic, np.array([1 / topics, -0.2]), np.array([0.6, -0.3]))
    learning(city)
    weights = np.full(topics, 1 / topics)
    weights[:2] = [2 / topics, 0.0]  # 1/24 + 2 · ½ · 1/24, and 1/24 − 2 · ½ · .2 below 0
    weights = np.maximum(weights / weights.sum(), 0.01)  # .24 / 24
    assert attention[2] == pytest.approx(weights / weights.sum())
    assert stance[2, :3].tolist() == [1.0, -1.0, 0.0]
    others = np.arange(len(attention)) != 2
    assert np.array_equal(attention[others], before[0][others])
    assert np.array_equal(stance[others], before[1][others])
    assert city.drifted[0]


def test_nothing_drifts_where_nobody_talked(small: Small) -> None:
    city = small(learning__drift=0.5)
    learning(city)
    assert not city.drifted[0]


def test_where_nothing_is_learnt_goals_are_not_touched(small: Small) -> None:
    """No drift and no contact: a talk and a fourth week leave every byte, and nothing to pool anew."""
    city = small(learning__drift=0.0, learning__contact=0.0)
    city.day, before = 27, [own.copy() for own in city.own_goals]
    city.record_talk(np.array([2]), np.array([0]), np.array([0.5]), np.array([0.5]))
    learning(city)
    assert all(np.array_equal(one, own) for one, own in zip(before, city.own_goals, strict=True))
    assert not city.drifted[0]
