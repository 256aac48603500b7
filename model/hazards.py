"""Hazards: what makes matters arise more or less often than their base rate, by (village, topic).

Need raises or lowers all; open grave matters spread (neglect); settled roots, village rules, enforcement and campaigns
prevent, and push some of it elsewhere (`displacement`).
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import displacement, grid_workers

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
    """Return 1 + neglect × open severity per 100 residents, by village."""
    register, territory = model.register, model.territory
    rows = register.open_rows
    severity = np.bincount(register.village[rows], weights=model.topics.severity[register.topic[rows]], minlength=territory.villages)
    pressure: Floats = 1 + model.scenario.parameters.emergence.neglect * 100 * severity / territory.residents
    return pressure
