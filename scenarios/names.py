"""Chinese names where identifiers stand: what is declared with a title is called by it, other keys of a scenario as `words.yaml` has them.

A title counts without its spaces and punctuation: 联动（四联） is also 联动四联.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, dotted

SAY = Words(__file__)
FIELDS = Words(__file__, "fields")
"""What Chinese calls the keys of a scenario, of a design and parts of levers; levers have their titles."""

VALUES = Words(__file__, "values")
"""What Chinese calls what may stand at a key, by key and value: `queue fifo`."""
NUMBERS = Words(__file__, "numbers")
"""What Chinese calls the numbers of the rules, by block and number: `triage taking_load`."""
DESKS = ("desk", "lead", "supporters", "escalates_to")
"""Keys at which a kind of desk stands, by its name or title."""
SWITCHES = {"开": True, "关": False}
SWITCHED = ("counter", "doubles", "working_days", "replace", "second_order", "series", "events", "flows", "townships")
"""Keys that are on or off; rules are too."""

ENTRIES = ("topics", "kinds", "policies", "goals")
"""What stands below these is named by who writes the scenario."""


Called = tuple[Callable[[str, KeyPath], str], Callable[[str, KeyPath], str | bool]]
"""How keys are called, and values."""


def identifier(word: str, path: KeyPath = ()) -> str:
    """Return the key, or dotted path of keys, that is called so at a place; the word itself where none is."""
    if word.isascii():
        return word
    head, dot, rest = word.partition(".")
    named_by_writer = path[-1:] and path[-1] in ENTRIES and path[-2:-1] != ("parameters",)
    found = head if named_by_writer else keys_at(path).get(_bare(head), head)
    return found + dot + identifier(rest, (*path, found)) if dot else found


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
    return values_at(path).get(_bare(word), word)


def in_identifiers(value: Any, path: KeyPath) -> Any:
    """Return a value with keys and values inside it by their identifiers."""
    if isinstance(value, list | tuple):
        return [in_identifiers(one, (*path, number)) for number, one in enumerate(value)]
    if isinstance(value, Mapping):
        named = {key: identifier(key, path) if isinstance(key, str) else key for key in value}
        return {name: in_identifiers(value[key], (*path, name)) for key, name in named.items()}
    return value_called(value, path) if isinstance(value, str) else value


def meant(word: str, names: Iterable[str], called: Mapping[str, str] | None = None) -> str | None:
    """Return the name that a word was probably meant to be, by what Chinese calls it where the word is Chinese: as a key, unless said."""
    names = tuple(names)
    if word.isascii():
        return nearest(word, names)
    labels = (label for label, name in (keys_at(()) if called is None else called).items() if name in names)
    return nearest(word, [*names, *labels])


def titles_of(section: object) -> dict[str, str]:
    """Return the Chinese titles of the entries of a section, as a file writes them."""
    entries = section.items() if isinstance(section, Mapping) else ()
    titles = ((name, one.get("title")) for name, one in entries if isinstance(one, Mapping))
    return {name: str(title["zh"]) for name, title in titles if isinstance(title, Mapping) and "zh" in title}


def below(values: Mapping[str, Any], key: str, path: KeyPath) -> str:
    """Return the entry of a scenario that is called so at a place: a topic, a kind of desk or a policy of its own; goals are for topics."""
    if key.isascii() or not path or path[-1] not in ENTRIES or (len(path) > 1 and path[-1] != "goals"):
        return key
    return titled(key, titles_of(values.get("topics" if path[-1] == "goals" else str(path[0]))))


def desk_called(values: Mapping[str, Any], word: str, path: KeyPath) -> str:
    """Return the kind of desk of a scenario that has this title, where a kind of desk stands."""
    return titled(word, titles_of(values.get("kinds"))) if _key(path) in DESKS else word


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
    """Return the keys that may stand below a place by what Chinese calls them: of a rule its numbers, else any."""
    if path[-2:-1] == ("parameters",):
        return _within(NUMBERS, str(path[-1]))
    labels = {name: lever.title.zh for name, lever in LEVERS.items()} | {name: text.zh for name, text in FIELDS.items()}
    return {_bare(label): name for name, label in labels.items()}


def values_at(path: KeyPath) -> dict[str, str]:
    """Return what may stand at a place by what Chinese calls it."""
    return _within(VALUES, _key(path))


def _within(words: Words, first: str) -> dict[str, str]:
    """Return the second of the pairs that begin so by what Chinese calls it."""
    pairs = ((*pair.split(), text.zh) for pair, text in words.items())
    return {_bare(label): second for begins, second, label in pairs if begins == first}


def _key(path: KeyPath) -> str:
    """Return the key at which a place is, whatever its place in a list and however its path was written."""
    return next((part.rpartition(".")[2] for part in reversed(path) if isinstance(part, str)), "")


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words)).lower()
