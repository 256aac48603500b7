"""What policies cost, and which of them no other is both cheaper and better than."""

from cogov.analysis.comparison import Comparison
from cogov.analysis.front import fronts
from cogov.analysis.report.parts import Grid, Section, section
from cogov.analysis.subject import Subject
from cogov.analysis.tables import name_words
from cogov.analysis.values import UNDEFINED
from cogov.scenarios.words import Language, Text

TITLE = Text(zh="费用与效果", en="Costs and effects")
HEADS = (
    Text(zh="政策", en="Policy"),
    Text(zh="杠杆费用(元/人·年)", en="levers, yuan per head and year"),
    Text(zh="全部费用(元/人·年)", en="all costs, yuan per head and year"),
)
FRONT = Text(
    zh="费用—效果前沿:没有别的政策既更便宜又更好(由便宜到贵)",
    en="Cost–effect front: no other policy is both cheaper and better (cheapest first)",
)
OUTCOME = Text(zh="结果指标", en="Outcome")


def money(subject: Subject, language: Language) -> list[Section]:
    """Costs by policy, then the front for every main outcome."""
    person_years = subject.scenario.city.population * (subject.scenario.days - subject.scenario.warmup) / 365
    levers = {policy: subject.mean(policy, "lever_cost") / person_years for policy in subject.policies}
    rows = tuple(
        (subject.name_of(policy, language), f"{levers[policy]:.2f}", f"{subject.mean(policy, 'cost_per_resident'):.2f}")
        for policy in subject.policies
    )
    blocks = [Grid(tuple(head.in_(language) for head in HEADS), rows)]
    if subject.comparison is not None:
        blocks.append(_front(subject, subject.comparison, levers, language))
    return section("money", TITLE, language, blocks)


def _front(subject: Subject, comparison: Comparison, levers: dict[str, float], language: Language) -> Grid:
    rows = [
        (name_words(name, language), " → ".join(subject.name_of(one, language) for one in policies) or UNDEFINED)
        for name, policies in fronts(comparison, levers).items()
    ]
    return Grid((OUTCOME.in_(language), FRONT.in_(language)), tuple(rows))
