"""A calibration as a picture: every number in its prior's range, and every target as by how much it is missed."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cogov.analysis.calibration.calibration import HIT, INTERVAL, Calibration
from cogov.analysis.calibration.targets import Target
from cogov.analysis.canvas import PAGE, colour, marker, page
from cogov.analysis.fonts import FAINT, MUTED, styled
from cogov.analysis.names import wrapped
from cogov.analysis.values import plain_text
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

ROWS = 18
"""On a page; one of more is as much taller."""
SHOWN = 4.0
"""Standard deviations that the axis shows; what misses by more stands at its end."""


def calibration_figure(found: Calibration, language: Language, caption: str) -> Figure:
    """Draw numbers on the left, targets on the right."""
    title, _, beside = caption.partition("\n")
    with styled():
        figure = page(title, beside, language)
        figure.set_figheight(PAGE[1] * max(1.0, max(len(found.question.numbers), len(found.question.targets)) / ROWS))
        left, right = figure.subplots(1, 2, gridspec_kw={"left": 0.19, "right": 0.97, "top": 0.80, "bottom": 0.12, "wspace": 0.75})
        _numbers(left, found, language)
        _targets(right, found, language)
    return figure


def _numbers(panel: Axes, found: Calibration, language: Language) -> None:
    numbers = found.question.numbers
    for row, number in enumerate(numbers):
        low, middle, high = np.quantile(found.positions[:, row], INTERVAL)
        panel.plot((0, 1), (row, row), color=FAINT, lw=7, solid_capstyle="butt")
        panel.plot((low, high), (row, row), color=colour(0), lw=7, solid_capstyle="butt")
        panel.plot(middle, row, color="white", marker="|", markersize=11)
        panel.plot(np.clip(number.prior.position(number.stands), 0, 1), row, color=colour(1), marker=marker(1), markersize=6, ls="")
        for end, side in ((0.0, "left"), (1.0, "right")):
            panel.annotate(
                plain_text(number.at(end)), (end, row), (0, -7), textcoords="offset points", ha=side, va="top", fontsize=9, color=MUTED
            )
    panel.set_yticks(range(len(numbers)), [wrapped(one.title.in_(language), 30) for one in numbers])
    panel.set_xticks([])
    panel.set_ylim(len(numbers) - 0.4, -0.6)
    panel.set_title(wrapped(SAY.numbers.in_(language), 44), fontsize=12, loc="left")


def _targets(panel: Axes, found: Calibration, language: Language) -> None:
    targets = found.question.targets
    panel.axvspan(-HIT, HIT, color=FAINT)
    for row, one in enumerate(targets):
        spread = found.simulated(one)
        ends = [_missed(one, spread.mean + side * HIT * spread.deviation) for side in (-1, 1)]
        panel.plot(ends, (row, row), color=colour(0), lw=2)
        panel.plot(_missed(one, spread.mean), row, color=colour(0), marker=marker(0), fillstyle="full" if found.fitted(one) else "none")
        panel.plot(_missed(one, float(found.before.of(one.name)[0])), row, color=colour(1), marker=marker(1), markersize=6, ls="")
    panel.set_yticks(range(len(targets)), [wrapped(one.title.in_(language), 30) for one in targets])
    panel.set_xlim(-SHOWN - 0.2, SHOWN + 0.2)
    panel.set_ylim(len(targets) - 0.4, -0.6)
    panel.set_title(wrapped(SAY.targets.in_(language), 44), fontsize=12, loc="left")
    panel.set_xlabel(SAY.deviations.in_(language))


def _missed(target: Target, value: float) -> float:
    """Return by how many of its stated errors a value misses a target, at most as many as are shown."""
    return float(np.clip((value - target.value) / target.spread, -SHOWN, SHOWN)) if np.isfinite(value) else SHOWN
