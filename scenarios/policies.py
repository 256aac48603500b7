"""Policies: the library, a scenario's own, and `--set lever=value` on top.

A policy names only what it changes; the rest is the scenario's. `as_is` changes nothing.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from cogov.model.levers import LEVERS
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.complaints import validated
from cogov.scenarios.csv_lines import plain_number
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.extends import library_files
from cogov.scenarios.yaml_lines import read_yaml

AS_IS = "as_is"
_POLICY, _LEVER = Text(zh="政策", en="policy"), Text(zh="杠杆", en="lever")
_NOT_A_SETTING = Text(zh="应写成 名称=取值", en="must read name=value")
_STRANGER = Text(zh="没有这个乡镇", en="no township is called this")
_EXAMPLES = ("boundary_clarity=0.8", "centre_strength.village=0.6", "parameters.triage.taking_load=0.1", "choices.queue=fifo")
_OTHERS = frozenset({*Scenario.model_fields, "goals"} - {"name", "title", "question", "source", "network", "policy", "policies"})
"""With what the path of a setting begins that is no lever: it is looked up where the scenario is known."""


def load_policies() -> dict[str, PolicyPatch]:
    """Return the library's policies by name."""
    return {name: validated(PolicyPatch, read_yaml(path, path.name)) for name, path in library_files("policies").items()}


def policy_names(scenario: Scenario) -> list[str]:
    """Return the names of all policies that can be run in a scenario: the library's, then its own."""
    return [*library_files("policies"), *scenario.policies]


def find_policy(scenario: Scenario, name: str) -> PolicyPatch:
    """Return what a policy of the library or of the scenario changes."""
    if name in scenario.policies:
        return scenario.policies[name]
    path = library_files("policies").get(name)
    if path is not None:
        return validated(PolicyPatch, read_yaml(path, path.name))
    if name == AS_IS:
        return PolicyPatch()
    raise InputError(unknown(_POLICY, name, policy_names(scenario)))


def policy_title(scenario: Scenario, name: str) -> Text:
    """Return what a policy is called on the screen; its name where it has no title."""
    return find_policy(scenario, name).title or Text(zh=name, en=name)


def resolve_policy(scenario: Scenario, name: str = AS_IS, sets: Mapping[str, float] | None = None) -> Policy:
    """Return the levers that a run works under: the scenario's, what the policy changes, what `sets` changes."""
    policy = scenario.base_policy().overlaid(find_policy(scenario, name))
    policy = scenario.placed(policy.overlaid(_patch(sets or {})))
    _check_topics(policy, scenario, name)
    _check_names(policy, scenario, name)
    return policy


def parse_sets(pairs: Sequence[str]) -> dict[str, float | str]:
    """Read `name=value` as it comes from the command line: a lever, a part of one, or the dotted path of anything else."""
    found: dict[str, float | str] = {}
    wrong: list[Problem] = []
    for pair in pairs:
        name, separator, written = (part.strip() for part in unicodedata.normalize("NFKC", pair).partition("="))
        if not separator or not name:
            wrong.append(Problem(_NOT_A_SETTING, key="--set", value=pair, allowed=_EXAMPLES))
        elif name in found:
            wrong.append(Problem(Text(zh="重复设置", en="is set twice"), key=f"--set {name}"))
        else:
            number = plain_number(written)
            is_other = name.partition(".")[0] in _OTHERS
            found[name] = written if is_other and math.isnan(number) else number
            wrong.extend([] if is_other else _wrong_setting(name, number, written))
    if wrong:
        raise InputError(wrong)
    return found


def flat(sets: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """Return settings by dotted path: a mapping inside a mapping says the same as the path to each of its entries."""
    found: dict[str, Any] = {}
    for key, value in sets.items():
        here = f"{path}.{key}" if path else str(key)
        inside = flat(value, here) if isinstance(value, Mapping) else {here: value}
        if twice := [name for name in inside if name in found]:
            raise InputError(Problem(Text(zh="重复设置", en="is set twice"), key=f"--set {name}") for name in twice)
        found |= inside
    return found


def _wrong_setting(name: str, value: object, written: object) -> list[Problem]:
    """Return what is wrong with one setting of a lever, if anything."""
    name, _, part = name.partition(".")
    key = "--set " + (f"{name}.{part}" if part else name)
    lever = LEVERS.get(name)
    if lever is None:
        message = unknown(_LEVER, name, ()).message
        known = (*LEVERS, *sorted(_OTHERS))
        return [Problem(message, key=key, allowed=(*LEVERS, *(f"{other}.…" for other in sorted(_OTHERS))), nearest=nearest(name, known))]
    if part and part not in lever.parts:
        message = Text(zh=f"{name} 没有“{part}”这一部分", en=f"{name} has no part {part}")
        return [Problem(message, key=key, allowed=lever.parts, nearest=nearest(part, lever.parts))]
    allowed = (f"{lever.low:g} – {lever.high:g}",)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        return [Problem(Text(zh="应为数", en="needs a number"), key=key, value=written, allowed=allowed)]
    if not lever.low <= value <= lever.high:
        return [Problem(Text(zh="超出范围", en="out of range"), key=key, value=value, allowed=allowed)]
    return []


def _patch(sets: Mapping[str, float]) -> PolicyPatch:
    """Gather settings into one change: a part set alone wins over the lever set as a whole."""
    if wrong := [problem for name, value in sets.items() for problem in _wrong_setting(name, value, value)]:
        raise InputError(wrong)
    values: dict[str, Any] = {name: value for name, value in sets.items() if "." not in name}
    for name, value in sets.items():
        lever, _, part = name.partition(".")
        if part:
            whole = values.get(lever, {})
            values[lever] = (whole if isinstance(whole, dict) else dict.fromkeys(LEVERS[lever].parts, whole)) | {part: value}
    return PolicyPatch.model_validate(values)


def _check_topics(policy: Policy, scenario: Scenario, name: str) -> None:
    """Refuse goals for topics, and campaigns against topics, that the scenario does not have."""
    topics = tuple(scenario.topics)
    weighed = policy.goals if isinstance(policy.goals, dict) else {}
    named = [(f"{name}.goals.{topic}", topic) for topic in weighed]
    named += [(f"{name}.campaigns.{place}.topic", campaign.topic) for place, campaign in enumerate(policy.campaigns)]
    message = Text(zh="没有这个事项类别", en="unknown topic")
    wrong = [
        Problem(message, key=key, value=topic, allowed=topics, nearest=nearest(topic, topics))
        for key, topic in named
        if topic not in topics
    ]
    if wrong:
        raise InputError(wrong)


def _check_names(policy: Policy, scenario: Scenario, name: str) -> None:
    """Refuse phases in townships that are called what no township of the county is called."""
    names = tuple(said for text in scenario.city.township_names for said in (text.en, text.zh))
    wrong = [
        Problem(_STRANGER, key=f"{name}.phases.{number}.where", value=place, allowed=names, nearest=nearest(place, names))
        for number, phase in enumerate(policy.phases)
        if isinstance(phase.where, tuple)
        for place in phase.where
        if isinstance(place, str)
    ]
    if wrong:
        raise InputError(wrong)
