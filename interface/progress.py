"""What a person sees of runs: what they will take, how far they are and how long they still take, which failed. On stderr only.

The estimate alone is an answer: `--dry-run` asks for it.
"""

import itertools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from typing import TYPE_CHECKING, Any

from cogov.model.words import Language, Text
from cogov.output import console_on, say
from cogov.scenarios.words import Words
from cogov.terminal import signs_are_wide

if TYPE_CHECKING:
    from rich.console import RenderableType

    from cogov.experiments.plan import Plan, Run
    from cogov.experiments.runner import RunResult
    from cogov.experiments.sweep import Counts
    from cogov.experiments.time_left import Estimate, Pace

SAY = Words(__file__)

Tell = Callable[["Counts"], None]
SHOWN_FAILURES = 5
PARTS = 10
"""Lines that a whole study leaves in a log, unless it is a short one."""
APART_SECONDS = 10.0
"""Between two of them at least."""
SILENT_SECONDS = 300.0
"""After so long a log has a line in any case."""


# -- under way ----------------------------------------------------------------------------------------------------------------------


@contextmanager
def study_progress(total: int, language: Language) -> Iterator[Tell]:
    """A bar with rate and time left on a terminal and in a notebook; elsewhere a line at every tenth of a study and every few minutes."""
    from cogov.experiments.time_left import Pace

    console = console_on(sys.stderr)
    if (shown := _cell()) is not None:
        with closing(_Cell(shown, language, Pace())) as cell:
            yield cell
        return
    if not console.is_terminal:
        yield _Lines(language, Pace())
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    said = [TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TextColumn("{task.fields[left]}")]
    bar_width = 20 if signs_are_wide(sys.stderr) else 40
    columns = [SpinnerColumn("line"), TextColumn(SAY.running.in_(language)), BarColumn(bar_width), MofNCompleteColumn(), *said]
    with Progress(*columns, console=console, transient=True) as bar:
        yield _Bar(bar, total, language, Pace())


@contextmanager
def progress(total: int, language: Language) -> "Iterator[Callable[[object], None]]":
    """Show how many of some runs are done that are kept in no folder: whoever makes them tells of each as it ends."""
    from cogov.experiments.sweep import Counts

    ended = itertools.count(1)
    with study_progress(total, language) as tell:
        tell(Counts(total, 0, 0))
        yield lambda _: tell(Counts(total, done := next(ended), 0, done))


@contextmanager
def watched(plan: "Plan", folder: Path, language: Language, *, kept: bool = True, again: Text = SAY.kept) -> Iterator[Tell]:
    """Show how far a study is; when it is interrupted, say that nothing is lost and how to go on, if its folder is kept."""
    try:
        with study_progress(plan.count, language) as tell:
            yield tell
    except KeyboardInterrupt:
        if kept:
            say(again.in_(language).format(folder=folder))
        raise


def _going(pace: "Pace", counts: "Counts", language: Language) -> dict[str, str]:
    """Say rate and time left; nothing before the first run."""
    rate = pace.rate
    if rate is None:
        return {"rate": "", "left": ""}
    left = duration(counts.missing / rate, language)
    return {"rate": SAY.rate.in_(language).format(rate=rate), "left": SAY.left.in_(language).format(left=left)}


def _cell() -> Any:
    """Return what a notebook shows below the cell under way and lets be written anew; None elsewhere."""
    notebook: Any = sys.modules.get("IPython")
    if notebook is None or not hasattr(notebook.get_ipython(), "kernel"):
        return None
    return notebook.display.display({"text/plain": ""}, raw=True, display_id=True)


class _Cell:
    """A bar in a notebook; it goes in the end."""

    def __init__(self, shown: Any, language: Language, pace: "Pace") -> None:
        self.shown, self.language, self.pace = shown, language, pace

    def __call__(self, counts: "Counts") -> None:
        self.pace.hear(counts)
        ended = counts.done + counts.failed
        line = SAY.line.in_(self.language).format(ended=ended, total=counts.total, **_going(self.pace, counts, self.language))
        html = f'<progress value="{ended}" max="{counts.total}"></progress> {line}'
        self.shown.update({"text/plain": line, "text/html": html}, raw=True)

    def close(self) -> None:
        """Leave nothing behind: what comes of it is shown by itself."""
        self.shown.update({"text/plain": ""}, raw=True)


class _Bar:
    def __init__(self, bar: Any, total: int, language: Language, pace: "Pace") -> None:
        self.bar, self.language, self.pace = bar, language, pace
        self.task: Any = None
        self.total = total

    def __call__(self, counts: "Counts") -> None:
        self.pace.hear(counts)
        ended, words = counts.done + counts.failed, _going(self.pace, counts, self.language)
        if self.task is None:
            self.task = self.bar.add_task("", total=self.total, completed=ended, **words)
        failed = " · " + SAY.failures.in_(self.language).format(failed=counts.failed) if counts.failed else ""
        self.bar.update(self.task, completed=ended, rate=words["rate"] + failed, left=words["left"])


class _Lines:
    def __init__(self, language: Language, pace: "Pace") -> None:
        self.language, self.pace = language, pace
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
            say(SAY.line.in_(self.language).format(ended=ended, total=counts.total, **_going(self.pace, counts, self.language)))

    def _is_time(self, parts: int, seconds: float) -> bool:
        """Say whether a line is due: at a tenth if the last is not just said, and after some minutes in any case."""
        return seconds >= SILENT_SECONDS or (parts > (self.parts or 0) and seconds > APART_SECONDS)


