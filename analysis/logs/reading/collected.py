"""Events on their way to a tidy table: of every event a few numbers stay, of words only that two are the same."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.logs.reading.columns import LAST_EVENT, LogMap, found_columns, own
from cogov.analysis.logs.reading.moments import EXAMPLES, NO_TIME, Moment, moment
from cogov.analysis.logs.shape.cases import CaseLog, Settling, case_log
from cogov.model.names import LEVELS
from cogov.model.words import Text
from cogov.scenarios.csv_lines import MISSING_WORDS, word
from cogov.scenarios.errors import InputError, Problem, Suggestions
from cogov.scenarios.words import Words

SAY = Words(__file__)

MOST_EVENTS = 3_000_000
LOOKED_AT = 1000
"""Events after which it is decided which column is what."""
LEVEL_WORDS = {name: rank for rank, names in enumerate(zip(LEVELS, ("村", "镇", "市"), strict=True)) for name in names}
CODED, TIMED = ("case", "activity", "desk", "topic", "level"), ("time", "known", "settled", "deadline")
"""Columns of which only sameness stays, and columns of times."""
NONE = -1
NO_MOMENT: Moment = (np.nan, NONE)

Row = Mapping[str, str]


class Codes(dict[str, int]):
    """Numbers for words, in the order in which they are met."""

    def __missing__(self, key: str) -> int:
        self[key] = len(self)
        return self[key]


@dataclass
class Collected:
    """Takes the events of a log one after the other, whatever its format; `settled_by` and the like are the person's words."""

    name: str
    said: LogMap
    rows: list[tuple[int | None, Row]] = field(default_factory=list)
    heads: dict[str, tuple[str, ...]] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=lambda: {one: Codes() for one in CODED})
    numbers: dict[str, "array[int]"] = field(default_factory=lambda: {one: array("q") for one in (*CODED, "date")})
    times: dict[str, "array[float]"] = field(default_factory=lambda: {one: array("d") for one in TIMED})

    def add(self, row: Row, line: int | None = None) -> None:
        """Take one event: its attributes and those of its case (`case:...`) by head."""
        if self.heads:
            self._keep(row, line)
            return
        self.rows.append((line, row))
        if len(self.rows) >= LOOKED_AT:
            self._decide()

    def _decide(self) -> None:
        """Settle which column is what by the first events, and take those."""
        heads = tuple(dict.fromkeys(head for _, row in self.rows for head in row))
        self.said = own(heads, self.said)
        found = found_columns(heads, self.said, self.name)
        if "time" not in found and "known" in found:
            found["time"] = found["known"]
        for column in ("case", "time"):
            if column not in found:
                raise InputError(Problem(SAY.missing.filled(column=column), self.name, key=column, allowed=heads[:20]))
        self.heads = found
        for line, row in self.rows:
            self._keep(row, line)
        self.rows.clear()

    def _keep(self, row: Row, line: int | None) -> None:
        if self._word(row, "case") is None:
            raise InputError(Problem(SAY.no_case, self.name, line, self.heads["case"][0]))
        if len(self.times["time"]) >= MOST_EVENTS:
            raise InputError(Problem(SAY.too_many, self.name, allowed=(f"≤ {MOST_EVENTS:,}",)))
        for column in CODED:
            said = self._word(row, column)
            self.numbers[column].append(NONE if said is None else self.codes[column][said])
        moments = {one: self._moment(row, one, line) for one in TIMED}
        for column, when in moments.items():
            self.times[column].append(np.nan if when is None else when[0])
        self.numbers["date"].append((moments["known"] or moments["time"] or NO_MOMENT)[1])

    def _word(self, row: Row, column: str) -> str | None:
        """Return what an event says in a column, of several all; None if one of them says nothing."""
        parts = [row.get(head, "").strip() for head in self.heads.get(column, ())]
        if not parts or any(part.casefold() in MISSING_WORDS for part in parts):
            return None
        return "\x1f".join(parts)

    def _moment(self, row: Row, column: str, line: int | None) -> Moment | None:
        """Return a time, None where none is written; an event without a time of its own has that at which its case became known."""
        written = self._word(row, column)
        if written is None and column == "time" and "known" in self.heads:
            written = self._word(row, "known")
        found = None if written is None else moment(written, self.said.time_format)
        if found is None and (written is not None or column == "time"):
            raise InputError(Problem(NO_TIME, self.name, line, self.heads[column][0], written or "", EXAMPLES))
        return found

    # -- all events are there

    def case_log(self) -> tuple[CaseLog, dict[str, str], list[Text]]:
        """Return the cases, which column was taken for what, and what a person should know."""
        if self.rows:
            self._decide()
        if not self.heads:
            raise InputError(Problem(SAY.no_events, self.name))
        levels, notes = self._levels()
        table = pd.DataFrame({name: np.asarray(column) for name, column in (self.numbers | self.times).items()})
        table["level"] = levels
        table["knows"] = self._are(table["activity"], "known_by", self.said.known_by)
        table["settles"] = self._are(table["activity"], "settled_by", self.said.settled_by)
        settling: Settling = "event" if self.said.settled_by else "column" if "settled" in self.heads else "last"
        log = case_log(table, settling, known_by_event=bool(self.said.known_by))
        return log, self._read_as(settling), notes

    def _are(self, activity: "pd.Series[int]", key: str, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
        """Say which events are called as the person says; a name that no event bears is refused."""
        there = {word(one): number for one, number in self.codes["activity"].items()}
        for name in names:
            if word(name) not in there:
                near = Suggestions(self.codes["activity"])(name)
                raise InputError(
                    Problem(SAY.no_activity, self.name, key=key, value=name, allowed=tuple(self.codes["activity"])[:20], nearest=near)
                )
        return np.isin(activity, [there[word(name)] for name in names])

    def _levels(self) -> tuple[npt.NDArray[np.float64], list[Text]]:
        """Rank the level of each event: by a column of levels, or by marks in the name of the desk."""
        column = "level" if "level" in self.heads else "desk"
        known = {name: rank for rank, name in enumerate(self.said.levels)} or LEVEL_WORDS
        ranks = [_rank(name, known) if column == "level" else _marked(name, self.said.levels) for name in self.codes[column]]
        numbers = np.asarray(self.numbers[column])
        notes = [SAY.level_order] if column == "level" and ranks and np.isnan(ranks).all() else []
        return np.array([*ranks, np.nan])[numbers], notes

    def _read_as(self, settling: Settling) -> dict[str, str]:
        read = {column: " + ".join(heads) for column, heads in self.heads.items()}
        lists = {"known_by": self.said.known_by, "settled_by": self.said.settled_by, "levels": self.said.levels}
        said = {key: ", ".join(words) for key, words in lists.items() if words}
        return read | said | ({"settled_by": LAST_EVENT} if settling == "last" else {})


def _rank(name: str, known: Mapping[str, int]) -> float:
    return known.get(name, np.nan)


def _marked(name: str, marks: tuple[str, ...]) -> float:
    """Return the highest mark that a desk's name holds; one without a mark is of the lowest level."""
    if not marks:
        return np.nan
    return max((rank + 1 for rank, mark in enumerate(marks) if mark in name), default=0)
