"""The governance network in formats that Gephi, Cytoscape, igraph and networkx read: institutions as nodes, ties with kind and strength."""

import re
from collections.abc import Sequence
from pathlib import Path

import networkx as nx

from cogov.scenarios.words import Language, Text


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
    """Write a network as GraphML."""
    nx.write_graphml(graph, path, encoding="utf-8", named_key_ids=True)
    return path


def write_gexf(graph: "nx.Graph[int]", path: Path) -> Path:
    """Write a network as GEXF 1.2, without the day of writing that networkx puts into it."""
    text = "\n".join(nx.generate_gexf(graph, encoding="utf-8"))
    path.write_text(re.sub(r' lastmodifieddate="[^"]*"', "", text) + "\n", encoding="utf-8", newline="\n")
    return path
