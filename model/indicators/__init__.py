"""The one place that declares every indicator: command line, figures, report and documents all read it.

indicator.py        what an indicator is, and the units
responsibility.py   人人有责
fulfilment.py       人人尽责
sharing.py          人人享有: what citizens feel and get
settlement.py       人人享有: level, mediation, the three circles, the grid
catalogue.py        all of them in one table, the main ones, the words for pillars and roles
groups.py           the groups for which they are also reported
series.py           the daily series that every run keeps
naming.py           names with a group, `resolution_rate@dispute`, and their titles
measure.py          the functions: indicators of matters and of the city
people.py           the functions: indicators of citizens
codebook.py         what every column of results means, and every figure of a comparison
"""

from cogov.model.indicators.catalogue import INDICATORS, MAIN, PILLARS, ROLES, SCORED_ROLES
from cogov.model.indicators.codebook import (
    COLUMNS,
    DIRECTIONS,
    ROLE_MEANINGS,
    STATISTICS,
    Meaning,
    as_entry,
    change_unit,
    column_metadata,
    level_unit,
    meaning,
    names,
)
from cogov.model.indicators.groups import FAMILY_TITLES, GROUP_TITLES, GROUPS
from cogov.model.indicators.indicator import UNITS, Indicator, Pillar, Role
from cogov.model.indicators.naming import base, family_of, group_of, grouped_names, indicator_of, title
from cogov.model.indicators.series import SERIES, Series

__all__ = [
    "COLUMNS",
    "DIRECTIONS",
    "FAMILY_TITLES",
    "GROUPS",
    "GROUP_TITLES",
    "INDICATORS",
    "MAIN",
    "PILLARS",
    "ROLES",
    "ROLE_MEANINGS",
    "SCORED_ROLES",
    "SERIES",
    "STATISTICS",
    "UNITS",
    "Indicator",
    "Meaning",
    "Pillar",
    "Role",
    "Series",
    "as_entry",
    "base",
    "change_unit",
    "column_metadata",
    "family_of",
    "group_of",
    "grouped_names",
    "indicator_of",
    "level_unit",
    "meaning",
    "names",
    "title",
]
