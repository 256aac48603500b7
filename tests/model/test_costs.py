"""What levers cost, known before a run and worked by hand where phases move them; what a run cost in all."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cogov.model import costs, staffing
from cogov.model.chance import Chance
from cogov.model.levers import CostCurve, Levers, declared_costs
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.phases import changing, in_force, move, still_days
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Costs, Scenario
from cogov.model.territory import lay_out
from cogov.model.topics import CALENDAR
from cogov.scenarios.loader import load_scenario

YEAR = 365


FREE = dict.fromkeys(declared_costs(), CostCurve(per_head=0))


def city(curves: dict[str, CostCurve] | None = None, population: int = 6000, days: int = YEAR, warmup: int = 0) -> Scenario:
    found = load_scenario("leping", {"days": days, "warmup": warmup, "horizon_days": 1, "city.population": population})
    return found if curves is None else found.model_copy(update={"costs": Costs(handler_day=300, levers=FREE | curves)})


def paid(found: dict[str, float]) -> dict[str, float]:
    return {name: yuan for name, yuan in found.items() if yuan}


def turned(**levers: Any) -> Policy:
    return Policy().overlaid(PolicyPatch.model_validate(levers))


SQUARE = {"deliberation": CostCurve(per_head=10, exponent=2)}


def test_a_constant_lever_by_hand() -> None:
    # 10 yuan · .5² · 6,000 residents · 1 year
    assert paid(costs.lever_costs(city(SQUARE), turned(deliberation=0.5))) == {"deliberation": pytest.approx(15_000)}
    assert paid(costs.per_head(city(SQUARE, days=100, warmup=27), turned(deliberation=0.5))) == {"deliberation": pytest.approx(2.5)}


def test_parts_count_by_their_mean_and_grids_by_how_dense_they_are() -> None:
    curves = {name: CostCurve(per_head=12, exponent=1) for name in ("centre_strength", "grid_density")}
    policy = turned(centre_strength={"village": 0.9, "township": 0.6, "city": 0.0}, grid_density=400)
    # 12 · (.9 + .6 + 0) / 3 and 12 · 100 / 400
    assert paid(costs.per_head(city(curves), policy)) == {"centre_strength": pytest.approx(6), "grid_density": pytest.approx(3)}
    assert costs.intensity(policy, "centre_strength") == pytest.approx(0.5)
    assert (costs.intensity(policy, "grid_density"), costs.intensity(turned(deliberation=0.3), "deliberation")) == (0.25, 0.3)


def test_a_phase_everywhere_by_hand() -> None:
    phases = [{"from_day": 73, "levers": {"deliberation": 1.0}}]
    # a fifth of the year at 0, four fifths at 1
    assert costs.per_head(city(SQUARE), turned(deliberation=0.0, phases=phases))["deliberation"] == pytest.approx(8)


def test_a_ramp_is_paid_for_day_by_day() -> None:
    phases = [{"from_day": 0, "ramp_days": 4, "levers": {"deliberation": 1.0}}]
    # of 10 days: (1/16 + 4/16 + 9/16 + 16/16) + 6 days at 1
    per_year = costs.per_head(city(SQUARE, days=10), turned(deliberation=0.0, phases=phases))["deliberation"]
    assert per_year == pytest.approx(10 * (30 / 16 + 6) / 10)


def test_a_pilot_is_paid_for_by_the_residents_of_its_townships() -> None:
    scenario = city(SQUARE, population=84_000)
    residents = lay_out(scenario.city).residents_of_townships()
    phases = [{"from_day": 0, "where": [2], "levers": {"deliberation": 1.0}}]
    spent = costs.lever_costs(scenario, turned(deliberation=0.0, phases=phases))["deliberation"]
    assert spent == pytest.approx(10 * residents[1])


def test_a_share_of_townships_is_the_one_that_the_run_draws() -> None:
    scenario = load_scenario("leping", {"days": 30, "warmup": 5, "horizon_days": 5, "city.population": 20_000})
    policy = turned(deliberation=0.0, phases=[{"from_day": 10, "ramp_days": 5, "where": {"share": 0.4}, "levers": {"deliberation": 0.9}}])
    for seed in (1, 2):
        model = CoGovernanceModel(scenario, policy, seed).run()
        beforehand = sum(costs.lever_costs(scenario, policy, seed).values())
        assert costs.of_levers(model.city) == pytest.approx(beforehand, rel=1e-12)


def test_stretches_cover_every_day_once() -> None:
    phases = [{"from_day": 3, "ramp_days": 3, "levers": {"deliberation": 1.0}}, {"from_day": 50, "levers": {"deliberation": 0.5}}]
    found = still_days(turned(phases=phases), range(2, 60))
    assert found == [(2, 1), (3, 1), (4, 1), (5, 45), (50, 10)]
    assert still_days(turned(), range(2, 60)) == [(2, 58)]


@pytest.mark.parametrize("ramp", [0, 1, 3])
def test_levers_stand_still_on_days_on_which_no_phase_moves(ramp: int) -> None:
    policy = turned(phases=[{"from_day": 4, "ramp_days": ramp, "levers": {"boundary_clarity": 0.9}}])
    for day in range(1, 20):
        today, yesterday = (
            (in_force(policy, 2, one, Chance(1)).boundary_clarity.tolist(), changing(policy, 2, one, Chance(1)).tolist())
            for one in (day, day - 1)
        )
        assert today == yesterday or move(policy, day)
    assert [day for day in range(20) if move(policy, day)] == [*range(4, 5 + max(ramp, 1))]


def test_campaigns_cost_money() -> None:
    curves = {"campaigns": CostCurve(per_head=20, exponent=1)}
    policy = turned(campaigns=[{"topic": "traffic", "start": 10, "days": 73, "intensity": 0.5}])
    assert paid(costs.per_head(city(curves), policy)) == {"campaigns": pytest.approx(2)}  # 20 · .5 · 73 / 365
    assert paid(costs.lever_costs(city(curves, days=46, warmup=20), policy)) == {"campaigns": pytest.approx(20 * 0.5 * 26 / YEAR * 6000)}
    assert paid(costs.per_head(city({}), policy)) == {}


def test_every_city_of_the_library_has_a_price_for_campaigns() -> None:
    policy = turned(campaigns=[{"topic": "traffic", "start": 0, "days": YEAR, "intensity": 1.0}])
    for name in ("leping", "fragmented", "rural_county", "urban_district"):
        scenario = load_scenario(name, {"days": YEAR, "warmup": 0, "horizon_days": 1})
        curve = scenario.costs.levers["campaigns"]
        assert curve.per_head > 0
        assert costs.per_head(scenario, policy)["campaigns"] == pytest.approx(curve.per_head)


def test_a_scenario_says_only_what_is_priced_otherwise() -> None:
    stated = Costs.model_validate({"levers": {"deliberation": {"per_head": 8}}}).levers
    assert (stated["deliberation"].per_head, stated["deliberation"].exponent) == (8, 1.3)
    assert {name for name, curve in stated.items() if curve != declared_costs()[name]} == {"deliberation"}
    assert list(stated) == list(declared_costs())


@pytest.mark.parametrize("households", [100, 340, 1000])
def test_each_grid_costs_the_same_however_dense_they_are(households: float) -> None:
    """In the default city 25 · 100 yuan a year over as many households as a grid has: 2,500 · 2.94 = 7,350 yuan for each grid."""
    scenario = city()
    yuan = costs.per_head(scenario, turned(grid_density=households))["grid_density"]
    residents_of_a_grid = households * scenario.city.household_size
    assert yuan * residents_of_a_grid == pytest.approx(7350)


def test_only_measured_days_are_paid_for() -> None:
    scenario = city(SQUARE, days=20, warmup=10)
    late = turned(deliberation=0.0, phases=[{"from_day": 0, "levers": {"deliberation": 1.0}}])
    assert costs.per_head(scenario, late)["deliberation"] == pytest.approx(10)


# -- what a run costs --------------------------------------------------------------------------------------------------------------


def _lived(staff: float = 1.0, **levers: Any) -> CoGovernanceModel:
    scenario = load_scenario("leping", {"days": 127, "warmup": 15, "horizon_days": 60, "city.population": 3000})
    model = CoGovernanceModel(scenario, scenario.base_policy().overlaid(PolicyPatch.model_validate(levers)), seed=1)
    model.city.institutions.payroll *= staff
    staffing.assign(model.city)
    return model.run()


def test_a_run_costs_everybody_on_the_payroll_and_the_levers() -> None:
    model = _lived()
    # 112 measured days are 16 weeks: 80 working days at 300 yuan, busy or not
    assert costs.of_payroll(model.city) == pytest.approx(model.city.institutions.payroll.sum() * 80 * 300)
    assert costs.total(model.city) == pytest.approx(costs.of_payroll(model.city) + costs.of_levers(model.city))
    assert costs.of_citizens_hours(model.city, 100.0) == pytest.approx(1500)


def test_levers_that_take_handlers_are_paid_for_once() -> None:
    """Secondment, counters, rooms and devolution move who is paid already; what supported organisations grow by is in the lever's price."""
    as_is, moved = _lived(), _lived(centre_strength=1.0, one_stop_service=1.0, mediation=1.0, devolution=1.0, social_org_support=1.0)
    assert moved.city.institutions.handlers.sum() < as_is.city.institutions.handlers.sum()
    assert costs.of_payroll(moved.city) == pytest.approx(costs.of_payroll(as_is.city))
    assert costs.of_levers(moved.city) > costs.of_levers(as_is.city)


