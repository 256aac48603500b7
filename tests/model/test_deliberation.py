"""Deliberation by hand: what is brought to a platform, who comes to the table, how near a plan is to all, and what it leaves."""

import importlib
from collections.abc import Callable

import numpy as np
import pytest

from cogov.model.city import City
from cogov.model.rules.deliberation import deliberation, lacks_partners, talk
from cogov.model.stages import Reason, Stage

rule = importlib.import_module("cogov.model.rules.deliberation")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]


def mask(*slots: int) -> np.uint64:
    return np.uint64(sum(1 << int(slot) for slot in slots))


# -- what is brought to a platform -----------------------------------------------------------------------------------------------------


def test_the_party_brings_more_to_the_platforms_that_there_are(small: Small) -> None:
    """.5 · (1 + .3 · .4) = .56."""
    city = small({"deliberation": 0.5, "party_building": 0.4}, deliberation__party_convening=0.3)
    assert rule._reached(city) == pytest.approx(0.56)


def test_what_is_collective_is_talked_about_once_and_when_it_is_fresh(small: Small, enter: Enter) -> None:
    """In hand or waiting for partners since today, not yet talked about, collective: rows 0 and 4."""
    city = small({"deliberation": 1.0, "party_building": 0.0})
    register, city.day = city.register, 3
    rows = np.concatenate([enter(city, Stage.IN_HAND, 4, collective=True), enter(city, Stage.PARTNERS, 1, "bride_price", collective=True)])
    register.stage_since[rows], register.talked[rows[1]] = [3.25, 3.25, 2.75, 3.0, 3.5], True
    register.collective[rows[3]] = False
    deliberation(city)
    there = register.stage[rows] == Stage.TALKS
    assert there.tolist() == [True, False, False, False, True]
    assert register.talked[rows].tolist() == [True, True, False, False, True]
    assert register.stage_since[rows[there]].tolist() == [3.25, 3.5]
    assert (register.stage_until[rows[there]] >= 4).all()
    assert (register.moves().reason[-2:] == Reason.TO_TALKS).all()


@pytest.mark.parametrize(("level", "mean"), [(0, 7.0), (1, 10.5), (2, 15.75)])
def test_talks_take_longer_the_higher_the_level(small: Small, enter: Enter, level: int, mean: float) -> None:
    """Exponential, a day at least: 1 + m e^(−1/m) days of a mean m of 7 · 1.5^level; 2,000 talks, 4 se. Three tenths are brought to them."""
    city = small({"deliberation": 0.3, "party_building": 0.0}, deliberation__days=7, deliberation__level_days=1.5)
    rows = enter(city, Stage.IN_HAND, 6000, collective=True, level=np.int64(level))
    city.day = 2
    rule._open(city, rows)
    there = rows[city.register.stage[rows] == Stage.TALKS]
    assert len(there) / 6000 == pytest.approx(0.3, abs=0.024)
    days = city.register.stage_until[there] - 2
    assert days.min() == 1.0
    assert days.mean() == pytest.approx(1 + mean * np.exp(-1 / mean), abs=4 * mean / np.sqrt(len(there)))


