"""`cogov verify`: whether a folder of results is what it says it is."""

from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.model.words import Language, Text, seen
from cogov.options import Folder, Json, number
from cogov.output import note, show_json

if TYPE_CHECKING:
    from cogov.experiments.verify import Verification

HELP = both(
    "核验结果文件夹:是否完整,每行是否与其标识相符,抽取若干运行重新计算是否逐位相同。",
    "Check a folder of results: complete, every row what its name says, a sample of runs the same bit for bit when lived through again.",
)
Sample = Annotated[int, number("--sample", "重新计算的运行数", "runs lived through again")]

FINE, WRONG = Text(zh="核验通过", en="verified"), Text(zh="核验未通过", en="not verified")
COUNTS = Text(
    zh="共 {total:,} 个运行:完成 {done:,} 个,失败 {failed:,} 个,缺少 {missing:,} 个,多出 {extra:,} 个",
    en="{total:,} runs: {done:,} done, {failed:,} failed, {missing:,} missing, {extra:,} too many",
)
MISNAMED = Text(zh="与标识不符的行:{count:,}", en="rows that are not what their name says: {count:,}")
SAMPLED = Text(
    zh="重新计算 {sampled:,} 个运行,不同的有 {differing:,} 个",
    en="{sampled:,} runs lived through again, {differing:,} of them came out otherwise",
)
WHERE = Text(zh="{run_id}:{columns}", en="{run_id}: {columns}")
NOT_AGAIN = Text(
    zh="这个实验由 Python 程序定义,无法由文件夹重新计算;请用 cogov.experiments.verify.verify(folder, plan=...)",
    en="this study was planned in Python and cannot be run again from its folder alone; use cogov.experiments.verify.verify(folder, plan=...)",
)
LIBRARY = Text(zh="结果由 {name} {then} 得出,现在的是 {now}", en="the results were made with {name} {then}; this is {now}")
ARITHMETIC_DIFFERS = Text(
    zh="这台机器的处理器或系统算出的末位数字({now})与得出结果的机器({then})不同;重新计算的结果可能因此不同",
    en="the processor or system of this machine gives other last digits ({now}) than that which made the results ({then}); what is lived through "
    "again may come out otherwise for that alone",
)
ELSEWHERE = Text(
    zh="在这台机器上无法核验:除重新计算的结果外一切相符,而不同之处可能来自处理器或系统;请在与原来同类的机器上核验",
    en="cannot be verified on this machine: all agrees but what was lived through again, and that may be the processor or the system; verify on a "
    "machine like the one that made the results",
)
ALTERED = Text(zh="manifest.json 中与其设计不符之处:{paths}", en="parts of manifest.json that are not what its design says: {paths}")
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
        note((ARITHMETIC_DIFFERS if name == "arithmetic" else LIBRARY).filled(**words), language)
    if json:
        show_json({"folder": folder.as_posix(), **_document(found)})
    else:
        print(_words(found, language))
    if not found.fine:
        raise typer.Exit(1)


def _document(found: "Verification") -> dict[str, object]:
    counts = {"runs": found.total, "done": found.done, "failed": found.failed, "missing": found.missing, "extra": found.extra}
    differing = [{"run_id": one.run_id, "columns": list(one.columns)} for one in found.differing]
    misnamed = [{"run_id": one.run_id, "columns": list(one.columns)} for one in found.misnamed]
    other = {"other_arithmetic": found.elsewhere, "altered": list(found.altered), "unsound": [one.text("en") for one in found.unsound]}
    return {**counts, "verified": found.fine, "sampled": found.sampled, "differing": differing, "misnamed": misnamed, **other}


def _words(found: "Verification", language: Language) -> str:
    counts = {"total": found.total, "done": found.done, "failed": found.failed, "missing": found.missing, "extra": found.extra}
    lines = [COUNTS.in_(language).format(**counts)]
    if found.misnamed:
        lines.append(MISNAMED.in_(language).format(count=len(found.misnamed)))
    if found.altered:
        lines.append(ALTERED.in_(language).format(paths=", ".join(found.altered[:SHOWN])))
    lines += [one.text(language) for one in found.unsound[:SHOWN]]
    again = SAMPLED.in_(language).format(sampled=found.sampled, differing=len(found.differing))
    lines.append(again if found.replanned else NOT_AGAIN.in_(language))
    wrong = [*found.misnamed, *found.differing][:SHOWN]
    lines += ["  " + WHERE.in_(language).format(run_id=one.run_id, columns=", ".join(one.columns[:SHOWN])) for one in wrong]
    verdict = FINE if found.fine else ELSEWHERE if found.elsewhere else WRONG
    return seen("\n".join([*lines, verdict.in_(language)]))
