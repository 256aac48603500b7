"""The library of designs, a design file read (its paths count from its own folder), and the text of one to begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cogov.experiments.designs.schema import Design
from cogov.model.words import Language, Text
from cogov.scenarios.catalogue import Entry
from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, unknown
from cogov.scenarios.extends import named_by_title, titles_of_files
from cogov.scenarios.names import as_written, renamed
from cogov.scenarios.starter import begun
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written, read_yaml

SAY = Words(__file__)

LIBRARY = Path(__file__).resolve().parent / "library"
SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class DesignFile:
    """A design file: where it is, and what messages call it."""

    path: Path
    shown: str


def load_design(reference: str | Path | Mapping[str, Any]) -> Design:
    """Read a design of the library, a file, or what such a file would say. Its city, policies and factors are looked at by `plan_of`."""
    if isinstance(reference, Mapping):
        said = renamed(Written(dict(reference), {(): None}))
        return validated(Design, said).found_in(said, Path())
    source = _find(reference)
    written = renamed(read_yaml(source.path, source.shown))
    design = validated(Design, written)
    if not design.name:
        design = design.model_copy(update={"name": source.path.stem})
    return design.found_in(written, source.path.parent)


def library_designs() -> dict[str, Path]:
    """Return the library's files by name."""
    return {path.stem: path for path in sorted(LIBRARY.glob("*.yaml"))}


def list_designs() -> list[Entry]:
    """Return what the library's designs say of themselves."""
    return [_entry(load_design(name)) for name in library_designs()]


def _entry(design: Design) -> Entry:
    title = design.title or Text.same(design.name)
    return Entry(design.name, title, design.question, design.source or "")


def schema() -> dict[str, Any]:
    """Return the JSON schema of a design file, for an editor."""
    return Design.model_json_schema(by_alias=True)


def _find(reference: str | Path) -> DesignFile:
    """Find a design: a library name wins unless the reference looks like a path."""
    if isinstance(reference, str) and not _looks_like_path(reference):
        files = library_designs()
        reference = named_by_title(reference, files)
        if reference in files:
            return DesignFile(files[reference], files[reference].name)
        if not reference or not Path(reference).exists():
            raise InputError(unknown(SAY.design, reference, as_written(reference, files, titles_of_files(files))))
    return DesignFile(Path(reference), str(reference))


def _looks_like_path(reference: str) -> bool:
    return "/" in reference or "\\" in reference or reference.lower().endswith(SUFFIXES)


def new(name: str, scenario: str = "leping", language: Language = "en") -> str:
    """Return the text of a commented design file to begin with."""
    return begun(Path(__file__), language, name=name, scenario=scenario)
