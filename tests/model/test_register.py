"""The register: one table of allowed moves, one flat record a move."""

import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.register import IllegalMove, Register
from cogov.model.stages import ALLOWED, ENDS, MOVES, Reason, Stage
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
