"""OCEL 2.0 as an SQLite database: one table for each type of object and of event, and tables of relations."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.logs.objects import ATTRIBUTES, BEGINNING, EVENT_ATTRIBUTES, TYPES, Happening, Thing, happenings, things
from cogov.experiments.writing import whole_path
from cogov.model.words import Language

COLUMN = {"string": "TEXT", "float": "REAL", "integer": "INTEGER", "boolean": "INTEGER", "time": "TIMESTAMP"}
FRAME = """
CREATE TABLE "event" ("ocel_id" TEXT PRIMARY KEY, "ocel_type" TEXT REFERENCES "event_map_type"("ocel_type"));
CREATE TABLE "object" ("ocel_id" TEXT PRIMARY KEY, "ocel_type" TEXT REFERENCES "object_map_type"("ocel_type"));
CREATE TABLE "event_map_type" ("ocel_type" TEXT PRIMARY KEY, "ocel_type_map" TEXT);
CREATE TABLE "object_map_type" ("ocel_type" TEXT PRIMARY KEY, "ocel_type_map" TEXT);
CREATE TABLE "event_object" ("ocel_event_id" TEXT REFERENCES "event"("ocel_id"), "ocel_object_id" TEXT REFERENCES "object"("ocel_id"),
    "ocel_qualifier" TEXT, PRIMARY KEY ("ocel_event_id", "ocel_object_id", "ocel_qualifier"));
CREATE TABLE "object_object" ("ocel_source_id" TEXT REFERENCES "object"("ocel_id"), "ocel_target_id" TEXT REFERENCES "object"("ocel_id"),
    "ocel_qualifier" TEXT, PRIMARY KEY ("ocel_source_id", "ocel_target_id", "ocel_qualifier"));
"""


def write_ocel_sqlite(events: pd.DataFrame, path: Path, language: Language = "en") -> Path:
    """Write a log anew; what was in the file is gone."""
    with whole_path(path) as hidden:
        try:
            _write(events, hidden, language)
        except sqlite3.Error as error:  # a full disk, say
            raise OSError(str(error)) from error
    return path


def _write(events: pd.DataFrame, path: Path, language: Language) -> None:
    path.unlink(missing_ok=True)  # of a writer that was killed
    with closing(sqlite3.connect(path)) as base:
        base.executescript(FRAME)
        _write_things(base, things(events, language), language)
        _write_happenings(base, list(happenings(events)), language)
        base.commit()


def _write_things(base: sqlite3.Connection, found: Sequence[Thing], language: Language) -> None:
    _insert(base, "object_map_type", 2, ((text.in_(language), name) for name, text in TYPES.items()))
    _insert(base, "object", 2, ((one.id, TYPES[one.type].in_(language)) for one in found))
    _insert(base, "object_object", 3, ((one.id, other, qualifier) for one in found for other, qualifier in one.relations))
    for name, attributes in ATTRIBUTES.items():
        table = f"object_{name}"
        _create(base, table, {"ocel_changed_field": "string"} | attributes, '"ocel_id" TEXT REFERENCES "object"("ocel_id")')
        rows = (row for one in found if one.type == name for row in _states(one, list(attributes)))
        _insert(base, table, 3 + len(attributes), rows)


def _states(one: Thing, attributes: list[str]) -> list[tuple[Any, ...]]:
    """One row for what an object is from the beginning, one for each change."""
    first = (one.id, _time(BEGINNING), None, *(one.attributes.get(name) for name in attributes))
    later = [(one.id, _time(time), name, *(value if name == other else None for other in attributes)) for name, time, value in one.changes]
    return [first, *later]


def _write_happenings(base: sqlite3.Connection, found: Sequence[Happening], language: Language) -> None:
    tables = {one.activity.in_(language): "".join(c for c in one.activity.en.title() if c.isalnum()) for one in found}
    _insert(base, "event_map_type", 2, tables.items())
    _insert(base, "event", 2, ((one.id, one.activity.in_(language)) for one in found))
    _insert(base, "event_object", 3, ((one.id, other, qualifier) for one in found for other, qualifier in one.relations))
    for activity, name in tables.items():
        _create(base, f"event_{name}", EVENT_ATTRIBUTES, '"ocel_id" TEXT PRIMARY KEY REFERENCES "event"("ocel_id")')
        own = (one for one in found if one.activity.in_(language) == activity)
        _insert(base, f"event_{name}", 2 + len(EVENT_ATTRIBUTES), ((one.id, _time(one.time), *one.attributes.values()) for one in own))


def _create(base: sqlite3.Connection, table: str, attributes: dict[str, str], key: str) -> None:
    columns = "".join(f', "{name}" {COLUMN[kind]}' for name, kind in attributes.items())
    base.execute(f'CREATE TABLE "{table}" ({key}, "ocel_time" TIMESTAMP{columns})')


def _insert(base: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[Any, ...]]) -> None:
    base.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', rows)  # noqa: S608 - our own table names


def _time(iso: str) -> str:
    """A time as SQLite's own functions write it."""
    return iso.replace("T", " ").removesuffix("Z")
