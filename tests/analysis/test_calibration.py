"""Calibration piece by piece, against what is known: functions instead of cities, closed forms instead of draws."""

import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest

from cogov.analysis.calibration.asked import EVERYWHERE, Ends, Place, read_targets
from cogov.analysis.calibration.calibration import Calibration, Effort, calibrated
from cogov.analysis.calibration.emulator import Emulator, learnt
from cogov.analysis.calibration.files import OF_PLACES, document, draws_frame, scenario_mapping, written
from cogov.analysis.calibration.identifiability import Told, collinearity, sensitivities, told
from cogov.analysis.calibration.particles import Ruler, generations
from cogov.analysis.calibration.prior import Prior, around
from cogov.analysis.calibration.question import UNKNOWN, Question, question
from cogov.analysis.calibration.region import Region, apart, out_of_reach, region_of
from cogov.analysis.calibration.simulated import Simulated
from cogov.analysis.calibration.targets import NO_LOGS, Target, log_names, log_values, target_text, targets_of, targets_of_log
from cogov.analysis.calibration.words import sentences
from cogov.analysis.logs.shape.shape import Shape, shape_from
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.plan import Plan
from cogov.experiments.sweep import sweep
from cogov.model.words import Text
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.yaml_lines import Written

Floats = npt.NDArray[np.float64]
ROOT = Path(__file__).parents[2]
CHANCE = np.random.default_rng(1)
POSITIONS = np.column_stack([CHANCE.permutation(40) / 39, CHANCE.permutation(40) / 39, CHANCE.permutation(40) / 39])


def curved(positions: Floats) -> Floats:
    """Of three numbers the last does nothing."""
    found: Floats = 2 * positions[:, 0] + np.sin(3 * positions[:, 1])
    return found


def total(positions: Floats) -> Floats:
    found: Floats = positions[:, 0] + positions[:, 1]
    return found


def of(function: Callable[[Floats], Floats]) -> Emulator:
    return learnt(POSITIONS, function(POSITIONS), np.full(len(POSITIONS), 1e-6), range(3), seed=1)


# -- priors -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prior", "ends"),
    [
        (around(0.5, 0.0, 1.0), (1 / 3, 2 / 3)),  # odds of 1: between 1/2 and 2
        (around(40.0, 1.0, 365.0), (20.0, 80.0)),
        (around(300.0, 1.0, 365.0), (150.0, 365.0)),  # as far as its declared range goes
        (around(-1.5, -10.0, 10.0, logits=True), (-1.5 - math.log(2), -1.5 + math.log(2))),
        (Prior(0.1, 0.9), (0.1, 0.9)),
    ],
)
def test_a_prior_reaches_as_far_as_it_says_and_knows_the_place_of_every_value(prior: Prior, ends: tuple[float, float]) -> None:
    assert (prior.at(0.0), prior.at(1.0)) == pytest.approx(ends)
    assert [prior.position(prior.at(position)) for position in (0.0, 0.3, 1.0)] == pytest.approx([0.0, 0.3, 1.0])


# -- emulators and what they rule out -----------------------------------------------------------------------------------------------


def test_an_emulator_foretells_what_it_has_not_seen_and_knows_how_surely() -> None:
    emulator, elsewhere = of(curved), np.random.default_rng(2).random((200, 3))
    mean, variance = emulator.at(elsewhere)
    missed = np.abs(mean - curved(elsewhere))
    assert missed.max() < 0.1
    assert (missed <= 3 * np.sqrt(variance)).mean() > 0.95
    assert emulator.explains > 0.99


def test_slopes_are_those_of_the_function() -> None:
    slopes = of(curved).slopes(np.array([0.5, 0.5, 0.5]))
    assert slopes == pytest.approx([2.0, 3 * math.cos(1.5), 0.0], abs=0.1)


