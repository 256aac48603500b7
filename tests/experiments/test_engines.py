"""Engines: every task is done once, few are under way, and a death costs its task only."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from chores import Killer, Sleeper, Square, Timed, Unpreparable, Unprepared, Unread, Unsendable, Whereabouts, Wrong, serve_if_born

from cogov.experiments.engines.choice import ENGINES, engine_for
from cogov.experiments.engines.engine import Died, Engine, Serial
from cogov.experiments.engines.executors import MOST_BREAKS, Dask, Executors
from cogov.experiments.engines.processes import MOST_STILLBORN, MOST_WORKERS, Processes, Worker
from cogov.scenarios.errors import InputError


def answers(engine: Engine, tasks: list[Any]) -> list[tuple[Any, Any]]:
    waiting = iter(tasks)
    with closing(engine.work(lambda: next(waiting, None))) as ended:
        return list(ended)


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


ALL = {
    "serial": lambda _: Serial(),
    "processes": lambda _: Processes(2),
    "executor": Executors,
    "a function that makes executors": lambda _: Executors(lambda: ThreadPoolExecutor(2)),
}


@pytest.mark.parametrize("kind", ALL)
def test_every_task_is_done_once(threads: Executor, kind: str) -> None:
    engine = ALL[kind](threads)
    found = answers(engine, [Square(number) for number in range(20)])
    assert sorted((task.number, square) for task, square in found) == [(number, number**2) for number in range(20)]
    assert answers(engine, []) == []
    if kind == "executor":
        assert threads.submit(int, "7").result() == 7  # it is its owner's to shut down


@pytest.mark.parametrize("kind", ALL)
def test_few_tasks_are_pulled_before_they_are_needed(threads: Executor, kind: str) -> None:
    pulled = 0

    def next_task() -> Square | None:
        nonlocal pulled
        pulled += 1
        return Square(pulled) if pulled <= 200 else None

    with closing(ALL[kind](threads).work(next_task)) as ended:
        for count, _ in enumerate(ended, start=1):
            assert pulled - count <= 5


@pytest.mark.parametrize("kind", ALL)
def test_what_comes_late_is_done_too(threads: Executor, kind: str) -> None:
    """A study learns from a task that there is more to do, when nothing else is left."""
    waiting: list[Square] = [Square(1)]
    with closing(ALL[kind](threads).work(lambda: waiting.pop() if waiting else None)) as ended:
        for task, _ in ended:
            if task.number < 4:
                waiting.append(Square(task.number + 1))
        assert task.number == 4


@pytest.mark.parametrize("kind", ALL)
def test_an_exception_is_raised_where_the_end_is_awaited(threads: Executor, kind: str) -> None:
    with pytest.raises(LookupError, match="no such number"):
        answers(ALL[kind](threads), [Square(1), Wrong(2), Square(3)])


@pytest.mark.parametrize("kind", ALL)
def test_every_task_is_prepared_before_it_is_done(threads: Executor, kind: str) -> None:
    Unprepared.prepared = False
    assert answers(ALL[kind](threads), [Unprepared(0)]) == [(Unprepared(0), 0)]
    with pytest.raises(OSError, match="no such module"):
        answers(ALL[kind](threads), [Unpreparable(0)])


# -- processes --------------------------------------------------------------------------------------------------------------------


def test_a_death_names_its_task_and_costs_no_other() -> None:
    found = answers(Processes(2), [Square(1), Killer(2), Square(3), Killer(4), *(Square(number) for number in range(5, 12))])
    died = [task.number for task, what in found if isinstance(what, Died)]
    assert sorted(died) == [2, 4]
    assert {task.number: what for task, what in found if not isinstance(what, Died)} == {n: n**2 for n in (1, 3, *range(5, 12))}
    assert {what.detail for _, what in found if isinstance(what, Died)} == {"exit code 3"}


def test_a_task_past_its_limit_is_stopped_and_the_others_go_on() -> None:
    begun = time.monotonic()
    found = dict(answers(Processes(2), [Sleeper(1, limit=0.5), *(Square(number) for number in range(2, 6))]))
    assert time.monotonic() - begun < 40
    assert found.pop(Sleeper(1, limit=0.5)) == Died("stopped", too_long=True)
    assert {task.number: square for task, square in found.items()} == {number: number**2 for number in range(2, 6)}


@pytest.mark.parametrize("slow", [Unread, Unprepared])
def test_the_clock_of_a_task_starts_when_its_worker_is_ready_for_it(slow: type[Square]) -> None:
    task = slow(3, limit=1.5)
    assert answers(Processes(1), [task]) == [(task, 9)]


@pytest.mark.parametrize("slow", [Unread, Unprepared])
def test_a_worker_that_never_begins_is_stopped(slow: type[Square], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cogov.experiments.engines.processes.BEGIN_SECONDS", 0.2)
    task = slow(3600, limit=3600)
    assert answers(Processes(1), [task]) == [(task, Died("stopped", too_long=True, begun=False))]


@pytest.mark.parametrize("stillborn", [1, MOST_STILLBORN, MOST_STILLBORN + 1])
def test_a_worker_that_dies_before_it_is_ready_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stillborn: int) -> None:
    monkeypatch.setattr("cogov.experiments.engines.processes.serve", serve_if_born)
    monkeypatch.setenv("COGOV_TEST_FOLDER", str(tmp_path))
    monkeypatch.setenv("COGOV_TEST_STILLBORN", str(stillborn))
    tasks = [Square(number) for number in range(4)]
    if stillborn > MOST_STILLBORN:
        with pytest.raises(InputError, match="a worker process died, or none can be started"):
            answers(Processes(1), tasks)
    else:
        assert answers(Processes(1), tasks) == [(task, task.number**2) for task in tasks]


def test_nothing_is_under_way_beside_a_task_that_has_to_be_alone() -> None:
    found = answers(Processes(2), [Timed(number, alone=number == 3) for number in range(8)])
    [(begin, end)] = [span for task, span in found if task.alone]
    assert [task.number for task, (since, until) in found if since < end and until > begin] == [3]
    assert len(found) == 8


@pytest.mark.parametrize("started", [0, 1])
def test_a_system_that_starts_no_more_processes_has_the_work_done_by_those_there_are(started: int, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [Worker] * started

    def scarce() -> Any:
        if not left:
            raise BlockingIOError("Resource temporarily unavailable")
        return left.pop()()

    monkeypatch.setattr("cogov.experiments.engines.processes.Worker", scarce)
    tasks = [Square(number) for number in range(6)]
    if started:
        assert sorted(task.number for task, _ in answers(Processes(3), tasks)) == [0, 1, 2, 3, 4, 5]
    else:
        with pytest.raises(InputError, match="none can be started"):
            answers(Processes(3), tasks)


def test_workers_compute_on_one_thread_each_and_leave_ctrl_c_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("MKL_NUM_THREADS", raising=False)
    usual = signal.getsignal(signal.SIGINT)
    [(_, (process, threads, ignored))] = answers(Processes(1), [Whereabouts(0)])
    assert process != os.getpid()
    assert set(threads.values()) == {"1"}
    assert ignored
    assert os.environ["OMP_NUM_THREADS"] == "7"
    assert "MKL_NUM_THREADS" not in os.environ
    assert signal.getsignal(signal.SIGINT) is usual


def test_closing_early_stops_what_runs() -> None:
    waiting = iter([Whereabouts(0), *[Sleeper(1)] * 5])
    ended = Processes(1).work(lambda: next(waiting, None))
    _, (process, _, _) = next(ended)
    begun = time.monotonic()
    ended.close()
    assert time.monotonic() - begun < 10
    assert gone(process)


def test_what_cannot_be_sent_back_is_told() -> None:
    with pytest.raises(RuntimeError, match="cannot be sent"):
        answers(Processes(1), [Unsendable(1)])


def test_what_cannot_be_sent_there_is_told() -> None:
    @dataclass(frozen=True)
    class Local(Square):
        pass

    with pytest.raises((AttributeError, TypeError, LookupError)):
        answers(Processes(1), [Local(1)])


UNGUARDED = """
from pathlib import Path
from cogov.experiments.engines.processes import Processes
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.planning import plan_runs
from cogov.experiments.store.frames import load
from cogov.experiments.sweep import sweep

