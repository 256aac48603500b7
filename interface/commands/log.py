"""`cogov log`: what a log of somebody's own looks like, and how the simulated city's beside it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Check, Days, Json, Out, Population, ScenarioName, Seed, Sets, Warmup, Workers, as_setting, number
from cogov.output import as_json_text, file_name, make_folder, note, show, show_json, tell_written
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.analysis.logs.reading.door import Brought
    from cogov.analysis.logs.shape.shape import Shape
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.setting import Prepared

SAY = Words(__file__)

DESCRIBE_HELP = both(SAY.describe_help)
COMPARE_HELP = both(SAY.compare_help)
LogFile = Annotated[Path, typer.Argument(metavar="FILE", help=both(SAY.log_file), show_default=False)]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="NAME=VALUE",
        help=both(SAY.map),
    ),
]
MapFile = Annotated[Path | None, typer.Option("--mapping", metavar="FILE.yaml", help=both(SAY.map_file))]
Policy = Annotated[str, typer.Option("--policy", metavar="P", help=both(SAY.policy))]
Replicates = Annotated[int, number("--replicates", SAY.replicates)]


def describe(
    context: typer.Context, log: LogFile, *, mapping: Map = None, file: MapFile = None, out: Out = None, json: Json = False
) -> None:
    """Read, measure, tell."""
    from cogov.analysis.logs.shape.words import described

    language: Language = context.obj
    found = brought_log(log, mapping, file, language)
    folder = None if out is None else make_folder(out)
    caption = SAY.caption.filled(name=log.name).in_(language)
    _tell(found.shape.as_json(), described(found.shape, language, caption), json=json)
    if folder is not None:
        _write(folder, "log", found.shape.as_json(), (found.shape,), caption, language)


def compare(
    context: typer.Context,
    log: LogFile,
    scenario: ScenarioName,
    *,
    mapping: Map = None,
    file: MapFile = None,
    policy: Policy = "as_is",
    replicates: Replicates = 5,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    workers: Workers = None,
    check: Check = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Read, live through a run a seed, put beside one another; what is wrong is refused before anything is computed or written."""
    from cogov.analysis.logs.shape.compared import Compared
    from cogov.analysis.logs.shape.words import beside_table
    from cogov.setting import at_least, prepare

    language: Language = context.obj
    at_least("--replicates", replicates, 2)
    prepared = prepare(scenario, [policy], as_setting(days, warmup, population, seed, sets, check=check))
    [policy] = prepared.policies
    brought = brought_log(log, mapping, file, language)
    folder = None if out is None else make_folder(out)
    for text in prepared.notes:
        note(text, language)
    seeds = tuple(range(seed, seed + replicates))
    found = Compared(brought.shape, _simulated(prepared, policy, seeds, workers, check=check, language=language), seeds)
    beside = SAY.beside.filled(city=prepared.scenario.title, policy=prepared.titles[policy], n=replicates)
    caption = f"{SAY.caption.filled(name=log.name).in_(language)}\n{beside.in_(language)}"
    _tell(found.as_json(), beside_table(found, language, caption), json=json)
    if folder is not None:
        _write(folder, f"log-{file_name(prepared.scenario.name)}", found.as_json(), (brought.shape, *found.runs), caption, language)


COMMANDS = (("describe", DESCRIBE_HELP, describe), ("compare", COMPARE_HELP, compare))


def brought_log(log: Path, mapping: list[str] | None, file: Path | None, language: Language) -> "Brought":
    """Read a log as the person says, and tell what should be known of how it was read."""
    from cogov.analysis.logs.reading.columns import log_map
    from cogov.analysis.logs.reading.door import brought

    found = brought(log, log_map(mapping or [], file))
    for text in found.notes:
        note(text, language)
    return found


def _tell(document: dict[str, Any], page: "RenderableType", *, json: bool) -> None:
    if json:
        show_json(document)
    else:
        show(page)


def _simulated(
    prepared: "Prepared", policy: str, seeds: tuple[int, ...], workers: int | None, *, check: bool, language: Language
) -> "tuple[Shape, ...]":
    """Live through a run a seed and keep the shape of each log, or leave with what went wrong."""
    from cogov.experiments.pool import each
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.progress import progress, tell_failures

    requests = [RunRequest(prepared.scenario, policy, prepared.policies[policy], seed, check) for seed in seeds]
    with progress(len(seeds), language) as advance:
        found = each([partial(shape_of_run, request) for request in requests], workers or 1, advance)
    failed = [one for one in found if isinstance(one, RunResult)]
    if failed:
        tell_failures(failed, language)
        raise typer.Exit(1)
    return tuple(one for one in found if not isinstance(one, RunResult))


def shape_of_run(request: "RunRequest") -> "Shape | RunResult":
    """Live through a run and return the shape of its log; its result where it failed."""
    from cogov.analysis.logs.shape.shape import shape_of
    from cogov.analysis.logs.shape.simulated import simulated_log
    from cogov.experiments.events import events_frame
    from cogov.experiments.runner import RunResult, live_or_fail

    lived = live_or_fail(request)
    return lived if isinstance(lived, RunResult) else shape_of(simulated_log(events_frame(lived.city)))


def _write(folder: Path, stem: str, document: dict[str, Any], shapes: "tuple[Shape, ...]", caption: str, language: Language) -> None:
    """Write the document and the figure: the log, and simulated ones behind it if there are any."""
    from cogov.analysis.canvas import save_both
    from cogov.analysis.logs.shape.figure import shape_figure

    figure = shape_figure(shapes[0], shapes[1:], language, caption)
    files = [
        write_text(folder / f"{stem}.json", as_json_text(document)),
        *save_both(figure, folder, stem, language),
    ]
    tell_written(folder, files, language)
