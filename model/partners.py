"""Joint action: whoever has a composite matter waits for the others that must join in.

A missing partner joins on a day with chance readiness × tie × congruence with the holder. Under `partners: seen_or_convened` it is ready
by itself only if it saw its part at triage, readier where a plan was agreed in talks; otherwise somebody must convene it: joint action, the Party organisation, a social
organisation or the centre, each at its own rate, and whoever convenes spends handler-days on it. Under `partners: tied` anybody may
join by itself and convening is free. Over what a grid worker found desks also meet through the Party network in the grid. What fails
for want of congruence alone is noted as a conflict of goals. Essay: 问题联治、工作联动;整合党组织网络和社会治理网格.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.desks import CITY, PARTY, SOCIAL
from cogov.model.masks import pack, unpack
from cogov.model.passing import coordinate, give_up, pass_up
from cogov.model.stages import Channel, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def gather_partners(model: "CoGovernanceModel") -> None:
    """Missing partners commit or not; complete teams start; what waits too long goes up a level or is given up."""
    register = model.register
    rows = register.at(Stage.PARTNERS)
    if len(rows) == 0:
        return
    level, topic = register.level[rows].astype(np.int64), register.topic[rows]
    rightful, held = model.mandates.rightful[level, topic], unpack(register.holders[rows], len(model.slots))
    matter, slot = np.nonzero(rightful & ~held)
    joins = _commits(model, rows, matter, slot, (held & rightful).argmax(axis=1))
    held[matter[joins], slot[joins]] = True
    register.holders[rows] = pack(held)
    complete = (held | ~rightful).all(axis=1)
    _start(model, rows[complete])
    waiting = rows[~complete]
    _give_in(model, waiting[model.day + 1 - register.stage_since[waiting] > model.scenario.parameters.handling.partner_days])


def _commits(model: "CoGovernanceModel", rows: Ints, matter: Ints, slot: Ints, present: Ints) -> Bools:
    register, row = model.register, rows[matter]
    desks = model.slots.desk_of[register.village[row]]
    entry = np.arange(len(row))
    missing, holder = desks[entry, slot], desks[entry, present[matter]]
    tied = tie(model, row, missing, holder)
    ready, agrees = commitment(model, row, slot) * tied, joining(model, row, missing, holder)
    draw = model.chance.uniform(Purpose.COMMITS, register.identity[row], model.day, slot)
    joins: Bools = draw < ready * agrees
    note_requests(model, row, slot, draw < ready, (draw < ready) & ~joins)
    if model.scenario.choices.partners == "seen_or_convened":
        _charge(model, row[joins], _who_convened(model, row[joins], slot[joins], draw[joins] / (tied * agrees)[joins]))
    return joins


def joining(model: "CoGovernanceModel", rows: Ints, missing: Ints, holder: Ints) -> Floats:
    """Return the factor that the congruence of a missing partner with a holder makes: κ to a power, 1 where goals play no part."""
    power = model.scenario.parameters.handling.join_congruence
    factor: Floats = portable.power(model.congruence(missing, holder, model.register.topic[rows]), power)
    return factor


def note_requests(model: "CoGovernanceModel", row: Ints, slot: Ints, asked: npt.NDArray[np.bool_], refused: npt.NDArray[np.bool_]) -> None:
    """Note which slots were asked for joint work on each matter, and which of them stood against it for incongruence; each counts once."""
    register, bit = model.register, np.uint64(1) << slot.astype(np.uint64)
    np.bitwise_or.at(register.requests, row[asked], bit[asked])
    np.bitwise_or.at(register.refused, row[refused], bit[refused])


def tie(model: "CoGovernanceModel", rows: Ints, missing: Ints, holder: Ints) -> Floats:
    """Return the factor that the tie between a missing partner and a holder makes over each matter: .3 without any."""
    return 0.3 + 0.7 * np.maximum(model.governance.between(missing, holder), _tie_in_grid(model, rows))


def _tie_in_grid(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the Party tie in the grid through which desks meet over each matter: 0 of what did not come from a grid."""
    register = model.register
    return np.where(register.channel[rows] == Channel.GRID, model.grid_ties[register.village[rows]], 0.0)


def commitment(model: "CoGovernanceModel", rows: Ints, slot: Ints) -> Floats:
    """Return the chance that the desk in a slot, perfectly congruent and tied, joins in today on each matter."""
    alone = BY_ITSELF[model.scenario.choices.partners](model, rows, slot)
    return np.minimum(1.0, alone + convening(model, rows).sum(axis=0))


