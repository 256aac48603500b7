"""The roles of a network's nodes: a small table that says which desks each of them is.

Columns: node, kind (a kind of desk of the scenario, `-` leaves the node out), level, and jurisdiction where the node is the desk of
one village or township (numbered from 1) and not of each of them. Nodes are called by their ids or their labels; kinds and levels by
their names in the scenario or their words in Chinese or English.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cogov.model.city_facts import Kind
from cogov.model.tied import Node
from cogov.model.words import Text
from cogov.scenarios.csv_lines import CsvTable, Row, parse_table, word
from cogov.scenarios.errors import Problem, Suggestions, nearest
from cogov.scenarios.words import Words

SAY = Words(__file__)

LEFT_OUT = "-"
NODE = ("node", "节点", "节点名称", "机构", "机构名称", "单位", "单位名称", "部门", "部门名称", "名称", "name", "id", "label", "标签")
KIND = ("kind", "类别", "机构类别", "部门类别", "机构类型", "类型", "种类")
LEVEL = ("level", "层级", "级别", "层次")
JURISDICTION = ("jurisdiction", "辖区", "辖区编号", "属地", "编号")
LEVEL_WORDS = {
    "village": ("village", "村", "村级", "社区", "村居", "村/社区", "村(社区)", "community"),
    "township": ("township", "乡", "镇", "乡镇", "乡级", "镇级", "乡镇级", "街道", "镇街", "乡镇/街道", "乡镇(街道)", "sub-district"),
    "city": ("city", "市", "县", "区", "市级", "县级", "区级", "县市", "县(市)", "县级市", "county"),
}


@dataclass(frozen=True)
class Desks:
    """What a scenario's city offers to a table of roles."""

    kinds: Mapping[str, Kind]
    townships: int

    def kind(self, said: str) -> str:
        """Return the kind of desk that a cell names, by its name or its title; the cell itself if none is called so."""
        titles = {word(title): name for name, kind in self.kinds.items() for title in (kind.title.en, kind.title.zh, name)}
        return titles.get(word(said), said)


@dataclass(frozen=True)
class Roles:
    """The role of each node by its id, None where it is left out."""

    of: Mapping[str, Node | None]
    problems: list[Problem]
    notes: tuple[Text, ...]


def parse_roles(text: str, name: str, desks: Desks, nodes: Mapping[str, str] | None) -> Roles:
    """Read the role of every node; `nodes` are the labels of the network's nodes by id, if it declares any."""
    table = parse_table(text, name, {"node": NODE, "kind": KIND, "level": LEVEL}, {"jurisdiction": JURISDICTION})
    ids = _Ids(nodes, {row["node"] for row in table.rows})
    roles: dict[str, Node | None] = {}
    problems: list[Problem] = []
    for row in table.rows:
        said = _Role(row, desks)
        wrong = [*_wrong_node(row, name, roles, ids), *_wrong_role(said, name, desks)]
        problems.extend(wrong)
        roles.setdefault(ids.of(row["node"]), None if wrong or said.left_out else said.node())
    return Roles(roles, problems, (*table.notes, *_notes(table, ids)))


def _notes(table: CsvTable, ids: "_Ids") -> Iterator[Text]:
    if table.unused:
        yield SAY.unused.filled(columns=", ".join(table.unused))
    if ids.are_both:
        yield SAY.both


class _Ids:
    """Finds the node that a name in the table means: by id, or by label where the names are no ids."""

    def __init__(self, nodes: Mapping[str, str] | None, names: set[str]) -> None:
        self.nodes = nodes
        self.by_label: dict[str, list[str]] = {}
        for node, label in (nodes or {}).items():
            self.by_label.setdefault(label, []).append(node)
        self.by_label.pop("", None)
        ids_only = nodes is None or names <= nodes.keys()
        labels_only = names <= self.by_label.keys()
        self.label_first = labels_only and not ids_only
        self.are_both = ids_only and labels_only and any(self.by_label[one] != [one] for one in names)
        self.suggested = Suggestions([*(nodes or {}), *self.by_label])

    def of(self, name: str) -> str:
        """Return the id of the node that is called so; the name itself where there is none, or more than one."""
        if self.nodes is None or (name in self.nodes and not self.label_first):
            return name
        return self.by_label[name][0] if self.shared(name) == [] and name in self.by_label else name

    def shared(self, name: str) -> list[str]:
        """Return the ids that share the label, if several do."""
        named = self.by_label.get(name, [])
        return named if len(named) > 1 and (self.label_first or name not in (self.nodes or {})) else []


@dataclass(frozen=True)
class _Role:
    """What a row says, in the scenario's own words."""

    row: Row
    desks: Desks

    @property
    def left_out(self) -> bool:
        return bool(self.row["kind"]) and not self.row.said("kind")

    @property
    def kind(self) -> str:
        return self.desks.kind(self.row["kind"])

    @property
    def level(self) -> str:
        said = word(self.row["level"])
        return next((level for level, words in LEVEL_WORDS.items() if said in words), self.row["level"])

    @property
    def place(self) -> str:
        return self.row.said("jurisdiction")

    def node(self) -> Node:
        values: Any = {"name": self.row["node"], "kind": self.kind, "level": self.level}
        return Node(**values, jurisdiction=_whole(self.place) if self.place else None)


def _whole(said: str) -> int:
    """Return the number that a cell holds, 0 for what is none; a spreadsheet may write 3 as 3.0."""
    plain = word(said).removesuffix(".0")
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else 0


def _wrong_node(row: Row, name: str, roles: Mapping[str, Node | None], ids: _Ids) -> Iterator[Problem]:
    node = row["node"]
    if not node:
        yield Problem(SAY.no_node, name, row.line)
    elif ids.of(node) in roles:
        yield Problem(SAY.twice, name, row.line, node)
    elif shared := ids.shared(node):
        yield Problem(SAY.shared, name, row.line, node, allowed=tuple(shared[:5]))
    elif ids.nodes is not None and ids.of(node) not in ids.nodes:
        yield Problem(SAY.stranger, name, row.line, node, nearest=ids.suggested(node))


def _wrong_role(said: _Role, name: str, desks: Desks) -> Iterator[Problem]:
    if said.left_out:
        return
    row, kind, level = said.row, said.kind, said.level
    if kind not in desks.kinds:
        yield Problem(SAY.kind, name, row.line, row["node"], kind, (*desks.kinds, LEFT_OUT), nearest(kind, desks.kinds))
    if level not in LEVEL_WORDS:
        yield Problem(SAY.level, name, row.line, row["node"], level, tuple(LEVEL_WORDS), nearest(level, LEVEL_WORDS))
    elif kind in desks.kinds and level not in desks.kinds[kind].handlers:
        yield Problem(SAY.not_there, name, row.line, row["node"], level, tuple(desks.kinds[kind].handlers))
    elif said.place:
        yield from _wrong_place(said, name, desks)


def _wrong_place(said: _Role, name: str, desks: Desks) -> Iterator[Problem]:
    row = said.row
    if said.level == "city":
        yield Problem(SAY.no_place, name, row.line, row["node"], said.place)
        return
    number = _whole(said.place)
    last = desks.townships if said.level == "township" else None
    if number < 1 or (last is not None and number > last):
        yield Problem(SAY.place, name, row.line, row["node"], said.place, (f"1 – {last}" if last else "≥ 1",))
