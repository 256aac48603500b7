"""Regret, satisficing and maximin by hand-worked worlds; rankings that stand and rankings that do not."""

import warnings
from typing import Any

import numpy as np
import pytest
from formulas import planted

from cogov.analysis.canvas import save
from cogov.analysis.discovery.condition import Condition
from cogov.analysis.robustness.answer import Robustness, required, robustness
from cogov.analysis.robustness.figure import robustness_figure
from cogov.analysis.robustness.measures import MEASURES, places, regret
from cogov.analysis.robustness.performance import OVERALL, performances
from cogov.analysis.robustness.stability import ranking
from cogov.analysis.robustness.words import robustness_table
from cogov.analysis.study import Study
from cogov.analysis.tables import rendered
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import resolve
from cogov.model.levers import LEVERS
from cogov.model.words import Text
from cogov.scenarios.errors import InputError

POLICIES = ("as_is", "clear_boundaries", "co_governance")
GAINS = np.array([[1.0, 3.0, 2.0], [4.0, 1.0, 3.0], [2.0, 2.0, 5.0], [0.0, 4.0, 4.0]])


def study(table: dict[str, Any], replicates: int = 1, factor: str = "parameters.triage.sigma_0") -> Study:
    """`table[output][policy]` is a list over worlds."""
    worlds = len(next(iter(table.values()))[POLICIES[0]])
    rows = [(world, policy, replicate) for policy in POLICIES for world in range(worlds) for replicate in range(replicates)]
    columns: dict[str, Any] = {key: [row[place] for row in rows] for place, key in enumerate(("point", "policy", "replicate"))}
    columns[factor] = [row[0] / worlds for row in rows]
    for output, by_policy in table.items():
        columns[output] = [by_policy[policy][world] for world, policy, _ in rows]
    return planted(columns, "latin_hypercube", {factor: {"from": 0, "to": 1}})


def days(seed: int = 1, worlds: int = 40) -> dict[str, Any]:
    draws = np.random.default_rng(seed)
    base = draws.normal(30, 5, worlds)
    return {"mean_days": {"as_is": base, "clear_boundaries": base - 2 + draws.normal(0, 1, worlds), "co_governance": base - 6}}


def test_measures_by_hand() -> None:
    """Best in each world: 3, 4, 5, 4. Regrets of the first: 2 0 3 4, of the second: 0 3 3 0, of the third: 1 1 0 0."""
    assert regret(GAINS).T.tolist() == [[2, 0, 3, 4], [0, 3, 3, 0], [1, 1, 0, 0]]
    nothing = np.zeros_like(GAINS)
    assert MEASURES["regret_mean"](GAINS, nothing).tolist() == [2.25, 1.5, 0.5]
    assert MEASURES["regret_max"](GAINS, nothing).tolist() == [4, 3, 1]
    assert MEASURES["regret_p90"](GAINS, nothing) == pytest.approx([3.7, 3, 1])
    assert MEASURES["maximin"](GAINS, nothing).tolist() == [0, 1, 2]
    assert MEASURES["satisficing"](GAINS, (GAINS >= 3).astype(float)).tolist() == [0.25, 0.5, 0.75]


def test_equals_share_the_better_rank() -> None:
    assert places("regret_mean", np.array([2.0, 1.0, 1.0])).tolist() == [3, 1, 1]
    assert places("maximin", np.array([2.0, 1.0, 1.0])).tolist() == [1, 2, 2]


def test_a_rank_that_stands_and_one_that_does_not() -> None:
    draws = np.random.default_rng(3)
    luck = draws.normal(0, 1, 50)
    gains = np.column_stack([luck, luck + draws.normal(0, 1, 50), luck + 5])
    firm = ranking("regret_mean", gains, np.zeros_like(gains))
    assert (firm.ranks[2], firm.kept[2]) == (1, 1.0)
    assert firm.ahead[2].tolist() == [1.0, 1.0, 0.5]
    assert 0.5 < firm.kept[0] < 1.0
    assert firm.ahead[0, 1] + firm.ahead[1, 0] == pytest.approx(1)
    assert np.all((firm.low <= firm.values) & (firm.values <= firm.high))


def test_lower_days_are_better_and_the_worst_world_keeps_its_unit() -> None:
    found = robustness(study(days()))
    ranked = found.results[0]
    assert ranked.of("regret_mean").ranks.tolist() == [3, 2, 1]
    worst = [max(days()["mean_days"][policy]) for policy in POLICIES]
    assert ranked.shown(ranked.of("maximin")).tolist() == pytest.approx(worst)
    assert ranked.of("regret_max").values[2] == 0