HALF = 0.5

def halved(x):
    return {"y": HALF * x}

print("once")
sweep(plan_runs(FunctionExperiment(halved, {"x": float}, ("y",)), [(1.0,), (2.0,)]), Path("out"), Processes(2))
print(sorted(load("out").y))
"""


def test_a_script_needs_no_main_guard_and_its_functions_reach_the_workers(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(UNGUARDED, "utf-8")
    found = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert (found.returncode, found.stdout) == (0, "once\n[0.5, 1.0]\n"), found.stderr


ORPHANING = """
import sys
sys.path.insert(0, sys.argv[1])
from test_engines_tasks import Report
from cogov.experiments.engines.processes import Processes
if __name__ == "__main__":
    waiting = iter([Report(1), Report(60)])
    for task, process in Processes(1).work(lambda: next(waiting, None)):
        print(process, flush=True)
"""
TASKS = """
import os, time
from dataclasses import dataclass
from cogov.experiments.engines.engine import Task

@dataclass(frozen=True)
class Report(Task[int]):
    seconds: int

    def __call__(self):
        if self.seconds > 1:
            time.sleep(self.seconds)
        return os.getpid()
"""


def test_a_worker_does_not_outlive_its_coordinator(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(ORPHANING, "utf-8")
    (tmp_path / "test_engines_tasks.py").write_text(TASKS, "utf-8")
    with subprocess.Popen([sys.executable, "script.py", str(tmp_path)], cwd=tmp_path, stdout=subprocess.PIPE, text=True) as coordinator:
        assert coordinator.stdout is not None
        process = int(coordinator.stdout.readline())
        time.sleep(0.2)  # the worker is in the middle of its second task
        coordinator.kill()
    assert gone(process)


def gone(process: int, patience: float = 20.0) -> bool:
    """Whether a process ends soon; a name in the table of processes is not enough to be alive."""
    if os.name != "posix":
        pytest.skip("asks the system for a process as POSIX does")
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
            if (
                Path(f"/proc/{process}/stat").exists()
                and Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
            ):
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_no_more_workers_than_the_system_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Processes(128).workers == (128 if os.name == "posix" else MOST_WORKERS)
    monkeypatch.setattr("cogov.experiments.engines.processes.MOST_WORKERS", 61)
    assert Processes(1000).workers == 61
    assert Processes(0).workers == 1


# -- executors --------------------------------------------------------------------------------------------------------------------


def spawned() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, get_context("spawn"))


def test_an_executor_that_breaks_is_told() -> None:
    with spawned() as executor, pytest.raises(InputError, match="the executor broke"):
        answers(Executors(executor, 1), [Killer(1), Square(2)])


class Breaking(Executor):
    """Breaks at its first task, or before it."""

    made = 0

    def __init__(self, before: bool = False) -> None:  # noqa: FBT001, FBT002
        type(self).made += 1
        self.before, self.broken = before, False

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        if self.before:
            raise BrokenProcessPool("never began")
        future: Future[Any] = Future()
        if isinstance(arguments[0], Killer) or self.broken:
            self.broken = True
            future.set_exception(BrokenProcessPool("a worker died"))
        else:
            future.set_result(call(*arguments))
        return future


def test_the_next_executor_goes_on() -> None:
    Breaking.made = 0
    found = answers(Executors(Breaking, 1), [Square(1), Killer(2), Square(3), Killer(4), Square(5)])
    assert [(task.number, isinstance(what, Died)) for task, what in found] == [(1, False), (2, True), (3, False), (4, True), (5, False)]
    assert Breaking.made == 3


def test_executors_that_never_begin_are_given_up() -> None:
    Breaking.made = 0
    with pytest.raises(InputError, match="the executor broke"):
        answers(Executors(lambda: Breaking(before=True)), [Square(1)])
    assert Breaking.made == 1 + MOST_BREAKS


class Slow(Executor):
    """Ends its tasks when told."""

    def __init__(self) -> None:
        self.under_way: list[tuple[Future[Any], Square]] = []

    def submit(self, call: Callable[..., Any], /, *arguments: Any, **_: Any) -> Future[Any]:
        assert callable(call)
        future: Future[Any] = Future()
        self.under_way.append((future, arguments[0]))
        numbers = [task.number for _, task in self.under_way]
        assert 13 not in numbers or len(numbers) == 1, "a task that has to be alone was not"
        if len(self.under_way) == 4 or arguments[0].number in (13, 19):
            for one, task in self.under_way:
                one.set_result(task())
            self.under_way = []
        return future


def test_a_task_that_has_to_be_alone_is() -> None:
    tasks = [Square(number, alone=number == 13) for number in (1, 2, 3, 4, 13, 16, 17, 18, 19)]
    assert [task.number for task, _ in answers(Executors(Slow(), 4), tasks)] == [1, 2, 3, 4, 13, 16, 17, 18, 19]


# -- which engine -----------------------------------------------------------------------------------------------------------------


def test_the_engine_asked_for(threads: Executor) -> None:
    assert isinstance(engine_for(), Serial)
    assert isinstance(engine_for(3), Processes)
    assert isinstance(engine_for(dask="tcp://somewhere:8786"), Dask)
    found = engine_for(8, threads)
    assert isinstance(found, Executors)
    assert found.in_flight() == 16
    assert set(ENGINES) == {"serial", "processes", "executor", "dask"}


def test_workers_share_the_memory_that_was_said(threads: Executor, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = [{}, {"workers": 4}, {"workers": 4, "executor": threads}, {"workers": 4, "dask": "tcp://somewhere:8786"}]
    assert [engine_for(**one, most_bytes=8e9).memory for one in asked] == [8e9, 2e9, 2e9, 2e9]
    monkeypatch.setattr("cogov.experiments.engines.choice.memory", lambda: 16e9)
    assert [engine_for(**one).memory for one in asked] == [8e9, 2e9, math.inf, math.inf]


def test_no_scheduler_at_an_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cogov.experiments.engines.executors.CONNECT_SECONDS", 0.3)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(InputError, match="no Dask scheduler answers"):
            answers(Dask(address), [Square(1)])


def test_dask_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r'pip install "cogov\[dask\]"'):
        answers(Dask("tcp://127.0.0.1:9"), [Square(1)])
