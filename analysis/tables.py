"""Tables of a run and of a comparison for the terminal, in Chinese and English, readable at 100 columns."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.comparison import Comparison, PolicyEffect, reading_order
from cogov.analysis.line_breaks import Prose
from cogov.analysis.names import name_words, row_words, with_unit
from cogov.analysis.paired import VERDICTS
from cogov.analysis.values import FOOTER, change_texts, unit_of, unit_words, value_text
from cogov.experiments.budget import MONEY
from cogov.model.indicators import INDICATORS, MAIN, PILLARS, base, group_of
from cogov.model.words import CLAUSES, DOTTED, EMPTY, Language, Text, TextLike, beside, spoken
from cogov.scenarios.words import Words

SAY = Words(__file__)

Titles = Mapping[str, Text]
"""Neutral names of policies on the screen."""

WIDTH = 100

HEADINGS = Words(__file__, "headings")
BOOTSTRAPPED = "†"
ALONE_MARK = "○"
OVER = Words(__file__, "over")
"""What intervals are over, with its number."""
FAMILIES = Words(__file__, "families")
SIZES: tuple[tuple[float, Text], ...] = (
    (0.2, SAY.negligible),
    (0.5, SAY.small),
    (0.8, SAY.medium),
    (float("inf"), SAY.large),
)
"""Words for an effect size (Cohen 1988): against what luck alone moves the baseline between replications."""
AT_PRICE = SAY.at_price
EFFECTS: dict[int, tuple[Text, str]] = {
    1: (SAY.better, "bold blue"),
    -1: (SAY.worse, "bold yellow"),
    0: (EMPTY, ""),
}


def run_table(
    indicators: Mapping[str, float],
    language: Language,
    caption: str,
    *,
    everything: bool = False,
    horizon_days: float | None = None,
) -> RenderableType:
    """The main indicators of one run, or with `everything` all without a group."""
    table = plain_table(caption)
    for key, justify in (("indicator", "left"), ("value", "right"), ("unit", "left"), ("pillar", "left")):
        table.add_column(HEADINGS[key].in_(language), justify=justify, overflow="fold")  # type: ignore[arg-type]
    for name in chosen(indicators, everything=everything):
        unit = EMPTY if unit_of(name) == "share" else unit_words(name)
        pillar = PILLARS[INDICATORS[base(name)].pillar] if base(name) in INDICATORS else EMPTY
        table.add_row(*in_row((name_words(name), value_text(name, indicators[name], horizon_days), unit, pillar), language))
    return Group(table, footer(language))


def comparison_tables(
    comparison: Comparison,
    language: Language,
    titles: Titles,
    *,
    everything: bool = False,
    horizon_days: float | None = None,
) -> list[RenderableType]:
    """One table a policy against the baseline: both means, the paired difference, its interval, a verdict in words."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    return [
        Styled(same_words(comparison, policy, titles).in_(language))
        if all_the_same(comparison, policy)
        else _against(comparison, policy, language, titles, main=not everything, horizon=horizon_days)
        for policy in others
    ]


def all_the_same(comparison: Comparison, policy: str) -> bool:
    """Whether a policy left the same as the baseline in everything: a table of it would be one of zeros."""
    known = [row.verdict == "identical" for row in comparison.of(policy) if row.verdict == "identical" or not math.isnan(row.difference)]
    return bool(known) and all(known)


def same_words(comparison: Comparison, policy: str, titles: Titles) -> Text:
    """Say that a policy left the same as the baseline."""
    return SAY.same_policy.filled(policy=policy_words(policy, titles), baseline=policy_words(comparison.baseline, titles))


def over_words(comparison: Comparison, *, short: bool = False) -> Text:
    """What the intervals of a comparison are over, with its number: 20 seeds, 64 worlds drawn."""
    key = "points" if comparison.unit == "seeds" and comparison.points > 1 else comparison.unit
    words = OVER[key].filled(seeds=comparison.replicates, worlds=comparison.worlds, points=comparison.points)
    return words.each(lambda said: re.split("[(（]", said)[0].strip()) if short else words


def interval_sentence(comparison: Comparison, *families: str) -> Text:
    """What the intervals of a comparison are, over what and how many, and how the verdicts beside them were come to.

    `families` are those whose differences stand above the sentence: the main indicators, unless told.
    """
    looks = SAY.looks.filled(looks=comparison.looks) if comparison.looks > 1 else EMPTY
    return SAY.intervals.filled(over=over_words(comparison), looks=looks, families=_families(comparison, families or ("main",)))


def _families(comparison: Comparison, families: Iterable[str]) -> Text:
    """How many differences each family has, of those that the comparison holds."""
    sizes = {name: comparison.family_size(name) for name in families}
    return CLAUSES.join(FAMILIES[name].filled(size=size) for name, size in sizes.items() if size)


