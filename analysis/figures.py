"""Figures of a comparison and of the days of a run, for projector and paper, in Chinese and English.

Everything is drawn on `Figure` objects; no state of pyplot is touched.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from cogov.analysis.canvas import colour, marker, page, panels
from cogov.analysis.comparison import Comparison, PolicyEffect, reading_order
from cogov.analysis.fonts import FAINT, INK, MUTED, styled
from cogov.analysis.names import name_words, wrapped
from cogov.analysis.paired import effect
from cogov.analysis.tables import Titles, all_the_same, chosen, over_words, policy_words
from cogov.analysis.values import change_texts, plain, unit_of, unit_words, value_text, with_minus
from cogov.model.indicators import INDICATORS, SERIES, base
from cogov.model.words import LISTED, Language, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

Series = NDArray[np.float64]

DIFFERS = Words(__file__, "differs")
MONTH = 30
"""Days at either end of the measured ones that are held beside each other, where twice as many were measured."""
BETTER = {1: SAY.higher_better, -1: SAY.lower_better}
MOST_NAMED = 2
"""Of more policies that are placed alike the line above a figure says how many there are."""
DASHES: tuple[tuple[float, tuple[float, ...]] | None, ...] = (None, (0, (5, 2)), (0, (2, 1)), (0, (6, 1.5, 1, 1.5)))


def comparison_figure(comparison: Comparison, language: Language, titles: Titles, caption: TextLike) -> Figure:
    """One panel a main indicator: where each policy's mean lies, with the interval of its difference from the baseline."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    others = [policy for policy in others if not all_the_same(comparison, policy)] or others
    shown = chosen({row.indicator for row in comparison.results}, everything=comparison.shown_first == "other")
    legend = SAY.legend.filled(
        baseline=policy_words(comparison.baseline, titles),
        over=over_words(comparison, short=True),
        family=comparison.family_size(comparison.shown_first),
    )
    with styled():
        figure = page(finding(comparison, others, shown, titles), legend, language, place=caption)
        words = [wrapped(policy_words(policy, titles).in_(language), 18) for policy in others]
        axes = panels(figure, len(shown), left=0.15 if language == "en" else 0.13, share_y=True)
        for name, panel in zip(shown, axes, strict=True):
            rows = [comparison.row(name, policy) for policy in others]
            _forest(panel, rows, [comparison.policies.index(policy) for policy in others], language)
            panel.set_yticks(range(len(others)), words)
    return figure


def finding(comparison: Comparison, others: Sequence[str], shown: Sequence[str], titles: Titles) -> Text:
    """Say what was found in one line: of which policies most indicators, less those that got worse, are better than the baseline's."""
    effects = {policy: [comparison.row(name, policy).effect for name in shown] for policy in others}
    placed = {policy: (sum(effects[policy]), effects[policy].count(1)) for policy in others}
    best = [policy for policy in others if placed[policy] == max(placed.values())]
    counts = {"better": effects[best[0]].count(1), "worse": effects[best[0]].count(-1), "shown": len(shown)}
    alike = SAY.several.filled(alike=len(best)) if len(best) > MOST_NAMED else LISTED.join(policy_words(one, titles) for one in best)
    if not any(map(any, effects.values())):
        said = SAY.nothing
    elif len(best) > 1:
        said = SAY.found_alike
    else:
        said = SAY.found if len(others) == 1 else SAY.found_best
    return said.filled(**counts, policy=alike, baseline=policy_words(comparison.baseline, titles))


def series_figure(
    runs: Mapping[str, Mapping[str, Sequence[float]]],
    language: Language,
    titles: Titles,
    title: TextLike,
    caption: TextLike,
    warmup: int = 0,
) -> Figure:
    """The days of one run or of several: one panel an indicator, one line a policy."""
    names = sorted({name for series in runs.values() for name in series}, key=reading_order)
    with styled():
        figure = page(title, SAY.week, language, place=caption)
        for name, panel in zip(names, panels(figure, len(names), left=0.055, share_y=False, bottom=0.17), strict=True):
            for position, series in enumerate(runs.values()):
                _days(panel, np.asarray(series.get(name, ()), dtype=np.float64), name, position)
            _frame_days(panel, name, language, warmup)
        lines = [Line2D([], [], color=colour(i), linestyle=DASHES[i % len(DASHES)], lw=2.5) for i in range(len(runs))]
        words = [policy_words(policy, titles).in_(language) for policy in runs]
        figure.legend(lines, words, loc="lower left", bbox_to_anchor=(0.015, 0.035), ncols=len(runs), fontsize=12)
    return figure


def days_finding(comparison: Comparison, titles: Titles) -> Text:
    """Say of a comparison by the mean of a series over the measured days which policy moves it most, or that none is told apart."""
    told = [row for row in comparison.results if row.verdict in {"higher", "lower"}]
    most = max(told or comparison.results, key=lambda row: abs(row.difference))
    said = DIFFERS[most.verdict] if told or len(comparison.results) == 1 else SAY.nothing_in_days
    difference, interval = change_texts(most.indicator, most.difference, most.ci_low, most.ci_high)
    numbers = {"mean": value_text(most.indicator, most.mean), "level": value_text(most.indicator, most.baseline)}
    policies = {"policy": policy_words(most.policy, titles), "baseline": policy_words(comparison.baseline, titles)}
    size, over = difference.each(lambda words: words.lstrip("+−")), over_words(comparison, short=True)
    return said.filled(name=name_words(most.indicator), size=size, interval=interval, over=over, **numbers, **policies)


