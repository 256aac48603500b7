"""Venues: how far it is, whom that keeps away, what it costs, and what appointments change."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from cogov.experiments.runner import LivedRun
from cogov.model import venues
from cogov.model.city_facts import CityFacts
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.deliberation import _citizens_at_the_table, talk
from cogov.model.territory import lay_out
from cogov.scenarios import Scenario, load_scenario

Company, Measure = Callable[..., list[LivedRun]], Callable[[LivedRun], list[float]]
SEEDS = range(1, 6)
NEAR = {"parameters.discovery.report_distance": 0.0, "parameters.deliberation.talk_distance": 0.0, "parameters.venues.hours_per_km": 0.0}
OFF = {**NEAR, "city.online_distance": 0.0}
FAR = {f"parameters.venues.{level}_km_{place}": 90.0 for level in ("village", "township", "city") for place in ("urban", "rural")}


def city(**named: float) -> Scenario:
    """Return a small city whose counters stay open, so that the way and the wait are those of the venues themselves."""
    base = {"city.population": 2000, "days": 45, "warmup": 14, "horizon_days": 30, "parameters.closure.counters_closed": 0.0}
    return load_scenario("leping", {**base, "parameters.closure.refused_hours": 0.0, **named})


def run(scenario: Scenario, seed: int = 1, **levers: object) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=levers), seed=seed).run()


def columns(model: CoGovernanceModel) -> dict[str, bytes]:
    tables = ("register", "citizens", "institutions", "grid_workers")
    return {f"{table}.{name}": array.tobytes() for table in tables for name, array in getattr(model.city, table).arrays()}


def intervals(company: Company, measure: Measure, without: Scenario, having: Scenario, **levers: object) -> np.ndarray:
    """Return for each measure the 99 % interval of its mean paired difference over fixed seeds."""
    differences = np.subtract(*([measure(run) for run in company(scenario, SEEDS, **levers)] for scenario in (having, without)))
    half = stats.t.ppf(0.995, len(SEEDS) - 1) * differences.std(axis=0, ddof=1) / np.sqrt(len(SEEDS))
    return np.stack([differences.mean(axis=0) - half, differences.mean(axis=0) + half], axis=1)


def hours_by(model: LivedRun, flags: np.ndarray) -> list[float]:
    """Return the hours that a visit costs citizens with and without a flag."""
    ended = np.flatnonzero(~np.isnan(model.city.register.hours[: model.city.register.size]))
    whose = flags[model.city.register.citizen[ended]]
    return [float(model.city.register.hours[ended[who]].sum() / model.city.register.visits[ended[who]].sum()) for who in (whose, ~whose)]


# -- how far ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("population", [5_000, 20_000, 60_000, 200_000])
def test_ways_do_not_depend_on_the_slice(population: int) -> None:
    """Means by town and country, level by level, are what the scenario states at every size."""
    scenario = load_scenario("leping", {"city.population": population})
    land = lay_out(scenario.city)
    km = venues.distances(scenario.parameters.venues, land)
    for urban, stated in ((True, (0.5, 1.5, 4)), (False, (1.1, 5, 22))):
        here = land.urban == urban
        assert np.average(km[here], axis=0, weights=land.residents[here]) == pytest.approx(stated, rel=1e-3)
        assert (np.diff(km[here], axis=1) > 0).all()


def test_villages_spread_over_a_disc() -> None:
    """Uniform on a disc of radius R: median distance R/√2, mean 2R/3, so half lie nearer than 1.0607 of the mean; at most 1.5."""
    far = np.sort(lay_out(CityFacts(population=700_000, urban_share=0.0)).remoteness)
    assert np.median(far) == pytest.approx(1.0607, abs=0.002)
    assert far.max() < 1.5
    assert far.mean() == pytest.approx(1.0)


@pytest.mark.parametrize("one_stop", [0.0, 0.5, 1.0])
def test_one_stop_service_brings_the_city_to_the_village(one_stop: float) -> None:
    """A city matter from a village 1.1 km from its own venue and 22 km from the city's: 22, 11.55, 1.1 km."""
    model = run(city(**{"city.urban_share": 0.0}), one_stop_service=one_stop)
    rows = np.flatnonzero(model.city.register.level[: model.city.register.size] == 2)
    far = model.city.territory.remoteness[model.city.register.village[rows]]
    assert venues.way(model.city, rows) == pytest.approx((22 - 20.9 * one_stop) * far)


def test_online_access_falls_with_distance_and_the_citys_share_stays() -> None:
    """2 points a km: 1.5 km in town, 5 km in the country, mean 2.9; so 2.8 points above, 4.2 below."""
    near, far = (CoGovernanceModel(load_scenario("leping", {"city.population": 60_000, "city.online_distance": w})) for w in (0.0, 0.02))
    assert far.city.citizens.online.mean() == pytest.approx(near.city.citizens.online.mean(), abs=0.005)
    urban = far.city.territory.urban[far.city.citizens.village]
    for here, points in ((urban, 0.028), (~urban, -0.042)):
        assert far.city.citizens.online[here].mean() - near.city.citizens.online[here].mean() == pytest.approx(points, abs=0.006)


