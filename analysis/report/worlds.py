"""In how many worlds conclusions hold, and how policies do over worlds that nobody can put odds on."""

from functools import partial

from cogov.analysis.report.parts import Block, Listing, Paragraph, Picture, Section, section
from cogov.analysis.robustness.answer import robustness
from cogov.analysis.robustness.conclusion_words import conclusion_sentence, note_words
from cogov.analysis.robustness.conclusions import conclusions
from cogov.analysis.robustness.figure import robustness_figure
from cogov.analysis.robustness.words import first_lines, joint_line, requirement_line
from cogov.analysis.subject import Subject
from cogov.scenarios.errors import InputError
from cogov.scenarios.words import Words

SAY = Words(__file__)


def worlds(subject: Subject) -> list[Section]:
    """Conclusions over structures, prices among them, or the robustness of policies; nothing where neither can be said."""
    try:
        return _sections(subject)
    except InputError:  # these points do not carry them
        return []


def _sections(subject: Subject) -> list[Section]:
    study = subject.study
    if study.kind == "grid" and any(one.name.startswith("choices.") for one in study.factors):
        return section("structures", SAY.structures, _structures(subject))
    if study.kind in {"latin_hypercube", "points"} and len(study.policies) > 1:
        return section("uncertain", SAY.uncertain, _uncertain(subject))
    return []


def _structures(subject: Subject) -> list[Block]:
    found = conclusions(subject.study)
    sentences = tuple(conclusion_sentence(one) for one in found)
    return [Listing(sentences), Paragraph(note_words(found))]


def _uncertain(subject: Subject) -> list[Block]:
    found = robustness(subject.study)
    lines = [requirement_line(found, subject.titles), joint_line(found, subject.titles)]
    figure = partial(robustness_figure, found, titles=subject.titles, caption=subject.scenario.title)
    return [Listing((*lines, *first_lines(found, subject.titles))), Picture(figure, SAY.uncertain)]
