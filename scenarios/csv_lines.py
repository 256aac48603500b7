"""A table that a person wrote or a program exported: a head, and rows that keep the line on which they stand.

Columns are separated by commas, semicolons or tabs, full-width ones included, or as a first line `sep=;` says. Heads are found by their
words, in Chinese or English and in any case, below a title or a merged head as well. What is passed over is said in a note.
"""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem, Suggestions
from cogov.scenarios.text_files import tidy
from cogov.scenarios.words import Words

SAY = Words(__file__)

SEPARATORS = (",", ";", "\t", "，", "；")
SEARCHED_ROWS = 20
"""Rows among which a head is looked for."""
MISSING_WORDS = frozenset(
    ("", "-", "--", "—", "——", "/", ".", "na", "n/a", "#n/a", "nil", "null", "none", "无", "缺失", "缺", "空", "不详", "未知")
)
ROW_NUMBERS = frozenset(("", "#", "no", "no.", "index", "row", "unnamed: 0", "序号", "行号"))
"""Heads of a column that only numbers the rows."""
_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")

Names = Mapping[str, Sequence[str]]
"""The words for each column, the preferred first."""


@dataclass(frozen=True)
class Row:
    """One row: tidy cells by column, those that nobody asked for by their head; a column that the table lacks is empty."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def said(self, column: str) -> str:
        """Return a cell, empty where it holds a word for a missing value."""
        cell = self[column]
        return "" if word(cell) in MISSING_WORDS else cell


@dataclass(frozen=True)
class CsvTable:
    """Rows under a head: `heads` are the words of the file by column, `unused` the heads of filled columns that nobody asked for."""

    line: int
    heads: dict[str, str]
    rows: list[Row]
    unused: tuple[str, ...] = ()
    notes: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class _Line:
    number: int
    cells: list[str]

    @property
    def filled(self) -> int:
        return sum(map(bool, self.cells))


def word(cell: str) -> str:
    """Return a word of a table as it is compared: half-width, lower case."""
    return tidy(unicodedata.normalize("NFKC", cell)).casefold()


def plain_number(written: str) -> float:
    """Read a number, with a decimal point or comma; NaN for what is none, or could be two (`1,200`)."""
    plain = unicodedata.normalize("NFKC", written).strip()
    if _NUMBER.fullmatch(plain) is None or _THOUSANDS.fullmatch(plain) is not None:
        return math.nan
    return float(plain.replace(",", "."))


def parse_table(text: str, name: str, needed: Names | None = None, optional: Names | None = None) -> CsvTable:
    """Read rows under a head that has the needed columns; without names every column counts, and is called as the file calls it."""
    names = {**(needed or {}), **(optional or {})}
    lines = _records(text, name, needed or {})
    if not lines:
        raise InputError(Problem(SAY.empty, name))
    place = _head_of(lines, needed or {})
    if place is None:
        place = next((n for n, line in enumerate(lines) if line.filled > 1), 0)
    above, head, below = lines[:place], lines[place], lines[place + 1 :]
    notes = [SAY.title.filled(line=head.number)] if above else []
    cells, rows = _squared(head, below, name)
    cells, dropped = _without_row_numbers(cells, rows)
    notes += [SAY.numbered.filled(head=shown or "1") for shown in dropped]
    columns = _columns(cells, names, needed or {}, head.number, name) if names else _own_columns(cells, rows, head.number, name)
    spare = {
        cell or f"({at + 1})": at for at, cell in enumerate(cells) if at not in columns.values() and any(row.cells[at] for row in rows)
    }
    found = [Row(row.number, {column: row.cells[at] for column, at in (spare | columns).items()}) for row in rows]
    return CsvTable(head.number, {column: cells[at] for column, at in columns.items()}, found, tuple(spare), notes)


def _records(text: str, name: str, needed: Names) -> list[_Line]:
    """Split the text into rows of tidy cells; blank rows are passed over."""
    said = re.match(r"\s*\"?sep=(.)\"?[,;]*\r?(?:\n|$)", text, flags=re.IGNORECASE)
    separator = said[1] if said else _separator(text, needed)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator, skipinitialspace=separator != " ")
    lines: list[_Line] = []
    try:
        lines.extend(_Line(reader.line_num, [tidy(cell) for cell in cells]) for cells in reader)
    except csv.Error:
        raise InputError(Problem(SAY.broken, name, reader.line_num)) from None
    return [line for line in lines if line.filled][1 if said else 0 :]


def _separator(text: str, needed: Names) -> str:
    """Return what separates the columns: the head is found by it, or else it cuts the rows alike, or the most."""
    start = [line for line in text[:100_000].splitlines() if line.strip()][:SEARCHED_ROWS]
    best = (0, 0, 0)
    chosen = SEPARATORS[0]
    for separator in SEPARATORS:
        rows = [_Line(n, [tidy(cell) for cell in cells]) for n, cells in enumerate(csv.reader(start, delimiter=separator))]
        widths = [len(row.cells) for row in rows]
        alike = sum(width == widths[-1] for width in widths) if widths and widths[-1] > 1 else 0
        merit = (int(bool(needed) and _head_of(rows, needed) is not None), alike, max(widths, default=0))
        if merit > best:
            best, chosen = merit, separator
    return chosen


def _head_of(lines: Sequence[_Line], needed: Names) -> int | None:
    """Return the place of the first row that holds a word for each needed column; of any that is no title, where none is needed."""
    for place, line in enumerate(lines[:SEARCHED_ROWS]):
        words = {word(cell) for cell in line.cells}
        if all(words & set(known) for known in needed.values()) if needed else line.filled > 1:
            return place
    return None if needed else 0


def _squared(head: _Line, below: list[_Line], name: str) -> tuple[list[str], list[_Line]]:
    """Give all rows the width of the head: what is empty beyond it falls away, what a program left out at the end of a row is empty."""
    cells = list(head.cells)
    if below and all(len(line.cells) == len(cells) + 1 for line in below) and _number_rows(line.cells[0] for line in below):
        cells.insert(0, "")
    while not cells[-1] and not any(any(line.cells[len(cells) - 1 : len(cells)]) for line in below):
        cells.pop()
    rows, wrong = [], []
    for line in below:
        if any(line.cells[len(cells) :]):
            wrong.append(Problem(SAY.width, name, line.number, value=len(line.cells), allowed=(str(len(cells)),)))
        rows.append(_Line(line.number, [*line.cells, *[""] * len(cells)][: len(cells)]))
    if wrong:
        raise InputError(wrong)
    return cells, rows


def _number_rows(cells: Iterable[str]) -> bool:
    """Whether cells number the rows, from 0 or 1."""
    numbers = list(cells)
    return numbers in ([str(n) for n in range(len(numbers))], [str(n + 1) for n in range(len(numbers))])


def _without_row_numbers(cells: list[str], rows: list[_Line]) -> tuple[list[str], list[str]]:
    """Forget the first column where it only numbers the rows."""
    if len(cells) < 2 or word(cells[0]) not in ROW_NUMBERS or not _number_rows(row.cells[0] for row in rows):
        return cells, []
    dropped = cells[0]
    for row in rows:
        del row.cells[0]
    return cells[1:], [dropped]


def _columns(cells: list[str], names: Names, needed: Names, line: int, name: str) -> dict[str, int]:
    """Find each column under the most preferred of its words."""
    words = [word(cell) for cell in cells]
    found = {
        column: words.index(known) for column, known in ((c, next((w for w in ws if w in words), "")) for c, ws in names.items()) if known
    }
    twice = [column for column, at in found.items() if words.count(words[at]) > 1]
    guess = {w: column for column in names if column not in found for w in names[column]}
    suggested = Suggestions(guess, near=0.75)
    spare = [cell for at, cell in enumerate(cells) if cell and at not in found.values()]
    typos = [(cell, near) for cell in spare if word(cell) not in _FOREIGN and (near := suggested(cell))]
    wrong = [
        *(Problem(SAY.unknown, name, line, value=cell, allowed=tuple(names), nearest=guess[near]) for cell, near in typos),
        *(Problem(SAY.twice, name, line, column) for column in twice),
        *(
            Problem(SAY.missing, name, line, column, value=" | ".join(cells), allowed=tuple(names))
            for column in needed
            if column not in found
        ),
    ]
    if wrong:
        raise InputError(wrong)
    return found


_FOREIGN = frozenset(("id", "label", "type", "timeset", "interval", "name", "title"))
"""Columns of other programs, which are no mistyped ones of ours."""


def _own_columns(cells: list[str], rows: list[_Line], line: int, name: str) -> dict[str, int]:
    """Call every column as the file calls it; one without a head is refused unless it is empty."""
    nameless = [at for at, cell in enumerate(cells) if not cell and any(row.cells[at] for row in rows)]
    twice = [cell for cell in dict.fromkeys(cells) if cell and cells.count(cell) > 1]
    if nameless or twice:
        raise InputError(
            [
                *(Problem(SAY.no_head.filled(column=at + 1), name, line) for at in nameless),
                *(Problem(SAY.twice, name, line, cell) for cell in twice),
            ]
        )
    return {cell: at for at, cell in enumerate(cells) if cell}
