"""A study ends with the same table whatever happened on the way: engines, kills, retries, a second try, more points."""

import os
import pickle
import random  # noqa: TID251 - when a process is killed is no part of any result
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from laboratory import (
    ENDLESS_SECONDS,
    Torn,
    crowded,
    deadly,
    diary,
    endless,
    leaving,
    poisoned,
    refused,
    steady,
    study,
    terminated,
    undeclared,
    unspeakable,
)

from cogov.experiments import chunk as chunk_module
from cogov.experiments import sweep as sweep_module
from cogov.experiments.chunk import KILLS_BESIDE_OTHERS, Chunk, PackedExperiment, died
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.engines.choice import engine_for
from cogov.experiments.engines.engine import Died, Engine
from cogov.experiments.engines.processes import Processes
from cogov.experiments.plan import Plan
from cogov.experiments.planning import plan_runs
from cogov.experiments.store.claim import holder
from cogov.experiments.store.files import stems
from cogov.experiments.store.folder import opened
from cogov.experiments.store.frames import load
from cogov.experiments.sweep import Counts, Foreman, sweep
from cogov.experiments.time_left import status
from cogov.experiments.verify import verify
from cogov.scenarios.errors import InputError

HERE = Path(__file__).parent


def table(folder: Path, kind: str = "runs") -> bytes:
    """All of a table that no clock decides, bit for bit."""
    frame = load(folder, kind)
    return (frame.iloc[:, :-6] if kind == "runs" else frame).to_csv(index=False, float_format="%a").encode()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """What 150 runs leave when nothing happens."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert sweep(study(points=150), folder) == Counts(150, 150, 0, 150)
    return table(folder)


# -- the same table from every engine ---------------------------------------------------------------------------------------------


ENGINES: dict[str, Callable[[], Engine]] = {
    "two processes": lambda: engine_for(2),
    "threads": lambda: engine_for(2, ThreadPoolExecutor(2)),
    "an executor's processes": lambda: engine_for(2, lambda: ProcessPoolExecutor(1, get_context("spawn"))),
}


@pytest.mark.parametrize("kind", ENGINES)
def test_every_engine_leaves_the_same_table(tmp_path: Path, undisturbed: bytes, kind: str) -> None:
    assert sweep(study(points=150), tmp_path, ENGINES[kind]()).lived == 150
    assert table(tmp_path) == undisturbed
    assert stems(tmp_path) == [next((tmp_path / "runs").glob("*.parquet")).stem]


def city(**changes: object) -> Plan:
    said = {"scenario": "leping", "population": 600, "days": 20, "warmup": 5, "policies": ["as_is", "co_governance"], "replicates": 1}
    factors = {"boundary_clarity": [0.2, 0.8]}
    return plan_of(Design.model_validate({**said, "factors": factors, "record": {"series": True, "events": True}, **changes}))


def test_a_city_is_the_same_in_one_process_and_in_two_and_stopped_in_between(tmp_path: Path) -> None:
    sweep(city(), tmp_path / "one")
    sweep(city(), tmp_path / "two", Processes(2))
    stopped_after(1, city(), tmp_path / "stopped")
    assert sweep(city(), tmp_path / "stopped").lived < 4
    for kind in ("runs", "series", "events"):
        assert table(tmp_path / "one", kind) == table(tmp_path / "two", kind) == table(tmp_path / "stopped", kind) != b""
    frame = load(tmp_path / "one")
    assert list(frame.columns[:6]) == ["run_id", "point", "boundary_clarity", "policy", "replicate", "seed"]
    assert frame["mean_days"].notna().all()
    assert "mean_days@urban" in frame.columns
    assert set(load(tmp_path / "one", "series")["run_id"]) == set(frame["run_id"])
    found = verify(tmp_path / "two", sample=2)
    assert (found.fine, found.sampled, found.replanned, found.libraries) == (True, 2, True, ())


def stopped_after(count: int, plan: Plan, folder: Path) -> None:
    """Press Ctrl-C when so many runs are there."""

    def press(counts: Counts) -> None:
        if counts.lived >= count:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, folder, on_progress=press)


# -- killed and resumed -----------------------------------------------------------------------------------------------------------


def begun(folder: Path, points: int, workers: int, seconds: float = 0.03) -> "subprocess.Popen[str]":
    """Start a sweep in a process of its own and wait until runs are lived through."""
    command = [sys.executable, str(HERE / "laboratory.py"), str(folder), str(points), str(workers)]
    process = subprocess.Popen(command, env=environment(COGOV_TEST_SECONDS=str(seconds)), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def killed(process: "subprocess.Popen[str]", after: float) -> None:
    time.sleep(after)
    assert process.poll() is None, "it ended before it was killed"
    process.kill()
    process.communicate()


def test_a_sweep_killed_at_random_moments_ends_with_the_same_table(tmp_path: Path, undisturbed: bytes) -> None:
    """SIGKILL to the coordinator of 150 runs, five times; the moments are drawn with a fixed seed."""
    moments, there = random.Random(20240607), [0]
    for workers in (1, 2, 1, 1, 1):
        killed(begun(tmp_path, 150, workers), moments.uniform(0.0, 0.8 if workers == 1 else 1.6))
        there.append(len(load(tmp_path)))
        assert holder(tmp_path) is None
    assert there == sorted(there)
    assert 0 < there[-1] < 150
    last = sweep(study(points=150), tmp_path)
    assert (last.done, last.failed) == (150, 0)
    assert last.lived <= 150 - there[-1]  # a worker may have ended its chunk after the last look
    assert table(tmp_path) == undisturbed
    assert list(tmp_path.rglob("*.half")) == []


@pytest.mark.slow("test_a_sweep_killed_at_random_moments_ends_with_the_same_table")
def test_a_city_killed_at_random_moments_ends_with_the_same_tables(tmp_path: Path) -> None:
    """The same with 1,600 runs of a city, two workers and recorded series."""
    design = tmp_path / "town.yaml"
    design.write_text(
        "{scenario: leping, population: 600, days: 60, replicates: 800, policies: [as_is, co_governance], record: {series: true}}", "utf-8"
    )
    sweep(plan_of(load_design(design)), tmp_path / "undisturbed", Processes(2))
    moments = random.Random(7)
    command = [sys.executable, "-m", "cogov.cli", "sweep", str(design), "--workers", "2", "--out", str(tmp_path / "killed")]
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            wait_for((tmp_path / "killed" / "manifest.json").exists)
            killed(process, moments.uniform(0.5, 3.0))  # type: ignore[arg-type]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    for kind in ("runs", "series"):
        assert table(tmp_path / "killed", kind) == table(tmp_path / "undisturbed", kind)


def wait_for(happened: Callable[[], bool], patience: float = 60.0) -> None:
    end = time.monotonic() + patience
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_ctrl_c_keeps_what_was_done_of_a_chunk(tmp_path: Path) -> None:
    """In this process even a chunk under way is kept."""
    plan, lived = study(points=30), 0

    def interrupted(x: float, seed: int) -> dict[str, float]:
        nonlocal lived
        lived += 1
        if lived == 20:
            raise KeyboardInterrupt
        return dict(steady(x, seed))

    experiment = replace(plan.experiment, function=steady)  # type: ignore[type-var]
    with pytest.MonkeyPatch.context() as world:
        world.setattr(PackedExperiment, "experiment", lambda _: replace(experiment, function=interrupted))
        with pytest.raises(KeyboardInterrupt):
            sweep(plan, tmp_path)
    assert len(load(tmp_path)) == 19
    assert sweep(plan, tmp_path).lived == 11


def test_two_processes_on_one_folder(tmp_path: Path, undisturbed: bytes) -> None:
    first = begun(tmp_path, 150, 1, 0.01)
    with pytest.raises(InputError, match="another process is writing"):
        sweep(study(points=150), tmp_path)
    looked = status(tmp_path)
    assert looked.running
    assert looked.total == 150
    said, _ = first.communicate(timeout=60)
    assert (first.returncode, said) == (0, "150\n")
    assert not status(tmp_path).running
    assert table(tmp_path) == undisturbed


# -- what goes wrong --------------------------------------------------------------------------------------------------------------


def failures(folder: Path) -> pd.DataFrame:
    frame = load(folder)
    return frame[frame["status"] == "failed"]


def test_one_poisoned_run_in_a_hundred(tmp_path: Path) -> None:
    counts = sweep(study(poisoned, points=100), tmp_path)
    assert (counts.done, counts.failed) == (99, 1)
    [row] = failures(tmp_path).to_dict("records")
    assert (row["x"], row["error"]) == (42.0, "ZeroDivisionError: point 42 divides by nobody")
    assert "in poisoned" in row["traceback"]
    assert pd.isna(row["product"])
    assert status(tmp_path).failed == 1
    assert not verify(tmp_path).fine


@pytest.mark.parametrize(
    ("function", "error"),
    [
        (leaving, "SystemExit: nothing more to do here"),
        (refused, "InputError: city: cannot be lived in"),
        (undeclared, "ValueError: the run left what its experiment does not declare: surprise"),
    ],
)
def test_whatever_a_run_raises_is_its_row(tmp_path: Path, function: Callable[..., dict[str, float]], error: str) -> None:
    counts = sweep(study(function, points=4), tmp_path)
    assert counts.done + counts.failed == 4
    assert set(failures(tmp_path)["error"]) == {error}


def test_a_failure_that_no_file_can_hold_in_words_is_a_row_too(tmp_path: Path) -> None:
    counts = sweep(study(unspeakable, points=4), tmp_path)
    assert (counts.done, counts.failed) == (2, 2)
    assert list(failures(tmp_path).sort_values("x")["error"]) == [
        "Unspeakable: its words raise RuntimeError",
        "ValueError: half a character: ?",
    ]


class Fragile(Executor):
    """Breaks when somebody gives it point 7."""

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        [task], future = arguments, Future[Any]()
        if isinstance(task, Chunk) and 7 in {run.point for run in task.runs}:
            future.set_exception(BrokenProcessPool("a worker died"))
        else:
            future.set_result(call(task))
        return future


def test_a_run_that_ends_its_worker_twice_has_failed_and_costs_no_other(tmp_path: Path) -> None:
    tables = []
    for name, engine in (("processes", Processes(1)), ("executors", engine_for(2, Fragile))):
        counts = sweep(study(deadly, points=40), tmp_path / name, engine)
        assert (counts.done, counts.failed) == (39, 1)
        [row] = failures(tmp_path / name).to_dict("records")
        assert (row["x"], row["error"]) == (7.0, "WorkerDied: the run ends its worker process, also when it is tried again alone")
        tables.append(table(tmp_path / name))
    assert tables[0] == tables[1]


def test_a_run_that_looks_at_the_clock_is_timed_out_by_itself(tmp_path: Path) -> None:
    counts = sweep(diary(points=2, kinds=("quick", "slow"), timeout=0.1), tmp_path)
    assert (counts.done, counts.failed) == (2, 2)
    assert set(failures(tmp_path)["error"]) == {"TimedOut: the run took longer than its timeout"}
    assert set(failures(tmp_path)["kind"]) == {"slow"}
    assert len(load(tmp_path, "series")) == 6


def test_a_run_that_looks_at_no_clock_is_stopped_with_its_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk_module, "GRACE_SECONDS", 4.0)  # to write a file on a busy machine
    monkeypatch.setattr(chunk_module, "SPAN_SECONDS", 0.5)
    begin = time.monotonic()
    counts = sweep(study(endless, points=12, timeout=0.5), tmp_path, Processes(1))
    assert time.monotonic() - begin < ENDLESS_SECONDS / 2  # nobody waits for it, however busy the machine
    assert (counts.done, counts.failed) == (11, 1)
    assert list(failures(tmp_path)["error"]) == ["TimedOut: the run took longer than its timeout"]
    assert list(failures(tmp_path)["x"]) == [3.0]


def test_a_run_says_what_became_of_its_worker() -> None:
    run = next(study(points=1).runs())
    said = {
        Died("exit code 3"): "WorkerDied: the run ends its worker",
        Died("stopped", too_long=True): "TimedOut: the run took longer than its timeout",
        Died("stopped", too_long=True, begun=False): "WorkerNotReady: the worker did not get ready to begin",
        Died("exit code -9", signal=9, begun=False): "WorkerTerminated: killed by the system (memory?)",
    }
    for death, words in said.items():
        row = died(run, death)
        assert (row.error or "").startswith(words)
        assert (row.traceback or "").endswith(f"({death.detail})")


def test_a_city_is_made_ready_before_the_clock_of_its_first_run() -> None:
    """What a run would import counts in no timeout."""
    script = (
        "import pickle, sys; experiment = pickle.loads(sys.stdin.buffer.read()); "
        "experiment.prepare(); before = {*sys.modules}; from cogov.experiments.plan import Deadline, Run; "
        "experiment.live(Run('', 0, (0.2,), 'as_is', 0, 1), Deadline()); print(*sorted({*sys.modules} - before))"
    )
    packed = pickle.dumps(city(days=6, warmup=1).experiment)
    said = subprocess.run([sys.executable, "-c", script], input=packed, capture_output=True, check=True).stdout.decode()
    assert [name for name in said.split() if name.startswith(("cogov", "mesa", "scipy", "networkx"))] == []


def test_failed_runs_count_as_there_until_they_are_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = study(poisoned, points=50)
    sweep(plan, tmp_path)
    assert sweep(plan, tmp_path) == Counts(50, 49, 1, 0)
    assert sweep(plan, tmp_path, retry_failed=True) == Counts(50, 49, 1, 1)
    monkeypatch.setenv("COGOV_TEST_CURED", "yes")
    assert sweep(plan, tmp_path, retry_failed=True) == Counts(50, 50, 0, 1)
    assert len(failures(tmp_path)) == 0
    assert sweep(plan, tmp_path, retry_failed=True).lived == 0


def test_a_worker_with_other_code_is_refused(tmp_path: Path) -> None:
    plan = study(points=1)
    asked = replace(PackedExperiment.of(plan, tmp_path), made_with="code 0123, numpy 1.0", digest="another")
    with pytest.raises(InputError, match=r"other code or libraries.*not code 0123"):
        Chunk(asked, tuple(plan.runs()))()


def test_a_worker_that_writes_somewhere_else_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere" / "runs").mkdir(parents=True)
    monkeypatch.setattr(sweep_module, "SHOWN_SECONDS", 0.2)
    usual = PackedExperiment.of
    monkeypatch.setattr(PackedExperiment, "of", lambda plan, _: usual(plan, tmp_path / "elsewhere"))
    with pytest.raises(InputError, match="share this folder"):
        sweep(study(points=2), tmp_path / "here")


# -- chunks -----------------------------------------------------------------------------------------------------------------------


def test_a_chunk_that_takes_too_long_gives_the_rest_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunk_module, "SPAN_SECONDS", 0.05)
    monkeypatch.setenv("COGOV_TEST_SECONDS", "0.02")
    plan = study(points=20)
    with opened(tmp_path, plan):
        receipt = Chunk(PackedExperiment.of(plan, tmp_path), tuple(plan.runs()))()
    assert 1 <= receipt.lived <= 4
    assert len(load(tmp_path)) == receipt.lived
    counts = sweep(plan, tmp_path)
    assert (counts.done, counts.lived) == (20, 20 - receipt.lived)


@pytest.mark.parametrize("workers", [1, 4])
def test_chunks_grow_to_the_usual_span_and_shrink_towards_the_end_where_others_work_too(workers: int, tmp_path: Path) -> None:
    plan, sizes, under_way = study(points=4000), [], deque[Chunk]()
    with opened(tmp_path, plan) as store:
        foreman = Foreman(store)
        while True:
            while len(under_way) < workers and isinstance(task := foreman.next_task(), Chunk):
                under_way.append(task)
                sizes.append(len(task.runs))
            if not under_way:
                break
            foreman.hear(done := under_way.popleft(), done())
    assert sizes[0] == 1
    assert max(sizes) == sweep_module.MOST_RUNS
    assert (sweep_module.MOST_RUNS > sizes[-3] > sizes[-2] > sizes[-1]) == (workers > 1)
    assert len(sizes) < 60
    assert sum(sizes) == 4000


def test_a_slow_study_lives_through_one_run_at_a_time(tmp_path: Path) -> None:
    plan = study(points=50)
    with opened(tmp_path, plan) as store:
        foreman = Foreman(store)
        for _ in range(5):
            task = foreman.next_task()
            assert isinstance(task, Chunk)
            assert len(task.runs) == 1
            foreman.hear(task, replace(task(), seconds=3.0))


def test_no_more_of_a_plan_is_made_than_is_needed(tmp_path: Path) -> None:
    plan, made = study(points=3000), 0

    def counting() -> object:
        nonlocal made
        for run in plan.runs():
            made += 1
            yield run

    with opened(tmp_path, replace(plan, make_runs=counting)) as store:  # type: ignore[arg-type]
        made = 0
        foreman = Foreman(store)
        for _ in range(10):
            foreman.next_task()
    assert made < 20


MEMORY = """
import sys
from pathlib import Path
from laboratory import study
from cogov.experiments.engines.processes import Processes
from cogov.experiments.sweep import sweep
if __name__ == "__main__":
    sweep(study(points=int(sys.argv[2])), Path(sys.argv[1]), Processes(1))
    print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="asks Linux how much memory a process needed at most")
