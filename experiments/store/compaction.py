"""Many small files made into one, so that a long study leaves a folder that is quickly read.

A kill at any moment loses nothing: first the tables, then the runs get their new file, then the small files of runs go, then those of
the tables. In between a run stands in two files, and readers know which counts.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from cogov.experiments.engines.engine import Task
from cogov.experiments.store.files import (
    STEM,
    Vanished,
    new_stem,
    one_row_a_run,
    path_of,
    read,
    refuse_lost,
    rows_of,
    stems,
    whole,
    write_table,
)
from cogov.experiments.store.schema import RUN_ID, RUNS

MANY = 200
"""So many small files become one."""
SMALL_BYTES = 32 * 2**20
"""A chunk larger than this, with its tables, stays as it is."""

Label = tuple[int, int]
"""Design point and replicate under which a run stands."""


@dataclass(frozen=True)
class Compaction(Task[str | None]):
    """The files of some chunks made into one: a task for a worker. `labels` are runs that stand under another point or replicate now."""

    folder: Path
    schemas: Mapping[str, pa.Schema]
    """Columns of what the files hold, by kind."""
    names: tuple[str, ...]
    labels: Mapping[str, Label] | None = None

    def __call__(self) -> str | None:
        """Return the stem of the new file; None where another writer was faster, and all is well."""
        try:
            return self._merged()
        except Vanished:
            return None

    def _merged(self) -> str:
        rows = one_row_a_run(pa.concat_tables(rows_of(self.folder, self.names, self.schemas[RUNS])))
        name = new_stem()
        for kind in tables_among(self.schemas):
            self._merge_tables(kind, name, rows)
        with whole(path_of(self.folder, RUNS, name)) as file:
            write_table(file, RUNS, self.schemas[RUNS], [relabelled(rows.drop_columns([STEM]), self.labels or {})])
        gone = [part for part in self.names if _removed(path_of(self.folder, RUNS, part))]
        for kind in tables_among(self.schemas):
            for part in gone:
                _removed(path_of(self.folder, kind, part))
        return name

    def _merge_tables(self, kind: str, name: str, rows: pa.Table) -> None:
        """One file after the other: tables may be larger than memory."""
        schema, labels = self.schemas[kind], self.labels or {}
        parts = (relabelled(counting(self.folder, kind, part, rows, schema), labels) for part in self.names)
        with whole(path_of(self.folder, kind, name)) as file:
            write_table(file, kind, schema, parts)


def tables_among(kinds: Iterable[str]) -> tuple[str, ...]:
    """Return the kinds of tables that stand beside the runs."""
    return tuple(kind for kind in kinds if kind != RUNS)


def counting(folder: Path, kind: str, name: str, rows: pa.Table, schema: pa.Schema | None = None) -> pa.Table:
    """Return what one file of a kind holds of the runs that count there."""
    table = read(path_of(folder, kind, name), schema)
    return table.filter(pc.is_in(table[RUN_ID], rows.filter(pc.equal(rows[STEM], name))[RUN_ID].combine_chunks()))


def relabelled(rows: pa.Table, labels: Mapping[str, Label]) -> pa.Table:
    """Return runs, or what was recorded of them, under their present points and replicates."""
    for place, name in enumerate(("point", "replicate")):
        if labels and name in rows.column_names:
            known = zip(rows[RUN_ID].to_pylist(), rows[name].to_pylist(), strict=True)
            found = [labels[run_id][place] if run_id in labels else value for run_id, value in known]
            rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), pa.array(found, pa.int32()))
    return rows


def small(folder: Path, kinds: Sequence[str]) -> list[str]:
    """Return the chunks whose files are small."""
    refuse_lost(folder, kinds)
    return [name for name in stems(folder) if _size(folder, kinds, name) <= SMALL_BYTES]


def _size(folder: Path, kinds: Sequence[str], name: str) -> float:
    """Return the bytes of a chunk; one that went since it was listed is none of ours any more."""
    try:
        return sum(path_of(folder, kind, name).stat().st_size for kind in (RUNS, *kinds))
    except FileNotFoundError:
        return math.inf


def _removed(path: Path) -> bool:
    """Remove a file, if that can be: one that a reader holds open stays on Windows, and is a copy from now on, as are its tables."""
    with suppress(OSError):
        path.unlink()
        return True
    return False
