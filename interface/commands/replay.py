"""`cogov replay`: two cities side by side under the same luck, as one file that opens by double-click."""

from pathlib import Path
from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Check, Days, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting
from cogov.output import answer, check_file, file_name, note, say, tell_written
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Policies = Annotated[str, typer.Option("--policies", metavar="A,B", help=both(SAY.policies))]
OutFile = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help=both(SAY.out_file)),
]


def replay(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policies: Policies,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    check: Check = False,
    profile: Profile = False,
    out: OutFile = None,
) -> None:
    """Prepare, live through both worlds, write the page; what is wrong is refused before anything is computed or written."""
    from cogov.setting import as_names, prepare

    language: Language = context.obj
    names = as_names(policies)
    if len(names) != 2:
        raise InputError(Problem(SAY.two, key="--policies", value=",".join(names)))
    setting = as_setting(days, warmup, population, seed, sets, check=check)
    prepared = prepare(scenario, names, setting)
    file = html_file(out, "-".join((prepared.scenario.name, *prepared.policies)))
    for text in prepared.notes:
        note(text, language)
    from cogov.analysis.classroom.document import replay_document
    from cogov.analysis.classroom.page_file import html
    from cogov.experiments.writing import write_text
    from cogov.runs import worlds_of

    worlds = worlds_of(prepared, setting, language, profile=profile)
    write_text(file, html(replay_document(worlds, prepared.titles), language))
    say(SAY.size.in_(language).format(events=sum(len(world.events) for world in worlds), megabytes=file.stat().st_size / 1e6))
    tell_written(file.parent, [file], language)
    answer(file)


def html_file(out: Path | None, name: str) -> Path:
    """Where the page goes; refused if it cannot be written there, or its name does not end as pages do."""
    path = out or Path("results") / f"{file_name(name)}.html"
    if path.suffix.lower() not in (".html", ".htm"):
        raise InputError(Problem(SAY.ending, key="--out", value=str(path), allowed=(".html",)))
    return check_file(path)
