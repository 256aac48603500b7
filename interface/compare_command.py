"""`cogov compare`: several policies in one city, under the same luck."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.options import All, Check, Days, Json, Out, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting, number
from cogov.output import as_json_text, file_name, make_folder, note, show, show_json, tell_written, write_text
from cogov.scenarios.words import Language

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.setting import Prepared, Setting
    from cogov.worlds import Priced, World

HELP = both("在相同的随机条件下比较几个政策。", "Compare policies under the same luck.")
SAME_BUDGET_HELP = both(
    "同一预算下比较:每个政策相对现状的改变按同一比例缩减(杠杆、阶段、专项整治;目标不变),直到杠杆费用等于情景的 policy.budget;"
    "未设预算时,等于高于现状的政策中最便宜者的费用;更便宜的政策不放大,并予以说明",
    "compare at the same budget: a policy's changes from the city as it is (levers, phases, campaigns; not goals) shrink by one factor until "
    "its levers cost the scenario's policy.budget or, without one, what the cheapest policy dearer than the city as it is costs; "
    "cheaper policies are not scaled up, and named",
)
COST_FACTOR_HELP = both(
    "把全部杠杆费用(不含工资)乘以这些倍数,各重复一次;与 --same-budget 合用时,在情景预算之内能负担的改变也随之变化",
    "repeat with all lever costs (not wages) times each of these; with --same-budget, what the scenario's budget pays for changes along",
)
Policies = Annotated[
    str, typer.Option("--policies", metavar="A,B,...", help=both("政策,第一个为基准", "policies, the first is the baseline"))
]
SameBudgetAsked = Annotated[bool, typer.Option("--same-budget", help=SAME_BUDGET_HELP)]
CostFactor = Annotated[str | None, typer.Option("--cost-factor", metavar=".5,1,2", help=COST_FACTOR_HELP)]
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
    same_budget: SameBudgetAsked = False,
    cost_factor: CostFactor = None,
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
    from cogov.runs import failed
    from cogov.setting import as_names, at_least, prepare
    from cogov.worlds import parse_factors, priced, worlds_at

    language: Language = context.obj
    crew = os.cpu_count() or 1 if workers is None else workers
    at_least("--replicates", replicates, 2)
    at_least("--workers", crew, 1)
    factors = parse_factors(cost_factor)
    setting = replace(as_setting(days, warmup, population, seed, sets, check=check), replicates=replicates, same_budget=same_budget)
    prepared = prepare(scenario, as_names(policies), setting)
    worlds = worlds_at(prepared, setting, factors)
    folder = _folder(out, prepared.scenario.name, json=json)
    for text in (*prepared.notes, *(text for world in worlds for text in world.notes())):
        note(text, language)
    runs = _runs(worlds, setting, crew, language)
    results = [result for _, result in runs]
    failures = failed(results)
    tell_failures(failures, language)
    if len(failures) < len(results):
        found = priced(worlds, runs)
        _answer(found, language, everything=everything, json=json)
        _write(folder, prepared, setting, found, language)
    if profile:
        show_profile(results, language)
    if failures:
        raise typer.Exit(1)


def _folder(out: Path | None, scenario: str, *, json: bool) -> Path | None:
    """A person finds table and figures in results/; a program that reads JSON asks for them."""
    if out is None and json:
        return None
    return make_folder(Path("results") / f"compare-{file_name(scenario)}" if out is None else out)


def _runs(worlds: "list[World]", setting: "Setting", workers: int, language: Language) -> "list[tuple[RunRequest, RunResult]]":
    from cogov.progress import progress
    from cogov.worlds import run_worlds, runs_needed

    with progress(len(runs_needed(worlds, setting)), language) as advance:
        return run_worlds(worlds, setting, workers, advance)


def _answer(found: "list[Priced]", language: Language, *, everything: bool, json: bool) -> None:
    from cogov.worlds import document

    if json:
        show_json(document(found))
    else:
        show(_table(found, language, everything=everything))


def _table(found: "list[Priced]", language: Language, *, everything: bool) -> "RenderableType":
    """City, budget, one table a policy; then one of the money for each price asked for."""
    from rich.console import Group
    from rich.text import Text as Styled

    from cogov.analysis.tables import footer
    from cogov.budget_words import lever_costs_line

    usual, prepared = found[0], found[0].world.prepared
    head = f"{prepared.circumstances(language)}\n{lever_costs_line(usual.world.lever_costs, prepared.titles, language)}"
    others = [part for one in found[1:] for part in _at_price(one, language, everything=everything)]
    return Group(Styled(head), *_policy_tables(usual, language, everything=everything), *others, footer(language))


def _policy_tables(one: "Priced", language: Language, *, everything: bool) -> "list[RenderableType]":
    """How the policies were brought to one budget, if they were, and a table for each."""
    from rich.text import Text as Styled

    from cogov.analysis.tables import comparison_tables
    from cogov.budget_words import same_budget_lines

    prepared = one.world.prepared
    shared, horizon = prepared.same_budget, prepared.scenario.horizon_days
    lines = [] if shared is None else [Styled(same_budget_lines(shared, prepared.titles, language))]
    return [*lines, Styled(""), *comparison_tables(one.comparison, language, prepared.titles, everything=everything, horizon_days=horizon)]


def _at_price(one: "Priced", language: Language, *, everything: bool) -> "list[RenderableType]":
    """The money at another price of the levers; all of it where the price also decided what ran."""
    from cogov.analysis.tables import price_table

    world = one.world
    tables = _policy_tables(one, language, everything=everything) if one.whole else []
    return [price_table(one.comparison, world.cost_factor, world.lever_costs, language, world.prepared.titles), *tables]


def _write(folder: Path | None, prepared: "Prepared", setting: "Setting", found: "list[Priced]", language: Language) -> None:
    if folder is None:
        return
    from cogov.analysis.canvas import save
    from cogov.analysis.figures import comparison_figure
    from cogov.analysis.network_figure import network_figure
    from cogov.analysis.tables import rendered
    from cogov.runs import first_network
    from cogov.worlds import document

    caption, comparison = prepared.scenario.title.in_(language), found[0].comparison
    figure = comparison_figure(comparison, language, prepared.titles, caption)
    files = [
        write_text(folder / "result.json", as_json_text(document(found))),
        write_text(folder / "comparison.csv", comparison.frame().to_csv(index=False, lineterminator="\n")),
        write_text(folder / "table.txt", rendered(_table(found, language, everything=True))),
        save(figure, folder / "comparison.png"),
        save(figure, folder / "comparison.svg"),
        save(network_figure(first_network(prepared, setting), language, caption), folder / "network.png"),
    ]
    tell_written(folder, files, language)
