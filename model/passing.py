"""Passing a matter on: to somebody else, up a level, or to nobody any more."""

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Purpose
from cogov.model.city import City
from cogov.model.desks import CITY
from cogov.model.numbers import Numbers, share
from cogov.model.stages import Origin, Reason, Stage

Ints = npt.NDArray[np.int64]


class GivingUp(Numbers):
    """What citizens do who give up."""

    petition_share: float = share(0.25, "share of those who then petition a higher level")


def hand_off(city: City, rows: Ints, reason: Reason) -> None:
    """Take matters from those who hold them and let everybody else be asked."""
    city.register.decline(rows, city.register.holders[rows])
    city.register.release(rows, city.day + 1.0, reason)


def pass_up(city: City, rows: Ints, reason: Reason) -> None:
    """Raise matters one level and let those who stand there be asked; the work begins anew."""
    city.register.raise_level(rows)
    city.register.release(rows, city.day + 1.0, reason)


def give_up(city: City, rows: Ints, reason: Reason) -> None:
    """Let citizens give up; some of them petition the next level, beyond the city if there is none."""
    register = city.register
    petitions = city.luck(rows).uniform(Purpose.PETITION, register.identity[rows]) < city.numbers(GivingUp, rows).petition_share
    for group, why in ((rows[~petitions], reason), (rows[petitions], Reason.PETITIONED)):
        register.hold(group, np.uint64(0))
        register.move(group, Stage.GIVEN_UP, city.day + 1.0, why)
    above = rows[petitions & (register.level[rows] < CITY)]
    city.births.announce(above, np.full(len(above), city.day + 1.0), Origin.PETITION, register.level[above] + 1)
