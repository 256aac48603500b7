"""Mediation: the parties to a dispute agree, or not.

A session succeeds with logistic(skill + trust + information − hardness), within [.02, .98]. Age and failure harden the dispute; after
some sessions at a level it goes up one, from the city to the court. A settlement is performed with a chance; else the matter comes back.
Three channels (people's, administrative, judicial) by who holds the dispute; coordination lets the others help, supported social
organisations send mediators. Levers: mediation (by channel and level), mediation_coordination, social_org_support. Essay: 枫桥经验,小事不出村、大事不出镇、矛盾不上交.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from cogov.model.chance import Purpose
from cogov.model.choices import CHANNELS, LEVELS
from cogov.model.desks import CITY
from cogov.model.masks import unpack
from cogov.model.passing import pass_up
from cogov.model.stages import Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def mediation(model: "CoGovernanceModel") -> None:
    """Sessions are held on disputes whose work is done; the court rules on what it has had long enough."""
    register = model.register
    ruled = register.at(Stage.COURT)
    ruled = ruled[register.stage_until[ruled] < model.day + 1]
    register.move(ruled, Stage.SETTLED, register.stage_until[ruled], Reason.COURT_RULED)
    rows = register.at(Stage.SESSION)
    if len(rows):
        _hold_sessions(model, rows)


def success_chance(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that a session on each dispute ends in a settlement."""
    parameters, register, levers = model.scenario.parameters.mediation, model.register, model.levers
    where = model.township_of(rows)
    strength, others = strengths(model, rows)
    trust = model.citizens.trust[register.citizen[rows]]
    logit = (
        parameters.skill
        + parameters.skill_lever * strength
        + parameters.rescue * levers.mediation_coordination[where] * others
        + parameters.social_mediators * levers.social_org_support[where]
        + parameters.trust * (trust - 0.5)
        + parameters.information * model.shared_information[where]
        - register.hardness[rows]
        - parameters.ageing * (model.day - register.arose[rows])
    )
    return np.clip(expit(logit), 0.02, 0.98)


def strengths(model: "CoGovernanceModel", rows: Ints) -> tuple[Floats, Floats]:
    """Return the strength of each dispute's own channel at its level, and the mean strength of the two others."""
    register = model.register
    slot = unpack(register.holders[rows], len(model.slots)).argmax(axis=1)
    channel = model.institutions.channel[model.slots.desk_of[register.village[rows], slot]]
    by_channel = model.levers.mediation.reshape(-1, len(CHANNELS), len(LEVELS))
    at_level = by_channel[model.township_of(rows), :, register.level[rows]]
    own = at_level[np.arange(len(rows)), channel]
    return own, (at_level.sum(axis=1) - own) / (len(CHANNELS) - 1)


def _hold_sessions(model: "CoGovernanceModel", rows: Ints) -> None:
    register, parameters = model.register, model.scenario.parameters.mediation
    chance, time = success_chance(model, rows), register.stage_since[rows]
    identity, session = register.identity[rows], register.sessions[rows]
    agreed = model.chance.uniform(Purpose.SESSION, identity, session) < chance
    register.sessions[rows] += 1
    register.sessions_at_level[rows] += 1
    register.performed[rows] = agreed & (model.chance.uniform(Purpose.PERFORMED, identity, session) < parameters.performed)
    register.move(rows[agreed], Stage.SETTLED, time[agreed], Reason.SETTLEMENT_REACHED)
    settled = rows[agreed & register.performed[rows]]
    model.root[register.village[settled], register.topic[settled]] = 1.0
    _harden(model, rows[~agreed])


def _harden(model: "CoGovernanceModel", rows: Ints) -> None:
    """Try again, go up a level, or go to court."""
    register, parameters = model.register, model.scenario.parameters.mediation
    register.hardness[rows] += parameters.hardening
    register.closed_early[rows] = False
    exhausted = register.sessions_at_level[rows] >= parameters.attempts_per_level
    again, top = rows[~exhausted], register.level[rows] == CITY
    register.work_left[again] = 0.5 * register.work_total[again]
    register.move(again, Stage.IN_HAND, register.stage_since[again], Reason.SETTLEMENT_FAILED)
    court = rows[exhausted & top]
    register.court[court] = True
    register.move(court, Stage.COURT, register.stage_since[court], Reason.SETTLEMENT_FAILED)
    delay = parameters.court_days * (0.5 + model.chance.uniform(Purpose.COURT, register.identity[court]))
    register.stage_until[court] = register.stage_since[court] + delay
    pass_up(model, rows[exhausted & ~top], Reason.PASSED_UP)
