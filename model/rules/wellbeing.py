"""Wellbeing: gain, happiness, security and trust.

Each feeling returns to its baseline at a small rate a day; a matter that ends moves its citizen's by step × (satisfaction −
expectation), losses weighing more (Tversky & Kahneman 1992). Expectation follows own experience and, less, the grid's. The
baseline of security falls with open grave matters per 1,000 residents of the village; a grid worker's call moves trust and security a little towards
1. Essay: 获得感、幸福感、安全感.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.grid_workers import of_a_call

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Single = npt.NDArray[np.float32]
GRAVE = 0.5
"""Severity from which an open matter weighs on the neighbours' security."""


def wellbeing(model: "CoGovernanceModel") -> None:
    """Feelings return to their baselines; citizens whose matter ended take it to heart; neighbours listen."""
    people, parameters = model.citizens, model.scenario.parameters.wellbeing
    for feeling in (people.gain, people.happiness, people.trust):
        pull(feeling, parameters.baseline, parameters.pull)
    pull(people.security, np.repeat(_secure(model), model.territory.residents), parameters.pull)
    _be_cared_for(model)
    rows = model.register.ended_today
    rows = rows[~np.isnan(model.register.satisfaction[rows])]
    if len(rows):
        _experience(model, rows)


def pull(feeling: Single, baseline: float | Single, rate: float) -> None:
    """Move a feeling towards its baseline, in place: x ← x + rate · (baseline − x)."""
    feeling *= np.float32(1 - rate)
    feeling += np.float32(rate) * np.float32(baseline) if isinstance(baseline, float) else np.float32(rate) * baseline


def _be_cared_for(model: "CoGovernanceModel") -> None:
    """Move trust and security of those whom a grid worker called on today towards 1 (群众的守护神)."""
    people, citizen = model.citizens, model.grid_workers.called_on
    step = np.float32(model.scenario.parameters.grid_workers.care * of_a_call(model, "guardian"))
    for feeling in (people.trust, people.security):
        feeling[citizen] += step * (1 - feeling[citizen])


def _secure(model: "CoGovernanceModel") -> Single:
    """Return the baseline of security of each village."""
    register, parameters = model.register, model.scenario.parameters.wellbeing
    rows = register.open_rows
    severity = model.topics.severity[register.topic[rows]]
    grave = np.bincount(register.village[rows], weights=severity * (severity >= GRAVE), minlength=model.territory.villages)
    level = parameters.baseline - parameters.security_open * 1000 * grave / model.territory.residents
    return np.clip(level, 0.0, 1.0).astype(np.float32)


def _experience(model: "CoGovernanceModel", rows: Ints) -> None:
    register, people, parameters = model.register, model.citizens, model.scenario.parameters.wellbeing
    citizen, felt = register.citizen[rows], register.satisfaction[rows]
    surprise = felt - people.expectation[citizen]
    moved = parameters.step * np.where(surprise < 0, parameters.loss_weight, 1.0) * surprise
    grave = model.topics.severity[register.topic[rows]]
    for feeling, weight in ((people.gain, 1.0), (people.trust, 0.6), (people.happiness, 0.5), (people.security, grave)):
        np.add.at(feeling, citizen, (weight * moved).astype(np.float32))
        feeling[citizen] = np.clip(feeling[citizen], 0.0, 1.0)
    np.add.at(people.expectation, citizen, (parameters.expectation_step * surprise).astype(np.float32))
    people.expectation[citizen] = np.clip(people.expectation[citizen], 0.0, 1.0)
    _neighbours_listen(model, people.grid[citizen], felt)


def _neighbours_listen(model: "CoGovernanceModel", grid: npt.NDArray[np.int32], felt: npt.NDArray[np.float64]) -> None:
    """Let expectation in a grid follow what its citizens met with today, in proportion to how many did."""
    people, bounds = model.citizens, model.territory.grid_first_citizen
    share = model.scenario.parameters.wellbeing.expectation_neighbours
    for place in np.unique(grid):
        here = people.expectation[bounds[place] : bounds[place + 1]]
        here += np.float32(share) * (np.float32(felt[grid == place].mean()) - here)
