"""Deliberation: those concerned talk.

Collective and contested matters reach the platform of their level with a chance that is the lever. Owners and citizens take
positions on the topic and average them, `x_i ← λ_i x̄ + (1 − λ_i) x_i₀` (Friedkin & Johnsen 1999 with equal weights, susceptibility λ a
trait of each person); the plan is their mean, and `choices: decision` says how many must be able to live with it: all, a declared part, or
more than half. Talks take days (longer at higher levels), citizens' hours and handlers' time. An agreed plan lowers reopening, as far as those
concerned were represented and the procedure complete, and makes partners readier to join whoever is there; on a collective matter it leaves
a village rule 村规民约 that prevents the next, and agreements move declared goals towards need. Talks that fail leave disappointment.
Where Party-building is strong, the Party organisation brings more matters to the platforms that there are. Levers: deliberation,
party_building. Essay: 有事好商量,众人的事由众人商量.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.choices import CITIZEN_GROUPS
from cogov.model.citizens import CHILD
from cogov.model.masks import pack, unpack
from cogov.model.parameters import Deliberation
from cogov.model.stages import Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
GROWN_UP = CITIZEN_GROUPS.index("everyone")
"""Whom a matter of everyone may concern: those of 15 and over."""
OF_DESKS = 10**9
"""Where the addresses of those who speak for desks begin."""


def deliberation(model: "CoGovernanceModel") -> None:
    """Owners and citizens open talks about what concerns many or is contested, and end those that are due."""
    register = model.register
    talking = register.at(Stage.TALKS)
    _conclude(model, talking[register.stage_until[talking] < model.day + 1])
    held = np.concatenate([register.at(Stage.IN_HAND), register.at(Stage.PARTNERS)])
    fresh = held[~register.talked[held] & (register.stage_since[held] >= model.day)]
    _open(model, np.sort(fresh))


def _open(model: "CoGovernanceModel", rows: Ints) -> None:
    register, parameters = model.register, model.scenario.parameters.deliberation
    rows = rows[register.collective[rows] | _contested(model, rows)]
    rows = rows[model.chance.uniform(Purpose.TALKS, register.identity[rows]) < _reached(model)[model.township_of(rows)]]
    length = parameters.days * portable.power(parameters.level_days, register.level[rows])
    length = length * model.chance.exponential(Purpose.TALKS_DAYS, register.identity[rows])
    register.talked[rows] = True
    register.move(rows, Stage.TALKS, register.stage_since[rows], Reason.TO_TALKS)
    register.stage_until[rows] = model.day + np.maximum(length, 1.0)
    _take_time(model, rows)


def _take_time(model: "CoGovernanceModel", rows: Ints) -> None:
    """Take the time of every round from the citizens and, before any other work, from the desks at the table."""
    register, parameters = model.register, model.scenario.parameters.deliberation
    seated = _citizens_at_the_table(model, rows)[1]
    model.tally.talk_hours += parameters.citizen_hours * parameters.rounds * int(seated.sum()) * model.is_measured
    matter, slot = np.nonzero(unpack(register.holders[rows], len(model.slots)))
    desk = model.slots.desk_of[register.village[rows[matter]], slot]
    np.add.at(model.institutions.owed, desk, parameters.desk_days * parameters.rounds)


def _reached(model: "CoGovernanceModel") -> Floats:
    """Return by township the share of what could be talked about that reaches a platform: the lever, more where the Party convenes."""
    levers, convening = model.levers, model.scenario.parameters.deliberation.party_convening
    share: Floats = levers.deliberation * (1 + convening * levers.party_building)
    return share


def _contested(model: "CoGovernanceModel", rows: Ints) -> Bools:
    """Say which matters have several owners of whom some are less congruent than the threshold."""
    register = model.register
    held = unpack(register.holders[rows], len(model.slots))
    matter, slot = np.nonzero(held)
    desk = model.slots.desk_of[register.village[rows[matter]], slot]
    first = desk[np.searchsorted(matter, matter)]
    topic = register.topic[rows[matter]]
    low = model.congruence(first, desk, topic) < model.scenario.parameters.deliberation.contested
    contested = np.zeros(len(rows), dtype=bool)
    contested[matter[low & (first != desk)]] = True
    return contested


def rounds_of_talk(start: Floats, present: Bools, susceptibility: float | Floats, rounds: int) -> Floats:
    """Return positions after some rounds, each speaker weighing all present alike, as far as he is susceptible; absent ones keep theirs."""
    position, present_count = start, np.maximum(present.sum(axis=1, keepdims=True), 1)
    for _ in range(rounds):
        mean = (position * present).sum(axis=1, keepdims=True) / present_count
        position = np.where(present, susceptibility * mean + (1 - susceptibility) * start, start)
    return position


def in_favour(position: Floats, present: Bools, tolerance: float) -> Bools:
    """Say who at the table can live with the plan, the mean of their positions: all within the tolerance of it."""
    plan = (position * present).sum(axis=1, keepdims=True) / np.maximum(present.sum(axis=1, keepdims=True), 1)
    accepts: Bools = present & (np.abs(position - plan) < tolerance)
    return accepts


def _consensus(share: Floats, parameters: Deliberation) -> Bools:
    return share >= 1


def _supermajority(share: Floats, parameters: Deliberation) -> Bools:
    return share >= parameters.supermajority


def _majority(share: Floats, parameters: Deliberation) -> Bools:
    return share > 0.5


DECISION: dict[str, Callable[[Floats, Deliberation], Bools]] = {
    "consensus": _consensus,
    "supermajority": _supermajority,
    "majority": _majority,
}
"""Whether talks agree, by the share of those at the table who can live with the plan."""


@dataclass(frozen=True)
class Talk:
    """How talks ended, by (matter, speaker): first the desks, slot by slot, then the citizens concerned."""

    present: Bools
    accepts: Bools
    citizen: Ints
    """Rows of the citizens concerned, by (matter, seat)."""
    moved: Floats
    """How far each desk's stance came, by (matter, slot)."""
    represented: Floats
    """How near the plan is to the views of all citizens concerned, by matter: 1 if it is their mean."""


