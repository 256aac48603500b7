"""Whether every file of a study holds what it may: its columns, rows of the runs that it was written with, none of them twice.

A sum of the bytes tells what a disk changed, not what a hand did: files that changed places or were written over are whole.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pandas.util import hash_pandas_object

from cogov.experiments.store.files import Vanished, path_of, reading, rows_of, stems
from cogov.experiments.store.manifest import Manifest
from cogov.experiments.store.schema import CIRCUMSTANCES, DONE, OF_RUN, RUN_ID, RUNS
from cogov.model.words import Text
from cogov.scenarios.errors import Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

BATCH_ROWS = 50_000
"""Read at a time: a file may be larger than memory."""
LABELS = ("point", "replicate")
"""Under which a copy may stand that was made before its study grew."""


def unsound(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Yield what is wrong with the files of a folder, each once."""
    for name in stems(folder):
        try:
            yield from _of_chunk(folder, manifest, name)
        except Vanished:  # a writer made small files into one
            continue
    yield from _unlike_copies(folder, manifest)


def _of_chunk(folder: Path, manifest: Manifest, name: str) -> Iterator[Problem]:
    """Look at the files that were written together: the runs say whose rows may stand in the others."""
    path = path_of(folder, RUNS, name)
    with reading(path) as file:
        if not _has(file, {column.name: str(column.type) for column in manifest.runs_schema()}):
            yield Problem(SAY.columns, file=str(path))
            return
        runs = file.read(list(OF_RUN), use_threads=False).to_pandas()
    if (twice := runs[RUN_ID][runs[RUN_ID].duplicated()]).size:
        yield Problem(SAY.twice.filled(run_id=twice.iloc[0]), file=str(path))
    known = {row[0]: row[1:] for row in runs.itertuples(index=False)}
    for kind, columns in manifest.tables.items():
        yield from _of_table(path_of(folder, kind, name), columns, known)


def _of_table(path: Path, columns: Mapping[str, str], known: Mapping[str, Any]) -> Iterator[Problem]:
    kept = {name: str(kind) for name, kind in OF_RUN.items() if name not in columns} | dict(columns)
    with reading(path) as file:
        if not _has(file, kept):
            yield Problem(SAY.columns, file=str(path))
            return
        look = _Look(known, [name for name in OF_RUN if name not in columns])
        for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
            if wrong := look.at(batch.to_pandas()):
                yield Problem(wrong, file=str(path))
                return
    if wrong := look.end():
        yield Problem(wrong, file=str(path))


def _has(file: pq.ParquetFile, columns: Mapping[str, str]) -> bool:
    return {column.name: str(column.type) for column in file.schema_arrow} == dict(columns)


@dataclass
class _Look:
    """One look through a table, a part at a time: rows of a run stand together, as its row says, and no two of them are the same."""

    known: Mapping[str, Any]
    said: list[str]
    """What every row says of its run."""
    run_id: str | None = None
    over: set[str] = field(default_factory=set)
    """Runs whose rows have ended."""
    rows: list[np.ndarray[Any, Any]] = field(default_factory=list)
    """Hashes of the rows of the run looked at."""

    def at(self, part: pd.DataFrame) -> Text | None:
        """Look at the next rows; return what is wrong."""
        hashes = hash_pandas_object(part, index=False).to_numpy()
        names = part[RUN_ID].to_numpy()
        begins = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1)][: len(names)]
        if wrong := self._strangers(part):
            return wrong
        for begin, end in zip(begins, [*begins[1:], len(part)], strict=True):
            if wrong := self._go_on(part[RUN_ID].iloc[begin], hashes[begin:end]):
                return wrong
        return None

    def _strangers(self, part: pd.DataFrame) -> Text | None:
        """Say whose rows do not belong here, or say another thing of their run than its own row."""
        for row in part[self.said].drop_duplicates().itertuples(index=False):
            said = dict(zip(self.said, row, strict=True))
            own = self.known.get(said[RUN_ID])
            if own is None or any(said.get(name, value) != value for name, value in zip(list(OF_RUN)[1:], own, strict=True)):
                return SAY.strangers.filled(run_id=said[RUN_ID])
        return None

    def _go_on(self, run_id: str, hashes: np.ndarray[Any, Any]) -> Text | None:
        if run_id == self.run_id:
            self.rows.append(hashes)
            return None
        wrong = self.end() or (SAY.twice.filled(run_id=run_id) if run_id in self.over else None)
        self.run_id, self.rows = run_id, [hashes]
        return wrong

    def end(self) -> Text | None:
        """Say whether two rows of the run looked at were the same, and be done with it."""
        if self.run_id is None:
            return None
        self.over.add(self.run_id)
        rows = np.concatenate(self.rows)
        return SAY.twice.filled(run_id=self.run_id) if np.unique(rows).size < rows.size else None


def _unlike_copies(folder: Path, manifest: Manifest) -> Iterator[Problem]:
    """Yield runs that were done twice, after a crash, say, and did not come out the same."""
    schema = manifest.runs_schema()
    try:
        names = pa.concat_tables([pa.table({RUN_ID: pa.array([], pa.string())}), *_names(folder)])[RUN_ID]
        counted = names.value_counts()
        several = counted.filter(pc.greater(counted.field("counts"), 1)).field("values")
        parts = list(rows_of(folder, stems(folder), schema, several.to_pylist())) if len(several) else []
    except Vanished:
        return
    if not parts:
        return
    rows = pa.concat_tables(parts)
    done = (
        rows.filter(pc.equal(rows["status"], DONE))
        .select([one for one in schema.names if one not in (*CIRCUMSTANCES, *LABELS)])
        .to_pandas()
    )
    kinds = done[[RUN_ID]].assign(kind=hash_pandas_object(done, index=False)).groupby(RUN_ID)["kind"].nunique()
    yield from (Problem(SAY.unlike.filled(run_id=run_id), file=str(folder)) for run_id in kinds.index[kinds > 1])


def _names(folder: Path) -> Iterator[pa.Table]:
    for name in stems(folder):
        with reading(path_of(folder, RUNS, name)) as file:
            yield file.read([RUN_ID], use_threads=False)
