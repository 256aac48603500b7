"""`cogov compare`: several policies in one city, under the same luck."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.options import All, Check, Days, Json, Out, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting, number
from cogov.output import as_json_text, file_name, make_folder, note, show, show_json, tell_written, write_text
from cogov.scenarios.words import Language

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.analysis.comparison import Comparison
    from cogov.experiments.runner import RunResult
    from cogov.setting import Prepared, Setting

HELP = both("在相同的随机条件下比较几个政策。", "Compare policies under the same luck.")
Policies = Annotated[
    str, typer.Option("--policies", metavar="A,B,...", help=both("政策,第一个为基准", "policies, the first is the baseline"))
]
Replicates = Annotated[int, number("--replicates", "每个政策的重复次数", "replications of each policy")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help=both("并行进程数;默认全部核心", "processes; all cores by default"))
]


def compare(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policies: Policies,
    replicates: Replicates = 10,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    check: Check = False,
    profile: Profile = False,
    workers: Workers = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Prepare, run, answer; what is wrong is refused before anything is computed or written."""
    from cogov.progress import show_profile, tell_failures
    from cogov.runs import compared, failed
    from cogov.setting import as_names, at_least, prepare

    language: Language = context.obj
    crew = os.cpu_count() or 1 if workers is None else workers
    at_least("--replicates", replicates, 2)
    at_least("--workers", crew, 1)
    setting = as_setting(days, warmup, population, seed, sets, check=check)
    prepared = prepare(scenario, as_names(policies), setting)
    folder = _folder(out, prepared.scenario.name, json=json)
    for text in prepared.notes:
        note(text, language)
    results = _results(prepared, setting, replicates, crew, language)
    failures = failed(results)
    tell_failures(failures, language)
    if len(failures) < len(results):
        comparison = compared(prepared, results)
        _answer(prepared, comparison, language, everything=everything, json=json)
        _write(folder, prepared, setting, comparison, language)
    if profile:
        show_profile(results, language)
    if failures:
        raise typer.Exit(1)


def _folder(out: Path | None, scenario: str, *, json: bool) -> Path | None:
    """A person finds table and figures in results/; a program that reads JSON asks for them."""
    if out is None and json:
        return None
    return make_folder(Path("results") / f"compare-{file_name(scenario)}" if out is None else out)


def _results(prepared: "Prepared", setting: "Setting", replicates: int, workers: int, language: Language) -> "list[RunResult]":
    from cogov.progress import progress
    from cogov.runs import run_policies

    with progress(replicates * len(prepared.policies), language) as advance:
        return run_policies(prepared, setting, replicates, workers, advance)


def _answer(prepared: "Prepared", comparison: "Comparison", language: Language, *, everything: bool, json: bool) -> None:
    if json:
        show_json(comparison.as_json())
    else:
        show(_table(prepared, comparison, language, everything=everything))


def _table(prepared: "Prepared", comparison: "Comparison", language: Language, *, everything: bool) -> "RenderableType":
    from rich.console import Group

    from cogov.analysis.tables import comparison_table

    horizon = prepared.scenario.horizon_days
    tables = comparison_table(comparison, language, prepared.titles, everything=everything, horizon_days=horizon)
    return Group(prepared.circumstances(language), "", tables)


def _write(folder: Path | None, prepared: "Prepared", setting: "Setting", comparison: "Comparison", language: Language) -> None:
    if folder is None:
        return
    from cogov.analysis.canvas import save
    from cogov.analysis.figures import comparison_figure
    from cogov.analysis.network_figure import network_figure
    from cogov.analysis.tables import rendered
    from cogov.runs import first_network

    caption = prepared.scenario.title.in_(language)
    figure = comparison_figure(comparison, language, prepared.titles, caption)
    files = [
        write_text(folder / "result.json", as_json_text(comparison.as_json())),
        write_text(folder / "comparison.csv", comparison.frame().to_csv(index=False, lineterminator="\n")),
        write_text(folder / "table.txt", rendered(_table(prepared, comparison, language, everything=True))),
        save(figure, folder / "comparison.png"),
        save(figure, folder / "comparison.svg"),
        save(network_figure(first_network(prepared, setting), language, caption), folder / "network.png"),
    ]
    tell_written(folder, files, language)
