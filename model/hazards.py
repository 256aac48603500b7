"""Hazards: what makes matters arise more or less often than their base rate, by (village, topic).

Need raises or lowers all; open grave matters spread (neglect), and so do, for a while, those that lapsed or were given up; settled roots,
village rules, enforcement and campaigns prevent, and push some of it elsewhere (`displacement`).
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import displacement, grid_workers, portable
from cogov.model.stages import Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Floats = npt.NDArray[np.float64]


def relative(model: "CoGovernanceModel") -> Floats:
    """Return each cell's hazard as a multiple of its base rate, before the cap."""
    parameters = model.scenario.parameters
    hazard = model.need * _pressure(model)[:, None]
    hazard = hazard * (1 - parameters.emergence.prevention * model.root)
    hazard *= 1 - parameters.deliberation.rule_prevention * model.village_rules
    hazard *= grid_workers.kept_away(model)
    pressed = displacement.pressed(model)
    if pressed is not None:
        hazard *= pressed[model.territory.township]
    result: Floats = hazard
    return result


def _pressure(model: "CoGovernanceModel") -> Floats:
    """Return 1 + neglect × severity per 100 residents, by village: of open matters, and in part of those that nobody cared for."""
    register, territory, parameters = model.register, model.territory, model.scenario.parameters.emergence
    rows = register.open_rows
    severity = np.bincount(register.village[rows], weights=model.topics.severity[register.topic[rows]], minlength=territory.villages)
    pressure: Floats = 1 + parameters.neglect * 100 * (severity + parameters.lingering * model.sore) / territory.residents
    return pressure


def remember_neglect(model: "CoGovernanceModel") -> None:
    """Let what lapsed or was given up today leave a sore in its village, as it fades where it is old: Σ severity · exp(−days / lingering_days)."""
    register, days = model.register, model.scenario.parameters.emergence.lingering_days
    rows = register.ended_today
    rows = rows[register.stage[rows] != Stage.SETTLED]
    model.sore *= portable.exp(-1 / days)
    np.add.at(model.sore, register.village[rows], model.topics.severity[register.topic[rows]])
