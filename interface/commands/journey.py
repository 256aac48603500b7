"""`cogov journey`: the life of a matter in words, and the same matter under another policy."""

from pathlib import Path
from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import Check, Days, Json, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting, number
from cogov.output import check_file, note
from cogov.scenarios.errors import InputError, Problem

HELP = both(
    "讲述一件事务的经历:逐日发生了什么、为什么;并与另一政策下的同一件事务对照。",
    "Tell the life of a matter: what happened day by day, and why; beside it the same matter under another policy.",
)
Policies = Annotated[
    str,
    typer.Option(
        "--policies", metavar="A[,B,...]", help=both("政策,第一个与其余逐一对照", "policies; the first beside each of the others")
    ),
]
MatterCode = Annotated[
    str | None,
    typer.Option(
        "--matter", metavar="ID", help=both("事务编号,如 d107-v3-land_disputes", "code of the matter, such as d107-v3-land_disputes")
    ),
]
Worst = Annotated[int | None, number("--worst", "第一个政策下受损最重的 N 件", "the N that suffered most under the first policy")]
OutFile = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=both("写入的文件:.md 或文本", "file to write: .md, or plain text"))
]
WHICH = Text(zh="须给出 --matter 与 --worst 之一", en="needs one of --matter and --worst")


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
        raise InputError(Problem(WHICH, allowed=("--matter ID", "--worst N")))
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
