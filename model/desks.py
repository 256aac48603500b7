"""Desks: one for each kind in each jurisdiction of the levels it works at, and who could be asked about a matter.

A *slot* is a kind at a level: (civil affairs, township). Every village sees the same slots; `desk_of[village, slot]` is the
desk that fills it there. So the candidates of a thousand matters are a thousand rows of one small table.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cogov.model.city_facts import Kind
from cogov.model.columns import Column, Table, verb
from cogov.model.names import CHANNELS, LEVELS, RESOURCES, SECTORS
from cogov.model.scenario import Scenario
from cogov.model.territory import Territory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint64]
VILLAGE, TOWNSHIP, CITY = range(3)
GOVERNMENT = SECTORS.index("government")
PARTY = SECTORS.index("party")
BROKERS = (SECTORS.index("mass"), SECTORS.index("social"))
ECONOMIC = SECTORS.index("economic")
SOCIAL = SECTORS.index("social")
SELF_GOVERNANCE = SECTORS.index("self_governance")


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

    def in_villages(self, sector: int) -> Ints:
        """Return by (village, slot) the village's own desks of a sector."""
        found: Ints = self.desk_of[:, (self.sector == sector) & (self.level == VILLAGE)]
        return found

    @property
    def village_committee(self) -> int | None:
        """Slot of the village's self-governance desk; None in a city without one."""
        found = np.flatnonzero((self.sector == SELF_GOVERNANCE) & (self.level == VILLAGE))
        return int(found[0]) if len(found) else None

    def at(self, kind: str, level: int) -> int:
        """Return the slot of `kind` at `level`, or at the nearest level where it exists, the higher one first."""
        slots = [s for s in range(len(self)) if self.kinds[self.kind[s]] == kind]
        return min(slots, key=lambda s: (abs(int(self.level[s]) - level), -int(self.level[s])))


def pack(flags: npt.NDArray[np.bool_]) -> Masks:
    """Pack flags by slot, the last axis, into one number for them all, a bit a slot; there are at most 64 slots."""
    octets = np.zeros((*flags.shape[:-1], 8), dtype=np.uint8)
    packed = np.packbits(flags, axis=-1, bitorder="little")
    octets[..., : packed.shape[-1]] = packed
    return octets.view("<u8")[..., 0].astype(np.uint64)


def unpack(masks: Masks, slots: int) -> npt.NDArray[np.bool_]:
    """Unpack to (matters, slots) flags."""
    octets = masks.astype("<u8")[:, None].view(np.uint8)
    return np.unpackbits(octets, axis=1, count=slots, bitorder="little").view(np.bool_)


def slots_in(masks: Masks) -> tuple[Ints, Ints]:
    """Return place in `masks`, and slot, of every slot in them: mask by mask, slot by slot, without a flag for each that is not there."""
    count = np.bitwise_count(masks).astype(np.intp)
    place = np.repeat(np.arange(len(masks)), count)
    slot, entry = np.empty(len(place), dtype=np.intp), np.cumsum(count) - count
    left = masks
    while (some := np.flatnonzero(left)).size:
        left, entry = left[some], entry[some]
        lowest = left & -left
        slot[entry] = np.bitwise_count(lowest - np.uint64(1))
        left, entry = left ^ lowest, entry + 1
    return place, slot


