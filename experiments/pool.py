"""Many calls at once whose results stay in memory, in the order asked for: what is small and answered at once.

A study goes the same way through an engine, but keeps what its runs leave in a folder (`sweep.py`).
"""

import math
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.engines.engine import Died, Task
from cogov.experiments.engines.processes import worker_died
from cogov.experiments.runner import RunRequest, RunResult, companies, run_together


@dataclass(frozen=True)
class _Asked[R](Task[tuple[int, R]]):
    """One of the calls asked for, on its way to a worker."""

    place: int
    call: Callable[[], R]

    def __call__(self) -> tuple[int, R]:
        return self.place, self.call()


def each[R](calls: Sequence[Callable[[], R]], workers: int = 1, on_done: Callable[[R], None] | None = None) -> list[R]:
    """Make calls and return what they give in the order asked for, whichever ends first.

    `on_done` hears of each as it ends. With one worker everything happens in this process.
    """
    tell = on_done or _say_nothing
    asked = (_Asked(place, call) for place, call in enumerate(calls))
    results: dict[int, R] = {}
    with closing(engine_for(min(workers, len(calls))).work(lambda: next(asked, None))) as ended:
        for _, found in ended:
            match found:
                case Died():
                    raise worker_died()
                case place, result:
                    results[place] = result
                    tell(result)
    return [results[place] for place in range(len(calls))]


def run_many(
    requests: Sequence[RunRequest], workers: int = 1, on_done: Callable[[RunResult], None] | None = None, memory: float = math.inf
) -> list[RunResult]:
    """Live through runs, neighbours that may live together in one pass, and return them in the order asked for. A worker may take so many bytes."""
    tell = on_done or _say_nothing

    def tell_each(company: Sequence[RunResult]) -> None:
        for one in company:
            tell(one)

    share = math.ceil(len(requests) / (2 * workers if workers > 1 else 1))
    found = each([partial(run_together, company) for company in companies(requests, memory, share)], workers, tell_each)
    return [one for company in found for one in company]


def _say_nothing(_: object) -> None:
    """Hear of an end and keep it to oneself."""
