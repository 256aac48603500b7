"""What `cogov compare` answers: tables and one JSON document, and the files that it leaves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from cogov.analysis.budget_words import lever_costs_line, same_budget_lines
from cogov.analysis.line_breaks import Prose
from cogov.analysis.overview import front_table, overview_table
from cogov.analysis.tables import comparison_tables, footer, interval_sentence, price_table, rendered
from cogov.comparison_study import Priced, document
from cogov.experiments.writing import write_frame, write_text
from cogov.model.words import INDENTED, Language, Text
from cogov.notes import as_json
from cogov.output import as_json_text, file_name, note, show, show_json, tell_written
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from cogov.analysis.subject import Subject
    from cogov.until import Judged

SAY = Words(__file__)

MANY = 3
"""From so many policies on, one table shows them all."""


@dataclass(frozen=True)
class Answer:
    """What came of a comparison, and what a person should know beside it."""

    found: Sequence[Priced]
    judged: "Judged | None" = None
    told: tuple[Text, ...] = ()
    """Notes before the runs."""
    settled: tuple[Text, ...] = ()
    """Notes on whether the city had settled when it was measured."""

    @property
    def learnt(self) -> tuple[Text, ...]:
        """What is worth a note after the runs."""
        return (*(() if self.judged is None else (self.judged.note(),)), *self.settled)

    def as_json(self) -> dict[str, Any]:
        """Return the document that `compare --json` prints and `result.json` holds."""
        until = {} if self.judged is None else {"until": self.judged.as_json()}
        return document(self.found) | until | {"notes": as_json((*self.told, *self.learnt))}


def answered(subject: "Subject", found: Sequence[Priced], judged: "Judged | None") -> Answer:
    """Return what came of the runs in a folder, with all that is worth a note."""
    return Answer(found, judged, subject.study.told, tuple(subject.settled))


def answer(given: Answer, language: Language, *, everything: bool, json: bool) -> None:
    """Say what came of it, as tables or as one document; then what was learnt on the way."""
    if json:
        show_json(given.as_json())
    else:
        show(comparison_page(given.found, language, everything=everything))
    for text in given.learnt:
        note(text, language)


def comparison_page(found: Sequence[Priced], language: Language, *, everything: bool) -> RenderableType:
    """City, budget, one table a policy; then one of the money for each price asked for."""
    usual, prepared = found[0], found[0].price.prepared
    everything = everything or usual.comparison.shown_first == "other"
    head = f"{prepared.circumstances(language)}\n{lever_costs_line(usual.price.lever_costs, prepared.titles).in_(language)}"
    others = [part for one in found[1:] for part in _at_price(one, language, everything=everything)]
    glance = _at_a_glance(usual, language, everything=everything)
    tables = _policy_tables(usual, language, everything=everything)
    return Group(Styled(head), *glance, *tables, *others, *_notes(usual, language, everything=everything), footer(language))


def _at_a_glance(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """Many policies in one table, and which of them none is both cheaper and better than."""
    comparison, titles = one.comparison, one.price.prepared.titles
    if len(comparison.policies) < MANY:
        return []
    overview = overview_table(comparison, language, titles, everything=everything)
    return [Styled(""), overview, front_table(comparison, one.price.lever_costs, language, titles)]


def _notes(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """Say what the intervals are over, and which are not Student's."""
    bootstrapped = any(row.method == "bootstrap" for row in one.comparison.results)
    families = ("main", "other") if everything else ("main",)
    said: list[RenderableType] = [Prose(interval_sentence(one.comparison, *families).in_(language), style="dim")]
    return [*said, Prose(SAY.skewed.in_(language), style="dim")] if bootstrapped else said


def _policy_tables(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """How the policies were brought to one budget, if they were, and a table for each."""
    prepared = one.price.prepared
    shared, horizon = prepared.same_budget, prepared.scenario.horizon_days
    lines = [] if shared is None else [Styled(INDENTED.join(same_budget_lines(shared, prepared.titles)).in_(language))]
    return [*lines, Styled(""), *comparison_tables(one.comparison, language, prepared.titles, everything=everything, horizon_days=horizon)]


def _at_price(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """The money at another price of the levers; all of it where the price also decided what ran."""
    price = one.price
    tables = _policy_tables(one, language, everything=everything) if one.whole else []
    return [price_table(one.comparison, price.cost_factor, price.lever_costs, language, price.prepared.titles), *tables]


def write(subject: "Subject", given: Answer, language: Language) -> None:
    """Leave the answer, all indicators and the figures beside the runs that they are of."""
    folder, found = subject.folder, given.found
    files = [
        write_text(folder / "result.json", as_json_text(given.as_json())),
        write_frame(folder / "comparison.csv", found[0].comparison.frame(), language),
        write_text(folder / "table.txt", rendered(comparison_page(found, language, everything=True))),
        *drawn(subject, found[0], language),
    ]
    tell_written(folder, files, language)


def drawn(subject: "Subject", usual: Priced, language: Language) -> "list[Path]":
    """Draw the policies beside one another, day by day, what flowed under each, and the network."""
    from cogov.analysis.canvas import save
    from cogov.analysis.days import days_drawn, flows_drawn
    from cogov.analysis.figures import comparison_figure
    from cogov.analysis.network_figure import network_figure
    from cogov.runs import first_network

    folder, prepared = subject.folder, usual.price.prepared
    caption = prepared.scenario.title.in_(language)
    figure = comparison_figure(usual.comparison, language, prepared.titles, caption)
    _, draw_days = days_drawn(subject)
    return [
        save(figure, folder / "comparison.png"),
        save(figure, folder / "comparison.svg"),
        save(draw_days(language), folder / "days.png"),
        *(save(draw(language), folder / f"flows-{file_name(policy)}.png") for policy, _, _, draw in flows_drawn(subject)),
        save(network_figure(first_network(prepared), language, caption), folder / "network.png"),
    ]


def answered_again(subject: "Subject") -> Answer:
    """Return what came of a comparison as its folder keeps it: all that was asked stands in its manifest."""
    from cogov.comparison_study import asked_again, kept_prices, priced

    found = priced(kept_prices(subject), subject)
    return answered(subject, found, asked_again(subject.manifest["request"]).judged(subject, found))
