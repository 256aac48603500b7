"""Memoryless routing, for comparison with queueing networks: `choices: {routing: matrix}`.

Where kinds of desk say to whom they pass what they have done (`kinds.NAME.passes`), a matter begins at a rightful desk and goes from desk to
desk by these chances until it leaves: a Jackson network. Where none does, each pass goes to a rightful desk with the same chance q, else to any
other candidate alike; a wrong desk does a full pass of work and sends the matter on. So the number of desks visited is geometric with mean 1/q.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.holdings import Holdings
from cogov.model.names import LEVELS
from cogov.model.numbers import Numbers, share
from cogov.model.options import Choice, option
from cogov.model.queueing import gamma_work
from cogov.model.stages import Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Passes(Numbers):
    """Where a pass without memory goes."""

    right_share: float = share(
        0.75, "chance that a pass goes to a rightful desk under `routing: matrix`, where no kind says to whom it passes"
    )


BY_MATRIX = Choice(
    "routing",
    triage=option(what=False, zh="按判断与接手", en="by seeing and taking"),
    matrix=option(
        what=True,
        zh="无记忆转办：按各类机构的移交概率，未列出的以固定概率到达应负责单位",
        en="memoryless: by the chances of each kind to pass on, or where none are stated each pass is right with one chance",
    ),
)


def chances_to_pass(city: City) -> Floats:
    """Return by (kind, kind) the chance that what the one has done goes to the other."""
    kinds = city.scenario.kinds
    return np.array([[kind.passes.get(other, 0.0) for other in kinds] for kind in kinds.values()])


def route(city: City, rightful: Bools, candidate: Bools, rows: Ints) -> Bools:
    """Choose one desk for each matter, without memory."""
    register = city.register
    right = 1.0 if chances_to_pass(city).any() else city.numbers(Passes, rows[:, None]).right_share
    address = (register.identity[rows], register.attempt[rows])
    goes_right = city.luck(rows).uniform(Purpose.ROUTE, *address)[:, None] < right
    pool = np.where(goes_right | ~(candidate & ~rightful).any(axis=1, keepdims=True), rightful, candidate & ~rightful)
    pool = np.where(pool.any(axis=1, keepdims=True), pool, candidate)
    draw = city.luck(rows[:, None]).uniform(Purpose.TAKES, address[0][:, None], address[1][:, None], np.arange(pool.shape[1]))
    order = pool * (1.0 - draw)
    chosen: Bools = np.arange(pool.shape[1]) == order.argmax(axis=1)[:, None]
    return chosen


def pass_on(city: City, holdings: Holdings, done: Bools, time: Floats) -> Bools:
    """Send on what does not end at the desk that has done its part; say which finished matters stay."""
    if not city.chosen(BY_MATRIX):
        return np.ones(len(holdings.rows), dtype=bool)
    chances = chances_to_pass(city)
    if chances.any():
        return ~_to_the_next_desk(city, holdings, done, time, chances)
    wrong = np.bincount(holdings.matter, weights=~holdings.rightful) > 0
    on = holdings.rows[done & wrong]
    _begin_another_pass(city, on)
    city.register.hold(on, np.uint64(0))
    city.register.wait(on, time[done & wrong])
    city.register.move(on, Stage.KNOWN, time[done & wrong], Reason.ROUTED)
    return ~wrong


def _to_the_next_desk(city: City, holdings: Holdings, done: Bools, time: Floats, chances: Floats) -> Bools:
    """Pass finished matters to the desks of other kinds at their level; say which matters were passed."""
    register, rows, kinds = city.register, holdings.rows, city.slots.kinds
    holder = holdings.slot[np.searchsorted(holdings.matter, np.arange(len(rows)))]
    draw = city.luck(rows).uniform(Purpose.ROUTE, register.identity[rows], register.attempt[rows])
    kind = (draw[:, None] >= np.cumsum(chances, axis=1)[city.slots.kind[holder]]).sum(axis=1)
    passed = done & (kind < len(kinds))
    on = rows[passed]
    slot_of = np.array([[city.slots.at(name, level) for name in kinds] for level in range(len(LEVELS))])
    slot = slot_of[register.level[on], kind[passed]]
    _begin_another_pass(city, on)
    register.ask(on)
    register.hold(on, np.uint64(1) << slot.astype(np.uint64))
    register.move(on, Stage.IN_HAND, time[passed], Reason.ROUTED, city.slots.desk_of[register.village[on], slot])
    return passed


def _begin_another_pass(city: City, rows: Ints) -> None:
    """Let the whole work of a pass, drawn anew, stand before matters that are handed on."""
    register, kind = city.register, (city.twin_of(rows), city.register.topic[rows])
    draw = city.luck(rows).uniform(Purpose.WORK, register.identity[rows], register.attempt[rows])
    register.work_otherwise(rows, gamma_work(draw, city.nature.work_mean[kind], city.nature.work_cv[kind]))
    register.hand_on(rows)
