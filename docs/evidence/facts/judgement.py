"""Every claim judged by its criteria on what became of its cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from docs.evidence.facts.claim import Claim, Fact, Look, Measure, Setting
from docs.evidence.facts.criteria import Contrast
from docs.evidence.runs import Cell, Floats, Runs

Verdict = Literal["reproduced", "not reproduced", "out of scope"]


@dataclass(frozen=True)
class Seen:
    """A look with its values and contrasts."""

    look: Look
    found: tuple[Floats, ...]
    contrasts: tuple[Contrast, ...]

    @property
    def holds(self) -> bool:
        """Whether the criterion is met."""
        return all(one.holds for one in self.contrasts)


@dataclass(frozen=True)
class Tried:
    """A claim with what was seen."""

    fact: Fact
    claim: Claim
    seen: tuple[Seen, ...]

    @property
    def verdict(self) -> Verdict:
        """Reproduced if every criterion is met; out of scope if nothing was tried."""
        if not self.seen:
            return "out of scope"
        return "reproduced" if all(one.holds for one in self.seen) else "not reproduced"


def settings_of(facts: Sequence[Fact]) -> list[Setting]:
    """Return every setting that a claim looks at, once."""
    return list(dict.fromkeys(value.setting for fact in facts for one in fact.claims for look in one.looks for value in look.asked))


def judged(facts: Sequence[Fact], runs: Runs, cells: Mapping[Setting, Cell]) -> Iterator[Tried]:
    """Judge every claim."""
    for fact in facts:
        for one in fact.claims:
            yield Tried(fact, one, tuple(_seen(look, runs, cells) for look in one.looks))


def _seen(look: Look, runs: Runs, cells: Mapping[Setting, Cell]) -> Seen:
    values = tuple(measured(runs, cells[value.setting].name, value.measure) for value in look.asked)
    return Seen(look, values, tuple(look.criterion.judge(values)))


def measured(runs: Runs, cell: str, measure: Measure) -> Floats:
    """Return a measure of a cell by seed; days without a value are left out of a window's mean."""
    if isinstance(measure, str):
        return runs.of(cell, measure)
    days = runs.daily(cell, measure.series)[:, measure.first : measure.last + 1]
    there = np.isfinite(days)
    count = there.sum(axis=1)
    means: Floats = np.divide(np.where(there, days, 0.0).sum(axis=1), count, out=np.full(len(days), np.nan), where=count > 0)
    return means
