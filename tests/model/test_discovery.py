"""Discovery by hand: the chances that somebody hears of a matter, meets it or is told of it, and what comes of it."""

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy.special import expit

from cogov.model import rounds, venues
from cogov.model.city import City
from cogov.model.levers import MEDIATION_PARTS
from cogov.model.rounds import GridWork
from cogov.model.rules.discovery import PEOPLE_IN_VILLAGE, Discovery, discovery, grid_chance, hearing_chance, proactive_chance
from cogov.model.rules.mediation import Mediation
from cogov.model.stages import Channel, Reason, Stage
from cogov.model.topics import APPLICATION, DISPUTE

rule = importlib.import_module("cogov.model.rules.discovery")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]
ROWS = np.arange(2)


def two_matters(**levers: Any) -> Any:
    """One matter a township; the first is a dispute that everybody sees, the second an application that half of those who pass see."""
    return SimpleNamespace(
        register=SimpleNamespace(topic=ROWS, citizen=ROWS),
        topics=SimpleNamespace(form=np.array([DISPUTE, APPLICATION])),
        nature=SimpleNamespace(visibility=np.array([[1.0, 0.5]])),
        citizens=SimpleNamespace(called=np.array([3, 2])),
        day=3,
        levers=SimpleNamespace(**levers),
        township_of=lambda rows: rows,
        twin_of=np.zeros_like,
        numbers=lambda kind, *_, **__: kind(),
    )


def test_mass_organisations_hear_more_where_they_mobilise() -> None:
    p = Discovery()
    found = hearing_chance(two_matters(mobilization=np.array([0.0, 0.5])), ROWS)
    np.testing.assert_allclose(found, [p.mass_base, p.mass_base + p.mass_mobilization / 2])


def test_mediators_come_upon_disputes_alone() -> None:
    mediation = np.zeros((2, len(MEDIATION_PARTS)))
    mediation[:, PEOPLE_IN_VILLAGE] = 0.5
    np.testing.assert_allclose(proactive_chance(two_matters(mediation=mediation), ROWS), [Mediation().proactive / 2, 0.0])


def test_a_grid_worker_sees_in_passing_or_is_told_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "passed", lambda *_: np.array([0.2, 0.2]))
    monkeypatch.setattr(rounds, "of_a_call", lambda *_: 0.5)
    told = GridWork().heard * 0.5
    # the first citizen was called on today: seen by .2, else told; the second yesterday: seen by .2 · .5 alone
    np.testing.assert_allclose(grid_chance(two_matters(), ROWS), [0.2 + 0.8 * told, 0.1])


# -- what citizens report ------------------------------------------------------------------------------------------------------------


