"""Learning: desks learn from hand-offs whose matter is whose, and come closer to those with whom they talk.

Each recorded hand-off teaches one handler of the desk concerned, so a desk of h handlers moves its standing misunderstandings by
u ← (1 − λ)^(1/h) u: what is learnt per head does not depend on how large a slice of the city is simulated. Each agreement likewise moves one
handler part of the way, its own stance on the topic to where the talk left it, its own attention to the mean of the desks at the
table; the city's goals come on top of both, on the next Monday. Once in four weeks contact moves the stances of desks a little to those they are
tied to (DeGroot 1974; Schalk 2013 and Lemaire 2020: ties bring goals together). Levers: deliberation (who meets), party_building (ties). Essay: 相互纠错;民主协商.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.goals import floored

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LEAST_STAFF = 0.05
"""Handlers below which a desk learns no faster."""


def learning(model: "CoGovernanceModel") -> None:
    """Desks learn from the day's returns and hand-offs whose matter is whose, and from its talks what others think."""
    desk, topic = model.handoffs_today()
    keep = kept(model, model.scenario.parameters.learning.rate, desk)
    for table in (model.rule_between, model.rule_within):
        np.multiply.at(table, (desk, topic), keep)
    _drift(model)
    if model.day % 28 == 27:
        _keep_contact(model)


def _keep_contact(model: "CoGovernanceModel") -> None:
    """Move every desk's own stances a little to the mean of those it is tied to, weighed by the ties: s ← s + contact · (W s − s)."""
    rate, ties, stance = model.scenario.parameters.learning.contact, model.governance, model.own_goals[1]
    if rate == 0:
        return
    weight = ties.matrix.sum(axis=1)[:, None]
    stance += rate * np.where(weight > 0, ties.matrix @ stance / np.maximum(weight, 1e-12) - stance, 0.0)
    model.drifted = True


def kept(model: "CoGovernanceModel", rate: float, desk: Ints) -> Floats:
    """Return the part of what a desk thought that it still thinks when one of its handlers has moved by `rate`."""
    still: Floats = portable.power(1 - rate, 1 / np.maximum(model.institutions.staff[desk], LEAST_STAFF))
    return still


def _drift(model: "CoGovernanceModel") -> None:
    """Move the own attention and stance of those who talked."""
    rate = model.scenario.parameters.learning.drift
    desk, topic, to_attention, to_stance = model.talks_today()
    if rate == 0 or len(desk) == 0:
        return
    step, (attention, stance) = 1 - kept(model, rate, desk), model.own_goals
    np.add.at(attention, (desk, topic), step * to_attention)
    np.add.at(stance, (desk, topic), step * to_stance)
    moved = np.unique(desk)
    attention[moved] = floored(np.maximum(attention[moved], 0.0), model.scenario.parameters.goals.floor)
    stance[moved] = np.clip(stance[moved], -1.0, 1.0)
    model.drifted = True
