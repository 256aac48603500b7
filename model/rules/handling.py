"""Handling: handlers work down their desks' queues.

Progress per handler-day = ownership × authority × ability × pace × skill × (φ + (1 − φ) · least fill of needed resources) × team, where
team = 1 − conflict · (1 − mean congruence of the holders). A desk with h handlers sees floor(n h + phase) handler-days in n working
days. Joint teams are faster on hot spots; assessment hurries work and closes some of it early. Queues are ordered by attention, need, severity, age and deadline. Wrong owners are found out at the rate
r_0 + r_1 (1 − mean cosine of attention). Levers: power_sharing, joint_action, assessment_pressure, and all that take
handlers away (`staffing`). Essay: 人人尽责.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model import portable, resources, voice
from cogov.model.assessment import Assessment
from cogov.model.chance import Purpose
from cogov.model.city import EACH, City
from cogov.model.desks import GOVERNMENT, PARTY
from cogov.model.goals import mean_cosine
from cogov.model.holdings import Holdings, in_hand
from cogov.model.mandates import COMPOSITE
from cogov.model.numbers import number, share
from cogov.model.options import Choice, option
from cogov.model.partners import Joining, gather_partners, note_requests, pay_what_is_owed
from cogov.model.passing import give_up, hand_off
from cogov.model.queueing import roster, serve
from cogov.model.routing import BY_MATRIX, pass_on
from cogov.model.rule import rule
from cogov.model.rules.sharing import Sharing
from cogov.model.rules.triage import Triage
from cogov.model.stages import Reason, Stage
from cogov.model.topics import DISPUTE
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Handling(Joining):
    """Work at the desks."""

    progress_floor: float = share(0.6, "φ: progress that needs no resources")
    authority_floor: float = number(0.5, 0.01, 1, "share", "A_0: authority of a non-government owner without shared power")
    wrong_owner: float = share(0.3, "ownership factor of an owner whose duty it is not")
    novel_owner: float = share(0.7, "ownership factor for a matter on no list")
    turf_conflict: float = share(0.3, "loss of progress when incongruent owners overlap")
    hindered: float = share(0.6, "congruence below which joint work counts as hindered by goals")
    capture: float = number(0.5, 0, 10, "priority", "head start of members of organisations at full power sharing")
    uneven_capacity: float = number(0.3, 0, 2, "sd of log", "spread of non-government owners' ability, felt as power is shared")
    township_staff: float = number(
        0.0, 0, 2, "sd of log", "how far townships differ in staff per head, at their own desks and those of their villages; 0: not at all"
    )
    township_pace: float = number(0.0, 0, 2, "sd of log", "how far they differ in pace; 0: not at all")
    seconded: float = share(0.08, "share of desk handlers at a level seconded to its centre at full strength")
    dispatches_per_handler: float = number(
        33,
        0.1,
        500,
        "per day",
        "work orders that a clerk sends out in a day, enquiries answered besides",
        "Beijing 12345: 5 to 6 minutes a request, 80 a day, of which 41.5 % become orders",
    )
    hotline_handlers: float = number(
        0.32,
        0,
        100,
        "per 10,000 residents",
        "order clerks of the hotline without any centre",
        "Beijing 12345, 2024: 1,700 staff for 10 million orders, so many for the 1,850 a year that 10,000 residents bring here",
    )
    order_writers: float = share(
        0.25, "part of those seconded to centres who write orders; the others receive people, mediate and follow up"
    )
    meeting_days: float = share(0.03, "share of handler-days that Party-building meetings take at full strength")
    double_role: float = share(
        0.04, "share of handlers that Party work takes at full strength where cadres have two roles (`kinds.NAME.doubles`), beyond meetings"
    )
    counters: float = share(0.05, "share of service handlers tied to counters at full one-stop service")
    hot_spot: int = number(3, 2, 100, "matters", "open matters of one topic in one village that make a hot spot")
    hot_spot_gain: float = number(0.3, 0, 3, "share", "faster progress of a joint team on a hot spot, at full joint action")
    joint_share: float = share(0.03, "share of handlers that joint teams take from their own queues, at full joint action")
    devolved: float = share(0.5, "share of staff that moves down at full devolution, where a lower desk of the kind exists")
    volunteer_days: float = number(0.0004, 0, 1, "handler-days", "help that an active citizen gives village desks on a day")
    patience_days: float = number(60, 0.1, 10_000, "days", "mean patience under `patience: exponential`")
    deferral: float = share(
        0.0,
        "chance that a desk leaves a matter for another day whose whole time is still before it, less as the deadline comes near; 0: none",
        "work gathers at deadlines (Buijs, 4TU: half of permits take .88 of their time or more; König & Kleinmann 2005)",
    )
    w_attention: float = number(1.0, 0, 10, "priority", "queue: weight of attention")
    w_need: float = number(0.5, 0, 10, "priority", "queue: weight of expressed need")
    w_severity: float = number(1.0, 0, 10, "priority", "queue: weight of severity")
    w_age: float = number(0.03, 0, 10, "priority per day", "queue: weight of age")
    w_pressed: float = number(
        0.5, 0, 10, "priority", "queue of party-state desks: weight of a collective or petitioned matter", "assumed; Chen, Pan & Xu 2016"
    )
    w_deadline: float = number(2.0, 0, 20, "priority", "queue: weight of a deadline as it comes near")


@rule(
    writes="register.requests register.refused register.equipped_days register.filled_days register.joint"
    " institutions.load institutions.wasted institutions.available"
    " tally.meeting_days",
    numbers=Handling,
    says=Text(zh="人员办理，协办到位，错办被发现", en="handlers work, partners gather, wrong owners are found out"),
)
def handling(city: City, p: Handling) -> None:
    """Partners gather, wrong owners are found out, handlers work, some matters go up, citizens lose patience."""
    if city.is_rest_day:
        return
    gather_partners(city)
    find_wrong_owners(city)
    holdings = in_hand(city)
    if len(holdings.rows):
        _work(city, holdings)
    voice.go_up(city, holdings)
    _lose_patience(city)
    _count_load(city)


def find_wrong_owners(city: City) -> None:
    """Hand off what only wrong owners hold, as they are found out (相互纠错)."""
    register, parameters = city.register, city.numbers(Triage, cities=EACH)
    holdings = in_hand(city)
    has_rightful = np.bincount(holdings.matter, weights=holdings.rightful, minlength=len(holdings.rows)) > 0
    rows = holdings.rows[~has_rightful]
    if city.chosen(BY_MATRIX) or len(rows) == 0:
        return
    rate = parameters.found_base + parameters.found_diversity * (1 - mean_cosine(city.by_city(city.goals.attention)))
    chance = -portable.expm1(-rate)[city.twin_of(rows)]
    found = city.luck(rows).uniform(Purpose.FOUND, register.identity[rows], city.day) < chance
    entries = (~has_rightful)[holdings.matter]
    caught = np.isin(holdings.row, rows[found]) & entries
    city.record_handoff(holdings.desk[caught], register.topic[holdings.row[caught]])
    hand_off(city, rows[found], Reason.WRONG_OWNER_FOUND)


def _work(city: City, holdings: Holdings) -> None:
    register, row = city.register, holdings.row
    wanted = resources.wanted_today(city, holdings)
    least, needs = _equipment(city, holdings, resources.fill(city, wanted))
    rate = progress_rate(city, holdings, least) * _team(city, holdings)[holdings.matter]
    left = register.work_left[holdings.rows]
    ready = np.clip(register.stage_since[row] - city.day, 0.0, 1.0)
    demand = np.minimum(1.0 - ready, left[holdings.matter] / np.maximum(rate, 1e-9)) * _turned_to(city, holdings)
    queue = city.chosen(QUEUE)
    order = np.lexsort((register.identity[row], -queue.priority(city, holdings), holdings.desk))
    capacity = pay_what_is_owed(city, city.chosen(CAPACITY)(city) * _has_work(city, holdings))
    given, end = np.zeros(len(row)), np.zeros(len(row))
    desk, come_in = holdings.desk[order], ready[order]
    for _ in range(2):  # what several holders would do too much of is given back, and serves those behind
        given[order], end[order] = serve(desk, demand[order], come_in, capacity, in_order=queue.in_order, cities=city.twins)
        done = np.bincount(holdings.matter, weights=given * rate)
        demand = demand * np.minimum(1.0, left / np.maximum(done, 1e-12))[holdings.matter]
    given = np.minimum(given, demand)
    _book(city, holdings, given, capacity)
    register.equipped_days[holdings.rows] += np.bincount(holdings.matter, weights=given * needs)
    register.filled_days[holdings.rows] += np.bincount(holdings.matter, weights=given * needs * least)
    _progress(city, holdings, given * rate, end)


def _turned_to(city: City, holdings: Holdings) -> npt.NDArray[np.bool_] | float:
    """Say which entries a desk turns to today: 1 − deferral · (time left / time given) of them, all from the deadline on."""
    register, row = city.register, holdings.row
    deferral = city.numbers(Handling, row).deferral
    if np.all(deferral == 0):
        return 1.0
    deadline = city.topics.deadline[register.topic[row]]
    left = np.clip(1 - (city.day - register.arose[row]) / deadline, 0.0, 1.0)
    drawn = city.luck(row).uniform(Purpose.TURNS_TO, register.identity[row], holdings.slot, city.day)
    return np.asarray(drawn >= deferral * left)


def _has_work(city: City, holdings: Holdings) -> npt.NDArray[np.bool_]:
    """Say by desk whether its city has anything in hand: where nobody has, nobody's day begins, and what is owed is not paid."""
    has = city.count_by_city(holdings.rows) > 0
    return np.repeat(has, city.institutions.size // city.twins)


def _equipment(city: City, holdings: Holdings, fill: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the fill of the scarcest resource that each entry needs (1 where none is), and whether any is needed."""
    needed = city.topics.needs[city.register.topic[holdings.row]] > 0
    return np.where(needed, fill[holdings.desk], 1.0).min(axis=1), needed.any(axis=1)


def progress_rate(city: City, holdings: Holdings, least: Floats) -> Floats:
    """Return progress per handler-day of each holder, a rightful, able, fully equipped one making 1."""
    parameters, institutions = city.numbers(Handling, holdings.row), city.institutions
    topic, desk = city.register.topic[holdings.row], holdings.desk
    novel = city.mandates.lead[city.register.level[holdings.row].astype(np.intp), topic] < 0
    routed = city.chosen(BY_MATRIX)
    ownership = np.where(novel, parameters.novel_owner, np.where(holdings.rightful | routed, 1.0, parameters.wrong_owner))
    sector = institutions.sector[desk]
    state = (sector == GOVERNMENT) | (sector == PARTY)
    power = city.levers.power_sharing[institutions.township[desk]]
    authority = np.where(state, 1.0, parameters.authority_floor + (1 - parameters.authority_floor) * power)
    skill = 1 + city.numbers(Sharing, holdings.row).skill_gain * -portable.expm1(-institutions.training[desk])
    equipped = parameters.progress_floor + (1 - parameters.progress_floor) * least
    pressure = city.levers.assessment_pressure[institutions.township[desk]]
    hurry = 1 + city.numbers(Assessment, holdings.row).speed * pressure
    rate: Floats = ownership * authority * institutions.ability[desk] * skill * equipped * hurry * institutions.pace[desk]
    return rate


def _team(city: City, holdings: Holdings) -> Floats:
    """Return each matter's factor for how well its holders pull together; note where goals hinder them."""
    matter, desk = holdings.matter, holdings.desk
    first = desk[np.searchsorted(matter, matter)]
    others = first != desk
    kappa = np.ones(len(matter))
    kappa[others] = city.congruence(first[others], desk[others], city.register.topic[holdings.row[others]])
    size = np.bincount(matter)
    mean = (np.bincount(matter, weights=kappa * others) + 1e-12) / (np.maximum(size - 1, 1) + 1e-12)
    conflict = city.numbers(Handling, holdings.rows).turf_conflict
    note_requests(city, holdings.row, holdings.slot, others, others & (kappa < city.numbers(Handling, holdings.row).hindered))
    return np.where(size > 1, 1 - conflict * (1 - mean), 1.0) * _hot_spots(city, holdings.rows)


def _hot_spots(city: City, rows: Ints) -> Floats:
    """Return the factor of joint teams on hot spots: many matters of one topic in one village (问题联治、平安联创)."""
    register, parameters = city.register, city.numbers(Handling, rows)
    topics = len(city.topics.names)
    cell = register.village[rows] * topics + register.topic[rows]
    crowd = np.bincount(cell, minlength=city.territory.villages * topics)[cell]
    gain = parameters.hot_spot_gain * city.levers.joint_action[city.township_of(rows)]
    return np.where(crowd >= parameters.hot_spot, 1 + gain, 1.0)


def _by_priority(city: City, holdings: Holdings) -> Floats:
    """Order by attention, need, severity, age, nearness of the deadline, pressure (`voice`), and connections as power is shared."""
    w, register, row = city.numbers(Handling, holdings.row), city.register, holdings.row
    topic, desk = register.topic[row], holdings.desk
    age = city.day + 1 - register.arose[row]
    left = np.maximum(city.topics.deadline[topic] - age, 0.0)
    pressed = voice.weight(city, row, w.w_pressed, w.w_pressed) * voice.HEARS[city.institutions.sector[desk]]
    connected = city.citizens.member[register.citizen[row]] & (city.institutions.sector[desk] != GOVERNMENT)
    priority: Floats = (
        w.w_attention * np.minimum(city.goals.topics * city.goals.attention[desk, topic], 5.0)
        + w.w_need * city.need[city.twin_of(row), topic]
        + w.w_severity * city.topics.severity[topic]
        + w.w_age * age
        + w.w_deadline * portable.exp(-left / 3.0)
        + pressed
        + w.capture * city.levers.power_sharing[city.institutions.township[desk]] * connected
    )
    return priority


def _first_come(city: City, holdings: Holdings) -> Floats:
    return -city.register.stage_since[holdings.row]


@dataclass(frozen=True)
class Queue:
    """How a desk works down its queue."""

    priority: Callable[[City, Holdings], Floats]
    in_order: bool
    """Nobody is served before who stands ahead, even one that comes in later in the day."""


QUEUE = Choice(
    "queue",
    priority=option(
        Queue(_by_priority, in_order=False),
        zh="按关注、需求、轻重、时长、期限排序",
        en="by attention, need, severity, age and deadline",
    ),
    fifo=option(Queue(_first_come, in_order=True), zh="先接先办", en="first taken, first served"),
)


def _staff(city: City) -> Floats:
    institutions = city.institutions
    return roster(institutions.handlers + institutions.volunteers, institutions.roster_phase, city.working_day)


def _unlimited(city: City) -> Floats:
    return np.full(city.institutions.size, 1e9)


CAPACITY = Choice(
    "capacity",
    staff=option(_staff, zh="人员有限", en="the handlers that there are"),
    unlimited=option(_unlimited, zh="人员不限", en="handlers without limit"),
)


def _book(city: City, holdings: Holdings, given: Floats, capacity: Floats) -> None:
    """Book the handler-days given: to the matter, to the desk, and as wasted where the duty is another's."""
    register, institutions = city.register, city.institutions
    register.spend(holdings.rows, np.bincount(holdings.matter, weights=given))
    begins = (given > 0) & holdings.rightful & np.isnan(register.begun[holdings.row])
    register.begin(holdings.row[begins], np.maximum(city.day, register.stage_since[holdings.row[begins]]))
    if city.is_measured:
        institutions.spend(np.arange(institutions.size), np.bincount(holdings.desk, weights=given, minlength=institutions.size))
        institutions.wasted += np.bincount(holdings.desk, weights=given * ~holdings.rightful, minlength=institutions.size)
        institutions.available += capacity


def _progress(city: City, holdings: Holdings, progress: Floats, end: Floats) -> None:
    """Take the progress off the work left; what is done goes on to its session or is settled."""
    register, rows = city.register, holdings.rows
    register.work_off(rows, np.bincount(holdings.matter, weights=progress))
    _close_early(city, rows)
    done = (register.work_left[rows] <= 1e-9) & ~_find_out_at_the_end(city, holdings)
    last = np.zeros(len(rows))
    np.maximum.at(last, holdings.matter, np.where(progress > 0, end, 0.0))
    entries = np.bincount(holdings.matter)
    composite = city.mandates.mandate[register.level[rows].astype(np.intp), register.topic[rows]] == COMPOSITE
    alone = np.bincount(holdings.matter, weights=~holdings.rightful) == 0
    register.joint[rows[done & composite & alone & (entries > 1)]] = True
    time = np.maximum(city.day + last, register.stage_since[rows])
    keep = pass_on(city, holdings, done, time)
    session = done & keep & (city.topics.form[register.topic[rows]] == DISPUTE) & ("mediation" in city.rules)
    register.move(rows[session], Stage.SESSION, time[session], Reason.WORK_DONE)
    settled = done & keep & ~session
    register.move(rows[settled], Stage.SETTLED, time[settled], Reason.WORK_DONE)


def _find_out_at_the_end(city: City, holdings: Holdings) -> npt.NDArray[np.bool_]:
    """Hand off composite matters that only wrong desks worked on to the end: nothing but joint action closes them."""
    register, rows = city.register, holdings.rows
    composite = city.mandates.mandate[register.level[rows].astype(np.intp), register.topic[rows]] == COMPOSITE
    wrong = np.bincount(holdings.matter, weights=holdings.rightful) == 0
    found: npt.NDArray[np.bool_] = composite & wrong & (register.work_left[rows] <= 1e-9) & (not city.chosen(BY_MATRIX))
    register.work_anew(rows[found])
    hand_off(city, rows[found], Reason.WRONG_OWNER_FOUND)
    return found


def _close_early(city: City, rows: Ints) -> None:
    """Close some matters half done as done, as far as desks have learnt to game the assessment (考核; Bevan & Hood 2006)."""
    register = city.register
    chance = city.numbers(Assessment, rows).premature * city.gaming[city.township_of(rows)]
    half = (register.work_left[rows] > 1e-9) & (register.work_left[rows] < 0.5 * register.work_total[rows])
    early = rows[half & (city.luck(rows).uniform(Purpose.PREMATURE, register.identity[rows], city.day) < chance)]
    register.close_early(early, city.day + 1.0)


def _endless(city: City, rows: Ints) -> Floats:
    return np.full(len(rows), np.inf)


def _exponential(city: City, rows: Ints) -> Floats:
    exponential: Floats = city.luck(rows).exponential(Purpose.PATIENCE, city.register.identity[rows])
    return city.numbers(Handling, rows).patience_days * exponential


PATIENCE = Choice(
    "patience",
    none=option(_endless, zh="未开办的一直等", en="whoever waits for work to begin waits on"),
    exponential=option(
        _exponential,
        zh="未开办的按指数分布失去耐心",
        en="a citizen whose matter nobody has worked on gives up after an exponential time",
    ),
)
"""Days for which citizens wait from when a matter is known."""


def _lose_patience(city: City) -> None:
    """Let citizens whose matter nobody has begun give up when their patience ends."""
    register = city.register
    rows = register.at(Stage.UNCLAIMED, Stage.PARTNERS, Stage.IN_HAND)
    rows = rows[register.effort[rows] == 0]
    give_up(city, rows[register.known[rows] + city.chosen(PATIENCE)(city, rows) < city.day + 1], Reason.PATIENCE_LOST)


def _count_load(city: City) -> None:
    holdings = in_hand(city)
    city.institutions.load[:] = np.bincount(holdings.desk, minlength=city.institutions.size)
