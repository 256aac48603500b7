"""Sobol' indices and Morris effects: known formulas through the whole pipeline, and noise told from effects."""

import math
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from formulas import ISHIGAMI, ishigami, planted, swept
from numpy.typing import NDArray
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as sobol_analyze
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample

from cogov.analysis.canvas import save
from cogov.analysis.sensitivity.answer import Analysed, Sensitivity, sensitivity, whole_blocks
from cogov.analysis.sensitivity.estimate import IndexEstimate, contrasts, noise_share, replication_error
from cogov.analysis.sensitivity.figure import sensitivity_figure
from cogov.analysis.sensitivity.morris import _net
from cogov.analysis.sensitivity.sobol import block_size, sobol_indices
from cogov.analysis.sensitivity.words import label, sensitivity_table
from cogov.analysis.sensitivity.words import warnings as said_beside
from cogov.analysis.study import Study, read_study
from cogov.analysis.tables import rendered
from cogov.experiments.designs.plans import resolve
from cogov.experiments.designs.schema import Design
from cogov.experiments.planning import stands_for
from cogov.scenarios.errors import InputError

Array = NDArray[np.float64]
TRUTH = {"first": (0.314, 0.442, 0.0), "total": (0.558, 0.442, 0.244)}
UNIT = {name: {"from": 0.0, "to": 1.0} for name in "abc"}


def problem(bounds: dict[str, tuple[float, float]]) -> dict[str, Any]:
    return {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(pair) for pair in bounds.values()]}


def indices(found: Sensitivity, index: str) -> list[IndexEstimate]:
    return [one for one in found.results[0].estimates if one.index == index]


def noisy_ishigami(samples: int, replicates: int, sd: float, seed: int = 1) -> Study:
    """Every replicate has its own level, as common luck gives it, and its own noise at every point."""
    points = sobol_sample.sample(problem(ISHIGAMI), samples, calc_second_order=False, seed=3)
    draws = np.random.default_rng(seed)
    level = np.repeat(draws.normal(0, 50, replicates), len(points))
    clean = np.array([ishigami(*point)["y"] for point in points])
    y = np.tile(clean, replicates) + level + draws.normal(0, sd, replicates * len(points))
    at = {name: np.tile(points[:, place], replicates) for place, name in enumerate(ISHIGAMI)}
    number = np.tile(np.arange(len(points)), replicates)
    return planted({**at, "point": number, "replicate": np.repeat(np.arange(replicates), len(points)), "y": y}, "sobol", UNIT)


def test_ishigami_through_the_pipeline(tmp_path: Path) -> None:
    points = sobol_sample.sample(problem(ISHIGAMI), 4096, calc_second_order=False, seed=1)
    folder = swept(tmp_path / "ishigami", ishigami, points, ISHIGAMI, ("y",), kind="sobol")
    found = sensitivity(read_study(folder))
    for index, truth in TRUTH.items():
        assert [one.value for one in indices(found, index)] == pytest.approx(truth, abs=0.02)
        assert all(one.low <= value <= one.high for one, value in zip(indices(found, index), truth, strict=True))
    assert math.isnan(found.results[0].noise_share)
    assert len(said_beside(found)) == 1  # one replicate: noise unknown


def test_noise_is_measured_and_taken_out_of_sobol_indices() -> None:
    found = sensitivity(noisy_ishigami(2048, 4, sd=3.0))
    analysed = found.results[0]
    # variance of the formula 13.845, of the noise of a mean 9/4: a share of .140
    assert analysed.noise_share == pytest.approx(2.25 / (13.845 + 2.25), abs=0.01)
    assert [one.net for one in indices(found, "total")] == pytest.approx(TRUTH["total"], abs=0.05)
    assert [one.net for one in indices(found, "first")] == pytest.approx(TRUTH["first"], abs=0.06)
    assert indices(found, "total")[2].value > 0.3  # with its noise the third index is well above its .244
    assert [one.noise for one in indices(found, "total")] == pytest.approx([0.14] * 3, abs=0.02)


