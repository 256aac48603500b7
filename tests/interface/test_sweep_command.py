"""`cogov sweep`, `status` and `verify` as a person and as a program meet them, and the same from Python."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.experiments.cities import CityExperiment
from cogov.experiments.plan import Deadline, Outcome, Run
from cogov.experiments.store.files import stems
from cogov.scenarios.errors import InputError

TOWN = """
scenario: leping
population: 600
days: 20
warmup: 5
replicates: 2
policies: [as_is, co_governance]
factors: {boundary_clarity: [0.2, 0.8]}
"""


Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


@pytest.fixture
def cogov(cogov: Cogov, tmp_path: Path) -> Cogov:
    """Runs a command in a folder that holds one small design, in English unless told."""
    (tmp_path / "town.yaml").write_text(TOWN, "utf-8")
    return cogov


@pytest.fixture
def instant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cities that take no time."""

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        return Outcome({"mean_days": float(run.seed), "cost": float(run.values[0])})

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        if (run.policy, run.seed, run.point) == ("co_governance", 2, 1):
            raise ZeroDivisionError("nobody to divide by")
        return Outcome({"mean_days": float(run.seed)})

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)


def chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def test_a_study_from_its_design_to_its_verification(cogov: Cogov, tmp_path: Path) -> None:
    swept = cogov("sweep", "town.yaml", "--workers", "1")
    assert (swept.code, swept.out) == (0, f"results{os.sep}town: 8 runs, 8 done, 0 failed (8 of them lived through now)\n")
    assert sorted(path.name for path in (tmp_path / "results" / "town").iterdir()) == ["manifest.json", "runs"]
    assert cogov("status", "results/town").out == "8 runs: 8 done, 0 failed, 0 missing\nevery run is there\n"
    checked = cogov("verify", "results/town", "--sample", "2")
    assert checked.code == 0
    assert "2 runs lived through again, 0 of them came out otherwise\nverified\n" in checked.out


def test_programs_get_one_document_without_times(cogov: Cogov, instant: None) -> None:
    counts = {"runs": 8, "done": 8, "failed": 0}
    assert json.loads(cogov("sweep", "town.yaml", "--workers", "1", "--json").out) == {"folder": "results/town", **counts}
    assert json.loads(cogov("status", "results/town", "--json").out) == {
        "folder": "results/town",
        **counts,
        "missing": 0,
        "running": False,
    }
    found = json.loads(cogov("verify", "results/town", "--sample", "1", "--json").out)
    assert found == {"folder": "results/town", **counts, "missing": 0, "extra": 0, "verified": True, "sampled": 1} | {
        "differing": [],
        "misnamed": [],
        "other_arithmetic": False,
        "altered": [],
        "unsound": [],
    }


def test_a_study_that_grows_runs_only_what_is_missing(cogov: Cogov, instant: None) -> None:
    cogov("sweep", "town.yaml", "--workers", "1", "--out", "mine")
    assert "12 runs, 12 done, 0 failed (4 of" in cogov("sweep", "town.yaml", "--workers", "1", "--out", "mine", "--replicates", "3").out
    Path("town.yaml").write_text(TOWN.replace("[0.2, 0.8]", "[0.2, 0.5, 0.8]").replace("replicates: 2", "replicates: 3"), "utf-8")
    assert "18 runs, 18 done, 0 failed (6 of" in cogov("sweep", "town.yaml", "--workers", "1", "--out", "mine").out


def test_dry_run_computes_one_run_and_writes_nothing(cogov: Cogov, tmp_path: Path, instant: None) -> None:
    before = sorted(tmp_path.rglob("*"))
    answer, other = cogov("sweep", "town.yaml", "--dry-run"), cogov("sweep", "town.yaml", "--dry-run", "--lang", "zh")
    assert answer.code == 0
    assert "8 runs, 0 done, 8 to do" in answer.out
    assert "co_governance" in answer.out
    assert chinese(other.out)
    assert not chinese(answer.out)
    document = json.loads(cogov("sweep", "town.yaml", "--dry-run", "--json").out)
    assert (document["runs"], document["missing"]) == (8, 8)
    assert sorted(tmp_path.rglob("*")) == before
    cogov("sweep", "town.yaml", "--workers", "1")
    assert json.loads(cogov("sweep", "town.yaml", "--dry-run", "--json", "--replicates", "3").out)["done"] == 8


