"""Curves of settlement, Gini coefficients, inequity and gaps against hand-worked cases and closed forms (FACTS A11)."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from cogov.model.measures import (
    CENSORED,
    GIVEN_UP,
    LAPSED,
    SETTLED,
    Curve,
    aalen_johansen,
    course,
    gini,
    inequity,
    quantile,
    restricted_mean,
    unsettled_days,
    worst_shortfall,
)
from cogov.model.parts import Parts

HAND_DURATION = [1, 2, 2, 3, 5]
HAND_EVENT = [SETTLED, GIVEN_UP, SETTLED, CENSORED, SETTLED]
# day 1: n = 5, 1 settled of 1 ended      F = 1 · 1/5                 = 1/5     S = 4/5
# day 2: n = 4, 1 settled of 2 ended      F = 1/5 + 4/5 · 1/4         = 2/5     S = 4/5 · 2/4 = 2/5
# day 3: n = 2, censored                  F = 2/5                               S = 2/5
# day 5: n = 1, 1 settled                 F = 2/5 + 2/5 · 1/1         = 4/5     S = 0; given up: 1/5, together 1


def test_the_curve_of_the_hand_worked_case() -> None:
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT)
    assert curve.days.tolist() == [1, 2, 5]
    assert curve.share == pytest.approx([0.2, 0.4, 0.8], rel=1e-12)
    assert [curve.at(day) for day in (0, 1, 4.9, 5, 99)] == pytest.approx([0, 0.2, 0.4, 0.8, 0.8])


def test_causes_and_the_open_ones_sum_to_one() -> None:
    given_up = aalen_johansen(HAND_DURATION, HAND_EVENT, GIVEN_UP)
    assert given_up.at(5) == pytest.approx(0.2)  # 4/5 · 1/4
    assert aalen_johansen(HAND_DURATION, HAND_EVENT).at(5) + given_up.at(5) == pytest.approx(1)


def test_quantiles_of_the_hand_worked_case() -> None:
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT)
    assert quantile(curve, 0.4) == 2
    assert quantile(curve, 0.5) == 5
    assert np.isnan(quantile(curve, 0.9))


def test_the_mean_within_the_horizon() -> None:
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT)
    # H = 10: 1·1 + .8·1 + .6·3 + .2·5 = 4.6;   H = 4: 1·1 + .8·1 + .6·2 = 3.0;   H = 5: 1 + .8 + .6·3 = 3.6
    assert restricted_mean(curve, 10) == pytest.approx(4.6)
    assert restricted_mean(curve, 4) == pytest.approx(3.0)
    assert restricted_mean(curve, 5) == pytest.approx(3.6)


def test_the_horizon_cuts_the_curve() -> None:
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT, horizon=4)
    assert curve.days.tolist() == [1, 2]
    assert np.isnan(quantile(curve, 0.5))
    assert restricted_mean(curve, 4) == pytest.approx(3.0)


def test_giving_up_is_not_a_fast_settlement() -> None:
    # two settled on day 1, two given up on day 1: half is never settled, H = 10 gives 1 + .5 · 9 = 5.5
    curve = aalen_johansen([1, 1, 1, 1], [SETTLED, SETTLED, GIVEN_UP, LAPSED])
    assert restricted_mean(curve, 10) == pytest.approx(5.5)
    assert quantile(curve, 0.5) == 1


def test_without_censoring_it_is_the_plain_share() -> None:
    draws = np.random.default_rng(1)
    duration, event = draws.exponential(10, 500).round(1), draws.integers(1, 4, 500)
    curve = aalen_johansen(duration, event)
    for day in (0.5, 5.0, 20.0, 80.0):
        assert curve.at(day) == pytest.approx(np.mean((duration <= day) & (event == SETTLED)), abs=1e-12)


def test_without_competitors_it_is_kaplan_meier() -> None:
    draws = np.random.default_rng(2)
    true, seen = draws.exponential(10, 300), draws.uniform(0, 30, 300)
    duration, settled = np.minimum(true, seen), true <= seen
    curve = aalen_johansen(duration, np.where(settled, SETTLED, CENSORED))
    theirs = stats.ecdf(stats.CensoredData(uncensored=duration[settled], right=duration[~settled])).cdf
    for day in (1.0, 5.0, 15.0, 29.0):
        assert curve.at(day) == pytest.approx(float(theirs.evaluate(day)), abs=1e-12)


def test_censoring_does_not_bias_competing_risks() -> None:
    # settled at rate .1, given up at rate .05: F(t) = 2/3 (1 − exp(−.15 t)); seen for 0 to 40 days
    draws = np.random.default_rng(3)
    settled, given_up, seen = (
        draws.exponential(10, 40_000),
        draws.exponential(20, 40_000),
        draws.uniform(0, 40, 40_000),
    )
    times = np.stack([seen, settled, given_up])
    curve = aalen_johansen(times.min(axis=0), times.argmin(axis=0))
    for day in (3.0, 10.0, 25.0):
        assert curve.at(day) == pytest.approx(2 / 3 * (1 - math.exp(-0.15 * day)), abs=0.012)


def test_tied_censoring_comes_after_the_event() -> None:
    # day 2: both at risk, one settled: F = 1/2
    assert aalen_johansen([2, 2], [SETTLED, CENSORED]).at(2) == pytest.approx(0.5)


def test_no_matters_no_numbers() -> None:
    curve = aalen_johansen([], [])
    assert np.isnan(curve.at(3))
    assert np.isnan(quantile(curve, 0.5))
    assert np.isnan(restricted_mean(curve, 90))


def test_all_open_means_the_whole_horizon() -> None:
    curve = aalen_johansen([5, 9], [CENSORED, CENSORED])
    assert restricted_mean(curve, 90) == 90
    assert np.isnan(quantile(curve, 0.5))


@pytest.mark.parametrize(("duration", "event"), [([1, 2], [1]), ([-1.0], [1]), ([math.nan], [1])])
def test_nonsense_is_refused(duration: list[float], event: list[int]) -> None:
    with pytest.raises(ValueError, match="duration"):
        aalen_johansen(duration, event)


def test_gini_by_hand() -> None:
    # 1, 2, 3: ranks −2, 0, 2: (−2 + 6) / (3 · 6) = 4/18, corrected by 3/2: 1/3
    assert gini([3, 1, 2], correction=False) == pytest.approx(4 / 18)
    assert gini([3, 1, 2]) == pytest.approx(1 / 3)


def test_gini_of_equal_shares_and_of_one_who_takes_all() -> None:
    assert gini([5.0] * 7) == pytest.approx(0)
    assert gini([0, 0, 0, 1], correction=False) == pytest.approx(3 / 4)
    assert gini([0, 0, 0, 1]) == pytest.approx(1)


GRID = (np.arange(400_000) + 0.5) / 400_000


@pytest.mark.parametrize(
    ("values", "closed_form", "tolerance"),
    [
        (GRID, 1 / 3, 1e-6),
        (stats.expon.ppf(GRID), 1 / 2, 1e-5),
        (stats.lognorm.ppf(GRID, 0.25), math.erf(0.125), 1e-5),
        (stats.lognorm.ppf(GRID, 0.5), math.erf(0.25), 1e-5),
        (stats.lognorm.ppf(GRID, 1.0), math.erf(0.5), 1e-4),
        (stats.pareto.ppf(GRID, 3), 1 / 5, 1e-4),
        (stats.pareto.ppf(GRID, 2), 1 / 3, 2e-3),  # the tail beyond the grid's last point still counts
    ],
    ids=["uniform", "exponential", "lognormal .25", "lognormal .5", "lognormal 1", "pareto 3", "pareto 2"],
)
def test_gini_closed_forms(values: NDArray[np.float64], closed_form: float, tolerance: float) -> None:
    assert gini(values) == pytest.approx(closed_form, abs=tolerance)


def test_the_correction_removes_the_bias_of_small_groups() -> None:
    draws = np.random.default_rng(4).exponential(1.0, (4000, 5))
    assert np.mean([gini(row) for row in draws]) == pytest.approx(0.5, abs=0.01)
    assert np.mean([gini(row, correction=False) for row in draws]) == pytest.approx(0.4, abs=0.01)


def test_gini_is_nothing_without_anything_to_share() -> None:
    for values in ([], [0.0, 0.0], [3.0]):
        assert math.isnan(gini(values))
    assert gini([3.0], correction=False) == 0
    with pytest.raises(ValueError, match="below 0"):
        gini([1.0, -1.0])


def test_marks_by_hand() -> None:
    # settled on days 1, 2 and 5 with marks .5, 1 and .25, each step of the curve above being 1/5, 1/5 and 2/5: .1 + .2 + .1
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT, mark=[0.5, 9, 1.0, 9, 0.25])
    assert curve.share == pytest.approx([0.1, 0.3, 0.4])


def test_days_expected_of_a_matter_watched_for_some_days() -> None:
    curve = aalen_johansen(HAND_DURATION, HAND_EVENT)
    # day by day: 1, .8, .6, .6, .6, then .2
    assert unsettled_days(curve, np.array([0.0, 0.5, 1.0, 2.0, 4.5, 10.0])) == pytest.approx([0, 0.5, 1, 1.8, 3.3, 4.6])


def test_inequity_by_hand() -> None:
    # four people; one of low standing, rank 1/8, three equals, rank 5/8. Need is equal; the low one bears 2 of 5:
    # HI = 2 Σ (n_i/N − b_i/B)(R_i − 1/2) = 2 [(1/4 − 2/5)(−3/8) + (3/4 − 3/5)(1/8)] = 2 (.05625 + .01875) = .15
    assert inequity([2, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 1]) == pytest.approx(0.15)
    assert inequity([1, 1, 1, 2], [1, 1, 1, 1], [1, 1, 1, 0]) == pytest.approx(0.15)  # in whatever order
    assert inequity([0.5, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 1]) < 0  # the low one bears less


def test_inequity_asks_for_need_and_not_who_has_a_matter() -> None:
    assert inequity([8, 1, 1, 0], [16, 2, 2, 0], [0, 1, 1, 1]) == pytest.approx(0)  # the low one bears most, as its need explains
    few, many = np.r_[2.0, 1, 1, 1, np.zeros(96)], np.r_[np.ones(4), np.zeros(96)]
    poor = np.r_[0, np.ones(3), np.zeros(24), np.ones(72)]
    assert inequity(few, many, poor) == pytest.approx(0.15)  # the same with 96 people who have no matter
    assert inequity(few / 2, many / 2, poor) == pytest.approx(0.15)  # and when everybody waits half as long
    assert math.isnan(inequity([0, 0], [1, 1], [0, 1]))


def _gaps(true: float) -> tuple[float, float]:
    """Return the mean over 300 towns of the raw and the corrected gap; the tenth group, a twentieth of the people, lies `true` below."""
    draws, shares = np.random.default_rng(5), (0.17, 0.65, 0.18, 0.08, 0.92, 0.2, 0.8, 0.1, 0.9, 0.05, 0.3, 0.6, 0.4)
    groups = [draws.random(3000) < size for size in shares]
    raw, corrected = [], []
    for _ in range(300):
        gain = 0.6 + 0.05 * draws.standard_normal(3000) - true * groups[9]
        means = [gain[who].mean() for who in groups]
        raw.append(gain.mean() - min(means))
        corrected.append(worst_shortfall(gain.mean(), gain.std(), means, [who.sum() for who in groups], 3000))
    return float(np.mean(raw)), float(np.mean(corrected))


def test_the_worst_of_groups_that_do_not_differ_is_hardly_worse() -> None:
    raw, corrected = _gaps(0.0)
    assert raw > 0.003  # the luck of small groups alone
    assert 0 <= corrected < raw / 4


def test_a_group_that_is_worse_off_is_seen() -> None:
    raw, corrected = _gaps(0.05)  # .95 · .05 below the mean
    assert raw == pytest.approx(0.0475, abs=0.001)
    assert corrected == pytest.approx(0.0475, rel=0.15)
    assert corrected < raw


def test_the_worst_shortfall_by_hand() -> None:
    # mean .6; groups of 50 of 100: .5 and .7. s² = .1² (1/50 − 1/100) = .0001, d = ±.1, τ² = .01 − .0001 = .0099: .1 · .0099/.01
    assert worst_shortfall(0.6, 0.1, [0.5, 0.7], [50, 50], 100) == pytest.approx(0.099)
    assert worst_shortfall(0.6, 0.1, [0.595, 0.605], [50, 50], 100) == 0  # less than luck would make them
    assert math.isnan(worst_shortfall(0.6, 0.1, [], [], 100))


def test_a_curve_that_rounding_keeps_below_a_half_has_reached_it() -> None:
    days = np.array([1.0, 2.0])
    assert quantile(Curve(days, np.array([0.5 - 1e-13, 0.9]), Parts.one(2), np.array([2])), 0.5) == 1
    assert quantile(Curve(days, np.array([0.5 - 1e-11, 0.9]), Parts.one(2), np.array([2])), 0.5) == 2


def test_the_first_and_the_last_day_count() -> None:
    assert aalen_johansen([0.0, 3.0], [SETTLED, SETTLED]).at(0) == 0.5
    assert aalen_johansen(HAND_DURATION, HAND_EVENT, horizon=5).days.tolist() == [1, 2, 5]
    assert aalen_johansen([4.0], [SETTLED]).at(4) == 1  # a curve of one step


def test_without_need_there_is_no_inequity() -> None:
    assert math.isnan(inequity([1, 1], [0, 0], [0, 1]))


def test_gini_refuses_what_is_not_finite() -> None:
    with pytest.raises(ValueError, match="finite"):
        gini([1.0, math.inf])
    assert gini([0.0, 4.0], correction=False) == 0.5
    assert gini([0.0, 4.0]) == 1


def test_the_worst_shortfall_of_unequal_groups_by_hand() -> None:
    # groups of 20 and 80 of 100: s² = .01 (1/20 − 1/100) = .0004 and .01 (1/80 − 1/100) = .000025; d = .2 and −.05;
    # τ² = ((.04 − .0004) + (.0025 − .000025)) / 2 = .0210375; .2 · .0210375 / .0214375
    assert worst_shortfall(0.6, 0.1, [0.4, 0.65], [20, 80], 100) == pytest.approx(0.2 * 0.0210375 / 0.0214375)
    assert worst_shortfall(0.6, 0.0, [0.6, 0.6], [50, 50], 100) == 0


def test_inequity_does_not_depend_on_the_unit() -> None:
    # the case above in hundredths
    assert inequity([0.02, 0.01, 0.01, 0.01], [0.01] * 4, [0, 1, 1, 1]) == pytest.approx(0.15)


def test_a_course_gives_the_curve_of_every_mark() -> None:
    """By hand: one settles on day 1 and one on day 4, one is given up on day 2, one is watched to day 9; the order does not matter."""
    days, how, mark = np.array([4.0, 1, 9, 2]), np.array([SETTLED, SETTLED, CENSORED, GIVEN_UP]), [0.5, 1.0, 7, 7]
    for order in ([0, 1, 2, 3], [1, 3, 0, 2]):
        followed = course(days[order], how[order])
        assert (followed.curve().days.tolist(), followed.curve().share.tolist()) == ([1, 4], [0.25, 0.5])
        assert followed.curve(np.array(mark)[order]).share.tolist() == [0.25, 0.375]


def test_the_restricted_mean_is_the_area_over_the_curve_where_it_ends_before_at_and_behind_the_horizon() -> None:
    curve = aalen_johansen([1.0, 4.0], [SETTLED, SETTLED])  # 1 to day 1, then ½ to day 4, then 0
    assert [restricted_mean(curve, horizon) for horizon in (0.5, 2, 4, 9)] == [0.5, 1.5, 2.5, 2.5]
