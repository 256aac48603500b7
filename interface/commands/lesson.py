"""`cogov lesson`: a lesson of 45 minutes as one file that opens by double-click."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cogov.commands.replay import OutFile, html_file
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Workers
from cogov.output import answer, say, tell_written
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from cogov.analysis.classroom.lesson import Lesson
    from cogov.analysis.journeys.world import World
    from cogov.experiments.runner import RunRequest

SAY = Words(__file__)

Name = Annotated[
    str | None,
    typer.Argument(metavar="NAME|FILE", help=both(SAY.name), show_default=False),
]
Every = Annotated[bool, typer.Option("--all", help=both(SAY.every))]
Again = Annotated[bool, typer.Option("--again", help=both(SAY.again))]


def lesson(
    context: typer.Context, name: Name = None, *, out: OutFile = None, every: Every = False, again: Again = False, workers: Workers = None
) -> None:
    """Make the page of a lesson, or of all; without a name, list them."""
    from cogov.analysis.classroom.lesson import library_lessons, load_lesson

    language: Language = context.obj
    if every and name is not None:
        raise InputError(Problem(SAY.one_or_all, key="--all", value=name))
    if every:
        for one in library_lessons():
            _make(
                load_lesson(one),
                html_file((out or Path("results") / "lessons") / f"{one}.html", one),
                language,
                again=again,
                workers=workers,
            )
    elif name is not None:
        read = load_lesson(name)
        _make(read, html_file(out, read.path.stem), language, again=again, workers=workers)
    else:
        for read in map(load_lesson, library_lessons()):
            answer(f"{read.path.stem:12} {read.title.in_(language)} · {read.question.in_(language)}")


def _make(read: "Lesson", file: Path, language: Language, *, again: bool, workers: int | None) -> None:
    """Live through what is not kept and through the pair on show, and write the page."""
    from cogov.analysis.classroom.page_file import html
    from cogov.experiments.writing import write_text

    write_text(file, html(_document(read, language, again=again, workers=workers), language, "lesson"))
    say(f"{file.stat().st_size / 1e6:.2f} MB")
    tell_written(file.parent, [file], language)
    answer(file)


def _document(read: "Lesson", language: Language, *, again: bool, workers: int | None) -> dict[str, Any]:
    """What the page shows: the runs, the game, and the replay of the pair on show."""
    from cogov.analysis.classroom import stored
    from cogov.analysis.classroom.counties import RUNS as COUNTY_RUNS
    from cogov.analysis.classroom.counties import counties_document, requests_of_counties
    from cogov.analysis.classroom.document import replay_document
    from cogov.analysis.classroom.lesson import GAME_RUNS, load_game
    from cogov.analysis.classroom.lesson_document import detection, lesson_document, on_show
    from cogov.runs import worlds_of
    from cogov.setting import Setting, prepare

    prepared = prepare(read.scenario, read.policies, Setting())
    runs = _kept(read.runs, stored.requests(prepared.scenario, prepared.policies, read.seeds), language, again=again, workers=workers)
    game, plays = load_game() if read.game else None, None
    if game is not None:
        plays = _kept(GAME_RUNS, stored.requests_of_game(game), language, again=False, workers=workers)
    county = counties_document(_kept(COUNTY_RUNS, requests_of_counties(), language, again=False, workers=workers)) if read.county else None
    setting = Setting(seed=on_show(read, runs))
    worlds = worlds_of(prepare(read.scenario, read.pair, setting), setting, language, profile=False)
    _refuse_stale(worlds, runs)
    said = lesson_document(read, runs, None if game is None or plays is None else (game, plays), prepared.titles, county)
    return {**replay_document(worlds, prepared.titles), "lesson": {**said, "detection": [detection(world) for world in worlds]}}


def _kept(path: Path, asked: "Sequence[RunRequest]", language: Language, *, again: bool, workers: int | None) -> "pd.DataFrame":
    """The runs beside the lesson; those that are not there are lived through and kept."""
    from cogov.analysis.classroom import stored
    from cogov.progress import progress
    from cogov.studies import engine_asked

    if path.exists() and not again:
        found = stored.read(path)
        if stored.missing(found, asked):
            raise InputError(Problem(SAY.stale.filled(what=path.name), file=str(path)))
        return found
    say(SAY.keeping.in_(language).format(runs=len(asked), file=path))
    with progress(len(asked), language) as advance:
        found = stored.lived(asked, engine_asked(workers)[1], advance)
    stored.write(path, found)
    return found


def _refuse_stale(worlds: "Sequence[World]", runs: "pd.DataFrame") -> None:
    """Refuse runs that the program would not give again: those of the pair on show are lived through anyway."""
    from cogov.analysis.classroom import stored

    for world in worlds:
        if changed := stored.changed(world.lived.result, runs):
            raise InputError(Problem(SAY.stale.filled(what=changed)))
