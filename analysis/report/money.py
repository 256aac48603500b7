"""What policies cost, and which of them no other is both cheaper and better than."""

from collections.abc import Mapping
from typing import Any

from cogov.analysis.comparison import Comparison
from cogov.analysis.names import name_words, with_unit
from cogov.analysis.overview import UNDECIDED, front_words, fronts
from cogov.analysis.report.parts import Block, Grid, Section, section
from cogov.analysis.report.result import below, cell
from cogov.analysis.subject import SCREENING, Subject
from cogov.analysis.tables import AT_PRICE
from cogov.analysis.values import UNDEFINED
from cogov.experiments.budget import MONEY
from cogov.model.words import Language, Text

TITLE = Text(zh="费用与效果", en="Costs and effects")
HEADS = (
    Text(zh="政策", en="Policy"),
    Text(zh="杠杆费用(元/人·年)", en="levers, yuan per head and year"),
    Text(zh="全部费用(元/人·年)", en="all costs, yuan per head and year"),
)
FRONT = Text(
    zh="费用—效果前沿:没有别的政策既不更贵又可判定更好(由便宜到贵)",
    en="Cost–effect front: no other policy costs no more and is told to be better (cheapest first)",
)
TOLD = Text(
    zh="谁更好:按各对政策之间的配对差值判定,经 Holm 校正(所有政策对与主要指标一并)",
    en="Which is better is judged by paired differences between any two policies, Holm-adjusted over all pairs and main indicators",
)
OUTCOME = Text(zh="结果指标", en="Outcome")


def money(subject: Subject, language: Language) -> list[Section]:
    """Costs by policy, then the front for every main outcome; nothing of points that were chosen to say which factor matters."""
    if subject.study.kind in SCREENING:
        return []
    person_years = subject.scenario.city.population * (subject.scenario.days - subject.scenario.warmup) / 365
    levers = {policy: subject.mean(policy, "lever_cost") / person_years for policy in subject.policies}
    rows = tuple(
        (subject.name_of(policy, language), f"{levers[policy]:.2f}", f"{subject.mean(policy, 'cost_per_resident'):.2f}")
        for policy in subject.policies
    )
    blocks: list[Block] = [Grid(tuple(head.in_(language) for head in HEADS), rows, subject.means_words(language))]
    if subject.comparison is not None:
        blocks.append(_front(subject, subject.comparison, levers, language))
    for price in subject.prices[1:]:
        blocks += [_at_price(subject, price, language), below(subject.at_price(price), language)]
    return section("money", TITLE, language, blocks)


def _at_price(subject: Subject, price: Mapping[str, Any], language: Language) -> Grid:
    """The money with all lever costs multiplied; with a common budget other policies ran there than at the scenario's own prices."""
    comparison, costs = subject.at_price(price), price["lever_costs"]
    rows = []
    for policy in comparison.policies:
        own = "" if policy == comparison.baseline else cell(comparison.row(MONEY, policy), language)
        rows.append((subject.name_of(policy, language), f"{costs[policy]:.2f}", own))
    heads = (HEADS[0].in_(language), HEADS[1].in_(language), with_unit(MONEY, language))
    return Grid(heads, tuple(rows), AT_PRICE.in_(language).format(factor=price["factor"]))


def _front(subject: Subject, comparison: Comparison, levers: dict[str, float], language: Language) -> Grid:
    rows = [
        (name_words(name, language), *(words or UNDEFINED for words in front_words(found, language, subject.titles)))
        for name, found in fronts(comparison, levers).items()
    ]
    return Grid((OUTCOME.in_(language), FRONT.in_(language), UNDECIDED.in_(language)), tuple(rows), TOLD.in_(language))
