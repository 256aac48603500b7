"""Stylised facts: claims, settings, verdicts and page hang together."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from cogov.model.indicators import INDICATORS, indicator_of
from cogov.model.indicators.series import SERIES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Stage
from cogov.model.topics import DISPUTE
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario
from docs.evidence.facts import trial
from docs.evidence.facts.catalogue import FACTS, SETTINGS, facts_in, settings_in
from docs.evidence.facts.cities import MERGED, MOVED, OFFICE, like_sizes, mean_rate, one_office, uneven_departments
from docs.evidence.facts.claim import Setting, Window
from docs.evidence.facts.endings import ENDINGS, HIGHER_UP, IN_VILLAGE, endings, lived
from docs.evidence.facts.judgement import judged, measured, settings_of
from docs.evidence.facts.page import HOW
from docs.evidence.runs import COST, Cell, Floats, Runs

SEEDS = 8
CLAIMS = [(fact, one) for fact in FACTS for one in fact.claims]


def planted(means: Iterable[float]) -> list[Floats]:
    """Values with known means, beside luck that all share."""
    luck = np.random.default_rng(1).normal(size=SEEDS)
    return [mean + luck + 0.02 * np.random.default_rng(10 + index).normal(size=SEEDS) for index, mean in enumerate(means)]


def test_keys_are_unique_and_begin_with_the_number_of_the_fact() -> None:
    assert [fact.number for fact in FACTS] == list(range(1, 21))
    keys = [one.key for _, one in CLAIMS]
    assert len(set(keys)) == len(keys)
    assert all(one.key == f"{fact.number}{one.key[-1]}" for fact, one in CLAIMS)


def test_every_claim_is_tried_or_says_why_not() -> None:
    assert [one.key for _, one in CLAIMS if not one.looks and one.note is None] == []


def test_measures_are_declared() -> None:
    for value in (value for _, one in CLAIMS for each in one.looks for value in each.asked):
        if isinstance(value.measure, Window):
            assert value.measure.series in SERIES
            assert 0 <= value.measure.first <= value.measure.last < 365
        elif value.measure not in ENDINGS:
            assert indicator_of(value.measure).name in INDICATORS


def test_words_are_in_both_languages_and_settings_can_be_told_apart() -> None:
    said = [one.says for one in settings_of(FACTS)]
    words = (
        [fact.says for fact in FACTS] + [text for _, one in CLAIMS for text in (one.says, one.note, one.changed, one.needed) if text] + said
    )
    assert [text for text in words if not (text.zh.strip() and text.en.strip())] == []
    assert len({text.en for text in said}) == len(said)


@pytest.fixture(scope="module")
def cells() -> dict[Setting, Cell]:
    return {setting: setting.cell(20_000, 2) for setting in settings_of(FACTS)}


def test_settings_are_what_they_say_they_change(cells: dict[Setting, Cell]) -> None:
    assert cells[SETTINGS["as_is"]].policy.assessment_pressure == 0.0
    assert cells[SETTINGS["pressure"]].policy.assessment_pressure == 1.0
    assert SETTINGS["as_is"].cell(2000, 2).name == Setting(Text(zh="一", en="the same")).cell(2000, 2).name
    assert len({cell.name for cell in cells.values()}) > 60


def test_one_office_has_the_staff_and_the_duties_of_five() -> None:
    scenario = load_scenario("leping")
    merged = load_scenario("leping", dict(one_office(scenario)))
    total = sum(scenario.kinds[kind].handlers["township"] for kind in MERGED)
    assert merged.kinds[OFFICE].handlers["township"] == pytest.approx(total)
    assert {topic.desk for topic in merged.topics.values() if topic.level == "township"} & set(MERGED) == {OFFICE}


def test_like_sizes_keep_jobs_and_work() -> None:
    scenario = load_scenario("leping")
    alike = load_scenario("leping", dict(like_sizes(scenario)))
    own = [name for name, topic in scenario.topics.items() if topic.level == "township" and topic.desk in MERGED]
    assert len({alike.topics[name].work.mean for name in own}) == 1
    for moment in (0, 1):
        sums = [sum(mean_rate(s, s.topics[name]) * s.topics[name].work.mean ** moment for name in own) for s in (scenario, alike)]
        assert sums[0] == pytest.approx(sums[1])


def test_uneven_load_is_the_same_in_all() -> None:
    scenario = load_scenario("leping")
    uneven = load_scenario("leping", dict(uneven_departments(scenario)))
    staff = [[city.kinds[kind].handlers["township"] for kind in MERGED] for city in (scenario, uneven)]
    assert sum(staff[1]) == pytest.approx(sum(staff[0]))
    assert min(one / before for before, one in zip(*staff, strict=True)) == pytest.approx(1 - MOVED)


def test_a_window_is_the_mean_of_the_days_that_have_a_value() -> None:
    days = np.array([[1.0, 2.0, np.nan, 6.0], [np.nan] * 4])
    runs = Runs({"a": {COST: np.zeros(2)}}, (), {"a": {"known": days}})
    found = measured(runs, "a", Window("known", 1, 3))
    assert found[0] == 4.0
    assert np.isnan(found[1])
    assert np.isnan(measured(runs, "a", Window("open", 1, 3))).all()


def test_disputes_are_told_apart_by_where_they_ended() -> None:
    cell = Setting(Text(zh="短", en="short"), {"days": 60, "warmup": 5}).cell(2000, 2)
    model = CoGovernanceModel(cell.scenario, cell.policy, 1)
    model.run()
    found, register = endings(model.city), model.city.register
    mine = [
        (int(register.level[row]), float(np.nan_to_num(register.satisfaction[row])))
        for row in range(register.size)
        if register.arose[row] >= 5
        and model.city.topics.form[register.topic[row]] == DISPUTE
        and register.level_at_birth[row] == 0
        and register.known[row] < model.city.day
        and register.stage[row] in {Stage.SETTLED, Stage.GIVEN_UP}
    ]
    village, above = ([judged for level, judged in mine if (level > 0) is higher] for higher in (False, True))
    assert found[IN_VILLAGE] == pytest.approx(np.mean(village))
    assert np.isnan(found[HIGHER_UP]) if not above else found[HIGHER_UP] == pytest.approx(np.mean(above))
    again = lived(cell, 1)
    assert again[IN_VILLAGE].shape == (2,)
    assert again[IN_VILLAGE][0] == pytest.approx(found[IN_VILLAGE])


SMALL = """
- number: 1
  says: {zh: 事实, en: fact}
  references: reference
  claims:
    1a:
      says: {zh: 高, en: higher}
      looks: [{criterion: rises, of: satisfaction, in: [as_is, high]}]
    1b:
      says: {zh: 低, en: lower}
      looks:
        - {criterion: rises, of: satisfaction, in: [as_is, high]}
        - {criterion: falls, of: trust, in: [as_is, high]}
      needed: {zh: 更多, en: more of it}
    1c:
      says: {zh: 无, en: none}
      out_of_scope: {zh: 没有, en: no such thing}
