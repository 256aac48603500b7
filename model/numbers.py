"""Numbers with a meaning: every parameter states unit, range and source beside its default."""

import math
from typing import Annotated, Any

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


def number(default: float, low: float, high: float, unit: str, meaning: str, source: str = "assumed") -> Any:
    """Declare one parameter."""
    return Field(default=default, ge=low, le=high, description=meaning, json_schema_extra={"unit": unit, "source": source})


def share(default: float, meaning: str, source: str = "assumed") -> Any:
    """Declare a parameter between 0 and 1."""
    return number(default, 0.0, 1.0, "share", meaning, source)
