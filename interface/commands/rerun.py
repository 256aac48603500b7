"""`cogov rerun`: a folder of results made anew from what it says of itself, or one of its runs lived through again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import All, Folder, Json, Memory, Out, Workers
from cogov.output import answer, make_folder, note, say, show, show_json
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.plan import Plan
    from cogov.experiments.store.manifest import Manifest
    from cogov.experiments.store.schema import Lived

SAY = Words(__file__)

RunName = Annotated[
    str | None,
    typer.Option("--run", metavar="ID", help=both(SAY.run_name)),
]
SHOWN = 5


def rerun(
    context: typer.Context,
    folder: Folder,
    *,
    run: RunName = None,
    workers: Workers = None,
    memory: Memory = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Read the manifest, live through its runs, compare."""
    from cogov.experiments.store.manifest import read_manifest
    from cogov.experiments.verify import plan_kept, refuse_other_code
    from cogov.notes import notes_on_memory
    from cogov.scenarios.own_rules import runs_code
    from cogov.studies import engine_asked

    language: Language = context.obj
    manifest = read_manifest(folder)
    plan = plan_kept(manifest, run_code=runs_code())
    for name, then, now in refuse_other_code(manifest):
        words = {"name": name, "then": then, "now": now}
        note(SAY.library.filled(**words), language)
    if run is not None:
        _one(plan, folder, run, language, everything=everything, json=json)
        return
    engine, _ = engine_asked(workers, memory=memory)
    target = out or folder.resolve().with_name(f"{folder.resolve().name}-again")
    if target.resolve() == folder.resolve():
        raise InputError(Problem(SAY.itself, key="--out", value=str(target)))
    for text in notes_on_memory(plan, engine):
        note(text, language)
    make_folder(target)
    _whole(manifest, plan, folder, target, engine, language, json=json)


def _whole(manifest: "Manifest", plan: "Plan", folder: Path, target: Path, engine: "Engine", language: Language, *, json: bool) -> None:
    """Make all of it; of a comparison its tables and figures, too."""
    from cogov.experiments.sweep import sweep
    from cogov.experiments.verify import unlike_folders
    from cogov.progress import watched

    with watched(plan, target, language) as tell:
        counts = sweep(plan, target, engine, retry_failed=True, on_progress=tell)
    if manifest.request.get("command") == "compare":
        from cogov.analysis.subject import read_subject
        from cogov.commands.compare_answer import answered_again, write

        subject = read_subject(target)
        write(subject, answered_again(subject), manifest.request.get("lang", language))
    columns = unlike_folders(folder, target)
    if json:
        show_json({"folder": target.as_posix(), "runs": counts.total, "same": not columns, "differing": list(columns)})
    else:
        words = {"folder": target, "runs": counts.total, "columns": ", ".join(columns[:SHOWN])}
        answer((SAY.other if columns else SAY.same).in_(language).format(**words))
    if columns:
        raise typer.Exit(1)


def _one(plan: "Plan", folder: Path, name: str, language: Language, *, everything: bool, json: bool) -> None:
    """Live through one run, show what it leaves, and say whether its row says the same."""
    from cogov.experiments.verify import made_again
    from cogov.progress import progress

    with progress(1, language):
        lived, differences = made_again(plan, folder, name)
    columns = [column for one in differences for column in one.columns]
    words = {"run": lived.run.run_id, "policy": lived.run.policy, "seed": lived.run.seed}
    if json:
        show_json({**words, "indicators": dict(lived.values), "error": lived.error, "same": not columns, "differing": columns})
    else:
        _show(lived, language, everything=everything)
        answer((SAY.other_run if columns else SAY.same_run).in_(language).format(**words, columns=", ".join(columns[:SHOWN])))
    if columns:
        raise typer.Exit(1)


def _show(lived: "Lived", language: Language, *, everything: bool) -> None:
    from cogov.analysis.tables import run_table

    if lived.error is not None:
        say(lived.error)
        return
    show(run_table(lived.values, language, f"{lived.run.policy} · {lived.run.run_id}", everything=everything))
