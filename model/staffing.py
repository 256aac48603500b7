"""Staffing: how many handlers every desk has, and how many are left for matters once every lever has taken its share.

Here most levers show their price. All shares are of a desk's own staff.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.city import EACH, City
from cogov.model.desks import CITY, ECONOMIC, GOVERNMENT, PARTY, SELF_GOVERNANCE, SOCIAL
from cogov.model.displacement import Enforcement
from cogov.model.goals import Aims
from cogov.model.loans import RIVAL
from cogov.model.names import AREAS, CHANNELS, LEVELS
from cogov.model.numbers import Numbers, number, share
from cogov.model.rules.discovery import Discovery
from cogov.model.rules.handling import Handling
from cogov.model.rules.mediation import Mediation
from cogov.model.rules.sharing import Sharing
from cogov.model.topics import MIX, stated_rates
from cogov.model.venues import open_counters

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


LEAST_OF_STAFF = 0.1
"""Part of its staff that a desk keeps where nothing of its own arises any more."""


class Support(Numbers):
    """Support of social organisations."""

    growth: float = number(0.5, 0, 5, "share", "more staff of social organisations at full support")
    dependence_days: float = number(180, 1, 10_000, "days", "how fast they come to depend on it")
    exit: float = share(0.6, "share of staff that is lost when support on which all depends ends")


class Transition(Numbers):
    """What it costs to change."""

    cost: float = share(0.05, "share of handler-days lost in a township while a phase ramps up")


def follow_mix(city: City) -> None:
    """Staff every desk in proportion to what the mix of matters asks of it, where `composite_share` changes that mix (`choices: mix`).

    So a desk has as much work for a handler, in expectation, at every share. What a matter asks is shared by its rightful desks alike.
    """
    if city.scenario.composite_share is None or not city.chosen(MIX).staff_follows:
        return
    stated, asked = (expected_work(city, rates) for rates in (stated_rates(city.scenario), city.nature.rate[0]))
    factor = np.where(stated > 0, asked / np.maximum(stated, 1e-12), 1.0)
    city.institutions.payroll *= np.maximum(factor, LEAST_OF_STAFF)


def tell_townships_apart(city: City) -> None:
    """Let townships differ in staff per head and in pace: lognormal factors of their own and their villages' desks, of which the residents' mean is 1."""
    handling, institutions = city.numbers(Handling), city.institutions
    local = institutions.level < CITY
    for spread, purpose, column in (
        (handling.township_staff, Purpose.TOWNSHIP_STAFF, institutions.payroll),
        (handling.township_pace, Purpose.TOWNSHIP_PACE, institutions.pace),
    ):
        if spread > 0:
            factor = portable.exp(spread * city.chance.normal(purpose, np.arange(city.territory.townships)))
            factor /= np.average(factor, weights=city.territory.residents_of_townships())
            column[local] *= factor[institutions.township[local]]


def expected_work(city: City, rates: Floats) -> Floats:
    """Return the work a day that matters arising at these rates ask of each desk whose duty they are, in handler-days."""
    topics, territory, slots = city.topics, city.territory, city.slots
    rightful = city.mandates.rightful[topics.level, np.arange(len(topics.level))]
    shared = rightful / np.maximum(rightful.sum(axis=1, keepdims=True), 1)
    arising = rates[np.where(territory.urban, 0, 1)] * territory.residents[:, None] * city.nature.work_mean[0]
    return np.bincount(slots.desk_of.ravel(), weights=portable.product(arising, shared).ravel(), minlength=city.institutions.size)


def assign(city: City, anew: Bools | bool = True) -> None:  # noqa: FBT001, FBT002 - which cities, or all
    """Set every desk's staff, flows and openness to what today's levers make of them, and man it; what is on loan stays until it is back.

    `anew` says in which cities anything moves them today.
    """
    institutions = city.institutions
    institutions.staff[:] = _supported(city, devolved(city))
    flows = institutions.flows_per_handler * institutions.staff[:, None]
    flows[:, :RIVAL] = np.maximum(flows[:, :RIVAL], city.loans.lent)
    here = np.broadcast_to(anew, city.twins)[city.twin_of_desk(np.arange(institutions.size))]
    institutions.flows = np.where(here[:, None], flows, institutions.flows)
    institutions.free_openness = institutions.openness * (1 - _closing(city))[:, None]
    man(city)


def man(city: City) -> None:
    """Set the handlers that each desk has left for matters of its staff."""
    institutions = city.institutions
    left = institutions.staff * np.clip(1.0 - share_taken(city), 0.0, 1.0)
    institutions.handlers[:] = np.maximum(left - _grid_work(city), 0.1 * left)


def devolved(city: City) -> Floats:
    """Move staff one level down, within each kind, to the townships and villages whose lever asks for it (重心下移)."""
    institutions, slots = city.institutions, city.slots
    staff = institutions.payroll.copy()
    share = city.levers.devolution * city.numbers(Handling, townships=EACH).devolved
    if not share.any():
        return staff
    for kind in range(len(slots.kinds)):
        for level in (CITY, CITY - 1):
            of_kind = slots.level[slots.kind == kind]
            if level in of_kind and level - 1 in of_kind:
                _move_down(city, staff, share, kind, level)
    return staff


def _move_down(city: City, staff: Floats, share: Floats, kind: int, level: int) -> None:
    """Give each lower desk its residents' part of what its upper desk lets go there."""
    institutions, slots = city.institutions, city.slots
    lower = np.flatnonzero((institutions.kind == kind) & (institutions.level == level - 1))
    upper_slot, lower_slot = (int(np.flatnonzero((slots.kind == kind) & (slots.level == one))[0]) for one in (level, level - 1))
    above = np.zeros(institutions.size, dtype=np.intp)
    above[slots.desk_of[:, lower_slot]] = slots.desk_of[:, upper_slot]
    boss = above[lower]
    part = institutions.residents[lower] / institutions.residents[boss] * share[institutions.township[lower]]
    moved = institutions.payroll[boss] * part
    staff[lower] += moved
    np.subtract.at(staff, boss, moved)


