"""The text of a scenario file to begin with, valid once its gaps are filled: `starter.zh.yaml` and `starter.en.yaml` beside this."""

import re
from pathlib import Path

from cogov.model.words import Language
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.text_files import is_device
from cogov.scenarios.words import Words

SAY = Words(__file__)
_NEVER = re.compile(r'[\x00-\x1f<>:"/\\|?*{}]')
"""Signs that Windows allows in no name, and those of a gap."""


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
    """Return a name that a title can have, and a file on every system, or refuse it."""
    if not name or _NEVER.search(name) or name[-1] in ". " or is_device(name):
        raise InputError(Problem(SAY.bad_name, key="name", value=name))
    return name
