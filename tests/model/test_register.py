"""The register: one table of allowed moves, one flat record a move."""

from contextlib import nullcontext

import numpy as np
import pytest

from cogov.model.columns import only
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.register import NO_DESK, NO_PARENT, IllegalMove, Register
from cogov.model.stages import ALLOWED, ENDS, MOVES, Channel, Origin, Ownership, Reason, Stage
from cogov.scenarios import load_scenario


def _register(count: int = 3) -> Register:
    register = Register(capacity=2)
    register.enter(identity=np.arange(count, dtype=np.uint64), topic=0, village=0, citizen=0, arose=np.arange(count) / 10)
    return register


def test_every_move_that_the_table_lacks_is_refused() -> None:
    for before in Stage:
        for after in Stage:
            register = _register(1)
            register.stage[0] = before
            if ALLOWED[before, after]:
                register.move(np.array([0]), after, 1.0, Reason.CLAIMED)
                assert register.stage[0] == after
            else:
                with pytest.raises(IllegalMove, match=f"{before.name} to {after.name}"):
                    register.move(np.array([0]), after, 1.0, Reason.CLAIMED)


def test_one_forbidden_move_among_many_moves_none() -> None:
    register = _register(3)
    register.move(np.array([1]), Stage.KNOWN, 0.5, Reason.REPORTED)
    records = len(register.moves().row)
    with pytest.raises(IllegalMove):
        register.move(np.array([1, 2]), Stage.UNCLAIMED, 1.0, Reason.NOBODY_TOOK_IT)
    assert register.stage[:3].tolist() == [Stage.UNKNOWN, Stage.KNOWN, Stage.UNKNOWN]
    assert len(register.moves().row) == records


def test_nothing_leaves_an_end_and_every_stage_can_end() -> None:
    assert not ALLOWED[list(ENDS)].any()
    reach = {stage: set(MOVES.get(stage, ())) for stage in Stage}
    for _ in Stage:
        reach = {stage: near.union(*(reach[other] for other in near)) for stage, near in reach.items()}
    assert all(set(ENDS) & reach[stage] for stage in Stage if stage not in ENDS)


def test_the_table_grows_and_keeps_its_rows() -> None:
    register = _register(3)
    rows = register.enter(identity=np.arange(100, 5100, dtype=np.uint64), arose=np.full(5000, 2.0), topic=7)
    assert rows.tolist() == list(range(3, 5003))
    assert register.identity[:3].tolist() == [0, 1, 2]
    assert (register.topic[rows] == 7).all()
    assert np.isnan(register.ended[: register.size]).all()
    assert register.open_rows.tolist() == list(range(5003))


NEVER_YET = ("known", "stage_until", "taken", "begun", "ended", "visits", "hours", "satisfaction")
"""Moments and judgements of a matter that has just arisen."""
ONCE_ARISEN = {"origin": Origin.NEW, "channel": Channel.NONE, "outcome": Ownership.NOT_YET, "ambiguity": 1, "performed": True}
"""What of it is neither unknown nor 0 nor "no": a settlement counts as kept until it is broken."""


def test_of_a_matter_that_has_just_arisen_nothing_has_happened() -> None:
    """The first row stands there from the start, the last two come when the table grows."""
    register = Register(capacity=1)
    register.enter(identity=np.array([7, 8, 9], dtype=np.uint64), arose=np.array([0.5, 0.5, 0.75]))
    found = {name: column.tolist() for name, column in register.arrays()}
    assert (found.pop("identity"), found.pop("arose"), found.pop("stage_since")) == ([7, 8, 9], [0.5, 0.5, 0.75], [0.5, 0.5, 0.75])
    assert (found.pop("root"), found.pop("parent")) == ([0, 1, 2], [NO_PARENT] * 3)
    assert all(np.isnan(found.pop(name)).all() for name in NEVER_YET)
    assert {name: found.pop(name) for name in ONCE_ARISEN} == {name: [value] * 3 for name, value in ONCE_ARISEN.items()}
    assert found.pop("stage") == [Stage.UNKNOWN] * 3
    assert {name: values for name, values in found.items() if any(values)} == {}  # no count, no work, no holder, no flag


