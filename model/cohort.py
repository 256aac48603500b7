"""The cohorts of a run, as columns that indicators read: what arose after the warm-up, by episode and by matter.

An *episode* is a matter and all that was born of it: reopened, petitioned. What citizens live through is told of episodes; what reports
say is told of matters, of which each is closed once and a reopened one starts anew.

An episode ends when its last matter has ended and nothing more will be born of it. It is settled if that was *true*: work done, the
settlement kept or ruled by a court, not closed early. Closed on paper only, it has ended without being settled, like one given up: a
competing end. Were it censored instead, it would count as if it might still be settled as well as those that are open, and closing
hard matters early would make the others' curve look better.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.assessment import Assessment
from cogov.model.city import City
from cogov.model.desks import GOVERNMENT, pack
from cogov.model.measures import CENSORED, GIVEN_UP, LAPSED, ON_PAPER, SETTLED, Course, Curve, aalen_johansen, course, restricted_mean
from cogov.model.names import SECTORS, SPHERES
from cogov.model.parts import Parts, ratios
from cogov.model.register import NO_PARENT
from cogov.model.stages import Origin, Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EVENT_OF_STAGE = np.full(len(Stage), CENSORED, dtype=np.int8)
EVENT_OF_STAGE[[Stage.SETTLED, Stage.GIVEN_UP, Stage.LAPSED]] = SETTLED, GIVEN_UP, LAPSED
NEVER = np.inf


@dataclass(frozen=True)
class Cohort:
    """Some episodes, or some matters, with what became of them; every array has one entry for each.

    They lie part behind part, a part for each of the twin cities, or for each group in each of them; in each the shortest stands first. What a
    cohort says in numbers it says of each part.
    """

    city: City
    row: Ints
    """The matter itself, or the first of the episode: what it was about, where and with whom it arose."""
    last: Ints
    """The matter itself, or the last of the episode: how it ended."""
    age: Floats
    """Days from the day it arose to its end, or to the end of the run."""
    event: npt.NDArray[np.int8]
    begun_after: Floats
    """Days until an owner began that did not close it early; never if none did."""
    handoffs: Ints
    visits: Floats
    level: npt.NDArray[np.int8]
    """The highest at which it stood."""
    petitioned: Bools
    """Its citizen took it to a higher level."""
    session_after: Floats
    """Days until its first session of mediation, NaN if none was held."""
    gaming: Floats
    """How far desks gamed the assessment where it arose, on the day on which it ended; the latest for what is open."""
    returned: Floats
    """When the matter itself came back; never if it did not."""
    parts: Parts
    horizon: float

    def only(self, chosen: Bools) -> "Cohort":
        """Return the cohort of some of these, in the same parts."""
        places = np.flatnonzero(chosen)
        return self.placed(places, self.parts.only(places))

    def split(self, code: npt.NDArray[np.integer[Any]], count: int) -> "Cohort":
        """Return the same cohort with each part divided by a code below `count`."""
        return self.placed(*self.parts.split(code, count))

    def one_by_one(self) -> "list[Cohort]":
        """Return each part as a cohort of its own."""
        return [self.placed(slice(first, end), Parts.one(end - first)) for first, end in pairwise(self.parts.edges.tolist())]

    def at_home(self, city: City, home: Ints) -> "Cohort":
        """Return the cohort of one of several cities as this city knows it when it stands alone; `home` says the row of each matter there."""
        return replace(self, city=city, row=home[self.row], last=home[self.last])

    def placed(self, places: Ints | slice, parts: Parts) -> "Cohort":
        """Return the cohort of those at some places, in that order and in other parts."""
        same: dict[str, Any] = {"city": self.city, "parts": parts, "horizon": self.horizon}
        return Cohort(**{f.name: getattr(self, f.name)[places] for f in fields(self) if f.name not in same}, **same)

    def column(self, name: str) -> npt.NDArray[Any]:
        """Return a column of the register for the last matters."""
        values: npt.NDArray[Any] = getattr(self.city.register, name)[self.last]
        return values

    def at_birth(self, name: str) -> npt.NDArray[Any]:
        """Return a column of the register for the first matters."""
        values: npt.NDArray[Any] = getattr(self.city.register, name)[self.row]
        return values

    @property
    def all(self) -> Bools:
        """Every entry of the cohort."""
        return np.ones(len(self.row), dtype=bool)

    @cached_property
    def topic(self) -> Ints:
        """What each was about."""
        return self.at_birth("topic")

    @cached_property
    def form(self) -> Ints:
        """Application, problem or dispute."""
        return self.city.topics.form[self.topic]

    @cached_property
    def citizen(self) -> Ints:
        """With whom each arose."""
        return self.at_birth("citizen")

    @cached_property
    def deadline(self) -> Floats:
        """Days within which each should be settled."""
        return self.city.topics.deadline[self.topic]

    @cached_property
    def severity(self) -> Floats:
        """How grave each is, 0 to 1."""
        return self.city.topics.severity[self.topic]

    @cached_property
    def seen(self) -> Floats:
        """Days from the day each arose to the end of the run: how long it could have been watched."""
        return np.asarray(self.city.day - self.at_birth("arose"))

    @cached_property
    def known(self) -> Bools:
        """Which became known."""
        return np.asarray(~np.isnan(self.at_birth("known")))

    @cached_property
    def born_at(self) -> Ints:
        """Level where each stood when it arose."""
        return self.at_birth("level_at_birth").astype(np.intp)

    @cached_property
    def settled(self) -> Bools:
        """Which were settled: episodes truly, matters by report."""
        return np.asarray(self.event == SETTLED)

    @cached_property
    def ended(self) -> Bools:
        """Which ended, in whatever way."""
        return np.asarray(self.event != CENSORED)

    @cached_property
    def reached(self) -> Bools:
        """Which came to at least one institution."""
        return np.asarray(~np.isnan(self.at_birth("taken")))

    @cached_property
    def government(self) -> dict[str, Bools]:
        """What government alone owned, overstepped in, missed or misplaced at first triage."""
        return government_shares(self.city, self.row)

    @cached_property
    def course(self) -> Course:
        """How these came to be settled as days went by."""
        return course(self.age, self.event, SETTLED, self.horizon, self.parts)

    @cached_property
    def curve(self) -> Curve:
        """The Aalen–Johansen curve of settlement."""
        return self.course.curve()

    def settled_with(self, mark: Floats | Bools) -> Floats:
        """Return the Aalen–Johansen value at the horizon of a mark of what was settled, 0 of all else; of a flag, the share."""
        return self.course.curve(mark).at(self.horizon)

    def share(self, part: Bools, of: Bools) -> Floats:
        """Return the share of `of` that is also `part`."""
        return self.parts.shares(part, of)

    def mean(self, values: npt.NDArray[Any], of: Bools) -> Floats:
        """Return the mean of `values` over `of`."""
        return self.parts.means(values, of)

    def ratio(self, part: npt.NDArray[Any], of: npt.NDArray[Any]) -> Floats:
        """Return the sum of `part` over that of `of`."""
        return ratios(self.parts.sums(part), self.parts.sums(of))

    @cached_property
    def sectors(self) -> Bools:
        """(entries, sectors): who held it in the end."""
        return sectors_of(self.city, self.column("holders"))

    @cached_property
    def circles(self) -> tuple[Bools, Bools, Bools]:
        """Which were settled in each of the three circles."""
        return circles(self.sectors)

    def glossed(self, on_paper: Floats | Bools, of: Bools) -> Floats:
        """Return the mean that reports show: as far as assessment is gamed on its day they leave out part of what each matter lacks of 1."""
        left_out = self.city.numbers(Assessment, self.row).gloss * self.gaming
        return self.mean(on_paper + left_out * (1.0 - on_paper), of)

    def curve_of(self, days: Floats, event: npt.NDArray[np.integer[Any]], mark: Floats | Bools | None = None) -> Curve:
        """Return the Aalen–Johansen curve of settlement, counted in other days or from other ends than those of the cohort."""
        return aalen_johansen(days, event, SETTLED, self.horizon, mark, self.parts)

    def unmet(self) -> Floats:
        """Return the severity-weighted share of the first H days that these go unsettled."""
        severities = np.unique(self.city.topics.severity)
        order, alike = self.parts.split(np.searchsorted(severities, self.severity), len(severities))
        curve = aalen_johansen(self.age[order], self.event[order], SETTLED, self.horizon, parts=alike)
        weight = severities * alike.sizes.reshape(-1, len(severities))
        unsettled = weight * np.nan_to_num(restricted_mean(curve, self.horizon)).reshape(weight.shape) / self.horizon
        return ratios(*(np.cumsum(values, axis=1)[:, -1] for values in (unsettled, weight)))  # one behind the other, not in halves


def matters(city: City) -> Cohort:
    """Return all matters that arose after the warm-up, as reports know them."""
    rows = np.arange(city.register.size)
    whole = _cohort(city, rows, rows, EVENT_OF_STAGE[city.register.stage[rows]], rows)
    return whole.only(measured(city, whole.row))


def episodes(city: City) -> Cohort:
    """Return all episodes that arose after the warm-up, as their citizens lived through them."""
    whole = all_episodes(city)
    return whole.only(measured(city, whole.row))


def all_episodes(city: City) -> Cohort:
    """Return all episodes of a run, those of the warm-up too."""
    register = city.register
    rows = np.arange(register.size)
    parent = register.parent[rows]
    roots = rows[parent == NO_PARENT]
    number = np.searchsorted(roots, register.root[rows])
    last = np.zeros(len(roots), dtype=np.intp)
    np.maximum.at(last, number, rows)
    born, announced = np.bincount(number, minlength=len(roots)) - 1, np.bincount(number, weights=register.children[rows])
    event = np.where(announced > born, CENSORED, EVENT_OF_STAGE[register.stage[last]])
    event[(event == SETTLED) & ~true(city, last)] = ON_PAPER
    return _cohort(city, roots, last, event, number)


def true(city: City, rows: Ints) -> Bools:
    """Say which settlements are true: kept, or ruled by a court, and not closed early."""
    register = city.register
    return np.asarray((register.performed[rows] | register.court[rows]) & ~register.closed_early[rows])


def measured(city: City, row: Ints) -> Bools:
    """Say which matters arose after the warm-up."""
    arose = city.register.arose[row]
    return np.asarray((arose >= city.scenario.warmup) & (arose < city.day))


def _cohort(city: City, row: Ints, last: Ints, event: npt.NDArray[np.int8], number: Ints) -> Cohort:
    """Put a cohort together; `number` says of each row of the register to which entry it belongs."""
    register, arose = city.register, city.register.arose[row]
    over = (event != CENSORED) & (register.ended[last] <= city.day)
    age = np.where(over, register.ended[last], float(city.day)) - arose
    found = Cohort(
        city=city,
        row=row,
        last=last,
        age=np.maximum(age, 0.0),
        event=np.where(over, event, CENSORED),
        gaming=_gaming(city, row, arose + age),
        returned=_returned(city, row),
        parts=Parts.one(len(row)),
        horizon=min(float(city.scenario.horizon_days), max(1.0, float(city.day - city.scenario.warmup))),
        **_over_its_matters(city, arose, number),
    )
    by_age = portable.ascending(found.age)
    by_city, parts = Parts.one(len(row)).split(city.twin_of(row[by_age]), city.twins)
    return found.placed(by_age[by_city], parts)


def _gaming(city: City, row: Ints, end: Floats) -> Floats:
    """Return how far assessment was gamed on the day on which each matter ended."""
    by_day = np.array(city.gaming_by_day or [city.gaming])
    gaming: Floats = by_day[np.clip(np.ceil(end).astype(np.intp) - 1, 0, len(by_day) - 1), city.township_of(row)]
    return gaming


def _over_its_matters(city: City, arose: Floats, number: Ints) -> dict[str, Any]:
    """Return what is summed up over all matters of each entry."""
    register, count = city.register, len(arose)
    rows, moves = np.arange(register.size), city.register.moves()
    begun, level = np.full(count, NEVER), np.zeros(count, dtype=np.int8)
    np.fmin.at(begun, number, np.where(register.closed_early[rows], NEVER, register.begun[rows]))
    np.maximum.at(level, number, register.level[rows])
    session, petitioned = np.full(count, NEVER), np.zeros(count, dtype=bool)
    in_session = moves.after == Stage.SESSION
    np.minimum.at(session, number[moves.row[in_session]], moves.time[in_session])
    petitioned[number[moves.row[(moves.reason == Reason.PETITIONED) & (moves.after == Stage.GIVEN_UP)]]] = True
    return {
        "begun_after": begun - arose,
        "level": level,
        "session_after": np.where(np.isfinite(session), session - arose, np.nan),
        "petitioned": petitioned,
        "handoffs": np.bincount(number, weights=register.handoffs[rows], minlength=count).astype(np.intp),
        "visits": np.bincount(number, weights=np.nan_to_num(register.visits[rows]), minlength=count),
    }


def _returned(city: City, row: Ints) -> Floats:
    """Return when each matter came back."""
    register = city.register
    again = np.flatnonzero(register.origin[: register.size] == Origin.REOPENED)
    when = np.full(register.size, NEVER)
    when[register.parent[again]] = register.arose[again]
    found: Floats = when[row]
    return found


def came_back(closed: Cohort) -> tuple[Floats, Ints]:
    """Return of matters reported as settled the days until each came back, or until the end of the run, and which of the two it was."""
    end = float(closed.city.day)
    returned = closed.returned < end
    until = np.where(returned, closed.returned, end) - closed.at_birth("ended")
    return np.maximum(until, 0.0), np.where(returned, SETTLED, CENSORED)


def grouped(values: Floats | Ints) -> Iterator[tuple[Any, Ints]]:
    """Yield every value, the smallest first, with the places where it stands."""
    order = np.argsort(values, kind="stable")
    first = np.flatnonzero(np.concatenate((np.ones(values[:1].size, dtype=bool), np.diff(values[order]) > 0)))
    return zip(values[order[first]], np.split(order, first[1:]), strict=False)


def sectors_of(city: City, holders: npt.NDArray[np.uint64]) -> Bools:
    """Return by (matter, sector) whether a desk of the sector is among the holders."""
    return np.asarray((holders[:, None] & pack(city.slots.sector == np.arange(len(SECTORS))[:, None])) != 0)


def circles(sectors: Bools) -> tuple[Bools, Bools, Bools]:
    """Return who settled: party-state alone, society alone, several spheres or the market."""
    sphere = np.array([list(dict.fromkeys(SPHERES.values())).index(SPHERES[name]) for name in SECTORS])
    state, market, society = (sectors[:, sphere == index].any(axis=1) for index in range(3))
    service, own = state & ~market & ~society, society & ~state & ~market
    return service, own, ~(service | own)


def government_shares(city: City, row: Ints) -> dict[str, Bools]:
    """Return which matters government alone clearly owns, oversteps in (越位), misses (缺位) or misplaces (错位) at first triage.

    Of matters that are a government desk's duty or that one took.
    """
    register, mandates = city.register, city.mandates
    government = pack(city.slots.sector == GOVERNMENT)
    rightful = pack(mandates.rightful)[register.level_at_birth[row], register.topic[row]] & government
    taken = register.first_holders[row] & government
    concerned = (register.outcome[row] > 0) & ((rightful | taken) != 0)
    own, wrong, missing = (rightful & taken) != 0, (taken & ~rightful) != 0, (rightful & ~taken) != 0
    duty = rightful != 0
    clear = concerned & own & ~wrong & ~missing
    over = concerned & wrong & (own | ~duty)
    misplaced = concerned & wrong & duty & ~own
    return {
        "clear": clear,
        "overreach": over,
        "misplacement": misplaced,
        "absence": concerned & ~clear & ~over & ~misplaced,
        "of": concerned,
    }