def test_where_distance_weighs_nothing_no_distance_changes_a_byte() -> None:
    assert columns(run(city(**OFF), deliberation=1.0)) == columns(run(city(**OFF, **FAR), deliberation=1.0))
    assert columns(run(city(), deliberation=1.0)) != columns(run(city(**FAR), deliberation=1.0))


# -- what it does ------------------------------------------------------------------------------------------------------------------


def test_distance_keeps_people_from_reporting_and_applying_in_person(company: Company) -> None:
    without, having = (city(**{**OFF, "parameters.discovery.report_distance": weight}) for weight in (0.0, 0.5))

    def known(model: LivedRun) -> list[float]:
        return [float((~np.isnan(model.city.register.known[: model.city.register.size])).mean())]

    assert intervals(company, known, without, having, online_service=0.0)[0, 1] < 0


def test_who_can_do_everything_online_has_no_way_to_go() -> None:
    everybody = {"city.online_share_young": 1.0, "city.online_share_elderly": 1.0}
    one, two = (run(city(**{**OFF, **everybody, "parameters.discovery.report_distance": w}), online_service=1.0) for w in (0.0, 5.0))
    assert columns(one) == columns(two)


def test_distance_costs_hours_most_of_all_in_the_country(company: Company) -> None:
    without, having = (city(**{**OFF, "parameters.venues.hours_per_km": hours}) for hours in (0.0, 0.1))
    town, country = intervals(
        company, lambda model: hours_by(model, model.city.territory.urban[model.city.citizens.village]), without, having
    )
    assert country[0] > town[1] > town[0] > 0
    assert run(having).indicators()["citizen_hours@rural"] > run(without).indicators()["citizen_hours@rural"]


def test_fewer_come_to_talks_the_further_they_live() -> None:
    """Of those who are neither away nor offline and have no seat reserved, e^(−talk_distance · km) come: binomial, 3 sd."""
    model = run(city(**{"parameters.deliberation.talk_distance": 0.3, "parameters.deliberation.inclusion": 0.0}))
    rows, people = np.arange(model.city.register.size), model.city.citizens
    near = CoGovernanceModel(city(**{"parameters.deliberation.talk_distance": 0.0, "parameters.deliberation.inclusion": 0.0}))
    near.city.register, near.city.citizens = model.city.register, people
    could, come = (_citizens_at_the_table(one.city, rows)[1] for one in (near, model))
    chance = np.exp(-0.3 * model.city.distances[model.city.register.village[rows], model.city.register.level[rows]])[:, None] * could
    assert (come <= could).all()
    assert come.sum() == pytest.approx(chance.sum(), abs=3 * np.sqrt((chance * (1 - chance)).sum()))


def test_talks_that_fewer_come_to_stand_for_fewer() -> None:
    """The same matters, held by the same desks: without those who live far away, positions agreed lie further from all views."""
    larger = {**OFF, "city.population": 6000}
    near, far = (run(city(**{**larger, "parameters.deliberation.talk_distance": rate}), deliberation=0.0) for rate in (0.0, 5.0))
    rows = np.flatnonzero(near.city.register.holders[: near.city.register.size] > 0)
    assert columns(near) == columns(far)
    differences = talk(far.city, rows).represented - talk(near.city, rows).represented
    assert differences.mean() + 2.6 * differences.std(ddof=1) / np.sqrt(len(rows)) < 0


# -- appointments ------------------------------------------------------------------------------------------------------------------


def test_the_hours_of_a_visit_by_hand() -> None:
    """Way 0.1 h a km; kept 0.5·0.4 = 0.2: with access 0.8 of 0.7 h · 1.1, without 0.7 h · 1.1; counter 0.6 h."""
    model = run(city(**{"parameters.venues.hours_per_km": 0.1}), online_service=0.4)
    rows = np.arange(model.city.register.size)
    access = model.city.citizens.online[model.city.register.citizen[rows]]
    waiting = venues.hours_of_a_visit(model.city, rows) - 0.1 * venues.way(model.city, rows) - 0.6
    assert waiting[access] == pytest.approx(0.8 * 0.7 * 1.1)
    assert waiting[~access] == pytest.approx(0.7 * 1.1)
    ended = np.flatnonzero(~np.isnan(model.city.register.visits[rows]))
    hours = model.city.register.visits[ended] * venues.hours_of_a_visit(model.city, ended)
    assert model.city.register.hours[ended] == pytest.approx(hours)


@pytest.mark.parametrize("off", [{"parameters.closure.appointments": 0.0}, {}])
def test_without_appointments_nothing_of_them_leaves_a_trace(off: dict[str, float]) -> None:
    levers = {} if off else {"online_service": 0.0}
    other = {"parameters.closure.walk_in_wait": 9.0} | ({} if off else {"parameters.closure.appointments": 1.0})
    assert columns(run(city(**off), **levers)) == columns(run(city(**off, **other), **levers))


def test_appointments_spare_those_with_access_hours_at_the_others_cost(company: Company) -> None:
    without, having = (city(**{"parameters.closure.appointments": part}) for part in (0.0, 1.0))
    online, offline = intervals(company, lambda model: hours_by(model, model.city.citizens.online), without, having, online_service=0.8)
    assert online[1] < 0
    assert offline[0] > 0
