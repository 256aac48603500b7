"""What targets do not rule out: positions at which no target is missed by more than three standard deviations (history matching).

Implausibility is the distance between what the emulator foretells and the target, over the standard deviation of all that is unsure: the
emulator, the observation, and the model's discrepancy (Craig et al. 1997; Vernon, Goldstein & Bower 2010). Three standard deviations hold 95 % of
any distribution with one peak (Pukelsheim 1994).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from cogov.analysis.calibration.emulator import Emulator
from cogov.analysis.calibration.targets import Target

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

RULED_OUT = 3.0
LOOKED_AT = 2**13
"""Positions at a time; as many say how large the region is."""
MOST_LOOKS = 16
WALK = 30
"""Steps of positions that are found by walking from others, where the region is too small to be hit by chance."""
STRIDE = 2.38
"""Of a step, over the square root of twice the numbers."""
CROWDED = 8
"""Positions are chosen so many times and thinned to those far apart."""


@dataclass(frozen=True)
class Region:
    """All positions that are not ruled out; without emulators all there are."""

    numbers: int
    targets: tuple[Target, ...] = ()
    emulators: Mapping[str, Emulator] | None = None
    widened: float = 1.0
    """By how much the stated errors of all targets were widened, since else nothing was left."""

    def implausible(self, target: Target, positions: Floats) -> Floats:
        """Return by how many standard deviations a target is missed at positions."""
        mean, variance = (self.emulators or {})[target.name].at(positions)
        found: Floats = np.abs(mean - target.value) / np.sqrt(variance + (self.widened * target.spread) ** 2)
        return found

    def holds(self, positions: Floats) -> Flags:
        """Say which positions are in it: each target looks only at what the ones before have left."""
        left = np.flatnonzero(((positions >= 0) & (positions <= 1)).all(axis=1))
        for target in self.targets:
            if left.size:
                left = left[self.implausible(target, positions[left]) <= RULED_OUT]
        inside = np.zeros(len(positions), dtype=np.bool_)
        inside[left] = True
        return inside

    def share(self, seed: int) -> float:
        """Return which part of all positions it is."""
        return float(self.holds(_spread_out(self.numbers, LOOKED_AT, np.random.default_rng(seed))).mean())

    def drawn(self, count: int, chance: np.random.Generator) -> Floats:
        """Return positions in it, each as likely: hit by chance, or walked to from those that were; none where none was hit."""
        hit = np.empty((0, self.numbers))
        for _ in range(MOST_LOOKS):
            positions = chance.random((LOOKED_AT, self.numbers))
            hit = np.concatenate([hit, positions[self.holds(positions)]])
            if len(hit) >= count:
                return hit[:count]
        return self._walked(hit[chance.integers(len(hit), size=count)], hit, chance) if len(hit) else hit

    def _walked(self, positions: Floats, hit: Floats, chance: np.random.Generator) -> Floats:
        """Walk from positions without leaving, by differences between those that were hit, which have the region's shape (ter Braak 2006).

        A step and its way back are as likely, so all positions stay as likely (Metropolis).
        """
        for _ in range(WALK):
            one, other = hit[chance.integers(len(hit), size=(2, len(positions)))]
            to = positions + STRIDE / np.sqrt(2 * self.numbers) * (one - other)
            positions = np.where(self.holds(to)[:, None], to, positions)
        return positions

    def spaced(self, count: int, chance: np.random.Generator) -> Floats:
        """Return positions in it that are far apart, for runs to learn from."""
        if not self.emulators:
            return _spread_out(self.numbers, count, chance)
        return apart(self.drawn(CROWDED * count, chance), count)


def _spread_out(numbers: int, count: int, chance: np.random.Generator) -> Floats:
    found: Floats = qmc.LatinHypercube(numbers, seed=chance).random(count)
    return found


def apart(positions: Floats, count: int) -> Floats:
    """Return so many of some positions, each the farthest from those before (Gonzalez 1985)."""
    chosen = [0]
    nearest = np.full(len(positions), np.inf)
    while len(chosen) < min(count, len(positions)):
        nearest = np.minimum(nearest, ((positions - positions[chosen[-1]]) ** 2).sum(axis=1))
        chosen.append(int(nearest.argmax()))
    return positions[chosen]


def out_of_reach(region: Region, seed: int) -> dict[str, float]:
    """Return targets that each alone rules out everything, with the nearest that the emulator comes to them."""
    positions = _spread_out(region.numbers, LOOKED_AT, np.random.default_rng(seed))
    return {one.name: _nearest(region, one, positions) for one in region.targets if region.implausible(one, positions).min() > RULED_OUT}


def _nearest(region: Region, target: Target, positions: Floats) -> float:
    values = (region.emulators or {})[target.name].at(positions)[0]
    return float(values[np.abs(values - target.value).argmin()])


def region_of(numbers: int, targets: Sequence[Target], emulators: Mapping[str, Emulator], widened: float, seed: int) -> Region:
    """Return what targets leave; where that is nothing all stated errors are doubled until something is left."""
    region = Region(numbers, tuple(targets), emulators, widened)
    while not region.share(seed):
        region = Region(numbers, region.targets, emulators, 2 * region.widened)
    return region