def test_what_is_said_of_a_matter_at_birth_stands_there_and_is_where_it_begins() -> None:
    register = Register(capacity=8)
    [first] = register.enter(
        identity=np.array([1], dtype=np.uint64), arose=np.array([2.5]), work_total=3.0, hardness_at_birth=0.7, level_at_birth=1
    )
    [child] = register.enter(identity=np.array([2], dtype=np.uint64), arose=np.array([9.0]), parent=first, work_total=1.5)
    [grandchild] = register.enter(identity=np.array([3], dtype=np.uint64), arose=np.array([12.0]), parent=child)
    begun = ("work_left", "hardness", "level", "stage_since")
    assert [getattr(register, name)[first] for name in begun] == [3.0, 0.7, 1, 2.5]
    assert [getattr(register, name)[child] for name in begun] == [1.5, 0.0, 0, 9.0]
    assert register.root[[first, child, grandchild]].tolist() == [first, first, first]
    moves = register.moves()
    assert (moves.row.tolist(), moves.time.tolist(), set(moves.reason.tolist())) == ([0, 1, 2], [2.5, 9.0, 12.0], {Reason.AROSE})
    assert (set(moves.before.tolist()), set(moves.after.tolist()), set(moves.desk.tolist())) == (
        {Stage.UNKNOWN},
        {Stage.UNKNOWN},
        {NO_DESK},
    )


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed to all but verbs"])
def test_verbs_by_hand(*, closed: bool) -> None:
    register = _register(2)
    register.work_total[:2] = [4.0, 8.0]
    with only({"register": register}, ()) if closed else nullcontext():
        _every_verb(register)


def _every_verb(register: Register) -> None:
    both, one = np.array([0, 1]), np.array([1])
    register.know(one, 1.5, Channel.GRID, True, Reason.FOUND_BY_GRID)
    assert (register.known[1], register.channel[1], register.at_desk[1], register.stage[1]) == (1.5, Channel.GRID, True, Stage.KNOWN)
    register.ask(one)
    register.ask(both)
    register.hand_on(both)
    register.bear(one)
    assert (register.attempt[both].tolist(), register.handoffs[both].tolist(), register.children[both].tolist()) == ([1, 2], [1, 1], [0, 1])
    register.decline(one, np.array([0b01], dtype=np.uint64))
    register.decline(both, np.array([0b100, 0b10], dtype=np.uint64))
    assert register.declined[both].tolist() == [0b100, 0b11]
    register.take(both, np.array([2.0, 3.0]))
    register.take(both, np.array([5.0, 6.0]))
    assert register.taken[both].tolist() == [2.0, 3.0]  # the first time counts
    register.work_anew(both)
    register.work_off(both, np.array([1.0, -0.5]))
    assert register.work_left[both].tolist() == [3.0, 8.5]
    register.work_anew(one, part=0.25)
    register.work_otherwise(np.array([0]), np.array([0.1]))
    register.spend(both, np.array([1.0, 2.0]))
    register.spend(one, np.array([0.5]))
    assert (register.work_left[both].tolist(), register.effort[both].tolist()) == ([0.1, 2.0], [1.0, 2.5])
    register.meet(both)
    register.meet(one)
    assert (register.sessions[both].tolist(), register.sessions_at_level[both].tolist()) == ([1, 2], [1, 2])
    register.close_early(one, 4.0)
    assert (register.closed_early[both].tolist(), register.work_left[both].tolist()) == ([False, True], [0.1, 0.0])
    assert (register.moves().reason[-1], register.moves().desk[-1]) == (Reason.CLOSED_EARLY, NO_DESK)


def test_a_level_higher_all_begins_anew_but_what_was_asked() -> None:
    register = _register(2)
    both = np.array([0, 1])
    register.work_total[both], register.work_left[both], register.attempt[both] = [4.0, 8.0], 0.5, [0, 3]
    register.declined[both], register.sessions[both], register.sessions_at_level[both] = 0b11, 5, 2
    register.raise_level(both)
    assert (register.level[both].tolist(), register.level_at_birth[both].tolist()) == ([1, 1], [0, 0])
    assert (register.declined[both].tolist(), register.attempt[both].tolist()) == ([0, 0], [1, 3])
    assert (register.sessions[both].tolist(), register.sessions_at_level[both].tolist()) == ([5, 5], [0, 0])
    assert register.work_left[both].tolist() == [4.0, 8.0]


