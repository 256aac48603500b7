"""All indicators in one table, the main ones, and the words for pillars and roles."""

from cogov.model.indicators.fulfilment import FULFILMENT
from cogov.model.indicators.indicator import Indicator, joined
from cogov.model.indicators.responsibility import RESPONSIBILITY
from cogov.model.indicators.settlement import SETTLEMENT
from cogov.model.indicators.sharing import SHARING
from cogov.model.words import Text

INDICATORS: dict[str, Indicator] = joined([RESPONSIBILITY, FULFILMENT, SHARING, SETTLEMENT])

MAIN: tuple[str, ...] = (
    "owned_in_time_rate",
    "handoffs_per_matter",
    "mean_days",
    "resolution_rate",
    "shirking_rate",
    "satisfaction",
    "unmet_need",
    "cost_per_resolved",
)
"""What text, tables and stopping rules mean by the main indicators."""

PILLARS: dict[str, Text] = {
    "responsibility": Text(zh="人人有责", en="everyone responsible"),
    "fulfilment": Text(zh="人人尽责", en="everyone fulfilling"),
    "sharing": Text(zh="人人享有", en="everyone sharing"),
}

ROLES: dict[str, Text] = {
    "outcome": Text(zh="结果", en="outcome"),
    "cost": Text(zh="成本", en="cost"),
    "process": Text(zh="过程", en="process"),
    "check": Text(zh="核对", en="check"),
}
"""In the order in which tables show them."""

SCORED_ROLES = frozenset({"outcome", "cost"})
"""Checks restate what a lever does and processes are means: neither may make a policy look good."""
