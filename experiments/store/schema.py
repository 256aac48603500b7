"""The columns of the table of runs: the same for every file of a study, whatever happens to stand in them."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pyarrow as pa

from cogov.experiments.columns import column
from cogov.experiments.plan import Experiment
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

RUNS = "runs"
RUN_ID = "run_id"
DONE, FAILED = "done", "failed"
CIRCUMSTANCES = ("traceback", "seconds", "started", "finished", "host", "worker")
"""The last six columns: of the clock and the machine, hence never the same twice. All others are."""
TYPES: Mapping[type, pa.DataType] = {float: pa.float64(), str: pa.string()}

TAKEN = Text(
    zh="结果表中已有同名列,因素或产出不能用这个名称",
    en="the table of results has a column of this name; no factor or output may be called so",
)


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
        raise InputError(Problem(TAKEN, key=name) for name in twice)
    return pa.schema(column(name, kind) for name, kind in columns)


def schemas(experiment: Experiment) -> dict[str, pa.Schema]:
    """Return the columns of everything that the runs of an experiment leave, by kind."""
    tables = {kind: schema.insert(0, column(RUN_ID, pa.string())) for kind, schema in experiment.tables.items()}
    return {RUNS: runs_schema(experiment.factors, experiment.outputs), **tables}
