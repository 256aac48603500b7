"""Who joins in on a composite matter: who sees its part, whom somebody convenes, and what that costs the convener."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from cogov.model import partners
from cogov.model.desks import CITY, PARTY, SOCIAL, pack
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import LEVELS
from cogov.model.rules.triage import FACTS, understanding
from cogov.model.scenario import Scenario
from cogov.model.stages import Channel, Reason, Stage
from cogov.model.witness import watch
from cogov.scenarios import load_scenario

MATTERS = 2000
SILENT = {"joint_action": 0.0, "party_building": 0.0, "social_org_support": 0.0, "centre_strength": dict.fromkeys(LEVELS, 0.0)}
CONVENERS: dict[str, Any] = {
    "joint_action": 1.0,
    "party_building": 1.0,
    "social_org_support": 1.0,
    "centre_strength": dict.fromkeys(LEVELS, 1.0),
}
"""In the order of `partners.convening`."""


def city(days: int = 30, **settings: Any) -> Scenario:
    base = {"city.population": 4000, "days": days, "warmup": 5, "horizon_days": 20, "parameters.handling.join_congruence": 0.0}
    return load_scenario("leping", base | settings)


def under(scenario: Scenario, **levers: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=SILENT | levers), seed=1)


def waiting(model: CoGovernanceModel, *, seen: bool) -> npt.NDArray[np.int64]:
    """Enter alike composite matters that the lead has taken; the others saw their part or not."""
    topic = model.city.topics.names.index("bride_price")
    rightful, lead = model.city.mandates.rightful[0, topic], int(model.city.mandates.lead[0, topic])
    rows = model.city.register.enter(
        identity=np.arange(1, MATTERS + 1, dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, known=0.0, level=0,
        channel=Channel.TOLD, work_total=1.0, holders=np.uint64(1 << lead), seen=pack(rightful[None, :] & seen)[0],
    )  # fmt: skip
    model.city.register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    model.city.register.move(rows, Stage.PARTNERS, 0.0, Reason.CLAIMED)
    return rows


def joined(model: CoGovernanceModel, *, seen: bool) -> float:
    """Return the share of missing partners that join in on the first day."""
    rows = waiting(model, seen=seen)
    missing = model.city.mandates.rightful[0, model.city.register.topic[rows[0]]].sum() - 1
    partners.gather_partners(model.city)
    holders = model.city.register.holders[rows]
    return float((np.bitwise_count(holders).sum() - MATTERS) / (MATTERS * missing))


def expected(model: CoGovernanceModel, chance: float) -> float:
    """Return chance × tie of the partners of `waiting` with the lead, on average."""
    topic = model.city.topics.names.index("bride_price")
    lead = int(model.city.mandates.lead[0, topic])
    slots = np.setdiff1d(np.flatnonzero(model.city.mandates.rightful[0, topic]), [lead])
    desks = model.city.slots.desk_of[0]
    strength = model.city.governance.between(desks[slots], np.full(len(slots), desks[lead]))
    return float((chance * (0.3 + 0.7 * strength)).mean())


def test_whoever_sees_its_part_joins_in_by_itself_and_nobody_else_does() -> None:
    scenario = city()
    assert joined(under(scenario), seen=False) == 0.0
    model = under(scenario)
    chance = expected(model, scenario.parameters.handling.commit_base)
    assert joined(model, seen=True) == pytest.approx(chance, abs=4 * np.sqrt(chance / (2 * MATTERS)))


@pytest.mark.parametrize("convener", CONVENERS)
def test_each_convener_alone_brings_partners_that_do_not_see_their_part_at_its_own_rate(convener: str) -> None:
    scenario = city(**{"parameters.network.party_rise": 0.0})
    model = under(scenario, **{convener: CONVENERS[convener]})
    rates = (scenario.parameters.handling.model_dump()[f"commit_{name}"] for name in ("joint", "party", "social", "centre"))
    chance = expected(model, dict(zip(CONVENERS, rates, strict=True))[convener])
    assert joined(model, seen=False) == pytest.approx(chance, abs=4 * np.sqrt(chance / (2 * MATTERS)))


@pytest.mark.parametrize("convener", CONVENERS)
def test_the_convener_pays_for_each_partner_it_brought(convener: str) -> None:
    model = under(city(**{"parameters.handling.convening_days": 0.5}), **{convener: CONVENERS[convener]})
    brought = joined(model, seen=False) * MATTERS * 2
    owed, slots = model.city.institutions.owed, model.city.slots
    assert owed.sum() == pytest.approx(0.5 * brought)
    duty = model.city.mandates.rightful[0, model.city.topics.names.index("bride_price")]
    payers = {
        "joint_action": duty,
        "party_building": (slots.sector == PARTY) & (slots.level == 0),
        "social_org_support": slots.sector == SOCIAL,
        "centre_strength": slots.level == 0,
    }[convener]
    assert set(np.flatnonzero(owed)) <= set(slots.desk_of[0][payers])


def test_of_two_conveners_each_pays_for_the_part_that_its_own_rate_brought() -> None:
    """The Party calls at .15 a day, social organisations at .1: of what is owed three fifths are the Party's."""
    model = under(city(**{"parameters.network.party_rise": 0.0}), party_building=1.0, social_org_support=1.0)
    brought = joined(model, seen=False) * MATTERS * 2
    institutions = model.city.institutions
    owed = [institutions.owed[institutions.sector == sector].sum() for sector in (PARTY, SOCIAL)]
    assert sum(owed) == pytest.approx(institutions.owed.sum())
    assert owed[0] / sum(owed) == pytest.approx(0.6, abs=4 * np.sqrt(0.6 * 0.4 / brought))


