"""Discovery: a matter becomes known.

Its citizen reports it, if ever (voice, Hirschman 1970: lasting, unequal between groups, learnt from what became of earlier reports) and then
sooner or later: chance a day = logistic(base + engagement + trust + severity + access − way to the venue), each times its weight. The grid worker finds it (on the day on which its
round passes there, if visible; or at the door), a mass organisation hears of it, or mediators come upon it; otherwise it may pass by itself.
A small matter that a grid worker finds may be settled on the spot. Levers: grid_density, grid_intelligence, mobilization, mediation,
online_service, centre_strength. Essay: 发现问题一网无遗;
群团组织以发现和解决群众性、社会性和公益性问题为目标.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from cogov.model import portable, rounds, venues
from cogov.model.chance import Purpose
from cogov.model.citizens import Voices
from cogov.model.city import City
from cogov.model.desks import TOWNSHIP, VILLAGE
from cogov.model.mandates import COMPOSITE
from cogov.model.names import MEDIATION_PARTS
from cogov.model.numbers import number, share
from cogov.model.rounds import GridWork, Patrols
from cogov.model.rule import rule
from cogov.model.rules.mediation import Mediation
from cogov.model.stages import Channel, Reason, Stage
from cogov.model.topics import APPLICATION, DISPUTE, PROBLEM
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Discovery(Voices, Patrols):
    """How matters become known."""

    report_base: float = number(
        -1.5, -10, 10, "logit per day", "how soon an average citizen who reports at all reports a matter of middling severity"
    )
    report_engagement: float = number(1.0, 0, 10, "logit", "weight of engagement")
    report_trust: float = number(1.0, 0, 10, "logit", "weight of trust, centred at one half")
    report_severity: float = number(2.0, 0, 10, "logit", "weight of severity, centred at one half")
    report_access: float = number(0.5, 0, 10, "logit", "weight of online access where service is online")
    report_distance: float = number(0.05, 0, 5, "logit per km", "what each km to the venue takes from reporting and applying in person")
    voice: float = share(
        0.5,
        "part of the problems and disputes of middling severity that an average resident would report at all; 1: everybody everything",
        "48 % of violent and about 40 % of property victimisations are reported (US survey 2006-10, NCJ 238536); 22 % of civil justice "
        "situations are brought to a third party (Sandefur 2014)",
    )
    voice_efficacy: float = number(
        1.0, 0, 10, "logit", "weight of efficacy (was my report acted on?), centred at one half", "Hirschman 1970; size assumed"
    )
    application_chance: float = share(0.5, "chance a day that a citizen hands in an application that has come up")
    desk_share: float = share(0.5, "share of reports that go to a hotline or centre at full centre strength 0")
    desk_share_centre: float = share(0.4, "rise of that share at full centre strength")
    false_alarms: float = number(1.0, 0, 50, "per 1,000 residents and day", "false alarms at full grid intelligence")
    false_alarm_days: float = number(0.05, 0, 10, "handler-days", "village-desk time that checking a false alarm takes")
    mass_base: float = share(0.004, "chance a day that a mass organisation hears of a matter")
    mass_mobilization: float = share(0.02, "rise of that chance at full mobilisation")
    worker_own_work: float = number(0.1, 0, 1, "handlers", "village-desk handler that each grid takes as its worker")
    grid_small_days: float = number(0.5, 0, 10, "handler-days", "work up to which a grid worker settles what it found on the spot")
    grid_settles: float = share(0.5, "chance that it does, at full centre strength in the village (解决问题一网打尽)")
    lapse_days: float = number(90, 1, 2000, "days", "mean time after which an unknown matter passes by itself")


@rule(
    writes="citizens.called"
    " grid_workers.patrol_from grid_workers.patrol_length grid_workers.call_from grid_workers.call_length grid_workers.standing grid_workers.load grid_workers.called_on",
    numbers=Discovery,
    says=Text(zh="群众反映、网格员发现、群团听到", en="a citizen reports, a grid worker finds, a mass organisation hears"),
)
def discovery(city: City, p: Discovery) -> None:
    """Citizens report, grid workers walk their beats, mass organisations listen; what nobody meets may lapse."""
    rounds.walk(city)
    rows = city.register.at(Stage.UNKNOWN)
    if len(rows) == 0:
        return
    who = np.full(len(rows), Channel.NONE)
    chances = [(Channel.TOLD, Purpose.REPORT, report_chance(city, rows))]
    if not city.is_rest_day:
        chances += [
            (Channel.GRID, Purpose.PATROL, grid_chance(city, rows)),
            (Channel.MASS, Purpose.HEARD, hearing_chance(city, rows)),
            (Channel.MEDIATOR, Purpose.PROACTIVE, proactive_chance(city, rows)),
        ]
    identity, luck = city.register.identity[rows], city.luck(rows)
    for channel, purpose, chance in reversed(chances):
        who[luck.uniform(purpose, identity, city.day) < chance] = channel
    _make_known(city, rows, who)
    _let_lapse(city, rows[who == Channel.NONE])


def report_chance(city: City, rows: Ints) -> Floats:
    """Return the chance that each matter's citizen reports it today: none of what this citizen would never report."""
    parameters, topic = city.numbers(Discovery, rows), city.register.topic[rows]
    far = parameters.report_distance * venues.way(city, rows) * venues.in_person(city, rows)
    readiness = _readiness(city, rows) - far
    tells = expit(parameters.report_base + readiness) * speaks_up(city, rows, readiness)
    return np.asarray(np.where(city.topics.form[topic] == APPLICATION, parameters.application_chance * portable.exp(-far), tells))


