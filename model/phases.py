"""Phases: levers that move on a day, in some townships, with a ramp (试点, staggered roll-outs)."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Luck, Purpose
from cogov.model.levers import LEVERS, Levers
from cogov.model.policy import Phase, Policy, ShareOfTownships

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def in_force(policy: Policy, townships: int, day: int, chance: Luck) -> Levers:
    """Return the levers of a day: the policy's, moved by every phase that has begun, in order."""
    levers = everywhere(policy, townships)
    for phase in policy.phases:
        if day >= phase.from_day:
            reached = min(1.0, (day - phase.from_day + 1) / max(phase.ramp_days, 1))
            levers = _moved(levers, phase, places(phase, townships, chance), reached)
    return levers


def everywhere(policy: Policy, townships: int) -> Levers:
    """Put a policy in force in every township, and at the city level."""
    return Levers({name: np.repeat(_values(policy, name)[None, ...], townships + 1, axis=0) for name in LEVERS})


def _values(policy: Policy, lever: str) -> Floats:
    """Return where a lever stands, its parts in the order of its declaration."""
    value = policy[lever]
    return np.array([value[part] for part in LEVERS[lever].parts] if isinstance(value, dict) else float(value))


def still_days(policy: Policy, days: range) -> list[tuple[int, int]]:
    """Cut days into stretches on which no lever moves: first day and length of each."""
    moves = {days.start, days.stop}
    for phase in policy.phases:
        moves.update(day for day in range(phase.from_day, phase.from_day + max(phase.ramp_days, 1)) if day in days)
    return [(first, after - first) for first, after in pairwise(sorted(moves))]


def move(policy: Policy, day: int) -> bool:
    """Say whether some phase moves its levers on a day, or has just come to the end of that."""
    return any(phase.from_day <= day <= phase.from_day + max(phase.ramp_days, 1) for phase in policy.phases)


def followed(stock: Floats, lever: Floats, days: float | Floats) -> Floats:
    """Return a stock a day later that grows towards its lever as slowly as `days` says and never stands above it; 0 days: the lever."""
    return np.where(days == 0, lever, np.minimum(lever, stock + (lever - stock) / np.maximum(days, 1.0)))


def _moved(levers: Levers, phase: Phase, where: Bools, reached: float) -> Levers:
    """Move the levers that a phase names part of the way to their new values, where it applies."""
    changes = {}
    for name, lever in LEVERS.items():
        new, old = phase.levers[name], levers[name]
        if new is None:
            continue
        target = old.copy()
        if isinstance(new, dict):
            for place, part in enumerate(lever.parts):
                target[:, place] = new.get(part, old[:, place])
        else:
            target[:] = new
        here = where[:, None] if lever.parts else where
        changes[name] = np.where(here, old + reached * (target - old), old)
    return levers.moved(changes)


def places(phase: Phase, townships: int, chance: Luck) -> Bools:
    """Say where a phase applies: by township, the last entry the city level, which only `all` includes."""
    where = np.zeros(townships + 1, dtype=bool)
    if phase.where == "all":
        where[:] = True
    elif isinstance(phase.where, ShareOfTownships):
        order = np.argsort(chance.uniform(Purpose.PHASE, np.arange(townships)), kind="stable")
        where[order[: max(round(phase.where.share * townships), phase.where.share > 0)]] = True
    else:
        where[[number - 1 for number in phase.where if isinstance(number, int) and 1 <= number <= townships]] = True
    return where


def changing(policy: Policy, townships: int, day: int, chance: Luck) -> Floats:
    """Return 1 where a phase is ramping up today, else 0."""
    found = np.zeros(townships + 1)
    for phase in policy.phases:
        if phase.from_day <= day < phase.from_day + phase.ramp_days:
            found[places(phase, townships, chance)] = 1.0
    return found
