"""Paired differences against scipy and hand-worked cases, and how often the interval covers the truth."""

import math

import numpy as np
import pytest
from scipy import stats

from cogov.analysis.comparison import Comparison, family
from cogov.analysis.paired import (
    contrast,
    crossed_difference,
    effect,
    effect_size,
    holm,
    leaves_out_0,
    paired_difference,
    t_interval,
    two_way_interval,
    variance_reduction,
    verdict,
)
from cogov.model.indicators import INDICATORS, MAIN


def test_the_interval_is_scipys() -> None:
    draws = np.random.default_rng(1)
    b = draws.normal(0.5, 0.1, 15)
    a = b + draws.normal(0.03, 0.02, 15)
    found, theirs = paired_difference(a, b), stats.ttest_rel(a, b)
    interval = theirs.confidence_interval(0.95)
    assert found.p == pytest.approx(theirs.pvalue, rel=1e-9)
    assert (found.ci_low, found.ci_high) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert found.difference == pytest.approx(np.mean(a - b))


def test_by_hand() -> None:
    # differences 1, 2, 3: mean 2, sd 1, error 1/√3, t(.975; 2) = 4.302653
    found = paired_difference([2, 4, 6], [1, 2, 3])
    assert found.difference == 2
    assert found.ci_high - found.ci_low == pytest.approx(2 * 4.302653 / math.sqrt(3), rel=1e-6)
    assert found.mean - found.difference == 2  # the baseline's mean over the same pairs
    # var a = 4, var b = 1, var (a − b) = 1
    assert found.variance_reduction == pytest.approx(5)


def test_pairs_with_an_undefined_half_do_not_count() -> None:
    found = paired_difference([2, 4, math.nan, 6], [1, 2, 7, math.nan])
    assert found.pairs == 2
    assert (found.mean, found.difference) == (3, 1.5)


def test_without_a_pair_the_policys_own_mean_stands() -> None:
    found = paired_difference([2.0, 4.0], [math.nan, math.nan])
    assert (found.pairs, found.mean) == (0, 3)
    assert math.isnan(found.difference)
    assert verdict(found, math.nan) == "cannot be told apart yet"
    assert math.isnan(paired_difference([], []).mean)


def test_one_pair_gives_no_interval() -> None:
    found = paired_difference([2.0], [1.0])
    assert found.difference == 1
    assert math.isnan(found.ci_low)
    assert math.isnan(found.p)
    assert found.variance_reduction is None


def test_identical_runs_are_called_identical() -> None:
    found = paired_difference([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])
    assert (found.ci_low, found.ci_high, found.p, found.variance_reduction) == (0, 0, 1, None)
    assert verdict(found, found.p) == "identical"


def test_a_constant_difference_has_no_width() -> None:
    found = paired_difference([1.5, 2.5, 3.5], [1.0, 2.0, 3.0])
    assert (found.ci_low, found.ci_high, found.p) == (0.5, 0.5, 0)
    assert verdict(found, 0.0) == "higher"


def test_verdicts_follow_the_adjusted_p() -> None:
    found = paired_difference([1.0, 2.1, 2.9], [2.0, 3.0, 4.0])
    assert verdict(found, 0.01) == "lower"
    assert verdict(found, 0.05) == "cannot be told apart yet"


def test_the_interval_of_a_share_stays_possible() -> None:
    free, cut = (paired_difference([1, 0, 1], [0, 1, 0], bounds=bounds) for bounds in (None, (0.0, 1.0)))
    assert free.ci_high > 1
    assert (cut.ci_low, cut.ci_high) == (-1, 1)


def test_common_luck_reduces_variance() -> None:
    draws = np.random.default_rng(2)
    luck = draws.normal(0, 1, 4000)
    a, b = luck + draws.normal(0, 0.5, 4000), luck + draws.normal(0, 0.5, 4000)
    assert variance_reduction(a, b) == pytest.approx(2.5 / 0.5, rel=0.1)
    assert variance_reduction(a, draws.normal(0, 1, 4000)) == pytest.approx(1, rel=0.1)


def test_holm_by_hand() -> None:
    # ascending .01, .02, .03, .04 times 4, 3, 2, 1: .04, .06, .06, .04, made monotone: .04, .06, .06, .06
    assert holm([0.03, 0.01, 0.04, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1, 1])


