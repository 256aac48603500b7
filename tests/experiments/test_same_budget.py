"""Budgets: who is above, and that scaled policies cost the same to a thousandth, lie on their way, and say so."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov.experiments.budget import cost, over_budget, repriced, spending
from cogov.experiments.runner import RunResult
from cogov.experiments.same_budget import same_budget, scaled
from cogov.model.chance import Chance
from cogov.model.levers import LEVERS
from cogov.model.phases import in_force
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.schema import Weights
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario

SEEDS = range(1, 4)
CITY = load_scenario("leping", {"days": 120, "warmup": 20, "horizon_days": 30, "city.population": 20_000, "city.townships": 5})
AS_IS = CITY.base_policy()


def changed(**change: Any) -> Policy:
    return AS_IS.overlaid(PolicyPatch.model_validate(change))


BIG = changed(boundary_clarity=0.9, goal_alignment=0.8, mediation={"people_village": 0.9}, grid_density=150, joint_action=0.9)
SMALL = changed(deliberation=0.5)
LESS = changed(grid_density=900, party_building=0.0)
PILOT = changed(
    deliberation=0.4,
    phases=[
        {"from_day": 40, "ramp_days": 20, "where": {"share": 0.4}, "levers": {"boundary_clarity": 0.9, "mediation": 0.8}},
        {"from_day": 80, "where": "all", "levers": {"boundary_clarity": 0.7, "centre_strength": {"village": 0.9}, "grid_density": 200}},
    ],
)
POLICIES = {"as_is": AS_IS, "small": SMALL, "big": BIG, "less": LESS, "pilot": PILOT}


def with_budget(budget: float) -> Policy:
    return AS_IS.model_copy(update={"budget": budget})


def test_all_dearer_policies_cost_what_the_cheapest_of_them_costs() -> None:
    found = same_budget(CITY, AS_IS, POLICIES, SEEDS)
    target = min(cost(CITY, policy, SEEDS) for policy in (SMALL, BIG, PILOT))
    assert found.target == pytest.approx(target)
    assert POLICIES[found.set_by] in (SMALL, PILOT)
    for name in ("small", "big", "pilot"):
        one = found.policies[name]
        assert cost(CITY, one.policy, SEEDS) == pytest.approx(target, rel=1e-6)
        assert one.cost_after == pytest.approx(target, rel=1e-6)
        assert 0 < one.factor <= 1
    assert {name: one.state for name, one in found.policies.items() if one.factor == 1} == {
        "as_is": "as_is",
        "less": "cheaper",
        found.set_by: "at_target",
    }
    assert found.policies["less"].policy is LESS


def test_a_scenarios_budget_is_the_target() -> None:
    usual = cost(CITY, AS_IS, SEEDS)
    base = with_budget(usual + 2)
    policies = {name: policy.model_copy(update={"budget": usual + 2}) for name, policy in POLICIES.items()}
    found = same_budget(CITY, base, policies, SEEDS)
    assert (found.target, found.set_by) == (usual + 2, "")
    assert found.policies["big"].cost_after == pytest.approx(usual + 2, rel=1e-6)
    assert over_budget(CITY, {name: one.policy for name, one in found.policies.items()}, SEEDS) == []


def test_a_budget_below_the_city_as_it_is_is_refused() -> None:
    with pytest.raises(InputError, match="no policy can be scaled"):
        same_budget(CITY, with_budget(1.0), POLICIES, SEEDS)


def test_a_budget_of_just_what_the_city_as_it_is_costs_leaves_no_changes() -> None:
    base = with_budget(cost(CITY, AS_IS, SEEDS))
    one = same_budget(CITY, base, {"big": BIG}, SEEDS).policies["big"]
    assert one.factor == pytest.approx(0, abs=1e-9)
    assert one.policy.grid_density == pytest.approx(AS_IS.grid_density)


def test_nothing_dearer_than_the_city_as_it_is_nothing_to_scale() -> None:
    found = same_budget(CITY, AS_IS, {"as_is": AS_IS, "less": LESS}, SEEDS)
    assert found.target is None
    assert [one.state for one in found.policies.values()] == ["as_is", "cheaper"]


def test_prices_move_a_budget_and_nothing_else() -> None:
    usual, dear = (same_budget(CITY, AS_IS, POLICIES, SEEDS, factor) for factor in (1.0, 2.0))
    assert {name: one.policy for name, one in usual.policies.items()} == {name: one.policy for name, one in dear.policies.items()}
    assert dear.policies["big"].cost_after == pytest.approx(2 * usual.policies["big"].cost_after)
    base = with_budget(2 * cost(CITY, AS_IS, SEEDS) + 1)
    shares = [same_budget(CITY, base, {"big": BIG}, SEEDS, factor).policies["big"].factor for factor in (0.5, 1.0, 2.0)]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 1


def test_phases_in_a_city_with_other_phases_are_refused() -> None:
    base = changed(phases=[{"from_day": 50, "levers": {"deliberation": 0.3}}])
    with pytest.raises(InputError, match="phases of its own"):
        same_budget(CITY, base, {"small": base.model_copy(update={"deliberation": 0.5}), "big": PILOT.overlaid(_big())}, SEEDS)


def _big() -> PolicyPatch:
    return PolicyPatch(boundary_clarity=0.9, goal_alignment=0.9)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.sampled_from([BIG, SMALL, LESS, PILOT]))
def test_every_lever_lies_at_this_share_of_the_way_everywhere_and_always(factor: float, policy: Policy) -> None:
    part, chance = scaled(AS_IS, policy, factor), Chance(3)
    for day in (0, 45, 70, 90):
        old, new, found = (in_force(one, 5, day, chance) for one in (AS_IS, policy, part))
        for name in LEVERS:
            a, b, c = (getattr(one, name) for one in (old, new, found))
            assert c == pytest.approx(a + factor * (b - a), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_policy_that_only_adds_costs_more_the_more_of_it_there_is(one: float, other: float) -> None:
    low, high = sorted((one, other))
    for policy in (BIG, SMALL, PILOT):
        assert cost(CITY, scaled(AS_IS, policy, low), SEEDS) <= cost(CITY, scaled(AS_IS, policy, high), SEEDS) + 1e-9


def test_the_ends_of_the_way() -> None:
    assert scaled(AS_IS, PILOT, 1.0) is PILOT
    nothing = scaled(AS_IS, BIG, 0.0)
    assert nothing == AS_IS


def test_campaigns_shrink_and_dropped_ones_come_back() -> None:
    old, new = ({"topic": topic, "start": 30, "days": 20, "intensity": 0.8} for topic in ("traffic", "food_safety"))
    base, policy = changed(campaigns=[old]), changed(campaigns=[new])
    part = scaled(base, policy, 0.25)
    assert {one.topic: one.intensity for one in part.campaigns} == pytest.approx({"food_safety": 0.2, "traffic": 0.6})
    assert scaled(base, changed(campaigns=[old, new]), 0.5).campaigns[0].intensity == 0.8


def test_goals_are_no_lever_and_stay() -> None:
    assert scaled(AS_IS, changed(goals="need", deliberation=0.8), 0.1).goals == "need"


def test_as_json_speaks_plain_values() -> None:
    document = same_budget(CITY, AS_IS, POLICIES, SEEDS).as_json()
    json.dumps(document, allow_nan=False)
    assert list(document) == list(POLICIES)
    assert list(document["big"]) == ["factor", "cost_before", "cost_after", "state", "levers"]
    clarity = document["big"]["levers"]["boundary_clarity"]
    assert clarity["used"] == pytest.approx(clarity["as_is"] + document["big"]["factor"] * (clarity["asked"] - clarity["as_is"]))
    assert document["as_is"]["levers"] == {}
    assert set(document["big"]["levers"]["mediation"]["used"]) == set(LEVERS["mediation"].parts)


# -- budgets ----------------------------------------------------------------------------------------------------------------------


def test_a_policy_above_its_budget_is_named_with_cost_budget_and_what_is_dearest() -> None:
    spent = spending(CITY, BIG, SEEDS)
    [problem] = over_budget(CITY, {"big": BIG.model_copy(update={"budget": 20.0}), "as_is": AS_IS}, SEEDS)
    dearest = max(spent, key=lambda name: spent[name])
    for language in ("zh", "en"):
        said = problem.words.in_(language)
        assert f"{sum(spent.values()):.2f}" in said
        assert "20" in said
        assert dearest in said
    assert problem.key == "big"


def test_a_budget_that_is_just_enough_is_enough() -> None:
    exact = sum(spending(CITY, BIG, SEEDS).values())
    assert over_budget(CITY, {"big": BIG.model_copy(update={"budget": exact})}, SEEDS) == []
    assert len(over_budget(CITY, {"big": BIG.model_copy(update={"budget": exact})}, SEEDS, cost_factor=1.01)) == 1


def test_a_share_of_townships_costs_the_mean_over_the_seeds() -> None:
    alone = [cost(CITY, PILOT, [seed]) for seed in SEEDS]
    assert len(set(alone)) > 1
    assert cost(CITY, PILOT, SEEDS) == pytest.approx(sum(alone) / 3)


# -- other prices -----------------------------------------------------------------------------------------------------------------


def test_other_prices_change_the_money_and_nothing_else() -> None:
    money = {"cost_per_resolved": 10.0, "full_cost_per_resolved": 13.0}
    run = RunResult("big", 1, {**money, "trust": 0.5}, {"fulfilment": 1.0}, cost=1000.0, lever_cost=400.0)
    dear = repriced(run, 2.0, Weights())
    # 600 of wages + 800 of levers, over the same 100 matters; citizens' hours, 3 a matter, stay
    assert (dear.cost, dear.lever_cost) == (1400, 800)
    assert dear.indicators == {"cost_per_resolved": pytest.approx(14), "full_cost_per_resolved": pytest.approx(17), "trust": 0.5}
    assert run.indicators["cost_per_resolved"] == 10
    assert repriced(run, 1.0, Weights()) is run
    failed = RunResult("big", 1, error="no")
    assert repriced(failed, 2.0, Weights()) is failed
