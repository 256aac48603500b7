"""Robustness as a picture: a panel an output with the regret of each policy, and one with the share of worlds it satisfies."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from cogov.analysis.canvas import colour, page, panels
from cogov.analysis.fonts import FAINT, INK, styled
from cogov.analysis.names import name_words, wrapped
from cogov.analysis.robustness.answer import Ranked, Robustness
from cogov.analysis.robustness.performance import OVERALL
from cogov.analysis.robustness.stability import Ranking
from cogov.analysis.robustness.words import OVERALL_SHORT, WORLDS
from cogov.analysis.tables import Titles, policy_words
from cogov.analysis.values import change_unit_words, plain, unit_of
from cogov.model.words import DOTTED, Language, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

MOST_PANELS = 7


def robustness_figure(found: Robustness, language: Language, titles: Titles, caption: TextLike) -> Figure:
    """Draw the regrets of the first outputs, and the share of worlds in which all requirements hold."""
    drawn = found.results[:MOST_PANELS]
    with styled():
        figure = page(caption, DOTTED.join((WORLDS.filled(worlds=found.worlds), SAY.subtitle)), language)
        *axes, last = panels(figure, len(drawn) + 1, left=0.13, share_y=True, bottom=0.14)
        for one, panel in zip(drawn, axes, strict=True):
            _regrets(panel, one, language)
        _shares(last, found.joint)
        last.set_title(wrapped(SAY.joint.in_(language), 30))
        for panel in (*axes, last):
            _frame(panel, [wrapped(policy_words(name, titles).in_(language), 18) for name in found.policies])
        _legend(figure, language, found.worlds)
    return figure


def _regrets(panel: Axes, one: Ranked, language: Language) -> None:
    unit = "" if one.output == OVERALL else unit_of(one.output)
    mean, high, worst = (one.of(name) for name in ("regret_mean", "regret_p90", "regret_max"))
    for place in range(mean.values.size):
        _bar(panel, mean, place, unit)
        ends = [plain(float(one.values[place]), unit) for one in (high, worst)]
        panel.plot(ends[0], place, marker="D", color=colour(1), markersize=6, zorder=4, clip_on=False)
        panel.plot(ends[1], place, marker="x", color=INK, markersize=7, markeredgewidth=1.8, zorder=4, clip_on=False)
    title = OVERALL_SHORT if one.output == OVERALL else name_words(one.output)
    panel.set_title(wrapped(title.in_(language), 30))
    if one.output != OVERALL:
        panel.set_xlabel(change_unit_words(one.output).in_(language), loc="right", fontsize=10, labelpad=4)


def _shares(panel: Axes, joint: Ranking) -> None:
    for place in range(joint.values.size):
        _bar(panel, joint, place, "share", own=colour(2))
    panel.set_xlim(0, 100)


def _bar(panel: Axes, one: Ranking, place: int, unit: str, own: str | None = None) -> None:
    panel.barh(place, plain(float(one.values[place]), unit), 0.5, color=own or colour(0), zorder=2)
    ends = [plain(float(end[place]), unit) for end in (one.low, one.high)]
    panel.plot(ends, [place, place], color=INK, lw=1.8, zorder=3)


def _frame(panel: Axes, words: list[str]) -> None:
    panel.set_yticks(range(len(words)), words)
    panel.set_ylim(len(words) - 0.4, -0.6)
    panel.grid(visible=True, axis="x", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
    panel.tick_params(axis="y", length=0, pad=8)
    panel.xaxis.set_major_locator(MaxNLocator(4))


def _legend(figure: Figure, language: Language, worlds: int) -> None:
    marks: list[Patch | Line2D] = [
        Patch(facecolor=colour(0)),
        Line2D([], [], color=colour(1), marker="D", linestyle="none"),
        Line2D([], [], color=INK, marker="x", linestyle="none", markeredgewidth=1.8),
    ]
    words = [text.in_(language).format(worlds=worlds) for text in (SAY.mean, SAY.high, SAY.worst)]
    figure.legend(marks, words, loc="lower left", bbox_to_anchor=(0.015, 0.0), ncols=3, fontsize=11)
