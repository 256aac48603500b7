"""How many cores and how much memory a process may use."""

import ctypes
import math
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from cogov.experiments.engines import machine as module
from cogov.experiments.engines.machine import JOBS, cores, memory


@pytest.fixture(autouse=True)
def _no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in JOBS:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores are set for a process on Linux")
def test_a_process_may_use_the_cores_that_it_is_bound_to() -> None:
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from cogov.experiments.engines.machine import cores; print(cores())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "1\n"


@pytest.mark.parametrize("name", JOBS)
def test_a_job_has_the_cores_that_it_was_given(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_of_process", lambda: 64)
    monkeypatch.setattr(module, "GROUPS", Path("/nowhere"))
    monkeypatch.setenv(name, "4")
    assert cores() == 4
    for nothing in ("", "0", "many"):
        monkeypatch.setenv(name, nothing)
        assert cores() == 64
    monkeypatch.setenv(name, "128")
    assert cores() == 64


@pytest.mark.parametrize(("quota", "expected"), [("200000 100000", [2]), ("50000 100000", [1]), ("max 100000", [])])
def test_a_container_has_the_cores_of_its_quota(tmp_path: Path, quota: str, expected: list[int]) -> None:
    (tmp_path / "job" / "step").mkdir(parents=True)
    (tmp_path / "job" / "cpu.max").write_text(quota + "\n", encoding="utf-8")
    own = tmp_path / "cgroup"
    own.write_text("0::/job/step\n", encoding="utf-8")
    assert list(module._of_groups(tmp_path, own)) == expected


@pytest.mark.parametrize(("quota", "expected"), [("300000", [3]), ("-1", [])])
def test_so_has_one_of_the_older_kind(tmp_path: Path, quota: str, expected: list[int]) -> None:
    (tmp_path / "cpu" / "job").mkdir(parents=True)
    (tmp_path / "cpu" / "job" / "cpu.cfs_quota_us").write_text(quota, encoding="utf-8")
    (tmp_path / "cpu" / "job" / "cpu.cfs_period_us").write_text("100000", encoding="utf-8")
    own = tmp_path / "cgroup"
    own.write_text("4:cpu,cpuacct:/job\n1:name=systemd:/\n", encoding="utf-8")
    assert list(module._of_groups(tmp_path, own)) == expected


# -- memory -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not hasattr(os, "sysconf"), reason="Windows is asked otherwise")
def test_the_machine_says_what_it_has() -> None:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    assert list(module._of_machine()) == [pages * size]
    assert 0 < memory() <= pages * size


def test_so_does_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [8_388_608, 0]

    def ask(installed: "SimpleNamespace") -> int:
        installed._obj.value = said.pop(0)
        return int(installed._obj.value > 0)

    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=SimpleNamespace(GetPhysicallyInstalledSystemMemory=ask)), raising=False)
    assert [list(module._of_machine()) for _ in range(2)] == [[8 * 1024**3], []]


@pytest.mark.parametrize(
    ("kind", "file", "said", "expected"),
    [
        ("", "memory.max", "2147483648", [2**31]),
        ("", "memory.max", "max", []),
        ("memory", "memory.limit_in_bytes", "1073741824", [2**30]),
    ],
)
def test_a_container_has_the_memory_that_it_was_given(tmp_path: Path, kind: str, file: str, said: str, expected: list[float]) -> None:
    (tmp_path / kind / "job" / "step").mkdir(parents=True)
    (tmp_path / kind / "job" / file).write_text(f"{said}\n", encoding="utf-8")
    own = tmp_path / "cgroup"
    own.write_text(f"3:cpuset:/\n{4 if kind else 0}:{kind}:/job/step\n", encoding="utf-8")
    assert list(module._memory_of_groups(tmp_path, own)) == expected


def test_where_nobody_says_how_much_memory_there_is_it_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_of_machine", lambda: iter(()))
    monkeypatch.setattr(module, "OWN_GROUPS", Path("/nowhere"))
    assert memory() == math.inf
