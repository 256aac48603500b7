"""Topics as columns, and how many matters of each arise where."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.names import AREAS, DOMAINS, FORMS, LEVELS, RESOURCES
from cogov.model.numbers import Numbers, number, share
from cogov.model.options import Choice, option
from cogov.model.scenario import Scenario
from cogov.model.territory import Territory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
APPLICATION, PROBLEM, DISPUTE = range(3)
NO_AREA = -1
REST_DAYS = (5, 6)
"""Saturday and Sunday; day 0 is a Monday."""
CALENDAR = Choice[tuple[int, ...]](
    "calendar",
    weekdays=option(REST_DAYS, zh="周末机构休息，办事申请减少", en="institutions rest at weekends and fewer applications come in"),
    every_day=option((), zh="每天都是工作日", en="every day is a working day"),
)
"""Days of the week on which institutions rest."""


@dataclass(frozen=True)
class Topics:
    """All topics, one row each."""

    names: tuple[str, ...]
    form: Ints
    domain: Ints
    """First domain named."""
    level: Ints
    needs: Floats
    """(topics, resources): units per handler-day; a copied resource is needed or not."""
    severity: Floats
    deadline: Floats
    area: Ints
    """Index of the key area; -1 (NO_AREA) where there is none."""


def as_columns(scenario: Scenario) -> Topics:
    """Turn a scenario's topics into columns."""
    topics = list(scenario.topics.values())
    needs = np.array([[topic.needs.get(resource, 0.0) for resource in RESOURCES] for topic in topics])  # type: ignore[call-overload]
    return Topics(
        names=tuple(scenario.topics),
        form=np.array([FORMS.index(topic.form) for topic in topics]),
        domain=np.array([DOMAINS.index(topic.domains[0]) for topic in topics]),
        level=np.array([LEVELS.index(topic.level) for topic in topics]),
        needs=needs,
        severity=np.array([topic.severity for topic in topics]),
        deadline=np.array([topic.deadline_days * (_calendar(scenario) if topic.working_days else 1.0) for topic in topics]),
        area=np.array([NO_AREA if topic.area is None else AREAS.index(topic.area) for topic in topics]),
    )


@dataclass(frozen=True)
class Nature:
    """How often matters of each topic arise and what they are like, by (city, topic): what twin cities may differ in."""

    rate: Floats
    """(cities, 2, topics): matters per resident and day, urban and rural."""
    work_mean: Floats
    work_cv: Floats
    ambiguity: Floats
    collective: Floats
    visibility: Floats


def nature(scenario: Scenario) -> Nature:
    """Return what a scenario says of its matters, of one city; `composite_share` rescales their rates, by `choices: mix`."""
    topics = list(scenario.topics.values())
    composite = np.array([topic.mandate == "composite" for topic in topics])
    work, rates, share = np.array([topic.work.mean for topic in topics]), stated_rates(scenario), scenario.composite_share
    if share is not None:
        rates = with_composite_share(rates, composite, share, scenario.chosen(MIX).weight(work))
    return Nature(
        rate=rates[None],
        work_mean=work[None],
        work_cv=np.array([[topic.work.cv for topic in topics]]),
        ambiguity=np.array([[topic.ambiguity for topic in topics]]),
        collective=np.array([[topic.collective for topic in topics]]),
        visibility=np.array([[topic.visibility for topic in topics]]),
    )


def _calendar(scenario: Scenario) -> float:
    """Return how many days of the calendar a working day takes."""
    return 7 / (7 - len(scenario.chosen(CALENDAR)))


def stated_rates(scenario: Scenario) -> Floats:
    """Return the rates that a scenario's topics state: (2, topics), matters per resident and day, urban and rural."""
    topics = scenario.topics.values()
    return np.array([[t.rate.urban for t in topics], [t.rate.rural for t in topics]]) / 1000 / 365


@dataclass(frozen=True)
class Mix:
    """What stays the same whatever `composite_share`."""

    weight: Callable[[Floats], Floats]
    """What of each matter, given its work, must add up to the same in town and country."""
    staff_follows: bool
    """Every desk is staffed in proportion to what the mix asks of it."""


MIX = Choice(
    "mix",
    work=option(
        Mix(lambda work: work, staff_follows=True),
        zh="多部门事务占比变化时，每个机构人均工作量不变",
        en="another composite share leaves every desk as much work for a handler",
    ),
    count=option(
        Mix(np.ones_like, staff_follows=False),
        zh="多部门事务占比变化时，事务总数不变",
        en="another composite share leaves the number of matters as it is",
    ),
)


