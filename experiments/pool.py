"""Many runs at once on this machine. Workers are fresh processes on every system, so Windows does what Linux does."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from cogov.experiments.runner import RunRequest, RunResult, run_one

MOST_WORKERS = 61
"""Windows waits for no more processes at once."""

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS")
"""A worker that computes on many threads takes the cores from the others, and can add up in another order."""

WORKER_DIED = (
    "a worker process died. In a script, put what starts runs below `if __name__ == '__main__':`; "
    "if memory ran out, ask for fewer workers; workers=1 needs no other process"
)

Done = Callable[[RunResult], None]


def run_many(requests: Sequence[RunRequest], workers: int = 1, on_done: Done | None = None) -> list[RunResult]:
    """Live through runs and return them in the order asked for, whichever ends first.

    `on_done` hears of each run as it ends. With one worker everything happens in this process.
    """
    tell = on_done or _say_nothing
    crew = min(workers, len(requests), MOST_WORKERS)
    if crew > 1:
        return _side_by_side(requests, crew, tell)
    return [_told(run_one(request), tell) for request in requests]


def _say_nothing(_: RunResult) -> None:
    """Hear of a run and keep it to oneself."""


def _told(result: RunResult, tell: Done) -> RunResult:
    tell(result)
    return result


def _side_by_side(requests: Sequence[RunRequest], workers: int, tell: Done) -> list[RunResult]:
    results: dict[int, RunResult] = {}
    with _one_thread_each(), _crew(workers) as executor:
        waiting, under_way = iter(enumerate(requests)), dict[Future[RunResult], int]()
        while True:
            _hand_out(executor, waiting, under_way, 2 * workers)
            if not under_way:
                return [results[place] for place in range(len(requests))]
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                results[under_way.pop(future)] = _told(future.result(), tell)


def _hand_out(
    executor: ProcessPoolExecutor, waiting: Iterator[tuple[int, RunRequest]], under_way: dict[Future[RunResult], int], most: int
) -> None:
    """Keep every worker busy and one run ready for each, no more: a request holds a whole scenario."""
    with _not_interrupted():
        while len(under_way) < most and (one := next(waiting, None)) is not None:
            place, request = one
            under_way[executor.submit(run_one, request)] = place


@contextmanager
def _crew(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Fresh processes; when anything goes wrong, Ctrl-C included, what runs is stopped at once."""
    before = set(multiprocessing.active_children())
    executor = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        yield executor
    except BrokenProcessPool as error:
        raise RuntimeError(WORKER_DIED) from error
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        raise
    executor.shutdown()


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Processes begun inside never see Ctrl-C, not even while they import."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


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
