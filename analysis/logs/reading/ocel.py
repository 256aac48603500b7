"""OCEL 2.0 as JSON, XML or an SQLite database: an event is one of each case that it is related to, done at the desk that it is related to.

Cases and desks are objects: `--map case=TYPE` and `desk=TYPE` say of which type. Attributes stand under their names, those of the case by
`case:`, those of the desk by `desk:`.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.request import pathname2url

from cogov.analysis.logs.reading.collected import Collected
from cogov.analysis.logs.reading.markup import follow
from cogov.scenarios.csv_lines import word
from cogov.scenarios.errors import InputError, Problem, Suggestions
from cogov.scenarios.text_files import opened
from cogov.scenarios.words import Words

SAY = Words(__file__)

LARGEST_BYTES = 200_000_000
"""Of a document that is read as a whole."""
STEPS = 200_000_000
"""Of the database's own machine, for one question: what takes longer is no log."""
CASE_TYPES = ("matter", "事务", "case", "案件", "工单")
DESK_TYPES = ("institution", "主体", "desk", "department", "单位", "部门")


@dataclass
class Log:
    """Objects by id, with their type and attributes; events with theirs and the objects they are related to."""

    types: dict[str, str] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    events: list[tuple[str, str, dict[str, str], list[str]]] = field(default_factory=list)
    """Type, time, attributes, objects."""


def told(log: Log, collected: Collected) -> None:
    """Tell of every event of a log, once for each case."""
    case, desk = _type(log, collected, "case", CASE_TYPES), _type(log, collected, "desk", DESK_TYPES)
    types = {name for name, kind in (("case", case), ("desk", desk)) if kind is not None}
    collected.said = replace(collected.said, columns={key: head for key, head in collected.said.columns.items() if key not in types})
    cases, desks = ({one for one, kind in log.types.items() if kind == wanted} for wanted in (case, desk))
    for activity, time, attributes, related in log.events:
        at = next((one for one in related if one in desks), None)
        of_desk = {} if at is None else {"desk": at} | {f"desk:{key}": value for key, value in log.attributes.get(at, {}).items()}
        for one in dict.fromkeys(other for other in related if other in cases):
            of_case = {f"case:{key}": value for key, value in log.attributes.get(one, {}).items()}
            collected.add(attributes | of_desk | of_case | {"case": one, "time": time, "activity": activity})


def _type(log: Log, collected: Collected, column: str, usual: tuple[str, ...]) -> str | None:
    """Return the type of objects that are cases, or desks; the person's words, or a usual one that is there."""
    there = {word(kind): kind for kind in log.types.values()}
    asked = collected.said.columns.get(column)
    if asked is not None and word(asked) in there:
        return there[word(asked)]
    found = next((there[one] for one in usual if one in there), None)
    if (asked is not None or found is None) and column == "case":
        message = SAY.type.filled(column=column)
        near = Suggestions(there.values())(asked or "")
        raise InputError(Problem(message, collected.name, value=asked or "", allowed=tuple(there.values())[:20], nearest=near))
    return None if asked is not None else found


# -- JSON ---------------------------------------------------------------------------------------------------------------------------


def log_of(document: Any, name: str) -> Log:
    """Return the log that a JSON document of OCEL 2.0 holds."""
    log = Log()
    try:
        for one in document["objects"]:
            log.types[str(one["id"])] = str(one["type"])
            log.attributes[str(one["id"])] = _values(one.get("attributes", ()))
        for one in document["events"]:
            related = [str(other["objectId"]) for other in one.get("relationships") or ()]
            log.events.append((str(one["type"]), str(one["time"]), _values(one.get("attributes", ())), related))
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(Problem(SAY.not_ocel, name, value=str(error))) from None
    return log


def _values(attributes: Any) -> dict[str, str]:
    """Return attributes by name; of several values over time the last."""
    return {str(one["name"]): str(one["value"]) for one in attributes or ()}


def read_document(path: Path, name: str) -> Any:
    """Read a JSON document of bounded size and depth."""
    with opened(path, name) as file:
        raw = file.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        raise InputError(Problem(SAY.slow, name, allowed=(f"≤ {LARGEST_BYTES // 1_000_000} MB",)))
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise InputError(Problem(SAY.not_ocel, name)) from None


# -- XML ----------------------------------------------------------------------------------------------------------------------------


def read_xml(path: Path, name: str) -> Log:
    """Read the XML form as a stream."""
    log, inside = Log(), list[str]()
    now: dict[str, Any] = {"id": "", "attribute": "", "event": None}

    def begin(tag: str, said: Mapping[str, str], _: int) -> None:
        if tag == "object" and inside[-1:] == ["objects"] and "event" not in inside:
            now["id"], now["event"] = said.get("id", ""), None
            log.types[now["id"]], log.attributes[now["id"]] = said.get("type", ""), {}
        elif tag == "event":
            now["event"] = (said.get("type", ""), said.get("time", ""), {}, [])
            log.events.append(now["event"])
        elif tag == "attribute":
            now["attribute"] = said.get("name", "")
        elif tag in ("relationship", "object") and now["event"] is not None and "event" in inside:
            now["event"][3].append(said.get("object-id", ""))
        inside.append(tag)

    def end(tag: str, words: str) -> None:
        inside.pop()
        if tag == "attribute" and inside[-1:] == ["attributes"]:
            values = now["event"][2] if "event" in inside else log.attributes.get(now["id"], {})
            values[now["attribute"]] = words

    follow(path, name, begin, end)
    return log


# -- SQLite -------------------------------------------------------------------------------------------------------------------------


def read_sqlite(path: Path, name: str) -> Log:
    """Read the relational form: from tables only, since views and virtual tables would run what their author wrote."""
    try:
        with closing(sqlite3.connect(f"file:{pathname2url(str(path.absolute()))}?mode=ro&immutable=1", uri=True)) as base:
            base.execute("PRAGMA trusted_schema = OFF")
            base.set_progress_handler(lambda: 1, STEPS)
            return _Tables(base).log()
    except (sqlite3.Error, UnicodeDecodeError, OverflowError, KeyError) as error:
        message = SAY.slow if "interrupted" in str(error) else SAY.not_ocel
        raise InputError(Problem(message, name, value=str(error))) from None


class _Tables:
    """The plain tables of a database."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self.base = base
        made = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        self.plain = {name for name, sql in made if not str(sql).upper().lstrip().startswith("CREATE VIRTUAL")}

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        if table not in self.plain:
            raise KeyError(table)
        cursor = self.base.execute('SELECT * FROM "' + table.replace('"', '""') + '"')  # noqa: S608 - the name of a plain table
        heads = [column[0] for column in cursor.description]
        for values in cursor:
            yield {head: str(value) for head, value in zip(heads, values, strict=True) if value is not None}

    def log(self) -> Log:
        log = Log({row["ocel_id"]: row["ocel_type"] for row in self.rows("object")})
        for row in self.rows("object_map_type"):
            for values in self.rows(f"object_{row['ocel_type_map']}"):
                plain = {key: value for key, value in values.items() if not key.startswith("ocel_")}
                log.attributes.setdefault(values["ocel_id"], {}).update(plain)
        related: dict[str, list[str]] = {}
        for row in self.rows("event_object"):
            related.setdefault(row["ocel_event_id"], []).append(row["ocel_object_id"])
        for row in self.rows("event_map_type"):
            for values in self.rows(f"event_{row['ocel_type_map']}"):
                plain = {key: value for key, value in values.items() if not key.startswith("ocel_")}
                log.events.append((row["ocel_type"], values["ocel_time"], plain, related.get(values["ocel_id"], [])))
        return log