def test_the_floor_of_a_total_index_by_hand() -> None:
    # two blocks (A, exchange, B); means (0, 9, 2) and (4, 9, 6), noise of the means (0, 2, 7) and (0, 4, 7):
    # half the mean square of the jumps 2 and 4 is 5, the variance of 0, 2, 4, 6 is 5
    means, noise = np.array([0.0, 9, 2, 4, 9, 6]), np.array([0.0, 2, 7, 0, 4, 7])
    [first, total] = sobol_indices(["a"], np.array([means + noise, means - noise]))
    assert (first.index, total.index, total.noise) == ("first", "total", pytest.approx(1))
    assert (block_size(3), block_size(3, second_order=True)) == (5, 8)


def test_a_factor_that_does_nothing_is_as_large_as_its_noise() -> None:
    """Over 40 studies its total index lies around the floor, half of them below: the warning means what it says."""
    ratios = []
    for seed in range(40):
        draws = np.random.default_rng(seed)
        points = sobol_sample.sample(problem({"a": (0, 1), "b": (0, 1), "c": (0, 1)}), 64, calc_second_order=False, seed=seed)
        y = points[:, 0] + points[:, 1] + draws.normal(0, 0.3, (5, len(points)))
        columns = {name: np.tile(points[:, place], 5) for place, name in enumerate("abc")}
        number, replicate = np.tile(np.arange(len(points)), 5), np.repeat(np.arange(5), len(points))
        nothing = indices(
            sensitivity(planted({**columns, "point": number, "replicate": replicate, "y": y.ravel()}, "sobol", UNIT)), "total"
        )[2]
        ratios.append(nothing.value / nothing.noise)
    assert 0.9 < float(np.mean(ratios)) < 1.1
    assert 8 <= sum(ratio < 1 for ratio in ratios) <= 32


def test_a_warning_names_the_factor_drowned_in_noise() -> None:
    draws = np.random.default_rng(2)
    points = morris_sample.sample(problem({"a": (0, 1), "b": (0, 1), "c": (0, 1)}), 12, seed=2)
    y = 5 * points[:, 0] + draws.normal(0, 1, (3, len(points)))
    columns = {name: np.tile(points[:, place], 3) for place, name in enumerate("abc")}
    number, replicate = np.tile(np.arange(len(points)), 3), np.repeat(np.arange(3), len(points))
    found = sensitivity(planted({**columns, "point": number, "replicate": replicate, "y": y.ravel()}, "morris", UNIT))
    drowned = {one.factor for one in found.results[0].drowned}
    assert "a" not in drowned
    said = said_beside(found)
    assert bool(drowned) == bool(said)
    effect = next(one for one in found.results[0].estimates if (one.factor, one.index) == ("a", "mu_star"))
    assert effect.low < 5 < effect.high


def test_morris_effects_are_salibs_on_the_means() -> None:
    points = morris_sample.sample(problem({"a": (0, 1), "b": (0, 1), "c": (0, 1)}), 10, seed=1)
    y = 4 * points[:, 0] - 2 * points[:, 1] * points[:, 2]
    found = sensitivity(planted({**dict(zip("abc", points.T, strict=True)), "point": np.arange(len(points)), "y": y}, "morris", UNIT))
    theirs = salib_morris.analyze({**problem({"a": (0, 1), "b": (0, 1), "c": (0, 1)}), "groups": None}, points, y, seed=1)
    for index in ("mu_star", "mu", "sigma"):
        assert [one.value for one in indices(found, index)] == pytest.approx(list(np.asarray(theirs[index], dtype=float)))
    assert indices(found, "mu")[0].value == pytest.approx(4)  # over the whole range
    assert indices(found, "sigma")[0].value == pytest.approx(0, abs=1e-9)


def of_lists(kind: str, factors: dict[str, Any], answer: Any, **size: Any) -> Sensitivity:
    """A formula of factors of the city, at the points that a design draws."""
    design = Design.model_validate({"scenario": "leping", "design": kind, "factors": factors, **size})
    study = resolve(design)
    points = study.points["as_is"]
    first = stands_for(points)
    at = {one.name: [points[place][number] for place in sorted(set(first))] for number, one in enumerate(study.factors)}
    y = [float(answer(*points[place])) for place in sorted(set(first))]
    frame = planted(
        {**at, "point": sorted(set(first)), "y": y},
        kind,
        design.as_mapping()["factors"],
        second_order=design.second_order,
        levels=design.levels,
    )
    return sensitivity(replace(frame, stands_for=tuple(first)))


