"""What an indicator is, and the groups for which it is also reported."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cogov.model.words import Text

Pillar = Literal["responsibility", "fulfilment", "sharing"]
Role = Literal["check", "process", "outcome", "cost"]
"""`check` restates what a lever does, `process` is a means; pillar scores and rankings use outcomes and costs only."""

MATTER_GROUPS = ("domain", "form", "mandate", "level", "place")
CITIZEN_GROUPS = ("age", "left_behind", "migrant", "income", "access", "place")
BOTH_GROUPS = (*tuple(dict.fromkeys(MATTER_GROUPS + CITIZEN_GROUPS)), "need")
"""For measures of matters that also belong to the citizen with whom they arose."""


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One measure of a city: what it is a share or mean of, and which way is better.

    `low` and `high` are the span that a score of 0 to 100 covers; for shares and indices they bound the value as well.
    A value that is undefined (denominator 0, quantile not reached) is NaN everywhere and null in JSON.
    """

    name: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str
    direction: Literal[-1, 0, 1]
    role: Role
    pillar: Pillar
    groups: tuple[str, ...] = ()
    main: bool = False
    low: float = 0.0
    high: float = 1.0

    @property
    def title(self) -> Text:
        """The name on the screen."""
        return Text(zh=self.zh, en=self.en)

    @property
    def definition(self) -> Text:
        """What is counted, over which denominator."""
        return Text(zh=self.definition_zh, en=self.definition_en)

    @property
    def bounded(self) -> bool:
        """Whether `low` and `high` are bounds that no value can leave."""
        return self.unit in BOUNDED_UNITS

    def score(self, value: float) -> float:
        """Place a value between 0 (worst) and 100 (best); NaN where neither way is better."""
        if self.direction == 0 or math.isnan(value):
            return math.nan
        place = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return 100.0 * (place if self.direction > 0 else 1.0 - place)

    def effect(self, difference: float) -> Literal[-1, 0, 1]:
        """Say whether a difference is for the better (1), for the worse (-1), or neither."""
        if self.direction == 0 or math.isnan(difference) or difference == 0:
            return 0
        return 1 if (difference > 0) == (self.direction > 0) else -1


BOUNDED_UNITS = frozenset({"share", "index", "gini", "sectors"})

UNITS: dict[str, Text] = {
    "share": Text(zh="占比", en="share"),
    "index": Text(zh="指数,0–1", en="index, 0–1"),
    "gini": Text(zh="基尼系数", en="Gini coefficient"),
    "inequity": Text(zh="集中指数之差,−1 至 1", en="difference of concentration indices, −1 to 1"),
    "sectors": Text(zh="个主体类别", en="sectors"),
    "handoffs": Text(zh="次/件", en="per matter"),
    "visits": Text(zh="次/件", en="per application"),
    "days": Text(zh="天", en="days"),
    "matters": Text(zh="件/千人", en="matters per 1,000 residents"),
    "matters_a_year": Text(zh="件/千人年", en="matters per 1,000 residents and year"),
    "yuan": Text(zh="元/件", en="yuan per matter"),
    "hours": Text(zh="小时/人年", en="hours per resident and year"),
    "lawsuits": Text(zh="件/万人年", en="per 10,000 residents and year"),
}


def table(*indicators: Indicator) -> dict[str, Indicator]:
    """Order indicators by the names they carry."""
    return {indicator.name: indicator for indicator in indicators}


def joined(tables: Iterable[dict[str, Indicator]]) -> dict[str, Indicator]:
    """Put the tables of several files into one; a name may stand only once."""
    whole: dict[str, Indicator] = {}
    for part in tables:
        if twice := whole.keys() & part.keys():
            raise ValueError(f"indicators declared twice: {sorted(twice)}")
        whole.update(part)
    return whole
