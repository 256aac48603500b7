"""The governance network in formats that Gephi, Cytoscape, igraph and networkx read: institutions as nodes, ties with kind and strength."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx

from cogov.experiments.writing import whole
from cogov.model.words import Language, Text

GEXF = "http://gexf.net/1.3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
GEXF_TYPES: Mapping[type, str] = {str: "string", int: "integer", float: "double", bool: "boolean"}


def for_export(network: "nx.Graph[int]", titles: Sequence[Text], language: Language) -> "nx.Graph[int]":
    """Return a copy whose nodes are labelled in a language and whose ties have a weight; `titles` name the desks by node."""
    graph: nx.Graph[int] = nx.Graph(name="cogov")
    for node, data in network.nodes(data=True):
        words = {"label": titles[node].in_(language), "title_zh": titles[node].zh, "title_en": titles[node].en}
        plain = {name: data[name] for name in ("kind", "sector", "level")}
        graph.add_node(node, **words, **plain, jurisdiction=int(data["jurisdiction"]) + 1)
    for first, second, data in network.edges(data=True):
        strength = float(data.get("strength", 0.5))
        graph.add_edge(first, second, kind=str(data.get("kind", "custom")), strength=strength, weight=strength)
    return graph


def write_graphml(graph: "nx.Graph[int]", path: Path) -> Path:
    """Write a network as GraphML. Its keys are numbered: a name may be one of nodes and of ties, an id stands once in a document."""
    with whole(path) as file:
        nx.write_graphml_xml(graph, file, encoding="utf-8")
    return path


def write_gexf(graph: "nx.Graph[int]", path: Path) -> Path:
    """Write a network as GEXF 1.3."""
    root = ET.Element("gexf", {"xmlns": GEXF, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{GEXF} {GEXF}/gexf.xsd", "version": "1.3"})
    ET.SubElement(ET.SubElement(root, "meta"), "creator").text = "cogov"
    inner = ET.SubElement(root, "graph", defaultedgetype="undirected", mode="static")
    nodes = {str(node): data for node, data in graph.nodes(data=True)}
    ties = [(str(first), str(second), data) for first, second, data in graph.edges(data=True)]
    of_node = _declared(inner, "node", nodes.values(), {"label"})
    of_tie = _declared(inner, "edge", (data for *_, data in ties), {"weight"})
    place = ET.SubElement(inner, "nodes")
    for name, data in nodes.items():
        _values(ET.SubElement(place, "node", id=name, label=data["label"]), data, of_node)
    place = ET.SubElement(inner, "edges")
    for number, (first, second, data) in enumerate(ties):
        own = {"id": str(number), "source": first, "target": second, "weight": repr(data["weight"])}
        _values(ET.SubElement(place, "edge", own), data, of_tie)
    ET.indent(root)
    with whole(path) as file:
        ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    return path


def _declared(graph: ET.Element, of: str, rows: Iterable[Mapping[str, Any]], own: set[str]) -> dict[str, str]:
    """Declare the attributes of nodes or ties but those that GEXF has itself, and return the id of each."""
    types = {name: GEXF_TYPES[type(value)] for data in rows for name, value in data.items() if name not in own}
    place = ET.SubElement(graph, "attributes", {"class": of})
    for number, (name, kind) in enumerate(types.items()):
        ET.SubElement(place, "attribute", id=str(number), title=name, type=kind)
    return {name: str(number) for number, name in enumerate(types)}


def _values(element: ET.Element, data: Mapping[str, Any], known: Mapping[str, str]) -> None:
    place = ET.SubElement(element, "attvalues")
    for name, number in known.items():
        if name in data:
            ET.SubElement(place, "attvalue", {"for": number, "value": str(data[name])})
