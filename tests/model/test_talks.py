"""Talks in the city: they can fail, they take desks' time, and an agreement binds those who share it alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cogov.experiments.runner import LivedRun
from cogov.model import costs
from cogov.model.day import RULES
from cogov.model.desks import unpack
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.partners import commitment, pay_what_is_owed
from cogov.model.rules.deliberation import (
    _citizens_at_the_table,
    _conclude,
    _open,
    _stand_aside,
    _susceptibility,
    talk,
    weights_by_nearness,
)
from cogov.model.rules.wellbeing import wellbeing
from cogov.model.scenario import Scenario
from cogov.model.schema import OPTIONS as CHOICES
from cogov.model.stages import Reason, Stage
from cogov.scenarios import load_scenario

Company = Callable[..., list[LivedRun]]

TALK = "parameters.deliberation."


def city(days: int = 40, population: int = 3000, **settings: Any) -> Scenario:
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20, **settings})


def under(scenario: Scenario, seed: int = 1, **levers: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=levers), seed=seed)


def held(model: CoGovernanceModel, slots: list[int], matters: int = 1, topic: str = "bride_price") -> np.ndarray:
    """Enter matters in the hands of the desks of the slots, and return their rows."""
    register = model.city.register
    rows = register.enter(
        identity=np.arange(1, matters + 1, dtype=np.uint64), topic=model.city.topics.names.index(topic), village=0, citizen=0,
        arose=0.0, known=0.0, level=0, work_total=2.0, collective=True, holders=np.uint64(sum(1 << slot for slot in slots)),
    )  # fmt: skip
    register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    return rows


def at_talks(model: CoGovernanceModel, slots: list[int], matters: int = 1) -> np.ndarray:
    rows = held(model, slots, matters)
    model.city.register.move(rows, Stage.TALKS, 0.0, Reason.TO_TALKS)
    model.city.register.stage_until[rows] = 0.5
    return rows


def rightful_slots(model: CoGovernanceModel) -> list[int]:
    found: list[int] = np.flatnonzero(model.city.mandates.rightful[0, model.city.topics.names.index("bride_price")]).tolist()
    return found


# -- who heeds whom ------------------------------------------------------------------------------------------------------------------


def test_how_far_one_heeds_others_is_a_lasting_trait_around_the_mean() -> None:
    """Normal, mean .6 and sd .3, cut off at 0 and 1: mean .590, sd .270 by the integrals; 3,000 people, 3 standard errors."""
    model = CoGovernanceModel(city())
    citizen, desk = np.arange(3000)[:, None], np.arange(3000)[:, None] % model.city.institutions.size
    own = _susceptibility(model.city, desk, citizen)[:, 1]
    assert own.mean() == pytest.approx(0.590, abs=3 * 0.270 / np.sqrt(3000))
    assert own.std() == pytest.approx(0.270, abs=0.012)
    model.city.day = 30
    assert np.array_equal(_susceptibility(model.city, desk, citizen)[:, 1], own)


def test_without_spread_everybody_heeds_alike() -> None:
    model = CoGovernanceModel(city(**{f"{TALK}susceptibility_spread": 0.0}))
    assert (_susceptibility(model.city, np.arange(9)[:, None], np.arange(9)[:, None]) == 0.6).all()


def test_desks_listen_by_their_ties_and_to_citizens_as_to_strangers() -> None:
    """Friedkin and Johnsen's recursion with weights from the networkx graph: .3 + .7 · tie, 1 − λ for oneself."""
    model = under(city(**{"choices.listening": "by_ties"}))
    slots = rightful_slots(model)
    rows = at_talks(model, slots, 3)
    talked = talk(model.city, rows)
    desks = model.city.slots.desk_of[0, slots]
    graph = model.city.network
    start = np.zeros(talked.present.shape[1])
    start[slots] = model.city.goals.stance[desks, model.city.register.topic[rows[0]]]
    for matter in range(3):
        speakers = np.flatnonzero(talked.present[matter])
        _, _, views = _citizens_at_the_table(model.city, rows)
        start[len(model.city.slots) :] = views[matter]
        heeds = _susceptibility(model.city, model.city.slots.desk_of[[0]], talked.citizen[[matter]])[0]
        position = start.copy()
        for _ in range(5):
            heard = np.zeros_like(position)
            for i in speakers:
                near = {j: 0.3 for j in speakers if j != i}
                for j in set(near) & set(slots) if i in slots else ():
                    ends = (int(model.city.slots.desk_of[0, i]), int(model.city.slots.desk_of[0, j]))
                    near[j] += 0.7 * (graph.edges[ends]["strength"] if graph.has_edge(*ends) else 0)
                heard[i] = (1 - heeds[i]) * position[i] + heeds[i] * sum(n * position[j] for j, n in near.items()) / sum(near.values())
            position = np.where(talked.present[matter], heeds * heard + (1 - heeds) * start, start)
        assert talked.moved[matter, slots] == pytest.approx((position - start)[slots], abs=1e-12)
        assert len(set(slots) & set(speakers.tolist())) >= 2


