"""What is set on top of a scenario and its policies, at dotted paths: `--set` of the command line, `sets` of Python, `set` of designs.

Levers, goals, campaigns, phases and budget are laid on every policy, all else on the scenario, as if its own file said so. A mapping says
the same as the path to each of its entries and leaves the others as they are; a list, a number or a word replaces what was there.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from cogov.model.levers import LEVERS
from cogov.model.policy import PolicyPatch
from cogov.model.scenario import Scenario
from cogov.scenarios.complaints import validated
from cogov.scenarios.csv_lines import plain_number
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.names import Titles, as_written, by_titles, identifier, in_chinese, in_identifiers, labels_at, value_called
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written, flow, parse_yaml

SAY = Words(__file__)

BESIDE_LEVERS = ("goals", "campaigns", "phases", "budget")
"""What else is laid on policies."""
OF_SCENARIOS = tuple(
    name for name in Scenario.model_fields if name not in {"name", "title", "question", "source", "network", "policy", "policies"}
)
"""Words are no settings, files belong into a scenario's file, and policies are set by what they consist of."""
LARGEST_WHOLE = 1e15
SWITCHED = {"on": True, "off": False}

_EXAMPLES = (
    "boundary_clarity=0.8",
    "centre_strength.village=0.6",
    "parameters.triage.taking_load=0.1",
    "choices.queue=fifo",
    "goals.traffic=2",
    "'phases=[{from_day: 180, levers: {boundary_clarity: 0.8}}]'",
)
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|(?<!\w)'[^']*')""")


def parse_sets(pairs: Sequence[str]) -> dict[str, Any]:
    """Read `name=value` as it comes from the command line: a number, a word, on or off, or a list or mapping as YAML has it in brackets.

    Names stay as they are typed.
    """
    found: dict[str, Any] = {}
    wrong: list[Problem] = []
    for pair in pairs:
        said, *rest = re.split("[=＝]", pair, maxsplit=1)
        said = unicodedata.normalize("NFKC", said).strip()
        name = identifier(said)
        if not rest or not name:
            wrong.append(Problem(SAY.not_a_setting, key="--set", value=pair, allowed=_EXAMPLES))
        elif name in map(identifier, found):
            wrong.append(as_set(Problem(SAY.twice, key=name), {said: None}))
        else:
            try:
                found[said] = _value(name, rest[0].strip())
                wrong.extend(as_set(one, {said: found[said]}) for one in _wrong_alone(name, found[said]))
            except InputError as error:
                wrong.extend(as_set(one, {said: None}) for one in error.problems)
    if wrong:
        raise InputError(wrong)
    return found


def _value(name: str, written: str) -> Any:
    if unicodedata.normalize("NFKC", written[:1]) in {"[", "{"}:
        return _in_brackets(name, written)
    number = plain_number(written)
    if math.isnan(number):
        word = unicodedata.normalize("NFKC", written)
        return SWITCHED.get(word, value_called(word, (name,)))
    return number


def _in_brackets(name: str, written: str) -> Any:
    """Read a list or mapping; signs of a Chinese keyboard are YAML's, except in quotes."""
    parts = _QUOTED.split(written)
    parts[::2] = [unicodedata.normalize("NFKC", part.replace("：", ": ").replace("、", ", ")) for part in parts[::2]]
    try:
        values = parse_yaml(f"value: {''.join(parts)}", name).values
    except InputError as error:
        one = error.problems[0]
        inside = one.key.removeprefix("value")
        raise InputError(Problem(one.message, key=f"{name}{inside}", value=one.value, allowed=_EXAMPLES[-1:])) from None
    if len(values) > 1:
        raise InputError(Problem(SAY.not_a_setting, key=name, value=written, allowed=_EXAMPLES))
    return values["value"]


def as_typed(value: object) -> str:
    """Write a value as one types it after `name=`."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return flow(value) if isinstance(value, (list, tuple, dict)) else str(value)


def flat(sets: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """Return settings by dotted path: a mapping inside a mapping says the same as the path to each of its entries."""
    found: dict[str, Any] = {}
    for key, value in sets.items():
        name = identifier(str(key), tuple(path.split(".")))
        here = f"{path}.{name}" if path else name
        inside = flat(value, here) if isinstance(value, Mapping) and value else {here: in_identifiers(value, (here,))}
        if twice := [name for name in inside if name in found]:
            raise InputError(Problem(SAY.twice, key=name) for name in twice)
        found |= inside
    return found


def settled(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings by dotted path, or refuse what has no such name, no value, or two; what a value may be is asked where it is laid."""
    found = {name: _plain(value) for name, value in flat(sets).items()}
    if wrong := [*_nameless(found), *_overlapping(found)]:
        raise InputError(wrong)
    return found


