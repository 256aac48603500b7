"""Counting: what the tally notes at the end of a day, and once a week."""

import numpy as np

from cogov.model.city import City
from cogov.model.columns import writing
from cogov.model.indicators.series import note_day
from cogov.model.measures import gini
from cogov.model.rounds import in_contact

SAMPLED = ("gain", "happiness", "security", "trust", "active")
"""What is sampled weekly of the citizens."""


@writing("tally.series tally.judged tally.feelings tally.measured_days tally.weeks tally.load_gini tally.taken")
def count_day(city: City) -> None:
    """Count the day that ends."""
    tally, judgements = city.tally, city.register.satisfaction[city.register.ended_today]
    tally.judged.append((float(np.nansum(judgements)), int(np.count_nonzero(~np.isnan(judgements)))))
    note_day(city)
    if city.is_measured:
        tally.measured_days += 1
        tally.taken += float((city.institutions.staff - city.institutions.handlers).clip(min=0).sum())
        if city.is_sampled:
            _sample(city)


def _sample(city: City) -> None:
    """Take the week's sample of feelings and loads."""
    tally, institutions = city.tally, city.institutions
    tally.weeks += 1
    tally.load_gini += float(np.nan_to_num(gini(institutions.load / np.maximum(institutions.handlers, 0.1))))
    columns = {name: getattr(city.citizens, name) for name in SAMPLED} | {"contact": in_contact(city)}
    for name, column in columns.items():
        if name not in tally.feelings:
            tally.feelings[name] = np.zeros(city.citizens.size, dtype=np.float32)
        tally.feelings[name] += column
