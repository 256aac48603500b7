"""The ties of a network as its file writes them: GraphML, GEXF or an edge list, read but not yet judged.

Ties have no direction here. In a directed file, and in an edge list, `a,b` and `b,a` are two statements about one tie, of which
the stronger counts; the same statement twice is a mistake.
"""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from xml.etree import ElementTree as ET

from cogov.scenarios.csv_lines import parse_table
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Text

_DTD = Text(zh="文件含 DOCTYPE 声明,请删去", en="the file has a DOCTYPE; please remove it")
_NOT_XML = Text(zh="不是完整的 XML 文件", en="this is no complete XML file")
_EMPTY = Text(zh="文件是空的", en="the file is empty")
_FORMAT = Text(zh="不认识这种文件", en="this kind of file is not known")
_OTHER = Text(zh="内容与文件后缀不符", en="the content is not what the file's name says")


@dataclass(frozen=True)
class Edge:
    """An edge as written: its ends, and kind and strength where it has them."""

    a: str
    b: str
    kind: str
    strength: object
    line: int | None


@dataclass(frozen=True)
class Written:
    """A network as its file writes it; `nodes` is None for an edge list, which declares none."""

    nodes: tuple[str, ...] | None
    edges: tuple[Edge, ...]
    directed: bool


def parse_graph(text: str, name: str) -> Written:
    """Read a network in the format that its file's name says."""
    reader = _READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise InputError(Problem(_FORMAT, name, value=PurePath(name).suffix, allowed=tuple(_READERS)))
    if not text.strip():
        raise InputError(Problem(_EMPTY, name))
    return reader(text, name)


def _edge_list(text: str, name: str) -> Written:
    rows = parse_table(text, name, ("source", "target"), ("strength", "kind"))
    edges = tuple(Edge(row["source"], row["target"], row["kind"], row["strength"] or None, row.line) for row in rows)
    return Written(None, edges, directed=True)


def _graphml(text: str, name: str) -> Written:
    import networkx as nx  # noqa: PLC0415  only a scenario that brings such a file waits for networkx

    return _from_xml(text, name, "graphml", nx.parse_graphml)


def _gexf(text: str, name: str) -> Written:
    import networkx as nx  # noqa: PLC0415  as above

    return _from_xml(text, name, "gexf", lambda written: nx.read_gexf(io.BytesIO(written.encode("utf-8"))))


_READERS: dict[str, Callable[[str, str], Written]] = {".graphml": _graphml, ".gexf": _gexf, ".csv": _edge_list}


def _from_xml(text: str, name: str, root: str, read: Callable[[str], Any]) -> Written:
    declared = _declared_nodes(_without_declaration(text), name, root)
    try:
        graph = read(_without_declaration(text))
    except Exception as error:  # noqa: BLE001  networkx says what is wrong with a file in many ways
        message = Text(zh=f"无法读懂这个网络:{error}", en=f"the network cannot be read: {error}")
        raise InputError(Problem(message, name)) from None
    usual, lines = graph.graph.get("edge_default", {}), _lines_of_edges(text)
    edges = tuple(_edge(str(a), str(b), usual | data, lines) for a, b, data in graph.edges(data=True))
    return Written(declared, edges, directed=bool(graph.is_directed()))


def _without_declaration(text: str) -> str:
    """Drop the XML declaration: the text has been decoded already, whatever encoding it names."""
    text = text.lstrip()
    return text[text.index("?>") + 2 :] if text.startswith("<?xml") and "?>" in text else text


def _declared_nodes(text: str, name: str, root: str) -> tuple[str, ...]:
    """List the nodes that the file declares; networkx would make up those that only an edge names."""
    if "<!DOCTYPE" in text.upper():
        raise InputError(Problem(_DTD, name))
    try:
        tree = ET.fromstring(text)  # noqa: S314  without a DOCTYPE there are no entities that could unfold
    except ET.ParseError as error:
        raise InputError(Problem(_NOT_XML, name, error.position[0])) from None
    if _bare(tree.tag) != root:
        raise InputError(Problem(_OTHER, name, value=_bare(tree.tag), allowed=(root,)))
    return tuple(str(element.get("id")) for element in _all(tree, "node"))


def _all(tree: ET.Element, tag: str) -> Iterator[ET.Element]:
    return (element for element in tree.iter() if _bare(element.tag) == tag)


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _edge(a: str, b: str, data: dict[str, Any], lines: dict[tuple[str, str], int]) -> Edge:
    strength = data.get("strength", data.get("weight"))
    return Edge(a, b, str(data.get("kind") or ""), strength, lines.get((a, b)) or lines.get((b, a)))


def _lines_of_edges(text: str) -> dict[tuple[str, str], int]:
    """Return the line of every edge whose ends stand on one; the last where it stands twice."""
    found: dict[tuple[str, str], int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        ends = [re.search(rf"""\b{end}=["']([^"']*)["']""", line) for end in ("source", "target")]
        if ends[0] and ends[1]:
            found[ends[0][1], ends[1][1]] = number
    return found