def test_who_is_alone_at_the_table_listens_to_himself() -> None:
    weight = weights_by_nearness(np.full((1, 3, 3), 0.3), np.array([[True, False, False]]), np.array([[0.6, 0.6, 0.6]]))
    assert weight[0, 0].tolist() == [1, 0, 0]


# -- agreement and failure -----------------------------------------------------------------------------------------------------------


def outcomes(model: CoGovernanceModel | LivedRun) -> tuple[int, int]:
    reason = model.city.register.moves().reason
    return int((reason == Reason.AGREED).sum()), int((reason == Reason.NOT_AGREED).sum())


def test_talks_of_the_default_city_agree_and_fail(company: Company) -> None:
    found = np.array([outcomes(run) for run in company(city(90, 4000), range(21, 24), deliberation=1.0)])
    assert (found.sum(axis=0) > 10).all(), found


@pytest.mark.parametrize("decision", CHOICES["decision"])
def test_whoever_can_live_with_everything_agrees(decision: str) -> None:
    agreed, failed = outcomes(under(city(60, **{f"{TALK}tolerance": 2.0, "choices.decision": decision}), deliberation=1.0).run())
    assert agreed > 5
    assert failed == 0


def test_an_agreement_hands_the_matter_to_nobody_who_was_not_there() -> None:
    model = under(city(**{f"{TALK}tolerance": 2.0}))
    slots = rightful_slots(model)
    assert len(slots) > 1
    lacking, whole = at_talks(model, slots[:1]), at_talks(model, slots)
    before = model.city.register.holders[[lacking[0], whole[0]]].copy()
    _conclude(model.city, np.concatenate([lacking, whole]))
    register = model.city.register
    assert np.array_equal(register.holders[[lacking[0], whole[0]]], before)
    assert register.stage[[lacking[0], whole[0]]].tolist() == [Stage.PARTNERS, Stage.IN_HAND]
    assert register.consulted[[lacking[0], whole[0]]].all()
    assert (register.work_left[[lacking[0], whole[0]]] == 2.0).all()


def test_desks_that_were_outvoted_stand_aside_unless_nobody_rightful_would_be_left() -> None:
    model = under(city())
    slots, count = rightful_slots(model), len(model.city.slots)
    wrong = next(slot for slot in range(count) if slot not in slots)
    rows = at_talks(model, [slots[0], slots[1], wrong], 3)
    accepts = unpack(model.city.register.holders[rows], count)
    accepts[0, wrong] = False
    accepts[1, slots[1]] = False
    accepts[2, slots[:2]] = False  # those who agree have no business with it
    _stand_aside(model.city, rows, accepts)
    expected = [{slots[0], slots[1]}, {slots[0], wrong}, {slots[0], slots[1], wrong}]
    assert [set(np.flatnonzero(row)) for row in unpack(model.city.register.holders[rows], count)] == expected