def test_a_list_that_decides_everything_has_all_the_variance_and_one_that_does_nothing_none() -> None:
    factors = {
        "choices.triage": ["mixed", "claims", "dispatch"],
        "rules.deliberation": [True, False],
        "boundary_clarity": {"from": 0, "to": 1},
    }
    for order in (("mixed", "claims", "dispatch"), ("claims", "dispatch", "mixed")):
        found = of_lists("sobol", factors, lambda triage, *_, order=order: (0, 5, 1)[order.index(triage)], samples=512)
        assert [one.value for one in indices(found, "total")] == pytest.approx([1, 0, 0], abs=0.02)
        assert [one.value for one in indices(found, "first")] == pytest.approx([1, 0, 0], abs=0.02)


@pytest.mark.parametrize("second_order", [False, True])
def test_a_switch_that_lets_a_lever_work_has_the_shares_of_the_formula(*, second_order: bool) -> None:
    """y = x where the switch is on, else 0: variance 5/48; alone 3/5 and 1/5, with the interplay 4/5 and 2/5."""
    factors = {"rules.deliberation": [True, False], "boundary_clarity": {"from": 0, "to": 1}}
    found = of_lists("sobol", factors, lambda switch, x: x if switch == "on" else 0, samples=1024, second_order=second_order)
    assert [one.value for one in indices(found, "first")] == pytest.approx([0.6, 0.2], abs=0.03)
    assert [one.value for one in indices(found, "total")] == pytest.approx([0.8, 0.4], abs=0.03)


@pytest.mark.parametrize("levels", [4, 6])
def test_an_effect_of_two_values_is_the_step_from_the_first_to_the_second(levels: int) -> None:
    factors = {"goals": ["need", "far"], "boundary_clarity": {"from": 0, "to": 1}, "deliberation": [0.25, 0.75]}
    found = of_lists("morris", factors, lambda goals, x, talks: -3 * (goals == "far") + 2 * x + talks, trajectories=8, levels=levels)
    assert [one.value for one in indices(found, "mu")] == pytest.approx([-3, 2, 0.5])
    assert [one.value for one in indices(found, "mu_star")] == pytest.approx([3, 2, 0.5])
    assert [one.value for one in indices(found, "sigma")] == pytest.approx([0, 0, 0], abs=1e-9)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_is_named_with_its_values_and_how_to_read_it(language: Any, tmp_path: Path) -> None:
    factors = {"choices.alignment": ["geometric", "linear"], "boundary_clarity": {"from": 0, "to": 1}}
    for kind, size in (("sobol", {"samples": 16}), ("morris", {"trajectories": 4})):
        found = of_lists(kind, factors, lambda name, x: x + (name == "linear"), **size)
        named = {"zh": "choices.alignment（geometric | linear）", "en": "choices.alignment (geometric | linear)"}[language]
        assert label(found.results[0], "choices.alignment").in_(language) == named
        assert "(" not in label(found.results[0], "boundary_clarity").in_(language)
        text = "".join(rendered(sensitivity_table(found, language, {})).split())
        said = {"sobol": ("与列出的次序无关", "whatever their order"), "morris": ("不外推", "nothing beyond")}[kind]
        assert "".join(said[language == "en"].split()) in text
        assert {"geometric", "linear"} <= {name for name in ("geometric", "linear") if name in text}
        assert found.as_json()["lists"] == {"choices.alignment": ["geometric", "linear"]}
        with warnings.catch_warnings(action="error"):
            save(sensitivity_figure(found, "as_is", language, kind), tmp_path / f"{kind}.svg")


def test_contrasts_take_out_all_that_points_do_and_keep_the_noise_of_the_mean() -> None:
    draws = np.random.default_rng(5)
    signal, noise = 100 * draws.random(4000), draws.normal(0, 2, (6, 4000))
    left = contrasts(signal + noise + 7 * np.arange(6)[:, None])
    assert np.allclose(left, contrasts(noise))
    assert left.shape == (5, 4000)
    assert left.var(axis=1) == pytest.approx([4 / 6] * 5, rel=0.1)
    assert noise_share(noise) == pytest.approx(1, abs=0.1)
    assert math.isnan(noise_share(noise[:1]))


