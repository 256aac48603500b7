"""The runs behind a table of evidence: cells of an experiment, each lived through under the same seeds."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from cogov.experiments.pool import run_many
from cogov.experiments.runner import RunRequest, RunResult
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.progress import progress

Floats = npt.NDArray[np.float64]
COST = "cost_per_resident"
"""What a run cost in all, levers included, over the residents; it stands beside the indicators."""


@dataclass(frozen=True)
class Cell:
    """One city under one policy, replicated with as many seeds from `first_seed` on."""

    name: str
    scenario: Scenario
    policy: Policy
    replicates: int
    first_seed: int = 1

    @property
    def seeds(self) -> range:
        """The seeds that it is lived through under."""
        return range(self.first_seed, self.first_seed + self.replicates)


@dataclass(frozen=True)
class Runs:
    """What became of every cell: its indicators, one array each with one entry a seed (NaN where undefined or failed)."""

    values: dict[str, dict[str, Floats]]
    failures: tuple[RunResult, ...]
    series: dict[str, dict[str, Floats]] = field(default_factory=dict)
    """The daily series of every cell: (seed, day), NaN where failed."""

    def of(self, cell: str, indicator: str) -> Floats:
        """Return one indicator of a cell by seed."""
        known = self.values[cell]
        return known[indicator] if indicator in known else np.full_like(known[COST], np.nan)

    def daily(self, cell: str, series: str) -> Floats:
        """Return a daily series of a cell by seed and day; no days where no run kept it."""
        return self.series.get(cell, {}).get(series, np.empty((len(self.values[cell][COST]), 0)))


def live(cells: Sequence[Cell], workers: int) -> Runs:
    """Live through all cells, the largest cities first so that no long run is left for the end."""
    tasks = sorted(((cell, seed) for cell in cells for seed in cell.seeds), key=lambda task: -task[0].scenario.city.population)
    requests = [RunRequest(cell.scenario, cell.name, cell.policy, seed) for cell, seed in tasks]
    with progress(len(requests), "en") as advance:
        results = run_many(requests, workers, advance)
    by_cell: dict[str, list[RunResult]] = {cell.name: [] for cell in cells}
    for result in results:
        by_cell[result.policy].append(result)
    return Runs(
        {cell.name: _columns(cell, by_cell[cell.name]) for cell in cells},
        tuple(result for result in results if result.error is not None),
        {cell.name: _series(cell, by_cell[cell.name]) for cell in cells},
    )


def _columns(cell: Cell, results: Sequence[RunResult]) -> dict[str, Floats]:
    results = sorted(results, key=lambda result: result.seed)
    names = dict.fromkeys(name for result in results for name in result.indicators)
    found = {name: np.array([result.indicators.get(name, np.nan) for result in results], dtype=np.float64) for name in names}
    cost = np.array([result.cost for result in results], dtype=np.float64)
    return found | {COST: cost / cell.scenario.city.population}


def _series(cell: Cell, results: Sequence[RunResult]) -> dict[str, Floats]:
    results = sorted(results, key=lambda result: result.seed)
    names = dict.fromkeys(name for result in results for name in result.series)
    nothing = [np.nan] * cell.scenario.days
    return {name: np.array([result.series.get(name, nothing) for result in results], dtype=np.float64) for name in names}


def fingerprint(scenario: Scenario) -> str:
    """Return a short hash of everything in a scenario, in whatever order it is declared: a table tells with it which parameters it was made with."""
    return hashlib.sha256(json.dumps(scenario.model_dump(mode="json", by_alias=True), sort_keys=True).encode()).hexdigest()[:12]
