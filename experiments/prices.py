"""Other prices: what runs would have cost with every lever dearer or cheaper. Nothing else about them changes."""

from dataclasses import replace

from cogov.experiments.pillars import pillar_scores
from cogov.experiments.runner import RunResult
from cogov.model.scenario import Weights

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
