"""Handling by hand: how fast work goes and in what order, what is booked, who is found out, and when patience ends."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from cogov.model import resources
from cogov.model.city import City
from cogov.model.holdings import in_hand
from cogov.model.rules.handling import find_wrong_owners, handling, progress_rate
from cogov.model.stages import Origin, Reason, Stage

rule = importlib.import_module("cogov.model.rules.handling")  # the package gives the rule itself
Small, Enter = Callable[..., City], Callable[..., np.ndarray]
PARTY, ECONOMIC, COMMITTEE, CIVIL = 0, 1, 4, 6
"""Slots of the default city: the village's Party organisation, firm and committee, the township's civil affairs."""
PLAIN = {"handling__progress_floor": 1.0, "handling__turf_conflict": 0.0, "handling__authority_floor": 1.0, "sharing__skill_gain": 0.0}
"""Everybody rightful makes a day's progress a day."""


def mask(*slots: int) -> np.uint64:
    return np.uint64(sum(1 << int(slot) for slot in slots))


def desk(city: City, slot: int) -> int:
    return int(city.slots.desk_of[0, slot])


def staffed(city: City, **handlers: float) -> City:
    """Let nobody be at work but handlers at the desks of village 0 named, all as able as one another."""
    city.institutions.ability[:] = 1.0
    city.institutions.handlers[:] = city.institutions.volunteers[:] = city.institutions.roster_phase[:] = 0.0
    for name, present in handlers.items():
        city.institutions.handlers[desk(city, {"party": PARTY, "committee": COMMITTEE, "civil": CIVIL}[name])] = present
    return city


# -- how fast ------------------------------------------------------------------------------------------------------------------------

FAST: dict[str, tuple[dict[str, Any], dict[str, Any], float]] = {
    "the rightful desk": ({}, {}, 1.0),
    "a wrong one": ({"holders": mask(PARTY)}, {}, 0.3),
    "on no list": ({"topic": "shared_spaces", "holders": mask(PARTY)}, {}, 0.7),
    "one routed there": ({"holders": mask(PARTY)}, {"settings": {"choices.routing": "matrix"}}, 1.0),
    "without shared power": ({}, {"power": 0.0}, 0.5),
    "with some": ({}, {"power": 0.4}, 0.7),
    "a wrong one of government, without shared power": ({"holders": mask(CIVIL)}, {"power": 0.0}, 0.3),
    "a wrong one of the Party, without shared power": ({"holders": mask(PARTY)}, {"power": 0.0}, 0.3),
    "able": ({}, {"ability": 1.5}, 1.5),
    "trained": ({}, {"training": 2.0}, 1 + 0.4 * (1 - np.exp(-2))),
    "half equipped": ({}, {"least": 0.5}, 0.8),
    "under pressure": ({}, {"pressure": 0.5}, 1.1),
}


@pytest.mark.parametrize("case", FAST)
def test_progress_by_hand(small: Small, enter: Enter, case: str) -> None:
    matter, how, expected = FAST[case]
    numbers = {"authority_floor": 0.5, "wrong_owner": 0.3, "novel_owner": 0.7, "progress_floor": 0.6}
    levers = {"power_sharing": how.get("power", 1.0), "assessment_pressure": how.get("pressure", 0.0)}
    stated = {f"handling__{name}": value for name, value in numbers.items()}
    city = small(levers, how.get("settings"), sharing__skill_gain=0.4, assessment__speed=0.2, **stated)
    city.institutions.ability[:], city.institutions.training[:] = how.get("ability", 1.0), how.get("training", 0.0)
    enter(city, Stage.IN_HAND, **matter)
    holdings = in_hand(city)
    assert progress_rate(city, holdings, np.array([how.get("least", 1.0)])) == pytest.approx([expected])


