"""An experiment with a formula instead of a city: any function of a point, for methods, tests and other people's models."""

import hashlib
import inspect
import pickle
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from textwrap import dedent
from typing import TYPE_CHECKING, Any

from cogov.experiments.identity import what_is_done
from cogov.experiments.plan import Deadline, Outcome, Run

if TYPE_CHECKING:
    import pyarrow as pa

NO_POLICIES: Mapping[str, Mapping[str, Any]] = {"": {}}
"""A formula knows no policies: all its runs stand under one without a name."""


@dataclass(frozen=True)
class FunctionExperiment:
    """A function of the factors, called by their names, that returns a number for each output.

    Like everything that travels to workers it stands at the top of a module. A function with `seeded` also takes `seed`.
    """

    function: Callable[..., Mapping[str, float]]
    factors: Mapping[str, type]
    outputs: tuple[str, ...]
    seeded: bool = False

    @property
    def tables(self) -> "Mapping[str, pa.Schema]":
        """A function leaves no tables."""
        return {}

    def prepare(self) -> None:
        """Nothing: to read a function imports its module."""

    def live(self, run: Run, deadline: Deadline) -> Outcome:
        """Call the function at the run's point."""
        seed = {"seed": run.seed} if self.seeded else {}
        found = self.function(**dict(zip(self.factors, run.values, strict=True)), **seed)
        deadline.keep()
        return Outcome({name: float(value) for name, value in found.items()})

    def described(self) -> Mapping[str, Any]:
        """Name the function, its arguments fixed beforehand and what it does."""
        return {
            "function": getattr(_inner(self.function), "__qualname__", type(self.function).__qualname__),
            "pickled": hashlib.sha256(pickle.dumps(self.function, protocol=4)).hexdigest(),
            "text": _text(_inner(self.function)),
            "seeded": self.seeded,
        }


def _inner(function: Callable[..., Any]) -> Callable[..., Any]:
    return _inner(function.func) if isinstance(function, partial) else function


def _text(function: Callable[..., Any]) -> str:
    """Return what a function does, so that changing it is noticed; empty where there is no source to read."""
    try:
        source = inspect.getsource(function if inspect.isroutine(function) else type(function))
    except (OSError, TypeError):
        return ""
    try:
        return what_is_done(dedent(source))
    except SyntaxError:  # a lambda stands in the middle of a statement
        return source
