"""Triage by hand: who would take what it sees, whom a centre sends a matter to, who keeps it, and what is written down."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cogov.model.city import City
from cogov.model.mandates import NOBODY
from cogov.model.rules.triage import Case, claim, dispatch, lifted, look, triage, willingness, within_orders
from cogov.model.stages import Ownership, Reason, Stage

rule = importlib.import_module("cogov.model.rules.triage")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]
PARTY, ECONOMIC, MASS, COMMITTEE, CIVIL = 0, 1, 2, 4, 6
"""Slots of the default city: the village's Party organisation, firm, mass organisation and committee, the township's civil affairs."""


def mask(*slots: int) -> np.uint64:
    return np.uint64(sum(1 << int(slot) for slot in slots))


def flags(city: City, matters: int, *slots: int) -> np.ndarray:
    found = np.zeros((matters, len(city.slots)), dtype=bool)
    found[:, list(slots)] = True
    return found


def case(city: City, rows: np.ndarray, *sees: int, willing: float = 1.0) -> Case:
    """Let the desks of some slots see matters of one topic as theirs, as willing as said to take them."""
    where = int(city.register.level[rows[0]]), city.register.topic[rows[0]]
    count = len(rows)
    return Case(
        rows=rows,
        desk=city.slots.desk_of[city.register.village[rows]],
        rightful=np.tile(city.mandates.rightful[where], (count, 1)),
        candidate=np.tile(city.mandates.candidate[where], (count, 1)),
        sees=flags(city, count, *sees),
        willing=np.full((count, len(city.slots)), willing),
    )


def eyes(monkeypatch: pytest.MonkeyPatch, city: City, seen: dict[int, float]) -> None:
    """Let everybody's understanding of every matter be what is said of slots, and −9 of all others."""
    x = np.full(len(city.slots), -9.0)
    x[list(seen)] = list(seen.values())
    monkeypatch.setattr(rule, "understanding", lambda _, rows, *__: np.tile(x, (len(rows), 1)))


# -- seeing --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("partners", "joint", "party", "adds"), [("tied", 0.3, 0.2, 0.2), ("tied", 0.8, 0.7, 0.4), ("seen_or_convened", 0.8, 0.7, 0.0)]
)
def test_convening_lifts_supporters_where_it_does_not_call_them(
    small: Small, partners: str, joint: float, party: float, adds: float
) -> None:
    """.4 · min(1, joint action + Party-building)."""
    city = small({"joint_action": joint, "party_building": party}, {"choices.partners": partners}, triage__convening=0.4)
    assert lifted(city, np.array([[0], [1]])) == pytest.approx(np.full((2, 1), adds))


