"""Files that stand in the folder whole or not at all."""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cogov.experiments import writing
from cogov.experiments.store.schema import RUN_ID, RUNS
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

SUFFIX = ".parquet"

NOT_WRITTEN = Text(
    zh="无法写入结果文件;已完成的运行都已保存,解决后再次执行同一命令即可继续",
    en="a file of results cannot be written; what was done is kept, and the same command goes on from there once this is mended",
)
NOT_READ = Text(
    zh="读不出这个结果文件,可能已损坏;请删去这个文件夹里所有同名文件,再次执行同一命令,缺少的运行会重新计算",
    en="this file of results cannot be read, and may be damaged; remove all files of this name from the folder of the study, and the same "
    "command lives through their runs again",
)


class Vanished(Exception):
    """A file went between a look at its folder and its reading: it was made into a larger one."""


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of a study that gets its name once it is written whole and lies on the disk."""
    with writing.whole(path, NOT_WRITTEN) as file:
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
            pq.write_table(tables[kind], file, **how_to_write(kind, tables[kind].schema))
    return stem


def how_to_write(kind: str, schema: pa.Schema) -> dict[str, Any]:
    """Return how a kind of table is written: with checksums, by which `reading` tells what was changed."""
    return {"write_page_checksum": True, **(_as_runs(schema) if kind == RUNS else {})}


def _as_runs(schema: pa.Schema) -> dict[str, Any]:
    """Return how to write runs: many columns of few numbers, hardly one twice, which halves their files and the time for them."""
    words = [column.name for column in schema if column.type == pa.string() and column.name != RUN_ID]
    return {"use_dictionary": words, "write_statistics": False}


def read(path: Path, schema: pa.Schema | None = None) -> pa.Table:
    """Read a file with as little memory as there can be, or the columns of a schema of it: a file without them is damaged."""
    with reading(path) as file:
        table = file.read(None if schema is None else schema.names, use_threads=False)
    if schema is not None and not table.schema.equals(schema):
        raise InputError(Problem(NOT_READ, key=str(path)))
    return table


@contextmanager
def reading(path: Path) -> Iterator[pq.ParquetFile]:
    """Open a file to read; its checksums tell what a disk or a copy has changed."""
    try:
        with pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True) as file:
            yield file
    except FileNotFoundError as error:
        raise Vanished(path) from error
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(NOT_READ, key=str(path))) from error


def stems(folder: Path, kind: str = RUNS) -> list[str]:
    """Return the stems of all files of a kind, in the order of their names."""
    return sorted(path.stem for path in (folder / kind).glob(f"*{SUFFIX}") if not path.name.startswith("."))
