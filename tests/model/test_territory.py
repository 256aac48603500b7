"""The land: a slice keeps sizes, grids per head and the urban-rural mix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from cogov.model.city_facts import CityFacts, residents_for
from cogov.model.territory import STRETCH, lay_out


def land_of(population: int, share: float = 0.6) -> CityFacts:
    return CityFacts(population=population, urban_share=share)


@given(population=st.integers(200, 60_000), density=st.floats(100, 1000), share=st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_everybody_lives_in_one_grid_of_one_village_of_one_township(population: int, density: float, share: float) -> None:
    land = lay_out(CityFacts(population=population, urban_share=share, households_per_grid=density))
    assert land.population == population == land.residents.sum() == land.residents_of_townships().sum()
    assert (np.diff(land.grid_first_citizen) > 0).all()
    assert (np.diff(land.township) >= 0).all()
    assert land.townships == len(np.unique(land.township)) == land_of(population, share).simulated_townships <= 18
    # grids do not straddle villages
    ends = land.grid_first_citizen[np.cumsum(land.grids)]
    assert np.array_equal(ends, land.first_citizen[1:])


@pytest.mark.parametrize("population", [20_000, 50_000, 100_000, 753_787])
def test_a_slice_keeps_the_sizes_of_villages_and_the_mix(population: int) -> None:
    """From 20,000 residents on: villages within 25 % of their nominal size (one urban community more or less of 3), mix to a person."""
    city = CityFacts(population=population)
    land = lay_out(city)
    for urban, size in ((True, city.residents_per_urban_village), (False, city.residents_per_rural_village)):
        here = land.residents[land.urban == urban]
        assert here.mean() == pytest.approx(size, rel=0.25)
        assert here.max() - here.min() <= 1
    assert land.residents[land.urban].sum() == round(population * city.urban_share)


@pytest.mark.parametrize("density", [150, 340, 700])
def test_households_per_grid_do_not_depend_on_the_slice(density: float) -> None:
    """Each village has its own grids, at least one: households per grid over towns agree within 10 % with the whole city's."""
    whole = lay_out(CityFacts(population=753_787, households_per_grid=density))
    for population in (20_000, 60_000, 200_000):
        land = lay_out(CityFacts(population=population, households_per_grid=density))
        assert land.households.sum() / land.grids.sum() == pytest.approx(whole.households.sum() / whole.grids.sum(), rel=0.1)


@pytest.mark.parametrize("population", [200, 20_000, 90_000])
def test_stretches_are_whole_grids_and_hold_every_citizen_once(population: int) -> None:
    land = lay_out(CityFacts(population=population))
    grids, citizens = ([range(*part.indices(10**9)) for part in parts] for parts in zip(*land.stretches, strict=True))
    assert [place for part in grids for place in part] == list(range(len(land.grid_village)))
    assert [person for part in citizens for person in part] == list(range(population))
    for some, people in zip(grids, citizens, strict=True):
        assert (land.grid_first_citizen[some.start], land.grid_first_citizen[some.stop]) == (people.start, people.stop)
        assert len(people) <= STRETCH + np.diff(land.grid_first_citizen).max()


def test_denser_grids_are_more_grids() -> None:
    dense, sparse = (lay_out(CityFacts(population=50_000, households_per_grid=density)) for density in (200, 500))
    assert dense.grids.sum() > sparse.grids.sum()
    assert np.array_equal(dense.residents, sparse.residents)


def test_every_township_of_a_slice_has_at_least_two_villages_where_there_are_two() -> None:
    for population in (2000, 5000, 20_000, 100_000, 753_787):
        land = lay_out(CityFacts(population=population))
        assert np.bincount(land.township).min() >= 2


@pytest.mark.parametrize(("population", "townships"), [(20_000, 1), (42_000, 1), (84_000, 2), (126_000, 3), (200_000, 5), (753_787, 18)])
def test_townships_of_a_slice_have_their_true_size(population: int, townships: int) -> None:
    """753,787 residents in 18 townships are 41,877 each."""
    land = lay_out(CityFacts(population=population))
    assert land.townships == townships
    if population >= 42_000:
        assert land.residents_of_townships().mean() == pytest.approx(753_787 / 18, rel=0.05)


def test_the_default_slice_is_two_townships_of_true_size() -> None:
    land = lay_out(CityFacts())
    assert land.townships == 2
    assert land.residents_of_townships() == pytest.approx([753_787 / 18] * 2, rel=0.12)


def test_a_city_larger_than_its_county_has_all_its_townships() -> None:
    assert lay_out(CityFacts(population=900_000)).townships == 18


def test_townships_may_be_stated_as_far_as_each_has_two_villages() -> None:
    assert lay_out(CityFacts(population=20_000, townships=5)).townships == 5
    with pytest.raises(ValidationError, match="population must be about") as error:
        CityFacts(population=20_000, townships=9)
    needed = int(str(error.value).partition("about ")[2].split()[0])
    assert lay_out(CityFacts(population=needed, townships=9)).townships == 9


@pytest.mark.parametrize("townships", [1, 2, 4, 18])
def test_a_slice_of_the_residents_needed_holds_the_townships(townships: int) -> None:
    needed = residents_for(CityFacts(), townships)
    assert CityFacts(population=needed).simulated_townships == townships
    assert townships == 1 or CityFacts(population=needed - 2).simulated_townships == townships - 1


def test_the_whole_city_has_all_its_townships_each_with_urban_and_rural_villages() -> None:
    land = lay_out(CityFacts(population=753_787))
    assert land.townships == 18
    for township in range(18):
        assert set(land.urban[land.township == township]) == {True, False}


def test_cities_that_are_all_urban_or_all_rural() -> None:
    assert lay_out(CityFacts(population=3000, urban_share=1.0)).urban.all()
    assert not lay_out(CityFacts(population=3000, urban_share=0.0)).urban.any()


def test_villages_lie_evenly_over_a_disc_whose_mean_distance_is_1() -> None:
    """The innermost of n rings of equal area reaches to n^-½ of the edge: its mean distance is n (1/n)^1½ = n^-½ of the mean of all."""
    laid = lay_out(CityFacts(population=84_000))
    for part in (laid.urban, ~laid.urban):
        assert laid.remoteness[part].mean() == pytest.approx(1)
        assert laid.remoteness[part].min() == pytest.approx(part.sum() ** -0.5)