def test_holm_does_not_count_what_is_undefined() -> None:
    adjusted = holm([0.01, math.nan, 0.04])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert math.isnan(adjusted[1])
    assert holm([]).size == 0


def test_the_interval_covers_the_truth_as_often_as_it_says() -> None:
    # skewed differences of mean .1; 2,000 experiments, standard error .5 points, so 93 to 97 % is four of them
    draws = np.random.default_rng(3)
    differences = 0.1 + 0.02 * (draws.gamma(4, 1, (2000, 12)) - 4)
    found = [paired_difference(row, np.zeros(12)) for row in differences]
    assert 0.93 < np.mean([one.ci_low < 0.1 < one.ci_high for one in found]) < 0.97


def test_lists_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        paired_difference([1, 2], [1])


def _runs() -> list[dict[str, object]]:
    draws = np.random.default_rng(4)
    runs: list[dict[str, object]] = []
    for seed in range(8):
        luck = draws.normal(0, 0.05)
        for policy, shift in (("a", 0.0), ("b", -0.1)):
            values = {"capped_share": 0.2, "trust": 0.5 + luck, "mean_days": 30 + 100 * (shift + luck + draws.normal(0, 0.01))}
            values |= {"median_days": math.nan, "mean_days@rural": 30.0, "owned_in_time_rate": 0.5}
            runs.append({"policy": policy, "seed": seed, "indicators": values})
    return runs


def test_a_comparison_reads_in_order_and_speaks_json() -> None:
    comparison = Comparison.from_results("leping", "a", ["a", "b"], _runs())
    assert [row.indicator for row in comparison.results] == [
        "owned_in_time_rate",
        "mean_days",
        "median_days",
        "trust",
        "capped_share",
    ]
    document = comparison.as_json()
    assert document["replicates"] == 8
    assert set(document["results"][0]) == {
        "indicator",
        "policy",
        "mean",
        "difference",
        "ci_low",
        "ci_high",
        "p_adjusted",
        "verdict",
        "measured_in",
        "variance_reduction",
        "method",
        "effect_size",
        "p",
        "family",
        "family_size",
        "unit",
        "seeds",
        "worlds",
    }
    assert document["results"][2]["mean"] is None
    assert comparison.frame().set_index("indicator").loc["median_days", "mean"] != 0
    row = comparison.row("mean_days", "b")
    assert (row.verdict, row.effect) == ("lower", 1)
    assert comparison.row("trust", "b").verdict == "identical"


def test_groups_stand_in_only_when_asked_and_cost_no_power() -> None:
    without, with_groups = (Comparison.from_results("s", "a", ["a", "b"], _runs(), groups=groups) for groups in (False, True))
    assert with_groups.row("mean_days@rural", "b").verdict == "identical"
    assert len(with_groups.results) == len(without.results) + 1
    assert with_groups.row("mean_days", "b").p_adjusted == without.row("mean_days", "b").p_adjusted


def test_main_indicators_are_a_family_of_their_own() -> None:
    without = [run | {"indicators": {k: v for k, v in run["indicators"].items() if family(k) == "main"}} for run in _runs()]  # type: ignore[attr-defined]
    everything, main = (Comparison.from_results("s", "a", ["a", "b"], runs) for runs in (_runs(), without))
    assert len(everything.results) > len(main.results)
    for row in main.results:
        assert row.p_adjusted == everything.row(row.indicator, "b").p_adjusted


def test_a_familys_p_values_are_adjusted_over_its_indicators_and_policies() -> None:
    draws, values = np.random.default_rng(5), {}
    for policy in "abc":
        for name in ("mean_days", "trust", "security"):
            values[policy, name] = draws.normal(0.5 + 0.02 * "abc".index(policy), 0.01, 6)
    runs = [
        {"policy": p, "seed": s, "indicators": {n: values[p, n][s] for n in ("mean_days", "trust", "security")}}
        for p in "abc"
        for s in range(6)
    ]
    found = Comparison.from_results("s", "a", "abc", runs)
    raw = {(n, p): paired_difference(values[p, n], values["a", n]).p for n in ("mean_days", "trust", "security") for p in "bc"}
    for names in (["mean_days"], ["trust", "security"]):
        keys = [(name, policy) for name in names for policy in "bc"]
        assert [found.row(*key).p_adjusted for key in keys] == pytest.approx(holm([raw[key] for key in keys]))


