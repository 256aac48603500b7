"""Sensitivity as a picture: a panel an indicator, bars with intervals, a mark where noise alone would reach."""

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from cogov.analysis.canvas import colour, page, panels
from cogov.analysis.fonts import FAINT, INK, styled
from cogov.analysis.names import name_words, wrapped
from cogov.analysis.sensitivity.answer import Analysed, Sensitivity
from cogov.analysis.sensitivity.estimate import TITLES, IndexEstimate
from cogov.analysis.sensitivity.words import BLOCKS, LEADING, OF_VARIANCE, label, ranked
from cogov.analysis.values import change_unit_words, plain, unit_of
from cogov.model.words import DOTTED, Language, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

BARS = {"sobol": ("total", "first"), "morris": ("mu_star", "sigma")}
MOST_PANELS = 8
MOST_FACTORS = 14


def sensitivity_figure(found: Sensitivity, policy: str, language: Language, caption: TextLike) -> Figure:
    """Draw the first indicators of one policy, factors in the order of the first one's ranking."""
    drawn = [one for one in found.results if one.policy == policy][:MOST_PANELS]
    factors = ranked(drawn[0], found.design)[:MOST_FACTORS]
    with styled():
        figure = page(caption, _subtitle(found.design, drawn), language)
        words = [wrapped(label(drawn[0], name).in_(language)) for name in factors]
        for one, panel in zip(drawn, panels(figure, len(drawn), left=0.15, share_y=True, bottom=0.14), strict=True):
            _bars(panel, found.design, one, factors)
            panel.set_title(wrapped(name_words(one.indicator).in_(language), 30))
            unit = OF_VARIANCE if found.design == "sobol" else change_unit_words(one.indicator)
            panel.set_xlabel(unit.in_(language), loc="right", fontsize=10, labelpad=4)
            panel.set_yticks(range(len(factors)), words)
        _legend(figure, found.design, language)
    return figure


def _subtitle(design: str, drawn: list[Analysed]) -> Text:
    parts = [BLOCKS[design].filled(blocks=drawn[0].blocks, replicates=drawn[0].replicates)]
    if known := [each.noise_share for each in drawn if math.isfinite(each.noise_share)]:
        parts.append(SAY.most_noise.filled(share=max(known)))
    return DOTTED.join([*parts, SAY.interval])


def _bars(panel: Axes, design: str, found: Analysed, factors: list[str]) -> None:
    rows = {(row.factor, row.index): row for row in found.estimates}
    unit = unit_of(found.indicator) if design == "morris" else ""
    for place, factor in enumerate(factors):
        for number, index in enumerate(BARS[design]):
            _bar(panel, rows[factor, index], place + 0.36 * (number - 0.5), unit, colour(number), plain_bar=bool(number))
        _noise(panel, rows[factor, LEADING[design]], place, unit)
    panel.axvline(0, color=INK, lw=0.8)
    panel.set_ylim(len(factors) - 0.4, -0.6)
    panel.grid(visible=True, axis="x", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
    panel.tick_params(axis="y", length=0)
    panel.xaxis.set_major_locator(MaxNLocator(4))


def _bar(panel: Axes, row: IndexEstimate, height: float, unit: str, own: str, *, plain_bar: bool) -> None:
    value, low, high = (plain(end, unit) for end in (row.value, row.low, row.high))
    panel.barh(height, value, 0.32, color="white" if plain_bar else own, edgecolor=own, lw=1.4, zorder=2)
    if high > low:
        panel.plot([low, high], [height, height], color=INK, lw=1.6, zorder=3)


def _noise(panel: Axes, row: IndexEstimate, place: int, unit: str) -> None:
    if math.isfinite(row.noise):
        at = plain(row.noise, unit)
        panel.plot([at, at], [place - 0.4, place + 0.04], color=colour(3), lw=2.4, linestyle=(0, (1.5, 0.8)), zorder=4)


def _legend(figure: Figure, design: str, language: Language) -> None:
    leading, other = BARS[design]
    marks: list[Patch | Line2D] = [
        Patch(facecolor=colour(0), edgecolor=colour(0)),
        Patch(facecolor="white", edgecolor=colour(1), lw=1.4),
        Line2D([], [], color=colour(3), lw=2.4, linestyle=(0, (1.5, 0.8))),
    ]
    words = [TITLES[leading].in_(language), TITLES[other].in_(language), SAY.noise.in_(language)]
    figure.legend(marks, words, loc="lower left", bbox_to_anchor=(0.015, 0.0), ncols=3, fontsize=11)
