"""Several policies at one budget: every policy's changes shrink by one factor until its levers cost what they may.

The rule, in full. What shrinks is a policy's difference from the city as it is (`as_is`, with `--set`): levers, levers of phases and
the intensity of campaigns; goals are no lever and stay. What a policy may cost is the scenario's `policy.budget`, or else what the
cheapest policy costs among those dearer than the city as it is. A dearer policy is scaled to cost exactly that. One that costs less
is left as it is and said to be cheaper: nothing is scaled up. The city as it is has no changes and is never scaled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cogov.experiments.budget import EQUAL, cost
from cogov.model.levers import LEVERS
from cogov.model.policy import Campaign, LeverValues, Phase, Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

State = Literal["as_is", "scaled", "at_target", "cheaper"]
Value = float | dict[str, float]


@dataclass(frozen=True)
class Change:
    """What one lever is in the city as it is, under the policy as written, and as it runs."""

    as_is: Value
    asked: Value
    used: Value


@dataclass(frozen=True)
class Scaled:
    """One policy at the common budget; costs in yuan per resident and year at the prices asked for."""

    policy: Policy
    state: State
    factor: float
    cost_before: float
    cost_after: float
    levers: dict[str, Change]

    def as_json(self) -> dict[str, Any]:
        """Plain values, for `compare --json`."""
        changes = {name: {"as_is": one.as_is, "asked": one.asked, "used": one.used} for name, one in self.levers.items()}
        costs = {"cost_before": self.cost_before, "cost_after": self.cost_after}
        return {"factor": self.factor, **costs, "state": self.state, "levers": changes}


@dataclass(frozen=True)
class SameBudget:
    """What every policy may cost, who says so, and what became of each."""

    target: float | None
    """Yuan per resident and year; None where no policy costs more than the city as it is."""
    set_by: str
    """The policy whose cost it is; empty where it is the scenario's budget."""
    policies: dict[str, Scaled]

    def as_json(self) -> dict[str, Any]:
        """What stands under `same_budget` in `compare --json`."""
        return {name: one.as_json() for name, one in self.policies.items()}


@dataclass(frozen=True)
class _Money:
    """What everybody has to know of money; costs in yuan per resident and year at the scenario's own prices."""

    scenario: Scenario
    as_is: Policy
    seeds: Sequence[int]
    cost_factor: float

    def cost(self, policy: Policy) -> float:
        return cost(self.scenario, policy, self.seeds)


def same_budget(
    scenario: Scenario, as_is: Policy, policies: Mapping[str, Policy], seeds: Sequence[int], cost_factor: float = 1.0
) -> SameBudget:
    """Scale policies to the same cost. Prices times `cost_factor` move only what the scenario's budget can pay for."""
    money = _Money(scenario, as_is, seeds, cost_factor)
    costs = {name: money.cost(policy) for name, policy in policies.items()}
    target, set_by = _target(as_is, costs, money.cost(as_is), cost_factor)
    found = {name: _fitted(money, name, policy, costs[name], target) for name, policy in policies.items()}
    return SameBudget(None if target is None else target * cost_factor, set_by, found)


def _target(as_is: Policy, costs: Mapping[str, float], usual: float, cost_factor: float) -> tuple[float | None, str]:
    """Return what a policy may cost at the scenario's own prices, and which policy's cost that is."""
    if as_is.budget is not None:
        if usual * cost_factor > as_is.budget * (1 + EQUAL):
            words = {"cost": usual * cost_factor, "budget": as_is.budget}
            message = SAY.too_dear.filled(**words)
            raise InputError(Problem(message, key="--same-budget"))
        return as_is.budget / cost_factor, ""
    dearer = {name: yuan for name, yuan in costs.items() if yuan > usual * (1 + EQUAL)}
    cheapest = min(dearer, key=lambda name: dearer[name], default="")
    return dearer.get(cheapest), cheapest


def _fitted(money: _Money, name: str, policy: Policy, before: float, target: float | None) -> Scaled:
    """Scale one policy, or say why it is left alone."""
    as_is, price = money.as_is, money.cost_factor
    state = _state(as_is, policy, before, target)
    if state != "scaled" or target is None:
        return Scaled(policy, state, 1.0, before * price, before * price, changes(as_is, policy, policy))
    if as_is.phases and policy.phases != as_is.phases:
        raise InputError(Problem(SAY.phases, key=name))
    factor = _factor(money, policy, target)
    used = scaled(as_is, policy, factor)
    return Scaled(used, state, factor, before * price, money.cost(used) * price, changes(as_is, policy, used))


def _factor(money: _Money, policy: Policy, target: float) -> float:
    """Return the share of its changes at which a policy costs the target.

    With exponents of 1 and more the cost is convex along the way, hence there is one such share; else it is one of them.
    """

    def excess(factor: float) -> float:
        return money.cost(scaled(money.as_is, policy, factor)) - target

    from scipy.optimize import brentq  # noqa: PLC0415 - half a second to import

    return 0.0 if excess(0.0) >= 0 else float(brentq(excess, 0.0, 1.0, xtol=1e-12))


def _state(as_is: Policy, policy: Policy, before: float, target: float | None) -> State:
    if policy == as_is:
        return "as_is"
    if target is None or before < target * (1 - EQUAL):
        return "cheaper"
    return "scaled" if before > target * (1 + EQUAL) else "at_target"


def scaled(as_is: Policy, policy: Policy, factor: float) -> Policy:
    """Return the policy with `factor` of its changes from the city as it is: 1 is all of them, 0 none.

    With phases, too, every lever in every township and on every day then lies at this share of the way.
    """
    if factor == 1:
        return policy
    values: dict[str, Any] = {name: _between(as_is[name], policy[name], factor) for name in LEVERS}
    values["campaigns"] = _campaigns(as_is.campaigns, policy.campaigns, factor)
    if policy.phases != as_is.phases:
        values["phases"] = tuple(_phase(as_is, phase, factor) for phase in policy.phases)
    return policy.model_copy(update=values)


def _between(old: Value, new: Value, factor: float) -> Value:
    """Go part of the way; a lever with parts goes part by part."""
    if not isinstance(old, dict):
        return old + factor * (new - old) if not isinstance(new, dict) else new
    parts = new if isinstance(new, dict) else dict.fromkeys(old, new)
    return {part: old[part] + factor * (value - old[part]) for part, value in parts.items()}


def _phase(as_is: Policy, phase: Phase, factor: float) -> Phase:
    moved = {name: value for name in LEVERS if (value := phase.levers[name]) is not None}
    values = {name: _between(as_is[name], value, factor) for name, value in moved.items()}
    return phase.model_copy(update={"levers": LeverValues.model_validate(values)})


def _campaigns(old: tuple[Campaign, ...], new: tuple[Campaign, ...], factor: float) -> tuple[Campaign, ...]:
    """Weaken the campaigns that the policy adds, and keep part of those that it drops."""
    shares = [(one, 1.0 if one in old else factor) for one in new] + [(one, 1 - factor) for one in old if one not in new]
    return tuple(one.model_copy(update={"intensity": one.intensity * share}) for one, share in shares if share > 0)


def changes(as_is: Policy, asked: Policy, used: Policy) -> dict[str, Change]:
    """Return the levers that the policy changes from its first day on."""
    values = {name: Change(as_is[name], asked[name], used[name]) for name in LEVERS}
    return {name: change for name, change in values.items() if change.as_is != change.asked}
