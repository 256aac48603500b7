"""What is written in any dialect is what is read: generated networks and tables, in GraphML, GEXF and edge lists of every make."""

import csv
import gzip
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogov.model.tied import TIE_KINDS, NetworkFiles, OwnNetwork
from cogov.scenarios.csv_lines import parse_table, plain_number
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario
from cogov.scenarios.network_files import Found
from cogov.scenarios.network_roles import Desks
from cogov.scenarios.text_files import tidy

COMMON = "县委司法局民政公安社会组织村镇街道办中心"
RARE = "𬭩éüØ😀дß"
PLAIN = "abcXYZ019_-.,;:&<>\"' ()=+@#"
MISSING = ("", "NA", "无", "-", "缺失", "n/a")


@dataclass(frozen=True)
class Said:
    """An edge as it is to be written."""

    a: str
    b: str
    kind: str
    strength: str
    directed: bool


@dataclass(frozen=True)
class Drawn:
    """A network to be written: names of nodes and edges."""

    nodes: list[str]
    edges: list[Said]

    def ties(self) -> set[tuple[frozenset[str], str, float | None]]:
        """What the model should be told: the strongest stated strength of each pair, and each kind that has none."""
        stated: dict[frozenset[str], list[tuple[float, int]]] = {}
        found: set[tuple[frozenset[str], str, float | None]] = set()
        for edge in self.edges:
            pair, kind = frozenset((edge.a, edge.b)), edge.kind or "custom"
            if len(pair) == 1:
                continue
            if edge.strength:
                stated.setdefault(pair, []).append((float(edge.strength), -TIE_KINDS.index(kind)))
            else:
                found.add((pair, kind, None))
        return found | {(pair, TIE_KINDS[-max(said)[1]], max(said)[0]) for pair, said in stated.items()}

    def counts(self) -> dict[str, int]:
        """What the notes should count."""
        pairs = [frozenset((edge.a, edge.b)) for edge in self.edges if edge.a != edge.b]
        return {
            "left out": len(self.edges) - len(pairs),
            "strongest counts": len(pairs) - len(set(pairs)),
            "taken without it": sum(edge.directed for edge in self.edges),
        }


def names(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=8).filter(tidy).map(tidy)


@st.composite
def networks(draw: st.DrawFn, alphabet: str = COMMON + RARE + PLAIN) -> Drawn:
    nodes = draw(st.lists(names(alphabet), min_size=2, max_size=6, unique=True))
    edge = st.builds(
        Said,
        st.sampled_from(nodes),
        st.sampled_from(nodes),
        st.sampled_from(("", *TIE_KINDS)),
        st.sampled_from(("", "0.25", "0.5", "1", "0.07")),
        st.booleans(),
    )
    return Drawn(nodes, draw(st.lists(edge, min_size=1, max_size=8)))


@cache
def desks() -> Desks:
    scenario = load_scenario("leping")
    return Desks(scenario.kinds, scenario.city.townships)


def table(rows: list[list[str]], separator: str, *, line: str = "\n", quoting: Any = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=line, quoting=quoting).writerows(rows)
    return out.getvalue()


def roles_of(nodes: list[str], encoding: str) -> bytes:
    rows = [["node", "kind", "level"], *([node, "civil_affairs", "township"] for node in nodes)]
    return table(rows, ",").encode(encoding)


def read(name: str, ties: bytes, nodes: list[str], encoding: str = "utf-8") -> OwnNetwork:
    """Read a network whose nodes are all civil affairs of the townships."""
    with TemporaryDirectory() as folder:
        file, roles = Path(folder) / name, Path(folder) / "roles.csv"
        file.write_bytes(ties)
        roles.write_bytes(roles_of(nodes, encoding))
        return Found(file, roles, NetworkFiles(file=name, roles="roles.csv")).read(desks())


