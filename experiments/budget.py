"""What a policy's levers cost a resident and year, the refusal of one above its budget, and what runs would have cost at other prices."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cogov.experiments.measuring import pillar_scores
from cogov.experiments.runner import RunResult
from cogov.model.chance import Chance
from cogov.model.costs import per_head
from cogov.model.phases import places
from cogov.model.policy import Policy, ShareOfTownships
from cogov.model.scenario import Scenario, Weights
from cogov.model.territory import lay_out
from cogov.scenarios.errors import Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

EQUAL = 1e-9
"""Costs that differ by less than this share are the same."""
DEAREST = 3


def spending(scenario: Scenario, policy: Policy, seeds: Sequence[int]) -> dict[str, float]:
    """Return yuan per resident and year by lever, the mean over the seeds of the runs.

    Seeds differ only in the townships that they draw for phases in a share of them, and few draws differ.
    """
    draws = _draws(scenario, policy, seeds)
    found = [(per_head(scenario, policy, seed), often) for seed, often in draws.values()]
    return {name: sum(one[name] * often for one, often in found) / len(seeds) for name in found[0][0]}


def _draws(scenario: Scenario, policy: Policy, seeds: Sequence[int]) -> dict[bytes, tuple[int, int]]:
    """Return by drawn townships the first seed that draws them, and how many seeds do."""
    shares = [phase for phase in policy.phases if isinstance(phase.where, ShareOfTownships)]
    if not shares:
        return {b"": (seeds[0], len(seeds))}
    townships = lay_out(scenario.city).townships
    found: dict[bytes, tuple[int, int]] = {}
    for seed in seeds:
        drawn = b"".join(places(phase, townships, Chance(seed)).tobytes() for phase in shares)
        first, often = found.get(drawn, (seed, 0))
        found[drawn] = first, often + 1
    return found


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
    return Problem(SAY.over.filled(**words), key=name)


MONEY = "cost_per_resolved"
"""What a settlement costs the public, in yuan."""
WITH_HOURS = "full_cost_per_resolved"
"""The same with citizens' hours, whose worth no lever's price changes."""


def repriced(result: RunResult, cost_factor: float, weights: Weights) -> RunResult:
    """Return a run as it would have been with all lever costs multiplied, wages as they were."""
    if cost_factor == 1 or result.error is not None:
        return result
    cost = result.cost + (cost_factor - 1) * result.lever_cost
    indicators = dict(result.indicators)
    if MONEY in indicators and result.cost > 0:
        more = indicators[MONEY] * (cost / result.cost - 1)
        indicators |= {name: indicators[name] + more for name in (MONEY, WITH_HOURS) if name in indicators}
    lever_cost = result.lever_cost * cost_factor
    return replace(result, indicators=indicators, pillars=pillar_scores(indicators, weights), cost=cost, lever_cost=lever_cost)