def speaks_up(city: City, rows: Ints, readiness: Floats) -> Bools:
    """Say which matters their citizens would report at all.

    The draw belongs to citizen and topic, so that some never report some kinds; what moves the chance under it is the citizen's lasting
    voice, what became of earlier reports (efficacy), and today's readiness.
    """
    parameters, people = city.numbers(Discovery, rows), city.citizens
    citizen = city.register.citizen[rows]
    heard = np.float32(parameters.voice_efficacy) * (people.efficacy[citizen] - 0.5)
    chance = expit(logit(parameters.voice) + people.voice[citizen] + heard + readiness)
    person = city.at_home(people, citizen)
    speaks: Bools = city.luck(rows).uniform(Purpose.SPEAKS, person, city.register.topic[rows]) < chance
    return speaks


def _readiness(city: City, rows: Ints) -> Floats:
    """Return what makes each matter's citizen more or less ready to report it, in logits: whether at all, and how soon."""
    parameters, people = city.numbers(Discovery, rows), city.citizens
    citizen, topic = city.register.citizen[rows], city.register.topic[rows]
    ready: Floats = (
        np.float32(parameters.report_engagement) * people.engagement[citizen]
        + np.float32(parameters.report_trust) * (people.trust[citizen] - 0.5)
        + parameters.report_severity * (city.topics.severity[topic] - 0.5)
        + parameters.report_access * people.online[citizen] * city.levers.online_service[city.township_of(rows)]
        + _told(city, rows)
    )
    return ready


def _told(city: City, rows: Ints) -> Floats:
    """Return what a grid worker's recent call adds to each citizen's readiness to report (党的宣传员)."""
    parameters = city.numbers(GridWork, rows)
    told = parameters.told * rounds.of_a_call(parameters, "publicist")
    return np.where(city.citizens.called[city.register.citizen[rows]] > city.day - rounds.CONTACT_DAYS, told, 0.0)


def grid_chance(city: City, rows: Ints) -> Floats:
    """Return the chance that a grid worker passes and sees each matter today (千里眼), or is told of it at the door (顺风耳)."""
    register, parameters = city.register, city.numbers(GridWork, rows)
    citizen = register.citizen[rows]
    seen = rounds.passed(city, citizen) * city.nature.visibility[city.twin_of(rows), register.topic[rows]]
    told = parameters.heard * rounds.of_a_call(parameters, "listener")
    chance: Floats = seen + (1 - seen) * told * (city.citizens.called[citizen] == city.day)
    return chance


