"""Venues: where citizens hand in, report and talk, and how far it is to them.

| level    | to hand in and report          | to talk            |
|----------|--------------------------------|--------------------|
| village  | 党群服务中心 of the village       | 群众说事中心 beside it |
| township | 市民之家 of the township          | 群众说事中心 beside it |
| city     | 市民之家 of the city              | 群众说事中心 beside it |

A venue stands in the middle of its jurisdiction; the way to it is the mean one of town or country times the village's remoteness.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.choices import LEVELS
from cogov.model.numbers import Numbers, number
from cogov.model.territory import Territory

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
