"""What a study costs beside its runs: overhead a run by engine, memory of the coordinator, speed of two workers.

python benchmarks/sweep.py [--dask ADDRESS]     a folder in COGOV_BENCH (the system's for such things by default) is written to and removed

Workers of the cluster find the functions of this file with PYTHONPATH=benchmarks.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.plan import Plan
from cogov.experiments.planning import plan_runs
from cogov.experiments.store.frames import load
from cogov.experiments.sweep import Counts
from cogov.experiments.sweep import sweep as swept

LONG, PAIRS = 80, 3
"""Runs of half a second; how often serial and two workers take turns, so that what else the machine does meets both."""


def trivial(x: float, seed: int) -> Mapping[str, float]:
    return {"product": x * seed}


def half_a_second(x: float, seed: int) -> Mapping[str, float]:
    """About half a second of one core that is free: always the same work."""
    total = 0.0
    for number in range(9_000_000):
        total += number * x
    return {"product": total + seed}


def study(function: Callable[..., Mapping[str, float]], runs: int) -> Plan:
    experiment = FunctionExperiment(function, {"x": float}, ("product",), seeded=True)
    return plan_runs(experiment, [(float(x),) for x in range(runs)])


def timed(function: Callable[..., Mapping[str, float]], runs: int, workers: int, dask: str | None = None) -> tuple[float, float, float]:
    """Seconds of a whole sweep; from its first receipt on, without what starting workers takes; and how many workers were at work
    on the average between their first run and their last: what is left of them when others use the cores too."""
    first: list[tuple[float, int]] = []

    def tell(counts: Counts) -> None:
        if counts.lived and not first:
            first.append((time.perf_counter(), counts.lived))

    with tempfile.TemporaryDirectory(dir=os.environ.get("COGOV_BENCH")) as folder:
        begun = time.perf_counter()
        swept(study(function, runs), Path(folder), engine_for(workers, dask=dask), on_progress=tell)
        ended = time.perf_counter()
        lived = load(folder)
    under_way = (lived["finished"].max() - lived["started"].min()).total_seconds()
    return ended - begun, (ended - first[0][0]) * runs / max(1, runs - first[0][1]), lived["seconds"].sum() / under_way


def memory(runs: int, workers: int) -> float:
    """MiB that a coordinator needs at most, in a process of its own."""
    found = subprocess.run([sys.executable, __file__, "--memory", str(runs), str(workers)], capture_output=True, text=True, check=True)
    return float(found.stdout)


def show_memory(runs: int, workers: int) -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("COGOV_BENCH")) as folder:
        swept(study(trivial, runs), Path(folder), engine_for(workers))
    print(peak())


def peak() -> float:
    """MiB that this process needed at most; Linux's `ru_maxrss` also counts what its parent needed."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    [line] = [line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM")]
    return float(line.split()[1]) / 1024


def show(dask: str | None) -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    engines = [("serial", 1, None), ("2 processes", 2, None), *([("dask", 1, dask)] if dask else [])]
    for name, workers, address in engines:
        for runs in (200, 5000):
            whole, running, _ = timed(trivial, runs, workers, address)
            print(
                f"{name:>12} {runs:>6} trivial runs  {whole:6.2f} s  {1000 * whole / runs:7.3f} ms a run, {1000 * running / runs:7.3f} once begun"
            )
    for workers in (1, 2):
        small, large = memory(200, workers), memory(5000, workers)
        print(
            f"coordinator of {workers} worker(s): {small:.0f} MiB with 200 runs, {large:.0f} with 5,000: {100 * (large / small - 1):+.1f} %"
        )
    ratios = [show_pair() for _ in range(PAIRS)]
    print(f"2 workers against serial, median of {PAIRS} pairs: {median(ratios):.2f} x")


def show_pair() -> float:
    (one, _, _), (two, running, busy) = timed(half_a_second, LONG, 1), timed(half_a_second, LONG, 2)
    print(
        f"{LONG} runs of {one / LONG:.2f} s: serial {one:.1f} s, 2 workers {two:.1f} s: {one / two:.2f} x, {one / running:.2f} x once begun; "
        f"workers at work between the first run and the last: {busy:.2f} of 2"
    )
    return one / two


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--dask")
    parser.add_argument("--memory", nargs=2, type=int)
    asked = parser.parse_args()
    if asked.memory:
        show_memory(*asked.memory)
    else:
        show(asked.dask)


if __name__ == "__main__":
    import sweep as benchmark  # workers know its functions by this name

    benchmark.main()
