"""Participation by hand: what pushes a citizen, what taking part leaves, who joins, and the help that comes of it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from cogov.model.citizens import ADULT, CHILD
from cogov.model.city import City
from cogov.model.desks import SELF_GOVERNANCE, SOCIAL
from cogov.model.rules.participation import Participation, _join, _learn_efficacy, _push, _volunteer, participation
from cogov.model.stages import Reason, Stage

Small, Enter = Callable[..., City], Callable[..., np.ndarray]
SUNDAY = 6


def alone(city: City, day: int = SUNDAY) -> City:
    """Let nobody see anybody, and nothing push: all are adults, of efficacy one half, that take part only where their threshold is 0."""
    people, city.day = city.citizens, day
    city.citizen_ties = {city.seed: sparse.csr_array((people.size, people.size), dtype=np.float32)}
    people.age_group[:], people.efficacy[:], people.threshold[:] = ADULT, 0.5, 9.0
    people.active[:], people.member[:], people.party_member[:] = False, False, False
    people.fatigue[:] = people.engagement[:] = 0.0
    return city


def pushed(small: Small, levers: dict[str, Any], **parameters: float) -> City:
    weights = {"efficacy": 0.3, "fatigue": 0.5, "mobilization": 0.25, "party_members": 0.2, "crowding_out": 0.1} | parameters
    return alone(small(levers, **{f"participation__{name}": value for name, value in weights.items()}))


def test_what_pushes_a_citizen_by_hand(small: Small) -> None:
    """.3 · (.7 − .5) − .5 · .2 + .25 · .4 = .06, and .2 · .5 more for members of the Party, .1 · .5 less for others."""
    city = pushed(small, {"mobilization": 0.4, "party_building": 0.5})
    city.citizens.efficacy[:], city.citizens.fatigue[:] = 0.7, 0.2
    city.citizens.party_member[0] = True
    assert _push(city, slice(0, 2), city.numbers(Participation)) == pytest.approx([0.16, 0.01], abs=1e-6)


def test_levers_push_where_a_citizen_lives(small: Small) -> None:
    city = alone(small({"mobilization": 0.0, "party_building": 0.0}, {"city.population": 100_000}))
    townships = city.territory.townships
    assert townships > 1
    city.levers = city.levers.moved({"mobilization": np.arange(townships + 1) / 10})
    home = city.territory.township[city.citizens.village]
    for _, here in city.territory.stretches:
        assert _push(city, here, city.numbers(Participation)) == pytest.approx(0.25 * home[here] / 10, abs=1e-6)


def test_who_sees_enough_neighbours_takes_part(small: Small) -> None:
    """The first three see one of two neighbours; the others see nobody."""
    city = pushed(small, {"mobilization": 0.0, "party_building": 0.0})
    people = city.citizens
    ties = sparse.lil_array((people.size, people.size), dtype=np.float32)
    ties[:3, 3], ties[:3, 4] = 0.5, 0.5
    city.citizen_ties = {city.seed: ties.tocsr()}
    people.active[3] = True
    people.threshold[:6] = [0.5, 0.51, 0.5, 0.0, 0.01, 0.0]
    people.age_group[[2, 5]] = [CHILD, ADULT]
    participation(city)
    assert people.active[:6].tolist() == [True, False, False, True, False, True]
    assert people.active.sum() == 3


def test_in_a_city_without_ties_nobody_sees_anybody(small: Small) -> None:
    city = small({}, {"city.ties_per_citizen": 0})
    city.citizens.active[:] = True
    assert not city.share_of_neighbours(city.citizens.active).any()


def test_taking_part_tires_and_engages(small: Small) -> None:
    """Fatigue rises by .03 or falls by .05, within 0 and 1; engagement goes .3 of the way."""
    city = pushed(small, {"mobilization": 0.0, "party_building": 0.0}, fatigue=0.0, fatigue_rise=0.03, fatigue_fall=0.05)
    people = city.citizens
    people.threshold[:2] = 0.0
    people.fatigue[:4], people.engagement[:4] = [0.2, 0.99, 0.2, 0.01], 0.5
    participation(city)
    assert people.fatigue[:4] == pytest.approx([0.23, 1.0, 0.15, 0.0], abs=1e-6)
    assert people.engagement[:4] == pytest.approx([0.65, 0.65, 0.35, 0.35], abs=1e-6)


@pytest.mark.parametrize("day", range(8))
def test_citizens_decide_on_sundays(small: Small, day: int) -> None:
    city = alone(small(), day)
    city.citizens.threshold[:] = -9.0
    participation(city)
    assert city.citizens.active.any() == (day == SUNDAY)


def test_who_takes_part_may_join_an_organisation(small: Small) -> None:
    """.8 · (.5 + .25) a week of those active and in none: binomial of 1,000, 4 sd."""
    city = pushed(small, {"party_building": 0.5, "mobilization": 0.25}, joining=0.8)
    people = city.citizens
    people.active[:500] = True
    _join(city)
    assert people.member[:500].mean() == pytest.approx(0.6, abs=0.09)
    assert not people.member[500:].any()
    members = people.member.copy()
    city.day += 7
    _join(city)
    assert (people.member[:500] & ~members[:500]).sum() / (~members[:500]).sum() == pytest.approx(0.6, abs=0.14)


def test_no_more_join_than_at_full_strength(small: Small) -> None:
    """.4 · min(1, .9 + .9)."""
    city = pushed(small, {"party_building": 0.9, "mobilization": 0.9}, joining=0.4)
    city.citizens.active[:] = True
    _join(city)
    assert city.citizens.member.mean() == pytest.approx(0.4, abs=0.062)


def test_efficacy_follows_how_matters_ended(small: Small, enter: Enter) -> None:
    """Three tenths of the way to each judgement of the day; what is not judged teaches nothing."""
    city = pushed(small, {}, efficacy_step=0.3)
    rows = enter(city, Stage.IN_HAND, 5, citizen=np.array([0, 1, 1, 2, 3]))
    city.register.move(rows[:4], Stage.SETTLED, 0.5, Reason.WORK_DONE)
    city.register.satisfaction[rows] = [0.9, 0.9, 0.1, np.nan, 0.9]
    _learn_efficacy(city)
    assert city.citizens.efficacy[:5] == pytest.approx([0.62, 0.5, 0.5, 0.5, 0.5], abs=1e-6)


def test_efficacy_is_a_share(small: Small, enter: Enter) -> None:
    """Two judgements of 1 and two of 0 at nine tenths of the way: .5 ± .9."""
    city = pushed(small, {}, efficacy_step=0.9)
    rows = enter(city, Stage.IN_HAND, 4, citizen=np.array([0, 0, 1, 1]))
    city.register.move(rows, Stage.SETTLED, 0.5, Reason.WORK_DONE)
    city.register.satisfaction[rows] = [1.0, 1.0, 0.0, 0.0]
    _learn_efficacy(city)
    assert city.citizens.efficacy[:2].tolist() == [1.0, 0.0]


def test_who_takes_part_helps_the_village(small: Small) -> None:
    """.0004 handler-days of each, half at either desk, less .3 · .5 where they wait for the call."""
    city = alone(small({"mobilization": 0.5}, handling__volunteer_days=0.0004, participation__called_help=0.3))
    first = city.territory.first_citizen
    city.citizens.active[first[0] : first[0] + 40] = True
    city.citizens.active[first[1] : first[1] + 10] = True
    _volunteer(city)
    expected = np.zeros(city.institutions.size)
    for sector in (SELF_GOVERNANCE, SOCIAL):
        expected[city.slots.in_villages(sector)] = np.array([[40], [10]]) * 0.0002 * 0.85
    assert city.institutions.volunteers == pytest.approx(expected)
    assert (expected > 0).sum() == 4
