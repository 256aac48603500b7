"""MSER-5 on series whose settling is known, and the hint."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from cogov.analysis.warmup import mser5, warmup_hint

Array = NDArray[np.float64]
DAYS = np.arange(365)


def rising(tau: float, seed: int = 1, noise: float = 3.0) -> Array:
    return np.asarray(100 * (1 - np.exp(-DAYS / tau)) + np.random.default_rng(seed).normal(0, noise, DAYS.size))


def by_definition(series: Array) -> int:
    """White's formula written out: batch means of five days, the truncation in the first half with the least squared error."""
    means = [float(np.mean(series[start : start + 5])) for start in range(0, len(series) // 5 * 5, 5)]
    errors = [sum((one - np.mean(means[d:])) ** 2 for one in means[d:]) / len(means[d:]) ** 2 for d in range(len(means) // 2)]
    return 5 * int(np.argmin(errors))


@pytest.mark.parametrize("tau", [1.0, 10.0, 30.0])
def test_mser5_is_its_definition(tau: float) -> None:
    assert mser5(rising(tau)) == by_definition(rising(tau))


def test_mser5_by_hand() -> None:
    """Batches 0 0 10 12 10 12 10 12 10 12: squared errors 2.02, 1.43, .125, .140, .167: two batches, ten days, are left out."""
    batches = [0, 0, 10, 12, 10, 12, 10, 12, 10, 12]
    assert mser5(np.repeat(np.array(batches, dtype=float), 5)) == 10


@pytest.mark.parametrize(("tau", "early", "late"), [(10.0, 25, 100), (30.0, 80, 170)])
def test_mser5_lies_where_the_bias_has_sunk_into_the_noise(tau: float, early: int, late: int) -> None:
    """After 3 to 5 time constants, over 50 series."""
    found = [mser5(rising(tau, seed)) for seed in range(50)]
    told = [day for day in found if day is not None]
    assert len(told) >= 47
    assert early <= float(np.median(told)) <= late


def test_a_series_that_never_settles_has_no_answer() -> None:
    assert mser5(rising(400)) is None


def test_a_settled_series_needs_nothing() -> None:
    assert mser5(np.full(365, 7.0)) == 0
    found = [mser5(np.random.default_rng(seed).normal(50, 5, 365)) for seed in range(50)]
    assert float(np.median([day for day in found if day is not None])) <= 20


def test_too_few_days_have_no_answer() -> None:
    assert mser5(np.arange(19.0)) is None


def study(*runs: Array, series: str = "backlog") -> pd.DataFrame:
    return pd.concat([pd.DataFrame({"run_id": str(place), "day": DAYS, series: one}) for place, one in enumerate(runs)])


def wandering(seed: int) -> Array:
    """A queue that is full from the first day on, and wanders for months by luck: an autoregression with a memory of a month."""
    shocks, level = np.random.default_rng(seed).normal(0, 3, DAYS.size), 0.0
    found = []
    for shock in shocks:
        level = 0.97 * level + shock
        found.append(100 + level)
    return np.array(found)


def test_a_short_warmup_is_told_with_its_size_and_the_number_of_runs() -> None:
    runs = [rising(30, seed) for seed in range(6)]
    hint = warmup_hint(study(*runs), 20)
    assert hint is not None
    day = mser5(np.mean(runs, axis=0))
    assert f"of days 20 to {day} is −" in hint.en
    assert "over 6 runs" in hint.en
    assert f"第 20 至 {day} 天" in hint.zh
    assert "6 次运行" in hint.zh
    assert warmup_hint(study(*runs), 200) is None


def test_luck_is_no_warm_up() -> None:
    """MSER-5 of what has always been settled names days up to the half; what is said of it must be as rare as a 95 % interval makes it."""
    late, told, studies = 0, 0, 50
    for first in range(0, 5 * studies, 5):
        runs = [wandering(seed) for seed in range(first, first + 5)]
        day = mser5(np.mean(runs, axis=0))
        late += day is None or day > 60
        told += warmup_hint(study(*runs), 60) is not None
    assert late >= 10
    assert told <= 4


def test_of_a_single_run_nothing_is_said() -> None:
    assert warmup_hint(study(rising(30)), 20) is None


def test_need_on_its_way_is_no_warm_up() -> None:
    """A step of 1 % on day 150 is found by MSER-5, and matters to no mean."""
    runs = [np.where(DAYS < 150, 99.0, 100.0) + rising(1, seed, noise=0.1) - 100 for seed in range(4)]
    assert (mser5(np.mean(runs, axis=0)) or 0) >= 145
    assert warmup_hint(study(*runs), 60) is None


def test_what_never_settles_is_told_too() -> None:
    hint = warmup_hint(study(*(rising(400, seed) for seed in range(3))), 60)
    assert hint is not None
    assert "has not settled by the end" in hint.en


def test_other_series_are_not_watched() -> None:
    assert warmup_hint(study(*(rising(400, seed) for seed in range(3)), series="trust"), 0) is None
