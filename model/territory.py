"""The land: city, townships, villages and grids, whole or as a slice.

A slice has fewer townships of their true size, with fewer villages of the same size and the same urban-rural mix, so that rates per head,
households per grid, the load of village desks and the size of township desks do not depend on its population.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.city_facts import CityFacts

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Territory:
    """Villages in order, urban ones first within each township; grids and citizens lie village by village.

    Arrays are indexed by village unless their name says otherwise.
    """

    urban: npt.NDArray[np.bool_]
    township: Ints
    residents: Ints
    grids: Ints
    households: npt.NDArray[np.float64]
    remoteness: npt.NDArray[np.float64]
    """How far out a village lies, relative to the mean of town or of country."""
    first_citizen: Ints
    """Row of the first citizen of each village, and the population at the end."""
    grid_village: Ints
    grid_first_citizen: Ints
    """Row of the first citizen of each grid, and the population at the end."""

    @property
    def villages(self) -> int:
        """Number of villages and communities."""
        return len(self.urban)

    @property
    def townships(self) -> int:
        """Number of townships and sub-districts."""
        return int(self.township[-1]) + 1

    @property
    def population(self) -> int:
        """Number of residents."""
        return int(self.first_citizen[-1])

    def residents_of_townships(self) -> Ints:
        """Return the residents of each township."""
        return np.bincount(self.township, weights=self.residents).astype(np.int64)


def lay_out(city: CityFacts) -> Territory:
    """Build the territory of a city or of a slice of it."""
    urban_residents = round(city.population * city.urban_share)
    parts = zip((urban_residents, city.population - urban_residents), city.villages, strict=True)
    sizes = [_even(residents, villages) for residents, villages in parts]
    residents = np.concatenate(sizes)
    urban = np.repeat([True, False], [len(part) for part in sizes])
    order, township = _townships(urban, city)
    remoteness = np.concatenate([_remoteness(len(part)) for part in sizes])[order]
    residents, urban = residents[order], urban[order]
    households = residents / city.household_size
    grids = np.maximum(1, np.rint(households / city.households_per_grid)).astype(np.int64)
    grid_residents = np.concatenate([_even(int(n), int(g)) for n, g in zip(residents, grids, strict=True)])
    return Territory(
        urban=urban,
        township=township,
        residents=residents,
        grids=grids,
        households=households,
        remoteness=remoteness,
        first_citizen=_offsets(residents),
        grid_village=np.repeat(np.arange(len(residents)), grids),
        grid_first_citizen=_offsets(grid_residents),
    )


def _even(total: int, parts: int) -> Ints:
    """Split `total` residents over `parts` as evenly as whole people allow."""
    edges = np.arange(parts + 1, dtype=np.int64) * total // max(parts, 1)
    return np.diff(edges)


def _remoteness(villages: int) -> npt.NDArray[np.float64]:
    """Spread villages evenly over a disc: each has the mean distance of its ring, relative to the mean of all, which is 1."""
    edges: npt.NDArray[np.float64] = portable.power(np.arange(villages + 1) / max(villages, 1), 1.5)
    return np.diff(edges) * villages


def _townships(urban: npt.NDArray[np.bool_], city: CityFacts) -> tuple[Ints, Ints]:
    """Deal the villages to townships in turn, each township getting its share of urban and of rural ones."""
    place = np.arange(len(urban)) % city.simulated_townships
    order = np.argsort(place, kind="stable")
    return order, place[order]


def _offsets(sizes: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes)])
