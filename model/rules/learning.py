"""Learning: desks learn from hand-offs whose matter is whose, and come closer to those with whom they talk.

Each recorded hand-off teaches one handler of the desk concerned, so a desk of h handlers moves its standing misunderstandings by
u ← (1 − λ)^(1/h) u: what is learnt per head does not depend on how large a slice of the city is simulated. Each agreement likewise moves one
handler part of the way, its own stance on the topic to where the talk left it, its own attention to the mean of the desks at the
table; the city's goals come on top of both, on the next Monday. Once in four weeks contact moves the stances of desks a little to those they are
tied to (DeGroot 1974; Schalk 2013 and Lemaire 2020: ties bring goals together). Levers: deliberation (who meets), party_building (ties). Essay: 相互纠错;民主协商.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.city import EACH, City
from cogov.model.goals import Aims, floored
from cogov.model.numbers import Numbers, number, share
from cogov.model.rule import rule
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LEAST_STAFF = 0.05
"""Handlers below which a desk learns no faster."""


class Learning(Numbers):
    """What institutions learn from hand-offs and in talks."""

    rate: float = share(0.05, "share by which a standing misunderstanding shrinks when a hand-off is recorded")
    drift: float = share(
        0.05, "part of the way that a handler's own attention and stance on a topic move, in talks about it, to those who talk"
    )
    contact: float = number(
        0.008,
        0,
        0.5,
        "per four weeks",
        "part of the way that a desk's own stances move to the mean of those it is tied to; 0: none",
        "assumed; the direction from Schalk 2013, Lemaire 2020; the form from DeGroot 1974",
    )


@rule(
    writes="city.rule_between city.rule_within city.own_goals",
    numbers=Learning,
    says=Text(zh="转办退单之后误解减少", en="misunderstandings shrink after hand-offs and returns"),
)
def learning(city: City, p: Learning) -> None:
    """Desks learn from the day's returns and hand-offs whose matter is whose, and from its talks what others think."""
    desk, topic = city.handoffs_today()
    keep = kept(city, city.numbers(Learning, desks=desk).rate, desk)
    for table in (city.rule_between, city.rule_within):
        np.multiply.at(table, (desk, topic), keep)
    _drift(city)
    if city.day % 28 == 27:
        _keep_contact(city)


def _keep_contact(city: City) -> None:
    """Move every desk's own stances a little to the mean of those it is tied to, weighed by the ties: s ← s + contact · (W s − s)."""
    rate = np.broadcast_to(city.numbers(Learning, desks=EACH).contact, city.institutions.size)
    listens, ties, stance = np.flatnonzero(rate > 0), city.governance, city.own_goals[1]
    if len(listens) == 0:
        return
    weight = ties.matrix.sum(axis=1)[:, None]
    away = np.where(weight > 0, ties.matrix @ stance / np.maximum(weight, 1e-12) - stance, 0.0)
    stance[listens] += rate[listens, None] * away[listens]
    city.drift(listens)


def kept(city: City, rate: float | Floats, desk: Ints) -> Floats:
    """Return the part of what a desk thought that it still thinks when one of its handlers has moved by `rate`."""
    still: Floats = portable.power(1 - rate, 1 / np.maximum(city.institutions.staff[desk], LEAST_STAFF))
    return still


def _drift(city: City) -> None:
    """Move the own attention and stance of those who talked."""
    desk, topic, to_attention, to_stance = city.talks_today()
    rate = np.broadcast_to(city.numbers(Learning, desks=desk).drift, desk.shape)
    learns = np.flatnonzero(rate > 0)
    if len(learns) == 0:
        return
    desk, topic = desk[learns], topic[learns]
    step, (attention, stance) = 1 - kept(city, rate[learns], desk), city.own_goals
    np.add.at(attention, (desk, topic), step * to_attention[learns])
    np.add.at(stance, (desk, topic), step * to_stance[learns])
    moved = np.unique(desk)
    attention[moved] = floored(np.maximum(attention[moved], 0.0), city.numbers(Aims, desks=moved[:, None]).floor)
    stance[moved] = np.clip(stance[moved], -1.0, 1.0)
    city.drift(moved)
