"""From points, policies and replicates to runs: their order, their seeds, their names.

Replicates come first: all points under all policies once, then all of them again, so that a study stopped early holds whole
replications. Under common luck replicate r has the seed `seed + r` at every point and under every policy; under independent
luck every run has a seed of its own, hashed from the design's seed, policy, point and replicate.

Two points of equal values are one: the later one makes no runs of its own, and `stands_for` says which point stands for it.
Two policies of equal settings are two: they are told apart by their names.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from cogov.experiments.functions import NO_POLICIES
from cogov.experiments.identity import Identity, hashed_seed
from cogov.experiments.plan import Experiment, Plan, Run, Value
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

Point = tuple[Value, ...]
Points = Mapping[str, Sequence[Point]]
"""By policy: most designs give all policies the same points, one at a time starts from where each policy stands."""
MOST_RUNS = 10_000_000
"""A study may have; each is looked up when its folder is opened."""
Luck = Literal["common", "independent"]


def plan_runs(
    experiment: Experiment,
    points: Sequence[Point] | Points,
    policies: Mapping[str, Any] = NO_POLICIES,
    *,
    replicates: int = 1,
    seed: int = 1,
    luck: Luck = "common",
    timeout: float | None = None,
    design: Mapping[str, Any] | None = None,
    notes: tuple[Text, ...] = (),
) -> Plan:
    """Plan an experiment at points, under policies (name -> resolved settings as JSON values), so many times each."""
    by_policy = points if isinstance(points, Mapping) else dict.fromkeys(policies, points)
    steps = _steps(by_policy, policies)
    if len(steps) * replicates > MOST_RUNS:
        raise InputError(Problem(SAY.too_many.filled(count=len(steps) * replicates), allowed=(f"≤ {MOST_RUNS:,}",)))
    identity = Identity(experiment.described(), list(experiment.factors), policies)

    def make() -> Iterator[Run]:
        for replicate in range(replicates):
            for place, policy, values in steps:
                drawn = seed + replicate if luck == "common" else hashed_seed(seed, policy, values, replicate)
                yield Run(identity.run_id(policy, values, drawn), place, values, policy, replicate, drawn)

    shared = _shared(by_policy)
    copies = {place: first for place, first in enumerate(stands_for(shared)) if place != first}
    return Plan(experiment, len(steps) * replicates, make, design or {}, timeout, notes, points=len(shared), copies=copies)


def _steps(points: Points, policies: Mapping[str, Any]) -> list[tuple[int, str, Point]]:
    """Return point and policy of every run of one replicate: points in order, each under all policies."""
    firsts = {policy: set(stands_for(points[policy])) for policy in policies}
    count = max((len(of_policy) for of_policy in points.values()), default=0)
    return [(place, policy, points[policy][place]) for place in range(count) for policy in policies if place in firsts[policy]]


def _shared(points: Points) -> Sequence[Point]:
    """Return the points that all policies have; none where each has its own."""
    first, *others = points.values() or [()]
    return first if all(one == first for one in others) else ()


def stands_for(points: Sequence[Point]) -> list[int]:
    """Return for each point the first one of the same values: its own place, unless it is a copy."""
    first: dict[Point, int] = {}
    return [first.setdefault(point, place) for place, point in enumerate(points)]
