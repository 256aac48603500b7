"""The land: a slice keeps sizes, grids per head and the urban-rural mix (DESIGN §4)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov.model.territory import lay_out
from cogov.scenarios.city import City


@given(population=st.integers(200, 60_000), density=st.floats(100, 1000), share=st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_everybody_lives_in_one_grid_of_one_village_of_one_township(population: int, density: float, share: float) -> None:
    land = lay_out(City(population=population, urban_share=share, households_per_grid=density))
    assert land.population == population == land.residents.sum() == land.residents_of_townships().sum()
    assert (np.diff(land.grid_first_citizen) > 0).all()
    assert (np.diff(land.township) >= 0).all()
    assert land.townships == len(np.unique(land.township)) <= 18
    # grids do not straddle villages
    ends = land.grid_first_citizen[np.cumsum(land.grids)]
    assert np.array_equal(ends, land.first_citizen[1:])


@pytest.mark.parametrize("population", [20_000, 50_000, 100_000, 753_787])
def test_a_slice_keeps_the_sizes_of_villages_and_the_mix(population: int) -> None:
    """From 20,000 residents on: villages within 25 % of their nominal size (one urban community more or less of 3), mix to a person."""
    city = City(population=population)
    land = lay_out(city)
    for urban, size in ((True, city.residents_per_urban_village), (False, city.residents_per_rural_village)):
        here = land.residents[land.urban == urban]
        assert here.mean() == pytest.approx(size, rel=0.25)
        assert here.max() - here.min() <= 1
    assert land.residents[land.urban].sum() == round(population * city.urban_share)


@pytest.mark.parametrize("density", [150, 340, 700])
def test_households_per_grid_do_not_depend_on_the_slice(density: float) -> None:
    """Each village has its own grids, at least one: households per grid over towns agree within 10 % with the whole city's."""
    whole = lay_out(City(population=753_787, households_per_grid=density))
    for population in (20_000, 60_000, 200_000):
        land = lay_out(City(population=population, households_per_grid=density))
        assert land.households.sum() / land.grids.sum() == pytest.approx(whole.households.sum() / whole.grids.sum(), rel=0.1)


def test_denser_grids_are_more_grids() -> None:
    dense, sparse = (lay_out(City(population=50_000, households_per_grid=density)) for density in (200, 500))
    assert dense.grids.sum() > sparse.grids.sum()
    assert np.array_equal(dense.residents, sparse.residents)


def test_every_township_of_a_slice_has_at_least_two_villages_where_there_are_two() -> None:
    for population in (2000, 5000, 20_000, 100_000, 753_787):
        land = lay_out(City(population=population))
        assert np.bincount(land.township).min() >= 2


def test_the_default_slice_has_about_five_townships() -> None:
    assert 4 <= lay_out(City()).townships <= 6


def test_the_whole_city_has_all_its_townships_each_with_urban_and_rural_villages() -> None:
    land = lay_out(City(population=753_787))
    assert land.townships == 18
    for township in range(18):
        assert set(land.urban[land.township == township]) == {True, False}


def test_cities_that_are_all_urban_or_all_rural() -> None:
    assert lay_out(City(population=3000, urban_share=1.0)).urban.all()
    assert not lay_out(City(population=3000, urban_share=0.0)).urban.any()
