"""Passing a matter on: to somebody else, up a level, or to nobody any more."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.desks import CITY
from cogov.model.masks import unpack
from cogov.model.stages import Origin, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]


def hand_off(model: "CoGovernanceModel", rows: Ints, reason: Reason) -> None:
    """Take matters from those who hold them and let everybody else be asked."""
    register = model.register
    register.declined[rows] |= register.holders[rows]
    _release(model, rows, reason)


def pass_up(model: "CoGovernanceModel", rows: Ints, reason: Reason) -> None:
    """Raise matters one level and let those who stand there be asked; the work begins anew."""
    register = model.register
    register.level[rows] += 1
    register.declined[rows] = 0
    register.attempt[rows] = np.maximum(register.attempt[rows], 1)
    register.sessions_at_level[rows] = 0
    register.work_left[rows] = register.work_total[rows]
    _release(model, rows, reason)


def _release(model: "CoGovernanceModel", rows: Ints, reason: Reason) -> None:
    register = model.register
    register.holders[rows] = 0
    register.closed_early[rows] = False
    register.handoffs[rows] += 1
    register.next_try[rows] = model.day + 1.0
    register.move(rows, Stage.KNOWN, model.day + 1.0, reason)


def coordinate(model: "CoGovernanceModel", rows: Ints) -> None:
    """Add what coordinating takes when a whole team starts on a composite matter."""
    register, handling = model.register, model.scenario.parameters.handling
    partners = unpack(register.holders[rows], len(model.slots)).sum(axis=1)
    lever = model.levers.joint_action[model.township_of(rows)]
    register.work_left[rows] += handling.coordination_days * lever * partners


def give_up(model: "CoGovernanceModel", rows: Ints, reason: Reason) -> None:
    """Let citizens give up; some of them petition the next level, beyond the city if there is none."""
    register = model.register
    petitions = model.chance.uniform(Purpose.PETITION, register.identity[rows]) < model.scenario.parameters.triage.petition_share
    for group, why in ((rows[~petitions], reason), (rows[petitions], Reason.PETITIONED)):
        register.holders[group] = 0
        register.move(group, Stage.GIVEN_UP, model.day + 1.0, why)
    above = rows[petitions & (register.level[rows] < CITY)]
    model.births.announce(above, np.full(len(above), model.day + 1.0), Origin.PETITION, register.level[above] + 1)
