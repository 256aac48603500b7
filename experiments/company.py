"""Companies of runs: which may be lived through in one pass, and how many, by what they take of time and of memory.

A run leaves in company what it leaves alone, so no result hangs on any number here. Seconds are those of benchmarks/twins.py, bytes those of
docs/performance.md; of a company of 24 to 60 small cities the peak was .96 to 1.02 times what is reckoned here, of larger cities .6 to 1.05 times.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel

from cogov.model.costs import YEAR
from cogov.model.scenario import Scenario
from cogov.scenarios.county import matters

MOST_TOGETHER = 60
"""In a company; beyond that runs share nothing more that counts."""

# -- time ---------------------------------------------------------------------------------------------------------------------------

COMPANY_SECONDS = 9.0
"""What a company of runs may take: a kill, or a run in it that fails, loses no more."""
DAY_SECONDS, RUN_SECONDS, RESIDENT_SECONDS = 0.004, 0.05, 32e-9
"""What a day takes however few live in it; what building and measuring take a run; what each resident takes a day."""

# -- memory -------------------------------------------------------------------------------------------------------------------------

PROCESS_BYTES = 140e6
"""What a process takes before its first run."""
RUN_BYTES, RUN_DAY_BYTES, RESIDENT_BYTES, MATTER_BYTES = 1e6, 2e3, 612.0, 1367.0
"""What a city takes however small, each of its days, each resident and each matter that arises."""


def most_together(scenario: Scenario, memory: float = math.inf) -> int:
    """Return how many runs of a scenario are lived through in one pass by a process that may take so many bytes.

    None but one where that is all that fits, or where a rule of somebody's own knows only one city.
    """
    if not all(getattr(rule, "twins", False) for rule in scenario.day):
        return 1
    return max(1, int(min(MOST_TOGETHER, _in_time(scenario), _in_memory(scenario, memory))))


def may_differ(scenario: Scenario, path: Sequence[str]) -> bool:
    """Say whether runs that are lived through together may differ in a setting of the scenario, by its dotted path.

    Words, policies and what only values what happened may always differ. So may numbers of rules, but for those that all share
    (`Numbers.shared`), the staff of desks, how often matters arise and what they are like (`topics.Nature`), unless a rule of somebody's own
    is in the day: it reads them as the same for everybody.
    """
    match path:
        case ("name" | "title" | "question" | "source" | "policy" | "policies" | "costs" | "weights", *_):
            return True
        case _ if not all(rule.__module__.startswith("cogov.model.") for rule in scenario.day):
            return False
        case ("parameters", block, name):
            return name not in getattr(scenario.parameters, block).shared
        case ("kinds", _, "handlers", _) | ("composite_share",):
            return True
        case ("topics", _, name, *_):
            return name in ("rate", "work", "ambiguity", "collective", "visibility", "declared_priority", "title", "source")
    return False


def alike(one: Scenario, other: Scenario) -> bool:
    """Say whether runs of two scenarios may be lived through together: they have the same rules, and may differ in all in which they do."""
    return one is other or (one.day == other.day and all(may_differ(one, path) for path in _differences(one, other)))


def _differences(one: Any, other: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the paths at which two scenarios, or parts of them, differ; of parts with other entries, or in another order, that of the whole."""
    if one is other:
        return
    if isinstance(one, BaseModel) and type(one) is type(other):
        one, other = ({name: getattr(part, name) for name in type(part).model_fields} for part in (one, other))
    if isinstance(one, dict) and isinstance(other, dict) and list(one) == list(other):
        for name in one:
            yield from _differences(one[name], other[name], (*path, name))
    elif one != other or (isinstance(one, dict) and list(one) != list(other)):
        yield path


def bytes_alone(scenario: Scenario) -> float:
    """Return the bytes of a process that lives through one run of a scenario."""
    return PROCESS_BYTES + _bytes_a_run(scenario)


def _in_time(scenario: Scenario) -> float:
    each = RUN_SECONDS + scenario.days * RESIDENT_SECONDS * scenario.city.population
    return (COMPANY_SECONDS - scenario.days * DAY_SECONDS) / each


def _in_memory(scenario: Scenario, memory: float) -> float:
    return (memory - PROCESS_BYTES) / _bytes_a_run(scenario)


def _bytes_a_run(scenario: Scenario) -> float:
    residents, days = scenario.city.population, scenario.days
    arise = matters(scenario, scenario.city.urban_share) * residents / 1000 * days / YEAR
    return RUN_BYTES + RUN_DAY_BYTES * days + RESIDENT_BYTES * residents + MATTER_BYTES * arise
