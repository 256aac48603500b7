"""What is wrong with an input: where it stands, what was found, what is allowed, what was probably meant.

Every input that a person writes (scenario, policy, design, `--set`) is refused through here, in Chinese and in English.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from cogov.scenarios.words import Language, Text

SHOWN_PROBLEMS = 20
"""More than these are counted, not listed."""
SHOWN_CHARACTERS = 60
"""A longer value is cut."""


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
    probably meant.
    """

    message: Text
    file: str | None = None
    line: int | None = None
    key: str = ""
    value: object = NOTHING
    allowed: tuple[str, ...] = ()
    nearest: str | None = None

    def text(self, language: Language) -> str:
        """Say the problem in one line."""
        place, advice = self._place(language), self._advice(language)
        colon, semicolon = (":", ";") if language == "zh" else (": ", "; ")
        said = self.message.in_(language) + self._value(language)
        return (place + colon if place else "") + said + (semicolon + advice if advice else "")

    def _place(self, language: Language) -> str:
        line = "" if self.line is None else (f"第 {self.line} 行" if language == "zh" else f"line {self.line}")
        return (", " if language == "en" else ",").join(part for part in (self.file, line, self.key) if part)

    def _value(self, language: Language) -> str:
        if self.value is NOTHING:
            return ""
        shown = shorten(self.value if not isinstance(self.value, str) else repr(self.value))
        return f"(现为 {shown})" if language == "zh" else f" (found {shown})"

    def _advice(self, language: Language) -> str:
        zh = (f"是不是 {self.nearest}?", "允许:")
        en = (f"did you mean {self.nearest}? ", "allowed: ")
        meant, allowed = zh if language == "zh" else en
        return ((meant if self.nearest else "") + (allowed + ", ".join(self.allowed) if self.allowed else "")).rstrip()


class InputError(Exception):
    """An input was refused; all problems found in it are reported together."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def text(self, language: Language = "en") -> str:
        """Say all problems, one in a line."""
        lines = [problem.text(language) for problem in self.problems[:SHOWN_PROBLEMS]]
        left = len(self.problems) - len(lines)
        if left:
            lines.append(f"……另有 {left} 处" if language == "zh" else f"... and {left} more")
        if len(self.problems) == 1:
            return lines[0]
        head = f"有 {len(self.problems)} 处问题:" if language == "zh" else f"{len(self.problems)} problems:"
        return "\n  ".join([head, *lines])

    def __str__(self) -> str:
        return self.text("en")


def shorten(value: object) -> str:
    """Show a value as a person would have written it, cut where it is long."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    shown = " ".join((value if isinstance(value, str) else repr(value)).split()) or "''"
    return shown if len(shown) <= SHOWN_CHARACTERS else shown[: SHOWN_CHARACTERS - 1] + "…"


def nearest(word: object, allowed: Iterable[str]) -> str | None:
    """Return the allowed name that `word` was probably meant to be, if one is near."""
    names = {name.lower().replace("-", "_"): name for name in allowed}
    wanted = str(word).strip().lower().replace("-", "_").replace(" ", "_")
    found = get_close_matches(wanted, names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def unknown(what: Text, word: object, allowed: Sequence[str]) -> Problem:
    """Say that a name is none of the allowed ones: `what` is the kind of thing that it should name."""
    message = Text(zh=f"没有名为“{shorten(word)}”的{what.zh}", en=f"no {what.en} is called {shorten(word)}")
    return Problem(message, allowed=tuple(allowed), nearest=nearest(word, allowed))
