"""The groups for which indicators are also reported, as `name@group`: who belongs to which, and what they are called."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.cohort import Cohort
from cogov.model.goals import shares
from cogov.model.words import Text

Bools = npt.NDArray[np.bool_]
Code = npt.NDArray[np.integer[Any]]
"""The place, among the groups of a family, of the one to which each belongs."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """Groups of which each matter, or each citizen, belongs to one."""

    title: Text
    groups: dict[str, Text]
    """A group's name stands in one family only."""
    of_matters: Callable[[Cohort], Code] | None = None
    of_citizens: Callable[[City], Code] | None = None

    def flags_of_citizens(self, city: City) -> dict[str, Bools]:
        """Return who belongs to each group; nothing where the family is said of matters only."""
        if self.of_citizens is None:
            return {}
        code = self.of_citizens(city)
        return {group: code == place for place, group in enumerate(self.groups)}

    def code_of(self, matters: Cohort) -> Code | None:
        """Return the place of each matter's group: its own, or else its citizen's; None for government alone."""
        if self.of_matters is not None:
            return self.of_matters(matters)
        return None if self.of_citizens is None else self.of_citizens(matters.city)[matters.citizen]


def _first(whether: Bools) -> Code:
    """Put into the first of two groups those of whom it is true, all others into the second."""
    return np.where(whether, 0, 1)


def _need_met(city: City) -> Bools:
    """Say by city and topic whether the city's goals give it at least its share of the work that arises."""
    work = city.nature.rate.mean(axis=1) * city.nature.work_mean
    return np.asarray(city.goals.city >= np.array([shares(weights) for weights in work]))


FAMILIES: dict[str, Family] = {
    "domain": Family(
        title=Text(zh="领域", en="domain of responsibility"),
        groups={
            "political": Text(zh="政治思想", en="political and ideological"),
            "administrative": Text(zh="行政", en="administrative"),
            "market": Text(zh="市场", en="market"),
            "voluntary": Text(zh="志愿公益", en="voluntary and charitable"),
            "self_governance": Text(zh="自治", en="self-governance"),
        },
        of_matters=lambda matters: matters.city.topics.domain[matters.topic],
    ),
    "form": Family(
        title=Text(zh="事项形式", en="form"),
        groups={
            "application": Text(zh="办事", en="applications"),
            "problem": Text(zh="问题", en="problems"),
            "dispute": Text(zh="纠纷", en="disputes"),
        },
        of_matters=lambda matters: matters.form,
    ),
    "mandate": Family(
        title=Text(zh="职责归属", en="mandate"),
        groups={
            "single": Text(zh="单一主责", en="one rightful desk"),
            "composite": Text(zh="主责加协办", en="lead and supporters"),
            "novel": Text(zh="清单之外", en="off-list"),
        },
        of_matters=lambda matters: matters.city.mandates.mandate[matters.born_at, matters.topic],
    ),
    "level": Family(
        title=Text(zh="发生层级", en="level where it arose"),
        groups={
            "village": Text(zh="村（社区）", en="village or community"),
            "township": Text(zh="乡镇（街道）", en="township or sub-district"),
            "city": Text(zh="市", en="city"),
        },
        of_matters=lambda matters: matters.born_at,
    ),
    "place": Family(
        title=Text(zh="城乡", en="urban or rural"),
        groups={
            "urban": Text(zh="城镇", en="urban"),
            "rural": Text(zh="农村", en="rural"),
        },
        of_matters=lambda matters: _first(matters.city.territory.urban[matters.city.register.village[matters.row]]),
        of_citizens=lambda city: _first(city.territory.urban[city.citizens.village]),
    ),
    "age": Family(
        title=Text(zh="年龄", en="age"),
        groups={
            "child": Text(zh="15 岁以下", en="under 15"),
            "adult": Text(zh="15 至 59 岁", en="15 to 59"),
            "elderly": Text(zh="60 岁及以上", en="60 and over"),
        },
        of_citizens=lambda city: city.citizens.age_group,
    ),
    "left_behind": Family(
        title=Text(zh="留守情况", en="left behind"),
        groups={
            "left_behind": Text(zh="留守", en="left behind"),
            "not_left_behind": Text(zh="非留守", en="not left behind"),
        },
        of_citizens=lambda city: _first(city.citizens.left_behind),
    ),
    "migrant": Family(
        title=Text(zh="流动情况", en="migrant"),
        groups={
            "migrant": Text(zh="流动人口", en="migrants"),
            "settled": Text(zh="常住户籍", en="registered and present"),
        },
        of_citizens=lambda city: _first(city.citizens.migrant),
    ),
    "income": Family(
        title=Text(zh="收入", en="income"),
        groups={
            "low_income": Text(zh="低收入", en="low income"),
            "other_income": Text(zh="其他收入", en="other income"),
        },
        of_citizens=lambda city: _first(city.citizens.low_income),
    ),
    "access": Family(
        title=Text(zh="上网条件", en="online access"),
        groups={
            "online": Text(zh="能上网", en="online"),
            "offline": Text(zh="不能上网", en="not online"),
        },
        of_citizens=lambda city: _first(city.citizens.online),
    ),
    "need": Family(
        title=Text(zh="需求是否列入目标", en="need in the declared goals"),
        groups={
            "need_met": Text(zh="需求列入目标", en="need among the goals"),
            "need_missed": Text(zh="需求未列入目标", en="need not among the goals"),
        },
        of_matters=lambda matters: _first(_need_met(matters.city)[matters.city.twin_of(matters.row), matters.topic]),
    ),
    "sector": Family(
        title=Text(zh="主体类别", en="sector"),
        groups={
            "government": Text(zh="政府", en="government"),
        },
    ),
}
"""`sector` is told of government alone, by functions of its own."""

GROUPS: dict[str, tuple[str, ...]] = {name: tuple(family.groups) for name, family in FAMILIES.items()}
"""Family of groups -> its groups."""
GROUP_TITLES: dict[str, Text] = {group: title for family in FAMILIES.values() for group, title in family.groups.items()}

MATTER_GROUPS = ("domain", "form", "mandate", "level", "place")
CITIZEN_GROUPS = ("age", "left_behind", "migrant", "income", "access", "place")
BOTH_GROUPS = (*dict.fromkeys(MATTER_GROUPS + CITIZEN_GROUPS), "need")
"""For measures of matters that also belong to the citizen with whom they arose."""
