"""What is wrong with an input: where it stands, what was found, what is allowed, what was probably meant.

Every input that a person writes (scenario, policy, design, `--set`) is refused through here, in Chinese and in English.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from cogov.model.words import CLAUSES, EMPTY, INDENTED, Language, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

SHOWN_PROBLEMS = 20
"""More than these are counted, not listed."""
SHOWN_CHARACTERS = 60
"""A longer value is cut."""
FULL_WIDTH = re.compile("[\uff01-\uff5e\u3000、]")
NEAR = 0.6
"""Names less similar than this are no suggestion."""
NEAR_OF_TWO = 0.5
"""The same of a Chinese word of two characters, of which one is right."""
LONGEST_NAME = 200
"""Characters of a name that suggestions look at."""


class _Nothing:
    """Stands for "no value to show", which None is not."""

    def __repr__(self) -> str:
        return "NOTHING"

    def __reduce__(self) -> str:
        return "NOTHING"


NOTHING = _Nothing()


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: a message, and as much about the place as is known.

    `key` is the dotted path inside the file, `allowed` names or a range in words, `nearest` the valid name that was
    probably meant; `called` is the path as who wrote it in Chinese calls it.
    """

    message: Text
    file: str | None = None
    line: int | None = None
    key: str = ""
    value: object = NOTHING
    allowed: tuple[str, ...] = ()
    nearest: str | None = None
    called: str = ""

    @property
    def words(self) -> Text:
        """Say the problem in one line."""
        line = SAY.line.filled(line=self.line) if self.line is not None else None
        key = Text(zh=self.called or self.key, en=self.key)
        place = [part for part in (self.file, line, key) if part]
        said = CLAUSES.join([self.message + self._value(), *self._advice()])
        return SAY.at.filled(place=SAY.comma.join(place), said=said) if place else said

    def _value(self) -> Text:
        if self.value is NOTHING:
            return EMPTY
        shown = shorten(self.value if not isinstance(self.value, str) else repr(self.value))
        wide = isinstance(self.value, str) and FULL_WIDTH.search(self.value) is not None
        return (SAY.found_wide if wide else SAY.found).filled(value=shown)

    def _advice(self) -> Iterator[Text]:
        meant = [SAY.meant.filled(name=self.nearest)] if self.nearest else []
        allowed = [SAY.allowed.filled(names=", ".join(self.allowed))] if self.allowed else []
        if meant or allowed:
            yield SAY.space.join([*meant, *allowed])


class InputError(Exception):
    """An input was refused; all problems found in it are reported together."""

    language: Language = "en"
    """What it says itself in, where it reaches a person of Python."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    @property
    def words(self) -> Text:
        """Say all problems, one in a line."""
        lines = [problem.words for problem in self.problems[:SHOWN_PROBLEMS]]
        if left := len(self.problems) - len(lines):
            lines.append(SAY.more.filled(left=left))
        return lines[0] if len(self.problems) == 1 else INDENTED.join([SAY.several.filled(count=len(self.problems)), *lines])

    def text(self, language: Language = "en") -> str:
        """Return the words in `language`."""
        return self.words.in_(language)

    def __str__(self) -> str:
        return self.text(self.language)


def shorten(value: object) -> str:
    """Show a value as a person would have written it, cut where it is long."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    shown = " ".join((value if isinstance(value, str) else repr(value)).split()) or "''"
    return shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"


class Suggestions:
    """Finds, for many wrong words, the valid name that each was probably meant to be: only for as many as are shown."""

    def __init__(self, allowed: Iterable[str], near: float = NEAR) -> None:
        self.near = near
        self.names = {_plain(name): name for name in allowed}
        self.left = SHOWN_PROBLEMS

    def __call__(self, word: object) -> str | None:
        """Return the allowed name nearest to a word, if one is near and the word is still among those shown."""
        self.left -= 1
        return self.nearest(_plain(word)) if self.left >= 0 else None

    def nearest(self, wanted: str) -> str | None:
        """Return what `difflib` finds nearest; it is asked only about names that can still be nearer than the best so far."""
        if wanted in self.names:
            return self.names[wanted]
        matcher, bound_of = SequenceMatcher(b=wanted), _bound(wanted)
        best = (self.near, "")
        for bound, name in sorted(((bound_of(name), name) for name in self.names), reverse=True):
            if bound < best[0]:
                break
            matcher.set_seq1(name)
            best = max(best, (matcher.ratio(), name))
        return self.names.get(best[1])


def nearest(word: object, allowed: Iterable[str]) -> str | None:
    """Return the allowed name that `word` was probably meant to be, if one is near."""
    is_short = len(str(word)) == 2 and not str(word).isascii()
    return Suggestions(allowed, NEAR_OF_TWO if is_short else NEAR)(word)


def _plain(word: object) -> str:
    return str(word)[:LONGEST_NAME].strip().lower().replace("-", "_").replace(" ", "_")


def _bound(wanted: str) -> Callable[[str], float]:
    """Return what bounds the similarity of a name that `difflib` finds: twice the longest common subsequence over both lengths.

    The subsequence is counted with one bit per letter (Hyyrö 2004), in microseconds.
    """
    places: dict[str, int] = {}
    for place, letter in enumerate(wanted):
        places[letter] = places.get(letter, 0) | 1 << place
    every = (1 << len(wanted)) - 1

    def bound(name: str) -> float:
        unmatched = every
        for letter in name:
            matched = unmatched & places.get(letter, 0)
            unmatched = (unmatched + matched | unmatched - matched) & every
        return 2 * (len(wanted) - unmatched.bit_count()) / max(1, len(wanted) + len(name))

    return bound


def unknown(what: Text, word: object, allowed: Sequence[str]) -> Problem:
    """Say that a name is none of the allowed ones: `what` is the kind of thing that it should name."""
    return Problem(SAY.unknown.filled(what=what, name=shorten(word)), allowed=tuple(allowed), nearest=nearest(word, allowed))
