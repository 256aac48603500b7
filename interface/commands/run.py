"""`cogov run`: one city, one policy, one run."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import Language
from cogov.options import All, Check, Days, Json, Out, Population, Profile, RulesAsked, ScenarioName, Seed, Sets, Warmup, as_day, as_setting
from cogov.output import as_json_text, make_folder, note, show, show_json, tell_written
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from rich.console import RenderableType

    from cogov.experiments.runner import RunResult
    from cogov.model.city import City
    from cogov.setting import Prepared, Setting

SAY = Words(__file__)

PolicyName = Annotated[str, typer.Option("--policy", metavar="P", help=both(SAY.policy_name))]


def run(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policy: PolicyName = "as_is",
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    rules: RulesAsked = None,
    check: Check = False,
    profile: Profile = False,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Prepare, run, answer; what is wrong is refused before anything is computed or written."""
    from cogov.progress import progress, show_profile, tell_failures
    from cogov.setting import prepare

    language: Language = context.obj
    day = as_day(rules)  # its levers are known from here on
    setting = replace(as_setting(days, warmup, population, seed, sets, check=check), rules=day)
    prepared = prepare(scenario, [policy], setting)
    folder = None if out is None else make_folder(out)
    for text in prepared.notes:
        note(text, language)
    result, city = _result(prepared, setting, progress(1, language))
    if result.error is not None:
        tell_failures([result], language)
        raise typer.Exit(1)
    _answer(prepared, result, language, everything=everything, json=json)
    if profile:
        show_profile([result], language)
    if folder is not None and city is not None:
        _write(folder, prepared, result, city, language)


def _result(prepared: "Prepared", setting: "Setting", bar: Any) -> "tuple[RunResult, City | None]":
    from cogov.runs import run_once_and_keep

    with bar:
        return run_once_and_keep(prepared, setting)


def _answer(prepared: "Prepared", result: "RunResult", language: Language, *, everything: bool, json: bool) -> None:
    from cogov.runs import run_document

    if json:
        show_json(run_document(prepared, result))
    else:
        show(run_page(prepared, result, language, everything=everything))


def run_page(prepared: "Prepared", result: "RunResult", language: Language, *, everything: bool) -> "RenderableType":
    """City, scores, money, and a table of the indicators."""
    from rich.console import Group

    from cogov.analysis.tables import run_table

    horizon = prepared.scenario.horizon_days
    title = prepared.titles[result.policy].in_(language)
    table = run_table(result.indicators, language, title, everything=everything, horizon_days=horizon)
    return Group(prepared.circumstances(language), scores(result, language), money(prepared, result, language), "", table)


def money(prepared: "Prepared", result: "RunResult", language: Language) -> str:
    """What the measured days cost for a resident and year, and how much of it are the levers."""
    scenario = prepared.scenario
    years = (scenario.days - scenario.warmup) / 365
    heads = scenario.city.population * years
    return SAY.cost.in_(language).format(cost=result.cost / heads, levers=result.lever_cost / heads)


def scores(result: "RunResult", language: Language) -> str:
    """The three pillar scores in one line."""
    from cogov.model.indicators import PILLARS

    return SAY.scores.in_(language) + " · ".join(f"{PILLARS[name].in_(language)} {score:.1f}" for name, score in result.pillars.items())


def days_figure(prepared: "Prepared", result: "RunResult", language: Language) -> "Figure":
    """How the days went."""
    from cogov.analysis.figures import series_figure, trend_finding
    from cogov.runs import daily

    warmup, days = prepared.scenario.warmup, daily(prepared, result)
    title = trend_finding("backlog", [days["backlog"][warmup:]])
    return series_figure({result.policy: days}, language, prepared.titles, title, prepared.scenario.title, warmup)


def _write(folder: Path, prepared: "Prepared", result: "RunResult", city: "City", language: Language) -> None:
    from cogov.analysis.canvas import save
    from cogov.analysis.flows import finding, flow_figure, runs_words
    from cogov.analysis.network_figure import network_figure
    from cogov.analysis.tables import rendered
    from cogov.experiments.flows import flows_of
    from cogov.runs import busiest, run_document

    caption, flows = prepared.scenario.title.in_(language), flows_of(city)
    flows_title = finding(flows, result.policy, None, prepared.titles)
    files = [
        write_text(folder / "result.json", as_json_text(run_document(prepared, result))),
        write_text(folder / "table.txt", rendered(run_page(prepared, result, language, everything=True))),
        save(days_figure(prepared, result, language), folder / "days.png"),
        save(network_figure(city.network, language, caption, busiest(city)), folder / "network.png"),
        save(flow_figure(flows, language, flows_title, runs_words([result.seed]), caption), folder / "flows.png"),
    ]
    tell_written(folder, files, language)