def test_an_emulator_does_not_take_luck_for_a_signal() -> None:
    luck = np.random.default_rng(3).normal(0, 0.3, len(POSITIONS))
    emulator = learnt(POSITIONS, luck, np.full(len(POSITIONS), 0.09), range(3), seed=1)
    mean, _ = emulator.at(np.random.default_rng(4).random((100, 3)))
    assert emulator.explains < 0.3
    assert mean.std() < 0.2


def test_the_region_is_as_large_as_geometry_says() -> None:
    """x + y within 3 × .05 of 1: a band whose area is 1 − .85²."""
    region = region_of(3, [Target("t", 1.0, 0.05, 0.0)], {"t": of(total)}, 1.0, seed=1)
    assert region.share(1) == pytest.approx(1 - 0.85**2, abs=0.02)
    drawn = region.drawn(500, np.random.default_rng(1))
    assert np.abs(total(drawn) - 1).max() < 0.17
    assert drawn[:, 2].mean() == pytest.approx(0.5, abs=0.05)
    assert not region.holds(np.array([[0.5, 0.5, 1.2]])).any()


def test_a_small_region_is_walked_through_evenly() -> None:
    """A band of a thousandth of all positions is hit a few times; what is walked to from there lies in it, and all along it."""
    region = region_of(3, [Target("t", 1.0, 0.00005, 0.0)], {"t": of(total)}, 1.0, seed=1)
    drawn = region.drawn(3000, np.random.default_rng(1))
    assert len(drawn) == 3000
    assert region.holds(drawn).all()
    assert np.quantile(drawn[:, 0], (0.25, 0.5, 0.75)) == pytest.approx([0.25, 0.5, 0.75], abs=0.08)


def test_what_no_values_reach_is_named_with_the_nearest_and_the_rest_is_fitted() -> None:
    region = Region(3, (Target("t", 5.0, 0.05, 0.0),), {"t": of(total)})
    assert out_of_reach(region, 1)["t"] == pytest.approx(2.0, abs=0.1)
    assert out_of_reach(Region(3, (Target("t", 1.0, 0.05, 0.0),), {"t": of(total)}), 1) == {}


def test_targets_that_contradict_one_another_are_widened_until_something_is_left() -> None:
    """x + y is .4 and 1.6: nothing lies within 3 × .05 of both; within 3 × .2 the middle does."""
    targets = [Target("low", 0.4, 0.05, 0.0), Target("high", 1.6, 0.0, 0.05)]
    region = region_of(3, targets, {"low": of(total), "high": of(total)}, 1.0, seed=1)
    assert region.widened in {4.0, 8.0}
    assert np.abs(total(region.drawn(50, np.random.default_rng(1))) - 1).max() < 3 * 0.05 * region.widened


def test_points_are_taken_far_apart() -> None:
    assert sorted(apart(np.array([[0.0], [0.1], [0.9], [1.0], [0.5]]), 3)[:, 0]) == [0.0, 0.5, 1.0]


# -- draws --------------------------------------------------------------------------------------------------------------------------


def simulated(positions: Floats, values: Floats) -> Simulated:
    column = values[:, None]
    return Simulated(positions, column, np.ones_like(column), np.zeros_like(column), ("y",), len(positions))


def test_draws_spread_as_the_stated_error_does() -> None:
    """y = x, seen as .5 ± .1: the last ball has the radius √3 × .1, so its draws, even in it, have the spread .1."""
    target, asked = Target("y", 0.5, 0.1, 0.0), list[str]()

    def live(name: str, positions: Floats) -> Simulated:
        asked.append(name)
        return simulated(positions, positions[:, 0])

    found = list(generations(Region(1), Ruler((target,)), live, draws=400, most=12, seed=1))
    last = found[-1]
    assert last.tolerance == pytest.approx(math.sqrt(3))
    drawn = last.positions[last.equal(), 0]
    assert (drawn.mean(), drawn.std()) == pytest.approx((0.5, 0.1), abs=0.012)
    assert last.weights.sum() == pytest.approx(1.0)
    assert len(asked) == len(set(asked))
    assert [one.tolerance for one in found] == sorted((one.tolerance for one in found), reverse=True)


