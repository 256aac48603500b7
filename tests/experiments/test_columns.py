"""Files of results say what their columns hold."""

from pathlib import Path

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
    "record": {"series": True, "events": True, "townships": True},
}


def test_every_file_of_a_study_describes_its_columns(tmp_path: Path) -> None:
    sweep(plan_of(Design.model_validate(DESIGN)), tmp_path / "out")
    for kind in ("runs", "series", "events", "townships"):
        [path] = (tmp_path / "out" / kind).glob("*.parquet")
        schema = pq.read_schema(path)
        assert [field.name for field in schema if not field.metadata] == []
        own = [field for field in schema if "@" not in field.name]
        assert all(field.metadata[b"definition_zh"] and field.metadata[b"definition_en"] for field in own)
    days = pq.read_schema(next((tmp_path / "out" / "runs").glob("*.parquet"))).field("mean_days").metadata
    assert days[b"unit"] == b"days"
    assert days[b"definition_zh"].decode() == INDICATORS["mean_days"].definition_zh
