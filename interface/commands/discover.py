"""`cogov discover`: under what conditions a policy fails."""

from typing import Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import note, show_json

HELP = both(
    "某个政策在什么条件下会失效:用 PRIM 找出条件,用决策树(CART)对照,以文字说明。",
    "Under what conditions a policy fails: boxes of conditions (PRIM) and a tree (CART), in words.",
)
Policy = Annotated[str, typer.Option("--policy", metavar="P", help=both("这些运行中的一个政策", "one of the policies of these runs"))]
When = Annotated[
    str,
    typer.Option(
        "--when",
        metavar="'INDICATOR<NUMBER [and ...]'",
        help=both("何为失效,如 'resolution_rate<0.8 and mean_days>20'", "what failing is, as in 'resolution_rate<0.8 and mean_days>20'"),
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
        print("\n".join([*discovery_lines(found, language, study.titles), "", FOOTER.in_(language)]))
