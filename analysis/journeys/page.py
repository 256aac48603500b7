"""Lives side by side, for a terminal or a text file: one row a day, one column a policy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.journeys.facts_words import day_words, facts_words, title_words, weekday
from cogov.analysis.journeys.lives import Life
from cogov.analysis.journeys.pairing import Journey
from cogov.analysis.journeys.words import NEVER_AROSE, ending_words, sentences
from cogov.analysis.journeys.worst import MEASURE, Suffering
from cogov.analysis.line_breaks import Prose
from cogov.analysis.tables import in_row
from cogov.model.words import EMPTY, LINES, Language, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

Desks = Mapping[str, Sequence[Text]]
"""Titles of the desks, by policy."""
Titles = Mapping[str, Text]
"""Titles of the policies."""

DAY, END = SAY.day, SAY.end
MARK = "≠ "
RANK_COLUMNS = (
    SAY.matter,
    SAY.suffering,
    SAY.severity,
    SAY.days_unsettled,
    SAY.hand_offs,
    SAY.known,
)
KNOWN = {True: SAY.yes, False: SAY.never}


@dataclass(frozen=True)
class MatterDay:
    """One day of a matter: what happened under each policy, and whether it is the day at which the worlds part."""

    day: Text
    cells: tuple[tuple[Text, ...], ...]
    parts: bool


def rows_of(pair: Journey, desks: Desks) -> list[MatterDay]:
    """One row for each day on which something happened under some policy."""
    difference = next(iter(pair.differences.values()), None)
    days = sorted({event.on for life in pair.lives.values() if life is not None for event in life.events})
    cells = [tuple(_cell(life, day, desks) for life in pair.lives.values()) for day in days]
    parting = None if difference is None else difference.on
    return [MatterDay(day_words(day), cell, day == parting) for day, cell in zip(days, cells, strict=True)]


def _cell(life: Life | None, day: int, desks: Desks) -> tuple[Text, ...]:
    if life is None:
        return ()
    today = [place for place, event in enumerate(life.events) if event.on == day]
    return tuple(words for place in today for words in sentences(life, place, desks[life.policy]))


def endings(pair: Journey) -> list[Text]:
    """How each life ended."""
    return [NEVER_AROSE if life is None else ending_words(life.ending) for life in pair.lives.values()]


def difference_words(pair: Journey) -> Text:
    """Say when the two worlds part for this matter; nothing where there is one world."""
    if not pair.differences:
        return EMPTY
    [difference] = pair.differences.values()
    return SAY.same if difference is None else SAY.differs.filled(day=difference.on, weekday=weekday(difference.on))


def journey_table(pair: Journey, desks: Desks, titles: Titles, language: Language) -> RenderableType:
    """A matter for the terminal: what it is, its days, how it ended."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1), expand=True)
    table.add_column(DAY.in_(language), no_wrap=True, justify="right")
    for policy in pair.lives:
        table.add_column(titles[policy].in_(language), ratio=1, overflow="fold")
    for row in rows_of(pair, desks):
        table.add_row(
            Styled((MARK if row.parts else "") + row.day.in_(language), style="bold" if row.parts else ""),
            *(Prose(LINES.join(cell).in_(language)) for cell in row.cells),
        )
    table.add_section()
    table.add_row(END.in_(language), *(Prose(words.in_(language), style="bold") for words in endings(pair)))
    difference = difference_words(pair)
    head = [Styled(title_words(pair).in_(language), style="bold"), Prose(facts_words(pair.facts).in_(language))]
    return Group(*head, table, *([Prose(difference.in_(language))] if difference else []), Styled(""))


def ranking_table(found: Sequence[Suffering], policy: Text, language: Language) -> RenderableType:
    """The matters that suffered most, with the measure."""
    table = Table(
        title=ranking_words(found, policy).in_(language), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for place, heading in enumerate(RANK_COLUMNS):
        table.add_column(heading.in_(language), justify="left" if place in (0, 5) else "right", overflow="fold")
    for one in found:
        table.add_row(*in_row(ranking_cells(one), language))
    return Group(table, Prose(MEASURE.in_(language)), Styled(""))


def ranking_words(found: Sequence[Suffering], policy: Text) -> Text:
    """The heading of the ranking."""
    return SAY.ranking.filled(policy=policy, count=len(found))


def ranking_cells(one: Suffering) -> tuple[TextLike, ...]:
    """One matter of the ranking."""
    return (one.matter, f"{one.total:.1f}", f"{one.severity:.0%}", f"{one.days:.1f}", str(one.handoffs), KNOWN[one.known])
