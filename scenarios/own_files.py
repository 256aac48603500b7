"""Which files of a person's own a scenario was read from: the file, all that it extends, and the files of its network."""

from pathlib import Path
from typing import Any

from cogov.scenarios.extends import Source, find_scenario
from cogov.scenarios.own_rules import files_named


def own_files(source: Source) -> list[Path]:
    """Return the files, the scenario's own first; what comes with the library is nobody's own."""
    if source.in_library:
        return []
    values = source.read().values
    folder, parent = source.path.parent, values.get("extends")
    extended = own_files(find_scenario(parent, folder)) if isinstance(parent, str) else []
    written = [source.path] if source.said is None else []
    return [*written, *_network(values.get("network"), folder), *files_named(values.get("rules"), folder), *extended]


def _network(said: Any, folder: Path) -> list[Path]:
    """Return what a network names that is a file."""
    named = said.values() if isinstance(said, dict) else ()
    return [folder / name for name in named if isinstance(name, str) and (folder / name).is_file()]
