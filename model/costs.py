"""Money: what a policy costs, and what a run cost."""

from typing import TYPE_CHECKING

from cogov.model.topics import REST_DAYS
from cogov.scenarios.levers import LEVERS
from cogov.scenarios.policy import Policy
from cogov.scenarios.schema import Scenario

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel


def intensity(policy: Policy, lever: str) -> float:
    """Return how far a lever is turned, 0 to 1: the mean of its parts; of grids, the densest allowed over the actual size."""
    value = getattr(policy, lever)
    if isinstance(value, dict):
        return sum(value.values()) / len(value)
    return LEVERS[lever].low / float(value) if lever == "grid_density" else float(value)


def lever_costs(scenario: Scenario, policy: Policy, residents: int, days: float) -> dict[str, float]:
    """Return what each lever costs in yuan: per_head · intensity ** exponent, per resident and year."""
    years = residents * days / 365
    return {
        name: curve.per_head * intensity(policy, name) ** curve.exponent * years for name, curve in sorted(scenario.costs.levers.items())
    }


def total(model: "CoGovernanceModel") -> float:
    """Return what the measured days cost in yuan: handler-days on matters, those that levers take from the desks, and levers."""
    days, institutions = model.tally.measured_days, model.institutions
    working = days if model.scenario.choices.calendar == "every_day" else days * (7 - len(REST_DAYS)) / 7
    taken = float((institutions.staff - institutions.handlers).clip(min=0).sum()) * working
    wages = (float(institutions.worked.sum()) + taken) * model.scenario.costs.handler_day
    return wages + sum(lever_costs(model.scenario, model.policy, model.territory.population, days).values())