def test_weights_undo_where_proposals_came_from() -> None:
    """A wide target says nothing: after generations that were drawn from one another all positions are as likely as at first."""
    target = Target("y", 0.5, 0.28, 0.0)
    found = list(
        generations(Region(1), Ruler((target,)), lambda _, positions: simulated(positions, positions[:, 0]), draws=800, most=3, seed=2)
    )
    drawn = found[-1].positions[found[-1].equal(), 0]
    assert len(found) > 1
    inside = drawn[np.abs(drawn - 0.5) < 0.4]
    assert np.histogram(inside, 4, (0.1, 0.9))[0] / len(inside) == pytest.approx([0.25] * 4, abs=0.06)


def test_a_generation_that_is_not_filled_is_not_begun() -> None:
    """Luck alone decides how near a run comes: few come nearer twice, and what was there before stays."""
    luck = np.random.default_rng(5)
    found = list(
        generations(
            Region(1),
            Ruler((Target("y", 0.0, 1e-3, 0.0),)),
            lambda _, positions: simulated(positions, luck.exponential(1.0, len(positions))),
            draws=50,
            most=8,
            seed=1,
        )
    )
    assert 1 <= len(found) < 8


def test_a_point_that_lacks_a_target_is_infinitely_far() -> None:
    values = np.array([0.5, math.nan])
    assert Ruler((Target("y", 0.4, 0.1, 0.0),)).distances(simulated(np.zeros((2, 1)), values)) == pytest.approx([1.0, math.inf])


# -- what can be told ---------------------------------------------------------------------------------------------------------------


def test_collinearity_of_two_columns_follows_from_their_correlation() -> None:
    """γ = 1/√(1 − r): 1 for none, infinite for the same (Brun et al. 2001)."""
    assert collinearity(np.eye(2)) == pytest.approx(1.0)
    assert collinearity(np.array([[1.0, 0.6], [0.0, 0.8]])) == pytest.approx(1 / math.sqrt(1 - 0.6))
    assert collinearity(np.array([[1.0, 1.0], [1.0, 1.0 + 1e-9]])) > 1e6
    assert collinearity(np.array([[1.0, 0.0], [1.0, 0.0]])) == math.inf


def test_numbers_are_told_tied_or_flat() -> None:
    """Of x + y alone two numbers can only be known together, and the third not at all; a second target tells the first two apart."""
    target = Target("t", 1.0, 0.05, 0.0)
    draws = np.random.default_rng(1).random((4000, 3))
    one = sensitivities({"t": of(total)}, [target], np.full(3, 0.5), 1.0)
    band = draws[np.abs(total(draws) - 1) < 0.1]
    assert [each.verdict for each in told(one, band)] == ["tied", "tied", "flat"]
    assert told(one, band)[0].partner == 1
    alone = np.array([[10.0, 0.0], [0.0, 10.0]])
    assert [each.verdict for each in told(alone, draws[:, :2])] == ["flat", "flat"]  # seen, not collinear, not narrowed: luck, not a tie
    both = sensitivities({"t": of(total), "u": of(curved)}, [target, Target("u", 2.0, 0.05, 0.0)], np.full(3, 0.5), 1.0)
    point = draws[(np.abs(total(draws) - 1) < 0.1) & (np.abs(curved(draws) - 2) < 0.1)]
    assert [each.verdict for each in told(both, point)] == ["told", "told", "flat"]


# -- targets ------------------------------------------------------------------------------------------------------------------------

GOOD = "targets:\n  mean_days: {value: 20, error: 1}\n"


def asked_of(tmp_path: Path, text: str, policy: str = "as_is", logs: Mapping[Place, Shape] = NO_LOGS) -> Question:
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    scenario = load_scenario("leping", {})
    file, lines = read_targets(tmp_path / "targets.yaml")
    return question(scenario, policy, resolve_policy(scenario, policy, {}), targets_of(file, lines, logs), file.ranges, lines)


