"""State in columns: one array per attribute, declared once with dtype, initial value, unit and meaning; and who may write them.

Every column has one owner: a rule of the day (`@rule(writes=...)`), or verbs of its table (`@verb`) that several rules use. `only` makes
sure of that while a rule runs: all columns are read-only but the rule's own, and a verb opens its columns while it acts. Whole numbers that
index something are `np.intp`: an index has 32 bits on some machines.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, is_dataclass
from functools import wraps
from typing import Any, ClassVar

import numpy as np

from cogov.model.levers import Levers


class Trespass(AssertionError):
    """A rule changed what is not its own."""


class State:
    """A part of a city's state: its attributes are arrays, and what else it remembers."""

    _kept: dict[str, Any] | None = None
    """What every attribute is, while it is closed to all but verbs."""

    @contextmanager
    def opened(self, names: Collection[str]) -> Iterator[None]:
        """Let a verb write some columns of a closed part, and remember what they are when it is done."""
        kept = self._kept or {}
        shut = [array for name in names for array in arrays_of(kept.get(name)) if not array.flags.writeable]
        _set_writeable(shut, yes=True)
        try:
            yield
        finally:
            kept.update({name: value for name, value in vars(self).items() if name in kept and name in names})
            _set_writeable([*shut, *(array for name in names for array in arrays_of(kept.get(name)))], yes=False)


def verb[**Given, Found](writes: str) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Declare a change of columns that several rules make, and make in no other way."""
    names = tuple(writes.split())

    def declared(change: Callable[Given, Found]) -> Callable[Given, Found]:
        @wraps(change)
        def done(*given: Given.args, **named: Given.kwargs) -> Found:
            part: Any = given[0]
            if part._kept is None:  # noqa: SLF001 - an ordinary run
                return change(*given, **named)
            with part.opened(names):
                return change(*given, **named)

        done.writes = names  # type: ignore[attr-defined]
        return done

    return declared


def writing[Function: Callable[..., Any]](writes: str) -> Callable[[Function], Function]:
    """Declare which columns a part of the day that is no rule has for its own."""

    def declared(function: Function) -> Function:
        function.writes = tuple(writes.split())  # type: ignore[attr-defined]
        return function

    return declared


def verbs_of(part: type[State]) -> dict[str, tuple[str, ...]]:
    """Return the verbs of a part of the state with the columns that each writes."""
    return {name: method.writes for name, method in vars(part).items() if hasattr(method, "writes")}


def arrays_of(value: Any) -> Iterable[np.ndarray[Any, Any]]:
    """Return the arrays that an attribute is made of: itself, or those of a tuple or a mapping."""
    if isinstance(value, np.ndarray):
        return (value,)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    return [array for part in parts for array in arrays_of(part)]


def _set_writeable(arrays: Iterable[np.ndarray[Any, Any]], *, yes: bool) -> None:
    """Open or close arrays; a view can only be open while what it is a view of is."""
    for array in sorted(arrays, key=lambda one: one.base is not None):
        array.flags.writeable = yes


@contextmanager
def only(parts: Mapping[str, Any], writes: Collection[str]) -> Iterator[None]:
    """Close parts of a state to everything but the columns named (`register.plan`) and what verbs change."""
    closed = {name: {key: value for key, value in vars(part).items() if f"{name}.{key}" not in writes} for name, part in parts.items()}
    before = [array for kept in closed.values() for value in kept.values() for array in arrays_of(value) if array.flags.writeable]
    _set_writeable(before, yes=False)
    states = {name: part for name, part in parts.items() if isinstance(part, State)}
    for name, part in states.items():
        part._kept = closed[name]  # noqa: SLF001 - the two make up one thing
    try:
        yield
        for name, kept in closed.items():
            for key, value in kept.items():
                _demand_same(f"{name}.{key}", value, vars(parts[name])[key])
    finally:
        for part in states.values():
            del part._kept  # noqa: SLF001
        after = [array for name in states for value in closed[name].values() for array in arrays_of(value)]
        _set_writeable([*before, *(array for array in after if array.base is None)], yes=True)


def _demand_same(name: str, before: Any, now: Any) -> None:
    if now is not before and (arrays_of(now) or now != before):
        raise Trespass(f"{name} was replaced")


@dataclass(frozen=True)
class Column:
    """One attribute of all rows of a table."""

    dtype: type[np.generic]
    initial: float
    meaning: str
    unit: str = "1"


class Table(State):
    """Rows whose state lives in columns; agents read and write theirs through `ColumnOf`."""

    columns: ClassVar[Mapping[str, Column]] = {}

    def __init__(self, size: int) -> None:
        self.size = size
        for name, column in self.columns.items():
            setattr(self, name, np.full(size, column.initial, dtype=column.dtype))

    def arrays(self) -> Iterable[tuple[str, np.ndarray[Any, Any]]]:
        """Return every column with its name, cut to the rows in use."""
        return ((name, getattr(self, name)[: self.size]) for name in self.columns)


class ColumnOf:
    """An attribute of a Mesa agent that lives in a column of one of the city's tables.

    It finds the table through the agent's own city, so two cities never share state.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(getattr(agent.model.city, self.table), self.name)[agent.row].item()

    def __set__(self, agent: Any, value: float) -> None:
        getattr(getattr(agent.model.city, self.table), self.name)[agent.row] = value


def state_of(city: State) -> dict[str, Any]:
    """Return the parts of a city's state by name, itself among them: tables, and what is made of arrays."""
    return {"city": city} | {name: part for name, part in vars(city).items() if isinstance(part, State | Levers) or is_dataclass(part)}