def test_an_estimate_by_hand() -> None:
    """.2 over the points and 1.96 · .1 over replicates make √(.04 + .038416) = .28003; nothing is below 0 that cannot be."""
    first = IndexEstimate("a", "first", 0.1, conf=0.2, error=0.1, noise=0.05, net=0.05)
    assert (first.half_width, first.low, first.high) == pytest.approx((0.28003, -0.18003, 0.38003), abs=1e-5)
    assert replace(first, index="total").low == replace(first, index="mu_star").low == replace(first, index="sigma").low == 0.0
    assert replace(first, index="mu").low == pytest.approx(-0.18003, abs=1e-5)
    assert replace(first, error=math.nan).half_width == 0.2
    assert replace(first, conf=math.nan).half_width == pytest.approx(0.196)
    assert math.isnan(replace(first, value=math.nan).half_width)
    assert (first.drowned, replace(first, noise=0.1).drowned, replace(first, noise=0.11).drowned) == (False, False, True)
    assert (replace(first, value=-0.1).drowned, replace(first, value=-0.04).drowned) == (False, True)


def test_of_a_spread_its_square_loses_the_square_of_the_noise_by_hand() -> None:
    assert _net("mu_star", 0.5, 0.3) == pytest.approx(0.4)
    assert (_net("sigma", 0.3, 0.5), _net("mu", 0.5, 0.3), _net("mu", -0.5, math.nan)) == (0.0, 0.5, -0.5)
    assert math.isnan(_net("mu_star", 0.5, math.nan))


