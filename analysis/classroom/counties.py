"""Counties that are stored: combinations of the eight numbers, each lived through under two policies; the page finds the one nearest a class's own.

The combinations are a lattice (Korobov 1959): of every blank each fortieth of its range stands once, and no county is far from all.
Their runs are kept beside the lessons; `cogov lesson clarity` lives through them again where the table is missing.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from cogov.analysis.classroom.lesson import LIBRARY
from cogov.analysis.classroom.lesson_document import compared_row
from cogov.analysis.classroom.places import both
from cogov.analysis.names import name_words
from cogov.experiments.runner import RunRequest
from cogov.scenarios.county import FORM, answers_of, county_of
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.policies import policy_title

COUNTIES = 40
PRIME, GENERATOR = COUNTIES + 1, 24
"""Of the lattice; of all generators this one leaves the least to the nearest county (tests/analysis/test_counties.py)."""
POLICIES = ("as_is", "clear_and_aligned")
SEEDS = range(1, 6)
SIZE: dict[str, Any] = {"days": 240, "warmup": 60}
RESIDENTS = 8000
"""Simulated of every county."""
RUNS = LIBRARY / "counties.csv"
SHOWN = ("owned_in_time_rate", "mean_days", "unmet_need", "satisfaction", "handoffs_per_matter")
BASE = "leping"


def stored_county(number: int) -> dict[str, float]:
    """Return the eight numbers of a stored county, whole."""
    places = [((number + 1) * GENERATOR**power % PRIME - 0.5) / COUNTIES for power in range(len(FORM))]
    return {one.name: float(round(one.low + place * (one.high - one.low))) for one, place in zip(FORM, places, strict=True)}


def name_of(number: int, policy: str) -> str:
    """Return what the table of runs calls a county under a policy."""
    return f"{number}-{policy}"


def requests_of_counties(counties: range = range(COUNTIES)) -> list[RunRequest]:
    """Return the runs of counties: both policies under the same seeds."""
    return [request for number in counties for request in _requests(number)]


def _requests(number: int) -> list[RunRequest]:
    said = county_of(stored_county(number), load_scenario(BASE))
    scenario = load_scenario({"extends": BASE, **SIZE, **said, "city": {**said["city"], "population": RESIDENTS}})
    policies = {policy: resolve_policy(scenario, policy) for policy in POLICIES}
    return [RunRequest(scenario, name_of(number, policy), policies[policy], seed) for policy in POLICIES for seed in SEEDS]


def counties_document(runs: pd.DataFrame) -> dict[str, Any]:
    """Return the blanks of the form, and every stored county with its answers and what the second policy changes there."""
    base, by_run = load_scenario(BASE), {name: table.sort_values("seed") for name, table in runs.groupby("policy")}
    return {
        "blanks": [
            {"title": both(one.title), "unit": both(one.unit_words), "low": one.low, "high": one.high, "usual": round(usual)}
            for one, usual in zip(FORM, answers_of(base).values(), strict=True)
        ],
        "policies": [both(policy_title(base, policy)) for policy in POLICIES],
        "seeds": len(SEEDS),
        "shown": [both(name_words(name)) for name in SHOWN],
        "counties": [{"answers": list(stored_county(number).values()), "rows": _rows(number, by_run)} for number in range(COUNTIES)],
    }


def _rows(number: int, by_run: Mapping[Any, pd.DataFrame]) -> list[dict[str, Any]]:
    first, second = (by_run[name_of(number, policy)] for policy in POLICIES)
    rows = [compared_row(name, first, second) for name in SHOWN]
    return [{key: row[key] for key in ("values", "difference", "better")} for row in rows if row is not None]
