"""Counting: what the tally notes at the end of a day, and once a week."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.columns import writing
from cogov.model.indicators.series import note_day
from cogov.model.measures import gini
from cogov.model.options import Choice, option
from cogov.model.rounds import in_contact

Floats = npt.NDArray[np.float64]
SAMPLED = ("gain", "happiness", "security", "trust", "active")
"""What is sampled weekly of the citizens."""


BURDEN = Choice[Callable[[Floats], Floats]](
    "burden",
    everybody=option(lambda loads: loads, zh="负荷基尼系数含无事可办的主体", en="the load Gini is over all institutions, idle ones too"),
    at_work=option(
        lambda loads: loads[loads > 0], zh="负荷基尼系数只含有在办事务的主体", en="the load Gini is over institutions with open matters"
    ),
)
"""Over whose loads the load Gini is taken."""


@writing("tally.daily tally.judged tally.feelings tally.measured_days tally.weeks tally.load_gini tally.taken")
def count_day(city: City) -> None:
    """Count the day that ends."""
    tally = city.tally
    tally.judged.append(_judged(city))
    note_day(city)
    if city.is_measured:
        tally.measured_days += 1
        tally.taken += city.by_city((city.institutions.staff - city.institutions.handlers).clip(min=0)).sum(axis=1)
        if city.is_sampled:
            _sample(city)


def _judged(city: City) -> Floats:
    """Return sum and number of the day's judgements in each city."""
    rows = city.register.ended_today
    judgements, twin = city.register.satisfaction[rows], city.twin_of(rows)
    sums = [np.nansum(judgements[twin == one]) for one in range(city.twins)]
    return np.stack([sums, np.bincount(twin[~np.isnan(judgements)], minlength=city.twins)], axis=1)


def _sample(city: City) -> None:
    """Take the week's sample of feelings and loads."""
    tally, institutions = city.tally, city.institutions
    tally.weeks += 1
    loads = city.by_city(institutions.load / np.maximum(institutions.handlers, 0.1))
    tally.load_gini += np.nan_to_num([gini(city.chosen(BURDEN)(of_city)) for of_city in loads])
    columns = {name: getattr(city.citizens, name) for name in SAMPLED} | {"contact": in_contact(city)}
    for name, column in columns.items():
        if name not in tally.feelings:
            tally.feelings[name] = np.zeros(city.citizens.size, dtype=np.float32)
        tally.feelings[name] += column
