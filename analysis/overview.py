"""Many policies at one glance: indicators down, policies across, by role, and what stands on the cost–effect front."""

from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.comparison import Comparison, Row
from cogov.analysis.front import Front, fronts
from cogov.analysis.tables import EFFECTS, HEADINGS, Titles, name_words, over_words, plain_table, policy_words
from cogov.analysis.values import change_texts, value_text
from cogov.model.indicators import INDICATORS, MAIN, ROLES, base, group_of
from cogov.model.words import Language, Text

CAPTION = Text(
    zh="各政策与 {baseline} 之差({over}):▲ 变好、▼ 变差(经 Holm 多重比较校正,主要指标共 {family} 个差值),无记号为尚不能区分",
    en="Policies less {baseline} (over {over}): ▲ better, ▼ worse after Holm's adjustment (main indicators: {family} differences), no mark: not "
    "told apart",
)
MARKS = {1: " ▲", -1: " ▼", 0: ""}
UNDECIDED = Text(zh="更贵而分不清(~ 前沿上的哪一个)", en="dearer, not told apart (~ from which on the front)")
FRONT = Text(zh="费用—效果前沿(杠杆费用由低到高)", en="Cost–effect front (levers, cheapest first)")


def overview_table(comparison: Comparison, language: Language, titles: Titles, *, everything: bool = False) -> Table:
    """One row an indicator, outcomes and costs first, checks last; one column a policy."""
    others = [policy for policy in comparison.policies if policy != comparison.baseline]
    baseline = policy_words(comparison.baseline, titles, language)
    words = {"baseline": baseline, "over": over_words(comparison, language), "family": comparison.family_size()}
    table = plain_table(CAPTION.in_(language).format(**words))
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    for name in (baseline, *(policy_words(policy, titles, language) for policy in others)):
        table.add_column(name, justify="right", overflow="fold")
    for rows in _by_indicator(comparison, others, everything=everything):
        name = rows[0].indicator
        table.add_row(name_words(name, language), value_text(name, rows[0].baseline), *(_cell(row, language) for row in rows))
    return table


def _by_indicator(comparison: Comparison, others: Sequence[str], *, everything: bool) -> list[list[Row]]:
    names = dict.fromkeys(row.indicator for row in comparison.results if group_of(row.indicator) is None)
    shown = sorted((name for name in names if everything or name in MAIN), key=_by_role)
    found = {(row.indicator, row.policy): row for row in comparison.results}
    return [[found[name, policy] for policy in others] for name in shown]


def _by_role(name: str) -> int:
    """Outcomes, costs, processes, checks."""
    roles = list(ROLES)
    return roles.index(INDICATORS[base(name)].role) if base(name) in INDICATORS else len(roles)


def _cell(row: Row, language: Language) -> Styled:
    words, _ = change_texts(row.indicator, row.difference, row.ci_low, row.ci_high, language)
    return Styled(words + MARKS[row.effect], style=EFFECTS[row.effect][1])


def front_table(comparison: Comparison, lever_costs: Mapping[str, float], language: Language, titles: Titles) -> Table:
    """For each main outcome, the policies than which none is both cheaper and better, and what cannot be told."""
    table = plain_table(FRONT.in_(language))
    table.add_column(HEADINGS["indicator"].in_(language), overflow="fold")
    table.add_column(HEADINGS["policy"].in_(language), overflow="fold")
    table.add_column(UNDECIDED.in_(language), overflow="fold")
    for name, found in fronts(comparison, lever_costs).items():
        table.add_row(name_words(name, language), *front_words(found, language, titles))
    return table


def front_words(found: Front, language: Language, titles: Titles) -> tuple[str, str]:
    """The policies on a front, and those that are dearer and not told apart from one on it."""
    on = " → ".join(policy_words(policy, titles, language) for policy in found.policies)
    beside = (f"{policy_words(one, titles, language)} ~ {policy_words(other, titles, language)}" for one, other in found.undecided.items())
    return on, ("、" if language == "zh" else ", ").join(beside)
