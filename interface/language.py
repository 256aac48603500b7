"""Which language a person reads, known before anything else is, and words of the command line in both."""

import locale
from collections.abc import Mapping, Sequence
from typing import Any

from cogov.model.words import Language, Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

LANGUAGES: tuple[Language, ...] = ("zh", "en")
_BETWEEN = "\x1f"

FIXED = Words(__file__, "fixed")
"""What the command-line library itself says on a page of help."""


def take_language(arguments: Sequence[str], environment: Mapping[str, str]) -> tuple[Language, list[str]]:
    """Find `--lang` wherever it stands and take it out; otherwise ask the environment."""
    rest, asked, waiting = list[str](), None, iter(arguments)
    for argument in waiting:
        if argument == "--":
            rest += [argument, *waiting]
        elif argument == "--lang":
            asked = next(waiting, "")
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
        else:
            rest.append(argument)
    if asked is None:
        return of_environment(environment), rest
    if asked not in LANGUAGES:
        raise InputError(Problem(SAY.no_language, key="--lang", value=asked, allowed=LANGUAGES))
    return ("zh" if asked == "zh" else "en"), rest


def of_environment(environment: Mapping[str, str]) -> Language:
    """Return Chinese where COGOV_LANG or else the locale is Chinese, English elsewhere."""
    names = ("COGOV_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    said = next((environment[name] for name in names if environment.get(name)), None)
    if said is None:
        said = locale.getlocale()[0] or ""
    return "zh" if said.lower().startswith(("zh", "chinese")) else "en"


def both(words: Text) -> str:
    """Words of help in both languages; `speak` keeps one of them."""
    return words.zh + _BETWEEN + words.en


def speak(command: Any, language: Language) -> None:
    """Let a command, its options and its own commands say their help in one language."""
    for part in (command, *command.params):
        if getattr(part, "help", None):
            part.help = _one_of(part.help, language)
    for inner in getattr(command, "commands", {}).values():
        speak(inner, language)


def _one_of(words: str, language: Language) -> str:
    zh, _, en = words.partition(_BETWEEN)
    return zh if language == "zh" or not en else en


def in_language(page: str, language: Language) -> str:
    """Put into one language what the command-line library itself says on a page of help."""
    if language == "zh":
        for words in FIXED.values():
            page = page.replace(words.en, words.zh)
    return page
