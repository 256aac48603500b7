"""Where words and files go: answers to stdout, everything else to stderr, results into a folder."""

import json
import math
import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, TextIO

from cogov.model.words import Language, Text, seen
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.notes import InputNote
from cogov.scenarios.text_files import is_device
from cogov.scenarios.words import Words
from cogov.terminal import escaped, fitted, signs_are_wide

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

SAY = Words(__file__)

WIDTH = 100
SAID: set[Text] = set()
"""Notes that the command under way has said."""


C1 = re.compile("[\x7f-\x9f]")
"""Control characters that JSON leaves as they are."""


def answer(words: object) -> None:
    """Print the answer, or a line of it; what a terminal would obey stands as its number."""
    print(seen(str(words)))


def say(words: str) -> None:
    """Say something that is no part of the answer."""
    print(seen(words), file=sys.stderr)


def note(text: Text, language: Language) -> None:
    """Say what the person should know before reading the answer; what a command says of its input again is said once."""
    if text in SAID:
        return
    SAID.add(text)
    say(SAY.note.filled(words=text).in_(language))


@contextmanager
def notes_said(language: Language) -> Iterator[None]:
    """Say a note on an input as every other note is said, and not as a warning of Python's."""
    SAID.clear()
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def say_note(message: Warning | str, *rest: Any, **more: Any) -> None:
            if isinstance(message, InputNote):
                note(message.text, language)
            else:
                shown(message, *rest, **more)

        warnings.showwarning = say_note
        yield


def show(what: "RenderableType") -> None:
    """Show a table as the answer."""
    if signs_are_wide(sys.stdout):
        print(fitted(what, get_terminal_size().columns if sys.stdout.isatty() else WIDTH))
    else:
        console_on(sys.stdout).print(what)


def console_on(stream: TextIO) -> "Console":
    """A console as wide as the terminal; a file or a pipe is as wide as our tables."""
    from rich.console import Console

    return Console(file=stream, width=None if stream.isatty() else WIDTH, highlight=False, emoji=False, markup=False)


def show_json(document: Any) -> None:
    """Print the one document that `--json` promises."""
    sys.stdout.write(escaped(as_json_text(document), sys.stdout))


def as_json_text(document: Any) -> str:
    """JSON in the order given; what is not a finite number is null, what a terminal would obey is escaped."""
    text = json.dumps(_plain(document), ensure_ascii=False, indent=2, allow_nan=False)
    return C1.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value


def make_folder(folder: Path, key: str = "--out") -> Path:
    """Make the folder for results, or refuse before anything is computed."""
    try:
        blocked = next((one for one in (folder, *folder.parents) if one.exists() and not one.is_dir()), None)
        if blocked is not None:
            raise InputError(Problem(SAY.not_a_folder, key=key, value=str(blocked)))
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except (OSError, ValueError) as error:
        raise InputError(Problem(SAY.no_folder, key=key, value=f"{folder}: {error}")) from None
    if not writable:
        raise InputError(Problem(SAY.no_folder, key=key, value=str(folder)))
    return folder


def check_file(path: Path, key: str = "--out") -> Path:
    """Refuse a file that could not be written, before anything is computed; its folder is made, the file is not.

    In a folder of results, which may be a stranger's, a pipe or a device that has the file's name is refused too.
    """
    if path.is_dir():
        raise InputError(Problem(SAY.is_a_folder, key=key, value=str(path)))
    make_folder(path.parent, key)
    if path.is_symlink():  # it will be replaced
        return path
    try:
        there = path.exists()
        if there and not path.is_file():
            if key == "DIR":
                raise InputError(Problem(SAY.no_file, key=key, value=str(path)))
            return path
        path.open("ab").close()
        if not there:
            path.unlink()
    except (OSError, ValueError) as error:
        raise InputError(Problem(SAY.no_file, key=key, value=f"{path}: {error}")) from None
    return path


def file_name(words: str) -> str:
    """A name that every file system takes."""
    name = re.sub(r"[^\w.-]+", "-", words).strip("-.") or "scenario"
    return f"_{name}" if is_device(name) else name


def tell_written(folder: Path, files: list[Path], language: Language) -> None:
    """Say which files the person now has."""
    names = ", ".join(path.name for path in files)
    say(SAY.written.in_(language).format(folder=folder, files=names))
