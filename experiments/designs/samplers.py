"""From the values that factors take to the points of a study: one function a kind of design, all of one signature.

Every sampler is decided by the design's seed. Values are rounded to 12 significant digits, so that every computer asks for the same
runs. Sobol' and Morris samples of a larger design begin with those of a smaller one; Latin hypercubes do not.
"""

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.experiments.designs.axes import Axis
from cogov.experiments.designs.kinds import MORRIS_LEVELS
from cogov.experiments.designs.schema import Design
from cogov.experiments.plan import Value
from cogov.experiments.planning import Point
from cogov.scenarios.extras import needed

Sampler = Callable[[Sequence[Axis], Point, Design], list[Point]]
"""(axes, where the factors stand without the design, design) -> points."""


def grid(axes: Sequence[Axis], _: Point, __: Design) -> list[Point]:
    """Return every combination of levels, the last factor moving fastest."""
    return list(product(*(axis.levels for axis in axes)))


def one_at_a_time(axes: Sequence[Axis], base: Point, _: Design) -> list[Point]:
    """Return the point at which all factors stand, then each factor at each of its levels with the others left where they are."""
    moved = ((place, level) for place, axis in enumerate(axes) for level in axis.levels)
    return [base, *((*base[:place], level, *base[place + 1 :]) for place, level in moved)]


def listed(axes: Sequence[Axis], _: Point, __: Design) -> list[Point]:
    """Return the points that a person has listed, row by row."""
    return list(zip(*(axis.levels for axis in axes), strict=True))


def latin_hypercube(axes: Sequence[Axis], _: Point, design: Design) -> list[Point]:
    """Return N points such that every one of N equal parts of each range holds one (McKay, Beckman & Conover 1979).

    Of a list the parts are dealt out in order, so that each value stands in as many points as any other, or one more.
    """
    from scipy.stats import qmc  # noqa: PLC0415 - a second to import

    sampler = qmc.LatinHypercube(len(axes), seed=_chance(design))
    shares = sampler.random(design.samples or 1)
    parts = shares.argsort(axis=0).argsort(axis=0)
    columns = [
        _dealt(axis, parts[:, place]) if axis.levels else [axis.at(share) for share in shares[:, place].tolist()]
        for place, axis in enumerate(axes)
    ]
    return list(zip(*columns, strict=True))


def _dealt(axis: Axis, parts: npt.NDArray[np.int64]) -> list[Value]:
    """Return the level of each of N parts."""
    return [axis.levels[part * len(axis.levels) // len(parts)] for part in parts.tolist()]


def sobol(axes: Sequence[Axis], _: Point, design: Design) -> list[Point]:
    """Return Saltelli's scheme on a scrambled Sobol' sequence: N (D + 2) points, or N (2 D + 2) with indices of pairs.

    Each value of a list has an equal part of its coordinate, so indices are shares of variance whatever the order of the list.
    """
    sample = needed("SALib.sample.sobol").sample
    second_order = bool(design.second_order)
    return _scaled(axes, sample(_problem(axes), design.samples, calc_second_order=second_order, seed=_chance(design)))


def morris(axes: Sequence[Axis], _: Point, design: Design) -> list[Point]:
    """Return paths on which one factor moves at a time, by half its range or a little more (Morris 1991); of two values to the other."""
    sample = needed("SALib.sample.morris").sample
    levels = design.levels or MORRIS_LEVELS
    return _scaled(axes, sample(_problem(axes), design.trajectories, num_levels=levels, seed=_chance(design)))


SAMPLERS: dict[str, Sampler] = {
    "grid": grid,
    "one_at_a_time": one_at_a_time,
    "latin_hypercube": latin_hypercube,
    "sobol": sobol,
    "morris": morris,
    "points": listed,
}


def _chance(design: Design) -> np.random.Generator:
    return np.random.default_rng(design.seed)


def _problem(axes: Sequence[Axis]) -> dict[str, Any]:
    """Describe the factors to SALib; it samples between 0 and 1, and the axes know their ranges."""
    return {"num_vars": len(axes), "names": [axis.factor.name for axis in axes], "bounds": [[0.0, 1.0]] * len(axes)}


def _scaled(axes: Sequence[Axis], shares: npt.NDArray[np.float64]) -> list[Point]:
    return [tuple(axis.at(share) for axis, share in zip(axes, row, strict=True)) for row in shares.tolist()]
