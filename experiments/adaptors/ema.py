"""The city as a model of the EMA Workbench (Kwakkel 2017, Environ. Model. Softw. 96: 239–250): uncertainties, levers, outcomes.

Needs the extra `discovery`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from cogov.experiments.designs.axes import FEWEST_LEVELS, Axis, ends
from cogov.experiments.designs.factors import Factor, laid_on_policy, laid_on_scenario, parts_beside_wholes
from cogov.experiments.designs.naming import factors_of
from cogov.experiments.designs.reading import Cell, Ground, Tell, gathered
from cogov.experiments.plan import Value
from cogov.experiments.runner import RunRequest, live
from cogov.model.indicators import INDICATORS, MAIN, base
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.extras import needed
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.shorter import asked
from cogov.scenarios.words import Words

SAY = Words(__file__)

Said = Sequence[float | str | bool]
"""A lowest and a highest number, or the names that a choice, a switch or the goals may have."""


def ema_model(
    scenario: str = "leping",
    policy: str = "as_is",
    *,
    levers: Sequence[str] = ("boundary_clarity", "goal_alignment"),
    uncertainties: Mapping[str, Said] | None = None,
    outcomes: Sequence[str] = MAIN,
    replicates: int = 1,
    seed: int = 1,
    population: int | None = None,
    days: int | None = None,
    warmup: int | None = None,
) -> Any:
    """Return an `ema_workbench.Model` of a city.

    `levers` are levers of the policy over their whole range, and `goals` over all that they may be; `uncertainties` are numbers of the
    scenario by dotted path with their range (`{"parameters.triage.taking_load": (0.0, 0.2)}`), whole where the scenario has whole numbers, and
    choices and switches with their names (`{"choices.alignment": ("geometric", "linear"), "rules.deliberation": ("on", "off")}`), which the
    workbench calls categories. Every outcome says which way is better, and is the mean over `replicates` runs with the seeds `seed`,
    `seed` + 1, …: common luck at all points.
    """
    workbench = needed("ema_workbench")
    city = load_scenario(scenario, asked(days, warmup, population))
    ground = Ground(factors_of(city), city, resolve_policy(city, policy))
    turned = gathered(partial(_lever, name, ground) for name in levers)
    unsure = gathered(partial(_uncertainty, name, said, ground) for name, said in (uncertainties or {}).items())
    factors = [one.factor for one in (*turned, *unsure)]
    if wrong := [*_wrong_together(factors), *_wrong_outcomes(outcomes)]:
        raise InputError(wrong)
    point = {_variable(factor.name): factor for factor in factors}
    evaluate = Evaluation(city, ground.policy, point, tuple(outcomes), tuple(range(seed, seed + replicates)))
    model = workbench.Model("cogov", function=evaluate)
    model.levers = [_parameter(workbench, one) for one in turned]
    model.uncertainties = [_parameter(workbench, one) for one in unsure]
    model.outcomes = [workbench.ScalarOutcome(name, kind=_kind(workbench, name)) for name in outcomes]
    return model


@dataclass(frozen=True)
class Evaluation:
    """A point in, outcomes out, each the mean over the replications; a plain value, so that it can be sent to a process."""

    scenario: Scenario
    policy: Policy
    point: Mapping[str, Factor]
    outcomes: tuple[str, ...]
    seeds: tuple[int, ...]

    def __call__(self, **values: float | str) -> dict[str, float]:
        """Return the outcomes at a point."""
        laid = {self.point[name]: value if self.point[name].names else float(value) for name, value in values.items()}
        scenario, policy = laid_on_scenario(self.scenario, laid), laid_on_policy(self.policy, laid)
        runs = [live(RunRequest(scenario, "", policy, seed)).measured.indicators for seed in self.seeds]
        return {name: float(np.mean([run[name] for run in runs])) for name in self.outcomes}


def _lever(name: str, ground: Ground) -> Axis:
    """Return a lever, a part of one, or the goals, over all values."""
    if name == "goals":
        return Axis(goals := ground.known[name], goals.names)
    lever = LEVERS.get(name.partition(".")[0])
    if lever is None:
        raise InputError(unknown(SAY.lever, name, (*LEVERS, "goals")))
    return Axis(ground.factor(name, partial(Problem, key=name)), low=lever.low, high=lever.high)


def _uncertainty(name: str, said: Said, ground: Ground) -> Axis:
    tell = partial(Problem, key=name)
    factor = ground.factor(name, tell)
    if factor.names:
        return Axis(factor, _names(factor, said, ground, tell))
    if np.shape(said) != (2,):
        raise InputError(tell(SAY.pair, value=said, allowed=("(0, 1)",)))
    low, high = ends(factor, [Cell(end, tell) for end in said], ground, tell)
    return Axis(factor, low=low, high=high)


def _names(factor: Factor, said: Said, ground: Ground, tell: Tell) -> tuple[Value, ...]:
    """Return the names that a choice, a switch or the goals may have."""
    found = () if isinstance(said, str) or np.ndim(said) != 1 else gathered(partial(ground.value, factor, Cell(one, tell)) for one in said)
    if len(found) < FEWEST_LEVELS or len(set(found)) < len(found):
        raise InputError(tell(SAY.names, value=said, allowed=factor.names))
    return tuple(found)


def _wrong_together(factors: Sequence[Factor]) -> list[Problem]:
    """Refuse what has two ranges: a name that stands twice, a lever beside its own part."""
    parts = [Problem(said, key=name) for name, said in parts_beside_wholes(factors).items()]
    return [*_twice(factor.name for factor in factors), *parts]


def _wrong_outcomes(names: Sequence[str]) -> list[Problem]:
    return [*(unknown(SAY.indicator, name, tuple(INDICATORS)) for name in names if name not in INDICATORS), *_twice(names)]


def _twice(names: Iterable[str]) -> list[Problem]:
    return [Problem(SAY.twice, key=name) for name, times in Counter(names).items() if times > 1]


def _parameter(workbench: Any, axis: Axis) -> Any:
    if axis.levels:
        return workbench.CategoricalParameter(_variable(axis.factor.name), axis.levels)
    kind = workbench.IntegerParameter if axis.factor.kind == "whole" else workbench.RealParameter
    return kind(_variable(axis.factor.name), axis.low, axis.high)


def _kind(workbench: Any, outcome: str) -> Any:
    """Return which way an outcome is better, as the workbench says it."""
    kinds = workbench.ScalarOutcome
    return {1: kinds.MAXIMIZE, -1: kinds.MINIMIZE, 0: kinds.INFO}[INDICATORS[base(outcome)].direction]


def _variable(name: str) -> str:
    """A name that Python takes as a keyword."""
    return name.replace(".", "_")