def test_the_coordinator_needs_no_more_memory_for_more_runs(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(MEMORY, "utf-8")
    needed = [
        int(
            subprocess.run(
                [sys.executable, tmp_path / "script.py", tmp_path / runs, runs], env=environment(), capture_output=True, check=True
            ).stdout
        )
        for runs in ("200", "5000")
    ]
    assert needed[1] == pytest.approx(needed[0], rel=0.1)


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])} | more


def test_many_small_files_become_few_while_the_study_is_under_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep_module, "MANY", 10)
    monkeypatch.setattr(sweep_module, "MOST_RUNS", 2)
    seen: list[int] = []
    sweep(study(points=60), tmp_path, Processes(2), on_progress=lambda _: seen.append(len(stems(tmp_path))))
    assert max(seen) < 25
    assert len(stems(tmp_path)) == 1
    assert len(load(tmp_path)) == 60


# -- verification -----------------------------------------------------------------------------------------------------------------


def test_a_study_planned_in_python_is_verified_by_its_hashes(tmp_path: Path) -> None:
    plan = study(points=20, replicates=2)
    sweep(plan, tmp_path)
    alone, planned = verify(tmp_path), verify(tmp_path, plan=plan, sample=7)
    assert (alone.fine, alone.replanned, alone.sampled) == (True, False, 0)
    assert (planned.fine, planned.replanned, planned.sampled) == (True, True, 7)