def hearing_chance(city: City, rows: Ints) -> Floats:
    """Return the chance that a mass organisation hears of each matter today."""
    parameters = city.numbers(Discovery, rows)
    chance: Floats = parameters.mass_base + parameters.mass_mobilization * city.levers.mobilization[city.township_of(rows)]
    return chance


def proactive_chance(city: City, rows: Ints) -> Floats:
    """Return the chance that the village's mediators come upon each dispute today, before any report (未诉先办)."""
    strength = city.levers.mediation[city.township_of(rows), PEOPLE_IN_VILLAGE]
    dispute = city.topics.form[city.register.topic[rows]] == DISPUTE
    chance: Floats = city.numbers(Mediation, rows).proactive * strength * dispute
    return chance


PEOPLE_IN_VILLAGE = MEDIATION_PARTS.index("people_village")
REASONS = {
    Channel.TOLD: Reason.REPORTED,
    Channel.GRID: Reason.FOUND_BY_GRID,
    Channel.MASS: Reason.HEARD_BY_MASS_ORGANIZATION,
    Channel.MEDIATOR: Reason.FOUND_BY_MEDIATOR,
}


def _make_known(city: City, rows: Ints, who: npt.NDArray[np.int64]) -> None:
    register = city.register
    for channel, reason in REASONS.items():
        found = rows[who == channel]
        time, to_desk = np.maximum(register.arose[found], city.day), _goes_to_desk(city, found, channel)
        register.know(found, time, channel, to_desk, reason)
        if channel == Channel.GRID:
            _settle_on_the_spot(city, found)


def _settle_on_the_spot(city: City, rows: Ints) -> None:
    """Let grid workers settle the small matters they found, as far as the village's centre backs them (解决问题一网打尽)."""
    register, parameters = city.register, city.numbers(Discovery, rows)
    strength = city.levers.centre_strength[city.township_of(rows), VILLAGE]
    problem = (city.topics.form[register.topic[rows]] == PROBLEM) & (register.level[rows] == VILLAGE)
    one_owner = city.mandates.mandate[VILLAGE, register.topic[rows]] != COMPOSITE
    small = problem & one_owner & (register.work_total[rows] <= parameters.grid_small_days)
    can = city.luck(rows).uniform(Purpose.GRID_SETTLES, register.identity[rows]) < parameters.grid_settles * strength
    settled = rows[small & can]
    own = city.slots.village_committee
    if own is None:
        return
    register.hold(settled, np.uint64(1) << np.uint64(own))
    end = np.minimum(register.known[settled] + register.work_total[settled], city.day + 1.0)
    register.take(settled, register.known[settled])
    register.begin(settled, register.known[settled])
    register.spend(settled, register.work_total[settled])
    desk = city.slots.desk_of[register.village[settled], own]
    if city.is_measured:
        city.institutions.spend(desk, register.effort[settled])
    register.move(settled, Stage.SETTLED, np.maximum(end, register.known[settled]), Reason.SETTLED_IN_GRID, desk)


def _goes_to_desk(city: City, rows: Ints, channel: Channel) -> npt.NDArray[np.bool_]:
    """Say which matters are handed to a hotline or centre instead of somebody met in the field."""
    parameters, strength = city.numbers(Discovery, rows), city.levers.centre_strength[city.township_of(rows)]
    told = parameters.desk_share + parameters.desk_share_centre * strength[:, TOWNSHIP]
    share = told if channel == Channel.TOLD else strength[:, VILLAGE]
    to_desk: npt.NDArray[np.bool_] = city.luck(rows).uniform(Purpose.CHANNEL, city.register.identity[rows]) < share
    return to_desk


def _let_lapse(city: City, rows: Ints) -> None:
    chance = -portable.expm1(-1 / city.numbers(Discovery, rows).lapse_days)
    lapsed = rows[city.luck(rows).uniform(Purpose.LAPSE, city.register.identity[rows], city.day) < chance]
    city.register.move(lapsed, Stage.LAPSED, city.day + 1.0, Reason.PASSED_BY_ITSELF)
