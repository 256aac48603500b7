"""Who writes into a folder says so there: two are kept apart, the dead are seen to be dead, and of a distant one it is said who it is."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from laboratory import study

from cogov.experiments.store import claim
from cogov.experiments.store.claim import NAME, Claim, claimed, holder
from cogov.experiments.sweep import sweep
from cogov.experiments.time_left import status
from cogov.scenarios.errors import InputError

HOLD = """
import sys, time
from pathlib import Path
from cogov.experiments.store.claim import claimed
with claimed(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""
RACE = """
import sys, time
from pathlib import Path
from cogov.experiments.store.claim import claimed
from cogov.scenarios.errors import InputError
folder, begin = Path(sys.argv[1]), float(sys.argv[2])
time.sleep(max(0.0, begin - time.time()))
try:
    with claimed(folder):
        print("mine", flush=True)
        time.sleep(2.5)
except InputError:
    print("refused", flush=True)
"""


def holding(folder: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def put(folder: Path, **changes: object) -> None:
    (folder / NAME).write_text(Claim.ours().model_copy(update=changes).model_dump_json(), encoding="utf-8")


def test_a_killed_holder_holds_nothing(tmp_path: Path) -> None:
    process = holding(tmp_path)
    found = holder(tmp_path)
    assert found is not None
    assert found.pid == process.pid
    with pytest.raises(InputError, match=f"process {process.pid} on "), claimed(tmp_path):
        pass
    process.kill()
    process.wait()
    assert holder(tmp_path) is None
    with claimed(tmp_path):
        assert holder(tmp_path) is not None


@pytest.mark.skipif(not Path("/proc").exists(), reason="only Linux tells of processes that nobody has waited for")
def test_a_killed_holder_holds_nothing_before_its_parent_has_looked(tmp_path: Path) -> None:
    process = holding(tmp_path)
    process.kill()
    time.sleep(0.3)
    assert holder(tmp_path) is None
    process.wait()


@pytest.mark.skipif(not Path("/proc").exists(), reason="only there the system tells when a process began")
def test_another_process_with_the_number_of_a_dead_one_holds_nothing(tmp_path: Path) -> None:
    put(tmp_path, pid=os.getppid(), began="long ago")
    assert holder(tmp_path) is None
    put(tmp_path, pid=os.getppid(), began=claim._began(os.getppid()))
    assert holder(tmp_path) is not None


def test_this_process_holds_only_what_it_claimed(tmp_path: Path) -> None:
    put(tmp_path)
    assert holder(tmp_path) is None


@pytest.mark.parametrize("changes", [{"host": "node17"}, {"machine": "another"}, {"space": "pid:[1]"}])
def test_of_another_machine_or_container_nobody_is_taken_for_dead(tmp_path: Path, changes: dict[str, str]) -> None:
    began = datetime.now(UTC) - timedelta(days=3, hours=1)
    put(tmp_path, pid=999_999, user="li", job="4711", since=began, **changes)
    with pytest.raises(InputError) as refused:
        sweep(study(), tmp_path)
    for language, words in (
        ("en", ("process 999999 on", "of li", "(job 4711)", "3 d ago")),
        ("zh", ("li 在", "999999", "作业 4711", "3 天前")),
    ):
        said = refused.value.text(language)  # type: ignore[arg-type]
        assert all(word in said for word in (*words, NAME, f"{began:%Y-%m-%d %H:%M}")), said
    (tmp_path / NAME).unlink()
    assert sweep(study(), tmp_path).done == 10


def test_a_process_and_a_host_are_a_claim_too_but_a_complete_study_is_not_running(tmp_path: Path) -> None:
    sweep(study(), tmp_path)
    (tmp_path / NAME).write_text("999999\nnode17\n", encoding="utf-8")
    with pytest.raises(InputError, match="process 999999 on node17, since"):
        sweep(study(), tmp_path)
    assert status(tmp_path).holder is not None
    assert not status(tmp_path).running


@pytest.mark.parametrize("words", ["", "\n", "{", "no claim"])
def test_a_file_that_says_nothing_is_nobodys_after_a_moment(tmp_path: Path, words: str) -> None:
    """Older versions leave an empty file; a process may be killed between the first byte and the last."""
    (tmp_path / NAME).write_text(words, encoding="utf-8")
    with claimed(tmp_path):
        assert holder(tmp_path) is not None


def test_of_several_that_take_over_from_a_dead_one_one_does(tmp_path: Path) -> None:
    process = holding(tmp_path)
    process.kill()
    process.wait()
    begin = str(time.time() + 2.0)
    crew = [subprocess.Popen([sys.executable, "-c", RACE, str(tmp_path), begin], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert sorted(one.communicate()[0].strip() for one in crew) == ["mine", "refused", "refused", "refused"]


def test_a_claim_taken_by_another_stays_his(tmp_path: Path) -> None:
    with claimed(tmp_path):
        put(tmp_path, host="node17")
    assert (tmp_path / NAME).exists()


def test_no_lock_of_the_system_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def none(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", none)
    monkeypatch.setattr(fcntl, "lockf", none)
    assert sweep(study(), tmp_path).done == 10
