"""What a matter is, the same under every policy: its topic and place, whose duty it is, whose matter it is."""

from dataclasses import dataclass

import numpy as np

from cogov.analysis.journeys.world import World
from cogov.experiments.titles import township_title
from cogov.model.citizens import CHILD, ELDERLY
from cogov.model.words import Text


@dataclass(frozen=True)
class Facts:
    """What a matter is, the same under every policy."""

    topic: Text
    form: str
    mandate: str
    owners: tuple[Text, ...]
    """Desks whose duty it is, the lead first; none of a matter that is on nobody's list."""
    origin: str
    arose: float
    village: int
    township: int
    township_name: Text
    urban: bool
    severity: float
    deadline_days: float
    work_days: float
    collective: bool
    citizen: tuple[str, ...]
    """What is to be said of its citizen: elderly, child, left_behind, migrant, low_income, offline, party_member, member."""


def facts_of(world: World, row: int) -> Facts:
    """Gather what a matter is."""
    first = world.events_of(row).iloc[0]
    return Facts(
        topic=Text(zh=first.topic_zh, en=first.topic_en),
        form=first.form,
        mandate=first.mandate,
        owners=_owners(world, row),
        origin=first.origin,
        arose=float(first.day),
        village=int(first.village),
        township=int(first.township),
        township_name=township_title(world.city.scenario.city, int(first.township)),
        urban=bool(first.urban),
        severity=float(first.severity),
        deadline_days=float(first.deadline_days),
        work_days=float(world.city.register.work_total[row]),
        collective=bool(first.collective),
        citizen=_citizen(world, int(first.citizen)),
    )


def _owners(world: World, row: int) -> tuple[Text, ...]:
    city, register = world.city, world.city.register
    level, topic = int(register.level_at_birth[row]), int(register.topic[row])
    lead = city.mandates.lead[level, topic]
    slots = sorted(np.flatnonzero(city.mandates.rightful[level, topic]).tolist(), key=lambda slot: slot != lead)
    return tuple(world.desks[city.slots.desk_of[register.village[row], slot]] for slot in slots)


def _citizen(world: World, citizen: int) -> tuple[str, ...]:
    people = world.city.citizens
    said = {
        "elderly": people.age_group[citizen] == ELDERLY,
        "child": people.age_group[citizen] == CHILD,
        "left_behind": people.left_behind[citizen],
        "migrant": people.migrant[citizen],
        "low_income": people.low_income[citizen],
        "offline": not people.online[citizen],
        "party_member": people.party_member[citizen],
    }
    return tuple(name for name, true in said.items() if true)
