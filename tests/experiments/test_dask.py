"""A real Dask cluster on this machine, started as the README says: the same table, also when a worker is killed."""

import os
import random  # noqa: TID251 - when a worker is killed is no part of any result
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from distributed import Client
from laboratory import deadly, study

from cogov.experiments.engines.choice import engine_for
from cogov.experiments.store.frames import load
from cogov.experiments.sweep import Counts, sweep
from cogov.scenarios.errors import InputError

HERE = Path(__file__).parent
QUIET = {"DASK_DISTRIBUTED__ADMIN__LOG_FORMAT": "%(message)s", "DASK_LOGGING__DISTRIBUTED": "critical"}


def table(folder: Path) -> bytes:
    return load(folder).iloc[:, :-6].to_csv(index=False, float_format="%a").encode()


@contextmanager
def cluster(folder: Path, workers: int, **environment: str) -> Iterator[str]:
    """`dask scheduler` and some `dask worker`, as processes; yields the scheduler's address."""
    settings = os.environ | QUIET | {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])} | environment
    known = folder / "scheduler.json"
    scheduler = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(known)]
    worker = ["worker", "--scheduler-file", str(known), "--nthreads", "1", "--nworkers", str(workers), "--no-dashboard"]
    with ExitStack() as stack:
        for arguments in (scheduler, [*worker, "--local-directory", str(folder)]):
            stack.enter_context(process([sys.executable, "-m", "dask", *arguments], settings))
        until(known.exists)
        with Client(scheduler_file=str(known), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=90)
            address = client.scheduler.address
        yield address


@contextmanager
def process(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as begun:
        try:
            yield
        finally:
            begun.terminate()
            try:
                begun.wait(20)
            except subprocess.TimeoutExpired:
                begun.kill()


def until(happened: object, patience: float = 90.0) -> None:
    end = time.monotonic() + patience
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


class Assassin:
    """Kills a worker at every so many runs: one that has written some, while it is in the middle of others."""

    def __init__(self, folder: Path, *, moments: tuple[int, ...]) -> None:
        self.folder, self.moments, self.killed = folder, list(moments), list[int]()

    def __call__(self, counts: Counts) -> None:
        if self.moments and counts.lived >= self.moments[0]:
            del self.moments[0]
            known = load(self.folder).sort_values("finished")["worker"].astype(int)
            self.killed.append(next(worker for worker in known[::-1] if worker not in self.killed))
            time.sleep(0.1)
            os.kill(self.killed[-1], getattr(signal, "SIGKILL", signal.SIGTERM))


def test_a_dask_cluster_leaves_the_same_table_also_when_a_worker_is_killed(tmp_path: Path) -> None:
    survives(tmp_path, 150, moments=(15,))


@pytest.mark.slow("test_a_dask_cluster_leaves_the_same_table_also_when_a_worker_is_killed")
def test_a_dask_cluster_leaves_the_same_table_also_when_five_workers_are_killed(tmp_path: Path) -> None:
    """At moments drawn with a fixed seed; the cluster replaces what dies."""
    moments = random.Random(11).sample(range(15, 600), 5)
    survives(tmp_path, 700, moments=tuple(sorted(moments)))


def survives(folder: Path, runs: int, *, moments: tuple[int, ...]) -> None:
    plan, there = study(points=runs), folder / "there"
    sweep(plan, folder / "here")
    with cluster(folder, 2, COGOV_TEST_SECONDS="0.03") as address:
        assassin = Assassin(there, moments=moments)
        counts = sweep(plan, there, engine_for(dask=address), on_progress=assassin)
    assert len(set(assassin.killed)) == len(moments)
    assert (counts.done, counts.failed) == (runs, 0)
    assert table(there) == table(folder / "here")
    assert pq.read_table(there / "runs").num_rows == runs
    assert {str(worker) for worker in assassin.killed} <= set(load(there)["worker"])
    assert str(os.getpid()) not in set(load(there)["worker"])


@pytest.mark.slow("experiments/test_engines.py::test_a_death_names_its_task_and_costs_no_other")
def test_a_run_that_kills_every_dask_worker_is_a_failed_row(tmp_path: Path) -> None:
    """Dask itself tries a task on several workers; here on one, so that the test ends soon."""
    with cluster(tmp_path, 2, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as address:
        counts = sweep(study(deadly, points=40), tmp_path / "there", engine_for(dask=address))
    assert (counts.done, counts.failed) == (39, 1)
    frame = load(tmp_path / "there")
    assert list(frame.loc[frame["status"] == "failed", "error"]) == [
        "WorkerDied: the run ends its worker process, also when it is tried again alone"
    ]


@pytest.mark.slow("experiments/test_sweep.py::test_a_sweep_killed_at_random_moments_ends_with_the_same_table")
def test_a_study_goes_on_where_its_coordinator_was_killed(tmp_path: Path) -> None:
    """The cluster stays; its workers may still write what nobody waits for any more."""
    plan = study(points=150)
    sweep(plan, tmp_path / "here")
    with cluster(tmp_path, 2, COGOV_TEST_SECONDS="0.03") as address:
        for after in (0.2, 0.9):
            command = [sys.executable, str(HERE / "laboratory.py"), str(tmp_path / "there"), "150", "1", address]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as coordinator:
                assert coordinator.stdout is not None
                assert coordinator.stdout.readline() == "begun\n"
                until(lambda: any((tmp_path / "there" / "runs").glob("*.parquet")))
                time.sleep(after)
                coordinator.kill()
        counts = sweep(plan, tmp_path / "there", engine_for(dask=address))
    assert (counts.done, counts.failed) == (150, 0)
    assert 0 < counts.lived < 150
    assert table(tmp_path / "there") == table(tmp_path / "here")


@pytest.mark.slow("experiments/test_engines.py::test_an_executor_that_breaks_is_told")
def test_a_scheduler_that_goes_away_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    with cluster(tmp_path, 1, COGOV_TEST_SECONDS="0.03") as address:
        with Client(address, set_as_default=False) as client:
            scheduler = client.run_on_scheduler(os.getpid)

        def kill(counts: Counts) -> None:
            if counts.lived >= 10:
                os.kill(scheduler, getattr(signal, "SIGKILL", signal.SIGTERM))

        with pytest.raises(InputError, match="the connection to the Dask scheduler is lost"):
            sweep(study(points=150), tmp_path / "there", engine_for(dask=address), on_progress=kill)
    kept = len(load(tmp_path / "there"))
    assert 10 <= kept < 150
    assert sweep(study(points=150), tmp_path / "there").lived == 150 - kept
