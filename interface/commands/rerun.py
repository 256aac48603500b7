"""`cogov rerun`: a folder of results made anew from what it says of itself, or one of its runs lived through again."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import All, Folder, Json, Out, Workers
from cogov.output import make_folder, note, say, show, show_json
from cogov.scenarios.errors import InputError, Problem

if TYPE_CHECKING:
    from cogov.experiments.plan import Plan
    from cogov.experiments.store.manifest import Manifest
    from cogov.experiments.store.schema import Lived

HELP = both(
    "按文件夹自身的记载重新做出它(情景、政策、设计、选项都取自 manifest.json,不读其他文件),逐位核对;--run 只重新计算其中一个运行。",
    "Make a folder of results anew from what it says of itself (scenario, policies, design and options stand in manifest.json; no other file "
    "is read) and compare bit for bit; with --run live through one of its runs again.",
)
RunName = Annotated[
    str | None,
    typer.Option("--run", metavar="ID", help=both("只重算这个运行:标识或其开头", "one run only: its run_id or how that begins")),
]
LIBRARY = Text(zh="结果由 {name} {then} 得出,现在的是 {now}", en="the results were made with {name} {then}; this is {now}")
SAME = Text(zh="{folder}:{runs:,} 个运行,逐位相同", en="{folder}: {runs:,} runs, the same bit for bit")
OTHER = Text(zh="{folder}:与原来不同的列:{columns}", en="{folder}: these columns came out otherwise: {columns}")
SAME_RUN = Text(zh="运行 {run}(政策 {policy},种子 {seed}):逐位相同", en="run {run} (policy {policy}, seed {seed}): the same bit for bit")
OTHER_RUN = Text(
    zh="运行 {run}(政策 {policy},种子 {seed}):与原来不同的列:{columns}",
    en="run {run} (policy {policy}, seed {seed}): these columns came out otherwise: {columns}",
)
ITSELF = Text(zh="不能写回原来的文件夹", en="must be another folder than the one made anew")
SHOWN = 5


def rerun(
    context: typer.Context,
    folder: Folder,
    *,
    run: RunName = None,
    workers: Workers = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Read the manifest, live through its runs, compare."""
    from cogov.experiments.store.manifest import read_manifest
    from cogov.experiments.verify import plan_kept, refuse_other_code
    from cogov.scenarios.own_rules import runs_code

    language: Language = context.obj
    manifest = read_manifest(folder)
    plan = plan_kept(manifest, run_code=runs_code())
    for name, then, now in refuse_other_code(manifest):
        words = {"name": name, "then": then, "now": now}
        note(LIBRARY.filled(**words), language)
    if run is not None:
        _one(plan, folder, run, language, everything=everything, json=json)
        return
    target = out or folder.resolve().with_name(f"{folder.resolve().name}-again")
    if target.resolve() == folder.resolve():
        raise InputError(Problem(ITSELF, key="--out", value=str(target)))
    make_folder(target)
    _whole(manifest, plan, folder, target, workers, language, json=json)


def _whole(manifest: "Manifest", plan: "Plan", folder: Path, target: Path, workers: int | None, language: Language, *, json: bool) -> None:
    """Make all of it; of a comparison its tables and figures, too."""
    from cogov.experiments.sweep import sweep
    from cogov.experiments.verify import unlike_folders
    from cogov.progress import watched
    from cogov.studies import engine_asked

    engine, _ = engine_asked(workers)
    with watched(plan, target, language) as tell:
        counts = sweep(plan, target, engine, retry_failed=True, on_progress=tell)
    if manifest.request.get("command") == "compare":
        from cogov.commands.compare_answer import answer_again

        answer_again(target, manifest, manifest.request.get("lang", language))
    columns = unlike_folders(folder, target)
    if json:
        show_json({"folder": target.as_posix(), "runs": counts.total, "same": not columns, "differing": list(columns)})
    else:
        words = {"folder": target, "runs": counts.total, "columns": ", ".join(columns[:SHOWN])}
        print((OTHER if columns else SAME).in_(language).format(**words))
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
        print((OTHER_RUN if columns else SAME_RUN).in_(language).format(**words, columns=", ".join(columns[:SHOWN])))
    if columns:
        raise typer.Exit(1)


def _show(lived: "Lived", language: Language, *, everything: bool) -> None:
    from cogov.analysis.tables import run_table

    if lived.error is not None:
        say(lived.error)
        return
    show(run_table(lived.values, language, f"{lived.run.policy} · {lived.run.run_id}", everything=everything))