def _supported(city: City, staff: Floats) -> Floats:
    """Let social organisations grow with support, and shrink below their size when support they depend on ends."""
    support, institutions = city.numbers(Support, townships=EACH), city.institutions
    lever = city.levers.social_org_support
    change = support.growth * lever - support.exit * np.maximum(city.dependence - lever, 0.0)
    return np.where(institutions.sector == SOCIAL, staff * (1 + change[institutions.township]), staff)


def share_taken(city: City) -> Floats:
    """Return the share of each desk's staff that is not left for matters.

    Centres second staff, mediation ties it to rooms and joint sessions, sharing to reports, Party-building to meetings and to the second
    role of cadres, joint action to teams, one-stop service to counters (fewer as service goes online), enforcement and campaigns to the field, phases to learning the
    new, goals kept at `need` to surveys.
    """
    institutions, levers = city.institutions, city.levers
    where, level = institutions.township, institutions.level
    handling, mediation = city.numbers(Handling, desks=EACH), city.numbers(Mediation, desks=EACH)
    rooms = (_levels_served(city) * levers.mediation.reshape(-1, len(CHANNELS), len(LEVELS))[where, institutions.channel]).sum(axis=1)
    share = levers.centre_strength[where, level] * handling.seconded
    share += rooms * mediation.handlers
    share += levers.mediation_coordination[where] * mediation.coordination_share
    share += levers.resource_sharing[where, institutions.sector] * city.numbers(Sharing, desks=EACH).reporting
    share += levers.party_building[where] * handling.meeting_days
    share += _doubling(city) * levers.party_building[where] * handling.double_role
    share += levers.joint_action[where] * handling.joint_share
    share += _at_counters(city) * levers.one_stop_service[where] * handling.counters * open_counters(city, where)
    share += _in_the_field(city)
    share += city.changing[where] * city.numbers(Transition, desks=EACH).cost
    asks = np.array([policy.goals == "need" for policy in city.policies])
    share += city.numbers(Aims, desks=EACH).survey_days * asks[city.twin_of_desk(np.arange(institutions.size))]
    taken: Floats = share
    return taken


def _levels_served(city: City) -> Floats:
    """Return by desk the levels whose disputes its mediators hear, in equal parts: its own, and those below without a desk of its channel."""
    institutions = city.institutions
    served = np.zeros((len(CHANNELS), len(LEVELS), len(LEVELS)))
    for channel in range(len(CHANNELS)):
        lowest = 0
        for level in np.unique(institutions.level[institutions.channel == channel]):
            served[channel, level, lowest : level + 1] = 1 / (level + 1 - lowest)
            lowest = level + 1
    found: Floats = served[institutions.channel, institutions.level]
    return found


