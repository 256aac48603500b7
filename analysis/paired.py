"""Effects over runs that met the same luck, and how sure one may be of them: the one place where they are computed.

A difference is of two policies (`paired_difference`, `crossed_difference`), of arms with weights (`contrast`), or of whatever a block of
runs gives as one number (`effect`).

Replication r of both policies has the same seed, so the difference within a pair carries only what the policy changed
(common random numbers; Law 2015, Simulation Modeling and Analysis, §11.2). Arrays in, numbers out; NaN is undefined.

An interval is over something: over seeds (luck, in one world or the mean of fixed points), over worlds drawn (what is uncertain, at one
seed), or over both. Where every world meets the same seeds, seed and world are crossed random effects: d_ws = μ + a_w + b_s + e_ws, and the
mean of all cells has the variance (MS_w + MS_s − MS_e) / (W S), its degrees of freedom by Satterthwaite (1946, Biometrics Bull. 2: 110–114;
Searle, Casella & McCulloch 1992, Variance Components, ch. 4). Intervals over worlds alone would take the seeds' luck for nothing.

Differences that are skewed have the bootstrap-t in place of Student's t, which would cover less than it says.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtr, stdtrit

from cogov.model.indicators import INDICATORS, base
from cogov.scenarios.words import Words

Method = Literal["t", "bootstrap", "two_way"]
Unit = Literal["seeds", "worlds", "seeds and worlds"]
"""What an interval is over."""
Verdict = Literal["higher", "lower", "identical", "cannot be told apart yet"]

VERDICTS = Words(__file__, "verdicts")

ROUNDING = 1e-12
"""A difference that is smaller than this share of the two values is what arithmetic leaves of none."""
LEVEL = 0.05
"""A difference is told apart when its adjusted p value is below this."""


@dataclass(frozen=True)
class MeanEffect:
    """A mean of values that runs of the same luck gave, one value a block: what any weighing of arms comes to. NaN is undefined."""

    mean: float
    ci_low: float
    ci_high: float
    p: float
    """That the mean is 0; not adjusted for what else was looked at."""
    n: int
    """Values that it rests on."""
    unit: Unit = "seeds"
    """What the values are of, and the interval hence over."""

    @property
    def sign(self) -> Literal[-1, 0, 1]:
        """1 or −1 where the interval leaves out 0, else 0."""
        return sign(self.ci_low, self.ci_high)


@dataclass(frozen=True)
class PairedDifference:
    """What a policy did to one indicator, over the pairs in which it is defined under both.

    `mean` is the policy's and `difference` policy minus baseline over the same pairs, hence the baseline's mean is
    `mean - difference`. Without a pair, `mean` is over all runs of the policy.
    """

    pairs: int
    mean: float
    difference: float
    ci_low: float
    ci_high: float
    p: float
    variance_reduction: float | None
    identical: bool
    method: Method = "t"
    effect_size: float | None = None
    unit: Unit = "seeds"
    seeds: int = 0
    worlds: int = 1

    @property
    def sign(self) -> Literal[-1, 0, 1]:
        """1 or −1 where the interval leaves out 0, else 0."""
        return sign(self.ci_low, self.ci_high)


def effect(values: ArrayLike, *, confidence: float = 0.95, unit: Unit = "seeds") -> MeanEffect:
    """Return the mean of one value a block with Student's t interval; blocks in which it is undefined are left out."""
    found = np.asarray(values, dtype=np.float64)
    known = found[np.isfinite(found)]
    return MeanEffect(_mean(known), *t_interval(known, confidence), n=int(known.size), unit=unit)


def contrast[Arm](
    arms: Mapping[Arm, NDArray[np.float64]], weights: Mapping[Arm, float], bounds: tuple[float, float] | None = None
) -> PairedDifference:
    """Weigh arms that met the same seeds: what stands above 0 is the policy's side of the difference, what stands below the baseline's.

    `bounds` are the values that one arm can have: a side can have as many times them as its weights add up to.
    """
    sides = [[(arms[arm], abs(weight)) for arm, weight in weights.items() if weight * side > 0] for side in (1, -1)]
    policy, baseline = (np.sum([weight * values for values, weight in side], axis=0) for side in sides)
    times = sum(weight for _, weight in sides[0])
    return paired_difference(policy, baseline, bounds=None if bounds is None else (times * bounds[0], times * bounds[1]))