def asked(tmp_path: Path, text: str, policy: str = "as_is") -> str:
    """What is wrong with a file of targets, nothing if nothing is."""
    try:
        asked_of(tmp_path, text, policy)
    except InputError as error:
        return error.text("en")
    return ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("targets: {mean_day: {value: 1}}", "did you mean mean_days"),
        ("targets: {mean_days@disput: {value: 1}}", "did you mean mean_days@dispute"),
        ("targets: {log.handoff_mean: {value: 1}}", "did you mean log.handoffs_mean"),
        ("targets: {mean_days: {value: 0}}", "error and discrepancy cannot both be 0"),
        ("targets: {mean_days: {error: 1}}", "targets.mean_days.value"),
        ("targets: {mean_days: {value: 3, errors: 1}}", "did you mean error"),
        ("targets: {mean_days: {value: 3, weight: 0}}", "weight"),
        ("targets: {mean_days: {value: 3, hold_out: true}}", "every target says hold_out"),
        ("targets: {mean_days: }", "nothing to fit"),
        ("targets: {mean_day: }", "did you mean mean_days"),
        ("targets: {}", "targets"),
        (GOOD + "parameters: {parameters.triage.sigma_mx: }", "did you mean parameters.triage.sigma_max"),
        (GOOD + "parameters: {choices.queue: }", "only numbers"),
        (GOOD + "parameters: {parameters.triage.sigma_max: {from: .9, to: .1}}", "must be below"),
        (GOOD + "parameters: {parameters.triage.sigma_max: {from: .1, to: 9}}", "parameters.triage.sigma_max.to"),
        (GOOD + "parameters: {kinds.party.handlers.village: }", "no range by default"),
        (GOOD + "parameters: {composite_share: {from: 0, to: 1}}", "no single value"),
        (GOOD + "parameters: {centre_strength: , centre_strength.village: }", "centre_strength"),
    ],
)
def test_what_is_wrong_with_targets_is_said_where_it_stands(tmp_path: Path, text: str, said: str) -> None:
    found = asked(tmp_path, text)
    assert said in found
    assert "targets.yaml" in found


def block(place: str, said: str) -> str:
    return f"  {place}: {{{said}}}\n"


PLACE = "places:\n" + block("desk", "targets: {mean_days: {value: 20}}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place: {desk: {log: a.csv}}", "did you mean places"),
        ("places: {}", "places"),
        ("places: {desk: }", "places.desk"),
        (PLACE + GOOD, "targets: beside places every place has targets of its own"),
        (PLACE + block("permits", "target: {mean_days: {value: 1}}"), "places.permits.target: unknown key; did you mean targets"),
        (PLACE + block("permits", "targets: {mean_day: {value: 1}}"), "places.permits.targets.mean_day: no target is called mean_day"),
        (PLACE + block("permits", "parameters: {boundary_clarity: }"), "places.permits: nothing is asked of this place"),
        (PLACE + block("permits", "targets: {mean_days: }"), "places.permits.targets: every target says hold_out or is left empty"),
        (PLACE + block("Permits-1", "targets: {mean_days: {value: 1}}"), "a place is called by at most 40 small letters"),
        (PLACE + block("permits", "log: permits.csv"), "places.permits.log: there is no file"),
        (PLACE + block("permits", "log: targets.yaml, mapping: map.yaml"), "places.permits.mapping: there is no file"),
        (PLACE + block("permits", "targets: {mean_days: {value: 1}}, mapping: targets.yaml"), "there is a mapping but no log"),
        (
            PLACE + block("permits", "targets: {mean_days: {value: 1}}, parameters: {boundary_clarit: }"),
            "places.permits.parameters.boundary_clarit",
        ),
        (
            PLACE + block("permits", "targets: {mean_days: {value: 1}}, parameters: {boundary_clarity: {from: 0, to: 2}}"),
            "places.permits.parameters.boundary_clarity.to",
        ),
        (
            "parameters: {boundary_clarity: }\n"
            + PLACE
            + block("permits", "targets: {mean_days: {value: 1}}, parameters: {boundary_clarity: }"),
            "places.permits.parameters.boundary_clarity: all places share this number already",
        ),
        (
            "parameters: {centre_strength.village: }\n"
            + PLACE
            + block("permits", "targets: {mean_days: {value: 1}}, parameters: {centre_strength: }"),
            "line 1, parameters.centre_strength.village: the lever centre_strength and this part of it",
        ),
    ],
)
def test_what_is_wrong_with_places_is_said_where_it_stands(tmp_path: Path, text: str, said: str) -> None:
    found = asked(tmp_path, text)
    assert said in found
    assert "targets.yaml, line" in found