def _at_counters(city: City) -> npt.NDArray[np.bool_]:
    """Say which desks man counters of one-stop service."""
    kinds = [index for index, kind in enumerate(city.scenario.kinds.values()) if kind.counter]
    return np.isin(city.institutions.kind, kinds)


def _doubling(city: City) -> npt.NDArray[np.bool_]:
    """Say at which desks the cadres are the Party organisation's too (身兼两职)."""
    kinds = [index for index, kind in enumerate(city.scenario.kinds.values()) if kind.doubles]
    return np.isin(city.institutions.kind, kinds)


def _in_the_field(city: City) -> Floats:
    """Return what enforcement takes from the departments responsible and from firms, and campaigns from all of government."""
    institutions, parameters = city.institutions, city.numbers(Enforcement, desks=EACH)
    lever = city.levers.key_area_enforcement[institutions.township]
    share = (lever * city.enforces[institutions.kind]).max(axis=1) * parameters.handlers
    share += np.where(institutions.sector == ECONOMIC, lever.mean(axis=1) * parameters.compliance, 0.0)
    campaigns = [[c.intensity for c in policy.campaigns if c.start <= city.day < c.start + c.days] for policy in city.policies]
    running = np.array([float(sum(intensities)) for intensities in campaigns])[city.twin_of_desk(np.arange(institutions.size))]
    return np.asarray(share + np.where(institutions.sector == GOVERNMENT, running * parameters.campaign_handlers, 0.0))


def _closing(city: City) -> Floats:
    """Return how much of their openness economic organisations lose to enforcement."""
    lever = city.levers.key_area_enforcement[city.institutions.township].mean(axis=1)
    return np.where(city.institutions.sector == ECONOMIC, lever * city.numbers(Enforcement, desks=EACH).closing, 0.0)


def _grid_work(city: City) -> Floats:
    """Return the handlers that grids take from village self-governance: their workers' share, the checking of false alarms."""
    institutions, territory, discovery = city.institutions, city.territory, city.numbers(Discovery, villages=EACH)
    alarms = discovery.false_alarms * city.levers.grid_intelligence[territory.township] * territory.residents / 1000
    work = city.workers * discovery.worker_own_work + alarms * discovery.false_alarm_days
    taken = np.zeros(institutions.size)
    taken[city.slots.in_villages(SELF_GOVERNANCE)] = work[:, None]
    return taken


def areas_of_kinds(city: City) -> npt.NDArray[np.bool_]:
    """Return by (kind, area) which kinds of desk answer for topics of a key area."""
    found = np.zeros((len(city.slots.kinds), len(AREAS)), dtype=bool)
    for topic in city.scenario.topics.values():
        if topic.area is not None and topic.owners:
            found[city.slots.kinds.index(topic.owners[0]), AREAS.index(topic.area)] = True
    return found


def orders_a_day(city: City) -> Floats:
    """Return how many work orders hotline and centres can write a day by township, in fractions; the city level has none of its own."""
    institutions, territory = city.institutions, city.territory
    of_desks, of_places = city.numbers(Handling, desks=EACH), city.numbers(Handling, townships=EACH)
    strength = city.levers.centre_strength[institutions.township, institutions.level]
    seconded = institutions.staff * of_desks.seconded * of_desks.order_writers * strength
    people = np.bincount(territory.township, weights=territory.residents, minlength=territory.places)
    clerks = of_places.hotline_handlers * people / 10_000
    local = institutions.level < CITY
    clerks += np.bincount(institutions.township[local], weights=seconded[local], minlength=territory.places)
    of_city = city.by_city(seconded[~local]).sum(axis=1)
    clerks += np.repeat(of_city, territory.townships + 1) * people / territory.population
    return np.asarray(clerks * of_places.dispatches_per_handler)


def feel_power(city: City) -> None:
    """Set every desk's ability, which is felt only as power is shared: lognormal of mean 1, 1 for government and the Party."""
    institutions = city.institutions
    spread = city.levers.power_sharing[institutions.township] * city.numbers(Handling, desks=EACH).uneven_capacity
    outside = (institutions.sector != GOVERNMENT) & (institutions.sector != PARTY)
    desk = np.arange(institutions.size)
    drawn = city.chance.of(city.twin_of_desk(desk)).normal(Purpose.ABILITY, city.at_home(institutions, desk))
    institutions.ability[:] = np.where(outside, portable.exp(spread * drawn - spread**2 / 2), 1.0)