def test_what_is_released_waits_for_others() -> None:
    register, one = _register(2), np.array([1])
    register.know(one, 0.5, Channel.TOLD, True, Reason.REPORTED)
    register.hold(one, np.uint64(0b110))
    register.move(one, Stage.IN_HAND, 1.0, Reason.CLAIMED, desk=4)
    register.closed_early[1] = True
    register.release(one, 3.0, Reason.WRONG_OWNER_FOUND)
    assert (register.holders[1], register.closed_early[1], register.handoffs[1], register.next_try[1]) == (0, False, 1, 3.0)
    assert (register.stage[1], register.stage_since[1], register.moves().reason[-1]) == (Stage.KNOWN, 3.0, Reason.WRONG_OWNER_FOUND)
    assert (register.next_try[0], register.handoffs[0]) == (0.0, 0)


def test_a_day_begins_with_nothing_ended_and_matters_are_found_by_stage() -> None:
    register = _register(3)
    register.move(np.array([2]), Stage.LAPSED, 0.7, Reason.PASSED_BY_ITSELF)
    register.move(np.array([0]), Stage.KNOWN, 0.8, Reason.REPORTED)
    assert (register.at(Stage.UNKNOWN).tolist(), register.at(Stage.KNOWN).tolist(), register.at(Stage.LAPSED).tolist()) == ([1], [0], [])
    register.begin_day()
    assert (register.ended_today.tolist(), register.ended[2]) == ([], 0.7)
    assert len(Register(capacity=2).moves().row) == 0


def test_an_end_is_noted_once() -> None:
    register = _register(3)
    register.move(np.array([1]), Stage.LAPSED, 0.7, Reason.PASSED_BY_ITSELF)
    assert register.ended[1] == 0.7
    assert register.ended_today.tolist() == [1]
    assert register.open_rows.tolist() == [0, 2]


def test_a_note_leaves_the_matter_where_it_is() -> None:
    register = _register(2)
    register.note(np.array([0, 0]), 0.4, Reason.RETURNED, np.array([5, 6]))
    moves = register.moves()
    assert moves.desk[-2:].tolist() == [5, 6]
    assert (moves.before[-2:] == moves.after[-2:]).all()
    assert register.stage[0] == Stage.UNKNOWN


@pytest.fixture(scope="module")
def lived() -> CoGovernanceModel:
    return CoGovernanceModel(load_scenario("leping", {"city.population": 8000, "days": 200, "warmup": 30}), seed=2).run()


def test_records_replay_to_the_same_stages(lived: CoGovernanceModel) -> None:
    register, moves = lived.city.register, lived.city.register.moves()
    stage, since = np.full(register.size, -1), np.full(register.size, np.nan)
    for row, time, before, after, reason in zip(moves.row, moves.time, moves.before, moves.after, moves.reason, strict=True):
        if reason == Reason.AROSE:
            assert stage[row] == -1
        else:
            assert stage[row] == before
            assert before == after or ALLOWED[before, after]
        if reason != Reason.RETURNED:
            since[row] = time
        stage[row] = after
    assert np.array_equal(stage, register.stage[: register.size])
    assert np.array_equal(since, register.stage_since[: register.size])


def test_records_hold_the_times_of_the_columns(lived: CoGovernanceModel) -> None:
    register, moves = lived.city.register, lived.city.register.moves()
    ends = np.isin(moves.after, ENDS)
    assert np.array_equal(np.sort(moves.row[ends]), np.flatnonzero(~np.isnan(register.ended[: register.size])))
    assert np.array_equal(register.ended[moves.row[ends]], moves.time[ends])
    arose = moves.reason == Reason.AROSE
    assert np.array_equal(register.arose[moves.row[arose]], moves.time[arose])


def test_the_life_of_a_matter_never_goes_back_in_time(lived: CoGovernanceModel) -> None:
    moves = lived.city.register.moves()
    order = np.argsort(moves.row, kind="stable")
    same = moves.row[order][1:] == moves.row[order][:-1]
    back = same & (np.diff(moves.time[order]) < -1e-9)
    reasons = sorted({(Reason(moves.reason[order][i]).name, Reason(moves.reason[order][i + 1]).name) for i in np.flatnonzero(back)})
    assert not back.any(), f"{back.sum()} of {len(back)} moves: {reasons}"


def test_a_matter_is_held_by_the_desk_named_in_the_record(lived: CoGovernanceModel) -> None:
    moves, register = lived.city.register.moves(), lived.city.register
    named = (moves.desk >= 0) & (moves.reason != Reason.RETURNED)
    desks = lived.city.slots.desk_of[register.village[moves.row[named]]]
    assert (desks == moves.desk[named][:, None]).any(axis=1).all()
