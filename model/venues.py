"""Venues: where citizens hand in, report and talk, how far it is to them, and how many hours a visit takes.

| level    | to hand in and report          | to talk            |
|----------|--------------------------------|--------------------|
| village  | 党群服务中心 of the village       | 群众说事中心 beside it |
| township | 市民之家 of the township          | 群众说事中心 beside it |
| city     | 市民之家 of the city              | 群众说事中心 beside it |

A venue stands in the middle of its jurisdiction; the way to it is the mean one of town or country times the village's remoteness.

One-stop service (最多跑一地) lets people hand in at the village's own what is handled further up. As service goes online counters close:
the way to one that is left grows, and so does waiting where visits do not go online as fast as counters close (Herd & Moynihan 2018).
"""

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.desks import VILLAGE
from cogov.model.names import LEVELS
from cogov.model.numbers import Numbers, number, share
from cogov.model.territory import Territory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Venues(Numbers):
    """How far it is to the venues: 党群服务中心 in village or community, 市民之家 in township and city, 群众说事中心 beside each.

    A disc of the size of the city (1,980 km²), of a township (a twentieth) or a village (one in 400), roads 1.3 times as long as the
    straight line, has mean distances of 22, 5 and 1.1 km to its centre.
    """

    village_km_urban: float = number(0.5, 0, 100, "km", "mean way to the community's own venues in town")
    village_km_rural: float = number(1.1, 0, 100, "km", "the same to the village's", "disc of 1,980 km² / 400, roads × 1.3")
    township_km_urban: float = number(1.5, 0, 300, "km", "mean way to the sub-district's or township's venues in town")
    township_km_rural: float = number(5, 0, 300, "km", "the same from rural villages", "disc of 1,980 km² / 20, roads × 1.3")
    city_km_urban: float = number(4, 0, 1000, "km", "mean way to the city's venues in town")
    city_km_rural: float = number(22, 0, 1000, "km", "the same from rural villages", "disc of 1,980 km², roads × 1.3")
    hours_per_km: float = number(0.1, 0, 5, "hours per km", "citizen's time for the way there and back")


def distances(parameters: Venues, territory: Territory) -> Floats:
    """Return the way from each village to its venues at each level, in km."""
    mean = np.array([[getattr(parameters, f"{level}_km_{place}") for level in LEVELS] for place in ("urban", "rural")])
    return np.asarray(mean[np.where(territory.urban, 0, 1)] * territory.remoteness[:, None])


class Visiting(Numbers):
    """What a visit takes of a citizen."""

    counter_hours: float = number(0.6, 0, 24, "hours", "citizen's time at the counter, a visit")
    waiting_hours: float = number(0.7, 0, 24, "hours", "citizen's time of waiting there without an appointment, a visit")
    appointments: float = share(0.5, "visits by appointment of those with access, at full online service: no waiting (网上预约)")
    walk_in_wait: float = number(0.5, 0, 10, "share", "longer waiting for all others if every visit could be by appointment")
    counters_closed: float = number(
        0.9,
        0,
        0.95,
        "share",
        "counters closed once service is fully online, as if nearly everybody had access; 0: none",
        "assumed (digital by default); what closing does: Herd & Moynihan 2018, Deshpande & Li 2019",
    )
    closing_days: float = number(180, 0, 10_000, "days", "how slowly they close after service has gone online; 0: at once")


def way(city: City, rows: Ints) -> Floats:
    """Return how far it is to where each matter can be handed in, in km: near with one-stop service, else where it stands.

    Where counters close, the way to the nearest of those left grows as 1 / √(share left) (Larson & Odoni 1981).
    """
    register, one_stop = city.register, city.levers.one_stop_service[city.township_of(rows)]
    village = register.village[rows]
    near = city.distances[village, VILLAGE]
    far = near + (1 - one_stop) * (city.distances[village, register.level[rows]] - near)
    return np.asarray(far / np.sqrt(open_counters(city, city.township_of(rows))))


def open_counters(city: City, townships: Ints) -> Floats:
    """Return the share of counters that are still open in each of some townships, as service goes online."""
    left: Floats = 1 - city.numbers(Visiting, townships=townships).counters_closed * city.gone_online[townships]
    return left


def crowding(city: City, rows: Ints) -> Floats:
    """Return how much longer all wait where counters close faster than visits go online: visits left per counter left, at least 1."""
    where = city.township_of(rows)
    left = 1 - city.with_access[where] * city.gone_online[where]
    return np.maximum(1.0, left / open_counters(city, where))


def in_person(city: City, rows: Ints) -> Floats:
    """Return the chance that each matter's citizen has to go there: those with access do as much online as there is."""
    online = city.citizens.online[city.register.citizen[rows]]
    return np.asarray(1 - online * city.levers.online_service[city.township_of(rows)])


def hours_of_a_visit(city: City, rows: Ints) -> Floats:
    """Return the citizen's hours for one visit: the way there and back, waiting unless by appointment, and the counter.

    Of the visits of those with access, `appointments` · online_service are by appointment. Counters kept for these make all others
    wait longer, whether or not anybody with an appointment comes.
    """
    parameters = city.numbers(Visiting, rows)
    kept = parameters.appointments * city.levers.online_service[city.township_of(rows)]
    walk_in = 1 - kept * city.citizens.online[city.register.citizen[rows]]
    waiting = parameters.waiting_hours * walk_in * (1 + parameters.walk_in_wait * kept) * crowding(city, rows)
    return np.asarray(city.numbers(Venues, rows).hours_per_km * way(city, rows) + waiting + parameters.counter_hours)
