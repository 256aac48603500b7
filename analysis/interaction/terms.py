"""Does one lever help without the other, and what do they do together?

Within each replicate an ordinary least-squares fit  y = m + α·a + β·b + γ·a·b  over all cells, both levers scaled to run from −½ at
their lowest to +½ at their highest level. So α is the change over the whole range of the first at the middle of the second, and γ by how much that
change grows while the second goes through its range. Each replicate has its own luck, shared by its cells: the interval of a term is
Student's t over replicates. Corner differences say what one does where the other is at its lowest or highest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.interaction.surfaces import Surface, Where, surface
from cogov.analysis.paired import LEVEL, MeanEffect, effect, holm
from cogov.analysis.robustness.performance import direction
from cogov.analysis.study import Study

Array = NDArray[np.float64]
Name = Literal["first", "second", "interaction", "first_alone", "first_with", "second_alone", "second_with", "both"]
NAMES: tuple[Name, ...] = ("first", "second", "interaction", "first_alone", "first_with", "second_alone", "second_with", "both")
Together = Literal["complements", "substitutes", "no interaction seen"]


@dataclass(frozen=True)
class Term:
    """One effect with its 95 % interval; `p` is adjusted over the outputs looked at together."""

    mean: float
    low: float
    high: float
    p: float
    n: int
    """Replicates that it rests on."""

    @property
    def told(self) -> bool:
        """Whether it is told apart from nothing."""
        return self.p < LEVEL


@dataclass(frozen=True)
class Terms:
    """All effects of two levers on one output in one slice of the study."""

    output: str
    where: Where
    replicates: int
    terms: Mapping[Name, Term]

    def good(self, name: Name) -> Literal[-1, 0, 1]:
        """Say whether an effect is for the better (1), for the worse (-1), or not told apart."""
        term, way = self.terms[name], direction(self.output)
        if not term.told or way == 0:
            return 0
        return 1 if (term.mean > 0) == (way > 0) else -1

    @property
    def together(self) -> Together:
        """Whether both together are more than the sum of each, less, or neither can be seen."""
        sign = self.good("interaction")
        return "complements" if sign > 0 else "substitutes" if sign < 0 else "no interaction seen"

    def as_json(self) -> dict[str, Any]:
        """One entry of a document."""
        rows = {name: {"mean": one.mean, "ci_low": one.low, "ci_high": one.high, "p_adjusted": one.p} for name, one in self.terms.items()}
        return {
            "indicator": self.output,
            "where": dict(self.where),
            "replicates": self.replicates,
            "together": self.together,
            "terms": rows,
        }


def terms(study: Study, outputs: Sequence[str], pair: tuple[str, str], where: Where | None = None) -> list[Terms]:
    """Return the effects of two levers on each output, p values adjusted by Holm over these outputs, term by term."""
    surfaces = [surface(study, output, pair, where) for output in outputs]
    raw = [{name: effect(values) for name, values in by_replicate(one).items()} for one in surfaces]
    adjusted = {name: holm([found[name].p for found in raw]) for name in NAMES}
    return [
        Terms(one.output, one.where, len(one.values), {name: _term(found[name], float(adjusted[name][place])) for name in NAMES})
        for place, (one, found) in enumerate(zip(surfaces, raw, strict=True))
    ]


def by_replicate(found: Surface) -> dict[Name, Array]:
    """Return every effect, one value a replicate."""
    fitted = fit(found)
    low, first, second, both = (found.values[:, i, j] for i, j in ((0, 0), (-1, 0), (0, -1), (-1, -1)))
    return {
        "first": fitted[:, 1],
        "second": fitted[:, 2],
        "interaction": fitted[:, 3],
        "first_alone": first - low,
        "first_with": both - second,
        "second_alone": second - low,
        "second_with": both - first,
        "both": both - low,
    }


def fit(found: Surface) -> Array:
    """Return m, α, β and γ of every replicate, (replicates, 4)."""
    a, b = np.meshgrid(_scaled(found.first_levels), _scaled(found.second_levels), indexing="ij")
    design = np.column_stack([np.ones(a.size), a.ravel(), b.ravel(), (a * b).ravel()])
    solved: Array = np.linalg.lstsq(design, found.values.reshape(len(found.values), a.size).T, rcond=None)[0].T
    return solved


def groups_of(study: Study, output: str, groups: Iterable[str]) -> list[str]:
    """Return the names `output@group` that the runs have, for the groups given."""
    return [name for group in groups if (name := f"{output}@{group}") in study.outputs]


def _scaled(levels: Array) -> Array:
    spread: Array = (levels - levels[0]) / (levels[-1] - levels[0]) - 0.5
    return spread


def _term(found: MeanEffect, p_adjusted: float) -> Term:
    return Term(found.mean, found.ci_low, found.ci_high, p_adjusted, found.n)
