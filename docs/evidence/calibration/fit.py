"""What `cogov calibrate` left behind, read back: numbers, targets and draws."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.experiments.designs.naming import factors_of
from cogov.scenarios.loader import load_scenario
from docs.evidence.pages import records

HERE = Path(__file__).parent
FOLDER = HERE / "incidents"


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
    def central(self) -> dict[str, object]:
        """Return the calibrated city's numbers, those that the targets tell something of."""
        return self._as_declared({one["name"]: one["calibrated"] for one in self.numbers if one["verdict"] != "flat"})

    def draws(self, most: int) -> list[dict[str, object]]:
        """Return so many of the draws, spread evenly over them."""
        rows = records(self.table)
        return [self._as_declared(rows[place * len(rows) // most]) for place in range(min(most, len(rows)))]

    def _as_declared(self, values: Mapping[str, float]) -> dict[str, object]:
        """Return values as their declarations want them: some numbers are whole."""
        return {name: int(value) if self._factors[name].kind == "whole" else value for name, value in values.items()}

    @cached_property
    def _factors(self) -> Mapping[str, Any]:
        return factors_of(load_scenario("leping"))


def fit_in(folder: Path = FOLDER) -> Fit:
    """Read the answer that stands in a folder."""
    document = json.loads((folder / "calibration.json").read_text("utf-8"))
    return Fit(document, pd.read_csv(folder / "draws.csv"), (folder / "took.txt").read_text("utf-8").strip())
