"""A policy: which levers are turned how far, where and from when, towards which goals and within which budget.

Policies have a field for every lever that is declared: it is made from the declaration.
"""

from collections.abc import Callable
from types import GenericAlias
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from cogov.model.levers import LEVERS, Lever
from cogov.model.numbers import Frozen, NotNegative, Share
from cogov.model.words import Text

LeverValue = float | dict[str, float]
"""One number, or one for each part."""


class Campaign(Frozen):
    """A campaign against one topic 专项整治: strong while it lasts, with displacement and rebound."""

    topic: str
    start: int = Field(ge=0, description="first day")
    days: int = Field(ge=1, description="length in days")
    intensity: Share = 0.5


class LeverValues(Frozen):
    """Levers and the values they are turned to; those left out stay as they are."""

    def __getitem__(self, lever: str) -> LeverValue | None:
        """Return what a lever is turned to; None where it stays as it is."""
        value: LeverValue | None = getattr(self, lever, None)
        return value

    @model_validator(mode="after")
    def _parts_exist(self) -> Self:
        for name, lever in LEVERS.items():
            value = self[name]
            unknown = sorted(set(value) - set(lever.parts)) if isinstance(value, dict) else []
            if unknown:
                raise _reference(f"{name} has no part {unknown[0]!r}", f"{name} 没有 {unknown[0]!r} 这一部分", lever.parts)
        return self


class ShareOfTownships(Frozen):
    """A share of the townships, in an order that the seed decides."""

    share: Share


class Phase(Frozen):
    """From a day on, somewhere, some levers move to new values: a pilot 试点 or a step of a roll-out."""

    from_day: int = Field(ge=0, description="first day")
    ramp_days: int = Field(default=0, ge=0, description="days until the new values are reached")
    where: Literal["all"] | tuple[int | str, ...] | ShareOfTownships = Field(
        default="all", description="townships by name, or numbered from 1"
    )
    levers: LeverValues


class PolicyPatch(LeverValues):
    """What a policy changes: levers left out stay as the scenario has them."""

    title: Text | None = None
    question: Text | None = None
    source: str | None = None
    campaigns: tuple[Campaign, ...] | None = None
    goals: Literal["declared", "need", "far"] | dict[str, NotNegative] | None = None
    budget: float | None = Field(default=None, ge=0, description="yuan per resident and year that the levers may cost at most")
    phases: tuple[Phase, ...] | None = None


class Policy(Frozen):
    """All levers with their values: what one run works under."""

    campaigns: tuple[Campaign, ...] = ()
    goals: Literal["declared", "need", "far"] | dict[str, NotNegative] = "declared"
    budget: float | None = None
    phases: tuple[Phase, ...] = ()

    def __getitem__(self, lever: str) -> LeverValue:
        """Return where a lever stands; its default where it was declared after this policy was made."""
        value: LeverValue | None = getattr(self, lever, None)
        return _at_default(LEVERS[lever]) if value is None else value

    def overlaid(self, change: PolicyPatch) -> "Policy":
        """Return this policy with what `change` changes."""
        values = self.model_dump()
        for name in Policy.model_fields:
            new = getattr(change, name, None)
            if new is None:
                continue
            parts = LEVERS[name].parts if name in LEVERS else ()
            values[name] = new if not parts else values[name] | (new if isinstance(new, dict) else dict.fromkeys(parts, new))
        return Policy.model_validate(values)


def take_levers() -> None:
    """Give policies a field for every lever that is declared, before those that they have anyway."""
    _take_levers(LeverValues, _change)
    Phase.model_rebuild(force=True)
    _take_levers(PolicyPatch, _change)
    _take_levers(Policy, _standing)


def _take_levers(part: type[Frozen], field: Callable[[Lever], FieldInfo]) -> None:
    rest = {name: one for name, one in part.model_fields.items() if name not in LEVERS}
    part.model_fields.clear()
    part.model_fields.update({name: field(lever) for name, lever in LEVERS.items()} | rest)
    part.model_rebuild(force=True)


def _change(lever: Lever) -> FieldInfo:
    """Say what may stand where a lever is turned; nothing leaves it as it is."""
    number = _number(lever)
    return FieldInfo.from_annotated_attribute(number | _by_part(number) | None if lever.parts else number | None, None)


def _standing(lever: Lever) -> FieldInfo:
    """Say where a lever can stand."""
    number = _number(lever)
    if not lever.parts:
        return FieldInfo.from_annotated_attribute(number, lever.default)
    return FieldInfo.from_annotated_attribute(_by_part(number), Field(default_factory=lambda: _at_default(lever)))


def _number(lever: Lever) -> Any:
    return Share if (lever.low, lever.high) == (0, 1) else Annotated[float, Field(ge=lever.low, le=lever.high)]


def _by_part(number: Any) -> Any:
    return GenericAlias(dict, (str, number))


def _at_default(lever: Lever) -> LeverValue:
    return dict.fromkeys(lever.parts, lever.default) if lever.parts else lever.default


take_levers()


def _reference(en: str, zh: str, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en, "allowed": list(allowed)})