def test_owners_at_odds_hold_one_another_up(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 − .3 · (1 − mean congruence of the others with the first): alone 1; .5 gives .85; .5 and .9 give .91. Below .6 it is a refusal."""
    city = small(handling__turf_conflict=0.3, handling__hindered=0.6)
    kappa = {desk(city, ECONOMIC): 0.5, desk(city, COMMITTEE): 0.9}
    monkeypatch.setattr(city, "congruence", lambda _, other, __: np.array([kappa[one] for one in other.tolist()]))
    holders = (mask(PARTY), mask(PARTY, ECONOMIC), mask(PARTY, ECONOMIC, COMMITTEE))
    rows = np.concatenate([enter(city, Stage.IN_HAND, topic=topic, holders=one) for topic, one in zip(TOPICS, holders, strict=True)])
    assert rule._team(city, in_hand(city)) == pytest.approx([1.0, 0.85, 0.91])
    assert city.register.requests[rows].tolist() == [0, mask(ECONOMIC), mask(ECONOMIC, COMMITTEE)]
    assert city.register.refused[rows].tolist() == [0, mask(ECONOMIC), mask(ECONOMIC)]


TOPICS = ("neighbour_disputes", "family_disputes", "village_affairs")


def test_joint_teams_are_faster_on_hot_spots(small: Small, enter: Enter) -> None:
    """Three of one topic in one village: 1 + .4 · .5; two of another topic, or three in two villages: 1."""
    city = small({"joint_action": 0.5}, handling__hot_spot=3, handling__hot_spot_gain=0.4, handling__turf_conflict=0.0)
    enter(city, Stage.IN_HAND, 3)
    enter(city, Stage.IN_HAND, 2, "village_affairs")
    enter(city, Stage.IN_HAND, 3, "family_disputes", village=np.array([0, 1, 1]))
    assert rule._team(city, in_hand(city)).tolist() == [1.2] * 3 + [1.0] * 5


def test_what_is_needed_and_how_much_of_it_is_there(small: Small, enter: Enter) -> None:
    """The scarcest of what a topic needs; what it does not need may be missing."""
    city = small()
    enter(city, Stage.IN_HAND, 2, holders=np.array([mask(PARTY), mask(COMMITTEE)]))
    enter(city, Stage.IN_HAND, 1, "village_affairs", holders=mask(PARTY))
    city.topics.needs[:] = 0.0
    city.topics.needs[city.topics.names.index("neighbour_disputes"), [0, 3]] = 0.5
    fill = np.ones((city.institutions.size, city.topics.needs.shape[1]))
    fill[desk(city, PARTY), [0, 1, 3]], fill[desk(city, COMMITTEE), 1] = [0.7, 0.1, 0.4], 0.2
    least, needs = rule._equipment(city, in_hand(city), fill)
    assert least.tolist() == [0.4, 1.0, 1.0]
    assert needs.tolist() == [True, True, False]


# -- in what order -------------------------------------------------------------------------------------------------------------------


def test_priority_by_hand(small: Small, enter: Enter) -> None:
    """Attention 2 · 1.1, need 1.5 · .6, severity · .7, 11 days · .03, 2 · e^(−1) three days before the deadline, as all have it; .5 where a
    matter is collective or a petition at a desk of the party-state, .8 · .5 for members of organisations outside government."""
    weights = {"attention": 1.1, "need": 0.6, "severity": 0.7, "age": 0.03, "deadline": 2.0, "pressed": 0.5}
    city = small({"power_sharing": 0.5}, handling__capture=0.8, **{f"handling__w_{name}": weight for name, weight in weights.items()})
    topic, city.day = city.topics.names.index("neighbour_disputes"), 10
    city.goals = replace(city.goals, attention=np.full_like(city.goals.attention, 2.0 / city.goals.topics))
    city.need[:], city.topics.deadline[topic], city.citizens.member[:2] = 1.5, 14.0, [False, True]
    rows = enter(city, Stage.IN_HAND, 6, holders=np.array([mask(*slots) for slots in ((PARTY,), (CIVIL,), (COMMITTEE,)) * 2]))
    city.register.collective[rows[:3]], city.register.citizen[rows[3:]] = True, 1
    plain = 2.2 + 0.9 + 0.7 * city.topics.severity[topic] + 0.33 + 2 * np.exp(-1)
    found = rule._by_priority(city, in_hand(city))
    assert found == pytest.approx(plain + np.array([0.5, 0.5, 0.0, 0.4, 0.0, 0.4]))
    city.register.collective[rows], city.register.origin[rows] = False, Origin.PETITION
    assert rule._by_priority(city, in_hand(city))[:3] == pytest.approx(plain + np.array([0.5, 0.5, 0.0]))


def test_attention_counts_five_fold_at_most_and_a_deadline_that_is_over_most(small: Small, enter: Enter) -> None:
    none = dict.fromkeys((f"handling__w_{name}" for name in ("need", "severity", "age", "pressed")), 0.0)
    city = small(handling__w_attention=1.0, handling__w_deadline=2.0, handling__capture=0.0, **none)
    enter(city, Stage.IN_HAND, 2, "neighbour_disputes")
    city.goals = replace(city.goals, attention=np.full_like(city.goals.attention, 0.9))
    city.topics.deadline[:], city.day = 3.0, 50
    assert rule._by_priority(city, in_hand(city)) == pytest.approx([7.0, 7.0])


@pytest.mark.parametrize(("queue", "first"), [("fifo", 1), ("priority", 0)])
def test_the_queue_is_worked_down_in_its_order(small: Small, enter: Enter, queue: str, first: int) -> None:
    """One handler, two matters of a day's work: the graver one, or the one that came first."""
    city = staffed(small(settings={"choices.queue": queue, "choices.calendar": "every_day"}, **PLAIN), committee=1.0)
    rows = enter(city, Stage.IN_HAND, 2, topic="village_affairs", work_total=1.0)
    city.register.collective[rows[0]], city.register.stage_since[rows], city.day = True, [0.5, 0.25], 3
    city.register.citizen[rows], city.citizens.member[:2] = [0, 1], [True, False]
    city.levers = city.levers.moved({"power_sharing": np.ones_like(city.levers.power_sharing)})
    handling(city)
    assert city.register.effort[rows].tolist() == [float(first == 0), float(first == 1)]


def test_what_is_alike_is_served_by_identity(small: Small, enter: Enter) -> None:
    city = staffed(small(settings={"choices.queue": "fifo"}, **PLAIN), committee=1.0)
    rows = enter(city, Stage.IN_HAND, 3, topic="village_affairs", work_total=5.0)
    city.register.identity[rows] = [5, 3, 9]
    handling(city)
    assert city.register.effort[rows].tolist() == [0.0, 1.0, 0.0]


# -- a day's work --------------------------------------------------------------------------------------------------------------------


def test_a_half_equipped_day_by_hand(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """One handler, a matter of 2 days that came in at .25 of the day: .75 days of work at .6 + .4 · .5 leave 2 − .6."""
    city = staffed(small(**{**PLAIN, "handling__progress_floor": 0.6}), committee=1.0)
    rows, city.day = enter(city, Stage.IN_HAND), 2
    city.register.stage_since[rows] = 2.25
    city.topics.needs[:], city.register.equipped_days[rows], city.register.filled_days[rows] = 1.0, 4.0, 3.0
    monkeypatch.setattr(resources, "fill", lambda city, _: np.full((city.institutions.size, city.topics.needs.shape[1]), 0.5))
    handling(city)
    register, own = city.register, desk(city, COMMITTEE)
    assert register.work_left[rows] == pytest.approx([1.4])
    assert register.effort[rows] == pytest.approx([0.75])
    assert register.begun[rows].tolist() == [2.25]
    assert register.equipped_days[rows] == pytest.approx([4.75])
    assert register.filled_days[rows] == pytest.approx([3.375])
    assert city.institutions.worked[own] == city.institutions.worked.sum() == pytest.approx(0.75)
    assert city.institutions.available[own] == city.institutions.available.sum() == 1.0
    assert city.institutions.wasted.sum() == 0.0
    assert city.institutions.load[own] == city.institutions.load.sum() == 1


def test_work_at_a_wrong_desk_is_waste_and_begins_nothing(small: Small, enter: Enter) -> None:
    """Beside the committee, whose duty it is: half of two days at a third of the pace."""
    city = staffed(small(handling__wrong_owner=0.5, **PLAIN), party=1.0, committee=0.0)
    rows, city.day = enter(city, Stage.IN_HAND, topic="neighbour_disputes", holders=mask(PARTY, COMMITTEE)), 2
    handling(city)
    assert np.isnan(city.register.begun[rows]).all()
    assert city.register.work_left[rows] == pytest.approx([1.5])
    assert city.institutions.wasted[desk(city, PARTY)] == city.institutions.wasted.sum() == 1.0


def test_the_warm_up_is_not_booked_at_desks(small: Small, enter: Enter) -> None:
    city = staffed(small(**PLAIN), committee=1.0)
    rows, city.day = enter(city, Stage.IN_HAND), 1
    handling(city)
    assert city.register.effort[rows].tolist() == [1.0]
    assert city.institutions.worked.sum() == city.institutions.available.sum() == 0.0


def test_what_two_would_do_too_much_of_serves_those_behind(small: Small, enter: Enter) -> None:
    """Half a day's work that two desks hold takes a quarter of either's day; what the committee has behind it gets the other three."""
    city = staffed(small(settings={"choices.queue": "fifo"}, handling__wrong_owner=1.0, **PLAIN), party=1.0, committee=1.0)
    both = enter(city, Stage.IN_HAND, topic="village_affairs", holders=mask(PARTY, COMMITTEE), work_total=0.5)
    behind = enter(city, Stage.IN_HAND, topic="village_affairs", work_total=5.0)
    handling(city)
    assert city.register.effort[[both[0], behind[0]]] == pytest.approx([0.5, 0.75])
    assert city.register.stage[both].tolist() == [Stage.SETTLED]


def test_what_is_owed_for_talks_is_paid_before_any_work(small: Small, enter: Enter) -> None:
    city = staffed(small(**PLAIN), committee=1.0)
    rows = enter(city, Stage.IN_HAND)
    city.institutions.owed[desk(city, COMMITTEE)] = 0.75
    handling(city)
    assert city.register.effort[rows] == pytest.approx([0.25])


def test_handlers_and_volunteers_come_by_roster(small: Small) -> None:
    """One and a half: one on the first day, two on the second."""
    city = staffed(small(), committee=1.0)
    city.institutions.volunteers[desk(city, COMMITTEE)] = 0.5
    present = []
    for city.working_day in range(4):
        present.append(rule._staff(city)[desk(city, COMMITTEE)])
    assert present == [1.0, 2.0, 1.0, 2.0]
    assert (rule._unlimited(city) >= 1e9).all()


def test_a_whole_team_settles_a_composite_matter_jointly(small: Small, enter: Enter) -> None:
    """Two rightful desks of the village; with a wrong one among them, or one alone, it is not the joint work of those whose duty it is."""
    city = small(settings={"choices.capacity": "unlimited"}, **PLAIN)
    topic = city.topics.names.index("bride_price")
    rightful = np.flatnonzero(city.mandates.rightful[0, topic])
    holders = [mask(*rightful), mask(*rightful, ECONOMIC), mask(rightful[0]), mask(COMMITTEE)]
    assert ECONOMIC not in rightful
    rows = np.concatenate(
        [enter(city, Stage.IN_HAND, topic="bride_price", holders=one, work_total=0.5) for one in holders[:3]]
        + [enter(city, Stage.IN_HAND, topic="village_affairs", holders=holders[3], work_total=0.5)]
    )
    handling(city)
    assert (city.register.stage[rows] == Stage.SETTLED).all()
    assert city.register.joint[rows].tolist() == [True, False, False, False]


@pytest.mark.parametrize("mediated", [True, False])
def test_a_dispute_whose_work_is_done_goes_to_its_session(small: Small, enter: Enter, mediated: bool) -> None:  # noqa: FBT001 - two cases
    """Half a day from .25 on ends at .75; without mediation the dispute is settled then."""
    city = staffed(small(**PLAIN), committee=1.0)
    city.rules = ("mediation",) if mediated else ()
    rows = enter(city, Stage.IN_HAND, work_total=0.5)
    city.register.stage_since[rows] = 0.25
    handling(city)
    assert city.register.stage[rows].tolist() == [Stage.SESSION if mediated else Stage.SETTLED]
    assert city.register.stage_since[rows] == pytest.approx([0.75])
    assert city.register.moves().reason[-1] == Reason.WORK_DONE


def test_what_was_done_by_wrong_desks_alone_is_found_out_at_the_end_if_it_takes_several(small: Small, enter: Enter) -> None:
    city = small(settings={"choices.capacity": "unlimited"}, triage__found_base=0.0001, triage__found_diversity=0.0, **PLAIN)
    joint = enter(city, Stage.IN_HAND, topic="bride_price", holders=mask(ECONOMIC), work_total=0.1)
    single = enter(city, Stage.IN_HAND, topic="village_affairs", holders=mask(ECONOMIC), work_total=0.1)
    handling(city)
    register = city.register
    assert register.stage[[joint[0], single[0]]].tolist() == [Stage.KNOWN, Stage.SETTLED]
    assert (register.work_left[joint[0]], register.holders[joint[0]], register.declined[joint[0]]) == (0.1, 0, mask(ECONOMIC))
    assert Reason.WRONG_OWNER_FOUND in register.moves().reason
    assert register.handoffs[joint[0]] == 1


def test_matters_half_done_are_closed_early_as_far_as_desks_game_the_assessment(small: Small, enter: Enter) -> None:
    """.8 · .5 a day of those of which more than half is done: 1,000, 4 sd; what is less than half done, or done, is not."""
    city = small(assessment__premature=0.8)
    register, city.day = city.register, 2
    city.gaming[:] = 0.5
    half, less = enter(city, Stage.IN_HAND, 1000), enter(city, Stage.IN_HAND, 3)
    register.work_left[half], register.work_left[less] = 0.9, [1.0, 1.5, 0.0]
    rule._close_early(city, np.concatenate([half, less]))
    assert register.closed_early[half].mean() == pytest.approx(0.4, abs=0.062)
    assert not register.closed_early[less].any()
    assert (register.work_left[half] == np.where(register.closed_early[half], 0.0, 0.9)).all()
    moves = register.moves()
    assert (moves.time[-1], moves.reason[-1]) == (3.0, Reason.CLOSED_EARLY)
    closed = register.closed_early.copy()
    city.day = 3
    rule._close_early(city, half[~closed[half]])
    assert register.closed_early[half].mean() == pytest.approx(0.64, abs=0.062)  # every day another chance


@pytest.mark.parametrize("day", [5, 6])
def test_nothing_is_done_on_rest_days(small: Small, enter: Enter, day: int) -> None:
    city = staffed(small(**PLAIN), committee=1.0)
    rows, city.day = enter(city, Stage.IN_HAND), day
    handling(city)
    assert city.register.effort[rows].tolist() == [0.0]


# -- who is found out ----------------------------------------------------------------------------------------------------------------


def test_wrong_owners_are_found_out_at_their_rate(small: Small, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    """1 − e^(−(.1 + .5 · (1 − .2))) = .393 a day of what only wrong desks hold: 1,000, 4 sd."""
    monkeypatch.setattr(rule, "mean_cosine", lambda _: np.array([0.2]))
    city = small(triage__found_base=0.1, triage__found_diversity=0.5)
    right, both = enter(city, Stage.IN_HAND, 20), enter(city, Stage.IN_HAND, 20, holders=mask(PARTY, COMMITTEE))
    wrong, novel = (
        enter(city, Stage.IN_HAND, 1000, holders=mask(PARTY)),
        enter(city, Stage.IN_HAND, 20, "shared_spaces", holders=mask(PARTY)),
    )
    city.day = 2
    find_wrong_owners(city)
    register = city.register
    found = register.stage[wrong] == Stage.KNOWN
    assert found.mean() == pytest.approx(0.393, abs=0.062)
    assert (register.stage[np.concatenate([right, both, novel])] == Stage.IN_HAND).all()
    assert (register.declined[wrong] == np.where(found, mask(PARTY), 0)).all()
    assert (register.handoffs[wrong] == found).all()
    assert (register.next_try[wrong[found]] == 3.0).all()
    desks, topics = city.handoffs_today()
    assert len(desks) == found.sum()
    assert set(desks.tolist()) == {desk(city, PARTY)}
    assert set(topics.tolist()) == {city.topics.names.index("neighbour_disputes")}
    city.day = 3
    find_wrong_owners(city)
    assert (register.stage[wrong] == Stage.KNOWN).mean() == pytest.approx(1 - np.exp(-1), abs=0.062)


def test_several_wrong_owners_all_learn(small: Small, enter: Enter) -> None:
    city = small(triage__found_base=1.0, triage__found_diversity=2.0)
    for _ in range(9):
        enter(city, Stage.IN_HAND, holders=mask(PARTY, ECONOMIC))
    find_wrong_owners(city)
    found = (city.register.stage[:9] == Stage.KNOWN).sum()
    assert found > 0
    assert np.bincount(city.handoffs_today()[0])[[desk(city, PARTY), desk(city, ECONOMIC)]].tolist() == [found, found]


def test_under_memoryless_routing_nobody_is_found_out(small: Small, enter: Enter) -> None:
    city = small(settings={"choices.routing": "matrix"}, triage__found_base=1.0)
    rows = enter(city, Stage.IN_HAND, 50, holders=mask(PARTY))
    find_wrong_owners(city)
    assert (city.register.stage[rows] == Stage.IN_HAND).all()


# -- patience ------------------------------------------------------------------------------------------------------------------------


def test_citizens_lose_patience_with_what_nobody_has_begun(small: Small, enter: Enter) -> None:
    """Exponential with mean 20: 1 − e^(−½) = .393 have given up 10 days after a matter was known; 1,000, 4 sd."""
    city = small(settings={"choices.patience": "exponential"}, handling__patience_days=20)
    register, city.day = city.register, 9
    waiting, begun = enter(city, Stage.UNCLAIMED, 1000), enter(city, Stage.IN_HAND, 20, effort=0.1)
    held, partners = enter(city, Stage.IN_HAND, 200), enter(city, Stage.PARTNERS, 200, "bride_price")
    rule._lose_patience(city)
    for rows, off in ((waiting, 0.062), (held, 0.14), (partners, 0.14)):
        assert (register.stage[rows] == Stage.GIVEN_UP).mean() == pytest.approx(0.393, abs=off)
    assert (register.stage[begun] == Stage.IN_HAND).all()
    gone = register.stage == Stage.GIVEN_UP
    assert (register.ended[gone] == 10.0).all()
    assert {Reason.PATIENCE_LOST, Reason.PETITIONED} >= set(register.moves().reason[-gone.sum() :].tolist())


def test_by_default_patience_does_not_end(small: Small, enter: Enter) -> None:
    city = small()
    rows, city.day = enter(city, Stage.UNCLAIMED, 50), 9999
    rule._lose_patience(city)
    assert (city.register.stage[rows] == Stage.UNCLAIMED).all()
