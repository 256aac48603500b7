"""Grid workers 网格员: each has a beat of its village and walks it in turn (`rounds`)."""

import numpy as np
import numpy.typing as npt

from cogov.model.columns import Column, Table
from cogov.model.territory import Territory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class GridWorkers(Table):
    """State of all grid workers, village by village; rounds are counted in residents of the beat."""

    columns = {
        "village": Column(np.intp, 0, "index of the village or community"),
        "place": Column(np.intp, 0, "which of its village's workers it is"),
        "first": Column(np.intp, 0, "row of the first resident of its beat"),
        "residents": Column(np.intp, 1, "residents of its beat", "residents"),
        "households": Column(np.float64, 0, "households of its beat", "households"),
        "patrol_from": Column(np.float64, 0, "where in its beat today's patrol begins", "residents"),
        "patrol_length": Column(np.float64, 0, "how far today's patrol goes", "residents"),
        "call_from": Column(np.float64, 0, "where in its beat today's calls begin", "residents"),
        "call_length": Column(np.float64, 0, "how far today's calls go", "residents"),
        "standing": Column(np.intp, 0, "neighbourhood where today's patrol begins"),
        "load": Column(np.intp, 0, "open matters that it found", "matters"),
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
        self.called_on: Ints = np.empty(0, dtype=np.intp)
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
    if before is not None:
        _go_on(workers, before)
    begins = workers.first + workers.patrol_from.astype(np.intp)
    workers.standing[:] = np.searchsorted(territory.grid_first_citizen, begins, side="right") - 1
    return workers


def _go_on(workers: GridWorkers, before: GridWorkers) -> None:
    """Let those who were there before keep their place in their rounds."""
    now, then = (table.village * (1 + int(max(workers.place.max(), before.place.max()))) + table.place for table in (workers, before))
    _, new, old = np.intersect1d(now, then, assume_unique=True, return_indices=True)
    larger = workers.residents[new] / before.residents[old]
    for name in ("patrol_from", "patrol_length", "call_from", "call_length"):
        getattr(workers, name)[new] = getattr(before, name)[old] * larger
    workers.load[new] = before.load[old]
