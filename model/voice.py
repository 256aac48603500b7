"""Voice: a collective matter, or one that went over a desk's head, presses the party-state more than others do.

Threats of collective action and of telling superiors make counties answer more often (Chen, Pan & Xu 2016); other sectors have no superiors
to fear. And whoever is not heard goes further up: citizens with what nobody owns or what is overdue (Michelson 2007), overloaded desks with
what they have not begun. What goes up begins anew there, at desks that are fewer.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.city import EACH, City
from cogov.model.desks import CITY, GOVERNMENT, PARTY
from cogov.model.holdings import Holdings
from cogov.model.names import SECTORS
from cogov.model.numbers import Numbers, number, share
from cogov.model.passing import pass_up
from cogov.model.stages import Origin, Reason, Stage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
HEARS = np.isin(np.arange(len(SECTORS)), (GOVERNMENT, PARTY))
"""By sector: whose desks answer to superiors."""


class Pressure(Numbers):
    """What is not heard presses, and goes up."""

    taking_collective: float = number(
        0.43,
        0,
        10,
        "logit",
        "what it adds at party-state desks that a matter is collective; 0: nothing",
        "Chen, Pan & Xu 2016: a threat of collective action raises answers of counties by 10 points from 32 %",
    )
    taking_petitioned: float = number(
        0.35,
        0,
        10,
        "logit",
        "the same of a petition",
        "Chen, Pan & Xu 2016: a threat of telling superiors raises answers by 8 points from 32 %",
    )
    escalation: float = share(
        0.015,
        "chance a week that a citizen takes a matter that nobody owns, or that is overdue, up a level; 0: nobody does",
        "assumed; most stay local (Michelson 2007)",
    )
    overload: float = number(15, 0, 1000, "matters per handler", "load above which a desk passes up what it has not begun")
    passing_up: float = share(0.1, "chance a week that an overloaded desk passes such a matter up; 0: none does")


def weight(city: City, rows: Ints, collective: float | Floats, petitioned: float | Floats) -> Floats:
    """Return what being collective and having been petitioned add to each matter's weight."""
    register = city.register
    pressed: Floats = collective * register.collective[rows] + petitioned * (register.origin[rows] == Origin.PETITION)
    return pressed


def pressure(city: City, rows: Ints, desk: Ints) -> Floats:
    """Return what each matter's voice adds to the will of a desk to take it (logit); nothing outside the party-state."""
    added = city.numbers(Pressure, rows)
    felt: Floats = weight(city, rows, added.taking_collective, added.taking_petitioned) * HEARS[city.institutions.sector[desk]]
    return felt


def go_up(city: City, holdings: Holdings) -> None:
    """On Mondays let citizens take up a level what nobody owns or what is overdue, and overloaded desks what they have not begun."""
    if city.day % 7 == 0:
        _escalate(city)
        _relieve(city, holdings)


def _escalate(city: City) -> None:
    register = city.register
    rows = register.at(Stage.UNCLAIMED, Stage.PARTNERS, Stage.IN_HAND)
    overdue = city.day + 1 - register.arose[rows] > city.topics.deadline[register.topic[rows]]
    rows = rows[(register.stage[rows] == Stage.UNCLAIMED) | overdue]
    _pass_up_some(city, rows, Purpose.ESCALATES, city.numbers(Pressure, rows).escalation, Reason.ESCALATED)


def _relieve(city: City, holdings: Holdings) -> None:
    register, institutions = city.register, city.institutions
    full = institutions.load > city.numbers(Pressure, desks=EACH).overload * np.maximum(institutions.handlers, 0.1)
    rows = holdings.rows[np.bincount(holdings.matter, weights=full[holdings.desk], minlength=len(holdings.rows)) > 0]
    rows = rows[(register.stage[rows] == Stage.IN_HAND) & (register.effort[rows] == 0)]
    _pass_up_some(city, rows, Purpose.RELIEVED, city.numbers(Pressure, rows).passing_up, Reason.OVERLOADED)


def _pass_up_some(city: City, rows: Ints, purpose: Purpose, chance: float | Floats, reason: Reason) -> None:
    register = city.register
    going = city.luck(rows).uniform(purpose, register.identity[rows], city.day) < chance
    pass_up(city, rows[going & (register.level[rows] < CITY)], reason)
