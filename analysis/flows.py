"""Who passes what to whom: the flow of matters between sectors, and the same as a picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from cogov.analysis.canvas import page
from cogov.analysis.fonts import MUTED, styled
from cogov.analysis.names import beside
from cogov.analysis.network_figure import SECTORS as LOOKS
from cogov.model.names import SECTORS
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

HELD = ("talks", "partners", "in_hand", "session")
"""Stages in which somebody has a matter."""


@dataclass(frozen=True)
class Flows:
    """Counts over the measured matters of a run."""

    first: npt.NDArray[np.int64]
    """(sectors): into whose hands they came first."""
    passed: npt.NDArray[np.int64]
    """(sectors, sectors): from whose hands into whose; on the diagonal from one desk of a sector to another."""
    settled: npt.NDArray[np.int64]
    """(sectors): in whose hands they were settled."""
    never: int
    """Matters that never came into anybody's hands."""


def flows_of(events: pd.DataFrame) -> Flows:
    """Count from a table of events (`cogov.experiments.events`)."""
    measured = events[events["measured"]]
    taken = measured[measured["after"].isin(HELD) & measured["sector"].notna() & measured["desk"].notna()]
    sector = pd.Categorical(taken["sector"].astype(str), categories=list(SECTORS)).codes.astype(np.int64)
    matter, desk = taken["matter"].to_numpy(), taken["desk"].to_numpy(np.int64)
    same, other = np.zeros(len(taken), dtype=bool), np.zeros(len(taken), dtype=bool)
    same[1:] = matter[1:] == matter[:-1]
    other[1:] = desk[1:] != desk[:-1]
    changed = same & other
    passed = np.zeros((len(SECTORS), len(SECTORS)), dtype=np.int64)
    np.add.at(passed, (sector[np.flatnonzero(changed) - 1], sector[changed]), 1)
    ends = measured[measured["after"] == "settled"]["matter"]
    last = np.append(~same[1:], np.ones(min(1, len(taken)), dtype=bool)) & np.isin(matter, ends.to_numpy())
    return Flows(_count(sector[~same]), passed, _count(sector[last]), measured["matter"].nunique() - int((~same).sum()))


def _count(sector: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.bincount(sector, minlength=len(SECTORS)).astype(np.int64)


Floats = npt.NDArray[np.float64]

FEWEST = 0.01
"""Arrows of less than this share of all are left out."""
REACH = 1.0


def flow_figure(flows: Flows, language: Language, caption: str, others: Sequence[Flows] = ()) -> Figure:
    """Sectors on a circle; areas and widths in proportion to counts, on one scale with the flows of the figures of `others`."""
    with styled():
        figure = page(caption, SAY.subtitle.in_(language).format(never=f"{flows.never:,}"), language)
        panel = figure.add_axes((0.12, 0.04, 0.76, 0.82), aspect="equal", frameon=False, xticks=[], yticks=[])
        panel.set(xlim=(-2.3, 2.3), ylim=(-1.45, 1.45))
        angles = np.pi / 2 - 2 * np.pi * np.arange(len(SECTORS)) / len(SECTORS)
        places = np.column_stack([1.45 * np.cos(angles), np.sin(angles)]) * REACH
        radii = 0.10 + 0.22 * np.sqrt(flows.first / max(1, *(int(one.first.max()) for one in (flows, *others))))
        _arrows(panel, flows, max(1, *(int(_between(one).max()) for one in (flows, *others))), places, radii)
        _circles(panel, flows, places, radii, language)
    return figure


def _between(flows: Flows) -> npt.NDArray[np.int64]:
    """What sectors pass to others."""
    passed: npt.NDArray[np.int64] = flows.passed - np.diag(np.diag(flows.passed))
    return passed


def _arrows(panel: Axes, flows: Flows, most: int, places: Floats, radii: Floats) -> None:
    between = _between(flows)
    total = max(1, int(between.sum()))
    for source, target in zip(*np.nonzero(between >= max(1.0, FEWEST * total)), strict=True):
        count = int(between[source, target])
        colour = LOOKS[SECTORS[source]][1]
        width = 0.8 + 7 * count / most
        panel.add_patch(
            FancyArrowPatch(
                *_ends(places, radii, source, target),
                connectionstyle="arc3,rad=0.16",
                arrowstyle=f"-|>,head_length={4 + width},head_width={2 + 0.7 * width}",
                lw=width,
                color=colour,
                alpha=0.7,
                zorder=1,
                shrinkA=0,
                shrinkB=0,
            )
        )
        _label(panel, places[source], places[target], f"{count:,}", colour)


def _ends(places: Floats, radii: Floats, source: int, target: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where an arrow leaves one circle and meets the other."""
    along = places[target] - places[source]
    unit = along / np.hypot(*along)
    start, end = places[source] + unit * (radii[source] + 0.02), places[target] - unit * (radii[target] + 0.05)
    return (float(start[0]), float(start[1])), (float(end[0]), float(end[1]))


def _label(panel: Axes, start: Floats, end: Floats, words: str, colour: str) -> None:
    """A number beside the middle of the bow, on the side to which it bends."""
    along = end - start
    side = np.array([along[1], -along[0]])
    x, y = (start + end) / 2 + 0.16 * 0.5 * side + 0.07 * along
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.8}
    panel.text(x, y, words, ha="center", va="center", fontsize=10, color=colour, zorder=3, bbox=box)


def _circles(panel: Axes, flows: Flows, places: Floats, radii: Floats, language: Language) -> None:
    for number, name in enumerate(SECTORS):
        title, colour, _ = LOOKS[name]
        x, y = places[number]
        panel.add_patch(Circle((x, y), radii[number], color=colour, zorder=2, gid=f"flow-{name}"))
        panel.text(x, y, f"{flows.first[number]:,}", ha="center", va="center", fontsize=11, color="white", zorder=4)
        words = beside(title.in_(language), f"{flows.passed[number, number]:,}", language)
        away = radii[number] + 0.05
        side: Literal["center", "left", "right"] = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        outside = (x, y + np.sign(y) * away) if side == "center" else (x + np.sign(x) * away, y)
        panel.text(*outside, words, ha=side, va=_beside(y) if side == "center" else "center", fontsize=12, color=MUTED, zorder=4)


def _beside(y: float) -> Literal["bottom", "top"]:
    return "bottom" if y > 0 else "top"
