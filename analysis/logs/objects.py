"""Objects, events and relations of OCEL 2.0: what a matter's log leaves out, who and where takes its place beside what happened.

Objects: matters, citizens, institutions and villages. A matter concerns a citizen, arose in a village, may be born of another; a citizen
lives in a village; a village's own institution serves it. Events happen to a matter, are done by an institution or a citizen. What a
matter is stands from the beginning of time (1970, as OCEL 2.0 has it); what became of it is written when it is over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cogov.analysis.logs.activities import DOERS, activity
from cogov.analysis.logs.clock import timestamps
from cogov.model.words import Language, Text

MATTER, CITIZEN = Text(zh="事务", en="matter"), Text(zh="居民", en="citizen")
INSTITUTION, VILLAGE = Text(zh="主体", en="institution"), Text(zh="村(居)", en="village")
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
TYPES = {text.en: text for text in (MATTER, CITIZEN, INSTITUTION, VILLAGE)}
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
