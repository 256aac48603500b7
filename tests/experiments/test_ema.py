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


def test_an_outcome_is_the_mean_over_the_seeds_of_what_a_run_gives() -> None:
    from cogov.model.city import CoGovernanceModel

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
