"""Words for what a study varies and for what its runs leave: factors, indicators, scores, money."""

import math

from cogov.analysis.line_breaks import broken
from cogov.analysis.values import UNDEFINED, change_texts, change_unit_words, difference_text, plain_text, unit_of, unit_words, value_text
from cogov.experiments.codebook import COLUMNS
from cogov.model.indicators import INDICATORS, SERIES, base, title
from cogov.model.levers import LEVERS
from cogov.model.words import EMPTY, Text, beside


def name_words(name: str) -> Text:
    """Title of an indicator, a daily series, a pillar score or an amount of money; its own name for what a researcher's function leaves."""
    if base(name) in INDICATORS:
        return title(name)
    said = SERIES.get(name) or COLUMNS.get(name)
    return said.title if said is not None else Text.same(name)


def row_words(name: str) -> Text:
    """A title with its unit, for numbers beside it; of shares without, since their numbers bear % or percentage points themselves."""
    return name_words(name) if unit_of(name) == "share" else with_unit(name)


def with_unit(name: str) -> Text:
    """A title with the unit of its values, for numbers that bear none."""
    return beside(name_words(name), unit_words(name))


def with_change_unit(name: str) -> Text:
    """A title with the unit of differences, effects and regrets, for numbers that bear none."""
    return beside(name_words(name), change_unit_words(name))


def factor_words(name: str) -> Text:
    """Title of a lever, with its part; the dotted path of what else was varied, without what all parameters begin with."""
    lever, _, part = name.partition(".")
    return beside(LEVERS[lever].title, part) if lever in LEVERS else Text.same(name.removeprefix("parameters."))


def factor_with_unit(name: str) -> Text:
    """Title of a factor with its unit, for an axis; of what is no lever the path alone."""
    lever = LEVERS.get(name.partition(".")[0])
    return beside(factor_words(name), lever.unit if lever is not None else EMPTY)


def level_text(name: str, value: float) -> str:
    """A value of any output, with four figures where it is no declared indicator."""
    return value_text(name, value) if base(name) in INDICATORS else plain_text(value)


def change_text(name: str, value: float) -> Text:
    """A difference of any output, with its sign."""
    return difference_text(name, value) if base(name) in INDICATORS else Text.same(plain_text(value, sign="+"))


def change_and_interval(name: str, change: float, low: float, high: float) -> tuple[Text, str]:
    """A difference of any output and its interval: of an indicator with as many figures as show on which side of 0 it lies."""
    if base(name) in INDICATORS:
        return change_texts(name, change, low, high)
    interval = UNDEFINED if math.isnan(low) else " … ".join(plain_text(end, sign="+") for end in (low, high))
    return change_text(name, change), interval


def change_with_interval(name: str, change: float, low: float, high: float) -> Text:
    """A difference with its interval in brackets, where there is one."""
    words, interval = change_and_interval(name, change, low, high)
    return words if math.isnan(low) else words + f" [{interval}]"


def size_text(name: str, value: float) -> Text:
    """The size of a difference, without a sign: 3.2 pp, 12.4."""
    return change_text(name, value).each(lambda words: words.lstrip("+"))


def wrapped(words: str, columns: int = 22) -> str:
    """Break a label into lines; a Chinese character takes two columns."""
    return "\n".join(broken(words, columns))
