"""`cogov pilots`: a pilot as an evaluator would see it, beside what it truly did."""

from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import show, show_json
from cogov.scenarios.words import Words

SAY = Words(__file__)

Pilot = Annotated[
    str | None,
    typer.Option("--policy", metavar="P", help=both(SAY.pilot)),
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
