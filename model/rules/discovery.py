"""Discovery: a matter becomes known.

Its citizen reports it, if ever (voice, Hirschman 1970: lasting, unequal between groups, learnt from what became of earlier reports) and then
sooner or later (logistic in engagement, trust, severity, access and the way to the venue); the grid worker finds it (on the day on which its
round passes there, if visible; or at the door), a mass organisation hears of it, or mediators come upon it; otherwise it may pass by itself. A small matter that a grid worker finds may be settled on the spot. Levers: grid_density, grid_intelligence, mobilization, mediation,
online_service, centre_strength. Essay: 发现问题一网无遗;
群团组织以发现和解决群众性、社会性和公益性问题为目标.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from cogov.model import grid_workers, portable, venues
from cogov.model.chance import Purpose
from cogov.model.choices import MEDIATION_PARTS
from cogov.model.desks import TOWNSHIP, VILLAGE
from cogov.model.mandates import COMPOSITE
from cogov.model.stages import Channel, Reason, Stage
from cogov.model.topics import APPLICATION, DISPUTE, PROBLEM

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


def discovery(model: "CoGovernanceModel") -> None:
    """Citizens report, grid workers walk their beats, mass organisations listen; what nobody meets may lapse."""
    grid_workers.walk(model)
    rows = model.register.at(Stage.UNKNOWN)
    if len(rows) == 0:
        return
    who = np.full(len(rows), Channel.NONE)
    chances = [(Channel.TOLD, Purpose.REPORT, report_chance(model, rows))]
    if not model.is_rest_day:
        chances += [
            (Channel.GRID, Purpose.PATROL, grid_chance(model, rows)),
            (Channel.MASS, Purpose.HEARD, hearing_chance(model, rows)),
            (Channel.MEDIATOR, Purpose.PROACTIVE, proactive_chance(model, rows)),
        ]
    identity = model.register.identity[rows]
    for channel, purpose, chance in reversed(chances):
        who[model.chance.uniform(purpose, identity, model.day) < chance] = channel
    _make_known(model, rows, who)
    _let_lapse(model, rows[who == Channel.NONE])


def report_chance(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that each matter's citizen reports it today: none of what this citizen would never report."""
    parameters, topic = model.scenario.parameters.discovery, model.register.topic[rows]
    far = parameters.report_distance * venues.way(model, rows) * venues.in_person(model, rows)
    readiness = _readiness(model, rows) - far
    tells = expit(parameters.report_base + readiness) * speaks_up(model, rows, readiness)
    return np.asarray(np.where(model.topics.form[topic] == APPLICATION, parameters.application_chance * portable.exp(-far), tells))


def speaks_up(model: "CoGovernanceModel", rows: Ints, readiness: Floats) -> Bools:
    """Say which matters their citizens would report at all.

    The draw belongs to citizen and topic, so that some never report some kinds; what moves the chance under it is the citizen's lasting
    voice, what became of earlier reports (efficacy), and today's readiness.
    """
    parameters, people = model.scenario.parameters.discovery, model.citizens
    citizen = model.register.citizen[rows]
    heard = parameters.voice_efficacy * (people.efficacy[citizen] - 0.5)
    chance = expit(logit(parameters.voice) + people.voice[citizen] + heard + readiness)
    speaks: Bools = model.chance.uniform(Purpose.SPEAKS, citizen, model.register.topic[rows]) < chance
    return speaks


