"""Words for what a study varies and for what its runs leave: factors, indicators, scores, money."""

from functools import partial
from textwrap import fill

from cogov.analysis.values import change_unit_words, difference_text, plain_text, unit_of, unit_words, value_text
from cogov.experiments.codebook import COLUMNS
from cogov.model.indicators import INDICATORS, SERIES, base, title
from cogov.model.levers import LEVERS
from cogov.model.words import BRACKETED, Language, Text

_FIRST_CHINESE = 0x2E80
"""Where the scripts begin whose characters take two columns."""


def name_words(name: str, language: Language) -> str:
    """Title of an indicator, a daily series, a pillar score or an amount of money; its own name for what a researcher's function leaves."""
    if base(name) in INDICATORS:
        return title(name, language)
    said = SERIES.get(name) or COLUMNS.get(name)
    return said.title.in_(language) if said is not None else name


def row_words(name: str, language: Language) -> str:
    """A title with its unit, for numbers beside it; of shares without, since their numbers bear % or percentage points themselves."""
    return name_words(name, language) if unit_of(name) == "share" else with_unit(name, language)


def with_unit(name: str, language: Language) -> str:
    """A title with the unit of its values, for numbers that bear none."""
    return _in_unit(name, unit_words(name, language), language)


def with_change_unit(name: str, language: Language) -> str:
    """A title with the unit of differences, effects and regrets, for numbers that bear none."""
    return _in_unit(name, change_unit_words(name, language), language)


def _in_unit(name: str, unit: str, language: Language) -> str:
    return beside(name_words(name, language), unit, language)


def factor_words(name: str, language: Language) -> str:
    """Title of a lever, with its part; the dotted path of what else was varied, without what all parameters begin with."""
    lever, _, part = name.partition(".")
    if lever not in LEVERS:
        return name.removeprefix("parameters.")
    return beside(LEVERS[lever].title.in_(language), part, language)


def factor_text(name: str) -> Text:
    """Title of a factor in both languages."""
    return Text.of(partial(factor_words, name))


def name_text(name: str) -> Text:
    """Title of an output in both languages."""
    return Text.of(partial(name_words, name))


def factor_with_unit(name: str, language: Language) -> str:
    """Title of a factor with its unit, for an axis; of what is no lever the path alone."""
    lever = LEVERS.get(name.partition(".")[0])
    return beside(factor_words(name, language), lever.unit.in_(language) if lever is not None else "", language)


def level_text(name: str, value: float) -> str:
    """A value of any output, with four figures where it is no declared indicator."""
    return value_text(name, value) if base(name) in INDICATORS else plain_text(value)


def change_text(name: str, value: float, language: Language) -> str:
    """A difference of any output, with its sign."""
    return difference_text(name, value, language) if base(name) in INDICATORS else plain_text(value, sign="+")


def size_text(name: str, value: float, language: Language) -> str:
    """The size of a difference, without a sign: 3.2 pp, 12.4."""
    return change_text(name, value, language).lstrip("+")


def beside(words: str, more: str, language: Language) -> str:
    """Words with more in brackets, where there is more."""
    return BRACKETED.in_(language).format(words=words, beside=more) if more else words


def wrapped(words: str, columns: int = 22) -> str:
    """Break a label into lines; a Chinese character takes two columns."""
    return fill(words, columns // 2 if any(ord(one) >= _FIRST_CHINESE for one in words) else columns)
