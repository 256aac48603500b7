"""From runs lived through to the tables that are kept of them."""

import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from cogov.experiments.plan import Experiment, Run
from cogov.experiments.store.schema import DONE, FAILED, RUN_ID, RUNS, schemas


@dataclass(frozen=True)
class Lived:
    """What became of one run, and when. One that failed has an error and its traceback, and no values."""

    run: Run
    started: datetime
    finished: datetime
    seconds: float
    values: Mapping[str, float] = field(default_factory=dict)
    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    error: str | None = None
    traceback: str | None = None


def tables_of(experiment: Experiment, lived: Sequence[Lived]) -> dict[str, pa.Table]:
    """Return the tables of some runs by kind, the table of runs last."""
    found = schemas(experiment)
    runs = found.pop(RUNS)
    return {**{kind: _recorded(kind, schema, lived) for kind, schema in found.items()}, RUNS: _runs(experiment, runs, lived)}


def _runs(experiment: Experiment, schema: pa.Schema, lived: Sequence[Lived]) -> pa.Table:
    factors = {name: [one.run.values[place] for one in lived] for place, name in enumerate(experiment.factors)}
    columns: dict[str, Any] = {
        **{name: [getattr(one.run, name) for one in lived] for name in (RUN_ID, "point", "policy", "replicate", "seed")},
        **factors,
        **{name: _numbers([one.values.get(name, np.nan) for one in lived]) for name in experiment.outputs},
        "status": [DONE if one.error is None else FAILED for one in lived],
        **{name: [getattr(one, name) for one in lived] for name in ("error", "traceback", "seconds", "started", "finished")},
        "host": [platform.node()] * len(lived),
        "worker": [str(os.getpid())] * len(lived),
    }
    return pa.table([pa.array(columns[one.name], type=one.type) for one in schema], schema=schema)


def _numbers(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Write every missing value with the same bits."""
    found = np.array(values, dtype=np.float64)
    found[np.isnan(found)] = np.nan
    return found


def _recorded(kind: str, schema: pa.Schema, lived: Sequence[Lived]) -> pa.Table:
    """Put the run_id before every row of a kind of table."""
    parts = [
        one.tables[kind].add_column(0, schema.field(0), pa.repeat(one.run.run_id, one.tables[kind].num_rows))
        for one in lived
        if kind in one.tables
    ]
    return pa.concat_tables([schema.empty_table(), *(part.cast(schema) for part in parts)])
