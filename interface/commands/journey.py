"""`cogov journey`: the life of a matter in words, and the same matter under another policy."""

from pathlib import Path
from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Check, Days, Json, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting, number
from cogov.output import check_file, note
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Policies = Annotated[
    str,
    typer.Option("--policies", metavar="A[,B,...]", help=both(SAY.policies)),
]
MatterCode = Annotated[
    str | None,
    typer.Option("--matter", metavar="ID", help=both(SAY.matter_code)),
]
Worst = Annotated[int | None, number("--worst", SAY.worst)]
OutFile = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=both(SAY.out_file))]


def journey(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policies: Policies,
    matter: MatterCode = None,
    worst: Worst = None,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    check: Check = False,
    profile: Profile = False,
    out: OutFile = None,
    json: Json = False,
) -> None:
    """Prepare, live through every world, tell; what is wrong is refused before anything is computed or written."""
    from cogov.setting import as_names, at_least, prepare

    language: Language = context.obj
    if (matter is None) == (worst is None):
        raise InputError(Problem(SAY.which, allowed=("--matter ID", "--worst N")))
    at_least("--worst", 1 if worst is None else worst, 1)
    setting = as_setting(days, warmup, population, seed, sets, check=check)
    prepared = prepare(scenario, as_names(policies, least=1), setting)
    from cogov.commands.journey_answer import Wanted, answer, write
    from cogov.runs import worlds_of

    wanted = Wanted.read(prepared, matter, worst)
    file = None if out is None else check_file(out)
    for text in prepared.notes:
        note(text, language)
    worlds = worlds_of(prepared, setting, language, profile=profile)
    told = wanted.told(worlds)
    answer(prepared, told, language, json=json)
    if file is not None:
        write(file, prepared, told, language)
