"""How much the same luck under both policies helps: variance reduction by pairing, beside the best that theory allows."""

import math
from pathlib import Path

import pandas as pd

from cogov.analysis.values import UNDEFINED
from cogov.model.indicators import INDICATORS, MAIN
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.effects import frechet_bound, reduction
from docs.evidence.pages import about, name_of, records, table, write
from docs.evidence.runs import Cell, Runs, live

STEPS = ((0.2, 0.3), (0.4, 0.5), (0.7, 0.8), (0.2, 0.8))
"""Steps of boundary clarity: three of .1, the middle one from where the default city stands, and the long one."""
TOLD = (*MAIN, "backlog")
REQUIRED = {"backlog": 3.0, "mean_days": 3.0, "satisfaction": 3.0}
"""Least variance reduction at a step of .1."""


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through all levels of clarity and write the page."""
    scenario = load_scenario("leping", {"city.population": population})
    levels = sorted({level for step in STEPS for level in step})
    runs = live(
        [Cell(f"{level:g}", scenario, resolve_policy(scenario, "as_is", {"boundary_clarity": level}), replicates) for level in levels],
        workers,
    )
    found = frame(runs)
    parts = [
        about(f"pairing --replicates {replicates} --population {population}", scenario, str(replicates), differences=False),
        (
            "(Var a + Var b) / Var(a − b) over seeds: how many times fewer runs a paired comparison needs than an unpaired one; in brackets "
            "the jackknife's 95 % interval. The bound is the best coupling of two yes-or-no matters with these means (Fréchet); it is for "
            "independent matters, and luck that all matters of a run share can carry a reduction above it.\n"
        ),
        (
            "（Var a + Var b）/ Var（a − b），按种子计算：配对比较比不配对少用多少倍的运行；方括号内为刀切法的 95% 区间。"
            "上界是两个是非变量在这些均值下的最佳耦合（Fréchet），适用于彼此独立的事务；同一次运行中各事务共有的偶然可使缩减超过上界。\n"
        ),
        *_required(found),
        *_tables(found),
    ]
    return write(folder, "pairing", "配对比较省多少 What pairing saves", parts, found), runs


def frame(runs: Runs) -> pd.DataFrame:
    """One row a step and indicator."""
    rows = []
    for low, high in STEPS:
        for name in TOLD:
            one = reduction(runs.of(f"{high:g}", name), runs.of(f"{low:g}", name))
            bound = frechet_bound(one.first, one.second) if INDICATORS[name].unit == "share" else math.nan
            rows.append((low, high, name, one.second, one.first, one.value, one.low, one.high, bound))
    columns = ["from", "to", "indicator", "mean_from", "mean_to", "reduction", "ci_low", "ci_high", "bound"]
    return pd.DataFrame(rows, columns=columns)


def short_steps(found: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the steps of .1."""
    return found[(found["to"] - found["from"]) < 0.11]


def _required(found: pd.DataFrame) -> list[str]:
    lines, short = [], short_steps(found)
    for name, least in REQUIRED.items():
        reached = short.reduction[short.indicator == name]
        word = "成立 holds" if bool((reached >= least).all()) else "不成立 does not hold"
        values = ", ".join(f"{value:.1f}" for value in reached)
        lines.append(f"- **{word}**: {name_of(name)} at least {least:g} at a step of .1 ({values} at the {len(reached)} steps).\n")
    return ["## 必须成立 What must hold\n", *lines]


def _tables(found: pd.DataFrame) -> list[str]:
    parts = []
    for low, high in STEPS:
        rows = found[(found["from"] == low) & (found["to"] == high)]
        cells = [
            (name_of(row["indicator"]), f"{row['reduction']:.1f} [{row['ci_low']:.1f} … {row['ci_high']:.1f}]", _bound(row["bound"]))
            for row in records(rows)
        ]
        parts += [f"## 边界明确 clarity {low:g} → {high:g}\n", table(("指标 indicator", "方差缩减 reduction", "上界 bound"), cells)]
    return parts


def _bound(value: float) -> str:
    return UNDEFINED if math.isnan(value) else f"{value:.1f}"
