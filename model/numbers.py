"""Numbers with a meaning: every parameter states unit, range and source beside its default."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar

import numpy as np
import numpy.typing as npt
from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError("must be a finite number")
    return value


Number = Annotated[float, AfterValidator(_finite)]
NotNegative = Annotated[float, Field(ge=0.0), AfterValidator(_finite)]
Share = Annotated[float, Field(ge=0.0, le=1.0), AfterValidator(_finite)]


class Frozen(BaseModel):
    """A part of a scenario: plain values, unchangeable, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Numbers(Frozen):
    """A block of numbers under `parameters:` of a scenario, declared where it is used: those of a rule, or of what several rules use.

    A rule's block takes over the parts that other modules use and declare (`class Closure(Visiting)`).
    """

    shared: ClassVar[frozenset[str]] = frozenset()
    """Numbers that decide the shape of arrays, or of what twin cities have in common: those that live side by side have the same."""


@dataclass(frozen=True)
class OfEach:
    """A block of numbers in which twin cities differ, as attributes: plain where all have the same, else one for each of those asked about."""

    same: Mapping[str, float]
    differ: Mapping[str, npt.NDArray[Any]]
    """By city."""
    twin: npt.NDArray[np.int64] | None = None
    """The cities of those asked about."""

    @classmethod
    def put_together(cls, blocks: Sequence[Numbers]) -> "OfEach":
        """Lay the blocks of several cities side by side."""
        values = {name: [getattr(block, name) for block in blocks] for name in type(blocks[0]).model_fields}
        same = {name: of_each[0] for name, of_each in values.items() if len(set(of_each)) == 1}
        return cls(same, {name: np.array(of_each) for name, of_each in values.items() if name not in same})

    def of(self, twin: npt.NDArray[np.int64]) -> "OfEach":
        """Return the numbers as each of some cities has them."""
        return replace(self, twin=twin)

    def __getattr__(self, name: str) -> Any:
        """Return a number, or one for each."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self.same:
            return self.same[name]
        if name not in self.differ:
            raise AttributeError(name)
        if self.twin is None:
            raise AttributeError(f"{name} differs between these twin cities: say of which matters, desks or places it is asked")
        return self.differ[name][self.twin]


def number(default: float, low: float, high: float, unit: str, meaning: str, source: str = "assumed") -> Any:
    """Declare one parameter."""
    return Field(default=default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit, "source": source})


def share(default: float, meaning: str, source: str = "assumed") -> Any:
    """Declare a parameter between 0 and 1."""
    return number(default, 0.0, 1.0, "share", meaning, source)
