"""One row a run: a run may stand in several files, after a crash, after a retry, or while small files are made into one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cogov.experiments.store.files import Vanished, path_of, read, stems
from cogov.experiments.store.schema import RUN_ID, RUNS
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

STEM = "<stem>"
"""Column that says in which file a row stands; no factor or output is called so."""
ORDER = [(RUN_ID, "ascending"), ("status", "ascending"), ("finished", "descending"), (STEM, "descending")]
"""Of the rows of a run the first counts: done before failed, the later before the earlier, of copies the one in the later file."""
MOST_TRIES = 20

CHANGING = Text(
    zh="这个文件夹正在变动,或缺少结果文件;请稍后再读,仍不行则再次执行得出这些结果的命令",
    en="this folder keeps changing, or a file of results is missing; read it again in a moment, and if that does not help give the command "
    "that made it again",
)


def rows_of(folder: Path, names: Sequence[str], schema: pa.Schema, only: Sequence[str] | None = None) -> Iterator[pa.Table]:
    """Yield the rows of files of runs, each with its stem; `only` names the runs that are wanted."""
    for name in names:
        table = read(path_of(folder, RUNS, name), schema)
        if only is not None:
            table = table.filter(pc.is_in(table[RUN_ID], pa.array(only, type=pa.string())))
        yield table.append_column(STEM, pa.repeat(name, table.num_rows))


def one_row_a_run(table: pa.Table) -> pa.Table:
    """Return the rows that count, sorted by run_id."""
    rows = table.sort_by(ORDER)
    names = rows[RUN_ID].to_numpy()
    first = np.ones(len(names), dtype=bool)
    first[1:] = names[1:] != names[:-1]
    return rows.filter(pa.array(first))


def all_rows(folder: Path, schema: pa.Schema, columns: Sequence[str] | None = None, only: Sequence[str] | None = None) -> pa.Table:
    """Return one row a run of everything that stands in a folder, also while it changes."""
    wanted = schema if columns is None else _restricted(schema, columns)
    for _ in range(MOST_TRIES):
        try:
            parts = list(rows_of(folder, stems(folder), wanted, only))
        except Vanished:
            continue
        return one_row_a_run(pa.concat_tables([wanted.append(pa.field(STEM, pa.string())).empty_table(), *parts]))
    raise InputError(Problem(CHANGING, key=str(folder)))


def _restricted(schema: pa.Schema, columns: Sequence[str]) -> pa.Schema:
    """Return some columns of a schema, and those that say which row of a run counts."""
    return pa.schema([schema.field(name) for name in dict.fromkeys([RUN_ID, "status", "finished", *columns])])
