"""Indicators of the citizens: functions of (model, flags of citizens), and the groups they are told of."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from cogov.model.citizens import ADULT, CHILD, ELDERLY
from cogov.model.city import City
from cogov.model.rules.participation import Participation
from cogov.model.rules.wellbeing import Wellbeing

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
NAN = float("nan")


def citizen_groups(city: City) -> dict[str, dict[str, Bools]]:
    """Return who belongs to each group of citizens, by family."""
    people = city.citizens
    urban = city.territory.urban[people.village]
    return {
        "age": {"child": people.age_group == CHILD, "adult": people.age_group == ADULT, "elderly": people.age_group == ELDERLY},
        "left_behind": {"left_behind": people.left_behind, "not_left_behind": ~people.left_behind},
        "migrant": {"migrant": people.migrant, "settled": ~people.migrant},
        "income": {"low_income": people.low_income, "other_income": ~people.low_income},
        "access": {"online": people.online, "offline": ~people.online},
        "place": {"urban": urban, "rural": ~urban},
    }


def _felt(name: str) -> Callable[[City, Bools], float]:
    def mean_feeling(city: City, who: Bools) -> float:
        total = city.tally.feelings.get(name)
        return NAN if total is None or not who.any() else float(total[who].mean(dtype=np.float64)) / city.tally.weeks

    return mean_feeling


def standing(city: City) -> Floats:
    """Return where each citizen stands by what he or she can do for him- or herself: by income, among equals by access."""
    people = city.citizens
    return 2.0 * ~people.low_income + 1.0 * people.online


def _gain_of_each(city: City, who: Bools) -> Floats:
    """Return the mean sense of gain of each over the measured weeks; of nobody before the first."""
    total = city.tally.feelings.get("gain")
    return np.empty(0) if total is None else total[who].astype(np.float64) / city.tally.weeks


def _low_gain(city: City, who: Bools) -> float:
    gain = _gain_of_each(city, who)
    return float((gain < city.numbers(Wellbeing).low_gain).mean()) if gain.size else NAN


def _worst_tenth(city: City, who: Bools) -> float:
    gain = _gain_of_each(city, who)
    tenth = max(1, round(gain.size / 10))
    return float(np.sort(gain)[:tenth].mean()) if gain.size else NAN


def _hours(city: City, who: Bools) -> float:
    """Hours a year: voluntary work and visits by the citizens' own record, talks spread over all alike."""
    days = max(city.tally.measured_days, 1)
    active = city.tally.feelings.get("active")
    if active is None or not who.any():
        return NAN
    register = city.register
    voluntary = float(active[who].mean(dtype=np.float64)) / city.tally.weeks * city.numbers(Participation).hours_per_week * 365 / 7
    rows = np.flatnonzero(register.ended[: register.size] >= city.scenario.warmup)
    visits = np.bincount(register.citizen[rows], weights=np.nan_to_num(register.hours[rows]), minlength=len(who))
    return voluntary + (float(visits[who].mean()) + city.tally.talk_hours / len(who)) * 365 / days


CITIZEN_INDICATORS: dict[str, Callable[[City, Bools], float]] = {
    "participation_rate": _felt("active"),
    "citizen_hours": _hours,
    "sense_of_gain": _felt("gain"),
    "low_gain_share": _low_gain,
    "worst_tenth_gain": _worst_tenth,
    "happiness": _felt("happiness"),
    "security": _felt("security"),
    "trust": _felt("trust"),
    "grid_closeness": _felt("contact"),
}
