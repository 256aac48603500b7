"""What an indicator is: its declaration, with the function that measures it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from cogov.model.words import Text

if TYPE_CHECKING:
    from cogov.model.cohort import Cohort
    from cogov.model.indicators.whole import Residents, Whole

Pillar = Literal["responsibility", "fulfilment", "sharing"]
Role = Literal["check", "process", "outcome", "cost"]
"""`check` restates what a lever does, `process` is a means; pillar scores and rankings use outcomes and costs only."""
Direction = Literal[-1, 0, 1]
OfCohort = Callable[["Cohort"], float | npt.NDArray[np.float64]]
"""A number for each part of a cohort. A function of somebody's own is asked of one part at a time, and may say one number."""

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
ROLE_MEANINGS: dict[str, Text] = {
    "outcome": Text(
        zh="对群众和城市而言的结果；计入支柱得分和排名", en="what comes of it for people and city; counts in pillar scores and rankings"
    ),
    "cost": Text(zh="付出的代价；计入支柱得分和排名", en="what it takes; counts in pillar scores and rankings"),
    "process": Text(zh="达到结果的途径；不计分", en="a means on the way; is not scored"),
    "check": Text(zh="几乎重述杠杆本身所做的事，用于核对；不计分", en="nearly restates what a lever does, for checking; is not scored"),
}
SCORED_ROLES = frozenset({"outcome", "cost"})
"""Checks restate what a lever does and processes are means: neither may make a policy look good."""
DIRECTIONS: dict[Direction, Text] = {
    1: Text(zh="越高越好", en="higher is better"),
    -1: Text(zh="越低越好", en="lower is better"),
    0: Text(zh="不分好坏", en="neither way is better"),
}


@dataclass(frozen=True)
class Unit:
    """In what a measure is counted."""

    title: Text
    decimals: int = 3
    """Figures that a reader is shown after the point; of shares, in per cent."""
    bounded: bool = False
    """Whether no value can leave the span from `low` to `high`."""


UNITS: dict[str, Unit] = {
    "share": Unit(Text(zh="占比", en="share"), decimals=1, bounded=True),
    "index": Unit(Text(zh="指数，0–1", en="index, 0–1"), bounded=True),
    "gini": Unit(Text(zh="基尼系数", en="Gini coefficient"), bounded=True),
    "inequity": Unit(Text(zh="集中指数之差，−1 至 1", en="difference of concentration indices, −1 to 1")),
    "sectors": Unit(Text(zh="个主体类别", en="sectors"), decimals=2, bounded=True),
    "handoffs": Unit(Text(zh="次/件", en="per matter"), decimals=2),
    "visits": Unit(Text(zh="次/件", en="per application"), decimals=2),
    "days": Unit(Text(zh="天", en="days"), decimals=1),
    "matters": Unit(Text(zh="件/千人", en="matters per 1,000 residents"), decimals=1),
    "matters_a_year": Unit(Text(zh="件/千人年", en="matters per 1,000 residents and year"), decimals=1),
    "yuan": Unit(Text(zh="元/件", en="yuan per matter"), decimals=0),
    "hours": Unit(Text(zh="小时/人年", en="hours per resident and year"), decimals=2),
    "lawsuits": Unit(Text(zh="件/万人年", en="per 10,000 residents and year"), decimals=1),
}
PER_CENT = Text(zh="%（文件中为 0–1）", en="% (0–1 in files)")
POINTS = Text(zh="百分点", en="percentage points")


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """One measure of a city: what it is a share or mean of, which way is better, and the function that measures it.

    `low` and `high` are the span that a score of 0 to 100 covers; for shares and indices they bound the value as well.
    A value that is undefined (denominator 0, quantile not reached) is NaN everywhere and null in JSON.

    One of the four functions is given. Rates over time are Aalen–Johansen values at the horizon, or have all that entered as their
    denominator, so that what is open at the end of the run neither vanishes nor counts as failed.
    """

    name: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: str
    direction: Direction
    role: Role
    pillar: Pillar
    groups: tuple[str, ...] = ()
    """Families of groups for which it is also told; of the city as a whole there are none."""
    main: int = 0
    """Its place among the main indicators, from 1; 0 for all others."""
    low: float = 0.0
    high: float = 1.0
    within_horizon: bool = False
    """A day that may not be reached within the horizon: NaN is shown as > H."""
    of_episodes: OfCohort | None = None
    """What citizens live through."""
    of_matters: OfCohort | None = None
    """What desks did and reports say of each matter for itself."""
    of_citizens: "Callable[[Residents], float] | None" = None
    of_city: "Callable[[Whole], float] | None" = None
    of_government: OfCohort | None = None
    """Beside the function of matters: the same, of government alone."""
    title_of_government: Text | None = None

    @property
    def title(self) -> Text:
        """The name on the screen."""
        return Text(zh=self.zh, en=self.en)

    @property
    def definition(self) -> Text:
        """What is counted, over which denominator."""
        return Text(zh=self.definition_zh, en=self.definition_en)

    @property
    def level_unit(self) -> Text:
        """In what a value is shown."""
        return PER_CENT if self.unit == "share" else UNITS[self.unit].title

    @property
    def change_unit(self) -> Text:
        """In what a difference of two values is shown."""
        return POINTS if self.unit == "share" else UNITS[self.unit].title

    @property
    def bounded(self) -> bool:
        """Whether `low` and `high` are bounds that no value can leave."""
        return UNITS[self.unit].bounded

    def score(self, value: float) -> float:
        """Place a value between 0 (worst) and 100 (best); NaN where neither way is better."""
        if self.direction == 0 or math.isnan(value):
            return math.nan
        place = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return 100.0 * (place if self.direction > 0 else 1.0 - place)

    def effect(self, difference: float) -> Direction:
        """Say whether a difference is for the better (1), for the worse (-1), or neither."""
        if self.direction == 0 or math.isnan(difference) or difference == 0:
            return 0
        return 1 if (difference > 0) == (self.direction > 0) else -1
