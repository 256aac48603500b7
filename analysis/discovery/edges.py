"""The limits that a box sets to the factors, and the worlds inside."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.names import factor_words
from cogov.analysis.values import with_minus
from cogov.model.words import Text
from cogov.scenarios.words import Words

SAY = Words(__file__)


@dataclass(frozen=True)
class Edge:
    """What a box allows of one factor: a span (infinite where not limited), or some of its names."""

    factor: str
    low: float = -math.inf
    high: float = math.inf
    names: tuple[str, ...] = ()

    def holds(self, values: pd.Series) -> NDArray[np.bool_]:
        """Say which worlds it lets in."""
        if self.names:
            return np.asarray(values.isin(self.names), dtype=np.bool_)
        return np.asarray((values >= self.low) & (values <= self.high), dtype=np.bool_)

    @property
    def words(self) -> Text:
        """Say it as a reader would."""
        low, high = (with_minus(f"{end:.3g}") for end in (self.low, self.high))
        text = SAY.one_of if self.names else SAY.below if math.isinf(self.low) else SAY.above if math.isinf(self.high) else SAY.between
        return text.filled(factor=factor_words(self.factor), low=low, high=high, names=SAY.alternatives.join(self.names))

    def as_json(self) -> dict[str, Any]:
        """Plain values, None where there is no limit."""
        limits = {"names": list(self.names)} if self.names else {"low": self.low, "high": self.high}
        return {"factor": self.factor, **limits}


@dataclass(frozen=True)
class Box:
    """Worlds between some limits.

    `coverage`: of all failing worlds, the share inside; `density`: of the worlds inside, the share that fails. `quasi_p`, by factor:
    how likely at least so dense a box would be by chance if this factor's limit did nothing (Bryant & Lempert 2010). Searched again in
    random halves of the worlds: `reproduced`, by factor, in what share of them it is limited; `unseen`, the density that boxes found
    in one half have in the other.
    """

    edges: tuple[Edge, ...]
    inside: int
    failing: int
    coverage: float
    density: float
    quasi_p: Mapping[str, float] = field(default_factory=dict)
    reproduced: Mapping[str, float] = field(default_factory=dict)
    unseen: float = math.nan

    def as_json(self) -> dict[str, Any]:
        """One entry of the document."""
        edges = [
            edge.as_json() | {"quasi_p": self.quasi_p.get(edge.factor), "reproduced": self.reproduced.get(edge.factor)}
            for edge in self.edges
        ]
        counts = {"worlds": self.inside, "failing": self.failing, "coverage": self.coverage, "density": self.density}
        return {"conditions": edges} | counts | {"density_unseen": self.unseen}


def inside(edges: tuple[Edge, ...], conditions: pd.DataFrame) -> NDArray[np.bool_]:
    """Say which worlds lie within all the limits."""
    found = np.ones(len(conditions), dtype=np.bool_)
    for edge in edges:
        found &= edge.holds(conditions[edge.factor])
    return found


def measured(edges: tuple[Edge, ...], conditions: pd.DataFrame, fails: NDArray[np.bool_]) -> Box:
    """Count what lies within the limits."""
    within = inside(edges, conditions)
    number, failing = int(within.sum()), int((within & fails).sum())
    return Box(edges, number, failing, failing / max(1, int(fails.sum())), failing / max(1, number))
