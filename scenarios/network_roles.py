"""The roles of a network's nodes: a small table that says which desks each of them is.

Columns: node, kind (a kind of desk of the scenario, `-` leaves the node out), level, and jurisdiction where the node is the desk of
one village or township (numbered from 1) and not of each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cogov.scenarios.city import Kind
from cogov.scenarios.csv_lines import Row, parse_table
from cogov.scenarios.errors import Problem, nearest
from cogov.scenarios.network import Node
from cogov.scenarios.words import Text

LEFT_OUT = "-"
_NO_NODE = Text(zh="缺少节点名称", en="the node has no name")
_TWICE = Text(zh="这个节点在表中重复", en="this node stands twice in the table")
_KIND = Text(zh="没有这类机构", en="unknown kind of desk")
_LEVEL = Text(zh="没有这个层级", en="unknown level")
_NOT_THERE = Text(zh="这类机构在该层级没有办公点", en="this kind has no desk at this level")
_PLACE = Text(zh="应为从 1 起的编号", en="must be a number from 1")
_NO_PLACE = Text(zh="全市只有一处,此格请留空", en="the city is one place; leave this empty")
_STRANGER = Text(zh="网络中没有这个节点", en="the network has no such node")
_LEVELS = ("village", "township", "city")


@dataclass(frozen=True)
class Desks:
    """What a scenario's city offers to a table of roles."""

    kinds: Mapping[str, Kind]
    townships: int


def parse_roles(text: str, name: str, desks: Desks, known: Sequence[str] | None) -> tuple[dict[str, Node | None], list[Problem]]:
    """Read the role of every node, None where it is left out; `known` are the network's nodes if it declares them."""
    rows = parse_table(text, name, ("node", "kind", "level"), ("jurisdiction",))
    roles: dict[str, Node | None] = {}
    problems: list[Problem] = []
    for row in rows:
        wrong = [*_wrong_node(row, name, roles, known), *_wrong_role(row, name, desks)]
        problems.extend(wrong)
        roles.setdefault(row["node"], None if wrong or row["kind"] == LEFT_OUT else _node(row))
    return roles, problems


def _node(row: Row) -> Node:
    place = row["jurisdiction"]
    values: Any = {"name": row["node"], "kind": row["kind"], "level": row["level"], "jurisdiction": int(place) if place else None}
    return Node(**values)


def _wrong_node(row: Row, name: str, roles: Mapping[str, Node | None], known: Sequence[str] | None) -> Iterator[Problem]:
    node = row["node"]
    if not node:
        yield Problem(_NO_NODE, name, row.line)
    elif node in roles:
        yield Problem(_TWICE, name, row.line, node)
    elif known is not None and node not in known:
        yield Problem(_STRANGER, name, row.line, node, nearest=nearest(node, known))


def _wrong_role(row: Row, name: str, desks: Desks) -> Iterator[Problem]:
    kind, level = row["kind"], row["level"]
    if kind == LEFT_OUT:
        return
    if kind not in desks.kinds:
        yield Problem(_KIND, name, row.line, row["node"], kind, (*desks.kinds, LEFT_OUT), nearest(kind, desks.kinds))
    if level not in _LEVELS:
        yield Problem(_LEVEL, name, row.line, row["node"], level, _LEVELS, nearest(level, _LEVELS))
    elif kind in desks.kinds and level not in desks.kinds[kind].handlers:
        yield Problem(_NOT_THERE, name, row.line, row["node"], level, tuple(desks.kinds[kind].handlers))
    elif row["jurisdiction"]:
        yield from _wrong_place(row, name, desks)


def _wrong_place(row: Row, name: str, desks: Desks) -> Iterator[Problem]:
    place = row["jurisdiction"]
    if row["level"] == "city":
        yield Problem(_NO_PLACE, name, row.line, row["node"], place)
        return
    number = int(place) if place.isascii() and place.isdigit() and len(place) < 10 else 0
    last = desks.townships if row["level"] == "township" else None
    if number < 1 or (last is not None and number > last):
        yield Problem(_PLACE, name, row.line, row["node"], place, (f"1 – {last}" if last else "≥ 1",))
