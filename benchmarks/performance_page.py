"""The page of what runs cost: its rows, what follows from them, its figure; the words stand in performance.md.jinja."""

import math
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import jinja2
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from cogov.analysis.canvas import colour, marker, save
from cogov.analysis.fonts import styled
from cogov.experiments.writing import write_frame, write_text

NAME = "performance"
PARTS = ("side by side", "sizes", "ties", "institutions", "matters", "sweep")
"""Of the page, each with rows of its own."""
COUNTY, PROVINCE, MILLION = 753_787, 45_000_000, 1_000_000
LARGE = 20_000
"""Residents from which on a city is expected to cost in proportion to them, and the exponent that is wanted there at most."""
WANTED = 1.05
CORES, GIBIBYTES = 16, 64
"""Of a machine of the cluster that is reckoned with."""
CLUSTERS = (1, 4, 16, 64)
Rows = pd.DataFrame


def rows_in(folder: Path) -> Rows:
    """The rows that stand in a folder; none where nothing was measured into it."""
    file = folder / f"{NAME}.csv"
    return pd.read_csv(file) if file.exists() else pd.DataFrame({"part": []})


def kept(folder: Path, *, without: Collection[str]) -> list[dict[str, Any]]:
    """The rows that an earlier measurement left, but those of some parts."""
    found = rows_in(folder)
    return _records(found[~found.part.isin(without)])


