"""A run is decided by its request alone: not by workers, nor by who ends first."""

import math
import pickle

import pytest

from cogov.experiments.measuring import pillar_scores
from cogov.experiments.pool import run_many
from cogov.experiments.runner import RunRequest, RunResult, run_one
from cogov.model.indicators import INDICATORS, PILLARS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.schema import Weights
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario, resolve_policy


def request(seed: int = 1, policy: str = "as_is", days: int = 20, population: int = 600) -> RunRequest:
    scenario = load_scenario("leping", {"days": days, "warmup": 5, "horizon_days": 10, "city.population": population})
    return RunRequest(scenario, policy, resolve_policy(scenario, policy), seed)


def decided(result: RunResult) -> str:
    """All of a result that no clock decides; repr, since NaN equals nothing."""
    return repr([value for key, value in result.items() if key not in ("seconds", "rule_seconds")])


def test_workers_change_nothing() -> None:
    requests = [request(seed, policy) for seed in (1, 2) for policy in ("as_is", "co_governance")]
    alone, together = run_many(requests, workers=1), run_many(requests, workers=2)
    assert [decided(one) for one in alone] == [decided(one) for one in together]
    assert len({decided(one) for one in alone}) == 4


def test_results_stand_in_the_order_asked_for_whichever_ends_first() -> None:
    ended: list[int] = []
    requests = [request(7, days=250, population=4000), *(request(seed) for seed in (1, 2, 3, 4))]
    results = run_many(requests, workers=2, on_done=lambda result: ended.append(result.seed))
    assert [result.seed for result in results] == [7, 1, 2, 3, 4]
    assert sorted(ended) == [1, 2, 3, 4, 7]
    assert ended[0] != 7  # the long one began first and did not end first


def test_no_requests_no_results() -> None:
    assert run_many([], workers=4) == []


def test_requests_and_results_travel() -> None:
    asked = request()
    back = pickle.loads(pickle.dumps(asked))
    assert back == asked
    result = run_one(back)
    assert decided(pickle.loads(pickle.dumps(result))) == decided(result) == decided(run_one(asked))


def test_a_result_is_a_row() -> None:
    result = run_one(request(seed=3))
    assert (result["policy"], result["seed"], result["error"]) == ("as_is", 3, None)
    assert dict(result)["indicators"] is result.indicators
    assert len(result) == len(list(result))
    assert math.isfinite(result.cost)
    assert result.seconds >= sum(result.rule_seconds.values()) > 0
    assert "triage" in result.rule_seconds
    with pytest.raises(KeyError):
        result["no_such_field"]


def test_the_stopwatch_changes_nothing() -> None:
    asked = request()
    untimed = CoGovernanceModel(asked.scenario, asked.policy, asked.seed).run()
    assert repr({name: float(value) for name, value in untimed.indicators().items()}) == repr(run_one(asked).indicators)


def test_a_failure_is_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a rule divided by nobody")

    monkeypatch.setattr("cogov.model.day.live_through", break_down)
    result = run_one(request(seed=9))
    assert result.error == "ZeroDivisionError: a rule divided by nobody"
    assert "break_down" in (result.traceback or "")
    assert (result.seed, result.indicators) == (9, {})
    assert math.isnan(result.cost)


def test_bad_input_that_only_the_model_sees_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise InputError(Problem(Text(zh="不行", en="no")))

    monkeypatch.setattr("cogov.model.day.live_through", refuse)
    with pytest.raises(InputError):
        run_many([request()])


# -- pillars --------------------------------------------------------------------------------------------------------------------

EVEN = Weights(responsibility={}, fulfilment={}, sharing={})


def test_a_pillar_is_the_weighted_mean_of_scores() -> None:
    indicators = {"owned_in_time_rate": 0.8, "participation_rate": 0.2}
    scored = {name: INDICATORS[name].score(value) for name, value in indicators.items()}
    assert {INDICATORS[name].role for name in indicators} <= {"outcome", "cost"}
    weights = Weights(responsibility={"owned_in_time_rate": 3.0}, fulfilment={}, sharing={})
    expected = (3 * scored["owned_in_time_rate"] + scored["participation_rate"]) / 4
    assert pillar_scores(indicators, weights)["responsibility"] == pytest.approx(expected)


def test_checks_and_processes_and_groups_do_not_count() -> None:
    fine = {"owned_in_time_rate": 0.5}
    others = {name: 1.0 for name, one in INDICATORS.items() if one.role in ("check", "process")}
    grouped = {"owned_in_time_rate@urban": 1.0}
    assert repr(pillar_scores(fine | others | grouped, EVEN)) == repr(pillar_scores(fine, EVEN))


def test_what_is_undefined_or_weighs_nothing_does_not_count() -> None:
    scores = pillar_scores({"owned_in_time_rate": 0.5, "participation_rate": math.nan}, EVEN)
    assert list(scores) == list(PILLARS)
    assert scores["responsibility"] == pytest.approx(INDICATORS["owned_in_time_rate"].score(0.5))
    assert math.isnan(scores["sharing"])
    nothing = Weights(responsibility={"owned_in_time_rate": 0.0}, fulfilment={}, sharing={})
    assert math.isnan(pillar_scores({"owned_in_time_rate": 0.5}, nothing)["responsibility"])