def is_utf8(raw: bytes) -> bool:
    """Whether bytes of GBK happen to be UTF-8 as well, as those of 织 are."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def same(drawn: Drawn, name: str, ties: str, encoding: str = "utf-8", *, directions: bool = True) -> None:
    """Compare what is read with what was drawn; a network without one tie is refused."""
    raw = ties.encode(encoding)
    if encoding in ("gbk", "gb18030") and (is_utf8(raw) or is_utf8(roles_of(drawn.nodes, encoding))):
        return
    if not drawn.ties():
        with pytest.raises(InputError, match="no edge has a role at both ends"):
            read(name, raw, drawn.nodes, encoding)
        return
    found = read(name, gzip.compress(raw) if name.endswith(".gz") else raw, drawn.nodes, encoding)
    assert {(frozenset((tie.a, tie.b)), tie.kind, tie.strength) for tie in found.ties} == drawn.ties()
    assert [node.name for node in found.nodes] == drawn.nodes
    said = " ".join(note.en for note in found.notes or ())
    for words, count in drawn.counts().items():
        counted = re.search(rf"{words}: (\d+)|{words}: (\d+)", said)
        if words == "taken without it" and not directions:
            continue
        assert (int(counted[1]) if counted else 0) == count, (words, said)


MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
HEADS = {
    "en": ("source", "target", "strength", "kind"),
    "EN": ("Source", "Target", "Weight", "KIND"),
    "other": ("from", "to", "value", "kind"),
    "zh": ("起点", "终点", "强度", "类型"),
    "zh2": ("源", "目标", "权重", "联系类型"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030")


@st.composite
def edge_lists(draw: st.DrawFn) -> tuple[Drawn, str, str]:
    """An edge list in some dialect, and its encoding."""
    encoding, separator = draw(st.sampled_from(ENCODINGS)), draw(st.sampled_from((",", ";", "\t", "，", "；")))
    foreign = RARE if encoding.startswith("utf") else ""
    drawn = draw(networks(COMMON + foreign + PLAIN))
    comma, missing = draw(st.booleans()), draw(st.sampled_from(MISSING))
    head = [*draw(st.sampled_from(list(HEADS.values()))), "Type"]
    rows = [
        [
            edge.a,
            edge.b,
            (edge.strength.replace(".", ",") if comma else edge.strength) or missing,
            edge.kind or missing,
            "Directed" if edge.directed else "Undirected",
        ]
        for edge in drawn.edges
    ]
    order = draw(st.permutations(range(5)))
    rows = [[row[place] for place in order] for row in [head, *rows]]
    if draw(st.booleans()):
        rows = [["" if n == 0 else str(n), *row] for n, row in enumerate(rows)]
    if draw(st.booleans()):
        rows = [[*row, "", ""] for row in rows]
    if draw(st.booleans()):
        rows = [["部门联系表(2024年)"], *rows]
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    text = table(rows, separator, line=draw(st.sampled_from(("\n", "\r\n"))), quoting=quoting)
    return drawn, (f"sep={separator}\n" if draw(st.booleans()) else "") + text, encoding


@MANY
@given(edge_lists(), st.sampled_from(("ties.csv", "ties.tsv", "ties.txt", "ties.csv.gz")))
def test_an_edge_list_is_read_in_every_dialect(written: tuple[Drawn, str, str], name: str) -> None:
    drawn, text, encoding = written
    ends = {end for edge in drawn.edges for end in (edge.a, edge.b)}
    listed = Drawn([node for node in drawn.nodes if node in ends], drawn.edges)
    same(listed, name, text, encoding)


def attributes(said: dict[str, str]) -> str:
    return "".join(f" {key}={quoteattr(value)}" for key, value in said.items() if value)


def as_gexf(drawn: Drawn, namespace: str, prefix: str, strength: str, ids: Callable[[str], str]) -> str:
    """Nodes by label; the strength is an attribute of the edge, or one that the file declares."""
    p = f"{prefix}:" if prefix else ""
    nodes = "".join(f"<{p}node{attributes({'id': ids(node), 'label': node})}/>\n" for node in drawn.nodes)
    edges = ""
    for edge in drawn.edges:
        said = {"source": ids(edge.a), "target": ids(edge.b), "kind": edge.kind, "type": "directed" if edge.directed else "undirected"}
        if strength == "weight":
            edges += f"<{p}edge{attributes(said | {'weight': edge.strength})}/>\n"
        else:
            value = f'<{p}attvalues><{p}attvalue for="7" value={quoteattr(edge.strength)}/></{p}attvalues>' if edge.strength else ""
            edges += f"<{p}edge{attributes(said)}>{value}</{p}edge>\n"
    declared = f'<{p}attributes class="edge"><{p}attribute id="7" title="{strength}" type="double"/></{p}attributes>'
    whole = f"{declared if strength != 'weight' else ''}<{p}nodes>{nodes}</{p}nodes><{p}edges>{edges}</{p}edges>"
    where = f' xmlns{":" + prefix if prefix else ""}="{namespace}"' if namespace else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}gexf{where}><{p}graph>{whole}</{p}graph></{p}gexf>'


def as_graphml(drawn: Drawn, prefix: str, strength: str, ids: Callable[[str], str], shape: str) -> str:
    """Nodes by a label that the file declares or yEd draws; the second half of them in a second graph or inside the first node."""
    p = f"{prefix}:" if prefix else ""

    def data(key: str, value: str) -> str:
        return f'<{p}data key="{key}">{escape(value)}</{p}data>' if value else ""

    def node(name: str, inside: str = "") -> str:
        drawn_label = (
            f'<{p}data key="g"><y:ShapeNode><y:Fill color="#FFCC00"/><y:NodeLabel>{escape(name)}</y:NodeLabel></y:ShapeNode></{p}data>'
        )
        label = drawn_label if shape == "yed" else data("l", name)
        return f"<{p}node{attributes({'id': ids(name)})}>{label}{inside}</{p}node>\n"

    def edge(one: Said) -> str:
        said = {"source": ids(one.a), "target": ids(one.b), "directed": "true" if one.directed else "false"}
        return f"<{p}edge{attributes(said)}>{data('k', one.kind)}{data('s', one.strength)}</{p}edge>\n"

    first, rest = drawn.nodes[:1], drawn.nodes[1:]
    edges = [edge(one) for one in drawn.edges]
    half = len(edges) // 2
    inner = f'<{p}graph edgedefault="undirected">{"".join(map(node, rest))}{"".join(edges[:half])}</{p}graph>'
    outer = node(first[0], inner if shape == "nested" else "")
    body = f"{outer}{''.join(map(node, rest)) if shape in ('plain', 'yed') else ''}{''.join(edges[half if shape in ('nested', 'two') else 0 :])}"
    graphs = f'<{p}graph edgedefault="undirected">{body}</{p}graph>{inner if shape == "two" else ""}'
    keys = f'<{p}key id="g" for="node" yfiles.type="nodegraphics"/><{p}key id="l" for="node" attr.name="label" attr.type="string"/>'
    keys += f'<{p}key id="k" for="edge" attr.name="kind"/><{p}key id="s" for="edge" attr.name="{strength}"/>'
    where = f'xmlns{":" + prefix if prefix else ""}="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{p}graphml {where}>{keys}{graphs}</{p}graphml>'


NAMESPACES = ("", "http://www.gexf.net/1.1draft", "http://www.gexf.net/1.2draft", "http://gexf.net/1.2draft", "http://www.gexf.net/1.3")
STRENGTHS = ("strength", "Weight", "value", "权重")


def numbered(drawn: Drawn, style: str) -> Callable[[str], str]:
    """Ids of nodes: their names, or numbers as programs give them, which are no names of ours."""
    return (lambda node: node) if style == "named" else lambda node: f"node::{drawn.nodes.index(node)}"


@MANY
@given(
    networks(),
    st.sampled_from(NAMESPACES),
    st.sampled_from(("", "g")),
    st.sampled_from(("weight", *STRENGTHS)),
    st.sampled_from(("named", "numbered")),
    st.sampled_from(("ties.gexf", "ties.xml", "ties.gexf.gz")),
)
def test_gexf_is_read_in_every_dialect(drawn: Drawn, namespace: str, prefix: str, strength: str, style: str, name: str) -> None:
    same(drawn, name, as_gexf(drawn, namespace, prefix, strength, numbered(drawn, style)))


@MANY
@given(
    networks(),
    st.sampled_from(("", "graphml")),
    st.sampled_from(STRENGTHS),
    st.sampled_from(("named", "numbered")),
    st.sampled_from(("plain", "yed", "nested", "two")),
    st.sampled_from(("ties.graphml", "ties.xml", "ties.graphml.gz")),
)
def test_graphml_is_read_in_every_dialect(drawn: Drawn, prefix: str, strength: str, style: str, shape: str, name: str) -> None:
    same(drawn, name, as_graphml(drawn, prefix, strength, numbered(drawn, style), shape))


@MANY
@given(networks(), st.sampled_from((nx.write_graphml, nx.write_gexf)))
def test_what_networkx_writes_is_read(drawn: Drawn, write: Callable[..., None]) -> None:
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(drawn.nodes)
    for edge in drawn.edges:
        graph.add_edge(edge.a, edge.b, **{key: value for key, value in (("kind", edge.kind), ("strength", edge.strength)) if value})
    with TemporaryDirectory() as folder:
        write(graph, Path(folder) / "n")
        text = (Path(folder) / "n").read_text("utf-8")
    same(drawn, "ties.graphml" if write is nx.write_graphml else "ties.gexf", text, directions=False)


@MANY
@given(
    points=st.lists(st.lists(st.floats(0, 1e6, allow_nan=False), min_size=3, max_size=3), min_size=1, max_size=6),
    separator=st.sampled_from((",", ";", "\t", "，")),
    comma=st.booleans(),
    title=st.booleans(),
)
def test_a_table_of_points_is_read_in_every_dialect(*, points: list[list[float]], separator: str, comma: bool, title: bool) -> None:
    """Three digits after a comma could be thousands, so such numbers are written with a point."""

    def number(value: float) -> str:
        text = repr(value)
        return text.replace(".", ",") if comma and not re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text) else text

    head = ["boundary_clarity", "city.population", "x"]
    rows = [*([["样本点"]] if title else []), head, *([number(value) for value in point] for point in points)]
    found = parse_table(table(rows, separator), "points.csv")
    assert [[plain_number(row[column]) for column in head] for row in found.rows] == points
    assert list(found.heads) == head
