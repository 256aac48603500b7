"""From what was asked to results: one run, a comparison of many, and what came of them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from cogov.analysis.comparison import Comparison, reading_order
from cogov.experiments.pool import run_many
from cogov.experiments.runner import RunRequest, RunResult

if TYPE_CHECKING:
    import networkx as nx

    from cogov.setting import Prepared, Setting

Done = Callable[[RunResult], None]


def run_once(prepared: "Prepared", setting: "Setting") -> RunResult:
    """Run the one policy that was asked for."""
    [(name, policy)] = prepared.policies.items()
    [result] = run_many([RunRequest(prepared.scenario, name, policy, setting.seed, setting.check)])
    return result


def compared(prepared: "Prepared", results: Sequence[RunResult]) -> Comparison:
    """Compare the runs that did not fail; the first policy is the baseline."""
    names = list(prepared.policies)
    kept = [result for result in results if result.error is None]
    return Comparison.from_results(prepared.scenario.name, names[0], names, kept, groups=True)


def failed(results: Sequence[RunResult]) -> list[RunResult]:
    """Return the runs that did not come to their end."""
    return [result for result in results if result.error is not None]


def run_document(prepared: "Prepared", result: RunResult) -> dict[str, Any]:
    """What `run --json` prints."""
    return {
        "scenario": prepared.scenario.name,
        "policy": result.policy,
        "seed": result.seed,
        "days": prepared.scenario.days,
        "population": prepared.scenario.city.population,
        "indicators": {name: result.indicators[name] for name in sorted(result.indicators, key=reading_order)},
        "pillars": result.pillars,
        "cost": result.cost,
    }


def daily(prepared: "Prepared", result: RunResult) -> dict[str, list[float]]:
    """Return the days of the indicators that are followed daily, in the units in which they are declared."""
    thousands = prepared.scenario.city.population / 1000
    return {"backlog": [count / thousands for count in result.series.get("backlog", [])]}


def first_network(prepared: "Prepared", setting: "Setting") -> "nx.Graph[Any]":
    """Return the governance network as it stands on the first day under the first policy."""
    from cogov.model.city import CoGovernanceModel

    policy = next(iter(prepared.policies.values()))
    network: nx.Graph[Any] = CoGovernanceModel(prepared.scenario, policy, setting.seed).network
    return network
