"""`cogov indicators`, and what `cogov policies show` says beside levers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cogov.experiments.codebook import names
from cogov.model.indicators import INDICATORS

OWN = """
extends: leping
policies:
  staged:
    goals: need
    budget: 9000000
    campaigns: [{topic: noise_complaint, start: 30, days: 20, intensity: .7}]
    phases:
      - {from_day: 60, ramp_days: 10, where: {share: .3}, levers: {boundary_clarity: .8}}
      - {from_day: 120, where: [1, 2], levers: {mediation: {people_village: .9}}}
      - {from_day: 200, levers: {deliberation: .5}}
"""


def test_the_list_has_every_indicator_and_names_what_else_is_explained(cogov: Callable[..., Any]) -> None:
    said = cogov("indicators").out
    assert [name for name in names() if name not in said] == []


def test_one_in_full_in_both_languages(cogov: Callable[..., Any]) -> None:
    one = INDICATORS["resolution_rate"]
    english, chinese = (" ".join(cogov("indicators", one.name, "--lang", language).out.split()) for language in ("en", "zh"))
    assert "percentage points" in english
    assert "higher is better" in english
    assert "百分点" in chinese
    assert "越高越好" in chinese
    assert one.definition_zh[:12] in chinese
    assert "standard deviations" in cogov("indicators", "effect_size").out


def test_as_json(cogov: Callable[..., Any]) -> None:
    assert [one["name"] for one in json.loads(cogov("indicators", "--json").out)] == list(names())
    one = json.loads(cogov("indicators", "mean_days@urban", "--json").out)
    assert (one["unit"], one["direction"], one["role"], one["title"]["zh"]) == ("days", -1, "outcome", "平均解决天数（城镇）")


def test_a_typo_is_answered_with_the_nearest(cogov: Callable[..., Any]) -> None:
    for wrong, meant in (("mean_dys", "mean_days"), ("mean_days@urbn", "mean_days@urban"), ("effectsize", "effect_size")):
        answer = cogov("indicators", wrong)
        assert answer.code == 2
        assert f"did you mean {meant}?" in answer.err
    assert "是不是 mean_days？" in cogov("indicators", "mean_dys", "--lang", "zh").err


def test_a_policy_shows_goals_budget_campaigns_and_phases(cogov: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN.replace("noise_complaint", _a_topic()), encoding="utf-8")
    said = cogov("policies", "show", "staged", "--scenario", "own.yaml").out
    assert "from day 30 for 20 days, intensity 0.7" in said
    assert "Phase 1: from day 60, coming about over 10 days, in 30% of the townships: boundary_clarity 0.8" in said
    assert "Phase 2: from day 120, in the townships 1, 2: mediation people_village 0.9" in " ".join(said.split())
    assert "Phase 3: from day 200, everywhere: deliberation 0.5" in said
    rows = [line.split() for line in said.splitlines()]
    assert ["goals", "Goals", "of", "the", "city", "need", "declared"] in rows
    assert any(row[:1] == ["budget"] for row in rows)
    assert "第 1 阶段：第 60 天起，用 10 天渐变" in cogov("policies", "show", "staged", "--scenario", "own.yaml", "--lang", "zh").out


def _a_topic() -> str:
    from cogov.scenarios.loader import load_scenario

    return next(iter(load_scenario("leping").topics))