def test_every_indicator_has_its_family() -> None:
    assert [family(name) for name in ("mean_days", "trust", "my_own_rate", "mean_days@rural")] == ["main", "other", "other", "groups"]


def test_the_order_of_runs_does_not_matter_and_a_lost_run_only_costs_its_pair() -> None:
    runs = _runs()
    forward = Comparison.from_results("s", "a", ["a", "b"], runs).frame()
    assert forward.equals(Comparison.from_results("s", "a", ["a", "b"], runs[::-1]).frame())
    assert Comparison.from_results("s", "a", ["a", "b"], runs[1:]).row("mean_days", "b").mean < 30


def test_a_run_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="two runs of seed 0"):
        Comparison.from_results("s", "a", ["a", "b"], [*_runs(), _runs()[0]])


def test_main_indicators_are_declared() -> None:
    assert set(MAIN) <= set(INDICATORS)


def test_worlds_and_seeds_by_hand() -> None:
    # differences 1, 2 | 2, 4: mean 2.25; worlds 1.5 and 3, seeds 1.5 and 3; rest ± .25.
    # MS_w = MS_s = 2 · 2 · .75² = 2.25, MS_e = 4 · .25² = .25; 4.25 / 4, freedom 4.25² / (2.25² + 2.25² + .25²) = 1.773006
    found = crossed_difference(np.array([[2.0, 4.0], [3.0, 7.0]]), np.array([[1.0, 2.0], [1.0, 3.0]]))
    error, freedom = math.sqrt(4.25 / 4), 18.0625 / 10.1875
    half = stats.t.ppf(0.975, freedom) * error
    assert (found.ci_low, found.ci_high) == pytest.approx((2.25 - half, 2.25 + half))
    assert found.p == pytest.approx(2 * stats.t.cdf(-2.25 / error, freedom))
    assert (found.pairs, found.mean, found.difference, found.method) == (4, 4.0, 2.25, "two_way")
    # between seeds: policy 2 and 8, baseline .5 and 2, differences .5 and 2: (2.5 + 10) / (.5 + 2)
    assert found.variance_reduction == pytest.approx(5)
    assert found.effect_size == pytest.approx(2.25 / math.sqrt(1.25))


def test_a_component_below_0_is_none() -> None:
    # mean 1.25, worlds and seeds 1.5 and 1: MS_w = MS_s = .25; MS_e = 4 · 1.25² = 6.25 leaves nothing: .25 / 4 with one degree of freedom
    low, high, p = two_way_interval(np.array([[3.0, 0.0], [0.0, 2.0]]))
    half = 0.25 * 12.7062047
    assert (low, high) == pytest.approx((1.25 - half, 1.25 + half))
    assert p == pytest.approx(1 - 2 * math.atan(5) / math.pi)  # Cauchy beyond 1.25 / .25


def test_where_seeds_alone_differ_their_number_counts() -> None:
    # 3 worlds alike, seeds 0 and 2: MS_s = 3 · 2 = 6 with one degree of freedom, nothing else; 6 / 6, t(.975; 1) = 12.7062
    assert two_way_interval(np.array([[0.0, 2.0]] * 3)) == pytest.approx((1 - 12.7062047, 1 + 12.7062047, 0.5))
    # and worlds alone: MS_w = 6 with one degree of freedom
    assert two_way_interval(np.array([[0.0] * 3, [2.0] * 3])) == pytest.approx((1 - 12.7062047, 1 + 12.7062047, 0.5))


def test_over_worlds_what_does_not_vary_has_no_effect_size_and_no_gain_from_pairing() -> None:
    policy, still = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[0.0, 0.0], [1.0, 1.0]])
    assert crossed_difference(policy, still).effect_size is None  # the baseline is the same under every seed
    assert crossed_difference(policy, policy - 1.0).variance_reduction is None  # and here the difference


