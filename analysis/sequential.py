"""Sequential replication: replicate until the intervals are as narrow as was asked for.

Whoever looks at an interval after every batch and stops when it pleases covers the truth less often than the interval says. So the
sizes at which to look are fixed beforehand, and each look's interval is wider (Bonferroni over the looks: 1 − .05 / K each), which
covers with at least 95 % whenever one stops, if the means are as good as normal (Law 2015, Simulation Modeling and Analysis, §9.4).
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.model.indicators import INDICATORS, MAIN
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.names import as_written, indicator_called, indicator_titles
from cogov.scenarios.words import Words

SAY = Words(__file__)

FIRST = 10
"""Fewer replications than this are no ground for a decision."""
GROWTH = 1.5
MOST = 100
"""Replications after which one stops in any case, if nobody says."""

OPTION = "--until"


@dataclass(frozen=True)
class Precision:
    """How narrow the intervals must be: half-widths as a share of the baseline's mean, or by indicator in its own unit."""

    share: float | None = None
    half_widths: Mapping[str, float] | None = None

    @property
    def indicators(self) -> tuple[str, ...]:
        """Indicators that are asked for: the main ones, or those with a half-width of their own."""
        return MAIN if self.half_widths is None else tuple(self.half_widths)

    def wanted(self, row: PolicyEffect) -> float:
        """Return the half-width that a row may have."""
        if self.half_widths is not None:
            return self.half_widths[row.indicator]
        return (self.share or 0.0) * abs(row.baseline)


def looks(most: int = MOST) -> tuple[int, ...]:
    """Return the numbers of replications at which to look: from 10, half as many again each time, the last one `most`."""
    sizes, size = [], float(FIRST)
    while round(size) < most:
        sizes.append(round(size))
        size *= GROWTH
    return (*sizes, most)


def too_wide(comparison: Comparison, precision: Precision) -> tuple[PolicyEffect, ...]:
    """Return the rows whose interval is wider than asked for. What is undefined under one of the two is not waited for."""
    return tuple(row for row in _wider(comparison, precision) if precision.wanted(row) > 0)


def without_share(comparison: Comparison, precision: Precision) -> tuple[PolicyEffect, ...]:
    """Return the rows of which a share was asked for where the baseline's mean is 0: waiting would not help.

    In these many replications every value was 0, so a mean that more of them may bring is tiny, and a share of it out of reach.
    """
    return tuple(row for row in _wider(comparison, precision) if precision.wanted(row) == 0)


def _wider(comparison: Comparison, precision: Precision) -> Iterator[PolicyEffect]:
    asked = (row for row in comparison.results if row.indicator in precision.indicators)
    yield from (row for row in asked if (row.ci_high - row.ci_low) / 2 > precision.wanted(row))


def parse_precision(written: str) -> Precision:
    """Read `5%` or `mean_days=0.5,satisfaction=0.02`."""
    word = unicodedata.normalize("NFKC", written).strip()
    if word.endswith("%"):
        return Precision(share=_positive(word[:-1], written) / 100)
    return Precision(half_widths=dict(_half_width(part, written) for part in word.split(",")))


def _half_width(part: str, written: str) -> tuple[str, float]:
    name, equals, number = (piece.strip() for piece in part.partition("="))
    if not equals:
        raise InputError(Problem(SAY.form, key=OPTION, value=written, allowed=("5%", "mean_days=0.5,satisfaction=0.02")))
    name = indicator_called(name)
    if name not in INDICATORS:
        raise InputError(unknown(SAY.indicator, name, as_written(name, INDICATORS, indicator_titles())))
    return name, _positive(number, written)


def _positive(word: str, written: str) -> float:
    try:
        number = float(word)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        raise InputError(Problem(SAY.form, key=OPTION, value=written, allowed=("5%", "mean_days=0.5,satisfaction=0.02")))
    return number
