"""Where a line may break: none begins with a mark that closes or ends with one that opens (GB/T 15834), and no word or number is cut."""

import re
from collections.abc import Iterator

from rich.cells import cell_len, chop_cells
from rich.console import Console, JustifyMethod, OverflowMethod
from rich.containers import Lines
from rich.text import Text

OPENING, CLOSING = "（《〈「『【〔“‘([", "。，、；：？！）》〉」』】〕”’%…·.,;:?!)]"
CHINESE = "\u2e80-\u2fff\u3005-\u3007\u3021-\ua4cf\uf900-\ufaff\uff10-\uff5a"
UNIT = re.compile(
    rf"[{re.escape(OPENING)}]*(?:[{CHINESE}]|[^\s{CHINESE}{re.escape(OPENING + CLOSING)}]+|(?=[{re.escape(CLOSING)}]))"
    rf"(?:[{re.escape(CLOSING)}]+(?:(?<=[.,:])[^\s{CHINESE}{re.escape(OPENING + CLOSING)}]+)?)*\s*|[{re.escape(OPENING)}]+\s*|\s+"
)
"""What stays together: a Chinese character, or a word or number, with the marks before and behind it; spaces hang at its end."""


def broken(words: str, columns: int) -> list[str]:
    """Break words into lines of at most so many columns, of which a Chinese character takes two."""
    ends = breaks(words, columns)
    return [words[begin:end].rstrip() for begin, end in zip([0, *ends], [*ends, len(words)], strict=True)]


def breaks(words: str, columns: int) -> list[int]:
    """Return the places at which lines after the first begin."""
    found, place, filled = list[int](), 0, 0
    for unit in _units(words, columns):
        if filled and filled + cell_len(unit.rstrip()) > columns:
            found.append(place)
            filled = 0
        place, filled = place + len(unit), filled + cell_len(unit)
    return found


def _units(words: str, columns: int) -> Iterator[str]:
    """Yield what stays together, cut only where it alone is longer than a line."""
    for unit in UNIT.findall(words):
        yield from chop_cells(unit, columns) if cell_len(unit.rstrip()) > columns else [unit]


class Prose(Text):
    """Words for a terminal whose lines break where a reader expects it."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Divide the words into lines of a width."""
        del console, justify, overflow, tab_size, no_wrap
        lines = Lines()
        for line in self.split(allow_blank=True):
            lines.extend(line.divide(breaks(line.plain, width)))
        for line in lines:
            line.rstrip()
        return lines
