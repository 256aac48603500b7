"""The ties of a network as its file writes them, read but not yet judged.

Every node and every edge of the file is in `WrittenNetwork`, or the file is refused; what the model has no use for is named in a note.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cogov.model.words import Text
from cogov.scenarios.csv_lines import word
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

STRENGTH = ("strength", "强度", "联系强度", "连边强度", "weight", "权重", "value", "数值", "值")
"""Attributes that can be the strength of a tie, the most telling first."""
KIND = ("kind", "类别", "联系类别", "联系类型", "连边类型", "关系类型", "类型", "关系", "种类")


@dataclass(frozen=True)
class WrittenEdge:
    """An edge as written: its ends, whether it has a direction, and what else is said of it."""

    a: str
    b: str
    line: int | None
    directed: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class WrittenNetwork:
    """A network as its file writes it; `nodes` are labels by id, None for an edge list, which declares none."""

    nodes: Mapping[str, str] | None
    edges: tuple[WrittenEdge, ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Attributes:
    """Which attributes of the edges are strength and kind, None where none is, and which are not used."""

    strength: str | None
    kind: str | None
    unused: tuple[str, ...]


def attributes_of(written: WrittenNetwork, said: str | None, name: str) -> Attributes:
    """Choose the attributes that are strength and kind: `said` is the one that the scenario names as strength, `-` none of them."""
    present = list(dict.fromkeys(attribute for edge in written.edges for attribute, value in edge.attributes.items() if value))
    if said is not None and said != "-" and said not in present:
        raise InputError(Problem(SAY.no_attribute, name, value=said, allowed=tuple(present)))
    strength = _first(present, STRENGTH) if said is None else None if said == "-" else said
    kind = _first((attribute for attribute in present if attribute != strength), KIND)
    rest = tuple(attribute for attribute in present if attribute not in (strength, kind))
    return Attributes(strength, kind, rest)


def _first(present: Iterable[str], wanted: Sequence[str]) -> str | None:
    """Return the attribute that is called most like what is wanted, in any case."""
    called = {word(attribute): attribute for attribute in reversed(list(present))}
    return next((called[one] for one in wanted if one in called), None)
