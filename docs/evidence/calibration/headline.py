"""What clarity and alignment change in the city as it was assumed, in the calibrated one, and over the draws: luck of seeds and doubt about numbers apart.

Over draws, each lived through under seeds of its own, effects differ by doubt and by luck. The luck, known from the seeds of each draw, is taken
out of their variance; draws are drawn together so that they spread by their doubt alone (Louis 1984, JASA 79).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cogov.analysis.paired import PairedDifference
from cogov.model.indicators import MAIN
from cogov.model.words import EMPTY
from docs.evidence.calibration.fit import Fit
from docs.evidence.effects import by_seed
from docs.evidence.question.corners import Variation
from docs.evidence.runs import Floats, Runs, live

SEEDS_OF_A_DRAW = 2
ASSUMED, CALIBRATED = "assumed", "calibrated"


@dataclass(frozen=True)
class Doubt:
    """One effect over draws."""

    mean: float
    error: float
    """Standard error of the mean: doubt and luck."""
    doubt: float
    """Standard deviation of the effect between draws, luck taken out."""
    luck: float
    """Standard deviation of the effect between seeds of one draw."""
    low: float
    high: float
    """Quantiles .05 and .95 of the effect over draws, luck taken out."""


@dataclass(frozen=True)
class Headline:
    """One effect on one indicator: before, after, and over the draws."""

    indicator: str
    effect: str
    before: PairedDifference
    after: PairedDifference
    over: Doubt


def headline(fit: Fit, population: int, length: Mapping[str, object], replicates: int, workers: int) -> tuple[list[Headline], Runs]:
    """Live through both cities with so many seeds, and through so many draws with two, and return all main effects."""
    before, after = Variation(ASSUMED, EMPTY, {**length, **fit.assumed}), Variation(CALIBRATED, EMPTY, {**length, **fit.central})
    drawn = [Variation(f"draw {place}", EMPTY, {**length, **numbers}) for place, numbers in enumerate(fit.draws(replicates))]
    cells = [cell for one in (before, after) for cell in one.cells(population, replicates)]
    cells += [
        cell for place, one in enumerate(drawn) for cell in one.cells(population, SEEDS_OF_A_DRAW, first_seed=1 + SEEDS_OF_A_DRAW * place)
    ]
    runs = live(cells, workers)
    return list(_rows(runs, before, after, drawn)), runs


def _rows(runs: Runs, before: Variation, after: Variation, drawn: Sequence[Variation]) -> Iterator[Headline]:
    for indicator in MAIN:
        was, now = before.effects(runs, indicator), after.effects(runs, indicator)
        over = over_draws([by_seed(one.values(runs, indicator)) for one in drawn])
        for effect in was:
            yield Headline(indicator, effect, was[effect], now[effect], over[effect])


def over_draws(drawn: Sequence[Mapping[str, Floats]]) -> dict[str, Doubt]:
    """Return every effect over draws, each a mapping of effects to their values by seed."""
    return {effect: doubt_of(np.array([one[effect] for one in drawn])) for effect in drawn[0]}


def doubt_of(values: Floats) -> Doubt:
    """Take doubt and luck apart, from draws by seeds; draws that lack a value are left out."""
    known = values[np.isfinite(values).all(axis=1)]
    means, luck = known.mean(axis=1), float(known.var(axis=1, ddof=1).mean())
    seen = float(means.var(ddof=1))
    doubt = max(0.0, seen - luck / known.shape[1])
    alone = means.mean() + (means - means.mean()) * np.sqrt(doubt / seen if seen else 0.0)
    low, high = np.quantile(alone, (0.05, 0.95)).tolist()
    return Doubt(float(means.mean()), float(np.sqrt(seen / len(means))), float(np.sqrt(doubt)), float(np.sqrt(luck)), low, high)
