"""What a person sees of a study while it is under way, and of the runs that failed: on stderr only."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cogov.estimate_words import duration
from cogov.output import console_on, say
from cogov.progress import FAILED, LEFT, RUNNING, SHOWN_FAILURES
from cogov.scenarios.words import Language, Text

if TYPE_CHECKING:
    from cogov.experiments.plan import Plan
    from cogov.experiments.sweep import Counts

RATE = Text(zh="{rate:.3g} 个/秒", en="{rate:.3g} a second")
FAILURES = Text(zh="失败 {failed:,}", en="{failed:,} failed")
LINE = Text(zh="{ended:,}/{total:,} 个运行,{rate},剩余约 {left}", en="{ended:,}/{total:,} runs, {rate}, about {left} left")
KEPT = Text(
    zh="已完成的运行都在 {folder} 里,再次执行同一命令即可继续", en="what was done is in {folder}; the same command goes on from there"
)
PARTS = 10
"""Lines that a whole study leaves in a log, unless it is a short one."""
APART_SECONDS = 10.0

Tell = Callable[["Counts"], None]


@contextmanager
def study_progress(total: int, language: Language) -> Iterator[Tell]:
    """A bar with rate and time left on a terminal; elsewhere a line at every tenth of a study."""
    console = console_on(sys.stderr)
    if not console.is_terminal:
        yield _Lines(language)
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    said = [TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TextColumn(LEFT.in_(language)), TimeRemainingColumn()]
    columns = [SpinnerColumn(), TextColumn(RUNNING.in_(language)), BarColumn(), MofNCompleteColumn(), *said]
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, total, language)


@contextmanager
def watched(plan: "Plan", folder: Path, language: Language) -> Iterator[Tell]:
    """Show how far a study is; when it is interrupted, say that nothing is lost."""
    try:
        with study_progress(plan.count, language) as tell:
            yield tell
    except KeyboardInterrupt:
        say(KEPT.in_(language).format(folder=folder))
        raise


class _Pace:
    """How many runs a second are lived through. The first receipt only starts the clock: before it, workers were starting."""

    def __init__(self) -> None:
        self.begun, self.before = time.monotonic(), 0
        self.known = False

    def rate(self, counts: "Counts") -> float:
        now = time.monotonic()
        rate = (counts.lived - self.before) / max(1e-9, now - self.begun)
        if counts.lived and not self.known:
            self.begun, self.before, self.known = now, counts.lived, True
        return max(rate, 1e-9)


class _Bar:
    def __init__(self, bar: Any, total: int, language: Language) -> None:
        self.bar, self.language, self.pace = bar, language, _Pace()
        self.task: Any = None
        self.total = total

    def __call__(self, counts: "Counts") -> None:
        ended = counts.done + counts.failed
        if self.task is None:
            self.task = self.bar.add_task("", total=self.total, completed=ended, rate="")
        said = RATE.in_(self.language).format(rate=self.pace.rate(counts)) if counts.lived else ""
        failed = " · " + FAILURES.in_(self.language).format(failed=counts.failed) if counts.failed else ""
        self.bar.update(self.task, completed=ended, rate=said + failed)


class _Lines:
    def __init__(self, language: Language) -> None:
        self.language, self.pace = language, _Pace()
        self.parts, self.said_at = 0, time.monotonic()

    def __call__(self, counts: "Counts") -> None:
        parts, now = PARTS * (counts.total - counts.missing) // max(1, counts.total), time.monotonic()
        rate = self.pace.rate(counts)
        if parts > self.parts and counts.lived and counts.missing and now - self.said_at > APART_SECONDS:
            self.parts, self.said_at = parts, now
            words = {"rate": RATE.in_(self.language).format(rate=rate), "left": duration(counts.missing / rate, self.language)}
            say(LINE.in_(self.language).format(ended=counts.total - counts.missing, total=counts.total, **words))


def tell_failed_rows(folder: Path, language: Language) -> None:
    """Say which runs of a folder failed and why, and where the first one did."""
    from cogov.experiments.store.frames import failed_rows

    rows = failed_rows(folder)
    for row in rows[:SHOWN_FAILURES]:
        say(FAILED.in_(language).format(policy=row["policy"], seed=row["seed"], error=row["error"]))
    if len(rows) > SHOWN_FAILURES:
        say(f"... + {len(rows) - SHOWN_FAILURES}")
    if rows and rows[0]["traceback"]:
        say(rows[0]["traceback"])