class Institutions(Table):
    """State of all desks, one row each."""

    columns = {
        "kind": Column(np.intp, 0, "index of the kind"),
        "sector": Column(np.intp, 0, "index of the sector"),
        "level": Column(np.intp, 0, "0 village, 1 township, 2 city"),
        "township": Column(np.intp, 0, "index of the township; one more than the last for the city"),
        "jurisdiction": Column(np.intp, 0, "index of the village or township; 0 for the city"),
        "residents": Column(np.float64, 0, "residents served", "residents"),
        "staff": Column(np.float64, 0, "handlers on the payroll", "handlers"),
        "handlers": Column(np.float64, 0, "handlers left for matters after secondment, meetings, reports and counters", "handlers"),
        "channel": Column(np.intp, 0, "channel of mediation: people's, administrative, judicial"),
        "pace": Column(np.float64, 1, "work done in a day against the city's mean"),
        "ability": Column(np.float64, 1, "ability of a non-government owner, felt as power is shared"),
        "roster_phase": Column(np.float64, 0, "when in the roster's cycle the desk starts", "handlers"),
        "volunteers": Column(np.float64, 0, "handlers' worth of volunteers", "handlers"),
        "training": Column(np.float64, 0, "stock of training", "1"),
        "owed": Column(np.float64, 0, "handler-days of talks and of convening others, not yet taken from work", "handler-days"),
        "load": Column(np.intp, 0, "open matters held", "matters"),
        "worked": Column(np.float64, 0, "handler-days spent since the warm-up", "handler-days"),
        "wasted": Column(np.float64, 0, "of these on matters that were others' duty", "handler-days"),
        "available": Column(np.float64, 0, "handler-days on hand since the warm-up", "handler-days"),
    }
    kind: Ints
    sector: Ints
    level: Ints
    jurisdiction: Ints
    township: Ints
    residents: Floats
    staff: Floats
    handlers: Floats
    channel: Ints
    pace: Floats
    ability: Floats
    roster_phase: Floats
    volunteers: Floats
    training: Floats
    owed: Floats
    load: Ints
    worked: Floats
    wasted: Floats
    available: Floats

    flows: Floats
    """(desks, resources): what a desk brings of each resource, per day."""
    flows_per_handler: Floats
    openness: Floats
    """(desks, resources): readiness to lend what is spare."""
    free_openness: Floats
    """The same less what enforcement closes."""
    payroll: Floats
    """Staff before any lever moves it."""

    @verb("owed")
    def owe(self, desk: Ints, days: npt.ArrayLike) -> None:
        """Let desks owe handler-days for talks or for convening others."""
        np.add.at(self.owed, desk, days)

    @verb("owed")
    def pay(self, days: Floats) -> None:
        """Let every desk pay what it owes in part."""
        self.owed -= days

    @verb("worked")
    def spend(self, desk: Ints, days: Floats) -> None:
        """Note handler-days that desks spent on matters."""
        np.add.at(self.worked, desk, days)


def set_up(scenario: Scenario, territory: Territory) -> tuple[Slots, Institutions]:
    """Build all desks of a territory: villages first, then townships, then the city."""
    kinds = tuple(scenario.kinds)
    pairs = [(k, level) for level in range(3) for k, name in enumerate(kinds) if LEVELS[level] in scenario.kinds[name].handlers]
    units = (territory.villages, territory.townships, 1)
    first = np.cumsum([0] + [units[level] for _, level in pairs])
    place = (np.arange(territory.villages), territory.township, np.zeros(territory.villages, dtype=np.intp))
    kind, level = (np.array(part, dtype=np.intp) for part in zip(*pairs, strict=True))
    sector_of_kind = np.array([SECTORS.index(scenario.kinds[name].sector) for name in kinds])
    by_slot = np.stack([start + place[slot_level] for start, slot_level in zip(first[:-1], level, strict=True)])
    desk_of = np.ascontiguousarray(by_slot.T)  # row by row, so that a sum over slots rounds alike however many rows there are
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
    institutions.payroll = institutions.staff.copy()
    institutions.channel[:] = np.array([CHANNELS.index(_channel(kind)) for kind in kinds])[institutions.kind]
    institutions.openness = np.array([_openness(kind) for kind in kinds])[institutions.kind]
    flows = np.array([[kind.flows.get(resource, 0.0) for resource in RESOURCES] for kind in kinds])  # type: ignore[call-overload]
    institutions.flows_per_handler = flows[institutions.kind]
    institutions.flows = institutions.flows_per_handler * institutions.staff[:, None]
    return institutions


def _channel(kind: Kind) -> str:
    """Return the channel in which a kind mediates."""
    return kind.mediates or ("administrative" if kind.sector == "government" else "people")


def _openness(kind: Kind) -> list[float]:
    """Return a kind's openness by resource."""
    if isinstance(kind.openness, dict):
        return [kind.openness.get(resource, 0.0) for resource in RESOURCES]  # type: ignore[call-overload]
    return [kind.openness] * len(RESOURCES)
