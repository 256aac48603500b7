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
from cogov.analysis.tables import in_row
from cogov.model.words import Language, Text


def ranking_markdown(found: Sequence[Suffering], policy: Text, language: Language) -> str:
    """The matters that suffered most, with the measure."""
    rows = [[plain(cell) for cell in in_row(ranking_cells(one), language)] for one in found]
    table = _table(list(in_row(RANK_COLUMNS, language)), rows)
    return f"## {plain(ranking_words(found, policy).in_(language))}\n\n{table}\n{MEASURE.in_(language)}\n"


def journey_markdown(pair: Journey, desks: Desks, titles: Titles, language: Language) -> str:
    """A matter: what it is, its days, how it ended."""
    head = [DAY.in_(language), *(plain(titles[policy].in_(language)) for policy in pair.lives)]
    days = [
        [(MARK if row.parts else "") + row.day.in_(language), *("<br>".join(map(plain, in_row(cell, language))) for cell in row.cells)]
        for row in rows_of(pair, desks)
    ]
    ends = [f"**{END.in_(language)}**", *(f"**{plain(words.in_(language))}**" for words in endings(pair))]
    below = f"\n{plain(difference.in_(language))}\n" if (difference := difference_words(pair)) else ""
    title, facts = (plain(words.in_(language)) for words in (title_words(pair), facts_words(pair.facts)))
    return f"## {title}\n\n{facts}\n\n{_table(head, [*days, ends])}{below}"


def plain(words: str) -> str:
    """Return words that a reader of Markdown shows as they are: no tags, no links, no pictures."""
    return escape(words, quote=False).replace("[", "&#91;").replace("`", "&#96;")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)
