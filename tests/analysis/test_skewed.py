import numpy as np
import pytest
from scipy import stats

from cogov.analysis.front import Front, front
from cogov.analysis.paired import effect_size, paired_difference, t_interval
from cogov.analysis.skewed import MOST, bootstrap_t, is_skewed

STUDIES, N = 600, 20


def test_skewness_is_scipys_and_told_from_chance() -> None:
    values = np.random.default_rng(1).exponential(1, 40)
    error = np.sqrt(6 * 40 * 39 / (38 * 41 * 43))
    assert is_skewed(values) == (abs(stats.skew(values, bias=False)) > 2 * error)
    assert is_skewed(values)
    assert not is_skewed(np.arange(30.0))
    assert not is_skewed(np.array([0.0, 0, 0, 9]))
    assert not is_skewed(np.full(20, 3.0))


def test_the_bootstrap_covers_skewed_means_better_than_t() -> None:
    rng = np.random.default_rng(20261123)
    samples = rng.lognormal(0, 1, (STUDIES, N)) - np.exp(0.5)
    boot = [low <= 0 <= high for low, high, _ in map(bootstrap_t, samples)]
    student = [low <= 0 <= high for low, high, _ in map(t_interval, samples)]
    assert np.mean(boot) >= 0.9
    assert np.mean(boot) > np.mean(student) + 0.03


def test_on_a_symmetric_sample_it_is_about_the_t_interval() -> None:
    values = np.random.default_rng(2).normal(1, 2, 200)
    np.testing.assert_allclose(bootstrap_t(values)[:2], t_interval(values)[:2], atol=0.05)


def test_the_same_values_give_the_same_interval_and_the_p_value_agrees_with_it() -> None:
    values = np.random.default_rng(3).exponential(1, 25)
    low, high, p = bootstrap_t(values)
    assert bootstrap_t(values) == (low, high, p)
    assert low > 0
    assert p < 0.05
    assert bootstrap_t(values - low)[2] == pytest.approx(0.05, abs=0.005)


def test_a_plain_difference_stays_one_after_the_adjustment_for_many_indicators_and_looks() -> None:
    """No resample is beyond what was seen: p has to be far below what few resamples could say."""
    values = np.random.default_rng(3).exponential(1, 25) + 1
    assert bootstrap_t(values)[2] == pytest.approx(2 / (MOST + 1), rel=0.05)
    assert 300 * 7 * bootstrap_t(values)[2] < 0.05
    doubtful = values - bootstrap_t(values, 0.998)[0]
    assert bootstrap_t(doubtful)[2] == pytest.approx(0.002, rel=0.6)


def test_a_paired_difference_minds_skewness_only_when_asked() -> None:
    rng = np.random.default_rng(4)
    baseline = rng.normal(10, 1, 30)
    policy = baseline + rng.exponential(1, 30)
    plain, minded = paired_difference(policy, baseline), paired_difference(policy, baseline, mind_skewness=True)
    assert (plain.method, minded.method) == ("t", "bootstrap")
    assert minded.ci_low > plain.ci_low
    assert paired_difference(baseline + rng.normal(1, 1, 30), baseline, mind_skewness=True).method == "t"


def test_an_effect_size_is_in_standard_deviations_of_the_baseline() -> None:
    baseline = np.array([1.0, 2.0, 3.0])
    assert effect_size(np.array([0.5, 0.5, 0.5]), baseline) == pytest.approx(0.5)
    assert effect_size(np.array([0.5, 0.5]), np.array([1.0, 1.0])) is None


def test_the_front_holds_what_no_other_is_both_cheaper_and_better_than() -> None:
    costs = {"a": 0.0, "b": 1.0, "c": 2.0, "d": 2.0}
    days = {"a": 10.0, "b": 8.0, "c": 9.0, "d": 5.0}
    told = frozenset((one, other) for one in days for other in days if days[one] < days[other])
    assert front(costs, told) == Front(("a", "b", "d"), {})
    assert front(costs, frozenset((worse, better) for better, worse in told)) == Front(("a",), {})


def test_what_cannot_be_told_apart_is_on_no_front_of_its_own() -> None:
    costs = {"a": 1.0, "b": 2.0, "c": 3.0}
    assert front(costs, frozenset()) == Front(("a",), {"b": "a", "c": "a"})
    assert front(costs, frozenset({("c", "a")})) == Front(("a", "c"), {"b": "a"})
    assert front(costs, frozenset({("b", "c"), ("b", "a")})) == Front(("a", "b"), {})
