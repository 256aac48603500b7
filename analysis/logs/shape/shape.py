"""All measures of one log: the only thing that is ever kept of it, and enough to compare it with others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.analysis.logs.shape.cases import CaseLog
from cogov.analysis.logs.shape.measures import CURVES, MEASURES, cases_by_desk, log_times
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Floats = npt.NDArray[np.float64]
GRID: Floats = np.arange(1, 100) / 100
KIND = "cogov log shape"
ANALOGUE = SAY.analogue
"""Stands on every page that uses a log from elsewhere."""
TIMES = SAY.times


@dataclass(frozen=True)
class Shape:
    """What is told of a log: numbers of all its cases together, none of any one."""

    cases: int
    events: int
    desks: int
    measures: Mapping[str, float]
    curves: Mapping[str, Floats]
    log_time: Floats
    """Percentiles 1 to 99 of the natural logarithm of time over median time."""
    read_as: Mapping[str, str] = field(default_factory=dict)
    """Which column of a file was taken for what."""

    def as_json(self) -> dict[str, Any]:
        """Return the document that `log describe --json` prints, and `log compare` reads."""
        return {
            "kind": KIND,
            "note": ANALOGUE.en,
            "times": TIMES.en,
            "read_as": dict(self.read_as),
            "cases": self.cases,
            "events": self.events,
            "desks": self.desks,
            "measures": dict(self.measures),
            "curves": {curve.name: dict(zip(curve.steps, self.curves[curve.name].tolist(), strict=True)) for curve in CURVES},
            "log_time": self.log_time.tolist(),
        }


def shape_of(log: CaseLog, read_as: Mapping[str, str] | None = None) -> Shape:
    """Take every measure of a log."""
    return Shape(
        len(log.cases),
        len(log.events),
        cases_by_desk(log).size,
        {one.name: one.of(log) for one in MEASURES},
        {one.name: one.of(log) for one in CURVES},
        log_times(log, GRID),
        read_as or {},
    )


def shape_from(document: Mapping[str, Any], name: str) -> Shape:
    """Return the shape that a document describes, as `as_json` wrote it."""
    try:
        curves = {one.name: _numbers([document["curves"][one.name][step] for step in one.steps]) for one in CURVES}
        measures = {one.name: float(_numbers([document["measures"][one.name]])[0]) for one in MEASURES}
        cases, events, desks = (int(document[key]) for key in ("cases", "events", "desks"))
        read_as = {str(key): str(value) for key, value in dict(document.get("read_as", {})).items()}
        log_time = _numbers(document["log_time"])
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise InputError(Problem(SAY.damaged, name, value=str(error))) from None
    if log_time.shape != GRID.shape:
        raise InputError(Problem(SAY.damaged, name, key="log_time", value=log_time.size, allowed=(str(GRID.size),)))
    return Shape(cases, events, desks, measures, curves, log_time, read_as)


def _numbers(values: Any) -> Floats:
    """Read numbers; null is not known."""
    return np.array([np.nan if one is None else float(one) for one in values], dtype=np.float64)
