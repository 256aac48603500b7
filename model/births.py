"""Matters to come: those born of others, each on its day."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model.chance import child_identity
from cogov.model.columns import State, verb
from cogov.model.register import Register

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Due:
    """Matters about to arise, as columns of equal length."""

    identity: npt.NDArray[np.uint64]
    parent: Ints
    time: npt.NDArray[np.float64]
    origin: Ints
    level: Ints

    def only(self, places: Ints) -> "Due":
        """Return some of them."""
        return Due(self.identity[places], self.parent[places], self.time[places], self.origin[places], self.level[places])


NOTHING = Due(np.empty(0, np.uint64), np.empty(0, np.intp), np.empty(0), np.empty(0, np.intp), np.empty(0, np.intp))


class Births(State):
    """What will be born of matters that have ended."""

    def __init__(self, register: Register, waiting: Due = NOTHING) -> None:
        self._register = register
        self.waiting = waiting

    def __len__(self) -> int:
        return len(self.waiting.parent)

    @verb("waiting")
    def announce(self, parent: Ints, time: npt.NDArray[np.float64], origin: int, level: npt.ArrayLike) -> None:
        """Announce one child for each parent, to arise at `time` (days) at `level`."""
        if len(parent) == 0:
            return
        register, waiting = self._register, self.waiting
        register.bear(parent)
        self.waiting = Due(
            np.concatenate([waiting.identity, child_identity(register.identity[parent], register.children[parent])]),
            np.concatenate([waiting.parent, parent]),
            np.concatenate([waiting.time, time]),
            np.concatenate([waiting.origin, np.full(len(parent), origin)]),
            np.concatenate([waiting.level, np.broadcast_to(np.asarray(level, dtype=np.intp), parent.shape)]),
        )

    @verb("waiting")
    def due(self, before: float) -> Due:
        """Take out what arises before a time, in the order of time and then of identity."""
        waiting = self.waiting
        now = waiting.time < before
        self.waiting = waiting.only(np.flatnonzero(~now))
        rows = np.flatnonzero(now)
        return waiting.only(rows[np.lexsort((waiting.identity[rows], waiting.time[rows]))])
