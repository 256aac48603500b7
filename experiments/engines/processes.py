"""A crew of worker processes on this machine. Each has one task at a time; one that dies is replaced, and costs its task only.

A worker is a fresh process on every system, so Windows does what Linux does.
"""

import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Literal

from cogov.experiments.engines.engine import Died, Ended, NextTask, Task
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")
"""A worker that computes on many threads takes the cores from the others, and can add up in another order."""

FROM_OUTSIDE = tuple(
    int(getattr(signal, name)) for name in ("SIGTERM", "SIGKILL", "SIGHUP", "SIGINT", "SIGQUIT", "SIGXCPU") if hasattr(signal, name)
)
"""Signals that a run does not raise by its own fault, as it does those of a crash."""
PATIENCE_SECONDS = 5.0
"""How long a worker of which nothing more is heard may take to be gone."""
MOST_STILLBORN = 3
"""So often in a row workers may be gone before they wait for a task; each is replaced, and those that start together count once."""
BEGIN_SECONDS = 600.0
"""How long a worker may take to start and to get ready for a task that has a limit: much, for a busy machine reads and imports slowly."""

type Said = tuple[Literal["ready", "begun", "done", "failed"], Any]
"""What a worker tells: that it waits for a task, that the clock of its task runs, what the task returned or raised."""


def worker_died() -> InputError:
    """Return what is said when a worker dies for no task's sake."""
    return InputError(Problem(SAY.worker_died, key="--workers"))


class Stillborn(Exception):
    """A worker was gone before it waited for a task, which is no task's fault."""


class Worker[R]:
    """A worker process as its coordinator knows it: it has one task at most, so a death names exactly that task."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        with _one_thread_each(), _not_interrupted(), _without_the_callers_module():
            self.process.start()
        theirs.close()  # so that ours ends when the worker does
        self.task: Task[R] | None = None
        self.ready = False
        self.taken_at = 0.0
        self.begun_at: float | None = None

    def take(self, task: Task[R]) -> None:
        """Give the worker a task; one that is still starting gets it when it is ready."""
        self.task, self.taken_at, self.begun_at = task, time.monotonic(), None
        if self.ready:
            self._send()

    def _send(self) -> None:
        try:
            self.connection.send(self.task)
        except ConnectionError:
            self.process.join(PATIENCE_SECONDS)  # it died just now, and that is heard next

    def hear(self) -> tuple[Task[R], R | Died] | None:
        """Return what became of the task; None when the worker only said how far it is. One that was never ready raises `Stillborn`."""
        try:
            said, value = self.connection.recv()
        except (EOFError, OSError):
            return self._gone()
        match said:
            case "ready":
                self.ready = True
                self._send()
            case "begun":
                self.begun_at = time.monotonic()
            case "failed":
                raise value
            case "done":
                return self.put_down(), value
        return None

    def _gone(self) -> tuple[Task[R], Died]:
        self.process.join(PATIENCE_SECONDS)
        if not self.ready:
            raise Stillborn
        code = self.process.exitcode or 0
        ended_by = -code if -code in FROM_OUTSIDE else None
        return self.put_down(), Died(f"exit code {code}", signal=ended_by, begun=self.begun_at is not None)

    def put_down(self) -> Task[R]:
        """Take the task from the worker."""
        task, self.task = self.task, None
        if task is None:
            raise worker_died()
        return task

    @property
    def stops_at(self) -> float:
        """When the task has taken longer than it may, or the worker to begin with it, on the clock of `time.monotonic`."""
        limit = None if self.task is None else self.task.limit
        if limit is None:
            return float("inf")
        return self.taken_at + BEGIN_SECONDS if self.begun_at is None else self.begun_at + limit

    def stopped(self) -> tuple[Task[R], Died]:
        """Stop a task that takes too long, and its worker with it."""
        self.stop()
        return self.put_down(), Died("stopped", too_long=True, begun=self.begun_at is not None)

    def stop(self) -> None:
        """End the process, whatever it does. What it has done lies on the disk, so it has nothing to put in order."""
        self.connection.close()
        self.process.kill()
        self.process.join()


def serve(connection: "Connection[Any, Any]") -> None:
    """Do tasks until the coordinator has no more: what the process is there for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the coordinator's to answer
    threading.Thread(target=_leave_with_the_coordinator, daemon=True).start()
    connection.send(("ready", None))
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        except Exception as error:  # noqa: BLE001 - what cannot be read here is told where it was sent
            _send(connection, ("failed", error))
        else:
            _send(connection, _done(task, connection))