def write(folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows into a folder; and page and figure, of the rows as they stand there, where no part is missing yet."""
    folder.mkdir(parents=True, exist_ok=True)
    in_order = sorted(rows, key=lambda row: PARTS.index(row["part"]))
    write_frame(folder / f"{NAME}.csv", pd.DataFrame(in_order), number="%.6g")
    found = rows_in(folder)
    if missing := [part for part in PARTS if part not in set(found.part)]:
        print(f"no page yet: {', '.join(missing)} not measured")
        return
    with styled():
        save(_figure(found), folder / f"{NAME}.svg")
    write_text(folder / f"{NAME}.md", page(found))


def page(found: Rows) -> str:
    """The page as text."""
    around = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,
    )
    around.filters |= {"figure": figure_text, "count": count_text}
    machines = list(dict.fromkeys(found.machine))
    parts = {name.replace(" ", "_"): _records(rows.assign(made=_made(rows, machines))) for name, rows in found.groupby("part", sort=False)}
    return around.get_template(f"{NAME}.md.jinja").render(parts=parts, machines=machines, letter=_letter, **follows(found))


def _records(rows: Rows) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def _made(rows: Rows, machines: Sequence[str]) -> list[str]:
    """When, of which code and where a row was measured, machines by their letters."""
    return [f"{row.date} {row.commit} {_letter(machines.index(row.machine))}" for row in rows.itertuples()]


def _letter(place: int) -> str:
    return chr(ord("A") + place)


def figure_text(value: float) -> str:
    """A number with three figures that count; nothing where there is none."""
    if math.isnan(value):
        return ""
    return f"{value:,.0f}" if abs(value) >= 99.95 else f"{value:#.3g}"


def count_text(value: float) -> str:
    return "" if math.isnan(value) else f"{value:,.0f}"


def follows(found: Rows) -> dict[str, Any]:
    """What is computed from the rows: ratios, exponents, slopes, estimates."""
    side, sizes, sweeps = (found[found.part == part] for part in ("side by side", "sizes", "sweep"))
    large = _large(sizes)
    rises = {later.residents: _rise(earlier, later) for earlier, later in zip(*_pairs(sizes), strict=True)}
    alone = {row.residents: row.seconds for row in pd.concat([sizes, side[side.runs == 1]]).itertuples()}
    return {
        "times": {residents: 1 / seconds for residents, seconds in alone.items()},
        "exponent": exponent(large),
        "exponents": rises,
        "steepest": max(rise for residents, rise in rises.items() if residents >= large.residents.min()),
        "wanted": WANTED,
        "large": large.residents.min(),
        "days": int(found.days.max()),
        "tie": slope(found[found.part == "ties"], "ties", "seconds"),
        "institution": slope(found[found.part == "institutions"], "institutions", "seconds"),
        "citizen_bytes": slope(sizes, "residents", "grown") * 2**20,
        "per_matter": per_matter(found[found.part == "matters"]),
        "satisfaction": {row.subject: row.satisfaction for row in side[side.satisfaction.notna()].itertuples()},
        "province": province(sizes),
        "million": million(sweeps, side),
        "machine_cores": CORES,
        "machine_memory": GIBIBYTES,
    }


def _large(sizes: Rows) -> Rows:
    """The large cities; all, where only small ones were measured."""
    large = sizes[sizes.residents >= LARGE]
    return large if len(large) > 1 else sizes


def exponent(rows: Rows) -> float:
    """By which power of the residents seconds grow, by least squares of their logarithms."""
    return float(np.polyfit(np.log(rows.residents), np.log(rows.seconds), 1)[0])


def _pairs(rows: Rows) -> tuple[list[Any], list[Any]]:
    ordered = list(rows.sort_values("residents").itertuples())
    return ordered[:-1], ordered[1:]


def _rise(earlier: Any, later: Any) -> float:
    return math.log(later.seconds / earlier.seconds) / math.log(later.residents / earlier.residents)


def slope(rows: Rows, of: str, number: str) -> float:
    """By how much a number grows with each one of something, by least squares."""
    return float(np.polyfit(rows[of], rows[number], 1)[0])


def per_matter(rows: Rows) -> dict[str, float]:
    """Bytes and seconds for each matter that ever arose and for each that is open, by least squares over cities that differ in both."""
    known = np.column_stack([np.ones(len(rows)), rows.matters, rows.open])
    (_, ever, still), (_, *seconds) = (np.linalg.lstsq(known, rows[name].astype(float), rcond=None)[0] for name in ("grown", "seconds"))
    return {"ever_bytes": ever * 2**20, "open_bytes": still * 2**20, "ever_seconds": seconds[0], "open_seconds": seconds[1]}


def province(sizes: Rows) -> dict[str, float]:
    """A province city by city, and in one piece, from the largest county and the largest city that were measured."""
    counties = sizes[sizes.residents <= COUNTY]
    county, largest = counties.loc[counties.residents.idxmax()], sizes.loc[sizes.residents.idxmax()]
    cities = math.ceil(PROVINCE / county.residents)
    at_once = int(min(CORES, GIBIBYTES * 1024 // county.mebibytes))
    times = PROVINCE / largest.residents
    return {
        "cities": cities,
        "residents": county.residents,
        "core_minutes": cities * county.seconds / 60,
        "mebibytes": county.mebibytes,
        "at_once": at_once,
        "seconds": math.ceil(cities / at_once) * county.seconds,
        "piece_minutes": largest.seconds * times / 60,
        "piece_gibibytes": largest.grown * times / 1024,
    }


def _further(studies: Rows, number: str) -> float:
    """What each further run of a study takes; where only one study was measured, what each of its runs took."""
    return slope(studies, "runs", number) if len(studies) > 1 else float((studies[number] / studies.runs).iloc[0])


def million(sweeps: Rows, side: Rows) -> dict[str, Any]:
    """A million runs, from what each further run of the dearest kind of study takes: through Dask where that was measured."""
    kind = sweeps.residents.eq(sweeps.residents.max()) & sweeps.seconds.notna() & ~sweeps.subject.str.contains(" values of ")
    dask = kind & sweeps.subject.str.contains("Dask")
    asked = sweeps[dask if dask.sum() > 1 else kind].assign(
        whole=lambda rows: rows.seconds * rows.runs,
        coordinating=lambda rows: rows.coordinator * rows.runs,
        size=lambda rows: rows.bytes * rows.runs,
    )
    seconds, coordinator, size = (_further(asked, name) for name in ("whole", "coordinating", "size"))
    company = side[(side.residents == asked.residents.max()) & (side.runs > 1)].mebibytes.max()
    return {
        "residents": asked.residents.max(),
        "dask": bool(dask.sum() > 1),
        "seconds": seconds,
        "coordinator": coordinator,
        "core_hours": seconds * MILLION / 3600,
        "bytes": size,
        "gigabytes": size * MILLION / 1e9,
        "memory": company * CORES / 1024,
        "coordinator_hours": coordinator * MILLION / 3600,
        "clusters": [(machines, seconds * MILLION / 3600 / machines / CORES) for machines in CLUSTERS],
    }


LINES = {
    "cogov: one city": "cogov 完整模型，单独运行 whole model, alone",
    "cogov: together": "cogov 完整模型，多次一起 whole model, together",
    "mesa: reduced kernel": "Mesa 简化内核 reduced kernel",
    "starsim: reduced kernel": "starsim 简化内核 reduced kernel",
}


def _figure(found: Rows) -> Figure:
    figure = Figure(figsize=(8.5, 5.2))
    axes = figure.subplots()
    for place, (subject, label) in enumerate(LINES.items()):
        line = found[(found.subject == subject) & found.seconds.notna()].sort_values("residents")
        if len(line):
            axes.loglog(line.residents, line.seconds, color=colour(place), marker=marker(place), label=label)
    axes.set_xlabel("居民人数 residents")
    axes.set_ylabel("一次运行一年的处理器秒数\nprocessor seconds of a run of a year", rotation=90)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.grid(visible=True, which="major", color="#d9d9d9", linewidth=0.6)
    axes.legend(loc="upper left", fontsize=10)
    figure.subplots_adjust(left=0.14, right=0.94, top=0.97, bottom=0.12)
    return figure
