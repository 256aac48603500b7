"""The formats in which a network may be written: GraphML, GEXF or an edge list, each also packed by gzip."""

from collections.abc import Callable, Iterable
from pathlib import PurePath

from cogov.scenarios.csv_lines import Row, parse_table, word
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.network_graphs import KIND, STRENGTH, WrittenEdge, WrittenNetwork
from cogov.scenarios.network_xml import parse_xml
from cogov.scenarios.words import Words

SAY = Words(__file__)

SOURCE = ("source", "from", "src", "sender", "start node", "源", "源节点", "来源", "起点", "起始", "起始节点", "发起方", "甲方", "节点1")
TARGET = ("target", "to", "dst", "tgt", "receiver", "end node", "目标", "目标节点", "去向", "终点", "终止节点", "接收方", "乙方", "节点2")
DIRECTION = ("type", "类型", "directed")
DIRECTED = frozenset(("directed", "mutual", "true", "有向"))
UNDIRECTED = frozenset(("undirected", "false", "无向"))


def parse_graph(text: str, name: str) -> WrittenNetwork:
    """Read a network in the format that its file's name says."""
    path = PurePath(name)
    suffix = PurePath(path.stem if path.suffix.lower() == ".gz" else name).suffix.lower()
    reader = _READERS.get(suffix)
    if reader is None:
        raise InputError(Problem(SAY.format, name, value=suffix, allowed=(*_READERS, *(f"{known}.gz" for known in _READERS))))
    if not text.strip():
        raise InputError(Problem(SAY.empty, name))
    return reader(text, name)


def _edge_list(text: str, name: str) -> WrittenNetwork:
    """Read an edge list. A column that says of every row whether it has a direction is taken for that (Gephi's `Type`)."""
    table = parse_table(text, name, {"source": SOURCE, "target": TARGET}, {"strength": STRENGTH, "kind": KIND})
    others = {head: column for column, head in table.heads.items() if column not in ("source", "target")}
    others |= {head: head for head in table.unused}
    direction = next((column for head, column in others.items() if _says_direction(head, (row[column] for row in table.rows))), None)
    attributes = {head: column for head, column in others.items() if column != direction}
    edges = tuple(_edge(row, attributes, direction) for row in table.rows)
    return WrittenNetwork(None, edges, tuple(table.notes))


def _edge(row: Row, attributes: dict[str, str], direction: str | None) -> WrittenEdge:
    directed = direction is not None and word(row[direction]) in DIRECTED
    return WrittenEdge(row["source"], row["target"], row.line, directed, {head: row.said(column) for head, column in attributes.items()})


def _says_direction(head: str, cells: Iterable[str]) -> bool:
    said = {word(cell) for cell in cells} - {""}
    return word(head) in DIRECTION and bool(said) and said <= DIRECTED | UNDIRECTED


_READERS: dict[str, Callable[[str, str], WrittenNetwork]] = {
    **dict.fromkeys((".graphml", ".gexf", ".xml"), parse_xml),
    **dict.fromkeys((".csv", ".tsv", ".txt"), _edge_list),
}
