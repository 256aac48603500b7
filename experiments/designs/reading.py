"""Reading what a person wrote of factors: names, values each with its place, so that a wrong one is shown where it stands."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from numbers import Real
from pathlib import Path

from cogov.experiments.designs.factors import OFF, ON, Factor, laid_on_policy, laid_on_scenario
from cogov.experiments.designs.naming import Slip, siblings
from cogov.experiments.designs.schema import Design, Said
from cogov.experiments.plan import Value
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.csv_lines import Row, parse_table, plain_number
from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.names import as_written, by_titles, entry_titles, values_at
from cogov.scenarios.notes import about, tell
from cogov.scenarios.text_files import read_brought
from cogov.scenarios.words import Words

SAY = Words(__file__)

Tell = Callable[..., Problem]
"""Makes a problem of a message, at a place."""


@dataclass(frozen=True)
class Cell:
    """One value and where it was written."""

    value: Said
    tell: Tell


@dataclass(frozen=True)
class FactorColumn:
    """The values that listed points give a factor, and where its name was written."""

    name: str
    cells: tuple[Cell, ...]
    tell: Tell


def columns(design: Design) -> list[FactorColumn]:
    """Return the factors of listed points, from a CSV file or from the design itself."""
    if isinstance(design.points, str):
        path = design.folder / design.points
        if not path.exists():
            raise InputError(design.written.problem(("points",), SAY.no_file.filled(path=path)))
        return _of_table(path)
    return _of_entries(design, design.points or ())


def _of_table(path: Path) -> list[FactorColumn]:
    name = str(path)
    decoded = read_brought(path, name)
    table = parse_table(decoded.text, name)
    if not table.rows:
        raise InputError(Problem(SAY.no_points, name))
    tell(about(name, [*decoded.notes, *table.notes]))
    return [
        FactorColumn(column, _cells(table.rows, column, name), partial(Problem, file=name, line=table.line, key=column))
        for column in table.heads
    ]


def _cells(rows: Iterable[Row], column: str, file: str) -> tuple[Cell, ...]:
    return tuple(Cell(_number_or_name(row[column]), partial(Problem, file=file, line=row.line, key=column)) for row in rows)


def _number_or_name(cell: str) -> Said:
    """Read a cell: what can be read as a number is one, as on every other page."""
    number = plain_number(cell)
    return cell if math.isnan(number) else number


def _of_entries(design: Design, entries: tuple[Mapping[str, Said], ...]) -> list[FactorColumn]:
    written = design.written
    if not entries or not entries[0]:
        raise InputError(written.problem(("points",), SAY.no_points))
    names = dict.fromkeys(name for entry in entries for name in entry)
    lacking = [(place, name) for place, entry in enumerate(entries) for name in names if name not in entry]
    if lacking:
        raise InputError(written.problem(("points", place), SAY.missing.filled(name=name)) for place, name in lacking)
    return [_entry_column(design, entries, name) for name in names]


def _entry_column(design: Design, entries: tuple[Mapping[str, Said], ...], name: str) -> FactorColumn:
    at = [partial(design.written.problem, ("points", place, name)) for place in range(len(entries))]
    return FactorColumn(name, tuple(Cell(entry[name], tell) for entry, tell in zip(entries, at, strict=True)), at[0])


@dataclass(frozen=True)
class Ground:
    """What factors are checked against: their names, and a city and a policy on which their values are laid."""

    known: dict[str, Factor]
    scenario: Scenario
    policy: Policy

    def factor(self, name: str, tell: Tell) -> Factor:
        """Return the factor of a name, in which topics and kinds of desk may stand by their titles, or say which one was meant."""
        if not name.isascii():
            name = by_titles(name, entry_titles(self.scenario))
        if name not in self.known:
            slip = Slip.of(name, self.scenario)
            raise InputError(tell(slip.message, value=name, allowed=siblings(slip.name, slip.known), nearest=slip.meant))
        return self.known[name]

    def value(self, factor: Factor, cell: Cell) -> Value:
        """Read one value and lay it on the city for a try."""
        value = read(factor, cell)
        try:
            laid_on_scenario(self.scenario, {factor: value})
            laid_on_policy(self.policy, {factor: value})
        except InputError as error:
            raise InputError(retold(one, cell.tell) for one in error.problems) from None
        return value


def retold(problem: Problem, tell: Tell) -> Problem:
    """Return a problem at the place where the design caused it."""
    return tell(problem.message, value=problem.value, allowed=problem.allowed, nearest=problem.nearest)


def read(factor: Factor, cell: Cell) -> Value:
    """Return a value as a table holds it, or refuse one of the wrong sort."""
    said = cell.value
    if factor.names:
        name = {True: ON, False: OFF}[said] if isinstance(said, bool) and factor.kind == "switch" else said
        if name not in factor.names:
            names = as_written(str(said), factor.names, values_at((factor.name,)))
            raise InputError(cell.tell(SAY.no_choice, value=said, allowed=names, nearest=nearest(said, names)))
        return str(name)
    if isinstance(said, bool) or not isinstance(said, Real):
        raise InputError(cell.tell(SAY.number, value=said))
    if not math.isfinite(said):
        raise InputError(cell.tell(SAY.finite, value=said))
    if factor.kind == "whole" and not float(said).is_integer():
        raise InputError(cell.tell(SAY.whole, value=said))
    return float(said) + 0.0


def gathered[T](calls: Iterable[Callable[[], T]]) -> list[T]:
    """Return what all calls give, or refuse with the problems of all that refuse."""
    found: list[T] = []
    problems: list[Problem] = []
    for call in calls:
        try:
            found.append(call())
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return found
