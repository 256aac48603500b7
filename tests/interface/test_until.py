"""`cogov compare --until`: as many replications as make the intervals narrow enough."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scipy.special import stdtrit

import cogov as package
from cogov.until import stopping

Cogov = Callable[..., Any]
SMALL = ("compare", "leping", "--policies", "as_is,co_governance", "--days", "20", "--population", "500", "--workers", "1")


def test_it_stops_at_the_first_look_that_is_narrow_enough(cogov: Cogov) -> None:
    code, out, err = cogov(*SMALL, "--until", "mean_days=1000", "--at-most", "20", "--json")
    found = json.loads(out)
    assert (code, found["replicates"]) == (0, 10)
    assert found["until"] == {"asked": "mean_days=1000", "looks": 3, "reached": True, "too_wide": []}
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
    assert set(table.indicator) > {"mean_days", "satisfaction"}


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
