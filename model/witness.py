"""A witness: a rule that changes nothing and remembers what desks made of each matter at triage, and how they stood that day.

The register keeps what happened to a matter; why it happened is gone the next day. Whoever wants to tell the reasons calls `watch`
before the first day. A run without a witness pays nothing for it, and one with a witness is the same run to the last byte.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from cogov.model import partners
from cogov.model.city import City
from cogov.model.desks import unpack
from cogov.model.rule import Doing, name_of
from cogov.model.stages import Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Standing:
    """How the desks stood at triage on one day; arrays are indexed by desk but where their names say otherwise."""

    load: Ints
    """Open matters held."""
    handlers: Floats
    attention: Floats
    """(desks, topics): weights over topics that sum to 1."""
    duty_clarity: Floats
    """Lever in force, by township; the last entry is the city's."""


@dataclass(frozen=True)
class Sightings:
    """What came of triage, one entry for each matter and attempt, oldest first."""

    row: Ints
    day: Ints
    level: Ints
    """Level where the matter stood."""
    seen: Masks
    """Slots that saw it as theirs, as bits."""
    taken: Masks
    """Slots that took it, as bits."""


@dataclass(frozen=True)
class Absences:
    """Partners that were missing after triage, one entry each: how likely they join in on a day (`model.partners`)."""

    row: Ints
    day: Ints
    desk: Ints
    readiness: Floats
    tie: Floats
    congruence: Floats


class Witness:
    """Sees each day's triage when it is over."""

    __name__ = "witness"

    def __init__(self) -> None:
        none = np.empty(0, dtype=np.intp)
        self.days: dict[int, Standing] = {}
        self._attempts: Ints = none
        self._sightings = [Sightings(none, none, none, none.astype(np.uint64), none.astype(np.uint64))]
        self._absences = [Absences(none, none, none, np.empty(0), np.empty(0), np.empty(0))]

    def __call__(self, city: City) -> None:
        """Remember the day."""
        institutions, register = city.institutions, city.register
        duty_clarity = city.levers.duty_clarity.copy()
        self.days[city.day] = Standing(institutions.load.copy(), institutions.handlers.copy(), city.goals.attention, duty_clarity)
        rows = self._triaged(register.attempt[: register.size])
        level, day = register.level[rows].astype(np.intp), np.full(len(rows), city.day)
        self._sightings.append(Sightings(rows, day, level, register.seen[rows], register.holders[rows]))
        self._absences.append(_missing_partners(city, rows[register.stage[rows] == Stage.PARTNERS]))

    def _triaged(self, attempts: Ints) -> Ints:
        """Return the matters that have been through triage since the last look."""
        before = np.concatenate([self._attempts, np.zeros(len(attempts) - len(self._attempts), dtype=np.intp)])
        self._attempts = attempts.copy()
        return np.flatnonzero(attempts > before)

    def sightings(self) -> Sightings:
        """Return all triages so far."""
        return _joined(Sightings, self._sightings)

    def absences(self) -> Absences:
        """Return all partners that have been missing."""
        return _joined(Absences, self._absences)


def _missing_partners(city: City, rows: Ints) -> Absences:
    """List the rightful desks that do not have a matter which another rightful one has."""
    register = city.register
    rightful = city.mandates.rightful[register.level[rows].astype(np.intp), register.topic[rows]]
    held = unpack(register.holders[rows], len(city.slots))
    matter, slot = np.nonzero(rightful & ~held)
    row, desks = rows[matter], city.slots.desk_of[register.village[rows[matter]]]
    entry, present = np.arange(len(matter)), (held & rightful).argmax(axis=1)[matter]
    missing, holder = desks[entry, slot], desks[entry, present]
    ready, tie = partners.commitment(city, row, slot), partners.tie(city, row, missing, holder)
    congruence = partners.joining(city, row, missing, holder)
    return Absences(row, np.full(len(row), city.day), missing, ready, tie, congruence)


def _joined[Columns: (Sightings, Absences)](kind: type[Columns], parts: Iterable[Columns]) -> Columns:
    listed = list(parts)
    return kind(**{field.name: np.concatenate([getattr(part, field.name) for part in listed]) for field in fields(kind)})


def watch(rules: list[Doing]) -> Witness:
    """Put a witness behind triage among the rules of a day, at its end where there is no triage."""
    names, witness = [name_of(rule) for rule in rules], Witness()
    rules.insert(names.index("triage") + 1 if "triage" in names else len(names), witness)
    return witness
