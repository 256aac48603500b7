"""Policies: the library, a scenario's own, and what is set on top.

A policy names only what it changes; the rest is the scenario's. `as_is` changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.catalogue import list_policies
from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.extends import library_files
from cogov.scenarios.names import as_written, titled
from cogov.scenarios.settings import change
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import read_yaml

SAY = Words(__file__)

AS_IS = "as_is"


def load_policies() -> dict[str, PolicyPatch]:
    """Return the library's policies by name."""
    return {name: validated(PolicyPatch, read_yaml(path, path.name)) for name, path in library_files("policies").items()}


def policy_names(scenario: Scenario) -> list[str]:
    """Return the names of all policies that can be run in a scenario: the library's, then its own."""
    return [*library_files("policies"), *scenario.policies]


def policy_called(scenario: Scenario, word: str) -> str:
    """Return the name of the policy that is called so, by its Chinese title too; the word itself where none is."""
    return word if word.isascii() else titled(word, _titles(scenario))


def _titles(scenario: Scenario) -> dict[str, str]:
    own = {name: policy.title.zh for name, policy in scenario.policies.items() if policy.title is not None}
    return {entry.name: entry.title.zh for entry in list_policies()} | own


def find_policy(scenario: Scenario, name: str) -> PolicyPatch:
    """Return what a policy of the library or of the scenario changes."""
    name = policy_called(scenario, name)
    if name in scenario.policies:
        return scenario.policies[name]
    path = library_files("policies").get(name)
    if path is not None:
        return validated(PolicyPatch, read_yaml(path, path.name))
    if name == AS_IS:
        return PolicyPatch()
    raise InputError(unknown(SAY.policy, name, as_written(name, policy_names(scenario), _titles(scenario))))


def policy_title(scenario: Scenario, name: str) -> Text:
    """Return what a policy is called on the screen; its name where it has no title."""
    return find_policy(scenario, name).title or Text.same(name)


def resolve_policy(scenario: Scenario, name: str = AS_IS, sets: Mapping[str, Any] | None = None) -> Policy:
    """Return the levers that a run works under: the scenario's, what the policy changes, what `sets` changes."""
    policy = _fitting(scenario.base_policy().overlaid(find_policy(scenario, name)), scenario, f"{name}.")
    if not sets:
        return policy
    on_top = change(sets)
    if isinstance(on_top.goals, dict) and isinstance(policy.goals, dict):  # weights that are set leave those of other topics
        on_top = on_top.model_copy(update={"goals": policy.goals | on_top.goals})
    return _fitting(policy.overlaid(on_top), scenario)


def _fitting(policy: Policy, scenario: Scenario, place: str = "") -> Policy:
    """Return a policy with its townships by number, or refuse one that names what the scenario does not have."""
    placed = _topics_by_name(scenario.placed(policy), scenario)
    _check_topics(placed, scenario, place)
    _check_names(placed, scenario, place)
    return placed


def _topics_by_name(policy: Policy, scenario: Scenario) -> Policy:
    """Return a policy that calls by its name what it may have called by its title."""
    titles = _topic_titles(scenario)
    campaigns = tuple(one.model_copy(update={"topic": titled(one.topic, titles)}) for one in policy.campaigns)
    goals = policy.goals
    if isinstance(goals, dict):
        goals = {titled(topic, titles): weight for topic, weight in goals.items()}
    return policy.model_copy(update={"campaigns": campaigns, "goals": goals})


def _topic_titles(scenario: Scenario) -> dict[str, str]:
    return {name: topic.title.zh for name, topic in scenario.topics.items()}


def _check_topics(policy: Policy, scenario: Scenario, place: str) -> None:
    """Refuse goals for topics, and campaigns against topics, that the scenario does not have."""
    titles = _topic_titles(scenario)
    weighed = policy.goals if isinstance(policy.goals, dict) else {}
    named = [(f"{place}goals.{topic}", topic) for topic in weighed]
    named += [(f"{place}campaigns.{number}.topic", campaign.topic) for number, campaign in enumerate(policy.campaigns)]
    message = SAY.unknown_topic
    wrong = [
        Problem(message, key=key, value=topic, allowed=known, nearest=nearest(topic, known))
        for key, topic in named
        if topic not in titles
        for known in [as_written(topic, titles, titles)]
    ]
    if wrong:
        raise InputError(wrong)


def _check_names(policy: Policy, scenario: Scenario, place: str) -> None:
    """Refuse phases in townships that are called what no township of the county is called."""
    names = tuple(said for text in scenario.city.township_names for said in (text.en, text.zh))
    wrong = [
        Problem(SAY.stranger, key=f"{place}phases.{number}.where", value=one, allowed=names, nearest=nearest(one, names))
        for number, phase in enumerate(policy.phases)
        if isinstance(phase.where, tuple)
        for one in phase.where
        if isinstance(one, str)
    ]
    if wrong:
        raise InputError(wrong)
