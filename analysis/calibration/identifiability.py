"""Which unknown numbers the targets tell apart, and which stay what they were.

From the emulators at the middle of the draws: how far each target moves, in its stated errors, over the whole range of a number. A number's
*strength* is the root mean square over the targets of where it holds; the *collinearity index* of some numbers says how well the others make up for a change of one (Brun,
Reichert & Künsch 2001): 1 for none, above 10 targets cannot tell them apart. *Narrowed* is by how much the draws spread less than the prior.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from cogov.analysis.calibration.emulator import Emulator
from cogov.analysis.calibration.targets import Target

Floats = npt.NDArray[np.float64]
Verdict = Literal["told", "tied", "flat"]

PRIOR_SPREAD = 1 / math.sqrt(12)
"""Standard deviation of a number that lies anywhere in its range."""
NARROWED = 0.2
"""From here on draws say something of a number by itself."""
SEEN = 1.0
"""Stated errors by which targets have to move over a prior's standard deviation for a number to be seen at all."""
COLLINEAR = 10.0


@dataclass(frozen=True)
class Told:
    """What targets tell of one number."""

    strength: float
    """Stated errors by which targets move over the whole range."""
    narrowed: float
    """0: the draws spread as the prior does; 1: they are one value."""
    verdict: Verdict
    """told: by itself; tied: only with others, `partner` first; flat: nothing is told of it."""
    partner: int | None
    """The number that makes up for it best, by its column."""
    collinearity: float
    """With that one."""


def sensitivities(emulators: Mapping[str, Emulator], targets: Sequence[Target], position: Floats, widened: float) -> Floats:
    """Return targets by numbers: stated errors by which a target moves over the whole range of a number; NaN where a number does not hold."""
    return np.array([emulators[one.name].slopes(position) / (widened * one.spread) for one in targets])


def collinearity(sensitive: Floats) -> float:
    """Return the collinearity index of the columns; infinite where one of them is nothing."""
    lengths = np.sqrt((sensitive**2).sum(axis=0))
    if not lengths.all():
        return math.inf
    smallest = np.linalg.eigvalsh((sensitive / lengths).T @ (sensitive / lengths))[0]
    return 1 / math.sqrt(smallest) if smallest > 0 else math.inf


def told(sensitive: Floats, positions: Floats) -> list[Told]:
    """Say of every number what the targets tell of it, from sensitivities and draws of equal weight.

    Numbers that targets see and that are collinear together, or more than there are targets, are tied; one that is seen alone is told apart.
    """
    holds = np.isfinite(sensitive)
    sensitive = np.where(holds, sensitive, 0.0)
    strength = np.sqrt((sensitive**2).sum(axis=0) / np.maximum(holds.sum(axis=0), 1))
    narrowed = 1 - positions.std(axis=0) / PRIOR_SPREAD
    seen = strength * PRIOR_SPREAD >= SEEN
    tied = seen & (seen.sum() > 1 and collinearity(sensitive[:, seen]) > COLLINEAR)
    return [
        _told(number, sensitive, float(strength[number]), float(narrowed[number]), bool(tied[number])) for number in range(len(strength))
    ]


def _told(number: int, sensitive: Floats, strength: float, narrowed: float, tied: bool) -> Told:  # noqa: FBT001 - of one number
    others = [other for other in range(sensitive.shape[1]) if other != number]
    indices = {other: collinearity(sensitive[:, [number, other]]) for other in others if sensitive[:, other].any()}
    partner = max(indices, key=lambda other: indices[other], default=None) if sensitive[:, number].any() else None
    verdict: Verdict = "told" if narrowed >= NARROWED else "tied" if tied and partner is not None else "flat"
    return Told(strength, narrowed, verdict, partner, math.nan if partner is None else indices[partner])