def trend_finding(name: str, runs: Sequence[Sequence[float]]) -> Text:
    """Say whether a series stood higher in the last of the measured days than in the first, over the runs of one policy."""
    span = max(1, min(MONTH, len(runs[0]) // 2))
    first, last = [mean_of_known(days[:span]) for days in runs], [mean_of_known(days[-span:]) for days in runs]
    moved = effect(np.subtract(last, first))
    said = SAY.once if len(runs) == 1 else {1: SAY.rose, -1: SAY.fell, 0: SAY.no_trend}[moved.sign]
    _, interval = change_texts(name, moved.mean, moved.ci_low, moved.ci_high)
    ends = {key: value_text(name, mean_of_known(values)) for key, values in (("first", first), ("last", last))}
    return said.filled(name=name_words(name), span=span, runs=len(runs), interval=interval, **ends)


def mean_of_known(values: Sequence[float]) -> float:
    """Mean of the values that are defined."""
    known = [value for value in values if not math.isnan(value)]
    return math.fsum(known) / len(known) if known else math.nan


def _forest(panel: Axes, rows: list[PolicyEffect], series: list[int], language: Language) -> None:
    """A row a policy, in the colour that it has wherever days are drawn: by its place among all, the baseline first."""
    name = rows[0].indicator
    unit = unit_of(name)
    for position, (row, place) in enumerate(zip(rows, series, strict=True)):
        _policy_mark(panel, row, position, place, unit)
    level = next((row.baseline for row in rows if not math.isnan(row.baseline)), math.nan)
    if not math.isnan(level):
        panel.axvline(plain(level, unit), color=INK, lw=1.3, linestyle=(0, (4, 3)), zorder=1)
    panel.set_ylim(len(rows) - 0.4, -0.6)
    _heading(panel, name, language)
    panel.grid(visible=True, axis="x", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
    panel.margins(x=0.12)
    panel.tick_params(axis="y", length=0)
    panel.xaxis.set_major_locator(MaxNLocator(4))
    panel.xaxis.set_major_formatter(lambda x, _: with_minus(f"{x:,.6g}"))
    if panel.get_xlim()[0] > 0:
        panel.set_xlabel(SAY.not_from_zero.in_(language), loc="left", fontsize=10, color=MUTED, labelpad=1)


def _policy_mark(panel: Axes, row: PolicyEffect, position: int, place: int, unit: str) -> None:
    if math.isnan(row.mean):
        panel.text(0.5, position, value_text(row.indicator, math.nan), transform=panel.get_yaxis_transform(), ha="center")
        return
    own = colour(place)
    told_apart = row.verdict in {"higher", "lower"}
    if not math.isnan(row.ci_low):
        ends = [plain(row.baseline + end, unit) for end in (row.ci_low, row.ci_high)]
        panel.plot(ends, [position, position], color=own, lw=3.0, solid_capstyle="butt", zorder=2)
    panel.plot(
        plain(row.mean, unit),
        position,
        marker=marker(place),
        markersize=10,
        markeredgewidth=2.2,
        markeredgecolor=own,
        markerfacecolor=own if told_apart else "white",
        zorder=3,
    )


def _heading(panel: Axes, name: str, language: Language) -> None:
    """Title, and in a small line below it the unit on one side, the better end of the axis on the other."""
    panel.set_title(name_words(name).in_(language), pad=20)
    rising = INDICATORS[base(name)].direction if base(name) in INDICATORS else 0
    better = BETTER[rising].in_(language) if rising else ""
    left, right = (better, unit_words(name).in_(language))[:: -1 if rising >= 0 else 1]
    _small_line(panel, left, 0.0, "left")
    _small_line(panel, right, 1.0, "right")


def _small_line(panel: Axes, words: str, x: float, align: Literal["left", "right"]) -> None:
    """Words between a panel and its title, at the same distance however tall the panel is."""
    panel.annotate(words, (x, 1.0), (0, 4), xycoords="axes fraction", textcoords="offset points", ha=align, fontsize=10, color=MUTED)


def _days(panel: Axes, values: Series, name: str, position: int) -> None:
    if not values.size:
        return
    shown = 100.0 * values if unit_of(name) == "share" else values
    panel.plot(shown, color=colour(position), lw=0.6, alpha=0.45)
    panel.plot(week_mean(shown), color=colour(position), lw=2.2, linestyle=DASHES[position % len(DASHES)])


def per_thousand(counts: Sequence[float], residents: int) -> list[float]:
    """A daily count in the unit in which the indicator of its name is declared."""
    return [count / (residents / 1000) for count in counts]


def week_mean(values: Series) -> Series:
    """Mean of the last seven days, of those defined: weekends rest, and a daily line shows little else."""
    padded = np.concatenate((np.full(6, np.nan), values))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 7)
    defined = np.isfinite(windows)
    total = np.where(defined, windows, 0.0).sum(axis=1)
    mean: Series = np.divide(total, defined.sum(axis=1), out=np.full(values.size, np.nan), where=defined.any(axis=1))
    return mean


def _frame_days(panel: Axes, name: str, language: Language, warmup: int) -> None:
    panel.set_title(name_words(name).in_(language), pad=20)
    _small_line(panel, unit_words(name).in_(language), 0.0, "left")
    panel.set_xlabel(SAY.day.in_(language), loc="right", fontsize=10, labelpad=0)
    panel.grid(visible=True, axis="y", color=FAINT, lw=0.8)
    panel.set_axisbelow(True)
    panel.margins(x=0)
    panel.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    panel.yaxis.set_major_locator(MaxNLocator(5))
    if name in SERIES or (base(name) in INDICATORS and INDICATORS[base(name)].low == 0):
        panel.set_ylim(bottom=0)
    if warmup:
        panel.axvspan(0, warmup, color=FAINT, alpha=0.45, lw=0, zorder=0)
