"""Every lever at its lowest and highest against as_is, and raised at equal total cost: is any of them a free lunch?"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from cogov.analysis.paired import LEVEL, PairedDifference, bounds_of, holm, paired_difference
from cogov.analysis.values import UNDEFINED, value_text
from cogov.experiments.writing import write_frame
from cogov.model.indicators import INDICATORS
from cogov.model.levers import LEVERS
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.equal_cost import AS_IS, Paid, ends, payments
from docs.evidence.pages import about, direction, effect_text, name_of, records, table, write
from docs.evidence.runs import COST, Cell, Runs, live

NONE = "none 没有"
BY_ITSELF = Text(
    zh="下表的“明显”指差的 95% 区间各自不含 0，未作多重比较校正：每项杠杆可有一两个差纯属偶然。",
    en="In this table a difference is clear whose 95 % interval, each by itself, leaves out 0: one or two of a lever may be so by chance.",
)
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


# -- the page ------------------------------------------------------------------------------------------------------------------------


def sections(
    at_ends: pd.DataFrame,
    at_equal_cost: pd.DataFrame,
    levels: Mapping[str, float],
    paid: Mapping[str, Paid],
    *,
    scenario: Scenario,
    replicates: int,
    folder: Path,
) -> Path:
    """Put the page together and write it."""
    parts = [
        about(f"levers --replicates {replicates} --population {scenario.city.population}", scenario, str(replicates)),
        (
            "Each lever alone, from the default policy; parts of a lever are turned together. Highest is where a lever works most (of the grid, "
            f"the fewest households). Judged on {len(levels) - 1} outcomes and costs and on all that a run cost per resident, levers included.\n"
        ),
        (
            "各项杠杆单独从现状调到两端，分项一起调。最高指作用最大的一端（网格则户数最少）。"
            f"按 {len(levels) - 1} 项结果与成本以及人均总成本（含杠杆费用）评判。\n"
        ),
        *_summary(at_ends),
        *_equal_cost(at_equal_cost, paid),
        *_details(at_ends, levels, scenario),
    ]
    return write(folder, "levers", "各项杠杆的两端 Both ends of every lever", parts, at_ends)


def best_on_everything(found: pd.DataFrame) -> list[str]:
    """Return the levers at whose maximum every outcome and cost that can be compared has a better or equal mean than below it."""
    worse = found[(found.end == "highest") & (found.for_the < 0)]
    return [lever for lever in LEVERS if lever not in set(worse.lever)]


def without_clear_loss(found: pd.DataFrame) -> list[str]:
    """Return the levers at whose maximum nothing is worse than below it, chance left aside (adjusted p below .05)."""
    worse = found[(found.end == "highest") & (found.for_the < 0) & (found.p_adjusted < 0.05)]
    return [lever for lever in LEVERS if lever not in set(worse.lever)]


def _title(lever: str) -> str:
    title = LEVERS[lever].title
    return f"{title.zh} {title.en}"


def _summary(found: pd.DataFrame) -> Iterator[str]:
    best, harmless = best_on_everything(found), without_clear_loss(found)
    yield "## 有没有免费的午餐 Is any lever a free lunch?\n"
    yield f"- At its maximum best on every outcome and on cost: **{', '.join(best) or NONE}**.\n"
    yield f"- At its maximum nothing worse than at as_is or at its lowest that chance does not explain (Holm): **{', '.join(harmless) or NONE}**.\n"
    yield f"{BY_ITSELF.en}\n\n{BY_ITSELF.zh}\n"
    rows = [_summary_row(lever, found[(found.lever == lever) & (found.against == "lowest")]) for lever in LEVERS]
    yield table(("杠杆 lever", "最高比最低明显更好 highest clearly better than lowest", "明显更差 clearly worse", "不明 not clear"), rows)


def _summary_row(lever: str, rows: pd.DataFrame) -> tuple[str, ...]:
    clear = rows["sign"] != 0
    better, worse = rows[clear & (rows.for_the > 0)], rows[clear & (rows.for_the < 0)]
    return _title(lever), str(len(better)), ", ".join(worse.indicator) or "none", str(int((~clear).sum()))


def _equal_cost(found: pd.DataFrame, paid: Mapping[str, Paid]) -> Iterator[str]:
    """What gets worse when a lever is raised and all others pay for it."""
    total = next(iter(paid.values())).total
    yield "## 总费用相同时什么变差 What worsens at equal total cost\n"
    yield (
        f"The levers of as_is cost {total:.2f} yuan per resident and year. Each lever in turn goes from as_is to its highest, and the levers "
        "together still cost that: what it costs more is taken from all other levers that cost money, each turned back by the same share of its "
        "way from as_is to where it costs least (its lowest; of the grid, the most households), part by part. If all others at their lowest do "
        "not pay, the lever goes only as far as they do. Compared with as_is under the same luck; clear is what Holm's adjustment over the "
        "outcomes and costs of that lever leaves below .05. Handlers that levers take are not in this sum: they are felt in the outcomes.\n"
    )
    yield (
        f"现状下各杠杆每居民每年共 {total:.2f} 元。每次把一项杠杆从现状调到最高，总费用不变：多出的部分由其他有费用的杠杆分担，各按同一比例从现状退回到费用最低处"
        "（最低值；网格则户数最多），逐个分项；其他杠杆都到最低仍不够时，该杠杆只调到付得起之处。与同一随机条件下的现状比较；“明显”指该杠杆各项结果与成本经 Holm 校正后 p < 0.05。"
        "杠杆占用的人手不计入费用，已反映在结果中。\n"
    )
    headings = (
        "杠杆 lever",
        "走多远 how far",
        "多花 costs more",
        "其他保留 others keep",
        "明显变差 clearly worse",
        "明显变好 clearly better",
        "不明 not clear",
    )
    yield table(headings, [_equal_cost_row(lever, paid[lever], found[found.lever == lever]) for lever in LEVERS])
    nothing = [lever for lever in LEVERS if not (found[found.lever == lever].verdict == "worse").any()]
    yield f"Nothing clearly worse at equal total cost: **{', '.join(nothing) or NONE}**.\n"


def _equal_cost_row(lever: str, paid: Paid, rows: pd.DataFrame) -> tuple[str, ...]:
    worse, better, unclear = (rows[rows.verdict == verdict].indicator for verdict in ("worse", "better", "not clear"))
    reached = "to its highest" if paid.reached == 1 else f"{paid.reached:.0%} of the way"
    costs = (reached, f"{paid.dearer:.2f}", f"{paid.kept:.0%}")
    return _title(lever), *costs, ", ".join(worse) or NONE, ", ".join(better) or NONE, str(len(unclear))


def _details(found: pd.DataFrame, levels: Mapping[str, float], scenario: Scenario) -> Iterator[str]:
    for lever, declared in LEVERS.items():
        values, own = ends(lever, scenario), found[found.lever == lever]
        yield f"## {_title(lever)} ({values['lowest']:g}, as_is, {values['highest']:g})\n"
        yield f"代价 price: {declared.price.zh} {declared.price.en}.\n"
        steps = [(end, against) for end, against in dict.fromkeys(zip(own.end, own.against, strict=True))]
        cells = {(row["indicator"], row["end"], row["against"]): effect_text(row["indicator"], row) for row in records(own)}
        rows = [(name_of(name), _level(name, mean, scenario), *(cells[name, *step] for step in steps)) for name, mean in levels.items()]
        yield table(("指标 indicator", AS_IS, *(f"{end} − {against}" for end, against in steps)), rows)


def _level(name: str, mean: float, scenario: Scenario) -> str:
    return UNDEFINED if mean != mean else value_text(name, mean, scenario.horizon_days)  # noqa: PLR0124 - NaN
