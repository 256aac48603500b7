"""A small CSV table that a person wrote: a head, and rows that keep the line on which they stand."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.words import Text

_EMPTY = Text(zh="文件是空的", en="the file is empty")
_UNKNOWN = Text(zh="没有这一列", en="unknown column")
_MISSING = Text(zh="缺少这一列", en="this column is missing")
_TWICE = Text(zh="这一列重复", en="this column stands twice")
_WIDTH = Text(zh="这一行的格数与表头不符", en="this row has another number of cells than the head")
_BROKEN = Text(zh="CSV 无法读懂(引号是否成对?)", en="the CSV cannot be read (are quotes closed?)")


@dataclass(frozen=True)
class Row:
    """One row: cells by column, stripped; a column that the table lacks is empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def parse_table(text: str, name: str, needed: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Read rows under a head of known columns; blank rows are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[tuple[int, list[str]]] = []
    try:
        lines.extend((reader.line_num, [cell.strip() for cell in cells]) for cells in reader)
    except csv.Error:
        raise InputError(Problem(_BROKEN, name, reader.line_num)) from None
    lines = [(line, cells) for line, cells in lines if any(cells)]
    if not lines:
        raise InputError(Problem(_EMPTY, name))
    line, head = lines.pop(0)
    if wrong := _wrong_head(head, name, line, needed, optional):
        raise InputError(wrong)
    if wrong := [_bad_width(name, line, cells, head) for line, cells in lines if len(cells) != len(head)]:
        raise InputError(wrong)
    return [Row(line, dict(zip(head, cells, strict=True))) for line, cells in lines]


def _wrong_head(head: list[str], name: str, line: int, needed: Sequence[str], optional: Sequence[str]) -> list[Problem]:
    known = (*needed, *optional)
    unknown = [column for column in head if column not in known]
    twice = [column for column in dict.fromkeys(head) if column in known and head.count(column) > 1]
    return [
        *(Problem(_UNKNOWN, name, line, value=column, allowed=known, nearest=nearest(column, known)) for column in unknown),
        *(Problem(_TWICE, name, line, column) for column in twice),
        *(Problem(_MISSING, name, line, column, allowed=known) for column in needed if column not in head),
    ]


def _bad_width(name: str, line: int, cells: list[str], head: list[str]) -> Problem:
    return Problem(_WIDTH, name, line, value=len(cells), allowed=(str(len(head)),))
