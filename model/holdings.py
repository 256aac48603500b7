"""Holdings: which desk has which matter in its queue, today."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.desks import slots_in
from cogov.model.stages import Stage

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Holdings:
    """One entry for each desk that has a matter in hand; a matter's entries stand side by side."""

    rows: Ints
    """Matters in hand, each once."""
    matter: Ints
    """Index into `rows`."""
    slot: Ints
    desk: Ints
    rightful: Bools
    """The matter is this desk's duty (of a novel matter: anybody's)."""

    @cached_property
    def row(self) -> Ints:
        """Row of the matter of each entry."""
        return self.rows[self.matter]


def in_hand(city: City) -> Holdings:
    """List what is in hand now, in the order in which the matters arose."""
    return held_by(city, city.register.at(Stage.IN_HAND))


def held_by(city: City, rows: Ints) -> Holdings:
    """List the desks that hold the given matters."""
    register, mandates = city.register, city.mandates
    matter, slot = slots_in(register.holders[rows])
    row = rows[matter]
    level, topic = register.level[row].astype(np.intp), register.topic[row]
    rightful = mandates.rightful[level, topic, slot] | (mandates.lead[level, topic] < 0)
    return Holdings(rows, matter, slot, city.slots.desk_of[register.village[row], slot], rightful)
