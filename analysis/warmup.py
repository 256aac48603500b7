"""Was the warm-up long enough? When a daily series has left what it started from.

MSER-5 (White 1997, Simulation 69: 323-334; the 5 by Spratt 1998): means of five days; leave out as many of the first as makes the mean of
the rest most certain, that is, minimise the squared standard error of the rest. Sought in the first half: the errors of short rests
are erratic; an answer at its very end is no answer, the series has not settled.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.names import name_words
from cogov.analysis.paired import t_interval
from cogov.analysis.values import with_minus
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Array = NDArray[np.float64]

BATCH = 5
MATTERS = 0.02
"""A later start is worth a word if it moves the mean by more than this share."""
WATCHED = ("backlog",)
"""Series that tell: what is open is the slowest to fill."""


def mser5(series: Array, batch: int = BATCH) -> int | None:
    """Return the truncation point of MSER-5 for one series of days (or the mean of several replications); None where it has not settled."""
    known = series[np.isfinite(series)]
    batches = known[: known.size // batch * batch].reshape(-1, batch).mean(axis=1)
    if batches.size < 4:
        return None
    if np.ptp(batches) == 0:
        return 0
    half = batches.size // 2
    found = int(np.argmin(_squared_errors(batches)[:half]))
    return found * batch if found < half - 1 else None


def _squared_errors(batches: Array) -> Array:
    """Return for every number of batches left out the squared standard error of the mean of the rest; at least five stay."""
    left = np.arange(batches.size, 0, -1)
    sums, squares = (part[::-1].cumsum()[::-1] for part in (batches, batches**2))
    spread = np.maximum(0.0, squares - sums**2 / left)
    errors: Array = np.where(left >= 5, spread / left.astype(np.float64) ** 2, np.inf)
    return errors


def warmup_hint(series: pd.DataFrame, warmup: int) -> Text | None:
    """Say so when a series settles only after the warm-up; a row a run and day, with `run_id` and `day`.

    MSER-5 of the mean over runs says up to which day to look, and luck moves that day by months: in a small city a single run wanders for
    reasons that are no warm-up. So a word is said only where leaving out more days moves the mean by more than `MATTERS`, and where what
    comes before that day differs from what comes after within the runs by more than luck. Of a single run neither can be told.
    """
    for name in (one for one in WATCHED if one in series):
        runs = series.pivot_table(index="run_id", columns="day", values=name).to_numpy(dtype=np.float64)
        found = mser5(np.nanmean(runs, axis=0))
        day = runs.shape[1] // 2 if found is None else found
        if warmup < day and _matters(runs, warmup, day):
            moved = float(np.nanmean(runs[:, warmup:day]) / np.nanmean(runs[:, day:])) - 1
            words = {"series": name_words(name), "warmup": warmup, "day": day, "moved": with_minus(f"{moved:+.0%}"), "runs": len(runs)}
            return SAY.never.filled(**words) if found is None else SAY.too_short.filled(advised=-(-found // 10) * 10, **words)
    return None


def _matters(runs: Array, warmup: int, day: int) -> bool:
    """Say whether leaving out the days up to a later one moves the mean, by more than a trifle and by more than luck."""
    mean, rest = (float(np.nanmean(runs[:, first:])) for first in (warmup, day))
    before, after = (np.nanmean(part, axis=1) for part in (runs[:, warmup:day], runs[:, day:]))
    low, high, _ = t_interval(before - after)
    return abs(mean - rest) > MATTERS * abs(rest) and (low > 0 or high < 0)