def test_files_of_targets_on_the_page_are_understood(tmp_path: Path) -> None:
    log = ROOT / "docs/evidence/validation/log_shapes/incidents.json"
    (tmp_path / log.name).write_bytes(log.read_bytes())
    logs = {Place("incidents", Text(zh="信息故障", en="incidents")): shape_from(json.loads(log.read_text("utf-8")), log.name)}
    city, places = re.findall(r"```yaml \w+\.yaml\n(.*?)```", (ROOT / "docs/calibration.md").read_text("utf-8"), flags=re.DOTALL)
    assert len(asked_of(tmp_path, city).targets) == 5
    found = asked_of(tmp_path, places, logs=logs)
    assert [place.name for place in found.places] == ["incidents", "permits"]
    assert [len(found.within(place).numbers) for place in found.places] == [4, 4]
    assert "incidents/log.weekend_ratio" not in {one.name for one in found.targets}
    assert {one.name for one in found.targets if one.place == found.places[1]} == {"permits/log.handoffs_mean", "permits/log.late_share"}


def test_a_place_has_numbers_of_its_own_beside_those_of_all(tmp_path: Path) -> None:
    """What is shared by default is not what a place has of its own; where it is not fitted it stands as the city has it."""
    own = "parameters: {boundary_clarity: , parameters.closure.reopen: }"
    found = asked_of(tmp_path, PLACE + block("许可", f"title: {{zh: 许可科, en: permits}}, {own}, targets: {{mean_days: {{value: 30}}}}"))
    desk, permits = found.places
    assert [number.name for number in found.numbers[-2:]] == ["许可/boundary_clarity", "许可/parameters.closure.reopen"]
    assert [number.name for number in found.within(desk).numbers] == [name for name in UNKNOWN if name != "parameters.closure.reopen"]
    assert [target.name for target in found.targets] == ["desk/mean_days", "许可/mean_days"]
    assert found.numbers[-2].title == Text(zh="许可科：边界明确", en="permits: boundary clarity")
    assert found.targets[0].title.en == "desk: Mean days to settlement"
    assert found.most_in_a_place == len(found.numbers) == len(found.within(permits).numbers)


def test_a_lever_is_fitted_as_the_city_is_governed_only(tmp_path: Path) -> None:
    lever = GOOD + "parameters: {boundary_clarity: }"
    assert asked(tmp_path, lever) == ""
    assert "as_is only" in asked(tmp_path, lever, "co_governance")


def test_every_number_that_is_fitted_by_default_is_one_and_lies_in_its_prior() -> None:
    scenario = load_scenario("leping", {})
    target = Target("mean_days", 20.0, 1.0, 0.0)
    found = question(scenario, "as_is", resolve_policy(scenario, "as_is", {}), [target], {}, Written({}, {(): None}))
    assert [number.factor.name for number in found.numbers] == list(UNKNOWN)
    assert all(0 < number.prior.position(number.stands) < 1 for number in found.numbers)
    assert found.point([number.prior.position(number.stands) for number in found.numbers]) == pytest.approx(found.standing)


