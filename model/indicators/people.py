"""Indicators of the citizens: functions of (model, flags of citizens), and the groups they are told of."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.citizens import ADULT, CHILD, ELDERLY

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
NAN = float("nan")


def citizen_groups(model: "CoGovernanceModel") -> dict[str, dict[str, Bools]]:
    """Return who belongs to each group of citizens, by family."""
    people = model.citizens
    urban = model.territory.urban[people.village]
    return {
        "age": {"child": people.age_group == CHILD, "adult": people.age_group == ADULT, "elderly": people.age_group == ELDERLY},
        "left_behind": {"left_behind": people.left_behind, "not_left_behind": ~people.left_behind},
        "migrant": {"migrant": people.migrant, "settled": ~people.migrant},
        "income": {"low_income": people.low_income, "other_income": ~people.low_income},
        "access": {"online": people.online, "offline": ~people.online},
        "place": {"urban": urban, "rural": ~urban},
    }


def _felt(name: str) -> Callable[["CoGovernanceModel", Bools], float]:
    def mean_feeling(model: "CoGovernanceModel", who: Bools) -> float:
        total = model.tally.feelings.get(name)
        return NAN if total is None or not who.any() else float(total[who].mean(dtype=np.float64)) / model.tally.weeks

    return mean_feeling


def standing(model: "CoGovernanceModel") -> Floats:
    """Return where each citizen stands by what he or she can do for him- or herself: by income, among equals by access."""
    people = model.citizens
    return 2.0 * ~people.low_income + 1.0 * people.online


def _gain_of_each(model: "CoGovernanceModel", who: Bools) -> Floats:
    """Return the mean sense of gain of each over the measured weeks; of nobody before the first."""
    total = model.tally.feelings.get("gain")
    return np.empty(0) if total is None else total[who].astype(np.float64) / model.tally.weeks


def _low_gain(model: "CoGovernanceModel", who: Bools) -> float:
    gain = _gain_of_each(model, who)
    return float((gain < model.scenario.parameters.wellbeing.low_gain).mean()) if gain.size else NAN


def _worst_tenth(model: "CoGovernanceModel", who: Bools) -> float:
    gain = _gain_of_each(model, who)
    tenth = max(1, round(gain.size / 10))
    return float(np.sort(gain)[:tenth].mean()) if gain.size else NAN


def _hours(model: "CoGovernanceModel", who: Bools) -> float:
    """Hours a year: voluntary work and visits by the citizens' own record, talks spread over all alike."""
    days = max(model.tally.measured_days, 1)
    active = model.tally.feelings.get("active")
    if active is None or not who.any():
        return NAN
    register = model.register
    voluntary = (
        float(active[who].mean(dtype=np.float64)) / model.tally.weeks * model.scenario.parameters.participation.hours_per_week * 365 / 7
    )
    rows = np.flatnonzero(register.ended[: register.size] >= model.scenario.warmup)
    visits = np.bincount(register.citizen[rows], weights=np.nan_to_num(register.hours[rows]), minlength=len(who))
    return voluntary + (float(visits[who].mean()) + model.tally.talk_hours / len(who)) * 365 / days


CITIZEN_INDICATORS: dict[str, Callable[["CoGovernanceModel", Bools], float]] = {
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
