"""Reported figures beside the true ones: what assessment sees and what happened."""

from cogov.analysis.names import row_words
from cogov.analysis.report.parts import Grid, Paragraph, Section, section
from cogov.analysis.subject import SCREENING, Subject
from cogov.analysis.values import value_text
from cogov.experiments.recorded import PAIRS
from cogov.model.words import Language, Text

TITLE = Text(zh="上报数与真实数", en="Reported against true")
WHY = Text(
    zh="上报数只统计已知且办结的事务,并受考核压力影响;真实数以全部发生的事务为分母,只算确实解决的。",
    en="Reported figures count known matters that were closed, and give way to assessment pressure; true ones are of all matters that arose, "
    "and count only what was truly resolved.",
)
HEADS = (Text(zh="政策", en="Policy"), Text(zh="上报", en="reported"), Text(zh="真实", en="true"))


def reported(subject: Subject, language: Language) -> list[Section]:
    """A table a pair of figures; nothing of points that were chosen to say which factor matters."""
    if subject.study.kind in SCREENING:
        return []
    tables = [
        Grid(
            tuple(head.in_(language) for head in HEADS),
            tuple(
                (subject.name_of(policy, language), *(value_text(name, subject.mean(policy, name)) for name in pair))
                for policy in subject.policies
            ),
            row_words(pair[1], language),
        )
        for pair in PAIRS
        if set(pair) <= set(subject.study.outputs)
    ]
    why = Paragraph(f"{WHY.in_(language)} {subject.means_words(language)}".rstrip())
    return section("reported", TITLE, language, [why, *tables] if tables else [])
