"""A target as a Gaussian process of the unknown numbers, learnt from runs: what a run would leave at any position, and how surely.

A plane is fitted first; the process (Matérn 5/2, a length a number) says what is left of it, and knows how much of that is luck. Left out one
after the other, points show whether it is as sure as it should be (Bastos & O'Hagan 2009): where it errs by more, its variance is widened.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.scenarios.extras import needed

Floats = npt.NDArray[np.float64]

SMALLEST_NOISE = 1e-6
"""Of the variance: what numerics need."""
LENGTHS = (0.1, 30.0)
"""Between which the length of a number lies, in parts of its range."""
STARTS = 1
"""Further positions from which the lengths are looked for."""
EXTRA = "calibration"


@dataclass(frozen=True)
class Emulator:
    """What is known of one target."""

    plane: Floats
    scale: float
    process: Any
    widened: float
    """By how much its variance was widened, 1 for not at all."""
    explains: float
    """Part of the variance over points that it foretells of points left out."""
    columns: Sequence[int]
    """Numbers that it looks at."""

    def at(self, positions: Floats) -> tuple[Floats, Floats]:
        """Return mean and variance of what runs leave on average at positions."""
        seen = positions.take(self.columns, axis=1)
        mean, deviation = self.process.predict(seen, return_std=True)
        return _on_plane(seen) @ self.plane + self.scale * mean, self.widened * (self.scale * deviation) ** 2

    def slopes(self, position: Floats, step: float = 0.05) -> Floats:
        """Return how the mean changes at a position over the whole range of each number, by central differences; NaN of one that it does not look at."""
        steps = step * np.eye(len(position))
        above, below = np.clip(position + steps, 0, 1), np.clip(position - steps, 0, 1)
        rise = (self.at(above)[0] - self.at(below)[0]) / np.diag(above - below)
        return np.where(np.isin(np.arange(len(position)), self.columns), rise, np.nan)


def learnt(positions: Floats, values: Floats, noise: Floats, columns: Sequence[int], seed: int) -> Emulator:
    """Learn a target from the means of runs at positions, the variance of each mean that luck makes, and the numbers that can have moved it."""
    positions = positions.take(columns, axis=1)
    processes, kernels = needed("sklearn.gaussian_process", EXTRA), needed("sklearn.gaussian_process.kernels", EXTRA)
    plane = (
        np.linalg.lstsq(_on_plane(positions), values, rcond=None)[0]
        if len(values) > 2 * positions.shape[1] + 2
        else _flat(positions, values)
    )
    left = values - _on_plane(positions) @ plane
    scale = float(left.std()) or 1.0
    kernel = kernels.ConstantKernel(1.0, (1e-4, 1e2)) * kernels.Matern(np.ones(positions.shape[1]), LENGTHS, nu=2.5)
    known = noise / scale**2 + SMALLEST_NOISE
    process = processes.GaussianProcessRegressor(kernel, alpha=known, n_restarts_optimizer=STARTS, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a length at the end of its range: the number does nothing
        process.fit(positions, left / scale)
    missed, sure = _left_out(process)
    spread = float(values.var()) or 1.0
    return Emulator(
        plane, scale, process, max(1.0, float((missed**2 / sure).mean())), 1 - float((scale**2 * missed**2).mean()) / spread, columns
    )


def _on_plane(positions: Floats) -> Floats:
    return np.column_stack([np.ones(len(positions)), positions - 0.5])


def _flat(positions: Floats, values: Floats) -> Floats:
    """Return the plane of too few points: their mean."""
    return np.concatenate([[values.mean()], np.zeros(positions.shape[1])])


def _left_out(process: Any) -> tuple[Floats, Floats]:
    """Return by how much each point is missed when it is left out, and the variance foretold for that (Rasmussen & Williams 2006, 5.12)."""
    covariance = process.kernel_(process.X_train_) + np.diag(process.alpha)
    inverse = np.linalg.inv(covariance)
    sure: Floats = 1 / np.diag(inverse)
    return (inverse @ process.y_train_) * sure, sure
