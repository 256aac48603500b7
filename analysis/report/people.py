"""Who gains and who is left out: what each policy changes for each group of citizens and each kind of matter."""

import math
from collections.abc import Iterator

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.analysis.names import name_words, row_words
from cogov.analysis.report.parts import Block, Grid, Listing, Section, section
from cogov.analysis.report.result import below, cell, different
from cogov.analysis.subject import Subject
from cogov.experiments.recorded import BY_MATTER, BY_PEOPLE, GAPS
from cogov.model.indicators import GROUP_TITLES, GROUPS, base, group_of
from cogov.model.words import LISTED, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

MATTERS = ("mandate", "form", "domain", "level")
"""Families of groups of matters; all others are of people."""


def people(subject: Subject) -> list[Section]:
    """Sentences on who loses, then tables by group and the gaps between groups."""
    comparison = subject.comparison
    if comparison is None or not different(comparison):
        return []
    gains = section("people", SAY.title, list(_blocks(subject, comparison)))
    kinds: list[Block] = list(_tables(subject, comparison, BY_MATTER, of_matters=True))
    return gains + section("kinds", SAY.kinds, [*kinds, below(comparison, "groups")] if kinds else [])


def _blocks(subject: Subject, comparison: Comparison) -> Iterator[Block]:
    others, there = different(comparison), {row.indicator for row in comparison.results}
    if any(group_of(name) and base(name) in BY_PEOPLE for name in there):
        yield Listing(tuple(_losers(subject, comparison, policy) for policy in others))
    yield from _tables(subject, comparison, BY_PEOPLE, of_matters=False)
    names = tuple(subject.name_of(policy) for policy in others)
    gaps = [[comparison.row(name, policy) for policy in others] for name in GAPS if name in there]
    rows = tuple((row_words(found[0].indicator), *(cell(row) for row in found)) for found in gaps)
    if rows:
        yield Grid((SAY.gap, *names), rows)
    yield below(comparison, "groups", "other")


def _tables(subject: Subject, comparison: Comparison, indicators: tuple[str, ...], *, of_matters: bool) -> Iterator[Block]:
    """One table an indicator: groups down, policies across."""
    others = different(comparison)
    names = tuple(subject.name_of(policy) for policy in others)
    found = {(row.indicator, row.policy): row for row in comparison.results}
    for indicator in indicators:
        caption = SAY.of.filled(indicator=row_words(indicator))
        groups = [group for group in GROUP_TITLES if (f"{indicator}@{group}", others[0]) in found and _is_of_matters(group) == of_matters]
        by_group = {group: [found[f"{indicator}@{group}", policy] for policy in others] for group in groups}
        rows = tuple((GROUP_TITLES[group], *_cells(cells)) for group, cells in by_group.items() if _known(cells))
        if rows:
            yield Grid((SAY.group, *names), rows, caption)


def _is_of_matters(group: str) -> bool:
    return any(group in GROUPS[family] for family in MATTERS)


def _known(rows: list[PolicyEffect]) -> bool:
    return any(not math.isnan(row.difference) for row in rows)


def _cells(rows: list[PolicyEffect]) -> tuple[TextLike, ...]:
    return tuple(cell(row) for row in rows)


def _losers(subject: Subject, comparison: Comparison, policy: str) -> Text:
    rows = [row for row in comparison.of(policy) if group_of(row.indicator) and row.indicator.partition("@")[0] in BY_PEOPLE]
    worse = [name_words(row.indicator) for row in rows if row.effect < 0]
    words = {"policy": subject.name_of(policy), "groups": LISTED.join(worse)}
    return (SAY.losers if worse else SAY.nobody).filled(**words)
