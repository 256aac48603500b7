"""Files of results say what their columns hold."""

import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.sweep import sweep
from cogov.model.indicators import INDICATORS

DESIGN = {
    "scenario": "leping",
    "population": 600,
    "days": 20,
    "replicates": 1,
    "record": {"series": True, "events": True, "flows": True, "townships": True},
}


def test_every_file_of_a_study_describes_its_columns(tmp_path: Path) -> None:
    sweep(plan_of(Design.model_validate(DESIGN)), tmp_path / "out")
    for kind in ("runs", "series", "events", "flows", "townships"):
        [path] = (tmp_path / "out" / kind).glob("*.parquet")
        schema = pq.read_schema(path)
        said = json.loads(pq.read_metadata(path).metadata[b"columns"])
        assert list(said) == [name for name in schema.names if "@" not in name]
        assert all(one["definition_zh"] and one["definition_en"] for one in said.values())
    [path] = (tmp_path / "out" / "runs").glob("*.parquet")
    days = json.loads(pq.read_metadata(path).metadata[b"columns"])["mean_days"]
    assert days["unit"] == "days"
    assert days["definition_zh"] == INDICATORS["mean_days"].definition_zh
    assert path.stat().st_size < 220_000  # descriptions stand once, and a tenth of the bytes are theirs


def test_every_recorded_row_says_of_which_run_it_is(tmp_path: Path) -> None:
    two = DESIGN | {"replicates": 2, "policies": ["as_is", "co_governance"], "factors": {"composite_share": [0.1, 0.2]}}
    sweep(plan_of(Design.model_validate(two)), tmp_path / "out")
    runs = pd.concat(pd.read_parquet(path) for path in (tmp_path / "out" / "runs").glob("*.parquet")).set_index("run_id")
    for kind in ("series", "events", "flows", "townships"):
        table = pd.concat(pd.read_parquet(path) for path in (tmp_path / "out" / kind).glob("*.parquet"))
        assert list(table.columns[:4]) == ["run_id", "policy", "point", "seed"]
        for name in ("policy", "point", "seed"):
            assert (table[name].to_numpy() == runs.loc[table["run_id"], name].to_numpy()).all()
        assert set(table["run_id"]) == set(runs.index) or kind == "townships"
