"""A log beside simulated ones: each measure of both, how far their distributions are apart, and intervals over seeds.

Distances are between distributions: of hand-offs half the sum of the absolute differences of their shares (total variation, 0 to 1) and the
mean hand-offs that would have to be moved (Wasserstein-1); of time Wasserstein-1 between the logarithms of time over median time, the mean
over percentiles 1 to 99: .69 is a factor of two. Beside each stands the distance of simulated logs from one another, which luck alone makes.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.analysis.logs.shape.measures import CURVES, MEASURES, LogCurve
from cogov.analysis.logs.shape.shape import ANALOGUE, TIMES, Shape
from cogov.analysis.paired import t_interval
from cogov.model.words import Text

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Distance:
    """How far two logs are apart in one respect."""

    name: str
    between: Callable[[Shape, Shape], float]
    title: Text


def _variation(curve: str) -> Callable[[Shape, Shape], float]:
    def between(one: Shape, other: Shape) -> float:
        return float(np.abs(one.curves[curve] - other.curves[curve]).sum() / 2)

    return between


def _moved_handoffs(one: Shape, other: Shape) -> float:
    """Wasserstein-1 between whole numbers: the sum of the absolute differences of their distribution functions."""
    apart = np.cumsum(one.curves["handoff_shares"] - other.curves["handoff_shares"])
    return float(np.abs(apart[:-1]).sum())


def _moved_times(one: Shape, other: Shape) -> float:
    return float(np.abs(one.log_time - other.log_time).mean())


DISTANCES = (
    Distance(
        "handoffs_variation",
        _variation("handoff_shares"),
        Text(zh="流转次数分布（总变差）", en="distribution of hand-offs (total variation)"),
    ),
    Distance(
        "handoffs_moved",
        _moved_handoffs,
        Text(zh="流转次数分布（Wasserstein，次）", en="distribution of hand-offs (Wasserstein, hand-offs)"),
    ),
    Distance("levels_variation", _variation("levels"), Text(zh="到达层级的分布（总变差）", en="highest level reached (total variation)")),
    Distance("time_moved", _moved_times, Text(zh="用时/中位数的对数分布（Wasserstein）", en="log of time over median (Wasserstein)")),
)


@dataclass(frozen=True)
class Beside:
    """One number of the log beside those of the simulated ones; the interval is of their mean, over seeds (95 %, t)."""

    name: str
    log: float
    mean: float
    low: float
    high: float
    seeds: int
    """Simulated logs of which it is known."""

    @property
    def difference(self) -> float:
        """How much more the simulated logs have."""
        return self.mean - self.log


@dataclass(frozen=True)
class Compared:
    """A log beside the simulated ones of a scenario and policy, a seed each."""

    log: Shape
    runs: tuple[Shape, ...]
    seeds: tuple[int, ...]

    def measures(self) -> list[Beside]:
        """Return every measure of both."""
        return [
            beside(one.name, self.log.measures[one.name], [run.measures[one.name] for run in self.runs], one.bounds) for one in MEASURES
        ]

    def curve(self, curve: LogCurve) -> list[Beside]:
        """Return every step of a curve of both."""
        name, bounds = curve.name, curve.bounds
        own = self.log.curves[name].tolist()
        return [beside(step, own[n], [float(run.curves[name][n]) for run in self.runs], bounds) for n, step in enumerate(curve.steps)]

    def distances(self) -> list[Beside]:
        """Return how far the log is from the simulated ones; `log` holds the mean distance of these from one another."""
        return [self._distance(one) for one in DISTANCES]

    def _distance(self, one: Distance) -> Beside:
        luck = [one.between(first, second) for first, second in combinations(self.runs, 2)]
        known = [value for value in luck if not math.isnan(value)]
        return beside(one.name, float(np.mean(known)) if known else math.nan, [one.between(self.log, run) for run in self.runs])

    def as_json(self) -> dict[str, Any]:
        """Return the document that `log compare --json` prints."""
        return {
            "note": ANALOGUE.en,
            "times": TIMES.en,
            "interval": "95 % t interval of the simulated mean over seeds",
            "seeds": list(self.seeds),
            "log": self.log.as_json(),
            "measures": [_document(one) for one in self.measures()],
            "curves": {one.name: [_document(step) for step in self.curve(one)] for one in CURVES},
            "distances": [_document(one, luck=True) for one in self.distances()],
        }


def beside(name: str, log: float, simulated: Sequence[float], bounds: tuple[float, float] = (0.0, math.inf)) -> Beside:
    """Put a number of the log beside those of simulated ones, as far as they are known; an interval ends where the number must."""
    known: Floats = np.array([value for value in simulated if not math.isnan(value)])
    low, high = np.clip(t_interval(known)[:2], *bounds).tolist()
    return Beside(name, log, float(known.mean()) if known.size else math.nan, low, high, known.size)


def _document(one: Beside, *, luck: bool = False) -> dict[str, Any]:
    return {"name": one.name, "between_seeds" if luck else "log": one.log} | dict(_simulated(one))


def _simulated(one: Beside) -> Iterator[tuple[str, float | int]]:
    yield from (("mean", one.mean), ("ci_low", one.low), ("ci_high", one.high), ("seeds", one.seeds))
