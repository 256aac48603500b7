"""`cogov sensitivity`: which factors of a study matter, and whether noise is larger than what they do."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cogov.experiments.writing import write_frame, write_text
from cogov.model.words import DOTTED, Language
from cogov.options import Folder, Indicators, Json, Out, as_list
from cogov.output import as_json_text, file_name, make_folder, note, show, show_json, tell_written
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.analysis.sensitivity.answer import Sensitivity
    from cogov.analysis.study import Study

SAY = Words(__file__)


def sensitivity(context: typer.Context, folder: Folder, *, indicator: Indicators = None, out: Out = None, json: Json = False) -> None:
    """Read the folder, analyse, answer; figures stand in the folder, or where --out says."""
    from cogov.analysis.sensitivity.answer import sensitivity as analysed
    from cogov.analysis.sensitivity.words import sensitivity_table, warnings
    from cogov.analysis.study import read_study

    language: Language = context.obj
    study = read_study(folder)
    found = analysed(study, as_list(indicator))
    target = None if out is None and json else make_folder(folder if out is None else out)
    for text in (*study.notes(), *warnings(found)):
        note(text, language)
    if json:
        show_json(found.as_json())
    else:
        show(sensitivity_table(found, language, study.titles))
    if target is not None:
        _write(target, study, found, language)


def _write(folder: Path, study: "Study", found: "Sensitivity", language: Language) -> None:
    from cogov.analysis.canvas import save_both
    from cogov.analysis.sensitivity.figure import sensitivity_figure
    from cogov.analysis.tables import policy_words

    files = [write_text(folder / "sensitivity.json", as_json_text(found.as_json()))]
    files.append(write_frame(folder / "sensitivity.csv", found.frame()))
    for policy in study.policies:
        several = [policy_words(policy, study.titles)] if len(study.policies) > 1 else []
        figure = sensitivity_figure(found, policy, language, DOTTED.join((study.caption, *several)))
        stem = f"sensitivity-{file_name(policy)}" if several else "sensitivity"
        files += save_both(figure, folder, stem, language)
    tell_written(folder, files, language)
