"""A city as an experiment: what it says beforehand that a run leaves, and what a run leaves."""

import math
from typing import Any

import pytest

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.plan import Deadline, Plan, Run, TimedOut
from cogov.experiments.runner import RunRequest, run_one
from cogov.experiments.time_left import estimate
from cogov.model.indicators import SERIES
from cogov.scenarios.loader import list_scenarios, load_scenario, resolve_policy

SMALL: dict[str, Any] = {"days": 20, "warmup": 5, "population": 600, "replicates": 1}


def planned(**said: Any) -> Plan:
    return plan_of(Design.model_validate({"scenario": "leping", **SMALL, **said}))


@pytest.mark.parametrize("name", [entry.name for entry in list_scenarios()])
def test_a_run_leaves_exactly_what_was_said_beforehand(name: str) -> None:
    plan = planned(scenario=name, policies=["as_is", "co_governance"], record={"series": True, "events": True})
    for run in plan.runs():
        outcome = plan.experiment.live(run, Deadline())
        assert tuple(outcome.values) == plan.experiment.outputs
        assert all(type(value) is float for value in outcome.values.values())
        assert {kind: table.schema for kind, table in outcome.tables.items()} == plan.experiment.tables


def test_a_city_without_rules_leaves_the_same_names() -> None:
    off = {f"rules.{name}": False for name in ("discovery", "triage", "handling", "closure", "wellbeing", "participation")}
    plan = planned(set=off, record={"indicators": "all"})
    [run] = plan.runs()
    values = plan.experiment.live(run, Deadline()).values
    assert tuple(values) == plan.experiment.outputs
    assert math.isnan(values["visits_per_application"])


def test_a_run_of_a_study_is_the_run_of_the_command() -> None:
    plan = planned(factors={"boundary_clarity": [0.9]}, policies=["aligned_goals"], seed=4, record={"indicators": "all"})
    [run] = plan.runs()
    values = dict(plan.experiment.live(run, Deadline()).values)
    scenario = load_scenario("leping", {"days": 20, "warmup": 5, "city.population": 600, "horizon_days": 15})
    result = run_one(RunRequest(scenario, "aligned_goals", resolve_policy(scenario, "aligned_goals", {"boundary_clarity": 0.9}), 4))
    assert repr({name: values[name] for name in result.indicators}) == repr(result.indicators)
    assert repr({name: values[f"pillar_{name}"] for name in result.pillars}) == repr(result.pillars)
    assert (values["cost"], values["lever_cost"]) == (result.cost, result.lever_cost)
    assert values["cost_per_resident"] == pytest.approx(result.cost / 600 * 365 / 15)


def test_the_daily_series_stand_in_a_table_of_one_row_a_day() -> None:
    plan = planned(record={"series": True})
    [run] = plan.runs()
    table = plan.experiment.live(run, Deadline()).tables["series"]
    assert table.column_names == ["day", *SERIES]
    assert table["day"].to_pylist() == list(range(20))
    assert any(value > 0 for value in table["arisen"].to_pylist())


def test_a_run_keeps_its_deadline_between_days() -> None:
    plan = planned()
    [run] = plan.runs()
    with pytest.raises(TimedOut):
        plan.experiment.live(run, Deadline(0.0))


def test_a_run_without_factors_stands_under_the_policy_itself() -> None:
    plan = planned(policies=["fengqiao"])
    assert isinstance(plan.experiment, CityExperiment)
    scenario, policy = plan.experiment.settings_of(next(plan.runs()))
    assert scenario is plan.experiment.scenario
    assert policy is plan.experiment.policies["fengqiao"]


def test_a_pilot_says_what_a_study_will_take() -> None:
    plan = planned(factors={"boundary_clarity": [0.2, 0.8]}, replicates=50, record={"series": True, "events": True})
    found = estimate(plan, workers=2, done=10)
    assert (found.runs, found.done, found.missing) == (100, 10, 90)
    assert 0 < found.seconds_a_run < 60
    assert found.seconds == pytest.approx(45 * found.seconds_a_run)
    assert [(run.point, run.replicate) for run in found.first[:3]] == [(0, 0), (1, 0), (0, 1)]
    assert 843 * 8 < found.bytes_a_run < 200_000
    assert found.bytes > 90 * found.bytes_a_run


def test_a_study_that_is_done_takes_nothing_more() -> None:
    found = estimate(planned(replicates=3), workers=2, done=3)
    assert (found.missing, found.seconds, found.bytes, len(found.first)) == (0, 0, 0, 3)


def test_a_pilot_that_fails_is_told_and_gives_no_time() -> None:
    plan = planned(timeout=1e-9)
    found = estimate(plan)
    assert found.error is not None
    assert found.error.startswith("TimedOut")
    assert math.isnan(found.seconds)
    assert found.bytes >= 0


def test_runs_stand_at_the_points_of_the_grid_under_its_policy() -> None:
    plan = planned(factors={"boundary_clarity": [0.2, 0.8], "choices.queue": ["fifo", "priority"]})
    runs = list(plan.runs())
    assert [run.values for run in runs] == [(0.2, "fifo"), (0.2, "priority"), (0.8, "fifo"), (0.8, "priority")]
    assert [type(value) for value in runs[0].values] == list(plan.experiment.factors.values())
    assert runs[0] == Run(runs[0].run_id, 0, (0.2, "fifo"), "as_is", 0, 1)
