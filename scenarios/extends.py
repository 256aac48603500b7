"""From a scenario's name to all that it says: the library, `extends`, and the merging of differences.

A file holds differences from what it extends, to any depth. Mappings merge key by key; numbers, words and lists replace
what was there. Every value keeps the place where it was written.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial, reduce
from pathlib import Path
from typing import Any

from cogov.model.levers import LEVERS
from cogov.scenarios.errors import InputError, unknown
from cogov.scenarios.names import as_written, desk_called, entry_called, renamed, titled, titles_in, titles_of
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, read_yaml

SAY = Words(__file__)

LIBRARY = Path(__file__).resolve().parent / "library"
SUFFIXES = (".yaml", ".yml")
UNWRITTEN = "scenario.yaml"
"""What a scenario that stands in no file is called when it is written down."""
_EXTENDS: KeyPath = ("extends",)


Reference = str | Path | Mapping[str, Any]
"""How a scenario is named: in the library, by its file, or by what such a file would say."""


@dataclass(frozen=True)
class Source:
    """A scenario file: where it is, what messages call it, what its scenario is called."""

    path: Path
    shown: str
    name: str
    in_library: bool
    said: Mapping[str, Any] | None = None
    """What stands in a file that nobody wrote: a design or Python says it in place."""

    def read(self) -> Written:
        """Return what the file says, without what it extends."""
        written = read_yaml(self.path, self.shown) if self.said is None else Written(dict(self.said), {(): None})
        return renamed(written)


def library_files(kind: str) -> dict[str, Path]:
    """Return the library's files of a kind (`scenarios` or `policies`) by name."""
    return {path.stem: path for path in sorted((LIBRARY / kind).glob("*.yaml"))}


def find_scenario(reference: Reference, folder: Path | None = None) -> Source:
    """Find a scenario: a library name wins unless the reference looks like a path, which counts from `folder`."""
    if isinstance(reference, Mapping):
        name = str(reference.get("name") or Path(str(reference.get("extends", "city"))).stem)
        return Source((folder or Path()) / UNWRITTEN, "", name, in_library=False, said=reference)
    if isinstance(reference, str) and not looks_like_path(reference):
        files = library_files("scenarios")
        reference = named_by_title(reference, files)
        if reference in files:
            return Source(files[reference], files[reference].name, reference, in_library=True)
        if not _exists(reference, folder):
            raise InputError(unknown(SAY.scenario, reference, as_written(reference, files, titles_of_files(files))))
    path = (folder or Path()) / reference
    return Source(path, str(path), path.stem, in_library=path.absolute().is_relative_to(LIBRARY))


def named_by_title(reference: str, files: Mapping[str, Path]) -> str:
    """Return the file of a library that has this Chinese title, by its name; the reference itself where none has."""
    return reference if reference.isascii() else titled(reference, titles_of_files(files))


def titles_of_files(files: Mapping[str, Path]) -> dict[str, str]:
    """Return the Chinese titles of the files of a library."""
    return titles_of({name: read_yaml(path, path.name).values for name, path in files.items()})


def looks_like_path(reference: str) -> bool:
    """Whether a reference means a file, and no name of the library."""
    return "/" in reference or "\\" in reference or reference.lower().endswith(SUFFIXES)


def seen_from(folder: Path, reference: str) -> str:
    """Return what a file in a folder calls a scenario: its name in the library, or its path from there."""
    source = find_scenario(reference)
    if source.in_library:
        return source.name
    try:
        return Path(os.path.relpath(source.path, folder)).as_posix()
    except ValueError:  # another drive
        return source.path.absolute().as_posix()


def _exists(reference: str, folder: Path | None) -> bool:
    try:
        return bool(reference) and ((folder or Path()) / reference).exists()
    except (OSError, ValueError):
        return False


def read_with_ancestors(source: Source) -> tuple[Written, bool]:
    """Read a scenario file on top of all it extends; also say whether it extends anything."""
    chain, layers = [source], [source.read()]
    while "extends" in layers[-1].values:
        parent = _parent(layers[-1], chain[-1])
        _refuse_circle(chain, parent, layers[-1])
        chain.append(parent)
        layers.append(parent.read())
    return merged(reversed(layers)), len(layers) > 1


def _parent(written: Written, source: Source) -> Source:
    reference = written.values.pop("extends")
    if not isinstance(reference, str):
        raise InputError(written.problem(_EXTENDS, SAY.no_reference, value=reference))
    try:
        parent = find_scenario(reference, source.path.parent)
    except InputError as error:
        found = error.problems[0]
        raise InputError(written.problem(_EXTENDS, found.message, allowed=found.allowed, nearest=found.nearest)) from None
    if not parent.in_library and not _exists(str(parent.path), None):
        raise InputError(written.problem(_EXTENDS, SAY.no_file.filled(file=parent.shown)))
    return parent


def _refuse_circle(chain: list[Source], parent: Source, written: Written) -> None:
    if parent.path.resolve() not in {source.path.resolve() for source in chain if source.said is None}:
        return
    shown = " → ".join(source.shown for source in [*chain, parent])
    raise InputError(written.problem(_EXTENDS, SAY.circle.filled(files=shown)))


def merged(layers: Iterable[Written]) -> Written:
    """Lay differences over a base, the base first."""
    return reduce(_over, layers)


def _over(base: Written, change: Written) -> Written:
    titles = titles_in(base.values)
    change = renamed(change, partial(entry_called, titles), partial(desk_called, titles))
    result = Written(base.values, dict(base.places))
    result.values = _merge(base.values, change.values, (), result.places)
    return Written(result.values, result.places | change.places)


def _merge(base: Any, change: Any, path: KeyPath, places: dict[KeyPath, Any]) -> Any:
    """Return `change` laid over `base`; forget the places of what is replaced."""
    if isinstance(change, dict):
        base = spread(path, base)
    if isinstance(base, dict) and isinstance(change, dict):
        both = {key: _merge(base[key], change[key], (*path, key), places) if key in change else base[key] for key in base}
        return both | {key: value for key, value in change.items() if key not in base}
    for known in [known for known in places if known[: len(path)] == path]:
        del places[known]
    return change


def spread(path: KeyPath, value: Any) -> Any:
    """Write one number for a lever of several parts part by part, so that a part can be changed alone."""
    lever = LEVERS.get(str(path[-1])) if len(path) > 1 and path[0] in ("policy", "policies") else None
    if lever is None or not lever.parts or isinstance(value, (dict, bool)) or not isinstance(value, (int, float)):
        return value
    return dict.fromkeys(lever.parts, value)
