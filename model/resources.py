"""Resources: what desks need today, what they have, and who owes whom.

Rival flows are lent for some days and booked twice: used + lent + idle = own + borrowed. Copied ones (information, policy support)
reach everybody as far as government shares them. Training is a stock.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.choices import RIVAL_RESOURCES
from cogov.model.desks import GOVERNMENT, PARTY
from cogov.model.holdings import Holdings

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]
RIVAL = len(RIVAL_RESOURCES)
"""Rival resources come first in `RESOURCES`."""


class Loans:
    """Rival flows on loan, by (desk, resource); each loan lasts the same number of days and cannot be recalled."""

    def __init__(self, desks: int, days: int) -> None:
        self.lent = np.zeros((desks, RIVAL))
        self.borrowed = np.zeros((desks, RIVAL))
        self._ending = np.zeros((days, 2, desks, RIVAL))
        self._today = 0

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


def wanted_today(model: "CoGovernanceModel", holdings: Holdings) -> Floats:
    """Return the rival flows that each desk's queue asks for today, were everybody at work."""
    register, row = model.register, holdings.row
    sharers = np.bincount(holdings.matter, minlength=len(holdings.rows))[holdings.matter]
    days = np.minimum(1.0, register.work_left[row] / np.maximum(sharers, 1))
    desks = model.institutions.size
    busy = np.bincount(holdings.desk, weights=days, minlength=desks)
    at_work = np.minimum(1.0, model.institutions.handlers / np.maximum(busy, 1e-9))
    needs = model.topics.needs[register.topic[row], :RIVAL] * days[:, None]
    wanted = np.stack([np.bincount(holdings.desk, weights=needs[:, r], minlength=desks) for r in range(RIVAL)], axis=1)
    return np.asarray(wanted * at_work[:, None])


def on_hand(model: "CoGovernanceModel") -> Floats:
    """Return the rival flows that each desk can use today: own − lent + borrowed."""
    return np.asarray(model.institutions.flows[:, :RIVAL] - model.loans.lent + model.loans.borrowed)


def fill(model: "CoGovernanceModel", wanted: Floats) -> Floats:
    """Return by (desk, resource) how much of what is wanted is there, between 0 and 1."""
    rival = np.where(wanted > 0, np.minimum(1.0, on_hand(model) / np.maximum(wanted, 1e-12)), 1.0)
    own = model.institutions.flows[:, RIVAL:] > 0
    sector = model.institutions.sector
    at_source = own & ((sector == GOVERNMENT) | (sector == PARTY))[:, None]
    copied = np.where(at_source, 1.0, model.shared_information[model.institutions.township][:, None])
    filled: Floats = np.clip(np.concatenate([rival, copied], axis=1), 0.0, 1.0)
    return filled
