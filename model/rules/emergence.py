"""Emergence: matters arise with citizens.

Each village has potential matters of every topic, the same under every policy; one arises if its mark is below
hazard / cap. Hazard relative to base = need × (1 + neglect × open severity per 100 residents) × (1 − prevention × root) ×
(1 − rule) × enforcement × campaigns (`hazards`), clipped at the cap; need drifts weekly as a lognormal AR(1) with rare jumps. Matters born of others
(reopened, petition) arise on the day set for them. Levers: key_area_enforcement, campaigns, deliberation (village rules).
Essay: 最盼、最急、最怨的突出问题;重点领域执法司法.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model import hazards, portable
from cogov.model.chance import Purpose
from cogov.model.queueing import gamma_work
from cogov.model.stages import Channel, Origin, Reason, Stage

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
ORDINALS = 1024
"""Potential matters of one topic in one village on one day that can be told apart."""


def emergence(model: "CoGovernanceModel") -> None:
    """Citizens meet with the day's matters, new ones and those born of earlier ones."""
    if model.day % 7 == 0:
        drift_need(model)
    identity, cell = potential_matters(model)
    arises = model.chance.uniform(Purpose.ARISES, identity) < _hazard(model)[cell] / model.scenario.parameters.emergence.cap
    _enter_new(model, identity[arises], cell[arises])
    _enter_born(model)


def drift_need(model: "CoGovernanceModel") -> None:
    """Let the need for each topic drift: `choices: need` says how."""
    NEED[model.scenario.choices.need](model)
    model.note_need()


def _drifting(model: "CoGovernanceModel") -> None:
    parameters, week, topic = model.scenario.parameters.emergence, model.day // 7, np.arange(len(model.topics.names))
    noise = model.chance.normal(Purpose.NEED, week, topic)
    jumps = model.chance.uniform(Purpose.NEED_SHIFT, week, topic) < parameters.need_shift_chance
    stay = np.where(jumps | (week == 0), 0.0, parameters.need_persistence)
    model.log_need = stay * model.log_need + parameters.need_spread * np.sqrt(1 - stay**2) * noise
    model.need = portable.exp(model.log_need - parameters.need_spread**2 / 2)


def _fixed(model: "CoGovernanceModel") -> None:
    model.need = np.ones(len(model.topics.names))


NEED = {"drifting": _drifting, "fixed": _fixed}


def potential_matters(model: "CoGovernanceModel") -> tuple[npt.NDArray[np.uint64], Ints]:
    """Return identity and (village, topic) cell of the day's potential matters: the same under every policy."""
    arrivals, rest = model.arrivals, model.is_rest_day
    rng = model.chance.block(Purpose.POTENTIAL, model.day)
    clusters = int(rng.poisson(arrivals.clusters(rest_day=rest)))
    cumulative = arrivals.cells[rest]
    cell = np.searchsorted(cumulative, rng.random(clusters) * cumulative[-1], side="right")
    if arrivals.log_series > 0:
        cell = np.repeat(cell, rng.logseries(arrivals.log_series, clusters))
    cell = np.sort(cell)
    ordinal = np.arange(len(cell)) - np.searchsorted(cell, cell, side="left")
    cells = len(cumulative)
    return ((model.day * cells + cell) * ORDINALS + ordinal % ORDINALS).astype(np.uint64), cell


def _hazard(model: "CoGovernanceModel") -> Floats:
    """Return each cell's hazard as a multiple of its base rate, at most the cap; let what prevents it fade."""
    parameters = model.scenario.parameters
    hazard, cap = hazards.relative(model), parameters.emergence.cap
    model.root *= portable.exp(-1 / parameters.emergence.prevention_decay_days)
    model.village_rules *= portable.exp(-1 / parameters.deliberation.rule_days)
    model.tally.capped += float((hazard >= cap).mean()) * model.is_measured
    result: Floats = np.minimum(hazard, cap).ravel()
    return result


def _enter_new(model: "CoGovernanceModel", identity: npt.NDArray[np.uint64], cell: Ints) -> None:
    village, topic = np.divmod(cell, len(model.topics.names))
    hard = model.scenario.parameters.mediation
    model.register.enter(
        identity=identity,
        topic=topic,
        village=village,
        level_at_birth=model.topics.level[topic],
        arose=model.day + model.chance.uniform(Purpose.TIME, identity),
        citizen=model.concerned_citizen(village, topic, model.chance.uniform(Purpose.CITIZEN, identity)),
        hardness_at_birth=hard.hardness + hard.hardness_spread * model.chance.normal(Purpose.HARDNESS, identity),
        collective=model.chance.uniform(Purpose.COLLECTIVE, identity) < model.topics.collective[topic],
        **_nature(model, identity, topic),
    )


def _nature(model: "CoGovernanceModel", identity: npt.NDArray[np.uint64], topic: Ints) -> dict[str, Floats]:
    """Draw ambiguity (lognormal) and work (gamma with the topic's mean and cv)."""
    spread = model.scenario.parameters.triage.ambiguity_spread
    work = gamma_work(model.chance.uniform(Purpose.WORK, identity), model.topics.work_mean[topic], model.topics.work_cv[topic])
    ambiguity = model.topics.ambiguity[topic] * portable.exp(spread * model.chance.normal(Purpose.AMBIGUITY, identity))
    return {"ambiguity": ambiguity, "work_total": work}


def _enter_born(model: "CoGovernanceModel") -> None:
    """Enter what is due of the matters born of others; a petition is known from the start."""
    births, register = model.births.due(model.day + 1), model.register
    if len(births.parent) == 0:
        return
    parent = births.parent
    topic = register.topic[parent]
    rows = register.enter(
        identity=births.identity,
        parent=parent,
        origin=births.origin,
        topic=topic,
        village=register.village[parent],
        citizen=register.citizen[parent],
        level_at_birth=births.level,
        arose=births.time,
        hardness_at_birth=register.hardness[parent],
        collective=register.collective[parent],
        **_nature(model, births.identity, topic),
    )
    petitions = rows[births.origin == Origin.PETITION]
    register.channel[petitions] = Channel.TOLD
    register.at_desk[petitions] = True
    register.known[petitions] = register.arose[petitions]
    register.move(petitions, Stage.KNOWN, register.arose[petitions], Reason.PETITIONED)
