"""Anything with the interface of `concurrent.futures.Executor`: a pool of one's own, a library's, a cluster's."""

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Any

from cogov.experiments.engines.engine import Died, Ended, NextTask, Task
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

IN_FLIGHT = 4
"""Tasks handed out at a time, unless told."""
WAIT_SECONDS = 1.0
MOST_BREAKS = 3
"""Executors that may break one after the other before they take a single task."""

EXECUTOR_BROKE = Text(
    zh="执行器已损坏:它的一个工作进程意外结束,而它既不说明是哪一个,也不再继续。已完成的运行都已保存,再次调用即可继续;"
    "若改为传入一个创建执行器的函数,或用 workers=,则会自行继续",
    en="the executor broke: one of its workers died, and an executor says neither which nor goes on. What was done is kept, and the same call "
    "goes on from there. With a function that makes executors in its place a study goes on by itself, and so it does with workers=",
)

type Maker = Callable[[], Executor]


class Executors:
    """Hands a few tasks at a time to an executor, or to those that a function makes: to the next one when one breaks.

    An executor that is given stays its owner's to shut down, and no executor can stop a task that takes longer than its limit: a run
    looks at its timeout by itself, between its days. `deaths` are exceptions with which it reports the death of a worker
    and goes on by itself.
    """

    def __init__(
        self,
        executor: Executor | Maker,
        in_flight: int | Callable[[], int] = IN_FLIGHT,
        deaths: tuple[type[BaseException], ...] = (),
    ) -> None:
        self.executor, self.deaths = executor, deaths
        self.in_flight = in_flight if callable(in_flight) else lambda: in_flight

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Keep the executor busy. When anything goes wrong, Ctrl-C included, what has not begun is called off."""
        flight = _Flight(self, next_task)
        try:
            while flight.hand_out():
                yield from flight.ended()
        finally:
            flight.call_off()


class _Flight[R]:
    """The tasks that one study has under way, and the executor that has them."""

    def __init__(self, engine: Executors, next_task: NextTask[R]) -> None:
        self.engine, self.next_task = engine, next_task
        self.maker: Maker | None = None if isinstance(engine.executor, Executor) else engine.executor
        self.executor = engine.executor if isinstance(engine.executor, Executor) else engine.executor()
        self.under_way: dict[Future[R], Task[R]] = {}
        self.held: Task[R] | None = None
        self.breaks = 0
        self.broken: BrokenExecutor | None = None

    def hand_out(self) -> bool:
        """Fill the flight; say whether there is anything to wait for."""
        if self.broken is not None and not self.under_way:
            self._begin_anew(self.broken)
        while self._room() and (task := self.held or self.next_task()) is not None:
            self.held = task
            if task.alone and self.under_way:
                break
            if not self._submit(task):
                return True if self.under_way else self.hand_out()
        return bool(self.under_way)

    def _room(self) -> bool:
        beside = not any(task.alone for task in self.under_way.values())
        return self.broken is None and beside and len(self.under_way) < max(1, self.engine.in_flight())

    def _submit(self, task: Task[R]) -> bool:
        try:
            self.under_way[self.executor.submit(_do, task)] = task
        except BrokenExecutor as error:
            self.broken = error
            return False
        self.held, self.breaks = None, 0
        return True

    def ended(self) -> Iterator[tuple[Task[R], R | Died]]:
        """Wait for one task at least, a little at a time: Windows hears no Ctrl-C in between."""
        while not (done := wait(self.under_way, WAIT_SECONDS, FIRST_COMPLETED).done):
            continue
        for future in [one for one in self.under_way if one in done]:
            yield self.under_way.pop(future), self._outcome(future)

    def _outcome(self, future: Future[R]) -> R | Died:
        try:
            found = future.result()
        except BrokenExecutor as error:
            self.broken = error
            return Died("the executor broke")
        except self.engine.deaths as error:
            return Died(f"{type(error).__name__}: {error}")
        return found

    def _begin_anew(self, error: BrokenExecutor) -> None:
        self.breaks += 1
        if self.maker is None or self.breaks > MOST_BREAKS:
            raise InputError(Problem(EXECUTOR_BROKE, key="executor")) from error
        self._leave()
        self.executor, self.broken = self.maker(), None

    def call_off(self) -> None:
        """Take back what has not begun."""
        for future in self.under_way:
            future.cancel()
        self._leave()

    def _leave(self) -> None:
        if self.maker is not None:
            self.executor.shutdown(wait=False, cancel_futures=True)


def _do(task: Task[Any]) -> Any:
    task.prepare()
    return task()
