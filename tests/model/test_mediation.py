"""Mediation by hand: the chance of a session, whose channel it is, and where a dispute goes on which nobody agrees."""

import importlib
from collections.abc import Callable

import numpy as np
import pytest

from cogov.model.city import City
from cogov.model.desks import CITY
from cogov.model.rules.mediation import mediation, strengths, success_chance
from cogov.model.stages import Reason, Stage

rule = importlib.import_module("cogov.model.rules.mediation")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]
CHANCE = {
    "mediation__skill": 1.2,
    "mediation__skill_lever": 1.1,
    "mediation__rescue": 0.6,
    "mediation__social_mediators": 0.3,
    "mediation__trust": 0.8,
    "mediation__information": 0.4,
    "mediation__ageing": 0.003,
}
PARTS = {
    f"mediation.{channel}_{level}": (3 * row + column) / 10
    for row, channel in enumerate(("people", "administrative", "judicial"))
    for column, level in enumerate(("village", "township", "city"))
}
"""Strengths 0 to .8: people's .0 .1 .2, administrative .3 .4 .5, judicial .6 .7 .8, from the village up."""


def always(monkeypatch: pytest.MonkeyPatch, chance: float) -> None:
    monkeypatch.setattr(rule, "success_chance", lambda _, rows: np.full(len(rows), chance))


def held_by(city: City, kind: str, level: int) -> np.uint64:
    return np.uint64(1) << np.uint64(city.slots.at(kind, level))


# -- the chance ----------------------------------------------------------------------------------------------------------------------


def test_the_channel_is_that_of_who_holds_a_dispute_at_its_level(small: Small, enter: Enter) -> None:
    city = small(PARTS)
    holders = [held_by(city, "self_governance", 0), held_by(city, "justice", 1), held_by(city, "public_security", 2)]
    rows = np.concatenate([enter(city, Stage.SESSION, level=np.int64(level), holders=one) for level, one in enumerate(holders)])
    own, others = strengths(city, rows)
    assert own == pytest.approx([0.0, 0.7, 0.5])  # people's in the village, judicial in the township, administrative in the city
    assert others == pytest.approx([(0.3 + 0.6) / 2, (0.1 + 0.4) / 2, (0.2 + 0.8) / 2])


def test_of_several_holders_the_first_mediates(small: Small, enter: Enter) -> None:
    city = small(PARTS)
    rows = enter(city, Stage.SESSION, holders=held_by(city, "self_governance", 0) | held_by(city, "justice", 1))
    assert strengths(city, rows)[0] == pytest.approx([0.0])


def test_the_chance_of_a_session_by_hand(small: Small, enter: Enter) -> None:
    """1.2 + 1.1 · .6 + .6 · .5 · (.0 + .3)/2 + .3 · .25 + .8 · (.7 − .5) + .4 · .75 − 1.1 − .003 · 40 = 1.22; σ(1.22) = .7721."""
    city = small({**PARTS, "mediation_coordination": 0.5, "social_org_support": 0.25}, **CHANCE)
    rows = enter(city, Stage.SESSION, holders=held_by(city, "justice", 1), hardness_at_birth=1.1, arose=2.0)
    city.day, city.citizens.trust[0] = 42, 0.7
    city.shared_information[:] = 0.75
    assert success_chance(city, rows) == pytest.approx(1 / (1 + np.exp(-1.22)))


def test_no_session_is_sure_to_fail_or_to_succeed(small: Small, enter: Enter) -> None:
    city = small()
    rows = enter(city, Stage.SESSION, 2, hardness_at_birth=np.array([99.0, -99.0]))
    assert success_chance(city, rows) == pytest.approx([0.02, 0.98])


# -- agreement -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("performed", [0.0, 1.0])
def test_an_agreement_settles_a_dispute_and_removes_its_root_if_it_is_kept(
    small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch, performed: float
) -> None:
    always(monkeypatch, 1.0)
    city = small(mediation__performed=performed)
    rows = enter(city, Stage.SESSION)
    city.register.stage_since[rows] = 0.25
    mediation(city)
    register = city.register
    assert (register.stage[0], register.ended[0], register.sessions[0]) == (Stage.SETTLED, 0.25, 1)
    assert register.moves().reason[-1] == Reason.SETTLEMENT_REACHED
    assert register.performed[0] == performed
    assert city.root.sum() == city.root[0, register.topic[0]] == performed