def paired_difference(
    policy: ArrayLike,
    baseline: ArrayLike,
    *,
    confidence: float = 0.95,
    bounds: tuple[float, float] | None = None,
    mind_skewness: bool = False,
) -> PairedDifference:
    """Student's t interval and two-sided p value of the mean difference over replications.

    With `mind_skewness`, skewed differences have a bootstrap-t interval and p value instead. `bounds`, asked for shares: the lowest and highest value that the indicator can have; the interval is cut to what
    a difference of two such values can be.
    """
    a, b = np.asarray(policy, dtype=np.float64), np.asarray(baseline, dtype=np.float64)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError("policy and baseline must be lists of the same length, one value a replication")
    both = np.isfinite(a) & np.isfinite(b)
    differences = _differences(a[both], b[both])
    skewed = mind_skewness and is_skewed(differences)
    low, high, p = bootstrap_t(differences, confidence) if skewed else t_interval(differences, confidence)
    if bounds is not None:
        widest = bounds[1] - bounds[0]
        low, high = max(low, -widest), min(high, widest)
    return PairedDifference(
        pairs=int(both.sum()),
        mean=_mean(a[both] if both.any() else a[np.isfinite(a)]),
        difference=_mean(differences),
        ci_low=low,
        ci_high=high,
        p=p,
        variance_reduction=variance_reduction(a[both], b[both]),
        identical=bool(both.any() and not differences.any()),
        method="bootstrap" if skewed else "t",
        effect_size=effect_size(differences, b[both]),
        seeds=int(both.sum()),
    )


def crossed_difference(
    policy: NDArray[np.float64],
    baseline: NDArray[np.float64],
    *,
    confidence: float = 0.95,
    bounds: tuple[float, float] | None = None,
    common_luck: bool = True,
) -> PairedDifference:
    """Mean difference over worlds drawn and seeds, `[w, s]`, with an interval over both; over worlds alone where there is one seed.

    Worlds with a gap are left out. With luck of its own in every run the seeds are nested in the worlds: the worlds' means carry both.
    """
    whole = np.isfinite(policy).all(axis=1) & np.isfinite(baseline).all(axis=1)
    a, b = policy[whole], baseline[whole]
    worlds, seeds = a.shape
    differences = _differences(a, b)
    crossed = seeds > 1 and common_luck
    low, high, p = two_way_interval(differences, confidence) if crossed else t_interval(differences.mean(axis=1), confidence)
    if bounds is not None:
        widest = bounds[1] - bounds[0]
        low, high = max(low, -widest), min(high, widest)
    return PairedDifference(
        pairs=differences.size,
        mean=_mean(a.ravel()),
        difference=_mean(differences.ravel()),
        ci_low=low,
        ci_high=high,
        p=p,
        variance_reduction=_pooled_reduction(a, b),
        identical=bool(differences.size and not differences.any()),
        method="two_way" if crossed else "t",
        effect_size=_pooled_effect(differences, b),
        unit="seeds and worlds" if seeds > 1 else "worlds",
        seeds=seeds,
        worlds=worlds,
    )


