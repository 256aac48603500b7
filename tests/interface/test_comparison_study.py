"""A comparison leaves a study: what stands in its folder is not run again, and is kept apart from other comparisons."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cogov.analysis.subject import Subject
from cogov.commands.compare_answer import Answer
from cogov.comparison_study import at_each_price, jobs, lived_through, plan_at
from cogov.experiments.cities import CityExperiment
from cogov.experiments.engines.engine import Serial
from cogov.experiments.plan import Deadline, Outcome, Run
from cogov.experiments.runner import RunRequest, RunResult, result_of, run_one
from cogov.experiments.store.files import path_of, stems
from cogov.experiments.writing import write_text
from cogov.output import as_json_text
from cogov.setting import Setting, prepare

SMALL = ("--days", "12", "--population", "600", "--workers", "1", "--lang", "en")
PAIR = ("compare", "leping", "--policies", "as_is,co_governance", *SMALL)


Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws nothing: the figures are not what is looked at here."""

    def write(subject: Subject, given: Answer, *_: object) -> None:
        write_text(subject.folder / "result.json", as_json_text(given.as_json()))

    monkeypatch.setattr("cogov.commands.compare_answer.write", write)


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Policy and seed of every run that is lived through."""
    usual, found = CityExperiment.live, list[tuple[str, int]]()

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        found.append((run.policy, run.seed))
        return usual(self, run, deadline)

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    return found


def folders(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "results").iterdir())


def decided(result: RunResult) -> str:
    return repr([value for key, value in result.items() if key not in ("seconds", "rule_seconds", "series")])


def test_what_is_read_back_is_what_was_lived_through(tmp_path: Path) -> None:
    setting = Setting(days=12, population=600, replicates=2)
    prices = at_each_price(prepare("leping", ["as_is", "co_governance"], setting), setting, ())
    subject = lived_through(plan_at(prices, setting), tmp_path, Serial())
    rows = subject.runs.sort_values(["replicate", "policy"]).to_dict("records")
    assert [(row["policy"], row["seed"]) for row in rows] == [("as_is", 1), ("co_governance", 1), ("as_is", 2), ("co_governance", 2)]
    for row in rows:
        found = result_of(row, row["policy"])
        again = run_one(RunRequest(prices[0].prepared.scenario, row["policy"], prices[0].prepared.policies[row["policy"]], row["seed"]))
        assert found.indicators.keys() == again.indicators.keys()
        assert decided(found) == decided(
            RunResult(**dict(again) | {"indicators": {key: again.indicators[key] for key in found.indicators}})
        )


def test_more_replications_and_policies_run_only_what_is_missing(cogov: Cogov, tmp_path: Path, lived: list[tuple[str, int]]) -> None:
    first = cogov(*PAIR, "--replicates", "2")
    assert (first.code, len(lived)) == (0, 4)
    assert cogov(*PAIR, "--replicates", "2").out == first.out
    assert len(lived) == 4
    assert cogov(*PAIR, "--replicates", "3").code == 0
    assert lived[4:] == [("as_is", 3), ("co_governance", 3)]
    more = cogov("compare", "leping", "--policies", "as_is,co_governance,aligned_goals", *SMALL, "--replicates", "3")
    assert more.code == 0
    assert lived[6:] == [("aligned_goals", 1), ("aligned_goals", 2), ("aligned_goals", 3)]
    assert folders(tmp_path) == ["compare-leping"]
    checked = cogov("verify", "results/compare-leping", "--sample", "2", "--lang", "en")
    assert (checked.code, checked.out.splitlines()[-1]) == (0, "verified")


def test_another_comparison_is_kept_apart(cogov: Cogov, tmp_path: Path, lived: list[tuple[str, int]]) -> None:
    for more in ((), ("--set", "boundary_clarity=.9"), ()):
        assert cogov(*PAIR, "--replicates", "2", *more).code == 0
    assert folders(tmp_path) == ["compare-leping", "compare-leping-2"]
    assert len(lived) == 8


def test_a_folder_of_another_comparison_is_refused(cogov: Cogov, tmp_path: Path) -> None:
    cogov(*PAIR, "--replicates", "2", "--out", "mine")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    for more, said in ((("--days", "13"), "experiment.city.days: 12 in the folder, 13 now"), (("--seed", "9"), "does not ask for")):
        answer = cogov(*PAIR, "--replicates", "2", "--out", "mine", *more)
        assert (answer.code, answer.out) == (2, "")
        assert said in answer.err
        assert "--out" in answer.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


def test_a_program_that_wants_only_the_answer_finds_no_folder(cogov: Cogov, tmp_path: Path) -> None:
    said = cogov(*PAIR, "--replicates", "2", "--json").out
    assert list(tmp_path.iterdir()) == []
    assert cogov(*PAIR, "--replicates", "2", "--json", "--out", "kept").out == said
    assert json.loads((tmp_path / "kept" / "result.json").read_text("utf-8")) == json.loads(said)


def test_a_run_that_failed_is_tried_again(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, left = CityExperiment.live, [1]

    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        if left and run.policy == "co_governance":
            left.pop()
            raise MemoryError("just now")
        return usual(self, run, deadline)

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    first, second = cogov(*PAIR, "--replicates", "2"), cogov(*PAIR, "--replicates", "2")
    assert (first.code, second.code) == (1, 0)
    assert "run failed (policy co_governance, seed 1): MemoryError: just now" in first.err


def test_what_a_price_makes_of_a_policy_is_another_one(cogov: Cogov, tmp_path: Path, lived: list[tuple[str, int]]) -> None:
    """With a budget, half the price pays for more of a policy: it runs beside what the usual price pays for."""
    (tmp_path / "mine.yaml").write_text("extends: leping\npolicy: {budget: 35}\n", "utf-8")
    command = ("compare", "mine.yaml", "--policies", "as_is,co_governance", "--same-budget", "--cost-factor", ".5", *SMALL)
    answer = cogov(*command, "--replicates", "2", "--out", "mine")
    assert answer.code == 0, answer.err
    assert sorted(set(lived)) == [(policy, seed) for policy in ("as_is", "co_governance", "co_governance@0.5") for seed in (1, 2)]
    assert cogov("verify", "mine", "--sample", "6", "--lang", "en").code == 0
    setting = Setting(days=12, population=600, replicates=2, same_budget=True)
    prices = at_each_price(prepare("mine.yaml", ["as_is", "co_governance"], setting), setting, (0.5,))
    assert [name for name, _ in jobs(prices).values()] == ["as_is", "co_governance", "co_governance"]


def test_runs_that_were_there_are_not_checked(cogov: Cogov) -> None:
    cogov(*PAIR, "--replicates", "2")
    assert "4 runs are there already" in cogov(*PAIR, "--replicates", "2", "--check").err


def test_the_stopwatch_measures_runs_of_its_own(cogov: Cogov) -> None:
    plain = cogov(*PAIR, "--replicates", "2")
    profiled = cogov(*PAIR, "--replicates", "2", "--profile")
    assert profiled.out == plain.out
    assert "triage" in profiled.err


def test_the_function_keeps_runs_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lived: list[tuple[str, int]]) -> None:
    import cogov as package

    monkeypatch.chdir(tmp_path)
    asked = {"replicates": 2, "out": "mine", "workers": 1, "days": 12, "population": 600}
    found = package.compare("leping", ["as_is", "co_governance"], **asked)  # type: ignore[arg-type]
    assert len(found.runs) == len(lived) == 4
    again = package.compare("leping", ["as_is", "co_governance"], **asked)  # type: ignore[arg-type]
    assert len(lived) == 4
    assert found.frame.equals(again.frame)
    assert found.frame.equals(package.load("mine").frame)
    assert math.isfinite(found.frame["difference"].iloc[0])


def test_daily_series_are_verified_too(cogov: Cogov, tmp_path: Path) -> None:
    cogov(*PAIR, "--replicates", "2", "--out", "mine")
    [stem] = stems(tmp_path / "mine")
    file = path_of(tmp_path / "mine", "series", stem)
    table = pq.read_table(file)
    place = table.schema.get_field_index("backlog")
    pq.write_table(table.set_column(place, table.schema.field(place), pa.array([0.0] * table.num_rows)), file)
    answer = cogov("verify", "mine", "--sample", "4", "--lang", "en")
    assert (answer.code, "series.backlog" in answer.out) == (1, True)


@pytest.mark.parametrize(("more", "said"), [(("--json",), 0), (("--json", "--out", "mine"), 1), ((), 1)])
def test_only_a_folder_that_is_kept_is_said_to_go_on(
    cogov: Cogov, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], said: int
) -> None:
    def live(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        raise KeyboardInterrupt

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", live)
    answer = cogov(*PAIR, "--replicates", "2", *more)
    assert answer.code == 130
    assert answer.err.count("the same command goes on from there") == said