def test_a_sweep_says_what_a_comparison_says_before_it_begins(cogov: Cogov, instant: None) -> None:
    Path("town.yaml").write_text(TOWN.replace("co_governance", "pilot_then_all"), "utf-8")
    for more in (("--dry-run",), ("--dry-run", "--json"), ("--workers", "1"), ("--workers", "1", "--json")):
        answer = cogov("sweep", "town.yaml", *more)
        assert answer.code == 0
        assert answer.err.count("Note: below 5,000 residents") == 1
        assert answer.err.count("Note: policy pilot_then_all: phase 1 starts on day 210; the run has 20 days") == 1
        assert "Note" not in answer.out


def test_a_poisoned_run_is_told_and_the_others_are_kept(cogov: Cogov, poisoned: None) -> None:
    answer = cogov("sweep", "town.yaml", "--workers", "1")
    assert answer.code == 1
    assert "8 runs, 7 done, 1 failed" in answer.out
    assert "run failed (point 1, policy co_governance, seed 2): ZeroDivisionError: nobody to divide by" in answer.err
    assert "--retry-failed" in answer.err
    assert "Traceback" in answer.err  # of the run, not of the command
    assert cogov("sweep", "town.yaml", "--workers", "1").code == 1
    assert cogov("status", "results/town").out.startswith(
        "8 runs: 7 done, 1 failed, 0 missing\nno run is missing; cogov sweep with --retry-f"
    )
    checked = cogov("verify", "results/town", "--sample", "1")
    assert (checked.code, checked.out.splitlines()[-1]) == (1, "not verified")


def test_a_timeout_is_no_error_of_the_program(cogov: Cogov) -> None:
    Path("short.yaml").write_text(TOWN + "timeout: 0.0001\n", "utf-8")
    answer = cogov("sweep", "short.yaml", "--workers", "1")
    assert answer.code == 1
    assert re.search(r"\(point \d, policy as_is, seed \d\): TimedOut", answer.err)
    assert "Traceback" not in answer.err


