"""`cogov pilots` on the results of a real sweep."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.cli import main

Cogov = Callable[..., Any]
STUDY = """
scenario: leping
population: 12000
days: 300
warmup: 60
set: {city.townships: 3}
replicates: 2
policies: [as_is, pilot_then_all, co_governance]
record: {townships: true}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("pilots")
    (here / "study.yaml").write_text(STUDY, encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["sweep", str(here / "study.yaml"), "--workers", "1", "--out", str(here / "results")])
    assert left.value.code in {0, None}
    return here / "results"


def test_it_evaluates_the_policy_with_phases(folder: Path, cogov: Cogov) -> None:
    code, out, _ = cogov("pilots", folder, "--json")
    found = json.loads(out)
    assert (code, found["policy"], found["baseline"]) == (0, "pilot_then_all", "as_is")
    rows = {(row["outcome"], row["quantity"]): row["mean"] for row in found["results"]}
    assert rows["mean_days", "staggered_bias"] == pytest.approx(rows["mean_days", "staggered"] - rows["mean_days", "true"])


@pytest.mark.parametrize(("language", "said"), [("zh", "真实效应"), ("en", "true effect")])
def test_it_speaks_both_languages_and_the_report_shows_it(folder: Path, cogov: Cogov, language: str, said: str) -> None:
    code, out, _ = cogov("pilots", folder, "--lang", language)
    assert (code, said in out) == (0, True)
    cogov("report", folder, "--lang", language)
    assert said in (folder / f"report.{language}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("policy", "said"), [("co_governance", "no policy with phases"), ("pilot_then_al", "did you mean pilot_then_all?")]
)
def test_wrong_input(folder: Path, cogov: Cogov, policy: str, said: str) -> None:
    code, out, err = cogov("pilots", folder, "--policy", policy, "--lang", "en")
    assert (code, out) == (2, "")
    assert said in err