def test_owners_who_are_at_odds_contest_a_matter(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first owner against each other: below .6 is contested; an owner alone is at odds with nobody."""
    city = small(deliberation__contested=0.6)
    first, second, third = (int(city.slots.desk_of[0, slot]) for slot in (0, 1, 2))
    kappa = {(first, second): 0.59, (first, third): 0.6}
    monkeypatch.setattr(
        city,
        "congruence",
        lambda one, other, _: np.array([kappa.get(pair, 0.1) for pair in zip(one.tolist(), other.tolist(), strict=True)]),
    )
    rows = np.concatenate([enter(city, Stage.IN_HAND, holders=mask(*slots)) for slots in ((0,), (0, 1), (0, 2), (0, 1, 2))])
    assert rule._contested(city, rows).tolist() == [False, True, False, True]


# -- who comes to the table ------------------------------------------------------------------------------------------------------------


def seated(city: City, rows: np.ndarray) -> np.ndarray:
    found: np.ndarray = rule._citizens_at_the_table(city, rows)[1]
    return found


@pytest.mark.parametrize("absent", ["nobody", "migrant", "left_behind", "offline", "far"])
@pytest.mark.parametrize("inclusion", [0.0, 0.6, 1.0])
def test_whoever_is_away_has_a_seat_only_by_inclusion(small: Small, enter: Enter, absent: str, inclusion: float) -> None:
    """4 seats of 500 talks: all present, or the share that is included, 4 sd."""
    city = small(deliberation__inclusion=inclusion, deliberation__talk_distance=5.0 * (absent == "far"))
    people = city.citizens
    people.migrant[:], people.left_behind[:], people.online[:] = absent == "migrant", absent == "left_behind", absent != "offline"
    city.distances[:] = 99.0
    share = 1.0 if absent == "nobody" else inclusion
    assert seated(city, enter(city, Stage.IN_HAND, 500)).mean() == pytest.approx(share, abs=0.044 * (0 < share < 1))


def test_fewer_come_from_afar(small: Small, enter: Enter) -> None:
    """e^(−.1 · 5 km) = .607 come to the venue of the level where a matter stands: 2,000 seats, 4 sd; each seat has its own luck."""
    city = small(deliberation__talk_distance=0.1)
    city.distances[:] = [[0.0, 5.0, 999.0]]
    village, town = enter(city, Stage.IN_HAND, 500), enter(city, Stage.IN_HAND, 500, level=np.int64(1))
    seat = np.arange(4)[None, :]
    assert rule._comes(city, village, seat).all()
    comes = rule._comes(city, town, seat)
    assert comes.mean() == pytest.approx(np.exp(-0.5), abs=0.044)
    assert 0 < comes.sum(axis=1).min() + 1 < comes.sum(axis=1).max()


def test_what_citizens_think(small: Small, enter: Enter) -> None:
    """Normal with sd .5 cut off at −1 and 1: mean 0, sd .480; 4,000 views, 4 se."""
    city = small()
    citizen, _, views = rule._citizens_at_the_table(city, enter(city, Stage.IN_HAND, 1000, village=1))
    assert views.shape == (1000, 4)
    assert (views.min(), views.max()) == (-1.0, 1.0)
    assert (views.mean(), views.std()) == (pytest.approx(0.0, abs=0.031), pytest.approx(0.480, abs=0.02))
    assert (city.citizens.village[citizen] == 1).all()
    assert len(np.unique(citizen)) > 200


# -- what a talk comes to --------------------------------------------------------------------------------------------------------------


def test_a_talk_by_hand(small: Small, enter: Enter) -> None:
    """Nobody but two desks, of stances .8 and 0, who heed each other alone: the plan is .4, both can live with it, each came .4."""
    numbers = {"susceptibility": 1.0, "susceptibility_spread": 0.0, "inclusion": 0.0, "tolerance": 0.35, "rounds": 1}
    city = small(**{f"deliberation__{name}": value for name, value in numbers.items()})
    city.citizens.migrant[:] = True
    rows = enter(city, Stage.IN_HAND, topic="bride_price", holders=mask(0, 4))
    desks = city.slots.desk_of[0, [0, 4]]
    city.goals.stance[desks, city.topics.names.index("bride_price")] = [0.8, 0.0]
    views = rule._citizens_at_the_table(city, rows)[2]
    found = talk(city, rows)
    assert np.flatnonzero(found.present).tolist() == np.flatnonzero(found.accepts).tolist() == [0, 4]
    assert found.moved[0, [0, 4]] == pytest.approx([-0.4, 0.4])
    assert np.delete(found.moved[0], [0, 4]) == pytest.approx(0.0)
    assert found.represented == pytest.approx(1 - abs(0.4 - views.mean()) / 2)
    assert found.citizen.shape == (1, 4)


def test_talks_end_when_they_are_due(small: Small, enter: Enter) -> None:
    """Tolerance 2: all agree; a matter of which somebody rightful is missing waits for partners again."""
    city = small({"deliberation": 0.0}, deliberation__tolerance=2.0)
    lead, other = np.flatnonzero(city.mandates.rightful[0, city.topics.names.index("bride_price")])[:2]
    register, city.day = city.register, 5
    due = enter(city, Stage.TALKS, 1, "bride_price", holders=mask(lead))
    whole = enter(city, Stage.TALKS, 1, "neighbour_disputes")
    later = enter(city, Stage.TALKS, 1, "bride_price", holders=mask(lead, other))
    register.stage_until[np.concatenate([due, whole, later])] = [5.25, 5.75, 6.0]
    deliberation(city)
    assert register.stage[:3].tolist() == [Stage.PARTNERS, Stage.IN_HAND, Stage.TALKS]
    assert register.stage_since[:2].tolist() == [5.25, 5.75]
    assert register.moves().reason[-2:].tolist() == [Reason.AGREED, Reason.AGREED]
    assert register.consulted[:3].tolist() == [True, True, False]


@pytest.mark.parametrize(("decision", "agreed"), [("majority", True), ("supermajority", False)])
def test_the_share_of_those_present_decides(small: Small, enter: Enter, decision: str, agreed: bool) -> None:  # noqa: FBT001 - a table
    """Three desks, stances 0, 0 and .9 that nobody changes: the plan is .3, two of three can live with it; the third stands aside."""
    numbers = {"susceptibility": 0.0, "susceptibility_spread": 0.0, "inclusion": 0.0, "tolerance": 0.35, "supermajority": 0.75}
    city = small(settings={"choices.decision": decision}, **{f"deliberation__{name}": value for name, value in numbers.items()})
    city.citizens.migrant[:] = True
    rows = enter(city, Stage.TALKS, topic="village_affairs", holders=mask(0, 3, 4))
    city.goals.stance[city.slots.desk_of[0, [0, 3, 4]], city.topics.names.index("village_affairs")] = [0.9, 0.0, 0.0]
    city.register.stage_until[rows] = 0.5
    rule._conclude(city, rows)
    assert city.register.moves().reason[-1] == (Reason.AGREED if agreed else Reason.NOT_AGREED)
    assert city.register.holders[rows[0]] == (mask(3, 4) if agreed else mask(0, 3, 4))


def test_partners_are_lacking_where_somebody_rightful_waits_for_others(small: Small, enter: Enter) -> None:
    city = small()
    rightful = np.flatnonzero(city.mandates.rightful[0, city.topics.names.index("bride_price")])
    wrong = next(slot for slot in range(len(city.slots)) if slot not in rightful)
    holders = [mask(rightful[0]), mask(*rightful), mask(wrong), mask(rightful[0], wrong)]
    rows = np.concatenate([enter(city, Stage.IN_HAND, topic="bride_price", holders=one) for one in holders])
    assert lacks_partners(city, rows).tolist() == [True, False, False, True]


# -- what it leaves --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("completeness", "plan"), [(1.0, [0.32, 0.08]), (0.0, [0.16, 0.04])])
def test_what_an_agreement_leaves(small: Small, enter: Enter, completeness: float, plan: list[float]) -> None:
    """.4 times how far all are represented, half of it where the procedure was not complete; a village rule of what is collective, if it was;
    goals go .2 for each talk of 1,000 residents."""
    city = small(deliberation__plan_quality=0.4, deliberation__completeness=completeness, deliberation__goal_pull=0.2)
    rows = enter(city, Stage.IN_HAND, 2, "bride_price", village=1)
    city.register.collective[rows] = [True, False]
    rule._leave_plan(city, rows[::-1], np.array([0.2, 0.8]))
    assert city.register.plan[rows] == pytest.approx(plan)
    assert city.register.consulted[rows].all()
    assert city.moved_by_talks == pytest.approx(0.4)
    assert city.village_rules.sum() == city.village_rules[1, city.topics.names.index("bride_price")] == completeness


def test_some_procedures_are_complete(small: Small, enter: Enter) -> None:
    """Binomial over 2,000 talks, 4 sd."""
    city = small(deliberation__plan_quality=1.0, deliberation__completeness=0.7)
    rows = enter(city, Stage.IN_HAND, 2000)
    rule._leave_plan(city, rows, np.ones(2000))
    assert (city.register.plan[rows] == 1.0).mean() == pytest.approx(0.7, abs=0.041)
    assert set(city.register.plan[rows].tolist()) == {0.5, 1.0}


def test_the_desks_at_the_table_remember_where_the_talk_left_them(small: Small, enter: Enter) -> None:
    """Attention .2 and .6 of the two desks: .2 below their mean and .2 above it; how far they moved as the talk said."""
    city = small()
    topic = city.topics.names.index("bride_price")
    rows = enter(city, Stage.IN_HAND, topic="bride_price", holders=mask(0, 4))
    desks = city.slots.desk_of[0, [0, 4]]
    city.own_goals[0][desks, topic] = [0.2, 0.6]
    rule._remember(city, rows, np.arange(len(city.slots))[None, :] / 10)
    desk, of, attention, stance = city.talks_today()
    assert (desk.tolist(), of.tolist()) == (desks.tolist(), [topic, topic])
    assert attention == pytest.approx([0.2, -0.2])
    assert stance == pytest.approx([0.0, 0.4])
