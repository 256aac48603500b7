"""A comparison of policies under the same luck: one row an indicator and policy, against the baseline."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from cogov.analysis.paired import (
    LEVEL,
    Method,
    PairedDifference,
    Unit,
    Verdict,
    bounds_of,
    crossed_difference,
    holm,
    leaves_out_0,
    paired_difference,
    verdict,
)
from cogov.analysis.values import unit_in_files
from cogov.experiments.measuring import pillar_column
from cogov.model.indicators import INDICATORS, MAIN, ROLES, base, group_of

if TYPE_CHECKING:
    import pandas as pd

Values = dict[str, dict[int, Mapping[str, float]]]
"""policy -> seed -> indicators."""
Array = NDArray[np.float64]
Cells = Mapping[str, Array]
"""Indicator -> values by point and replicate, NaN where there is none."""
Pair = Callable[[str, Array, Array, int], PairedDifference]


@dataclass(frozen=True)
class PolicyEffect:
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
    p: float = math.nan
    """Not adjusted: what the interval, which is each by itself, says."""
    family: str = ""
    family_size: int = 0
    """How many were looked at together."""
    unit: Unit = "seeds"
    """What the interval is over."""
    seeds: int = 0
    worlds: int = 1

    @property
    def measured_in(self) -> str:
        """The unit of mean, difference and interval, shares from 0 to 1."""
        return unit_in_files(self.indicator)

    @property
    def alone(self) -> bool:
        """Whether the interval by itself leaves out 0, and the adjustment for all of the family does not let that stand."""
        return self.verdict == "cannot be told apart yet" and leaves_out_0(self.ci_low, self.ci_high)

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
        said = {"indicator": self.indicator, "measured_in": self.measured_in} | asdict(self)
        return {key: None if value is None or value != value else value for key, value in said.items()}  # noqa: PLR0124


@dataclass(frozen=True)
class Comparison:
    """Several policies in one scenario. Rows stand with the main indicators first, checks last; none for the baseline."""

    scenario: str
    baseline: str
    policies: tuple[str, ...]
    replicates: int
    results: tuple[PolicyEffect, ...]
    looks: int = 1
    """How often one might look and stop: intervals and p values are corrected for so many."""
    points: int = 1
    """Points over which each replication is the mean; worlds, where they were drawn, are the rows' own."""
    ahead: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    """Of every main indicator the pairs of policies (higher, lower) that are told apart, over all pairs and main indicators together."""

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
        cells = {policy: _columns(values[policy], [name for name in names if name in MAIN], sorted(values[baseline])) for policy in named}
        return cls(scenario, baseline, named, len(values[baseline]), _rows(found), looks, ahead=_ahead(cells, _by_seed, looks))

    @classmethod
    def from_cells(
        cls, scenario: str, policies: Sequence[str], cells: Mapping[str, Cells], *, drawn: bool, common_luck: bool = True
    ) -> Self:
        """Compare policies that met the same points and replicates, the first with each other one.

        Points that were drawn are a sample of worlds, and intervals are over worlds and seeds; other points are fixed, each replication
        is the mean over them, and intervals are over seeds.
        """
        baseline, *others = policies
        names = sorted(cells[baseline], key=reading_order)
        pair = partial(_crossed, common_luck=common_luck) if drawn else _fixed
        found = {(name, policy): pair(name, cells[policy][name], cells[baseline][name], 1) for name in names for policy in others}
        points, replicates = next(iter(cells[baseline].values())).shape
        main = {policy: {name: own[name] for name in MAIN if name in own} for policy, own in cells.items()}
        return cls(scenario, baseline, tuple(policies), replicates, _rows(found), 1, 1 if drawn else points, _ahead(main, pair, 1))

    @property
    def unit(self) -> Unit:
        """What the intervals are over."""
        return self.results[0].unit if self.results else "seeds"

    @property
    def worlds(self) -> int:
        """How many worlds were drawn, at most, that all indicators rest on."""
        return max((row.worlds for row in self.results), default=1)

    @property
    def shown_first(self) -> Literal["main", "other"]:
        """The family that tables and figures show: the main indicators or, where none was recorded, the others that were."""
        return "main" if any(row.indicator in MAIN for row in self.results) else "other"

    def family_size(self, family: str = "main") -> int:
        """How many differences are adjusted together."""
        return next((row.family_size for row in self.results if row.family == family), 0)

    def row(self, indicator: str, policy: str) -> PolicyEffect:
        """The row of one indicator and policy."""
        return next(row for row in self.results if (row.indicator, row.policy) == (indicator, policy))

    def of(self, policy: str, *, main: bool = False) -> list[PolicyEffect]:
        """The rows of one policy, if asked only of the main indicators."""
        return [row for row in self.results if row.policy == policy and (not main or row.indicator in MAIN)]

    def frame(self) -> "pd.DataFrame":
        """The rows as a table, NaN where undefined."""
        import pandas as pd  # noqa: PLC0415 - a second to import, and runs need none

        table = pd.DataFrame([asdict(row) for row in self.results], columns=list(PolicyEffect.__dataclass_fields__))
        table.insert(1, "measured_in", [row.measured_in for row in self.results])
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


