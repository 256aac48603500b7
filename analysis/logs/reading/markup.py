"""XML that somebody else wrote, followed element by element as a stream: no entities, no other files, bounded in size and depth."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.text_files import DECLARED, declared_codec, pieces
from cogov.scenarios.words import Words

SAY = Words(__file__)

LARGEST_BYTES = 1_000_000_000
"""Of a log in XML, unpacked; it is read as a stream."""
DEEPEST = 100

Starts = Callable[[str, Mapping[str, str], int], None]
"""(element without its namespace, its attributes, line)"""
Ends = Callable[[str, str], None]
"""(element, the words in it)"""


def follow(path: Path, name: str, starts: Starts, ends: Ends, roots: tuple[str, ...] = ("log",)) -> None:
    """Tell of each element of a file as it begins and as it ends."""
    parser, depth, words = expat.ParserCreate(), [0], list[str]()
    parser.buffer_text = True

    def begin(tag: str, said: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if depth[0] == 0 and tag not in roots:
            raise InputError(Problem(SAY.other, name, value=tag, allowed=roots))
        if depth[0] >= DEEPEST:
            raise InputError(Problem(SAY.deep, name, parser.CurrentLineNumber, allowed=(f"≤ {DEEPEST}",)))
        depth[0] += 1
        words.clear()
        starts(tag, said, parser.CurrentLineNumber)

    def end(tag: str) -> None:
        depth[0] -= 1
        ends(tag.rpartition(":")[2], "".join(words).strip())
        words.clear()

    def refuse(*_: object) -> None:
        raise InputError(Problem(SAY.entities, name, parser.CurrentLineNumber))

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = begin, end, words.append
    parser.EntityDeclHandler = parser.SkippedEntityHandler = refuse
    try:
        for piece in _decoded(path, name):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputError(Problem(SAY.not_xml, name, error.lineno)) from None


def _decoded(path: Path, name: str) -> Iterator[bytes | str]:
    """Yield the pieces of a file as the parser takes them: UTF-8 and UTF-16 as they are, all else decoded as the file declares."""
    source = pieces(path, name, LARGEST_BYTES)
    first = next(source, b"").removeprefix(codecs.BOM_UTF8)
    codec = declared_codec(first[:1000])
    if codec in ("", "utf-8", "utf-16", "ascii"):
        yield first
        yield from source
        return
    if codec not in DECLARED:
        raise InputError(Problem(SAY.encoding, name, 1, value=codec, allowed=DECLARED))
    decoder = codecs.getincrementaldecoder("gb18030" if codec in ("gb2312", "gbk") else codec)()
    try:
        yield decoder.decode(first)
        for piece in source:
            yield decoder.decode(piece)
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise InputError(Problem(SAY.encoding, name, value=codec)) from None