def test_many_factors_are_shown_in_lines_that_can_be_read(cogov: Cogov, instant: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    names = ("gamma", "stance_spread"), ("sigma_0", "sigma_max", "taking_base", "taking_load")
    paths = [f"parameters.{group}.{name}" for group, some in zip(("goals", "triage"), names, strict=True) for name in some]
    factors = "".join(f"  {path}: {{from: 0.1, to: 0.4}}\n" for path in paths if "taking_base" not in path)
    Path("wide.yaml").write_text(
        f"scenario: leping\npopulation: 600\ndays: 20\ndesign: latin_hypercube\nsamples: 4\nfactors:\n{factors}", "utf-8"
    )
    out = cogov("sweep", "wide.yaml", "--dry-run").out
    assert "parameters.goals.stance_spread 0." in out.replace("\n", " ")
    assert out.splitlines()[-1].startswith("Disk")
    assert out.count("parameters.triage.taking_load 0.") == 10  # whole, in each of the lines


def test_a_failed_run_is_tried_again_when_asked(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[int] = []

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        lived.append(run.seed)
        if len(lived) == 1:
            raise MemoryError("just now")
        return Outcome({})

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    assert cogov("sweep", "town.yaml", "--workers", "1").code == 1
    assert cogov("sweep", "town.yaml", "--workers", "1", "--retry-failed").code == 0
    assert len(lived) == 9


BAD = {
    "unknown design": ("sweep clarity_alignmnt", "did you mean clarity_alignment"),
    "no design": ("sweep", "DESIGN"),
    "no such file": ("sweep no/such.yaml", "such.yaml"),
    "a misspelt key": ("sweep wrong.yaml", "wrong.yaml, line 2"),
    "no workers": ("sweep town.yaml --workers 0", "--workers"),
    "no replicates": ("sweep town.yaml --replicates 0", "--replicates"),
    "nobody at an address": ("sweep town.yaml --dask tcp://127.0.0.1:9", "no Dask scheduler answers"),
    "no address": ("sweep town.yaml --dask here", "no Dask scheduler answers"),
    "workers and dask": ("sweep town.yaml --workers 2 --dask tcp://127.0.0.1:9", "--dask"),
    "out is a file": ("sweep town.yaml --workers 1 --out empty.yaml", "empty.yaml"),
    "out lies in a file": ("sweep town.yaml --workers 1 --out empty.yaml/deep", "empty.yaml"),
    "status of nothing": ("status nowhere", "nowhere"),
    "verify a file": ("verify empty.yaml", "empty.yaml"),
    "a sample below none": ("verify nowhere --sample -1", "--sample"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_message_and_nothing_else(cogov: Cogov, tmp_path: Path, kind: str) -> None:
    (tmp_path / "empty.yaml").write_text("", "utf-8")
    (tmp_path / "wrong.yaml").write_text("scenario: leping\nfactrs: {}\n", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    command, said = BAD[kind]
    english, other = cogov(*command.split()), cogov(*command.split(), "--lang", "zh")
    assert (english.code, other.code) == (2, 2)
    assert (english.out, other.out) == ("", "")
    assert said in english.err
    assert len([line for line in english.err.splitlines() if not line.startswith("Note:")]) <= 2
    assert "Traceback" not in english.err + other.err
    assert chinese(other.err)
    assert sorted(tmp_path.rglob("*")) == before


def test_another_experiment_in_the_folder_is_refused_by_name(cogov: Cogov, instant: None) -> None:
    cogov("sweep", "town.yaml", "--workers", "1")
    Path("town.yaml").write_text(TOWN.replace("days: 20", "days: 21"), "utf-8")
    answer, other = cogov("sweep", "town.yaml", "--workers", "1"), cogov("sweep", "town.yaml", "--workers", "1", "--lang", "zh")
    assert (answer.code, other.code) == (2, 2)
    assert "experiment.city.days: 20 in the folder, 21 now" in answer.err
    assert "--out" in answer.err
    assert "--out" in other.err
    assert cogov("sweep", "town.yaml", "--workers", "1", "--dry-run").code == 2


@pytest.mark.parametrize("command", ["sweep", "status", "verify"])
def test_help_speaks_both_languages(cogov: Cogov, command: str) -> None:
    english, other = cogov(command, "--help"), cogov(command, "--help", "--lang", "zh")
    assert (english.code, other.code) == (0, 0)
    assert not chinese(english.out)
    assert chinese(other.out)
    assert "Options" not in other.out


@pytest.mark.skipif(os.name != "posix", reason="presses Ctrl-C as a POSIX terminal does")
def test_ctrl_c_leaves_a_folder_that_the_same_command_goes_on_with(tmp_path: Path) -> None:
    (tmp_path / "town.yaml").write_text(TOWN.replace("replicates: 2", "replicates: 40"), "utf-8")
    command = [sys.executable, "-m", "cogov.cli", "sweep", "town.yaml", "--workers", "2", "--lang", "en"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    folder, end = tmp_path / "results" / "town", time.monotonic() + 60
    while not stems(folder) and time.monotonic() < end and process.poll() is None:
        time.sleep(0.05)
    assert process.poll() is None, process.communicate()
    os.killpg(process.pid, signal.SIGINT)  # a terminal tells the whole group
    pressed = time.monotonic()
    out, err = process.communicate(timeout=60)
    assert time.monotonic() - pressed < 20
    assert (process.returncode, out) == (130, ""), err
    assert "the same command goes on from there" in err
    assert "interrupted" in err
    assert "Traceback" not in err
    import cogov as package

    kept = len(package.load(folder).frame)
    assert 0 < kept < 160


# -- from Python ------------------------------------------------------------------------------------------------------------------


def test_the_functions_do_what_the_command_does(cogov: Cogov, tmp_path: Path, instant: None) -> None:
    import cogov as package
    from cogov.experiments.designs.loader import load_design
    from cogov.experiments.designs.plans import plan_of

    frame = package.sweep("town.yaml", workers=1).frame
    assert list(frame["mean_days"].value_counts()) == [4, 4]
    cogov("sweep", "town.yaml", "--workers", "1", "--out", "commanded")
    decided = list(frame.columns[:-6])
    assert frame[decided].equals(package.load("commanded").frame[decided])
    design = load_design("town.yaml")
    for asked in (Path("town.yaml"), design, plan_of(design)):
        assert len(package.sweep(asked, out="results/town", workers=1).frame) == 8
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["town"]


def test_the_functions_refuse_what_the_command_refuses(cogov: Cogov) -> None:
    import cogov as package

    with pytest.raises(InputError, match="did you mean clarity_alignment"):
        package.sweep("clarity_alignmnt")
    with pytest.raises(InputError, match="workers"):
        package.sweep("town.yaml", workers=0)
    with pytest.raises(InputError, match="no results of a study"):
        package.load("nowhere")