def test_by_default_the_baselines_mean_is_required() -> None:
    found = robustness(study(days()))
    level = float(np.mean(days()["mean_days"]["as_is"]))
    assert found.requirements == (Condition("mean_days", "<=", pytest.approx(level)),)
    assert not found.stated
    expected = [float(np.mean(days()["mean_days"][policy] <= level)) for policy in POLICIES]
    assert found.joint.values.tolist() == pytest.approx(expected)


def test_all_requirements_must_hold_at_once() -> None:
    table = {"mean_days": {policy: [10, 20, 30, 40, 50] for policy in POLICIES}}
    table |= {"resolution_rate": {policy: [0.1 * place, 0.5, 0.9, 0.9, 0.1] for place, policy in enumerate(POLICIES)}}
    given = study(table)
    found = robustness(given, required(given, "mean_days<35,resolution_rate>=0.5"))
    assert found.joint.values.tolist() == [0.4, 0.4, 0.4]
    assert found.stated
    by_name = {one.output: one.of("satisficing").values.tolist() for one in found.results}
    assert by_name == {"mean_days": [0.6] * 3, "resolution_rate": [0.6] * 3}


def test_the_overall_score_is_the_mean_of_the_pillars() -> None:
    pillars = {
        name: {policy: [10.0 * place] * 6 for policy in POLICIES} for place, name in enumerate(("pillar_responsibility", "pillar_sharing"))
    }
    first = performances(study({**pillars, **days(worlds=6)}))[0]
    assert (first.output, first.values[0, 0]) == (OVERALL, 5.0)


def test_a_world_without_all_policies_says_nothing() -> None:
    given = study(days(worlds=8))
    thinner = Study.of(given.runs[(given.runs["point"] != 3) | (given.runs["policy"] != "co_governance")], given.design)
    found = robustness(thinner)
    assert (found.worlds, found.results[0].worlds) == (7, 7)


def test_levers_are_no_worlds() -> None:
    with pytest.raises(InputError, match="deep_uncertainty"):
        robustness(study(days(), factor="boundary_clarity"))


def test_two_policies_and_some_worlds_are_needed() -> None:
    given = study(days())
    with pytest.raises(InputError, match="at least two policies"):
        robustness(Study.of(given.runs[given.runs["policy"] == "as_is"], given.design))
    with pytest.raises(InputError, match="there are 3 policies and 2 points"):
        robustness(study(days(worlds=2)))


def test_what_has_no_better_side_ranks_nobody() -> None:
    with pytest.raises(InputError, match="neither way is better"):
        robustness(study({"settled_jointly": {policy: [0.1] * 6 for policy in POLICIES}}), outputs=["settled_jointly"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_table_and_figure_speak_both_languages(language: Any, tmp_path: Any) -> None:
    titles = {"as_is": Text(zh="现状", en="as it is")}
    found: Robustness = robustness(study(days()))
    text = rendered(robustness_table(found, language, titles))
    assert ("现状" if language == "zh" else "as it is") in text
    assert ("第 1 · 100%" if language == "zh" else "#1 · 100%") in text
    assert max(map(len, text.splitlines())) <= 100
    with warnings.catch_warnings(action="error"):  # a glyph that the font lacks warns
        assert save(robustness_figure(found, language, titles, "city"), tmp_path / "a.svg").stat().st_size > 10_000


def test_the_document_says_who_stands_before_whom() -> None:
    document = robustness(study(days())).as_json()
    rows = document["results"][0]["measures"]["regret_mean"]
    assert [row["rank"] for row in rows] == [3, 2, 1]
    assert rows[2]["ahead_of"] == {"as_is": 1.0, "clear_boundaries": 1.0}


def test_the_shipped_worlds_vary_declared_parameters_under_five_policies() -> None:
    design = resolve(load_design("deep_uncertainty"))
    names = [factor.name for factor in design.factors]
    assert len(names) >= 12
    assert not {name.partition(".")[0] for name in names} & set(LEVERS)
    assert list(design.policies) == ["as_is", "clear_boundaries", "aligned_goals", "clear_and_aligned", "co_governance"]
    assert len(next(iter(design.points.values()))) == 100
