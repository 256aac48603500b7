"""The main result in sentences with intervals, the pillar scores, and every main indicator of every policy."""

import math
from collections.abc import Iterator
from functools import partial

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.analysis.figures import comparison_figure
from cogov.analysis.names import change_with_interval, row_words
from cogov.analysis.overview import MARKS
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Picture, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.tables import ALONE_MARK, HEADINGS, all_the_same, interval_sentence, over_words, same_words, size_words
from cogov.analysis.values import change_texts, value_text, with_minus
from cogov.experiments.measuring import pillar_column
from cogov.model.indicators import MAIN, PILLARS
from cogov.model.words import Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

TOLD = 3
"""Changes that the sentence names: the largest against luck."""


def result(subject: Subject) -> list[Section]:
    """Sentences, scores, table and figure of a comparison; nothing with a single policy."""
    comparison = subject.comparison
    if comparison is None:
        return []
    return section("result", SAY.title, list(_blocks(subject, comparison)))


def _blocks(subject: Subject, comparison: Comparison) -> Iterator[Block]:
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    yield Listing(tuple(sentence(subject, comparison, policy) for policy in others))
    others = different(comparison)
    if not others:
        return
    yield _scores(subject, comparison)
    if (table := _table(subject, comparison, others)).rows:
        yield table
    yield below(comparison, "main", "scores")
    yield Picture(partial(comparison_figure, comparison, titles=subject.titles, caption=subject.scenario.title), SAY.picture)


def below(comparison: Comparison, *families: str) -> Paragraph:
    """What stands below a table of differences: its marks, what its intervals are over, what was adjusted together."""
    return Paragraph(SAY.adjusted.filled(sentence=interval_sentence(comparison, *families)))


def different(comparison: Comparison) -> list[str]:
    """Return the policies that left something else than the baseline: of the others there is nothing to show but zeros."""
    return [policy for policy in comparison.policies if policy != comparison.baseline and not all_the_same(comparison, policy)]


def sentence(subject: Subject, comparison: Comparison, policy: str) -> Text:
    """Say what a policy changes most, with intervals, and how many main indicators got better or worse."""
    if all_the_same(comparison, policy):
        return same_words(comparison, policy, subject.titles)
    rows = [row for row in comparison.of(policy, main=True) if not math.isnan(row.difference)]
    told = sorted((row for row in rows if row.effect), key=lambda row: -abs(row.effect_size or 0.0))
    return SAY.said.filled(
        baseline=subject.name_of(comparison.baseline),
        policy=subject.name_of(policy),
        changes=SAY.between.join(_change(row) for row in told[:TOLD]) if told else SAY.nothing,
        main=len(rows),
        over=over_words(comparison),
        better=sum(row.effect > 0 for row in rows),
        worse=sum(row.effect < 0 for row in rows),
        open=sum(not row.effect for row in rows),
    )


def _change(row: PolicyEffect) -> Text:
    difference, interval = change_texts(row.indicator, row.difference, row.ci_low, row.ci_high)
    return SAY.change.filled(
        name=row_words(row.indicator),
        difference=difference,
        interval=interval,
        size=size_words(row.effect_size),
    )


def _scores(subject: Subject, comparison: Comparison) -> Grid:
    rows: list[tuple[TextLike, ...]] = []
    for pillar, title in PILLARS.items():
        column = pillar_column(pillar)
        cells = [f"{subject.mean(comparison.baseline, column):.1f}"]
        cells += [_score(comparison.row(column, policy)) for policy in different(comparison)]
        rows.append((title, *cells))
    names = tuple(subject.name_of(policy) for policy in (comparison.baseline, *different(comparison)))
    return Grid((SAY.score, *names), tuple(rows), SAY.scores)


def _score(row: PolicyEffect) -> str:
    interval = "" if math.isnan(row.ci_low) else f" [{row.ci_low:+.1f} … {row.ci_high:+.1f}]"
    return with_minus(f"{row.mean:.1f} ({row.difference:+.1f}{interval})")


def _table(subject: Subject, comparison: Comparison, others: list[str]) -> Grid:
    rows: list[tuple[TextLike, ...]] = []
    for name in dict.fromkeys(row.indicator for row in comparison.results if row.indicator in MAIN):
        found = [comparison.row(name, policy) for policy in others]
        rows.append((row_words(name), value_text(name, found[0].baseline), *(cell(row) for row in found)))
    names = tuple(subject.name_of(policy) for policy in (comparison.baseline, *others))
    return Grid((HEADINGS["indicator"], *names), tuple(rows), SAY.all)


def cell(row: PolicyEffect) -> Text:
    """A difference with its interval, and a mark where it is told apart."""
    mark = f" {ALONE_MARK}" if row.alone else MARKS[row.effect]
    return change_with_interval(row.indicator, row.difference, row.ci_low, row.ci_high) + mark
