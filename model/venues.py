"""Venues: where citizens hand in, report and talk, and how far it is to them.

| level    | to hand in and report          | to talk            |
|----------|--------------------------------|--------------------|
| village  | 党群服务中心 of the village       | 群众说事中心 beside it |
| township | 市民之家 of the township          | 群众说事中心 beside it |
| city     | 市民之家 of the city              | 群众说事中心 beside it |

A venue stands in the middle of its jurisdiction; the way to it is the mean one of town or country times the village's remoteness.
One-stop service (最多跑一地) lets people hand in at the village's own what is handled further up. As service goes online counters close:
the way to one that is left grows, and so does waiting where visits do not go online as fast as counters close (Herd & Moynihan 2018).
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.choices import LEVELS
from cogov.model.parameters import Venues
from cogov.model.territory import Territory

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
VILLAGE = LEVELS.index("village")


def distances(parameters: Venues, territory: Territory) -> Floats:
    """Return the way from each village to its venues at each level, in km."""
    mean = np.array([[getattr(parameters, f"{level}_km_{place}") for level in LEVELS] for place in ("urban", "rural")])
    return np.asarray(mean[np.where(territory.urban, 0, 1)] * territory.remoteness[:, None])


def way(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return how far it is to where each matter can be handed in, in km: near with one-stop service, else where it stands.

    Where counters close, the way to the nearest of those left grows as 1 / √(share left) (Larson & Odoni 1981).
    """
    register, one_stop = model.register, model.levers.one_stop_service[model.township_of(rows)]
    village = register.village[rows]
    near = model.distances[village, VILLAGE]
    far = near + (1 - one_stop) * (model.distances[village, register.level[rows]] - near)
    return np.asarray(far / np.sqrt(open_counters(model, rows)))


def open_counters(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the share of counters that are still open where each matter arose, as service goes online."""
    closed: Floats = 1 - model.scenario.parameters.closure.counters_closed * model.gone_online[model.township_of(rows)]
    return closed


def crowding(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return how much longer all wait where counters close faster than visits go online: visits left per counter left, at least 1."""
    where = model.township_of(rows)
    left = 1 - model.with_access[where] * model.gone_online[where]
    return np.maximum(1.0, left / open_counters(model, rows))


def in_person(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that each matter's citizen has to go there: those with access do as much online as there is."""
    online = model.citizens.online[model.register.citizen[rows]]
    return np.asarray(1 - online * model.levers.online_service[model.township_of(rows)])


def hours_of_a_visit(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the citizen's hours for one visit: the way there and back, waiting unless by appointment, and the counter.

    Of the visits of those with access, `appointments` · online_service are by appointment. Counters kept for these make all others
    wait longer, whether or not anybody with an appointment comes.
    """
    parameters = model.scenario.parameters.closure
    kept = parameters.appointments * model.levers.online_service[model.township_of(rows)]
    walk_in = 1 - kept * model.citizens.online[model.register.citizen[rows]]
    waiting = parameters.waiting_hours * walk_in * (1 + parameters.walk_in_wait * kept) * crowding(model, rows)
    return np.asarray(model.scenario.parameters.venues.hours_per_km * way(model, rows) + waiting + parameters.counter_hours)