def _leave_with_the_coordinator() -> None:
    """A worker whose coordinator was killed would go on for nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _done(task: Task[Any], connection: "Connection[Any, Any]") -> Said:
    try:
        task.prepare()
        connection.send(("begun", None))
        return "done", task()
    except Exception as error:  # noqa: BLE001 - raised again where the task was given
        return "failed", error


def _send(connection: "Connection[Any, Any]", answer: Said) -> None:
    try:
        connection.send(answer)
    except (AttributeError, TypeError, ValueError) as error:  # what does not travel
        connection.send(("failed", RuntimeError(f"{answer[1]!r} cannot be sent by a worker: {error}")))


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Processes begun inside never see Ctrl-C, not even while they import; on Windows from the moment they are ready."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


@contextmanager
def _without_the_callers_module() -> Iterator[None]:
    """Processes begun inside do not run the caller's script once more: what it defines travels by value.

    So a script needs no `if __name__ == "__main__":`, and functions of a notebook or of an interactive session reach them too.
    """
    own = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = own


@contextmanager
def _one_thread_each() -> Iterator[None]:
    usual = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in usual.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


MOST_WORKERS = 61 if sys.platform == "win32" else 10_000
"""Windows waits for no more processes at once."""


class Processes:
    """Worker processes, begun when there is a task for one more and gone when there are no tasks left."""

    leaves_nobody = True

    def __init__(self, workers: int, memory: float = math.inf) -> None:
        self.workers, self.memory = max(1, min(workers, MOST_WORKERS)), memory

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Keep every worker busy. When anything goes wrong, Ctrl-C included, what runs is stopped at once."""
        crew = _Crew(self.workers, next_task)
        try:
            while crew.hand_out():
                yield from crew.ended()
        finally:
            for worker in crew.workers:
                worker.stop()


class _Crew[R]:
    """The workers that one study has, and the tasks that wait for one."""

    def __init__(self, most: int, next_task: NextTask[R]) -> None:
        self.most, self.next_task = most, next_task
        self.workers: list[Worker[R]] = []
        self.waiting: deque[Task[R]] = deque()
        """Tasks that were pulled and not given: their worker was never ready, or nothing may be under way beside them."""
        self.stillborn, self.lost_at = 0, float("-inf")

    def busy(self) -> list[Worker[R]]:
        """Return the workers that have a task."""
        return [worker for worker in self.workers if worker.task is not None]

    def hand_out(self) -> bool:
        """Give a task to every worker that has none; say whether any is busy."""
        while self._room() and (task := self.waiting.popleft() if self.waiting else self.next_task()) is not None:
            if task.alone and self.busy():
                self.waiting.appendleft(task)
                break
            self._give(task)
        return bool(self.busy())

    def _room(self) -> bool:
        busy = self.busy()
        return len(busy) < self.most and not any(worker.task.alone for worker in busy if worker.task is not None)

    def _give(self, task: Task[R]) -> None:
        """Give a task to an idle worker, or to one more; where the system starts no more of them, those that are there are all."""
        idle = next((worker for worker in self.workers if worker.task is None), None)
        if idle is None:
            try:
                self.workers.append(idle := Worker())
            except OSError:
                if not self.workers:
                    raise worker_died() from None
                self.most = len(self.workers)
                self.waiting.append(task)
                return
        idle.take(task)

    def ended(self) -> Iterator[tuple[Task[R], R | Died]]:
        """Wait until something is heard of a worker, or one has to be stopped."""
        busy = self.busy()
        patience = min(worker.stops_at for worker in busy) - time.monotonic()
        heard = wait([worker.connection for worker in busy], None if patience == float("inf") else max(0.0, patience))
        for worker in busy:
            found = self._heard(worker) if worker.connection in heard else self._late(worker)
            if found is not None:
                yield found

    def _heard(self, worker: Worker[R]) -> tuple[Task[R], R | Died] | None:
        try:
            found = worker.hear()
        except Stillborn:
            self._replace(worker)
            return None
        self.stillborn = 0
        return self._without_the_dead(worker, found)

    def _late(self, worker: Worker[R]) -> tuple[Task[R], R | Died] | None:
        return self._without_the_dead(worker, worker.stopped()) if time.monotonic() >= worker.stops_at else None

    def _without_the_dead(self, worker: Worker[R], found: tuple[Task[R], R | Died] | None) -> tuple[Task[R], R | Died] | None:
        if found is not None and isinstance(found[1], Died):
            worker.stop()
            self.workers.remove(worker)
        return found

    def _replace(self, worker: Worker[R]) -> None:
        """Keep the task of a worker that was never ready for the next one."""
        self.waiting.append(worker.put_down())
        worker.stop()
        self.workers.remove(worker)
        self.stillborn += worker.taken_at > self.lost_at
        self.lost_at = time.monotonic()
        if self.stillborn > MOST_STILLBORN:
            raise worker_died()
