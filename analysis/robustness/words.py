"""The table of robustness: what each policy promises over all worlds, and how firmly the ranking stands."""

import numpy as np
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.discovery.condition import conditions_words
from cogov.analysis.names import level_text, row_words, size_text
from cogov.analysis.robustness.answer import Ranked, Robustness
from cogov.analysis.robustness.measures import LESS_IS_BETTER, MEASURES, TITLES
from cogov.analysis.robustness.performance import OVERALL
from cogov.analysis.robustness.stability import Ranking
from cogov.analysis.tables import Titles, footer, policy_words
from cogov.model.words import DOTTED, EMPTY, LINES, LISTED, Language, Text, TextLike, spoken
from cogov.scenarios.words import Words

SAY = Words(__file__)

OVERALL_SHORT = SAY.overall_short
WORLDS = SAY.worlds
FIRM = 0.95


def robustness_table(found: Robustness, language: Language, titles: Titles) -> RenderableType:
    """Requirements, one table an output, who comes first, how to read it, the footer."""
    tables = [_table(one, found.policies, language, titles) for one in found.results]
    head = LINES.join((requirement_line(found, titles), joint_line(found, titles)))
    firsts = LINES.join((*first_lines(found, titles), EMPTY))
    return Group(Styled(head.in_(language)), Styled(""), *tables, Styled(firsts.in_(language)), *_foot(language))


def requirement_line(found: Robustness, titles: Titles) -> Text:
    """Say what a world must show to count as satisfied, and where that comes from."""
    said = SAY.required.filled(required=conditions_words(found.requirements))
    baseline = policy_words(found.policies[0], titles)
    return said if found.stated else said + SAY.from_baseline.filled(baseline=baseline)


def joint_line(found: Robustness, titles: Titles) -> Text:
    """Say in what share of the worlds each policy satisfies everything."""
    shares = (policy_words(name, titles) + f" {value:.0%}" for name, value in zip(found.policies, found.joint.values, strict=True))
    return SAY.joint + LISTED.join(shares)


def first_lines(found: Robustness, titles: Titles) -> list[Text]:
    """Say for every measure of the first output who comes first, and how far ahead of the second."""
    if not found.results:
        return []
    first = found.results[0]
    output = OVERALL_SHORT if first.output == OVERALL else row_words(first.output)
    return [_first(one, output, found.policies, titles) for one in first.rankings]


def output_title(name: str) -> Text:
    """Title of an output, of the overall score too."""
    return SAY.overall_words if name == OVERALL else row_words(name)


def _first(one: Ranking, output: Text, policies: tuple[str, ...], titles: Titles) -> Text:
    order = np.argsort(one.ranks, kind="stable")
    first, second = (int(place) for place in order[:2])
    ahead = float(one.ahead[first, second])
    names = {key: policy_words(policies[place], titles) for key, place in (("first", first), ("second", second))}
    said = SAY.best.filled(output=output, measure=TITLES[one.measure], ahead=ahead, **names)
    return said if ahead >= FIRM else said + SAY.not_firm


def _table(one: Ranked, policies: tuple[str, ...], language: Language, titles: Titles) -> Table:
    title = DOTTED.join((output_title(one.output), WORLDS.filled(worlds=one.worlds)))
    table = Table(title=title.in_(language), title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    table.add_column(SAY.policy.in_(language), overflow="fold")
    rankings = [each for name in MEASURES for each in one.rankings if each.measure == name]
    for each in rankings:
        table.add_column(TITLES[each.measure].in_(language), justify="right", max_width=16)
    for place, policy in enumerate(policies):
        table.add_row(policy_words(policy, titles).in_(language), *(_cell(one, each, place, language) for each in rankings))
    return table


def _cell(ranked: Ranked, one: Ranking, place: int, language: Language) -> Styled:
    shown = spoken(_value(ranked.output, one.measure, float(ranked.shown(one)[place])), language)
    rank = SAY.rank.in_(language).format(rank=int(one.ranks[place]), kept=float(one.kept[place]))
    return Styled.assemble((shown, "bold blue" if one.ranks[place] == 1 else ""), "\n", (rank, "dim"))


def _value(output: str, measure: str, value: float) -> TextLike:
    """A share of worlds, a score, a regret as the size of a difference, or the level in the worst world."""
    if measure == "satisficing":
        return f"{value:.0%}"
    if output == OVERALL:
        return f"{value:.1f}"
    return size_text(output, value) if measure in LESS_IS_BETTER else level_text(output, value)


def _foot(language: Language) -> list[RenderableType]:
    return [Styled(SAY.reading.in_(language), style="dim"), footer(language)]
