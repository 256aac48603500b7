"""Wellbeing: gain, happiness, security and trust.

Each feeling returns to its baseline at a small rate a day; a matter that ends moves its citizen's by satisfaction against expectation and
by satisfaction itself, losses weighing more. So does, less, a need that passed unmet and unknown, and what is heard of neighbours, as often
as there is something to hear. Expectation follows own experience and, less, the neighbours'. The baseline of security falls with open grave matters per 1,000 residents of the village; a grid worker's call moves trust and security a little towards
1; talks that fail cost those at the table some of their trust. Essay: 获得感、幸福感、安全感.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.grid_workers import of_a_call
from cogov.model.parameters import Wellbeing
from cogov.model.stages import Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Single = npt.NDArray[np.float32]
Values = Single | Floats
GRAVE = 0.5
"""Severity from which an open matter weighs on the neighbours' security."""
TRUST = 0.6
"""Weight of an experience on trust against that on gain."""


def wellbeing(model: "CoGovernanceModel") -> None:
    """Feelings return to their baselines; citizens whose matter ended take it to heart; neighbours listen."""
    people, parameters = model.citizens, model.scenario.parameters.wellbeing
    for feeling in (people.gain, people.happiness, people.trust):
        pull(feeling, parameters.baseline, parameters.pull)
    pull(people.security, np.repeat(_secure(model), model.territory.residents), parameters.pull)
    _be_cared_for(model)
    np.multiply.at(people.trust, people.let_down, np.float32(1 - model.scenario.parameters.deliberation.disappointment))
    register, rows = model.register, model.register.ended_today
    judged = rows[~np.isnan(register.satisfaction[rows])]
    _experience(model, judged, register.satisfaction[judged])
    _expect(model, judged, register.satisfaction[judged])
    lapsed = rows[register.stage[rows] == Stage.LAPSED]
    _experience(model, lapsed, np.zeros(len(lapsed)), parameters.lapsed)
    if model.day % 7 == 6 and parameters.neighbours > 0:
        _neighbours_listen(model)


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


def moved(felt: Values, expected: Values, feeling: Values, parameters: Wellbeing) -> Floats:
    """Return how far one experience moves a feeling: step · [(1 − p) V(felt − expected) + p V(felt − feeling)].

    Disconfirmation beside performance itself (Van Ryzin 2013; Zhang et al. 2022): expectation adapts, performance does not. V weighs
    losses (Tversky & Kahneman 1992).
    """
    direct = parameters.performance
    total = (1 - direct) * _weighed(felt - expected, parameters) + direct * _weighed(felt - feeling, parameters)
    return np.asarray(parameters.step * total)


def _weighed(change: Values, parameters: Wellbeing) -> Floats:
    return np.asarray(np.where(change < 0, parameters.loss_weight, 1.0) * change)


def _experience(model: "CoGovernanceModel", rows: Ints, felt: Floats, weight: float = 1.0) -> None:
    """Let citizens take to heart how their matters ended: each as much as `weight` says."""
    people, parameters, citizen = model.citizens, model.scenario.parameters.wellbeing, model.register.citizen[rows]
    grave = model.topics.severity[model.register.topic[rows]]
    expected = people.expectation[citizen]
    parts = (people.gain, 1.0), (people.trust, TRUST), (people.happiness, 0.5), (people.security, grave)
    for feeling, part in parts:
        np.add.at(feeling, citizen, (moved(felt, expected, feeling[citizen], parameters) * part * weight).astype(np.float32))
        feeling[citizen] = np.clip(feeling[citizen], 0.0, 1.0)


def _expect(model: "CoGovernanceModel", rows: Ints, felt: Floats) -> None:
    """Let expectation follow what citizens met with, and note it for the neighbours who will hear of it."""
    people, citizen = model.citizens, model.register.citizen[rows]
    step = model.scenario.parameters.wellbeing.expectation_step
    np.add.at(people.expectation, citizen, (step * (felt - people.expectation[citizen])).astype(np.float32))
    people.expectation[citizen] = np.clip(people.expectation[citizen], 0.0, 1.0)
    told, number = people.told_of
    np.add.at(told, people.grid[citizen], felt)
    np.add.at(number, people.grid[citizen], 1.0)


def _neighbours_listen(model: "CoGovernanceModel") -> None:
    """Let everybody hear, once a week, of what ties in the grid met with, and take it as a part of an experience of their own.

    Of n experiences in a grid of R residents each hears ties · n / R. A vicarious experience moves gain, trust and expectation
    (Rosenbaum et al. 2005), as often as there was one.
    """
    people, parameters = model.citizens, model.scenario.parameters.wellbeing
    told, number = people.told_of.copy()
    people.told_of[:] = 0.0
    residents = np.diff(model.territory.grid_first_citizen)
    heard = model.scenario.city.ties_per_citizen * number / np.maximum(residents, 1)
    follow = 1 - portable.power(1 - parameters.neighbours * parameters.expectation_step, heard)
    by_grid = told / np.maximum(number, 1), parameters.neighbours * heard, follow
    felt, share, closer = (np.repeat(value.astype(np.float32), residents) for value in by_grid)
    for feeling, part in ((people.gain, 1.0), (people.trust, TRUST)):
        feeling[:] = np.clip(feeling + part * share * moved(felt, people.expectation, feeling, parameters), 0.0, 1.0)
    people.expectation += closer * (felt - people.expectation)
