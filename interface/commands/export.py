"""`cogov export`: what happened, or the network, in a format that other programs read."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.commands.run import PolicyName
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Check, Days, Indicators, Population, Seed, Sets, Warmup, as_list, as_setting
from cogov.output import answer, check_file, file_name, note, say, tell_written
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.analysis.logs.formats import Format, OfNetwork
    from cogov.model.policy import Policy
    from cogov.model.scenario import Scenario
    from cogov.setting import Prepared, Setting

SAY = Words(__file__)

Source = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO|DIR",
        help=both(SAY.source),
        show_default=False,
    ),
]
FormatName = Annotated[
    str,
    typer.Option("--format", metavar="F", help=both(SAY.format_name)),
]
OutFile = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="FILE",
        help=both(SAY.out_file),
    ),
]
LONG, LONG_ENDINGS = "long", (".csv", ".parquet")


def export(
    context: typer.Context,
    scenario: Source,
    *,
    form: FormatName,
    policy: PolicyName = "as_is",
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    check: Check = False,
    indicator: Indicators = None,
    out: OutFile = None,
) -> None:
    """Prepare, run, write; what is wrong is refused before anything is computed or written."""
    from cogov.analysis.logs.formats import FORMATS
    from cogov.setting import prepare

    language: Language = context.obj
    if form == LONG:
        _export_long(Path(scenario), as_list(indicator), out, language)
        return
    if form not in FORMATS:
        raise InputError(unknown(SAY.format, form, (*FORMATS, LONG)))
    if Path(scenario).is_dir():
        _export_folder(Path(scenario), form, policy, seed, out, language)
        return
    setting = as_setting(days, warmup, population, seed, sets, check=check)
    prepared = prepare(scenario, [policy], setting)
    [policy] = prepared.policies
    chosen = FORMATS[form]
    path = out or Path("results") / f"{file_name(prepared.scenario.name)}-{file_name(policy)}{chosen.endings[0]}"
    ending = _ending(path, form, chosen)
    check_file(path)
    for text in prepared.notes:
        note(text, language)
    write = _write_events if chosen.events else _write_network
    say(write(prepared, setting, chosen, path, ending, language))
    tell_written(path.parent, [path], language)
    answer(path)


def _export_long(folder: Path, indicators: list[str], out: Path | None, language: Language) -> None:
    """Write a row a run and indicator: what mixed models and plotting libraries take."""
    from cogov.analysis.long import long_table, write_long
    from cogov.analysis.study import read_study

    path = out or folder / "long.parquet"
    if path.suffix not in LONG_ENDINGS:
        message = SAY.ending.filled(format=LONG)
        raise InputError(Problem(message, key="--out", value=str(path), allowed=LONG_ENDINGS))
    table = long_table(read_study(folder), indicators)
    write_long(table, check_file(path, "--out" if out else "DIR"))
    say(SAY.rows.in_(language).format(rows=len(table), runs=table["run_id"].nunique()))
    tell_written(path.parent, [path], language)
    answer(path)


def _export_folder(folder: Path, form: str, policy: str, seed: int, out: Path | None, language: Language) -> None:
    """Write what a folder of results holds; of a run its events, if they were recorded."""
    from cogov.analysis.logs.formats import FORMATS, events_of
    from cogov.analysis.long import columns_frame
    from cogov.analysis.subject import read_subject
    from cogov.experiments.store.frames import load
    from cogov.experiments.writing import write_frame

    chosen = FORMATS[form]
    path = out or folder / (f"runs{chosen.endings[0]}" if form == "csv" else f"{file_name(policy)}-{seed}{chosen.endings[0]}")
    ending = _ending(path, form, chosen)
    if form == "csv":
        table = load(folder)
        check_file(path, "--out" if out else "DIR")
        write_frame(path, table, language)
        write_frame(columns_file(path), columns_frame(table.columns), language)
        said = SAY.runs.in_(language).format(runs=len(table))
    elif chosen.events:
        events = events_of(folder, policy, seed)
        check_file(path, "--out" if out else "DIR")
        chosen.events[ending](events, path, language)
        said = SAY.count.in_(language).format(events=len(events), matters=events["matter"].nunique())
    else:
        subject = read_subject(folder)
        settings = subject.policies[subject.study.policy(policy)]
        check_file(path, "--out" if out else "DIR")
        said = _save_network(subject.scenario, settings, seed, chosen.network[ending], path, language)
    say(said)
    tell_written(path.parent, [path, columns_file(path)] if form == "csv" else [path], language)
    answer(path)


def columns_file(path: Path) -> Path:
    """Where beside a wide table stands what its columns are."""
    return path.with_name(f"{path.stem}.columns.csv")


def _ending(path: Path, form: str, chosen: "Format") -> str:
    """How the file's name ends decides how it is written."""
    ending = chosen.ending_of(path)
    if ending is None:
        message = SAY.ending.filled(format=form)
        raise InputError(Problem(message, key="--out", value=str(path), allowed=chosen.endings))
    return ending


def _write_events(prepared: "Prepared", setting: "Setting", chosen: "Format", path: Path, ending: str, language: Language) -> str:
    from cogov.experiments.events import events_frame
    from cogov.experiments.runner import RunRequest, RunResult, live_or_fail
    from cogov.progress import progress, tell_failures

    [(name, policy)] = prepared.policies.items()
    with progress(1, language):
        lived = live_or_fail(RunRequest(prepared.scenario, name, policy, setting.seed, setting.check))
    if isinstance(lived, RunResult):
        tell_failures([lived], language)
        raise typer.Exit(1)
    events = events_frame(lived.city).assign(policy=name, seed=setting.seed)
    chosen.events[ending](events, path, language)
    return SAY.count.in_(language).format(events=len(events), matters=events["matter"].nunique())


def _write_network(prepared: "Prepared", setting: "Setting", chosen: "Format", path: Path, ending: str, language: Language) -> str:
    """The network needs no run: it is the one that stands on the first day."""
    [policy] = prepared.policies.values()
    return _save_network(prepared.scenario, policy, setting.seed, chosen.network[ending], path, language)


def _save_network(scenario: "Scenario", policy: "Policy", seed: int, write: "OfNetwork", path: Path, language: Language) -> str:
    from cogov.analysis.logs.ties import for_export
    from cogov.experiments.titles import desk_titles
    from cogov.model.build import build_offices

    city = build_offices(scenario, policy, seed)
    graph = for_export(city.network, desk_titles(city, placed=True), language)
    write(graph, path)
    return SAY.size.in_(language).format(nodes=graph.number_of_nodes(), ties=graph.number_of_edges())