def test_a_range_that_is_said_is_the_prior() -> None:
    scenario = load_scenario("leping", {})
    said = {"parameters.triage.give_up_attempts": Ends.model_validate({"from": 3, "to": 9})}
    target = Target("mean_days", 20.0, 1.0, 0.0)
    found = question(scenario, "as_is", resolve_policy(scenario, "as_is", {}), [target], {EVERYWHERE: said}, Written({}, {(): None}))
    assert [found.point([position])[0] for position in (0.0, 0.55, 1.0)] == [3.0, 6.0, 9.0]


def test_many_numbers_are_fitted_as_one_and_written_each_by_itself() -> None:
    scenario, many = load_scenario("leping", {}), ("kinds.*.handlers.*", "topics.*.work.cv")
    target, said = Target("mean_days", 20.0, 1.0, 0.0), dict.fromkeys(many)
    asked = question(scenario, "as_is", resolve_policy(scenario, "as_is", {}), [target], {EVERYWHERE: said}, Written({}, {(): None}))
    assert [asked.point([position] * 2) for position in (0.0, 0.5, 1.0)] == [pytest.approx([times] * 2) for times in (0.5, 1.0, 2.0)]
    told_apart, flat = Told(2.0, 0.5, "told", None, math.nan), Told(0.0, 0.0, "flat", None, math.nan)
    found = cast("Calibration", SimpleNamespace(question=asked, central=(1.5, 1.0), told=(told_apart, flat)))
    mapping = scenario_mapping(found, "leping", Path(), Text(zh="目标", en="targets"))
    assert mapping["kinds"]["party"]["handlers"] == pytest.approx({"village": 1.5, "township": 0.9, "city": 0.45})
    assert set(mapping["kinds"]) == set(scenario.kinds)
    assert "topics" not in mapping


def test_targets_of_a_log_have_no_unit_and_a_third_of_them_is_held_out() -> None:
    path = ROOT / "docs/evidence/validation/log_shapes/incidents.json"
    shape = shape_from(json.loads(path.read_text("utf-8")), path.name)
    targets = targets_of_log(shape)
    values = log_values(shape)
    assert "log.median_days" not in {one.name for one in targets}
    assert "log.handoffs_mean" in {one.name for one in targets}
    assert all(one.value == values[one.name] and one.discrepancy >= 0.25 * abs(one.value) for one in targets)
    assert sum(one.held_out for one in targets) == len(targets) // 3
    share = next(one for one in targets if one.name == "log.reopened_share")
    assert share.error == pytest.approx(math.sqrt(share.value * (1 - share.value) / shape.cases))
    assert all(target_text(name).zh != target_text(name).en for name in log_names())


# -- several places, one behaviour --------------------------------------------------------------------------------------------------

CLARITY = {"desk": 0.2, "permits": 0.7}
SIGMA = 0.6


def known(**values: float) -> dict[str, float]:
    """A city in a formula: hand-offs come of misunderstandings that clarity takes away, clear ownership of clarity most of all."""
    sigma, clarity = values["parameters.triage.sigma_max"], values["boundary_clarity"]
    return {"handoffs_per_matter": sigma * (1 - clarity), "clear_ownership_rate": clarity - 0.2 * sigma}


def in_a_formula(_: str, __: Place, plan: Plan, folder: Path) -> None:
    city = plan.experiment
    sweep(replace(plan, experiment=FunctionExperiment(known, city.factors, city.outputs)), folder)


def of_two_places(tmp_path: Path) -> Question:
    lines = ["parameters: {parameters.triage.sigma_max: {from: .1, to: 1.1}}", "places:"]
    for place, clarity in CLARITY.items():
        values = known(**{"parameters.triage.sigma_max": SIGMA, "boundary_clarity": clarity})
        targets = ", ".join(f"{name}: {{value: {value}, discrepancy: .03}}" for name, value in values.items())
        lines.append(f"  {place}: {{parameters: {{boundary_clarity: {{from: 0, to: 1}}}}, targets: {{{targets}}}}}")
    return asked_of(tmp_path, "\n".join(lines))


