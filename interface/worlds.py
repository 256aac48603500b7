"""A comparison at one or several prices of the levers: which runs it needs, and what each price makes of them.

Policies run the same at every price, unless `--same-budget` lets the price decide how much of them the budget pays for.
"""

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cogov.experiments.budget import MONEY, WITH_HOURS, over_budget, repriced, spending
from cogov.experiments.runner import RunRequest, RunResult
from cogov.model.policy import Policy
from cogov.model.words import Text
from cogov.options import as_list
from cogov.runs import compared
from cogov.scenarios.errors import InputError, Problem
from cogov.setting import Prepared, Setting, at_prices

if TYPE_CHECKING:
    from cogov.analysis.comparison import Comparison

HIGHEST_FACTOR = 1000.0
FACTORS = Text(
    zh="应为大于 0、不超过 1000 的数,以逗号分隔,各不相同", en="needs different numbers above 0 and at most 1000, with commas between"
)
OVER = Text(
    zh="杠杆费用乘以 {factor:g} 后,政策 {policy} 超出预算 {budget:g} 元",
    en="with lever costs times {factor:g}, {policy} is above its budget of {budget:g}",
)


@dataclass(frozen=True)
class World:
    """Scenario and policies at one price of the levers."""

    cost_factor: float
    prepared: Prepared
    over_budget: tuple[str, ...]
    """Policies that cost more than their budget at this price only."""
    lever_costs: dict[str, float]
    """Yuan per resident and year, by policy."""

    def notes(self) -> list[Text]:
        """Say which policies this price makes too dear for their budget."""
        policies = self.prepared.policies
        return [OVER.filled(factor=self.cost_factor, policy=name, budget=policies[name].budget) for name in self.over_budget]


@dataclass(frozen=True)
class Priced:
    """A comparison at one price of the levers."""

    world: World
    comparison: "Comparison"
    whole: bool
    """Whether other policies ran than at the scenario's own prices; else only the money differs."""

    def as_json(self) -> dict[str, Any]:
        """One entry of `cost_factors` in `compare --json`."""
        shared = self.world.prepared.same_budget
        document: dict[str, Any] = {"factor": self.world.cost_factor, "lever_costs": self.world.lever_costs}
        if shared is not None:
            document["same_budget"] = shared.as_json()
        document["over_budget"] = list(self.world.over_budget)
        return document | {"results": [row.as_json() for row in self.shown().results]}

    def shown(self) -> "Comparison":
        """Return the rows that this price changes."""
        rows = tuple(row for row in self.comparison.results if self.whole or row.indicator in {MONEY, WITH_HOURS})
        return replace(self.comparison, results=rows)


def parse_factors(written: str | None) -> tuple[float, ...]:
    """Read `.5,1,2`; nothing asked is nothing repeated."""
    if written is None:
        return ()
    try:
        found = tuple(float(part) for part in as_list(unicodedata.normalize("NFKC", written)))
    except ValueError:
        found = ()
    return checked_factors(found, written)


def checked_factors(factors: Sequence[float], written: object) -> tuple[float, ...]:
    """Refuse factors that are no prices, or the same twice."""
    possible = all(math.isfinite(one) and 0 < one <= HIGHEST_FACTOR for one in factors)
    if not factors or not possible or len(set(factors)) < len(factors):
        raise InputError(Problem(FACTORS, key="--cost-factor", value=written, allowed=(".5,1,2",)))
    return tuple(float(one) for one in factors)


def worlds_at(prepared: Prepared, setting: Setting, factors: Sequence[float]) -> list[World]:
    """Return the world at the scenario's own prices, then one for each factor asked for."""
    return [_world(prepared, setting, 1.0), *(_world(prepared, setting, factor) for factor in factors)]


def _world(prepared: Prepared, setting: Setting, factor: float) -> World:
    there = prepared if factor == 1 else at_prices(prepared, setting, factor)
    scenario, policies, seeds = there.scenario, there.policies, setting.seeds
    over = () if setting.same_budget else tuple(one.key for one in over_budget(scenario, policies, seeds, factor))
    costs = {name: factor * sum(spending(scenario, policy, seeds).values()) for name, policy in policies.items()}
    return World(factor, there, over, costs)


def jobs(worlds: Sequence[World]) -> dict[str, tuple[str, Policy]]:
    """Return every policy that the worlds need, each once, under a name of its own: what a price makes of a policy is another one."""
    found: dict[str, tuple[str, Policy]] = {}
    for world in worlds:
        for name, policy in world.prepared.policies.items():
            if (name, policy) not in found.values():
                found[f"{name}@{world.cost_factor:g}" if name in found else name] = name, policy
    return found


def one_of_each(worlds: Sequence[World], setting: Setting) -> list[RunRequest]:
    """Return a run of every policy that the worlds need."""
    scenario = worlds[0].prepared.scenario
    return [RunRequest(scenario, name, policy, setting.seed, setting.check) for name, policy in jobs(worlds).values()]


def priced(worlds: Sequence[World], runs: Sequence[tuple[RunRequest, RunResult]], looks: int = 1) -> list[Priced]:
    """Compare the policies in each world, the first at the scenario's own prices; `looks`: how often one may look and stop."""
    usual = worlds[0].prepared.policies
    return [Priced(world, compared(world.prepared, _of(world, runs), looks), world.prepared.policies != usual) for world in worlds]


def _of(world: World, runs: Sequence[tuple[RunRequest, RunResult]]) -> list[RunResult]:
    """Return the runs of this world's policies, at its prices."""
    weights, policies = world.prepared.scenario.weights, world.prepared.policies
    return [repriced(result, world.cost_factor, weights) for asked, result in runs if policies[asked.policy_name] == asked.policy]


def document(found: Sequence[Priced]) -> dict[str, Any]:
    """What `compare --json` prints: the budget and other prices only where they were asked for."""
    usual, others = found[0], found[1:]
    shared = usual.world.prepared.same_budget
    extra: dict[str, Any] = {} if shared is None else {"same_budget": shared.as_json()}
    if others:
        extra["cost_factors"] = [one.as_json() for one in others]
    return usual.comparison.as_json() | extra
