"""Grid workers: beats that cover everybody, rounds that pass everybody in turn, four roles with an effect and a price, phases."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from cogov.experiments.runner import LivedRun
from cogov.model import grid_workers, hazards, rounds
from cogov.model.agents import GridWorker
from cogov.model.city_facts import CityFacts
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Channel
from cogov.model.territory import lay_out
from cogov.model.topics import PROBLEM
from cogov.scenarios import Policy, Scenario, load_scenario

Company, Measure = Callable[..., list[LivedRun]], Callable[[LivedRun], float]
SEEDS = range(1, 6)
DENSE = {"grid_density": 100.0}
NO_ROLES = {"grid_workers.publicist": 0.0, "grid_workers.listener": 0.0, "grid_workers.guardian": 0.0}


def city(days: int = 45, population: int = 2000, **parameters: float) -> Scenario:
    named = {f"parameters.{name}": value for name, value in parameters.items()}
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 14, "horizon_days": 30, **named})


def run(scenario: Scenario, seed: int = 1, **levers: object) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=levers), seed=seed).run()


def columns(model: CoGovernanceModel) -> dict[str, bytes]:
    tables = ("register", "citizens", "institutions", "grid_workers")
    return {f"{table}.{name}": array.tobytes() for table in tables for name, array in getattr(model.city, table).arrays()}


def interval(company: Company, measure: Measure, without: Scenario, having: Scenario, **levers: object) -> tuple[float, float]:
    """Return the 99 % interval of the mean paired difference over fixed seeds."""
    differences = np.subtract(*([measure(run) for run in company(scenario, SEEDS, **levers)] for scenario in (having, without)))
    half = stats.t.ppf(0.995, len(SEEDS) - 1) * np.std(differences, ddof=1) / np.sqrt(len(SEEDS))
    return float(np.mean(differences) - half), float(np.mean(differences) + half)


def known(model: LivedRun) -> float:
    """Share of all matters that became known."""
    return float((~np.isnan(model.city.register.known[: model.city.register.size])).mean())


def found(model: LivedRun) -> float:
    """Share of all matters that a grid worker found first."""
    return float((model.city.register.channel[: model.city.register.size] == Channel.GRID).mean())


def trust(model: LivedRun) -> float:
    """Mean trust on the last day."""
    return float(model.city.citizens.trust.mean())


def one_village(**parameters: float) -> CoGovernanceModel:
    """Return a city of one village with one worker: 1,000 residents in 340.1 households."""
    named = {f"parameters.{name}": value for name, value in parameters.items()}
    return CoGovernanceModel(load_scenario("leping", {"city.population": 1000, "city.urban_share": 0.0, "warmup": 60, **named}), seed=1)


# -- beats and rounds ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("density", [100, 340, 1000])
def test_everybody_lives_in_one_beat_of_the_own_village(density: float) -> None:
    land = lay_out(CityFacts(population=23_457))
    counts = np.maximum(1, np.rint(land.households / density)).astype(np.int64)
    workers = grid_workers.post(land, counts)
    everybody = np.arange(land.population)
    assert np.array_equal(np.bincount(workers.of(everybody)), workers.residents)
    assert np.array_equal(workers.village[workers.of(everybody)], np.repeat(np.arange(land.villages), land.residents))
    assert workers.households.sum() == pytest.approx(land.households.sum())
    assert np.ptp(workers.residents[workers.village == 0]) <= 1


def _walked(model: CoGovernanceModel, days: int) -> np.ndarray:
    """Return by (working day, citizen) whether a patrol passed."""
    everybody, passed = np.arange(model.city.citizens.size), []
    for _ in range(days):
        if not model.city.is_rest_day:
            rounds.walk(model.city)
            passed.append(rounds.passed(model.city, everybody))
        model.city.day += 1
    return np.array(passed)


def test_a_round_passes_every_household_once_before_it_begins_anew() -> None:
    """17.5 households a day are 51.45 residents, so 35 working days make 1.8 rounds of 1,000."""
    model = one_village(**{"discovery.patrol_intelligence": 0.0})
    length = 25 * 0.7 * 2.94
    passed = _walked(model, 49)
    assert passed.sum(axis=1).tolist() == pytest.approx([length] * 35, abs=1.0)
    first_round = passed[: int(1000 / length)].sum(axis=0)  # 19 days: nobody twice
    assert first_round.max() == 1
    assert first_round.sum() == pytest.approx(19 * length, abs=1)
    assert set(passed.sum(axis=0).tolist()) == {1, 2}


def test_a_worker_who_can_go_round_in_a_day_passes_everybody_once_a_day() -> None:
    model = one_village(**{"discovery.patrol_households": 1000.0, "grid_workers.calls": 1000.0, "grid_workers.publicist": 0.3})
    assert _walked(model, 3).all()
    assert np.array_equal(np.sort(model.city.grid_workers.called_on), np.arange(1000))


def test_calls_reach_everybody_in_turn_and_nobody_on_a_rest_day() -> None:
    model, called = one_village(), []
    for _ in range(130):
        rounds.walk(model.city)
        assert (len(model.city.grid_workers.called_on) == 0) == model.city.is_rest_day
        called.append(model.city.grid_workers.called_on)
        model.city.day += 1
    reached = np.concatenate(called)
    assert np.array_equal(reached, np.arange(len(reached)) % 1000)  # house by house, without a gap
    assert len(reached) == pytest.approx(94 * 12 * 0.3 * 2.94, abs=1)


def test_contact_is_counted() -> None:
    """Calls on 10.584 residents a day, 20 to 22 working days in 30: of 1,000 residents the share in contact lies between the two."""
    model = one_village(**{"grid_workers.carrying": 0.0})
    for _ in range(120):
        model.step()
    people = 1000 * model.indicators()["grid_closeness"]
    assert 20 * 10.584 - 1 <= people <= 22 * 10.584 + 1  # a day's calls end within a household


def test_a_worker_stands_in_its_route() -> None:
    model = CoGovernanceModel(city(population=6000), seed=1)
    agents = list(model.agents_by_type[GridWorker])
    for _ in range(20):
        model.step()
        assert all(agent.standing in agent.route for agent in agents)
    assert sorted({grid for agent in agents for grid in agent.route}) == list(range(len(model.city.territory.grid_village)))
    assert sum(agent.residents for agent in agents) == 6000


# -- roles: what each does, and what it costs ------------------------------------------------------------------------------------


def test_the_four_roles_and_what_it_carries_fill_a_workers_day() -> None:
    model = run(city(days=40))
    for agent in model.agents_by_type[GridWorker]:
        assert set(agent.roles) == {*rounds.ROLES, "carrying"}
        assert sum(agent.roles.values()) == pytest.approx(1.0)
    busy = next(iter(model.agents_by_type[GridWorker]))
    busy.load = 50
    assert busy.roles["carrying"] == pytest.approx(0.5)
    assert busy.roles["lookout"] == pytest.approx(0.35)


def test_load_is_what_a_worker_found_and_is_open() -> None:
    model = run(city(days=60, population=4000, **{"discovery.patrol_households": 300.0}))
    register = model.city.register
    rounds.walk(model.city)
    open_rows = register.open_rows[register.channel[register.open_rows] == Channel.GRID]
    assert model.city.grid_workers.load.sum() == len(open_rows) > 0
    free = 1 / (1 + 0.02 * model.city.grid_workers.load)
    reach = np.minimum(300 * 0.7 * 1.2 * free * 2.94, model.city.grid_workers.residents)
    assert model.city.grid_workers.patrol_length == pytest.approx(reach)


def test_without_roles_at_the_door_nothing_of_them_leaves_a_trace() -> None:
    other = {"grid_workers.calls": 500.0, "grid_workers.told": 9.0, "grid_workers.heard": 1.0, "grid_workers.care": 1.0}
    one, two = (run(city(**NO_ROLES, **more), **DENSE) for more in ({}, other))
    assert columns(one) == columns(two)
    assert one.indicators()["grid_closeness"] == 0


def test_roles_that_do_nothing_differ_in_nothing_but_the_time_they_take() -> None:
    idle = {"grid_workers.told": 0.0, "grid_workers.heard": 0.0, "grid_workers.care": 0.0}
    one, two = (run(city(**idle, **{**NO_ROLES, f"grid_workers.{role}": 0.3}), **DENSE) for role in ("publicist", "guardian"))
    assert columns(one) == columns(two)


@pytest.mark.parametrize(
    ("role", "effect", "value", "measure"),
    [("publicist", "told", 9.0, known), ("listener", "heard", 1.0, found), ("guardian", "care", 0.5, trust)],
)
def test_each_role_at_the_door_moves_what_it_is_there_for(role: str, effect: str, value: float, measure: Measure, company: Company) -> None:
    mix = {**NO_ROLES, f"grid_workers.{role}": 0.3, "grid_workers.calls": 60.0, "discovery.report_base": -5.0}
    without, having = (city(**mix, **{f"grid_workers.{effect}": size}) for size in (0.0, value))
    assert interval(company, measure, without, having, **DENSE)[0] > 0


def test_hours_at_the_door_are_not_spent_on_patrol(company: Company) -> None:
    idle = {"grid_workers.told": 0.0, "grid_workers.heard": 0.0, "grid_workers.care": 0.0, "discovery.patrol_households": 100.0}
    full = dict.fromkeys(NO_ROLES, 0.3)
    assert interval(company, found, city(**idle, **NO_ROLES), city(**idle, **full), **DENSE)[1] < 0


# -- patrols that prevent ----------------------------------------------------------------------------------------------------------


def test_patrols_keep_problems_away_as_far_as_they_are_present() -> None:
    model = run(city(days=20, **{"emergence.patrol_prevention": 0.4}), **DENSE)
    length, factor = np.bincount(model.city.grid_workers.village, model.city.grid_workers.patrol_length), hazards.kept_away(model.city)
    problem, there = model.city.topics.form == PROBLEM, length / model.city.territory.residents
    assert (factor[:, ~problem] == 1).all()
    assert factor[:, problem] == pytest.approx(1 - 0.4 * np.repeat(there[:, None], problem.sum(), axis=1))
    assert there.min() > 0.1
    assert there.max() < 0.3


def test_patrols_that_prevent_nothing_leave_no_trace() -> None:
    model = run(city(days=20, **{"emergence.patrol_prevention": 0.0}))
    assert (hazards.kept_away(model.city) == 1).all()
    unwalked = CoGovernanceModel(city(), seed=1)
    assert (hazards.kept_away(unwalked.city) == 1).all()


def test_fewer_problems_arise_where_patrols_prevent(company: Company) -> None:
    everywhere = {"discovery.patrol_households": 500.0}
    without, having = (city(**everywhere, **{"emergence.patrol_prevention": size}) for size in (0.0, 0.8))

    def problems(model: LivedRun) -> float:
        return float((model.city.topics.form[model.city.register.topic[: model.city.register.size]] == PROBLEM).sum())

    assert interval(company, problems, without, having)[1] < 0


# -- phases ------------------------------------------------------------------------------------------------------------------------


def _phased() -> CoGovernanceModel:
    phases = [
        {"from_day": 10, "ramp_days": 10, "where": "all", "levers": {"grid_density": 100}},
        {"from_day": 40, "ramp_days": 1, "where": "all", "levers": {"grid_density": 1000}},
    ]
    scenario = city(days=60, population=6000)
    return CoGovernanceModel(scenario, Policy.model_validate(scenario.base_policy().model_dump() | {"phases": phases}), seed=1, check=True)


def test_workers_and_their_agents_follow_a_phase() -> None:
    model, numbers = _phased(), []
    veteran = model._grid_agents[(0, 0)]
    for _ in range(60):
        model.step()
        numbers.append(model.city.grid_workers.size)
        agents = model._agents_by_type[GridWorker]
        assert sorted(agent.row for agent in agents) == list(range(model.city.grid_workers.size))
        assert model.city.grid_workers.size == model.city.workers.sum()
    assert numbers[9] < numbers[14] < numbers[25]
    assert numbers[25] == 20
    assert numbers[50] == model.city.territory.villages
    assert veteran in agents
    assert (veteran.village, veteran.place) == (0, 0)
    assert len(model.agents_by_type[GridWorker]) == numbers[-1]


def test_looking_at_agents_changes_nothing_under_phases() -> None:
    seen, unseen = _phased(), _phased()
    for _ in range(60):
        assert len(seen.agents) > 0
        seen.step()
        unseen.step()
    assert columns(seen) == columns(unseen)


def test_who_stays_goes_on_as_far_round_the_new_beat_as_round_the_old() -> None:
    land = lay_out(CityFacts(population=4000, urban_share=1.0))
    before = grid_workers.post(land, np.array([4]))
    before.patrol_from[:] = [100, 200, 300, 400]
    after = grid_workers.post(land, np.array([2]), before)
    assert after.patrol_from.tolist() == [200, 400]
    grown = grid_workers.post(land, np.array([5]), after)
    assert grown.patrol_from.tolist() == [80, 160, 0, 0, 0]
