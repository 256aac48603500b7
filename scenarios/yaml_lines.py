"""A YAML file read into plain values, with the line on which each of them stands.

Stricter than YAML: a key is a word and stands once, numbers are finite, there are no tags and no merge keys.
Friendlier, too: `1e-3` is a number, a date stays the text that was typed.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cogov.model.words import UNWRITABLE, Text
from cogov.scenarios.errors import InputError, Problem, shorten
from cogov.scenarios.text_files import read_text
from cogov.scenarios.words import Words

SAY = Words(__file__)

KeyPath = tuple[str | int, ...]

MOST_VALUES = 200_000
"""Counted with every alias written out, so that a small file cannot unfold into a huge one."""
DEEPEST = 40


_SIGNS = {"：": ":", "，": ",", "｛": "{", "｝": "}", "［": "[", "］": "]", "\u3000": " "}
_MEANT_AS_SIGN = re.compile(r"(?:^[ ]*|(?<=[A-Za-z0-9_.)}\]]))([：，\u3000])|([｛｝［］])")
"""After a word or number that is not Chinese, or at the beginning of a line: elsewhere it is punctuation of a text."""
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|\s#.*""")

_MAP, _SEQUENCE = "tag:yaml.org,2002:map", "tag:yaml.org,2002:seq"


@dataclass(frozen=True)
class FileLine:
    """Where a value was written, and at which key path: what its writer calls it."""

    file: str
    line: int
    said: KeyPath = ()


@dataclass
class Written:
    """What a file says: plain values, and the place of each key path (None: it came from no file)."""

    values: dict[str, Any]
    places: dict[KeyPath, FileLine | None] = field(default_factory=dict)

    def place(self, path: KeyPath) -> FileLine | None:
        """Return the place of the value at `path`, or of what encloses it."""
        return self.places.get(self._known(path))

    def problem(self, path: KeyPath, message: Text, **more: Any) -> Problem:
        """Say that something is wrong at `path`, with the file and line that wrote it."""
        place = self.place(path)
        if place is None:
            return Problem(message, key=dotted(path), **more)
        called = dotted((*place.said, *path[len(self._known(path)) :]))
        return Problem(message, place.file, place.line, dotted(path), called=called, **more)

    def _known(self, path: KeyPath) -> KeyPath:
        """Return the path of the innermost value around `path`, or at it, whose place is known."""
        return next((path[:n] for n in range(len(path), -1, -1) if path[:n] in self.places), ())


def dotted(path: KeyPath) -> str:
    """Write a key path as a person reads it."""
    return ".".join(str(part) for part in path)


class _Loader(yaml.SafeLoader):
    """YAML's words, with plain numbers: no octal, no base 60, no dates."""


_Loader.yaml_implicit_resolvers = {}

for _tag, _pattern, _first in (
    ("bool", r"yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF", "yYnNtTfFoO"),
    ("int", r"[-+]?(0|[1-9][0-9]*|[1-9][0-9]{0,2}(_[0-9]{3})+)", "-+0123456789"),
    (
        "float",
        r"[-+]?([0-9]*\.[0-9]+|[0-9]+\.)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+",
        "-+.0123456789",
    ),
    ("float", r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+."),
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern})$"),
        ["" if first == "\0" else first for first in _first],
    )


_PLAIN_WORD = re.compile(r"(?!(?:yes|no|true|false|on|off|null)$)[A-Za-z_][A-Za-z0-9_.]*", flags=re.IGNORECASE)


class _Dumper(yaml.SafeDumper):
    """Writes what `_Loader` reads back: all but plain words stands in quotes."""

    def word(self, text: str) -> yaml.ScalarNode:
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=None if _PLAIN_WORD.fullmatch(text) else '"')


_Dumper.add_representer(str, _Dumper.word)


def flow(value: object) -> str:
    """Write a list or mapping on one line, in brackets."""
    written: str = yaml.dump(value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=math.inf)
    return written.rstrip("\n")


def as_block(values: Mapping[str, Any]) -> str:
    """Return values as a file has them that a person goes on with: a line each, in their order."""
    written: str = yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False, width=120)
    return written


def read_yaml(path: Path, name: str | None = None) -> Written:
    """Read a file whose top level is a mapping; `name` is what messages call it."""
    return parse_yaml(read_text(path, name or str(path)), name or str(path))


def parse_yaml(text: str, name: str) -> Written:
    """Read YAML text whose top level is a mapping."""
    root = _compose(text, name)
    if root is None:
        raise InputError(Problem(SAY.empty, file=name))
    if not isinstance(root, yaml.MappingNode):
        if slip := _slip_of_the_hand(text, root.start_mark.line, name):
            raise InputError(slip)
        raise InputError(Problem(SAY.no_mapping, file=name, line=_line(root)))
    reader = _Reader(_Loader(""), name)
    values = reader.read(root, ())
    if reader.problems:
        raise InputError(reader.problems)
    return Written(values, {**reader.places, (): FileLine(name, 1)})


