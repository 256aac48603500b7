"""Twin cities: several, each with its own policy, seed and numbers, that live side by side in one `City` and never meet.

Cities that are built one by one are put together, lived through in one pass, and taken apart again; each is then what it would have become by
itself, to the last byte. Arrays of state have the cities one behind the other; what refers to rows of a table moves with them.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import fields, replace
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from cogov.model import grid_workers, minds, territory
from cogov.model.births import Births, Due
from cogov.model.chance import Chance
from cogov.model.city import City
from cogov.model.columns import Table
from cogov.model.goals import Goals
from cogov.model.grid_workers import GridWorkers
from cogov.model.levers import LEVERS, Levers
from cogov.model.loans import Loans
from cogov.model.parts import Parts
from cogov.model.register import NO_DESK, NO_PARENT, Moves, Register
from cogov.model.tally import Tally
from cogov.model.topics import Arrivals, Nature

Ints = npt.NDArray[np.int64]
OF_ALL = ("topics", "mandates", "enforces", "day", "working_day", "rules")
"""What is the same for all of them."""
OF_EACH = (
    *("nature", "distances", "worth", "with_access", "levers", "changing", "workers", "grid_ties", "orders_a_day"),
    *("gaming", "gaming_by_day", "gone_online", "dependence", "rule_between", "rule_within", "centre_between", "centre_within"),
    *("own_goals", "goals", "moved_by_talks", "drifted", "log_need", "need", "root", "village_rules", "sore"),
    *("shared_information", "tally"),
)
"""What lies city behind city, and refers to nothing."""


def together(cities: Sequence[City]) -> City:
    """Put cities together on the morning of their first day: of one scenario, or of some that differ in numbers and in what matters are like."""
    first = cities[0]
    city = City(first.scenario, first.policy, first.seed)
    city.scenarios = tuple(one.scenario for one in cities)
    city.policies, city.seeds = tuple(one.policy for one in cities), tuple(one.seed for one in cities)
    city.chance = Chance(*city.seeds)
    city.territory = territory.beside([one.territory for one in cities])
    for name in OF_ALL:
        setattr(city, name, getattr(first, name))
    for name in OF_EACH:
        setattr(city, name, _beside([getattr(one, name) for one in cities]))
    city.institutions = _behind([one.institutions for one in cities], township=first.territory.places)
    city.citizens = _behind([one.citizens for one in cities], village=first.territory.villages, grid=len(first.territory.grid_village))
    of_seed = {one.seed: one for one in cities}  # no policy changes who knows whom
    city.citizen_ties = {seed: ties for one in of_seed.values() for seed, ties in one.citizen_ties.items()}
    city.grid_workers = grid_workers.post(city.territory, city.workers.astype(np.intp))
    city.arrivals = _shared([one.arrivals[0] for one in cities])
    desks = first.institutions.size
    city.slots = replace(first.slots, desk_of=_behind_rows([one.slots.desk_of for one in cities], desks))
    city.network = nx.compose_all([_renumbered(one.network, twin * desks) for twin, one in enumerate(cities)])
    city.loans = Loans(city.institutions.size, first.loans.days)
    city.register = Register()
    city.births = Births(city.register)
    minds.network_changed(city)
    return city


def _beside(parts: Sequence[Any]) -> Any:
    """Lay values of several cities one behind the other, whatever they are made of; a plain number is the same for all."""
    match first := parts[0]:
        case np.ndarray():
            return np.concatenate(parts)
        case Levers():
            return Levers.beside(parts)
        case tuple() | list():
            return type(first)(_beside(same) for same in zip(*parts, strict=True))
        case dict():
            return {name: _beside([one[name] for one in parts]) for name in first}
        case Goals() | Nature() | Tally():
            return replace(first, **{f.name: _beside([getattr(one, f.name) for one in parts]) for f in fields(first)})
    return first


def _shared(expected: Sequence[Arrivals]) -> tuple[Arrivals, ...]:
    """Return what is expected of each city, the same thing where it is the same: what is drawn from it is drawn once for a seed."""
    found: dict[tuple[Any, ...], Arrivals] = {}
    return tuple(found.setdefault((one.log_series, one.day_spread, *(day.tobytes() for day in one.cells)), one) for one in expected)


def _behind[Kind: Table](parts: Sequence[Kind], **refers: int) -> Kind:
    """Lay tables one behind the other; `refers` says among how many things of its own city a column chooses."""
    whole = copy(parts[0])
    whole.size = sum(part.size for part in parts)
    for name, values in vars(whole).items():
        if isinstance(values, np.ndarray):
            setattr(whole, name, _behind_rows([getattr(part, name) for part in parts], refers.get(name, 0)))
    return whole


def _behind_rows(parts: Sequence[npt.NDArray[Any]], among: int) -> npt.NDArray[Any]:
    return np.concatenate([part + twin * among if among else part for twin, part in enumerate(parts)])


def _renumbered(network: "nx.Graph[int]", first: int) -> "nx.Graph[int]":
    """Return a network whose desks are numbered from another first one on."""
    return nx.relabel_nodes(network, {node: node + first for node in network})


def apart(city: City) -> list[City]:
    """Take cities apart: each as it stands, alone."""
    land, home = territory.alone(city.territory), city.matters_at_home()
    each = {name: _parts(getattr(city, name), city.twins) for name in OF_EACH}
    own = [{name: parts[twin] for name, parts in each.items()} for twin in range(city.twins)]
    return [_alone(city, twin, land, home, register, own[twin]) for twin, register in enumerate(_registers(city, home, land))]


def _alone(city: City, twin: int, land: territory.Territory, home: Ints, register: Register, own: Mapping[str, Any]) -> City:
    one, grids = City(city.scenarios[twin], city.policies[twin], city.seeds[twin]), len(land.grid_village)
    one.territory, one.arrivals = land, city.arrivals[twin : twin + 1]
    for name in OF_ALL:
        setattr(one, name, getattr(city, name))
    for name, part in own.items():
        setattr(one, name, part)
    one.institutions = _table(city.institutions, twin, city.twins, township=land.places)
    one.citizens = _table(city.citizens, twin, city.twins, village=land.villages, grid=grids)
    one.citizens.let_down = _own(city.citizens.let_down, twin, land.population)
    one.grid_workers = _workers(city, twin, land)
    desks = one.institutions.size
    one.slots = replace(city.slots, desk_of=_part(city.slots.desk_of, twin, city.twins) - twin * desks)
    one.network = _renumbered(city.network.subgraph(range(twin * desks, (twin + 1) * desks)), -twin * desks)
    one.loans = city.loans.of(_part(np.arange(city.institutions.size), twin, city.twins))
    one.register = register
    one.births = Births(register, _due(city, twin, home))
    for name, notes in (("handoffs", city.handoffs_today()), ("talks", city.talks_today())):
        here = city.twin_of_desk(notes[0]) == twin
        setattr(one, name, [(notes[0][here] - twin * desks, *(values[here] for values in notes[1:]))])
    minds.network_changed(one)
    return one


def _parts(whole: Any, twins: int) -> list[Any]:
    """Take values apart that lie city behind city, whatever they are made of: a list has a value a day; a plain number is the same for all."""
    parts: list[Any]
    match whole:
        case np.ndarray():
            parts = [part.copy() for part in np.split(whole, twins)]
        case list():
            days = np.split(np.stack(whole), twins, axis=1) if whole else [np.empty(0)] * twins
            parts = [list(of_city.copy()) for of_city in days]
        case tuple():
            parts = list(zip(*(_parts(one, twins) for one in whole), strict=True))
        case dict():
            values = [_parts(one, twins) for one in whole.values()]
            parts = [{name: value[twin] for name, value in zip(whole, values, strict=True)} for twin in range(twins)]
        case Levers():
            parts = [Levers(own) for own in _parts({name: whole[name] for name in LEVERS}, twins)]
        case Goals() | Nature() | Tally():
            parts = [replace(whole, **own) for own in _parts({f.name: getattr(whole, f.name) for f in fields(whole)}, twins)]
        case _:
            parts = [whole] * twins
    return parts


def _part[Kind: np.generic](whole: npt.NDArray[Kind], twin: int, twins: int) -> npt.NDArray[Kind]:
    """Take out one city's part of an array."""
    size = len(whole) // twins
    return whole[twin * size : (twin + 1) * size].copy()


