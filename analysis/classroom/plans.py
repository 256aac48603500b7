"""The plans of the game: how a hundred points may lie over a few levers so that every plan costs the same.

Stored are all points on one lever, half and half on two, and the same on each. A share of the points buys as much of its lever as it pays for
on the lever's own cost curve, on top of the city as it is.
"""

from collections.abc import Sequence
from itertools import combinations

from scipy.optimize import brentq

from cogov.experiments.budget import spending
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario

POINTS = 100
Plan = tuple[int, ...]
"""Points on each lever, in the order of the levers; together about a hundred."""


def plans(levers: int) -> list[Plan]:
    """Return the plans that are stored."""
    alone = [_plan(levers, (one,)) for one in range(levers)]
    pairs = [_plan(levers, pair) for pair in combinations(range(levers), 2)]
    return [*alone, *pairs, _plan(levers, range(levers))]


def _plan(levers: int, chosen: Sequence[int]) -> Plan:
    """Spread the points evenly; what is left over goes to the first."""
    each, left = divmod(POINTS, len(chosen))
    return tuple(each + (left if lever == chosen[0] else 0) if lever in chosen else 0 for lever in range(levers))


def name_of(plan: Plan) -> str:
    """Return what a plan is called in the table of runs."""
    return "-".join(str(points) for points in plan)


def policy_of(plan: Plan, levers: Sequence[str], yuan: float, scenario: Scenario, as_is: Policy) -> Policy:
    """Return the policy that a plan buys; refuses one whose points buy more of a lever than there is."""
    bought = {lever: _bought(lever, yuan * points / POINTS, scenario, as_is) for lever, points in zip(levers, plan, strict=True) if points}
    return as_is.model_copy(update=bought)


def _bought(lever: str, yuan: float, scenario: Scenario, as_is: Policy) -> float:
    """Return the value of a lever that costs so much more than the one it has."""
    start = as_is[lever]
    if isinstance(start, dict):
        raise TypeError(f"points cannot be laid on {lever}, which has parts")
    usual = _cost(lever, start, scenario, as_is)

    def short(value: float) -> float:
        return _cost(lever, value, scenario, as_is) - usual - yuan

    if short(1.0) < 0:
        raise ValueError(f"{yuan:g} yuan buy more of {lever} than there is")
    return float(brentq(short, start, 1.0, xtol=1e-12))


def _cost(lever: str, value: float, scenario: Scenario, as_is: Policy) -> float:
    return spending(scenario, as_is.model_copy(update={lever: value}), (1,))[lever]
