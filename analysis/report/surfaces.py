"""Two levers together, where a study varied them: response surfaces, and whether one helps without the other."""

from collections.abc import Iterator
from functools import partial

from cogov.analysis.interaction.figure import heat_figure, lines_figure
from cogov.analysis.interaction.surfaces import pair_of, slices, surface
from cogov.analysis.interaction.terms import Terms, groups_of, terms
from cogov.analysis.interaction.words import HEADS, NOTE, TOGETHER, both_finding, interaction_finding, terms_sentence
from cogov.analysis.names import change_with_interval, factor_words, row_words
from cogov.analysis.report.parts import Block, Grid, Listing, Paragraph, Picture, Section, section
from cogov.analysis.subject import Subject
from cogov.experiments.recorded import BY_MATTER
from cogov.model.indicators import GROUPS
from cogov.model.words import DOTTED, TextLike
from cogov.scenarios.errors import InputError
from cogov.scenarios.words import Words

SAY = Words(__file__)

FAMILIES = ("mandate", "domain", "need")
"""Groups for which the interaction is also shown."""


def surfaces(subject: Subject) -> list[Section]:
    """Sentences, tables and figures; nothing where no two levers were varied over a grid."""
    try:
        pair = pair_of(subject.study)
    except InputError:
        return []
    return section("surfaces", SAY.title, list(_blocks(subject, pair)))


def _blocks(subject: Subject, pair: tuple[str, str]) -> Iterator[Block]:
    study = subject.study
    where = slices(study, pair)[0]
    main = [name for name in study.chosen() if len(surface(study, name, pair, where).values)]
    if not main:  # no replicate has run at every point
        return
    found = terms(study, main, pair, where)
    yield Listing(tuple(terms_sentence(one, pair) for one in found))
    yield _table(found, pair)
    yield Paragraph(NOTE.filled(n=found[0].replicates))
    for name in BY_MATTER:
        groups = groups_of(study, name, (group for family in FAMILIES for group in GROUPS[family]))
        if groups:
            yield _table(terms(study, groups, pair, where), pair, SAY.by_group.filled(indicator=row_words(name)))
    caption = subject.scenario.title
    planes = [surface(study, name, pair, where) for name in main]
    for draw, title in ((heat_figure, both_finding(found, pair)), (lines_figure, interaction_finding(found, pair))):
        yield Picture(partial(draw, planes, title=title, caption=caption), DOTTED.join((SAY.title, title)))


def _table(found: list[Terms], pair: tuple[str, str], caption: TextLike = "") -> Grid:
    alone = (HEADS["alone"].filled(lever=factor_words(name)) for name in pair)
    headings = (HEADS["indicator"], *alone, *(HEADS[key] for key in ("both", "interaction", "together")))
    return Grid(headings, tuple(_row(one) for one in found), caption)


def _row(one: Terms) -> tuple[TextLike, ...]:
    effects = [one.terms["first_alone"], one.terms["second_alone"], one.terms["both"], one.terms["interaction"]]
    cells = (change_with_interval(one.output, term.mean, term.low, term.high) for term in effects)
    return (row_words(one.output), *cells, TOGETHER[one.together])
