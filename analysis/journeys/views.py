"""What desks made of a matter at triage: whose duty it is, who saw it as theirs, who took it, and what held the others back.

A desk takes what it sees with the chance v · logistic(β0 + β_g ln(K · attention) − (1 − duty_clarity) β_L · load) (`model.rules.triage`).
What lowers the odds by a third or more is named as a reason: −β_g ln(K · attention) or (1 − duty_clarity) β_L · load above .4; others that
saw it as theirs too, where it was open to claims.
"""

from dataclasses import dataclass, replace
from math import log

import numpy as np

from cogov.analysis.journeys.world import World
from cogov.model.desks import unpack
from cogov.model.rules.triage import TAKING, Triage
from cogov.model.witness import Standing

NOTICEABLE = 0.4
"""Logit: odds lowered by a third."""
LOAD, ATTENTION, OTHERS = "load", "attention", "others"


@dataclass(frozen=True)
class View:
    """One desk and one matter at one triage."""

    desk: int
    role: str
    """owner, lead, supporter; anybody: the matter is on nobody's list; nobody: it is another's duty."""
    asked: bool
    saw: bool
    took: bool
    open_matters: int
    handlers: float
    attention: float
    """To the topic, 1 being the mean over topics."""
    others: int
    """Other desks that saw it as theirs."""
    held_back_by: tuple[str, ...] = ()
    """Why it did not take what it saw, the weightiest reason first."""
    joining: "JoiningChance | None" = None
    """How likely it joins those that wait for it."""

    @property
    def duty(self) -> bool:
        """Whether the matter is its duty, alone or with others."""
        return self.role in ("owner", "lead", "supporter")


@dataclass(frozen=True)
class JoiningChance:
    """How likely a missing partner joins in on a day: readiness × tie × congruence (`model.partners`)."""

    readiness: float
    tie: float
    congruence: float

    @property
    def chance(self) -> float:
        """Chance on a working day."""
        return self.readiness * self.tie * self.congruence


@dataclass(frozen=True)
class Will:
    """What lowers a desk's will to take what it sees, in logits."""

    load: float
    attention: float

    def named(self) -> tuple[str, ...]:
        """Return the reasons worth naming, the weightiest first."""
        found = sorted(((self.load, LOAD), (self.attention, ATTENTION)), reverse=True)
        return tuple(name for size, name in found if size >= NOTICEABLE)


def views_at(world: World, sighting: int, asked: frozenset[int], *, dispatched: bool) -> tuple[View, ...]:
    """Return the views of all desks that were candidates at one triage; `asked` returned a dispatched matter."""
    city, seen = world.city, world.sightings
    row, level = int(seen.row[sighting]), int(seen.level[sighting])
    topic, village, slots = int(city.register.topic[row]), int(city.register.village[row]), len(city.slots)
    saw, took = (unpack(mask[[sighting]], slots)[0] for mask in (seen.seen, seen.taken))
    standing, desks = world.witness.days[int(seen.day[sighting])], city.slots.desk_of[village]
    found = []
    for slot in np.flatnonzero(city.mandates.candidate[level, topic] | took).tolist():
        desk, others = int(desks[slot]), int(saw.sum() - saw[slot])
        was_asked = not dispatched or bool(took[slot]) or desk in asked
        reasons = _reasons(world, standing, desk, topic, 0 if dispatched else others) if saw[slot] and was_asked and not took[slot] else ()
        attention = city.goals.topics * float(standing.attention[desk, topic])
        about = (int(standing.load[desk]), float(standing.handlers[desk]), attention, others)
        found.append(View(desk, _role(world, level, topic, slot), was_asked, bool(saw[slot]), bool(took[slot]), *about, reasons))
    return _with_partners(world, sighting, found)


def _with_partners(world: World, sighting: int, views: list[View]) -> tuple[View, ...]:
    """Where some of those whose duty it is have it, say how likely each of the others joins in."""
    seen = world.sightings
    joining = world.missing.get((int(seen.row[sighting]), int(seen.day[sighting])), {})
    return tuple(replace(view, joining=JoiningChance(*joining[view.desk])) if view.desk in joining else view for view in views)


def _role(world: World, level: int, topic: int, slot: int) -> str:
    mandates = world.city.mandates
    if not mandates.rightful[level, topic].any():
        return "anybody"
    if not mandates.rightful[level, topic, slot]:
        return "nobody"
    if mandates.supporter[level, topic, slot]:
        return "supporter"
    return "lead" if mandates.supporter[level, topic].any() else "owner"


def _reasons(world: World, standing: Standing, desk: int, topic: int, others: int) -> tuple[str, ...]:
    taking = TAKING.named(world.city.scenario.choices)
    own = _will(world, standing, desk, topic).named() if taking == "weighed" else ()
    return (*own, OTHERS) if others and taking != "always" else own


def _will(world: World, standing: Standing, desk: int, topic: int) -> Will:
    parameters, city = world.city.numbers(Triage), world.city
    duty_clarity = float(standing.duty_clarity[city.institutions.township[desk]])
    load = min(float(standing.load[desk]) / max(float(standing.handlers[desk]), 0.1), parameters.load_cap)
    attention = city.goals.topics * float(standing.attention[desk, topic])
    return Will((1 - duty_clarity) * parameters.taking_load * load, -parameters.taking_attention * log(attention))