def test_contrasts_and_the_share_of_noise_by_hand() -> None:
    # two replicates of two points: half the difference of the replicates, (−1, 0), less its mean; the means (1, 4) vary by 2.25
    two = np.array([[0.0, 4.0], [2.0, 4.0]])
    assert contrasts(two).tolist() == [[-0.5, 0.5]]
    assert noise_share(two) == pytest.approx(0.25 / 2.25)
    assert noise_share(np.array([[1.0, 2.0], [2.1, 1.0]])) == 1.0  # more noise than variance: all of it
    assert math.isnan(noise_share(np.array([[1.0, 3.0], [3.0, 1.0]])))  # the means do not vary
    # three replicates: (x1 − x2) / √6 and (x1 + x2 − 2 x3) / √18, whose squared weights sum to 1/3 each
    three = np.array([[3.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    assert contrasts(three) == pytest.approx(np.array([[1.5, -1.5]]) * np.array([[1 / 6], [1 / 18]]) ** 0.5)
    assert contrasts(three[:1]).shape == (0, 2)
    assert replication_error(np.array([[1.0, 5.0], [3.0, 5.0], [5.0, 5.0], [7.0, 5.0]])) == pytest.approx([np.sqrt(20 / 3) / 2, 0.0])
    assert np.isnan(replication_error(np.array([[1.0, 5.0]]))).all()


def test_a_block_with_a_hole_and_an_unfinished_replicate_are_left_out() -> None:
    study = noisy_ishigami(8, 3, sd=1)
    table = study.by_replicate("as_is", "y")
    table.iloc[7, 0] = math.nan  # in the second block of 5
    table.iloc[10:, 2] = math.nan
    given = whole_blocks(table, 5)
    assert (given.replicates, given.replicates_left_out, given.blocks_left_out) == (2, 1, 1)
    assert list(given.points[:6]) == [0, 1, 2, 3, 4, 10]


def test_copies_of_a_point_count_where_they_stand() -> None:
    points = morris_sample.sample(problem({"a": (0, 1), "b": (0, 1)}), 12, seed=1)
    rows = [tuple(point) for point in points]
    first = [rows.index(point) for point in rows]
    assert len(set(first)) < len(rows)
    kept = sorted(set(first))
    whole = Study.of(_frame(points, range(len(rows))), {"design": "morris", "factors": {n: UNIT[n] for n in "ab"}})
    thin = Study.of(_frame(points, kept), whole.design, stands_for=first)
    assert sensitivity(thin).results == sensitivity(whole).results


def _frame(points: Array, kept: Any) -> Any:
    import pandas as pd

    at = np.array(list(kept))
    columns = {"point": at, "a": points[at, 0], "b": points[at, 1], "policy": "as_is", "replicate": 0, "status": "done"}
    frame = pd.DataFrame(columns).loc[lambda one: one.index.repeat(2)].reset_index(drop=True)
    frame["replicate"] = np.tile([0, 1], len(at))
    frame["y"] = frame["a"] * (1 + frame["b"]) + 0.1 * frame["replicate"]
    return frame


def test_another_design_is_refused_with_the_one_needed() -> None:
    with pytest.raises(InputError) as refused:
        sensitivity(planted({"point": [0, 1], "a": [0, 1], "y": [0.0, 1.0]}, "grid", {"a": [0, 1]}))
    assert "morris / sobol" in refused.value.text("en")
    assert "grid" in refused.value.text("zh")


def test_an_unknown_indicator_is_refused_with_the_nearest() -> None:
    study = planted({"point": [0], "a": [0.0], "mean_days": [1.0]}, "sobol", {"a": UNIT["a"]})
    with pytest.raises(InputError, match="did you mean mean_days"):
        sensitivity(study, ["mean_day"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_table_and_figure_speak_both_languages(language: Any, tmp_path: Path) -> None:
    found = sensitivity(noisy_ishigami(64, 2, sd=1))
    text = rendered(sensitivity_table(found, language, {}))
    assert ("模拟结果" if language == "zh" else "Simulated results") in text
    assert max(map(len, text.splitlines())) <= 100
    with warnings.catch_warnings(action="error"):  # a glyph that the font lacks warns
        assert save(sensitivity_figure(found, "as_is", language, "Ishigami"), tmp_path / "a.svg").stat().st_size > 10_000


def test_the_document_has_every_index() -> None:
    document = sensitivity(noisy_ishigami(64, 2, sd=1)).as_json()
    assert list(document) == ["design", "factors", "lists", "luck", "undefined", "results"]
    rows = document["results"][0]["indices"]
    assert {(row["factor"], row["index"]) for row in rows} == {(f, i) for f in "abc" for i in ("first", "total")}
    assert all(row["ci_low"] <= row["value"] <= row["ci_high"] for row in rows if row["index"] == "first")


def test_drowned_are_leading_indices_only() -> None:
    rows = (
        IndexEstimate("a", "sigma", 0.1, 0, 0, 1, 0),
        IndexEstimate("a", "mu_star", 0.1, 0, 0, 1, 0),
        IndexEstimate("b", "mu_star", 2, 0, 0, 1, 2),
    )
    assert [(one.factor, one.index) for one in Analysed("p", "y", 2, 9, 0, 0.1, rows, {}).drowned] == [("a", "mu_star")]


def test_indices_of_an_output_that_never_changes_are_undefined_and_said_to_be() -> None:
    study = noisy_ishigami(16, 2, sd=1.0)
    study = replace(study, runs=study.runs.assign(y=0.7 + 1e-17 * study.runs["point"]))
    found = sensitivity(study)
    assert all(math.isnan(one.value) and math.isnan(one.low) and math.isnan(one.high) for one in found.results[0].estimates)
    text = rendered(sensitivity_table(found, "en", {}))
    assert "0.00" not in text
    said = [one.en for one in said_beside(found)]
    assert any("the same at all points" in one for one in said)
    assert any("16 base samples only" in one for one in said)
    assert found.as_json()["results"][0]["table"][0].keys() == {"factor", "S1", "S1_conf", "ST", "ST_conf"}


def test_a_table_has_the_columns_that_salib_gives() -> None:
    study = noisy_ishigami(64, 1, sd=0.0)
    frame = sensitivity(study).frame()
    assert list(frame.columns) == ["policy", "indicator", "factor", "S1", "S1_conf", "ST", "ST_conf"]
    values = study.by_replicate("as_is", "y")[0].to_numpy()
    theirs = sobol_analyze.analyze(problem(dict.fromkeys(ISHIGAMI, (0.0, 1.0))), values, calc_second_order=False, num_resamples=500, seed=1)
    assert frame["S1_conf"].to_numpy() == pytest.approx(theirs["S1_conf"])
    assert frame["ST"].to_numpy() == pytest.approx(theirs["ST"])
