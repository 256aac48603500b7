"""Which engine was asked for: one table, one function."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor

from cogov.experiments.engines.dask import Dask
from cogov.experiments.engines.engine import Engine
from cogov.experiments.engines.executors import IN_FLIGHT, Executors, Maker
from cogov.experiments.engines.processes import Processes
from cogov.experiments.engines.serial import Serial

ENGINES: Mapping[str, Callable[..., Engine]] = {"serial": Serial, "processes": Processes, "executor": Executors, "dask": Dask}


def engine_for(workers: int = 1, executor: Executor | Maker | None = None, dask: str | None = None) -> Engine:
    """Return the engine for what was said: an executor of so many workers, the address of a Dask scheduler, or workers here."""
    if executor is not None:
        return ENGINES["executor"](executor, max(IN_FLIGHT, 2 * workers))
    if dask is not None:
        return ENGINES["dask"](dask)
    return ENGINES["processes"](workers) if workers > 1 else ENGINES["serial"]()
