"""Files that get their name once they are written whole: every file that cogov leaves is written through here.

What goes wrong on the way (a full disk, a limit, a folder that may not be written) is one sentence, and nothing is left under the name.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cogov.model.words import Language, Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.text_files import of_the_system
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    import pandas as pd

SAY = Words(__file__)

HALF = ".half"
"""What the name of an unfinished file begins with, a dot, hides it from us; what it ends with hides it from other tools' *.parquet."""
NAMING_TRIES = 10
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Words that begin so are computed by programs for tables, whatever they say."""


@contextmanager
def whole(path: Path, refusal: Text = SAY.not_written) -> Iterator[IO[bytes]]:
    """Open a file that gets its name once it is written whole and lies on the disk."""
    with whole_path(path, refusal) as hidden, _opened(hidden) as file:
        yield file


@contextmanager
def whole_path(path: Path, refusal: Text = SAY.not_written) -> Iterator[Path]:
    """Yield where to write a file that then gets its name; a pipe or a device is written as it is.

    A link is replaced and not followed: whoever made it might mean a file that is none of ours. Only those of the system lead on.
    """
    target = Path(path)
    as_it_is = target.exists() and not target.is_file() and (not target.is_symlink() or of_the_system(target))
    hidden = target if as_it_is else target.with_name(f".{target.name}.{os.getpid()}{HALF}")
    try:
        if not as_it_is:
            hidden.unlink(missing_ok=True)
        yield hidden
        if not as_it_is:
            _name(hidden, target)
            _keep_names(target.parent)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(Problem(refusal, key=str(path), value=error.strerror or str(error))) from error
    finally:
        if not as_it_is:
            with suppress(OSError):
                hidden.unlink()


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file and see to it that its bytes reach the disk; a failure to close it after a failure to write says nothing new."""
    file = path.open("wb")
    try:
        yield file
        file.flush()
        if path.is_file():
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            file.close()
        raise
    file.close()


def _name(hidden: Path, path: Path) -> None:
    """Give a file its name. Windows refuses that for the moment in which somebody reads the one that had it."""
    for _ in range(NAMING_TRIES):
        with suppress(PermissionError):
            hidden.replace(path)
            return
        time.sleep(0.05)
    hidden.replace(path)


def _keep_names(folder: Path) -> None:
    """Bring the names of a folder to the disk too, where that can be asked for: Windows and some network disks do so by themselves."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    with suppress(OSError):
        os.fsync(handle)
    os.close(handle)


def write_text(path: Path, text: str) -> Path:
    """Write a text file with the same bytes on every system."""
    with whole(path) as file:
        file.write(text.encode("utf-8", "replace"))
    return path


def write_frame(path: Path, frame: "pd.DataFrame", language: Language = "en", number: str | None = None) -> Path:
    """Write a table as comma-separated values; one in Chinese says that it is UTF-8, or Excel on a Chinese Windows reads it as GBK."""
    plain = frame.assign(**{name: frame[name].map(harmless) for name in frame.columns if frame[name].dtype.kind == "O"})
    encoding = "utf-8-sig" if language == "zh" else "utf-8"
    with whole(path) as file:
        plain.to_csv(file, index=False, encoding=encoding, lineterminator="\n", float_format=number)
    return path


def harmless[T](value: T) -> T | str:
    """Return words that a program for tables would compute behind an apostrophe, which it does not show."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
