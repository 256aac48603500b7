"""`cogov report`: what a folder of results says, as one page that people can hand on."""

import typer

from cogov.experiments.writing import write_text
from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import answer, check_file, note, show_json
from cogov.scenarios.words import Words

SAY = Words(__file__)


def report(context: typer.Context, folder: Folder, *, json: Json = False) -> None:
    """Read the folder, write the page, say where it is."""
    from cogov.analysis.report.page import page
    from cogov.analysis.subject import read_subject

    language: Language = context.obj
    subject = read_subject(folder)
    for text in subject.study.notes():
        note(text, language)
    path = check_file(folder / f"report.{language}.html", "DIR")
    write_text(path, page(subject, language))
    if json:
        show_json({"report": str(path)})
    else:
        answer(path)
