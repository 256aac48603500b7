"""Reported figures beside the true ones: what assessment sees and what happened."""

from cogov.analysis.names import row_words
from cogov.analysis.report.parts import Grid, Paragraph, Section, section
from cogov.analysis.subject import SCREENING, Subject
from cogov.analysis.values import value_text
from cogov.experiments.recorded import PAIRS
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

HEADS = (SAY.policy, SAY.reported, SAY.true)


def reported(subject: Subject) -> list[Section]:
    """A table a pair of figures; nothing of points that were chosen to say which factor matters."""
    if subject.study.kind in SCREENING:
        return []
    tables = [
        Grid(
            HEADS,
            tuple(
                (subject.name_of(policy), *(value_text(name, subject.mean(policy, name)) for name in pair)) for policy in subject.policies
            ),
            row_words(pair[1]),
        )
        for pair in PAIRS
        if set(pair) <= set(subject.study.outputs)
    ]
    why = Paragraph(Text.same(" ").join(words for words in (SAY.why, subject.means_words) if words))
    return section("reported", SAY.title, [why, *tables] if tables else [])
