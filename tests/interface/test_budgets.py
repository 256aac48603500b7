"""Budgets, prices and warnings as a person and a program meet them on the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.comparison_study import parse_factors
from cogov.scenarios.errors import InputError

QUICK = ("--days", "20", "--population", "6000")
RUNS = ("--replicates", "2", "--workers", "1")
THREE = ("--policies", "as_is,small,big")
CITY = """
extends: leping
horizon_days: 5
policies:
  small: {title: {zh: 小, en: small step}, deliberation: 0.5}
  big: {title: {zh: 大, en: big step}, boundary_clarity: 0.9, goal_alignment: 0.9, mediation: {people_village: 0.9}}
  cheap: {party_building: 0}
  frugal: {deliberation: 0.9, budget: 20}
  late:
    campaigns: [{topic: traffic, start: 500, days: 30}]
    phases:
      - {from_day: 400, levers: {deliberation: 0.9}}
      - {from_day: 5, where: [1], levers: {deliberation: 0.8}}
      - {from_day: 5, where: {share: 0}, levers: {deliberation: 0.8}}
"""


MONEY = {"cost_per_resolved", "full_cost_per_resolved"}
"""What other prices change."""

pytestmark = pytest.mark.usefixtures("undrawn")
Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


@pytest.fixture
def cogov(cogov: Cogov, tmp_path: Path) -> Cogov:
    """Runs a command in a folder with cities of its own, in English unless told."""
    (tmp_path / "city.yaml").write_text(CITY, encoding="utf-8")
    (tmp_path / "bounded.yaml").write_text(CITY + "policy: {budget: 26}\n", encoding="utf-8")
    return cogov


# -- budgets ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "said"), [("en", "above the budget of 20; the dearest are"), ("zh", "超出预算 20 元；费用最高的是")])
@pytest.mark.parametrize("command", ["run city.yaml --policy frugal", "compare city.yaml --policies as_is,frugal"])
def test_a_policy_above_its_budget_is_refused(cogov: Cogov, tmp_path: Path, command: str, language: str, said: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    answer = cogov(*command.split(), *QUICK, "--lang", language)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.startswith("frugal")
    assert "grid_density" in answer.err
    assert sorted(tmp_path.rglob("*")) == before


def test_within_its_budget_a_policy_runs(cogov: Cogov) -> None:
    answer = cogov("run", "bounded.yaml", *QUICK)
    assert answer.code == 0
    assert "of which levers" in answer.out
    assert "per resident and year" in answer.out


# -- the same budget --------------------------------------------------------------------------------------------------------------


def test_the_same_budget_says_how(cogov: Cogov) -> None:
    answer = cogov("compare", "city.yaml", "--policies", "as_is,small,big,cheap", "--same-budget", *RUNS, *QUICK)
    assert answer.code == 0
    words = " ".join(answer.out.split())
    assert "what small step costs, the cheapest of those dearer" in words
    assert "small step: costs just the budget" in words
    assert "big step: scaled to" in words
    assert "boundary clarity 0.9 → 0." in words
    assert "people_village 0.9 → 0." in words
    assert "cheap: costs" in words
    chinese = cogov("compare", "city.yaml", *THREE, "--same-budget", *RUNS, *QUICK, "--lang", "zh").out
    assert "大：缩减为其改变的" in chinese


def test_the_same_budget_as_json(cogov: Cogov) -> None:
    document = json.loads(cogov("compare", "city.yaml", *THREE, "--same-budget", "--json", *RUNS, *QUICK).out)
    assert list(document) == ["scenario", "baseline", "policies", "replicates", "results", "same_budget", "notes"]
    small, big = (document["same_budget"][name] for name in ("small", "big"))
    assert big["cost_after"] == pytest.approx(small["cost_before"], rel=1e-3)
    assert small["factor"] == 1
    assert 0 < big["factor"] < 1
    plain = json.loads(cogov("compare", "city.yaml", *THREE, "--json", *RUNS, *QUICK).out)
    assert "same_budget" not in plain
    assert next(row for row in plain["results"] if row["policy"] == "small")["mean"] == document["results"][0]["mean"]
    assert plain["results"] != document["results"]


def test_the_scenarios_budget_is_kept_by_all(cogov: Cogov) -> None:
    assert cogov("compare", "bounded.yaml", *THREE, *RUNS, *QUICK).code == 2
    document = json.loads(cogov("compare", "bounded.yaml", *THREE, "--same-budget", "--json", *RUNS, *QUICK).out)
    assert document["same_budget"]["big"]["cost_after"] == pytest.approx(26, rel=1e-3)


def test_a_budget_that_the_city_as_it_is_exceeds_is_refused(cogov: Cogov, tmp_path: Path) -> None:
    (tmp_path / "poor.yaml").write_text(CITY + "policy: {budget: 3}\n", encoding="utf-8")
    answer = cogov("compare", "poor.yaml", *THREE, "--same-budget", *QUICK)
    assert (answer.code, answer.out) == (2, "")
    assert "no policy can be scaled to it" in answer.err
    assert "无法缩减" in cogov("compare", "poor.yaml", *THREE, "--same-budget", *QUICK, "--lang", "zh").err


# -- other prices -----------------------------------------------------------------------------------------------------------------


def test_other_prices_stand_in_tables_of_their_own(cogov: Cogov) -> None:
    answer = cogov("compare", "city.yaml", *THREE, "--cost-factor", ".5,1,2", *RUNS, *QUICK)
    assert answer.code == 0
    for factor in ("0.5", "1", "2"):
        assert f"All lever costs × {factor}\n" in answer.out.replace(" \n", "\n").replace("  ", "").replace(" \n", "\n")


def test_other_prices_as_json_change_only_money(cogov: Cogov) -> None:
    document = json.loads(cogov("compare", "city.yaml", *THREE, "--cost-factor", ".5,1,2", "--json", *RUNS, *QUICK).out)
    half, usual, twice = document["cost_factors"]
    assert [one["factor"] for one in (half, usual, twice)] == [0.5, 1, 2]
    assert twice["lever_costs"]["big"] == pytest.approx(4 * half["lever_costs"]["big"])
    assert {row["indicator"] for one in (half, usual, twice) for row in one["results"]} == MONEY
    means = [next(row["mean"] for row in one["results"] if row["policy"] == "big") for one in (half, usual, twice)]
    assert means == sorted(means)
    assert means[2] - means[1] == pytest.approx(2 * (means[1] - means[0]))  # wages stay
    assert means[1] == next(row["mean"] for row in document["results"] if (row["indicator"], row["policy"]) == ("cost_per_resolved", "big"))


def test_the_price_decides_how_much_a_budget_pays_for(cogov: Cogov) -> None:
    asked = ("--same-budget", "--cost-factor", ".5,1", "--json", *RUNS, *QUICK)
    document = json.loads(cogov("compare", "bounded.yaml", *THREE, *asked).out)
    half, usual = document["cost_factors"]
    assert half["same_budget"]["big"]["factor"] > usual["same_budget"]["big"]["factor"]
    assert len(half["results"]) == len(document["results"])  # other policies ran
    assert len(usual["results"]) == 4


def test_a_price_that_makes_a_policy_too_dear_is_noted(cogov: Cogov, tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(CITY + "policy: {budget: 40}\n", encoding="utf-8")
    answer = cogov("compare", "some.yaml", *THREE, "--cost-factor", "2", "--json", *RUNS, *QUICK)
    assert answer.code == 0
    assert "with lever costs times 2, as_is is above its budget of 40" in answer.err
    assert json.loads(answer.out)["cost_factors"][0]["over_budget"] == ["as_is", "small", "big"]


@pytest.mark.parametrize("written", ["", "0", "-1", "1,x", "nan", "inf", "2,2", "1e9"])
def test_other_factors_are_refused(cogov: Cogov, written: str) -> None:
    answer = cogov("compare", "city.yaml", *THREE, f"--cost-factor={written}", *QUICK)
    assert (answer.code, answer.out) == (2, "")
    assert "--cost-factor" in answer.err
    with pytest.raises(InputError):
        parse_factors(written)


def test_the_function_compares_at_other_prices_too(cogov: Cogov) -> None:
    import cogov as package

    table = package.compare(
        "city.yaml", ["as_is", "big", "small"], replicates=2, days=20, population=6000, same_budget=True, cost_factors=[0.5, 2]
    ).frame
    assert table.columns[0] == "cost_factor"
    assert set(table["cost_factor"]) == {0.5, 1.0, 2.0}
    assert set(table.loc[table["cost_factor"] == 2, "indicator"]) == MONEY


# -- warnings ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "the campaign against traffic starts on day 500; the run has 20 days",
                "phase 1 starts on day 400",
                "phase 3 takes a share of 0",
            ],
        ),
        ("zh", ["针对 traffic 的专项整治从第 500 天开始", "第 1 阶段从第 400 天开始", "第 3 阶段覆盖的乡镇占比"]),
    ],
)
def test_what_never_happens_is_said(cogov: Cogov, language: str, said: list[str]) -> None:
    answer = cogov("run", "city.yaml", "--policy", "late", "--json", *QUICK, "--lang", language)
    assert answer.code == 0
    assert [words for words in said if words not in answer.err] == []


def test_phases_in_townships_that_are_not_there_are_refused(cogov: Cogov, tmp_path: Path) -> None:
    text = "extends: leping\npolicies: {far: {phases: [{from_day: 5, where: [1, 17], levers: {deliberation: 0.8}}]}}\n"
    (tmp_path / "far.yaml").write_text(text, encoding="utf-8")
    answer = cogov("run", "far.yaml", "--policy", "far", *QUICK)
    assert (answer.code, answer.out) == (2, "")
    assert "far: phase 1 names townships that this slice does not have: 17" in answer.err
    assert "690,973 residents (city.population) hold it" in answer.err  # 16.5 townships of 41,877, and one
    assert "乡镇 17 不在本次模拟内" in cogov("run", "far.yaml", "--policy", "far", *QUICK, "--lang", "zh").err


def test_campaigns_against_unknown_topics_are_refused(cogov: Cogov, tmp_path: Path) -> None:
    text = "extends: leping\npolicies: {wrong: {campaigns: [{topic: trafic, start: 3, days: 2}]}}\n"
    (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
    for command in (("run", "wrong.yaml", "--policy", "wrong"), ("scenarios", "check", "wrong.yaml")):
        answer = cogov(*command)
        assert (answer.code, answer.out) == (2, "")
        assert "wrong.campaigns.0.topic" in answer.err
        assert "did you mean traffic?" in answer.err