def _columns(runs: Mapping[int, Mapping[str, float]], names: Sequence[str], seeds: Sequence[int]) -> Cells:
    """Return indicators as one row of worlds by seeds."""
    return {name: np.array([[runs.get(seed, {}).get(name, math.nan) for seed in seeds]], dtype=np.float64) for name in names}


def _by_seed(name: str, own: Array, theirs: Array, looks: int) -> PairedDifference:
    return paired_difference(own[0], theirs[0], confidence=1 - LEVEL / looks, bounds=bounds_of(name))


def _crossed(name: str, own: Array, theirs: Array, looks: int, *, common_luck: bool) -> PairedDifference:
    return crossed_difference(own, theirs, confidence=1 - LEVEL / looks, bounds=bounds_of(name), common_luck=common_luck)


def _fixed(name: str, own: Array, theirs: Array, looks: int) -> PairedDifference:
    """Pair replications, each the mean over the points at which both are there; those that lack points count where too few are whole."""
    both = np.isfinite(own) & np.isfinite(theirs)
    whole = both.sum(axis=0) == both.sum(axis=0).max(initial=0)
    kept = whole if whole.sum() > 1 else both.any(axis=0)
    means = (np.where(both, one, 0.0)[:, kept].sum(axis=0) / np.maximum(both[:, kept].sum(axis=0), 1) for one in (own, theirs))
    first, second = (np.where(both[:, kept].any(axis=0), one, math.nan) for one in means)
    return paired_difference(first, second, confidence=1 - LEVEL / looks, bounds=bounds_of(name), mind_skewness=True)


def _ahead(cells: Mapping[str, Cells], pair: Pair, looks: int) -> dict[str, frozenset[tuple[str, str]]]:
    """Return of every indicator the pairs of policies that are told apart, adjusted over all of them."""
    names = list(next(iter(cells.values()), {}))
    pairs = [(name, first, second) for name in names for first, second in combinations(cells, 2)]
    found = [pair(name, cells[first][name], cells[second][name], looks) for name, first, second in pairs]
    adjusted = holm([min(1.0, looks * one.p) for one in found])
    told: dict[str, set[tuple[str, str]]] = {name: set() for name in names}
    for (name, first, second), one, p in zip(pairs, found, adjusted, strict=True):
        if (said := verdict(one, float(p))) in {"higher", "lower"}:
            told[name].add((first, second) if said == "higher" else (second, first))
    return {name: frozenset(of_name) for name, of_name in told.items()}


def _pair(values: Values, name: str, policy: str, baseline: str, looks: int) -> PairedDifference:
    seeds = sorted(values[policy])
    own = [values[policy][seed].get(name, math.nan) for seed in seeds]
    theirs = [values[baseline].get(seed, {}).get(name, math.nan) for seed in seeds]
    found = paired_difference(own, theirs, confidence=1 - LEVEL / looks, bounds=bounds_of(name), mind_skewness=True)
    return replace(found, p=min(1.0, looks * found.p)) if looks > 1 else found


def family(name: str) -> str:
    """Return with which others an indicator shares its adjustment: main, other, groups or scores.

    What is said rests on the main indicators; those added for a closer look, values by group and scores of pillars must cost them no power.
    """
    if name.startswith(pillar_column("")):
        return "scores"
    if group_of(name) is not None:
        return "groups"
    return "main" if name in MAIN else "other"


def _rows(found: dict[tuple[str, str], PairedDifference]) -> tuple[PolicyEffect, ...]:
    """Adjust p values by Holm within each family: its indicators × all policies but the baseline."""
    adjusted = np.full(len(found), np.nan)
    families = np.array([family(name) for name, _ in found])
    p = np.array([one.p for one in found.values()])
    sizes = {}
    for one in np.unique(families):
        adjusted[families == one] = holm(p[families == one])
        sizes[str(one)] = int(np.isfinite(p[families == one]).sum())
    return tuple(
        PolicyEffect(
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
            p=one.p,
            family=family(name),
            family_size=sizes[family(name)],
            unit=one.unit,
            seeds=one.seeds,
            worlds=one.worlds,
        )
        for ((name, policy), one), p_adjusted in zip(found.items(), adjusted, strict=True)
    )
