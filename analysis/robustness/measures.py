"""Robustness of an alternative over worlds without odds: three views, which need not agree.

Regret (Savage 1951): how much worse than the best alternative in the same world. Satisficing (Starr 1963; Lempert et al. 2006): in what
share of the worlds it is good enough. Maximin (Wald 1950): how good it is in its worst world.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cogov.scenarios.words import Words

Array = NDArray[np.float64]
Measure = Callable[[Array, Array], Array]
"""(gains [world, policy], satisfied [world, policy]) -> one number a policy, less is better for regret, more for the others."""


def regret(gains: Array) -> Array:
    """Return by how much each policy falls short of the best one in the same world; never below 0."""
    short: Array = gains.max(axis=1, keepdims=True) - gains
    return short


MEASURES: dict[str, Measure] = {
    "regret_mean": lambda gains, _: regret(gains).mean(axis=0),
    "regret_p90": lambda gains, _: np.quantile(regret(gains), 0.9, axis=0),
    "regret_max": lambda gains, _: regret(gains).max(axis=0),
    "satisficing": lambda _, satisfied: satisfied.mean(axis=0),
    "maximin": lambda gains, _: gains.min(axis=0),
}
LESS_IS_BETTER = frozenset({"regret_mean", "regret_p90", "regret_max"})
TITLES = Words(__file__, "titles")


def places(measure: str, values: Array) -> Array:
    """Return the rank of each policy, 1 for the best; equals share the better rank."""
    turned = values if measure in LESS_IS_BETTER else -values
    better = turned[..., None, :] < turned[..., :, None] - 1e-12
    return np.asarray(1.0 + better.sum(axis=-1), dtype=np.float64)
