"""Closure: every ended matter is judged by its citizen, and some come back.

Satisfaction = weights of speed `1 / (1 + (days / deadline)²)`, visits `1 / max(1, visits)` and outcome, plus a bonus for having been
consulted; days count from when it all began, and what was closed early was not done, however fast. An application takes a visit and
others for want of papers and other places, by Poisson; shared information and one-stop service make them one, online service none for
those with access (and more for those without). The hours of a visit are the way to the venue, waiting (none by appointment, more for the
others) and the counter. A settled matter comes back with a chance that an agreed plan lowers and a settlement
not performed makes certain. Levers: one_stop_service, online_service, resource_sharing,
assessment_pressure (matters closed early satisfy less and come back). Essay: 最多跑一次、减证便民、网上办.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import pdtr

from cogov.model import hazards
from cogov.model.assessment import Assessment
from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.numbers import number, share
from cogov.model.rule import rule
from cogov.model.rules.mediation import strengths
from cogov.model.stages import Origin, Stage
from cogov.model.topics import APPLICATION
from cogov.model.venues import Visiting, hours_of_a_visit
from cogov.model.words import Text

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Closure(Visiting):
    """How citizens judge what was done."""

    prompt_share: float = share(0.6, "part of the deadline within which an owner must have begun to count as in time")
    speed: float = number(0.4, 0, 1, "satisfaction", "weight of speed against the deadline")
    visits: float = number(0.2, 0, 1, "satisfaction", "weight of visits and places")
    outcome: float = number(0.4, 0, 1, "satisfaction", "weight of the outcome")
    consulted: float = number(0.1, 0, 1, "satisfaction", "bonus of having been consulted")
    visits_base: float = number(2.5, 1, 20, "visits", "visits that an application takes without one-stop service")
    places_base: float = number(2.0, 1, 20, "places", "places it takes")
    refused_hours: float = number(
        0.5, 0, 24, "hours", "citizen's time for each time that nobody takes the matter: asking again, explaining again; 0: none"
    )
    reopen: float = share(0.1, "chance that a settled matter comes back")
    reopen_days: float = number(20, 1, 365, "days", "mean time until it does")


@rule(
    writes="register.visits register.hours register.satisfaction city.sore",
    numbers=Closure,
    says=Text(zh="群众评价；部分事务反复", en="citizens judge; some matters come back"),
)
def closure(city: City, p: Closure) -> None:
    """Citizens judge what ended today; what was not settled for good comes back later."""
    register = city.register
    hazards.remember_neglect(city)
    rows = register.ended_today
    rows = rows[~np.isnan(register.known[rows])]
    if len(rows) == 0:
        return
    register.visits[rows] = visits(city, rows)
    asking = city.numbers(Closure, rows).refused_hours * register.refusals[rows]
    register.hours[rows] = register.visits[rows] * hours_of_a_visit(city, rows) + asking
    register.satisfaction[rows] = satisfaction(city, rows)
    _reopen(city, rows[register.stage[rows] == Stage.SETTLED])


def visits(city: City, rows: Ints) -> Floats:
    """Return the visits that each ended matter took, a whole number: an application's own, and in the mean half a visit for every hand-off."""
    register, parameters = city.register, city.numbers(Closure, rows)
    where = city.township_of(rows)
    online_service = city.levers.online_service[where]
    application = city.topics.form[register.topic[rows]] == APPLICATION
    access = city.citizens.online[register.citizen[rows]]
    online = access & (city.luck(rows).uniform(Purpose.ONLINE, register.identity[rows]) < online_service)
    spared = 1 - (1 - city.levers.one_stop_service[where]) * (1 - 0.5 * city.shared_information[where])
    everybody = 1 + (parameters.visits_base - 1 + parameters.places_base - 1) * (1 - spared)
    counter = everybody * np.where(access, 1.0, 1 + 0.5 * online_service)
    at_counter = application & ~online
    more = np.where(at_counter, counter - 1.0, 0.0) + 0.5 * register.handoffs[rows]
    return np.asarray(at_counter + poisson(more, city.luck(rows).uniform(Purpose.VISITS, register.identity[rows])))


def poisson(mean: Floats, draw: Floats) -> Floats:
    """Return the number of events with the given mean that each uniform draw stands for; more of them, never fewer, as the mean rises."""
    number, beyond = np.zeros(len(mean)), np.arange(len(mean))
    while (beyond := beyond[pdtr(number[beyond], mean[beyond]) < draw[beyond]]).size:
        number[beyond] += 1
    return number


def satisfaction(city: City, rows: Ints) -> Floats:
    """Return each citizen's judgement, 0 to 1; 0 of what was given up."""
    register, parameters = city.register, city.numbers(Closure, rows)
    days = register.ended[rows] - register.arose[register.root[rows]]
    speed = ~register.closed_early[rows] / (1 + (days / city.topics.deadline[register.topic[rows]]) ** 2)
    outcome = np.where(register.court[rows], 0.4, np.where(np.isnan(register.begun[rows]), 0.7, 1.0))
    outcome = np.where(register.closed_early[rows], city.numbers(Assessment, rows).premature_outcome, outcome)
    weight = parameters.speed + parameters.visits + parameters.outcome
    judged = parameters.speed * speed + parameters.visits / np.maximum(1, register.visits[rows]) + parameters.outcome * outcome
    judged = np.clip(judged / weight + parameters.consulted * register.consulted[rows], 0.0, 1.0)
    return np.where(register.stage[rows] == Stage.SETTLED, judged, 0.0)


def _reopen(city: City, rows: Ints) -> None:
    """Let settled matters come back: unperformed settlements surely, others now and then."""
    register, parameters = city.register, city.numbers(Closure, rows)
    pressed = 1 + 0.5 * strengths(city, rows)[0] * (register.sessions[rows] > 0)
    chance = parameters.reopen * (1 - register.plan[rows]) * pressed
    chance = np.where(register.closed_early[rows], city.numbers(Assessment, rows).premature_reopen, chance)
    comes_back = ~register.performed[rows] & ~register.court[rows]
    comes_back |= city.luck(rows).uniform(Purpose.REOPENS, register.identity[rows]) < chance
    again = rows[comes_back]
    delay = city.numbers(Closure, again).reopen_days * city.luck(again).exponential(Purpose.REOPEN_DELAY, register.identity[again])
    city.births.announce(again, np.maximum(register.ended[again], city.day + 1.0) + delay, Origin.REOPENED, register.level[again])
