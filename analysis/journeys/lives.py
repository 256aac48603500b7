"""A matter's life under one policy: what happened to it day by day and why, and how it ended."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cogov.analysis.journeys.facts import Facts, facts_of
from cogov.analysis.journeys.views import View, views_at
from cogov.analysis.journeys.world import World
from cogov.analysis.journeys.worst import unsettled_days
from cogov.model.stages import Stage

TRIAGED = ("claimed", "dispatched", "nobody_took_it")
BORN = "came_back"
"""What happened to a matter of which another was born, beside the reasons of the register."""
AT_THE_END_OF_A_DAY = (
    *("passed_by_itself", "nobody_in_the_end", "patience_lost", "wrong_owner_found", "partners_missing", "passed_up"),
    *("escalated", "overloaded"),
    *("work_done", "closed_early", "settlement_reached", "settlement_failed"),
)
"""At midnight these belong to the day that is over, all else to the day that begins."""


def ends_a_day(reason: str, after: str) -> bool:
    """Say whether what happened at midnight belongs to the day that is over."""
    return reason in AT_THE_END_OF_A_DAY or after == "given_up"


@dataclass(frozen=True)
class Event:
    """Something that happened to a matter."""

    day: float
    reason: str
    before: str
    after: str
    desk: int | None
    views: tuple[View, ...] = ()
    child: str | None = None
    """Code of the matter that was born of it."""

    @property
    def on(self) -> int:
        """The day on which it happened."""
        return int(self.day) - (self.day == int(self.day) and ends_a_day(self.reason, self.after))

    @property
    def what(self) -> tuple[Any, ...]:
        """What happened, without how busy or attentive anybody was."""
        views = tuple((view.desk, view.saw, view.took) for view in self.views if view.duty or view.took)
        return (round(self.day, 6), self.reason, self.after, self.desk, views)


@dataclass(frozen=True)
class Ending:
    """How a matter stood at its end, or at the end of the run."""

    stage: str
    ended: bool
    days: float
    """From the day it arose to its end, or to the end of the run."""
    days_unsettled: float
    """The same, but to the end of the run where it was given up and did not go on as a petition."""
    known: bool
    handoffs: int
    satisfaction: float
    visits: float


@dataclass(frozen=True)
class Life:
    """One matter under one policy."""

    matter: str
    identity: int
    policy: str
    facts: Facts
    events: tuple[Event, ...]
    ending: Ending


def life_of(world: World, code: str) -> Life | None:
    """Tell the life of a matter; None where it never arose."""
    row = world.rows.get(code)
    if row is None:
        return None
    identity = int(world.city.register.identity[row])
    events = (*_events(world, row), *_children(world, row))
    return Life(code, identity, world.policy, facts_of(world, row), events, ending_of(world, row))


def _events(world: World, row: int) -> list[Event]:
    """Follow the records; give each triage, and each return before it, what the desks made of the matter."""
    found, returned, triages = list[Event](), list[Event](), iter(world.triages_of(row).tolist())
    for event in _records(world.events_of(row)):
        if event.reason == "returned":
            returned.append(event)
            continue
        if event.reason in TRIAGED and (sighting := next(triages, None)) is not None:
            by = frozenset(one.desk for one in returned if one.desk is not None)
            views = views_at(world, sighting, by, dispatched=bool(returned) or event.reason == "dispatched")
            found += [_with(one, tuple(view for view in views if view.desk == one.desk)) for one in returned]
            found.append(_with(event, views))
            returned = []
        else:
            found.append(event)
    return found


def _records(events: pd.DataFrame) -> list[Event]:
    day, reason, before, after, desk = (events[name].tolist() for name in ("day", "reason", "before", "after", "desk"))
    desks = [None if pd.isna(one) else int(one) for one in desk]
    return [Event(*what) for what in zip(day, reason, before, after, desks, strict=True)]


def _with(event: Event, views: tuple[View, ...]) -> Event:
    return Event(event.day, event.reason, event.before, event.after, event.desk, views)


def _children(world: World, row: int) -> list[Event]:
    """Say when others were born of it."""
    register, codes = world.city.register, list(world.rows)
    stage = Stage(int(register.stage[row])).name.lower()
    children = np.flatnonzero(register.parent[: register.size] == row)
    return [Event(float(register.arose[child]), BORN, stage, stage, None, child=codes[child]) for child in children.tolist()]


def ending_of(world: World, row: int) -> Ending:
    """Say how a matter ended, or how it stands."""
    city, register = world.city, world.city.register
    end = float(register.ended[row])
    ended = end <= city.day
    return Ending(
        stage=Stage(int(register.stage[row])).name.lower(),
        ended=bool(ended),
        days=(end if ended else float(city.day)) - float(register.arose[row]),
        days_unsettled=float(unsettled_days(world)[row]),
        known=bool(register.known[row] <= city.day),
        handoffs=int(register.handoffs[row]),
        satisfaction=float(register.satisfaction[row]),
        visits=float(register.visits[row]),
    )