def talk(model: "CoGovernanceModel", rows: Ints) -> Talk:
    """Hold talks: desks bring their stances, citizens views of their own.

    A citizen who is away, left behind, offline or too far away has a seat only by inclusion; where some are missing, the plan represents
    the rest.
    """
    register, parameters = model.register, model.scenario.parameters.deliberation
    held = unpack(register.holders[rows], len(model.slots))
    desk = model.slots.desk_of[register.village[rows]]
    citizen, seated, views = _citizens_at_the_table(model, rows)
    present = np.concatenate([held, seated], axis=1)
    start = np.concatenate([model.goals.stance[desk, register.topic[rows][:, None]], views], axis=1)
    end = rounds_of_talk(start, present, _susceptibility(model, desk, citizen), parameters.rounds)
    plan = (end * present).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
    represented = 1 - np.abs(plan - views.mean(axis=1)) / 2
    return Talk(present, in_favour(end, present, parameters.tolerance), citizen, (end - start)[:, : held.shape[1]], represented)


def _susceptibility(model: "CoGovernanceModel", desk: Ints, citizen: Ints) -> Floats:
    """Return how far each speaker heeds the others: a lasting trait of citizens and of those who speak for a desk."""
    parameters = model.scenario.parameters.deliberation
    person = np.concatenate([OF_DESKS + desk, citizen], axis=1)
    own = parameters.susceptibility_spread * model.chance.normal(Purpose.SUSCEPTIBILITY, person)
    return np.clip(parameters.susceptibility + own, 0.0, 1.0)


def _conclude(model: "CoGovernanceModel", rows: Ints) -> None:
    """End talks: an agreement leaves a plan that those who share it carry; failure leaves nothing but disappointment."""
    model.citizens.let_down = np.empty(0, dtype=np.int64)
    if len(rows) == 0:
        return
    register, choices, parameters = model.register, model.scenario.choices, model.scenario.parameters.deliberation
    talked = talk(model, rows)
    share = talked.accepts.sum(axis=1) / np.maximum(talked.present.sum(axis=1), 1)
    agreed = DECISION[choices.decision](share, parameters)
    seated = talked.present[:, -parameters.citizens :] & ~agreed[:, None]
    model.citizens.let_down = talked.citizen[seated]
    accepts = talked.accepts[agreed, : len(model.slots)]
    _remember(model, rows[agreed], talked.moved[agreed])
    _leave_plan(model, rows[agreed], talked.represented[agreed])
    _stand_aside(model, rows[agreed], accepts)
    for result, reason in ((rows[agreed], Reason.AGREED), (rows[~agreed], Reason.NOT_AGREED)):
        partners = lacks_partners(model, result)
        for stage, chosen in ((Stage.PARTNERS, result[partners]), (Stage.IN_HAND, result[~partners])):
            register.move(chosen, stage, register.stage_until[chosen], reason)


