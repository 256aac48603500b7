"""What is said of a study before it begins: how many runs, how long, how large, at which points."""

from collections.abc import Sequence
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

from cogov.model.words import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.experiments.pilot import Estimate
    from cogov.experiments.plan import Run

RUNS = Text(zh="共 {runs:,} 个运行,已完成 {done:,} 个,还需 {missing:,} 个", en="{runs:,} runs, {done:,} done, {missing:,} to do")
TIME = Text(zh="时间:{pilots},{workers} 个进程共{about} {whole}", en="Time: {pilots}; with {workers} workers {about} {whole} in all")
ONE = Text(zh="试运行用时 {first}", en="the pilot took {first}")
TWO = Text(zh="试运行用时 {first}和 {last}", en="the pilots took {first} and {last}")
UNEVEN = Text(zh="最小的运行用时 {first},最大的 {last}", en="the smallest run took {first}, the largest {last}")
DISK = Text(zh="磁盘:{about} {size}", en="Disk: {about} {size}")
ABOUT, AT_LEAST = Text(zh="约", en="about"), Text(zh="至少", en="at least")
ROUGH = Text(
    zh="各运行大小不一,介于两者之间的按直线推算,因此只是粗略估计",
    en="Runs are of several sizes, and those between the two are put on a straight line: the estimate is rough",
)
STOPPED = Text(
    zh="试运行超过 {limit}即停止,因此只是下限", en="A pilot was stopped after {limit}: the study takes no less than this, perhaps much more"
)
FAILED = Text(zh="试运行失败,无法估计时间:{error}", en="The pilot run failed, so there is no estimate of the time: {error}")
FIRST = Text(zh="前 {count} 个运行:", en="The first {count} runs:")
POINT, POLICY, SEED = Text(zh="点", en="point"), Text(zh="政策", en="policy"), Text(zh="种子", en="seed")

SPANS = ((86_400, Text(zh=" 天", en=" days")), (3600, Text(zh=" 小时", en=" h")), (60, Text(zh=" 分钟", en=" min")))
SECONDS = Text(zh=" 秒", en=" s")
SIZES = ((1e9, " GB"), (1e6, " MB"), (1e3, " kB"))


def estimate_lines(estimate: "Estimate", language: Language) -> str:
    """What a study will take, in three lines and what makes them uncertain; in one where nothing is missing."""
    runs = RUNS.in_(language).format(runs=estimate.runs, done=estimate.done, missing=estimate.missing)
    return "\n".join([runs, *_amounts(estimate, language)]) if estimate.missing else runs


def _amounts(estimate: "Estimate", language: Language) -> list[str]:
    about = (AT_LEAST if estimate.stopped else ABOUT).in_(language)
    disk = DISK.in_(language).format(about=about, size=size(estimate.bytes))
    if estimate.error is not None:
        return [FAILED.in_(language).format(error=estimate.error), disk]
    whole = duration(estimate.seconds, language)
    words = {"pilots": _pilots(estimate, language), "workers": estimate.workers, "about": about, "whole": whole}
    return [TIME.in_(language).format(**words), disk, *_reservations(estimate, language)]


def _pilots(estimate: "Estimate", language: Language) -> str:
    """What the runs took from which all others are told."""
    once = [duration(seconds, language) for seconds in estimate.pilots]
    several = TWO if estimate.even else UNEVEN
    return (several if len(once) > 1 else ONE).in_(language).format(first=once[0], last=once[-1])


def _reservations(estimate: "Estimate", language: Language) -> list[str]:
    """What a person should not build on."""
    rough = [] if estimate.even else [ROUGH.in_(language)]
    limit = duration(max(estimate.pilots), language)
    return [*rough, STOPPED.in_(language).format(limit=limit)] if estimate.stopped else rough


def estimate_table(estimate: "Estimate", language: Language) -> "RenderableType":
    """The first runs of a study, as a table where it fits, and what the study will take."""
    from rich.cells import cell_len
    from rich.console import Group

    from cogov.commands.scenarios import table

    headings = [POINT.in_(language), *estimate.factors, POLICY.in_(language), SEED.in_(language)]
    rows = [_row(run) for run in estimate.first]
    fits = sum(max(map(cell_len, column)) + 2 for column in zip(headings, *rows, strict=True)) <= get_terminal_size().columns
    shown = [table(headings, rows)] if fits else [_line(headings, row) for row in rows]
    return Group(FIRST.in_(language).format(count=len(rows)), *shown, "", estimate_lines(estimate, language))


def _line(headings: Sequence[str], row: Sequence[str]) -> str:
    """A run in words, where its factors are too many or too long for columns."""
    return "· " + ", ".join(f"{heading} {cell}" for heading, cell in zip(headings, row, strict=True))


def estimate_document(estimate: "Estimate") -> dict[str, Any]:
    """What `--dry-run --json` prints: no times, which are never the same twice."""
    first = [{"point": run.point, **dict(zip(estimate.factors, run.values, strict=True))} for run in estimate.first]
    runs = [{**values, "policy": run.policy, "seed": run.seed} for values, run in zip(first, estimate.first, strict=True)]
    return {"runs": estimate.runs, "done": estimate.done, "missing": estimate.missing, "first": runs}


def _row(run: "Run") -> tuple[str, ...]:
    values: Sequence[str] = [f"{value:.6g}" if isinstance(value, float) else value for value in run.values]
    return (str(run.point), *values, run.policy, str(run.seed))


def duration(seconds: float, language: Language) -> str:
    """A span of time with as many figures as an estimate has."""
    for span, unit in SPANS:
        if seconds >= 2 * span:
            return f"{seconds / span:.3g}{unit.in_(language)}"
    return f"{seconds:{'.0f' if seconds >= 10 else '.2g'}}{SECONDS.in_(language)}"


def size(amount: float) -> str:
    """An amount of bytes with as many figures as an estimate has."""
    for span, unit in SIZES:
        if amount >= span:
            return f"{amount / span:.3g}{unit}"
    return f"{amount:.0f} B"
