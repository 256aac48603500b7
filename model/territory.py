"""The land: city, townships, villages and grids, whole or as a slice.

A slice has fewer townships of their true size, with fewer villages of the same size and the same urban-rural mix, so that rates per head,
households per grid, the load of village desks and the size of township desks do not depend on its population.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cogov.model import portable
from cogov.model.city_facts import CityFacts

Ints = npt.NDArray[np.int64]
STRETCH = 20_000
"""Citizens whose numbers of some kinds fit a processor's cache."""


@dataclass(frozen=True)
class Territory:
    """Villages in order, urban ones first within each township; grids and citizens lie village by village.

    Arrays are indexed by village unless their name says otherwise. Of twin cities the land of each lies behind that of the one before.
    """

    urban: npt.NDArray[np.bool_]
    township: Ints
    """Place of its township in arrays by township, in which the last place of each city is the city level's."""
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
    twins: int = 1
    """Number of cities, all of one shape."""

    @property
    def villages(self) -> int:
        """Number of villages and communities, those of twin cities included."""
        return len(self.urban)

    @property
    def townships(self) -> int:
        """Number of townships and sub-districts of each city."""
        return (int(self.township[-1]) + 2) // self.twins - 1

    @property
    def places(self) -> int:
        """Number of entries of arrays by township: every township, and each city's own level."""
        return self.twins * (self.townships + 1)

    @property
    def population(self) -> int:
        """Number of residents of each city."""
        return int(self.first_citizen[-1]) // self.twins

    @cached_property
    def twin(self) -> Ints:
        """In which of the twin cities each village lies."""
        return np.repeat(np.arange(self.twins), self.villages // self.twins)

    @cached_property
    def seat(self) -> Ints:
        """Place of each village's city level in arrays by township."""
        return (self.twin + 1) * (self.townships + 1) - 1

    @cached_property
    def stretches(self) -> list[tuple[slice, slice]]:
        """Grids, and their citizens, in stretches so short that what is worked out of one stays at hand in the processor."""
        grids, bounds = len(self.grid_village), self.grid_first_citizen
        edges = np.unique(np.append(np.searchsorted(bounds, np.arange(0, bounds[-1], STRETCH)), grids))
        return [(slice(first, end), slice(int(bounds[first]), int(bounds[end]))) for first, end in pairwise(edges.tolist())]

    def grid_of_citizens(self) -> Ints:
        """Return the grid of each citizen."""
        return np.repeat(np.arange(len(self.grid_village)), np.diff(self.grid_first_citizen))

    def residents_of_townships(self) -> Ints:
        """Return the residents of each township."""
        return np.bincount(self.township, weights=self.residents).astype(np.intp)


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
    grids = np.maximum(1, np.rint(households / city.households_per_grid)).astype(np.intp)
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


def beside(lands: Sequence[Territory]) -> Territory:
    """Lay the land of several cities of one shape side by side."""
    first, twin = lands[0], np.arange(len(lands))[:, None]

    def behind(array: Ints, size: int) -> Ints:
        return (np.tile(array, (len(lands), 1)) + twin * size).ravel()

    def bounds(array: Ints) -> Ints:
        return np.append(behind(array[:-1], first.population), len(lands) * first.population)

    per_city = {
        name: np.concatenate([getattr(land, name) for land in lands])
        for name in ("urban", "residents", "grids", "households", "remoteness")
    }
    return Territory(
        **per_city,
        township=behind(first.township, first.townships + 1),
        first_citizen=bounds(first.first_citizen),
        grid_village=behind(first.grid_village, first.villages),
        grid_first_citizen=bounds(first.grid_first_citizen),
        twins=len(lands),
    )


def alone(land: Territory) -> Territory:
    """Return the land of one of several cities: it is the same for all."""
    villages, grids = land.villages // land.twins, len(land.grid_village) // land.twins
    ends = {"first_citizen": villages + 1, "grid_village": grids, "grid_first_citizen": grids + 1}
    return Territory(**{f.name: getattr(land, f.name)[: ends.get(f.name, villages)] for f in fields(land) if f.name != "twins"})


def _even(total: int, parts: int) -> Ints:
    """Split `total` residents over `parts` as evenly as whole people allow."""
    edges = np.arange(parts + 1, dtype=np.int64) * total // max(parts, 1)
    return np.diff(edges).astype(np.intp)


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
