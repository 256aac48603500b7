"""Which kind of file a log is, by what it begins with, and the way from there to its cases."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cogov.analysis.logs.reading.collected import Collected
from cogov.analysis.logs.reading.columns import LogMap
from cogov.analysis.logs.reading.ocel import log_of, read_document, read_sqlite, read_xml, told
from cogov.analysis.logs.reading.table import read_table
from cogov.analysis.logs.reading.xes import read_xes
from cogov.analysis.logs.shape.shape import KIND, Shape, shape_from, shape_of
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.text_files import pieces
from cogov.scenarios.words import Words

SAY = Words(__file__)

SPREADSHEET = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
HEAD_BYTES = 4000


@dataclass(frozen=True)
class Brought:
    """A log that a person brought: its shape, and what should be known of how it was read."""

    shape: Shape
    notes: tuple[Text, ...] = ()


def brought(path: Path, said: LogMap) -> Brought:
    """Read a log, or the description of one that `log describe --json` printed."""
    name = str(path)
    if path.is_fifo() or path.is_char_device() or path.is_block_device():
        raise InputError(Problem(SAY.no_pipe, name))
    head = next(pieces(path, name, 2**63), b"")[:HEAD_BYTES]
    if head.startswith(SPREADSHEET):
        raise InputError(Problem(SAY.not_a_log, name))
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        document = read_document(path, name)
        if isinstance(document, dict) and document.get("kind") == KIND:
            return Brought(shape_from(document, name))
        return _shaped(Collected(name, said), lambda to: told(log_of(document, name), to))
    return _shaped(Collected(name, said), lambda to: _read(path, head, to))


def _read(path: Path, head: bytes, collected: Collected) -> tuple[Text, ...]:
    if head.startswith(b"SQLite format 3\0"):
        told(read_sqlite(path, collected.name), collected)
    elif b"<" not in head[:200].replace(b"\0", b""):
        return read_table(path, collected)
    elif b"object-types" in head or b"event-types" in head:
        told(read_xml(path, collected.name), collected)
    else:
        read_xes(path, collected)
    return ()


def _shaped(collected: Collected, read: Callable[[Collected], tuple[Text, ...] | None]) -> Brought:
    notes = read(collected) or ()
    log, read_as, more = collected.case_log()
    return Brought(shape_of(log, read_as), (*notes, *more))
