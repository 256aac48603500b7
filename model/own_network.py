"""A scenario's own governance network on the desks of its city.

A node is the desks of one kind at one level: of every place, or of the one village or township that its role names. Two tied
nodes become ties between desks by one rule:

1. for every village that both serve, the desk that is the one there and the desk that is the other are tied;
2. two nodes that each name a place and serve no village in common are tied desk to desk.

A desk has no tie with itself. Where several ties of the nodes come to the same two desks, the strongest counts, whatever the order in
which they are written; one without a strength is as strong as the city's own ties of its kind. A slice of the city
has fewer places: nodes of places outside it drop out, and the graph's attribute `outside` names them. A tie whose strength is stated is `fixed`: no lever changes it.
"""

from collections.abc import Callable
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from cogov.model.desks import Institutions, Slots
from cogov.model.names import LEVELS
from cogov.model.tied import TIE_KINDS, Node, OwnNetwork, Tie

Ints = npt.NDArray[np.int64]
NOWHERE = -1
"""No desk: the node does not serve this village."""


def join(graph: "nx.Graph[int]", own: OwnNetwork, slots: Slots, institutions: Institutions, usual: Callable[[str, int], float]) -> None:
    """Lay a scenario's own ties over the graph; `usual` is the strength of a tie of a kind that a desk has without one of its own."""
    desks = {node.name: serving(node, slots, institutions) for node in own.nodes}
    graph.graph["outside"] = "; ".join(name for name, serves in desks.items() if (serves == NOWHERE).all())
    claims: dict[tuple[int, int], list[Tie]] = {}
    for tie in own.ties:
        for pair in pairs(desks[tie.a], desks[tie.b]):
            claims.setdefault(pair, []).append(tie)
    for pair in sorted(claims):
        graph.add_edge(*pair, **_counted(claims[pair], pair[0], usual))


def _counted(claims: list[Tie], first: int, usual: Callable[[str, int], float]) -> dict[str, Any]:
    """Return the tie that counts between two desks, `first` one of them: the strongest, when every claim has its strength.

    Where a Party tie without a strength of its own stands beside others, the strongest of them is kept as `beside`: Party-building decides
    from day to day which of the two it is.
    """
    strengths = [(usual(tie.kind, first) if tie.strength is None else tie.strength, tie) for tie in claims]
    ranked = sorted(strengths, key=lambda one: (-one[0], one[1].strength is None, TIE_KINDS.index(one[1].kind)))
    counted = [{"kind": tie.kind, "strength": strength, "fixed": tie.strength is not None} for strength, tie in ranked]
    others = [one for one in counted if one["kind"] != "party" or one["fixed"]]
    return counted[0] | ({"beside": others[0]} if 0 < len(others) < len(counted) else {})


def serving(node: Node, slots: Slots, institutions: Institutions) -> Ints:
    """Return by village the desk that a node is there, `NOWHERE` where it is none."""
    level = LEVELS.index(node.level)
    slot = next(s for s in range(len(slots)) if slots.kinds[slots.kind[s]] == node.kind and slots.level[s] == level)
    desks = slots.desk_of[:, slot]
    if node.jurisdiction is None:
        return desks
    return np.where(institutions.jurisdiction[desks] == node.jurisdiction - 1, desks, NOWHERE)


def pairs(first: Ints, second: Ints) -> list[tuple[int, int]]:
    """List the pairs of desks that a tie between two nodes joins, the lower row first."""
    shared = (first != NOWHERE) & (second != NOWHERE)
    ends = np.stack([first[shared], second[shared]], axis=1) if shared.any() else np.array([[first.max(), second.max()]])
    ends = np.unique(np.sort(ends, axis=1), axis=0)
    return [(int(a), int(b)) for a, b in ends if NOWHERE not in (a, b) and a != b]
