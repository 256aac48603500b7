"""The text of a scenario file to begin with, valid once its gaps are filled: `starter.zh.yaml` and `starter.en.yaml` beside this."""

from pathlib import Path

from cogov.model.words import Language
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)


def new(name: str, language: Language = "en") -> str:
    """Return the text of a commented scenario file to begin with."""
    return begun(Path(__file__), language, name=name)


def begun(module: Path, language: Language, *, name: str, **words: str) -> str:
    """Return the starter that stands beside a module, its gaps filled."""
    text = module.resolve().with_name(f"starter.{language}.yaml").read_text("utf-8")
    for gap, word in {"name": checked_name(name), **words}.items():
        text = text.replace(f"{{{gap}}}", word)
    return text


def checked_name(name: str) -> str:
    """Return a name that a file and a title can have, or refuse it."""
    if not name or any(character in name for character in '"\\/{}\n\r\t'):
        message = SAY.bad_name
        raise InputError(Problem(message, key="name", value=name))
    return name
