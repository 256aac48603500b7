"""`cogov discover`: under what conditions a policy fails."""

from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import EMPTY, LINES, Language
from cogov.options import Folder, Json
from cogov.output import answer, note, show_json
from cogov.scenarios.words import Words

SAY = Words(__file__)

Policy = Annotated[str, typer.Option("--policy", metavar="P", help=both(SAY.policy))]
When = Annotated[
    str,
    typer.Option(
        "--when",
        metavar="'INDICATOR<NUMBER [and ...]'",
        help=both(SAY.when),
    ),
]


def discover(context: typer.Context, folder: Folder, *, policy: Policy, when: When, json: Json = False) -> None:
    """Read the folder, look for conditions, answer in words."""
    from cogov.analysis.discovery.answer import discover as discovered
    from cogov.analysis.discovery.condition import parse_conditions
    from cogov.analysis.discovery.words import discovery_lines
    from cogov.analysis.study import read_study
    from cogov.analysis.values import FOOTER

    language: Language = context.obj
    study = read_study(folder)
    found = discovered(study, policy, parse_conditions(when, study.outputs, "--when"))
    for text in study.notes():
        note(text, language)
    if json:
        show_json(found.as_json())
    else:
        answer(LINES.join((*discovery_lines(found, study.titles), EMPTY, FOOTER)).in_(language))
