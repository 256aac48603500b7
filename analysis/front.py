"""The cost–effect front: policies than which no other is both cheaper and better, as far as they can be told apart.

Costs of levers are known; effects are estimates. A policy is *beaten* by one that costs no more and is told to do better; it is *dearer for
nothing that can be told* where a cheaper one is not told apart from it. The front proper holds what is neither.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cogov.analysis.comparison import Comparison
from cogov.model.indicators import INDICATORS, MAIN

SAME_COST = 1e-9


@dataclass(frozen=True)
class Front:
    """Policies on the front, the cheapest first; beside them those of which nothing more can be said than that they are dearer."""

    policies: tuple[str, ...]
    undecided: Mapping[str, str]
    """Policy -> a cheaper (or as cheap) one on the front from which its effect cannot be told apart."""


def front(costs: Mapping[str, float], better: frozenset[tuple[str, str]]) -> Front:
    """Return the front of policies that cost so much; `better` holds the pairs (better, worse) that are told apart."""
    order = sorted(costs, key=lambda name: (costs[name], list(costs).index(name)))
    policies: list[str] = []
    undecided: dict[str, str] = {}
    for name in order:
        if any((other, name) in better and costs[other] <= costs[name] * (1 + SAME_COST) for other in order if other != name):
            continue
        unclear = [other for other in policies if (name, other) not in better]
        if unclear:
            undecided[name] = unclear[-1]
        else:
            policies.append(name)
    return Front(tuple(policies), undecided)


def fronts(comparison: Comparison, costs: Mapping[str, float]) -> dict[str, Front]:
    """Return the front of every main outcome of which more or less is better."""
    outcomes = [name for name in MAIN if INDICATORS[name].role == "outcome" and INDICATORS[name].direction]
    known = {name: _known(comparison, name) for name in outcomes if name in comparison.ahead}
    return {name: front({one: costs[one] for one in known[name]}, _better(comparison, name)) for name in known if known[name]}


def _known(comparison: Comparison, name: str) -> list[str]:
    """Return the policies under which an indicator is defined: an undefined effect is no policy's gain."""
    rows = [row for row in comparison.results if row.indicator == name]
    found = [row.policy for row in rows if not math.isnan(row.mean)]
    return [comparison.baseline, *found] if any(not math.isnan(row.baseline) for row in rows) else found


def _better(comparison: Comparison, name: str) -> frozenset[tuple[str, str]]:
    told = comparison.ahead[name]
    return told if INDICATORS[name].direction > 0 else frozenset((lower, higher) for higher, lower in told)
