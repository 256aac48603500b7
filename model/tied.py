"""A city's own governance network: its nodes, the desks that they are, and the ties between them.

In a scenario file it is named by its files (`network: {file: ties.graphml, roles: roles.csv}`, read by `network_files`); a resolved
scenario holds it as plain values.
"""

from typing import Any, Literal, Self, get_args

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cogov.model.city_facts import Level
from cogov.model.numbers import Frozen
from cogov.model.words import Text

TieKind = Literal["custom", "line", "block", "party", "bridge"]
TIE_KINDS: tuple[TieKind, ...] = get_args(TieKind)


def _also_from_files(schema: dict[str, Any]) -> None:
    """Tell an editor that a file may name two files instead of nodes and ties."""
    named = {name: {"type": "string", "description": field.description} for name, field in NetworkFiles.model_fields.items()}
    schema["properties"] |= {name: named[name] for name in ("file", "roles", "strength")}


class NetworkFiles(Frozen):
    """Where a network is written down."""

    file: str = Field(min_length=1, description="GraphML, GEXF or an edge list (.csv); its path counts from the file that says so")
    roles: str = Field(min_length=1, description="table of node, kind, level and jurisdiction (.csv)")
    strength: str | None = Field(
        default=None,
        min_length=1,
        description="edge attribute or column that is the strength of a tie; '-' none of them; else it is found by its name",
    )
    replace: bool = Field(default=True, description="whether it stands instead of the generated network, or is added to it")


class Node(Frozen):
    """A node and its role: the desks of one kind at one level, of every place or of one."""

    name: str
    kind: str
    level: Level
    jurisdiction: int | None = Field(default=None, ge=1, description="number of the village or township from 1; none: each of them")


class Tie(Frozen):
    """A tie between two nodes. Without a strength it is as strong as the city's own ties of its kind."""

    a: str
    b: str
    kind: TieKind = "custom"
    strength: float | None = Field(default=None, gt=0, le=1, allow_inf_nan=False)

    def outweighs(self, other: "Tie") -> bool:
        """Whether it counts before another with a strength of its own: the stronger, or of a kind that stands first."""
        return (self.strength or 0, -TIE_KINDS.index(self.kind)) > (other.strength or 0, -TIE_KINDS.index(other.kind))


class OwnNetwork(Frozen):
    """A governance network that a scenario brings along.

    A pair of nodes may be tied in several ways: the strongest counts, when the strengths of all are known. `notes` say what its files held
    that is not here.
    """

    model_config = ConfigDict(json_schema_extra=_also_from_files)

    replace: bool = True
    nodes: tuple[Node, ...] = Field(min_length=1)
    ties: tuple[Tie, ...] = Field(min_length=1)
    notes: tuple[Text, ...] | None = None

    @model_validator(mode="after")
    def _ties_join_two_known_nodes_once(self) -> Self:
        names = {node.name for node in self.nodes}
        if len(names) < len(self.nodes):
            raise _refused("a node stands twice", "有节点重复")
        for tie in self.ties:
            for end in (tie.a, tie.b):
                if end not in names:
                    raise _refused(f"unknown node {end!r}", f"未知节点 {end!r}", tuple(names))
            if tie.a == tie.b:
                raise _refused(f"{tie.a!r} is tied to itself", f"{tie.a!r} 与自身相连")
        ways = {(frozenset((tie.a, tie.b)), "stated" if tie.strength is not None else tie.kind) for tie in self.ties}
        if len(ways) < len(self.ties):
            raise _refused("a pair of nodes is tied twice in the same way", "有一对节点以同一方式重复相连")
        return self


def _refused(en: str, zh: str, allowed: tuple[str, ...] = ()) -> PydanticCustomError:
    return PydanticCustomError("reference", "{en}", {"zh": zh, "en": en, "allowed": list(allowed)})
