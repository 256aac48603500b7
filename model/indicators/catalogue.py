"""All indicators in one table, the main ones, and their names: with a group, `resolution_rate@dispute`, and on the screen."""

from cogov.model.indicators.fulfilment import FULFILMENT
from cogov.model.indicators.groups import BOTH_GROUPS, CITIZEN_GROUPS, GROUP_TITLES, GROUPS
from cogov.model.indicators.indicator import PILLARS, ROLES, UNITS, Indicator
from cogov.model.indicators.responsibility import RESPONSIBILITY
from cogov.model.indicators.settlement import SETTLEMENT
from cogov.model.indicators.sharing import SHARING
from cogov.model.words import Text, beside

BUILT_IN = (*RESPONSIBILITY, *FULFILMENT, *SHARING, *SETTLEMENT)
INDICATORS: dict[str, Indicator] = {one.name: one for one in BUILT_IN}

MAIN: tuple[str, ...] = tuple(one.name for one in sorted(BUILT_IN, key=lambda one: one.main) if one.main)
"""What text, tables and stopping rules mean by the main indicators."""
_FAMILY = {group: family for family, groups in GROUPS.items() for group in groups}


def add_indicator(indicator: Indicator) -> None:
    """Let every run be measured by an indicator of one's own too; one added again takes the place of the one before."""
    if indicator.name in {one.name for one in BUILT_IN}:
        raise ValueError(f"{indicator.name!r} is an indicator of the model; please choose another name")
    functions = (indicator.of_episodes, indicator.of_matters, indicator.of_citizens, indicator.of_city)
    if sum(function is not None for function in functions) != 1:
        raise ValueError(f"{indicator.name} needs one function: of_episodes, of_matters, of_citizens or of_city")
    said = ((indicator.unit, tuple(UNITS)), (indicator.pillar, tuple(PILLARS)), (indicator.role, tuple(ROLES)))
    for word, allowed in (*said, *((family, _families(indicator)) for family in indicator.groups)):
        if word not in allowed:
            raise ValueError(f"{indicator.name}: {word!r} is none of {', '.join(allowed) or 'none'}")
    INDICATORS[indicator.name] = indicator


def _families(indicator: Indicator) -> tuple[str, ...]:
    """Return the families of groups for which an indicator can be told."""
    if indicator.of_city is not None:
        return ()
    if indicator.of_citizens is not None:
        return CITIZEN_GROUPS
    return (*BOTH_GROUPS, *(("sector",) if indicator.of_government is not None else ()))


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


def title(name: str) -> Text:
    """The words for an indicator on the screen, its group in brackets."""
    indicator, group = indicator_of(name), group_of(name)
    if group == "government" and indicator.title_of_government is not None:
        return indicator.title_of_government
    return indicator.title if group is None else beside(indicator.title, GROUP_TITLES[group])
