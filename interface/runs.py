"""From what was asked to results: one run and what came of it, or the world of each policy."""

from typing import TYPE_CHECKING, Any

from cogov.analysis.comparison import reading_order
from cogov.experiments.runner import RunRequest, RunResult, run_and_keep
from cogov.notes import as_json

if TYPE_CHECKING:
    import networkx as nx

    from cogov.analysis.journeys.world import World
    from cogov.analysis.network_figure import Busy
    from cogov.model.city import City
    from cogov.model.words import Language
    from cogov.setting import Prepared, Setting


def run_once_and_keep(prepared: "Prepared", setting: "Setting") -> "tuple[RunResult, City | None]":
    """Run the one policy that was asked for and keep the city as it stands at the end; None where the run failed."""
    [(name, policy)] = prepared.policies.items()
    return run_and_keep(RunRequest(prepared.scenario, name, policy, setting.seed, setting.check))


def busiest(city: "City", most: int = 6) -> "list[Busy]":
    """Return the desks with most open matters per handler on the last day."""
    from cogov.analysis.network_figure import Busy
    from cogov.experiments.titles import desk_titles

    titles, load = desk_titles(city, placed=True), city.institutions.load
    order = sorted(range(len(titles)), key=lambda desk: (-load[desk], desk))[:most]
    return [Busy(desk, titles[desk], float(load[desk])) for desk in order if load[desk] > 0]


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
        "notes": as_json(prepared.notes),
    }


def daily(prepared: "Prepared", result: RunResult) -> dict[str, list[float]]:
    """Return the days of the indicators that are followed daily, in the units in which they are declared."""
    from cogov.analysis.figures import per_thousand

    return {"backlog": per_thousand(result.series.get("backlog", []), prepared.scenario.city.population)}


def first_network(prepared: "Prepared") -> "nx.Graph[Any]":
    """Return the governance network as it stands on the first day under the first policy."""
    from cogov.model.build import build_offices

    return build_offices(prepared.scenario, next(iter(prepared.policies.values())), prepared.seed).network


def worlds_of(prepared: "Prepared", setting: "Setting", language: "Language", *, profile: bool) -> "list[World]":
    """Live through the run of every policy with a witness of the reasons, or leave with what went wrong."""
    import typer

    from cogov.analysis.journeys.world import lived_through
    from cogov.progress import progress, show_profile, tell_failures

    worlds: list[World] = []
    with progress(len(prepared.policies), language) as advance:
        for name, policy in prepared.policies.items():
            world = lived_through(RunRequest(prepared.scenario, name, policy, setting.seed, setting.check))
            if isinstance(world, RunResult):
                tell_failures([world], language)
                raise typer.Exit(1)
            worlds.append(world)
            advance(world)
    if profile:
        show_profile([one.lived.result for one in worlds], language)
    return worlds
