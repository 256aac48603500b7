"""Where an institution stands on the page: from level and jurisdiction alone, no springs and no chance.

The city's desks stand in the middle, townships on a ring, their villages outside them on the same bearing; the desks
of one jurisdiction form a small oval, narrow enough for its neighbours.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import Any

import networkx as nx
import numpy as np

RADIUS = {"city": 0.0, "township": 0.62, "village": 1.18}
DEPTH = {"city": 0.24, "township": 0.13, "village": 0.14}
"""Radius of each level's ring, and how far an oval reaches inwards and outwards."""

Place = tuple[float, float]


def ring_layout(network: "nx.Graph[Any]") -> dict[Hashable, Place]:
    """A place on the page for every institution."""
    members = _members(network)
    bearings = _bearings(network, members)
    places: dict[Hashable, Place] = {}
    for (level, jurisdiction), nodes in members.items():
        count = sum(other == level for other, _ in members)
        places |= _oval(nodes, level, bearings[level, jurisdiction], count)
    return places


def _members(network: "nx.Graph[Any]") -> dict[tuple[str, str], list[Hashable]]:
    members: dict[tuple[str, str], list[Hashable]] = defaultdict(list)
    for node, data in network.nodes(data=True):
        level = data.get("level")
        members[level if level in RADIUS else "village", str(data.get("jurisdiction"))].append(node)
    order = {node: number for number, node in enumerate(network.nodes)}
    sector = {node: str(data.get("sector")) for node, data in network.nodes(data=True)}
    for nodes in members.values():
        nodes.sort(key=lambda node: (sector[node], order[node]))
    return dict(sorted(members.items(), key=lambda item: _natural(item[0][1])))


def _bearings(network: "nx.Graph[Any]", members: dict[tuple[str, str], list[Hashable]]) -> dict[tuple[str, str], float]:
    """Villages go round in the order of their townships; a township stands in the middle of its villages."""
    townships = [key for key in members if key[0] == "township"]
    upper = _upper(network, members)
    rank = {key: number for number, key in enumerate(townships)}
    position = {key: rank[upper[key]] if key in upper else len(rank) for key in members if key[0] == "village"}
    villages = sorted(position, key=lambda village: position[village])
    bearings = _round(villages)
    for key, bearing in _round(townships).items():
        below = [bearings[village] for village in villages if upper.get(village) == key]
        bearings[key] = float(np.mean(below)) if below else bearing
    return bearings | {key: 0.0 for key in members if key[0] == "city"}


def _upper(network: "nx.Graph[Any]", members: dict[tuple[str, str], list[Hashable]]) -> dict[tuple[str, str], tuple[str, str]]:
    """The township with which each village has most ties."""
    home = {node: key for key, nodes in members.items() for node in nodes}
    ties: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
    for a, b in network.edges:
        for here, there in ((home[a], home[b]), (home[b], home[a])):
            if (here[0], there[0]) == ("village", "township"):
                ties[here][there] += 1
    return {key: min(found, key=lambda other: (-found[other], _natural(other[1]))) for key, found in ties.items()}


def _round(keys: list[tuple[str, str]]) -> dict[tuple[str, str], float]:
    step = 2 * np.pi / max(1, len(keys))
    return {key: float(np.pi / 2 - (number + 0.5) * step) for number, key in enumerate(keys)}


def _oval(nodes: list[Hashable], level: str, bearing: float, count: int) -> dict[Hashable, Place]:
    depth, radius = DEPTH[level], RADIUS[level]
    width = depth if radius == 0 else min(depth, 0.8 * np.pi * radius / count)
    if len(nodes) == 1:
        depth = width = 0.0
    if width < depth / 3:  # too narrow for an oval: its two sides would fall on each other
        out = radius + depth * np.linspace(-1, 1, len(nodes))
        along = width / 2 * np.where(np.arange(len(nodes)) % 2, 1, -1)
    else:
        turn = 2 * np.pi * np.arange(len(nodes)) / len(nodes)
        out, along = radius + depth * np.cos(turn), width * np.sin(turn)
    x = out * np.cos(bearing) - along * np.sin(bearing)
    y = out * np.sin(bearing) + along * np.cos(bearing)
    return {node: (float(a), float(b)) for node, a, b in zip(nodes, x, y, strict=True)}


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sort key in which village 10 comes after village 9."""
    parts: list[str] = [""]
    for sign in text:
        if parts[-1] and sign.isdigit() != parts[-1][-1].isdigit():
            parts.append("")
        parts[-1] += sign
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
