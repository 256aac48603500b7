"""Lives side by side as a page in Markdown."""

from collections.abc import Sequence
from html import escape

from cogov.analysis.journeys.facts_words import facts_words, title_words
from cogov.analysis.journeys.page import (
    DAY,
    END,
    MARK,
    RANK_COLUMNS,
    Desks,
    Titles,
    difference_words,
    endings,
    ranking_cells,
    ranking_words,
    rows_of,
)
from cogov.analysis.journeys.pairing import Journey
from cogov.analysis.journeys.worst import MEASURE, Suffering
from cogov.model.words import Language


def ranking_markdown(found: Sequence[Suffering], policy: str, language: Language) -> str:
    """The matters that suffered most, with the measure."""
    head = [heading.in_(language) for heading in RANK_COLUMNS]
    table = _table(head, [[plain(cell) for cell in ranking_cells(one, language)] for one in found])
    return f"## {plain(ranking_words(found, policy, language))}\n\n{table}\n{MEASURE.in_(language)}\n"


def journey_markdown(pair: Journey, desks: Desks, titles: Titles, language: Language) -> str:
    """A matter: what it is, its days, how it ended."""
    head = [DAY.in_(language), *(plain(titles[policy].in_(language)) for policy in pair.lives)]
    days = [
        [(MARK if row.parts else "") + row.day, *("<br>".join(plain(line) for line in cell) for cell in row.cells)]
        for row in rows_of(pair, desks, language)
    ]
    ends = [f"**{END.in_(language)}**", *(f"**{plain(words)}**" for words in endings(pair, language))]
    difference = difference_words(pair, language)
    below = "" if difference is None else f"\n{plain(difference)}\n"
    return f"## {plain(title_words(pair, language))}\n\n{plain(facts_words(pair.facts, language))}\n\n{_table(head, [*days, ends])}{below}"


def plain(words: str) -> str:
    """Return words that a reader of Markdown shows as they are: no tags, no links, no pictures."""
    return escape(words, quote=False).replace("[", "&#91;").replace("`", "&#96;")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
