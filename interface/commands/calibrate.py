"""`cogov calibrate`: a city fitted to targets of somebody's own, or to the shape of a log."""

import json as plain_json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.commands.log import Map, MapFile, Policy, brought_log
from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import LISTED, Language, Text, beside
from cogov.options import Days, Json, Memory, Population, ScenarioName, Seed, Warmup, Workers, as_setting, number
from cogov.output import as_json_text, check_file, make_folder, note, say, show, show_json, tell_written
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.analysis.calibration.asked import File, Place
    from cogov.analysis.calibration.calibration import Calibration, Effort, Watch
    from cogov.analysis.calibration.question import Question
    from cogov.analysis.logs.shape.shape import Shape
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.plan import Plan
    from cogov.scenarios.yaml_lines import Written
    from cogov.setting import Prepared

SAY = Words(__file__)
STEPS = Words(__file__, "steps")

Targets = Annotated[Path | None, typer.Option("--targets", metavar="FILE", help=both(SAY.targets))]
LogFile = Annotated[Path | None, typer.Option("--log", metavar="FILE", help=both(SAY.log))]
Out = Annotated[Path, typer.Option("--out", metavar="NEW.yaml", help=both(SAY.out), show_default=False)]
Points = Annotated[int | None, number("--points", SAY.points)]
Replicates = Annotated[int, number("--replicates", SAY.replicates)]
Waves = Annotated[int, number("--waves", SAY.waves)]
Draws = Annotated[int, number("--draws", SAY.draws)]
Generations = Annotated[int, number("--generations", SAY.generations)]
POINTS_A_NUMBER = 8
CALLED = ("measure", "place")
"""Parts of a target that its name tells."""
ASKED = "asked.json"
"""What a folder was asked for: whoever goes on in it asks the same."""


def calibrate(
    context: typer.Context,
    scenario: ScenarioName,
    out: Out,
    *,
    targets: Targets = None,
    log: LogFile = None,
    mapping: Map = None,
    file: MapFile = None,
    policy: Policy = "as_is",
    points: Points = None,
    replicates: Replicates = 4,
    waves: Waves = 3,
    draws: Draws = 100,
    generations: Generations = 5,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    workers: Workers = None,
    memory: Memory = None,
    json: Json = False,
) -> None:
    """Ask, run, draw, answer; what is wrong is refused before anything is computed or written."""
    from cogov.analysis.calibration.calibration import Effort, calibrated
    from cogov.analysis.calibration.files import DOCUMENT, document, written
    from cogov.analysis.calibration.words import calibration_tables
    from cogov.notes import too_large
    from cogov.scenarios.extras import needed
    from cogov.setting import at_least, prepare
    from cogov.studies import engine_asked

    language: Language = context.obj
    needed("sklearn.gaussian_process", "calibration")
    _refuse_few({"--points": (points, 20), "--replicates": (replicates, 2), "--waves": (waves, 1), "--draws": (draws, 20)})
    at_least("--generations", generations, 1, 20)
    prepared = prepare(scenario, [policy], as_setting(days, warmup, population, seed, None, check=False))
    [policy] = prepared.policies
    said, lines = _said(targets, log)
    asked = _question(prepared, policy, said, lines, _logs(said, targets, log, mapping, file, language))
    effort = Effort(points or POINTS_A_NUMBER * asked.most_in_a_place, replicates, waves, draws, generations, seed)
    engine, _ = engine_asked(workers, memory=memory)
    folder = _folder(out, asked, effort)
    for text in (*prepared.notes, *too_large(prepared.scenario, engine)):
        note(text, language)
    say(SAY.most.filled(runs=effort.most_runs * len(asked.places)).in_(language))
    found = calibrated(asked, effort, folder, _watch(engine, language))
    named = said.title or LISTED.join([path.name for path in (targets, log) if path is not None])
    caption = _caption(prepared, policy, replicates, named)
    if json:
        show_json(document(found))
    else:
        show(calibration_tables(found, language, caption.in_(language)))
    files = [*written(found, scenario, out, folder, named), write_text(folder / DOCUMENT, as_json_text(document(found)))]
    tell_written(out.parent, [*files, *_figure(found, folder, caption, language)], language)


def _refuse_few(asked: dict[str, tuple[int | None, int]]) -> None:
    from cogov.setting import at_least

    for option, (value, least) in asked.items():
        at_least(option, least if value is None else value, least, 100_000)


