"""What is said of money: what the levers cost, and how policies were brought to the same budget."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cogov.model.levers import LEVERS
from cogov.model.words import Language, Text

if TYPE_CHECKING:
    from cogov.experiments.same_budget import Change, SameBudget, Scaled, Value

LEVER_COSTS = Text(zh="杠杆费用(元/人·年):{costs}", en="Levers cost, in yuan per resident and year: {costs}")
BUDGET = Text(
    zh="同一预算:每名居民每年 {target:.2f} 元,即情景设定的预算",
    en="Same budget: {target:.2f} yuan per resident and year, the scenario's budget",
)
CHEAPEST = Text(
    zh="同一预算:每名居民每年 {target:.2f} 元,即“{policy}”的费用(高于现状的政策中最低)",
    en="Same budget: {target:.2f} yuan per resident and year, what {policy} costs, the cheapest of those dearer than the city as it is",
)
NO_TARGET = Text(
    zh="同一预算:没有政策比现状更贵,无需缩减", en="Same budget: no policy costs more than the city as it is; nothing is scaled"
)
SCALED = Text(
    zh="{policy}:缩减为其改变的 {share:.1f}%,费用 {before:.2f} → {after:.2f}:{levers}",
    en="{policy}: scaled to {share:.1f} % of its changes, cost {before:.2f} → {after:.2f}: {levers}",
)
STATES = {
    "as_is": Text(zh="{policy}:没有改变,费用 {before:.2f}", en="{policy}: no changes, cost {before:.2f}"),
    "at_target": Text(zh="{policy}:费用即为预算,全部改变保留", en="{policy}: costs just the budget; all its changes stay"),
    "cheaper": Text(
        zh="{policy}:费用 {before:.2f},低于同一预算,不放大,按原样运行",
        en="{policy}: costs {before:.2f}, less than the budget; it runs as written, for nothing is scaled up",
    ),
}
ALSO = Text(zh="各阶段和专项整治按同一比例缩减", en="phases and campaigns by the same share")


def lever_costs_line(costs: Mapping[str, float], titles: Mapping[str, Text], language: Language) -> str:
    """What every policy's levers cost, in one line."""
    found = " · ".join(f"{titles[name].in_(language)} {cost:.2f}" for name, cost in costs.items())
    return LEVER_COSTS.in_(language).format(costs=found)


def same_budget_lines(shared: "SameBudget", titles: Mapping[str, Text], language: Language) -> str:
    """What every policy may cost, and what became of each."""
    if shared.target is None:
        return NO_TARGET.in_(language)
    setter = titles[shared.set_by].in_(language) if shared.set_by else ""
    head = (CHEAPEST if shared.set_by else BUDGET).in_(language).format(target=shared.target, policy=setter)
    lines = [_line(one, titles[name].in_(language), language) for name, one in shared.policies.items()]
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _line(one: "Scaled", policy: str, language: Language) -> str:
    words = {"policy": policy, "before": one.cost_before, "after": one.cost_after, "share": 100 * one.factor}
    if one.state != "scaled":
        return STATES[one.state].in_(language).format(**words)
    comma = "、" if language == "zh" else ", "
    changes = [f"{LEVERS[name].title.in_(language)} {_change(change)}" for name, change in one.levers.items()]
    if one.policy.phases or one.policy.campaigns:
        changes.append(ALSO.in_(language))
    return SCALED.in_(language).format(**words, levers=comma.join(changes))


def _change(change: "Change") -> str:
    """`0.8 → 0.65`; of a lever with parts, those that the policy changes."""
    asked, used = change.asked, change.used
    if not isinstance(asked, dict) or not isinstance(used, dict) or not isinstance(change.as_is, dict):
        return f"{value_words(asked)} → {value_words(used)}"
    if len(set(asked.values())) == 1 and len({round(value, 4) for value in used.values()}) == 1:
        return f"{value_words(next(iter(asked.values())))} → {value_words(next(iter(used.values())))}"
    moved = [part for part in asked if asked[part] != change.as_is[part]]
    return "; ".join(f"{part} {value_words(asked[part])} → {value_words(used[part])}" for part in moved)


def value_words(value: "Value") -> str:
    """A lever's value with as many figures as a person needs."""
    return f"{value:.3g}" if not isinstance(value, dict) else str(value)
