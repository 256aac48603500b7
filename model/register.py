"""The register of matters: one row a matter, one flat record per move.

Rows never move and are never removed; `open_rows` lists those that have not ended, in the order in which they arose. What several rules
change they change through verbs.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from cogov.model.columns import Column, Table, verb
from cogov.model.stages import ALLOWED, ENDS, Channel, Origin, Ownership, Reason, Stage

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
        "identity": Column(np.uint64, 0, "where and when it arose, or its parent and ordinal"),
        "parent": Column(np.intp, NO_PARENT, "row of the matter it was born of"),
        "root": Column(np.intp, NO_PARENT, "row of the matter with which it all began, its own if born of none"),
        "children": Column(np.intp, 0, "matters born of it"),
        "origin": Column(np.int8, Origin.NEW, "what it was born of"),
        "topic": Column(np.intp, 0, "index of the topic"),
        "village": Column(np.intp, 0, "where it arose"),
        "citizen": Column(np.intp, 0, "whose matter it is"),
        "arose": Column(np.float64, np.nan, "when it arose", "days"),
        "ambiguity": Column(np.float64, 1, "factor on misunderstandings"),
        "hardness_at_birth": Column(np.float64, 0, "hardness of a dispute when it arose", "logit"),
        "hardness": Column(np.float64, 0, "hardness of a dispute now", "logit"),
        "collective": Column(np.bool_, False, "it concerns many"),
        "work_total": Column(np.float64, 0, "work for a rightful, fully equipped owner", "handler-days"),
        "work_left": Column(np.float64, 0, "of this still to do", "handler-days"),
        "level_at_birth": Column(np.int8, 0, "level where it stood when it arose"),
        "level": Column(np.int8, 0, "level where it stands"),
        "stage": Column(np.int8, Stage.UNKNOWN, "where it is"),
        "known": Column(np.float64, np.nan, "when it became known", "days"),
        "channel": Column(np.int8, Channel.NONE, "how it became known"),
        "at_desk": Column(np.bool_, False, "it came to a hotline or centre, not to somebody in the field"),
        "attempt": Column(np.intp, 0, "triage attempts so far"),
        "next_try": Column(np.float64, 0, "not asked about before", "days"),
        "sought_from": Column(np.intp, 0, "triage attempts before somebody last had it"),
        "declined": Column(np.uint64, 0, "slots that returned it or were found wrong, as bits"),
        "seen": Column(np.uint64, 0, "slots that saw it as theirs at the last attempt, as bits"),
        "holders": Column(np.uint64, 0, "slots that hold it, as bits"),
        "outcome": Column(np.int8, Ownership.NOT_YET, "who had it after the first triage"),
        "first_holders": Column(np.uint64, 0, "slots that took it at the first triage, as bits"),
        "saw": Column(np.intp, 0, "times a rightful desk that was asked saw it as its own"),
        "shirked": Column(np.intp, 0, "of these, times it did not take it"),
        "saw_government": Column(np.intp, 0, "the same of government desks"),
        "shirked_government": Column(np.intp, 0, "of these, times it did not take it"),
        "handoffs": Column(np.intp, 0, "times it was passed on or returned"),
        "refusals": Column(np.intp, 0, "times it was asked about and nobody took it"),
        "taken": Column(np.float64, np.nan, "when somebody first took it", "days"),
        "stage_since": Column(np.float64, np.nan, "when it came to its stage", "days"),
        "stage_until": Column(np.float64, np.nan, "when talks or the court end", "days"),
        "begun": Column(np.float64, np.nan, "when a rightful owner (or anybody, of a novel one) first worked on it", "days"),
        "requests": Column(np.uint64, 0, "slots asked for joint work that nothing but goals stood against, as bits"),
        "refused": Column(np.uint64, 0, "of these, slots that refused, delayed or hindered it for incongruence, as bits"),
        "equipped_days": Column(np.float64, 0, "handler-days that needed resources", "handler-days"),
        "filled_days": Column(np.float64, 0, "the same times the fill of the scarcest", "handler-days"),
        "joint": Column(np.bool_, False, "all rightful owners of a composite matter worked together"),
        "effort": Column(np.float64, 0, "handler-days spent on it", "handler-days"),
        "plan": Column(np.float64, 0, "quality of the plan agreed in talks", "share"),
        "talked": Column(np.bool_, False, "it has been to talks"),
        "consulted": Column(np.bool_, False, "those concerned agreed on it in talks"),
        "closed_early": Column(np.bool_, False, "it was closed before its work was done"),
        "sessions": Column(np.intp, 0, "mediation sessions"),
        "sessions_at_level": Column(np.intp, 0, "sessions at its present level"),
        "performed": Column(np.bool_, True, "the settlement was kept"),
        "court": Column(np.bool_, False, "it went to court"),
        "ended": Column(np.float64, np.nan, "when it ended", "days"),
        "visits": Column(np.float64, np.nan, "visits it took the citizen", "visits"),
        "hours": Column(
            np.float64, np.nan, "hours that these cost (way, waiting, counter), and asking again where nobody took it", "hours"
        ),
        "satisfaction": Column(np.float64, np.nan, "the citizen's judgement", "share"),
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
    sought_from: Ints
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
        self.open_rows: Ints = np.empty(0, dtype=np.intp)
        self.ended_today: Ints = np.empty(0, dtype=np.intp)
        self._records: list[tuple[npt.NDArray[np.generic], ...]] = []

    @verb(" ".join((*columns, "size", "open_rows", "_records")))
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

    def at(self, *stages: Stage) -> Ints:
        """Return the rows of the matters in any of some stages, in the order in which they arose."""
        stands = self.stage[self.open_rows]
        return np.asarray(self.open_rows[np.logical_or.reduce([stands == stage for stage in stages])])

    @verb("stage stage_since ended ended_today open_rows _records")
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

    @verb("_records")
    def note(self, rows: Ints, time: npt.ArrayLike, reason: Reason, desk: npt.ArrayLike) -> None:
        """Write a record of something that left the matters where they are."""
        if len(rows):
            self._record(rows, time, self.stage[rows], None, desk, reason)

    # -- who knows of it, who has it, how far it is ------------------------------------------------------------------------------------

    @verb("known channel at_desk")
    def know(self, rows: Ints, time: npt.ArrayLike, channel: Channel, at_desk: npt.ArrayLike, reason: Reason) -> None:
        """Let matters become known through a channel, at a desk or to somebody in the field."""
        self.known[rows], self.channel[rows], self.at_desk[rows] = time, channel, at_desk
        self.move(rows, Stage.KNOWN, time, reason)

    @verb("attempt")
    def ask(self, rows: Ints) -> None:
        """Count one more time that it was asked whose matters are."""
        self.attempt[rows] += 1

    @verb("declined")
    def decline(self, rows: Ints, slots: Masks) -> None:
        """Let slots not be asked about matters again."""
        self.declined[rows] |= slots

    @verb("declined")
    def ask_anew(self, rows: Ints) -> None:
        """Let every slot be asked about matters again, also those that declined."""
        self.declined[rows] = 0

    @verb("holders")
    def hold(self, rows: Ints, slots: Masks | np.uint64) -> None:
        """Give matters to slots, and to no others."""
        self.holders[rows] = slots

    @verb("taken")
    def take(self, rows: Ints, time: Floats) -> None:
        """Note when somebody took matters that nobody had taken before."""
        first = np.isnan(self.taken[rows])
        self.taken[rows[first]] = time[first]

    @verb("begun")
    def begin(self, rows: Ints, time: Floats) -> None:
        """Note when an owner began to work on matters."""
        self.begun[rows] = time

    @verb("effort")
    def spend(self, rows: Ints, days: Floats) -> None:
        """Spend handler-days on matters."""
        self.effort[rows] += days

    @verb("work_left")
    def work_off(self, rows: Ints, days: Floats) -> None:
        """Take off what was done of the work; negative days are work that comes on top."""
        self.work_left[rows] -= days

    @verb("work_left")
    def work_anew(self, rows: Ints, part: float = 1.0) -> None:
        """Let a part of the whole work stand before matters again."""
        self.work_left[rows] = part * self.work_total[rows]

    @verb("work_left")
    def work_otherwise(self, rows: Ints, days: Floats) -> None:
        """Let another amount of work stand before matters."""
        self.work_left[rows] = days

    @verb("closed_early work_left")
    def close_early(self, rows: Ints, time: npt.ArrayLike) -> None:
        """Declare matters done before they are."""
        self.closed_early[rows] = True
        self.note(rows, time, Reason.CLOSED_EARLY, NO_DESK)
        self.work_left[rows] = 0.0

    @verb("closed_early")
    def open_again(self, rows: Ints) -> None:
        """Take back that matters are done."""
        self.closed_early[rows] = False

    @verb("sessions sessions_at_level")
    def meet(self, rows: Ints) -> None:
        """Hold a session on disputes."""
        self.sessions[rows] += 1
        self.sessions_at_level[rows] += 1

    # -- where it goes ---------------------------------------------------------------------------------------------------------------

    @verb("handoffs")
    def hand_on(self, rows: Ints) -> None:
        """Count that matters were passed on or returned."""
        self.handoffs[rows] += 1

    @verb("next_try")
    def wait(self, rows: Ints, time: npt.ArrayLike) -> None:
        """Let nobody be asked about matters before a time."""
        self.next_try[rows] = time

    @verb("stage_until")
    def stay(self, rows: Ints, time: Floats) -> None:
        """Say until when matters stay where they are."""
        self.stage_until[rows] = time

    @verb("level declined attempt sessions_at_level")
    def raise_level(self, rows: Ints) -> None:
        """Raise matters one level, where everybody may be asked and the work begins anew."""
        self.level[rows] += 1
        self.declined[rows] = 0
        self.attempt[rows] = np.maximum(self.attempt[rows], 1)
        self.sessions_at_level[rows] = 0
        self.work_anew(rows)

    @verb("sought_from")
    def release(self, rows: Ints, time: float, reason: Reason) -> None:
        """Take matters from those who hold them; from a time on others are asked."""
        self.sought_from[rows] = self.attempt[rows]
        self.hold(rows, np.uint64(0))
        self.open_again(rows)
        self.hand_on(rows)
        self.wait(rows, time)
        self.move(rows, Stage.KNOWN, time, reason)

    @verb("children")
    def bear(self, rows: Ints) -> None:
        """Count a matter that will be born of each."""
        self.children[rows] += 1

    @verb("ended_today")
    def begin_day(self) -> None:
        """Begin a day on which nothing has ended."""
        self.ended_today = np.empty(0, dtype=np.intp)

    def remember(self, moves: Moves) -> None:
        """Take over what happened elsewhere to the same matters."""
        self._records = [tuple(getattr(moves, f.name) for f in fields(Moves))] if len(moves.row) else []

    @verb("_records")
    def moves(self) -> Moves:
        """Return everything that happened so far."""
        if not self._records:
            return Moves(*(np.empty(0, dtype=np.intp) for _ in range(6)))  # type: ignore[arg-type]
        self._records = [tuple(np.concatenate(parts) for parts in zip(*self._records, strict=True))]
        return Moves(*self._records[0])  # type: ignore[arg-type]

    def _record(
        self, rows: Ints, time: npt.ArrayLike, before: npt.NDArray[np.generic], to: Stage | None, desk: npt.ArrayLike, reason: Reason
    ) -> None:
        count = len(rows)
        after = before if to is None else np.full(count, to, dtype=np.int8)
        times, desks = np.full(count, time, dtype=np.float64), np.full(count, desk, dtype=np.intp)
        self._records.append((rows.copy(), times, before.astype(np.int8), after, desks, np.full(count, reason, dtype=np.int8)))

    def _make_room(self, size: int) -> None:
        capacity = len(self.stage)
        if size <= capacity:
            return
        more = max(size, 2 * capacity) - capacity
        for name, column in self.columns.items():
            grown = np.concatenate([getattr(self, name), np.full(more, column.initial, dtype=column.dtype)])
            setattr(self, name, grown)
