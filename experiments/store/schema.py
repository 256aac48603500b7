"""The columns of the tables of a study, the same for every file whatever happens to stand in them, and the rows of runs lived through."""

import os
import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from cogov.experiments.columns import column
from cogov.experiments.plan import Experiment, Run
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

RUNS = "runs"
RUN_ID = "run_id"
DONE, FAILED = "done", "failed"
CIRCUMSTANCES = ("traceback", "seconds", "started", "finished", "host", "worker")
"""The last six columns: of the clock and the machine, hence never the same twice. All others are."""
TYPES: Mapping[type, pa.DataType] = {float: pa.float64(), str: pa.string()}

OF_RUN: Mapping[str, pa.DataType] = {RUN_ID: pa.string(), "policy": pa.string(), "point": pa.int32(), "seed": pa.int64()}
"""What every row of a recorded table says of its run, beside what was recorded."""


def runs_schema(factors: Mapping[str, type], outputs: Sequence[str]) -> pa.Schema:
    """Return the columns of a study with these factors and outputs, each with its meaning; refuse names that stand there already."""
    moment = pa.timestamp("us", tz="UTC")
    columns = [
        (RUN_ID, pa.string()),
        ("point", pa.int32()),
        *((name, TYPES[kind]) for name, kind in factors.items()),
        ("policy", pa.string()),
        ("replicate", pa.int32()),
        ("seed", pa.int64()),
        *((name, pa.float64()) for name in outputs),
        ("status", pa.string()),
        ("error", pa.string()),
        ("traceback", pa.string()),
        ("seconds", pa.float64()),
        ("started", moment),
        ("finished", moment),
        ("host", pa.string()),
        ("worker", pa.string()),
    ]
    if twice := [name for name, times in Counter(name for name, _ in columns).items() if times > 1]:
        raise InputError(Problem(SAY.taken, key=name) for name in twice)
    return pa.schema(column(name, kind) for name, kind in columns)


def schemas(experiment: Experiment) -> dict[str, pa.Schema]:
    """Return the columns of everything that the runs of an experiment leave, by kind."""
    tables = {kind: pa.schema([*_columns_of_run(schema), *schema]) for kind, schema in experiment.tables.items()}
    return {RUNS: runs_schema(experiment.factors, experiment.outputs), **tables}


def _columns_of_run(schema: pa.Schema) -> list[pa.Field]:
    """Return the columns that say of a recorded row which run it is of, but those that the table has itself."""
    return [column(name, kind) for name, kind in OF_RUN.items() if name not in schema.names]


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
    """Put before every row of a kind of table of which run it is."""
    parts = [_of_run(one.run, one.tables[kind], schema) for one in lived if kind in one.tables]
    return pa.concat_tables([schema.empty_table(), *parts])


def _of_run(run: Run, table: pa.Table, schema: pa.Schema) -> pa.Table:
    columns = {name: pa.repeat(pa.scalar(getattr(run, name), kind), table.num_rows) for name, kind in OF_RUN.items()}
    return pa.table([table[name] if name in table.column_names else columns[name] for name in schema.names], schema=schema)
