"""Which engine was asked for, and how many cores this process may use: those of its job, not those of the machine."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import suppress
from pathlib import Path

from cogov.experiments.engines.engine import Engine, Serial
from cogov.experiments.engines.executors import IN_FLIGHT, Dask, Executors, Maker
from cogov.experiments.engines.processes import MOST_WORKERS, Processes

ENGINES: Mapping[str, Callable[..., Engine]] = {"serial": Serial, "processes": Processes, "executor": Executors, "dask": Dask}


def engine_for(workers: int = 1, executor: Executor | Maker | None = None, dask: str | None = None) -> Engine:
    """Return the engine for what was said: an executor of so many workers, the address of a Dask scheduler, or workers here."""
    if executor is not None:
        return ENGINES["executor"](executor, max(IN_FLIGHT, 2 * workers))
    if dask is not None:
        return ENGINES["dask"](dask)
    return ENGINES["processes"](workers) if workers > 1 else ENGINES["serial"]()


JOBS = ("SLURM_CPUS_PER_TASK", "NCPUS", "NSLOTS", "LSB_DJOB_NUMPROC")
"""What Slurm, PBS, Grid Engine and LSF say of a job's cores."""
GROUPS = Path("/sys/fs/cgroup")
FEWEST_ALLOWED, WORKERS_A_CORE = 32, 4


def most_workers() -> int:
    """Return how many workers may be asked for: more than a few a core only take one another's memory."""
    return min(MOST_WORKERS, max(FEWEST_ALLOWED, WORKERS_A_CORE * cores()))


def cores() -> int:
    """Return the least that anybody says: the system for this process, its control group (containers), the job system; 1 at least."""
    return max(1, min((_of_process(), *_of_groups(GROUPS, Path("/proc/self/cgroup")), *_of_job())))


def _of_process() -> int:
    if hasattr(os, "process_cpu_count"):  # from Python 3.13 on
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _of_job() -> Iterator[int]:
    for name in JOBS:
        if (said := os.environ.get(name, "").strip()).isdigit() and int(said) > 0:
            yield int(said)


def _of_groups(root: Path, own: Path) -> Iterator[int]:
    """Yield the quota of this process's control group and of those around it, in both versions of such groups."""
    with suppress(OSError):
        for line in own.read_text("utf-8").splitlines():
            _, kinds, place = line.split(":", 2)
            if kinds == "":
                yield from _quotas(root, place, "cpu.max", None)
            elif "cpu" in kinds.split(","):
                yield from _quotas(root / "cpu", place, "cpu.cfs_quota_us", "cpu.cfs_period_us")


def _quotas(root: Path, place: str, quota: str, period: str | None) -> Iterator[int]:
    inner = root / place.lstrip("/")
    for group in (inner, *inner.parents):
        with suppress(OSError, ValueError, ZeroDivisionError):
            said = (group / quota).read_text("utf-8").split() + ([] if period is None else (group / period).read_text("utf-8").split())
            if (of_all := int(said[0]) / int(said[1])) > 0:
                yield max(1, int(of_all))
        if group == root:
            return
