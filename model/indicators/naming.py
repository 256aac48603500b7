"""Names of indicators with a group, `resolution_rate@dispute`, and their titles on the screen."""

from cogov.model.indicators.catalogue import INDICATORS
from cogov.model.indicators.groups import GROUP_TITLES, GROUPS
from cogov.model.indicators.indicator import Indicator
from cogov.model.words import Language, Text

GOVERNMENT_TITLES: dict[str, Text] = {
    "clear_ownership_rate@government": Text(zh="政府到位率", en="Government in its place"),
    "overreach_rate@government": Text(zh="政府越位率", en="Government overreach"),
    "absence_rate@government": Text(zh="政府缺位率", en="Government absence"),
    "misplacement_rate@government": Text(zh="政府错位率", en="Government misplacement"),
}
"""越位、缺位、错位 are said of government only, as in the essay."""

_FAMILY = {group: family for family, groups in GROUPS.items() for group in groups}


def base(name: str) -> str:
    """The indicator's own name, without a group."""
    return name.partition("@")[0]


def group_of(name: str) -> str | None:
    """The group after the @, None where the name means everybody."""
    return name.partition("@")[2] or None


def family_of(group: str) -> str:
    """The family to which a group belongs."""
    return _FAMILY[group]


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
    if name in GOVERNMENT_TITLES:
        return GOVERNMENT_TITLES[name].in_(language)
    words, group = indicator_of(name).title.in_(language), group_of(name)
    if group is None:
        return words
    return f"{words}({GROUP_TITLES[group].zh})" if language == "zh" else f"{words} ({GROUP_TITLES[group].en})"
