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

ENTRIES = ("topics", "kinds", "policies", "goals")
"""What stands below these is named by who writes the scenario."""


def identifier(word: str, path: KeyPath = ()) -> str:
    """Return the key, or dotted path of keys, that is called so at a place; the word itself where none is."""
    if word.isascii():
        return word
    head, dot, rest = word.partition(".")
    found = head if path and path[-1] in ENTRIES else _called().get(_bare(head), head)
    return found + dot + identifier(rest, (*path, found)) if dot else found


def titled(word: str, titles: Mapping[str, str]) -> str:
    """Return the name of what has this title; the word itself where nothing has, or that is a name; refuse what several are called."""
    if word.isascii() or word in titles:
        return word
    found = [name for name, title in titles.items() if _bare(title) == _bare(word)]
    if len(found) > 1:
        raise InputError(Problem(SAY.several, value=word, allowed=tuple(found)))
    return found[0] if found else word


def meant(word: str, names: Iterable[str]) -> str | None:
    """Return the name that a word was probably meant to be, by its Chinese name where the word is Chinese."""
    names = tuple(names)
    if word.isascii():
        return nearest(word, names)
    return nearest(word, [*names, *(called for called, name in _called().items() if name in names)])


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


def renamed(written: Written, name_of: Callable[[str, KeyPath], str]) -> Written:
    """Return what a file says with its keys by their identifiers; each value keeps the place where it was written."""
    result = Written({})
    result.values = _renamed(written, written.values, (), (), name_of, result)
    return result


def _renamed(written: Written, value: Any, said: KeyPath, path: KeyPath, name_of: Callable[[str, KeyPath], str], result: Written) -> Any:
    if said in written.places:
        result.places[path] = written.places[said]
    if isinstance(value, list):
        return [_renamed(written, one, (*said, number), (*path, number), name_of, result) for number, one in enumerate(value)]
    if not isinstance(value, Mapping):
        return value
    found: dict[str, Any] = {}
    for key, inner in value.items():
        name = name_of(key, path) if isinstance(key, str) else key
        if name in found:
            raise InputError(written.problem((*said, key), SAY.twice.filled(name=dotted((*path, name)))))
        found[name] = _renamed(written, inner, (*said, key), (*path, name), name_of, result)
    return found


def _called() -> dict[str, str]:
    """Return identifiers by what Chinese calls them."""
    labels = {name: lever.title.zh for name, lever in LEVERS.items()} | {name: text.zh for name, text in FIELDS.items()}
    return {_bare(label): name for name, label in labels.items()}


def _bare(words: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", words)).lower()