def test_intervals_over_worlds_stay_possible_and_gaps_go() -> None:
    policy, baseline = np.array([[1.0, 0.0], [0.0, 1.0], [math.nan, 1.0]]), np.array([[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])
    found = crossed_difference(policy, baseline, bounds=(0.25, 0.75))
    assert (found.ci_low, found.ci_high, found.worlds, found.seeds) == (-0.5, 0.5, 2, 2)
    alone = crossed_difference(policy[:2, :1], baseline[:2, :1])
    assert (alone.unit, alone.method, alone.variance_reduction, alone.effect_size) == ("worlds", "t", None, None)
    assert math.isnan(two_way_interval(np.ones((1, 5)))[0])
    assert math.isnan(two_way_interval(np.ones((5, 1)))[0])
    assert two_way_interval(np.zeros((2, 2))) == (0, 0, 1)
    assert two_way_interval(np.ones((2, 2))) == (1, 1, 0)


def test_what_rounding_leaves_of_no_difference_is_none() -> None:
    base = np.array([1000.0, -2000.0, 500.0])
    assert paired_difference(base * (1 + 5e-13), base).identical
    assert not paired_difference(base * (1 + 5e-12), base).identical
    assert not paired_difference([], []).identical
    assert (paired_difference(base, base).seeds, paired_difference(base, base).unit) == (3, "seeds")


def test_two_values_make_an_interval_and_an_effect() -> None:
    # differences 0 and 2: mean 1, error 1, t(.975; 1) = 12.7062; p = 1/2
    assert t_interval(np.array([0.0, 2.0])) == pytest.approx((1 - 12.7062047, 1 + 12.7062047, 0.5))
    assert variance_reduction(np.array([1.0, 4.0]), np.array([0.0, 1.0])) == pytest.approx((4.5 + 0.5) / 2)
    assert effect_size(np.array([0.5, 1.5]), np.array([0.0, 2.0])) == pytest.approx(1 / math.sqrt(2))
    assert effect_size(np.array([0.5]), np.array([1.0])) is None


def test_an_interval_that_touches_0_tells_nothing_apart() -> None:
    assert [leaves_out_0(*ends) for ends in ((0.0, 1.0), (-1.0, 0.0), (0.1, 1.0), (-1.0, -0.1))] == [False, False, True, True]


# -- effects of more than two arms -----------------------------------------------------------------------------------------------------


def test_an_effect_says_what_it_rests_on_and_over_what() -> None:
    """1, 2, 3: mean 2, standard error 1/√3, t(.975, 2) = 4.3027; what is undefined does not count."""
    found = effect([1.0, math.nan, 2.0, 3.0], unit="worlds")
    assert (found.mean, found.n, found.unit, found.sign) == (2, 3, "worlds", 0)
    assert (found.ci_low, found.ci_high) == pytest.approx((2 - 4.3026527 / math.sqrt(3), 2 + 4.3026527 / math.sqrt(3)))
    assert [effect(values).sign for values in ([1.0, 1.1, 0.9], [-1.0, -1.1, -0.9])] == [1, -1]
    nothing = effect([math.nan])
    assert (nothing.n, math.isnan(nothing.mean), nothing.sign) == (0, True, 0)


def test_two_arms_are_a_paired_difference_and_four_a_difference_of_differences() -> None:
    draws = np.random.default_rng(3)
    arms = {name: draws.normal(place, 1, 12) for place, name in enumerate("abcd")}
    assert contrast(arms, {"b": 1.0, "a": -1.0}) == paired_difference(arms["b"], arms["a"])
    found = contrast(arms, {"d": 1.0, "a": 1.0, "b": -1.0, "c": -1.0})
    expected = effect(arms["d"] - arms["c"] - (arms["b"] - arms["a"]))
    assert (found.difference, found.ci_low, found.ci_high, found.p) == pytest.approx(
        (expected.mean, expected.ci_low, expected.ci_high, expected.p)
    )
    assert (found.pairs, found.unit) == (expected.n, expected.unit) == (12, "seeds")


def test_bounds_of_an_arm_hold_as_often_as_its_weight() -> None:
    arms = {"a": np.array([1.0, 0.0]), "b": np.array([0.0, 1.0])}
    cut = [contrast(arms, {"a": times, "b": -times}, (0.0, 1.0)) for times in (1.0, 2.0)]
    assert [(one.ci_low, one.ci_high) for one in cut] == [(-1, 1), (-2, 2)]
