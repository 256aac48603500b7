"""The one place that declares every indicator, with its function: command line, figures, report and documents all read it.

indicator.py        what an indicator is; units, pillars, roles
groups.py           the groups for which they are also reported, and who belongs to which
whole.py            what they are functions of beside cohorts: the run as a whole, some of its citizens
responsibility.py   人人有责
fulfilment.py       人人尽责
sharing.py          人人享有: what citizens feel and get
settlement.py       人人享有: level, mediation, the three circles, the grid
catalogue.py        all of them in one table, the main ones, those of a researcher's own; names with a group, `resolution_rate@dispute`, and titles
series.py           the daily series that every run keeps
measure.py          measuring a run
"""

from cogov.model.indicators.catalogue import INDICATORS, MAIN, add_indicator, base, group_of, grouped_names, indicator_of, title
from cogov.model.indicators.groups import FAMILIES, GROUP_TITLES, GROUPS
from cogov.model.indicators.indicator import (
    DIRECTIONS,
    PILLARS,
    ROLE_MEANINGS,
    ROLES,
    SCORED_ROLES,
    UNITS,
    Indicator,
    Pillar,
    Role,
    Unit,
)
from cogov.model.indicators.series import SERIES, Series

__all__ = [
    "DIRECTIONS",
    "FAMILIES",
    "GROUPS",
    "GROUP_TITLES",
    "INDICATORS",
    "MAIN",
    "PILLARS",
    "ROLES",
    "ROLE_MEANINGS",
    "SCORED_ROLES",
    "SERIES",
    "UNITS",
    "Indicator",
    "Pillar",
    "Role",
    "Series",
    "Unit",
    "add_indicator",
    "base",
    "group_of",
    "grouped_names",
    "indicator_of",
    "title",
]
