"""Chinese names where identifiers stand: what is declared with a title is called by it, other keys of a scenario as `words.yaml` has them.

A title counts without its spaces and punctuation: 联动（四联） is also 联动四联.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, dotted

if TYPE_CHECKING:
    from cogov.model.scenario import Scenario

SAY = Words(__file__)
FIELDS = Words(__file__, "fields")
"""What Chinese calls the keys of a scenario, of a design and parts of levers; levers have their titles."""

PLACED = Words(__file__, "placed")
"""What Chinese calls a key otherwise below a certain one: `record flows`."""
VALUES = Words(__file__, "values")
"""What Chinese calls what may stand at a key, by key and value: `queue fifo`."""
NUMBERS = Words(__file__, "numbers")
"""What Chinese calls the numbers of the rules, by block and number: `triage taking_load`."""
DESKS = ("desk", "lead", "supporters", "escalates_to", "kind")
"""Keys at which a kind of desk stands, by its name or title."""
SWITCHES = {"开": True, "关": False}
SWITCHED = (
    "counter",
    "doubles",
    "working_days",
    "replace",
    "second_order",
    "series",
    "events",
    "flows",
    "townships",
    "hold_out",
    "game",
    "county",
)
"""Keys that are on or off; rules are too."""
INDICATED = ("indicators", "measure")
"""Keys at which indicators stand."""
ENTRIES = ("topics", "kinds", "policies", "goals", "places")
"""What stands below these is named by who writes the scenario."""

Titles = Mapping[str, Mapping[str, str]]
"""What Chinese calls the entries that a scenario names itself, by section and name."""
Called = tuple[Callable[[str, KeyPath], str], Callable[[str, KeyPath], str | bool]]
"""How keys are called, and values."""


def identifier(word: str, path: KeyPath = ()) -> str:
    """Return the key, or dotted path of keys, that is called so at a place; the word itself where none is."""
    if word.isascii():
        return word
    head, dot, rest = word.partition(".")
    found = head if head.isascii() or _named_by_writer(path) else keys_at(path).get(_bare(head))
    if found is None:
        return word
    return found + dot + identifier(rest, (*path, found)) if dot else found


def in_chinese(name: str, titles: Titles) -> str:
    """Return what Chinese calls a dotted path of keys, its entries by their titles; a part that has no Chinese name stays."""
    parts = name.split(".")
    paths = [tuple(parts[:length]) for length in range(len(parts))]
    return ".".join(_bare(labels_at(path, titles).get(part, "")) or part for path, part in zip(paths, parts, strict=True))


def _named_by_writer(path: KeyPath) -> bool:
    return path[-1:] != () and path[-1] in ENTRIES and not _is_block(path)


def _is_block(path: KeyPath) -> bool:
    """Say whether it is where the numbers of a rule stand."""
    return path[-2:-1] == ("parameters",) and any(pair.split()[0] == path[-1] for pair in NUMBERS)


def titled(word: str, titles: Mapping[str, str]) -> str:
    """Return the name of what has this title; the word itself where nothing has, or that is a name; refuse what several are called."""
    if word.isascii() or word in titles:
        return word
    found = [name for name, title in titles.items() if _bare(title) == _bare(word)]
    if len(found) > 1:
        raise InputError(Problem(SAY.several, value=word, allowed=tuple(found)))
    return found[0] if found else word


def value_called(word: str, path: KeyPath) -> str | bool:
    """Return what is called so at a place: one of the values that may stand there, on or off; the word itself where nothing is."""
    if word.isascii():
        return word
    key = _key(path)
    if word in SWITCHES and (key in SWITCHED or _key(path[:-1]) == "rules" or path[-1:] == (f"rules.{key}",)):
        return SWITCHES[word]
    return next((value for value, label in values_at(path).items() if _bare(label) == _bare(word)), word)


def indicator_called(word: str) -> str:
    """Return the indicator that has this title, of one by group as 标题@组; the word itself where none has."""
    return str(value_called(word, ("indicators",)))


def in_identifiers(value: Any, path: KeyPath) -> Any:
    """Return a value with keys and values inside it by their identifiers."""
    if isinstance(value, list | tuple):
        return [in_identifiers(one, (*path, number)) for number, one in enumerate(value)]
    if isinstance(value, Mapping):
        named = {key: identifier(key, path) if isinstance(key, str) else key for key in value}
        return {name: in_identifiers(value[key], (*path, name)) for key, name in named.items()}
    return value_called(value, path) if isinstance(value, str) else value


def as_written(word: str, names: Iterable[str], labels: Mapping[str, str]) -> tuple[str, ...]:
    """Return names as who wrote a word would write them: where the word is Chinese, by what Chinese calls them."""
    return tuple(names) if word.isascii() else tuple(labels.get(name, name) for name in names)


def titles_of(section: object) -> dict[str, str]:
    """Return the Chinese titles of the entries of a section, as a file writes them."""
    entries = section.items() if isinstance(section, Mapping) else ()
    titles = ((name, one.get("title")) for name, one in entries if isinstance(one, Mapping))
    return {name: str(title["zh"]) for name, title in titles if isinstance(title, Mapping) and "zh" in title}


def titles_in(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the titles of all that a scenario's file names itself, by section; goals are for topics."""
    titles = {section: titles_of(values.get(section)) for section in ("topics", "kinds", "policies")}
    return {**titles, "goals": titles["topics"]}


