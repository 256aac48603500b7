"""Budgets: what a policy's levers cost a resident and year, and the refusal of one that costs more than it may."""

from collections.abc import Mapping, Sequence

from cogov.model.costs import per_head
from cogov.scenarios.errors import Problem
from cogov.scenarios.policy import Policy, ShareOfTownships
from cogov.scenarios.schema import Scenario
from cogov.scenarios.words import Text

EQUAL = 1e-9
"""Costs that differ by less than this share are the same."""
DEAREST = 3

OVER = Text(
    zh="杠杆费用为每名居民每年 {cost:.2f} 元,超出预算 {budget:g} 元;费用最高的是 {dearest}",
    en="the levers cost {cost:.2f} yuan per resident and year, above the budget of {budget:g}; the dearest are {dearest}",
)


def spending(scenario: Scenario, policy: Policy, seeds: Sequence[int]) -> dict[str, float]:
    """Return yuan per resident and year by lever, the mean over the seeds of the runs.

    Only a phase in a share of the townships costs differently under another seed.
    """
    drawn = any(isinstance(phase.where, ShareOfTownships) for phase in policy.phases)
    asked = seeds if drawn else seeds[:1]
    found = [per_head(scenario, policy, seed) for seed in asked]
    return {name: sum(one[name] for one in found) / len(asked) for name in found[0]}


def cost(scenario: Scenario, policy: Policy, seeds: Sequence[int]) -> float:
    """Return what all levers of a policy cost in yuan per resident and year."""
    return sum(spending(scenario, policy, seeds).values())


def over_budget(scenario: Scenario, policies: Mapping[str, Policy], seeds: Sequence[int], cost_factor: float = 1.0) -> list[Problem]:
    """Return a problem for every policy whose levers, at prices times `cost_factor`, cost more than its budget."""
    found = []
    for name, policy in policies.items():
        if policy.budget is None:
            continue
        spent = {lever: yuan * cost_factor for lever, yuan in spending(scenario, policy, seeds).items()}
        if sum(spent.values()) > policy.budget * (1 + EQUAL):
            found.append(_over(name, policy.budget, spent))
    return found


def _over(name: str, budget: float, spent: Mapping[str, float]) -> Problem:
    dearest = sorted(spent.items(), key=lambda item: -item[1])[:DEAREST]
    words = {
        "cost": sum(spent.values()),
        "budget": budget,
        "dearest": ", ".join(f"{lever} {yuan:.2f}" for lever, yuan in dearest),
    }
    return Problem(Text(zh=OVER.zh.format(**words), en=OVER.en.format(**words)), key=name)
