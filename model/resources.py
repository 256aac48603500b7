"""Resources: what desks need today and what they have.

Copied ones (information, policy support) reach everybody as far as government shares them. Training is a stock.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.desks import GOVERNMENT, PARTY
from cogov.model.holdings import Holdings
from cogov.model.loans import RIVAL

Floats = npt.NDArray[np.float64]


def wanted_today(city: City, holdings: Holdings) -> Floats:
    """Return the rival flows that each desk's queue asks for today, were everybody at work."""
    register, row = city.register, holdings.row
    sharers = np.bincount(holdings.matter, minlength=len(holdings.rows))[holdings.matter]
    days = np.minimum(1.0, register.work_left[row] / np.maximum(sharers, 1))
    desks = city.institutions.size
    busy = np.bincount(holdings.desk, weights=days, minlength=desks)
    at_work = np.minimum(1.0, city.institutions.handlers / np.maximum(busy, 1e-9))
    needs = city.topics.needs[register.topic[row], :RIVAL] * days[:, None]
    wanted = np.stack([np.bincount(holdings.desk, weights=needs[:, r], minlength=desks) for r in range(RIVAL)], axis=1)
    return np.asarray(wanted * at_work[:, None])


def on_hand(city: City) -> Floats:
    """Return the rival flows that each desk can use today: own − lent + borrowed."""
    return np.asarray(city.institutions.flows[:, :RIVAL] - city.loans.lent + city.loans.borrowed)


def fill(city: City, wanted: Floats) -> Floats:
    """Return by (desk, resource) how much of what is wanted is there, between 0 and 1."""
    rival = np.where(wanted > 0, np.minimum(1.0, on_hand(city) / np.maximum(wanted, 1e-12)), 1.0)
    own = city.institutions.flows[:, RIVAL:] > 0
    sector = city.institutions.sector
    at_source = own & ((sector == GOVERNMENT) | (sector == PARTY))[:, None]
    copied = np.where(at_source, 1.0, city.shared_information[city.institutions.township][:, None])
    filled: Floats = np.clip(np.concatenate([rival, copied], axis=1), 0.0, 1.0)
    return filled
