"""Rounds of grid workers: each walks its beat in turn and spends its day in four roles.

`lookout` 部门的千里眼: on patrol, passing households; the other three on calls at the door, household by household: `publicist` 党的宣传员,
`listener` 政府的顺风耳, `guardian` 群众的守护神. Patrol and calls each go round the beat at their own pace and begin anew at its end. What it
carries (open matters that it found) takes time from all four.
"""

import numpy as np
import numpy.typing as npt

from cogov.model.city import City
from cogov.model.grid_workers import GridWorkers
from cogov.model.numbers import Numbers, number, share
from cogov.model.stages import Channel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
CONTACT_DAYS = 30
"""Days for which a resident counts as in contact with the grid worker who called."""
LEAST_SHARE = 1e-12
"""Of a day, to divide by where nobody calls."""
ROLES = ("publicist", "listener", "lookout", "guardian")


class Patrols(Numbers):
    """How far a patrol goes."""

    patrol_households: float = number(
        25, 0, 1000, "households a day", "households that a grid worker passes on a day of nothing but patrol"
    )
    patrol_intelligence: float = number(1.0, 0, 10, "× patrol", "rise of what a patrol covers at full grid intelligence")


class GridWork(Numbers):
    """How grid workers spend their day: three roles on calls at the door, the rest of it on patrol (千里眼)."""

    publicist: float = number(0.1, 0, 0.3, "share of the day", "time spent on telling people what there is (党的宣传员)")
    listener: float = number(0.1, 0, 0.3, "share of the day", "time spent on listening (政府的顺风耳)")
    guardian: float = number(0.1, 0, 0.3, "share of the day", "time spent on looking after people (群众的守护神)")
    calls: float = number(12, 0, 1000, "households a day", "households that a grid worker calls on in a day of nothing but calls")
    carrying: float = number(
        0.02, 0, 5, "1 per matter", "each open matter it found takes time; the rest of its day is 1 / (1 + carrying · matters)"
    )
    told: float = number(0.5, 0, 10, "logit", "reports: readiness in the 30 days after a call spent on telling alone")
    heard: float = share(0.3, "chance that a call spent on listening alone brings what is unknown there to light")
    care: float = share(0.05, "how far a call spent on looking after alone moves trust and security towards 1")


def walk(city: City) -> None:
    """Go a day's way round every beat; on rest days nobody calls."""
    workers = city.grid_workers
    if city.is_rest_day:
        workers.called_on = np.empty(0, dtype=np.intp)
        return
    workers.load[:] = _carried(city)
    parameters, patrols = city.numbers(GridWork, villages=workers.village), city.numbers(Patrols, villages=workers.village)
    intelligence = city.levers.grid_intelligence[city.territory.township[workers.village]]
    crowd = workers.residents / workers.households / (1 + parameters.carrying * workers.load)
    patrolling = roles(parameters)["lookout"]
    patrol = patrols.patrol_households * (1 + patrols.patrol_intelligence * intelligence) * patrolling
    _advance(workers, "patrol", patrol * crowd)
    _advance(workers, "call", parameters.calls * (1 - patrolling) * crowd)
    workers.standing[:] = city.citizens.grid[workers.first + workers.patrol_from.astype(np.intp)]
    workers.called_on = _stretch(workers)
    city.citizens.called[workers.called_on] = city.day


def roles(parameters: GridWork) -> dict[str, float | Floats]:
    """Return the share of the day that each role takes of what the matters carried leave of it."""
    return {role: 1.0 - _at_the_door(parameters) if role == "lookout" else getattr(parameters, role) for role in ROLES}


def of_a_call(parameters: GridWork, role: str) -> float | Floats:
    """Return the part of a call that goes to a role at the door; 0 where nobody is called on."""
    part: float | Floats = getattr(parameters, role) / np.maximum(_at_the_door(parameters), LEAST_SHARE)
    return part


def _at_the_door(parameters: GridWork) -> float | Floats:
    return parameters.publicist + parameters.listener + parameters.guardian


def _carried(city: City) -> Ints:
    """Count the open matters that each worker found, by where they arose."""
    register, workers = city.register, city.grid_workers
    found = register.open_rows[register.channel[register.open_rows] == Channel.GRID]
    return np.bincount(workers.of(register.citizen[found]), minlength=workers.size)


def _advance(workers: GridWorkers, way: str, length: Floats) -> None:
    """Begin where the last day ended; nobody goes round more than once a day."""
    begins, goes = getattr(workers, f"{way}_from"), getattr(workers, f"{way}_length")
    begins[:] = (begins + goes) % workers.residents
    goes[:] = np.minimum(length, workers.residents)


def _stretch(workers: GridWorkers) -> Ints:
    """Return the rows of the citizens whom today's calls reach, beat by beat; the end of a beat is followed by its beginning."""
    begin, end = np.ceil(workers.call_from - 0.5), np.ceil(workers.call_from + workers.call_length - 0.5)
    counts = (end - begin).astype(np.intp)
    worker = np.repeat(np.arange(workers.size), counts)
    offset = np.arange(len(worker)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(workers.first[worker] + (begin.astype(np.intp)[worker] + offset) % workers.residents[worker])


def passed(city: City, citizen: Ints) -> Bools:
    """Say which citizens' homes today's patrols pass."""
    workers = city.grid_workers
    beat = workers.of(citizen)
    ahead = (citizen + 0.5 - workers.first[beat] - workers.patrol_from[beat]) % workers.residents[beat]
    return np.asarray(ahead < workers.patrol_length[beat])


def in_contact(city: City) -> Bools:
    """Say which citizens a grid worker called on within the last 30 days."""
    return np.asarray(city.citizens.called > city.day - CONTACT_DAYS)


def presence(city: City) -> Floats:
    """Return the part of each village's households that the last working day's patrols passed."""
    workers, territory = city.grid_workers, city.territory
    there: Floats = np.bincount(workers.village, weights=workers.patrol_length, minlength=territory.villages) / territory.residents
    return there