def test_places_share_their_behaviour_and_keep_what_is_their_own(tmp_path: Path) -> None:
    question = of_two_places(tmp_path)
    found = calibrated(question, Effort(points=20, seeds=2, waves=2, draws=60, generations=4, seed=1), tmp_path, in_a_formula)

    assert [one.verdict for one in found.told] == ["told"] * 3
    true = (SIGMA, *CLARITY.values())
    assert found.central == pytest.approx(true, abs=0.05)
    assert all(low <= value <= high for value, (low, _, high) in zip(true, found.intervals, strict=True))
    assert all(found.hit(one) for one in question.targets)
    slopes = sensitivities(found.waves[-1].emulators, question.targets, found.positions[0], 1.0)
    assert np.isnan(slopes).tolist() == [[False, False, True]] * 2 + [[False, True, False]] * 2

    files = written(found, "leping", tmp_path / "new.yaml", tmp_path, Text.same("targets"))
    assert {path.name for path in files} == {"new.yaml", "draws.csv", "draws_with_places.csv", "uncertainty.yaml"}
    new = load_scenario(str(tmp_path / "new.yaml"))
    assert new.policy == load_scenario("leping").policy
    assert new.parameters.triage.sigma_max == found.central[0]  # type: ignore[attr-defined]
    shared, whole = (pd.read_csv(tmp_path / name) for name in ("draws.csv", "draws_with_places.csv"))
    assert list(shared) == ["parameters.triage.sigma_max"]
    assert list(whole) == [*shared, "desk/boundary_clarity", "permits/boundary_clarity"]
    assert whole[list(shared)].equals(shared)
    sweep_of_draws = plan_of(load_design(tmp_path / "uncertainty.yaml"))
    runs = {run.run_id: run.values for run in sweep_of_draws.runs()}  # noqa: PD011 - of a run
    frame = pd.DataFrame.from_dict(runs, orient="index", columns=list(shared))
    assert sweep_of_draws.points == 60
    assert len(frame.merge(pd.read_csv(tmp_path / "draws.csv"))) == 60 * 2 * 2  # policies, seeds
    said = document(found)
    assert set(said["places"]) == set(CLARITY)
    assert OF_PLACES in sentences(found)
    assert said["note"] == OF_PLACES.as_mapping()


def test_draws_that_come_no_nearer_are_told(tmp_path: Path) -> None:
    """Of five generations that might be the second did not fill; where the last one may be no nearer, or none was asked for, nothing is said."""
    found = calibrated(
        of_two_places(tmp_path), Effort(points=20, seeds=2, waves=2, draws=20, generations=1, seed=1), tmp_path, in_a_formula
    )
    short = replace(found, effort=replace(found.effort, generations=5))
    near = replace(short, generations=(replace(found.last, tolerance=0.5),))
    told = [any("did not fill" in one.en for one in sentences(of)) for of in (found, short, near)]
    assert told == [False, True, False]


def test_stopped_in_one_place_it_goes_on_in_the_other(tmp_path: Path) -> None:
    """In the middle of a wave: one place is done, of the other there are some runs."""
    question, effort = of_two_places(tmp_path), Effort(points=20, seeds=2, waves=2, draws=20, generations=1, seed=1)
    whole = calibrated(question, effort, tmp_path / "whole", in_a_formula)

    def stopped(step: str, place: Place, plan: Plan, folder: Path) -> None:
        if (step, place.name) != ("wave-1", "permits"):
            return in_a_formula(step, place, plan, folder)
        in_a_formula(step, place, replace(plan, count=7, make_runs=lambda: islice(plan.make_runs(), 7)), folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrated(question, effort, tmp_path / "halves", stopped)
    before = {path for path in (tmp_path / "halves").rglob("*.parquet") if "desk" in str(path)}
    found = calibrated(question, effort, tmp_path / "halves", in_a_formula)
    assert before
    assert all(path.exists() for path in before)
    assert draws_frame(found).equals(draws_frame(whole))
    assert document(found) == document(whole)
