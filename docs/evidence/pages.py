"""Pages of evidence: a markdown page with its words in both languages where they name things, and a CSV beside it."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.values import FOOTER, UNDEFINED, difference_text, interval_text
from cogov.experiments.writing import write_frame, write_text
from cogov.model.indicators import INDICATORS, base
from cogov.model.scenario import Scenario
from docs.evidence.runs import COST, fingerprint

ARROWS = {1: "▲", -1: "▼", 0: ""}
GOODNESS = {1: "better", -1: "worse", 0: "neither"}


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines) + "\n"


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain values by column."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def name_of(name: str) -> str:
    """An indicator in both languages."""
    if base(name) not in INDICATORS:
        return "人均总成本 cost per resident" if name == COST else name
    indicator = INDICATORS[base(name)]
    return f"{indicator.zh} {indicator.en}"


def effect_text(name: str, row: Mapping[str, Any]) -> str:
    """A row's difference with its interval; an arrow where the interval excludes 0."""
    if row["pairs"] == 0:
        return UNDEFINED
    text = f"{difference_text(name, row['difference']).en} [{interval_text(name, row['ci_low'], row['ci_high'])}]"
    return f"{text} {ARROWS[int(row['sign'])]}".rstrip()


def direction(name: str) -> int:
    """Return 1 if more is better, −1 if less is, 0 if neither."""
    return -1 if name == COST else INDICATORS[base(name)].direction


def about(command: str, scenario: Scenario, replicates: str, *, differences: bool = True, residents: str = "") -> str:
    """What a reader needs to make the table again, and what its brackets are; `residents` where cities of several sizes stand in it."""
    brackets = "In brackets: 95 % t interval of the paired difference; ▲ ▼ where it excludes 0 (pp: percentage points)."
    return (
        f"Made by `python -m docs.evidence {command}` (cogov {version('cogov')}). "
        f"City {scenario.name}, {residents or f'{scenario.city.population:,} residents'}, {scenario.days} days of which {scenario.warmup} are not measured; "
        f"{replicates} paired replications (seeds 1, 2, …). All parameters together have the fingerprint `{fingerprint(scenario)}`. "
        f"{brackets if differences else ''}\n"
    )


def write(folder: Path, stem: str, title: str, parts: Sequence[str], frame: pd.DataFrame) -> Path:
    """Write the page and the table behind it; return the page's path."""
    write_table(folder, stem, frame)
    return write_page(folder, stem, title, parts)


def write_page(folder: Path, stem: str, title: str, parts: Sequence[str]) -> Path:
    """Write a page; return its path."""
    return write_text(folder / f"{stem}.md", "\n".join([f"# {title}\n", *parts, f"---\n{FOOTER.zh} {FOOTER.en}\n"]))


def write_table(folder: Path, stem: str, frame: pd.DataFrame) -> Path:
    """Write the table behind a page; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{stem}.csv"
    write_frame(path, frame, number="%.8g")
    return path
