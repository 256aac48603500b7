"""Two lives of one matter: the same luck, another policy, and the first event at which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from cogov.analysis.journeys.facts import Facts
from cogov.analysis.journeys.lives import Event, Life, life_of
from cogov.analysis.journeys.world import World


@dataclass(frozen=True)
class Difference:
    """The first thing that happened otherwise; an event is None where nothing more happened, or the matter never arose."""

    on: int
    """The day."""
    first: Event | None
    second: Event | None


def first_difference(first: Life | None, second: Life | None) -> Difference | None:
    """Find the first event that is not the same in both lives; None where all are."""
    events = zip_longest(first.events if first else (), second.events if second else ())
    for one, other in events:
        if one is None or other is None or one.what != other.what:
            return Difference(min(event.on for event in (one, other) if event is not None), *_of_that_day(one, other))
    return None


def _of_that_day(one: Event | None, other: Event | None) -> tuple[Event | None, Event | None]:
    """Keep of the two events the one that happens first; what happens later elsewhere is not yet the difference."""
    if one is None or other is None or one.on == other.on:
        return one, other
    return (one, None) if one.on < other.on else (None, other)


@dataclass(frozen=True)
class Journey:
    """One matter under one policy or several; None where it never arose. It arose under one of them."""

    matter: str
    lives: dict[str, Life | None]

    @property
    def facts(self) -> Facts:
        """What the matter is."""
        return next(life.facts for life in self.lives.values() if life is not None)

    @cached_property
    def differences(self) -> dict[str, Difference | None]:
        """The first difference of each other policy from the first one."""
        first, *others = self.lives
        return {other: first_difference(self.lives[first], self.lives[other]) for other in others}

    def pairs(self) -> list["Journey"]:
        """The first policy beside each of the others; itself where it is alone."""
        first, *others = self.lives
        return [Journey(self.matter, {name: self.lives[name] for name in (first, other)}) for other in others] or [self]


def journey_of(worlds: Sequence[World], code: str) -> Journey:
    """Follow one matter through all worlds."""
    return Journey(code, {world.policy: life_of(world, code) for world in worlds})
