"""What `cogov compare` answers: tables and one JSON document, and the files that it leaves."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text as Styled

from cogov.analysis.overview import front_table, overview_table
from cogov.analysis.tables import comparison_tables, footer, price_table, rendered
from cogov.budget_words import lever_costs_line, same_budget_lines
from cogov.experiments.writing import write_frame, write_text
from cogov.output import as_json_text, show, show_json, tell_written
from cogov.scenarios.words import Language, Text
from cogov.worlds import Priced, document

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.figure import Figure

    from cogov.comparison_study import Series
    from cogov.until import Judged

MANY = 3
"""From so many policies on, one table shows them all."""
SKEWED = Text(
    zh="括号内为效应大小(相对于基准在各次重复间的标准差);† 差值分布偏斜,采用 bootstrap-t 区间",
    en="In brackets the effect size (against the baseline's standard deviation over replications); † skewed differences: bootstrap-t interval",
)


def answer(found: list[Priced], judged: "Judged | None", language: Language, *, everything: bool, json: bool) -> None:
    """Say what came of it, as tables or as one document."""
    if json:
        show_json(_document(found, judged))
    else:
        show(_table(found, language, everything=everything))


def _document(found: list[Priced], judged: "Judged | None") -> dict[str, Any]:
    return document(found) if judged is None else document(found) | {"until": judged.as_json()}


def _table(found: list[Priced], language: Language, *, everything: bool) -> RenderableType:
    """City, budget, one table a policy; then one of the money for each price asked for."""
    usual, prepared = found[0], found[0].world.prepared
    head = f"{prepared.circumstances(language)}\n{lever_costs_line(usual.world.lever_costs, prepared.titles, language)}"
    others = [part for one in found[1:] for part in _at_price(one, language, everything=everything)]
    glance = _at_a_glance(usual, language, everything=everything)
    tables = _policy_tables(usual, language, everything=everything)
    return Group(Styled(head), *glance, *tables, *others, *_notes(usual, language), footer(language))


def _at_a_glance(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """Many policies in one table, and which of them none is both cheaper and better than."""
    comparison, titles = one.comparison, one.world.prepared.titles
    if len(comparison.policies) < MANY:
        return []
    overview = overview_table(comparison, language, titles, everything=everything)
    return [Styled(""), overview, front_table(comparison, one.world.lever_costs, language, titles)]


def _notes(one: Priced, language: Language) -> list[RenderableType]:
    """Say which intervals are not Student's."""
    bootstrapped = any(row.method == "bootstrap" for row in one.comparison.results)
    return [Styled(SKEWED.in_(language), style="dim")] if bootstrapped else []


def _policy_tables(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """How the policies were brought to one budget, if they were, and a table for each."""
    prepared = one.world.prepared
    shared, horizon = prepared.same_budget, prepared.scenario.horizon_days
    lines = [] if shared is None else [Styled(same_budget_lines(shared, prepared.titles, language))]
    return [*lines, Styled(""), *comparison_tables(one.comparison, language, prepared.titles, everything=everything, horizon_days=horizon)]


def _at_price(one: Priced, language: Language, *, everything: bool) -> list[RenderableType]:
    """The money at another price of the levers; all of it where the price also decided what ran."""
    world = one.world
    tables = _policy_tables(one, language, everything=everything) if one.whole else []
    return [price_table(one.comparison, world.cost_factor, world.lever_costs, language, world.prepared.titles), *tables]


def write(
    folder: Path, network: "nx.Graph[Any]", found: list[Priced], judged: "Judged | None", series: "Series", language: Language
) -> None:
    """Leave the answer, all indicators and the figures in a folder."""
    from cogov.analysis.canvas import save
    from cogov.analysis.figures import comparison_figure
    from cogov.analysis.network_figure import network_figure

    prepared, comparison = found[0].world.prepared, found[0].comparison
    caption = prepared.scenario.title.in_(language)
    figure = comparison_figure(comparison, language, prepared.titles, caption)
    files = [
        write_text(folder / "result.json", as_json_text(_document(found, judged))),
        write_frame(folder / "comparison.csv", comparison.frame(), language),
        write_text(folder / "table.txt", rendered(_table(found, language, everything=True))),
        save(figure, folder / "comparison.png"),
        save(figure, folder / "comparison.svg"),
        save(_days(series, found[0], language, caption), folder / "days.png"),
        save(network_figure(network, language, caption), folder / "network.png"),
    ]
    tell_written(folder, files, language)


def _days(series: "Series", one: Priced, language: Language, caption: str) -> "Figure":
    """How the days went under each policy, the mean over its runs."""
    from cogov.analysis.figures import per_thousand, series_figure

    prepared = one.world.prepared
    residents, warmup = prepared.scenario.city.population, prepared.scenario.warmup
    runs = {policy: {"backlog": per_thousand(table["backlog"].tolist(), residents)} for policy, table in series.items()}
    return series_figure(runs, language, prepared.titles, caption, warmup)
