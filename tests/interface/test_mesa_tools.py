import mesa
import numpy as np
import pandas as pd

from cogov import CoGovernanceModel as MesaCity
from cogov.model.indicators import INDICATORS
from cogov.model.indicators.series import SERIES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked

SMALL = {"population": 800, "days": 40}


def test_mesas_batch_run_gives_what_a_run_gives() -> None:
    point = {**SMALL, "boundary_clarity": [0.2, 0.8]}
    rows = pd.DataFrame(mesa.batch_run(MesaCity, point, rng=[1, 2], display_progress=False, max_steps=100))
    assert len(rows) == 4
    assert (rows.Step == 40).all()
    scenario = load_scenario("leping", asked(40, None, 800))
    for row in rows.to_dict("records"):
        policy = resolve_policy(scenario, "as_is", {"boundary_clarity": float(row["boundary_clarity"])})
        own = CoGovernanceModel(scenario, policy, int(row["rng"])).run().indicators()
        np.testing.assert_array_equal([row[name] for name in INDICATORS], [own[name] for name in INDICATORS])


def test_the_data_collector_has_every_day() -> None:
    model = MesaCity(**SMALL, rng=3)
    while model.running:
        model.step()
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == 40
    assert set(table) == {f"daily_{name}" for name in SERIES} | set(INDICATORS)
    assert table.daily_backlog.tolist() == model.city.tally.series["backlog"]
    assert table.mean_days.iloc[:-1].isna().all()
    assert table.mean_days.iloc[-1] == model.indicators()["mean_days"]