def test_readiness_by_hand(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """1.1 · .5 + 1.2 · (.7 − .5) + 2 · (severity − .5); online .5 · .4 more, and half a call's telling for 30 days."""
    weights = {"engagement": 1.1, "trust": 1.2, "severity": 2.0, "access": 0.5}
    city = small({"online_service": 0.4}, **{f"discovery__report_{name}": weight for name, weight in weights.items()})
    monkeypatch.setattr(rounds, "of_a_call", lambda *_: 0.5)
    people, city.day = city.citizens, 40
    rows = enter(city, Stage.UNKNOWN, 4, "traffic", citizen=np.arange(4))
    people.engagement[:4], people.trust[:4], people.called[:4] = 0.5, 0.7, [0, 0, 10, 11]
    people.online[:4] = [True, False, False, False]
    severity = city.topics.severity[city.topics.names.index("traffic")]
    plain = 0.55 + 0.24 + 2 * (severity - 0.5)
    told = GridWork().told * 0.5
    assert rule._readiness(city, rows) == pytest.approx([plain + 0.2, plain, plain, plain + told], abs=1e-6)


def test_the_way_keeps_people_from_reporting_and_applying(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """.1 · 3 km · half of the visits = .15: σ(−1.5 + .8 − .15), and .5 · e^(−.15) of an application."""
    monkeypatch.setattr(venues, "way", lambda _, rows: np.full(len(rows), 3.0))
    monkeypatch.setattr(venues, "in_person", lambda _, rows: np.full(len(rows), 0.5))
    monkeypatch.setattr(rule, "_readiness", lambda _, rows: np.full(len(rows), 0.8))
    said = {"report_distance": 0.1, "report_base": -1.5, "voice": 1.0, "application_chance": 0.5}
    city = small(**{f"discovery__{name}": value for name, value in said.items()})
    rows = np.concatenate([enter(city, Stage.UNKNOWN, topic=topic) for topic in ("traffic", "certificates")])
    assert rule.report_chance(city, rows) == pytest.approx([expit(-0.85), 0.5 * np.exp(-0.15)])


# -- who makes it known --------------------------------------------------------------------------------------------------------------

WAYS = ("report_chance", "grid_chance", "hearing_chance", "proactive_chance")


def chances(monkeypatch: pytest.MonkeyPatch, *of: float) -> None:
    for name, chance in zip(WAYS, of, strict=True):
        monkeypatch.setattr(rule, name, lambda _, rows, chance=chance: np.full(len(rows), chance))


@pytest.mark.parametrize(
    ("of", "day", "channel"),
    [
        ((1, 1, 1, 1), 4, Channel.TOLD),
        ((0, 1, 1, 1), 4, Channel.GRID),
        ((0, 0, 1, 1), 4, Channel.MASS),
        ((0, 0, 0, 1), 4, Channel.MEDIATOR),
        ((0, 0, 0, 0), 4, Channel.NONE),
        ((1, 1, 1, 1), 5, Channel.TOLD),  # on rest days citizens alone
        ((0, 1, 1, 1), 5, Channel.NONE),
    ],
)
def test_who_makes_a_matter_known(
    small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch, of: tuple[float, ...], day: int, channel: Channel
) -> None:
    chances(monkeypatch, *of)
    monkeypatch.setattr(rule, "_let_lapse", lambda *_: None)
    city = small()
    rows, city.day = enter(city, Stage.UNKNOWN, 2, arose=np.array([1.5, day + 0.25])), day
    discovery(city)
    register = city.register
    assert (register.channel[rows] == channel).all()
    if channel == Channel.NONE:
        assert (register.stage[rows] == Stage.UNKNOWN).all()
    else:
        assert (register.stage[rows] == Stage.KNOWN).all()
        assert register.known[rows].tolist() == [day, day + 0.25]  # at once, or when the day begins
        assert (register.moves().reason[-2:] == rule.REASONS[channel]).all()


def test_each_way_has_its_own_luck(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even chances: ½ told, ¼ found, ⅛ heard, 1/16 come upon, of 4,000, 4 sd; of the rest 1 − e^(−1/2) = .393 pass by themselves."""
    chances(monkeypatch, 0.5, 0.5, 0.5, 0.5)
    city = small(discovery__lapse_days=2)
    rows = enter(city, Stage.UNKNOWN, 4000)
    discovery(city)
    register = city.register
    for channel, share in zip((Channel.TOLD, Channel.GRID, Channel.MASS, Channel.MEDIATOR), (0.5, 0.25, 0.125, 0.0625), strict=True):
        assert (register.channel[rows] == channel).mean() == pytest.approx(share, abs=0.032)
    nobody = rows[register.channel[rows] == Channel.NONE]
    lapsed = register.stage[nobody] == Stage.LAPSED
    assert lapsed.mean() == pytest.approx(0.393, abs=0.13)
    assert (register.ended[nobody[lapsed]] == 1.0).all()
    assert (register.stage[nobody[~lapsed]] == Stage.UNKNOWN).all()
    assert register.moves().reason[-1] == Reason.PASSED_BY_ITSELF


@pytest.mark.parametrize(("village", "township", "told", "found"), [(0, 0, 0.3, 0), (0, 1, 0.8, 0), (0.5, 0, 0.3, 0.5), (1, 0.5, 0.55, 1)])
def test_what_is_told_goes_to_a_desk_more_often_where_centres_are_strong(
    small: Small, enter: Enter, village: float, township: float, told: float, found: float
) -> None:
    """.3 + .5 · strength of the township's centre of what citizens tell, the strength of the village's of all else: 2,000, 4 sd."""
    levers = {"centre_strength.village": village, "centre_strength.township": township, "centre_strength.city": 0.9}
    city = small(levers, discovery__desk_share=0.3, discovery__desk_share_centre=0.5)
    rows = enter(city, Stage.UNKNOWN, 2000)
    assert rule._goes_to_desk(city, rows, Channel.TOLD).mean() == pytest.approx(told, abs=0.045)
    assert rule._goes_to_desk(city, rows, Channel.GRID).mean() == pytest.approx(found, abs=0.045 * (0 < found < 1))


# -- what grid workers settle --------------------------------------------------------------------------------------------------------


def test_grid_workers_settle_small_problems_of_the_village_on_the_spot(small: Small, enter: Enter) -> None:
    city = small({"centre_strength.village": 1.0}, discovery__grid_settles=1.0, discovery__grid_small_days=0.5)
    register, city.day = city.register, 3
    small_ones = enter(city, Stage.KNOWN, 2, "village_affairs", known=np.array([3.0, 3.75]), work_total=np.array([0.5, 0.375]))
    others = [
        enter(city, Stage.KNOWN, topic="village_affairs", work_total=0.6),
        enter(city, Stage.KNOWN, topic="neighbour_disputes", work_total=0.25),
        enter(city, Stage.KNOWN, topic="bride_price", work_total=0.25),
        enter(city, Stage.KNOWN, topic="village_affairs", work_total=0.25, level=np.int64(1)),
    ]
    rule._settle_on_the_spot(city, np.concatenate([small_ones, *others]))
    assert (register.stage[np.concatenate(others)] == Stage.KNOWN).all()
    assert (register.stage[small_ones] == Stage.SETTLED).all()
    assert register.ended[small_ones].tolist() == [3.5, 4.0]  # when the work is done, at the end of the day at the latest
    assert register.taken[small_ones].tolist() == register.begun[small_ones].tolist() == [3.0, 3.75]
    assert register.effort[small_ones].tolist() == [0.5, 0.375]
    own = city.slots.village_committee
    assert own is not None
    assert (register.holders[small_ones] == np.uint64(1 << own)).all()
    desk = city.slots.desk_of[0, own]
    assert city.institutions.worked[desk] == city.institutions.worked.sum() == 0.875
    moves = register.moves()
    assert (moves.reason[-2:].tolist(), moves.desk[-2:].tolist()) == ([Reason.SETTLED_IN_GRID] * 2, [desk, desk])


def test_before_the_end_of_the_warm_up_no_work_is_counted(small: Small, enter: Enter) -> None:
    """Half of .8 at half strength are settled: 1,000, 4 sd."""
    city = small({"centre_strength.village": 0.5}, discovery__grid_settles=0.8)
    rows = enter(city, Stage.KNOWN, 1000, "village_affairs", work_total=0.25)
    rule._settle_on_the_spot(city, rows)
    assert (city.register.stage[rows] == Stage.SETTLED).mean() == pytest.approx(0.4, abs=0.062)
    assert city.institutions.worked.sum() == 0
