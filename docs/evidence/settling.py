"""From which day on a run has left its start behind: MSER-5 over days of arrival, under four policies."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.values import UNDEFINED
from cogov.analysis.warmup import BATCH, mser5
from cogov.experiments.pool import each
from cogov.experiments.runner import RunRequest, live
from cogov.model import cohort
from cogov.model.city import City
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.scenario import Scenario
from cogov.progress import progress
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import about, name_of, records, table, write
from docs.evidence.runs import Runs

Floats = npt.NDArray[np.float64]
POLICIES = ("as_is", "clear_and_aligned", "co_governance", "government_alone")
LEFT_OUT = (60, 120, 180)
"""Days of warm-up whose means stand side by side; the middle one is the default."""
OF_EPISODES = {one.name: one.of_episodes for one in INDICATORS.values() if one.main and one.of_episodes}
OF_MATTERS = {one.name: one.of_matters for one in INDICATORS.values() if one.main and one.of_matters}
BY_ARRIVAL = tuple(name for name in MAIN if name in OF_EPISODES or name in OF_MATTERS)
"""Main indicators that days of arrival have; a cost per settled matter is the city's as a whole."""


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through the default city under each policy and write the page."""
    scenario = load_scenario("leping", {"city.population": population, "warmup": 0})
    rows: list[dict[str, object]] = []
    requests = [
        RunRequest(scenario, policy, resolve_policy(scenario, policy), seed + 1) for policy in POLICIES for seed in range(replicates)
    ]
    with progress(len(requests), "en") as advance:
        lived = each([partial(_days, request) for request in requests], workers, advance)
    for place, policy in enumerate(POLICIES):
        own = lived[place * replicates : (place + 1) * replicates]
        rows += [_row(policy, name, np.array([days[name] for days in own])) for name in own[0]]
    found = pd.DataFrame(rows)
    cells = [(row["policy"], name_of(str(row["indicator"])), *_said(row)) for row in records(found)]
    means = (f"第 {day} 天起的平均 mean from day {day}" for day in LEFT_OUT)
    headings = ("政策 policy", "指标 indicator", "MSER-5，天 day", *means, "标准误 standard error")
    parts = [
        about(f"settling --replicates {replicates} --population {population}", scenario, str(replicates), differences=False),
        (
            f"Means over seeds of what arose in each five days (of the backlog: of five days), watched for {scenario.horizon_days:g} days each; "
            "MSER-5 (White 1997) says how many to leave out, – if it finds no day in the first half. Standard error: over seeds, of the mean "
            f"from day {LEFT_OUT[1]}.\n"
        ),
        (
            f"每五天内发生的事务（在办积压为每五天的存量）的各种子平均，各观察 {scenario.horizon_days:g} 天；MSER-5（White 1997）指出应舍去多少天，"
            f"前一半内找不到则为 –。标准误按种子计算，对第 {LEFT_OUT[1]} 天起的平均。\n"
        ),
        table(headings, cells),
    ]
    return write(folder, "settling", "预热多长 How long a run takes to settle", parts, found), Runs({}, ())


def by_arrival(city: City, scenario: Scenario) -> dict[str, Floats]:
    """Return the main indicators of what arose in each five days, of those that could be watched to the horizon."""
    found: dict[str, list[float]] = {name: [] for name in BY_ARRIVAL}
    for whole, functions in ((cohort.episodes(city), OF_EPISODES), (cohort.matters(city), OF_MATTERS)):
        arose = city.register.arose[whole.row]
        for first in range(0, int(scenario.days - scenario.horizon_days) - BATCH + 1, BATCH):
            part = whole.only((arose >= first) & (arose < first + BATCH))
            for name in BY_ARRIVAL:
                if name in functions:
                    found[name].append(np.asarray(functions[name](part)).item())
    return {name: np.array(values) for name, values in found.items()}


def _batched(series: list[float]) -> Floats:
    whole: Floats = np.array(series[: len(series) // BATCH * BATCH]).reshape(-1, BATCH).mean(axis=1)
    return whole


def _days(request: RunRequest) -> dict[str, Floats]:
    """Live through a run and return what its indicators are by days of arrival, and the backlog by day, five days together."""
    city = live(request).city
    return by_arrival(city, request.scenario) | {"backlog": _batched(city.tally.series["backlog"])}


def _row(policy: str, name: str, values: Floats) -> dict[str, object]:
    """Return when the mean over seeds [seed, five days] has settled, and what leaving out more or less would give."""
    settled = mser5(np.nanmean(values, axis=0), batch=1)
    later = [np.nanmean(values[:, day // BATCH :], axis=1) for day in LEFT_OUT]
    error = float(later[1].std(ddof=1) / np.sqrt(len(values)))
    means = {f"mean_{day}": float(mean.mean()) for day, mean in zip(LEFT_OUT, later, strict=True)}
    return {"policy": policy, "indicator": name, "day": np.nan if settled is None else settled * BATCH, **means, "error": error}


def _said(row: Mapping[str, object]) -> tuple[str, ...]:
    day = float(str(row["day"]))
    means = (f"{row[f'mean_{left}']:.4g}" for left in LEFT_OUT)
    return (UNDEFINED if np.isnan(day) else f"{day:.0f}", *means, f"{row['error']:.2g}")