def laid_over(sets: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings with more on top; what is set as a whole later leaves nothing of its parts."""
    kept = {name: value for name, value in sets.items() if not any(_is_within(name, later) for later in more)}
    return {**kept, **more}


def of_policies(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is laid on policies."""
    return {name: value for name, value in sets.items() if name.partition(".")[0] in (*LEVERS, *BESIDE_LEVERS)}


def of_scenarios(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is laid on the scenario."""
    return {name: value for name, value in sets.items() if name.partition(".")[0] in OF_SCENARIOS}


def cause(problem: Problem, sets: Mapping[str, Any], titles: Titles) -> str | None:
    """Return which setting a problem comes from: the one at, above or below its key; None where a file wrote that."""
    if problem.file is not None or not problem.key:
        return None
    key, places = by_titles(problem.key, titles), {by_titles(identifier(str(name)), titles): name for name in sets}
    return next((name for place, name in places.items() if _is_within(key, place) or _is_within(place, key)), None)


def as_set(problem: Problem, sets: Mapping[str, Any], titles: Titles = MappingProxyType({})) -> Problem:
    """Return a problem as the command line calls the setting that it comes from: in Chinese, where that was set in Chinese."""
    called = in_chinese(problem.key, titles) if set_in_chinese(problem, sets, titles) else problem.key
    return replace(problem, key=f"--set {problem.key}", called=f"--set {called}")


def set_in_chinese(problem: Problem, sets: Mapping[str, Any], titles: Titles = MappingProxyType({})) -> bool:
    """Say whether a problem comes from a setting that was set in Chinese."""
    name = cause(problem, sets, titles)
    return name is not None and _has_chinese_keys({name: sets[name]})


def _has_chinese_keys(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(not str(key).isascii() or _has_chinese_keys(inner) for key, inner in value.items())
    return isinstance(value, (list, tuple)) and any(map(_has_chinese_keys, value))


def change(sets: Mapping[str, Any]) -> PolicyPatch:
    """Return what settings change of a policy: a part of a lever set alone wins over the lever set as a whole."""
    sets = {identifier(name): value for name, value in sets.items()}
    if wrong := [problem for name, value in sets.items() for problem in _wrong_lever(name, value)]:
        raise InputError(wrong)
    values: dict[str, Any] = {}
    for name, value in sorted(sets.items(), key=lambda setting: setting[0].count(".")):
        *above, last = name.split(".")
        part = values
        for key in above:
            inside = part.get(key, {})
            part[key] = inside = inside if isinstance(inside, dict) else dict.fromkeys(LEVERS[key].parts, inside)
            part = inside
        part[last] = value
    return validated(PolicyPatch, Written(values))


def _wrong_alone(name: str, value: Any) -> Iterator[Problem]:
    """Yield what is wrong with a setting whatever the scenario."""
    said = {path: _plain(one) for path, one in flat({name: value}).items()}
    yield from _nameless(said)
    for path, one in said.items():
        yield from _wrong_lever(path, one)


def _is_within(name: str, whole: str) -> bool:
    return f"{name}.".startswith(f"{whole}.")


def _plain(value: Any) -> Any:
    """Return a value as a file would have it: whole numbers whole, on and off as such."""
    if isinstance(value, str):
        return SWITCHED.get(value, value)
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < LARGEST_WHOLE
    return int(value) if is_whole else value


def _nameless(sets: Mapping[str, Any]) -> Iterator[Problem]:
    on_policies = (*LEVERS, *BESIDE_LEVERS)
    known = (*on_policies, *OF_SCENARIOS)
    for name, value in sets.items():
        head = name.partition(".")[0]
        if head not in known:
            inside = as_written(head, sorted(OF_SCENARIOS), labels_at(()))
            allowed = (*as_written(head, on_policies, labels_at(())), *(f"{other}.…" for other in inside))
            near = nearest(head, as_written(head, known, labels_at(())))
            yield Problem(unknown(SAY.lever, head, ()).message, key=name, allowed=allowed, nearest=near)
        elif value is None or value == {}:
            yield Problem(SAY.no_value, key=name)


def _overlapping(sets: Mapping[str, Any]) -> Iterator[Problem]:
    """Name what is set as a whole and in part; of a lever the part wins."""
    for name in sets:
        for whole in sets:
            if name != whole and _is_within(name, whole) and whole not in LEVERS:
                yield Problem(SAY.also_whole.filled(whole=whole), key=name)


def _wrong_lever(path: str, value: object) -> Iterator[Problem]:
    """Yield what is wrong with one setting of a lever, if anything."""
    name, _, part = path.partition(".")
    lever = LEVERS.get(name)
    if lever is None:
        return
    allowed = (f"{lever.low:g} – {lever.high:g}",)
    if part and part not in lever.parts:
        parts = as_written(part, lever.parts, labels_at((name,)))
        yield Problem(SAY.no_part.filled(lever=name, part=part), key=path, allowed=parts, nearest=nearest(part, parts))
    elif isinstance(value, bool) or not isinstance(value, (int, float)) or math.isnan(value):
        yield Problem(SAY.number, key=path, value=value, allowed=allowed)
    elif not lever.low <= value <= lever.high:
        yield Problem(SAY.out_of_range, key=path, value=value, allowed=allowed)
