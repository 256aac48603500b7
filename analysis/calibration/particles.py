"""Draws among what is not ruled out, each weighed by runs of its own: sequential Monte Carlo without a likelihood.

Beaumont, Cornuet, Marin & Robert 2009, Biometrika 96: a generation is drawn from the one before, moved by a normal kernel of twice its
covariance, and kept where runs come nearer to the targets than the median of that one; weights make up for where proposals came from. The
last tolerance is that of a ball that spreads as the stated errors do. Written here and not taken from a library: draws have to be the same
whatever the number of workers, and go on where they were stopped, which a generator shared by a process does not give.

Candidates come in batches: all of a batch are lived through, whatever becomes of the first of them.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.analysis.calibration.region import Region
from cogov.analysis.calibration.simulated import Simulated
from cogov.analysis.calibration.targets import Target

Floats = npt.NDArray[np.float64]
Live = Callable[[str, Floats], Simulated]
"""(name of a batch, positions) -> what its runs leave."""

MOST_BATCHES = 3
"""Of a generation; where they do not fill it, it ends with the one before."""
MOST_TRIES = 200
"""Times that proposals are made until enough of them lie in the region."""


@dataclass(frozen=True)
class Generation:
    """Draws, and what became of those that were tried for it."""

    tolerance: float
    positions: Floats
    weights: Floats
    """Sum to 1."""
    distances: Floats
    simulated: Simulated
    tried: int

    @property
    def accepted(self) -> float:
        """Return which part of those tried was kept."""
        return len(self.positions) / self.tried

    @property
    def effective(self) -> float:
        """Return how many draws of equal weight tell as much."""
        return 1 / float((self.weights**2).sum())

    def equal(self) -> npt.NDArray[np.int64]:
        """Return draws of equal weight, as many, by their row: each as often as its weight says (systematic resampling)."""
        count = len(self.weights)
        steps = (np.arange(count) + 0.5) / count
        return np.minimum(np.searchsorted(np.cumsum(self.weights), steps), count - 1)


@dataclass(frozen=True)
class Ruler:
    """How far runs are from the targets: weighed root mean square, in standard deviations of what is unsure of each."""

    targets: tuple[Target, ...]
    widened: float = 1.0

    def distances(self, simulated: Simulated) -> Floats:
        """Return the distance of every point; infinite where it lacks a target."""
        total = np.zeros(len(simulated.positions))
        for one in self.targets:
            missed = simulated.of(one.name) - one.value
            total += one.weight * missed**2 / ((self.widened * one.spread) ** 2 + simulated.noise(one.name))
        return np.nan_to_num(np.sqrt(total / sum(one.weight for one in self.targets)), nan=np.inf)

    @property
    def last(self) -> float:
        """The distance of a ball in as many dimensions as there are targets that spreads as the stated errors do."""
        weights = np.array([one.weight for one in self.targets])
        dimensions = float(weights.sum() ** 2 / (weights**2).sum())
        return math.sqrt((dimensions + 2) / dimensions)


def generations(region: Region, ruler: Ruler, live: Live, draws: int, most: int, seed: int) -> Iterator[Generation]:
    """Yield generations until the tolerance is the last one, too few are kept, or there are as many as there may be."""
    chance = np.random.default_rng((seed, 0))
    positions = region.drawn(draws, chance)
    simulated = live("draws-1-1", positions)
    now = Generation(
        math.inf, positions, np.full(len(positions), 1 / len(positions)), ruler.distances(simulated), simulated, len(positions)
    )
    yield now
    for number in range(2, most + 1):
        if now.tolerance <= ruler.last:
            return
        following = _following(now, region, ruler, live, number, seed)
        if following is None:
            return
        now = following
        yield now


def _following(before: Generation, region: Region, ruler: Ruler, live: Live, number: int, seed: int) -> Generation | None:
    """Return the next generation; None where too few of those tried come near enough."""
    draws, tolerance = len(before.positions), max(ruler.last, float(np.median(before.distances)))
    kept: list[Simulated] = []
    for batch in range(1, MOST_BATCHES + 1):
        chance = np.random.default_rng((seed, number, batch))
        found = live(f"draws-{number}-{batch}", _proposed(before, region, draws, chance))
        kept.append(found.taken(np.flatnonzero(ruler.distances(found) <= tolerance)))
        near = _together(kept)
        if len(near.positions) >= draws:
            near = near.taken(np.arange(draws))
            weights = _weights(near.positions, before)
            return Generation(tolerance, near.positions, weights, ruler.distances(near), near, batch * draws)
    return None


def _together(parts: Sequence[Simulated]) -> Simulated:
    first, *others = parts
    for other in others:
        first = other.beside(first)
    return first


def _kernel(before: Generation) -> Floats:
    """Return twice the covariance of the draws."""
    covariance: Floats = 2 * np.cov(before.positions.T, aweights=before.weights).reshape((before.positions.shape[1],) * 2)
    return covariance + 1e-9 * np.eye(len(covariance))


def _proposed(before: Generation, region: Region, count: int, chance: np.random.Generator) -> Floats:
    """Return moved draws that lie in the region."""
    root = np.linalg.cholesky(_kernel(before))
    found = np.empty((0, region.numbers))
    for _ in range(MOST_TRIES):
        chosen = chance.choice(len(before.positions), size=4 * count, p=before.weights)
        moved = before.positions[chosen] + chance.standard_normal((len(chosen), region.numbers)) @ root.T
        found = np.concatenate([found, moved[region.holds(moved)]])
        if len(found) >= count:
            break
    return found[:count]


def _weights(positions: Floats, before: Generation) -> Floats:
    """Return the prior, flat in the region, over how likely each position was to be proposed."""
    inverse = np.linalg.inv(_kernel(before))
    apart = positions[:, None, :] - before.positions[None, :, :]
    proposed = np.exp(-0.5 * np.einsum("ijk,kl,ijl->ij", apart, inverse, apart)) @ before.weights
    weights: Floats = 1 / proposed
    return weights / weights.sum()
