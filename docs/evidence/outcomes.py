"""What a slice changes: outcomes and the order of policies at four sizes, and what is left of the difference without queues or learning."""

import math
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit
from scipy.stats import kendalltau

from cogov.analysis.paired import bounds_of, paired_difference
from cogov.model.indicators import MAIN
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.outcomes_page import TRIAGE, sections
from docs.evidence.runs import Cell, Runs, live
from docs.evidence.sizes import SIZES, desks, inputs_frame

Floats = npt.NDArray[np.float64]
POLICIES = ("as_is", "clear_boundaries", "aligned_goals", "clear_and_aligned", "government_alone", "co_governance")
TOLD = (*TRIAGE, *MAIN, "backlog")
VARIANTS: dict[str, dict[str, object]] = {
    "": {},
    "no queues": {"choices.capacity": "unlimited"},
    "no learning": {"rules.learning": False},
    "neither": {"choices.capacity": "unlimited", "rules.learning": False},
}
"""The default city, and what tells pooling from learning: desks that are never full, desks that never learn."""
FEWER = {5_000: 2.0, 20_000: 1.0, 200_000: 0.5, 753_787: 0.25}
"""Replications of a size over those at 20,000: large cities vary less and take longer."""


def replications(size: int, replicates: int) -> int:
    """Return how many seeds a size gets, at least 3."""
    return max(3, round(FEWER.get(size, 1.0) * replicates))


def make(replicates: int, workers: int, folder: Path, sizes: tuple[int, ...] = SIZES) -> tuple[Path, Runs]:
    """Live through all sizes, policies and variants and write the page."""
    scenario = load_scenario("leping")
    inputs, about_desks = inputs_frame(sizes), {size: desks(size) for size in sizes}
    runs = live(cells(replicates, sizes), workers)
    found = levels(runs, sizes), order(runs, sizes)
    return sections(*found, inputs=inputs, desks=about_desks, scenario=scenario, replicates=replicates, folder=folder), runs


def cells(replicates: int, sizes: tuple[int, ...]) -> list[Cell]:
    """Return every policy at every size, and as_is in each variant."""
    found = []
    for size in sizes:
        for variant, overrides in VARIANTS.items():
            scenario = load_scenario("leping", {"city.population": size, **overrides})
            for policy in POLICIES if not variant else POLICIES[:1]:
                cell = Cell(_name(size, policy, variant), scenario, resolve_policy(scenario, policy), replications(size, replicates))
                found.append(cell)
    return found


def _name(size: int, policy: str, variant: str = "") -> str:
    return f"{size}/{policy}/{variant}"


def levels(runs: Runs, sizes: tuple[int, ...]) -> pd.DataFrame:
    """Means with intervals by variant, policy, size and indicator, and how far each is from the whole city's with an interval."""
    rows = []
    for variant in VARIANTS:
        for policy in POLICIES if not variant else POLICIES[:1]:
            for size in sizes:
                for name in TOLD:
                    own, whole = (runs.of(_name(at, policy, variant), name) for at in (size, sizes[-1]))
                    rows.append((variant or "default", policy, size, name, *mean_interval(own), *apart(own, whole)))
    columns = ["variant", "policy", "population", "indicator", "mean", "ci_low", "ci_high", "from_whole", "from_low", "from_high"]
    return pd.DataFrame(rows, columns=columns)


def mean_interval(values: Floats) -> tuple[float, float, float]:
    """Return a mean with its 95 % t interval over seeds."""
    values = values[np.isfinite(values)]
    if values.size < 2:
        return (float(values.mean()) if values.size else math.nan), math.nan, math.nan
    half = float(stdtrit(values.size - 1, 0.975)) * float(values.std(ddof=1)) / math.sqrt(values.size)
    return float(values.mean()), float(values.mean()) - half, float(values.mean()) + half


def apart(own: Floats, whole: Floats) -> tuple[float, float, float]:
    """Return the difference of two unpaired means with Welch's 95 % interval: seeds mean nothing between cities of two sizes."""
    a, b = own[np.isfinite(own)], whole[np.isfinite(whole)]
    if a.size < 2 or b.size < 2 or own is whole:
        return float(a.mean() - b.mean()) if a.size and b.size else math.nan, math.nan, math.nan
    one, other = a.var(ddof=1) / a.size, b.var(ddof=1) / b.size
    freedom = (one + other) ** 2 / max(one**2 / (a.size - 1) + other**2 / (b.size - 1), 1e-300)
    half = float(stdtrit(freedom, 0.975)) * math.sqrt(one + other)
    difference = float(a.mean() - b.mean())
    return difference, difference - half, difference + half


def order(runs: Runs, sizes: tuple[int, ...]) -> pd.DataFrame:
    """Kendall's tau of the policies' order with the whole city's, and the pairs that are clearly the other way round."""
    rows = []
    for size in sizes:
        for name in MAIN:
            means = [[float(np.nanmean(runs.of(_name(at, policy), name))) for policy in POLICIES] for at in (size, sizes[-1])]
            here, there = (clear_order(runs, at, name) for at in (size, sizes[-1]))
            both = [a * b for a, b in zip(here, there, strict=True) if a and b]
            ranked = [POLICIES[i] for i in np.argsort(means[0], kind="stable")]
            rows.append((size, name, float(kendalltau(*means).statistic), len(both), both.count(-1), " < ".join(ranked)))
    return pd.DataFrame(rows, columns=["population", "indicator", "tau", "clear_pairs", "reversed_pairs", "order"])


def clear_order(runs: Runs, size: int, name: str) -> list[int]:
    """Return of every pair of policies which one is clearly higher: 1 the second, −1 the first, 0 not clear."""
    return [
        paired_difference(runs.of(_name(size, second), name), runs.of(_name(size, first), name), bounds=bounds_of(name)).sign
        for first, second in combinations(POLICIES, 2)
    ]
