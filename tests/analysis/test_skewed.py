import math

import numpy as np
import pytest
from scipy import stats
from scipy.optimize import brentq

from cogov.analysis.overview import Front, front
from cogov.analysis.paired import ENOUGH, MOST, RESAMPLES, SEED, bootstrap_t, effect_size, is_skewed, paired_difference, t_interval

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


def _of_skewness(n: int, skewness: float) -> np.ndarray:
    """Return n values of a sample skewness: an even row and one value as far off as it takes."""
    row = np.linspace(-1, 1, n - 1)
    far = brentq(lambda x: stats.skew(np.append(row, x), bias=False) - skewness, 1e-6, 100)
    return np.append(row, far)


@pytest.mark.parametrize(("n", "twice_the_error"), [(10, 1.374086), (25, 0.927367)])
def test_skewness_is_told_at_two_standard_errors(n: int, twice_the_error: float) -> None:
    # n = 10: 6 · 10 · 9 / (8 · 11 · 13) = 540 / 1144, twice the root 1.374086; n = 25: 3600 / (23 · 26 · 28) = 3600 / 16744, .927367
    for side in (1, -1):
        assert not is_skewed(side * _of_skewness(n, 0.999 * twice_the_error))
        assert is_skewed(side * _of_skewness(n, 1.001 * twice_the_error))


def test_of_nine_values_no_skewness_is_told_of_ten_it_is() -> None:
    assert not is_skewed(np.append(np.zeros(8), 1.0))
    assert is_skewed(np.append(np.zeros(9), 1.0))


def _by_hand(values: np.ndarray) -> list[float]:
    """Return the t statistics of the resamples one by one, leaving out those without spread."""
    n, found = len(values), []
    for places in np.random.default_rng(SEED).integers(0, n, (RESAMPLES, n)):
        drawn = values[places].tolist()
        mean = math.fsum(drawn) / n
        if len(set(drawn)) > 1:
            error = math.sqrt(math.fsum((one - mean) ** 2 for one in drawn) / (n - 1) / n)
            found.append((mean - float(values.mean())) / error)
    return found


def test_interval_and_p_value_by_hand() -> None:
    # eleven 0 and one 1: (11/12)^12 = .352 of the resamples are all 0 and have no t statistic
    for values in (np.append(np.zeros(11), 1.0), np.random.default_rng(6).exponential(1, 12) - 0.7):
        own = _by_hand(values)
        error = np.sqrt(values.var(ddof=1) / 12)
        low, high = np.quantile(own, [0.05, 0.95])
        found = bootstrap_t(values, 0.9)
        assert found[:2] == pytest.approx((values.mean() - high * error, values.mean() - low * error), rel=1e-9)
    t = values.mean() / error
    beyond = min(sum(one >= t for one in own), sum(one <= t for one in own))
    assert beyond >= ENOUGH  # so that no more are drawn
    assert found[2] == pytest.approx(2 * (beyond + 1) / (len(own) + 1), rel=1e-12)
