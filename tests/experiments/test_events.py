"""The events table: its schema, its order, and that it holds what the register holds."""

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cogov.experiments.events import SCHEMA, WORK_BEGUN, events_frame, events_table
from cogov.model.codes import codes
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Reason
from cogov.scenarios.loader import load_scenario, resolve_policy

SCENARIO = load_scenario("leping", {"city.population": 2000, "days": 90, "warmup": 20})
PRESSED = {"assessment_pressure": 1.0}


@pytest.fixture(scope="module")
def model() -> CoGovernanceModel:
    return CoGovernanceModel(SCENARIO, resolve_policy(SCENARIO, "as_is", PRESSED), seed=5).run()


@pytest.fixture(scope="module")
def events(model: CoGovernanceModel) -> pd.DataFrame:
    return events_frame(model.city)


def test_the_table_has_the_schema_and_survives_a_file(model: CoGovernanceModel, tmp_path_factory: pytest.TempPathFactory) -> None:
    table, path = events_table(model.city), tmp_path_factory.mktemp("events") / "events.parquet"
    assert table.schema.equals(SCHEMA)
    for column in SCHEMA:
        assert column.nullable or table[column.name].null_count == 0, column.name
    pq.write_table(table, path)
    pd.testing.assert_frame_equal(pq.read_table(path).to_pandas(), table.to_pandas())


def test_an_empty_run_has_the_schema_too() -> None:
    scenario = load_scenario("leping", {"city.population": 1000, "days": 1, "warmup": 0})
    table = events_table(CoGovernanceModel(scenario).city)
    assert table.schema.equals(SCHEMA)
    assert table.num_rows == 0


def test_two_runs_can_be_put_together(model: CoGovernanceModel) -> None:
    other = CoGovernanceModel(SCENARIO, resolve_policy(SCENARIO, "co_governance", {}), seed=5).run()
    both = pa.concat_tables([events_table(model.city), events_table(other.city)])
    assert both.schema.equals(SCHEMA)
    assert both.num_rows == events_table(model.city).num_rows + events_table(other.city).num_rows


def test_every_record_is_there_and_the_beginnings_of_work(model: CoGovernanceModel, events: pd.DataFrame) -> None:
    moves = model.city.register.moves()
    counted = events["reason"].value_counts()
    for reason in Reason:
        assert counted.get(reason.name.lower(), 0) == (moves.reason == reason).sum(), reason
    begun = events[events["reason"] == WORK_BEGUN]
    assert len(events) == len(moves.row) + len(begun)
    rows = {code: row for row, code in enumerate(codes(model.city))}
    np.testing.assert_array_equal(begun["day"], model.city.register.begun[[rows[code] for code in begun["matter"]]])
    assert len(begun) > 50


def test_matters_stand_together_and_time_never_runs_back(events: pd.DataFrame) -> None:
    assert (events["reason"] == "closed_early").any()  # noted at midnight, closed by noon
    groups = events.groupby("matter", sort=False)
    assert groups["day"].apply(lambda day: day.is_monotonic_increasing).all()
    assert (events["order"] == groups.cumcount()).all()
    assert groups.ngroups == (events["order"] == 0).sum()
    same = events["matter"].shift() == events["matter"]
    assert (events["before"][same].astype(str) == events["after"].shift()[same].astype(str)).all()


def test_ends_are_where_the_register_has_them(model: CoGovernanceModel, events: pd.DataFrame) -> None:
    lasts = events.drop_duplicates("matter", keep="last")
    ended = lasts["after"].isin(["settled", "lapsed", "given_up"]).to_numpy()
    np.testing.assert_array_equal(lasts["day"].to_numpy()[ended], model.city.register.ended[: model.city.register.size][ended])
    assert ended.sum() > 50


def test_somebody_has_what_is_worked_on(events: pd.DataFrame) -> None:
    worked = events["reason"].isin(
        [WORK_BEGUN, "work_done", "settlement_reached", "claimed", "dispatched", "returned", "wrong_owner_found"]
    )
    assert events.loc[worked, "desk"].notna().all()
    assert events.loc[worked, "desk_zh"].notna().all()
    assert events.loc[events["reason"] == "reported", "desk"].isna().all()
    assert set(events.loc[events["desk"].notna(), "level"]) == {"village", "township", "city"}
