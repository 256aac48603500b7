"""Every factor of a scenario by name, and what a mistyped one was meant to be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from cogov.experiments.designs.factors import EVERY, OFF, ON, Factor
from cogov.model.levers import LEVERS
from cogov.model.scenario import Scenario
from cogov.model.schema import OPTIONS
from cogov.model.words import Text
from cogov.scenarios.errors import nearest
from cogov.scenarios.names import entry_titles, in_chinese
from cogov.scenarios.words import Words

SAY = Words(__file__)

GOALS = ("declared", "need", "far")
NOT_VARIED = frozenset({"name", "title", "question", "source", "network", "policy", "policies"})
"""Parts of a scenario that are words, files or policies."""
MANY = (
    ("kinds", EVERY, "handlers", EVERY),
    ("topics", EVERY, "rate", EVERY),
    ("topics", EVERY, "work", "mean"),
    ("topics", EVERY, "work", "cv"),
)
"""Numbers that may be varied together: staff of all desks, how often all topics arise, how much work they are and how much that differs."""
UNKNOWN = SAY.unknown


def factors_of(scenario: Scenario) -> dict[str, Factor]:
    """Return everything that a study of this scenario may vary, levers first."""
    levers = [Factor((name,), "policy", "number") for name in LEVERS]
    parts = [Factor((name, part), "policy", "number") for name, lever in LEVERS.items() for part in lever.parts]
    many = [Factor(path, "scenario", "number") for path in MANY]
    found = [*levers, *parts, Factor(("goals",), "policy", "name", GOALS), *many, *_inside(scenario, ())]
    return {factor.name: factor for factor in found}


def _inside(part: Any, path: tuple[str, ...]) -> Iterator[Factor]:
    entries = part.items() if isinstance(part, dict) else ((name, getattr(part, name)) for name in type(part).model_fields)
    for key, value in entries:
        if not path and key in NOT_VARIED:
            continue
        here = (*path, key)
        if isinstance(value, (dict, BaseModel)):
            yield from _inside(value, here)
        elif value is not None:
            yield from _leaf(here, value, whole=isinstance(part, dict) or type(part).model_fields[key].annotation is not float)
        elif not isinstance(part, dict) and (kind := _number_to_come(type(part).model_fields[key].annotation)) is not None:
            yield Factor(here, "scenario", kind)


def _leaf(path: tuple[str, ...], value: Any, *, whole: bool) -> Iterator[Factor]:
    """Yield the factor of one value; a number with a fraction may have a whole default."""
    match value:
        case bool():
            yield Factor(path, "scenario", "switch", (ON, OFF))
        case int() if whole:
            yield Factor(path, "scenario", "whole")
        case int() | float():
            yield Factor(path, "scenario", "number")
        case str() if path[0] == "choices":
            yield Factor(path, "scenario", "name", OPTIONS[path[1]])


def _number_to_come(annotation: Any) -> Literal["number", "whole"] | None:
    """Return which numbers a field takes that has none yet, None where it takes none."""
    types = [get_args(option)[0] for option in get_args(annotation) if get_origin(option) is Annotated]
    return "number" if float in types else "whole" if int in types else None


@dataclass(frozen=True)
class Slip:
    """A name that is no factor of a scenario, and the factors: as the language in which it was written calls them."""

    name: str
    known: Mapping[str, Factor]

    @classmethod
    def of(cls, name: str, scenario: Scenario) -> "Slip":
        """Return a slip that somebody made."""
        known = factors_of(scenario)
        if name.isascii():
            return cls(name, known)
        titles = entry_titles(scenario)
        return cls(in_chinese(name, titles), {in_chinese(factor, titles): one for factor, one in known.items()})

    @property
    def message(self) -> Text:
        """What is wrong with it."""
        return SAY.group if self._is_group else UNKNOWN

    @property
    def meant(self) -> str | None:
        """The factor that was probably meant: the same last word elsewhere, or a name that is near."""
        if self._is_group:
            return None
        last = self.name.rpartition(".")[2]
        same = [factor for factor in self.known if factor.rpartition(".")[2] == last]
        return same[0] if len(same) == 1 else nearest(self.name, self.known)

    @property
    def _is_group(self) -> bool:
        return any(factor.startswith(f"{self.name}.") for factor in self.known)


def siblings(name: str, known: Mapping[str, Factor]) -> tuple[str, ...]:
    """Return the factors that begin like a mistyped one; of one that begins like none the levers, and where the others stand."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        begin = ".".join(parts[:length]) + "."
        found = tuple(factor for factor in known if factor.startswith(begin))
        if found:
            return _short(found, length)
    levers = (one for one, factor in known.items() if factor.name in LEVERS)
    groups = (f"{one.partition('.')[0]}.…" for one, factor in known.items() if factor.of == "scenario" and len(factor.path) > 1)
    return tuple(dict.fromkeys([*levers, *groups]))


def _short(names: tuple[str, ...], depth: int) -> tuple[str, ...]:
    """Name what is directly below, and the groups that lie deeper as groups."""
    short = (f"{'.'.join(name.split('.')[: depth + 1])}{'.…' if name.count('.') > depth else ''}" for name in names)
    return tuple(dict.fromkeys(short))
