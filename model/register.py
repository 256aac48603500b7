"""The register of matters: one row a matter, one flat record per move.

Rows never move and are never removed; `open_rows` lists those that have not ended, in the order in which they arose.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model.columns import Column, Table
from cogov.model.stages import ALLOWED, ENDS, Channel, Origin, Outcome, Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint64]
NO_DESK = -1
NO_PARENT = -1


class IllegalMove(RuntimeError):
    """A rule tried a move that the table of stages does not allow."""


@dataclass(frozen=True)
class Moves:
    """All moves so far, oldest first, as columns of equal length."""

    row: Ints
    time: Floats
    before: Ints
    after: Ints
    desk: Ints
    reason: Ints


class Register(Table):
    """State of all matters that have arisen."""

    columns = {
        "identity": Column(np.uint64, 0, "where and when it arose, or its parent and ordinal", owner="emergence"),
        "parent": Column(np.int64, NO_PARENT, "row of the matter it was born of", owner="emergence"),
        "root": Column(np.int64, NO_PARENT, "row of the matter with which it all began, its own if born of none", owner="emergence"),
        "children": Column(np.int64, 0, "matters born of it", owner="emergence"),
        "origin": Column(np.int8, Origin.NEW, "what it was born of", owner="emergence"),
        "topic": Column(np.int64, 0, "index of the topic", owner="emergence"),
        "village": Column(np.int64, 0, "where it arose", owner="emergence"),
        "citizen": Column(np.int64, 0, "whose matter it is", owner="emergence"),
        "arose": Column(np.float64, np.nan, "when it arose", "days", "emergence"),
        "ambiguity": Column(np.float64, 1, "factor on misunderstandings", owner="emergence"),
        "hardness_at_birth": Column(np.float64, 0, "hardness of a dispute when it arose", "logit", "emergence"),
        "hardness": Column(np.float64, 0, "hardness of a dispute now", "logit", "mediation"),
        "collective": Column(np.bool_, False, "it concerns many", owner="emergence"),
        "work_total": Column(np.float64, 0, "work for a rightful, fully equipped owner", "handler-days", "emergence"),
        "work_left": Column(np.float64, 0, "of this still to do", "handler-days", "handling"),
        "level_at_birth": Column(np.int8, 0, "level where it stood when it arose", owner="emergence"),
        "level": Column(np.int8, 0, "level where it stands", owner="triage"),
        "stage": Column(np.int8, Stage.UNKNOWN, "where it is", owner="move"),
        "known": Column(np.float64, np.nan, "when it became known", "days", "discovery"),
        "channel": Column(np.int8, Channel.NONE, "how it became known", owner="discovery"),
        "at_desk": Column(np.bool_, False, "it came to a hotline or centre, not to somebody in the field", owner="discovery"),
        "attempt": Column(np.int64, 0, "triage attempts so far", owner="triage"),
        "next_try": Column(np.float64, 0, "not asked about before", "days", "triage"),
        "declined": Column(np.uint64, 0, "slots that returned it or were found wrong, as bits", owner="triage"),
        "seen": Column(np.uint64, 0, "slots that saw it as theirs at the last attempt, as bits", owner="triage"),
        "holders": Column(np.uint64, 0, "slots that hold it, as bits", owner="triage"),
        "outcome": Column(np.int8, Outcome.NOT_YET, "who had it after the first triage", owner="triage"),
        "first_holders": Column(np.uint64, 0, "slots that took it at the first triage, as bits", owner="triage"),
        "saw": Column(np.int64, 0, "times a rightful desk that was asked saw it as its own", owner="triage"),
        "shirked": Column(np.int64, 0, "of these, times it did not take it", owner="triage"),
        "saw_government": Column(np.int64, 0, "the same of government desks", owner="triage"),
        "shirked_government": Column(np.int64, 0, "of these, times it did not take it", owner="triage"),
        "handoffs": Column(np.int64, 0, "times it was passed on or returned", owner="triage"),
        "refusals": Column(np.int64, 0, "times it was asked about and nobody took it", owner="triage"),
        "taken": Column(np.float64, np.nan, "when somebody first took it", "days", "triage"),
        "stage_since": Column(np.float64, np.nan, "when it came to its stage", "days", "move"),
        "stage_until": Column(np.float64, np.nan, "when talks or the court end", "days", "deliberation"),
        "begun": Column(np.float64, np.nan, "when a rightful owner (or anybody, of a novel one) first worked on it", "days", "handling"),
        "requests": Column(np.uint64, 0, "slots asked for joint work that nothing but goals stood against, as bits", owner="handling"),
        "refused": Column(np.uint64, 0, "of these, slots that refused, delayed or hindered it for incongruence, as bits", owner="handling"),
        "equipped_days": Column(np.float64, 0, "handler-days that needed resources", "handler-days", "handling"),
        "filled_days": Column(np.float64, 0, "the same times the fill of the scarcest", "handler-days", "handling"),
        "joint": Column(np.bool_, False, "all rightful owners of a composite matter worked together", owner="handling"),
        "effort": Column(np.float64, 0, "handler-days spent on it", "handler-days", "handling"),
        "plan": Column(np.float64, 0, "quality of the plan agreed in talks", "share", "deliberation"),
        "talked": Column(np.bool_, False, "it has been to talks", owner="deliberation"),
        "consulted": Column(np.bool_, False, "those concerned agreed on it in talks", owner="deliberation"),
        "closed_early": Column(np.bool_, False, "it was closed before its work was done", owner="handling"),
        "sessions": Column(np.int64, 0, "mediation sessions", owner="mediation"),
        "sessions_at_level": Column(np.int64, 0, "sessions at its present level", owner="mediation"),
        "performed": Column(np.bool_, True, "the settlement was kept", owner="mediation"),
        "court": Column(np.bool_, False, "it went to court", owner="mediation"),
        "ended": Column(np.float64, np.nan, "when it ended", "days", "move"),
        "visits": Column(np.float64, np.nan, "visits it took the citizen", "visits", "closure"),
        "hours": Column(
            np.float64, np.nan, "hours that these cost (way, waiting, counter), and asking again where nobody took it", "hours", "closure"
        ),
        "satisfaction": Column(np.float64, np.nan, "the citizen's judgement", "share", "closure"),
    }
    identity: Masks
    parent: Ints
    root: Ints
    children: Ints
    origin: npt.NDArray[np.int8]
    topic: Ints
    village: Ints
    citizen: Ints
    arose: Floats
    ambiguity: Floats
    hardness_at_birth: Floats
    hardness: Floats
    collective: npt.NDArray[np.bool_]
    work_total: Floats
    work_left: Floats
    level_at_birth: npt.NDArray[np.int8]
    level: npt.NDArray[np.int8]
    stage: npt.NDArray[np.int8]
    known: Floats
    channel: npt.NDArray[np.int8]
    at_desk: npt.NDArray[np.bool_]
    attempt: Ints
    next_try: Floats
    declined: Masks
    seen: Masks
    holders: Masks
    outcome: npt.NDArray[np.int8]
    first_holders: Masks
    saw: Ints
    shirked: Ints
    saw_government: Ints
    shirked_government: Ints
    handoffs: Ints
    refusals: Ints
    taken: Floats
    stage_since: Floats
    stage_until: Floats
    begun: Floats
    requests: Masks
    refused: Masks
    equipped_days: Floats
    filled_days: Floats
    joint: npt.NDArray[np.bool_]
    effort: Floats
    plan: Floats
    talked: npt.NDArray[np.bool_]
    consulted: npt.NDArray[np.bool_]
    closed_early: npt.NDArray[np.bool_]
    sessions: Ints
    sessions_at_level: Ints
    performed: npt.NDArray[np.bool_]
    court: npt.NDArray[np.bool_]
    ended: Floats
    visits: Floats
    hours: Floats
    satisfaction: Floats

    def __init__(self, capacity: int = 1024) -> None:
        super().__init__(capacity)
        self.size = 0
        self.open_rows: Ints = np.empty(0, dtype=np.int64)
        self.ended_today: Ints = np.empty(0, dtype=np.int64)
        self._records: list[tuple[npt.NDArray[np.generic], ...]] = []

    def enter(self, **values: npt.ArrayLike) -> Ints:
        """Add matters, one for each entry of the given columns, and return their rows."""
        count = len(np.asarray(values["identity"]))
        self._make_room(self.size + count)
        rows = np.arange(self.size, self.size + count)
        for name, value in values.items():
            getattr(self, name)[rows] = value
        self.size += count
        self.root[rows] = np.where(self.parent[rows] == NO_PARENT, rows, self.root[self.parent[rows]])
        self.level[rows] = self.level_at_birth[rows]
        self.work_left[rows] = self.work_total[rows]
        self.hardness[rows] = self.hardness_at_birth[rows]
        self.stage_since[rows] = self.arose[rows]
        self.open_rows = np.concatenate([self.open_rows, rows])
        self._record(rows, self.arose[rows], np.full(count, Stage.UNKNOWN), Stage.UNKNOWN, NO_DESK, Reason.AROSE)
        return rows

    def at(self, stage: Stage) -> Ints:
        """Return the rows of the matters in a stage, in the order in which they arose."""
        return np.asarray(self.open_rows[self.stage[self.open_rows] == stage])

    def move(self, rows: Ints, to: Stage, time: npt.ArrayLike, reason: Reason, desk: npt.ArrayLike = NO_DESK) -> None:
        """Move matters to a stage, if the table of moves allows it, and write one record for each."""
        if len(rows) == 0:
            return
        before = self.stage[rows]
        if not ALLOWED[before, to].all():
            wrong = Stage(before[~ALLOWED[before, to]][0])
            raise IllegalMove(f"a matter cannot move from {wrong.name} to {to.name}")
        self._record(rows, time, before, to, desk, reason)
        self.stage[rows] = to
        self.stage_since[rows] = time
        if to in ENDS:
            self.ended[rows] = time
            self.ended_today = np.concatenate([self.ended_today, rows])
            self.open_rows = self.open_rows[self.stage[self.open_rows] < Stage.SETTLED]

    def note(self, rows: Ints, time: npt.ArrayLike, reason: Reason, desk: npt.ArrayLike) -> None:
        """Write a record of something that left the matters where they are."""
        if len(rows):
            self._record(rows, time, self.stage[rows], None, desk, reason)

    def moves(self) -> Moves:
        """Return everything that happened so far."""
        if not self._records:
            return Moves(*(np.empty(0, dtype=np.int64) for _ in range(6)))  # type: ignore[arg-type]
        self._records = [tuple(np.concatenate(parts) for parts in zip(*self._records, strict=True))]
        return Moves(*self._records[0])  # type: ignore[arg-type]

    def _record(
        self, rows: Ints, time: npt.ArrayLike, before: npt.NDArray[np.generic], to: Stage | None, desk: npt.ArrayLike, reason: Reason
    ) -> None:
        count = len(rows)
        after = before if to is None else np.full(count, to, dtype=np.int8)
        times, desks = np.full(count, time, dtype=np.float64), np.full(count, desk, dtype=np.int64)
        self._records.append((rows.copy(), times, before.astype(np.int8), after, desks, np.full(count, reason, dtype=np.int8)))

    def _make_room(self, size: int) -> None:
        capacity = len(self.stage)
        if size <= capacity:
            return
        more = max(size, 2 * capacity) - capacity
        for name, column in self.columns.items():
            grown = np.concatenate([getattr(self, name), np.full(more, column.initial, dtype=column.dtype)])
            setattr(self, name, grown)
