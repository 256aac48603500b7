"""What a person should know of an input that was read all the same: what was taken for what, and what was not regarded.

A note is a warning of Python's, so that a script sees it; the command line says it in the person's language.
"""

import warnings
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from cogov.model.words import CLAUSES, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)


class InputNote(UserWarning):
    """One note on an input, made of its words in Chinese and in English."""

    @property
    def text(self) -> Text:
        """The note in both languages."""
        zh, en = self.args
        return Text(zh=zh, en=en)

    def __str__(self) -> str:
        return self.text.en


def about(name: str, notes: Sequence[Text]) -> list[Text]:
    """Say of which file notes are, in one sentence; where the file lies is no matter."""
    return [SAY.about.filled(file=PurePath(name).name, notes=CLAUSES.join(notes))] if notes else []


def tell(notes: Iterable[Text]) -> None:
    """Give the notes to whoever reads the input."""
    for note in notes:
        warnings.warn(InputNote(note.zh, note.en), stacklevel=3)
