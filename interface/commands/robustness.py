"""`cogov robustness`: how named policies do over worlds that nobody can put odds on."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Indicators, Json, Out, as_list
from cogov.output import as_json_text, make_folder, note, show, show_json, tell_written
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.analysis.robustness.answer import Robustness
    from cogov.analysis.study import Study

SAY = Words(__file__)

Require = Annotated[
    str | None,
    typer.Option(
        "--require",
        metavar="'INDICATOR<NUMBER,...'",
        help=both(SAY.require),
    ),
]


def robustness(
    context: typer.Context, folder: Folder, *, require: Require = None, indicator: Indicators = None, out: Out = None, json: Json = False
) -> None:
    """Read the folder, rank the policies, answer; the figure stands in the folder, or where --out says."""
    from cogov.analysis.robustness.answer import required
    from cogov.analysis.robustness.answer import robustness as ranked
    from cogov.analysis.robustness.words import robustness_table
    from cogov.analysis.study import read_study

    language: Language = context.obj
    study = read_study(folder)
    found = ranked(study, required(study, require), as_list(indicator))
    target = None if out is None and json else make_folder(folder if out is None else out)
    for text in study.notes():
        note(text, language)
    if json:
        show_json(found.as_json())
    else:
        show(robustness_table(found, language, study.titles))
    if target is not None:
        _write(target, study, found, language)


def _write(folder: Path, study: "Study", found: "Robustness", language: Language) -> None:
    from cogov.analysis.canvas import save_both
    from cogov.analysis.robustness.figure import robustness_figure

    figure = robustness_figure(found, language, study.titles, study.caption)
    files = [
        write_text(folder / "robustness.json", as_json_text(found.as_json())),
        *save_both(figure, folder, "robustness", language),
    ]
    tell_written(folder, files, language)
