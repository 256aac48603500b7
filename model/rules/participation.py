"""Participation: who takes part, once a week.

A citizen takes part if the share of its neighbours who do ≥ its threshold (Granovetter 1978); efficacy (was my report acted
on?), mobilisation by mass organisations and Party-building among members raise that share, fatigue and crowding-out lower it. With these at
0 it is the plain threshold rule. Participants report more, and help the village's self-governance and social desks, each of them less
where it is used to being called (crowding out of spontaneous help). Levers: mobilization, party_building. Essay: 公民个人……承担其应有的治理责任;党员先锋模范作用.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.citizens import CHILD, Thresholds
from cogov.model.city import EACH, City
from cogov.model.desks import SELF_GOVERNANCE, SOCIAL
from cogov.model.numbers import number, share
from cogov.model.rule import rule
from cogov.model.rules.handling import Handling
from cogov.model.words import Text

Single = npt.NDArray[np.float32]


class Participation(Thresholds):
    """Who takes part."""

    efficacy: float = number(0.3, 0, 5, "share of neighbours", "weight of efficacy (was my report acted on?), centred at one half")
    fatigue: float = number(0.5, 0, 5, "share of neighbours", "weight of fatigue")
    mobilization: float = number(0.25, 0, 5, "share of neighbours", "weight of mobilisation")
    joining: float = share(0.002, "chance a week that an active citizen joins an organisation, at full Party-building or mobilisation")
    party_members: float = number(0.2, 0, 5, "share of neighbours", "weight of Party-building on members of the Party")
    crowding_out: float = number(0.1, 0, 5, "share of neighbours", "loss of spontaneous participation at full Party-building")
    called_help: float = share(
        0.3, "part of their own help that participants no longer give at full mobilisation: who is called waits for the call"
    )
    efficacy_step: float = share(0.3, "how far efficacy follows own experience")
    fatigue_rise: float = number(0.03, 0, 1, "per week", "fatigue of a week of taking part")
    fatigue_fall: float = number(0.05, 0, 1, "per week", "recovery")
    hours_per_week: float = number(0.5, 0, 50, "hours", "time that taking part costs a citizen")


@rule(
    writes="citizens.active citizens.engagement citizens.efficacy citizens.fatigue citizens.member institutions.volunteers",
    numbers=Participation,
    says=Text(zh="群众每周决定是否参与", en="citizens decide weekly whether to take part"),
)
def participation(city: City, p: Participation) -> None:
    """Citizens look at their neighbours and decide; volunteers go where help is wanted."""
    _learn_efficacy(city)
    if city.day % 7 != 6:
        return
    people = city.citizens
    seen = city.share_of_neighbours(people.active)
    for _, here in city.territory.stretches:
        parameters = city.numbers(Participation, citizens=here)
        active, fatigue, engagement = people.active[here], people.fatigue[here], people.engagement[here]
        active[:] = takes_part(seen[here] + _push(city, here, parameters), people.threshold[here]) & (people.age_group[here] != CHILD)
        rise = np.where(active, parameters.fatigue_rise, -parameters.fatigue_fall)
        fatigue[:] = np.clip(fatigue + rise, 0.0, 1.0)
        engagement += np.float32(0.3) * (active - engagement)
    _join(city)
    _volunteer(city)


def takes_part(share: Single, threshold: Single) -> npt.NDArray[np.bool_]:
    """Say who takes part: those whose perceived share of participants reaches their threshold."""
    joins: npt.NDArray[np.bool_] = share >= threshold
    return joins


def _push(city: City, here: slice, parameters: Participation) -> Single:
    """Return what is added to the share of neighbours that each of some citizens sees."""
    people, levers = city.citizens, city.levers
    party_member, township = people.party_member[here], city.territory.township[people.village[here]]
    party, mobilization = (lever.astype(np.float32)[township] for lever in (levers.party_building, levers.mobilization))
    push = (
        np.float32(parameters.efficacy) * (people.efficacy[here] - np.float32(0.5)) - np.float32(parameters.fatigue) * people.fatigue[here]
    )
    push += np.float32(parameters.mobilization) * mobilization
    push += np.float32(parameters.party_members) * party * party_member
    push -= np.float32(parameters.crowding_out) * party * ~party_member
    return push


def _join(city: City) -> None:
    """Let active citizens become members of organisations where Party or mass organisations reach them (社会人→组织人)."""
    people, levers = city.citizens, city.levers
    chance = city.numbers(Participation, townships=EACH).joining * np.minimum(1.0, levers.party_building + levers.mobilization)
    could = np.flatnonzero(people.active & ~people.member)
    village = people.village[could]
    luck = city.chance.of(city.territory.twin[village])
    draw = luck.uniform(Purpose.JOINS, city.at_home(people, could), city.day)
    people.member[could[draw < chance[city.territory.township[village]]]] = True


def _learn_efficacy(city: City) -> None:
    """Move efficacy of those whose matter ended today towards how it ended for them."""
    register, people = city.register, city.citizens
    rows = register.ended_today[~np.isnan(register.satisfaction[register.ended_today])]
    citizen = register.citizen[rows]
    step = np.float32(city.numbers(Participation, rows).efficacy_step)
    np.add.at(people.efficacy, citizen, step * (register.satisfaction[rows].astype(np.float32) - people.efficacy[citizen]))
    people.efficacy[citizen] = np.clip(people.efficacy[citizen], 0.0, 1.0)


def _volunteer(city: City) -> None:
    """Turn active citizens into help at the village's self-governance and social desks."""
    institutions, people = city.institutions, city.citizens
    active = np.add.reduceat(people.active, city.territory.first_citizen[:-1], dtype=np.float64)
    of_their_own = 1 - city.numbers(Participation, villages=EACH).called_help * city.levers.mobilization[city.territory.township]
    days = city.numbers(Handling, villages=EACH).volunteer_days / 2 * active * of_their_own
    for sector in (SELF_GOVERNANCE, SOCIAL):
        institutions.volunteers[city.slots.in_villages(sector)] = days[:, None]
