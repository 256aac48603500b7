"""The event log as XES (IEEE 1849-2016): a trace a matter, with the extensions Concept, Time, Organizational and Lifecycle."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import pandas as pd

from cogov.analysis.logs.frame import OF_RUN, ORIGIN_NOTE, event_log
from cogov.analysis.values import FOOTER
from cogov.experiments.writing import whole
from cogov.model.words import Language

EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Lifecycle", "lifecycle"))
GLOBALS = {
    "trace": (("string", "concept:name", "matter"),),
    "event": (
        ("string", "concept:name", "event"),
        ("date", "time:timestamp", "2024-01-01T00:00:00.000+00:00"),
        ("string", "org:resource", "nobody"),
        ("string", "lifecycle:transition", "complete"),
    ),
}
"""Attributes that every trace and every event has, with what stands for them where a reader misses one."""
CLASSIFIERS = (("Activity", "concept:name"), ("Resource", "org:resource"))
KINDS = {"bool": "boolean", "int": "int", "float": "float", "Timestamp": "date"}
LARGEST = 2**63


def write_xes(events: pd.DataFrame, path: Path, language: Language = "en", name: str = "cogov") -> Path:
    """Write a log; packed with gzip where the file's name ends in .gz. The same events make the same bytes."""
    lines = (f"{line}\n".encode() for line in xes_lines(event_log(events, language), language, name))
    with whole(path) as file:
        if path.suffix == ".gz":
            with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
                packed.writelines(lines)
        else:
            file.writelines(lines)
    return path


def xes_lines(log: pd.DataFrame, language: Language, name: str) -> Iterator[str]:
    """Yield the lines of the document."""
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">'
    yield from _declarations()
    for key, value in (("concept:name", name), ("lifecycle:model", "standard"), ("time_note", ORIGIN_NOTE), ("note", FOOTER.in_(language))):
        yield f"  {_attribute(key, value)}"
    for key in OF_RUN:
        if key in log and len(log):
            yield f"  {_attribute(key, log[key].tolist()[0])}"
    of_case = [column for column in log.columns if column.startswith("case:")]
    of_event = [column for column in log.columns if not column.startswith("case:") and column not in OF_RUN]
    begins = np.flatnonzero((log["case:concept:name"] != log["case:concept:name"].shift()).to_numpy())
    said = _said(log[of_event], between="")
    firsts = _said(log[of_case].iloc[begins].rename(columns=lambda column: column.removeprefix("case:")), between="\n    ")
    for first, begin, end in zip(firsts, begins, [*begins[1:], len(log)][: len(begins)], strict=True):
        yield f"  <trace>\n    {first}"
        yield from (f"    <event>{event}</event>" for event in said[begin:end])
        yield "  </trace>"
    yield "</log>"


def _said(rows: pd.DataFrame, between: str) -> list[str]:
    """Return the attributes of each row, those that are known."""
    columns = []
    for name in rows.columns:
        column = rows[name]
        known = (column.notna() & (column.astype(object) != "")).tolist()
        columns.append([_attribute(name, value) if there else "" for value, there in zip(column.tolist(), known, strict=True)])
    return [between.join(filter(None, row)) for row in zip(*columns, strict=True)]


def _declarations() -> Iterator[str]:
    for title, prefix in EXTENSIONS:
        yield f'  <extension name="{title}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
    for scope, attributes in GLOBALS.items():
        inner = "".join(f'<{kind} key="{key}" value="{value}"/>' for kind, key, value in attributes)
        yield f'  <global scope="{scope}">{inner}</global>'
    for title, keys in CLASSIFIERS:
        yield f'  <classifier name="{title}" scope="event" keys="{keys}"/>'


def _attribute(key: str, value: Any) -> str:
    """One attribute; a whole number that XES cannot hold is written as a string."""
    kind = KINDS.get(type(value).__name__, "string")
    if kind == "int" and value >= LARGEST:
        kind = "string"
    return f"<{kind} key={quoteattr(key)} value={quoteattr(_text(value))}/>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, pd.Timestamp):
        return value.isoformat(timespec="milliseconds")
    return repr(value) if isinstance(value, float) else str(value)
