"""What a study will take, from its smallest and its largest run: of cities whose seconds and bytes are known."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.plan import TIMED_OUT, Experiment, Plan, Run
from cogov.experiments.store.compaction import MANY
from cogov.experiments.store.schema import Lived
from cogov.experiments.sweep import CHUNK_SECONDS, MOST_RUNS
from cogov.experiments.time_left import PATIENCE_SECONDS, Estimate, estimate

pytestmark = pytest.mark.usefixtures("leping_read_once")
Seconds = Callable[[Run], float]
SIZES = [600, 5000, 200_000]


def planned(**said: Any) -> Plan:
    return plan_of(Design.model_validate({"scenario": "leping", "replicates": 1, **said}))


def seconds_of(plan: Plan, run: Run) -> float:
    """What such a city takes: 6 ms a day, and 53 ns for each of its residents."""
    assert isinstance(plan.experiment, CityExperiment)
    scenario, _ = plan.experiment.settings_of(run)
    return scenario.days * (0.006 + 53e-9 * scenario.city.population)


@pytest.fixture
def piloted(monkeypatch: pytest.MonkeyPatch) -> list[Run]:
    """Runs take the seconds that are known of them, and none is lived through; those that would have been are noted."""
    asked: list[Run] = []

    def live(experiment: Experiment, run: Run, timeout: float | None) -> Lived:
        asked.append(run)
        seconds = seconds_of(Plan(experiment, 1, lambda: iter(())), run)
        late = timeout is not None and seconds > timeout
        now = datetime.now(UTC)
        return Lived(run, now, now, min(seconds, timeout or math.inf), error=f"TimedOut: {TIMED_OUT}" if late else None)

    monkeypatch.setattr("cogov.experiments.time_left.live", live)
    return asked


def mean_seconds(plan: Plan) -> float:
    runs = list(plan.runs())
    return sum(seconds_of(plan, run) for run in runs) / len(runs)


@pytest.mark.parametrize(
    "factors",
    [
        {"city.population": SIZES},
        {"days": [150, 180, 400]},
        {"boundary_clarity": [0, 1], "city.population": SIZES},
        {"city.population": SIZES[::-1], "days": [150, 400]},
    ],
)
def test_runs_of_several_sizes_are_all_counted(factors: dict[str, list[Any]], piloted: list[Run]) -> None:
    plan = planned(factors=factors)
    found = estimate(plan)
    assert found.seconds_a_run == pytest.approx(mean_seconds(plan), rel=0.05)
    assert found.seconds == pytest.approx(plan.count * found.seconds_a_run)
    assert not found.even
    assert found.trials == pytest.approx((min(seconds_of(plan, run) for run in plan.runs()), max(found.trials)))


def test_the_smallest_and_the_largest_run_are_lived_through(piloted: list[Run]) -> None:
    plan = planned(factors={"city.population": [5000, 200_000, 600], "boundary_clarity": [0, 1]}, policies=["as_is", "fengqiao"])
    estimate(plan)
    assert [(run.values, run.policy) for run in dict.fromkeys(piloted)] == [((600.0, 0.0), "as_is"), ((200_000.0, 1.0), "fengqiao")]


def test_of_runs_of_one_size_the_first_and_the_last_are_lived_through(piloted: list[Run]) -> None:
    found = estimate(planned(factors={"boundary_clarity": [0, 0.5, 1]}, replicates=3))
    assert [run.values for run in dict.fromkeys(piloted)] == [(0.0,), (1.0,)]
    assert {run.replicate for run in piloted} == {0}
    assert found.even
    assert len(found.trials) == 2


def test_a_study_of_one_run_has_one_pilot(piloted: list[Run]) -> None:
    assert len(estimate(planned(days=365)).trials) == 1
    assert len(set(piloted)) == 1


def test_no_number_of_workers_ends_before_the_largest_run(piloted: list[Run]) -> None:
    plan = planned(factors={"city.population": SIZES})
    found = estimate(plan, workers=100)
    assert found.seconds == max(seconds_of(plan, run) for run in plan.runs()) > found.seconds_a_run


def test_a_pilot_that_takes_too_long_is_stopped_and_gives_a_lower_bound(piloted: list[Run]) -> None:
    plan = planned(factors={"city.population": [600, 753_787]}, days=3650)
    found = estimate(plan)
    assert found.stopped
    assert found.error is None
    assert found.trials[1] == PATIENCE_SECONDS
    assert plan.count * found.trials[0] < found.seconds < sum(seconds_of(plan, run) for run in plan.runs())


def test_a_run_that_takes_longer_than_its_own_timeout_is_a_failed_pilot(piloted: list[Run]) -> None:
    found = estimate(planned(factors={"city.population": [600, 753_787]}, days=365, timeout=10))
    assert not found.stopped
    assert found.error is not None
    assert math.isnan(found.seconds)


def test_files_hold_what_chunks_hold() -> None:
    def files(runs: int, seconds: float) -> float:
        return Estimate(runs, 0, 1, seconds, 0.0, 1.0, (), ()).bytes

    a_chunk = CHUNK_SECONDS / 0.01
    assert files(100_000, 0.01) == math.ceil(100_000 / a_chunk / MANY)
    assert files(1_000_000, 1e-5) == math.ceil(1_000_000 / MOST_RUNS / MANY)


def test_what_is_recorded_of_large_runs_is_counted() -> None:
    """Real runs: the events of a larger city take more room."""
    settings: dict[str, Any] = {"days": 30, "record": {"events": True}}
    both = estimate(planned(factors={"city.population": [600, 20_000]}, **settings))
    small = estimate(planned(population=600, **settings))
    assert both.bytes_a_run > 2 * small.bytes_a_run
