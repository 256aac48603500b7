"""Numbers as a reader sees them: shares in per cent, differences of shares in percentage points, units in words."""

import math

from cogov.experiments.codebook import COLUMNS
from cogov.model.indicators import INDICATORS, SERIES, UNITS, base
from cogov.model.words import EMPTY, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

PER_CENT, POINTS = Text.same("%"), SAY.points
"""Units of shares and of their differences, on the screen."""

FOOTER = SAY.footer
"""Stands under every page, figure and report."""

UNDEFINED = "–"
MOST_FIGURES, MORE_FIGURES = 8, 2
"""After the point, of what is told apart; and beyond the unit's, of what is not."""
IN_FULL = 10_000
"""From here on a number of which no unit is declared is written out."""


def unit_of(name: str) -> str:
    """The unit's key; what is no indicator has none."""
    indicator = INDICATORS.get(base(name))
    return indicator.unit if indicator is not None else ""


def unit_words(name: str) -> Text:
    """The unit of values on the screen: % for shares; that of a daily series, a score or an amount of money; nothing for a plain number."""
    if unit := unit_of(name):
        return of_values(unit)
    said = SERIES.get(name) or COLUMNS.get(name)
    return said.unit if said is not None else EMPTY


def change_unit_words(name: str) -> Text:
    """The unit of differences on the screen: percentage points for shares."""
    return of_changes(unit) if (unit := unit_of(name)) else unit_words(name)


def unit_in_files(name: str) -> str:
    """The unit in words that a table of results bears beside a number: shares stand there from 0 to 1."""
    return "share" if unit_of(name) == "share" else unit_words(name).en


def of_values(unit: str) -> Text:
    """What values of a unit bear, by its key: % for shares."""
    return PER_CENT if unit == "share" else UNITS[unit].title


def of_changes(unit: str) -> Text:
    """What differences of a unit bear, by its key: percentage points for shares."""
    return POINTS if unit == "share" else of_values(unit)


def value_text(name: str, value: float, horizon_days: float | None = None) -> str:
    """A level: 87.3%, 12.4, 3,410. A quantile that the curve does not reach is > H."""
    if math.isnan(value):
        return f"> {horizon_days:g}" if _within_horizon(name) and horizon_days is not None else UNDEFINED
    return _number(name, value, sign="") + ("%" if unit_of(name) == "share" else "")


def _within_horizon(name: str) -> bool:
    indicator = INDICATORS.get(base(name))
    return indicator is not None and indicator.within_horizon


def change_texts(name: str, difference: float, low: float, high: float) -> tuple[Text, str]:
    """A difference and its interval, with as many figures as both need: what lies on one side of 0 is never shown as 0."""
    figures = _figures(name, difference, low, high)
    return difference_text(name, difference, figures), interval_text(name, low, high, figures)


def _figures(name: str, difference: float, low: float, high: float) -> int:
    """Figures after the point: the unit's, more where they would show a difference that is told, or its whole interval, as 0."""
    told, figures = low > 0 or high < 0, _decimals(name)
    ends = [plain(one, unit_of(name)) for one in (difference, low, high) if math.isfinite(one)]
    most = MOST_FIGURES if told else figures + MORE_FIGURES
    while figures < most and (any if told else all)(not round(one, figures) for one in ends) and any(ends):
        figures += 1
    return figures


def difference_text(name: str, difference: float, figures: int | None = None) -> Text:
    """A difference with its sign: +3.2 pp, −12.4."""
    if math.isnan(difference):
        return Text.same(UNDEFINED)
    number = Text.same(_number(name, difference, sign="+", figures=figures))
    return number + " " + POINTS if unit_of(name) == "share" else number


def interval_text(name: str, low: float, high: float, figures: int | None = None) -> str:
    """An interval of a difference: −4.1 … −2.3."""
    if math.isnan(low) or math.isnan(high):
        return UNDEFINED
    return " … ".join(_number(name, end, sign="+", figures=figures) for end in (low, high))


def plain_text(value: float, sign: str = "") -> str:
    """A number of which no unit is declared, with four figures; a large one, such as an amount of money, in full."""
    if math.isnan(value):
        return UNDEFINED
    return with_minus(f"{value:{sign},.0f}" if abs(value) >= IN_FULL else f"{value:{sign}.4g}")


def with_minus(numbers: str) -> str:
    """Numbers with the minus sign that people write."""
    return numbers.replace("-", "−")


def plain(value: float, unit: str) -> float:
    """A value in the unit in which it is shown."""
    return 100.0 * value if unit == "share" else value


def _decimals(name: str) -> int:
    unit = unit_of(name)
    return UNITS[unit].decimals if unit else 3


def _number(name: str, value: float, sign: str, figures: int | None = None) -> str:
    decimals = _decimals(name) if figures is None else figures
    shown = round(plain(value, unit_of(name)), decimals) + 0.0
    return with_minus(f"{shown:{sign if shown else ''},.{decimals}f}")
