"""Reading what a person wrote of a factor: its name, one value of it, and where to complain."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from numbers import Real

from cogov.experiments.designs.factors import OFF, ON, Factor, laid_on_policy, laid_on_scenario
from cogov.experiments.designs.naming import siblings, unknown
from cogov.experiments.designs.said import Cell, Tell
from cogov.experiments.plan import Value
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem, nearest

NUMBER, WHOLE = Text(zh="应为数", en="needs a number"), Text(zh="应为整数", en="needs a whole number")
FINITE = Text(zh="应为有限的数", en="must be a finite number")
NO_CHOICE = Text(zh="不在可选值之内", en="is none of the choices")


@dataclass(frozen=True)
class Ground:
    """What factors are checked against: their names, and a city and a policy on which their values are laid."""

    known: dict[str, Factor]
    scenario: Scenario
    policy: Policy

    def factor(self, name: str, tell: Tell) -> Factor:
        """Return the factor of a name, or say which one was meant."""
        if name not in self.known:
            message, near = unknown(name, self.known)
            raise InputError(tell(message, value=name, allowed=siblings(name, self.known), nearest=near))
        return self.known[name]

    def value(self, factor: Factor, cell: Cell) -> Value:
        """Read one value and lay it on the city for a try."""
        value = read(factor, cell)
        try:
            laid_on_scenario(self.scenario, {factor: value})
            laid_on_policy(self.policy, {factor: value})
        except InputError as error:
            raise InputError(retold(one, cell.tell) for one in error.problems) from None
        return value


def retold(problem: Problem, tell: Tell) -> Problem:
    """Return a problem at the place where the design caused it."""
    return tell(problem.message, value=problem.value, allowed=problem.allowed, nearest=problem.nearest)


def read(factor: Factor, cell: Cell) -> Value:
    """Return a value as a table holds it, or refuse one of the wrong sort."""
    said = cell.value
    if factor.names:
        name = {True: ON, False: OFF}[said] if isinstance(said, bool) and factor.kind == "switch" else said
        if name not in factor.names:
            raise InputError(cell.tell(NO_CHOICE, value=said, allowed=factor.names, nearest=nearest(said, factor.names)))
        return str(name)
    if isinstance(said, bool) or not isinstance(said, Real):
        raise InputError(cell.tell(NUMBER, value=said))
    if not math.isfinite(said):
        raise InputError(cell.tell(FINITE, value=said))
    if factor.kind == "whole" and not float(said).is_integer():
        raise InputError(cell.tell(WHOLE, value=said))
    return float(said) + 0.0


def gathered[T](calls: Iterable[Callable[[], T]]) -> list[T]:
    """Return what all calls give, or refuse with the problems of all that refuse."""
    found: list[T] = []
    problems: list[Problem] = []
    for call in calls:
        try:
            found.append(call())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return found
