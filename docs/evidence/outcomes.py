"""What a slice changes: outcomes and the order of policies at four sizes, and what is left of the difference without queues or learning."""

import math
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import stdtrit
from scipy.stats import kendalltau

from cogov.analysis.paired import bounds_of, paired_difference
from cogov.analysis.values import UNDEFINED, difference_text, interval_text, value_text
from cogov.experiments.writing import write_frame
from cogov.model.indicators import MAIN
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import about, name_of, records, table, write
from docs.evidence.runs import Cell, Runs, live
from docs.evidence.sizes import PLACES, SIZES, TOLERANCE, desks, inputs_frame, off

TRIAGE = ("clear_ownership_rate", "overreach_rate", "absence_rate", "misplacement_rate")
TWO_POINTS = 0.02
VARIANT_TITLES = {
    "default": "默认 default",
    "no queues": "人手不限 no queues (`capacity: unlimited`)",
    "no learning": "不学习 no learning (`rules: {learning: off}`)",
    "neither": "两者皆无 neither queues nor learning",
}
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


# -- the page ------------------------------------------------------------------------------------------------------------------------


def sections(
    levels: pd.DataFrame,
    order: pd.DataFrame,
    *,
    inputs: pd.DataFrame,
    desks: Mapping[int, Mapping[str, float]],
    scenario: Scenario,
    replicates: int,
    folder: Path,
) -> Path:
    """Put the page together and write it, with the order of policies as a CSV of its own."""
    sizes = tuple(sorted(levels.population.unique()))
    parts = [
        about(
            f"sizes --replicates {replicates}",
            scenario,
            ", ".join(f"{replications(size, replicates)} at {size:,}" for size in sizes),
            differences=False,
            residents=f"{sizes[0]:,} to {sizes[-1]:,} residents",
        ),
        (
            "各规模的种子数见上。“现状”各表方括号内为按种子计算的 95% t 区间，“差在哪里”的表为未配对均值之差的 Welch 区间；"
            "“必须成立”只看均值是否相差两点以内，不看区间多宽。\n"
        ),
        "## 人均投入 Inputs per head\n",
        *_inputs(inputs, sizes),
        "## 必须成立 What must hold\n",
        _triage_line(levels),
        "## 现状 As is\n",
        "In brackets the 95 % t interval over seeds.\n",
        *_levels(levels),
        "## 差在哪里 What differs, and why\n",
        *_why(levels, desks),
        "## 政策排序 Order of the policies\n",
        *_orders(order),
    ]
    folder.mkdir(parents=True, exist_ok=True)
    write_frame(folder / "sizes_order.csv", order, number="%.8g")
    return write(folder, "sizes", "切片与全城 Slices and the whole city", parts, levels)


def within_two_points(levels: pd.DataFrame) -> pd.DataFrame:
    """Return the triage shares under as_is of every size but the whole city, with whether they are within two points of it."""
    own = levels[levels.indicator.isin(TRIAGE) & (levels.population != levels.population.max()) & (levels.policy == "as_is")]
    judged: pd.DataFrame = own.assign(within=own.from_whole.abs() <= TWO_POINTS)
    return judged


def _inputs(found: pd.DataFrame, sizes: tuple[int, ...]) -> Iterator[str]:
    columns = [str(size) for size in sizes]
    for place in PLACES:
        rows = found[found.place == place]
        yield f"### {'城镇 urban' if place == 'urban' else '农村 rural'}\n"
        yield table(("投入 input", *columns), [(row["input"], *(f"{row[size]:.4g}" for size in columns)) for row in records(rows)])
    whole = str(sizes[-1])
    for size in sizes[:-1]:
        apart = list(off(found, size, whole))
        most, tolerance = max(apart), TOLERANCE.get(size, 0.05)
        word = "成立 holds" if most <= tolerance else "不成立 does not hold"
        where = records(found)[apart.index(most)]
        yield f"- **{word}**: {size:,} within {tolerance:.0%} of the whole city; at most {most:.2%} ({where['input']}, {where['place']}).\n"


