"""A network in XML: GraphML (of yEd, igraph, networkx) or GEXF (1.0 to 1.3, in any of its namespaces).

The elements are taken one after the other as the parser comes by them, by their local names, so that none is lost to a namespace, a
second graph, a node inside a node or an edge of the other direction. Entities are refused, and no other file is ever fetched.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from cogov.model.words import Text
from cogov.scenarios.csv_lines import word
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.network_graphs import WrittenEdge, WrittenNetwork
from cogov.scenarios.text_files import tidy
from cogov.scenarios.words import Words

SAY = Words(__file__)

DEEPEST = 100
LABELS = ("label", "name", "title", "标签", "名称", "名字")
"""Attributes that name a node, the most telling first."""
TIMES = frozenset(("start", "end", "startopen", "endopen", "timestamp", "timestamps", "intervals"))
_STRUCTURE = frozenset(("id", "source", "target", "type", "directed"))
_WHAT = Words(__file__, "what")
_ROOTS = {".graphml": ("graphml",), ".gexf": ("gexf",), ".xml": ("graphml", "gexf")}
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")


@dataclass
class _Item:
    """A node, an edge or a hyper-edge while it is being read; an attribute may have several values over time."""

    what: str
    line: int
    said: dict[str, str]
    directed: bool = False
    timed: bool = False
    values: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.timed = not TIMES.isdisjoint(self.said)

    @property
    def ends(self) -> tuple[str, str]:
        return tidy(self.said.get("source", "")), tidy(self.said.get("target", ""))

    @property
    def label(self) -> str:
        """What a person calls the node, where the file says so."""
        called = {word(key): values[-1] for key, values in ({key: [value] for key, value in self.said.items()} | self.values).items()}
        return tidy(next((called[one] for one in LABELS if called.get(one)), ""))


def parse_xml(text: str, name: str) -> WrittenNetwork:
    """Read all nodes and edges of a file."""
    body = text.lstrip()
    reader = _Reader(name, text.count("\n", 0, len(text) - len(body)))
    if "<!DOCTYPE" in body and (found := _ENTITY.search(body)) is not None:
        raise InputError(Problem(SAY.entities, name, text.count("\n", 0, found.start() + len(text) - len(body)) + 1))
    try:
        reader.parser.Parse(body, True)
    except expat.ExpatError as error:
        raise InputError(Problem(SAY.not_xml, name, error.lineno + reader.above)) from None
    return reader.written()


class _Reader:
    """Follows the elements of a file, and keeps nodes, edges and what has to be said of them."""

    def __init__(self, name: str, above: int) -> None:
        self.name, self.above = name, above
        self.roots = next((roots for suffix, roots in _ROOTS.items() if suffix in name.lower()), _ROOTS[".xml"])
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self.parser.SkippedEntityHandler = self._entity
        self.path: list[str] = []
        self.text: list[str] = []
        self.open: list[_Item] = []
        self.items: list[_Item] = []
        self.graphs: list[str] = []
        self.directed: list[bool] = []
        self.endpoints: list[str] = []
        self.attributes_of = ""
        self.key = ("", "")
        self.keys: dict[tuple[str, str], str] = {}
        self.defaults: dict[tuple[str, str], str] = {}
        self.said_counts: list[tuple[str, int]] = []
        self.nested = 0
        self.problems: list[Problem] = []

    # -- following the file

    def _entity(self, *_: object) -> None:
        raise InputError(Problem(SAY.entities, self.name, self._line()))

    def _line(self) -> int:
        return int(self.parser.CurrentLineNumber) + self.above

    def _start(self, tag: str, said: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if not self.path and tag not in self.roots:
            raise InputError(Problem(SAY.other, self.name, value=tag, allowed=self.roots))
        if len(self.path) >= DEEPEST:
            raise InputError(Problem(SAY.deep, self.name, self._line(), allowed=(f"≤ {DEEPEST}",)))
        self.text.clear()
        if tag in _BEGINS and "data" not in self.path:
            _BEGINS[tag](self, tag, {key.rpartition(":")[2]: value for key, value in said.items()})
        self.path.append(tag)

    def _characters(self, words: str) -> None:
        self.text.append(words)

    def _end(self, tag: str) -> None:
        tag = self.path.pop()
        if tag in _ENDINGS and ("data" not in self.path or tag in ("NodeLabel", "EdgeLabel")):
            _ENDINGS[tag](self)
        self.text.clear()

    # -- what begins

    def begin_graph(self, _: str, said: dict[str, str]) -> None:
        if not self.open:
            self.graphs.append(said.get("id", str(len(self.graphs) + 1)))
        self.directed.append(said.get("edgedefault", said.get("defaultedgetype", "")) in ("directed", "mutual"))

    def begin_list(self, tag: str, said: dict[str, str]) -> None:
        if said.get("count", "").isdecimal() and not self.open:
            self.said_counts.append((tag, int(said["count"])))

    def begin_item(self, tag: str, said: dict[str, str]) -> None:
        item = _Item(tag, self._line(), said)
        if tag == "node":
            self.nested += bool(self.open) or bool(said.get("pid"))
        else:
            direction = said.get("directed") or said.get("type")
            item.directed = direction in ("true", "directed", "mutual") if direction else any(self.directed[-1:])
            self.endpoints = []
        self.open.append(item)
        self.items.append(item)

    def meet_endpoint(self, _: str, said: dict[str, str]) -> None:
        self.endpoints.append(said.get("node", ""))

    def meet_time(self, _: str, __: dict[str, str]) -> None:
        if self.open:
            self.open[-1].timed = True

    def begin_attributes(self, _: str, said: dict[str, str]) -> None:
        self.attributes_of = said.get("class", "")

    def declare(self, tag: str, said: dict[str, str]) -> None:
        """Note what a GraphML `key` or a GEXF `attribute` is called; what yEd draws by has no name."""
        self.key = (said.get("for", "all") if tag == "key" else self.attributes_of, said.get("id", ""))
        drawn = any(one.startswith("yfiles") for one in said)
        self.keys[self.key] = said.get("attr.name") or said.get("title") or ("" if drawn else self.key[1])

    def begin_data(self, _: str, said: dict[str, str]) -> None:
        self.key = ("", said.get("key", ""))

    def meet_attvalue(self, _: str, said: dict[str, str]) -> None:
        if self.open:
            self._keep(said.get("for", said.get("id", "")), said.get("value", ""))
            self.open[-1].timed |= not TIMES.isdisjoint(said)

    # -- what ends

    def leave_item(self) -> None:
        item = self.open.pop()
        if item.what != "hyperedge":
            return
        if len(self.endpoints) == 2:
            item.said = item.said | dict(zip(("source", "target"), self.endpoints, strict=True))
        else:
            self.problems.append(Problem(SAY.hyper.filled(count=len(self.endpoints)), self.name, item.line))

    def leave_graph(self) -> None:
        self.directed.pop()

    def leave_default(self) -> None:
        self.defaults[self.key] = self._words()

    def leave_data(self) -> None:
        if self.open:
            self._keep(self.key[1], self._words())

    def leave_label(self) -> None:
        if self.open and self._words():
            self.open[-1].values.setdefault("label", [self._words()])

    def _words(self) -> str:
        return "".join(self.text).strip()

    def _keep(self, key: str, value: str) -> None:
        """Add a value to the innermost node or edge, under the name of its attribute."""
        item = self.open[-1]
        name = self.keys.get((item.what, key), self.keys.get(("all", key), key))
        if name and value:
            item.values.setdefault(name, []).append(value)

    # -- what there was

    def written(self) -> WrittenNetwork:
        """Return all nodes and edges, with a note on each thing that was not used."""
        if not self.graphs:
            raise InputError(Problem(SAY.no_graph, self.name))
        nodes = [item for item in self.items if item.what == "node"]
        edges = [item for item in self.items if item.what != "node"]
        labels = self._labels(nodes)
        if self.problems:
            raise InputError(self.problems)
        usual = {self.keys[key]: value for key, value in self.defaults.items() if key[0] in ("edge", "all") and self.keys[key]}
        return WrittenNetwork(labels, tuple(_edge(item, usual) for item in edges), tuple(self._notes(nodes, edges, len(labels))))

    def _labels(self, nodes: list[_Item]) -> dict[str, str]:
        """Return the label of each node by id; what is declared again must be the same node."""
        labels: dict[str, str] = {}
        for item in nodes:
            node, label = tidy(item.said.get("id", "")), item.label
            known = labels.get(node, "")
            if not node:
                self.problems.append(Problem(SAY.no_id, self.name, item.line))
            elif label and known and label != known:
                self.problems.append(Problem(SAY.two_nodes, self.name, item.line, node, value=f"{known}, {label}"))
            labels[node] = known or label
        return labels

    def _notes(self, nodes: list[_Item], edges: list[_Item], different: int) -> Iterator[Text]:
        if len(self.graphs) > 1:
            yield SAY.graphs.filled(count=len(self.graphs), names=", ".join(self.graphs))
        if self.nested:
            yield SAY.nested.filled(count=self.nested)
        if different < len(nodes):
            yield SAY.again.filled(count=len(nodes) - different)
        yield from _times(nodes, edges)
        for what, found in (("nodes", len(nodes)), ("edges", len(edges))):
            said = [count for tag, count in self.said_counts if tag == what]
            if said and sum(said) != found and not self.nested:
                yield SAY.counted.filled(said=sum(said), found=found, what=_WHAT[what])


def _times(nodes: list[_Item], edges: list[_Item]) -> Iterator[Text]:
    timed = [item for item in edges if item.timed]
    if timed or any(item.timed for item in nodes):
        said = SAY.time.filled(nodes=sum(item.timed for item in nodes), edges=len(timed))
        ended = next((item for item in timed if item.said.get("end")), None)
        yield said + SAY.ended.filled(edge=" – ".join(ended.ends), end=ended.said["end"]) if ended else said
    several = [(item, name, values) for item in edges for name, values in item.values.items() if len(values) > 1]
    if several:
        item, name, values = several[0]
        count = len({id(one) for one, *_ in several})
        yield SAY.over_time.filled(count=count, edge=" – ".join(item.ends), name=name, values=", ".join(values))


def _edge(item: _Item, usual: dict[str, str]) -> WrittenEdge:
    plain = {key: value for key, value in item.said.items() if key not in _STRUCTURE and key not in TIMES}
    values = {key: values[-1] for key, values in item.values.items()}
    return WrittenEdge(*item.ends, item.line, item.directed, usual | plain | values)


_BEGINS: dict[str, Callable[[_Reader, str, dict[str, str]], None]] = {
    "graph": _Reader.begin_graph,
    "nodes": _Reader.begin_list,
    "edges": _Reader.begin_list,
    "node": _Reader.begin_item,
    "edge": _Reader.begin_item,
    "hyperedge": _Reader.begin_item,
    "endpoint": _Reader.meet_endpoint,
    "spell": _Reader.meet_time,
    "key": _Reader.declare,
    "attributes": _Reader.begin_attributes,
    "attribute": _Reader.declare,
    "data": _Reader.begin_data,
    "attvalue": _Reader.meet_attvalue,
}
_ENDINGS: dict[str, Callable[[_Reader], None]] = {
    **dict.fromkeys(("node", "edge", "hyperedge"), _Reader.leave_item),
    **dict.fromkeys(("NodeLabel", "EdgeLabel"), _Reader.leave_label),
    "graph": _Reader.leave_graph,
    "default": _Reader.leave_default,
    "data": _Reader.leave_data,
}
