"""Anything with the interface of `concurrent.futures.Executor`: a pool of one's own, a library's, a Dask cluster by its address."""

import logging
import math
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from typing import Any

from cogov.experiments.engines.engine import Died, Ended, NextTask, Task
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extras import LIBRARIES, MISSING
from cogov.scenarios.words import Words

SAY = Words(__file__)

IN_FLIGHT = 4
"""Tasks handed out at a time, unless told."""
WAIT_SECONDS = 1.0
MOST_BREAKS = 3
"""Executors that may break one after the other before they take a single task."""


type Maker = Callable[[], Executor]


class Executors:
    """Hands a few tasks at a time to an executor, or to those that a function makes: to the next one when one breaks.

    An executor that is given stays its owner's to shut down, and no executor can stop a task that takes longer than its limit: a run
    looks at its timeout by itself, between its days. `deaths` are exceptions with which it reports the death of a worker
    and goes on by itself.
    """

    leaves_nobody = False

    def __init__(
        self,
        executor: Executor | Maker,
        in_flight: int | Callable[[], int] = IN_FLIGHT,
        deaths: tuple[type[BaseException], ...] = (),
        memory: float = math.inf,
    ) -> None:
        self.executor, self.deaths, self.memory = executor, deaths, memory
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
            return Died("the executor broke", certain=False)
        except self.engine.deaths as error:
            return Died(f"{type(error).__name__}: {error}", certain=False)
        return found

    def _begin_anew(self, error: BrokenExecutor) -> None:
        self.breaks += 1
        if self.maker is None or self.breaks > MOST_BREAKS:
            raise InputError(Problem(SAY.executor_broke, key="executor")) from error
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


CONNECT_SECONDS = 10
WORKERS_SECONDS = 60
ASKED_SECONDS = 5.0
"""How often the cluster is asked for its size: workers come and go."""


class Dask:
    """Two tasks for every thread of the cluster: one under way, one at hand. Dask itself tries a task elsewhere when a worker dies."""

    leaves_nobody = False

    def __init__(self, address: str, memory: float = math.inf) -> None:
        self.address, self.memory = address, memory

    def threads(self) -> int:
        """Return how many tasks the cluster does at a time; refuse an address at which there is none."""
        with _without_its_log(), _connected(_library(), self.address) as client:
            return int(sum(client.nthreads().values()))

    def work[R](self, next_task: NextTask[R]) -> Ended[R]:
        """Have tasks done by the cluster; leaving it takes back what is under way."""
        distributed = _library()
        with _without_its_log(), _connected(distributed, self.address) as client:
            deaths = (distributed.KilledWorker,)
            try:
                yield from Executors(client.get_executor(pure=False), _Size(client), deaths).work(next_task)
            except (CancelledError, OSError) as error:
                raise InputError(Problem(SAY.lost, key="--dask", value=self.address)) from error


class _Size:
    """How many tasks a cluster can have at hand, asked for now and then."""

    def __init__(self, client: Any) -> None:
        self.client, self.tasks, self.asked_at = client, 1, float("-inf")

    def __call__(self) -> int:
        if time.monotonic() - self.asked_at > ASKED_SECONDS:
            self.tasks = 2 * sum(self.client.nthreads().values())
            self.asked_at = time.monotonic()
        return self.tasks


def _library() -> Any:
    try:
        import distributed  # noqa: PLC0415 - comes with an extra, and takes half a second
    except ImportError:
        raise InputError(Problem(MISSING.filled(library="Dask", extra=LIBRARIES["distributed"]), key="--dask")) from None
    return distributed


@contextmanager
def _without_its_log() -> Iterator[None]:
    """What goes wrong with a cluster is said by us, once; Dask also writes tracebacks to stderr."""
    logger = logging.getLogger("distributed.client")
    usual = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(usual)


@contextmanager
def _connected(distributed: Any, address: str) -> Iterator[Any]:
    try:
        _knock(distributed, address)
        client = distributed.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(Problem(SAY.no_scheduler, key="--dask", value=f"{address}: {error}")) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError:
            raise InputError(Problem(SAY.no_workers, key="--dask", value=address)) from None
        yield client


def _knock(distributed: Any, address: str) -> None:
    """Find out at once that nobody listens; Dask would go on trying for as long as it may."""
    if "://" not in address or address.startswith(("tcp://", "tls://")):
        socket.create_connection(distributed.comm.get_address_host_port(address), CONNECT_SECONDS).close()
