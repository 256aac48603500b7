"""`cogov report`: what a folder of results says, as one page that people can hand on."""

import typer

from cogov.experiments.writing import write_text
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import check_file, note, show_json

HELP = both(
    "把一个结果文件夹写成一份报告:一个可离线打开、可打印的 HTML 文件(DIR/report.<语言>.html)。",
    "Write a report on a folder of results: one HTML file that opens offline and prints well (DIR/report.<lang>.html).",
)


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
        print(path)
