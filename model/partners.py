"""Joint action: whoever has a composite matter waits for the others that must join in.

A missing partner commits on a day with chance (base + joint action + centre + Party convening) × tie × congruence with the
holder; over what a grid worker found they also meet through the Party network in the grid. What fails for want of congruence alone
is noted as a conflict of goals. Essay: 问题联治、工作联动;整合党组织网络和社会治理网格.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.desks import CITY
from cogov.model.masks import pack, unpack
from cogov.model.passing import coordinate, give_up, pass_up
from cogov.model.stages import Channel, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


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


def _commits(model: "CoGovernanceModel", rows: Ints, matter: Ints, slot: Ints, present: Ints) -> npt.NDArray[np.bool_]:
    register, row = model.register, rows[matter]
    desks = model.slots.desk_of[register.village[row]]
    entry = np.arange(len(row))
    missing, holder = desks[entry, slot], desks[entry, present[matter]]
    ready = commitment(model, row) * tie(model, row, missing, holder)
    draw = model.chance.uniform(Purpose.COMMITS, register.identity[row], model.day, slot)
    joins: npt.NDArray[np.bool_] = draw < ready * model.congruence(missing, holder, register.topic[row])
    np.add.at(register.requests, row[draw < ready], 1)
    np.add.at(register.refused, row[(draw < ready) & ~joins], 1)
    return joins


def tie(model: "CoGovernanceModel", rows: Ints, missing: Ints, holder: Ints) -> Floats:
    """Return the factor that the tie between a missing partner and a holder makes over each matter: .3 without any."""
    return 0.3 + 0.7 * np.maximum(model.governance.between(missing, holder), _tie_in_grid(model, rows))


def _tie_in_grid(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the Party tie in the grid through which desks meet over each matter: 0 of what did not come from a grid."""
    register = model.register
    return np.where(register.channel[rows] == Channel.GRID, model.grid_ties[register.village[rows]], 0.0)


def commitment(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that a perfectly congruent and tied partner commits today to each matter."""
    parameters, levers, where = model.scenario.parameters.handling, model.levers, model.township_of(rows)
    convened = parameters.commit_joint * levers.joint_action[where] + parameters.commit_party * levers.party_building[where]
    convened += parameters.commit_social * levers.social_org_support[where]
    centre = parameters.commit_centre * levers.centre_strength[where, model.register.level[rows]]
    return np.minimum(1.0, parameters.commit_base + convened + centre)


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
