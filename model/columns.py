"""Tables of columns: one array per attribute, declared once with dtype, initial value, unit and meaning."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np


@dataclass(frozen=True)
class Column:
    """One attribute of all rows of a table, and the rule that writes it."""

    dtype: type[np.generic]
    initial: float
    meaning: str
    unit: str = "1"
    owner: str = "build"


class Table:
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
    """An attribute of a Mesa agent that lives in a column of one of the model's tables.

    It finds the table through the agent's own model, so two models never share state.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        if agent is None:
            return self
        return getattr(getattr(agent.model, self.table), self.name)[agent.row].item()

    def __set__(self, agent: Any, value: float) -> None:
        getattr(getattr(agent.model, self.table), self.name)[agent.row] = value
