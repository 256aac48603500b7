"""A scenario's own network, read from its files and checked: `network: {file: ties.graphml, roles: roles.csv}`.

Every complaint names file, line or node, what is allowed, and what was probably meant.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.fields import Frozen
from cogov.scenarios.network import TIE_KINDS, NetworkFiles, Node, OwnNetwork, Tie
from cogov.scenarios.network_graphs import Edge, Written, parse_graph
from cogov.scenarios.network_roles import Desks, parse_roles
from cogov.scenarios.text_files import read_text
from cogov.scenarios.words import Text
from cogov.scenarios.yaml_lines import Written as ScenarioWritten

_BOTH = Text(
    zh="file 与 roles、nodes 与 ties 两种写法只能用一种", en="either names files (file, roles) or holds the network (nodes, ties), not both"
)
_UNKNOWN_NODE = Text(zh="连边的这一端不在网络之中", en="this end of the edge is no node of the network")
_NO_ROLE = Text(zh="角色表中没有这个节点", en="the table of roles has no row for this node")
_NO_END = Text(zh="连边缺少一端", en="an end of the edge is missing")
_TO_ITSELF = Text(zh="节点与自身相连", en="a node is tied to itself")
_TWICE = Text(zh="这条连边重复", en="this edge stands twice")
_KIND = Text(zh="没有这种联系", en="unknown kind of tie")
_STRENGTH = Text(zh="强度须大于 0、不超过 1", en="the strength must be a number above 0 and at most 1")
_NO_TIES = Text(zh="没有一条连边的两端都有角色", en="no edge has a role at both ends")


class _Named(Frozen):
    network: NetworkFiles


@dataclass(frozen=True)
class Found:
    """The two files of a network, as paths that can be opened."""

    file: Path
    roles: Path
    replace: bool

    def read(self, desks: Desks) -> OwnNetwork:
        """Read both files, or say everything that is wrong with them."""
        graph = parse_graph(read_text(self.file, str(self.file)), str(self.file))
        roles, problems = parse_roles(read_text(self.roles, str(self.roles)), str(self.roles), desks, graph.nodes)
        problems += [*_without_role(graph, roles, str(self.roles)), *_wrong_edges(graph, str(self.file))]
        if problems:
            raise InputError(problems)
        ties = _ties(graph.edges, roles)
        if not ties:
            raise InputError(Problem(_NO_TIES, str(self.file)))
        return OwnNetwork(replace=self.replace, nodes=tuple(node for node in roles.values() if node is not None), ties=ties)


def take(written: ScenarioWritten) -> Found | None:
    """Take the names of a network's files out of what a scenario says; None where it names none."""
    said = written.values.get("network")
    if not isinstance(said, dict):
        return None
    if "nodes" in said or "ties" in said:
        if "file" in said or "roles" in said:
            raise InputError(written.problem(("network",), _BOTH))
        return None
    files = validated(_Named, ScenarioWritten({"network": said}, written.places)).network
    del written.values["network"]
    return Found(_path(written, "file", files.file), _path(written, "roles", files.roles), files.replace)


def _path(written: ScenarioWritten, key: str, name: str) -> Path:
    """Return a path that counts from the file that says it."""
    place = written.place(("network", key))
    return (Path(place.file).parent if place else Path()) / name


def _without_role(graph: Written, roles: Mapping[str, Node | None], name: str) -> Iterator[Problem]:
    ends = (end for edge in graph.edges for end in (edge.a, edge.b) if end)
    for node in dict.fromkeys(ends if graph.nodes is None else graph.nodes):
        if node not in roles:
            yield Problem(_NO_ROLE, name, value=node, nearest=nearest(node, roles))


def _wrong_edges(graph: Written, name: str) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    declared = None if graph.nodes is None else dict.fromkeys(graph.nodes)
    for edge in graph.edges:
        pair = (edge.a, edge.b) if graph.directed or edge.a <= edge.b else (edge.b, edge.a)
        yield from _wrong_ends(edge, declared, name)
        if pair in seen and edge.a and edge.b:
            yield Problem(_TWICE, name, edge.line, _shown(edge))
        seen.add(pair)
        if edge.kind and edge.kind not in TIE_KINDS:
            yield Problem(_KIND, name, edge.line, _shown(edge), edge.kind, TIE_KINDS, nearest(edge.kind, TIE_KINDS))
        if edge.strength is not None and not 0 < _number(edge.strength) <= 1:
            yield Problem(_STRENGTH, name, edge.line, _shown(edge), edge.strength)


def _wrong_ends(edge: Edge, declared: Mapping[str, None] | None, name: str) -> Iterator[Problem]:
    if not edge.a or not edge.b:
        yield Problem(_NO_END, name, edge.line)
    elif edge.a == edge.b:
        yield Problem(_TO_ITSELF, name, edge.line, edge.a)
    for end in (edge.a, edge.b):
        if declared is not None and end not in declared:
            yield Problem(_UNKNOWN_NODE, name, edge.line, _shown(edge), end, nearest=nearest(end, declared))


def _shown(edge: Edge) -> str:
    return f"{edge.a} – {edge.b}"


def _number(value: object) -> float:
    """Return the number, NaN for what is none."""
    try:
        return math.nan if isinstance(value, bool) else float(str(value))
    except ValueError:
        return math.nan


def _ties(edges: tuple[Edge, ...], roles: Mapping[str, Node | None]) -> tuple[Tie, ...]:
    """Make one tie of each pair of nodes that have roles: of two statements about a pair, the stronger."""
    ties: dict[frozenset[str], Tie] = {}
    for edge in edges:
        if roles[edge.a] is None or roles[edge.b] is None:
            continue
        strength = None if edge.strength is None else _number(edge.strength)
        values: Any = {"a": edge.a, "b": edge.b, "kind": edge.kind or "custom", "strength": strength}
        tie, pair = Tie(**values), frozenset((edge.a, edge.b))
        if pair not in ties or (tie.strength or 0) > (ties[pair].strength or 0):
            ties[pair] = tie
    return tuple(ties.values())