def test_candidates_see_what_is_above_the_threshold_less_their_reach(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """Government reaches .2 further: .31 is enough for civil affairs, .49 is not for the Party; who declined is not asked."""
    city = small({"power_sharing": 0.0, "duty_clarity": 0.0}, triage__reach=0.2)
    eyes(monkeypatch, city, {CIVIL: 0.31, PARTY: 0.49, COMMITTEE: 0.51, ECONOMIC: 0.9})
    rows = enter(city, Stage.KNOWN, 2, "village_affairs", declined=np.array([0, mask(ECONOMIC)], dtype=np.uint64))
    found = look(city, rows)
    assert [np.flatnonzero(one).tolist() for one in found.sees] == [[ECONOMIC, COMMITTEE, CIVIL], [COMMITTEE, CIVIL]]
    assert city.register.seen[rows].tolist() == [mask(ECONOMIC, COMMITTEE, CIVIL), mask(COMMITTEE, CIVIL)]
    assert found.candidate[:, ECONOMIC].tolist() == [True, False]
    assert np.flatnonzero(found.rightful[0]).tolist() == [COMMITTEE]
    assert (found.desk[0] == city.slots.desk_of[0]).all()


def test_government_reaches_less_where_power_is_shared(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    city = small({"power_sharing": 1.0, "duty_clarity": 0.0}, triage__reach=0.2)
    eyes(monkeypatch, city, {CIVIL: 0.49, COMMITTEE: 0.51})
    assert np.flatnonzero(look(city, enter(city, Stage.KNOWN, 1, "village_affairs")).sees[0]).tolist() == [COMMITTEE]


# -- taking --------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("load", "handlers", "felt"), [(6, 2.0, 3), (3, 0.01, 30), (900, 2.0, 40)])
def test_the_will_to_take_by_hand(small: Small, load: int, handlers: float, felt: int) -> None:
    """1.6 + .6 ln 2 − .75 · .08 · load, the load that of a tenth of a handler at least and 40 at most; and what presses."""
    numbers = {"taking_base": 1.6, "taking_attention": 0.6, "taking_load": 0.08, "load_cap": 40}
    city = small({"duty_clarity": 0.25}, **{f"triage__{name}": value for name, value in numbers.items()})
    city.goals = replace(city.goals, attention=np.full_like(city.goals.attention, 2.0 / city.goals.topics))
    city.institutions.load[:], city.institutions.handlers[:] = load, handlers
    logit = 1.6 + 0.6 * np.log(2) - 0.06 * felt
    desk, topic = np.array([[0, 5]]), np.array([[3]])
    assert willingness(city, desk, topic) == pytest.approx(np.full((1, 2), 1 / (1 + np.exp(-logit))))
    assert willingness(city, desk, topic, np.array([[0.5, 0.0]]))[0, 0] == pytest.approx(1 / (1 + np.exp(-logit - 0.5)))


TAKEN = [
    ("claims", "always", (PARTY, COMMITTEE, MASS), 1.0),
    ("claims", "volunteer", (COMMITTEE,), 1.0),
    ("claims", "volunteer", (PARTY, COMMITTEE, MASS), 1 - np.sqrt(0.1875)),  # cost .25 · (1 − .25), two others
    ("claims", "weighed", (COMMITTEE,), 0.4),
    ("claims", "weighed", (PARTY, COMMITTEE, MASS), 0.4 * (1 - np.sqrt(0.1875))),
    ("equal_chance", "weighed", (PARTY, COMMITTEE, MASS), 1 / 3),
    ("best_response", "weighed", (COMMITTEE,), 1.0),
]


@pytest.mark.parametrize(("way", "taking", "sees", "chance"), TAKEN)
def test_who_sees_a_matter_takes_it_with_its_chance(
    small: Small, enter: Enter, way: str, taking: str, sees: tuple[int, ...], chance: float
) -> None:
    """Of 1,500 matters, each desk alike, 4 sd; nobody takes what it does not see."""
    settings = {"choices.triage": way, "choices.taking": taking}
    city = small({"duty_clarity": 0.25}, settings, triage__volunteer_cost=0.25)
    rows = enter(city, Stage.KNOWN, 1500, "village_affairs")
    one = case(city, rows, *sees, willing=0.4)
    taken, asked = claim(city, one)
    assert taken[:, list(sees)].mean(axis=0) == pytest.approx(chance, abs=0.052 * (0 < chance < 1))
    assert not (taken & ~one.sees).any()
    assert np.array_equal(asked, one.candidate)
    if 0 < chance < 1:
        city.register.attempt[rows] = 1
        assert (claim(city, one)[0] != taken).any()  # another attempt, another draw
        assert len(sees) == 1 or (taken[:, sees[0]] != taken[:, sees[1]]).any()


def test_under_best_response_a_dear_matter_is_left_to_others_more_often(small: Small, enter: Enter) -> None:
    """Three see it: with private costs within a hundredth of ρ nearly each steps forward with 1 − ρ^½."""
    city = small({"duty_clarity": 0.0}, {"choices.triage": "best_response"}, triage__volunteer_cost=0.36, triage__cost_spread=0.01)
    taken, _ = claim(city, case(city, enter(city, Stage.KNOWN, 1500, "village_affairs"), PARTY, COMMITTEE, MASS))
    assert taken[:, [PARTY, COMMITTEE, MASS]].mean() == pytest.approx(0.4, abs=0.05)


# -- work orders ---------------------------------------------------------------------------------------------------------------------


def test_as_many_work_orders_as_can_be_written_the_oldest_first(small: Small, enter: Enter) -> None:
    """One and a half a day: two on the first day, from a roster's middle, one on the second; what is as old goes by identity."""
    city = small()
    city.orders_a_day[:] = 1.5
    rows = enter(city, Stage.KNOWN, 4, known=np.array([0.5, 0.25, 0.5, 0.75]))
    city.register.identity[rows] = [9, 8, 7, 6]
    written = []
    for city.working_day in range(2):
        written.append(within_orders(city, rows).tolist())
    assert written == [[rows[1], rows[2]], [rows[1]]]


def test_every_township_writes_its_own(small: Small, enter: Enter) -> None:
    city = small()
    city.orders_a_day = np.array([1.0, 2.0, 0.0])
    city.territory = replace(city.territory, township=np.array([1, 0]))
    rows = enter(city, Stage.KNOWN, 6, village=np.array([0, 1, 0, 1, 0, 1]))
    assert within_orders(city, rows).tolist() == [rows[0], rows[1], rows[2]]


# -- dispatch ------------------------------------------------------------------------------------------------------------------------


def sent(small: Small, levers: dict[str, float] | None = None, taking: str = "always", **triage: float) -> City:
    usual = {"duty_clarity": 0.0, "centre_strength": 0.0}
    return small(usual | (levers or {}), {"choices.taking": taking}, **{f"triage__{name}": value for name, value in triage.items()})


def test_a_matter_is_sent_to_the_likeliest_owner_and_a_joint_one_to_all_likely(
    small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = sent(small)
    eyes(monkeypatch, city, {PARTY: 0.8, COMMITTEE: 0.9, MASS: 0.6, ECONOMIC: 0.5})
    single, joint = enter(city, Stage.KNOWN, topic="village_affairs"), enter(city, Stage.KNOWN, topic="bride_price")
    taken, asked = dispatch(city, case(city, single, PARTY, COMMITTEE, MASS))
    assert np.flatnonzero(asked[0]).tolist() == np.flatnonzero(taken[0]).tolist() == [COMMITTEE]
    taken, asked = dispatch(city, case(city, joint, PARTY, ECONOMIC, COMMITTEE))
    assert np.flatnonzero(asked[0]).tolist() == [PARTY, MASS, COMMITTEE]
    assert np.flatnonzero(taken[0]).tolist() == [PARTY, COMMITTEE]


def test_only_candidates_are_sent_a_matter(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    city = sent(small)
    eyes(monkeypatch, city, {PARTY: 0.9, COMMITTEE: 0.7, MASS: 0.6})
    one = case(city, enter(city, Stage.KNOWN, topic="bride_price"), PARTY, COMMITTEE, MASS)
    one.candidate[:, PARTY] = False
    _, asked = dispatch(city, one)
    assert np.flatnonzero(asked[0]).tolist() == [MASS, COMMITTEE]


KEEPS: dict[str, tuple[dict[str, Any], bool, int, float]] = {
    "what it sees": ({}, True, 0, 0.4),
    "what it does not see": ({}, False, 0, 0.0),
    "without weighing": ({"taking": "always"}, True, 0, 1.0),
    "under assessment": ({"gaming": 0.5}, True, 0, 0.4 * (1 - 0.3 * 0.5)),
    "by first contact": ({"clarity": 0.5}, True, 0, 0.4 + 0.6 * 0.5 * 0.6),
    "unseen by first contact": ({"clarity": 0.5}, False, 0, 0.3),
    "at a second attempt": ({"clarity": 0.5}, True, 1, 0.4),
}


@pytest.mark.parametrize("how", KEEPS)
def test_what_a_desk_keeps(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """Willing by .4; of 1,500 matters, 4 sd. Assessment takes .3 · gaming of it; duty clarity .5 · .6 of what would be returned at first."""
    said, sees, attempt, chance = KEEPS[how]
    city = sent(small, {"duty_clarity": said.get("clarity", 0.0)}, said.get("taking", "weighed"), first_contact=0.6)
    eyes(monkeypatch, city, {COMMITTEE: 0.9})
    city.gaming[:] = said.get("gaming", 0.0)
    rows = enter(city, Stage.KNOWN, 1500, "village_affairs", attempt=attempt)
    taken, _ = dispatch(city, case(city, rows, *((COMMITTEE,) if sees else ()), willing=0.4))
    assert taken[:, COMMITTEE].mean() == pytest.approx(chance, abs=0.052 * (0 < chance < 1))
    assert taken.sum() == taken[:, COMMITTEE].sum()
    register = city.register
    assert (register.handoffs[rows] == ~taken[:, COMMITTEE]).all()
    assert (register.moves().reason == Reason.RETURNED).sum() == (~taken).sum(axis=0)[COMMITTEE]


def test_a_centre_uses_its_own_eyes(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the township where a matter stands below the city, the city's where it stands there."""
    city, asked = sent(small), []
    for of_centre in range(2):  # of the one township, and of the city
        city.centre_between[of_centre], city.centre_within[of_centre] = of_centre, 10 + of_centre

    def understood(_: City, rows: np.ndarray, between: np.ndarray, within: np.ndarray, facts: object) -> np.ndarray:
        asked.append((between[:, 0].tolist(), within[:, 0].tolist(), facts))
        return np.zeros((len(rows), len(city.slots)))

    monkeypatch.setattr(rule, "understanding", understood)
    for level in range(3):
        dispatch(city, case(city, enter(city, Stage.KNOWN, topic="village_affairs", level=np.int64(level)), COMMITTEE))
    assert asked == [([0], [10], rule.CENTRE_FACTS), ([0], [10], rule.CENTRE_FACTS), ([1], [11], rule.CENTRE_FACTS)]


def test_what_nobody_took_twice_a_strong_centre_gives_to_the_lead(small: Small, enter: Enter) -> None:
    """The township's centre also for the village; nothing on no list, nothing that somebody takes, nothing at a second attempt."""
    levers = {"centre_strength.village": 0.0, "centre_strength.township": 1.0, "centre_strength.city": 0.0}
    city = small(levers, triage__arbitration=1.0)
    register, nothing = city.register, np.zeros((1, len(city.slots)), dtype=bool)
    found = {}
    for name, columns in {
        "stuck": {"attempt": 2},
        "again": {"attempt": 3},
        "early": {"attempt": 1},
        "novel": {"attempt": 2, "topic": "shared_spaces"},
        "high": {"attempt": 2, "level": np.int64(2)},
    }.items():
        rows = enter(city, Stage.KNOWN, **({"topic": "village_affairs"} | columns))  # type: ignore[arg-type]
        found[name] = np.flatnonzero(rule.arbitrate(city, case(city, rows), nothing)[0]).tolist()
    assert found == {"stuck": [COMMITTEE], "again": [COMMITTEE], "early": [], "novel": [], "high": []}
    assert register.moves().reason.tolist().count(Reason.ARBITRATED) == 2
    rows = enter(city, Stage.KNOWN, topic="village_affairs", attempt=2)
    assert np.flatnonzero(rule.arbitrate(city, case(city, rows), flags(city, 1, PARTY))[0]).tolist() == [PARTY]


def test_a_centre_settles_as_often_as_it_is_strong(small: Small, enter: Enter) -> None:
    """.8 · .5 of 1,500, 4 sd; at every attempt another draw."""
    city = small({"centre_strength": 0.5}, triage__arbitration=0.8)
    rows = enter(city, Stage.KNOWN, 1500, "village_affairs", attempt=2)
    nothing = np.zeros((1500, len(city.slots)), dtype=bool)
    settled = rule.arbitrate(city, case(city, rows), nothing)
    assert settled[:, COMMITTEE].mean() == pytest.approx(0.4, abs=0.051)
    city.register.attempt[rows] = 3
    assert (rule.arbitrate(city, case(city, rows), nothing) != settled).any()


def test_returns_are_written_down_and_teach_whose_matter_it_is(small: Small, enter: Enter) -> None:
    """A rightful desk that sees and shirks learns nothing and may be asked again; a wrong one that returns is not asked again, and learns."""
    city = small()
    rows = enter(city, Stage.KNOWN, 3, "village_affairs", known=4.25)
    city.day, returned = 3, flags(city, 3)
    returned[0, COMMITTEE], returned[1, [COMMITTEE, PARTY]] = True, True
    one = case(city, rows, COMMITTEE)
    one.sees[1, COMMITTEE] = False
    rule._send_back(city, one, returned, np.array([True, False, True]))
    register, desk = city.register, city.slots.desk_of[0]
    assert register.declined[rows].tolist() == [0, mask(PARTY), 0]
    assert register.handoffs[rows].tolist() == [1, 0, 0]  # a hand-off only where nobody else has it, and somebody was asked
    moves = register.moves()
    assert moves.reason[-3:].tolist() == [Reason.RETURNED] * 3
    assert (moves.desk[-3:].tolist(), moves.time[-3:].tolist()) == ([desk[COMMITTEE], desk[PARTY], desk[COMMITTEE]], [4.25] * 3)
    learns, topics = city.handoffs_today()
    assert learns.tolist() == [desk[PARTY], desk[COMMITTEE]]
    assert (topics == city.topics.names.index("village_affairs")).all()


# -- what is written down --------------------------------------------------------------------------------------------------------------


def concluded(city: City, rows: np.ndarray, *slots: int) -> None:
    rule._conclude(city, case(city, rows), flags(city, len(rows), *slots), Reason.CLAIMED)


ENDS: dict[str, tuple[str, tuple[int, ...], Stage, Ownership]] = {
    "clear": ("village_affairs", (COMMITTEE,), Stage.IN_HAND, Ownership.CLEAR),
    "overreach": ("village_affairs", (PARTY, COMMITTEE), Stage.IN_HAND, Ownership.OVERREACH),
    "misplacement": ("village_affairs", (PARTY,), Stage.IN_HAND, Ownership.MISPLACEMENT),
    "absence": ("village_affairs", (), Stage.UNCLAIMED, Ownership.ABSENCE),
    "novel": ("shared_spaces", (PARTY,), Stage.IN_HAND, Ownership.NOVEL),
    "a part": ("bride_price", (PARTY,), Stage.PARTNERS, Ownership.ABSENCE),
    "wrong ones of a joint matter": ("bride_price", (ECONOMIC,), Stage.IN_HAND, Ownership.MISPLACEMENT),
}


@pytest.mark.parametrize("end", ENDS)
def test_where_a_matter_goes_from_triage(small: Small, enter: Enter, end: str) -> None:
    topic, takers, stage, outcome = ENDS[end]
    city = small()
    rows, city.day = enter(city, Stage.KNOWN, 2, topic, known=np.array([1.0, 3.25])), 3
    concluded(city, rows, *takers)
    register = city.register
    assert (register.stage[rows] == stage).all()
    assert (register.outcome[rows] == outcome).all()
    assert register.attempt[rows].tolist() == [1, 1]
    assert (register.holders[rows] == mask(*takers)).all()
    assert (register.first_holders[rows] == mask(*takers)).all()
    assert register.stage_since[rows].tolist() == [3.0, 3.25]
    moves = register.moves()
    if takers:
        assert register.taken[rows].tolist() == [3.0, 3.25]
        assert (moves.desk[-2:] == city.slots.desk_of[0, min(takers)]).all()
        assert (moves.reason[-2:] == Reason.CLAIMED).all()
    else:
        assert np.isnan(register.taken[rows]).all()
        assert (moves.reason[-2:] == Reason.NOBODY_TOOK_IT).all()


def test_only_the_first_triage_is_the_outcome(small: Small, enter: Enter) -> None:
    city = small()
    rows = enter(city, Stage.KNOWN, 1, "village_affairs", attempt=1)
    concluded(city, rows, COMMITTEE)
    assert (city.register.outcome[rows[0]], city.register.first_holders[rows[0]]) == (Ownership.NOT_YET, 0)
    assert city.register.holders[rows[0]] == mask(COMMITTEE)


@pytest.mark.parametrize(("wrong", "more"), [((), 0.6), ((ECONOMIC,), 0.8)])
def test_a_whole_team_has_coordination_on_top(small: Small, enter: Enter, wrong: tuple[int, ...], more: float) -> None:
    """.2 days · full joint action for each of those who have it: three whose duty it is, and whoever else."""
    city = small({"joint_action": 1.0}, handling__coordination_days=0.2)
    rightful = np.flatnonzero(city.mandates.rightful[0, city.topics.names.index("bride_price")])
    whole, single = enter(city, Stage.KNOWN, 1, "bride_price"), enter(city, Stage.KNOWN, 1, "village_affairs")
    concluded(city, whole, *rightful, *wrong)
    concluded(city, single, COMMITTEE)
    assert (len(rightful) + len(wrong)) * 0.2 == pytest.approx(more)
    assert city.register.work_left[[whole[0], single[0]]] == pytest.approx([2 + more, 2])


def test_shirking_is_counted_where_a_rightful_desk_was_asked_and_saw(small: Small, enter: Enter) -> None:
    city = small()
    rows = enter(city, Stage.KNOWN, 3, "air_pollution", saw=1)
    own = int(city.mandates.lead[city.register.level[rows[0]], city.register.topic[rows[0]]])
    one, taken, asked = case(city, rows, own, PARTY), flags(city, 3, own, PARTY), flags(city, 3, own, PARTY)
    taken[1, own], asked[2, own] = False, False
    taken[:, PARTY] = False
    rule._count_shirking(city, one, taken, asked)
    register = city.register
    assert register.saw[rows].tolist() == [2, 2, 1]
    assert register.shirked[rows].tolist() == register.shirked_government[rows].tolist() == [0, 1, 0]
    assert register.saw_government[rows].tolist() == [1, 1, 0]  # ecology is government
    committee = enter(city, Stage.KNOWN, 1, "village_affairs")
    rule._count_shirking(city, case(city, committee, COMMITTEE), flags(city, 1), flags(city, 1, COMMITTEE))
    assert (register.shirked[committee[0]], register.saw_government[committee[0]], register.shirked_government[committee[0]]) == (1, 0, 0)


@pytest.mark.parametrize(("at_desk", "strength", "mean"), [(False, 1.0, 4.0), (True, 0.0, 5.0), (True, 1.0, 1.25)])
def test_what_nobody_took_waits(small: Small, enter: Enter, at_desk: bool, strength: float, mean: float) -> None:  # noqa: FBT001 - three cases
    """Exponential, a day at least: 1 + m e^(−1/m) days, m 4 in the field, 5 / (1 + 3 · strength) at a desk; 3,000 matters, 4 se."""
    retries = {"field_retry_days": 4, "dispatch_retry_days": 5, "dispatch_retry_centre": 3}
    city = small({"centre_strength": strength}, **{f"triage__{name}": value for name, value in retries.items()})
    rows = enter(city, Stage.KNOWN, 3000, "village_affairs", at_desk=at_desk)
    rule._leave_unclaimed(city, rows, np.full(3000, 2.5))
    wait = city.register.next_try[rows] - 2.5
    assert wait.min() == 1.0
    assert wait.mean() == pytest.approx(1 + mean * np.exp(-1 / mean), abs=4 * mean / np.sqrt(3000))
    assert (city.register.refusals[rows] == 1).all()
    assert (city.register.stage_since[rows] == 2.5).all()


def test_after_so_many_attempts_the_citizen_gives_up(small: Small, enter: Enter) -> None:
    city = small(triage__give_up_attempts=3, triage__petition_share=0.0)
    rows = enter(city, Stage.KNOWN, 3, "village_affairs", attempt=np.array([2, 3, 4]))
    rule._leave_unclaimed(city, rows, np.zeros(3))
    assert city.register.stage[rows].tolist() == [Stage.UNCLAIMED, Stage.GIVEN_UP, Stage.GIVEN_UP]
    assert city.register.moves().reason[-1] == Reason.NOBODY_IN_THE_END


# -- the rule --------------------------------------------------------------------------------------------------------------------------


def test_a_day_of_triage(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is due is asked about, in the field by claims, at a desk by dispatch; what is not yet due waits, and nothing is asked on rest days."""
    city = small({"duty_clarity": 0.0}, {"choices.taking": "always"})
    eyes(monkeypatch, city, {COMMITTEE: 0.9})
    register, city.orders_a_day[:] = city.register, 9.0
    known = enter(city, Stage.KNOWN, 3, "village_affairs", at_desk=np.array([False, True, False]), next_try=np.array([0.0, 0.0, 4.0]))
    waits = enter(city, Stage.UNCLAIMED, 2, "village_affairs", attempt=1, next_try=np.array([3.9, 4.0]))
    for city.day in (5, 3):
        triage(city)
        if city.day == 5:
            assert (register.stage[known] == Stage.KNOWN).all()
    assert register.stage[known].tolist() == [Stage.IN_HAND, Stage.IN_HAND, Stage.KNOWN]
    assert register.stage[waits].tolist() == [Stage.IN_HAND, Stage.UNCLAIMED]
    moves = register.moves()
    reasons = {int(row): Reason(reason) for row, reason in zip(moves.row, moves.reason, strict=True)}
    assert [reasons[int(row)] for row in (*known[:2], waits[0])] == [Reason.CLAIMED, Reason.DISPATCHED, Reason.CLAIMED]
    assert register.saw[known[:2]].tolist() == [1, 1]
    asked_again = (moves.row == waits[0]) & (moves.reason == Reason.ASKED_AGAIN)
    assert moves.time[asked_again].tolist() == [3.0]


@pytest.mark.parametrize(("way", "desk"), [("mixed", [False, True]), ("claims", [False, False]), ("dispatch", [True, True])])
def test_what_goes_to_a_desk(small: Small, enter: Enter, way: str, desk: list[bool]) -> None:
    city = small(settings={"choices.triage": way})
    rows = enter(city, Stage.KNOWN, 2, at_desk=np.array([False, True]))
    assert rule._goes_to_desk(city, rows).tolist() == desk
    memoryless = small(settings={"choices.triage": way, "choices.routing": "matrix"})
    assert not rule._goes_to_desk(memoryless, enter(memoryless, Stage.KNOWN, 2, at_desk=True)).any()


def test_without_memory_one_desk_has_each_matter(small: Small, enter: Enter) -> None:
    city = small(settings={"choices.routing": "matrix"}, triage__right_share=1.0)
    taken, asked = claim(city, case(city, enter(city, Stage.KNOWN, 50, "village_affairs")))
    assert (taken.sum(axis=1) == 1).all()
    assert taken[:, COMMITTEE].all()
    assert asked.sum() > 50
    assert city.mandates.lead[0, city.topics.names.index("shared_spaces")] == NOBODY
