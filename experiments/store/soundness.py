"""Whether the files of a folder are all there, and what was written into them."""

from collections.abc import Sequence
from pathlib import Path

from cogov.experiments.store.files import Vanished, path_of, reading, stems
from cogov.experiments.store.schema import RUNS
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

LOST = Text(
    zh="缺少这个结果文件;请删去这个文件夹里所有同名文件,再次执行同一命令,缺少的运行会重新计算",
    en="this file of results is missing; remove all files of this name from the folder of the study, and the same command lives through "
    "their runs again",
)


def refuse_lost(folder: Path, kinds: Sequence[str]) -> None:
    """Refuse a folder in which a file of runs has lost a table that was written before it."""
    for name in stems(folder):
        lost = [path for kind in kinds if not (path := path_of(folder, kind, name)).exists()]
        if lost and path_of(folder, RUNS, name).exists():  # whoever makes small files into one takes the runs first
            raise InputError(Problem(LOST, key=str(lost[0])))


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