def _where_it_saw(model: "CoGovernanceModel", rows: Ints, slot: Ints) -> Floats:
    saw = unpack(model.register.seen[rows], len(model.slots))[np.arange(len(rows)), slot]
    return np.where(saw, _willing(model, rows), 0.0)


def _anyway(model: "CoGovernanceModel", rows: Ints, slot: Ints) -> Floats:
    return _willing(model, rows)


def _willing(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that whoever sees its part joins in today: more where a plan was agreed in talks."""
    parameters = model.scenario.parameters
    return np.asarray(
        parameters.handling.commit_base + parameters.deliberation.readiness * model.register.consulted[rows], dtype=np.float64
    )


BY_ITSELF: dict[str, Callable[["CoGovernanceModel", Ints, Ints], Floats]] = {"seen_or_convened": _where_it_saw, "tied": _anyway}
"""Chance a day that a missing partner joins in uncalled, by `choices: partners`."""


def convening(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that each convener calls today on what is missing at each matter: joint action, Party, social organisation, centre."""
    parameters, levers, where = model.scenario.parameters.handling, model.levers, model.township_of(rows)
    return np.stack(
        [
            parameters.commit_joint * levers.joint_action[where],
            parameters.commit_party * levers.party_building[where] * (PARTY in model.slots.sector),
            parameters.commit_social * levers.social_org_support[where] * (SOCIAL in model.slots.sector),
            parameters.commit_centre * levers.centre_strength[where, model.register.level[rows]],
        ]
    )


UNCALLED = -1


def _who_convened(model: "CoGovernanceModel", rows: Ints, slot: Ints, draw: Floats) -> Ints:
    """Return whose call each draw of a partner that joins in falls to, as a row of `convening`; UNCALLED where it came by itself."""
    edges = np.cumsum([_where_it_saw(model, rows, slot), *convening(model, rows)], axis=0)
    return np.minimum((draw >= edges).sum(axis=0), len(edges) - 1) + UNCALLED


def _charge(model: "CoGovernanceModel", rows: Ints, convener: Ints) -> None:
    """Let who convened a partner owe the handler-days: the desks of the matter's level in proportion to their staff.

    Joint action is the time of all whose duty the matter is, the Party's and social organisations' that of their own desks (of all
    levels where there is none at the matter's), the centre's that of all desks of the level, which second its staff.
    """
    rows, convener = rows[convener > UNCALLED], convener[convener > UNCALLED]
    sector, level = model.slots.sector, model.register.level[rows].astype(np.int64)
    here = model.slots.level == level[:, None]
    duty, anybody = model.mandates.rightful[level, model.register.topic[rows]], np.ones_like(here)
    pays = np.choose(convener[:, None], [duty, anybody & (sector == PARTY), anybody & (sector == SOCIAL), here])
    pays = np.where((pays & here).any(axis=1, keepdims=True), pays & here, pays) | (convener == 0)[:, None] & duty
    desks = model.slots.desk_of[model.register.village[rows]]
    part = pays * model.institutions.staff[desks]
    part *= model.scenario.parameters.handling.convening_days / np.maximum(part.sum(axis=1, keepdims=True), 1e-12)
    np.add.at(model.institutions.owed, desks, part)


def pay_what_is_owed(model: "CoGovernanceModel", capacity: Floats) -> Floats:
    """Return what is left of today's handler-days once what is owed for talks and convening is paid as far as it goes."""
    paid = np.minimum(model.institutions.owed, capacity)
    model.institutions.owed -= paid
    model.tally.meeting_days += float(paid.sum()) * model.is_measured
    return capacity - paid


def _start(model: "CoGovernanceModel", rows: Ints) -> None:
    """Start a complete team."""
    coordinate(model, rows)
    register = model.register
    register.move(rows, Stage.IN_HAND, np.maximum(register.stage_since[rows], model.day), Reason.PARTNERS_JOINED)


def _give_in(model: "CoGovernanceModel", rows: Ints) -> None:
    """Pass what waited too long for partners up a level; at the top the citizen gives up."""
    register = model.register
    top = register.level[rows] == CITY
    give_up(model, rows[top], Reason.PARTNERS_MISSING)
    pass_up(model, rows[~top], Reason.PARTNERS_MISSING)
