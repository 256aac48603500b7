"""A Dask cluster, by the address of its scheduler. Its workers share the folder of results, as every machine of a cluster does."""

import logging
import socket
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

from cogov.experiments.engines.engine import Ended, NextTask
from cogov.experiments.engines.executors import Executors
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extras import LIBRARIES, MISSING

CONNECT_SECONDS = 10
WORKERS_SECONDS = 60
ASKED_SECONDS = 5.0
"""How often the cluster is asked for its size: workers come and go."""

NO_SCHEDULER = Text(zh="连接不上 Dask 调度器", en="no Dask scheduler answers at this address")
NO_WORKERS = Text(
    zh="这个 Dask 调度器没有工作进程;请先运行 dask worker 地址 --nthreads 1",
    en="this Dask scheduler has no workers; start some with: dask worker ADDRESS --nthreads 1",
)
LOST = Text(
    zh="与 Dask 调度器的连接已中断;已完成的运行都已保存,调度器恢复后再次执行同一命令即可继续",
    en="the connection to the Dask scheduler is lost; what was done is kept, and the same command goes on from there once it is back",
)


class Dask:
    """Two tasks for every thread of the cluster: one under way, one at hand. Dask itself tries a task elsewhere when a worker dies."""

    def __init__(self, address: str) -> None:
        self.address = address

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
                raise InputError(Problem(LOST, key="--dask", value=self.address)) from error


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
        raise InputError(Problem(NO_SCHEDULER, key="--dask", value=f"{address}: {error}")) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS_SECONDS)
        except TimeoutError:
            raise InputError(Problem(NO_WORKERS, key="--dask", value=address)) from None
        yield client


def _knock(distributed: Any, address: str) -> None:
    """Find out at once that nobody listens; Dask would go on trying for as long as it may."""
    if "://" not in address or address.startswith(("tcp://", "tls://")):
        socket.create_connection(distributed.comm.get_address_host_port(address), CONNECT_SECONDS).close()
