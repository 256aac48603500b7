"""A log as a picture, alone or beside simulated ones: hand-offs, the chance of another, times, and times by hand-offs."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cogov.analysis.canvas import colour, marker, page, panels
from cogov.analysis.fonts import FAINT, styled
from cogov.analysis.logs.shape.measures import CURVES
from cogov.analysis.logs.shape.shape import ANALOGUE, GRID, Shape
from cogov.analysis.logs.shape.words import LOG, SIMULATED
from cogov.analysis.names import wrapped
from cogov.analysis.values import FOOTER
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

DRAWN = ("handoff_shares", "another_handoff", "time_by_handoffs")
FAINTNESS = 0.45


def shape_figure(log: Shape, runs: tuple[Shape, ...], language: Language, caption: str) -> Figure:
    """Draw the log as a line with marks, every simulated log as a thin line of the other colour."""
    title, _, beside = caption.partition("\n")
    analogue = ANALOGUE.in_(language)
    with styled():
        figure = page(title, f"{beside} · {analogue}" if beside else analogue, language, FOOTER if runs else SAY.nothing_simulated)
        *axes, last = panels(figure, len(DRAWN) + 1, left=0.06, share_y=False, columns=2, bottom=0.12)
        for name, panel in zip(DRAWN, axes, strict=True):
            _curve(panel, name, log, runs, language)
        _times(last, log, runs, language)
        series = [Line2D([], [], color=colour(place), marker=marker(place)) for place in range(2 if runs else 1)]
        words = [LOG.in_(language), f"{SIMULATED.in_(language)} × {len(runs)}"][: len(series)]
        figure.legend(series, words, loc="lower left", bbox_to_anchor=(0.015, 0.0), ncols=2, fontsize=12)
    return figure


def _curve(panel: Axes, name: str, log: Shape, runs: tuple[Shape, ...], language: Language) -> None:
    curve = next(one for one in CURVES if one.name == name)
    places = np.arange(len(curve.steps))
    for run in runs:
        panel.plot(places, run.curves[name], color=colour(1), lw=1.0, alpha=FAINTNESS, marker=marker(1), markersize=4)
    panel.plot(places, log.curves[name], color=colour(0), lw=2.2, marker=marker(0), markersize=7, zorder=4)
    panel.set_xticks(places, curve.steps)
    panel.set_ylim(bottom=0)
    _frame(panel, curve.title.in_(language))


def _times(panel: Axes, log: Shape, runs: tuple[Shape, ...], language: Language) -> None:
    for run in runs:
        panel.plot(np.exp(run.log_time), 1 - GRID, color=colour(1), lw=1.0, alpha=FAINTNESS)
    panel.plot(np.exp(log.log_time), 1 - GRID, color=colour(0), lw=2.2, zorder=4)
    panel.set_xscale("log")
    panel.set_ylim(0, 1)
    panel.xaxis.set_major_formatter(lambda x, _: f"{x:g}")
    _frame(panel, SAY.longer.in_(language))


def _frame(panel: Axes, title: str) -> None:
    panel.set_title(wrapped(title, 60))
    panel.grid(visible=True, axis="y", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
