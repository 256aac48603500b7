"""Names of indicators with a group, `resolution_rate@dispute`, and their titles on the screen."""

from cogov.model.indicators.catalogue import INDICATORS
from cogov.model.indicators.groups import GROUP_TITLES, GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.words import BRACKETED, Language

_FAMILY = {group: family for family, groups in GROUPS.items() for group in groups}


def base(name: str) -> str:
    """The indicator's own name, without a group."""
    return name.partition("@")[0]


def group_of(name: str) -> str | None:
    """The group after the @, None where the name means everybody."""
    return name.partition("@")[2] or None


def indicator_of(name: str) -> Indicator:
    """The declaration behind a name, with or without a group; KeyError for a name that is not declared."""
    indicator, group = INDICATORS[base(name)], group_of(name)
    if group is not None and _FAMILY[group] not in indicator.groups:
        raise KeyError(name)
    return indicator


def grouped_names(indicator: Indicator) -> tuple[str, ...]:
    """Every name with a group under which an indicator is also reported."""
    return tuple(f"{indicator.name}@{group}" for family in indicator.groups for group in GROUPS[family])


def title(name: str, language: Language) -> str:
    """The words for an indicator on the screen, its group in brackets."""
    indicator, group = indicator_of(name), group_of(name)
    if group == "government" and indicator.title_of_government is not None:
        return indicator.title_of_government.in_(language)
    words = indicator.title.in_(language)
    if group is None:
        return words
    return BRACKETED.in_(language).format(words=words, beside=GROUP_TITLES[group].in_(language))