def _said(targets: Path | None, log: Path | None) -> "tuple[File, Written]":
    """Return what the file of targets says, if there is one, and the lines on which it stands."""
    from cogov.analysis.calibration.asked import File, read_targets
    from cogov.scenarios.yaml_lines import Written

    if targets is not None:
        return read_targets(targets)
    if log is None:
        raise InputError(Problem(SAY.nothing_asked))
    return File(), Written({}, {(): None})


def _logs(
    said: "File", targets: Path | None, log: Path | None, mapping: list[str] | None, file: Path | None, language: Language
) -> "dict[Place, Shape]":
    """Read the log of every place, or the one that is named beside the file of targets."""
    from cogov.analysis.calibration.asked import EVERYWHERE

    if not said.places or targets is None:
        return {} if log is None else {EVERYWHERE: brought_log(log, mapping, file, language).shape}
    for option, value in {"--log": log, "--map": mapping, "--mapping": file}.items():
        if value:
            raise InputError(Problem(SAY.log_beside_places, key=option))
    folder = targets.parent
    return {
        place: brought_log(folder / own.log, None, folder / own.mapping if own.mapping else None, language).shape
        for place, own in said.named.items()
        if own.log
    }


def _question(prepared: "Prepared", policy: str, said: "File", lines: "Written", logs: "dict[Place, Shape]") -> "Question":
    from cogov.analysis.calibration.question import question
    from cogov.analysis.calibration.targets import targets_of

    return question(prepared.scenario, policy, prepared.policies[policy], targets_of(said, lines, logs), said.ranges, lines)


def _folder(out: Path, asked: "Question", effort: "Effort") -> Path:
    """Make the folder of a calibration, or find that it holds this one already; refuse one that holds another."""
    if out.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(Problem(SAY.no_yaml, key="--out", value=str(out)))
    folder = out.with_suffix("")
    now = plain_json.loads(as_json_text(_asked(asked, effort)))
    before = _read(folder / ASKED)
    if before is not None and (differing := [key for key in now if before.get(key) != now[key]]):
        raise InputError(Problem(SAY.other_question.filled(parts=", ".join(differing)), key="--out", value=str(folder)))
    write_text(make_folder(check_file(out).parent / folder.name) / ASKED, as_json_text(now))
    return folder


def _read(path: Path) -> dict[str, object] | None:
    try:
        found = plain_json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _asked(asked: "Question", effort: "Effort") -> dict[str, object]:
    from dataclasses import asdict

    from cogov.scenarios.loader import as_mapping

    numbers = {one.name: asdict(one.prior) for one in asked.numbers}
    targets = [{"name": one.name, **{key: value for key, value in asdict(one).items() if key not in CALLED}} for one in asked.targets]
    settings = asked.policy.model_dump(mode="json")
    return {
        "scenario": as_mapping(asked.scenario),
        "policy": {"name": asked.policy_name, "settings": settings},
        "numbers": numbers,
        "targets": targets,
        "effort": asdict(effort),
    }


def _watch(engine: "Engine", language: Language) -> "Watch":
    """Return what lives through a step: with how far it is and the time left, and what failed."""

    def watch(name: str, place: "Place", plan: "Plan", folder: Path) -> None:
        from cogov.experiments.sweep import sweep
        from cogov.progress import tell_failed_rows, watched

        kind, _, rest = name.partition("-")
        step = beside(STEPS[kind].filled(number=rest.replace("-", ".")), place.title)
        say(SAY.step.filled(step=step, points=plan.points, runs=plan.count).in_(language))
        with watched(plan, folder, language) as tell:
            counts = sweep(plan, folder, engine, on_progress=tell)
        if counts.failed:
            tell_failed_rows(folder, language)

    return watch


def _caption(prepared: "Prepared", policy: str, seeds: int, targets: Text) -> Text:
    scenario = prepared.scenario
    size = {"residents": scenario.city.population, "days": scenario.days, "seeds": seeds}
    return SAY.caption.filled(city=scenario.title, policy=prepared.titles[policy], targets=targets, **size)


def _figure(found: "Calibration", folder: Path, caption: Text, language: Language) -> list[Path]:
    from cogov.analysis.calibration.figure import calibration_figure
    from cogov.analysis.canvas import save_both

    figure = calibration_figure(found, language, caption.in_(language))
    return save_both(figure, folder, "calibration", language)
