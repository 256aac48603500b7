"""Many runs at once whose results stay in memory, in the order asked for: what is small and answered at once."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.engines.engine import Died, Task
from cogov.experiments.engines.worker import worker_died
from cogov.experiments.runner import RunRequest, RunResult, run_one

Done = Callable[[RunResult], None]


@dataclass(frozen=True)
class _Asked(Task[tuple[int, RunResult]]):
    """One of the runs asked for, on its way to a worker."""

    place: int
    request: RunRequest

    def __call__(self) -> tuple[int, RunResult]:
        return self.place, run_one(self.request)


def run_many(requests: Sequence[RunRequest], workers: int = 1, on_done: Done | None = None) -> list[RunResult]:
    """Live through runs and return them in the order asked for, whichever ends first.

    `on_done` hears of each run as it ends. With one worker everything happens in this process.
    """
    tell = on_done or _say_nothing
    asked = (_Asked(place, request) for place, request in enumerate(requests))
    results: dict[int, RunResult] = {}
    with closing(engine_for(min(workers, len(requests))).work(lambda: next(asked, None))) as ended:
        for _, found in ended:
            match found:
                case Died():
                    raise worker_died()
                case place, result:
                    results[place] = result
                    tell(result)
    return [results[place] for place in range(len(requests))]


def _say_nothing(_: RunResult) -> None:
    """Hear of a run and keep it to oneself."""