def _table[Kind: Table](whole: Kind, twin: int, twins: int, **refers: int) -> Kind:
    """Take out one city's rows of a table in which every city has as many."""
    part = copy(whole)
    part.size = whole.size // twins
    for name, values in vars(whole).items():
        if isinstance(values, np.ndarray):
            setattr(part, name, _part(values, twin, twins) - twin * refers[name] if name in refers else _part(values, twin, twins))
    return part


def _own(rows: Ints, twin: int, size: int) -> Ints:
    """Return those of some rows that are of one city, counted from its own first one."""
    own: Ints = rows[rows // size == twin] - twin * size
    return own


def _workers(city: City, twin: int, land: territory.Territory) -> GridWorkers:
    whole = city.grid_workers
    rows = np.flatnonzero(city.territory.twin[whole.village] == twin)
    part = GridWorkers(len(rows))
    refers = {"village": land.villages, "first": land.population, "standing": len(land.grid_village)}
    for name, values in whole.arrays():
        getattr(part, name)[:] = values[rows] - twin * refers[name] if name in refers else values[rows]
    part.called_on = _own(whole.called_on, twin, land.population)
    return part


def _registers(city: City, home: Ints, land: territory.Territory) -> list[Register]:
    """Take out the matters of each city, with all that happened to them."""
    moves, matters = city.register.moves(), np.arange(city.register.size)
    registers = [_register(city, twin, rows, home, land) for twin, rows in enumerate(_of_each(city, matters))]
    for twin, (register, places) in enumerate(zip(registers, _of_each(city, moves.row), strict=True)):
        register.remember(_moves(city, twin, moves, places, home))
    return registers


def _of_each(city: City, matters: Ints) -> list[Ints]:
    """Return the places of what is of the matters of each city, in their order."""
    order, parts = Parts.one(len(matters)).split(city.twin_of(matters), city.twins)
    return np.split(order, parts.edges[1:-1])


def _register(city: City, twin: int, rows: Ints, home: Ints, land: territory.Territory) -> Register:
    whole, part = city.register, Register(len(rows))
    for name, values in whole.arrays():
        getattr(part, name)[:] = values[rows]
    part.size = len(rows)
    part.village -= twin * land.villages
    part.citizen -= twin * land.population
    for name in ("parent", "root"):
        known = getattr(part, name) != NO_PARENT
        getattr(part, name)[known] = home[getattr(part, name)[known]]
    for name in ("open_rows", "ended_today"):
        listed = getattr(whole, name)
        setattr(part, name, home[listed[city.twin_of(listed) == twin]])
    return part


def _moves(city: City, twin: int, whole: Moves, places: Ints, home: Ints) -> Moves:
    part = Moves(**{f.name: getattr(whole, f.name)[places] for f in fields(Moves)})
    desk = np.where(part.desk == NO_DESK, NO_DESK, part.desk - twin * (city.institutions.size // city.twins))
    return replace(part, row=home[part.row], desk=desk)


def _due(city: City, twin: int, home: Ints) -> Due:
    waiting = city.births.waiting
    found = waiting.only(np.flatnonzero(city.twin_of(waiting.parent) == twin))
    return replace(found, parent=home[found.parent])
