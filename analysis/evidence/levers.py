"""Every lever at its lowest and at its highest against as_is: is any of them a free lunch?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from cogov.analysis.evidence.effects import bounds_of, sign
from cogov.analysis.evidence.pages import about, direction, effect_text, name_of, table, write
from cogov.analysis.evidence.runs import COST, Cell, Runs, live
from cogov.analysis.paired import PairedDifference, holm, paired_difference
from cogov.analysis.values import UNDEFINED, value_text
from cogov.model.costs import intensity
from cogov.scenarios.indicators import INDICATORS
from cogov.scenarios.levers import LEVERS
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.schema import Scenario

AS_IS = "as_is"
JUDGED = [name for name, one in INDICATORS.items() if one.role in {"outcome", "cost"} and one.direction != 0]
"""Outcomes and costs: the run's own, then all that it cost."""
STEPS = (("lowest", AS_IS), ("highest", AS_IS), ("highest", "lowest"))


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through both ends of every lever and write the page."""
    scenario = load_scenario("leping", {"city.population": population})
    runs = live(list(_cells(scenario, replicates)), workers)
    found = frame(runs)
    parts = [
        about(f"levers --replicates {replicates} --population {population}", scenario, str(replicates)),
        (
            "Each lever alone, from the default policy; parts of a lever are turned together. Highest is where a lever works most (of the grid, "
            f"the fewest households). Judged on {len(JUDGED)} outcomes and costs and on all that a run cost per resident, levers included.\n"
        ),
        *_summary(found),
        *_details(runs, scenario),
    ]
    return write(folder, "levers", "各项杠杆的两端 Both ends of every lever", parts, found), runs


def ends(lever: str, scenario: Scenario) -> dict[str, float]:
    """Return the values at which a lever works least and most."""
    values = (LEVERS[lever].low, LEVERS[lever].high)
    low, high = sorted(values, key=lambda value: intensity(resolve_policy(scenario, AS_IS, {lever: value}), lever))
    return {"lowest": low, "highest": high}


def _cells(scenario: Scenario, replicates: int) -> Iterator[Cell]:
    yield Cell(AS_IS, scenario, resolve_policy(scenario, AS_IS), replicates)
    for lever in LEVERS:
        for end, value in ends(lever, scenario).items():
            yield Cell(f"{lever}/{end}", scenario, resolve_policy(scenario, AS_IS, {lever: value}), replicates)


def difference(runs: Runs, lever: str, name: str, step: tuple[str, str]) -> PairedDifference:
    """Return what one end of a lever does to an indicator against as_is or the other end."""
    one, other = (end if end == AS_IS else f"{lever}/{end}" for end in step)
    return paired_difference(runs.of(one, name), runs.of(other, name), bounds=bounds_of(name))


def frame(runs: Runs) -> pd.DataFrame:
    """One row a lever, step and indicator; `for_the` is 1 for the better and −1 for the worse, whether clear or not.

    Holm's adjustment is over all that is looked at of a lever's maximum: one interval in twenty misses 0 by chance.
    """
    rows = []
    for lever in LEVERS:
        for step in STEPS:
            for name in (*JUDGED, COST):
                one = difference(runs, lever, name, step)
                good = 0 if np.isnan(one.difference) else int(np.sign(one.difference)) * direction(name)
                rows.append((lever, *step, name, one.difference, one.ci_low, one.ci_high, one.p, one.pairs, sign(one), good))
    columns = ["lever", "end", "against", "indicator", "difference", "ci_low", "ci_high", "p", "pairs", "sign", "for_the"]
    found = pd.DataFrame(rows, columns=columns)
    found["p_adjusted"] = np.nan
    for lever in LEVERS:
        judged = (found.lever == lever) & (found.end == "highest")
        found.loc[judged, "p_adjusted"] = holm(found.loc[judged, "p"].to_numpy())
    return found


def best_on_everything(found: pd.DataFrame) -> list[str]:
    """Return the levers at whose maximum every outcome and cost that can be compared has a better or equal mean than below it."""
    worse = found[(found.end == "highest") & (found.for_the < 0)]
    return [lever for lever in LEVERS if lever not in set(worse.lever)]


def without_clear_loss(found: pd.DataFrame) -> list[str]:
    """Return the levers at whose maximum nothing is worse than below it, chance left aside (adjusted p below .05)."""
    worse = found[(found.end == "highest") & (found.for_the < 0) & (found.p_adjusted < 0.05)]
    return [lever for lever in LEVERS if lever not in set(worse.lever)]


def _summary(found: pd.DataFrame) -> Iterator[str]:
    best, harmless = best_on_everything(found), without_clear_loss(found)
    yield "## 有没有免费的午餐 Is any lever a free lunch?\n"
    yield f"- At its maximum best on every outcome and on cost: **{', '.join(best) or 'none 没有'}**.\n"
    yield f"- At its maximum nothing worse than at as_is or at its lowest that chance does not explain (Holm): **{', '.join(harmless) or 'none 没有'}**.\n"
    rows = [_summary_row(lever, found[(found.lever == lever) & (found.against == "lowest")]) for lever in LEVERS]
    yield table(("杠杆 lever", "最高比最低明显更好 highest clearly better than lowest", "明显更差 clearly worse", "不明 not clear"), rows)


def _summary_row(lever: str, rows: pd.DataFrame) -> tuple[str, ...]:
    clear = rows["sign"] != 0
    better, worse = rows[clear & (rows.for_the > 0)], rows[clear & (rows.for_the < 0)]
    title = LEVERS[lever].title
    return f"{title.zh} {title.en}", str(len(better)), ", ".join(worse.indicator) or "none", str(int((~clear).sum()))


def _details(runs: Runs, scenario: Scenario) -> Iterator[str]:
    for lever, declared in LEVERS.items():
        values = ends(lever, scenario)
        yield f"## {declared.title.zh} {declared.title.en} ({values['lowest']:g}, as_is, {values['highest']:g})\n"
        yield f"代价 price: {declared.price.zh} {declared.price.en}.\n"
        yield table(("指标 indicator", "as_is", *(f"{one} − {other}" for one, other in STEPS)), list(_rows(runs, lever, scenario)))


def _rows(runs: Runs, lever: str, scenario: Scenario) -> Iterator[tuple[str, ...]]:
    for name in (*JUDGED, COST):
        own = runs.of(AS_IS, name)
        level = value_text(name, float(np.nanmean(own)), scenario.horizon_days) if np.isfinite(own).any() else UNDEFINED
        yield name_of(name), level, *(effect_text(name, difference(runs, lever, name, step)) for step in STEPS)
