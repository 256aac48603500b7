"""Was the warm-up long enough? When a daily series has left what it started from.

MSER-5 (White 1997, Simulation 69: 323-334; the 5 by Spratt 1998): means of five days; leave out as many of the first as makes the mean of
the rest most certain, that is, minimise the squared standard error of the rest. Sought in the first half: the errors of short rests
are erratic; an answer at its very end is no answer, the series has not settled.
Welch (1983): the mean over replications, smoothed by a moving window, is looked at by eye; here the eye is a rule: the first day from
which the smooth curve stays within a band around its mean over the last half.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.model.indicators import INDICATORS, base
from cogov.model.words import Text

Array = NDArray[np.float64]

BATCH = 5
WINDOW = 15
"""Days on each side in Welch's moving mean: two weeks, so that weekends do not show."""
BAND = 0.05
"""Welch's curve has settled when it stays so near, as a share of its mean over the last half."""
MATTERS = 0.02
"""A later start is worth a word if it moves the mean by more than this share."""
WATCHED = ("backlog",)
"""Series that tell: what is open is the slowest to fill."""

TOO_SHORT = Text(
    zh="预热 {warmup} 天可能太短:“{series}”约到第 {day} 天才稳定(MSER-5);建议 --warmup {advised} 或更多",
    en="a warm-up of {warmup} days may be too short: “{series}” settles at about day {day} (MSER-5); try --warmup {advised} or more",
)
NEVER = Text(
    zh="“{series}”到最后仍未稳定(MSER-5):结果取决于模拟天数;请加长 --days,或只比较同样天数的结果",
    en="“{series}” has not settled by the end (MSER-5): results depend on the days simulated; raise --days, or compare equal lengths only",
)


@dataclass(frozen=True)
class Settled:
    """From which day on a series may be measured; `day` is None where it has not settled."""

    day: int | None


def mser5(series: Array, batch: int = BATCH) -> Settled:
    """Return the truncation point of MSER-5 for one series of days (or the mean of several replications)."""
    known = series[np.isfinite(series)]
    batches = known[: known.size // batch * batch].reshape(-1, batch).mean(axis=1)
    if batches.size < 4:
        return Settled(None)
    if np.ptp(batches) == 0:
        return Settled(0)
    half = batches.size // 2
    found = int(np.argmin(_squared_errors(batches)[:half]))
    return Settled(found * batch if found < half - 1 else None)


def _squared_errors(batches: Array) -> Array:
    """Return for every number of batches left out the squared standard error of the mean of the rest; at least five stay."""
    left = np.arange(batches.size, 0, -1)
    sums, squares = (part[::-1].cumsum()[::-1] for part in (batches, batches**2))
    spread = np.maximum(0.0, squares - sums**2 / left)
    errors: Array = np.where(left >= 5, spread / left.astype(np.float64) ** 2, np.inf)
    return errors


def welch(replications: Array, window: int = WINDOW, band: float = BAND) -> Settled:
    """Return the first day from which the smoothed mean of replications [run, day] stays near its mean over the last half."""
    curve = moving_mean(replications.mean(axis=0), window)
    level = float(curve[curve.size // 2 :].mean())
    outside = np.flatnonzero(abs(curve - level) > band * abs(level))
    first = int(outside[-1]) + 1 if outside.size else 0
    return Settled(first if first < curve.size // 2 else None)


def moving_mean(days: Array, window: int) -> Array:
    """Return Welch's moving mean: `window` days on each side, fewer near the start; the last `window` days have none."""
    sums = np.concatenate(([0.0], days.cumsum()))
    at = np.arange(max(0, days.size - window))
    reach = np.minimum(at, window)
    smooth: Array = (sums[at + reach + 1] - sums[at - reach]) / (2 * reach + 1)
    return smooth


def warmup_hint(series: pd.DataFrame, warmup: int) -> Text | None:
    """Say so when a series settles only after the warm-up; one row a day, or a row a run and day with `run_id` and `day`.

    Replications are averaged first: a single run wanders for reasons that are no warm-up. Nor is it one where need drifts: leaving out more
    days must move the mean by more than `MATTERS`, else nothing is said.
    """
    daily = series.groupby("day").mean(numeric_only=True) if "day" in series else series
    for name in (one for one in WATCHED if one in daily):
        values = daily[name].to_numpy(dtype=np.float64)
        found = mser5(values).day
        if _alike(values, warmup, len(values) // 2 if found is None else found):
            continue
        if found is None:
            return NEVER.filled(series=_title(name))
        if found > warmup:
            return TOO_SHORT.filled(series=_title(name), warmup=warmup, day=found, advised=-(-found // 10) * 10)
    return None


def _alike(series: Array, warmup: int, later: int) -> bool:
    """Say whether a series has nearly the same mean from a later day on as from the end of the warm-up."""
    mean, rest = float(np.nanmean(series[warmup:])), float(np.nanmean(series[max(warmup, later) :]))
    return abs(mean - rest) <= MATTERS * abs(rest)


def _title(name: str) -> Text:
    indicator = INDICATORS.get(base(name))
    return Text(zh=name, en=name) if indicator is None else indicator.title
