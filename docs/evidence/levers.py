"""Every lever at its lowest and highest against as_is, and raised at equal total cost: is any of them a free lunch?"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from cogov.analysis.paired import LEVEL, PairedDifference, bounds_of, holm, paired_difference
from cogov.experiments.writing import write_frame
from cogov.model.indicators import INDICATORS
from cogov.model.levers import LEVERS
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.equal_cost import AS_IS, Paid, ends, payments
from docs.evidence.levers_page import sections
from docs.evidence.pages import direction
from docs.evidence.runs import COST, Cell, Runs, live

JUDGED = [name for name, one in INDICATORS.items() if one.role in {"outcome", "cost"} and one.direction != 0] + [COST]
"""Outcomes and costs: the run's own, then all that it cost."""
STEPS = (("lowest", AS_IS), ("highest", AS_IS), ("highest", "lowest"))
EQUAL_COST = "equal_cost"
VERDICTS = {1: "better", -1: "worse", 0: "not clear"}
COLUMNS = ["lever", "end", "against", "indicator", "difference", "ci_low", "ci_high", "p", "pairs", "sign", "for_the"]


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through both ends of every lever, and each paid for by the others, and write the page."""
    scenario = load_scenario("leping", {"city.population": population})
    paid = payments(scenario)
    runs = live(list(_cells(scenario, paid, replicates)), workers)
    at_ends, at_equal_cost = frame(runs), equal_cost_frame(runs, paid)
    folder.mkdir(parents=True, exist_ok=True)
    write_frame(folder / "levers_equal_cost.csv", at_equal_cost, number="%.8g")
    return sections(at_ends, at_equal_cost, _levels(runs), paid, scenario=scenario, replicates=replicates, folder=folder), runs


def _cells(scenario: Scenario, paid: Mapping[str, Paid], replicates: int) -> Iterator[Cell]:
    yield Cell(AS_IS, scenario, resolve_policy(scenario, AS_IS), replicates)
    for lever in LEVERS:
        for end, value in ends(lever, scenario).items():
            yield Cell(f"{lever}/{end}", scenario, resolve_policy(scenario, AS_IS, {lever: value}), replicates)
        if _others_pay(paid[lever]):
            yield Cell(f"{lever}/{EQUAL_COST}", scenario, paid[lever].policy, replicates)


def _others_pay(paid: Paid) -> bool:
    return paid.kept < 1


def _levels(runs: Runs) -> dict[str, float]:
    """Return the means under as_is, NaN where undefined."""
    return {name: float(np.nanmean(own)) if np.isfinite(own := runs.of(AS_IS, name)).any() else np.nan for name in JUDGED}


def difference(runs: Runs, lever: str, name: str, step: tuple[str, str]) -> PairedDifference:
    """Return what one end of a lever does to an indicator against as_is or the other end."""
    one, other = (end if end == AS_IS else f"{lever}/{end}" for end in step)
    return paired_difference(runs.of(one, name), runs.of(other, name), bounds=bounds_of(name))


def _rows(runs: Runs, lever: str, step: tuple[str, str], end: str) -> Iterator[tuple[object, ...]]:
    """Yield what a step does to every indicator; `for_the` is 1 for the better and −1 for the worse, whether clear or not."""
    for name in JUDGED:
        one = difference(runs, lever, name, step)
        good = 0 if np.isnan(one.difference) else int(np.sign(one.difference)) * direction(name)
        yield lever, end, step[1], name, one.difference, one.ci_low, one.ci_high, one.p, one.pairs, one.sign, good


def frame(runs: Runs) -> pd.DataFrame:
    """One row a lever, step and indicator.

    Holm's adjustment is over all that is looked at of a lever's maximum: one interval in twenty misses 0 by chance.
    """
    rows = [row for lever in LEVERS for step in STEPS for row in _rows(runs, lever, step, step[0])]
    return _adjusted(pd.DataFrame(rows, columns=COLUMNS), "highest")


def equal_cost_frame(runs: Runs, paid: Mapping[str, Paid]) -> pd.DataFrame:
    """One row a lever and indicator: the lever raised against as_is at the same total cost, with what it and the others are left at.

    Holm's adjustment is over the outcomes and costs of one lever.
    """
    steps = {lever: (EQUAL_COST if _others_pay(one) else "highest", AS_IS) for lever, one in paid.items()}
    found = pd.DataFrame([row for lever, step in steps.items() for row in _rows(runs, lever, step, EQUAL_COST)], columns=COLUMNS)
    found = _adjusted(found, EQUAL_COST)
    found["verdict"] = [VERDICTS[good if p < LEVEL else 0] for good, p in zip(found.for_the, found.p_adjusted, strict=True)]
    for column in ("reached", "kept", "total", "dearer"):
        found[column] = [getattr(paid[lever], column) for lever in found.lever]
    return found


def _adjusted(found: pd.DataFrame, end: str) -> pd.DataFrame:
    found["p_adjusted"] = np.nan
    for lever in LEVERS:
        judged = (found.lever == lever) & (found.end == end)
        found.loc[judged, "p_adjusted"] = holm(found.loc[judged, "p"].to_numpy())
    return found
