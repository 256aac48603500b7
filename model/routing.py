"""Memoryless routing, for comparison with queueing networks: `choices: {routing: matrix}`.

Each pass goes to a rightful desk with the same chance q, else to any other candidate alike; a wrong desk does a full pass of work and
sends the matter on. So the number of desks visited is geometric with mean 1/q.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.queueing import gamma_work
from cogov.model.stages import Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel
    from cogov.model.holdings import Holdings

Bools = npt.NDArray[np.bool_]


def route(model: "CoGovernanceModel", rightful: Bools, candidate: Bools, rows: npt.NDArray[np.int64]) -> Bools:
    """Choose one desk for each matter, without memory."""
    register, right = model.register, model.scenario.parameters.triage.right_share
    address = (register.identity[rows], register.attempt[rows])
    goes_right = model.chance.uniform(Purpose.ROUTE, *address)[:, None] < right
    pool = np.where(goes_right | ~(candidate & ~rightful).any(axis=1, keepdims=True), rightful, candidate & ~rightful)
    pool = np.where(pool.any(axis=1, keepdims=True), pool, candidate)
    order = pool * (1.0 - model.chance.uniform(Purpose.TAKES, address[0][:, None], address[1][:, None], np.arange(pool.shape[1])))
    chosen: Bools = np.arange(pool.shape[1]) == order.argmax(axis=1)[:, None]
    return chosen


def pass_on(model: "CoGovernanceModel", holdings: "Holdings", done: Bools, time: npt.NDArray[np.float64]) -> Bools:
    """Send on what a wrong desk has finished with; say which finished matters stay."""
    if model.scenario.choices.routing != "matrix":
        return np.ones(len(holdings.rows), dtype=bool)
    register = model.register
    wrong = np.bincount(holdings.matter, weights=~holdings.rightful) > 0
    on = holdings.rows[done & wrong]
    mean, cv = model.topics.work_mean[register.topic[on]], model.topics.work_cv[register.topic[on]]
    register.work_left[on] = gamma_work(model.chance.uniform(Purpose.WORK, register.identity[on], register.attempt[on]), mean, cv)
    register.handoffs[on] += 1
    register.holders[on] = 0
    register.next_try[on] = time[done & wrong]
    register.move(on, Stage.KNOWN, time[done & wrong], Reason.ROUTED)
    return ~wrong
