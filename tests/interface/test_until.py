"""`cogov compare --until`: as many replications as make the intervals narrow enough."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from scipy.special import stdtrit

import cogov as package
from cogov.experiments.cities import CityExperiment
from cogov.experiments.plan import Deadline, Outcome, Run
from cogov.experiments.store.files import path_of, stems
from cogov.until import stopping

Cogov = Callable[..., Any]
CITY = ("--days", "20", "--population", "500", "--workers", "1")
SMALL = ("compare", "leping", "--policies", "as_is,co_governance", *CITY)
THREE = ("compare", "leping", "--policies", "as_is,co_governance,aligned_goals", *CITY)
NEVER = ("--until", "mean_days=0.0001", "--out", "kept")
"""Half-widths that no cap reaches."""


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Cities that take no time, nothing drawn of them: policy and seed of every run that is lived through."""
    found = list[tuple[str, int]]()

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        found.append((run.policy, run.seed))
        better = 0 if run.policy == "as_is" else 1 + run.seed % 3
        return Outcome({"mean_days": 20.0 + run.seed % 7 - better, "shirking_rate": better / 10, "satisfaction": 0.5})

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    monkeypatch.setattr("cogov.commands.compare_answer.write", lambda *_: None)
    return found


def failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[Run], bool]) -> None:
    """Let some runs fail, however often they are tried."""
    usual = CityExperiment.live

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        if fails(run):
            raise ZeroDivisionError("nobody to divide by")
        return usual(self, run, deadline)

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)


def test_it_stops_at_the_first_look_that_is_narrow_enough(cogov: Cogov) -> None:
    code, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "20", "--json")
    found = json.loads(out)
    assert (code, found["replicates"]) == (0, 10)
    assert found["until"] == {"asked": "mean_days=1000", "looks": 3, "reached": True, "too_wide": [], "no_share": [], "too_few": []}
    assert "corrected for 3 looks" in err


def test_at_the_cap_it_says_what_is_still_too_wide_and_intervals_are_corrected(cogov: Cogov) -> None:
    code, out, err = cogov(*SMALL, "--until", "mean_days=0.0001", "--at-most", "12", "--json", "--out", "kept")
    found = json.loads(out)
    assert (code, found["replicates"], found["until"]["reached"]) == (0, 12, False)
    assert found["until"]["too_wide"] == [{"indicator": "mean_days", "policy": "co_governance"}]
    assert "still wider" in err
    _, again, _ = cogov(*SMALL, "--replicates", "12", "--json", "--out", "kept")
    plain = {(row["indicator"], row["method"]): row for row in json.loads(again)["results"]}
    unbounded = ("mean_days", "handoffs_per_matter", "cost_per_resolved", "citizen_hours", "backlog")
    row = next(row for row in found["results"] if row["indicator"] in unbounded and row["method"] == "t")
    once = plain[row["indicator"], "t"]
    assert once["difference"] == row["difference"]
    widened = stdtrit(11, 1 - 0.025 / 2) / stdtrit(11, 0.975)
    assert (row["ci_high"] - row["ci_low"]) / (once["ci_high"] - once["ci_low"]) == pytest.approx(
        widened, rel=0.02
    )  # fewer pairs where it is undefined


def test_python_takes_it_too() -> None:
    table = package.compare("leping", "as_is,co_governance", until="mean_days=1000", at_most=12, days=20, population=500)
    assert set(table.frame.indicator) > {"mean_days", "satisfaction"}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--until", "5%", "--replicates", "5"), "choose one of --replicates and --until"),
        (("--at-most", "50"), "goes with --until only"),
        (("--until", "5%", "--at-most", "9"), "--at-most"),
        (("--until", "mean_dayz=1"), "did you mean mean_days?"),
        (("--until", "5"), "5%"),
    ],
)
def test_wrong_input(cogov: Cogov, tmp_path: Path, wrong: tuple[str, ...], said: str) -> None:
    code, out, err = cogov(*SMALL, *wrong)
    assert (code, out) == (2, "")
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_without_a_precision_there_is_one_look() -> None:
    assert stopping(7, None, None).sizes == (7,)
    assert stopping(None, None, None).sizes == (10,)
    assert stopping(None, "5%", 15).sizes == (10, 15)


# -- in a folder that went past an early look -------------------------------------------------------------------------------------


def test_one_more_policy_computes_only_what_is_missing(cogov: Cogov, lived: list[tuple[str, int]]) -> None:
    assert cogov(*SMALL, *NEVER, "--at-most", "15").code == 0
    assert len(lived) == 30
    code, out, err = cogov(*THREE, *NEVER, "--at-most", "15", "--json")
    assert (code, json.loads(out)["replicates"]) == (0, 15), err
    assert lived[30:] == [("aligned_goals", seed) for seed in range(1, 16)]


