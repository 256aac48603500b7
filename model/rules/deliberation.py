"""Deliberation: those concerned talk.

Collective and contested matters reach a platform with a chance that is the lever. Owners and citizens take positions
on the topic and average them, `x ← λ x̄ + (1 − λ) x₀` (Friedkin & Johnsen 1999 with equal weights); they agree if the spread
ends below the tolerance. Talks take days and citizens' hours; an agreed plan brings all rightful owners to the table and lowers
reopening. Lever: deliberation. Essay: 有事好商量,众人的事由众人商量.
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
    length = parameters.days * model.chance.exponential(Purpose.TALKS_DAYS, register.identity[rows])
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
        position = susceptibility * mean + (1 - susceptibility) * start
    return position


def _conclude(model: "CoGovernanceModel", rows: Ints) -> None:
    if len(rows) == 0:
        return
    register, parameters = model.register, model.scenario.parameters.deliberation
    agreed = _spread(model, rows) < parameters.tolerance
    register.plan[rows] = np.where(agreed, parameters.plan_quality, 0.0)
    register.consulted[rows] = agreed
    rightful = model.mandates.rightful[register.level[rows].astype(np.int64), register.topic[rows]]
    register.holders[rows[agreed]] |= pack(rightful[agreed])
    missing = (rightful & ~unpack(register.holders[rows], len(model.slots))).any(axis=1)
    somebody = (rightful & unpack(register.holders[rows], len(model.slots))).any(axis=1)
    for result, reason in ((agreed, Reason.AGREED), (~agreed, Reason.NOT_AGREED)):
        partners = result & missing & somebody
        register.move(rows[partners], Stage.PARTNERS, register.stage_until[rows[partners]], reason)
        ready = result & ~partners
        register.move(rows[ready], Stage.IN_HAND, register.stage_until[rows[ready]], reason)


def _spread(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the standard deviation of positions after the talks: owners' stances beside citizens' own views."""
    register, parameters = model.register, model.scenario.parameters.deliberation
    held = unpack(register.holders[rows], len(model.slots))
    desk = model.slots.desk_of[register.village[rows]]
    stances = model.goals.stance[desk, register.topic[rows][:, None]]
    seat = np.arange(parameters.citizens)[None, :]
    views = np.clip(0.5 * model.chance.normal(Purpose.POSITION, register.identity[rows][:, None], seat), -1, 1)
    present = np.concatenate([held, np.ones_like(views, dtype=bool)], axis=1)
    start = np.concatenate([stances, views], axis=1)
    end = rounds_of_talk(start, present, parameters.susceptibility, parameters.rounds)
    count = present.sum(axis=1)
    mean = (end * present).sum(axis=1) / count
    spread: Floats = np.sqrt((((end - mean[:, None]) ** 2) * present).sum(axis=1) / count)
    return spread
