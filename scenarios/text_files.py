"""A text file that a person brings: its encoding is recognised and named.

What the project's own formats hold (scenarios, policies, designs) is UTF-8 or is refused. Tables and networks come out of other programs,
and are read as what they are: UTF-8, UTF-16 or UTF-32, what an XML file declares, or GB18030 (with GBK and GB 2312 inside it) where
the bytes make common Chinese of it. A file may be packed by gzip.
"""

import codecs
import gzip
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from cogov.model.words import EMPTY, UNWRITABLE, Text, seen
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

LARGEST_FILE_BYTES = 2_000_000
LARGEST_TABLE_BYTES = 32_000_000
"""Of a table or a network, unpacked."""
PIECE_BYTES = 1 << 20
DECLARED = ("utf-8", "utf-16", "gb2312", "gbk", "gb18030", "big5", "iso8859-1", "iso8859-15", "cp1252", "shift_jis", "euc_kr", "ascii")
"""Encodings that an XML file may declare."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_GZIP = b"\x1f\x8b"
_COMMON = 0.75
"""At least this share of the Chinese is in GB 2312: what other encodings hold becomes rare characters when it is read as GB18030."""
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")

_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def is_device(name: str) -> bool:
    """Say whether Windows keeps a name for a device, whatever its ending: no file there can be called so."""
    return _DEVICE.fullmatch(name) is not None


@dataclass(frozen=True)
class Decoded:
    """The text of a file, and what its encoding is called."""

    text: str
    encoding: str

    @property
    def notes(self) -> tuple[Text, ...]:
        """Say which encoding was recognised, where it is not UTF-8 or could be another."""
        if self.encoding != "UTF-8":
            return (SAY.read_as.filled(encoding=self.encoding),)
        return (SAY.either,) if self._could_be_chinese else ()

    @property
    def _could_be_chinese(self) -> bool:
        """Whether the few letters are of a kind that common Chinese in GBK looks like: beyond Cyrillic, two bytes each."""
        foreign = "".join(one for one in self.text if not one.isascii())
        return bool(foreign) and max(foreign) < "\u0800" and max(foreign) > "\u052f" and _chinese(foreign.encode("utf-8")) is not None


def read_text(path: Path, name: str) -> str:
    """Read a UTF-8 file; `name` is what messages call it."""
    raw = _bytes(path, name, LARGEST_FILE_BYTES)
    found = _decoded(raw)
    if found is None or found.encoding != "UTF-8":
        raise InputError(_not_utf8(raw, name))
    return found.text


def read_brought(path: Path, name: str, largest: int = LARGEST_TABLE_BYTES) -> Decoded:
    """Read a table or a network that another program wrote, of so many bytes unpacked at most."""
    raw = b"".join(pieces(path, name, largest))
    if raw[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise InputError(Problem(SAY.no_text, name))
    found = _decoded(raw)
    if found is None:
        raise InputError(_not_utf8(raw, name))
    if (control := UNWRITABLE.search(found.text)) is not None:
        raise InputError(Problem(SAY.control, name, found.text.count("\n", 0, control.start()) + 1, value=ascii(control[0])))
    return found


def tidy(name: str) -> str:
    """Return a name as it is compared: composed (NFC), no spaces around it, one between its words, no invisible ones."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", name)).split())


def of_the_system(path: Path) -> bool:
    """Say whether a name is one that the system itself gives to what is open: /dev/stdout, a pipe of the shell."""
    return path.absolute().as_posix().startswith(("/dev/", "/proc/"))


@contextmanager
def opened(path: Path, name: str) -> Iterator[BufferedReader]:
    """Open a file that a person named, or say why that cannot be."""
    if UNWRITABLE.search(str(path)):
        raise InputError(Problem(SAY.name, seen(str(path))))
    try:
        if path.is_fifo() and not of_the_system(path):
            raise InputError(Problem(SAY.pipe, name))
        with path.open("rb") as file:
            yield file
    except IsADirectoryError:
        raise InputError(Problem(SAY.directory, name)) from None
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(Problem(SAY.no_file, name)) from None
    except (OSError, ValueError) as error:
        raise InputError(Problem(SAY.unreadable.filled(error=error), name)) from None


