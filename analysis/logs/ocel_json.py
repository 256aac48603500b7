"""OCEL 2.0 as JSON."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.logs.objects import ATTRIBUTES, BEGINNING, EVENT_ATTRIBUTES, TYPES, Happening, Relations, Thing, happenings, things
from cogov.experiments.writing import whole
from cogov.model.words import Language


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
    return {"id": one.id, "type": TYPES[one.type].in_(language), "attributes": values, "relationships": _related(one.relations)}


def _happening(one: Happening, language: Language) -> dict[str, Any]:
    values = [{"name": name, "value": value} for name, value in one.attributes.items()]
    related = _related(one.relations)
    return {"id": one.id, "type": one.activity.in_(language), "time": one.time, "attributes": values, "relationships": related}


def _related(relations: Relations) -> list[dict[str, str]]:
    return [{"objectId": other, "qualifier": qualifier} for other, qualifier in relations]
