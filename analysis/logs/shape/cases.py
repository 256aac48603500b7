"""A tidy table of events, made into cases with their hand-offs, times and ends: what all measures are functions of.

Times are days. A case is *known* with its first event, or when the log says otherwise, and *settled* with the first event that settles it;
what follows tells only whether it was reopened. A *hand-off* is a change of desk from one event to the next that has one, until the case is
settled; it is a *return* if the desk had the case before, and a *ping-pong* if the desk is the one that had just handed it on.

The tidy table has a row an event: case (a number); time, and of its case known, settled and deadline (days on one clock, NaN where not said);
date (the day's number by the clock on the wall when the case became known, 0 a Thursday); desk and topic (codes, −1 where none); level (rank
from 0, NaN where none); knows and settles (whether the event makes the case known, or settles it).
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Settling = Literal["event", "column", "last"]
"""What says that a case is settled: an event, a column with the time, or nothing but its last event."""

SHORTEST_DAYS = 1 / 1440
"""Shorter times count as a minute: logarithms need more than 0, and clocks of logs are no finer."""


@dataclass(frozen=True)
class CaseLog:
    """A log as its measures see it."""

    events: pd.DataFrame
    """A row an event of a case until it is settled: case, desk (−1: none), handoff, back (a return), pingpong."""
    cases: pd.DataFrame
    """A row a case: date on which it was known; days until settled, late, reopened (NaN where not known); handoffs, level, topic, desk that
    had it last."""

    @property
    def settled(self) -> pd.DataFrame:
        """The cases that were settled."""
        return self.cases[self.cases["days"].notna()]


def case_log(events: pd.DataFrame, settling: Settling = "last", *, known_by_event: bool = False) -> CaseLog:
    """Follow every case of a tidy table from known to settled; `known_by_event` leaves out cases that no event makes known."""
    rows = events.sort_values(["case", "time"], kind="stable").reset_index(drop=True)
    if known_by_event:
        rows = rows[rows.groupby("case")["knows"].cummax()].reset_index(drop=True)
    ends = _ends(rows, settling)
    part = rows[_until(rows, ends, settling)].reset_index(drop=True)
    moved = _moved(part)
    return CaseLog(moved, _cases(rows, moved, ends, settling))


def _ends(rows: pd.DataFrame, settling: Settling) -> pd.Series:
    """Return when each case was settled, by case."""
    by_case = rows.groupby("case")
    if settling == "event":
        return rows["time"].where(rows["settles"]).groupby(rows["case"]).first()
    return by_case["settled"].first() if settling == "column" else by_case["time"].last()


def _until(rows: pd.DataFrame, ends: pd.Series, settling: Settling) -> Flags:
    """Return which events belong to a case until it is settled, the one that settles it included."""
    if settling == "event":
        earlier = rows["settles"].astype(np.int64).groupby(rows["case"]).cumsum() - rows["settles"]
        return np.asarray(earlier == 0)
    end = rows["case"].map(ends)
    return np.asarray((rows["time"] <= end) | end.isna())


def _moved(part: pd.DataFrame) -> pd.DataFrame:
    """Mark the events at which a case changes its desk."""
    placed = part[part["desk"] >= 0]
    before = placed.groupby("case")["desk"].shift()
    handoff = before.notna() & (before != placed["desk"])
    visit = placed[handoff | before.isna()]
    earlier = visit.groupby("case")["desk"].shift(2)
    marks = pd.DataFrame({"handoff": handoff}, index=placed.index)
    marks["back"] = handoff & placed.duplicated(["case", "desk"])
    marks["pingpong"] = (earlier == visit["desk"]).reindex(placed.index, fill_value=False)
    return part.join(marks.reindex(part.index, fill_value=False))


def _cases(rows: pd.DataFrame, moved: pd.DataFrame, ends: pd.Series, settling: Settling) -> pd.DataFrame:
    first = rows.groupby("case").first()
    known = first["known"].fillna(first["time"])
    by_case = moved.groupby("case")
    found = pd.DataFrame({"date": first["date"]}, index=first.index)
    found["days"] = (ends - known).clip(lower=SHORTEST_DAYS)
    found["late"] = (ends > first["deadline"]).astype(np.float64).where(first["deadline"].notna() & ends.notna())
    found["handoffs"] = by_case["handoff"].sum().reindex(first.index, fill_value=0).astype(np.int64)
    found["level"] = by_case["level"].max().reindex(first.index)
    found["topic"] = first["topic"]
    placed = moved[moved["desk"] >= 0]
    found["desk"] = placed.groupby("case")["desk"].last().reindex(first.index, fill_value=-1)
    found["reopened"] = _reopened(rows, ends) if settling == "event" else np.nan
    return found


def _reopened(rows: pd.DataFrame, ends: pd.Series) -> pd.Series:
    """Say of each settled case whether something else than its being settled happened to it afterwards."""
    settled_before = rows["settles"].groupby(rows["case"]).cummax()
    again = (settled_before & ~rows["settles"]).groupby(rows["case"]).any()
    return again.astype(np.float64).where(ends.reindex(again.index).notna())
