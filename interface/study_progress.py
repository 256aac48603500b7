"""What a person sees of a study while it is under way, and of the runs that failed: on stderr only."""

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from cogov.estimate_words import duration
from cogov.model.words import Language, Text
from cogov.output import console_on, say
from cogov.progress import RUNNING, SHOWN_FAILURES

if TYPE_CHECKING:
    from cogov.experiments.plan import Plan
    from cogov.experiments.sweep import Counts

RATE = Text(zh="{rate:.3g} 个/秒", en="{rate:.3g} a second")
FAILURES = Text(zh="失败 {failed:,}", en="{failed:,} failed")
LEFT = Text(zh="剩余约 {left}", en="about {left} left")
LINE = Text(zh="{ended:,}/{total:,} 个运行,{rate},{left}", en="{ended:,}/{total:,} runs, {rate}, {left}")
KEPT = Text(
    zh="已完成的运行都在 {folder} 里,再次执行同一命令即可继续", en="what was done is in {folder}; the same command goes on from there"
)
FAILED_AT = Text(
    zh="运行失败(点 {point},政策 {policy},种子 {seed}):{error}", en="run failed (point {point}, policy {policy}, seed {seed}): {error}"
)
RETRY = Text(
    zh="其余的结果都已保存;排除原因后(如加大 timeout),加上 --retry-failed 再次执行同一命令即可重试失败的运行",
    en="the others are kept; once the cause is mended (a longer timeout, say) the same command with --retry-failed tries these again",
)
PARTS = 10
"""Lines that a whole study leaves in a log, unless it is a short one."""
APART_SECONDS = 10.0
"""Between two of them at least."""
SILENT_SECONDS = 300.0
"""After so long a log has a line in any case."""
RECENT_RECEIPTS, RECENT_SECONDS = 20, 600.0
"""The rate is that of so many receipts or of so long a time, whichever is longer."""
THIN_SECONDS = 1.0
"""Receipts closer than this are remembered as one: a thousand workers send many."""

Tell = Callable[["Counts"], None]


@contextmanager
def study_progress(total: int, language: Language) -> Iterator[Tell]:
    """A bar with rate and time left on a terminal; elsewhere a line at every tenth of a study and every few minutes."""
    console = console_on(sys.stderr)
    if not console.is_terminal:
        yield _Lines(language)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    said = [TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TextColumn("{task.fields[left]}")]
    columns = [SpinnerColumn(), TextColumn(RUNNING.in_(language)), BarColumn(), MofNCompleteColumn(), *said]
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, total, language)


@contextmanager
def watched(plan: "Plan", folder: Path, language: Language, *, kept: bool = True, again: Text = KEPT) -> Iterator[Tell]:
    """Show how far a study is; when it is interrupted, say that nothing is lost and how to go on, if its folder is kept."""
    try:
        with study_progress(plan.count, language) as tell:
            yield tell
    except KeyboardInterrupt:
        if kept:
            say(again.in_(language).format(folder=folder))
        raise


class _Pace:
    """How many runs a second are lived through of late: over the last 20 receipts or ten minutes, whichever is longer.

    So neither a slow beginning nor hours with the lid closed count for long.
    """

    def __init__(self) -> None:
        self.heard: deque[tuple[float, int]] = deque()
        """When, and how many runs were lived through by then; the first is where we count from."""

    def hear(self, counts: "Counts") -> None:
        """Take note of a receipt; of those within a second the last is kept, and of old ones none."""
        now = monotonic()
        if len(self.heard) > 1 and now - self.heard[-2][0] < THIN_SECONDS:
            self.heard.pop()
        self.heard.append((now, counts.lived))
        while len(self.heard) > RECENT_RECEIPTS + 1 and now - self.heard[1][0] >= RECENT_SECONDS:
            self.heard.popleft()

    @property
    def rate(self) -> float | None:
        """Return runs a second; None before the first."""
        (since, before), (now, lived) = self.heard[0], self.heard[-1]
        return (lived - before) / max(1e-9, now - since) if lived > before else None

    def words(self, counts: "Counts", language: Language) -> dict[str, str]:
        """Say rate and time left; nothing before the first run."""
        rate = self.rate
        if rate is None:
            return {"rate": "", "left": ""}
        left = duration(counts.missing / rate, language)
        return {"rate": RATE.in_(language).format(rate=rate), "left": LEFT.in_(language).format(left=left)}


class _Bar:
    def __init__(self, bar: Any, total: int, language: Language) -> None:
        self.bar, self.language, self.pace = bar, language, _Pace()
        self.task: Any = None
        self.total = total

    def __call__(self, counts: "Counts") -> None:
        self.pace.hear(counts)
        ended, words = counts.done + counts.failed, self.pace.words(counts, self.language)
        if self.task is None:
            self.task = self.bar.add_task("", total=self.total, completed=ended, **words)
        failed = " · " + FAILURES.in_(self.language).format(failed=counts.failed) if counts.failed else ""
        self.bar.update(self.task, completed=ended, rate=words["rate"] + failed, left=words["left"])


class _Lines:
    def __init__(self, language: Language) -> None:
        self.language, self.pace = language, _Pace()
        self.parts: int | None = None
        """Tenths of the study that are there; those that were there before are not told."""
        self.said_at = monotonic()

    def __call__(self, counts: "Counts") -> None:
        self.pace.hear(counts)
        ended, now = counts.total - counts.missing, monotonic()
        parts = PARTS * ended // max(1, counts.total)
        self.parts = parts if self.parts is None else self.parts
        if counts.lived and counts.missing and self._is_time(parts, now - self.said_at):
            self.parts, self.said_at = parts, now
            say(LINE.in_(self.language).format(ended=ended, total=counts.total, **self.pace.words(counts, self.language)))

    def _is_time(self, parts: int, seconds: float) -> bool:
        """Say whether a line is due: at a tenth if the last is not just said, and after some minutes in any case."""
        return seconds >= SILENT_SECONDS or (parts > (self.parts or 0) and seconds > APART_SECONDS)


def tell_failed_rows(folder: Path, language: Language) -> None:
    """Say which runs of a folder failed and why, and where the first one did."""
    from cogov.experiments.plan import TIMED_OUT
    from cogov.experiments.store.frames import failed_rows

    rows = failed_rows(folder)
    for row in rows[:SHOWN_FAILURES]:
        say(FAILED_AT.in_(language).format(**{name: row[name] for name in ("point", "policy", "seed", "error")}))
    if len(rows) > SHOWN_FAILURES:
        say(f"... + {len(rows) - SHOWN_FAILURES}")
    if told := next((row["traceback"] for row in rows if row["traceback"] and TIMED_OUT not in row["error"]), None):
        say(told)
    say(RETRY.in_(language))
