"""A scenario's own network, read from its files and checked: `network: {file: ties.graphml, roles: roles.csv}`.

Every complaint names file, line or node, what is allowed, and what was probably meant. Every node and edge of the file is in the network,
or in the count of a note.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cogov.model.numbers import Frozen
from cogov.model.tied import TIE_KINDS, NetworkFiles, Node, OwnNetwork, Tie
from cogov.model.words import Text
from cogov.scenarios.complaints import validated
from cogov.scenarios.csv_lines import plain_number, word
from cogov.scenarios.errors import InputError, Problem, Suggestions
from cogov.scenarios.network_formats import parse_graph
from cogov.scenarios.network_graphs import Attributes, WrittenEdge, WrittenNetwork, attributes_of
from cogov.scenarios.network_roles import Desks, parse_roles
from cogov.scenarios.notes import about
from cogov.scenarios.text_files import read_brought
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written

SAY = Words(__file__)

KIND_WORDS = {
    "line": ("line", "条", "条线"),
    "block": ("block", "块", "块块"),
    "party": ("party", "党", "党组织", "党建"),
    "bridge": ("bridge", "桥", "桥梁"),
    "custom": ("custom", "其他", "自定义"),
}


class _Named(Frozen):
    network: NetworkFiles


@dataclass(frozen=True)
class Found:
    """The two files of a network, as paths that can be opened, and what the scenario says of them."""

    file: Path
    roles: Path
    said: NetworkFiles

    def read(self, desks: Desks) -> OwnNetwork:
        """Read both files, or say everything that is wrong with them."""
        name, of_roles = (str(path) for path in (self.file, self.roles))
        decoded, decoded_roles = read_brought(self.file, name), read_brought(self.roles, of_roles)
        graph = parse_graph(decoded.text, name)
        attributes = attributes_of(graph, self.said.strength, name)
        roles = parse_roles(decoded_roles.text, of_roles, desks, graph.nodes)
        problems = [*roles.problems, *_without_role(graph, roles.of, of_roles), *_wrong_edges(graph, attributes, name)]
        if problems:
            raise InputError(problems)
        ties, notes = _ties(graph.edges, roles.of, attributes)
        if not ties:
            raise InputError(Problem(SAY.no_ties, name))
        notes = [*about(name, [*decoded.notes, *graph.notes, *notes]), *about(of_roles, [*decoded_roles.notes, *roles.notes])]
        nodes = tuple(node for node in roles.of.values() if node is not None)
        return OwnNetwork(replace=self.said.replace, nodes=nodes, ties=ties, notes=tuple(notes) or None)


def take(written: Written, folder: Path = Path()) -> Found | None:
    """Take the names of a network's files out of what a scenario says; None where it names none.

    A path counts from the file that says it, from `folder` where no file does.
    """
    said = written.values.get("network")
    if not isinstance(said, dict):
        return None
    if "nodes" in said or "ties" in said:
        if "file" in said or "roles" in said:
            raise InputError(written.problem(("network",), SAY.both))
        return None
    files = validated(_Named, Written({"network": said}, written.places)).network
    del written.values["network"]
    return Found(_path(written, "file", folder) / files.file, _path(written, "roles", folder) / files.roles, files)


def _path(written: Written, key: str, folder: Path) -> Path:
    place = written.place(("network", key))
    return Path(place.file).parent if place else folder


def _without_role(graph: WrittenNetwork, roles: Mapping[str, Node | None], name: str) -> Iterator[Problem]:
    ends = (end for edge in graph.edges for end in (edge.a, edge.b) if end)
    labels = dict.fromkeys(ends, "") if graph.nodes is None else graph.nodes
    suggested = Suggestions(roles)
    for node, label in labels.items():
        if node not in roles:
            shown = f"{node} ({label})" if label and label != node else node
            yield Problem(SAY.no_role, name, value=shown, nearest=suggested(label or node))


def _wrong_edges(graph: WrittenNetwork, attributes: Attributes, name: str) -> Iterator[Problem]:
    suggested = Suggestions(graph.nodes or ())
    message = SAY.strength.filled(attribute=attributes.strength)
    for edge in graph.edges:
        if not edge.a or not edge.b:
            yield Problem(SAY.no_end, name, edge.line)
        for end in (edge.a, edge.b):
            if end and graph.nodes is not None and end not in graph.nodes:
                yield Problem(SAY.unknown_node, name, edge.line, _shown(edge), end, nearest=suggested(end))
        kind = _kind(edge, attributes)
        if kind not in TIE_KINDS:
            yield Problem(SAY.kind, name, edge.line, _shown(edge), kind, TIE_KINDS, Suggestions(TIE_KINDS)(kind))
        strength = _said(edge, attributes.strength)
        if strength and not 0 < plain_number(strength) <= 1:
            yield Problem(message, name, edge.line, _shown(edge), strength)


def _shown(edge: WrittenEdge) -> str:
    return f"{edge.a} – {edge.b}"


def _said(edge: WrittenEdge, attribute: str | None) -> str:
    return "" if attribute is None else edge.attributes.get(attribute, "")


def _kind(edge: WrittenEdge, attributes: Attributes) -> str:
    """Return the kind of tie that an edge names; `custom` where it names none."""
    said = _said(edge, attributes.kind)
    return next((kind for kind, words in KIND_WORDS.items() if word(said) in words), said) or "custom"


def _ties(edges: tuple[WrittenEdge, ...], roles: Mapping[str, Node | None], attributes: Attributes) -> tuple[tuple[Tie, ...], list[Text]]:
    """Make ties of the edges between nodes that have roles, and account for the others.

    Of several stated strengths of a pair the greatest stays. An edge without one stays beside it: how strong it is depends on the city and
    its policy, so the model decides which of them counts.
    """
    ties: dict[tuple[frozenset[str], str], Tie] = {}
    loops = left_out = repeats = 0
    pairs: set[frozenset[str]] = set()
    for edge in edges:
        first, second = roles[edge.a], roles[edge.b]
        if first is None or second is None:
            left_out += 1
        elif edge.a == edge.b:
            loops += 1
        else:
            pair = frozenset((edge.a, edge.b))
            repeats += pair in pairs
            pairs.add(pair)
            _lay(ties, pair, _tie(edge, first.name, second.name, attributes))
    dropped = sum(node is None for node in roles.values())
    notes = [
        *_about_attributes(edges, attributes),
        *([SAY.directed.filled(count=sum(edge.directed for edge in edges))] if any(edge.directed for edge in edges) else []),
        *([SAY.loops.filled(count=loops)] if loops else []),
        *([SAY.repeats.filled(count=repeats)] if repeats else []),
        *([SAY.left_out.filled(nodes=dropped, edges=left_out)] if left_out else []),
    ]
    return tuple(ties.values()), notes


def _tie(edge: WrittenEdge, first: str, second: str, attributes: Attributes) -> Tie:
    said = _said(edge, attributes.strength)
    values: Any = {"a": first, "b": second, "kind": _kind(edge, attributes), "strength": plain_number(said) if said else None}
    return Tie(**values)


def _lay(ties: dict[tuple[frozenset[str], str], Tie], pair: frozenset[str], tie: Tie) -> None:
    """Keep of each pair the strongest stated tie, and one of each kind without a strength."""
    key = (pair, "stated" if tie.strength is not None else tie.kind)
    if key not in ties or tie.outweighs(ties[key]):
        ties[key] = tie


def _about_attributes(edges: tuple[WrittenEdge, ...], attributes: Attributes) -> Iterator[Text]:
    """Say which attribute is the strength where it is not called so, and which are not used."""
    unused = ", ".join(attributes.unused)
    if attributes.strength is None:
        if unused:
            yield SAY.no_strength.filled(attributes=unused)
        return
    if attributes.strength != "strength":
        yield SAY.taken.filled(attribute=attributes.strength)
    if unused:
        yield SAY.unused.filled(attributes=unused)
    without = sum(not _said(edge, attributes.strength) for edge in edges)
    if without:
        yield SAY.some_strength.filled(count=without)
