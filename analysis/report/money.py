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
from cogov.scenarios.words import Words

SAY = Words(__file__)

HEADS = (
    SAY.policy,
    SAY.lever_cost,
    SAY.all_costs,
)


def money(subject: Subject) -> list[Section]:
    """Costs by policy, then the front for every main outcome; nothing of points that were chosen to say which factor matters."""
    if subject.study.kind in SCREENING:
        return []
    person_years = subject.scenario.city.population * (subject.scenario.days - subject.scenario.warmup) / 365
    levers = {policy: subject.mean(policy, "lever_cost") / person_years for policy in subject.policies}
    rows = tuple(
        (subject.name_of(policy), f"{levers[policy]:.2f}", f"{subject.mean(policy, 'cost_per_resident'):.2f}")
        for policy in subject.policies
    )
    blocks: list[Block] = [Grid(HEADS, rows, subject.means_words)]
    if subject.comparison is not None:
        blocks.append(_front(subject, subject.comparison, levers))
    for price in subject.prices[1:]:
        blocks += [_at_price(subject, price), below(subject.at_price(price))]
    return section("money", SAY.title, blocks)


def _at_price(subject: Subject, price: Mapping[str, Any]) -> Grid:
    """The money with all lever costs multiplied; with a common budget other policies ran there than at the scenario's own prices."""
    comparison, costs = subject.at_price(price), price["lever_costs"]
    rows = []
    for policy in comparison.policies:
        own = "" if policy == comparison.baseline else cell(comparison.row(MONEY, policy))
        rows.append((subject.name_of(policy), f"{costs[policy]:.2f}", own))
    heads = (HEADS[0], HEADS[1], with_unit(MONEY))
    return Grid(heads, tuple(rows), AT_PRICE.filled(factor=price["factor"]))


def _front(subject: Subject, comparison: Comparison, levers: dict[str, float]) -> Grid:
    rows = [
        (name_words(name), *(words or UNDEFINED for words in front_words(found, subject.titles)))
        for name, found in fronts(comparison, levers).items()
    ]
    return Grid((SAY.outcome, SAY.front, UNDECIDED), tuple(rows), SAY.told)