def entry_titles(scenario: "Scenario") -> dict[str, dict[str, str]]:
    """Return the same of a scenario that was read."""
    return titles_in(scenario.model_dump(include={"topics", "kinds", "policies"}))


def by_titles(key: str, titles: Titles) -> str:
    """Return a dotted path whose topic or kind of desk may have been called by its title."""
    path = key.split(".")
    return ".".join(entry_called(titles, part, tuple(path[:place])) for place, part in enumerate(path))


def entry_called(titles: Titles, key: str, path: KeyPath) -> str:
    """Return the entry of a scenario that is called so at a place: a topic, a kind of desk or a policy of its own."""
    is_entry = _named_by_writer(path) and (len(path) == 1 or path[-1] == "goals")
    return titled(key, titles.get(str(path[-1]), {})) if is_entry else key


def desk_called(titles: Titles, word: str, path: KeyPath) -> str:
    """Return the kind of desk of a scenario that has this title, where a kind of desk stands."""
    return titled(word, titles["kinds"]) if _key(path) in DESKS else word


def renamed(
    written: Written, name_of: Callable[[str, KeyPath], str] = identifier, value_of: Callable[[str, KeyPath], str | bool] = value_called
) -> Written:
    """Return what a file says with its keys and values by their identifiers; each value keeps the place where it was written."""
    result = Written({})
    result.values = _renamed(written, written.values, (), (), (name_of, value_of), result)
    return result


def _renamed(written: Written, value: Any, said: KeyPath, path: KeyPath, called: Called, result: Written) -> Any:
    name_of, value_of = called
    if said in written.places:
        result.places[path] = written.places[said]
    if isinstance(value, list):
        return [_renamed(written, one, (*said, number), (*path, number), called, result) for number, one in enumerate(value)]
    if not isinstance(value, Mapping):
        return value_of(value, path) if isinstance(value, str) else value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = name_of(key, path) if isinstance(key, str) else key
        if name in found:
            raise InputError(written.problem((*said, key), SAY.twice.filled(name=dotted((*path, name)))))
        found[name] = _renamed(written, inner, (*said, key), (*path, name), called, result)
    return found


def keys_at(path: KeyPath) -> dict[str, str]:
    """Return the keys that may stand below a place by what Chinese calls them there, or anywhere."""
    return {_bare(label): name for labels in (_anywhere(path), labels_at(path)) for name, label in labels.items()}


def labels_at(path: KeyPath, titles: Titles = MappingProxyType({})) -> Mapping[str, str]:
    """Return what Chinese calls the keys that may stand below a place: of a rule its numbers, indicators and entries by their titles."""
    if _named_by_writer(path):
        return titles.get(str(path[-1]), {})
    if path[-2:-1] == ("weights",) or path[-1:] == ("targets",):
        return indicator_titles()
    return {**_anywhere(path), **_second(PLACED, _key(path))}


def _anywhere(path: KeyPath) -> dict[str, str]:
    if _is_block(path):
        return _second(NUMBERS, str(path[-1]))
    return {name: lever.title.zh for name, lever in LEVERS.items()} | {name: text.zh for name, text in FIELDS.items()}


def values_at(path: KeyPath) -> dict[str, str]:
    """Return what Chinese calls what may stand at a place."""
    key = _key(path)
    if key == "source" and "topics" not in dotted(path).split("."):  # elsewhere a source is a sentence
        return {}
    return _second(VALUES, key) | (indicator_titles() if key in INDICATED else {})


def indicator_titles() -> dict[str, str]:
    """Return the titles of indicators in Chinese, those by group with the group's behind an @."""
    from cogov.model.indicators import GROUP_TITLES, INDICATORS, base, group_of, grouped_names  # noqa: PLC0415 - what they measure weighs

    found = {name: one.title.zh for name, one in INDICATORS.items()}
    by_group = {name: group for one in INDICATORS.values() for name in grouped_names(one) if (group := group_of(name)) is not None}
    return found | {name: f"{found[base(name)]}@{GROUP_TITLES[group].zh}" for name, group in by_group.items()}


def _second(words: Words, first: str) -> dict[str, str]:
    """Return what Chinese calls the second of the pairs that begin so."""
    pairs = ((*pair.split(), text.zh) for pair, text in words.items())
    return {second: label for begins, second, label in pairs if begins == first}


def _key(path: KeyPath) -> str:
    """Return the key at which a place is, whatever its place in a list and however its path was written."""
    return next((part.rpartition(".")[2] for part in reversed(path) if isinstance(part, str)), "")


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words)).lower()