"""
PLACES = settings_in(
    {"as_is": {"says": {"zh": "现状", "en": "as is"}}, "high": {"says": {"zh": "高", "en": "high"}, "policy": {"deliberation": 1}}}
)
FEW = facts_in(yaml.safe_load(SMALL), PLACES)


def test_what_is_written_of_a_look_becomes_values_and_a_criterion() -> None:
    said = """
- number: 2
  says: {zh: 事实, en: fact}
  references: reference
  claims:
    2a:
      says: {zh: 期间, en: during}
      looks: [{criterion: {within: {low: 0.5}}, of: ["backlog[3..9]", trust], in: high}]
"""
    [[one]] = [fact.claims for fact in facts_in(yaml.safe_load(said), PLACES)]
    assert [(value.setting, value.measure) for value in one.looks[0].asked] == [
        (PLACES["high"], Window("backlog", 3, 9)),
        (PLACES["high"], "trust"),
    ]
    assert one.looks[0].criterion.says.en == "the interval lies above 0.5"


@pytest.mark.parametrize(
    ("wrong", "right"), [("criterion: rises", "criterion: soars"), ("[as_is, high]", "[as_is, nowhere]"), ("references", "sources")]
)
def test_what_is_not_known_is_not_passed_over(wrong: str, right: str) -> None:
    with pytest.raises(KeyError):
        facts_in(yaml.safe_load(SMALL.replace(wrong, right)), PLACES)


def test_every_setting_is_looked_at() -> None:
    assert set(settings_of(FACTS)) == set(SETTINGS.values())


def with_rise(rise: float) -> Callable[[list[Cell], int], Runs]:
    def live(cells: list[Cell], _: int) -> Runs:
        names = ("satisfaction", "trust", COST)
        values = {cell.name: dict(zip(names, planted([rise * cell.policy.deliberation] * 3), strict=True)) for cell in cells}
        return Runs(values, ())

    return live


@pytest.mark.parametrize(("rise", "verdicts"), [(1.0, ["reproduced", "not reproduced"]), (-1.0, ["not reproduced", "not reproduced"])])
def test_verdicts_follow_what_was_planted(rise: float, verdicts: list[str]) -> None:
    cells = {setting: setting.cell(2000, SEEDS) for setting in settings_of(FEW)}
    runs = with_rise(rise)(list(cells.values()), 1)
    assert [one.verdict for one in judged(FEW, runs, cells)] == [*verdicts, "out of scope"]


def test_the_page_says_each_claim_in_both_languages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(trial, "live", with_rise(1.0))
    monkeypatch.setattr(trial, "FACTS", FEW)
    page, _ = trial.make(2000, SEEDS, 1, tmp_path)
    text = page.read_text("utf-8")
    assert text.count("**再现 reproduced**") == 2  # at a glance, and with the claim
    assert "没有。No such thing." in text
    assert "更多。More of it." in text
    rows = (tmp_path / "stylised_facts.csv").read_text("utf-8").splitlines()
    assert rows[-1].startswith("1,1c,out of scope")


def test_what_is_not_reproduced_says_what_it_would_need() -> None:
    needing = {one.key for _, one in CLAIMS if one.needed}
    assert needing <= {one.key for _, one in CLAIMS if one.looks}
    table = pd.read_csv(Path(__file__).parents[2] / "docs" / "tables" / "stylised_facts.csv")
    assert set(table.loc[table["verdict"] == "not reproduced", "claim"]) <= needing


def test_the_page_marks_every_claim_whose_criterion_was_changed() -> None:
    changed = {one.key for _, one in CLAIMS if one.changed}
    text = (Path(__file__).parents[2] / "docs" / "tables" / "stylised_facts.md").read_text("utf-8")
    assert HOW in text
    assert set(re.findall(r"^\| \[(\w+)\]\(#.* † \|$", text, re.MULTILINE)) == changed
    assert text.count("判据改动 criterion changed: ") == len(changed)
    assert f"criterion or measure changed since: {len(changed)}，" in text
