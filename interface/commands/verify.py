"""`cogov verify`: whether a folder of results is what it says it is."""

from typing import TYPE_CHECKING, Annotated

import typer

from cogov.model.words import Language, seen
from cogov.options import Folder, Json, number
from cogov.output import answer, note, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.verify import Verification

SAY = Words(__file__)

Sample = Annotated[int, number("--sample", SAY.sample)]

SHOWN = 5


def verify(context: typer.Context, folder: Folder, sample: Sample = 5, json: Json = False) -> None:
    """Check a folder; nothing in it is changed."""
    from cogov.experiments.verify import verify as checked
    from cogov.progress import progress
    from cogov.scenarios.own_rules import runs_code
    from cogov.setting import at_least

    language: Language = context.obj
    at_least("--sample", sample, 0)
    with progress(sample, language) as advance:
        found = checked(folder, sample, on_run=lambda: advance(None), run_code=runs_code())
    for name, then, now in found.libraries:
        words = {"name": name, "then": then, "now": now}
        note((SAY.arithmetic_differs if name == "arithmetic" else SAY.library).filled(**words), language)
    if json:
        show_json({"folder": folder.as_posix(), **_document(found)})
    else:
        answer(_words(found, language))
    if not found.fine:
        raise typer.Exit(1)


def _document(found: "Verification") -> dict[str, object]:
    counts = {"runs": found.total, "done": found.done, "failed": found.failed, "missing": found.missing, "extra": found.extra}
    differing = [{"run_id": one.run_id, "columns": list(one.columns)} for one in found.differing]
    misnamed = [{"run_id": one.run_id, "columns": list(one.columns)} for one in found.misnamed]
    other = {"other_arithmetic": found.elsewhere, "altered": list(found.altered), "unsound": [one.words.en for one in found.unsound]}
    return {**counts, "verified": found.fine, "sampled": found.sampled, "differing": differing, "misnamed": misnamed, **other}


def _words(found: "Verification", language: Language) -> str:
    counts = {"total": found.total, "done": found.done, "failed": found.failed, "missing": found.missing, "extra": found.extra}
    lines = [SAY.counts.in_(language).format(**counts)]
    if found.misnamed:
        lines.append(SAY.misnamed.in_(language).format(count=len(found.misnamed)))
    if found.altered:
        lines.append(SAY.altered.in_(language).format(paths=", ".join(found.altered[:SHOWN])))
    lines += [one.words.in_(language) for one in found.unsound[:SHOWN]]
    again = SAY.sampled.in_(language).format(sampled=found.sampled, differing=len(found.differing))
    lines.append(again if found.replanned else SAY.not_again.in_(language))
    wrong = [*found.misnamed, *found.differing][:SHOWN]
    lines += ["  " + SAY.where.in_(language).format(run_id=one.run_id, columns=", ".join(one.columns[:SHOWN])) for one in wrong]
    verdict = SAY.fine if found.fine else SAY.elsewhere if found.elsewhere else SAY.wrong
    return seen("\n".join([*lines, verdict.in_(language)]))
