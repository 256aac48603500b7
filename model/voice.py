"""Voice: a collective matter, or one that went over a desk's head, presses the party-state more than others do.

Threats of collective action and of telling superiors make counties answer more often (Chen, Pan & Xu 2016); other sectors have no superiors
to fear. And whoever is not heard goes further up: citizens with what nobody owns or what is overdue (Michelson 2007), overloaded desks with
what they have not begun. What goes up begins anew there, at desks that are fewer.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.choices import SECTORS
from cogov.model.desks import CITY, GOVERNMENT, PARTY
from cogov.model.holdings import Holdings
from cogov.model.passing import pass_up
from cogov.model.stages import Origin, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
HEARS = np.isin(np.arange(len(SECTORS)), (GOVERNMENT, PARTY))
"""By sector: whose desks answer to superiors."""


def weight(model: "CoGovernanceModel", rows: Ints, collective: float, petitioned: float) -> Floats:
    """Return what being collective and having been petitioned add to each matter's weight."""
    register = model.register
    pressed: Floats = collective * register.collective[rows] + petitioned * (register.origin[rows] == Origin.PETITION)
    return pressed


def pressure(model: "CoGovernanceModel", rows: Ints, desk: Ints) -> Floats:
    """Return what each matter's voice adds to the will of every desk to take it (logit); nothing outside the party-state."""
    triage = model.scenario.parameters.triage
    felt: Floats = weight(model, rows, triage.taking_collective, triage.taking_petitioned)[:, None] * HEARS[model.institutions.sector[desk]]
    return felt


def go_up(model: "CoGovernanceModel", holdings: Holdings) -> None:
    """On Mondays let citizens take up a level what nobody owns or what is overdue, and overloaded desks what they have not begun."""
    triage = model.scenario.parameters.triage
    if model.day % 7:
        return
    if triage.escalation > 0:
        _escalate(model, triage.escalation)
    if triage.passing_up > 0:
        _relieve(model, holdings, triage.overload, triage.passing_up)


def _escalate(model: "CoGovernanceModel", chance: float) -> None:
    register = model.register
    unowned = register.at(Stage.UNCLAIMED)
    owned = np.concatenate([register.at(Stage.PARTNERS), register.at(Stage.IN_HAND)])
    overdue = owned[model.day + 1 - register.arose[owned] > model.topics.deadline[register.topic[owned]]]
    _pass_up_some(model, np.sort(np.concatenate([unowned, overdue])), Purpose.ESCALATES, chance, Reason.ESCALATED)


def _relieve(model: "CoGovernanceModel", holdings: Holdings, overload: float, chance: float) -> None:
    register, institutions = model.register, model.institutions
    full = institutions.load > overload * np.maximum(institutions.handlers, 0.1)
    rows = holdings.rows[np.bincount(holdings.matter, weights=full[holdings.desk], minlength=len(holdings.rows)) > 0]
    rows = rows[(register.stage[rows] == Stage.IN_HAND) & (register.effort[rows] == 0)]
    _pass_up_some(model, rows, Purpose.RELIEVED, chance, Reason.OVERLOADED)


def _pass_up_some(model: "CoGovernanceModel", rows: Ints, purpose: Purpose, chance: float, reason: Reason) -> None:
    register = model.register
    going = model.chance.uniform(purpose, register.identity[rows], model.day) < chance
    pass_up(model, rows[going & (register.level[rows] < CITY)], reason)
