"""What a study may vary: a lever, a part of one, a policy's goals, any number, choice or switch of the scenario, or many of its numbers at once.

A factor of a policy lies on top of every policy, one of the scenario on top of the scenario; whole levers first, then their parts. One of many
numbers (`topics.*.work.cv`) lies on top of single ones, and says how many times each is what stands there.
What the phases of a policy say of a lever lies on top of that again, from the day on which they begin: a factor is where they start from.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from cogov.experiments.plan import Value
from cogov.model.levers import LEVERS
from cogov.model.policy import LeverValues, Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.complaints import problems
from cogov.scenarios.errors import InputError
from cogov.scenarios.shorter import within_days
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written

SAY = Words(__file__)
ON, OFF = "on", "off"
EVERY = "*"
"""In a path: all that stand there."""


@dataclass(frozen=True)
class Factor:
    """One thing that a study varies: where it stands, and which values it may take."""

    path: tuple[str, ...]
    of: Literal["policy", "scenario"]
    kind: Literal["number", "whole", "name", "switch"]
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Return its dotted path: what a file and a column call it."""
        return ".".join(self.path)

    @property
    def type(self) -> type:
        """Return the type of its values in a table: whole numbers stand as numbers, switches as on and off."""
        return float if self.kind in ("number", "whole") else str

    @property
    def times(self) -> bool:
        """Whether it stands for many numbers, each so many times what it was."""
        return EVERY in self.path


Values = Mapping[Factor, Value]


def parts_beside_wholes(factors: Iterable[Factor]) -> dict[str, Text]:
    """Say by name of parts of levers that stand beside the whole lever that they cannot both have their say."""
    found = [factor for factor in factors if factor.of == "policy"]
    wholes = {factor.path for factor in found}
    parts = [factor for factor in found if len(factor.path) > 1 and factor.path[:1] in wholes]
    return {part.name: SAY.whole_and_part.filled(whole=part.path[0]) for part in parts}


def laid_on_scenario(scenario: Scenario, values: Values) -> Scenario:
    """Return the scenario with the values of its own factors, never followed for longer than it is measured."""
    changed: Any = scenario
    for factor, value in sorted(values.items(), key=lambda item: item[0].times):
        if factor.of == "scenario":
            changed = _with(changed, factor.path, partial(_laid, factor, value))
    return scenario if changed is scenario else within_days(changed)[0]


def laid_on_policy(policy: Policy, values: Values) -> Policy:
    """Return the policy with the levers that are factors turned to their values."""
    levers: dict[str, Any] = {}
    for factor, value in sorted(values.items(), key=lambda item: len(item[0].path)):
        if factor.of == "policy":
            name, *part = factor.path
            levers[name] = _parts(name, levers.get(name)) | {part[0]: value} if part else value
    return policy.overlaid(_built(PolicyPatch, levers)) if levers else policy


def _parts(lever: str, value: Any) -> dict[str, Any]:
    """Return a lever part by part: one number is all its parts."""
    if isinstance(value, dict):
        return value
    return {} if value is None else dict.fromkeys(LEVERS[lever].parts, value)


def _laid(factor: Factor, value: Value, stands: Any) -> Any:
    """Return what a factor makes of what stands at its place."""
    if factor.times:
        return value * stands
    if factor.kind == "switch":
        return value == ON
    return int(value) if factor.kind == "whole" else value


def _with(part: Any, path: tuple[str, ...], laid: Callable[[Any], Any]) -> Any:
    """Return a copy of a part of a scenario with what a path leads to changed; what is on the way is checked anew, what is beside it not."""
    key, rest = path[0], path[1:]
    inside = _entries(part)
    changed = {
        **inside,
        **{one: _with(inside[one], rest, laid) if rest else laid(inside[one]) for one in (inside if key == EVERY else [key])},
    }
    return changed if isinstance(part, dict) else _built(type(part), changed)


def _entries(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {name: getattr(part, name) for name in type(part).model_fields}


def numbers_at(part: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield all numbers to which a path leads, each with its own path."""
    if not path:
        yield (), part
        return
    for key, inner in _entries(part).items():
        if path[0] in (key, EVERY):
            yield from (((key, *rest), number) for rest, number in numbers_at(inner, path[1:]))


def _built[M: BaseModel](model: type[M], values: dict[str, Any]) -> M:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise InputError(problems(error, model, Written(values))) from None


def gives(levers: LeverValues, factor: Factor) -> bool:
    """Whether levers, those of a phase say, give a factor a value of their own: to the lever, or to the part that it is."""
    lever, *part = factor.path
    own = levers[lever] if factor.of == "policy" else None
    return part[0] in own if part and isinstance(own, dict) else own is not None


def standing(factor: Factor, scenario: Scenario, policy: Policy) -> Value | None:
    """Return the value at which a factor stands; None where it has no single one (parts that differ, goals by topic)."""
    if factor.times:
        return 1.0
    found: Any = policy if factor.of == "policy" else scenario
    for key in factor.path:
        found = found[key] if isinstance(found, dict) else getattr(found, key)
    if isinstance(found, dict):
        several = set(found.values())
        found = several.pop() if len(several) == 1 and factor.kind != "name" else None
    if isinstance(found, bool):
        return ON if found else OFF
    return found if found is None or isinstance(found, str) else float(found)
