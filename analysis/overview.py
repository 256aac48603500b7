"""Many policies at one glance, and the cost–effect front: policies than which no other is both cheaper and better, as far as can be told.

Costs of levers are known; effects are estimates. A policy is *beaten* by one that costs no more and is told to do better; it is *dearer for
nothing that can be told* where a cheaper one is not told apart from it. The front proper holds what is neither.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.analysis.names import name_words, row_words
from cogov.analysis.tables import EFFECTS, HEADINGS, Titles, headed_table, in_row, over_words, plain_table, policy_words
from cogov.analysis.values import change_texts, value_text
from cogov.model.indicators import INDICATORS, MAIN, ROLES, base, group_of
from cogov.model.words import LISTED, Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

SAME_COST = 1e-9


@dataclass(frozen=True)
class Front:
    """Policies on the front, the cheapest first; beside them those of which nothing more can be said than that they are dearer."""

    policies: tuple[str, ...]
    undecided: Mapping[str, str]
    """Policy -> a cheaper (or as cheap) one on the front from which its effect cannot be told apart."""


def front(costs: Mapping[str, float], better: frozenset[tuple[str, str]]) -> Front:
    """Return the front of policies that cost so much; `better` holds the pairs (better, worse) that are told apart."""
    order = sorted(costs, key=lambda name: (costs[name], list(costs).index(name)))
    policies: list[str] = []
    undecided: dict[str, str] = {}
    for name in order:
        if any((other, name) in better and costs[other] <= costs[name] * (1 + SAME_COST) for other in order if other != name):
            continue
        unclear = [other for other in policies if (name, other) not in better]
        if unclear:
            undecided[name] = unclear[-1]
        else:
            policies.append(name)
    return Front(tuple(policies), undecided)


def fronts(comparison: Comparison, costs: Mapping[str, float]) -> dict[str, Front]:
    """Return the front of every main outcome of which more or less is better."""
    outcomes = [name for name in MAIN if INDICATORS[name].role == "outcome" and INDICATORS[name].direction]
    known = {name: _known(comparison, name) for name in outcomes if name in comparison.ahead}
    return {name: front({one: costs[one] for one in known[name]}, _better(comparison, name)) for name in known if known[name]}


def _known(comparison: Comparison, name: str) -> list[str]:
    """Return the policies under which an indicator is defined: an undefined effect is no policy's gain."""
    rows = [row for row in comparison.results if row.indicator == name]
    found = [row.policy for row in rows if not math.isnan(row.mean)]
    return [comparison.baseline, *found] if any(not math.isnan(row.baseline) for row in rows) else found


def _better(comparison: Comparison, name: str) -> frozenset[tuple[str, str]]:
    told = comparison.ahead[name]
    return told if INDICATORS[name].direction > 0 else frozenset((lower, higher) for higher, lower in told)


OF = Words(__file__, "of")
MARKS = {1: " ▲", -1: " ▼", 0: ""}
UNDECIDED = SAY.undecided


def overview_table(comparison: Comparison, language: Language, titles: Titles, *, everything: bool = False) -> Table:
    """One row an indicator, outcomes and costs first, checks last; one column a policy."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    baseline, first = policy_words(comparison.baseline, titles), comparison.shown_first
    words = {"baseline": baseline, "over": over_words(comparison), "family": comparison.family_size(first)}
    headings = (HEADINGS["indicator"], baseline, *(policy_words(policy, titles) for policy in others))
    table = headed_table(SAY.caption.filled(**words, of=OF[first]), headings, language)
    for rows in _by_indicator(comparison, others, everything=everything):
        name = rows[0].indicator
        table.add_row(row_words(name).in_(language), value_text(name, rows[0].baseline), *(_cell(row, language) for row in rows))
    return table


def _by_indicator(comparison: Comparison, others: Sequence[str], *, everything: bool) -> list[list[PolicyEffect]]:
    names = dict.fromkeys(row.indicator for row in comparison.results if group_of(row.indicator) is None)
    shown = sorted((name for name in names if everything or name in MAIN), key=_by_role)
    found = {(row.indicator, row.policy): row for row in comparison.results}
    return [[found[name, policy] for policy in others] for name in shown]


def _by_role(name: str) -> int:
    """Outcomes, costs, processes, checks."""
    roles = list(ROLES)
    return roles.index(INDICATORS[base(name)].role) if base(name) in INDICATORS else len(roles)


def _cell(row: PolicyEffect, language: Language) -> Styled:
    words, _ = change_texts(row.indicator, row.difference, row.ci_low, row.ci_high)
    return Styled(words.in_(language) + MARKS[row.effect], style=EFFECTS[row.effect][1])


def front_table(comparison: Comparison, lever_costs: Mapping[str, float], language: Language, titles: Titles) -> Table:
    """For each main outcome, the policies than which none is both cheaper and better, and what cannot be told."""
    table = plain_table(SAY.front.in_(language))
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    table.add_column(HEADINGS["policy"].in_(language), overflow="fold")
    table.add_column(UNDECIDED.in_(language), overflow="fold")
    for name, found in fronts(comparison, lever_costs).items():
        table.add_row(*in_row((name_words(name), *front_words(found, titles)), language))
    return table


def front_words(found: Front, titles: Titles) -> tuple[Text, Text]:
    """The policies on a front, and those that are dearer and not told apart from one on it."""
    beside = (policy_words(one, titles) + " ~ " + policy_words(other, titles) for one, other in found.undecided.items())
    return Text.same(" → ").join(policy_words(policy, titles) for policy in found.policies), LISTED.join(beside)
