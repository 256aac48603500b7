"""What a design sets in every run, and problems told at the line where it is set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from cogov.experiments.designs.naming import UNKNOWN as NO_FACTOR
from cogov.experiments.designs.naming import Slip
from cogov.experiments.designs.reading import retold
from cogov.experiments.designs.schema import Design
from cogov.model.scenario import Scenario
from cogov.scenarios.complaints import UNKNOWN
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario
from cogov.scenarios.names import entry_titles
from cogov.scenarios.settings import cause, settled
from cogov.scenarios.yaml_lines import KeyPath, dotted


def fixed(design: Design) -> dict[str, Any]:
    """Return what a design sets, by dotted path, or refuse it where it stands."""
    try:
        return settled(design.fixed)
    except InputError as error:
        raise InputError(told_at(one, design) for one in error.problems) from None


def retold_of_sets(error: InputError, design: Design, sets: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield problems, those that a setting caused at the design's own line, with what was probably meant."""
    titles = {} if all(name.isascii() for name in sets) else entry_titles(_scenario(design))
    for one in error.problems:
        name = cause(one, sets, titles)
        if name is None:
            yield one
        elif one.message == UNKNOWN:
            yield told_at(replace(one, message=NO_FACTOR, nearest=Slip.of(name, _scenario(design)).meant or one.nearest), design)
        else:
            yield told_at(one, design)


def _scenario(design: Design) -> Scenario:
    """Return the city as its file says it, without what the design sets."""
    return load_scenario(design.scenario, folder=design.folder)


def told_at(problem: Problem, design: Design) -> Problem:
    """Return a problem with a setting at the line of the design that wrote it, or wrote what it is part of."""
    return retold(problem, partial(design.written.problem, _place(problem.key, design)))


def _place(key: str, design: Design) -> KeyPath:
    """Return the key path that says a dotted one, which may stand there dotted or inside mappings; what no line says is called as it is."""
    inside = [path for path in design.written.places if path[:1] == ("set",) and dotted(path[1:]) == key]
    return inside[0] if inside else ("set", key)
