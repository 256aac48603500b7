"""The cost–effect front: policies than which no other is both cheaper and better."""

from collections.abc import Mapping

from cogov.analysis.comparison import Comparison
from cogov.scenarios.indicators import INDICATORS, MAIN


def front(costs: Mapping[str, float], effects: Mapping[str, float], direction: int) -> list[str]:
    """Return the policies that no other dominates, the cheapest first.

    `direction` is 1 where more of the effect is better, −1 where less is. One policy dominates another if it costs no more, does
    no worse, and is strictly ahead in one of the two; undefined effects are no policy's gain.
    """
    known = [name for name in costs if effects.get(name, float("nan")) == effects.get(name)]
    gains = {name: direction * effects[name] for name in known}

    def dominated(name: str) -> bool:
        return any(
            costs[other] <= costs[name] and gains[other] >= gains[name] and (costs[other] < costs[name] or gains[other] > gains[name])
            for other in known
        )

    return sorted((name for name in known if not dominated(name)), key=lambda name: (costs[name], -gains[name]))


def fronts(comparison: Comparison, costs: Mapping[str, float]) -> dict[str, list[str]]:
    """Return the front of every main outcome of which more or less is better."""
    outcomes = [name for name in MAIN if INDICATORS[name].role == "outcome" and INDICATORS[name].direction]
    means = {name: _means(comparison, name) for name in outcomes}
    return {name: front(costs, found, INDICATORS[name].direction) for name, found in means.items() if found}


def _means(comparison: Comparison, name: str) -> dict[str, float]:
    """Return an indicator's mean by policy, the baseline's over its pairs with the first other policy."""
    rows = [row for row in comparison.results if row.indicator == name]
    return {comparison.baseline: rows[0].baseline} | {row.policy: row.mean for row in rows} if rows else {}
