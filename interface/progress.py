"""What a person sees while runs are under way and when they went wrong: on stderr only."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cogov.model.words import Language, Text
from cogov.output import console_on, say

if TYPE_CHECKING:
    from cogov.experiments.runner import RunResult

RUNNING = Text(zh="模拟中", en="simulating")
LEFT = Text(zh="剩余", en="left")
FAILED = Text(zh="运行失败(政策 {policy},种子 {seed}):{error}", en="run failed (policy {policy}, seed {seed}): {error}")
RULE, SECONDS, SHARE = Text(zh="规则", en="rule"), Text(zh="秒", en="seconds"), Text(zh="占比", en="share")
REST = Text(zh="其余", en="everything else")
SHOWN_FAILURES = 5


@contextmanager
def progress(total: int, language: Language) -> "Iterator[Callable[[object], None]]":
    """A bar with the time left, on a terminal; silence elsewhere."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    console = console_on(sys.stderr)
    columns = [SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    if total > 1:
        columns += [TextColumn(LEFT.in_(language)), TimeRemainingColumn()]
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(RUNNING.in_(language), total=total)
        yield lambda _: bar.advance(task)


def tell_failures(failures: "Sequence[RunResult]", language: Language) -> None:
    """Say which runs failed and why, and where the first one did."""
    for result in failures[:SHOWN_FAILURES]:
        say(FAILED.in_(language).format(policy=result.policy, seed=result.seed, error=result.error))
    if len(failures) > SHOWN_FAILURES:
        say(f"... + {len(failures) - SHOWN_FAILURES}")
    if failures and failures[0].traceback:
        say(failures[0].traceback)


def show_profile(results: "Sequence[RunResult]", language: Language) -> None:
    """A table of the seconds that each rule took, over all runs."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(RULE.in_(language))
    table.add_column(SECONDS.in_(language), justify="right")
    table.add_column(SHARE.in_(language), justify="right")
    seconds = total_seconds(results)
    whole = sum(seconds.values()) or 1.0
    for name, spent in seconds.items():
        table.add_row(name or REST.in_(language), f"{spent:.2f}", f"{100 * spent / whole:.0f}%")
    console_on(sys.stderr).print(table)


def total_seconds(results: "Sequence[RunResult]") -> Mapping[str, float]:
    """Seconds by rule over all runs; what no rule took stands under the empty name."""
    kept = [result for result in results if result.error is None]
    seconds: dict[str, float] = {}
    for result in kept:
        for name, spent in result.rule_seconds.items():
            seconds[name] = seconds.get(name, 0.0) + spent
    return seconds | {"": sum(result.seconds for result in kept) - sum(seconds.values())}
