"""Pure functions behind the indicators: how long until a matter is settled, how unequal loads are, and who bears more than need explains.

Arrays in, arrays or numbers out; an undefined result is NaN.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cogov.model import portable

CENSORED, SETTLED, GIVEN_UP, LAPSED, ON_PAPER = range(5)
"""How the time of a matter ends: still open, settled, given up by its citizen, lapsed, closed on paper only."""

ROUNDING = 1e-12
"""A curve summed to .4999999999999999 has reached one half."""
NAN = float("nan")


def share(part: NDArray[np.bool_], of: NDArray[np.bool_]) -> float:
    """Return the share of `of` that is also `part`."""
    return float((part & of).sum() / of.sum()) if of.any() else NAN


def mean(values: NDArray[Any], of: NDArray[np.bool_]) -> float:
    """Return the mean of `values` over `of`."""
    return float(values[of].mean()) if of.any() else NAN


def ratio(part: float, of: float) -> float:
    """Return part / of."""
    return float(part / of) if of > 0 else NAN


@dataclass(frozen=True)
class Curve:
    """Cumulative incidence, a step function: `share[i]` from `days[i]` on, 0 before the first, flat after the last.

    Without a single matter there is no curve: `matters` is 0 and everything read from it is NaN.
    """

    days: NDArray[np.float64]
    share: NDArray[np.float64]
    matters: int

    def at(self, day: float) -> float:
        """Share that has come to the event by `day`."""
        if self.matters == 0:
            return float("nan")
        steps = int(np.searchsorted(self.days, day, side="right"))
        return float(self.share[steps - 1]) if steps else 0.0


def aalen_johansen(
    duration: ArrayLike, event: ArrayLike, cause: int = SETTLED, horizon: float = np.inf, mark: ArrayLike | None = None
) -> Curve:
    """Share of matters that come to `cause` by each day, where other endings compete and open matters are censored.

    F(t) = Σ_{t_i ≤ t} S(t_i−) d_i / n_i, n_i at risk and d_i come to `cause` on t_i, S the share still open (Aalen & Johansen 1978,
    Scand. J. Statist. 5: 141-150). With marks d_i is the sum of the marks of those that come to `cause`: the mean over all
    matters of what each brings when it ends, those that end otherwise or not at all bringing 0.
    """
    days, codes = np.asarray(duration, dtype=np.float64).ravel(), np.asarray(event).ravel()
    if days.size != codes.size:
        raise ValueError("one duration and one event for every matter")
    if days.size and not (np.isfinite(days).all() and days.min() >= 0):
        raise ValueError("durations must be finite and not negative")
    if days.size == 0:
        return Curve(days, days, 0)
    order = np.argsort(days, kind="stable")
    days, brings = days[order], (codes == cause)[order] * (1.0 if mark is None else np.asarray(mark, dtype=np.float64).ravel()[order])
    first = np.flatnonzero(np.concatenate(([True], days[1:] > days[:-1])))
    at_risk = days.size - first
    ended = np.add.reduceat((codes != CENSORED)[order], first, dtype=np.float64)
    still_open = np.concatenate(([1.0], np.cumprod(1.0 - ended / at_risk)[:-1]))
    share = np.cumsum(still_open * np.add.reduceat(brings, first) / at_risk)
    seen = (days[first] <= horizon) & (np.add.reduceat((codes == cause)[order], first, dtype=np.int64) > 0)
    return Curve(days[first][seen], share[seen], days.size)


def quantile(curve: Curve, q: float) -> float:
    """First day on which the curve reaches `q`; NaN where it never does (shown as > H)."""
    reached = np.flatnonzero(curve.share >= q - ROUNDING)
    return float(curve.days[reached[0]]) if reached.size else float("nan")


def restricted_mean(curve: Curve, horizon: float) -> float:
    """Mean days without the event within the horizon, ∫₀ᴴ (1 − F(t)) dt.

    Restricted mean time lost to not being settled (Andersen 2013, Statist. Med. 32: 5278-5285), read from the other
    side: a matter given up, lapsed or closed on paper only is unsettled until H.
    """
    return float(unsettled_days(curve, np.array(horizon)))


def unsettled_days(curve: Curve, until: NDArray[np.float64]) -> NDArray[np.float64]:
    """Mean days without the event up to each of some days t, ∫₀ᵗ (1 − F(s)) ds: what a matter watched for t days is expected to wait."""
    if curve.matters == 0:
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
