"""Deliberation: those concerned talk.

Collective and contested matters reach the platform of their level with a chance that is the lever. Owners and citizens take
positions on the topic and average them, `x ← λ x̄ + (1 − λ) x₀` (Friedkin & Johnsen 1999 with equal weights); they agree if the
spread ends below the tolerance. Talks take days (longer at higher levels) and citizens' hours. An agreed plan brings all rightful owners
together and lowers reopening, as far as those concerned were represented and the procedure complete; on a collective matter it leaves a
village rule 村规民约 that prevents the next, and agreements move declared goals towards need. Lever: deliberation. Essay: 有事好商量,众人的事由众人商量.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.masks import pack, unpack
from cogov.model.stages import Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


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
    rows = rows[model.chance.uniform(Purpose.TALKS, register.identity[rows]) < model.levers.deliberation[model.township_of(rows)]]
    length = parameters.days * parameters.level_days ** register.level[rows]
    length = length * model.chance.exponential(Purpose.TALKS_DAYS, register.identity[rows])
    register.talked[rows] = True
    register.move(rows, Stage.TALKS, register.stage_since[rows], Reason.TO_TALKS)
    register.stage_until[rows] = model.day + np.maximum(length, 1.0)
    model.tally.talk_hours += parameters.citizen_hours * len(rows) * model.is_measured


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


def rounds_of_talk(start: Floats, present: Bools, susceptibility: float, rounds: int) -> Floats:
    """Return positions after some rounds, each speaker weighing all present alike; absent ones keep theirs."""
    position, present_count = start, np.maximum(present.sum(axis=1, keepdims=True), 1)
    for _ in range(rounds):
        mean = (position * present).sum(axis=1, keepdims=True) / present_count
        position = np.where(present, susceptibility * mean + (1 - susceptibility) * start, start)
    return position


def _conclude(model: "CoGovernanceModel", rows: Ints) -> None:
    """End talks: an agreement leaves a plan, a village rule and a nudge to the city's goals, and brings the owners together."""
    if len(rows) == 0:
        return
    register, slots = model.register, len(model.slots)
    spread, represented = talk(model, rows)
    agreed = spread < model.scenario.parameters.deliberation.tolerance
    _leave_plan(model, rows[agreed], represented[agreed])
    rightful = model.mandates.rightful[register.level[rows].astype(np.int64), register.topic[rows]]
    register.holders[rows[agreed]] |= pack(rightful[agreed])
    held = unpack(register.holders[rows], slots)
    partners = (rightful & ~held).any(axis=1) & (rightful & held).any(axis=1)
    for result, reason in ((agreed, Reason.AGREED), (~agreed, Reason.NOT_AGREED)):
        for stage, goes in ((Stage.PARTNERS, partners), (Stage.IN_HAND, ~partners)):
            chosen = rows[result & goes]
            register.move(chosen, stage, register.stage_until[chosen], reason)


def _leave_plan(model: "CoGovernanceModel", rows: Ints, represented: Floats) -> None:
    """Write down what was agreed: plan quality falls with who was missing and with an incomplete procedure."""
    register, parameters = model.register, model.scenario.parameters.deliberation
    complete = model.chance.uniform(Purpose.COMPLETE, register.identity[rows]) < parameters.completeness
    register.plan[rows] = parameters.plan_quality * represented * np.where(complete, 1.0, 0.5)
    register.consulted[rows] = True
    common = rows[register.collective[rows] & complete]
    model.village_rules[register.village[common], register.topic[common]] = 1.0
    model.moved_by_talks += parameters.goal_pull * len(rows) * 1000 / model.territory.population


def talk(model: "CoGovernanceModel", rows: Ints) -> tuple[Floats, Floats]:
    """Hold talks: return the spread of positions in the end (standard deviation), and how well those concerned are represented.

    Owners bring their desks' stances, citizens views of their own. A citizen who is away, left behind or offline has a seat only by
    inclusion; where some are missing, the plan represents the rest.
    """
    register, parameters = model.register, model.scenario.parameters.deliberation
    held = unpack(register.holders[rows], len(model.slots))
    desk = model.slots.desk_of[register.village[rows]]
    stances = model.goals.stance[desk, register.topic[rows][:, None]]
    seated, views = _citizens_at_the_table(model, rows)
    present = np.concatenate([held, seated], axis=1)
    start = np.concatenate([stances, views], axis=1)
    end = rounds_of_talk(start, present, parameters.susceptibility, parameters.rounds)
    count = np.maximum(present.sum(axis=1), 1)
    mean = (end * present).sum(axis=1) / count
    spread = np.sqrt((((end - mean[:, None]) ** 2) * present).sum(axis=1) / count)
    return spread, 1 - np.abs(mean - views.mean(axis=1)) / 2


def _citizens_at_the_table(model: "CoGovernanceModel", rows: Ints) -> tuple[Bools, Floats]:
    """Return by (matter, seat) who of the citizens concerned is present, and what each thinks."""
    register, people, parameters = model.register, model.citizens, model.scenario.parameters.deliberation
    identity, seat = register.identity[rows][:, None], np.arange(parameters.citizens)[None, :]
    village = register.village[rows][:, None]
    draw = model.chance.uniform(Purpose.CITIZEN, identity, seat)
    citizen = model.territory.first_citizen[village] + (draw * model.territory.residents[village]).astype(np.int64)
    absent = people.migrant[citizen] | people.left_behind[citizen] | ~people.online[citizen]
    included = model.chance.uniform(Purpose.SEAT, identity, seat) < parameters.inclusion
    views = np.clip(0.5 * model.chance.normal(Purpose.POSITION, identity, seat), -1, 1)
    return ~absent | included, views
