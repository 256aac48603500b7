"""Pure functions behind the indicators: how long until a matter is settled, how unequal loads are, and who bears more than need explains.

Arrays in, arrays or numbers out; an undefined result is NaN.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cogov.model import portable
from cogov.model.parts import Parts

CENSORED, SETTLED, GIVEN_UP, LAPSED, ON_PAPER = range(5)
"""How the time of a matter ends: still open, settled, given up by its citizen, lapsed, closed on paper only."""

ROUNDING = 1e-12
"""A curve summed to .4999999999999999 has reached one half."""
NAN = float("nan")


def ratio(part: float, of: float) -> float:
    """Return part / of."""
    return float(part / of) if of > 0 else NAN


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence, a step function for each part: `share[i]` from `days[i]` on, 0 before the first, flat after the last.

    Without a single matter there is no curve: everything read from it is NaN.
    """

    days: NDArray[np.float64]
    share: NDArray[np.float64]
    parts: Parts
    """Of the days."""
    matters: NDArray[np.int64]
    """How many matters each part has."""

    def at(self, day: float) -> NDArray[np.float64]:
        """Share of each part that has come to the event by `day`."""
        steps = self.parts.sums(self.days <= day)
        return np.where(self.matters > 0, self.parts.last(self.share, steps, 0.0), NAN)


@dataclass(frozen=True)
class Course:
    """How some matters came to one cause, to other ends or to none as days went by: what all Aalen–Johansen curves of them share."""

    days: NDArray[np.float64]
    """Every day on which one of a part ended or was last watched, once."""
    parts: Parts
    """Of the days."""
    first: NDArray[np.intp]
    """Where the matters of each day begin, the shortest first."""
    at_risk: NDArray[np.int64]
    still_open: NDArray[np.float64]
    """S(t−), the share still open before each day."""
    caused: NDArray[np.bool_]
    """Which came to the cause, the shortest first."""
    order: NDArray[np.intp] | None
    """Of the matters, the shortest of each part first; None where they stood so."""
    seen: NDArray[np.intp]
    """Places of the days within the horizon on which some came to the cause."""
    matters: NDArray[np.int64]
    """How many matters each part has."""

    def curve(self, mark: ArrayLike | None = None) -> Curve:
        """Return the curve of the cause; with marks, of what is brought by those that come to it."""
        brings = self.caused.astype(np.float64)
        if mark is not None:
            marks = np.asarray(mark, dtype=np.float64).ravel()
            brings *= marks if self.order is None else marks[self.order]
        steps, seen = self.still_open * np.add.reduceat(brings, self.first) / self.at_risk, self.parts.only(self.seen)
        return Curve(self.days[self.seen], seen.running(np.add, steps[self.seen]), seen, self.matters)


def course(duration: ArrayLike, event: ArrayLike, cause: int = SETTLED, horizon: float = np.inf, parts: Parts | None = None) -> Course:
    """Follow matters by their days and by how these ended, where other endings compete and open matters are censored."""
    days, codes = np.asarray(duration, dtype=np.float64).ravel(), np.asarray(event).ravel()
    if days.size != codes.size:
        raise ValueError("one duration and one event for every matter")
    if days.size and not (np.isfinite(days).all() and days.min() >= 0):
        raise ValueError("durations must be finite and not negative")
    parts = parts or Parts.one(days.size)
    order = parts.sorted_by(days) if ((days[1:] < days[:-1]) & ~parts.heads[1:]).any() else None
    days, codes = (days, codes) if order is None else (days[order], codes[order])
    begins = parts.heads
    begins[1:] |= days[1:] > days[:-1]
    first = np.flatnonzero(begins)
    of_days = parts.only(first)
    at_risk, caused = parts.edges[1:][of_days.number] - first, codes == cause
    ended, coming = (np.add.reduceat(flags, first, dtype=np.intp) for flags in (codes != CENSORED, caused))
    still_open = of_days.before(of_days.running(np.multiply, 1.0 - ended / at_risk), at_first=1.0)
    seen = np.flatnonzero((days[first] <= horizon) & (coming > 0))
    return Course(days[first], of_days, first, at_risk, still_open, caused, order, seen, parts.sizes)


def aalen_johansen(
    duration: ArrayLike,
    event: ArrayLike,
    cause: int = SETTLED,
    horizon: float = np.inf,
    mark: ArrayLike | None = None,
    parts: Parts | None = None,
) -> Curve:
    """Share of matters that come to `cause` by each day, where other endings compete and open matters are censored.

    F(t) = Σ_{t_i ≤ t} S(t_i−) d_i / n_i, n_i at risk and d_i come to `cause` on t_i, S the share still open (Aalen & Johansen 1978,
    Scand. J. Statist. 5: 141-150). With marks d_i is the sum of the marks of those that come to `cause`: the mean over all
    matters of what each brings when it ends, those that end otherwise or not at all bringing 0. Parts have a curve each.
    """
    return course(duration, event, cause, horizon, parts).curve(mark)