def _triage_line(levels: pd.DataFrame) -> str:
    lines = []
    judged = records(within_two_points(levels))
    for variant, title in VARIANT_TITLES.items():
        rows = [row for row in judged if row["variant"] == variant]
        word = "成立 holds" if all(row["within"] for row in rows) else "不成立 does not hold"
        verdict = f"**{word}**" if variant == "default" else f"{title}, for comparison: {word}"
        worst = max(rows, key=lambda row: abs(row["from_whole"]))
        name, apart = worst["indicator"], difference_text(worst["indicator"], worst["from_whole"]).en
        interval = interval_text(name, worst["from_low"], worst["from_high"])
        lines.append(
            f"- {verdict}: means of the triage shares within 2 points of the whole city's at every size, however wide their intervals; furthest: "
            f"{name_of(name)} at {worst['population']:,}, {apart} [{interval}].\n"
        )
    return "".join(lines)


def _levels(levels: pd.DataFrame) -> Iterator[str]:
    for variant, title in VARIANT_TITLES.items():
        own = levels[(levels.variant == variant) & (levels.policy == "as_is")]
        sizes = list(own.population.unique())
        by_indicator: dict[str, list[str]] = {}
        for row in records(own):
            by_indicator.setdefault(row["indicator"], []).append(_level(row["indicator"], row))
        rows = [(name_of(name), *cells) for name, cells in by_indicator.items()]
        yield f"### {title}\n"
        yield table(("指标 indicator", *(f"{size:,}" for size in sizes)), rows)


def _level(name: str, row: Mapping[str, float]) -> str:
    low, high = (value_text(name, row[key]) for key in ("ci_low", "ci_high"))
    return f"{value_text(name, row['mean'])} [{low} … {high}]" if row["mean"] == row["mean"] else UNDEFINED


def _why(levels: pd.DataFrame, desks: Mapping[int, Mapping[str, float]]) -> Iterator[str]:
    sizes = tuple(desks)
    names = list(desks[sizes[0]])
    yield table(("", *(f"{size:,}" for size in sizes)), [(n, *(f"{desks[size][n]:,.2f}" for size in sizes)) for n in names])
    yield (
        "\nLoads per handler are the same at every size, but a township's or the city's desk of a larger city has more handlers who share "
        "one queue. At equal load a pooled queue waits less (M/M/c; at load .8 two servers wait 2.3 times less than one, five 7.2 times, ten 19.6 times), so "
        "waits, and what follows from them, fall with size. What learning does shows where it is off: a desk that serves more residents "
        "meets more hand-offs of a topic.\n"
    )
    yield (
        "各规模每名办事人员的负荷相同，但城市越大，乡镇和市级机构中共用一条队的人员越多。负荷相同时合在一起的队等得更少（M/M/c：负荷 0.8 时，两人的等"
        "待是一人的 1/2.3，五人 1/7.2，十人 1/19.6），所以等待及随之而来的结果随规模下降。学习起什么作用，看不学习的一列：服务居民更多的机构，遇到同一类事项的流转更多。\n"
    )
    smallest = [size for size in sizes if size != max(sizes)]
    headings = ("指标 indicator", "", *VARIANT_TITLES.values())
    yield "\nDifference from the whole city, as_is; in brackets Welch's 95 % interval of the difference of unpaired means:\n"
    yield table(headings, [_apart(levels, name, size) for name in (*TRIAGE, *MAIN) for size in smallest])


def _apart(levels: pd.DataFrame, name: str, size: int) -> tuple[str, ...]:
    own = levels[(levels.indicator == name) & (levels.population == size) & (levels.policy == "as_is")]
    by_variant = {row["variant"]: row for row in records(own)}
    cells = [by_variant[variant] for variant in VARIANT_TITLES]
    texts = [f"{difference_text(name, c['from_whole']).en} [{interval_text(name, c['from_low'], c['from_high'])}]" for c in cells]
    return name_of(name), f"{size:,}", *texts


def _orders(order: pd.DataFrame) -> Iterator[str]:
    yield (
        "Kendall's tau between the order of the six policies' means at a size and in the whole city; how many of the 15 pairs are clear at "
        "both (interval of the paired difference excludes 0), and how many of those are the other way round.\n"
    )
    rows = [
        (name_of(r["indicator"]), f"{r['population']:,}", f"{r['tau']:.2f}", r["clear_pairs"], r["reversed_pairs"], r["order"])
        for r in records(order)
    ]
    yield table(("指标 indicator", "residents", "tau", "clear pairs", "reversed", "from low to high"), rows)
