"""How many cores and how much memory this process may use: those of its job and its container, not those of the machine."""

import ctypes
import math
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

JOBS = ("SLURM_CPUS_PER_TASK", "NCPUS", "NSLOTS", "LSB_DJOB_NUMPROC")
"""What Slurm, PBS, Grid Engine and LSF say of a job's cores."""
GROUPS, OWN_GROUPS = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")
KIBIBYTE = 1024


def cores() -> int:
    """Return the least that anybody says: the system for this process, its control group (containers), the job system; 1 at least."""
    return max(1, min((_of_process(), *_of_groups(GROUPS, OWN_GROUPS), *_of_job())))


def memory() -> float:
    """Return the least that anybody says, in bytes: the machine of what it has, this process's control group; infinite if nobody does."""
    return min((*_of_machine(), *_memory_of_groups(GROUPS, OWN_GROUPS)), default=math.inf)


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
    """Yield the quotas of cores, in both versions of control groups."""
    for group, older in _groups(root, own, "cpu"):
        files = ("cpu.cfs_quota_us", "cpu.cfs_period_us") if older else ("cpu.max",)
        with suppress(OSError, ValueError, ZeroDivisionError):
            quota, period = (int(word) for name in files for word in (group / name).read_text("utf-8").split())
            if (of_all := quota / period) > 0:
                yield max(1, int(of_all))


def _of_machine() -> Iterator[float]:
    windows: Any = getattr(ctypes, "windll", None)
    if windows is not None:
        installed = ctypes.c_ulonglong()
        if windows.kernel32.GetPhysicallyInstalledSystemMemory(ctypes.byref(installed)):
            yield float(installed.value * KIBIBYTE)
    elif hasattr(os, "sysconf"):
        with suppress(OSError, ValueError):
            yield float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))


def _memory_of_groups(root: Path, own: Path) -> Iterator[float]:
    for group, older in _groups(root, own, "memory"):
        with suppress(OSError, ValueError):
            yield float(int((group / ("memory.limit_in_bytes" if older else "memory.max")).read_text("utf-8")))


def _groups(root: Path, own: Path, kind: str) -> Iterator[tuple[Path, bool]]:
    """Yield the folders of this process's control group and of those around it, and whether they are of the older version."""
    with suppress(OSError):
        for line in own.read_text("utf-8").splitlines():
            _, kinds, place = line.split(":", 2)
            if kinds == "" or kind in kinds.split(","):
                top = root / kind if kinds else root
                inner = top / place.lstrip("/")
                yield from ((group, bool(kinds)) for group in (inner, *inner.parents) if group.is_relative_to(top))
