"""Returns, requests and composite matters, each counted for what it is."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from cogov.model.cohort import all_episodes, matters
from cogov.model.desks import pack
from cogov.model.indicators import INDICATORS
from cogov.model.indicators.whole import Residents, Whole
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.partners import note_requests
from cogov.model.rules.handling import handling
from cogov.model.rules.triage import Case, _send_back
from cogov.model.stages import Reason, Stage
from cogov.scenarios import load_scenario


def city(**settings: Any) -> CoGovernanceModel:
    return CoGovernanceModel(load_scenario("leping", {"city.population": 2000, "warmup": 0, "days": 60} | settings), seed=1)


def composite(model: CoGovernanceModel, count: int, **columns: Any) -> npt.NDArray[np.int64]:
    """Enter alike composite matters that are known."""
    topic = model.city.topics.names.index("bride_price")
    rows = model.city.register.enter(
        identity=np.arange(1, count + 1, dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, known=0.0, level=0, work_total=1.0,
        **columns,
    )  # fmt: skip
    model.city.register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    return rows


def case_of(model: CoGovernanceModel, rows: npt.NDArray[np.int64], sees: npt.NDArray[np.bool_]) -> Case:
    where = model.city.register.level[rows].astype(np.int64), model.city.register.topic[rows]
    rightful = model.city.mandates.rightful[where]
    desk = model.city.slots.desk_of[model.city.register.village[rows]]
    return Case(rows, desk, rightful, np.ones_like(rightful), sees, np.ones(rightful.shape))


def test_a_work_order_that_somebody_took_is_no_hand_off() -> None:
    """Two matters asked of lead and supporter: of the first the supporter takes, of the second nobody does. One hand-off."""
    model = city()
    rows = composite(model, 2)
    case = case_of(model, rows, np.zeros((2, len(model.city.slots)), dtype=bool))
    asked, taken = case.rightful.copy(), np.zeros_like(case.rightful)
    taken[0, np.flatnonzero(case.rightful[0])[1]] = True
    _send_back(model.city, case, asked & ~taken, ~taken.any(axis=1))
    assert model.city.register.handoffs[rows].tolist() == [0, 1]
    moves = model.city.register.moves()
    returned = moves.row[moves.reason == Reason.RETURNED]
    assert [int((returned == row).sum()) for row in rows] == [asked[0].sum() - 1, asked[1].sum()]  # the record keeps them all


def test_who_saw_its_own_and_shirked_has_nothing_to_learn() -> None:
    """Lead and supporters return a matter; the lead had seen it as its own. It learns nothing, the others learn whose it is."""
    model = city()
    rows = composite(model, 1)
    case = case_of(model, rows, np.zeros((1, len(model.city.slots)), dtype=bool))
    lead = int(model.city.mandates.lead[0, model.city.register.topic[rows[0]]])
    case.sees[0, lead] = True
    _send_back(model.city, case, case.rightful, np.array([True]))
    taught, _ = model.city.handoffs_today()
    others = [slot for slot in np.flatnonzero(case.rightful[0]) if slot != lead]
    assert sorted(taught.tolist()) == sorted(case.desk[0, others].tolist())
    assert case.desk[0, lead] not in taught


def test_a_request_for_joint_work_counts_once_however_long_it_is_refused() -> None:
    model = city()
    rows = composite(model, 2)
    for day in range(5):  # partner 3 refuses for five days and then joins; partner 4 joins at once; of the other matter partner 3 does
        note_requests(model.city, rows[[0]], np.array([3]), np.array([True]), np.array([day < 4]))
    note_requests(model.city, rows[[0, 1]], np.array([4, 3]), np.array([True, True]), np.array([False, False]))
    model.city.day = 10
    assert INDICATORS["goal_conflict"].of_matters(matters(model.city)) == pytest.approx(1 / 3)


def _in_hand(model: CoGovernanceModel, slots: list[int]) -> npt.NDArray[np.int64]:
    mask = pack(np.isin(np.arange(len(model.city.slots)), slots)[None, :])[0]
    rows = composite(model, 1, holders=mask, taken=0.0)
    model.city.register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    model.rules = [handling]
    return rows


NOT_FOUND_OUT = {"parameters.triage.found_base": 0.0001, "parameters.triage.found_diversity": 0.0}


@pytest.mark.parametrize("pressure", [0.0, 1.0])
def test_wrong_desks_alone_never_settle_a_composite_matter(pressure: float) -> None:
    """A wrong desk with all the time in the world works to the end, or closes early, and is found out: the work is still to do."""
    model = city(**NOT_FOUND_OUT, **{"parameters.assessment.premature": 1.0, "policy.assessment_pressure": pressure})
    rightful = model.city.mandates.rightful[0, model.city.topics.names.index("bride_price")]
    wrong = next(slot for slot in range(len(model.city.slots)) if not rightful[slot] and model.city.slots.level[slot] == 0)
    rows = _in_hand(model, [wrong])
    model.city.institutions.handlers[:] = 5.0
    for _ in range(12):
        model.step()
    register = model.city.register
    assert register.stage[rows[0]] == Stage.KNOWN
    assert register.work_left[rows[0]] == register.work_total[rows[0]] == 1
    assert not register.closed_early[rows[0]]
    assert register.holders[rows[0]] == 0
    moves = register.moves()
    assert (moves.reason == Reason.WRONG_OWNER_FOUND).sum() == 1


def test_all_rightful_desks_together_settle_it() -> None:
    model = city(**NOT_FOUND_OUT)
    rightful = model.city.mandates.rightful[0, model.city.topics.names.index("bride_price")]
    rows = _in_hand(model, np.flatnonzero(rightful).tolist())
    model.city.institutions.handlers[:] = 5.0
    for _ in range(12):
        model.step()
    assert model.city.register.joint[rows[0]]
    assert np.bitwise_count(model.city.register.requests[rows[0]]) == rightful.sum() - 1  # each partner of the first holder once


def test_no_composite_matter_is_settled_without_a_rightful_desk_in_a_whole_run() -> None:
    model = CoGovernanceModel(load_scenario("leping", {"city.population": 4000, "days": 150, "composite_share": 0.6}), seed=3).run()
    register = model.city.register
    rows = np.flatnonzero((register.stage[: register.size] == Stage.SETTLED) & ~register.court[: register.size])
    level, topic = register.level[rows].astype(np.int64), register.topic[rows]
    rows = rows[model.city.mandates.mandate[level, topic] == 1]
    rightful = pack(model.city.mandates.rightful[register.level[rows].astype(np.int64), register.topic[rows]])
    assert len(rows) > 50
    assert (register.holders[rows] & rightful == rightful).all()


def test_who_is_left_out_is_told_by_the_tail() -> None:
    """Ten residents in a hundred have .3, the rest .7; low_gain is .5. Of the worst-off tenth the mean is .3."""
    model = city()
    gain = np.where(np.arange(2000) % 10 == 0, 0.3, 0.7).astype(np.float32)
    model.city.tally.feelings["gain"], model.city.tally.weeks, model.city.day = 4 * gain, 4, 28
    run = Whole(model.city, all_episodes(model.city))
    assert INDICATORS["low_gain_share"].of_citizens(run.everyone) == pytest.approx(0.1)
    assert INDICATORS["worst_tenth_gain"].of_citizens(run.everyone) == pytest.approx(0.3)
    assert INDICATORS["low_gain_share"].of_citizens(Residents(run, gain > 0.5)) == 0