def test_what_is_there_is_not_checked_and_that_is_said_once(cogov: Cogov, lived: list[tuple[str, int]]) -> None:
    cogov(*SMALL, "--replicates", "10", "--out", "kept")
    code, _, err = cogov(*SMALL, *NEVER, "--at-most", "15", "--check")
    assert (code, err.count("runs are there already"), "20 runs are there already" in err) == (0, 1, True)
    code, _, err = cogov(*SMALL, *NEVER, "--at-most", "15", "--check")
    assert (code, len(lived), "30 runs are there already" in err) == (0, 30, True)


def test_a_hole_in_an_early_look_is_filled(cogov: Cogov, tmp_path: Path, lived: list[tuple[str, int]]) -> None:
    cogov(*SMALL, *NEVER, "--at-most", "15")
    [stem] = stems(tmp_path / "kept")
    file = path_of(tmp_path / "kept", "runs", stem)
    table = pq.read_table(file)
    early = [place for place, seed in enumerate(table["seed"].to_pylist()) if seed != 3]
    pq.write_table(table.take(early), file)
    code, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "15", "--out", "kept", "--json")
    assert (code, json.loads(out)["replicates"]) == (0, 15), err
    assert lived[30:] == [("as_is", 3), ("co_governance", 3)]


@pytest.mark.parametrize("fewer", [("--until", "5%", "--at-most", "12"), ("--replicates", "12")])
def test_a_cap_below_what_is_there_is_refused_in_words(cogov: Cogov, lived: list[tuple[str, int]], fewer: tuple[str, ...]) -> None:
    cogov(*SMALL, *NEVER, "--at-most", "15")
    code, out, err = cogov(*SMALL, *fewer, "--out", "kept")
    assert (code, out, len(lived)) == (2, "", 30)
    assert "kept: this folder holds 15 replications of each policy, more than the 12 asked for" in err
    assert "--at-most" in err
    assert "多于" in cogov(*SMALL, *fewer, "--out", "kept", "--lang", "zh").err


def test_another_seed_is_not_taken_for_a_lower_cap(cogov: Cogov, lived: list[tuple[str, int]]) -> None:
    cogov(*SMALL, "--replicates", "2", "--out", "kept", "--seed", "50")
    assert "does not ask for" in cogov(*SMALL, "--replicates", "2", "--out", "kept").err


def test_the_answer_is_of_all_runs_that_the_folder_holds(cogov: Cogov, lived: list[tuple[str, int]]) -> None:
    cogov(*SMALL, "--replicates", "12", "--out", "kept")
    _, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "100", "--out", "kept", "--json")
    assert json.loads(out)["replicates"] == 15
    assert "after 15 replications" in err
    assert len(package.load("kept").runs) == len(lived) == 30


def test_python_goes_on_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lived: list[tuple[str, int]]) -> None:
    monkeypatch.chdir(tmp_path)
    settings: dict[str, Any] = {"until": "mean_days=0.0001", "at_most": 15, "days": 20, "population": 500, "out": "kept", "workers": 1}
    package.compare("leping", "as_is,co_governance", **settings)
    package.compare("leping", "as_is,co_governance,aligned_goals", **settings)
    assert len(lived) == 45


# -- what is not reached ----------------------------------------------------------------------------------------------------------


def test_a_policy_whose_runs_all_failed_is_not_narrow_enough(
    cogov: Cogov, monkeypatch: pytest.MonkeyPatch, lived: list[tuple[str, int]]
) -> None:
    failing(monkeypatch, lambda run: run.policy == "co_governance")
    code, out, err = cogov(*SMALL, "--until", "5%", "--json")
    found = json.loads(out)["until"]
    assert (code, found["reached"], found["too_few"]) == (1, False, [{"policy": "co_governance", "pairs": 0}])
    assert "as narrow as asked for" not in err
    assert "fewer than 10 runs of co_governance came to their end" in err
    assert len(lived) == 10  # more of what always fails would not help


def test_runs_that_failed_are_made_up_for(cogov: Cogov, monkeypatch: pytest.MonkeyPatch, lived: list[tuple[str, int]]) -> None:
    failing(monkeypatch, lambda run: (run.policy, run.seed) == ("co_governance", 4))
    _, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "15", "--json")
    assert (json.loads(out)["replicates"], json.loads(out)["until"]["reached"]) == (15, True)
    assert "after 15 replications of each policy the intervals are as narrow" in err
    _, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "10", "--json")
    assert json.loads(out)["until"]["too_few"] == [{"policy": "co_governance", "pairs": 9}]


def test_no_share_of_a_mean_of_0_is_waited_for_and_that_is_said(cogov: Cogov, lived: list[tuple[str, int]]) -> None:
    """Under the baseline nobody shirks; satisfaction is the same everywhere, and an interval without width is narrow enough."""
    code, out, err = cogov(*SMALL, "--until", "500%", "--json")
    found = json.loads(out)
    assert (code, found["replicates"], found["until"]["reached"]) == (0, 10, False)
    assert found["until"]["no_share"] == [{"indicator": "shirking_rate", "policy": "co_governance"}]
    assert found["until"]["too_wide"] == []
    assert "--until shirking_rate=" in err
    assert "as narrow as asked for" not in err
    assert cogov(*SMALL, "--until", "shirking_rate=1", "--json").err.count("as narrow as asked for") == 1
