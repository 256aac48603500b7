"""The main result in sentences with intervals, the pillar scores, and every main indicator of every policy."""

import math
from collections.abc import Iterator

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.analysis.figures import comparison_figure
from cogov.analysis.names import row_words
from cogov.analysis.overview import MARKS
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, picture, section
from cogov.analysis.subject import Subject
from cogov.analysis.tables import ALONE_MARK, HEADINGS, SAME_POLICY, all_the_same, interval_sentence, over_words, size_words
from cogov.analysis.values import change_texts, value_text
from cogov.experiments.measuring import pillar_column
from cogov.model.indicators import MAIN, PILLARS
from cogov.model.words import Language
from cogov.scenarios.words import Words

SAY = Words(__file__)

TOLD = 3
"""Changes that the sentence names: the largest against luck."""


def result(subject: Subject, language: Language) -> list[Section]:
    """Sentences, scores, table and figure of a comparison; nothing with a single policy."""
    comparison = subject.comparison
    if comparison is None:
        return []
    return section("result", SAY.title, language, list(_blocks(subject, comparison, language)))


def _blocks(subject: Subject, comparison: Comparison, language: Language) -> Iterator[Block]:
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    yield Listing(tuple(sentence(subject, comparison, policy, language) for policy in others))
    others = different(comparison)
    if not others:
        return
    yield _scores(subject, comparison, language)
    if (table := _table(subject, comparison, others, language)).rows:
        yield table
    yield below(comparison, language, "main", "scores")
    caption = subject.scenario.title.in_(language)
    yield picture(comparison_figure(comparison, language, subject.titles, caption), SAY.picture.in_(language))


def below(comparison: Comparison, language: Language, *families: str) -> Paragraph:
    """What stands below a table of differences: its marks, what its intervals are over, what was adjusted together."""
    return Paragraph(SAY.adjusted.in_(language).format(sentence=interval_sentence(comparison, language, *families)))


def different(comparison: Comparison) -> list[str]:
    """Return the policies that left something else than the baseline: of the others there is nothing to show but zeros."""
    return [policy for policy in comparison.policies if policy != comparison.baseline and not all_the_same(comparison, policy)]


def sentence(subject: Subject, comparison: Comparison, policy: str, language: Language) -> str:
    """Say what a policy changes most, with intervals, and how many main indicators got better or worse."""
    if all_the_same(comparison, policy):
        words = {key: subject.name_of(name, language) for key, name in (("policy", policy), ("baseline", comparison.baseline))}
        return SAME_POLICY.filled(**words).in_(language)
    rows = [row for row in comparison.of(policy, main=True) if not math.isnan(row.difference)]
    told = sorted((row for row in rows if row.effect), key=lambda row: -abs(row.effect_size or 0.0))
    said = SAY.said.filled(
        baseline=subject.name_of(comparison.baseline, language),
        policy=subject.name_of(policy, language),
        changes=SAY.between.in_(language).join(_change(row, language) for row in told[:TOLD]) or SAY.nothing.in_(language),
        main=len(rows),
        over=over_words(comparison, language),
        better=sum(row.effect > 0 for row in rows),
        worse=sum(row.effect < 0 for row in rows),
        open=sum(not row.effect for row in rows),
    )
    return said.in_(language)


def _change(row: PolicyEffect, language: Language) -> str:
    difference, interval = change_texts(row.indicator, row.difference, row.ci_low, row.ci_high, language)
    return SAY.change.in_(language).format(
        name=row_words(row.indicator, language),
        difference=difference,
        interval=interval,
        size=size_words(row.effect_size, language),
    )


def _scores(subject: Subject, comparison: Comparison, language: Language) -> Grid:
    rows = []
    for pillar, title in PILLARS.items():
        column = pillar_column(pillar)
        cells = [f"{subject.mean(comparison.baseline, column):.1f}"]
        cells += [_score(comparison.row(column, policy)) for policy in different(comparison)]
        rows.append((title.in_(language), *cells))
    names = tuple(subject.name_of(policy, language) for policy in (comparison.baseline, *different(comparison)))
    return Grid((SAY.score.in_(language), *names), tuple(rows), SAY.scores.in_(language))


def _score(row: PolicyEffect) -> str:
    interval = "" if math.isnan(row.ci_low) else f" [{row.ci_low:+.1f} … {row.ci_high:+.1f}]"
    return f"{row.mean:.1f} ({row.difference:+.1f}{interval})".replace("-", "−")


def _table(subject: Subject, comparison: Comparison, others: list[str], language: Language) -> Grid:
    rows = []
    for name in dict.fromkeys(row.indicator for row in comparison.results if row.indicator in MAIN):
        found = [comparison.row(name, policy) for policy in others]
        rows.append((row_words(name, language), value_text(name, found[0].baseline), *(cell(row, language) for row in found)))
    names = tuple(subject.name_of(policy, language) for policy in (comparison.baseline, *others))
    return Grid((HEADINGS["indicator"].in_(language), *names), tuple(rows), SAY.all.in_(language))


def cell(row: PolicyEffect, language: Language) -> str:
    """A difference with its interval, and a mark where it is told apart."""
    words, interval = change_texts(row.indicator, row.difference, row.ci_low, row.ci_high, language)
    mark = f" {ALONE_MARK}" if row.alone else MARKS[row.effect]
    return words if math.isnan(row.ci_low) else f"{words} [{interval}]{mark}"
