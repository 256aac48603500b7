"""Mechanisms of the literature: each for what it does, by hand, and for leaving no trace at its neutral value."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from cogov.model import displacement, hazards, phases, staffing, venues, voice
from cogov.model.desks import CITY, GOVERNMENT, PARTY
from cogov.model.holdings import in_hand
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.handling import progress_rate
from cogov.model.rules.learning import learning
from cogov.model.rules.mediation import success_chance
from cogov.model.rules.triage import willingness
from cogov.model.scenario import Scenario
from cogov.model.stages import Origin, Reason, Stage
from cogov.scenarios import load_scenario


def city(days: int = 60, population: int = 3000, **parameters: float) -> Scenario:
    settings = {f"parameters.{name.replace('__', '.')}": value for name, value in parameters.items()}
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20, **settings})


def under(scenario: Scenario, seed: int = 1, **levers: Any) -> CoGovernanceModel:
    policy = type(scenario.base_policy()).model_validate(scenario.base_policy().model_dump() | levers)
    return CoGovernanceModel(scenario, policy, seed=seed)


def enter(model: CoGovernanceModel, stage: Stage, matters: int = 2, topic: str = "traffic", **columns: Any) -> np.ndarray:
    """Enter matters that have come to a stage on day 0, and return their rows."""
    number = model.city.topics.names.index(topic)
    level = model.city.topics.level[number]
    holder = np.uint64(1) << np.uint64(model.city.mandates.lead[level, number])
    rows = model.city.register.enter(
        identity=np.arange(1, matters + 1, dtype=np.uint64), topic=number, village=0, citizen=0, arose=0.0, known=0.0,
        level=level, level_at_birth=level, work_total=3.0, work_left=3.0, holders=holder, **columns,
    )  # fmt: skip
    model.city.register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    model.city.register.move(rows, stage, 0.0, Reason.CLAIMED)
    return rows


# -- gaming is learnt (Bevan & Hood 2006) ----------------------------------------------------------------------------------------


def test_a_stock_follows_its_lever_slowly_upwards_and_at_once_downwards() -> None:
    up, down = phases.followed(np.array([0.2]), np.array([1.0]), 10.0), phases.followed(np.array([0.8]), np.array([0.3]), 10.0)
    assert up == pytest.approx(0.2 + 0.08)
    assert down == pytest.approx(0.3)
    assert phases.followed(np.array([0.2]), np.array([1.0]), 0.0) == 1.0


def test_gaming_is_learnt_over_months_where_hurry_is_immediate() -> None:
    model = under(city(days=40, assessment__gaming_days=100.0), assessment_pressure=1.0)
    free = under(city(days=40), assessment_pressure=0.0)
    for one in (model, free):
        enter(one, Stage.IN_HAND)
    quick, slow = (progress_rate(one.city, in_hand(one.city), np.ones(2)) for one in (model, free))
    assert quick / slow == pytest.approx(1 + model.scenario.parameters.assessment.speed)
    assert (model.city.gaming == 0).all()
    model.run()
    assert model.city.gaming == pytest.approx(1 - 0.99**40)


def test_assessment_that_has_long_been_there_is_gamed_from_the_start() -> None:
    scenario = load_scenario("leping", {"city.population": 3000, "days": 10, "warmup": 5, "policy.assessment_pressure": 0.6})
    model = CoGovernanceModel(scenario).run()
    assert (model.city.gaming == 0.6).all()


def test_fewer_matters_are_closed_early_while_gaming_is_being_learnt() -> None:
    early = []
    for days in (0.0, 180.0):
        register = under(city(days=90, population=6000, assessment__gaming_days=days), assessment_pressure=1.0).run().city.register
        early.append(int((register.moves().reason == Reason.CLOSED_EARLY).sum()))
    assert early[0] > 1.5 * early[1] > 0


# -- campaigns wear off (Sherman 1990) -------------------------------------------------------------------------------------------

CAMPAIGNS = [{"topic": "traffic", "start": start, "days": 30, "intensity": 0.5} for start in (10, 50, 90)]


def test_a_campaign_wears_off_and_the_next_begins_weaker() -> None:
    model = under(city(enforcement__campaign_wearing=0.02, enforcement__campaign_repetition=0.3), campaigns=CAMPAIGNS)
    topic, effect = model.city.topics.names.index("traffic"), model.scenario.parameters.enforcement.campaign_effect
    for number, start in enumerate((10, 50, 90)):
        for day in (0, 29):
            model.city.day = start + day
            expected = effect * 0.5 * 0.7**number * np.exp(-0.02 * day)
            assert displacement.campaigned(model.city)[:, topic] == pytest.approx(expected)
    model.city.day = 40  # what comes back is what was still held down at the end
    rebound = model.scenario.parameters.enforcement.campaign_rebound * 0.5 * np.exp(-0.02 * 30)
    assert displacement.rebound(model.city)[0, topic] == pytest.approx(1 + rebound)


# -- counters close as service goes online (Herd & Moynihan 2018; Deshpande & Li 2019) -------------------------------------------


def test_counters_close_slowly_and_free_their_handlers() -> None:
    model = under(city(closure__closing_days=50.0, closure__counters_closed=0.8), online_service=0.9, one_stop_service=1.0)
    before = model.city.gone_online.copy()
    assert before == pytest.approx(model.scenario.base_policy().online_service)
    taken = staffing.share_taken(model.city)
    model.run()
    assert model.city.gone_online == pytest.approx(0.9 - (0.9 - before) * 0.98**60)
    freed = taken - staffing.share_taken(model.city)
    at_counters = freed > 0
    assert freed[at_counters] == pytest.approx(model.scenario.parameters.handling.counters * 0.8 * (model.city.gone_online - before)[0])
    kinds = list(model.scenario.kinds.values())
    assert all(kinds[kind].counter for kind in model.city.institutions.kind[at_counters])


def test_the_way_and_the_wait_grow_for_those_who_still_come() -> None:
    model = under(city(closure__closing_days=0.0, closure__counters_closed=0.9), online_service=1.0)
    none = under(city(closure__closing_days=0.0, closure__counters_closed=0.0), online_service=1.0)
    for one in (model, none):
        enter(one, Stage.IN_HAND)
        one.step()
    rows = np.arange(2)
    assert venues.way(model.city, rows) == pytest.approx(venues.way(none.city, rows) / np.sqrt(0.1))
    access = model.city.citizens.online[model.city.citizens.village < model.city.territory.villages].mean()
    assert venues.crowding(model.city, rows) == pytest.approx((1 - access) / 0.1)
    assert (venues.crowding(none.city, rows) == 1.0).all()


# -- voice (Chen, Pan & Xu 2016) and going up (Michelson 2007) -------------------------------------------------------------------


def test_threats_raise_answers_of_the_party_state_by_the_points_of_the_experiment() -> None:
    """At a base chance of 32 % the default weights give 10 and 8 points more."""
    model = under(city())
    rows = enter(model, Stage.IN_HAND, matters=3)
    model.city.register.collective[rows] = [False, True, False]
    model.city.register.origin[rows[2]] = Origin.PETITION
    desk = np.arange(model.city.institutions.size)
    added = voice.pressure(model.city, np.repeat(rows, len(desk)), np.tile(desk, 3)).reshape(3, -1)
    state = np.isin(model.city.institutions.sector, (GOVERNMENT, PARTY))
    assert (added[:, ~state] == 0).all()
    answers = 1 / (1 + np.exp(-(np.log(0.32 / 0.68) + added[:, np.flatnonzero(state)[0]])))
    assert answers == pytest.approx([0.32, 0.42, 0.40], abs=0.005)
    topic = model.city.register.topic[rows][:, None]
    will = willingness(model.city, desk, topic, added)
    assert (will[1:, state] > will[0, state]).all()
    assert (will[1:, ~state] == will[0, ~state]).all()


def test_citizens_take_up_what_nobody_owns_and_what_is_overdue() -> None:
    for stage, day, goes in (
        (Stage.UNCLAIMED, 0, True),
        (Stage.UNCLAIMED, 1, False),
        (Stage.IN_HAND, 0, False),
        (Stage.IN_HAND, 210, True),
    ):
        model = under(city(triage__escalation=1.0, triage__passing_up=0.0))
        rows, model.city.day = enter(model, stage, topic="neighbour_disputes"), day
        level = model.city.register.level[rows].copy()
        voice.go_up(model.city, in_hand(model.city))
        assert (model.city.register.level[rows] == level + goes).all()
        assert ((model.city.register.stage[rows] == Stage.KNOWN) == goes).all()
        assert (model.city.register.moves().reason == Reason.ESCALATED).sum() == 2 * goes


def test_nothing_goes_beyond_the_city() -> None:
    model = under(city(triage__escalation=1.0))
    rows, model.city.day = enter(model, Stage.UNCLAIMED), 308
    model.city.register.level[rows] = CITY
    voice.go_up(model.city, in_hand(model.city))
    assert (model.city.register.stage[rows] == Stage.UNCLAIMED).all()


@pytest.mark.parametrize(("load", "effort", "goes"), [(1000, 0.0, True), (0, 0.0, False), (1000, 0.5, False)])
def test_overloaded_desks_pass_up_what_they_have_not_begun(load: int, effort: float, goes: bool) -> None:  # noqa: FBT001 — a table of cases
    model = under(city(triage__escalation=0.0, triage__passing_up=1.0))
    rows = enter(model, Stage.IN_HAND, topic="neighbour_disputes", effort=effort)
    level = model.city.register.level[rows].copy()
    model.city.institutions.load[:] = load
    voice.go_up(model.city, in_hand(model.city))
    assert (model.city.register.level[rows] == level + goes).all()


def test_disputes_harden_with_age() -> None:
    model = under(city(mediation__ageing=0.01))
    rows = enter(model, Stage.IN_HAND, topic="neighbour_disputes")
    logits = []
    for day in (0, 50):
        model.city.day = day
        chance = success_chance(model.city, rows)
        logits.append(np.log(chance / (1 - chance)))
    assert logits[0] - logits[1] == pytest.approx(0.5)


# -- contact (DeGroot 1974) ------------------------------------------------------------------------------------------------------


def test_contact_moves_stances_to_those_of_the_tied_by_hand() -> None:
    model = under(city(learning__contact=0.1))
    own, ties = model.city.own_goals[1].copy(), model.city.governance.matrix.toarray()
    model.city.day = 27
    learning(model.city)
    mean = ties @ own / ties.sum(axis=1, keepdims=True)
    assert model.city.own_goals[1] == pytest.approx(own + 0.1 * (mean - own))
    assert model.city.drifted
    assert model.city.own_goals[1].std(axis=0).mean() < own.std(axis=0).mean()


# -- neglect lingers, and being refused costs hours ------------------------------------------------------------------------------


def test_what_lapsed_leaves_a_sore_that_fades() -> None:
    model = under(city(emergence__lingering=0.5, emergence__lingering_days=10.0, emergence__neglect=2.0))
    rows = enter(model, Stage.UNCLAIMED)
    model.city.register.move(rows, Stage.GIVEN_UP, 0.5, Reason.NOBODY_IN_THE_END)
    hazards.remember_neglect(model.city)
    severity = 2 * model.city.topics.severity[model.city.register.topic[rows[0]]]
    assert model.city.sore == pytest.approx([severity, *np.zeros(model.city.territory.villages - 1)])
    pressure = hazards._pressure(model.city)
    assert pressure[0] == pytest.approx(1 + 2.0 * 100 * 0.5 * severity / model.city.territory.residents[0])
    model.city.register.ended_today = np.empty(0, dtype=np.int64)
    hazards.remember_neglect(model.city)
    assert model.city.sore[0] == pytest.approx(severity * np.exp(-0.1))


def test_every_refusal_costs_the_citizen_hours() -> None:
    free, dear = (under(city(days=90, closure__refused_hours=hours)).run().city.register for hours in (0.0, 2.0))
    told = ~np.isnan(free.hours[: free.size])
    assert dear.hours[: free.size][told] == pytest.approx((free.hours + 2.0 * free.refusals)[: free.size][told])
    moves = free.moves()
    counted = np.bincount(moves.row[moves.reason == Reason.NOBODY_TOOK_IT], minlength=free.size)
    assert (free.refusals[: free.size] == counted).all()
    assert counted.sum() > 0


# -- no trace at the neutral value -----------------------------------------------------------------------------------------------

LEARNING = import_module("cogov.model.rules.learning")
CUTS: dict[str, tuple[dict[str, float], dict[str, float], tuple[object, str, Callable[..., Any]]]] = {
    "gaming": ({"assessment__gaming_days": 0, "closure__closing_days": 0}, {}, (phases, "followed", lambda _, lever, __: lever)),
    "wearing": (
        {"enforcement__campaign_wearing": 0, "enforcement__campaign_repetition": 0},
        {},
        (displacement, "strength", lambda _, __, campaign, ___: campaign.intensity),
    ),
    "taking": (
        {"triage__taking_collective": 0, "triage__taking_petitioned": 0},
        {"triage__taking_base": -1},
        (voice, "pressure", lambda *_: 0.0),
    ),
    "queue": (
        {"handling__w_pressed": 0, "triage__taking_collective": 0, "triage__taking_petitioned": 0},
        {},
        (voice, "weight", lambda _, rows, *__: np.zeros(len(rows))),
    ),
    "going up": ({"triage__escalation": 0, "triage__passing_up": 0}, {}, (voice, "go_up", lambda *_: None)),
    "contact": ({"learning__contact": 0}, {}, (LEARNING, "_keep_contact", lambda _: None)),
    "lingering": ({"emergence__lingering": 0}, {"emergence__neglect": 5}, (hazards, "remember_neglect", lambda _: None)),
}
"""What each mechanism's parameters are at 0, what else stands so that it can be seen, and the code from which it is cut out."""


def lived(**parameters: float) -> dict[str, bytes]:
    model = under(city(days=100, **parameters), assessment_pressure=0.8, online_service=0.9, campaigns=CAMPAIGNS).run()
    tables = (model.city.register, model.city.citizens, model.city.institutions)
    found = {f"{type(table).__name__}.{name}": array.tobytes() for table in tables for name, array in table.arrays()}
    return found | {"indicators": repr(model.indicators()).encode(), "stances": model.city.own_goals[1].tobytes()}


@pytest.mark.parametrize("mechanism", CUTS)
def test_at_its_neutral_value_a_mechanism_leaves_no_trace(mechanism: str, monkeypatch: pytest.MonkeyPatch) -> None:
    neutral, setting, cut = CUTS[mechanism]
    at_neutral, on = lived(**neutral, **setting), lived(**setting)
    monkeypatch.setattr(*cut)
    assert lived(**neutral, **setting) == at_neutral
    assert at_neutral != on


def test_counters_that_do_not_close_leave_no_trace() -> None:
    at_neutral = lived(closure__counters_closed=0)
    assert at_neutral == lived(closure__counters_closed=0, closure__closing_days=0)
    assert at_neutral != lived()
