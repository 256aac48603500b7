"""The city as a model of the EMA Workbench (Kwakkel 2017, Environ. Model. Softw. 96: 239–250): uncertainties, levers, outcomes.

Needs the extra `discovery`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cogov.experiments.designs.factors import Factor, laid_on_policy, laid_on_scenario
from cogov.experiments.designs.naming import UNKNOWN, factors_of, siblings
from cogov.experiments.measuring import measured
from cogov.model.city import CoGovernanceModel
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.extras import needed
from cogov.scenarios.indicators import INDICATORS, MAIN
from cogov.scenarios.levers import LEVERS
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.policy import Policy
from cogov.scenarios.schema import Scenario
from cogov.scenarios.shorter import asked
from cogov.scenarios.words import Text

Range = tuple[float, float]
INDICATOR = Text(zh="指标", en="indicator")


def ema_model(
    scenario: str = "leping",
    policy: str = "as_is",
    *,
    levers: Sequence[str] = ("boundary_clarity", "goal_alignment"),
    uncertainties: Mapping[str, Range] | None = None,
    outcomes: Sequence[str] = MAIN,
    replicates: int = 1,
    seed: int = 1,
    population: int | None = None,
    days: int | None = None,
    warmup: int | None = None,
) -> Any:
    """Return an `ema_workbench.Model` of a city.

    `levers` are levers of the policy over their whole range; `uncertainties` are numbers of the scenario by dotted path with their
    range (`{"parameters.triage.taking_load": (0.0, 0.2)}`). Every outcome is the mean over `replicates` runs with the seeds `seed`,
    `seed` + 1, …: common luck at all points.
    """
    workbench = needed("ema_workbench")
    city = load_scenario(scenario, asked(days, warmup, population))
    factors = factors_of(city)
    ranges = {name: (LEVERS[_lever(name)].low, LEVERS[_lever(name)].high) for name in levers} | dict(uncertainties or {})
    if wrong := [
        *_unknown_factors(ranges, factors),
        *(unknown(INDICATOR, name, tuple(INDICATORS)) for name in outcomes if name not in INDICATORS),
    ]:
        raise InputError(wrong)
    point = {_variable(name): factors[name] for name in ranges}
    evaluate = Evaluation(city, resolve_policy(city, policy), point, tuple(outcomes), tuple(range(seed, seed + replicates)))
    model = workbench.Model("cogov", function=evaluate)
    model.levers = [workbench.RealParameter(_variable(name), *ranges[name]) for name in levers]
    model.uncertainties = [workbench.RealParameter(_variable(name), *ranges[name]) for name in uncertainties or {}]
    model.outcomes = [workbench.ScalarOutcome(name) for name in outcomes]
    return model


@dataclass(frozen=True)
class Evaluation:
    """A point in, outcomes out, each the mean over the replications; a plain value, so that it can be sent to a process."""

    scenario: Scenario
    policy: Policy
    point: Mapping[str, Factor]
    outcomes: tuple[str, ...]
    seeds: tuple[int, ...]

    def __call__(self, **values: float) -> dict[str, float]:
        """Return the outcomes at a point."""
        laid = {self.point[name]: float(value) for name, value in values.items()}
        scenario, policy = laid_on_scenario(self.scenario, laid), laid_on_policy(self.policy, laid)
        runs = [measured(CoGovernanceModel(scenario, policy, seed).run()).indicators for seed in self.seeds]
        return {name: float(np.mean([run[name] for run in runs])) for name in self.outcomes}


def _lever(name: str) -> str:
    lever = name.partition(".")[0]
    if lever not in LEVERS:
        raise InputError(unknown(Text(zh="杠杆", en="lever"), name, tuple(LEVERS)))
    return lever


def _unknown_factors(ranges: Mapping[str, Range], factors: Mapping[str, Factor]) -> list[Problem]:
    return [
        Problem(UNKNOWN, key=name, allowed=siblings(name, factors), nearest=nearest(name, factors))
        for name in ranges
        if name not in factors
    ]


def _variable(name: str) -> str:
    """A name that Python takes as a keyword."""
    return name.replace(".", "_")
