"""The kinds of design: which keys each needs and takes, which values of factors, and how many points it makes."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cogov.experiments.designs.schema import Design
from cogov.scenarios.errors import Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

MOST_POINTS = 1_000_000
MORRIS_LEVELS = 4
OWN_KEYS = ("samples", "trajectories", "levels", "second_order", "points")
"""Keys that belong to some kinds only."""


@dataclass(frozen=True)
class DesignKind:
    """One kind of design. `points` says from the numbers of levels, the design and its listed points how many it makes."""

    takes: Literal["levels", "ranges", "columns"]
    """Levels only; ranges of which points are drawn, or lists; or the columns of its points."""
    points: Callable[[Sequence[int], Design], int]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    fewest: int = 1
    """Factors without which it makes no sense."""


KINDS: dict[str, DesignKind] = {
    "grid": DesignKind("levels", lambda sizes, _: math.prod(sizes), fewest=0),
    "one_at_a_time": DesignKind("levels", lambda sizes, _: 1 + sum(sizes)),
    "latin_hypercube": DesignKind("ranges", lambda _, design: design.samples or 0, needs=("samples",)),
    "sobol": DesignKind(
        "ranges", lambda sizes, design: (design.samples or 0) * sobol_rows(len(sizes), design), ("samples",), ("second_order",)
    ),
    "morris": DesignKind("ranges", lambda sizes, design: (design.trajectories or 0) * (len(sizes) + 1), ("trajectories",), ("levels",)),
    "points": DesignKind("columns", lambda sizes, _: max(sizes, default=0), needs=("points",), fewest=0),
}


def sobol_rows(factors: int, design: Design) -> int:
    """Return how many points each of N samples makes: D + 2, or 2 D + 2 where indices of pairs are wanted."""
    return 2 * factors + 2 if design.second_order else factors + 2


def wrong_keys(design: Design) -> Iterator[Problem]:
    """Yield what is wrong with a design's keys, its kind considered."""
    kind, written = KINDS[design.design], design.written
    for key in OWN_KEYS:
        given = getattr(design, key) is not None
        if given and key not in (*kind.needs, *kind.may):
            owners = [name for name, other in KINDS.items() if key in (*other.needs, *other.may)]
            yield written.problem((key,), SAY.not_taken.filled(kind=design.design, kinds=", ".join(owners)))
        if key in kind.needs and not given:
            yield written.problem((key,), SAY.needed.filled(kind=design.design))
    if kind.takes == "columns" and design.factors:
        yield written.problem(("factors",), SAY.factors_and_points)
    if len(design.factors) < kind.fewest:
        yield written.problem(("factors",), SAY.no_factors.filled(kind=design.design))
    yield from _wrong_numbers(design)


def _wrong_numbers(design: Design) -> Iterator[Problem]:
    samples = design.samples
    if design.design == "sobol" and samples is not None and samples & (samples - 1):
        below = 1 << (samples.bit_length() - 1)
        yield design.written.problem(("samples",), SAY.not_a_power, value=samples, allowed=(str(below), str(2 * below)))
    if design.levels is not None and design.levels % 2:
        yield design.written.problem(
            ("levels",), SAY.not_even, value=design.levels, allowed=(str(design.levels - 1), str(design.levels + 1))
        )


def too_many(sizes: Sequence[int], design: Design) -> Problem | None:
    """Return what is wrong with the number of points, if anything; the numbers of levels are the factors'."""
    count = KINDS[design.design].points(sizes, design)
    if count <= MOST_POINTS:
        return None
    return design.written.problem(("factors",), SAY.too_many.filled(count=count), allowed=(f"≤ {MOST_POINTS:,}",))
