"""Joint action: whoever has a composite matter waits for the others that must join in.

A missing partner joins on a day with chance readiness × tie × congruence with the holder. Under `partners: seen_or_convened` it is ready
by itself only if it saw its part at triage, readier where a plan was agreed in talks; otherwise somebody must convene it: joint action, the Party organisation, a social
organisation or the centre, each at its own rate, and whoever convenes spends handler-days on it. Under `partners: tied` anybody may
join by itself and convening is free. Over what a grid worker found desks also meet through the Party network in the grid. What fails
for want of congruence alone is noted as a conflict of goals. Essay: 问题联治、工作联动;整合党组织网络和社会治理网格.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.desks import CITY, PARTY, SOCIAL, pack, unpack
from cogov.model.network import nearness
from cogov.model.numbers import Numbers, number, share
from cogov.model.options import Choice, option
from cogov.model.passing import give_up, pass_up
from cogov.model.rules.deliberation import Deliberation
from cogov.model.stages import Channel, Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Joining(Numbers):
    """How the partners of a composite matter come together."""

    commit_base: float = share(
        0.05, "chance a day that a missing partner joins in by itself, times congruence and tie: if it saw its part, or `partners: tied`"
    )
    commit_joint: float = share(0.3, "chance a day that it is convened at full joint action, times congruence and tie")
    commit_centre: float = share(0.15, "the same by a centre of full strength")
    commit_party: float = share(0.15, "the same by the Party organisation at full Party-building")
    commit_social: float = share(0.1, "the same by social organisations fully supported")
    convening_days: float = number(
        0.25, 0, 5, "handler-days", "what it takes whoever convenes a partner that joins in, under `partners: seen_or_convened`"
    )
    join_congruence: float = number(
        1.0, 0, 5, "exponent", "power of congruence in the chance that a partner joins in: 0 takes goals out of joining"
    )
    coordination_days: float = number(
        0.1, 0, 5, "handler-days", "what each partner of a joint team spends on coordinating, at full joint action"
    )
    partner_days: float = number(40, 1, 365, "days", "patience for missing partners before the matter goes up a level")


def gather_partners(city: City) -> None:
    """Missing partners commit or not; complete teams start; what waits too long goes up a level or is given up."""
    register = city.register
    rows = register.at(Stage.PARTNERS)
    if len(rows) == 0:
        return
    level, topic = register.level[rows].astype(np.intp), register.topic[rows]
    rightful, held = city.mandates.rightful[level, topic], unpack(register.holders[rows], len(city.slots))
    matter, slot = np.nonzero(rightful & ~held)
    joins = _commits(city, rows, matter, slot, (held & rightful).argmax(axis=1))
    held[matter[joins], slot[joins]] = True
    register.hold(rows, pack(held))
    complete = (held | ~rightful).all(axis=1)
    _start(city, rows[complete])
    waiting = rows[~complete]
    _give_in(city, waiting[city.day + 1 - register.stage_since[waiting] > city.numbers(Joining, waiting).partner_days])


def _commits(city: City, rows: Ints, matter: Ints, slot: Ints, present: Ints) -> Bools:
    register, row = city.register, rows[matter]
    desks = city.slots.desk_of[register.village[row]]
    entry = np.arange(len(row))
    missing, holder = desks[entry, slot], desks[entry, present[matter]]
    tied = tie(city, row, missing, holder)
    ready, agrees = commitment(city, row, slot) * tied, joining(city, row, missing, holder)
    draw = city.luck(row).uniform(Purpose.COMMITS, register.identity[row], city.day, slot)
    joins: Bools = draw < ready * agrees
    note_requests(city, row, slot, draw < ready, (draw < ready) & ~joins)
    if city.chosen(PARTNERS).convening_is_paid:
        _charge(city, row[joins], _who_convened(city, row[joins], slot[joins], draw[joins] / (tied * agrees)[joins]))
    return joins


def joining(city: City, rows: Ints, missing: Ints, holder: Ints) -> Floats:
    """Return the factor that the congruence of a missing partner with a holder makes: κ to a power, 1 where goals play no part."""
    power = city.numbers(Joining, rows).join_congruence
    factor: Floats = portable.power(city.congruence(missing, holder, city.register.topic[rows]), power)
    return factor


def note_requests(city: City, row: Ints, slot: Ints, asked: npt.NDArray[np.bool_], refused: npt.NDArray[np.bool_]) -> None:
    """Note which slots were asked for joint work on each matter, and which of them stood against it for incongruence; each counts once."""
    register, bit = city.register, np.uint64(1) << slot.astype(np.uint64)
    np.bitwise_or.at(register.requests, row[asked], bit[asked])
    np.bitwise_or.at(register.refused, row[refused], bit[refused])


def tie(city: City, rows: Ints, missing: Ints, holder: Ints) -> Floats:
    """Return the factor that the tie between a missing partner and a holder makes over each matter: .3 without any."""
    return nearness(np.maximum(city.governance.between(missing, holder), _tie_in_grid(city, rows)))


def _tie_in_grid(city: City, rows: Ints) -> Floats:
    """Return the Party tie in the grid through which desks meet over each matter: 0 of what did not come from a grid."""
    register = city.register
    return np.where(register.channel[rows] == Channel.GRID, city.grid_ties[register.village[rows]], 0.0)


def commitment(city: City, rows: Ints, slot: Ints) -> Floats:
    """Return the chance that the desk in a slot, perfectly congruent and tied, joins in today on each matter."""
    alone = city.chosen(PARTNERS).by_itself(city, rows, slot)
    return np.minimum(1.0, alone + convening(city, rows).sum(axis=0))


def _where_it_saw(city: City, rows: Ints, slot: Ints) -> Floats:
    saw = unpack(city.register.seen[rows], len(city.slots))[np.arange(len(rows)), slot]
    return np.where(saw, _willing(city, rows), 0.0)


def _anyway(city: City, rows: Ints, slot: Ints) -> Floats:
    return _willing(city, rows)


def _willing(city: City, rows: Ints) -> Floats:
    """Return the chance that whoever sees its part joins in today: more where a plan was agreed in talks."""
    return np.asarray(
        city.numbers(Joining, rows).commit_base + city.numbers(Deliberation, rows).readiness * city.register.consulted[rows],
        dtype=np.float64,
    )


@dataclass(frozen=True)
class Company:
    """How partners come to a composite matter."""

    by_itself: Callable[[City, Ints, Ints], Floats]
    """Chance a day that a missing partner joins in uncalled."""
    convening_is_paid: bool
    """Whoever convenes a partner spends handler-days on it."""
    convening_lifts: bool
    """Convening adds to what supporters see of their mandate, instead of calling partners one by one."""


PARTNERS = Choice(
    "partners",
    seen_or_convened=option(
        Company(_where_it_saw, convening_is_paid=True, convening_lifts=False),
        zh="认为有自己一份的加入，或由中心、党组织、社会组织、四联召集",
        en="who sees its part joins in, or is convened: by centre, Party, social organisations, joint action",
    ),
    tied=option(
        Company(_anyway, convening_is_paid=False, convening_lifts=True),
        zh="不论是否认为归己，都可能加入；召集抬高协办的职责",
        en="anybody missing may join; convening lifts the mandate of supporters",
    ),
)


def convening(city: City, rows: Ints) -> Floats:
    """Return the chance that each convener calls today on what is missing at each matter: joint action, Party, social organisation, centre."""
    parameters, levers, where = city.numbers(Joining, rows), city.levers, city.township_of(rows)
    return np.stack(
        [
            parameters.commit_joint * levers.joint_action[where],
            parameters.commit_party * levers.party_building[where] * (PARTY in city.slots.sector),
            parameters.commit_social * levers.social_org_support[where] * (SOCIAL in city.slots.sector),
            parameters.commit_centre * levers.centre_strength[where, city.register.level[rows]],
        ]
    )


UNCALLED = -1


def _who_convened(city: City, rows: Ints, slot: Ints, draw: Floats) -> Ints:
    """Return whose call each draw of a partner that joins in falls to, as a row of `convening`; UNCALLED where it came by itself."""
    edges = np.cumsum([_where_it_saw(city, rows, slot), *convening(city, rows)], axis=0)
    return np.minimum((draw >= edges).sum(axis=0), len(edges) - 1) + UNCALLED


def _charge(city: City, rows: Ints, convener: Ints) -> None:
    """Let who convened a partner owe the handler-days: the desks of the matter's level in proportion to their staff.

    Joint action is the time of all whose duty the matter is, the Party's and social organisations' that of their own desks (of all
    levels where there is none at the matter's), the centre's that of all desks of the level, which second its staff.
    """
    rows, convener = rows[convener > UNCALLED], convener[convener > UNCALLED]
    sector, level = city.slots.sector, city.register.level[rows].astype(np.intp)
    here = city.slots.level == level[:, None]
    duty, anybody = city.mandates.rightful[level, city.register.topic[rows]], np.ones_like(here)
    pays = np.choose(convener[:, None], [duty, anybody & (sector == PARTY), anybody & (sector == SOCIAL), here])
    pays = np.where((pays & here).any(axis=1, keepdims=True), pays & here, pays) | (convener == 0)[:, None] & duty
    desks = city.slots.desk_of[city.register.village[rows]]
    part = pays * city.institutions.staff[desks]
    part *= city.numbers(Joining, rows[:, None]).convening_days / np.maximum(part.sum(axis=1, keepdims=True), 1e-12)
    city.institutions.owe(desks, part)


def pay_what_is_owed(city: City, capacity: Floats) -> Floats:
    """Return what is left of today's handler-days once what is owed for talks and convening is paid as far as it goes."""
    paid = np.minimum(city.institutions.owed, capacity)
    city.institutions.pay(paid)
    city.tally.meeting_days += city.by_city(paid).sum(axis=1) * city.is_measured
    return capacity - paid


def coordinate(city: City, rows: Ints) -> None:
    """Add what coordinating takes when a whole team starts on a composite matter."""
    register = city.register
    partners = unpack(register.holders[rows], len(city.slots)).sum(axis=1)
    lever = city.levers.joint_action[city.township_of(rows)]
    register.work_off(rows, -(city.numbers(Joining, rows).coordination_days * lever * partners))


def _start(city: City, rows: Ints) -> None:
    """Start a complete team."""
    coordinate(city, rows)
    register = city.register
    register.move(rows, Stage.IN_HAND, np.maximum(register.stage_since[rows], city.day), Reason.PARTNERS_JOINED)


def _give_in(city: City, rows: Ints) -> None:
    """Pass what waited too long for partners up a level; at the top the citizen gives up."""
    register = city.register
    top = register.level[rows] == CITY
    give_up(city, rows[top], Reason.PARTNERS_MISSING)
    pass_up(city, rows[~top], Reason.PARTNERS_MISSING)
