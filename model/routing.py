"""Memoryless routing, for comparison with queueing networks: `choices: {routing: matrix}`.

Each pass goes to a rightful desk with the same chance q, else to any other candidate alike; a wrong desk does a full pass of work and
sends the matter on. So the number of desks visited is geometric with mean 1/q.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.holdings import Holdings
from cogov.model.numbers import Numbers, share
from cogov.model.options import Choice, option
from cogov.model.queueing import gamma_work
from cogov.model.stages import Reason, Stage

Bools = npt.NDArray[np.bool_]


class Passes(Numbers):
    """Where a pass without memory goes."""

    right_share: float = share(0.75, "chance that a pass goes to a rightful desk under `routing: matrix`")


BY_MATRIX = Choice(
    "routing",
    triage=option(what=False, zh="按判断与接手", en="by seeing and taking"),
    matrix=option(what=True, zh="无记忆转办：以固定概率到达应负责单位", en="memoryless: each pass is right with one chance"),
)


def route(city: City, rightful: Bools, candidate: Bools, rows: npt.NDArray[np.int64]) -> Bools:
    """Choose one desk for each matter, without memory."""
    register, right = city.register, city.numbers(Passes).right_share
    address = (register.identity[rows], register.attempt[rows])
    goes_right = city.luck(rows).uniform(Purpose.ROUTE, *address)[:, None] < right
    pool = np.where(goes_right | ~(candidate & ~rightful).any(axis=1, keepdims=True), rightful, candidate & ~rightful)
    pool = np.where(pool.any(axis=1, keepdims=True), pool, candidate)
    draw = city.luck(rows[:, None]).uniform(Purpose.TAKES, address[0][:, None], address[1][:, None], np.arange(pool.shape[1]))
    order = pool * (1.0 - draw)
    chosen: Bools = np.arange(pool.shape[1]) == order.argmax(axis=1)[:, None]
    return chosen


def pass_on(city: City, holdings: "Holdings", done: Bools, time: npt.NDArray[np.float64]) -> Bools:
    """Send on what a wrong desk has finished with; say which finished matters stay."""
    if not city.chosen(BY_MATRIX):
        return np.ones(len(holdings.rows), dtype=bool)
    register = city.register
    wrong = np.bincount(holdings.matter, weights=~holdings.rightful) > 0
    on = holdings.rows[done & wrong]
    mean, cv = city.topics.work_mean[register.topic[on]], city.topics.work_cv[register.topic[on]]
    draw = city.luck(on).uniform(Purpose.WORK, register.identity[on], register.attempt[on])
    register.work_otherwise(on, gamma_work(draw, mean, cv))
    register.hand_on(on)
    register.hold(on, np.uint64(0))
    register.wait(on, time[done & wrong])
    register.move(on, Stage.KNOWN, time[done & wrong], Reason.ROUTED)
    return ~wrong
