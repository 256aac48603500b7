"""The page of the owner's question: what must hold, signs by world, every effect with its interval."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pandas as pd

from cogov.analysis.evidence.pages import GOODNESS, about, direction, effect_text, name_of, records, table, write
from cogov.analysis.values import UNDEFINED, difference_text
from cogov.scenarios.indicators import MAIN
from cogov.scenarios.schema import Scenario

Distances = Mapping[tuple[float, str], tuple[float, float]]
GROUP_TITLES = {
    "all": "全部 all matters",
    "single": "单一主责 single-sector",
    "composite": "主责加协办 composite",
    "novel": "清单之外 novel",
}
EFFECT_TITLES = {"clarity": "边界明确 clarity .2 → .8", "alignment": "目标统一 alignment 0 → .6", "interaction": "交互 interaction"}


def sections(found: pd.DataFrame, distance: Distances, scenario: Scenario, replicates: int, folder: Path) -> Path:
    """Put the page together and write it."""
    parts = [
        about(f"question --replicates {replicates} --population {scenario.city.population}", scenario, str(replicates)),
        (
            "Clarity and alignment are means over both levels of the other lever; the interaction is the difference of differences: "
            "what clarity does at alignment .6 more than at 0. Nothing on this page is adjusted for having looked at many numbers unless it "
            "says so; `p_adjusted` in the CSV is (Holm).\n"
        ),
        "## 目标离需求多远 How far the city's goals are from need\n",
        _distances(distance),
        "## 必须成立 What must hold\n",
        *required(found),
        "## 各世界中的符号 Signs over the nine worlds\n",
        (
            "▲ n ▼ m: in how many of the worlds where such matters arise the interval lies above, below 0; in brackets the smallest and the largest effect; then "
            "which way the clear ones are better for citizens.\n"
        ),
        *_signs(found),
        "## 每个世界 Every world\n",
        *_worlds(found),
    ]
    return write(folder, "owner_question", "边界明确 × 目标统一 Clarity × alignment", parts, found)


def _distances(distance: Distances) -> str:
    rows = [(f"{share:g}", goals, f"{cosine:.2f}", f"{apart:.2f}") for (share, goals), (cosine, apart) in distance.items()]
    note = "\nWeights over topics on the first day; `near` then follows need as it drifts, the others do not.\n"
    return table(("composite share", "goals", "cosine with need", "total variation distance"), rows) + note


def required(found: pd.DataFrame) -> Iterator[str]:
    """The two lines that must hold, as computed."""
    own = found[(found.taking == "always") & (found.group == "single") & (found.effect == "clarity")]
    lower = int((own.ci_high < 0).sum())
    yield (
        f"- **{_holds(lower == len(own))}**: under `taking: always` clarity lowers misplacement of single-sector matters. "
        f"In {lower} of {len(own)} worlds the interval lies below 0; effects {_span('misplacement_rate', own)}.\n"
    )
    for effect in ("clarity", "alignment"):
        main = found[(found.taking == "weighed") & (found.group == "all") & (found.effect == effect)]
        clear = main.assign(clear=main["sign"] != 0, adjusted=main["p_adjusted"] < 0.05)
        by_world = clear.groupby(["composite_share", "goals"])[["clear", "adjusted"]].sum()
        worlds = int((by_world["clear"] > 0).sum())
        yield (
            f"- **{_holds(worlds == len(by_world))}**: at least one main indicator's interval for {effect} excludes 0. So it is in "
            f"{worlds} of {len(by_world)} worlds ({by_world['clear'].min()} to {by_world['clear'].max()} of {len(MAIN)} main indicators; "
            f"after Holm's adjustment {by_world['adjusted'].min()} to {by_world['adjusted'].max()}).\n"
        )


def _holds(yes: bool) -> str:  # noqa: FBT001 - a word for it
    return "成立 holds" if yes else "不成立 does not hold"


def _span(name: str, rows: pd.DataFrame) -> str:
    low, high = rows["difference"].min(), rows["difference"].max()
    return f"{difference_text(name, low, 'en')} … {difference_text(name, high, 'en')}" if low == low else UNDEFINED  # noqa: PLR0124


def _signs(found: pd.DataFrame) -> Iterator[str]:
    own = found[found.taking == "weighed"]
    for group, heading in GROUP_TITLES.items():
        part = own[own["group"] == group]
        rows = [
            (name_of(name), *(_sign(name, part[(part.indicator == name) & (part.effect == effect)]) for effect in EFFECT_TITLES))
            for name in MAIN
            if (part.indicator == name).any()
        ]
        yield f"### {heading}\n"
        yield table(("指标 indicator", *EFFECT_TITLES.values()), rows)


def _sign(name: str, rows: pd.DataFrame) -> str:
    up, down = int((rows["sign"] > 0).sum()), int((rows["sign"] < 0).sum())
    better = {GOODNESS[sign * direction(name)] for sign, count in ((1, up), (-1, down)) if count}
    return f"▲ {up} ▼ {down} of {int((rows['pairs'] > 0).sum())} ({_span(name, rows)}) {'/'.join(sorted(better))}".rstrip()


def _worlds(found: pd.DataFrame) -> Iterator[str]:
    by_world: dict[tuple[float, str], dict[tuple[str, str], dict[str, str]]] = {}
    for row in records(found[found.taking == "weighed"]):
        world = by_world.setdefault((row["composite_share"], row["goals"]), {})
        world.setdefault((row["group"], row["indicator"]), {})[row["effect"]] = effect_text(row["indicator"], row)
    for (share, goals), cells in by_world.items():
        rows = [(GROUP_TITLES[group], name_of(name), *(own[effect] for effect in EFFECT_TITLES)) for (group, name), own in cells.items()]
        yield f"### composite share {share:g}, goals {goals}\n"
        yield table(("事项 matters", "指标 indicator", *EFFECT_TITLES.values()), rows)
