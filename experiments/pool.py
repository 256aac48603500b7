"""Many calls at once whose results stay in memory, in the order asked for: what is small and answered at once.

A study goes the same way through an engine, but keeps what its runs leave in a folder (`sweep.py`).
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.engines.engine import Died, Task
from cogov.experiments.engines.processes import worker_died
from cogov.experiments.runner import RunRequest, RunResult, run_one


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


def run_many(requests: Sequence[RunRequest], workers: int = 1, on_done: Callable[[RunResult], None] | None = None) -> list[RunResult]:
    """Live through runs and return them in the order asked for."""
    return each([partial(run_one, request) for request in requests], workers, on_done)


def _say_nothing(_: object) -> None:
    """Hear of an end and keep it to oneself."""
