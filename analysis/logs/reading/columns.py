"""Which column of a log is what: the words for each in Chinese and English, and what the person says instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cogov.scenarios.csv_lines import word
from cogov.scenarios.errors import InputError, Problem, Suggestions, unknown
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import read_yaml

SAY = Words(__file__)

WORDS: dict[str, tuple[str, ...]] = {
    "case": ("case:concept:name", "case id", "case_id", "caseid", "case", "matter", "工单编号", "工单号", "案件编号", "案件号", "事件编号"),
    "time": ("time:timestamp", "timestamp", "time", "complete timestamp", "start timestamp", "时间", "办理时间", "操作时间", "处理时间"),
    "activity": ("concept:name", "activity", "action", "环节", "办理环节", "活动", "操作", "状态"),
    "desk": (
        "org:group",
        "group",
        "desk",
        "department",
        "承办单位",
        "办理单位",
        "责任单位",
        "处理部门",
        "单位",
        "部门",
        "org:resource",
        "resource",
    ),
    "topic": ("case:topic", "topic", "category", "诉求类别", "事项类别", "类别", "类型"),
    "level": ("level", "层级", "级别"),
    "known": ("known", "受理时间", "登记时间"),
    "settled": ("settled", "办结时间"),
    "deadline": ("case:deadline", "deadline", "due", "截止时间", "办理时限", "时限"),
}
"""By what a column is, the preferred word first."""
MEANING = Words(__file__, "meaning")
LAST_EVENT = "last event"
"""What settles a case where nothing says so."""
LISTS = ("known_by", "settled_by", "levels")
KEYS = (*WORDS, *LISTS, "time_format")
JOIN = "+"
"""Between columns that name a desk together."""


@dataclass(frozen=True)
class LogMap:
    """What a person says of a log: columns by what they are; activities that make known or settle; names or marks of levels from the lowest."""

    columns: Mapping[str, str] = field(default_factory=dict)
    known_by: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    time_format: str | None = None

    def heads_of(self, column: str) -> tuple[str, ...]:
        """Return the heads that the person names for a column; several name a desk together."""
        return tuple(part.strip() for part in self.columns[column].split(JOIN))


OWN: dict[frozenset[str], LogMap] = {
    frozenset(("reason", "after", "kind", "jurisdiction")): LogMap(
        {"activity": "after", "desk": "kind+level+jurisdiction"}, ("known",), ("settled",)
    ),
    frozenset(("reason", "stage")): LogMap({"activity": "stage", "level": "desk:level"}, ("known",), ("settled",)),
}
"""How the logs of `cogov export` are read, by heads that they have, where nobody says otherwise."""


def log_map(pairs: Iterable[str], file: Path | None) -> LogMap:
    """Read `name=value` pairs on top of a small YAML file of the same keys."""
    values: dict[str, Any] = {} if file is None else _of_file(file)
    for pair in pairs:
        key, _, value = pair.replace("＝", "=", 1).partition("=")
        if not value.strip():
            raise InputError(Problem(SAY.not_said, key="--map", value=pair, allowed=("desk=承办单位", "settled_by=Completed")))
        _refuse_unknown(key.strip(), "--map")
        values[key.strip()] = value.strip()
    columns = {key: value for key, value in values.items() if key in WORDS}
    lists = {key: _listed(values[key]) for key in LISTS if key in values}
    return LogMap(columns, **lists, time_format=values.get("time_format"))


def _of_file(file: Path) -> dict[str, Any]:
    written = read_yaml(file)
    for key, value in written.values.items():
        _refuse_unknown(key, str(file))
        words = value if isinstance(value, list) and key in LISTS else [value]
        if not all(isinstance(one, str) and one.strip() for one in words):
            raise InputError(written.problem((key,), SAY.no_word, value=value))
    return written.values


def _refuse_unknown(key: str, place: str) -> None:
    if key not in KEYS:
        found = unknown(SAY.key, key, KEYS)
        raise InputError(Problem(found.message, key=place, allowed=found.allowed, nearest=found.nearest))


def _listed(value: str | list[str]) -> tuple[str, ...]:
    words = value if isinstance(value, list) else value.replace("，", ",").replace("、", ",").split(",")
    return tuple(word.strip() for word in words if word.strip())


def own(heads: Iterable[str], said: LogMap) -> LogMap:
    """Return what is known of a log of our own, unless the person says something."""
    there = frozenset(heads)
    return next((usual for marks, usual in OWN.items() if marks <= there), said) if said == LogMap() else said


def found_columns(heads: Sequence[str], said: LogMap, name: str) -> dict[str, tuple[str, ...]]:
    """Return the heads of each column that a log has: those the person named, or else the most telling."""
    there = {word(head): head for head in reversed(heads)}
    found: dict[str, tuple[str, ...]] = {}
    for column, words in WORDS.items():
        if column in said.columns:
            found[column] = tuple(_named(head, there, column, name) for head in said.heads_of(column))
        elif known := next((there[one] for one in words if one in there), None):
            found[column] = (known,)
    return found


def _named(head: str, there: Mapping[str, str], column: str, name: str) -> str:
    if word(head) not in there:
        near = Suggestions(there.values())(head)
        raise InputError(Problem(SAY.no_column, name, key=column, value=head, allowed=tuple(there.values())[:20], nearest=near))
    return there[word(head)]