def test_half_the_staff_cost_half_the_wages_and_it_shows() -> None:
    whole, half = _lived(), _lived(staff=0.5)
    assert costs.of_payroll(half.city) == pytest.approx(costs.of_payroll(whole.city) / 2)
    before, after = whole.indicators(), half.indicators()
    assert after["cost_per_resolved"] < before["cost_per_resolved"]
    assert after["owned_in_time_rate"] < before["owned_in_time_rate"] - 0.2
    assert after["mean_days"] > before["mean_days"] + 10


def test_both_totals_stand_beside_one_another() -> None:
    model = _lived()
    found = model.indicators()
    settled = costs.total(model.city) / found["cost_per_resolved"]
    assert settled == pytest.approx(round(settled))
    hours = found["citizen_hours"] * 3000 * 112 / 365
    assert found["full_cost_per_resolved"] - found["cost_per_resolved"] == pytest.approx(15 * hours / settled)


def test_how_far_levers_are_turned_in_each_township_by_hand() -> None:
    """The last place is the city's, where nobody lives; grids are as dense as 100 households over theirs."""
    parts = np.array([[0.9, 0.6, 0.0], [0.3, 0.3, 0.3], [1.0, 1.0, 1.0]])
    values = {"deliberation": np.array([0.1, 0.2, 0.9]), "centre_strength": parts, "grid_density": np.array([200.0, 400.0, 100.0])}
    turned_by = {name: costs.intensities(Levers(values), name).tolist() for name in values}
    assert turned_by == {"deliberation": [0.1, 0.2], "centre_strength": pytest.approx([0.5, 0.3]), "grid_density": [0.5, 0.25]}


