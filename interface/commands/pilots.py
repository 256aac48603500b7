"""`cogov pilots`: a pilot as an evaluator would see it, beside what it truly did."""

from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import show, show_json

HELP = both(
    "像评估者那样看试点:双重差分估计与同一随机条件下的真实效应(设计如 pilots,需 record: {townships: true})。",
    "Pilots as an evaluator would see them: difference-in-differences beside the true effect (a design such as pilots, which records townships).",
)
Pilot = Annotated[
    str | None,
    typer.Option("--policy", metavar="P", help=both("分阶段的政策;默认为第一个有阶段的", "the policy with phases; the first that has any")),
]


def pilots(context: typer.Context, folder: Folder, *, policy: Pilot = None, json: Json = False) -> None:
    """Read the folder, evaluate, answer."""
    from cogov.analysis.pilots.folder import evaluated_folder
    from cogov.analysis.pilots.words import pilots_tables

    language: Language = context.obj
    found = evaluated_folder(folder, policy)
    if json:
        show_json(found.as_json())
    else:
        show(pilots_tables(found.findings, language, found.obstacle))
