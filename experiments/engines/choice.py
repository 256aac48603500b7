"""Which engine was asked for, with how many workers and how much memory for them."""

import math
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from cogov.experiments.engines.engine import Engine, Serial
from cogov.experiments.engines.executors import IN_FLIGHT, Dask, Executors, Maker
from cogov.experiments.engines.machine import cores, memory
from cogov.experiments.engines.processes import MOST_WORKERS, Processes

ENGINES: Mapping[str, Callable[..., Engine]] = {"serial": Serial, "processes": Processes, "executor": Executors, "dask": Dask}
USUAL_SHARE = 0.5
"""Of this machine's memory, for all workers together, unless told."""
FEWEST_ALLOWED, WORKERS_A_CORE = 32, 4


def engine_for(
    workers: int = 1, executor: Executor | Maker | None = None, dask: str | None = None, most_bytes: float | None = None
) -> Engine:
    """Return the engine for what was said: an executor of so many workers, the address of a Dask scheduler, or workers here.

    All workers share `most_bytes`; where nothing is said they share half of this machine, and have what they have on others.
    """
    elsewhere = math.inf if most_bytes is None else most_bytes / max(1, workers)
    if executor is not None:
        return ENGINES["executor"](executor, max(IN_FLIGHT, 2 * workers), memory=elsewhere)
    if dask is not None:
        return ENGINES["dask"](dask, elsewhere)
    here = (USUAL_SHARE * memory() if most_bytes is None else most_bytes) / max(1, workers)
    return ENGINES["processes"](workers, here) if workers > 1 else ENGINES["serial"](here)


def most_workers() -> int:
    """Return how many workers may be asked for: more than a few a core only take one another's memory."""
    return min(MOST_WORKERS, max(FEWEST_ALLOWED, WORKERS_A_CORE * cores()))
