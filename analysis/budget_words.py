"""What is said of money: what the levers cost, and how policies were brought to the same budget."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cogov.model.levers import LEVERS
from cogov.model.words import DOTTED, EMPTY, LISTED, Text
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.same_budget import Change, SameBudget, Scaled, Value

SAY = Words(__file__)

STATES = Words(__file__, "states")


def lever_costs_line(costs: Mapping[str, float], titles: Mapping[str, Text]) -> Text:
    """What every policy's levers cost, in one line."""
    return SAY.lever_costs.filled(costs=DOTTED.join(titles[name] + f" {cost:.2f}" for name, cost in costs.items()))


def same_budget_lines(shared: "SameBudget", titles: Mapping[str, Text]) -> list[Text]:
    """What every policy may cost, and what became of each."""
    if shared.target is None:
        return [SAY.no_target]
    setter = titles[shared.set_by] if shared.set_by else EMPTY
    head = (SAY.cheapest if shared.set_by else SAY.budget).filled(target=shared.target, policy=setter)
    return [head, *(_line(one, titles[name]) for name, one in shared.policies.items())]


def _line(one: "Scaled", policy: Text) -> Text:
    words = {"policy": policy, "before": one.cost_before, "after": one.cost_after, "share": 100 * one.factor}
    if one.state != "scaled":
        return STATES[one.state].filled(**words)
    changes = [LEVERS[name].title + f" {_change(change)}" for name, change in one.levers.items()]
    if one.policy.phases or one.policy.campaigns:
        changes.append(SAY.also)
    return SAY.scaled.filled(**words, levers=LISTED.join(changes))


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