def _bytes(path: Path, name: str, largest: int) -> bytes:
    with opened(path, name) as file:
        raw = file.read(largest + 1)  # a device has no end
    if len(raw) > largest:
        raise InputError(too_big(name, largest))
    return raw


def pieces(path: Path, name: str, largest: int) -> Iterator[bytes]:
    """Yield what a file holds piece by piece, unpacked if gzip packed it, and never more than is allowed."""
    with opened(path, name) as file:
        source = gzip.GzipFile(fileobj=file) if file.peek(2)[:2] == _GZIP else file
        so_far = 0
        while piece := _read(source, name):
            so_far += len(piece)
            if so_far > largest:
                raise InputError(too_big(name, largest))
            yield piece


def _read(source: BufferedReader | gzip.GzipFile, name: str) -> bytes:
    try:
        return source.read(PIECE_BYTES)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InputError(Problem(SAY.packed, name)) from None


def too_big(name: str, largest: int) -> Problem:
    """Say that a file is bigger than it may be."""
    return Problem(SAY.too_big, name, allowed=(f"≤ {largest // 1_000_000} MB",))


def _decoded(raw: bytes) -> Decoded | None:
    """Decode what can be decoded with reason; None for the rest."""
    for mark, codec, title in _MARKS:
        if raw.startswith(mark):
            return _tried(raw, codec, title)
    if raw.count(0) * 20 >= max(len(raw), 20):
        return _tried(raw, "utf-16-le" if raw[1::2].count(0) >= raw[::2].count(0) else "utf-16-be", "UTF-16")
    return _tried(raw, "utf-8", "UTF-8") or _as_declared(raw) or _chinese(raw)


def _tried(raw: bytes, codec: str, title: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(codec), title)
    except UnicodeDecodeError:
        return None


def declared_codec(raw: bytes) -> str:
    """Return the encoding that the first line of an XML file declares; nothing where it declares none that exists."""
    declared = re.match(rb"""\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""", raw)
    try:
        return codecs.lookup(declared[1].decode("ascii")).name if declared else ""
    except (LookupError, UnicodeDecodeError):
        return ""


def _as_declared(raw: bytes) -> Decoded | None:
    """Decode an XML file as its first line says; what is declared as GB 2312 or GBK may hold GB18030."""
    codec = declared_codec(raw)
    if codec in ("gb2312", "gbk"):
        return _tried(raw, codec, codec.upper()) or _tried(raw, "gb18030", "GB18030")
    return _tried(raw, codec, codec.upper()) if codec in DECLARED else None


def _chinese(raw: bytes) -> Decoded | None:
    """Decode as GBK, or GB18030 where rare characters take four bytes, if the text is common Chinese."""
    found = _tried(raw, "gbk", "GBK") or _tried(raw, "gb18030", "GB18030")
    if found is None:
        return None
    foreign = [character for character in found.text if not character.isascii()]
    common = "".join(foreign).encode("gb2312", errors="ignore").decode("gb2312")
    return found if len(common) >= _COMMON * len(foreign) else None


def _not_utf8(raw: bytes, name: str) -> Problem:
    found = _decoded(raw)
    guess = found.encoding if found is not None else _other_guess(raw)
    message = SAY.not_utf8.filled(perhaps=SAY.perhaps.filled(encoding=guess) if guess else EMPTY)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(message, name, raw.count(b"\n", 0, error.start) + 1)
    return Problem(message, name, 1)


def _other_guess(raw: bytes) -> str | None:
    """Name what else it may be: single accented letters are of Western Europe, pairs of high bytes Big5, Shift-JIS or GBK."""
    runs = re.findall(rb"[\x80-\xff]+", raw)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not runs:
        return "UTF-16" if not runs or raw[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else None
    if sum(len(run) == 1 for run in runs) > len(runs) / 2:
        return "Windows-1252"
    return "Big5" if _tried(raw, "big5", "Big5") else None
