"""Points and budgets: a policy that costs more than it may is refused, as in a comparison; a point that does is only named.

A design that varies levers explores what they would do, beyond what is affordable too; rows hold `lever_cost`, so what is above a
budget can be left out afterwards.
"""

from collections.abc import Iterator, Mapping, Sequence

from cogov.experiments.budget import EQUAL, cost, over_budget
from cogov.experiments.designs.factors import Factor, laid_on_policy, laid_on_scenario
from cogov.experiments.planning import Point
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

LOOKED_AT = 1000
"""Points of which the cost is worked out beforehand: a third of a second."""


def refused(scenario: Scenario, policies: Mapping[str, Policy], factors: Sequence[Factor], seeds: Sequence[int]) -> list[Problem]:
    """Return a problem for every policy above its budget, where no factor turns its levers."""
    if any(factor.of == "policy" for factor in factors) or all(policy.budget is None for policy in policies.values()):
        return []
    return over_budget(scenario, policies, seeds)


def notes(
    scenario: Scenario, policies: Mapping[str, Policy], factors: Sequence[Factor], points: Mapping[str, Sequence[Point]], seed: int
) -> Iterator[Text]:
    """Say of each policy with a budget at how many points it costs more."""
    for name, policy in policies.items():
        seen = points[name][:LOOKED_AT]
        dear = sum(_is_above(scenario, policy, dict(zip(factors, point, strict=True)), seed) for point in seen) if factors else 0
        if dear:
            words = {"policy": name, "count": dear, "seen": len(seen), "budget": policy.budget}
            yield SAY.above.filled(**words)


def _is_above(scenario: Scenario, policy: Policy, values: Mapping[Factor, float | str], seed: int) -> bool:
    if policy.budget is None:
        return False
    spent = cost(laid_on_scenario(scenario, values), laid_on_policy(policy, values), [seed])
    return spent > policy.budget * (1 + EQUAL)