# -- failures and profiles ----------------------------------------------------------------------------------------------------------


def tell_failed_rows(folder: Path, language: Language) -> None:
    """Say which runs of a folder failed and why, and where the first one did."""
    from cogov.experiments.plan import TIMED_OUT
    from cogov.experiments.store.frames import failed_rows

    rows = failed_rows(folder)
    for row in rows[:SHOWN_FAILURES]:
        say(SAY.failed_at.in_(language).format(**{name: row[name] for name in ("point", "policy", "seed", "error")}))
    if len(rows) > SHOWN_FAILURES:
        say(f"... + {len(rows) - SHOWN_FAILURES}")
    if told := next((row["traceback"] for row in rows if row["traceback"] and TIMED_OUT not in row["error"]), None):
        say(told)
    say(SAY.retry.in_(language))


def tell_failures(failures: "Sequence[Mapping[str, Any]]", language: Language) -> None:
    """Say which runs failed and why, and where the first one did; results of runs, or rows of a folder."""
    for result in failures[:SHOWN_FAILURES]:
        say(SAY.failed.in_(language).format(policy=result["policy"], seed=result["seed"], error=result["error"]))
    if len(failures) > SHOWN_FAILURES:
        say(f"... + {len(failures) - SHOWN_FAILURES}")
    if failures and failures[0]["traceback"]:
        say(failures[0]["traceback"])


def show_profile(results: "Sequence[RunResult]", language: Language) -> None:
    """A table of the seconds that each rule took, over all runs."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(SAY.rule.in_(language))
    table.add_column(SAY.seconds.in_(language), justify="right")
    table.add_column(SAY.share.in_(language), justify="right")
    seconds = total_seconds(results)
    whole = sum(seconds.values()) or 1.0
    for name, spent in seconds.items():
        table.add_row(name or SAY.rest.in_(language), f"{spent:.2f}", f"{100 * spent / whole:.0f}%")
    console_on(sys.stderr).print(table)


def total_seconds(results: "Sequence[RunResult]") -> Mapping[str, float]:
    """Seconds by rule over all runs; what no rule took stands under the empty name."""
    kept = [result for result in results if result.error is None]
    seconds: dict[str, float] = {}
    for result in kept:
        for name, spent in result.rule_seconds.items():
            seconds[name] = seconds.get(name, 0.0) + spent
    return seconds | {"": sum(result.seconds for result in kept) - sum(seconds.values())}


# -- beforehand ---------------------------------------------------------------------------------------------------------------------


SPANS = ((86_400, SAY.days), (3600, SAY.hours), (60, SAY.minutes))
SIZES = ((1e9, " GB"), (1e6, " MB"), (1e3, " kB"))


def estimate_lines(estimate: "Estimate", language: Language) -> str:
    """What a study will take, in three lines and what makes them uncertain; in one where nothing is missing."""
    runs = SAY.to_do.in_(language).format(runs=estimate.runs, done=estimate.done, missing=estimate.missing)
    return "\n".join([runs, *_amounts(estimate, language)]) if estimate.missing else runs


def _amounts(estimate: "Estimate", language: Language) -> list[str]:
    about = (SAY.at_least if estimate.stopped else SAY.about).in_(language)
    disk = SAY.disk.in_(language).format(about=about, size=size(estimate.bytes))
    if estimate.error is not None:
        return [SAY.no_estimate.in_(language).format(error=estimate.error), disk]
    whole = duration(estimate.seconds, language)
    words = {"trials": _trials(estimate, language), "workers": estimate.workers, "about": about, "whole": whole}
    return [SAY.time.in_(language).format(**words), disk, *_reservations(estimate, language)]


def _trials(estimate: "Estimate", language: Language) -> str:
    """What the runs took from which all others are told."""
    once = [duration(seconds, language) for seconds in estimate.trials]
    several = SAY.two_trials if estimate.even else SAY.uneven
    return (several if len(once) > 1 else SAY.one_trial).in_(language).format(first=once[0], last=once[-1])


def _reservations(estimate: "Estimate", language: Language) -> list[str]:
    """What a person should not build on."""
    rough = [] if estimate.even else [SAY.rough.in_(language)]
    limit = duration(max(estimate.trials), language)
    return [*rough, SAY.stopped.in_(language).format(limit=limit)] if estimate.stopped else rough


def estimate_table(estimate: "Estimate", language: Language) -> "RenderableType":
    """The first runs of a study, as a table where it fits, and what the study will take."""
    from rich.cells import cell_len
    from rich.console import Group

    from cogov.commands.scenarios import table

    headings = [SAY.point.in_(language), *estimate.factors, SAY.policy.in_(language), SAY.seed.in_(language)]
    rows = [_row(run) for run in estimate.first]
    fits = sum(max(map(cell_len, column)) + 2 for column in zip(headings, *rows, strict=True)) <= get_terminal_size().columns
    shown = [table(headings, rows)] if fits else [_line(headings, row) for row in rows]
    return Group(SAY.first.in_(language).format(count=len(rows)), *shown, "", estimate_lines(estimate, language))


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
    return f"{seconds:{'.0f' if seconds >= 10 else '.2g'}}{SAY.a_second.in_(language)}"


def size(amount: float) -> str:
    """An amount of bytes with as many figures as an estimate has."""
    for span, unit in SIZES:
        if amount >= span:
            return f"{amount / span:.3g}{unit}"
    return f"{amount:.0f} B"
