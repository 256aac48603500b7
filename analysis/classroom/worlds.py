"""What happened to every matter in each world, packed: one list of matters, and in each world the events of every one of them.

A matter is the same under every policy, so worlds share the list; one that never arose in a world has no events there. An event is
three numbers: days since the one before (the first: since the run began), what happened (a place in the list of moves), and the desk:
0 if it is the one of the event before, else 1 more than its number, 1 being none.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.analysis.classroom.packing import packed, signed
from cogov.analysis.journeys.lives import ends_a_day
from cogov.analysis.journeys.world import World
from cogov.model.codes import CODE
from cogov.model.cohort import government_shares

Ints = npt.NDArray[np.int64]
Move = tuple[str, str, str]
"""What happened, and the stages before and after."""
GOVERNMENT = ("clear", "overreach", "absence", "misplacement")
"""What government made of a matter at first triage, counted from 1; 0: it was no concern of government's, or not yet triaged."""


def numbered(worlds: Sequence[World]) -> dict[str, int]:
    """Number every matter that arose in some world, those of the first world first."""
    codes = dict.fromkeys(code for world in worlds for code in world.rows)
    return {code: number for number, code in enumerate(codes)}


def moves_of(worlds: Sequence[World]) -> dict[Move, int]:
    """Number everything that happened in some world."""
    found = {move for world in worlds for move in _moves(world.events).unique()}
    return {move: number for number, move in enumerate(sorted(found))}


def matters(worlds: Sequence[World]) -> dict[str, Any]:
    """What each matter is: its topic and village, and what its code says beside them: the day, and which one it is of that day or family."""
    first = pd.concat([world.events[world.events["order"] == 0] for world in worlds]).drop_duplicates("matter")
    topics = list(worlds[0].city.topics.names)
    parts = first["matter"].str.extract(CODE)
    parts = parts.fillna({"day": "0", "born": ""})  # a matter of a researcher's own rule has its number for its code
    endings = (("-" + parts["ordinal"]).fillna("") + parts["born"]).where(parts["topic"].notna(), first["matter"])
    kinds = dict.fromkeys(endings)
    places = {ending: place for place, ending in enumerate(kinds)}
    return {
        "topic": packed([topics.index(name) for name in first["topic"]]),
        "village": packed(first["village"] - 1),
        "coded": packed(parts["day"].astype(int)),
        "endings": list(kinds),
        "ending": packed(endings.map(places)),
    }


def world_document(world: World, numbers: dict[str, int], moves: dict[Move, int]) -> dict[str, Any]:
    """Everything that happened in one world, with what government made of each matter."""
    columns = ["matter", "day", "reason", "before", "after", "desk"]
    events = world.events[columns].assign(number=world.events["matter"].map(numbers)).sort_values("number", kind="stable")
    number: Ints = events["number"].to_numpy(np.int64)
    desk: Ints = np.asarray(events["desk"].fillna(-1), dtype=np.int64)
    move = np.array([moves[one] for one in _moves(events)], dtype=np.int64)
    return {
        "counts": packed(np.bincount(number, minlength=len(numbers))),
        "days": packed(signed(_since_the_one_before(_days(events["day"].to_numpy(np.float64), move, moves), number))),
        "moves": packed(move),
        "desks": packed(np.where(_same_as_before(desk, number), 0, desk + 2)),
        "government": packed(_government(world, numbers)),
        "measured": packed(_measured(world, numbers)),
    }


def _moves(events: pd.DataFrame) -> "pd.Series[Any]":
    """What happened in each event; one entry of a category each, since there are few kinds and many events."""
    names = [events[name].cat.categories for name in ("reason", "before", "after")]
    kinds = np.ravel_multi_index([events[name].cat.codes for name in ("reason", "before", "after")], [len(one) for one in names])
    codes, places = np.unique(kinds, return_inverse=True)
    parts = np.unravel_index(codes, [len(one) for one in names])
    said = [(names[0][r], names[1][b], names[2][a]) for r, b, a in zip(*parts, strict=True)]
    return pd.Series(pd.Categorical.from_codes(places, pd.Index(said, tupleize_cols=False)))


def _days(day: npt.NDArray[np.float64], move: Ints, moves: dict[Move, int]) -> Ints:
    """The whole day to which each event belongs."""
    whole = day.astype(np.int64)
    over = np.array([ends_a_day(reason, after) for reason, _, after in moves])
    found: Ints = whole - ((day == whole) & over[move])
    return found


def _since_the_one_before(on: Ints, number: Ints) -> Ints:
    """Days between the events of a matter; before the first, since the run began."""
    first = np.diff(number, prepend=-1) != 0
    found: Ints = np.where(first, on, np.diff(on, prepend=0))
    return found


def _same_as_before(desk: Ints, number: Ints) -> npt.NDArray[np.bool_]:
    same = (np.diff(desk, prepend=-1) == 0) & (np.diff(number, prepend=-1) == 0)
    return np.asarray(same)


def _government(world: World, numbers: dict[str, int]) -> Ints:
    row = np.arange(world.city.register.size)
    shares = government_shares(world.city, row)
    found = sum(
        (place * shares[name].astype(np.int64) for place, name in enumerate(GOVERNMENT, start=1)), np.zeros(len(row), dtype=np.int64)
    )
    return _by_number(found, world, numbers)


def _measured(world: World, numbers: dict[str, int]) -> Ints:
    """Which matters arose after the warm-up."""
    first = world.events[world.events["order"] == 0]
    return _by_number(first["measured"].to_numpy().astype(np.int64), world, numbers)


def _by_number(values: Ints, world: World, numbers: dict[str, int]) -> Ints:
    found = np.zeros(len(numbers), dtype=np.int64)
    found[[numbers[code] for code in world.rows]] = values
    return found
