"""Grid workers 网格员: each has a beat of its village, walks it in turn, and spends its day in four roles.

`lookout` 部门的千里眼: on patrol, passing households; the other three on calls at the door, household by household: `publicist` 党的宣传员,
`listener` 政府的顺风耳, `guardian` 群众的守护神. Patrol and calls each go round the beat at their own pace and begin anew at its end. What it
carries (open matters that it found) takes time from all four.
"""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cogov.model.columns import Column, Table
from cogov.model.stages import Channel
from cogov.model.territory import Territory
from cogov.model.topics import PROBLEM

if TYPE_CHECKING:
    from cogov.model.city import CoGovernanceModel

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
CONTACT_DAYS = 30
"""Days for which a resident counts as in contact with the grid worker who called."""
ROLES = ("publicist", "listener", "lookout", "guardian")


class GridWorkers(Table):
    """State of all grid workers, village by village; rounds are counted in residents of the beat."""

    columns = {
        "village": Column(np.int64, 0, "index of the village or community"),
        "place": Column(np.int64, 0, "which of its village's workers it is"),
        "first": Column(np.int64, 0, "row of the first resident of its beat"),
        "residents": Column(np.int64, 1, "residents of its beat", "residents"),
        "households": Column(np.float64, 0, "households of its beat", "households"),
        "patrol_from": Column(np.float64, 0, "where in its beat today's patrol begins", "residents", "discovery"),
        "patrol_length": Column(np.float64, 0, "how far today's patrol goes", "residents", "discovery"),
        "call_from": Column(np.float64, 0, "where in its beat today's calls begin", "residents", "discovery"),
        "call_length": Column(np.float64, 0, "how far today's calls go", "residents", "discovery"),
        "standing": Column(np.int64, 0, "neighbourhood where today's patrol begins", owner="discovery"),
        "load": Column(np.int64, 0, "open matters that it found", "matters", "discovery"),
    }
    village: Ints
    place: Ints
    first: Ints
    residents: Ints
    households: Floats
    patrol_from: Floats
    patrol_length: Floats
    call_from: Floats
    call_length: Floats
    standing: Ints
    load: Ints

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.called_on: Ints = np.empty(0, dtype=np.int64)
        """Rows of the citizens called on today."""

    def of(self, citizen: Ints) -> Ints:
        """Return the row of the worker in whose beat each citizen lives."""
        return np.asarray(np.searchsorted(self.first, citizen, side="right") - 1)


def post(territory: Territory, counts: Ints, before: GridWorkers | None = None) -> GridWorkers:
    """Divide every village among its workers; one who was there before goes on as far round the new beat as round the old."""
    workers = GridWorkers(int(counts.sum()))
    village = workers.village[:] = np.repeat(np.arange(territory.villages), counts)
    place = workers.place[:] = np.arange(workers.size) - np.repeat(np.cumsum(counts) - counts, counts)
    residents = territory.residents[village]
    bounds = [(place + end) * residents // counts[village] for end in (0, 1)]
    workers.first[:] = territory.first_citizen[village] + bounds[0]
    workers.residents[:] = bounds[1] - bounds[0]
    workers.households[:] = territory.households[village] * workers.residents / residents
    workers.standing[:] = np.searchsorted(territory.grid_first_citizen, workers.first, side="right") - 1
    if before is not None:
        _go_on(workers, before)
    return workers


def _go_on(workers: GridWorkers, before: GridWorkers) -> None:
    """Let those who were there before keep their place in their rounds."""
    now, then = (table.village * (1 + int(max(workers.place.max(), before.place.max()))) + table.place for table in (workers, before))
    _, new, old = np.intersect1d(now, then, assume_unique=True, return_indices=True)
    larger = workers.residents[new] / before.residents[old]
    for name in ("patrol_from", "patrol_length", "call_from", "call_length"):
        getattr(workers, name)[new] = getattr(before, name)[old] * larger
    workers.load[new] = before.load[old]


def walk(model: "CoGovernanceModel") -> None:
    """Go a day's way round every beat; on rest days nobody calls."""
    workers = model.grid_workers
    if model.is_rest_day:
        workers.called_on = np.empty(0, dtype=np.int64)
        return
    parameters, discovery = model.scenario.parameters.grid_workers, model.scenario.parameters.discovery
    workers.load[:] = _carried(model)
    intelligence = model.levers.grid_intelligence[model.territory.township[workers.village]]
    crowd = workers.residents / workers.households / (1 + parameters.carrying * workers.load)
    patrolling = roles(model)["lookout"]
    patrol = discovery.patrol_households * (1 + discovery.patrol_intelligence * intelligence) * patrolling
    _advance(workers, "patrol", patrol * crowd)
    _advance(workers, "call", parameters.calls * (1 - patrolling) * crowd)
    workers.standing[:] = model.citizens.grid[workers.first + workers.patrol_from.astype(np.int64)]
    workers.called_on = _stretch(workers)
    model.citizens.called[workers.called_on] = model.day


def roles(model: "CoGovernanceModel") -> dict[str, float]:
    """Return the share of the day that each role takes of what the matters carried leave of it."""
    parameters = model.scenario.parameters.grid_workers
    at_the_door = {role: float(getattr(parameters, role)) for role in ROLES if role != "lookout"}
    shares = at_the_door | {"lookout": 1.0 - sum(at_the_door.values())}
    return {role: shares[role] for role in ROLES}


def of_a_call(model: "CoGovernanceModel", role: str) -> float:
    """Return the part of a call that goes to a role; 0 where nobody is called on."""
    shares = roles(model)
    calling = sum(share for name, share in shares.items() if name != "lookout")
    return shares[role] / calling if calling > 0 else 0.0


def _carried(model: "CoGovernanceModel") -> Ints:
    """Count the open matters that each worker found, by where they arose."""
    register, workers = model.register, model.grid_workers
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
    counts = (end - begin).astype(np.int64)
    worker = np.repeat(np.arange(workers.size), counts)
    offset = np.arange(len(worker)) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(workers.first[worker] + (begin.astype(np.int64)[worker] + offset) % workers.residents[worker])


def passed(model: "CoGovernanceModel", citizen: Ints) -> Bools:
    """Say which citizens' homes today's patrols pass."""
    workers = model.grid_workers
    beat = workers.of(citizen)
    ahead = (citizen + 0.5 - workers.first[beat] - workers.patrol_from[beat]) % workers.residents[beat]
    return np.asarray(ahead < workers.patrol_length[beat])


def in_contact(model: "CoGovernanceModel") -> Bools:
    """Say which citizens a grid worker called on within the last 30 days."""
    return np.asarray(model.citizens.called > model.day - CONTACT_DAYS)


def presence(model: "CoGovernanceModel") -> Floats:
    """Return the part of each village's households that the last working day's patrols passed."""
    workers, territory = model.grid_workers, model.territory
    there: Floats = np.bincount(workers.village, weights=workers.patrol_length, minlength=territory.villages) / territory.residents
    return there


def kept_away(model: "CoGovernanceModel") -> Floats:
    """Return by (village, topic) what patrols leave of the hazard: 1 − patrol_prevention · presence of problems, 1 of all else."""
    fall = model.scenario.parameters.emergence.patrol_prevention * presence(model)
    return np.asarray(1 - fall[:, None] * (model.topics.form == PROBLEM))
