"""Deliberation: those concerned talk.

Collective and contested matters reach the platform of their level with a chance that is the lever. Owners and citizens take
positions on the topic and average them, `x ← λ x̄ + (1 − λ) x₀` (Friedkin & Johnsen 1999 with equal weights); they agree if the
spread ends below the tolerance. Talks take days (longer at higher levels) and citizens' hours. An agreed plan brings all rightful owners
together and lowers reopening, as far as those concerned were represented and the procedure complete; on a collective matter it leaves a
village rule 村规民约 that prevents the next, and agreements move declared goals towards need. Where Party-building is strong, the Party
organisation brings more matters to the platforms that there are. Levers: deliberation, party_building, joint_action (coordination of
teams that talks complete). Essay: 有事好商量,众人的事由众人商量.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.chance import Purpose
from cogov.model.citizens import CHILD
from cogov.model.masks import pack, unpack
from cogov.model.passing import coordinate
from cogov.model.stages import Reason, Stage
from cogov.scenarios.choices import CITIZEN_GROUPS

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
GROWN_UP = CITIZEN_GROUPS.index("everyone")
"""Whom a matter of everyone may concern: those of 15 and over."""


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
    model.tally.talk_hours += parameters.citizen_hours * len(rows) * model.is_measured


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
    lacking = (rightful & ~unpack(register.holders[rows], slots)).any(axis=1)
    register.holders[rows[agreed]] |= pack(rightful[agreed])
    coordinate(model, rows[agreed & lacking & (rightful.sum(axis=1) > 1)])
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

    Owners bring their desks' stances, citizens views of their own. A citizen who is away, left behind, offline or too far away has a
    seat only by inclusion; where some are missing, the plan represents the rest.
    """
    register, parameters = model.register, model.scenario.parameters.deliberation
    held = unpack(register.holders[rows], len(model.slots))
    desk = model.slots.desk_of[register.village[rows]]
    stances = model.goals.stance[desk, register.topic[rows][:, None]]
    seated, views = _citizens_at_the_table(model, rows)
    present = np.concatenate([held, seated], axis=1)
    start = np.concatenate([stances, views], axis=1)
    end = rounds_of_talk(start, present, parameters.susceptibility, parameters.rounds)
    _remember(model, rows, desk, held, (end - start)[:, : held.shape[1]])
    count = np.maximum(present.sum(axis=1), 1)
    mean = (end * present).sum(axis=1) / count
    spread = np.sqrt((((end - mean[:, None]) ** 2) * present).sum(axis=1) / count)
    return spread, 1 - np.abs(mean - views.mean(axis=1)) / 2


def _comes(model: "CoGovernanceModel", rows: Ints, seat: Ints) -> Bools:
    """Say by (matter, seat) who would come all the way to the talk: e^(−talk_distance · km to the venue of its level)."""
    register = model.register
    km = model.distances[register.village[rows], register.level[rows]][:, None]
    chance = portable.exp(-model.scenario.parameters.deliberation.talk_distance * km)
    comes: Bools = model.chance.uniform(Purpose.COMES, register.identity[rows][:, None], seat) < chance
    return comes


def _remember(model: "CoGovernanceModel", rows: Ints, desk: Ints, held: Bools, moved: Floats) -> None:
    """Note how far the talk moved each desk at the table, and how far its attention is from the mean of the desks there, for learning."""
    topic = model.register.topic[rows][:, None]
    attention = model.own_goals[0][desk, topic]
    mean = (attention * held).sum(axis=1, keepdims=True) / np.maximum(held.sum(axis=1, keepdims=True), 1)
    matter, slot = np.nonzero(held)
    model.record_talk(desk[matter, slot], topic[matter, 0], (mean - attention)[matter, slot], moved[matter, slot])


def _citizens_at_the_table(model: "CoGovernanceModel", rows: Ints) -> tuple[Bools, Floats]:
    """Return by (matter, seat) who of the citizens concerned is present, and what each thinks."""
    register, people, parameters = model.register, model.citizens, model.scenario.parameters.deliberation
    identity, seat = register.identity[rows][:, None], np.arange(parameters.citizens)[None, :]
    village = register.village[rows][:, None]
    draw = model.chance.uniform(Purpose.CITIZEN, identity, seat)
    citizen = model.resident(GROWN_UP, village, draw)
    absent = people.migrant[citizen] | people.left_behind[citizen] | ~people.online[citizen] | ~_comes(model, rows, seat)
    included = model.chance.uniform(Purpose.SEAT, identity, seat) < parameters.inclusion
    views = np.clip(0.5 * model.chance.normal(Purpose.POSITION, identity, seat), -1, 1)
    grown = people.age_group[citizen] != CHILD
    return (~absent | included) & grown, views
