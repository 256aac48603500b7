"""Experiments that take no time and go wrong in known ways, and a sweep to be run, and killed, as a process of its own."""

import math
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.plan import Deadline, Outcome, Plan, Run
from cogov.experiments.planning import plan_runs
from cogov.experiments.sweep import Counts, sweep
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

ENDLESS_SECONDS = 3600


def steady(x: float, seed: int) -> Mapping[str, float]:
    """As long as COGOV_TEST_SECONDS says: time is no part of what a run is."""
    time.sleep(float(os.environ.get("COGOV_TEST_SECONDS", "0")))
    return {"product": x * seed, "root": math.sqrt(x), "undefined": math.nan}


def poisoned(x: float, seed: int) -> Mapping[str, float]:
    if x == 42 and "COGOV_TEST_CURED" not in os.environ:
        raise ZeroDivisionError("point 42 divides by nobody")
    return steady(x, seed)


def deadly(x: float, seed: int) -> Mapping[str, float]:
    if x == 7:
        os._exit(3)
    return steady(x, seed)


def terminated(x: float, seed: int) -> Mapping[str, float]:
    """Has its worker ended as if from outside."""
    if x == 7:
        os.kill(os.getpid(), signal.SIGTERM)
    return steady(x, seed)


def crowded(x: float, seed: int) -> Mapping[str, float]:
    """Has its worker killed at 7 while any other run is under way, as a machine out of memory does."""
    room = Path(os.environ["COGOV_TEST_ROOM"])
    here = room / f"under-way-{x}"
    here.touch()
    end = time.monotonic() + (2.0 if x == 7 else 0.2)
    try:
        while time.monotonic() < end and not (x == 7 and len(list(room.glob("under-way-*"))) > 1):
            time.sleep(0.01)
        if x == 7 and len(list(room.glob("under-way-*"))) > 1:
            (room / f"killed-{os.getpid()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    finally:
        here.unlink(missing_ok=True)
    return steady(x, seed)


def endless(x: float, seed: int) -> Mapping[str, float]:
    """Looks at no clock."""
    if x == 3:
        time.sleep(ENDLESS_SECONDS)
    return steady(x, seed)


class Unspeakable(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


def unspeakable(x: float, seed: int) -> Mapping[str, float]:
    if x == 1:
        raise Unspeakable
    if x == 2:
        raise ValueError("half a character: \udce9")
    return steady(x, seed)


def leaving(x: float, seed: int) -> Mapping[str, float]:
    if x == 1:
        sys.exit("nothing more to do here")
    return steady(x, seed)


def refused(x: float, seed: int) -> Mapping[str, float]:
    if x == 2:
        raise InputError(Problem(Text(zh="不行", en="cannot be lived in"), key="city"))
    return steady(x, seed)


def undeclared(x: float, seed: int) -> Mapping[str, float]:
    return {**steady(x, seed), "surprise": 1.0}


def study(
    function: Callable[..., Mapping[str, float]] = steady, points: int = 10, replicates: int = 1, timeout: float | None = None, **more: Any
) -> Plan:
    experiment = FunctionExperiment(function, {"x": float}, ("product", "root", "undefined"), seeded=True)
    return plan_runs(experiment, [(float(x),) for x in range(points)], replicates=replicates, timeout=timeout, **more)


class Diary:
    """An experiment that leaves a table too, and looks at the clock."""

    factors: Mapping[str, type] = {"x": float, "kind": str}
    outputs = ("y",)
    tables = {"series": pa.schema([("day", pa.int32()), ("value", pa.float64())])}

    def prepare(self) -> None:
        """Nothing more is needed."""

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        x, kind = run.values
        while kind == "slow":
            deadline.keep()
            time.sleep(0.01)
        days = pa.table({"day": [0, 1, 2], "value": [float(x), math.nan, -0.0]}, schema=self.tables["series"])
        return Outcome({"y": float(x) + run.seed}, {"series": days})

    def described(self) -> Mapping[str, Any]:
        return {"diary": 1}


class Torn(Diary):
    """Kills its worker at 3, in the middle of what it writes: a table is there, a second one has no name yet, the runs never come."""

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        found = super().live(run, deadline)
        if run.values[0] == 3:
            series = Path(os.environ["COGOV_TEST_FOLDER"]) / "series"
            (series / f"{os.getpid()}.parquet").write_bytes(b"a table whose runs never came")
            (series / f".{os.getpid()}.parquet.half").write_bytes(b"PAR1 and then")
            os.kill(os.getpid(), signal.SIGKILL)
        return found


def diary(points: int = 5, kinds: tuple[str, ...] = ("quick",), **more: Any) -> Plan:
    return plan_runs(Diary(), [(float(x), kind) for x in range(points) for kind in kinds], **more)


def main(folder: str, points: str, workers: str, dask: str = "") -> None:
    """Say `begun` when runs are about to be lived through, and how many were in the end."""

    def tell(counts: Counts) -> None:
        if not counts.lived:
            say("begun")

    plan = study(points=int(points))
    say(sweep(plan, Path(folder), engine_for(int(workers), dask=dask or None), on_progress=tell).lived)


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    import laboratory  # workers know it by this name

    laboratory.main(*sys.argv[1:])
