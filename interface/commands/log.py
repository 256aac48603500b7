"""`cogov log`: what a log of somebody's own looks like, and how the simulated city's beside it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Check, Days, Json, Out, Population, ScenarioName, Seed, Sets, Warmup, Workers, as_setting, number
from cogov.output import as_json_text, file_name, make_folder, note, show, show_json, tell_written

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.analysis.logs.reading.door import Brought
    from cogov.analysis.logs.shape.shape import Shape
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.setting import Prepared

HELP = both("描述自己的事件日志,并与模拟城市的日志对照。", "Describe an event log of your own, and put the simulated city's beside it.")
DESCRIBE_HELP = both(
    "描述一个事件日志(XES、OCEL 2.0、CSV):流转、用时、层级、负荷、到来。只留下汇总数字。",
    "Describe an event log (XES, OCEL 2.0, CSV): hand-offs, times, levels, load, arrivals. Only aggregates are kept.",
)
COMPARE_HELP = both(
    "把一个事件日志(或 log describe --json 的输出)与情景的模拟日志并列:差异、距离、基于种子的区间。",
    "Put an event log (or what log describe --json printed) beside simulated ones of a scenario: differences, distances, intervals over seeds.",
)
LogFile = Annotated[
    Path, typer.Argument(metavar="FILE", help=both("日志文件,可用 gzip 压缩", "the log, packed by gzip or not"), show_default=False)
]
Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="NAME=VALUE",
        help=both(
            "哪一列是什么:case、time、activity、desk、topic、level、known、settled、deadline=列名(desk 可用 A+B);"
            "known_by、settled_by=环节,…;levels=最低,…,最高(层级或单位名中的标志);time_format=样式",
            "which column is what: case, time, activity, desk, topic, level, known, settled, deadline=HEAD (desk: A+B too); known_by, "
            "settled_by=ACTIVITY,...; levels=LOWEST,...,HIGHEST (levels, or marks in names of desks); time_format=PATTERN",
        ),
    ),
]
MapFile = Annotated[
    Path | None, typer.Option("--mapping", metavar="FILE.yaml", help=both("写有同样内容的 YAML 文件", "a YAML file that says the same"))
]
Policy = Annotated[str, typer.Option("--policy", metavar="P", help=both("政策:库中名称或文件路径", "policy: a library name or a file"))]
Replicates = Annotated[int, number("--replicates", "模拟日志的个数,各用一个种子", "simulated logs, a seed each")]
CAPTION = Text(zh="日志 {name}", en="Log {name}")
BESIDE = Text(zh="与模拟对照:{city} · {policy} · {n} 个种子", en="beside simulated ones: {city} · {policy} · {n} seeds")


def describe(
    context: typer.Context, log: LogFile, *, mapping: Map = None, file: MapFile = None, out: Out = None, json: Json = False
) -> None:
    """Read, measure, tell."""
    from cogov.analysis.logs.shape.words import described

    language: Language = context.obj
    found = _brought(log, mapping, file, language)
    folder = None if out is None else make_folder(out)
    caption = CAPTION.filled(name=log.name).in_(language)
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
    brought = _brought(log, mapping, file, language)
    folder = None if out is None else make_folder(out)
    for text in prepared.notes:
        note(text, language)
    seeds = tuple(range(seed, seed + replicates))
    found = Compared(brought.shape, _simulated(prepared, policy, seeds, workers, check=check, language=language), seeds)
    beside = BESIDE.filled(city=prepared.scenario.title, policy=prepared.titles[policy], n=replicates)
    caption = f"{CAPTION.filled(name=log.name).in_(language)}\n{beside.in_(language)}"
    _tell(found.as_json(), beside_table(found, language, caption), json=json)
    if folder is not None:
        _write(folder, f"log-{file_name(prepared.scenario.name)}", found.as_json(), (brought.shape, *found.runs), caption, language)


COMMANDS = (("describe", DESCRIBE_HELP, describe), ("compare", COMPARE_HELP, compare))


def _brought(log: Path, mapping: list[str] | None, file: Path | None, language: Language) -> "Brought":
    """Read a log as the person says, and tell what should be known of how it was read."""
    from cogov.analysis.logs.reading.columns import said_of
    from cogov.analysis.logs.reading.door import brought

    found = brought(log, said_of(mapping or [], file))
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
    from cogov.analysis.canvas import save
    from cogov.analysis.logs.shape.figure import shape_figure

    figure = shape_figure(shapes[0], shapes[1:], language, caption)
    files = [
        write_text(folder / f"{stem}.json", as_json_text(document)),
        *(save(figure, folder / f"{stem}.{language}.{ending}") for ending in ("png", "svg")),
    ]
    tell_written(folder, files, language)
