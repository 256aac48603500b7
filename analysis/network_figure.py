"""The governance network on a page: levels as rings, the Party organisation at the core of each place, sectors as colour and shape, kinds of
tie as line style.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from cogov.analysis.canvas import page
from cogov.analysis.fonts import FAINT, MUTED, styled
from cogov.model.indicators import GROUP_TITLES
from cogov.model.names import LEVELS
from cogov.model.words import EMPTY, LISTED, Language, Text, TextLike
from cogov.scenarios.words import Words

SAY = Words(__file__)

SECTORS: dict[str, tuple[Text, str, str]] = {
    "party": (SAY.party, "#D55E00", "P"),
    "government": (SAY.government, "#0072B2", "s"),
    "economic": (SAY.economic, "#7A6A00", "D"),
    "mass": (SAY.mass, "#CC79A7", "v"),
    "social": (SAY.social, "#009E73", "^"),
    "self_governance": (SAY.self_governance, "#56B4E9", "o"),
}
"""Title, colour (Okabe-Ito), shape."""

TIES: dict[str, tuple[Text, str, Any]] = {
    "line": (SAY.line, "#0072B2", "-"),
    "block": (SAY.block, "#595959", (0, (1, 1.5))),
    "party": (SAY.party_2, "#D55E00", (0, (6, 2))),
    "bridge": (SAY.bridge, "#009E73", (0, (6, 1.5, 1, 1.5))),
    "custom": (SAY.custom, "#000000", (0, (3, 3))),
}
"""Title, colour, line style."""

HOT = "#A50026"


@dataclass(frozen=True)
class Busy:
    """A desk with its load: open matters per handler."""

    node: Hashable
    title: Text
    load: float


def network_figure(network: "nx.Graph[Any]", language: Language, caption: TextLike, busy: Sequence[Busy] = ()) -> Figure:
    """Institutions by sector and level with their ties; the same network always gives the same picture. `busy` desks bear a ring."""
    counts = SAY.counts.filled(nodes=f"{network.number_of_nodes():,}", edges=f"{network.number_of_edges():,}")
    counts += SAY.rings if busy else ""
    places = ring_layout(network)
    with styled():
        figure = page(finding(network, busy) or counts, counts, language, place=caption)
        panel = figure.add_axes((0.01, 0.02, 0.70, 0.85), aspect="equal", frameon=False, xticks=[], yticks=[])
        panel.set(xlim=(-1.95, 1.95), ylim=(-1.42, 1.46))
        _rings(panel, network, language)
        _ties(panel, network, places)
        _institutions(panel, network, places)
        _hot_spots(figure, panel, busy, places, language)
        _legends(figure, network, language)
    return figure


def finding(network: "nx.Graph[Any]", busy: Sequence[Busy]) -> Text:
    """Say which desk has most on hand or, where that is not known, of which sector and level the institutions have most ties; nothing if none."""
    if busy:
        most = max(busy, key=lambda one: one.load)
        return SAY.busiest.filled(desk=most.title, load=f"{most.load:.1f}")
    ties = {place: f"{mean:.1f}" for place, mean in ties_by_place(network).items()}
    if len(set(ties.values())) < 2:
        return EMPTY
    most_ties = max(ties.values(), key=float)
    first = LISTED.join(_place_words(*place) for place, number in ties.items() if number == most_ties)
    return SAY.most_tied.filled(first=first, ties=most_ties, all=f"{np.mean([len(network[node]) for node in network]):.1f}")


def ties_by_place(network: "nx.Graph[Any]") -> dict[tuple[str, str], float]:
    """Return with how many others an institution is tied, on average, by sector and level."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node, data in network.nodes(data=True):
        found[str(data.get("sector")), str(data.get("level"))].append(len(network[node]))
    return {(sector, level): float(np.mean(found[sector, level])) for sector in SECTORS for level in LEVELS if (sector, level) in found}


def _place_words(sector: str, level: str) -> Text:
    return SAY.at_level.filled(sector=SECTORS[sector][0], level=GROUP_TITLES[level])


def _rings(panel: Axes, network: "nx.Graph[Any]", language: Language) -> None:
    present = {data.get("level") for _, data in network.nodes(data=True)}
    angle = np.linspace(0, 2 * np.pi, 361)
    for level, radius in RADIUS.items():
        if level not in present:
            continue
        if radius > 0.3:
            panel.plot(radius * np.cos(angle), radius * np.sin(angle), color=FAINT, lw=1.0, zorder=0)
        height = radius + DEPTH[level] + 0.04
        box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
        words = GROUP_TITLES[level].in_(language)
        panel.text(0, height, words, ha="center", va="bottom", fontsize=12, color=MUTED, zorder=5, bbox=box)