def two_way_interval(differences: NDArray[np.float64], confidence: float = 0.95) -> tuple[float, float, float]:
    """Interval of the mean of `[w, s]` with worlds and seeds both random, and p value that it is 0; NaN below two of either.

    A component that comes out negative is none: the variance is then not less than what the worlds, or the seeds, alone show.
    """
    worlds, seeds = differences.shape
    if min(worlds, seeds) < 2:
        return math.nan, math.nan, math.nan
    mean = float(differences.mean())
    of_worlds, of_seeds = differences.mean(axis=1), differences.mean(axis=0)
    rest = differences - of_worlds[:, None] - of_seeds[None, :] + mean
    free = worlds - 1, seeds - 1, (worlds - 1) * (seeds - 1)
    squares = seeds * float(((of_worlds - mean) ** 2).sum()), worlds * float(((of_seeds - mean) ** 2).sum()), float((rest**2).sum())
    of_world, of_seed, of_rest = (square / freedom for square, freedom in zip(squares, free, strict=True))
    both = of_world + of_seed - of_rest, _satterthwaite((of_world, of_seed, of_rest), free)
    variance, freedom = max(both, (of_world, float(free[0])), (of_seed, float(free[1])))
    error = math.sqrt(variance / differences.size)
    if np.ptp(differences) == 0 or error == 0:
        return mean, mean, 1.0 if mean == 0 else 0.0
    half = float(stdtrit(freedom, 0.5 + confidence / 2)) * error
    return mean - half, mean + half, 2.0 * float(stdtr(freedom, -abs(mean) / error))


def _satterthwaite(squares: tuple[float, float, float], free: tuple[int, int, int]) -> float:
    """Degrees of freedom of MS_w + MS_s − MS_e."""
    total = squares[0] + squares[1] - squares[2]
    spread = sum(square**2 / freedom for square, freedom in zip(squares, free, strict=True))
    return max(1.0, total**2 / spread) if spread > 0 else 1.0


def _differences(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """Policy less baseline; what rounding alone leaves of no difference is none."""
    found: NDArray[np.float64] = a - b
    return np.where(abs(found) <= ROUNDING * np.maximum(abs(a), abs(b)), 0.0, found)


def _pooled_reduction(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """`variance_reduction` within worlds: between seeds, all worlds together."""
    if a.shape[1] < 2 or not a.size:
        return None
    left = float((a - b).var(axis=1, ddof=1).mean())
    return float((a.var(axis=1, ddof=1) + b.var(axis=1, ddof=1)).mean()) / left if left > 0 else None


def _pooled_effect(differences: NDArray[np.float64], baseline: NDArray[np.float64]) -> float | None:
    """`effect_size` against what luck moves the baseline within a world."""
    if baseline.shape[1] < 2 or not baseline.size:
        return None
    spread = math.sqrt(float(baseline.var(axis=1, ddof=1).mean()))
    return float(differences.mean()) / spread if spread > 0 else None


def t_interval(differences: NDArray[np.float64], confidence: float = 0.95) -> tuple[float, float, float]:
    """Interval of the mean and p value that it is 0; all NaN below two values, no width where all are equal."""
    n = differences.size
    if n < 2:
        return math.nan, math.nan, math.nan
    mean = float(differences.mean())
    error = 0.0 if np.ptp(differences) == 0 else float(differences.std(ddof=1)) / math.sqrt(n)
    if error == 0:
        return mean, mean, 1.0 if mean == 0 else 0.0
    half = float(stdtrit(n - 1, 0.5 + confidence / 2)) * error
    return mean - half, mean + half, 2.0 * float(stdtr(n - 1, -abs(mean) / error))


def variance_reduction(a: NDArray[np.float64], b: NDArray[np.float64]) -> float | None:
    """How many times fewer runs pairing needs: (var a + var b) / var(a - b); None where that is 0 or not known.

    1 means that common luck did not help, below 1 that it harmed.
    """
    if a.size < 2 or np.ptp(a - b) == 0:
        return None
    return float((a.var(ddof=1) + b.var(ddof=1)) / (a - b).var(ddof=1))


def effect_size(differences: NDArray[np.float64], baseline: NDArray[np.float64]) -> float | None:
    """Mean difference in standard deviations of the baseline over replications (Glass 1976): against what luck alone moves.

    None where the baseline does not vary.
    """
    if baseline.size < 2 or np.ptp(baseline) == 0:
        return None
    return float(differences.mean() / baseline.std(ddof=1))


def holm(p_values: ArrayLike) -> NDArray[np.float64]:
    """Adjust p values for having looked at all of them (Holm 1979, Scand. J. Statist. 6: 65-70). NaN does not count."""
    p = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(p.shape, np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * (known.size - np.arange(known.size))
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(steps))
    return adjusted


def verdict(found: PairedDifference, p_adjusted: float) -> Verdict:
    """Say in words what the pairs allow to say: told apart is what the adjusted p value and the interval both tell apart."""
    if found.identical:
        return "identical"
    if not (p_adjusted < LEVEL and leaves_out_0(found.ci_low, found.ci_high)):
        return "cannot be told apart yet"
    return "higher" if found.difference > 0 else "lower"


def sign(low: float, high: float) -> Literal[-1, 0, 1]:
    """Return 1 or −1 where an interval leaves out 0, else 0."""
    return 1 if low > 0 else -1 if high < 0 else 0


def bounds_of(name: str) -> tuple[float, float] | None:
    """Return the values that an indicator cannot leave, None where it has no such bounds."""
    indicator = INDICATORS.get(base(name))
    return (indicator.low, indicator.high) if indicator is not None and indicator.bounded else None


def leaves_out_0(low: float, high: float) -> bool:
    """Whether an interval lies on one side of 0."""
    return sign(low, high) != 0


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else math.nan


Floats = npt.NDArray[np.float64]

FEWEST = 10
"""With fewer values skewness cannot be told from chance."""
RESAMPLES = 1999
"""For an interval."""
MOST = 99_999
"""For a p value: one that is told of hundreds of indicators, or of several looks, has to be small to survive the adjustment."""
ENOUGH = 20
"""Resamples beyond what was seen after which no more are drawn (Besag & Clifford 1991, Biometrika 78: 301–304)."""
SEED = 19790101
"""The same differences always give the same interval."""


def is_skewed(values: Floats) -> bool:
    """Whether the sample skewness lies more than two standard errors from 0 (Joanes & Gill 1998, The Statistician 47: 183–189)."""
    n = values.size
    if n < FEWEST or np.ptp(values) == 0:
        return False
    apart = values - values.mean()
    g1 = float((apart**3).mean() / (apart**2).mean() ** 1.5)
    adjusted = g1 * math.sqrt(n * (n - 1)) / (n - 2)
    error = math.sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)))
    return abs(adjusted) > 2 * error


