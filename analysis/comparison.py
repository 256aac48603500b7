"""A comparison of policies under the same luck: one row an indicator and policy, against the baseline."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

import numpy as np
import pandas as pd

from cogov.analysis.paired import LEVEL, Method, PairedDifference, Verdict, holm, paired_difference, verdict
from cogov.scenarios.indicators import INDICATORS, MAIN, ROLES, base, group_of

Values = dict[str, dict[int, Mapping[str, float]]]
"""policy -> seed -> indicators."""


@dataclass(frozen=True)
class Row:
    """What one policy did to one indicator. The p value is adjusted within its family (`family`), over all policies compared."""

    indicator: str
    policy: str
    mean: float
    difference: float
    ci_low: float
    ci_high: float
    p_adjusted: float
    verdict: Verdict
    variance_reduction: float | None
    method: Method = "t"
    """How interval and p value were found: Student's t, or the bootstrap-t where differences are skewed."""
    effect_size: float | None = None
    """Difference in standard deviations of the baseline over replications."""

    @property
    def baseline(self) -> float:
        """The baseline's mean over the same pairs."""
        return self.mean - self.difference

    @property
    def effect(self) -> Literal[-1, 0, 1]:
        """1 for the better, -1 for the worse, 0 where not told apart or neither way is better."""
        told_apart = self.verdict in {"higher", "lower"} and base(self.indicator) in INDICATORS
        return INDICATORS[base(self.indicator)].effect(self.difference) if told_apart else 0

    def as_json(self) -> dict[str, Any]:
        """Plain values, None where undefined."""
        return {key: None if value is None or value != value else value for key, value in asdict(self).items()}  # noqa: PLR0124


@dataclass(frozen=True)
class Comparison:
    """Several policies in one scenario. Rows stand with the main indicators first, checks last; none for the baseline."""

    scenario: str
    baseline: str
    policies: tuple[str, ...]
    replicates: int
    results: tuple[Row, ...]

    @classmethod
    def from_results(
        cls,
        scenario: str,
        baseline: str,
        policies: Iterable[str],
        results: Iterable[Mapping[str, Any]],
        *,
        groups: bool = False,
        looks: int = 1,
    ) -> Self:
        """Pair runs by seed. Each result has `policy`, `seed` and `indicators`; `groups` also takes `name@group`.

        `looks`: how often one may look and stop (`sequential.py`); intervals and p values are corrected for that many.
        """
        named, values = tuple(dict.fromkeys([baseline, *policies])), _by_policy(results)
        others = [policy for policy in named if policy != baseline]
        names = _names(values, groups=groups)
        found = {(name, policy): _pair(values, name, policy, baseline, looks) for name in names for policy in others}
        return cls(scenario, baseline, named, len(values[baseline]), _rows(found))

    def row(self, indicator: str, policy: str) -> Row:
        """The row of one indicator and policy."""
        return next(row for row in self.results if (row.indicator, row.policy) == (indicator, policy))

    def of(self, policy: str, *, main: bool = False) -> list[Row]:
        """The rows of one policy, if asked only of the main indicators."""
        return [row for row in self.results if row.policy == policy and (not main or row.indicator in MAIN)]

    def frame(self) -> pd.DataFrame:
        """The rows as a table, NaN where undefined."""
        columns = list(Row.__dataclass_fields__)
        table = pd.DataFrame([asdict(row) for row in self.results], columns=columns)
        return table.astype({"variance_reduction": "float64", "effect_size": "float64"})

    def as_json(self) -> dict[str, Any]:
        """The document that `compare --json` prints."""
        return {
            "scenario": self.scenario,
            "baseline": self.baseline,
            "policies": list(self.policies),
            "replicates": self.replicates,
            "results": [row.as_json() for row in self.results],
        }


def reading_order(name: str) -> tuple[int, int, int, str]:
    """Sort key: main indicators in their order, then outcomes, costs, processes, checks, unknown names, each by group."""
    own, group = base(name), group_of(name) or ""
    if own not in INDICATORS:
        return len(ROLES) + 1, 0, 0, name
    if own in MAIN:
        return 0, MAIN.index(own), 0, group
    return 1 + list(ROLES).index(INDICATORS[own].role), 0, list(INDICATORS).index(own), group


def _by_policy(results: Iterable[Mapping[str, Any]]) -> Values:
    values: Values = defaultdict(dict)
    for result in results:
        policy, seed = result["policy"], result["seed"]
        if seed in values[policy]:
            raise ValueError(f"policy {policy} has two runs of seed {seed}")
        values[policy][seed] = result["indicators"]
    return values


def _names(values: Values, *, groups: bool) -> list[str]:
    seen = {name for runs in values.values() for indicators in runs.values() for name in indicators}
    return sorted((name for name in seen if groups or group_of(name) is None), key=reading_order)


def _pair(values: Values, name: str, policy: str, baseline: str, looks: int) -> PairedDifference:
    seeds = sorted(values[policy])
    own = [values[policy][seed].get(name, math.nan) for seed in seeds]
    theirs = [values[baseline].get(seed, {}).get(name, math.nan) for seed in seeds]
    indicator = INDICATORS.get(base(name))
    bounds = (indicator.low, indicator.high) if indicator is not None and indicator.bounded else None
    found = paired_difference(own, theirs, confidence=1 - LEVEL / looks, bounds=bounds, mind_skewness=True)
    return replace(found, p=min(1.0, looks * found.p)) if looks > 1 else found


def family(name: str) -> str:
    """Return with which others an indicator shares its adjustment: main, other, groups or scores.

    What is said rests on the main indicators; those added for a closer look, values by group and what is no indicator (scores, money)
    must cost them no power.
    """
    if base(name) not in INDICATORS:
        return "scores"
    if group_of(name) is not None:
        return "groups"
    return "main" if name in MAIN else "other"


def _rows(found: dict[tuple[str, str], PairedDifference]) -> tuple[Row, ...]:
    """Adjust p values by Holm within each family: its indicators × all policies but the baseline."""
    adjusted = np.full(len(found), np.nan)
    families = np.array([family(name) for name, _ in found])
    p = np.array([one.p for one in found.values()])
    for one in np.unique(families):
        adjusted[families == one] = holm(p[families == one])
    return tuple(
        Row(
            indicator=name,
            policy=policy,
            mean=one.mean,
            difference=one.difference,
            ci_low=one.ci_low,
            ci_high=one.ci_high,
            p_adjusted=float(p_adjusted),
            verdict=verdict(one, float(p_adjusted)),
            variance_reduction=one.variance_reduction,
            method=one.method,
            effect_size=one.effect_size,
        )
        for ((name, policy), one), p_adjusted in zip(found.items(), adjusted, strict=True)
    )
