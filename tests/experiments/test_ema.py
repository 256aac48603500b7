from typing import Any

import numpy as np
import pytest

from cogov.experiments.adaptors.ema import Evaluation, ema_model
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked

SMALL = {"population": 600, "days": 30}
LOAD = "parameters.triage.taking_load"


def test_the_workbench_runs_the_city() -> None:
    from ema_workbench import SequentialEvaluator

    model = ema_model(
        levers=["boundary_clarity", "centre_strength.village"], uncertainties={LOAD: (0.0, 1.0)}, outcomes=["mean_days"], **SMALL
    )  # type: ignore[arg-type]
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=2)
    assert len(experiments) == 4
    assert np.isfinite(outcomes["mean_days"]).all()
    row = experiments.iloc[0]
    point = {name: float(row[name]) for name in ("boundary_clarity", "centre_strength_village", LOAD.replace(".", "_"))}
    assert model.function(**point)["mean_days"] == outcomes["mean_days"][0]


def test_outcomes_say_which_way_is_better() -> None:
    outcomes = ["resolution_rate", "mean_days", "reported_resolution_rate"]
    model = ema_model(outcomes=outcomes, **SMALL)  # type: ignore[arg-type]
    assert [model.outcomes[name].kind for name in outcomes] == [1, -1, 0]  # MAXIMIZE, MINIMIZE, INFO


def test_names_are_categories() -> None:
    from ema_workbench import CategoricalParameter, SequentialEvaluator

    unsure: dict[str, Any] = {"choices.alignment": ("geometric", "linear"), "rules.deliberation": [True, False], LOAD: (0.0, 0.2)}
    model = ema_model(levers=["goals", "deliberation"], uncertainties=unsure, outcomes=["mean_days"], population=600, days=20)
    categories = {
        one.name: [each.value for each in one.categories]
        for one in (*model.levers, *model.uncertainties)
        if isinstance(one, CategoricalParameter)
    }
    assert categories == {
        "goals": ["declared", "need", "far"],
        "choices_alignment": ["geometric", "linear"],
        "rules_deliberation": ["on", "off"],
    }
    with SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=2, policies=3)
    assert set(experiments["goals"]) == {"declared", "need", "far"}
    for place, row in experiments.iterrows():
        point = {name: row[name] for name in ("goals", "deliberation", "choices_alignment", "rules_deliberation", LOAD.replace(".", "_"))}
        assert model.function(**point)["mean_days"] == outcomes["mean_days"][place]


def test_whole_numbers_are_drawn_as_such() -> None:
    from ema_workbench import IntegerParameter, RealParameter, SequentialEvaluator

    people: dict[str, Any] = {"city.population": (600, 700), LOAD: (0.0, 1.0)}
    model = ema_model(levers=["grid_density"], uncertainties=people, outcomes=["mean_days"], days=20)
    assert type(model.uncertainties["city_population"]) is IntegerParameter
    assert type(model.uncertainties[LOAD.replace(".", "_")]) is RealParameter
    assert type(model.levers["grid_density"]) is RealParameter
    with SequentialEvaluator(model) as evaluator:
        experiments, _ = evaluator.perform_experiments(scenarios=3, policies=1)
    assert all(float(value).is_integer() for value in experiments["city_population"])


def test_an_outcome_is_the_mean_over_the_seeds_of_what_a_run_gives() -> None:
    from cogov.model.mesa_model import CoGovernanceModel

    scenario = load_scenario("leping", asked(30, None, 600))
    policy = resolve_policy(scenario, "as_is")
    found = Evaluation(scenario, policy, {}, ("mean_days",), (3, 4))()
    own = [CoGovernanceModel(scenario, policy, seed).run().indicators()["mean_days"] for seed in (3, 4)]
    assert found["mean_days"] == pytest.approx(np.mean(own))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"levers": ["boundary_clearity"]}, "boundary_clarity"),
        ({"uncertainties": {"parameters.triage.taking_lod": (0, 1)}}, "taking_load"),
        ({"outcomes": ["mean_dayz"]}, "mean_days"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(InputError) as refused:
        ema_model(**SMALL, **wrong)  # type: ignore[arg-type]
    assert said in refused.value.text("en")


QUEUE, PEOPLE, MANDATE = "choices.queue", "city.population", "parameters.triage.lead_mandate"


@pytest.mark.parametrize(
    ("wrong", "key", "said"),
    [
        ({"uncertainties": {QUEUE: (0, 1)}}, QUEUE, "is none of the choices"),
        ({"uncertainties": {"goals": ("declared", "nead")}}, "goals", "is none of the choices"),
        ({"uncertainties": {"rules.deliberation": (0, 1)}}, "rules.deliberation", "is none of the choices"),
        ({"uncertainties": {QUEUE: "fifo"}}, QUEUE, "two different names"),
        ({"uncertainties": {QUEUE: ("fifo", "fifo")}}, QUEUE, "two different names"),
        ({"uncertainties": {QUEUE: ["fifo"]}}, QUEUE, "two different names"),
        ({"levers": ["goals"], "uncertainties": {"goals": ("need", "far")}}, "goals", "more than once"),
        ({"uncertainties": {LOAD: (1, 0)}}, LOAD, "must be below"),
        ({"uncertainties": {LOAD: (0.5, 0.5)}}, LOAD, "must be below"),
        ({"uncertainties": {MANDATE: (0, 2)}}, MANDATE, "out of range"),
        ({"uncertainties": {PEOPLE: (100, 700)}}, PEOPLE, "out of range"),
        ({"uncertainties": {PEOPLE: (600.5, 700)}}, PEOPLE, "whole number"),
        ({"uncertainties": {LOAD: ("low", "high")}}, LOAD, "needs a number"),
        ({"uncertainties": {LOAD: (0, None)}}, LOAD, "needs a number"),
        ({"uncertainties": {LOAD: (0, float("nan"))}}, LOAD, "finite"),
        ({"uncertainties": {LOAD: 0.5}}, LOAD, "a lowest and a highest"),
        ({"uncertainties": {LOAD: (0, 0.5, 1)}}, LOAD, "a lowest and a highest"),
        ({"levers": ["deliberation"], "uncertainties": {"deliberation": (0, 1)}}, "deliberation", "more than once"),
        ({"levers": ["deliberation", "deliberation"]}, "deliberation", "more than once"),
        ({"outcomes": ["mean_days", "mean_days"]}, "mean_days", "more than once"),
        (
            {"levers": ["centre_strength"], "uncertainties": {"centre_strength.village": (0, 1)}},
            "centre_strength.village",
            "cannot both be varied",
        ),
    ],
)
def test_a_wrong_range_is_refused_at_the_door(wrong: dict[str, Any], key: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        ema_model(**SMALL, **wrong)  # type: ignore[arg-type]
    for problem in refused.value.problems:
        assert problem.key == key
        assert said in problem.message.en
        assert any("一" <= character <= "鿿" for character in problem.message.zh)


def test_numbers_of_numpy_make_a_range() -> None:
    model = ema_model(uncertainties={PEOPLE: tuple(np.array([600, 700]))}, **SMALL)  # type: ignore[arg-type]
    assert [(one.lower_bound, one.upper_bound) for one in model.uncertainties] == [(600, 700)]
