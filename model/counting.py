"""Counting: what the tally notes at the end of a day, and once a week."""

import math

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.columns import writing
from cogov.model.measures import gini
from cogov.model.rounds import in_contact
from cogov.model.stages import Stage
from cogov.model.tally import Tally

SAMPLED = {"sense_of_gain": "gain", "happiness": "happiness", "security": "security", "trust": "trust", "participation_rate": "active"}
"""What is sampled weekly of the citizens, as indicators and series call it, and the column of which it is the mean."""
WEEK = 7


@writing("tally.series tally.judged tally.feelings tally.measured_days tally.weeks tally.load_gini tally.taken")
def count_day(city: City) -> None:
    """Count the day that ends."""
    tally = city.tally
    for name, value in (_matters(city) | _people(city)).items():
        tally.series[name].append(value)
    if city.is_measured:
        tally.measured_days += 1
        tally.taken += float((city.institutions.staff - city.institutions.handlers).clip(min=0).sum())
        if _is_sampled(city):
            _sample(city)


def _is_sampled(city: City) -> bool:
    return (city.day - city.scenario.warmup) % WEEK == 0


def _matters(city: City) -> dict[str, float]:
    """Return the day's figures of matters."""
    register, ended, tally = city.register, city.register.ended_today, city.tally
    standing = np.bincount(register.stage[register.open_rows], minlength=len(Stage))
    known = len(register.open_rows) - standing[Stage.UNKNOWN]
    return {
        "arisen": float(len(register.open_rows) + len(ended)) - _yesterday(tally, "open"),
        "known": float(known + np.count_nonzero(~np.isnan(register.known[ended]))) - _yesterday(tally, "backlog"),
        "ended": float(len(ended)),
        "settled": float(np.count_nonzero(register.stage[ended] == Stage.SETTLED)),
        "open": float(len(register.open_rows)),
        "backlog": float(known),
        "in_hand": float(standing[Stage.IN_HAND]),
        "unclaimed": float(standing[Stage.UNCLAIMED]),
        "satisfaction": _satisfaction(tally, register.satisfaction[ended]),
    }


def _satisfaction(tally: Tally, judgements: npt.NDArray[np.float64]) -> float:
    """Return the mean judgement of what ended in the last seven days: at weekends little ends but what is given up."""
    tally.judged.append((float(np.nansum(judgements)), int(np.count_nonzero(~np.isnan(judgements)))))
    total, count = (sum(part) for part in zip(*tally.judged[-WEEK:], strict=True))
    return total / count if count else math.nan


def _people(city: City) -> dict[str, float]:
    """Return the citizens' means on the days of the weekly sample, the warm-up included; NaN between them."""
    if not _is_sampled(city):
        return dict.fromkeys(SAMPLED, math.nan)
    return {name: float(getattr(city.citizens, column).mean(dtype=np.float64)) for name, column in SAMPLED.items()}


def _yesterday(tally: Tally, name: str) -> float:
    return tally.series[name][-1] if tally.series[name] else 0.0


def _sample(city: City) -> None:
    """Take the week's sample of feelings and loads."""
    tally, institutions = city.tally, city.institutions
    tally.weeks += 1
    tally.load_gini += float(np.nan_to_num(gini(institutions.load / np.maximum(institutions.handlers, 0.1))))
    columns = {name: getattr(city.citizens, name) for name in SAMPLED.values()} | {"contact": in_contact(city)}
    for name, column in columns.items():
        if name not in tally.feelings:
            tally.feelings[name] = np.zeros(city.citizens.size, dtype=np.float32)
        tally.feelings[name] += column
