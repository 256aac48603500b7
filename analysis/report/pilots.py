"""Pilots as an evaluator would see them, where the study recorded townships."""

from collections.abc import Iterator

from cogov.analysis.pilots.folder import KIND, evaluation
from cogov.analysis.pilots.words import HEADINGS, no_period, outcome_words, row_of, sentence
from cogov.analysis.report.parts import Block, Grid, Paragraph, Section, section
from cogov.analysis.subject import Subject
from cogov.experiments.townships import OUTCOMES
from cogov.scenarios.words import Words

SAY = Words(__file__)


def pilots(subject: Subject) -> list[Section]:
    """One table an outcome, with a sentence on how far an evaluator would be off."""
    recorded = KIND in subject.manifest["tables"] and any(policy.phases for policy in list(subject.policies.values())[1:])
    return section("pilots", SAY.title, list(_blocks(subject)) if recorded else [])


def _blocks(subject: Subject) -> Iterator[Block]:
    found = evaluation(subject)
    if found.obstacle is not None:
        yield Paragraph(no_period(found.obstacle))
        return
    for outcome in OUTCOMES:
        findings = [one for one in found.findings if one.outcome == outcome]
        yield Grid(HEADINGS, tuple(map(row_of, findings)), outcome_words(outcome))
        yield Paragraph(sentence(findings))
