"""The values that each factor takes, and the points that they make: read, checked, and shown where they stand if they are wrong.

Points come from a grid, one factor at a time, a Latin hypercube, Sobol', Morris, or a list: one sampler a kind of design, all of one
signature, each decided by the design's seed. Values are rounded to 12 significant digits, so that every computer asks for the same runs.
Sobol' and Morris samples of a larger design begin with those of a smaller one; Latin hypercubes do not.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.experiments.designs.factors import Factor
from cogov.experiments.designs.kinds import KINDS, MORRIS_LEVELS
from cogov.experiments.designs.reading import Cell, FactorColumn, Ground, Tell, gathered, read
from cogov.experiments.designs.schema import Design, Range, Said
from cogov.experiments.plan import Value
from cogov.experiments.planning import Point
from cogov.model.words import Text
from cogov.scenarios.errors import InputError
from cogov.scenarios.extras import needed
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath

SAY = Words(__file__)

RANGE_FORM = "{from: 0, to: 1}"
FEWEST_LEVELS = 2
FIGURES = 12
"""Significant digits of a value that is computed: what is left out differs between computers."""


@dataclass(frozen=True)
class Axis:
    """A factor with its levels, or with the ends of its range."""

    factor: Factor
    levels: tuple[Value, ...] = ()
    low: float = math.nan
    high: float = math.nan

    def at(self, share: float) -> Value:
        """Return the value at a share of the range; levels and whole numbers get equal parts of it."""
        if self.levels:
            return self.levels[min(math.floor(share * len(self.levels)), len(self.levels) - 1)]
        if self.factor.kind == "whole":
            return min(self.high, self.low + math.floor(share * (self.high - self.low + 1)))
        return tidy(self.low + share * (self.high - self.low))


def tidy(value: float) -> float:
    """Return a computed value with as many digits as every computer agrees on, and one zero."""
    return float(f"{value:.{FIGURES}g}") + 0.0


def axis(name: str, said: tuple[Said, ...] | Range, design: Design, ground: Ground) -> Axis:
    """Return the axis of one entry of `factors`, as the kind of design takes it."""
    place = ("factors", name)
    at = partial(design.written.problem, place)
    factor = ground.factor(name, at)
    drawn = KINDS[design.design].takes == "ranges"
    if drawn and isinstance(said, Range):
        return _range(factor, said, design, ground, place)
    found = Axis(factor, _levels(factor, said, design, ground, place))
    if drawn:
        _refuse_undrawable(name, len(found.levels), design, at)
    return found


def _refuse_undrawable(name: str, levels: int, design: Design, at: Tell) -> None:
    """Refuse a list of so many values of which points are drawn: too few or too many for the design."""
    if levels < FEWEST_LEVELS:
        raise InputError(at(_of_kind(SAY.too_few_levels, design)))
    if design.design == "morris" and levels > FEWEST_LEVELS:
        raise InputError(at(SAY.no_step))
    if design.samples is not None and design.samples < levels:
        raise InputError(
            design.written.problem(("samples",), SAY.few_samples.filled(name=name), value=design.samples, allowed=(f"≥ {levels}",))
        )


def _range(factor: Factor, said: Range, design: Design, ground: Ground, place: KeyPath) -> Axis:
    if said.steps is not None:
        raise InputError(design.written.problem(place, _of_kind(SAY.no_steps, design), allowed=(RANGE_FORM,)))
    low, high = _ends(factor, said, design, ground, place)
    return Axis(factor, low=low, high=high)


def _ends(factor: Factor, said: Range, design: Design, ground: Ground, place: KeyPath) -> tuple[float, float]:
    cells = [Cell(value, partial(design.written.problem, (*place, end))) for end, value in (("from", said.low), ("to", said.high))]
    return ends(factor, cells, ground, partial(design.written.problem, place))


def ends(factor: Factor, cells: Sequence[Cell], ground: Ground, at: Tell) -> tuple[float, float]:
    """Return the two ends of a range, read and tried on the city, or refuse them."""
    if factor.names:
        raise InputError(at(SAY.no_range, allowed=factor.names))
    low, high = (float(one) for one in gathered(partial(ground.value, factor, cell) for cell in cells))
    if low >= high:
        raise InputError(at(SAY.upwards, value=f"from {low:g} to {high:g}"))
    return low, high


def _levels(factor: Factor, said: Any, design: Design, ground: Ground, place: KeyPath) -> tuple[Value, ...]:
    at = partial(design.written.problem, place)
    if isinstance(said, Range):
        low, high = _ends(factor, said, design, ground, place)
        if said.steps is None:
            raise InputError(at(_of_kind(SAY.steps_needed, design)))
        steps = [tidy(low + number * (high - low) / (said.steps - 1)) for number in range(said.steps)]
        return tuple(read(factor, Cell(step, at)) for step in steps)
    cells = [Cell(value, partial(design.written.problem, (*place, number))) for number, value in enumerate(said)]
    values = gathered(partial(ground.value, factor, cell) for cell in cells)
    if twice := [
        cell.tell(SAY.twice, value=value)
        for number, (cell, value) in enumerate(zip(cells, values, strict=True))
        if value in values[:number]
    ]:
        raise InputError(twice)
    return tuple(values)


def column_axis(column: FactorColumn, ground: Ground) -> Axis:
    """Return the axis of a column of listed points; of numbers, the lowest and highest tell whether all are allowed."""
    factor = ground.factor(column.name, column.tell)
    values = gathered(partial(read, factor, cell) for cell in column.cells)
    places = sorted(range(len(values)), key=lambda place: values[place])
    gathered(partial(ground.value, factor, column.cells[place]) for place in dict.fromkeys((places[0], places[-1])))
    return Axis(factor, tuple(values))


def _of_kind(text: Text, design: Design) -> Text:
    return text.filled(kind=design.design)


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
