"""Loans: who owes whom. Rival flows are lent for some days and booked twice: used + lent + idle = own + borrowed."""

from copy import copy

import numpy as np
import numpy.typing as npt

from cogov.model.columns import State
from cogov.model.names import RIVAL_RESOURCES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
RIVAL = len(RIVAL_RESOURCES)
"""Rival resources come first in `RESOURCES`."""


class Loans(State):
    """Rival flows on loan, by (desk, resource); each loan lasts the same number of days and cannot be recalled."""

    def __init__(self, desks: int, days: int) -> None:
        self.lent = np.zeros((desks, RIVAL))
        self.borrowed = np.zeros((desks, RIVAL))
        self._ending = np.zeros((days, 2, desks, RIVAL))
        self._today = 0

    @property
    def days(self) -> int:
        """How long each loan lasts."""
        return len(self._ending)

    def of(self, desks: Ints) -> "Loans":
        """Return the loans of some desks alone."""
        found = copy(self)
        found.lent, found.borrowed, found._ending = self.lent[desks], self.borrowed[desks], self._ending[:, :, desks]  # noqa: SLF001
        return found

    def next_day(self) -> None:
        """Give back what is due."""
        self._today = (self._today + 1) % len(self._ending)
        due = self._ending[self._today]
        self.lent = np.maximum(self.lent - due[0], 0.0)
        self.borrowed = np.maximum(self.borrowed - due[1], 0.0)
        due[:] = 0.0

    def book(self, lent: Floats, borrowed: Floats) -> None:
        """Book today's loans: what each desk gives and gets."""
        self.lent += lent
        self.borrowed += borrowed
        self._ending[self._today, 0] += lent
        self._ending[self._today, 1] += borrowed
