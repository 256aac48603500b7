"""What a terminal can show: which signs its encoding has, and which take two places on it, as on a console with a Chinese code page."""

import codecs
import ctypes
import os
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType

CHINESE = "治"
"""An encoding without it is none to speak Chinese in."""
INSTEAD = {"−": "-", "†": "*"}
"""Signs that say something and that GBK lacks; others have a plain form in Unicode, or are lost."""
RULES = str.maketrans("─━", "--")
EAST_ASIAN_PAGES = (932, 936, 949, 950)
NEAREST = "cogov.nearest"
LEAST_WIDTH = 40


def speak() -> None:
    """Let both streams speak UTF-8 whatever the locale, unless they have another encoding on purpose; with the same line ends everywhere."""
    codecs.register_error(NEAREST, _nearest)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who called us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=_spoken(stream), errors=NEAREST, newline="\n")


def _spoken(stream: TextIO) -> str:
    """A terminal's own encoding and one that PYTHONIOENCODING asks for are kept, if Chinese can be said in them."""
    meant = stream.isatty() or "PYTHONIOENCODING" in os.environ
    return stream.encoding if meant and _has(stream.encoding, CHINESE) else "utf-8"


def _has(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Write what an encoding lacks as the nearest that it has."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    plain = [INSTEAD.get(sign, unicodedata.normalize("NFKC", sign)) for sign in lacking]
    return "".join(sign if _has(error.encoding, sign) else "?" for sign in plain), error.end


def escaped(json_text: str, stream: TextIO) -> str:
    """Return JSON with what a stream cannot say as numbers: it means the same."""
    encoding = getattr(stream, "encoding", None) or "utf-8"
    units = {sign: sign.encode("utf-16-be", "surrogatepass").hex() for sign in set(json_text) if not _has(encoding, sign)}
    numbers = {ord(sign): "".join(f"\\u{hexed[at : at + 4]}" for at in range(0, len(hexed), 4)) for sign, hexed in units.items()}
    return json_text.translate(numbers)


def signs_are_wide(stream: TextIO) -> bool:
    """Whether ─, ▲ and their like take two places: where another encoding than Unicode's is spoken, or a console has such a code page."""
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower()
    return not encoding.startswith("utf") or (stream.isatty() and _code_page() in EAST_ASIAN_PAGES)


def _code_page() -> int:
    windows: Any = getattr(ctypes, "windll", None)
    return int(windows.kernel32.GetConsoleOutputCP()) if windows is not None else 0


def fitted(what: "RenderableType", places: int) -> str:
    """Return tables as text whose lines keep to so many places where such signs take two."""
    from cogov.analysis.tables import rendered

    width = places
    while True:
        lines = [_absorbed(line.translate(RULES)) for line in rendered(what, width).splitlines()]
        over = max((sum(map(_places, line)) for line in lines), default=0) - places
        if over <= 0 or width <= LEAST_WIDTH:
            return "\n".join(lines)
        width -= over


def _absorbed(line: str) -> str:
    """Take the second place of a wide sign out of the next gap, so that columns stay below one another."""
    owed, kept = 0, list[str]()
    for sign, following in zip(line, line[1:] + "|", strict=False):
        if owed and sign == following == " ":
            owed -= 1
            continue
        owed += unicodedata.east_asian_width(sign) == "A"
        kept.append(sign)
    return "".join(kept)


def _places(sign: str) -> int:
    return 2 if unicodedata.east_asian_width(sign) in "AFW" else 1
