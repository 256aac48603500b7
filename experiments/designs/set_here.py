"""What a design sets in every run, and problems told at the line where it is set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from cogov.experiments.designs.naming import UNKNOWN as NO_FACTOR
from cogov.experiments.designs.naming import factors_of, meant
from cogov.experiments.designs.reading import retold
from cogov.experiments.designs.schema import Design
from cogov.scenarios.complaints import UNKNOWN
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import find_scenario
from cogov.scenarios.loader import load_scenario
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
    for one in error.problems:
        name = cause(one, sets)
        if name is None:
            yield one
        elif one.message == UNKNOWN:
            source = find_scenario(design.scenario, design.folder)
            known = factors_of(load_scenario(source.name if source.in_library else source.path))
            yield told_at(replace(one, message=NO_FACTOR, nearest=meant(name, known) or one.nearest), design)
        else:
            yield told_at(one, design)


def told_at(problem: Problem, design: Design) -> Problem:
    """Return a problem with a setting at the line of the design that wrote it, or wrote what it is part of."""
    return retold(problem, partial(design.written.problem, _place(problem.key, design)))


def _place(key: str, design: Design) -> KeyPath:
    """Return the key path that says a dotted one, which may stand there dotted or inside mappings; what no line says is called as it is."""
    inside = [path for path in design.written.places if path[:1] == ("set",) and dotted(path[1:]) == key]
    return inside[0] if inside else ("set", key)
