"""What `cogov calibrate` left behind, read back: numbers, targets and draws."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.experiments.designs.factors import numbers_at
from cogov.experiments.designs.naming import factors_of
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario
from docs.evidence.pages import records

HERE = Path(__file__).parent
FOLDER, PLACES = HERE / "incidents", HERE / "places"
"""The fit to one log, after which the default city has its numbers, and that to both logs together."""
OFFICE = (
    "boundary_clarity",
    "kinds.*.handlers.*",
    "topics.*.work.cv",
    "parameters.emergence.dispersion",
    "parameters.emergence.day_spread",
)
"""What was fitted of the offices that the logs are from and of their size: how clear, how well staffed, how even in work and from day to day."""


@dataclass(frozen=True)
class Fit:
    """An answer of `cogov calibrate`."""

    document: Mapping[str, Any]
    """Its `calibration.json`."""
    table: pd.DataFrame
    """Its `draws.csv`: a draw a row, a number a column."""
    took: str
    """How long it took, where, and whether it was interrupted."""

    @property
    def numbers(self) -> list[dict[str, Any]]:
        """Return the fitted numbers, with prior and draws."""
        return list(self.document["numbers"])

    @property
    def targets(self) -> list[dict[str, Any]]:
        """Return the targets, with what simulated logs have; NaN where too few cases tell."""
        return [{key: math.nan if value is None else value for key, value in one.items()} for one in self.document["targets"]]

    @property
    def distinct(self) -> int:
        """Return how many of the draws differ: those of equal weight repeat the likelier ones."""
        return len(self.table.drop_duplicates())

    @property
    def shared(self) -> list[dict[str, Any]]:
        """Return the fitted numbers of behaviour, which all cities share: those of no office and of no place."""
        return [one for one in self.numbers if one["name"] not in OFFICE and not place_of(one["name"])]

    @property
    def told(self) -> list[dict[str, Any]]:
        """Return those of them that the targets tell something of."""
        return [one for one in self.shared if one["verdict"] != "flat"]

    @property
    def assumed(self) -> dict[str, object]:
        """Return what they were before."""
        return self._as_declared({one["name"]: one["stands"] for one in self.told})

    @property
    def central(self) -> dict[str, object]:
        """Return what they are after: the medians of the draws, two digits of them."""
        return self._as_declared({one["name"]: float(f"{one['calibrated']:.2g}") for one in self.told})

    @property
    def behaviour(self) -> pd.DataFrame:
        """Return the draws without what belongs to the office."""
        return self.table[[name for name in self.table if name not in OFFICE]]

    @property
    def places(self) -> Mapping[str, Text]:
        """Return the places that were fitted together, with their titles; none of one city alone."""
        return {name: Text(**title) for name, title in self.document.get("places", {}).items()}

    def draws(self, most: int) -> list[dict[str, object]]:
        """Return the behaviour of so many of the draws, spread evenly over them."""
        rows = records(self.behaviour)
        return [self._as_declared(rows[place * len(rows) // most]) for place in range(min(most, len(rows)))]

    def _as_declared(self, values: Mapping[str, float]) -> dict[str, object]:
        """Return values as their declarations want them: some numbers are whole."""
        return {name: int(value) if self._factors[name].kind == "whole" else value for name, value in values.items()}

    @cached_property
    def _factors(self) -> Mapping[str, Any]:
        return factors_of(_leping())


@cache
def _leping() -> Scenario:
    return load_scenario("leping")


def place_of(name: str) -> str:
    """Return the place that a number or a target is called after; empty where all places share it."""
    return name.rpartition("/")[0]


def measure_of(name: str) -> str:
    """Return what is fitted or measured, without its place."""
    return name.rpartition("/")[2]


def stands_in_leping(path: str) -> float:
    """Return what a number of the rules is in the default city."""
    return next(numbers_at(_leping(), tuple(path.split("."))))[1]


def fit_in(folder: Path = FOLDER) -> Fit:
    """Read the answer that stands in a folder."""
    document = json.loads((folder / "calibration.json").read_text("utf-8"))
    return Fit(document, pd.read_csv(folder / "draws.csv"), (folder / "took.txt").read_text("utf-8").strip())
