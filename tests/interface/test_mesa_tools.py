import mesa
import numpy as np
import pandas as pd
import pytest

import cogov
from cogov.model.indicators import INDICATORS
from cogov.model.indicators.series import SERIES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked

SMALL = {"population": 800, "days": 40}


def test_mesas_batch_run_gives_what_a_run_gives() -> None:
    point = {**SMALL, "boundary_clarity": [0.2, 0.8]}
    rows = pd.DataFrame(mesa.batch_run(cogov.CoGovernanceModel, point, rng=[1, 2], display_progress=False, max_steps=100))
    assert len(rows) == 4
    assert (rows.Step == 40).all()
    scenario = load_scenario("leping", asked(40, None, 800))
    for row in rows.to_dict("records"):
        policy = resolve_policy(scenario, "as_is", {"boundary_clarity": float(row["boundary_clarity"])})
        own = CoGovernanceModel(scenario, policy, int(row["seed"])).run().indicators()
        np.testing.assert_array_equal([row[name] for name in INDICATORS], [own[name] for name in INDICATORS])


def test_the_data_collector_has_every_day() -> None:
    model = cogov.CoGovernanceModel(**SMALL, rng=3)
    while model.running:
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == 40
    assert set(table) == {f"daily_{name}" for name in SERIES} | set(INDICATORS)
    assert table.daily_backlog.tolist() == model.city.tally.series["backlog"]
    assert table.mean_days.iloc[:-1].isna().all()
    assert table.mean_days.iloc[-1] == model.indicators()["mean_days"]


@pytest.mark.filterwarnings("ignore::cogov.notes.Noted")
def test_a_city_a_policy_and_a_seed_make_the_model_that_run_lives_through() -> None:
    city, mine = cogov.City("leping", **SMALL), cogov.Policy(boundary_clarity=0.8)
    model = cogov.CoGovernanceModel(city, mine, 3)
    while model.running:
        model.step()
    assert model.indicators() == pytest.approx(cogov.run(city, mine, seed=3).indicators, nan_ok=True)
    assert len(model.agents_by_type) == 8
    assert model.agents.select(lambda one: hasattr(one, "engagement")).agg("engagement", len) == 800


def test_a_visualisation_makes_it_anew_from_keywords() -> None:
    """As SolaraViz does when a slider moves: the class of the model, called with what the sliders say."""
    model = cogov.CoGovernanceModel(**SMALL)
    again = type(model)(**SMALL, boundary_clarity=0.9, rng=2)
    assert (again.city.policy.boundary_clarity, again.city.seed) == (0.9, 2)
    again.step()
    assert len(again.datacollector.get_model_vars_dataframe()) == 1


def test_what_is_wrong_is_refused_by_its_name() -> None:
    with pytest.raises(InputError, match=r"boundary_clearity.*did you mean boundary_clarity"):
        cogov.CoGovernanceModel(**SMALL, boundary_clearity=0.9)
