"""What runs at points leave: the mean of every target over seeds, how far luck moves it, and which points lack it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from cogov.analysis.calibration.targets import Target
from cogov.experiments.store.frames import load

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Simulated:
    """Points by targets."""

    positions: Floats
    """Points by numbers, each between 0 and 1."""
    means: Floats
    """NaN where no run of a point has a value."""
    counts: Floats
    """Runs that have one."""
    squares: Floats
    """Squared distances of runs from their mean, summed."""
    names: tuple[str, ...]
    runs: int

    @classmethod
    def in_folder(cls, folder: Path, positions: Floats, targets: Sequence[Target]) -> Self:
        """Read the runs of a folder whose points stand at positions; points that lack every run have no values."""
        frame = load(folder)
        by_point = frame[frame["status"] == "done"].groupby("point")[[one.measure for one in targets]]
        every = range(len(positions))
        counts = by_point.count().reindex(every, fill_value=0).to_numpy(dtype=np.float64)
        means = by_point.mean().reindex(every).to_numpy(dtype=np.float64)
        variances = by_point.var(ddof=1).reindex(every).to_numpy(dtype=np.float64)
        return cls(
            positions, means, counts, np.nan_to_num(variances) * np.maximum(counts - 1, 0), tuple(one.name for one in targets), len(frame)
        )

    def beside(self, other: "Simulated | None") -> "Simulated":
        """Return these points behind others."""
        if other is None:
            return self
        return Simulated(
            np.concatenate([other.positions, self.positions]),
            np.concatenate([other.means, self.means]),
            np.concatenate([other.counts, self.counts]),
            np.concatenate([other.squares, self.squares]),
            self.names,
            other.runs + self.runs,
        )

    def across(self, other: "Simulated") -> "Simulated":
        """Return the same points with the targets of another place behind these."""
        return Simulated(
            self.positions,
            np.hstack([self.means, other.means]),
            np.hstack([self.counts, other.counts]),
            np.hstack([self.squares, other.squares]),
            (*self.names, *other.names),
            self.runs + other.runs,
        )

    def taken(self, rows: npt.NDArray[np.int64]) -> "Simulated":
        """Return some of the points, in the order asked for."""
        return Simulated(self.positions[rows], self.means[rows], self.counts[rows], self.squares[rows], self.names, self.runs)

    def of(self, name: str) -> Floats:
        """Return the means of one target."""
        found: Floats = self.means[:, self.names.index(name)]
        return found

    def luck(self, name: str) -> float:
        """Return the variance between runs of one point, pooled over points; 0 where each has one run."""
        column = self.names.index(name)
        freedom = np.maximum(self.counts[:, column] - 1, 0).sum()
        return float(self.squares[:, column].sum() / freedom) if freedom else 0.0

    def noise(self, name: str) -> Floats:
        """Return the variance of each point's mean that luck makes."""
        return self.luck(name) / np.maximum(self.counts[:, self.names.index(name)], 1)
