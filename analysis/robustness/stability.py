"""A ranking of policies, and how much of it survives if other worlds had been drawn.

The worlds are resampled with replacement (bootstrap). `kept` says how often a policy keeps its rank; `ahead[a, b]` how often a stands
before b, equals counted half to each. Draws have a fixed seed: the same runs give the same answer.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.robustness.measures import LESS_IS_BETTER, MEASURES, places

Array = NDArray[np.float64]

RESAMPLES = 1000
SEED = 1


@dataclass(frozen=True)
class Ranking:
    """One measure of one output: value, rank and its stability, one entry a policy."""

    measure: str
    values: Array
    low: Array
    high: Array
    """95 % interval of the value, over resampled worlds."""
    ranks: Array
    kept: Array
    ahead: Array


def ranking(measure: str, gains: Array, satisfied: Array, resamples: int = RESAMPLES) -> Ranking:
    """Rank the policies by one measure."""
    formula = MEASURES[measure]
    values = formula(gains, satisfied)
    draws = np.random.default_rng(SEED).integers(len(gains), size=(resamples, len(gains)))
    again = np.array([formula(gains[drawn], satisfied[drawn]) for drawn in draws])
    ranks = places(measure, values)
    turned = again if measure in LESS_IS_BETTER else -again
    before, after = turned[:, :, None], turned[:, None, :]
    low, high = np.quantile(again, (0.025, 0.975), axis=0)
    return Ranking(
        measure=measure,
        values=values,
        low=low,
        high=high,
        ranks=ranks,
        kept=(places(measure, again) == ranks).mean(axis=0),
        ahead=((before < after - 1e-12) + 0.5 * (abs(before - after) <= 1e-12)).mean(axis=0),
    )
