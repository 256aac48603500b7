"""Pure functions behind the indicators: how long until a matter is settled, and how unequal a burden is.

Arrays in, arrays or numbers out; an undefined result is NaN.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cogov.model import portable

CENSORED, SETTLED, GIVEN_UP, LAPSED = range(4)
"""How the time of a matter ends: still open, truly settled, given up by its citizen, lapsed."""

ROUNDING = 1e-12
"""A curve summed to .4999999999999999 has reached one half."""


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


def aalen_johansen(duration: ArrayLike, event: ArrayLike, cause: int = SETTLED, horizon: float = np.inf) -> Curve:
    """Share of matters that come to `cause` by each day, where other endings compete and open matters are censored.

    Estimator of Aalen & Johansen (1978, Scand. J. Statist. 5: 141-150) for competing risks, as in Kalbfleisch &
    Prentice (2002, §8.2.3): F(t) = Σ_{s ≤ t} S(s−) d_cause(s) / n(s), with S the Kaplan–Meier estimate of being open
    still (all endings together) and n(s) the matters at risk. A matter censored on the day of an event was at risk then.

    `duration`: days from the day a matter arose to its end or to the last day seen; `event`: how that time ends.
    Steps after `horizon` are left out.
    """
    days, codes = np.asarray(duration, dtype=np.float64), np.asarray(event)
    if days.shape != codes.shape or days.ndim != 1:
        raise ValueError("duration and event must be two lists of the same length")
    if days.size and not (np.isfinite(days).all() and days.min() >= 0):
        raise ValueError("durations must be finite and not negative")
    if days.size == 0:
        return Curve(days, days, 0)
    order, place, here = np.unique(days, return_inverse=True, return_counts=True)
    at_risk = days.size - np.concatenate(([0], np.cumsum(here)[:-1]))
    ended = np.bincount(place, weights=codes != CENSORED, minlength=order.size)
    of_cause = np.bincount(place, weights=codes == cause, minlength=order.size)
    still_open = np.concatenate(([1.0], np.cumprod(1.0 - ended / at_risk)[:-1]))
    share = np.cumsum(still_open * of_cause / at_risk)
    seen = (order <= horizon) & (of_cause > 0)
    return Curve(order[seen], share[seen], days.size)


def quantile(curve: Curve, q: float) -> float:
    """First day on which the curve reaches `q`; NaN where it never does (shown as > H)."""
    reached = np.flatnonzero(curve.share >= q - ROUNDING)
    return float(curve.days[reached[0]]) if reached.size else float("nan")


def restricted_mean(curve: Curve, horizon: float) -> float:
    """Mean days without the event within the horizon, ∫₀ᴴ (1 − F(t)) dt.

    Restricted mean time lost to not being settled (Andersen 2013, Statist. Med. 32: 5278-5285), read from the other
    side: a matter given up or lapsed is unsettled until H.
    """
    if curve.matters == 0:
        return float("nan")
    within = curve.days < horizon
    edges = np.concatenate(([0.0], curve.days[within], [horizon]))
    unsettled = 1.0 - np.concatenate(([0.0], curve.share[within]))
    return float(np.sum(unsettled * np.diff(edges)))


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