def test_some_agree_and_some_of_them_keep_to_it(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Binomial over 4,000 disputes, 4 sd: .2 agree, of whom .7 keep to it; whoever did not agree has nothing to keep."""
    always(monkeypatch, 0.2)
    city = small(mediation__performed=0.7)
    rows = enter(city, Stage.SESSION, 4000)
    mediation(city)
    settled, kept = city.register.stage[rows] == Stage.SETTLED, city.register.performed[rows]
    assert settled.mean() == pytest.approx(0.2, abs=0.026)
    assert kept.mean() == pytest.approx(0.14, abs=0.022)
    assert settled[kept].all()


def test_every_session_is_another_try(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of those who did not agree by an even chance half agree the next time: 1,000 or so, 4 sd."""
    always(monkeypatch, 0.5)
    city = small(mediation__attempts_per_level=9)
    mediation_at = enter(city, Stage.SESSION, 2000)
    mediation(city)
    again = mediation_at[city.register.stage[mediation_at] == Stage.IN_HAND]
    city.register.move(again, Stage.SESSION, 1.0, Reason.WORK_DONE)
    mediation(city)
    assert (city.register.stage[again] == Stage.SETTLED).mean() == pytest.approx(0.5, abs=0.07)
    assert (city.register.sessions[again] == 2).all()


# -- failure -------------------------------------------------------------------------------------------------------------------------


def test_where_a_dispute_goes_on_which_nobody_agrees(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first time half the work begins anew; the second time it goes up a level, from the city to the court."""
    always(monkeypatch, 0.0)
    city = small(mediation__attempts_per_level=2, mediation__hardening=0.4)
    register = city.register
    first = enter(city, Stage.SESSION, work_total=3.0, hardness_at_birth=1.0, closed_early=True)
    second = enter(city, Stage.SESSION, sessions_at_level=1, sessions=1)
    last = enter(city, Stage.SESSION, sessions_at_level=1, sessions=3, level=np.int64(CITY))
    rows = np.concatenate([first, second, last])
    register.stage_since[rows], register.work_left[rows], city.day = 0.75, 0.0, 4
    mediation(city)
    assert register.stage[rows].tolist() == [Stage.IN_HAND, Stage.KNOWN, Stage.COURT]
    assert register.level[rows].tolist() == [0, 1, CITY]
    assert register.sessions[rows].tolist() == [1, 2, 4]
    assert register.sessions_at_level[rows].tolist() == [1, 0, 2]
    assert register.work_left[rows].tolist() == [1.5, 2.0, 0.0]
    assert register.hardness[rows] == pytest.approx([1.4, 0.4, 0.4])
    assert register.court[rows].tolist() == [False, False, True]
    assert register.stage_since[rows].tolist() == [0.75, 5.0, 0.75]
    assert not register.closed_early[rows].any()
    assert not register.performed[rows].any()
    moves = register.moves()
    assert moves.reason[-3:].tolist() == [Reason.SETTLEMENT_FAILED, Reason.SETTLEMENT_FAILED, Reason.PASSED_UP]


def test_the_court_takes_half_to_one_and_a_half_of_its_days(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uniform between 30 and 90 days after the last session: mean 60, sd 17.3; 1,000 disputes, 4 se."""
    always(monkeypatch, 0.0)
    city = small(mediation__attempts_per_level=1, mediation__court_days=60)
    rows = enter(city, Stage.SESSION, 1000, level=np.int64(CITY))
    city.register.stage_since[rows] = 0.5
    mediation(city)
    days = city.register.stage_until[rows] - 0.5
    assert (30 <= days.min() < 31, 89 < days.max() <= 90) == (True, True)
    assert days.mean() == pytest.approx(60, abs=2.2)


def test_the_court_rules_on_what_it_has_had_long_enough(small: Small, enter: Enter) -> None:
    city = small()
    rows, city.day = enter(city, Stage.COURT, 3), 3
    city.register.stage_until[rows] = [2.5, 3.9, 4.0]
    mediation(city)
    assert city.register.stage[rows].tolist() == [Stage.SETTLED, Stage.SETTLED, Stage.COURT]
    assert city.register.ended[rows[:2]].tolist() == [2.5, 3.9]
    assert city.register.moves().reason[-1] == Reason.COURT_RULED
