"""The governance network: institutions as nodes, their ties as edges of a networkx graph that the model owns.

Kinds of tie: `line` (条, one kind across levels), `block` (块, one jurisdiction across kinds), `party`, `bridge` (through mass
and social organisations) and `custom`. A scenario may bring its own ties (`own_network`). The rules work on arrays derived from the graph.
Grids are no nodes: the Party network reaches into them by one tie for each village (`in_grids`).
"""

from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np
import numpy.typing as npt
from scipy import sparse

from cogov.model import own_network
from cogov.model.desks import BROKERS, PARTY, TOWNSHIP, VILLAGE, Institutions, Slots
from cogov.model.levers import Levers
from cogov.model.names import LEVELS, SECTORS
from cogov.model.numbers import Numbers, share
from cogov.model.tied import OwnNetwork

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Network(Numbers):
    """How strong ties between institutions are, by kind; a tie whose strength a scenario states keeps that."""

    line: float = share(0.8, "tie of one kind across levels (条)")
    block: float = share(0.5, "tie of one jurisdiction across kinds (块)")
    bridge: float = share(0.5, "tie of one jurisdiction with a mass or social organisation at one end")
    custom: float = share(0.5, "tie of no kind, in a network of the scenario's own")
    party: float = share(0.3, "Party tie without Party-building")
    party_rise: float = share(0.5, "rise of it at full Party-building; a tie is at most 1")
    grid: float = share(
        0.5, "tie, at full Party-building, of any two desks that meet over what a grid worker found, through the Party network in the grid"
    )


STRANGERS = 0.3
"""How near to each other two are that no tie joins."""


def nearness(strength: Floats) -> Floats:
    """Return how near to each other a tie of some strength (0: none) brings two: from that of strangers to 1."""
    return STRANGERS + (1 - STRANGERS) * strength


@dataclass(frozen=True)
class Ties:
    """Ties as arrays: of the whole network every tie twice, once from each end."""

    desks: int
    source: Ints
    target: Ints
    strength: Floats

    def only(self, places: Ints) -> "Ties":
        """Return some of the ties."""
        return Ties(self.desks, self.source[places], self.target[places], self.strength[places])

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """(desks, desks): how strongly each is tied to each."""
        return sparse.csr_array((self.strength, (self.source, self.target)), shape=(self.desks, self.desks))

    @cached_property
    def out_of(self) -> sparse.csc_array:
        """(desks, ties): sums over the ties that leave a desk."""
        return self._at(self.source)

    @cached_property
    def into(self) -> sparse.csc_array:
        """(desks, ties): sums over the ties that reach a desk."""
        return self._at(self.target)

    def _at(self, desk: Ints) -> sparse.csc_array:
        return sparse.csc_array((np.ones(len(desk)), desk, np.arange(len(desk) + 1)), shape=(self.desks, len(desk)))

    def between(self, first: Ints, second: Ints) -> Floats:
        """Return the strength of the tie between desks, 0 where there is none."""
        if len(first) == 0:
            return np.empty(0)
        found: Floats = np.asarray(self.matrix[first, second]).ravel()
        return found


def build(
    slots: Slots,
    institutions: Institutions,
    kinds_titles: tuple[str, ...],
    levers: Levers,
    parameters: Network,
    own: OwnNetwork | None = None,
) -> "nx.Graph[int]":
    """Join the desks of every jurisdiction, and every desk to its own kind one level up, unless the scenario's own ties do."""
    graph: nx.Graph[int] = nx.Graph()
    for i in range(institutions.size):
        kind = int(institutions.kind[i])
        graph.add_node(
            i,
            kind=slots.kinds[kind],
            title=kinds_titles[kind],
            sector=SECTORS[int(institutions.sector[i])],
            level=LEVELS[int(institutions.level[i])],
            jurisdiction=int(institutions.jurisdiction[i]),
        )
    party, strength = party_strength(institutions, levers, parameters), parameters.model_dump()

    def usual(tie: str, first: int) -> float:
        return float(party[first]) if tie == "party" else float(strength[tie])

    for first, second, tie in () if own is not None and own.replace else _pairs(slots):
        graph.add_edge(first, second, kind=tie, strength=usual(tie, first))
    if own is not None:
        own_network.join(graph, own, slots, institutions, usual)
    return graph


def party_strength(institutions: Institutions, levers: Levers, parameters: Network) -> Floats:
    """Return the strength of a Party tie of each desk: Party-building raises it."""
    return np.minimum(1.0, parameters.party + parameters.party_rise * levers.party_building[institutions.township])


def in_grids(slots: Slots, levers: Levers, township: Ints, parameters: Network) -> Floats:
    """Return by village the strength of the Party tie in each of its grids; 0 in a city whose villages have no Party organisation."""
    has_party = bool(((slots.sector == PARTY) & (slots.level == VILLAGE)).any())
    strength: Floats = parameters.grid * levers.party_building[township] * has_party
    return strength


def set_party_strength(graph: "nx.Graph[int]", institutions: Institutions, levers: Levers, parameters: Network) -> bool:
    """Set Party ties to what Party-building makes of them now, but those that a scenario states; say whether any has changed.

    One that a scenario's own tie stands beside counts only while it is the stronger.
    """
    strength, changed = party_strength(institutions, levers, parameters), False
    for first, _, tie in graph.edges(data=True):
        beside = tie.get("beside")
        if beside is None and (tie.get("kind") != "party" or tie.get("fixed")):
            continue
        now = {"kind": "party", "strength": float(strength[first]), "fixed": False}
        if beside is not None and beside["strength"] >= now["strength"]:
            now = beside
        if tie["strength"] != now["strength"]:
            tie.update(now)
            changed = True
    return changed


def _pairs(slots: Slots) -> list[tuple[int, int, str]]:
    """List the ties of a city: of two slots, every pair of desks that fill them for some village."""
    ties: list[tuple[int, int, str]] = []
    for first in range(len(slots)):
        for second in range(first + 1, len(slots)):
            kind = _tie(slots, first, second)
            if kind is not None:
                desks = np.unique(slots.desk_of[:, [first, second]], axis=0)
                ties.extend((int(a), int(b), kind) for a, b in desks)
    return ties


def _tie(slots: Slots, first: int, second: int) -> str | None:
    sectors = (int(slots.sector[first]), int(slots.sector[second]))
    apart = abs(int(slots.level[first]) - int(slots.level[second]))
    if apart == 0:
        return "party" if PARTY in sectors else "bridge" if set(sectors) & set(BROKERS) else "block"
    if apart == 1 and slots.kind[first] == slots.kind[second]:
        return "line"
    village_office = SECTORS.index("self_governance")
    levels = {int(slots.level[first]), int(slots.level[second])}
    return "line" if village_office in sectors and PARTY in sectors and levels == {VILLAGE, TOWNSHIP} else None


def as_ties(graph: "nx.Graph[int]") -> Ties:
    """Turn the graph into arrays; call it again whenever the graph has changed."""
    edges = np.array([(a, b) for a, b in graph.edges()], dtype=np.intp).reshape(-1, 2)
    strength = np.array([data.get("strength", 0.5) for _, _, data in graph.edges(data=True)], dtype=np.float64)
    source, target = np.concatenate([edges[:, 0], edges[:, 1]]), np.concatenate([edges[:, 1], edges[:, 0]])
    order = np.lexsort((target, source))
    source, target, strength = source[order], target[order], np.concatenate([strength, strength])[order]
    return Ties(graph.number_of_nodes(), source, target, strength)