def tampered(folder: Path, column: str, value: object) -> None:
    """Change the first row of the only file."""
    [path] = (folder / "runs").glob("*.parquet")
    frame = pq.read_table(path)
    values = frame[column].to_pylist()
    values[0] = value
    place = frame.schema.get_field_index(column)
    pq.write_table(frame.set_column(place, frame.schema.field(place), [values]), path)


@pytest.mark.parametrize(
    ("column", "value", "misnamed", "differing"),
    [("product", 1e-300, 0, 1), ("undefined", 0.0, 0, 1), ("x", 99.0, 1, 1), ("seed", 12, 1, 1), ("seconds", 99.0, 0, 0)],
)
def test_a_changed_number_is_found(tmp_path: Path, column: str, value: object, misnamed: int, differing: int) -> None:
    plan = study(points=5)
    sweep(plan, tmp_path)
    tampered(tmp_path, column, value)
    found = verify(tmp_path, sample=5, plan=plan)
    assert (len(found.misnamed), len(found.differing)) == (misnamed, differing)
    assert found.fine == (misnamed + differing == 0)
    assert all(column in one.columns for one in (*found.misnamed, *found.differing))
    assert len(verify(tmp_path).misnamed) == misnamed


def test_what_is_missing_or_too_many_is_counted(tmp_path: Path) -> None:
    plan = study(points=5)
    sweep(plan, tmp_path)
    assert [(one.missing, one.extra) for one in (verify(tmp_path, plan=study(points=n)) for n in (5, 7, 3))] == [(0, 0), (2, 0), (0, 2)]
    stopped_after(3, study(points=9), tmp_path / "stopped")
    assert verify(tmp_path / "stopped").missing > 0


