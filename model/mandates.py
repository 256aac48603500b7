"""Mandates: for a matter of a topic that stands at a level, what each slot is entitled to and what could mislead it.

Scenario data turned into tables once; triage looks matters up in them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model.city_facts import Topic
from cogov.model.desks import Slots
from cogov.model.names import SECTORS, SPHERES
from cogov.model.numbers import Numbers, share
from cogov.model.scenario import Scenario

SINGLE, COMPOSITE, NOVEL = range(3)
MANDATES = ("single", "composite", "novel")
Bools = npt.NDArray[np.bool_]


class Worth(Numbers):
    """What a mandate is worth: ω by the lists."""

    lead_mandate: float = share(0.6, "ω of the lead of a composite matter")
    supporter_mandate: float = share(0.4, "ω of a supporter")
    novel_mandate: float = share(0.3, "ω of everybody for a matter on no list")


@dataclass(frozen=True)
class Mandates:
    """Tables indexed by (level where the matter stands, topic, slot); `mandate` by (level, topic)."""

    between: Bools
    """The boundary between spheres (σ_B) can mislead this slot."""
    within: Bools
    """The lines inside a sphere (σ_D) can mislead this slot."""
    candidate: Bools
    """The slot meets such matters: at the matter's level or one away, or rightful."""
    rightful: Bools
    supporter: Bools
    lead: npt.NDArray[np.int64]
    """(level, topic): slot of the lead or the only owner; -1 (NOBODY) for a novel matter."""
    mandate: npt.NDArray[np.int64]


NOBODY = -1


def tabulate(scenario: Scenario, slots: Slots) -> Mandates:
    """Build the tables for a scenario."""
    topics = list(scenario.topics.values())
    shape = (3, len(topics), len(slots))
    rightful, supporter = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    lead = np.full(shape[:2], NOBODY, dtype=np.intp)
    for level in range(3):
        for k, topic in enumerate(topics):
            owners = [slots.at(kind, level) for kind in _owners(topic, level)]
            rightful[level, k, owners] = True
            supporter[level, k, owners[1:]] = True
            lead[level, k] = owners[0] if owners else NOBODY
    same_sphere = _same_sphere(rightful, slots)
    novel = ~rightful.any(axis=2, keepdims=True)
    everyone = rightful | novel
    near = np.abs(slots.level[None, :] - np.arange(3)[:, None]) <= 1
    return Mandates(
        between=everyone | ~same_sphere,
        within=everyone | same_sphere,
        candidate=near[:, None, :] | rightful,
        rightful=rightful,
        supporter=supporter,
        lead=lead,
        mandate=np.where(lead == NOBODY, NOVEL, np.where(rightful.sum(axis=2) > 1, COMPOSITE, SINGLE)),
    )


def _owners(topic: Topic, level: int) -> tuple[str, ...]:
    above = level > ("village", "township", "city").index(topic.level)
    return (topic.escalates_to,) if above and topic.escalates_to is not None else topic.owners


def _same_sphere(rightful: Bools, slots: Slots) -> Bools:
    """Say for each slot whether some rightful slot belongs to its sphere."""
    sphere = np.array([sorted(set(SPHERES.values())).index(SPHERES[SECTORS[s]]) for s in slots.sector])
    together = sphere[:, None] == sphere[None, :]
    same: Bools = (rightful.astype(np.intp) @ together.astype(np.intp)) > 0
    return same


def worth(mandates: Mandates, numbers: Worth) -> npt.NDArray[np.float64]:
    """Return ω by (level, topic, slot): how far a matter is the slot's by the lists, before joint action and convening."""
    owners = mandates.rightful.sum(axis=2, keepdims=True)
    composite = np.where(mandates.supporter, numbers.supporter_mandate, numbers.lead_mandate)
    omega = np.where(owners > 1, composite, 1.0) * mandates.rightful
    return np.where(owners == 0, numbers.novel_mandate, omega)
