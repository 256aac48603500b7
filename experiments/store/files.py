"""Files that stand in the folder whole or not at all; whether all are there and unharmed; which of the rows of a run counts.

A run may stand in several files, after a crash, after a retry, or while small files are made into one.
"""

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cogov.experiments import writing
from cogov.experiments.columns import bare, described
from cogov.experiments.store.schema import RUN_ID, RUNS
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

SUFFIX = ".parquet"
COLUMNS = "columns"


MOST_BYTES = 2**30
"""A table that is larger once it is read may not be more than so many times as large as its file: those of runs are 20 times at most."""
MOST_TIMES = 200
_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{7f}-\\x{9f}]"


class Vanished(Exception):
    """A file went between a look at its folder and its reading: it was made into a larger one."""


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of a study that gets its name once it is written whole and lies on the disk."""
    with writing.whole(path, SAY.not_written) as file:
        yield file


def new_stem() -> str:
    """A name that no other file has, and that stands after those of earlier files."""
    return f"{time.time_ns():016x}{uuid.uuid4().hex[:16]}"


def path_of(folder: Path, kind: str, stem: str) -> Path:
    """Where the table of a kind of one chunk stands."""
    return folder / kind / f"{stem}{SUFFIX}"


def write_tables(folder: Path, tables: Mapping[str, pa.Table]) -> str:
    """Write the tables of one chunk, that of the runs last, and return their stem."""
    stem = new_stem()
    for kind in (*(kind for kind in tables if kind != RUNS), RUNS):
        with whole(path_of(folder, kind, stem)) as file:
            write_table(file, kind, tables[kind].schema, [tables[kind]])
    return stem


def write_table(file: IO[bytes], kind: str, schema: pa.Schema, parts: Iterable[pa.Table]) -> None:
    """Write a table of a kind, part by part, with checksums, by which `reading` tells what was changed.

    What its columns hold stands once, under `COLUMNS` among the words of the file, which every reader of Parquet shows.
    """
    how = _as_runs(schema) if kind == RUNS else {}
    with pq.ParquetWriter(file, bare(schema), write_page_checksum=True, **how) as writer:
        writer.add_key_value_metadata({COLUMNS: described(schema)})
        for part in parts:
            writer.write_table(part)


def _as_runs(schema: pa.Schema) -> dict[str, Any]:
    """Return how to write runs: many columns of few numbers, hardly one twice, of types that Parquet itself has.

    That takes a third off their files, and off the time for them.
    """
    words = [column.name for column in schema if column.type == pa.string() and column.name != RUN_ID]
    return {"use_dictionary": words, "write_statistics": False, "store_schema": False}


def read(path: Path, schema: pa.Schema | None = None) -> pa.Table:
    """Read a file with as little memory as there can be, or the columns of a schema of it: a file without them is damaged."""
    with reading(path) as file:
        table = file.read(None if schema is None else schema.names, use_threads=False)
    if schema is not None and not table.schema.equals(schema):
        raise InputError(Problem(SAY.not_read, key=str(path)))
    words = (column for column in table.columns if pa.types.is_string(column.type))
    if any(pc.any(pc.match_substring_regex(column, _CONTROL)).as_py() for column in words):
        raise InputError(Problem(SAY.obeyed, key=str(path)))
    return table


@contextmanager
def reading(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a file to read; its checksums tell what a disk or a copy has changed."""
    try:
        with pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True) as file:
            _refuse_bomb(path, file.metadata)
            yield file
    except FileNotFoundError as error:
        raise Vanished(path) from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(SAY.not_read, key=str(path))) from error


def _refuse_bomb(path: Path, said: pq.FileMetaData) -> None:
    """Refuse a small file that says of itself that it would fill the memory: eight bytes a cell, or what its pages unfold to."""
    pages = sum(said.row_group(place).total_byte_size for place in range(said.num_row_groups))
    unfolded = max(8 * said.num_rows * said.num_columns, pages)
    if unfolded > MOST_BYTES and unfolded > MOST_TIMES * path.stat().st_size:
        raise InputError(Problem(SAY.unfolds, key=str(path)))


def stems(folder: Path, kind: str = RUNS) -> list[str]:
    """Return the stems of all files of a kind, in the order of their names."""
    return sorted(path.stem for path in (folder / kind).glob(f"*{SUFFIX}") if not path.name.startswith("."))


def refuse_lost(folder: Path, kinds: Sequence[str]) -> None:
    """Refuse a folder in which a file of runs has lost a table that was written before it."""
    for name in stems(folder):
        lost = [path for kind in kinds if not (path := path_of(folder, kind, name)).exists()]
        if lost and path_of(folder, RUNS, name).exists():  # whoever makes small files into one takes the runs first
            raise InputError(Problem(SAY.lost, key=str(lost[0])))


def refuse_damaged(folder: Path, kinds: Sequence[str]) -> None:
    """Read every file to its end: its checksums tell what a disk or a copy has changed since it was written."""
    for kind in (RUNS, *kinds):
        for name in stems(folder, kind):
            _read_through(path_of(folder, kind, name))


def _read_through(path: Path) -> None:
    """Read a file piece by piece: it may be larger than memory."""
    try:
        with reading(path) as file:
            for _ in file.iter_batches(use_threads=False):
                pass
    except Vanished:
        return


STEM = "<stem>"
"""Column that says in which file a row stands; no factor or output is called so."""
ORDER = [(RUN_ID, "ascending"), ("status", "ascending"), ("finished", "descending"), (STEM, "descending")]
"""Of the rows of a run the first counts: done before failed, the later before the earlier, of copies the one in the later file."""
MOST_TRIES = 20

CHANGING = SAY.changing


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