def test_failed_talks_leave_nothing_but_disappointment() -> None:
    """Those at the table, and they alone, lose a tenth of their trust; no plan, no village rule, no nearer goals, nothing learnt."""
    model = under(city(**{f"{TALK}tolerance": 0.0, f"{TALK}disappointment": 0.1, f"{TALK}inclusion": 1.0}))
    rows = at_talks(model, rightful_slots(model))
    talked = talk(model.city, rows)
    seated = np.unique(talked.citizen[talked.present[:, -4:]])
    assert 0 < len(seated) <= 4
    _conclude(model.city, rows)
    model.city.register.ended_today = np.empty(0, dtype=np.int64)
    model.city.citizens.trust[:] = 0.6
    wellbeing(model.city)
    register = model.city.register
    assert model.city.citizens.trust[seated] == pytest.approx(0.54)
    assert np.delete(model.city.citizens.trust, seated) == pytest.approx(0.6)
    assert register.stage[rows[0]] == Stage.IN_HAND
    assert not register.consulted[rows].any()
    assert register.plan[rows].sum() == model.city.village_rules.sum() == model.city.moved_by_talks == len(model.city.talks_today()[0]) == 0


def test_partners_that_see_their_part_are_readier_to_join_what_was_agreed() -> None:
    chances = []
    for readiness in (0.0, 0.2):
        model = under(city(**{f"{TALK}readiness": readiness}))
        lead, other = rightful_slots(model)[:2]
        rows = held(model, [lead], 3)
        model.city.register.consulted[rows[1:]] = True
        model.city.register.seen[rows[:2]] = np.uint64(1 << other)
        chances.append(commitment(model.city, rows, np.full(3, other)))
    assert chances[0][0] == chances[0][1] == chances[1][0]
    assert chances[1][1] == pytest.approx(chances[0][1] + 0.2)
    assert chances[1][2] == chances[0][2] < chances[0][1]


# -- time ----------------------------------------------------------------------------------------------------------------------------


def test_talks_take_time_of_each_desk_and_citizen_at_the_table() -> None:
    """Five rounds of .2 handler-days and of half an hour."""
    scenario = city(**{f"{TALK}desk_days": 0.2, f"{TALK}citizen_hours": 0.5, f"{TALK}inclusion": 1.0})
    model = under(scenario.model_copy(update={"warmup": 0}), deliberation=1.0)
    slots = rightful_slots(model)
    rows = held(model, slots, 3)
    _open(model.city, rows)
    owed = np.zeros(model.city.institutions.size)
    owed[model.city.slots.desk_of[0, slots]] = 3 * 5 * 0.2
    assert model.city.institutions.owed == pytest.approx(owed)
    seated = int(talk(model.city, rows).present[:, -4:].sum())
    assert 0 < seated <= 12
    assert model.city.tally.talk_hours == pytest.approx(seated * 5 * 0.5)


def test_what_desks_sit_through_is_taken_from_their_day() -> None:
    """The payroll pays it whether they sit or work: talks cost what is left undone, and no second wage."""
    model = CoGovernanceModel(city().model_copy(update={"warmup": 0}))
    model.city.institutions.owed[:2], capacity = [0.75, 0.25], np.ones(model.city.institutions.size)
    capacity[0] = 0.5
    before = costs.total(model.city)
    assert pay_what_is_owed(model.city, capacity)[:2] == pytest.approx([0.0, 0.75])
    assert model.city.tally.meeting_days == pytest.approx(0.75)
    assert model.city.institutions.owed[:2] == pytest.approx([0.25, 0.0])
    assert costs.total(model.city) == before


def test_the_time_of_talks_binds(company: Company) -> None:
    """Paired by seed: talks that take half a day a round leave more undone, by interval."""
    alone = dict.fromkeys(set(RULES) - {"emergence", "discovery", "triage", "deliberation", "handling"}, False)
    scenarios = (city(60, 2500, rules=alone, **{f"{TALK}desk_days": days}) for days in (0.0, 0.5))
    free, dear = (company(scenario, range(31, 39), deliberation=1.0) for scenario in scenarios)
    pairs = list(zip(free, dear, strict=True))
    less = [float(one.city.institutions.worked.sum() - other.city.institutions.worked.sum()) for one, other in pairs]
    assert all(one.city.tally.meeting_days < other.city.tally.meeting_days for one, other in pairs)
    assert np.mean(less) - 2.365 * np.std(less, ddof=1) / np.sqrt(len(less)) > 0  # t, 7 degrees of freedom, 95 %
