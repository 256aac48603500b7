"""What the library holds: scenarios and policies with what they say of themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cogov.model.words import Text
from cogov.scenarios.extends import library_files
from cogov.scenarios.yaml_lines import read_yaml


@dataclass(frozen=True)
class Entry:
    """What a list of scenarios or policies shows of one."""

    name: str
    title: Text
    question: Text | None
    source: str


def list_scenarios() -> list[Entry]:
    """Return what the library's scenarios say of themselves."""
    return _entries("scenarios")


def list_policies() -> list[Entry]:
    """Return what the library's policies say of themselves."""
    return _entries("policies")


def _entries(kind: str) -> list[Entry]:
    return [_entry(name, read_yaml(path, path.name).values) for name, path in library_files(kind).items()]


def _entry(name: str, values: Mapping[str, Any]) -> Entry:
    question = Text(**values["question"]) if "question" in values else None
    title = Text(**values["title"]) if "title" in values else Text.same(name)
    return Entry(name, title, question, str(values.get("source", "")))
