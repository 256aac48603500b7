"""Townships through time: what an evaluator of a pilot has on the desk, one row a township and period."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cogov.experiments.columns import column
from cogov.model.city import City
from cogov.model.cohort import Cohort, episodes
from cogov.model.indicators import INDICATORS, UNITS
from cogov.model.phases import places
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

Floats = npt.NDArray[np.float64]

PERIOD = 30
"""Days of a period; a matter counts in the one in which it arose."""
FOLLOW_UP = 30
"""Days for which each matter is followed."""


@dataclass(frozen=True)
class TownshipOutcome:
    """What is followed by township and period; `unit` is a key of `cogov.model.indicators.UNITS`."""

    title: Text
    unit: str


OUTCOMES: dict[str, TownshipOutcome] = {
    "mean_days": TownshipOutcome(SAY.mean_days, "days"),
    "settled_in_time": TownshipOutcome(SAY.settled_in_time, "share"),
    "owned_in_time_rate": TownshipOutcome(SAY.owned_in_time_rate, "share"),
    "arisen": TownshipOutcome(SAY.arisen, "matters"),
}


SCHEMA = pa.schema(
    [
        column("township", pa.int32(), "乡镇（街道），从 1 起", "township, from 1", nullable=False),
        column(
            "period",
            pa.int32(),
            "30 天一期，从 0 起，第 0 期紧接预热期",
            "periods of 30 days, from 0, the first after the warm-up",
            nullable=False,
        ),
        column(
            "since",
            pa.float64(),
            "首个阶段在该处开始的那一天；从未开始为无穷大",
            "day on which the first phase began there, infinite where none ever does",
            "days",
            nullable=False,
        ),
        *(column(name, pa.float64(), one.title.zh, one.title.en, UNITS[one.unit].title.en) for name, one in OUTCOMES.items()),
    ]
)


def townships_table(city: City) -> pa.Table:
    """Return one row a township and period as an Arrow table of the schema. Periods that cannot be followed to their end are left out."""
    cohort = replace(episodes(city), horizon=float(FOLLOW_UP))
    township = city.township_of(cohort.row)
    period = ((cohort.at_birth("arose") - city.scenario.warmup) // PERIOD).astype(np.int64)
    whole = max(0, int((city.day - FOLLOW_UP - city.scenario.warmup) // PERIOD))
    residents, began = city.territory.residents_of_townships(), first_days(city)
    rows = [
        {"township": place + 1, "period": when, "since": float(began[place])}
        | _outcomes(cohort.only((township == place) & (period == when)), float(residents[place]))
        for place in range(city.territory.townships)
        for when in range(whole)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def first_days(city: City) -> Floats:
    """Return by township the day on which a phase first applies there."""
    began = np.full(city.territory.townships, np.inf)
    for phase in city.policy.phases:
        where = places(phase, city.territory.townships, city.chance)[:-1]
        began[where] = np.minimum(began[where], phase.from_day)
    return began


def _outcomes(cohort: Cohort, residents: float) -> dict[str, float]:
    settled = cohort.curve.at(FOLLOW_UP).item()
    counted = {"settled_in_time": settled, "arisen": 1000 * len(cohort.row) / residents * 30 / PERIOD}
    functions = {name: one.of_episodes for name, one in INDICATORS.items() if name in OUTCOMES and one.of_episodes}
    return counted | {name: np.asarray(function(cohort)).item() for name, function in functions.items()}
