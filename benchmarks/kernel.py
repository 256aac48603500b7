"""The reduced kernel: the least that other libraries can be asked to live through beside our whole model. Its numbers, and who is tied to whom.

Citizens have satisfaction and engagement. A day: each meets a matter with chance MEETS and takes it to the desk of its quarter, or, misrouted, to
a desk drawn at random, one day later; desks serve first come, first served, and the engaged of their quarter help; satisfaction follows the wait,
engagement whether enough neighbours are engaged. `kernel_mesa.py` and `kernel_starsim.py` are the same kernel in two hands.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

MEETS, MISROUTED = 0.01, 0.2
RESIDENTS_PER_DESK, SERVED_A_DAY, HELP = 400, 2.7, 0.005
"""Matters a day: of a desk, and of each who is engaged."""
SATISFIED, ADAPTS, PATIENCE_DAYS = 0.5, 0.3, 30.0
ENGAGED, MOVES, ENOUGH = 0.3, 0.05, 0.35
"""Share that is engaged at first; how fast engagement follows the neighbours; which share of them is enough."""
HOUSEHOLD = 3
LOCAL, NEAR, FAR = 2, 30, 1
"""Ties that a citizen draws among those who live near, how near they live, and ties drawn among all."""


@dataclass(frozen=True)
class Lived:
    """What is left of a kernel's days, by which two hands can be told to be the same kernel."""

    matters: int
    satisfaction: float
    engaged: float


def desks_of(residents: int) -> Ints:
    """The desk of each citizen's quarter."""
    return np.arange(residents) // RESIDENTS_PER_DESK


def ties(residents: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Both ends of every tie, mean degree about 8: all of a household, LOCAL near by and FAR anywhere for each."""
    citizens = np.arange(residents)
    near = [(citizens, (citizens + rng.integers(1, NEAR, residents)) % residents) for _ in range(LOCAL)]
    far = [(citizens, rng.integers(0, residents, residents)) for _ in range(FAR)]
    pairs = [*_households(citizens), *near, *far]
    one, other = (np.concatenate(ends) for ends in zip(*pairs, strict=True))
    return one[one != other], other[one != other]


def _households(citizens: Ints) -> list[tuple[Ints, Ints]]:
    whole = citizens[: len(citizens) // HOUSEHOLD * HOUSEHOLD].reshape(-1, HOUSEHOLD)
    return [(whole[:, first], whole[:, second]) for first in range(HOUSEHOLD) for second in range(first + 1, HOUSEHOLD)]
