"""Words for what a study varies and for what its runs leave: factors, indicators, scores, money."""

from textwrap import fill

from cogov.analysis.tables import name_words
from cogov.analysis.values import difference_text, unit_words, value_text
from cogov.model.indicators import INDICATORS, PILLARS, base
from cogov.model.levers import LEVERS
from cogov.model.words import Language, Text

MONEY = {
    "cost": Text(zh="总费用(元)", en="Total cost, yuan"),
    "lever_cost": Text(zh="杠杆费用(元)", en="Cost of levers, yuan"),
    "cost_per_resident": Text(zh="人均费用(元)", en="Cost per resident, yuan"),
}
SCORE = Text(zh="{pillar}得分", en="score: {pillar}")
PILLAR = "pillar_"
_FIRST_CHINESE = 0x2E80
"""Where the scripts begin whose characters take two columns."""


def output_words(name: str, language: Language) -> str:
    """Title of an indicator, a pillar score or an amount of money; its own name for what somebody's function leaves."""
    if name in MONEY:
        return MONEY[name].in_(language)
    pillar = PILLARS.get(name.removeprefix(PILLAR)) if name.startswith(PILLAR) else None
    if pillar is not None:
        return SCORE.in_(language).format(pillar=pillar.in_(language))
    return name_words(name, language)


def factor_words(name: str, language: Language) -> str:
    """Title of a lever, with its part; the dotted path of what else was varied, without what all parameters begin with."""
    lever, _, part = name.partition(".")
    if lever not in LEVERS:
        return name.removeprefix("parameters.")
    return LEVERS[lever].title.in_(language) + (f" ({part})" if part else "")


def level_text(name: str, value: float) -> str:
    """A value of any output, with four figures where it is no declared indicator."""
    return value_text(name, value) if base(name) in INDICATORS else f"{value:.4g}".replace("-", "−")


def change_text(name: str, value: float, language: Language) -> str:
    """A difference of any output, with its sign."""
    return difference_text(name, value, language) if base(name) in INDICATORS else f"{value:+.4g}".replace("-", "−")


def with_unit(name: str, language: Language) -> str:
    """A title with its unit."""
    unit = unit_words(name, language)
    return output_words(name, language) + (f" ({unit})" if unit else "")


def wrapped(words: str, columns: int = 22) -> str:
    """Break a label into lines; a Chinese character takes two columns."""
    return fill(words, columns // 2 if any(ord(one) >= _FIRST_CHINESE for one in words) else columns)
