"""One lever raised at equal total cost: who pays how much, by hand where the curves allow it."""

import math

import pytest

from cogov.experiments.budget import cost
from cogov.model.levers import LEVERS, CostCurve, declared_costs
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.equal_cost import SEED, paid_by_others, payments


def priced(levers: dict[str, tuple[float, float]], **policy: float) -> Scenario:
    """The default city in which only these levers cost money: (yuan at full strength, exponent)."""
    scenario = load_scenario("leping", {"city.population": 2000, **{f"policy.{name}": value for name, value in policy.items()}})
    free = dict.fromkeys(declared_costs(), CostCurve(per_head=0))
    curves = {name: {"per_head": per_head, "exponent": exponent} for name, (per_head, exponent) in levers.items()}
    costs = scenario.costs.model_validate({"handler_day": 300, "levers": free | curves})
    return scenario.model_copy(update={"costs": costs})


def test_the_others_pay_in_equal_shares_by_hand() -> None:
    # as_is costs 10·.2 + 10·.5 + 20·.4 = 15; joint action at 1 costs 8 more, so the others keep (13 − 8) / 13 of what they are
    scenario = priced(
        {"joint_action": (10, 1), "duty_clarity": (10, 1), "boundary_clarity": (20, 1)},
        joint_action=0.2,
        duty_clarity=0.5,
        boundary_clarity=0.4,
    )
    paid = paid_by_others(scenario, "joint_action")
    assert (paid.reached, paid.total, paid.dearer) == pytest.approx((1.0, 15.0, 8.0))
    assert paid.kept == pytest.approx(5 / 13)
    policy = paid.policy
    assert (policy.joint_action, policy.duty_clarity, policy.boundary_clarity) == pytest.approx((1.0, 0.5 * 5 / 13, 0.4 * 5 / 13))


def test_a_lever_goes_as_far_as_the_others_can_pay() -> None:
    # all others together cost 1, which pays for a tenth more of a lever that costs 10 · x
    paid = paid_by_others(priced({"joint_action": (10, 1), "duty_clarity": (2, 1)}, joint_action=0.2, duty_clarity=0.5), "joint_action")
    assert paid.policy.joint_action == pytest.approx(0.3)
    assert paid.policy.duty_clarity == 0.0
    assert (paid.reached, paid.kept) == pytest.approx((0.1 / 0.8, 0.0))


def test_what_costs_nothing_is_paid_by_nobody() -> None:
    scenario = priced({"duty_clarity": (2, 1)})
    paid = paid_by_others(scenario, "joint_action")
    assert (paid.reached, paid.kept, paid.dearer) == (1.0, 1.0, 0.0)
    assert paid.policy == resolve_policy(scenario, "as_is", {"joint_action": 1.0})


def test_levers_without_a_price_are_left_alone() -> None:
    paid = paid_by_others(priced({"joint_action": (10, 1), "duty_clarity": (20, 1)}), "joint_action")
    changed = {name for name in LEVERS if getattr(paid.policy, name) != getattr(resolve_policy(priced({}), "as_is"), name)}
    assert changed == {"joint_action", "duty_clarity"}


def test_every_lever_of_the_default_city_is_paid_for_to_the_last_fen() -> None:
    scenario = load_scenario("leping", {"city.population": 2000})
    total = cost(scenario, resolve_policy(scenario, "as_is"), SEED)
    for lever, paid in payments(scenario).items():
        assert math.isclose(cost(scenario, paid.policy, SEED), total, rel_tol=1e-9), lever
        assert 0 <= paid.kept < 1, lever
        assert 0 < paid.reached <= 1, lever
