"""OCEL 2.0, as JSON and as an SQLite database: what a matter's log leaves out, who and where, takes its place beside what happened.

Objects: matters, citizens, institutions and villages. A matter concerns a citizen, arose in a village, may be born of another; a citizen
lives in a village; a village's own institution serves it. Events happen to a matter, are done by an institution or a citizen. What a
matter is stands from the beginning of time (1970, as OCEL 2.0 has it); what became of it is written when it is over.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.logs.frame import DOERS, activity, timestamps
from cogov.experiments.writing import whole, whole_path
from cogov.model.words import Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

ATTRIBUTES: dict[str, dict[str, str]] = {
    "matter": {
        "topic": "string",
        "form": "string",
        "mandate": "string",
        "origin": "string",
        "severity": "float",
        "deadline_days": "float",
        "collective": "boolean",
        "measured": "boolean",
        "outcome": "string",
        "handoffs": "integer",
        "satisfaction": "float",
    },
    "citizen": {},
    "institution": {"title": "string", "kind": "string", "sector": "string", "level": "string", "jurisdiction": "integer"},
    "village": {"number": "integer", "township": "integer", "urban": "boolean"},
}
"""Attributes of each type of object, with their types."""
BECAME = ("outcome", "handoffs", "satisfaction")
"""Attributes of a matter that are known when it is over."""
EVENT_ATTRIBUTES = {"day": "float", "reason": "string", "stage": "string"}
TYPES = {text.en: text for text in (SAY.matter, SAY.citizen, SAY.institution, SAY.village)}
ENDS = ("settled", "lapsed", "given_up")
BEGINNING = "1970-01-01T00:00:00.000Z"

Relations = list[tuple[str, str]]
"""Other objects and what they are to this one."""


@dataclass(frozen=True)
class Thing:
    """An object."""

    id: str
    type: str
    """English name of its type; `TYPES` has both."""
    attributes: dict[str, Any]
    relations: Relations = field(default_factory=list)
    changes: tuple[tuple[str, str, Any], ...] = ()
    """Attribute, time, value: what was written later."""


@dataclass(frozen=True)
class Happening:
    """An event."""

    id: str
    activity: Text
    time: str
    attributes: dict[str, Any]
    relations: Relations


def things(events: pd.DataFrame, language: Language) -> list[Thing]:
    """Return every object of a log: villages, citizens, institutions, matters."""
    firsts = events.drop_duplicates("matter")
    villages = firsts.drop_duplicates("village").sort_values("village")
    citizens = firsts.drop_duplicates("citizen").sort_values("citizen")
    desks = events.dropna(subset=["desk"]).drop_duplicates("desk").sort_values("desk")
    known = set(villages["village"])
    return [
        *(Thing(_village(r.village), "village", _of(r, {"number": "village"}, "township", "urban")) for r in _rows(villages)),
        *(Thing(_citizen(r.citizen), "citizen", {}, [(_village(r.village), "lives in")]) for r in _rows(citizens)),
        *(_institution(r, known, language) for r in _rows(desks)),
        *_matters(events, firsts, language),
    ]


def _institution(row: Any, villages: set[int], language: Language) -> Thing:
    attributes = _of(row, {"title": f"desk_{language}"}, "kind", "sector", "level", "jurisdiction")
    serves = row.level == "village" and int(row.jurisdiction) in villages
    return Thing(_desk(row.desk), "institution", attributes, [(_village(row.jurisdiction), "serves")] if serves else [])


def _matters(events: pd.DataFrame, firsts: pd.DataFrame, language: Language) -> Iterator[Thing]:
    lasts = events.drop_duplicates("matter", keep="last")
    over = dict(zip(lasts["matter"], zip(lasts["after"].isin(ENDS), _times(events)[lasts.index], strict=True), strict=True))
    everywhere = set(firsts["matter"])
    for row in _rows(firsts):
        ended, time = over[row.matter]
        became = _of(row, {}, *BECAME) if ended else {}
        relations = [(_citizen(row.citizen), "concerns"), (_village(row.village), "arose in")]
        relations += [(row.parent, "born of")] if row.parent in everywhere else []
        attributes = _of(
            row, {"topic": f"topic_{language}"}, "form", "mandate", "origin", "severity", "deadline_days", "collective", "measured"
        )
        changes = tuple((name, time, value) for name, value in became.items())
        yield Thing(row.matter, "matter", attributes, relations, changes)


def happenings(events: pd.DataFrame) -> Iterator[Happening]:
    """Yield every event of a log, by matter."""
    for row, time in zip(_rows(events), _times(events), strict=True):
        attributes = {"day": float(row.day), "reason": str(row.reason), "stage": str(row.after)}
        yield Happening(f"{row.matter}#{row.order}", activity(row.reason, row.after), time, attributes, _related(row))


def _related(row: Any) -> Relations:
    found = [(str(row.matter), "happens to")]
    if not pd.isna(row.desk):
        found.append((_desk(row.desk), "returned by" if row.reason == "returned" else "done by"))
    if row.reason in DOERS and DOERS[row.reason].en == "Citizen":
        found.append((_citizen(row.citizen), "done by"))
    if row.reason == "arose":
        found.append((_village(row.village), "happens in"))
    return found


def _rows(frame: pd.DataFrame) -> Any:
    return frame.itertuples(index=False)


def _times(events: pd.DataFrame) -> pd.Series:
    times: pd.Series = timestamps(events).dt.strftime("%Y-%m-%dT%H:%M:%S.%f").str[:-3] + "Z"
    return times


def _of(row: Any, renamed: dict[str, str], *names: str) -> dict[str, Any]:
    """Pick attributes as plain values, without those that are not known."""
    picked = {name: getattr(row, column) for name, column in (renamed | {name: name for name in names}).items()}
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in picked.items() if not pd.isna(value)}
    return {name: int(value) if name == "jurisdiction" else value for name, value in plain.items()}


def _village(number: Any) -> str:
    return f"village-{int(number)}"


def _citizen(number: Any) -> str:
    return f"citizen-{int(number)}"


def _desk(number: Any) -> str:
    return f"institution-{int(number)}"


def write_ocel_json(events: pd.DataFrame, path: Path, language: Language = "en") -> Path:
    """Write a log, one object or event a line. The same events make the same bytes."""
    with whole(path) as file:
        file.writelines(part.encode() for part in _document(events, language))
    return path


def _document(events: pd.DataFrame, language: Language) -> Iterator[str]:
    types = [{"name": TYPES[name].in_(language), "attributes": _declared(own)} for name, own in ATTRIBUTES.items()]
    names = dict.fromkeys(one.activity.in_(language) for one in happenings(events))
    kinds = [{"name": name, "attributes": _declared(EVENT_ATTRIBUTES)} for name in names]
    parts = {
        "objectTypes": types,
        "eventTypes": kinds,
        "objects": (_thing(one, language) for one in things(events, language)),
        "events": (_happening(one, language) for one in happenings(events)),
    }
    yield "{"
    for place, (key, values) in enumerate(parts.items()):
        yield ("" if place == 0 else ",") + f'\n"{key}": ['
        yield from _lines(values)
        yield "\n]"
    yield "\n}\n"


def _lines(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    for between, value in zip(chain(["\n"], iter(lambda: ",\n", "")), values, strict=False):
        yield between + json.dumps(value, ensure_ascii=False, allow_nan=False)


def _declared(attributes: dict[str, str]) -> list[dict[str, str]]:
    return [{"name": name, "type": kind} for name, kind in attributes.items()]


def _thing(one: Thing, language: Language) -> dict[str, Any]:
    values = [{"name": name, "time": BEGINNING, "value": value} for name, value in one.attributes.items()]
    values += [{"name": name, "time": time, "value": value} for name, time, value in one.changes]
    return {"id": one.id, "type": TYPES[one.type].in_(language), "attributes": values, "relationships": _relations(one.relations)}


def _happening(one: Happening, language: Language) -> dict[str, Any]:
    values = [{"name": name, "value": value} for name, value in one.attributes.items()]
    related = _relations(one.relations)
    return {"id": one.id, "type": one.activity.in_(language), "time": one.time, "attributes": values, "relationships": related}


def _relations(relations: Relations) -> list[dict[str, str]]:
    return [{"objectId": other, "qualifier": qualifier} for other, qualifier in relations]


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
    for said, name in tables.items():
        _create(base, f"event_{name}", EVENT_ATTRIBUTES, '"ocel_id" TEXT PRIMARY KEY REFERENCES "event"("ocel_id")')
        own = (one for one in found if one.activity.in_(language) == said)
        _insert(base, f"event_{name}", 2 + len(EVENT_ATTRIBUTES), ((one.id, _time(one.time), *one.attributes.values()) for one in own))


def _create(base: sqlite3.Connection, table: str, attributes: dict[str, str], key: str) -> None:
    columns = "".join(f', "{name}" {COLUMN[kind]}' for name, kind in attributes.items())
    base.execute(f'CREATE TABLE "{table}" ({key}, "ocel_time" TIMESTAMP{columns})')


def _insert(base: sqlite3.Connection, table: str, width: int, rows: Iterable[tuple[Any, ...]]) -> None:
    base.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * width)})', rows)  # noqa: S608 - our own table names


def _time(iso: str) -> str:
    """A time as SQLite's own functions write it."""
    return iso.replace("T", " ").removesuffix("Z")