def _readiness(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return what makes each matter's citizen more or less ready to report it, in logits: whether at all, and how soon."""
    parameters, people = model.scenario.parameters.discovery, model.citizens
    citizen, topic = model.register.citizen[rows], model.register.topic[rows]
    ready: Floats = (
        parameters.report_engagement * people.engagement[citizen]
        + parameters.report_trust * (people.trust[citizen] - 0.5)
        + parameters.report_severity * (model.topics.severity[topic] - 0.5)
        + parameters.report_access * people.online[citizen] * model.levers.online_service[model.township_of(rows)]
        + _told(model, citizen)
    )
    return ready


def _told(model: "CoGovernanceModel", citizen: Ints) -> Floats:
    """Return what a grid worker's recent call adds to the readiness to report (党的宣传员)."""
    told = model.scenario.parameters.grid_workers.told * grid_workers.of_a_call(model, "publicist")
    return np.where(model.citizens.called[citizen] > model.day - grid_workers.CONTACT_DAYS, told, 0.0)


def grid_chance(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that a grid worker passes and sees each matter today (千里眼), or is told of it at the door (顺风耳)."""
    register = model.register
    citizen = register.citizen[rows]
    seen = grid_workers.passed(model, citizen) * model.topics.visibility[register.topic[rows]]
    told = model.scenario.parameters.grid_workers.heard * grid_workers.of_a_call(model, "listener")
    chance: Floats = seen + (1 - seen) * told * (model.citizens.called[citizen] == model.day)
    return chance


def hearing_chance(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that a mass organisation hears of each matter today."""
    parameters = model.scenario.parameters.discovery
    chance: Floats = parameters.mass_base + parameters.mass_mobilization * model.levers.mobilization[model.township_of(rows)]
    return chance


def proactive_chance(model: "CoGovernanceModel", rows: Ints) -> Floats:
    """Return the chance that the village's mediators come upon each dispute today, before any report (未诉先办)."""
    strength = model.levers.mediation[model.township_of(rows), PEOPLE_IN_VILLAGE]
    dispute = model.topics.form[model.register.topic[rows]] == DISPUTE
    chance: Floats = model.scenario.parameters.mediation.proactive * strength * dispute
    return chance


PEOPLE_IN_VILLAGE = MEDIATION_PARTS.index("people_village")
REASONS = {
    Channel.TOLD: Reason.REPORTED,
    Channel.GRID: Reason.FOUND_BY_GRID,
    Channel.MASS: Reason.HEARD_BY_MASS_ORGANIZATION,
    Channel.MEDIATOR: Reason.FOUND_BY_MEDIATOR,
}


def _make_known(model: "CoGovernanceModel", rows: Ints, who: npt.NDArray[np.int64]) -> None:
    register = model.register
    for channel, reason in REASONS.items():
        found = rows[who == channel]
        time = np.maximum(register.arose[found], model.day)
        register.known[found] = time
        register.channel[found] = channel
        register.at_desk[found] = _goes_to_desk(model, found, channel)
        register.move(found, Stage.KNOWN, time, reason)
        if channel == Channel.GRID:
            _settle_on_the_spot(model, found)


def _settle_on_the_spot(model: "CoGovernanceModel", rows: Ints) -> None:
    """Let grid workers settle the small matters they found, as far as the village's centre backs them (解决问题一网打尽)."""
    register, parameters = model.register, model.scenario.parameters.discovery
    strength = model.levers.centre_strength[model.township_of(rows), VILLAGE]
    problem = (model.topics.form[register.topic[rows]] == PROBLEM) & (register.level[rows] == VILLAGE)
    one_owner = model.mandates.mandate[VILLAGE, register.topic[rows]] != COMPOSITE
    small = problem & one_owner & (register.work_total[rows] <= parameters.grid_small_days)
    can = model.chance.uniform(Purpose.GRID_SETTLES, register.identity[rows]) < parameters.grid_settles * strength
    settled = rows[small & can]
    own = model.slots.village_committee
    if own is None:
        return
    register.holders[settled] = np.uint64(1) << np.uint64(own)
    end = np.minimum(register.known[settled] + register.work_total[settled], model.day + 1.0)
    register.taken[settled] = register.begun[settled] = register.known[settled]
    register.effort[settled] = register.work_total[settled]
    desk = model.slots.desk_of[register.village[settled], own]
    if model.is_measured:
        np.add.at(model.institutions.worked, desk, register.effort[settled])
    register.move(settled, Stage.SETTLED, np.maximum(end, register.known[settled]), Reason.SETTLED_IN_GRID, desk)


def _goes_to_desk(model: "CoGovernanceModel", rows: Ints, channel: Channel) -> npt.NDArray[np.bool_]:
    """Say which matters are handed to a hotline or centre instead of somebody met in the field."""
    parameters, strength = model.scenario.parameters.discovery, model.levers.centre_strength[model.township_of(rows)]
    told = parameters.desk_share + parameters.desk_share_centre * strength[:, TOWNSHIP]
    share = told if channel == Channel.TOLD else strength[:, VILLAGE]
    to_desk: npt.NDArray[np.bool_] = model.chance.uniform(Purpose.CHANNEL, model.register.identity[rows]) < share
    return to_desk


def _let_lapse(model: "CoGovernanceModel", rows: Ints) -> None:
    chance = -portable.expm1(-1 / model.scenario.parameters.discovery.lapse_days)
    lapsed = rows[model.chance.uniform(Purpose.LAPSE, model.register.identity[rows], model.day) < chance]
    model.register.move(lapsed, Stage.LAPSED, model.day + 1.0, Reason.PASSED_BY_ITSELF)
