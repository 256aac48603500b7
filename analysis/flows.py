"""The flow of matters between sectors as a picture."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyArrowPatch

from cogov.analysis.canvas import page
from cogov.analysis.comparison import Comparison
from cogov.analysis.fonts import MUTED, styled
from cogov.analysis.network_figure import SECTORS as LOOKS
from cogov.analysis.tables import Titles, over_words, policy_words
from cogov.analysis.values import UNDEFINED, with_minus
from cogov.experiments.flows import Flows
from cogov.model.names import SECTORS
from cogov.model.words import Language, Text, TextLike, beside
from cogov.scenarios.words import Words

SAY = Words(__file__)

DIFFERS = Words(__file__, "differs")
HAND_OFFS = "handoffs_per_hundred"
"""What a comparison of flows calls its one number: how often a hundred matters were passed on."""

Floats = npt.NDArray[np.float64]

FEWEST = 0.01
"""Arrows of less than this share of all are left out."""
REACH = 1.0
LEAST = 0.1
SMALL = 10
"""Means of counts below this have a figure after the point."""


def flow_figure(flows: Flows, language: Language, title: TextLike, over: Text, caption: TextLike, others: Sequence[Flows] = ()) -> Figure:
    """Sectors on a circle; areas and widths in proportion to counts, on one scale with the flows of the figures of `others`.

    `over`: of which runs the counts are.
    """
    with styled():
        figure = page(title, SAY.subtitle.filled(never=count_text(flows.never), over=over), language, place=caption)
        panel = figure.add_axes((0.12, 0.04, 0.76, 0.82), aspect="equal", frameon=False, xticks=[], yticks=[])
        panel.set(xlim=(-2.3, 2.3), ylim=(-1.45, 1.45))
        angles = np.pi / 2 - 2 * np.pi * np.arange(len(SECTORS)) / len(SECTORS)
        places = np.column_stack([1.45 * np.cos(angles), np.sin(angles)]) * REACH
        radii = 0.10 + 0.22 * np.sqrt(flows.first / max(1.0, *(float(one.first.max()) for one in (flows, *others))))
        _arrows(panel, flows, max(1.0, *(float(_between(one).max()) for one in (flows, *others))), places, radii)
        _circles(panel, flows, places, radii, language)
    return figure


def finding(flows: Flows, policy: str, comparison: Comparison | None, titles: Titles) -> Text:
    """Say in one line how often matters were passed on under a policy: beside the baseline or, of that and where nothing is compared, by
    which way most went.
    """
    if comparison is None or policy == comparison.baseline:
        mean = flows.per_hundred if comparison is None else comparison.results[0].baseline
        return _most(flows, policy_words(policy, titles), number_text(mean))
    row = comparison.row(HAND_OFFS, policy)
    numbers = {"mean": row.mean, "level": row.baseline, "size": abs(row.difference)}
    return DIFFERS[row.verdict].filled(
        policy=policy_words(policy, titles),
        baseline=policy_words(comparison.baseline, titles),
        over=over_words(comparison, short=True),
        interval=f"{number_text(row.ci_low, '+')} … {number_text(row.ci_high, '+')}",
        **{name: number_text(value) for name, value in numbers.items()},
    )


def _most(flows: Flows, policy: Text, mean: str) -> Text:
    between = _between(flows)
    source, target = np.unravel_index(int(between.argmax()), between.shape)
    ends = {"source": LOOKS[SECTORS[source]][0], "target": LOOKS[SECTORS[target]][0]}
    return (SAY.most if between.any() else SAY.none).filled(policy=policy, mean=mean, **ends)


def runs_words(seeds: Sequence[int]) -> Text:
    """Say of which runs counts are, one a seed."""
    said = SAY.once if len(seeds) == 1 else SAY.mean
    span = f"{min(seeds)} – {max(seeds)}"
    return said.filled(seed=seeds[0], runs=len(seeds), seeds=span)


def number_text(value: float, sign: str = "") -> str:
    """Hand-offs per hundred matters, with more figures where one after the point would show nothing."""
    return UNDEFINED if np.isnan(value) else with_minus(f"{value:{sign}{'.1f' if abs(value) >= LEAST else '.2g'}}")


def count_text(count: float) -> str:
    """A count or the mean of several, with a figure after the point where it is small."""
    return f"{count:,.1f}" if count < SMALL and count % 1 else f"{count:,.0f}"


def _between(flows: Flows) -> Floats:
    """What sectors pass to others."""
    passed: Floats = flows.passed - np.diag(np.diag(flows.passed))
    return passed


def _arrows(panel: Axes, flows: Flows, most: float, places: Floats, radii: Floats) -> None:
    between = _between(flows)
    total = between.sum()
    for source, target in zip(*np.nonzero((between > 0) & (between >= FEWEST * total)), strict=True):
        count = float(between[source, target])
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
        _label(panel, places[source], places[target], count_text(count), colour)


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
        panel.text(x, y, count_text(flows.first[number]), ha="center", va="center", fontsize=11, color="white", zorder=4)
        words = beside(title, count_text(flows.passed[number, number])).in_(language)
        away = radii[number] + 0.05
        side: Literal["center", "left", "right"] = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        outside = (x, y + np.sign(y) * away) if side == "center" else (x + np.sign(x) * away, y)
        panel.text(*outside, words, ha=side, va=_beside(y) if side == "center" else "center", fontsize=12, color=MUTED, zorder=4)


def _beside(y: float) -> Literal["bottom", "top"]:
    return "bottom" if y > 0 else "top"