def price_table(
    comparison: Comparison, cost_factor: float, lever_costs: Mapping[str, float], language: Language, titles: Titles
) -> RenderableType:
    """What the policies cost with all lever costs multiplied: one row a policy."""
    table = plain_table(AT_PRICE.in_(language).format(factor=cost_factor))
    table.add_column(HEADINGS["policy"].in_(language), overflow="fold")
    changes = (beside(HEADINGS[key], unit_words(MONEY)) for key in ("difference", "interval"))
    for heading in (HEADINGS["levers"], with_unit(MONEY), *changes):
        table.add_column(heading.in_(language), justify="right", overflow="fold")
    table.add_column(HEADINGS["verdict"].in_(language), overflow="fold")
    for policy in comparison.policies:
        rows = [row for row in comparison.results if row.indicator == MONEY and row.policy == policy]
        cells = [cell for row in rows for cell in _cells(row, language, None)[2:]]
        if policy == comparison.baseline:
            first = next((row for row in comparison.results if row.indicator == MONEY), None)
            cells = [] if first is None else [value_text(MONEY, first.baseline)]
        table.add_row(policy_words(policy, titles).in_(language), f"{lever_costs[policy]:.2f}", *cells)
    return table


def size_words(effect_size: float | None) -> Text:
    """Say in a word how large a difference is; empty where that is not known."""
    if effect_size is None or math.isnan(effect_size):
        return EMPTY
    return next(words for limit, words in SIZES if abs(effect_size) < limit)


def _size(row: PolicyEffect) -> Text:
    words = size_words(row.effect_size)
    return SAY.size.filled(words=words) if words else words


def chosen(names: Iterable[str], *, everything: bool) -> list[str]:
    """The names that a table shows, in reading order."""
    wanted = (name for name in names if group_of(name) is None and (everything or name in MAIN))
    return sorted(wanted, key=reading_order)


def policy_words(policy: str, titles: Titles) -> Text:
    """Neutral title of a policy; its name where none was given."""
    return titles.get(policy, Text.same(policy))


def footer(language: Language) -> Styled:
    """The line under every table."""
    return Styled(FOOTER.in_(language), style="dim")


def rendered(what: RenderableType, width: int = WIDTH) -> str:
    """A table as plain text, for a file or a test."""
    console = Console(file=StringIO(), width=width, no_color=True, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(what)
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def plain_table(caption: str) -> Table:
    """An empty table with its caption, as all of ours look."""
    return Table(
        title=caption, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), collapse_padding=True
    )


def in_row(cells: Iterable[TextLike], language: Language) -> Iterator[str]:
    """The cells of a row, in one language."""
    return (spoken(cell, language) for cell in cells)


def headed_table(caption: TextLike, headings: Sequence[Text], language: Language, rows: Iterable[Iterable[TextLike]] = ()) -> Table:
    """A table with words at the left of its rows and numbers behind them."""
    table = plain_table(spoken(caption, language))
    for place, heading in enumerate(headings):
        table.add_column(heading.in_(language), justify="right" if place else "left", overflow="fold")
    for row in rows:
        table.add_row(*in_row(row, language))
    return table


def _against(comparison: Comparison, policy: str, language: Language, titles: Titles, *, main: bool, horizon: float | None) -> Table:
    own, theirs = (policy_words(one, titles).in_(language) for one in (policy, comparison.baseline))
    table = plain_table(f"{own} {HEADINGS['against'].in_(language)} {theirs} · {over_words(comparison, short=True).in_(language)}")
    table.expand = True
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    for heading in (theirs, own):
        table.add_column(heading, justify="right", max_width=13, overflow="fold")
    for key in ("difference", "interval"):
        table.add_column(HEADINGS[key].in_(language), justify="right", no_wrap=True, overflow="fold")
    table.add_column(HEADINGS["verdict"].in_(language), overflow="fold")
    for row in comparison.of(policy, main=main):
        if group_of(row.indicator) is None:
            table.add_row(*_cells(row, language, horizon, comparison.replicates))
    return table


def _cells(row: PolicyEffect, language: Language, horizon: float | None, asked: int | None = None) -> tuple[str | Styled, ...]:
    name = row.indicator
    words, style = EFFECTS[row.effect]
    verdict = SAY.alone.filled(family=row.family_size) if row.alone else VERDICTS[row.verdict]
    told = DOTTED.join((verdict, words + _size(row))) if row.effect else verdict
    difference, interval = change_texts(name, row.difference, row.ci_low, row.ci_high)
    fewer = f" n={row.seeds}" if asked is not None and row.unit == "seeds" and 0 < row.seeds < asked else ""
    return (
        Prose(row_words(name).in_(language)),
        value_text(name, row.baseline, horizon),
        value_text(name, row.mean, horizon),
        difference.in_(language),
        interval + (BOOTSTRAPPED if row.method == "bootstrap" else "") + fewer,
        Prose(told.in_(language), style=style),
    )
