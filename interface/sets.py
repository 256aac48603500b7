"""What `--set` says, of anything at its dotted path: levers and goals laid on the policies, all else on the scenario."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from cogov.model.levers import LEVERS
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

if TYPE_CHECKING:
    from cogov.experiments.designs.factors import Values
    from cogov.setting import Setting

PLACES = {"days": "days", "warmup": "warmup", "city.population": "population"}
"""What options say too: path -> option."""

TWICE = Text(zh="已由 --{option} 给出;只能写一处", en="also given by --{option}; it can stand in one place only")
NOTHING = Text(zh="没有可以这样设定的东西", en="there is nothing of this name to set")


def as_options(setting: "Setting", sets: Mapping[str, Any]) -> "Setting":
    """Return the setting with what options could have said: length and size bring along what they bring along as options."""
    found = {option: sets[path] for path, option in PLACES.items() if path in sets}
    if twice := [path for path, option in PLACES.items() if option in found and getattr(setting, option) is not None]:
        raise InputError(Problem(TWICE.filled(option=PLACES[path]), key=f"--set {path}") for path in twice)
    wholes: dict[str, Any] = {
        option: int(value) if isinstance(value, float) and value.is_integer() else value for option, value in found.items()
    }
    return replace(setting, **wholes) if found else setting


def of_levers(sets: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said of levers and their parts."""
    return {name: value for name, value in sets.items() if name.partition(".")[0] in LEVERS}


def laid_on(scenario: Scenario, sets: Mapping[str, Any]) -> "tuple[Scenario, Values]":
    """Return the scenario with what is said of it, and what is to be laid on policies beside levers."""
    others = {name: value for name, value in sets.items() if name not in PLACES and name not in of_levers(sets)}
    if not others:
        return scenario, {}
    from cogov.experiments.designs.factors import laid_on_scenario
    from cogov.experiments.designs.naming import factors_of
    from cogov.experiments.designs.reading import Ground, gathered, retold
    from cogov.experiments.designs.said import Cell

    ground = Ground(factors_of(scenario), scenario, scenario.base_policy())
    factors = gathered(partial(ground.factor, name, partial(_problem, name)) for name in others)
    cells = [Cell(value, partial(_problem, name)) for name, value in others.items()]
    values = gathered(partial(ground.value, factor, cell) for factor, cell in zip(factors, cells, strict=True))
    laid = dict(zip(factors, values, strict=True))
    try:
        return laid_on_scenario(scenario, laid), laid
    except InputError as error:
        raise InputError(retold(one, partial(_problem, ", ".join(others))) for one in error.problems) from None


def _problem(name: str, message: Text, **said: Any) -> Problem:
    from cogov.experiments.designs.naming import UNKNOWN

    return Problem(NOTHING if message == UNKNOWN else message, key=f"--set {name}", **said)