def test_who_names_no_seed_means_the_first() -> None:
    """Two fifths of the townships take part, by the seed: those of seed 0 have other residents than those of seed 1."""
    scenario = city(SQUARE, population=84_000, days=30)
    policy = turned(deliberation=0.0, phases=[{"from_day": 0, "where": {"share": 0.4}, "levers": {"deliberation": 1.0}}])
    none, first = (costs.lever_costs(scenario, policy, seed) for seed in (0, 1))
    assert none != first
    assert costs.lever_costs(scenario, policy) == first
    assert costs.per_head(scenario, policy) == costs.per_head(scenario, policy, 1) != costs.per_head(scenario, policy, 0)


def test_a_calendar_without_weekends_pays_for_every_day() -> None:
    for calendar, days in (("weekdays", 10), ("every_day", 14)):
        rest = CALENDAR.options[calendar].what
        city = SimpleNamespace(
            chosen=lambda _, rest=rest: rest,
            scenario=SimpleNamespace(costs=Costs.model_construct(handler_day=300)),
            institutions=SimpleNamespace(payroll=np.array([4.0, 6.0])),
            tally=SimpleNamespace(measured_days=14),
        )
        assert costs.of_payroll(city) == pytest.approx(10 * days * 300)  # type: ignore[arg-type]