def quantile(curve: Curve, q: float) -> NDArray[np.float64]:
    """First day on which the curve of each part reaches `q`; NaN where it never does (shown as > H)."""
    reached = np.flatnonzero(curve.share >= q - ROUNDING)
    number, first = np.unique(curve.parts.number[reached], return_index=True)
    found = np.full(len(curve.parts), NAN)
    found[number] = curve.days[reached[first]]
    return found


def restricted_mean(curve: Curve, horizon: float) -> NDArray[np.float64]:
    """Mean days without the event within the horizon, ∫₀ᴴ (1 − F(t)) dt, of each part.

    Restricted mean time lost to not being settled (Andersen 2013, Statist. Med. 32: 5278-5285), read from the other
    side: a matter given up, lapsed or closed on paper only is unsettled until H.
    """
    parts, days = curve.parts, np.minimum(curve.days, horizon)
    waited = (1.0 - parts.before(curve.share, at_first=0.0)) * (days - parts.before(days, at_first=0.0))
    until_the_last = np.bincount(parts.number, weights=waited, minlength=len(parts))
    share, day = (parts.last(values, parts.sizes, 0.0) for values in (curve.share, days))
    return np.where(curve.matters > 0, until_the_last + (1.0 - share) * (horizon - day), NAN)


def unsettled_days(curve: Curve, until: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean days without the event up to each of some days t, ∫₀ᵗ (1 − F(s)) ds: what a matter watched for t days is expected to wait.

    Of a curve of one part.
    """
    if not curve.matters.any():
        return np.full(np.shape(until), np.nan)
    last = max(float(np.max(until, initial=0.0)), float(curve.days[-1]) if curve.days.size else 0.0)
    edges = np.concatenate(([0.0], curve.days, [last]))
    waited = np.concatenate(([0.0], np.cumsum((1.0 - np.concatenate(([0.0], curve.share))) * np.diff(edges))))
    return np.asarray(np.interp(until, edges, waited))


def gini(values: ArrayLike, *, correction: bool = True) -> float:
    """Gini coefficient: 0 when all bear the same, 1 (with the correction) when one bears all.

    G = Σ_i (2i − n − 1) x_(i) / (n Σ x), x_(i) in ascending order; the correction n/(n − 1) removes the bias of small
    groups (Deltas 2003, Rev. Econ. Statist. 85: 226-234). NaN without values, where all are 0, or for one value with
    the correction.
    """
    x: NDArray[Any] = np.sort(np.asarray(values, dtype=np.float64).ravel())
    n, total = x.size, float(x.sum())
    if n and not (np.isfinite(x).all() and x[0] >= 0):
        raise ValueError("a Gini coefficient needs finite values, none below 0")
    if total == 0 or n <= int(correction):
        return float("nan")
    ranks = 2.0 * np.arange(1, n + 1) - n - 1
    return float(portable.product(ranks, x) / ((n - 1 if correction else n) * total))


def inequity(borne: ArrayLike, expected: ArrayLike, standing: ArrayLike) -> float:
    """Horizontal inequity of a burden: above 0 where those of low standing bear more than their need explains, below 0 where less.

    HI = C_N − C_B, the concentration index of the burden expected for need less that of the burden borne, C_X = 2 cov(X, R) / mean(X) with
    R the fractional rank by standing, equals sharing the middle of their ranks (Wagstaff & van Doorslaer 2000, J. Human Resources 35:
    716-733). It lies between −1 and 1; who has no need bears nothing and is expected nothing, and so does not count. NaN where nobody bears.
    """
    burden, need = (np.asarray(values, dtype=np.float64).ravel() for values in (borne, expected))
    if burden.sum() <= 0 or need.sum() <= 0:
        return float("nan")
    _, place, count = np.unique(np.asarray(standing).ravel(), return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - count / 2.0) / burden.size
    excess = need / need.sum() - burden / burden.sum()
    return float(2.0 * portable.product(np.bincount(place, weights=excess), rank - 0.5))


def worst_shortfall(mean: float, spread: float, group_means: ArrayLike, group_sizes: ArrayLike, whole: int) -> float:
    """How far the worst-off of several groups of a population of `whole` lies below its mean, the luck of small groups taken off.

    Each group's shortfall d is shrunk to d · τ² / (τ² + s²), s² = spread² (1/n − 1/N) the variance it would have were the groups drawn at
    random, τ² = max(0, mean(d² − s²)) what differs beyond that (empirical Bayes: Efron & Morris 1975, JASA 70: 311-319). The largest
    of the unshrunk ones is above 0 even where no group differs. NaN without groups.
    """
    sizes = np.asarray(group_sizes, dtype=np.float64)
    if sizes.size == 0:
        return float("nan")
    shortfall = mean - np.asarray(group_means, dtype=np.float64)
    luck = spread**2 * (1.0 / sizes - 1.0 / whole)
    beyond = max(0.0, float(np.mean(shortfall**2 - luck)))
    return float(np.max(shortfall * beyond / np.maximum(beyond + luck, 1e-300)))