def _ties(panel: Axes, network: "nx.Graph[Any]", places: dict[Hashable, tuple[float, float]]) -> None:
    """Fainter and thinner the more there are; a stronger tie is thicker."""
    crowd = max(1.0, network.number_of_edges() / 150)
    opacity, width = max(0.05, 0.75 / crowd**0.45), max(0.3, 1.4 / crowd**0.3)
    for kind, (_, colour, style) in TIES.items():
        ties = [(a, b, d) for a, b, d in network.edges(data=True) if _kind(d) == kind]
        if not ties:
            continue
        lines = [[places[a], places[b]] for a, b, _ in ties]
        widths = [width * (0.4 + min(1.0, float(d.get("strength", 1.0)))) for _, _, d in ties]
        panel.add_collection(
            LineCollection(lines, colors=colour, linestyles=[style], linewidths=widths, alpha=opacity, zorder=1, gid=f"tie-{kind}")
        )


def _institutions(panel: Axes, network: "nx.Graph[Any]", places: dict[Hashable, tuple[float, float]]) -> None:
    size = float(np.clip(16_000 / max(1, network.number_of_nodes()), 12, 130))
    for sector, (_, colour, shape) in SECTORS.items():
        here = [places[node] for node, data in network.nodes(data=True) if data.get("sector") == sector]
        if here:
            x, y = zip(*here, strict=True)
            edge = 0.8 if size > 30 else 0.3
            panel.scatter(x, y, s=size, c=colour, marker=shape, edgecolors="white", linewidths=edge, zorder=3, gid=f"sector-{sector}")


def _hot_spots(figure: Figure, panel: Axes, busy: Sequence[Busy], places: dict[Hashable, tuple[float, float]], language: Language) -> None:
    """A numbered ring around each busy desk, larger the more it has on hand, and their names beside the picture."""
    most = max((one.load for one in busy), default=0.0)
    names = []
    for number, one in enumerate(sorted(busy, key=lambda one: -one.load), start=1):
        x, y = places[one.node]
        panel.scatter([x], [y], s=120 + 700 * one.load / most, facecolors="none", edgecolors=HOT, linewidths=1.8, zorder=4)
        panel.text(x - 0.07, y + 0.07, str(number), ha="center", va="center", fontsize=11, color=HOT, zorder=6)
        names.append(f"{number}  {one.title.in_(language)}  {one.load:.1f}")
    figure.text(0.70, 0.24, "\n".join(names), fontsize=11.5, color=HOT, va="top", linespacing=1.5)


def _legends(figure: Figure, network: "nx.Graph[Any]", language: Language) -> None:
    sectors = Counter(data.get("sector") for _, data in network.nodes(data=True))
    ties = Counter(_kind(data) for _, _, data in network.edges(data=True))
    marks = [
        (Line2D([], [], color=colour, marker=shape, linestyle="", markersize=11), f"{words.in_(language)}  {sectors[key]:,}")
        for key, (words, colour, shape) in SECTORS.items()
        if sectors[key]
    ]
    lines = [
        (Line2D([], [], color=colour, linestyle=style, lw=2.2), f"{words.in_(language)}  {ties[key]:,}")
        for key, (words, colour, style) in TIES.items()
        if ties[key]
    ]
    for entries, top in ((marks, 0.86), (lines, 0.44)):
        if entries:
            handles, words = zip(*entries, strict=True)
            figure.legend(handles, words, loc="upper left", bbox_to_anchor=(0.69, top), fontsize=13, handlelength=3.2, labelspacing=0.8)


def _kind(data: dict[str, Any]) -> str:
    kind = data.get("kind", "custom")
    return kind if kind in TIES else "custom"


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
        core = len(nodes) > 2 and network.nodes[nodes[0]].get("sector") == "party"
        places |= _oval(nodes, level, bearings[level, jurisdiction], count, core=core)
    return places


def _members(network: "nx.Graph[Any]") -> dict[tuple[str, str], list[Hashable]]:
    members: dict[tuple[str, str], list[Hashable]] = defaultdict(list)
    for node, data in network.nodes(data=True):
        level = data.get("level")
        members[level if level in RADIUS else "village", str(data.get("jurisdiction"))].append(node)
    order = {node: number for number, node in enumerate(network.nodes)}
    sector = {node: str(data.get("sector")) for node, data in network.nodes(data=True)}
    for nodes in members.values():
        nodes.sort(key=lambda node: (sector[node] != "party", sector[node], order[node]))
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


def _oval(nodes: list[Hashable], level: str, bearing: float, count: int, *, core: bool) -> dict[Hashable, Place]:
    """The institutions of a place on an oval, the first of them in its middle if that is its core."""
    depth, radius = DEPTH[level], RADIUS[level]
    width = depth if radius == 0 else min(depth, 0.8 * np.pi * radius / count)
    if len(nodes) == 1:
        depth = width = 0.0
    if width < depth / 3:  # too narrow for an oval: its two sides would fall on each other
        out = radius + depth * np.linspace(-1, 1, len(nodes))
        along = width / 2 * np.where(np.arange(len(nodes)) % 2, 1, -1)
    else:
        turn = 2 * np.pi * np.arange(len(nodes)) / (len(nodes) - core)
        out, along = radius + depth * np.cos(turn), width * np.sin(turn)
        out[:core], along[:core] = radius, 0.0
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