def _compose(text: str, name: str) -> yaml.Node | None:
    """Let YAML's own grammar speak first; its complaints carry a line."""
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise InputError(_ungrammatical(error, text, name)) from None
    except yaml.reader.ReaderError as error:
        raise InputError(Problem(SAY.control_character, name, text.count("\n", 0, error.position) + 1)) from None
    except RecursionError:
        raise InputError(_too_deep(name, 1)) from None


def _ungrammatical(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    complaint = " ".join(part for part in (error.context, error.problem) if part)
    brackets = "expected ',' or" in complaint
    mark = (error.context_mark if brackets else None) or error.problem_mark or error.context_mark
    line = mark.line if mark else 0
    if slip := _slip_of_the_hand(text, line, name):
        return slip
    found = "".join(text.splitlines()[line : line + 1])
    if brackets:
        message = SAY.brackets
    elif "\t" in found[: len(found) - len(found.lstrip())] or "'\\t'" in complaint:
        message = SAY.tabs
    else:
        message = SAY.syntax.filled(complaint=complaint)
    return Problem(message, name, line + 1)


def _slip_of_the_hand(text: str, line: int, name: str) -> Problem | None:
    """Name a full-width sign, or a colon without its space, on the line where the grammar failed or one of the two above."""
    for number in range(line, max(-1, line - 3), -1):
        written = _QUOTED.sub("", "".join(text.splitlines()[number : number + 1]))
        if (found := _MEANT_AS_SIGN.search(written)) is not None:
            return Problem(_sign(found[1] or found[2]), name, number + 1)
        if re.match(r"\s*[\w.]+:[^\s:]", written):
            return Problem(SAY.no_space, name, number + 1)
    return None


def _sign(found: str) -> Text:
    return SAY.full_width.filled(found=found, wanted=_SIGNS[found])


def _too_deep(name: str, line: int) -> Problem:
    return Problem(SAY.too_deep, file=name, line=line, allowed=(f"≤ {DEEPEST}",))


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class _Reader:
    """Turns YAML nodes into plain values, collecting places and problems on the way."""

    def __init__(self, loader: yaml.SafeLoader, name: str) -> None:
        self.loader = loader
        self.name = name
        self.places: dict[KeyPath, FileLine | None] = {}
        self.problems: list[Problem] = []
        self.count = 0

    def read(self, node: yaml.Node, path: KeyPath) -> Any:
        """Return the plain value of a node and all below it."""
        self.count += 1
        if self.count > MOST_VALUES:
            raise InputError(Problem(SAY.too_many, file=self.name, line=_line(node), allowed=(f"≤ {MOST_VALUES}",)))
        if len(path) > DEEPEST:
            raise InputError(_too_deep(self.name, _line(node)))
        self.places.setdefault(path, FileLine(self.name, _line(node), path))
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return {key: self.read(value, (*path, key)) for key, value in self._entries(node, path)}
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQUENCE:
            return [self.read(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, path)

    def _entries(self, node: yaml.MappingNode, path: KeyPath) -> Iterator[tuple[str, yaml.Node]]:
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            if key in seen:
                self.problems.append(Problem(SAY.twice.filled(line=seen[key]), self.name, _line(key_node), dotted((*path, key))))
                continue
            seen[key] = _line(key_node)
            self.places[*path, key] = FileLine(self.name, _line(key_node), (*path, key))
            yield key, value

    def _key(self, node: yaml.Node, path: KeyPath) -> str | None:
        if isinstance(node, yaml.ScalarNode) and node.style is None and (signs := [one for one in node.value if one in _SIGNS]):
            self._refuse(_sign(signs[0]), path, node)
            return None
        if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and not UNWRITABLE.search(node.value):
            return str(node.value)
        if isinstance(node, yaml.ScalarNode) and UNWRITABLE.search(node.value):
            message = SAY.control
        elif node.tag == "tag:yaml.org,2002:merge":
            message = SAY.no_merge
        else:
            message = SAY.key_is_no_word
        self._refuse(message, path, node)
        return None

    def _scalar(self, node: yaml.Node, path: KeyPath) -> Any:
        try:
            value = self.loader.construct_object(node)
        except (yaml.YAMLError, ValueError):
            self._refuse(SAY.unreadable, path, node)
            return None
        if isinstance(value, float) and not math.isfinite(value):
            self._refuse(SAY.not_finite, path, node)
        if isinstance(value, str) and UNWRITABLE.search(value):
            self._refuse(SAY.control, path, node)
        if isinstance(value, (bool, int, float, str)) or value is None:
            return value
        self._refuse(SAY.unreadable, path, node)
        return None

    def _refuse(self, message: Text, path: KeyPath, node: yaml.Node) -> None:
        value = (
            ascii(shorten(node.value))
            if message is SAY.control
            else shorten(node.value)
            if isinstance(node, yaml.ScalarNode)
            else shorten(node.tag)
        )
        self.problems.append(Problem(message, self.name, _line(node), dotted(path), value))
