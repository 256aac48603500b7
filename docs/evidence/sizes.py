"""What a slice keeps: expected inputs per head at every size, in urban and in rural villages; nothing is simulated."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from cogov.model.build import build
from cogov.model.city import City
from cogov.model.names import LEVELS, RESOURCES
from cogov.model.topics import REST_DAYS, Arriving
from cogov.scenarios.loader import load_scenario, resolve_policy

Floats = npt.NDArray[np.float64]
SIZES = (5_000, 20_000, 200_000, 753_787)
WHOLE = SIZES[-1]
TOLERANCE = {5_000: 0.05, 20_000: 0.01, 200_000: 0.01}
PLACES = ("urban", "rural")


def built(population: int) -> City:
    """Return the default city of a size under as_is, on its first morning."""
    scenario = load_scenario("leping", {"city.population": population})
    return build(scenario, resolve_policy(scenario))


def inputs_per_head(city: City) -> dict[str, dict[str, float]]:
    """Return by place: matters, handlers and flows per 1,000 residents, households per grid.

    A desk's handlers count for every resident it serves, so a village's share of its township's desks is theirs per resident.
    """
    territory, institutions, slots = city.territory, city.institutions, city.slots
    served = institutions.residents[slots.desk_of]
    by_village = {"matters a year": _arrivals(city) * 365}
    for column in ("staff", "handlers"):
        per_resident = getattr(institutions, column)[slots.desk_of] / served
        for level, name in enumerate(LEVELS):
            by_village[f"{column}, {name}"] = per_resident[:, slots.level == level].sum(axis=1)
    flows = (institutions.flows[slots.desk_of] / served[..., None]).sum(axis=1)
    by_village |= {f"flow of {resource}": flows[:, index] for index, resource in enumerate(RESOURCES)}
    orders = (city.orders_a_day[:-1] / territory.residents_of_townships())[territory.township]
    by_village["work orders a day"] = orders
    return {place: _of_place(city, by_village, urban=place == "urban") for place in PLACES}


def _of_place(city: City, by_village: dict[str, Floats], *, urban: bool) -> dict[str, float]:
    territory = city.territory
    here = territory.urban == urban
    residents = territory.residents[here]
    found = {f"{name} per 1,000": 1000 * float((values[here] * residents).sum() / residents.sum()) for name, values in by_village.items()}
    found["households per grid"] = float(territory.households[here].sum() / territory.grids[here].sum())
    return found


def _arrivals(city: City) -> Floats:
    """Return expected matters per resident and day by village, from the table that emergence draws from."""
    working, rest = (np.diff(cells, prepend=0.0).reshape(city.territory.villages, -1).sum(axis=1) for cells in city.arrivals[0].cells)
    week = ((7 - len(REST_DAYS)) * working + len(REST_DAYS) * rest) / 7
    result: Floats = week / city.numbers(Arriving).cap / city.territory.residents
    return result


def inputs_frame(sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """One row a place and input, a column a size; the last size is the whole city."""
    found = {size: inputs_per_head(built(size)) for size in sizes}
    rows = [
        {"place": place, "input": name, **{str(size): found[size][place][name] for size in found}}
        for place in PLACES
        for name in found[sizes[-1]][place]
    ]
    return pd.DataFrame(rows)


def off(found: pd.DataFrame, size: int, whole_city: str = str(WHOLE)) -> "pd.Series[float]":
    """Return how far each input of a size is from the whole city's, relative to it; 0 where both are 0."""
    own, whole = found[str(size)], found[whole_city]
    return (own - whole).abs() / whole.abs().where(whole != 0, 1.0)


def desks(population: int) -> dict[str, float]:
    """Return what pooling depends on: how many villages and townships there are, how large a township's and the city's desks are."""
    city = built(population)
    institutions, territory = city.institutions, city.territory
    means = [float(institutions.handlers[institutions.level == level].mean()) for level in range(len(LEVELS))]
    return {
        "villages": territory.villages,
        "townships": territory.townships,
        "residents an urban community": float(territory.residents[territory.urban].mean()),
        "residents a rural village": float(territory.residents[~territory.urban].mean()),
        "residents a township": territory.population / territory.townships,
        **{f"handlers a {name} desk": value for name, value in zip(LEVELS, means, strict=True)},
    }
