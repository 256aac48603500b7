"""Two levers together, where a study varied them: response surfaces, and whether one helps without the other."""

from collections.abc import Iterator

from cogov.analysis.interaction.figure import heat_figure, lines_figure
from cogov.analysis.interaction.surfaces import pair_of, slices, surface
from cogov.analysis.interaction.terms import Terms, groups_of, terms
from cogov.analysis.interaction.words import HEADS, NOTE, TOGETHER, terms_sentence
from cogov.analysis.names import change_text, factor_words, row_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Section, picture, section
from cogov.analysis.subject import Subject
from cogov.analysis.values import interval_text
from cogov.experiments.recorded import BY_MATTER
from cogov.model.indicators import GROUPS
from cogov.model.words import Language
from cogov.scenarios.errors import InputError
from cogov.scenarios.words import Words

SAY = Words(__file__)

FAMILIES = ("mandate", "domain", "need")
"""Groups for which the interaction is also shown."""


def surfaces(subject: Subject, language: Language) -> list[Section]:
    """Sentences, tables and figures; nothing where no two levers were varied over a grid."""
    try:
        pair = pair_of(subject.study)
    except InputError:
        return []
    return section("surfaces", SAY.title, language, list(_blocks(subject, pair, language)))


def _blocks(subject: Subject, pair: tuple[str, str], language: Language) -> Iterator[Block]:
    study = subject.study
    where = slices(study, pair)[0]
    main = [name for name in study.chosen() if len(surface(study, name, pair, where).values)]
    if not main:  # no replicate has run at every point
        return
    found = terms(study, main, pair, where)
    yield Listing(tuple(terms_sentence(one, pair, language) for one in found))
    yield _table(found, pair, language)
    yield Paragraph(NOTE.in_(language).format(n=found[0].replicates))
    for name in BY_MATTER:
        groups = groups_of(study, name, (group for family in FAMILIES for group in GROUPS[family]))
        if groups:
            yield _table(
                terms(study, groups, pair, where), pair, language, SAY.by_group.in_(language).format(indicator=row_words(name, language))
            )
    caption = subject.scenario.title.in_(language)
    planes = [surface(study, name, pair, where) for name in main]
    yield picture(heat_figure(planes, language, caption), SAY.title.in_(language))
    yield picture(lines_figure(planes, language, caption), SAY.title.in_(language))


def _table(found: list[Terms], pair: tuple[str, str], language: Language, caption: str = "") -> Grid:
    alone = (HEADS["alone"].in_(language).format(lever=factor_words(name, language)) for name in pair)
    headings = (HEADS["indicator"].in_(language), *alone, *(HEADS[key].in_(language) for key in ("both", "interaction", "together")))
    return Grid(headings, tuple(_row(one, language) for one in found), caption)


def _row(one: Terms, language: Language) -> tuple[str, ...]:
    effects = [one.terms["first_alone"], one.terms["second_alone"], one.terms["both"], one.terms["interaction"]]
    cells = [f"{change_text(one.output, term.mean, language)} [{interval_text(one.output, term.low, term.high)}]" for term in effects]
    return (row_words(one.output, language), *cells, TOGETHER[one.together].in_(language))
