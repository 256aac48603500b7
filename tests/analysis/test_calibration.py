"""Calibration piece by piece, against what is known: functions instead of cities, closed forms instead of draws."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import numpy.typing as npt
import pytest

from cogov.analysis.calibration.calibration import Calibration
from cogov.analysis.calibration.emulator import Emulator, learnt
from cogov.analysis.calibration.files import scenario_mapping
from cogov.analysis.calibration.identifiability import Told, collinearity, sensitivities, told
from cogov.analysis.calibration.particles import Ruler, generations
from cogov.analysis.calibration.prior import Prior, around
from cogov.analysis.calibration.question import UNKNOWN, question
from cogov.analysis.calibration.region import Region, apart, out_of_reach, region_of
from cogov.analysis.calibration.simulated import Simulated
from cogov.analysis.calibration.targets import Ends, Target, log_names, log_values, read_targets, target_text, targets_of, targets_of_log
from cogov.analysis.logs.shape.shape import shape_from
from cogov.model.words import Text
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.yaml_lines import Written

Floats = npt.NDArray[np.float64]
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
    return learnt(POSITIONS, function(POSITIONS), np.full(len(POSITIONS), 1e-6), seed=1)


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
    emulator = learnt(POSITIONS, luck, np.full(len(POSITIONS), 0.09), seed=1)
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


def asked(tmp_path: Path, text: str, policy: str = "as_is") -> str:
    """What is wrong with a file of targets, nothing if nothing is."""
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    scenario = load_scenario("leping", {})
    try:
        file, written = read_targets(tmp_path / "targets.yaml")
        question(scenario, policy, resolve_policy(scenario, policy, {}), targets_of(file, written), file.parameters, written)
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
    found = question(scenario, "as_is", resolve_policy(scenario, "as_is", {}), [target], said, Written({}, {(): None}))
    assert [found.point([position])[0] for position in (0.0, 0.55, 1.0)] == [3.0, 6.0, 9.0]


def test_many_numbers_are_fitted_as_one_and_written_each_by_itself() -> None:
    scenario, many = load_scenario("leping", {}), ("kinds.*.handlers.*", "topics.*.work.cv")
    target, said = Target("mean_days", 20.0, 1.0, 0.0), dict.fromkeys(many)
    asked = question(scenario, "as_is", resolve_policy(scenario, "as_is", {}), [target], said, Written({}, {(): None}))
    assert [asked.point([position] * 2) for position in (0.0, 0.5, 1.0)] == [pytest.approx([times] * 2) for times in (0.5, 1.0, 2.0)]
    told_apart, flat = Told(2.0, 0.5, "told", None, math.nan), Told(0.0, 0.0, "flat", None, math.nan)
    found = cast("Calibration", SimpleNamespace(question=asked, central=(1.5, 1.0), told=(told_apart, flat)))
    mapping = scenario_mapping(found, "leping", Path(), Text(zh="目标", en="targets"))
    assert mapping["kinds"]["party"]["handlers"] == pytest.approx({"village": 1.5, "township": 0.9, "city": 0.45})
    assert set(mapping["kinds"]) == set(scenario.kinds)
    assert "topics" not in mapping


def test_targets_of_a_log_have_no_unit_and_a_third_of_them_is_held_out() -> None:
    from json import loads

    path = Path(__file__).parents[2] / "docs/evidence/validation/log_shapes/incidents.json"
    shape = shape_from(loads(path.read_text("utf-8")), path.name)
    targets = targets_of_log(shape)
    values = log_values(shape)
    assert "log.median_days" not in {one.name for one in targets}
    assert "log.handoffs_mean" in {one.name for one in targets}
    assert all(one.value == values[one.name] and one.discrepancy >= 0.25 * abs(one.value) for one in targets)
    assert sum(one.held_out for one in targets) == len(targets) // 3
    share = next(one for one in targets if one.name == "log.reopened_share")
    assert share.error == pytest.approx(math.sqrt(share.value * (1 - share.value) / shape.cases))
    assert all(target_text(name).zh != target_text(name).en for name in log_names())
