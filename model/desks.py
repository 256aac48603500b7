"""Desks: one for each kind in each jurisdiction of the levels it works at, and who could be asked about a matter.

A *slot* is a kind at a level: (civil affairs, township). Every village sees the same slots; `desk_of[village, slot]` is the
desk that fills it there. So the candidates of a thousand matters are a thousand rows of one small table.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model.chance import Chance, Purpose
from cogov.model.columns import Column, Table
from cogov.model.levers import Levers
from cogov.model.territory import Territory
from cogov.scenarios.choices import LEVELS, RESOURCES, SECTORS
from cogov.scenarios.schema import Scenario

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
VILLAGE, TOWNSHIP, CITY = range(3)
GOVERNMENT = SECTORS.index("government")
PARTY = SECTORS.index("party")
BROKERS = (SECTORS.index("mass"), SECTORS.index("social"))
ECONOMIC = SECTORS.index("economic")


@dataclass(frozen=True)
class Slots:
    """Kinds of desk at levels, as every village sees them. All arrays are indexed by slot but `desk_of`."""

    kinds: tuple[str, ...]
    kind: Ints
    level: Ints
    sector: Ints
    desk_of: Ints
    """(villages, slots): the desk that fills the slot for that village."""

    def __len__(self) -> int:
        return len(self.kind)

    def at(self, kind: str, level: int) -> int:
        """Return the slot of `kind` at `level`, or at the nearest level where it exists, the higher one first."""
        slots = [s for s in range(len(self)) if self.kinds[self.kind[s]] == kind]
        return min(slots, key=lambda s: (abs(int(self.level[s]) - level), -int(self.level[s])))


class Institutions(Table):
    """State of all desks, one row each."""

    columns = {
        "kind": Column(np.int64, 0, "index of the kind"),
        "sector": Column(np.int64, 0, "index of the sector"),
        "level": Column(np.int64, 0, "0 village, 1 township, 2 city"),
        "township": Column(np.int64, 0, "index of the township; one more than the last for the city"),
        "jurisdiction": Column(np.int64, 0, "index of the village or township; 0 for the city"),
        "residents": Column(np.float64, 0, "residents served", "residents"),
        "staff": Column(np.float64, 0, "handlers on the payroll", "handlers"),
        "handlers": Column(np.float64, 0, "handlers left for matters after secondment, meetings, reports and counters", "handlers"),
        "openness": Column(np.float64, 0, "readiness to lend what is spare", "share"),
        "ability": Column(np.float64, 1, "ability of a non-government owner, felt as power is shared"),
        "roster_phase": Column(np.float64, 0, "when in the roster's cycle the desk starts", "handlers"),
        "volunteers": Column(np.float64, 0, "handlers' worth of volunteers", "handlers", "participation"),
        "training": Column(np.float64, 0, "stock of training", "1", "sharing"),
        "load": Column(np.int64, 0, "open matters held", "matters", "triage"),
        "worked": Column(np.float64, 0, "handler-days spent since the warm-up", "handler-days", "handling"),
        "wasted": Column(np.float64, 0, "of these on matters that were others' duty", "handler-days", "handling"),
        "available": Column(np.float64, 0, "handler-days on hand since the warm-up", "handler-days", "handling"),
    }
    kind: Ints
    sector: Ints
    level: Ints
    jurisdiction: Ints
    township: Ints
    residents: Floats
    staff: Floats
    handlers: Floats
    openness: Floats
    ability: Floats
    roster_phase: Floats
    volunteers: Floats
    training: Floats
    load: Ints
    worked: Floats
    wasted: Floats
    available: Floats

    flows: Floats
    """(desks, resources): what a desk brings of each resource, per day."""


def set_up(scenario: Scenario, territory: Territory) -> tuple[Slots, Institutions]:
    """Build all desks of a territory: villages first, then townships, then the city."""
    kinds = tuple(scenario.kinds)
    pairs = [(k, level) for level in range(3) for k, name in enumerate(kinds) if LEVELS[level] in scenario.kinds[name].handlers]
    units = (territory.villages, territory.townships, 1)
    first = np.cumsum([0] + [units[level] for _, level in pairs])
    place = (np.arange(territory.villages), territory.township, np.zeros(territory.villages, dtype=np.int64))
    kind, level = (np.array(part, dtype=np.int64) for part in zip(*pairs, strict=True))
    sector_of_kind = np.array([SECTORS.index(scenario.kinds[name].sector) for name in kinds])
    desk_of = np.stack([start + place[slot_level] for start, slot_level in zip(first[:-1], level, strict=True)], axis=1)
    slots = Slots(kinds=kinds, kind=kind, level=level, sector=sector_of_kind[kind], desk_of=desk_of)
    return slots, _institutions(scenario, territory, slots, first)


def _institutions(scenario: Scenario, territory: Territory, slots: Slots, first: Ints) -> Institutions:
    counts = np.diff(first)
    institutions = Institutions(int(first[-1]))
    institutions.kind[:] = np.repeat(slots.kind, counts)
    institutions.level[:] = np.repeat(slots.level, counts)
    institutions.sector[:] = np.repeat(slots.sector, counts)
    institutions.jurisdiction[:] = np.arange(institutions.size) - np.repeat(first[:-1], counts)
    whose = (territory.township, np.arange(territory.townships), np.array([territory.townships]))
    institutions.township[:] = np.concatenate([whose[level] for level in slots.level])
    served = (territory.residents, territory.residents_of_townships(), np.array([territory.population]))
    institutions.residents[:] = np.concatenate([served[level] for level in slots.level])
    kinds = list(scenario.kinds.values())
    per_head = np.array([kinds[k].handlers[LEVELS[level]] for k, level in zip(slots.kind, slots.level, strict=True)]) / 10_000
    institutions.staff[:] = np.repeat(per_head, counts) * institutions.residents
    institutions.openness[:] = np.array([kind.openness for kind in kinds])[institutions.kind]
    flows = np.array([[kind.flows.get(resource, 0.0) for resource in RESOURCES] for kind in kinds])  # type: ignore[call-overload]
    institutions.flows = flows[institutions.kind] * institutions.staff[:, None]
    return institutions


def draw_traits(institutions: Institutions, scenario: Scenario, levers: Levers, chance: Chance) -> None:
    """Give every desk its place in the roster and its ability.

    Ability is felt only as power is shared: `exp(power_sharing · spread · N)`, 1 for government and the Party.
    """
    desk = np.arange(institutions.size)
    institutions.roster_phase[:] = chance.uniform(Purpose.ROSTER, desk)
    spread = levers.power_sharing[institutions.township] * scenario.parameters.handling.uneven_capacity
    outside = (institutions.sector != GOVERNMENT) & (institutions.sector != PARTY)
    institutions.ability[:] = np.where(outside, np.exp(spread * chance.normal(Purpose.ABILITY, desk)), 1.0)


def staff_left(institutions: Institutions, scenario: Scenario, levers: Levers, territory: Territory) -> Floats:
    """Return the handlers left for matters: what every lever takes from the desks is taken here.

    Centres second staff, sharing asks for reports, Party-building for meetings, one-stop service for counters, mediation
    for rooms, grids for workers and the checking of false alarms (from the village's self-governance desk).
    """
    handling, where, level = scenario.parameters.handling, institutions.township, institutions.level
    share = levers.centre_strength[where, level] * handling.seconded
    share += levers.mediation[where, level] * scenario.parameters.mediation.handlers
    share += levers.resource_sharing[where, institutions.sector] * scenario.parameters.sharing.reporting
    share += levers.party_building[where] * handling.meeting_days
    counters = [kind for kind in ("service_office", "civil_affairs") if kind in scenario.kinds]
    at_counter = np.isin(institutions.kind, [list(scenario.kinds).index(kind) for kind in counters])
    share += at_counter * levers.one_stop_service[where] * handling.counters
    left: Floats = institutions.staff * np.clip(1.0 - share, 0.0, 1.0)
    own = (institutions.level == VILLAGE) & (institutions.sector == SECTORS.index("self_governance"))
    village = institutions.jurisdiction[own]
    left[own] = np.maximum(left[own] - _grid_work(scenario, levers, territory)[village], 0.1 * left[own])
    return left


def _grid_work(scenario: Scenario, levers: Levers, territory: Territory) -> Floats:
    """Return the handlers that each village's grids take: their workers' share, and the checking of false alarms."""
    discovery = scenario.parameters.discovery
    alarms = discovery.false_alarms * levers.grid_intelligence[territory.township] * territory.residents / 1000
    work: Floats = territory.grids * discovery.worker_own_work + alarms * discovery.false_alarm_days
    return work