def lacks_partners(model: "CoGovernanceModel", rows: Ints) -> Bools:
    """Say which matters somebody rightful holds while others who are rightful have yet to see it or be convened."""
    rightful = _rightful(model, rows)
    held = unpack(model.register.holders[rows], len(model.slots))
    return np.asarray((rightful & ~held).any(axis=1) & (rightful & held).any(axis=1))


def _rightful(model: "CoGovernanceModel", rows: Ints) -> Bools:
    register = model.register
    return np.asarray(model.mandates.rightful[register.level[rows].astype(np.int64), register.topic[rows]])


def _stand_aside(model: "CoGovernanceModel", rows: Ints, accepts: Bools) -> None:
    """Let desks that were outvoted leave the matter to those who agreed, unless nobody rightful would be left."""
    rightful = _rightful(model, rows)
    stays = (accepts & (rightful | ~rightful.any(axis=1, keepdims=True))).any(axis=1)
    model.register.holders[rows[stays]] = pack(accepts[stays])


def _leave_plan(model: "CoGovernanceModel", rows: Ints, represented: Floats) -> None:
    """Write down what was agreed: plan quality falls with who was missing and with an incomplete procedure."""
    register, parameters = model.register, model.scenario.parameters.deliberation
    complete = model.chance.uniform(Purpose.COMPLETE, register.identity[rows]) < parameters.completeness
    register.plan[rows] = parameters.plan_quality * represented * np.where(complete, 1.0, 0.5)
    register.consulted[rows] = True
    common = rows[register.collective[rows] & complete]
    model.village_rules[register.village[common], register.topic[common]] = 1.0
    model.moved_by_talks += parameters.goal_pull * len(rows) * 1000 / model.territory.population


def _comes(model: "CoGovernanceModel", rows: Ints, seat: Ints) -> Bools:
    """Say by (matter, seat) who would come all the way to the talk: e^(−talk_distance · km to the venue of its level)."""
    register = model.register
    km = model.distances[register.village[rows], register.level[rows]][:, None]
    chance = portable.exp(-model.scenario.parameters.deliberation.talk_distance * km)
    comes: Bools = model.chance.uniform(Purpose.COMES, register.identity[rows][:, None], seat) < chance
    return comes


def _remember(model: "CoGovernanceModel", rows: Ints, moved: Floats) -> None:
    """Note how far the talk moved each desk at the table, and how far its attention is from the mean of the desks there, for learning."""
    register, topic = model.register, model.register.topic[rows][:, None]
    desk, held = model.slots.desk_of[register.village[rows]], unpack(register.holders[rows], len(model.slots))
    attention = model.own_goals[0][desk, topic]
    mean = (attention * held).sum(axis=1, keepdims=True) / np.maximum(held.sum(axis=1, keepdims=True), 1)
    matter, slot = np.nonzero(held)
    model.record_talk(desk[matter, slot], topic[matter, 0], (mean - attention)[matter, slot], moved[matter, slot])


def _citizens_at_the_table(model: "CoGovernanceModel", rows: Ints) -> tuple[Ints, Bools, Floats]:
    """Return by (matter, seat) the citizens concerned, who of them is present, and what each thinks."""
    register, people, parameters = model.register, model.citizens, model.scenario.parameters.deliberation
    identity, seat = register.identity[rows][:, None], np.arange(parameters.citizens)[None, :]
    village = register.village[rows][:, None]
    draw = model.chance.uniform(Purpose.CITIZEN, identity, seat)
    citizen = model.resident(GROWN_UP, village, draw)
    absent = people.migrant[citizen] | people.left_behind[citizen] | ~people.online[citizen] | ~_comes(model, rows, seat)
    included = model.chance.uniform(Purpose.SEAT, identity, seat) < parameters.inclusion
    views = np.clip(0.5 * model.chance.normal(Purpose.POSITION, identity, seat), -1, 1)
    grown = people.age_group[citizen] != CHILD
    return citizen, (~absent | included) & grown, views
