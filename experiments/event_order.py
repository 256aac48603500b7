"""All records of a run by matter, in the order in which things happened, with the beginnings of work and who had the matter."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.model.city import City
from cogov.model.register import NO_DESK
from cogov.model.stages import Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def in_order(city: City) -> dict[str, npt.NDArray[Any]]:
    """Return all records by matter, in the order in which things happened, the beginnings of work among them."""
    moves = city.register.moves()
    order = np.argsort(moves.row, kind="stable")
    row, after = moves.row[order], moves.after[order].astype(np.int64)
    time = _never_later_than_the_next(row, moves.time[order])
    begun = _beginnings(city, row, time, after)
    place = np.concatenate([np.arange(len(row), dtype=np.float64), begun + 0.5])
    by_place = np.argsort(place, kind="stable")
    works = city.register.begun[row[begun]]
    columns = {
        "row": np.concatenate([row, row[begun]]),
        "day": np.concatenate([time, works]),
        "reason": np.concatenate([moves.reason[order].astype(np.int64), np.full(len(begun), len(Reason))]),
        "before": np.concatenate([moves.before[order].astype(np.int64), after[begun]]),
        "after": np.concatenate([after, after[begun]]),
        "desk": np.concatenate([moves.desk[order], np.full(len(begun), NO_DESK)]),
    }
    columns = {name: column[by_place] for name, column in columns.items()}
    return columns | {"desk": _who_has_it(columns)}


def _never_later_than_the_next(row: Ints, time: Floats) -> Floats:
    """Take times back to those of what was recorded later but happened earlier, within each matter."""
    backwards = pd.Series(time[::-1]).groupby(row[::-1]).cummin()
    return np.asarray(backwards, dtype=np.float64)[::-1]


def _beginnings(city: City, row: Ints, time: Floats, after: Ints) -> Ints:
    """Return, for each matter that an owner began, the record after which the work began: the last that put it in hand by then."""
    by_then = (after == Stage.IN_HAND) & (time <= city.register.begun[row])
    last = np.full(city.register.size, -1, dtype=np.int64)
    np.maximum.at(last, row[by_then], np.flatnonzero(by_then))
    return np.sort(last[last >= 0])


HELD = np.isin(np.arange(len(Stage)), [Stage.TALKS, Stage.PARTNERS, Stage.IN_HAND, Stage.SESSION, Stage.COURT])


def _who_has_it(columns: dict[str, npt.NDArray[Any]]) -> Ints:
    """Return the desk of each record or, of what befell a matter in somebody's hands, the desk that has it."""
    desk, row, held = columns["desk"], columns["row"], HELD[columns["before"]]
    takes = (desk != NO_DESK) & (HELD[columns["after"]])
    last = np.maximum.accumulate(np.where(takes, np.arange(len(desk)), -1))
    known = (last >= 0) & (row[last] == row)
    filled: Ints = np.where((desk == NO_DESK) & held & known, desk[last], desk)
    return filled
