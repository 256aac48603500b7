"""The schema of a scenario: made from what the rules of a day declare, and from what stands beside them.

A rule brings its block of numbers (`parameters: {learning: {rate: .1}}`) and its switch (`rules: {learning: off}`). Blocks and choices that
several rules share are listed here.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, Self

from pydantic import create_model, model_validator

from cogov.model import scenario
from cogov.model.assessment import Assessment
from cogov.model.counting import BURDEN
from cogov.model.day import DAY
from cogov.model.displacement import Enforcement
from cogov.model.goals import ALIGNMENT, CONGRUENCE, Aims
from cogov.model.indicators import INDICATORS, SCORED_ROLES
from cogov.model.network import Network
from cogov.model.numbers import Frozen, Numbers
from cogov.model.options import Choice
from cogov.model.partners import PARTNERS
from cogov.model.rounds import GridWork
from cogov.model.routing import BY_MATRIX
from cogov.model.rule import Doing, Rule, name_of
from cogov.model.rules.deliberation import DECISION, LISTENING
from cogov.model.rules.emergence import NEED
from cogov.model.rules.handling import CAPACITY, PATIENCE, QUEUE
from cogov.model.rules.triage import GIVING_UP, TAKING, TRIAGE
from cogov.model.staffing import Support, Transition
from cogov.model.topics import ARRIVALS, CALENDAR, MIX
from cogov.model.venues import Venues

BLOCKS: dict[str, type[Numbers]] = {
    "grid_workers": GridWork,
    "venues": Venues,
    "goals": Aims,
    "network": Network,
    "enforcement": Enforcement,
    "support": Support,
    "assessment": Assessment,
    "transition": Transition,
}
"""Blocks of numbers that are no single rule's."""

_TAKEN: tuple[Choice[Any], ...] = (
    *(
        ARRIVALS,
        CALENDAR,
        QUEUE,
        PATIENCE,
        TRIAGE,
        TAKING,
        BY_MATRIX,
        CAPACITY,
        CONGRUENCE,
        NEED,
        ALIGNMENT,
        PARTNERS,
        MIX,
        DECISION,
        LISTENING,
        GIVING_UP,
        BURDEN,
    ),
)
CHOICES: dict[str, Choice[Any]] = {choice.name: choice for choice in _TAKEN}
"""The named choices; of each the first option is the default."""
OPTIONS: dict[str, tuple[str, ...]] = {name: tuple(choice.options) for name, choice in CHOICES.items()}
"""What may be chosen, by name."""


class Weights(scenario.Weights):
    """Weights of indicators in the pillar scores; every outcome and cost not named weighs 1."""

    @model_validator(mode="after")
    def _indicators_exist(self) -> Self:
        for pillar in type(self).model_fields:
            allowed = tuple(name for name, one in INDICATORS.items() if one.pillar == pillar and one.role in SCORED_ROLES)
            for name in getattr(self, pillar):
                if name not in allowed:
                    raise scenario.refused(
                        f"{name!r} is no outcome or cost of {pillar}", f"{pillar} 没有 {name!r} 这个结果类或成本类指标", allowed
                    )
        return self


def blocks_of(rules: Sequence[Doing] = DAY) -> dict[str, type[Numbers]]:
    """Return all blocks of numbers by name: those of the rules of a day, in its order, then the others."""
    return {one.__name__: one.numbers for one in rules if isinstance(one, Rule)} | BLOCKS


class Scenario(scenario.Scenario):
    """One city with all that happens in it."""

    weights: Weights = Weights()

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.day, self.model_dump())


def _again(rules: tuple[Doing, ...], values: dict[str, Any]) -> Scenario:
    return scenario_of(rules).model_validate(values)


@cache
def _scenario_of(rules: tuple[Doing, ...]) -> type[Scenario]:
    names = [name_of(one) for one in rules]
    if twice := {name for name in names if names.count(name) > 1 or name in BLOCKS}:
        raise ValueError(f"two rules, or a rule and a block of numbers, are called {', '.join(sorted(twice))}")

    def part(base: type[Frozen], **fields: Any) -> tuple[type[Frozen], Frozen]:
        made = create_model(base.__name__, __base__=base, __doc__=base.__doc__, **fields)
        return made, made()

    found: type[Scenario] = create_model(
        "Scenario",
        __base__=Scenario,
        __doc__=Scenario.__doc__,
        parameters=part(scenario.Parameters, **{name: (block, block()) for name, block in blocks_of(rules).items()}),
        choices=part(scenario.Choices, **{name: (Literal[options], options[0]) for name, options in OPTIONS.items()}),
        rules=part(scenario.Rules, **dict.fromkeys(names, (bool, True))),
    )
    found.day = rules
    return found


def scenario_of(rules: Sequence[Doing] = DAY) -> type[Scenario]:
    """Return the class of the scenarios of a day: with the numbers of its rules, and a switch for each."""
    return _scenario_of(tuple(rules))
