"""What is said of a study before it begins: how many runs, how long, how large, at which points."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cogov.scenarios.words import Language, Text

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.experiments.pilot import Estimate
    from cogov.experiments.plan import Run

RUNS = Text(zh="共 {runs:,} 个运行,已完成 {done:,} 个,还需 {missing:,} 个", en="{runs:,} runs, {done:,} done, {missing:,} to do")
TIME = Text(
    zh="时间:试运行用时 {once},{workers} 个进程共约 {whole}", en="Time: the pilot took {once}; with {workers} workers about {whole} in all"
)
DISK = Text(zh="磁盘:约 {size}", en="Disk: about {size}")
FAILED = Text(zh="试运行失败,无法估计时间:{error}", en="The pilot run failed, so there is no estimate of the time: {error}")
FIRST = Text(zh="前 {count} 个运行:", en="The first {count} runs:")
POINT, POLICY, SEED = Text(zh="点", en="point"), Text(zh="政策", en="policy"), Text(zh="种子", en="seed")

SPANS = ((86_400, Text(zh=" 天", en=" days")), (3600, Text(zh=" 小时", en=" h")), (60, Text(zh=" 分钟", en=" min")))
SECONDS = Text(zh=" 秒", en=" s")
SIZES = ((1e9, " GB"), (1e6, " MB"), (1e3, " kB"))


def estimate_lines(estimate: "Estimate", language: Language) -> str:
    """What a study will take, in three lines; in one where nothing is missing."""
    runs = RUNS.in_(language).format(runs=estimate.runs, done=estimate.done, missing=estimate.missing)
    if not estimate.missing:
        return runs
    once, whole = duration(estimate.seconds_a_run, language), duration(estimate.seconds, language)
    time = TIME.in_(language).format(once=once, workers=estimate.workers, whole=whole)
    if estimate.error is not None:
        time = FAILED.in_(language).format(error=estimate.error)
    return "\n".join([runs, time, DISK.in_(language).format(size=size(estimate.bytes))])


def estimate_table(estimate: "Estimate", language: Language) -> "RenderableType":
    """What a study will take, and its first runs as a table."""
    from rich.console import Group

    from cogov.commands.scenarios import table

    headings = [POINT.in_(language), *estimate.factors, POLICY.in_(language), SEED.in_(language)]
    rows = [_row(run) for run in estimate.first]
    return Group(estimate_lines(estimate, language), "", FIRST.in_(language).format(count=len(rows)), table(headings, rows))


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
    return f"{seconds:.2g}{SECONDS.in_(language)}"


def size(amount: float) -> str:
    """An amount of bytes with as many figures as an estimate has."""
    for span, unit in SIZES:
        if amount >= span:
            return f"{amount / span:.3g}{unit}"
    return f"{amount:.0f} B"
