"""The door of the Python functions: what they are given made Python's own, and what they refuse said in the person's language.

Scalars, arrays and columns of NumPy and pandas are taken as numbers and lists; a refusal names arguments where the command line names options.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import wraps
from typing import Any

from cogov.language import of_environment
from cogov.model.words import Language, Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

WHOLE = ("days", "warmup", "population", "seed", "replicates", "at_most", "workers")
"""What is counted: a row of a frame that also holds fractions has `3.0` for 3."""
OTHER_NAMES = {"--cost-factor": "cost_factors", "--set": "sets"}
"""Options whose argument is called otherwise."""
OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")


def plainly[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Let a function take the scalars and lists of NumPy and pandas in any of its arguments, and refuse in words of Python."""

    @wraps(function)
    def taking(*values: Any, **named: Any) -> Any:
        language: Language = of_environment(os.environ)
        try:
            language = language_of(named.get("lang"))
            return function(*map(plain, values), **{name: _whole(name, plain(value)) for name, value in named.items()})
        except InputError as error:
            raise _as_python_says(error, language) from None

    return taking


def language_of(asked: str | None) -> Language:
    """Return the language asked for, by default that of the environment."""
    if asked in ("zh", "en"):
        return "zh" if asked == "zh" else "en"
    if asked is not None:
        raise InputError(Problem(SAY.no_language, key="lang", value=asked, allowed=("zh", "en")))
    return of_environment(os.environ)


def _as_python_says(error: InputError, language: Language) -> InputError:
    """Return a refusal that names arguments, in the person's language."""
    found = InputError(replace(one, **_renamed(one)) for one in error.problems)
    found.language = language
    return found


def _renamed(problem: Problem) -> dict[str, Any]:
    message = Text(zh=in_python(problem.message.zh), en=in_python(problem.message.en))
    return {
        "message": message,
        "key": in_python(problem.key),
        "called": in_python(problem.called),
        "allowed": tuple(map(in_python, problem.allowed)),
    }


def in_python(words: str) -> str:
    """Return words with the names of arguments instead of options."""
    return OPTION.sub(lambda found: OTHER_NAMES.get(found[0], found[0].strip("-").replace("-", "_")), words)


def plain(value: Any) -> Any:
    """Return a value of NumPy or pandas as Python has it, a series by name as a mapping; everything else as it is."""
    if type(value).__module__.partition(".")[0] in {"numpy", "pandas"}:
        if hasattr(value, "to_dict") and _is_named(value):
            return plain(value.to_dict())
        return plain(value.tolist()) if hasattr(value, "tolist") else None if str(value) in {"<NA>", "NaT"} else value
    if isinstance(value, Mapping):
        return {plain(name): plain(inner) for name, inner in value.items()}
    if type(value) in (list, tuple):
        return type(value)(plain(inner) for inner in value)
    return value


def _is_named(series: Any) -> bool:
    return hasattr(series, "index") and all(isinstance(name, str) for name in series.index)


def _whole(name: str, value: Any) -> Any:
    """Refuse a fraction where something is counted."""
    if name not in WHOLE or not isinstance(value, float):
        return value
    if value.is_integer():
        return int(value)
    raise InputError(Problem(SAY.needs_a_whole, key=name, value=value))