def test_results_of_other_code_are_not_verified_with_this(tmp_path: Path) -> None:
    sweep(study(points=2), tmp_path)
    path = tmp_path / "manifest.json"
    text = path.read_text("utf-8")
    from cogov.experiments.identity import code_fingerprint

    path.write_text(text.replace(code_fingerprint(), "0" * 32), "utf-8")
    with pytest.raises(InputError, match="made by other code"):
        verify(tmp_path)


# -- how far ----------------------------------------------------------------------------------------------------------------------


def test_status_says_how_far_a_study_is(tmp_path: Path) -> None:
    stopped_after(3, study(points=30), tmp_path)
    looked = status(tmp_path)
    assert looked.total == 30
    assert 3 <= looked.done < 30
    assert looked.missing == 30 - looked.done
    assert not looked.running
    assert looked.seconds_left is None
    sweep(study(points=30), tmp_path)
    assert status(tmp_path).missing == 0
    assert load_design("clarity_alignment").name == "clarity_alignment"


# -- workers ended from outside -------------------------------------------------------------------------------------------------------


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


@pytest.mark.skipif(not Path("/proc").exists(), reason="there processes tell their children")
def test_a_worker_that_somebody_ends_costs_no_run(tmp_path: Path) -> None:
    """An operator, or a machine that runs out of memory, ends both workers twice; their runs are given back."""
    process = begun(tmp_path, 150, 2)
    for _ in range(2):
        time.sleep(1.2)
        for worker in children(process.pid):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGTERM)
    process.communicate(timeout=120)
    assert len(failures(tmp_path)) == 0
    assert status(tmp_path).done == 150


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_run_whose_worker_is_ended_whenever_it_is_tried_says_so(tmp_path: Path) -> None:
    counts = sweep(study(terminated, points=10), tmp_path, Processes(1))
    assert (counts.done, counts.failed) == (9, 1)
    [row] = failures(tmp_path).to_dict("records")
    assert row["error"].startswith("WorkerTerminated: killed by the system (memory?)")
    assert "(signal 15) each time the run was tried, the last time with nothing else under way" in row["error"]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_run_that_only_has_room_alone_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is short where others have theirs: two workers that have it are killed, the third one has the machine to itself."""
    (tmp_path / "room").mkdir()
    monkeypatch.setenv("COGOV_TEST_ROOM", str(tmp_path / "room"))
    counts = sweep(study(crowded, points=24), tmp_path / "out", Processes(2))
    assert (counts.done, counts.failed) == (24, 0)
    assert 1 <= len(list((tmp_path / "room").glob("killed-*"))) <= KILLS_BESIDE_OTHERS


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_what_dead_workers_left_is_gone_in_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is killed while it writes leaves a file without its name, and tables whose runs never come."""
    monkeypatch.setenv("COGOV_TEST_FOLDER", str(tmp_path))
    counts = sweep(plan_runs(Torn(), [(float(x), "quick") for x in range(6)]), tmp_path, Processes(2))
    assert (counts.done, counts.failed) == (5, 1)
    assert list(tmp_path.glob("**/.*")) == []
    assert stems(tmp_path) == stems(tmp_path, "series")