def with_composite_share(rates: Floats, composite: npt.NDArray[np.bool_], share: float, weight: Floats) -> Floats:
    """Rescale rates so that `share` of the matters is composite and the weights of all that arise add up to the same.

    Composite matters take more work than others, so at the same number of matters a larger share of them would be a larger load.
    Where no matter of one sort is stated there is nothing to rescale, and all are of the other.
    """
    joint, alone = ((rates * of).sum(axis=1, keepdims=True) for of in (composite, ~composite))
    parts = np.where(composite, share / np.maximum(joint, 1e-12), (1 - share) / np.maximum(alone, 1e-12)) * rates
    rescaled: Floats = parts * (portable.product(rates, weight) / np.maximum(portable.product(parts, weight), 1e-12))[:, None]
    return rescaled


class Arriving(Numbers):
    """How potential matters arrive."""

    dispersion: float = number(
        2.0, 1, 20, "variance/mean", "burstiness of arrivals at the base rate", "3.7 in the log of a Dutch permit desk (Buijs, 4TU)"
    )
    cap: float = number(3.0, 1, 10, "× base rate", "hazard at which potential matters are generated")
    weekend_factor: float = number(0.4, 0, 2, "× weekday rate", "arrivals of applications on a rest day")
    rest_day_fall: float = share(
        0.0, "how much rarer problems and disputes are on a rest day; 0: not at all", "offices that take in nothing then: 1 (Buijs, 4TU)"
    )
    day_spread: float = number(
        0.0,
        0,
        2,
        "sd of log",
        "how far days differ, in all places at once; 0: not at all",
        "clusters in one place do not explain 3.7 (Buijs, 4TU)",
    )


@dataclass(frozen=True)
class Arrivals:
    """Potential matters: the city at `cap` times its base rate, the same under every policy."""

    cells: tuple[Floats, Floats]
    """Cumulative expected potential matters over (village, topic) cells, on a working day and on a rest day."""
    log_series: float
    """Parameter p of the cluster size's logarithmic distribution; 0 for single matters."""
    topics: int
    day_spread: float
    """Spread of the factor by which a day multiplies all of them (sd of log)."""

    def clusters(self, *, rest_day: bool) -> float:
        """Return the expected number of clusters on a day."""
        return float(self.cells[rest_day][-1]) / self.cluster_size

    @cached_property
    def cluster_size(self) -> float:
        """Mean size of a cluster."""
        p = self.log_series
        return 1.0 if p == 0 else -p / ((1 - p) * portable.log1p(-p))


ARRIVALS = Choice[Callable[[Arriving], float]](
    "arrivals",
    bursty=option(
        lambda numbers: 1 + numbers.cap * (numbers.dispersion - 1),
        zh="成簇到达（负二项）",
        en="clusters of logarithmic size: negative binomial counts",
    ),
    poisson=option(lambda _: 1.0, zh="泊松到达", en="single matters: Poisson counts"),
)
"""Variance over mean of a day's potential matters."""


def expect(scenario: Scenario, topics: Topics, rate: Floats, territory: Territory) -> Arrivals:
    """Tabulate expected potential matters; `rate` by (2, topics), urban and rural.

    Counts are negative binomial: a Poisson number of clusters of logarithmic size (Quenouille 1949). Thinning by 1/cap
    turns a variance-to-mean ratio 1 + cap·(D − 1) into D, the ratio that the scenario states.
    """
    emergence = scenario.numbers(Arriving)
    place = np.where(territory.urban, 0, 1)
    daily = rate[place] * territory.residents[:, None] * emergence.cap
    ratio = scenario.chosen(ARRIVALS)(emergence)
    return Arrivals(
        cells=tuple(np.cumsum((daily * factor).ravel()) for factor in _week(scenario, topics)),  # type: ignore[arg-type]
        log_series=1 - 1 / ratio,
        topics=len(topics.names),
        day_spread=emergence.day_spread,
    )


def _week(scenario: Scenario, topics: Topics) -> tuple[Floats, Floats]:
    """Return the factors on a working day and on a rest day: what rests at weekends comes on working days, the week's mean stays 1."""
    resting, arriving = len(scenario.chosen(CALENDAR)), scenario.numbers(Arriving)
    if resting == 0:
        return np.ones(len(topics.names)), np.ones(len(topics.names))
    rest = np.where(topics.form == APPLICATION, arriving.weekend_factor, 1 - arriving.rest_day_fall)
    working = 7 / (7 - resting + resting * rest)
    return working, working * rest
