"""Hazards: what makes matters arise more or less often than their base rate, by (village, topic).

Need raises or lowers all; open grave matters spread (neglect), and so do, for a while, those that lapsed or were given up; settled roots,
village rules, enforcement and campaigns prevent, and push some of it elsewhere (`displacement`).
"""

import numpy as np
import numpy.typing as npt

from cogov.model import displacement, portable, rounds
from cogov.model.city import EACH, EACH_ROW, City
from cogov.model.numbers import Numbers, number, share
from cogov.model.rules.deliberation import Deliberation
from cogov.model.stages import Stage
from cogov.model.topics import PROBLEM

Floats = npt.NDArray[np.float64]


class Hazard(Numbers):
    """What raises and lowers the hazard of a matter."""

    neglect: float = number(0.1, 0, 5, "per unit", "rise of the hazard with open severity per 100 residents")
    lingering: float = share(
        0.5, "part of its severity with which a known matter that was given up, or one that lapsed, goes on weighing; 0: it is forgotten"
    )
    lingering_days: float = number(60, 1, 1000, "days", "how fast that fades")
    prevention: float = number(0.3, 0, 1, "share", "fall of the hazard where disputes are settled at the root or rules agreed")
    patrol_prevention: float = share(0.3, "fall of the hazard of problems where patrols pass every household every working day")


def relative(city: City) -> Floats:
    """Return each cell's hazard as a multiple of its base rate, before the cap."""
    hazard = city.need[city.territory.twin] * _pressure(city)[:, None]
    hazard = hazard * (1 - city.numbers(Hazard, villages=EACH_ROW).prevention * city.root)
    hazard *= 1 - city.numbers(Deliberation, villages=EACH_ROW).rule_prevention * city.village_rules
    hazard *= kept_away(city)
    pressed = displacement.pressed(city)
    if pressed is not None:
        hazard *= pressed[city.territory.township]
    result: Floats = hazard
    return result


def kept_away(city: City) -> Floats:
    """Return by (village, topic) what patrols leave of the hazard: 1 − patrol_prevention · presence of problems, 1 of all else."""
    fall = city.numbers(Hazard, villages=EACH).patrol_prevention * rounds.presence(city)
    return np.asarray(1 - fall[:, None] * (city.topics.form == PROBLEM))


def _pressure(city: City) -> Floats:
    """Return 1 + neglect × severity per 100 residents, by village: of open matters, and in part of those that nobody cared for."""
    register, territory, parameters = city.register, city.territory, city.numbers(Hazard, villages=EACH)
    rows = register.open_rows
    severity = np.bincount(register.village[rows], weights=city.topics.severity[register.topic[rows]], minlength=territory.villages)
    pressure: Floats = 1 + parameters.neglect * 100 * (severity + parameters.lingering * city.sore) / territory.residents
    return pressure


def remember_neglect(city: City) -> None:
    """Let what lapsed or was given up today leave a sore in its village, as it fades where it is old: Σ severity · exp(−days / lingering_days)."""
    register, days = city.register, city.numbers(Hazard, villages=EACH).lingering_days
    rows = register.ended_today
    rows = rows[register.stage[rows] != Stage.SETTLED]
    city.sore *= portable.exp(-1 / days)
    np.add.at(city.sore, register.village[rows], city.topics.severity[register.topic[rows]])
