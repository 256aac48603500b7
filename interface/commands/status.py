"""`cogov status`: how far a study is, also while it runs elsewhere."""

from typing import TYPE_CHECKING

import typer

from cogov.model.words import Language
from cogov.options import Folder, Json
from cogov.output import answer, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.time_left import Status

SAY = Words(__file__)


FEW = 10
"""Runs an hour below which a fraction matters."""


def status(context: typer.Context, folder: Folder, json: Json = False) -> None:
    """Look at a folder; nothing in it is changed."""
    from cogov.experiments.time_left import status as looked

    found = looked(folder)
    if json:
        counts = {"runs": found.total, "done": found.done, "failed": found.failed, "missing": found.missing}
        show_json({"folder": folder.as_posix(), **counts, "running": found.running})
    else:
        answer(_words(found, context.obj))


def _words(found: "Status", language: Language) -> str:
    from cogov.progress import duration

    ended = SAY.failures if found.failed else SAY.complete
    state = SAY.running if found.running else SAY.stopped if found.missing else ended
    said = [state.in_(language)]
    if found.running and found.holder is not None:
        said.append(found.holder.said().in_(language))
    if found.runs_a_second and found.running:
        hourly = 3600 * found.runs_a_second
        said.append(SAY.rate.in_(language).format(rate=f"{hourly:.2g}" if hourly < FEW else f"{hourly:,.0f}"))
    if found.seconds_left:
        said.append(SAY.left.in_(language).format(left=duration(found.seconds_left, language)))
    counts = {"total": found.total, "done": found.done, "failed": found.failed, "missing": found.missing}
    return SAY.counts.in_(language).format(**counts) + "\n" + " · ".join(said)
