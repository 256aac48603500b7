"""Participation: who takes part, once a week.

A citizen takes part if the share of its neighbours who do reaches its threshold (Granovetter 1978); efficacy (was my report acted
on?), mobilisation by mass organisations and Party-building among members raise that share, fatigue and crowding-out lower it. With these at
0 it is the plain threshold rule. Participants report more, and help the village's self-governance and social desks, each of them less
where it is used to being called (crowding out of spontaneous help). Levers: mobilization, party_building. Essay: 公民个人……承担其应有的治理责任;党员先锋模范作用.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.choices import SECTORS
from cogov.model.citizens import CHILD
from cogov.model.desks import VILLAGE

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Single = npt.NDArray[np.float32]


def participation(model: "CoGovernanceModel") -> None:
    """Citizens look at their neighbours and decide; volunteers go where help is wanted."""
    _learn_efficacy(model)
    if model.day % 7 != 6:
        return
    people, parameters = model.citizens, model.scenario.parameters.participation
    seen = model.citizen_ties @ people.active.astype(np.float32)
    grown = people.age_group != CHILD
    people.active[:] = takes_part(seen + _push(model), people.threshold) & grown
    rise = np.where(people.active, parameters.fatigue_rise, -parameters.fatigue_fall)
    people.fatigue[:] = np.clip(people.fatigue + rise, 0.0, 1.0)
    people.engagement += np.float32(0.3) * (people.active - people.engagement)
    _join(model)
    _volunteer(model)


def takes_part(share: Single, threshold: Single) -> npt.NDArray[np.bool_]:
    """Say who takes part: those whose perceived share of participants reaches their threshold."""
    joins: npt.NDArray[np.bool_] = share >= threshold
    return joins


def _push(model: "CoGovernanceModel") -> Single:
    """Return what is added to the share of neighbours that each citizen sees."""
    people, parameters, levers = model.citizens, model.scenario.parameters.participation, model.levers
    party = _by_citizen(model, levers.party_building)
    push = np.float32(parameters.efficacy) * (people.efficacy - np.float32(0.5)) - np.float32(parameters.fatigue) * people.fatigue
    push += np.float32(parameters.mobilization) * _by_citizen(model, levers.mobilization)
    push += np.float32(parameters.party_members) * party * people.party_member
    push -= np.float32(parameters.crowding_out) * party * ~people.party_member
    return push


def _by_citizen(model: "CoGovernanceModel", lever: npt.NDArray[np.float64]) -> Single:
    """Return the value of a lever where each citizen lives."""
    return np.repeat(lever[model.territory.township].astype(np.float32), model.territory.residents)


def _join(model: "CoGovernanceModel") -> None:
    """Let active citizens become members of organisations where Party or mass organisations reach them (社会人→组织人)."""
    people, levers = model.citizens, model.levers
    chance = model.scenario.parameters.participation.joining * np.minimum(1.0, levers.party_building + levers.mobilization)
    could = np.flatnonzero(people.active & ~people.member)
    village = people.village[could]
    draw = model.chance.uniform(Purpose.JOINS, could, model.day)
    people.member[could[draw < chance[model.territory.township[village]]]] = True


def _learn_efficacy(model: "CoGovernanceModel") -> None:
    """Move efficacy of those whose matter ended today towards how it ended for them."""
    register, people = model.register, model.citizens
    rows = register.ended_today[~np.isnan(register.satisfaction[register.ended_today])]
    citizen = register.citizen[rows]
    step = np.float32(model.scenario.parameters.participation.efficacy_step)
    np.add.at(people.efficacy, citizen, step * (register.satisfaction[rows].astype(np.float32) - people.efficacy[citizen]))
    people.efficacy[citizen] = np.clip(people.efficacy[citizen], 0.0, 1.0)


def _volunteer(model: "CoGovernanceModel") -> None:
    """Turn active citizens into help at the village's self-governance and social desks."""
    institutions, people, parameters = model.institutions, model.citizens, model.scenario.parameters
    active = np.add.reduceat(people.active, model.territory.first_citizen[:-1], dtype=np.float64)
    of_their_own = 1 - parameters.participation.called_help * model.levers.mobilization[model.territory.township]
    for sector in ("self_governance", "social"):
        desks = (institutions.level == VILLAGE) & (institutions.sector == SECTORS.index(sector))
        days = parameters.handling.volunteer_days / 2 * active * of_their_own
        institutions.volunteers[desks] = days[institutions.jurisdiction[desks]]
