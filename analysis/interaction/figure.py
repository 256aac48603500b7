"""Two levers as pictures: heat maps of the indicators, and lines that would run in parallel if the levers did not interact."""

from collections.abc import Sequence

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from cogov.analysis.canvas import colour, marker, page, panels
from cogov.analysis.fonts import FAINT, INK, styled
from cogov.analysis.interaction.surfaces import Surface
from cogov.analysis.interaction.words import level_words
from cogov.analysis.names import factor_with_unit, with_unit, wrapped
from cogov.analysis.robustness.performance import direction
from cogov.analysis.values import plain, unit_of
from cogov.model.indicators import UNITS
from cogov.model.words import Language, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

MAP = "cividis"
"""Even in lightness and told apart by colour-blind readers (Nuñez, Anderton & Renslow 2018); light is always the better end."""
MOST_PANELS = 8


def heat_figure(surfaces: Sequence[Surface], language: Language, title: TextLike, caption: TextLike) -> Figure:
    """One panel an indicator: its mean at every pair of levels."""
    drawn = surfaces[:MOST_PANELS]
    with styled():
        figure = page(title, _subtitle(SAY.heat, drawn[0]), language, place=caption)
        for one, panel in zip(drawn, panels(figure, len(drawn), left=0.055, share_y=False, bottom=0.13), strict=True):
            _heat(panel, one)
            _name(panel, one, language)
    return figure


def lines_figure(surfaces: Sequence[Surface], language: Language, title: TextLike, caption: TextLike) -> Figure:
    """One panel an indicator: lines over the first lever, at the lowest, middle and highest level of the second."""
    drawn = surfaces[:MOST_PANELS]
    with styled():
        figure = page(title, _subtitle(SAY.lines, drawn[0]), language, place=caption)
        for one, panel in zip(drawn, panels(figure, len(drawn), left=0.055, share_y=False, bottom=0.17), strict=True):
            _lines(panel, one, language)
            _name(panel, one, language)
        handles, words = figure.axes[0].get_legend_handles_labels()
        figure.legend(handles, words, loc="lower left", bbox_to_anchor=(0.015, 0.035), ncols=3, fontsize=12)
    return figure


def _subtitle(text: Text, one: Surface) -> Text:
    return text.filled(first=factor_with_unit(one.first), second=factor_with_unit(one.second), n=len(one.values))


def _name(panel: Axes, one: Surface, language: Language) -> None:
    panel.set_title(wrapped(with_unit(one.output).in_(language), 34), fontsize=12)


def _heat(panel: Axes, one: Surface) -> None:
    shown = np.array([[plain(float(value), unit_of(one.output)) for value in row] for row in one.mean]).T
    shades: Colormap = colormaps[MAP if direction(one.output) >= 0 else f"{MAP}_r"]
    image = panel.imshow(shown, origin="lower", aspect="auto", cmap=shades)
    panel.set_xticks(range(one.first_levels.size), [f"{level:g}" for level in one.first_levels])
    panel.set_yticks(range(one.second_levels.size), [f"{level:g}" for level in one.second_levels])
    panel.tick_params(length=0)
    panel.spines[:].set_visible(False)
    unit = unit_of(one.output)
    decimals = min(UNITS[unit].decimals, 2) if unit else 2
    size = 8 if max(shown.shape) > 4 else 12
    for (row, column), value in np.ndenumerate(shown):
        dark = sum(shades(image.norm(value))[:3]) < 1.4
        panel.text(column, row, f"{value:.{decimals}f}", ha="center", va="center", fontsize=size, color="white" if dark else INK)
        if not one.told_apart[column, row] and (column, row) != (0, 0):
            panel.plot(column + 0.36, row + 0.34, marker="o", markersize=4, markerfacecolor="none", color="white" if dark else INK)


def _lines(panel: Axes, one: Surface, language: Language) -> None:
    levels = sorted({0, one.second_levels.size // 2, one.second_levels.size - 1})
    unit = unit_of(one.output)
    width = float(np.ptp(one.first_levels))
    for number, level in enumerate(levels):
        at = one.first_levels + (number - (len(levels) - 1) / 2) * 0.012 * width
        panel.errorbar(
            at,
            [plain(float(value), unit) for value in one.mean[:, level]],
            yerr=[plain(float(value), unit) for value in one.half_width[:, level]],
            color=colour(number),
            marker=marker(number),
            markersize=6,
            lw=2,
            elinewidth=1.6,
            capsize=0,
            label=level_words(one.second, float(one.second_levels[level])).in_(language),
        )
    panel.grid(visible=True, axis="y", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
    panel.set_xticks(one.first_levels if one.first_levels.size <= 6 else one.first_levels[::2])
    panel.yaxis.set_major_locator(MaxNLocator(5))
