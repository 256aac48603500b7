"""What counts as failure: `--when 'resolution_rate<0.8 and mean_days>=20'`, read strictly."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.names import level_text, row_words
from cogov.analysis.study import absent
from cogov.model.indicators import group_of
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.names import indicator_called
from cogov.scenarios.words import Words

SAY = Words(__file__)

COMPARISONS: dict[str, Callable[[Any, float], Any]] = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
_TERM = re.compile(r"\s*([^\s<>=]+)\s*(<=|>=|<|>)\s*(\S+)\s*\Z")
_FORM = "INDICATOR<NUMBER (<, <=, >, >=)"


@dataclass(frozen=True)
class Condition:
    """One indicator on one side of a number."""

    indicator: str
    sign: str
    value: float

    def holds(self, values: pd.Series) -> NDArray[np.bool_]:
        """Say where it holds; where the indicator is undefined it does not."""
        return self.holds_for(values.to_numpy(dtype=np.float64))

    def holds_for(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Say where it holds, in an array of any shape."""
        return np.asarray(COMPARISONS[self.sign](values, self.value), dtype=np.bool_)

    @property
    def words(self) -> Text:
        """Say it as a reader would."""
        return row_words(self.indicator) + f" {SIGNS[self.sign]} {level_text(self.indicator, self.value)}"


def parse_conditions(written: str, outputs: Sequence[str], option: str, between: str = " and ") -> tuple[Condition, ...]:
    """Read conditions joined by `between`, or refuse with the nearest names."""
    found = tuple(
        _condition(part, outputs, option) for part in re.split(re.escape(between.strip()) if between == "," else r"\s+and\s+", written)
    )
    if len(set(found)) < len(found):
        raise InputError(Problem(SAY.twice, key=option, value=written))
    return found


def all_hold(conditions: Sequence[Condition], values: pd.DataFrame) -> NDArray[np.bool_]:
    """Say in which rows every condition holds."""
    return np.all([one.holds(values[one.indicator]) for one in conditions], axis=0)


def conditions_words(conditions: Sequence[Condition]) -> Text:
    """Join conditions as a reader would."""
    return SAY.together.join(one.words for one in conditions)


def _condition(part: str, outputs: Sequence[str], option: str) -> Condition:
    match = _TERM.match(part)
    if match is None:
        raise InputError(Problem(SAY.not_a_term, key=option, value=part.strip(), allowed=(_FORM,)))
    said, sign, number = match.groups()
    name = indicator_called(said)
    if name not in outputs:
        near = [one for one in outputs if (group_of(one) is None) == (group_of(name) is None)]
        problem = absent(name, near)
        raise InputError(Problem(problem.message, key=option, allowed=problem.allowed, nearest=problem.nearest))
    return Condition(name, sign, _number(number, option))


def _number(written: str, option: str) -> float:
    try:
        value = float(written.removesuffix("%")) / (100.0 if written.endswith("%") else 1.0)
    except ValueError:
        value = float("nan")
    if not np.isfinite(value):
        raise InputError(Problem(SAY.not_a_number, key=option, value=written))
    return value