def bootstrap_t(values: Floats, confidence: float = 0.95) -> tuple[float, float, float]:
    """Interval of the mean and two-sided p value that it is 0, from resampled t statistics (Efron & Tibshirani 1993, §12.5).

    A resample without spread has no t statistic and is left out. p is at least 2 / (most resamples + 1).
    """
    mean, error = float(values.mean()), float(values.std(ddof=1)) / math.sqrt(values.size)
    chance = np.random.default_rng(SEED)
    statistics = _resampled(values, chance)
    low, high = np.quantile(statistics, [(1 - confidence) / 2, (1 + confidence) / 2])
    return mean - float(high) * error, mean - float(low) * error, _p_value(mean / error, values, statistics, chance)


def _resampled(values: Floats, chance: np.random.Generator) -> Floats:
    """Return the t statistics of some resamples, which stray around the mean that was seen."""
    n = values.size
    drawn = values[chance.integers(0, n, (RESAMPLES, n))]
    means = drawn.mean(axis=1, keepdims=True)
    errors = drawn.std(axis=1, ddof=1, mean=means) / math.sqrt(n)
    spread = errors > 1e-12 * values.std(ddof=1) / math.sqrt(n)
    found: Floats = (means[spread, 0] - values.mean()) / errors[spread]
    return found


def _p_value(own: float, values: Floats, statistics: Floats, chance: np.random.Generator) -> float:
    """Return twice the share of resampled statistics beyond the one that was seen, from as many resamples as tell it."""
    above, below, count = (statistics >= own).sum(), (statistics <= own).sum(), statistics.size
    while min(above, below) < ENOUGH and count < MOST:
        more = _resampled(values, chance)
        above, below, count = above + (more >= own).sum(), below + (more <= own).sum(), count + more.size
    return min(1.0, 2 * (float(min(above, below)) + 1) / (count + 1))
