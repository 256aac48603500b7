"""What Python functions are given, made Python's own: scalars, arrays and columns of NumPy and pandas are taken as numbers and lists."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

WHOLE = ("days", "warmup", "population", "seed", "replicates", "at_most", "workers")
"""What is counted: a row of a frame that also holds fractions has `3.0` for 3."""


def plainly[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Let a function take the scalars and lists of NumPy and pandas in any of its arguments."""

    @wraps(function)
    def taking(*values: Any, **named: Any) -> Any:
        return function(*map(plain, values), **{name: _whole(name, plain(value)) for name, value in named.items()})

    return taking


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
    from cogov.model.words import Text
    from cogov.scenarios.errors import InputError, Problem

    raise InputError(Problem(Text(zh="应为整数", en="needs a whole number"), key=name, value=value))
