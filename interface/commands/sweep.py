"""`cogov sweep`: a study, from its design to a folder of results; the same command goes on where it was stopped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.commands.designs import DesignName
from cogov.language import both
from cogov.model.words import Language
from cogov.options import Json, Memory, RecordAsked, RulesAsked, Sets, Workers, as_day, number
from cogov.output import answer, note, show, show_json
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.plan import Plan
    from cogov.experiments.sweep import Counts

SAY = Words(__file__)

Dask = Annotated[str | None, typer.Option("--dask", metavar="ADDRESS", help=both(SAY.dask))]
Replicates = Annotated[int | None, number("--replicates", SAY.replicates)]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help=both(SAY.out))]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help=both(SAY.dry_run)),
]
Retry = Annotated[bool, typer.Option("--retry-failed", help=both(SAY.retry))]


def sweep(
    context: typer.Context,
    design: DesignName,
    *,
    workers: Workers = None,
    memory: Memory = None,
    dask: Dask = None,
    replicates: Replicates = None,
    sets: Sets = None,
    rules: RulesAsked = None,
    record: RecordAsked = None,
    out: Out = None,
    dry_run: DryRun = False,
    retry_failed: Retry = False,
    json: Json = False,
) -> None:
    """Plan, run, say what became of it; what is wrong is refused before anything is computed or written."""
    from cogov.notes import notes_on_memory
    from cogov.scenarios.loader import parse_sets
    from cogov.setting import MOST_REPLICATES, at_least
    from cogov.studies import engine_asked, folder_of, planned, record_asked

    language: Language = context.obj
    at_least("--replicates", 1 if replicates is None else replicates, 1, MOST_REPLICATES)
    engine, crew = engine_asked(workers, dask, memory)
    day = as_day(rules)  # its levers and indicators are known from here on
    plan, name = planned(design, replicates, parse_sets(sets or []), day, record_asked(record))
    folder = folder_of(out, name)
    for text in (*plan.notes, *notes_on_memory(plan, engine)):
        note(text, language)
    if dry_run:
        _say_estimate(plan.within(engine.memory), folder, crew, language, json=json)
        return
    counts = _swept(plan, folder, engine, language, retry_failed=retry_failed)
    _answer(folder, counts, language, json=json)
    if counts.failed:
        from cogov.progress import tell_failed_rows

        tell_failed_rows(folder, language)
        raise typer.Exit(1)


def _swept(plan: "Plan", folder: Path, engine: "Engine", language: Language, *, retry_failed: bool) -> "Counts":
    from cogov.experiments.sweep import sweep as swept
    from cogov.progress import watched

    with watched(plan, folder, language) as tell:
        return swept(plan, folder, engine, retry_failed=retry_failed, on_progress=tell)


def _answer(folder: Path, counts: "Counts", language: Language, *, json: bool) -> None:
    found = {"total": counts.total, "done": counts.done, "failed": counts.failed}
    if json:
        show_json({"folder": folder.as_posix(), "runs": counts.total, "done": counts.done, "failed": counts.failed})
    else:
        answer(SAY.done.in_(language).format(folder=folder, lived=counts.lived, **found))


def _say_estimate(plan: "Plan", folder: Path, workers: int, language: Language, *, json: bool) -> None:
    from cogov.experiments.time_left import estimate
    from cogov.progress import estimate_document, estimate_table
    from cogov.studies import done_already

    found = estimate(plan, workers, done_already(plan, folder))
    if json:
        show_json(estimate_document(found))
    else:
        show(estimate_table(found, language))
