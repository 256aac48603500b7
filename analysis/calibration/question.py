"""What is asked: a scenario under a policy, the numbers of it that are unknown with their priors, and the targets; checked at the door."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from pydantic.fields import FieldInfo

from cogov.analysis.calibration.prior import Prior, around
from cogov.analysis.calibration.targets import Ends, Target
from cogov.experiments.designs.axes import ends, tidy
from cogov.experiments.designs.factors import Factor, parts_beside_wholes, standing
from cogov.experiments.designs.naming import factors_of
from cogov.experiments.designs.reading import Cell, Ground, Tell, gathered
from cogov.experiments.planning import Point
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.declared import bounds
from cogov.scenarios.errors import InputError
from cogov.scenarios.policies import AS_IS
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written

SAY = Words(__file__)

UNKNOWN = (
    "parameters.triage.sigma_max",
    "parameters.triage.ambiguity_spread",
    "parameters.triage.taking_base",
    "parameters.discovery.report_base",
    "parameters.discovery.desk_share",
    "parameters.emergence.dispersion",
    "parameters.handling.partner_days",
    "parameters.mediation.skill",
    "parameters.mediation.performed",
    "parameters.closure.reopen",
    "parameters.triage.dispatch_retry_days",
)
"""What is fitted unless a file of targets says otherwise: numbers of behaviour that can be told apart from outside."""


@dataclass(frozen=True)
class Unknown:
    """A number that is fitted: where it stands, what is thought of it, and its value in the scenario."""

    factor: Factor
    prior: Prior
    stands: float

    def at(self, position: float) -> float:
        """Return the value at a position between 0 and 1, as a table of points holds it."""
        return tidy(self.prior.at(position))


@dataclass(frozen=True)
class Question:
    """What is asked."""

    scenario: Scenario
    policy_name: str
    policy: Policy
    numbers: tuple[Unknown, ...]
    targets: tuple[Target, ...]

    @property
    def fitted(self) -> tuple[Target, ...]:
        """Targets that are not held out."""
        return tuple(one for one in self.targets if not one.held_out)

    def point(self, positions: Sequence[float]) -> Point:
        """Return the design point at positions, one a number."""
        return tuple(number.at(position) for number, position in zip(self.numbers, positions, strict=True))

    @property
    def standing(self) -> Point:
        """The point at which the scenario stands."""
        return tuple(number.stands for number in self.numbers)


def question(
    scenario: Scenario, policy_name: str, policy: Policy, targets: Sequence[Target], said: Mapping[str, Ends | None], written: Written
) -> Question:
    """Put scenario, policy, targets and what is said of the unknown numbers together, or say all that is wrong."""
    if all(one.held_out for one in targets):
        raise InputError(written.problem(("targets",), SAY.all_held_out))
    ground = Ground(factors_of(scenario), scenario, policy)
    asked: Mapping[str, Ends | None] = said or dict.fromkeys(UNKNOWN)
    numbers = gathered(partial(_number, name, range_, policy_name, ground, written) for name, range_ in asked.items())
    if wrong := parts_beside_wholes(number.factor for number in numbers):
        raise InputError(written.problem(("parameters", name), said) for name, said in wrong.items())
    return Question(scenario, policy_name, policy, tuple(numbers), tuple(targets))


def _number(name: str, said: Ends | None, policy_name: str, ground: Ground, written: Written) -> Unknown:
    tell = partial(written.problem, ("parameters", name))
    factor = ground.factor(name, tell)
    if factor.names:
        raise InputError(tell(SAY.no_number))
    if factor.of == "policy" and policy_name != AS_IS:
        raise InputError(tell(SAY.lever_of_a_policy, value=policy_name))
    stands = standing(factor, ground.scenario, ground.policy)
    if not isinstance(stands, float):
        raise InputError(tell(SAY.no_single_value))
    return Unknown(factor, _default(factor, stands, ground, tell) if said is None else _range(factor, said, ground, tell, written), stands)


def _range(factor: Factor, said: Ends, ground: Ground, tell: Tell, written: Written) -> Prior:
    places = {end: ("parameters", factor.name, end) for end in ("from", "to")}
    cells = [Cell(value, partial(written.problem, places[end])) for end, value in (("from", said.low), ("to", said.high))]
    low, high = ends(factor, cells, ground, tell)
    return Prior(low, high, whole=factor.kind == "whole")


def _default(factor: Factor, stands: float, ground: Ground, tell: Tell) -> Prior:
    """Return the prior of a number of which no range is said: a lever over all its values, many at once from half to twice, another as declared."""
    if factor.of == "policy":
        lever = LEVERS[factor.path[0]]
        return Prior(lever.low, lever.high)
    if factor.times:
        return around(stands, 0.0, math.inf)
    declared = _declared(ground.scenario, factor.path)
    if declared is None or stands == 0:
        raise InputError(tell(SAY.range_needed, allowed=("{from: 0, to: 1}",)))
    low, high = bounds(declared) or (-math.inf, math.inf)
    logits = isinstance(declared.json_schema_extra, dict) and str(declared.json_schema_extra.get("unit", "")).startswith("logit")
    return around(stands, low, high, logits=logits, whole=factor.kind == "whole")


def _declared(scenario: Scenario, path: tuple[str, ...]) -> FieldInfo | None:
    """Return what a number's field says of itself; None of what a mapping holds."""
    *above, last = path
    part: object = scenario
    for key in above:
        part = part[key] if isinstance(part, dict) else getattr(part, key)
    fields: Mapping[str, FieldInfo] = getattr(type(part), "model_fields", {})
    return fields.get(last)
