"""Indicators of the citizens: functions of (model, flags of citizens), and the groups they are told of."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.citizens import ADULT, CHILD, ELDERLY
from cogov.model.measures import gini

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Bools = npt.NDArray[np.bool_]
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


def _burden_gini(model: "CoGovernanceModel", who: Bools) -> float:
    return float(gini(model.citizens.burden[who])) if who.any() else NAN


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
    "happiness": _felt("happiness"),
    "security": _felt("security"),
    "trust": _felt("trust"),
    "benefit_gini": _burden_gini,
    "grid_closeness": _felt("contact"),
}