def test_what_waited_too_long_for_partners_goes_up_a_level_and_at_the_top_is_given_up() -> None:
    model = under(city())
    rows, register = waiting(model, seen=False), model.city.register
    register.level[rows[1000:]] = CITY
    model.city.day = 40  # waits since the day 0, 40 days are borne
    partners._give_in(model.city, rows)
    assert (register.level[rows[:1000]] == 1).all()
    assert (register.stage[rows[:1000]] == Stage.KNOWN).all()
    assert (register.stage[rows[1000:]] == Stage.GIVEN_UP).all()


def test_who_comes_by_itself_costs_nobody_and_a_free_call_leaves_no_debt() -> None:
    alone, free = under(city()), under(city(**{"parameters.handling.convening_days": 0.0}), joint_action=1.0)
    assert joined(alone, seen=True) > 0
    assert joined(free, seen=False) > 0
    assert alone.city.institutions.owed.sum() == free.city.institutions.owed.sum() == 0.0


def test_what_is_owed_is_taken_from_the_days_of_work() -> None:
    scenarios = (city(composite_share=0.5, **{"parameters.handling.convening_days": days}) for days in (0.0, 5.0))
    free, dear = (under(scenario, party_building=1.0).run().city.institutions for scenario in scenarios)
    party = free.sector == PARTY
    assert dear.available[party].sum() < free.available[party].sum()
    model = under(city())
    capacity = np.zeros(model.city.institutions.size)
    capacity[:2], model.city.institutions.owed[:2] = [2.0, 0.5], [0.5, 0.75]
    assert partners.pay_what_is_owed(model.city, capacity)[:2] == pytest.approx([1.5, 0.0])
    assert model.city.institutions.owed[:2] == pytest.approx([0.0, 0.25])


def test_in_a_city_without_social_organisations_none_convenes() -> None:
    scenario = city()
    kinds = {name: kind for name, kind in scenario.kinds.items() if kind.sector != "social"}
    topics = {name: topic for name, topic in scenario.topics.items() if "social" not in topic.owners}
    model = under(scenario.model_copy(update={"kinds": kinds, "topics": topics}), social_org_support=1.0)
    assert joined(model, seen=False) == 0.0


def test_under_tied_anybody_may_join_by_itself_and_calling_is_free() -> None:
    scenario = city(**{"choices.partners": "tied"})
    assert joined(under(scenario), seen=False) == joined(under(scenario), seen=True) > 0
    model = under(scenario, joint_action=1.0)
    assert joined(model, seen=False) > 0
    assert model.city.institutions.owed.sum() == 0.0


@pytest.mark.parametrize(("choice", "lift"), [("tied", 0.4), ("seen_or_convened", 0.0)])
def test_only_under_tied_does_convening_lift_the_mandate_of_supporters(choice: str, lift: float) -> None:
    found = []
    for levers in ({}, {"joint_action": 1.0}):
        model = under(city(**{"choices.partners": choice}), **levers)
        rows = waiting(model, seen=False)[:1]
        nothing = np.zeros((1, len(model.city.slots)))
        found.append(understanding(model.city, rows, nothing, nothing, FACTS)[0])
    topic = model.city.topics.names.index("bride_price")
    assert found[1] - found[0] == pytest.approx(lift * model.city.mandates.supporter[0, topic])


def test_congruence_plays_a_part_in_joining_and_one_parameter_takes_it_out() -> None:
    with_goals, without = (under(city(**{"parameters.handling.join_congruence": power}), joint_action=1.0) for power in (1.0, 0.0))
    assert 0 < joined(with_goals, seen=False) < joined(without, seen=False)
    assert with_goals.city.register.refused.sum() > 0
    assert without.city.register.refused.sum() == 0


def test_without_congruence_in_joining_goals_do_not_matter_there() -> None:
    silent = {f"parameters.{name}": 0.0 for name in ("handling.turf_conflict", "handling.w_attention", "triage.taking_attention")}
    calm = silent | {"parameters.triage.found_diversity": 0.0, "policy.resource_sharing": 0.0, "policy.deliberation": 0.0}
    ends = []
    for alignment in (0.0, 1.0):
        for power in (0.0, 1.0):
            scenario = city(60, **calm, **{"parameters.handling.join_congruence": power, "composite_share": 0.5})
            register = under(scenario, goal_alignment=alignment, joint_action=0.5).run().city.register
            ends.append(register.ended[: register.size])
    assert np.array_equal(ends[0], ends[2], equal_nan=True)
    assert not np.array_equal(ends[1], ends[3], equal_nan=True)


def test_a_witness_tells_the_chance_with_which_partners_join() -> None:
    model = under(city(20, composite_share=0.5), party_building=0.5)
    witness = watch(model.rules)
    model.run()
    absences, handling_parameters = witness.absences(), model.scenario.parameters.handling
    called = 0.5 * handling_parameters.commit_party
    readiness = {round(value, 9) for value in absences.readiness.tolist()}
    assert readiness == {round(called, 9), round(called + handling_parameters.commit_base, 9)}
    assert (absences.congruence == 1.0).all()


def test_a_draw_beyond_the_last_chance_is_the_last_convener_s() -> None:
    """Rounding must not leave a partner that joined in without whoever called it."""
    model = under(city(), **CONVENERS)
    rows = waiting(model, seen=False)[:2]
    found = partners._who_convened(model.city, rows, np.zeros(2, dtype=np.int64), np.array([0.0, 1e9]))
    assert found.tolist() == [0, len(CONVENERS) - 1]
