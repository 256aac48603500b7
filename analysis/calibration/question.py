"""What is asked: a scenario under a policy, the numbers of it that are unknown with their priors, and the targets, place by place; checked at the door."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pydantic.fields import FieldInfo

from cogov.analysis.calibration.asked import EVERYWHERE, Ends, Place, Ranges
from cogov.analysis.calibration.prior import Prior, around
from cogov.analysis.calibration.targets import Target
from cogov.analysis.names import factor_words
from cogov.experiments.designs.axes import ends, tidy
from cogov.experiments.designs.factors import Factor, parts_beside_wholes, standing
from cogov.experiments.designs.naming import factors_of
from cogov.experiments.designs.reading import Cell, Ground, Tell, gathered
from cogov.experiments.planning import Point
from cogov.model.levers import LEVERS
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.declared import bounds
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.policies import AS_IS
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written

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
    """A number that is fitted: where it stands, what is thought of it, its value in the scenario, and in which place it holds."""

    factor: Factor
    prior: Prior
    stands: float
    place: Place = EVERYWHERE

    @property
    def name(self) -> str:
        """Return what tables and documents call it."""
        return self.place.called(self.factor.name)

    @property
    def title(self) -> Text:
        """Return its title."""
        return self.place.titled(factor_words(self.factor.name))

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
    """Those of all places first."""
    targets: tuple[Target, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Return the places that have targets."""
        return tuple(dict.fromkeys(one.place for one in self.targets))

    @property
    def has_own(self) -> bool:
        """Whether a place has numbers of its own."""
        return any(one.place != EVERYWHERE for one in self.numbers)

    @property
    def most_in_a_place(self) -> int:
        """How many numbers hold in one place at most."""
        return max(len(self.columns(place)) for place in self.places)

    def columns(self, place: Place) -> list[int]:
        """Return which numbers hold in a place: those of all places and its own."""
        return [column for column, one in enumerate(self.numbers) if one.place in (EVERYWHERE, place)]

    def within(self, place: Place) -> "Question":
        """Return what is asked of one place."""
        numbers = tuple(self.numbers[column] for column in self.columns(place))
        return replace(self, numbers=numbers, targets=tuple(one for one in self.targets if one.place == place))

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
    scenario: Scenario, policy_name: str, policy: Policy, targets: Sequence[Target], said: Mapping[Place, Ranges], written: Written
) -> Question:
    """Put scenario, policy, targets and what is said of the unknown numbers together, or say all that is wrong."""
    places = [place for place in said if place != EVERYWHERE] or [EVERYWHERE]
    if idle := [place for place in places if all(one.held_out for one in targets if one.place == place)]:
        raise InputError(written.problem((*place.path, "targets"), SAY.all_held_out) for place in idle)
    ground = Ground(factors_of(scenario), scenario, policy)
    asked = {**said, EVERYWHERE: said.get(EVERYWHERE) or _by_default(said)}
    numbers = gathered(
        partial(_number, place, name, range_, policy_name, ground, written)
        for place, ranges in asked.items()
        for name, range_ in ranges.items()
    )
    if wrong := [problem for place in places for problem in _clashing(numbers, place, written)]:
        raise InputError(dict.fromkeys(wrong))
    return Question(scenario, policy_name, policy, tuple(numbers), tuple(targets))


def _by_default(said: Mapping[Place, Ranges]) -> Ranges:
    """Return the numbers that all places share where nobody says them: no place has them of its own."""
    return dict.fromkeys(name for name in UNKNOWN if not any(name in own for own in said.values()))


def _clashing(numbers: Sequence[Unknown], place: Place, written: Written) -> Iterator[Problem]:
    """Yield what is wrong with the numbers that hold in a place together: one twice, parts of levers beside the whole."""
    there = [one for one in numbers if one.place in (EVERYWHERE, place)]
    shared = {one.factor for one in there if one.place == EVERYWHERE}
    parts = parts_beside_wholes(one.factor for one in there)
    for one in there:
        if one.place != EVERYWHERE and one.factor in shared:
            yield written.problem(_path(one.place, one.factor.name), SAY.shared)
        if one.factor.name in parts:
            yield written.problem(_path(one.place, one.factor.name), parts[one.factor.name])


def _path(place: Place, name: str) -> KeyPath:
    """Return where a file of targets speaks of a number."""
    return (*place.path, "parameters", name)


def _number(place: Place, name: str, said: Ends | None, policy_name: str, ground: Ground, written: Written) -> Unknown:
    tell = partial(written.problem, _path(place, name))
    factor = ground.factor(name, tell)
    if factor.names:
        raise InputError(tell(SAY.no_number))
    if factor.of == "policy" and policy_name != AS_IS:
        raise InputError(tell(SAY.lever_of_a_policy, value=policy_name))
    stands = standing(factor, ground.scenario, ground.policy)
    if not isinstance(stands, float):
        raise InputError(tell(SAY.no_single_value))
    prior = _default(factor, stands, ground, tell) if said is None else _range(factor, said, ground, _path(place, name), written)
    return Unknown(factor, prior, stands, place)


def _range(factor: Factor, said: Ends, ground: Ground, path: KeyPath, written: Written) -> Prior:
    cells = [Cell(value, partial(written.problem, (*path, end))) for end, value in (("from", said.low), ("to", said.high))]
    low, high = ends(factor, cells, ground, partial(written.problem, path))
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
