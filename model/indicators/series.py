"""The daily series that every run keeps: what is counted at the end of each day, with its names, its unit and its function.

Store, figures and documents read them from here. Values that are not there (satisfaction after a week without closures, feelings
between the weekly samples) are NaN.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.indicators.catalogue import INDICATORS
from cogov.model.indicators.indicator import UNITS
from cogov.model.stages import Stage
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
COUNT = Text(zh="件", en="matters")
WEEK = 7


@dataclass(frozen=True)
class Evening:
    """A city at the end of a day, with what several series need: an entry for each city."""

    city: City

    @property
    def open(self) -> Floats:
        """Matters that have not ended."""
        return np.asarray(self.standing.sum(axis=0))

    @property
    def ended(self) -> Floats:
        """Matters that ended today."""
        return self._counted(self.city.register.ended_today)

    @cached_property
    def standing(self) -> Floats:
        """How many open matters stand in each stage, by (stage, city)."""
        city, rows = self.city, self.city.register.open_rows
        cell = city.register.stage[rows].astype(np.intp) * city.twins + city.twin_of(rows)
        counted = np.bincount(cell, minlength=len(Stage) * city.twins).astype(np.float64)
        return counted.reshape(len(Stage), -1)

    @property
    def backlog(self) -> Floats:
        """Open matters that somebody knows of."""
        unknown: Floats = self.standing[Stage.UNKNOWN]
        return self.open - unknown

    @property
    def became_known(self) -> Floats:
        """Matters that somebody knows of since today, those included that ended on the same day."""
        rows = self.city.register.ended_today
        return self.backlog + self._counted(rows[~np.isnan(self.city.register.known[rows])]) - self.yesterday("backlog")

    @property
    def settled(self) -> Floats:
        """Matters that were settled today."""
        rows = self.city.register.ended_today
        return self._counted(rows[self.city.register.stage[rows] == Stage.SETTLED])

    @property
    def satisfaction(self) -> Floats:
        """Mean judgement of what ended in the last seven days: at weekends little ends but what is given up."""
        week = np.array(self.city.tally.judged[-WEEK:]).T.tolist()
        total, count = np.array([[sum(days) for days in of_city] for of_city in week])
        mean: Floats = np.divide(total, count, out=np.full(self.city.twins, np.nan), where=count > 0)
        return mean

    def sampled(self, column: str) -> Floats:
        """Return the mean over all residents on the days of the weekly sample, the warm-up included; NaN between them."""
        if not self.city.is_sampled:
            return np.full(self.city.twins, np.nan)
        of_cities = self.city.by_city(getattr(self.city.citizens, column))
        return np.array([values.mean(dtype=np.float64) for values in of_cities])

    def yesterday(self, series: str) -> Floats:
        """Return what a series was on the evening before; 0 on the first."""
        before = self.city.tally.daily[series]
        return before[-1] if before else np.zeros(self.city.twins)

    def _counted(self, rows: Ints) -> Floats:
        return self.city.count_by_city(rows).astype(np.float64)


@dataclass(frozen=True)
class Series:
    """One column of the daily series."""

    title: Text
    definition: Text
    unit: Text
    value: Callable[[Evening], Floats]
    flow: bool = False
    """Counted over the day; else as things stand at its end."""


def _flow(zh: str, en: str, definition_zh: str, definition_en: str, value: Callable[[Evening], Floats]) -> Series:
    return Series(Text(zh=zh, en=en), Text(zh=definition_zh, en=definition_en), COUNT, value, flow=True)


def _stock(zh: str, en: str, definition_zh: str, definition_en: str, value: Callable[[Evening], Floats]) -> Series:
    return Series(Text(zh=zh, en=en), Text(zh=definition_zh, en=definition_en), COUNT, value)


def _sampled(indicator: str, column: str) -> Series:
    """An indicator of the residents, sampled once a week."""
    definition = Text(zh="全体居民的平均值，每周记录一次", en="mean over all residents, recorded once a week")
    one = INDICATORS[indicator]
    return Series(one.title, definition, UNITS[one.unit].title, lambda evening: evening.sampled(column))


SERIES: dict[str, Series] = {
    "arisen": _flow(
        "新发生",
        "Arisen",
        "当日发生的事务，含尚未被发现的",
        "matters that arose on the day, undiscovered ones included",
        lambda evening: evening.open + evening.ended - evening.yesterday("open"),
    ),
    "known": _flow(
        "新发现",
        "Became known",
        "当日被反映或发现的事务",
        "matters that were reported or found on the day",
        lambda evening: evening.became_known,
    ),
    "ended": _flow(
        "终结",
        "Ended",
        "当日解决、失效或放弃的事务",
        "matters that were settled, lapsed or were given up on the day",
        lambda evening: evening.ended,
    ),
    "settled": _flow("办结", "Settled", "当日办结的事务", "matters that were settled on the day", lambda evening: evening.settled),
    "open": _stock(
        "未完结",
        "Open",
        "日终未完结的事务，含尚未被发现的",
        "matters open at the end of the day, undiscovered ones included",
        lambda evening: evening.open,
    ),
    "backlog": _stock(
        "在办积压",
        "Backlog",
        "日终已知而未完结的事务",
        "known matters open at the end of the day",
        lambda evening: evening.backlog,
    ),
    "in_hand": _stock(
        "办理中",
        "In hand",
        "日终在承办主体手中排队或办理的事务",
        "matters in their holders' queues at the end of the day",
        lambda evening: evening.standing[Stage.IN_HAND],
    ),
    "unclaimed": _stock(
        "无人受理",
        "Unclaimed",
        "日终问过而无人受理的事务",
        "matters that were asked about and nobody has taken",
        lambda evening: evening.standing[Stage.UNCLAIMED],
    ),
    "satisfaction": Series(
        Text(zh="近七日满意度", en="Satisfaction of the week"),
        Text(
            zh="最近七日终结的已知事务的平均评价，放弃的计 0",
            en="mean judgement of the known matters that ended in the last seven days, giving up counting 0",
        ),
        UNITS["index"].title,
        lambda evening: evening.satisfaction,
    ),
    "sense_of_gain": _sampled("sense_of_gain", "gain"),
    "happiness": _sampled("happiness", "happiness"),
    "security": _sampled("security", "security"),
    "trust": _sampled("trust", "trust"),
    "participation_rate": _sampled("participation_rate", "active"),
}


def note_day(city: City) -> None:
    """Add the day that ends to every series."""
    evening = Evening(city)
    today = {name: one.value(evening) for name, one in SERIES.items()}
    for name, value in today.items():
        city.tally.daily[name].append(value)
