"""A crew of worker processes on this machine. Each has one task at a time; one that dies is replaced, and costs its task only."""

import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import wait

from cogov.experiments.engines.engine import Died, Ended, NextTask, Task
from cogov.experiments.engines.worker import Worker

MOST_WORKERS = 61 if sys.platform == "win32" else 10_000
"""Windows waits for no more processes at once."""


class Processes:
    """Worker processes, begun when there is a task for one more and gone when there are no tasks left."""

    def __init__(self, workers: int) -> None:
        self.workers = max(1, min(workers, MOST_WORKERS))

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Keep every worker busy. When anything goes wrong, Ctrl-C included, what runs is stopped at once."""
        crew: list[Worker[R]] = []
        try:
            while self._hand_out(crew, next_task):
                yield from _ended(crew)
        finally:
            for worker in crew:
                worker.stop()

    def _hand_out[R](self, crew: list[Worker[R]], next_task: NextTask[R]) -> bool:
        """Give a task to every worker that has none; say whether any is busy."""
        idle = [worker for worker in crew if worker.task is None]
        while (idle or len(crew) < self.workers) and (task := next_task()) is not None:
            if not idle:
                crew.append(Worker())
            (idle.pop() if idle else crew[-1]).take(task)
        return any(worker.task is not None for worker in crew)


def _ended[R](crew: list[Worker[R]]) -> Iterator[tuple[Task[R], R | Died]]:
    """Wait until something is heard of a worker, or one has to be stopped."""
    busy = {worker.connection: worker for worker in crew if worker.task is not None}
    patience = min(worker.stops_at for worker in busy.values()) - time.monotonic()
    heard = wait(busy, None if patience == float("inf") else max(0.0, patience))
    for connection, worker in busy.items():
        if connection in heard:
            found = worker.hear()
        elif time.monotonic() >= worker.stops_at:
            found = worker.stopped()
        else:
            continue
        if found is not None:
            if isinstance(found[1], Died):
                worker.stop()
                crew.remove(worker)
            yield found
