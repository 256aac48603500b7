"""What is set on the command line or in Python, beside the options that say the same, and problems told where they were set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import Reference
from cogov.scenarios.settings import cause, settled

if TYPE_CHECKING:
    from cogov.setting import Setting

PLACES = {"days": "days", "warmup": "warmup", "city.population": "population"}
"""What options say too: path -> option."""

TWICE = Text(zh="已由 --{option} 给出;只能写一处", en="also given by --{option}; it can stand in one place only")
NOTHING = Text(zh="没有可以这样设定的东西", en="there is nothing of this name to set")


def settings(sets: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is set by dotted path, or refuse it in words of the command line."""
    try:
        return settled(sets or {})
    except InputError as error:
        raise InputError(replace(one, key=f"--set {one.key}") for one in error.problems) from None


def as_options(setting: "Setting", sets: Mapping[str, Any]) -> "tuple[Setting, dict[str, Any]]":
    """Return the setting with what options could have said, and what else is set: as options, days bring a warm-up along."""
    found = {option: sets[path] for path, option in PLACES.items() if path in sets}
    if twice := [path for path, option in PLACES.items() if option in found and getattr(setting, option) is not None]:
        raise InputError(Problem(TWICE.filled(option=PLACES[path]), key=f"--set {path}") for path in twice)
    return replace(setting, **found), {path: value for path, value in sets.items() if path not in PLACES}


def told(error: InputError, sets: Mapping[str, Any], reference: Reference) -> Iterator[Problem]:
    """Yield problems, those that a setting caused in words of the command line, with what was probably meant."""
    for one in error.problems:
        name = cause(one, sets)
        yield one if name is None else _told(one, name, reference)


def _told(one: Problem, name: str, reference: Reference) -> Problem:
    from cogov.scenarios.complaints import UNKNOWN

    if one.message != UNKNOWN:
        return replace(one, key=f"--set {one.key}")
    from cogov.experiments.designs.naming import factors_of, meant
    from cogov.scenarios.loader import load_scenario

    near = meant(name, factors_of(load_scenario(reference)))
    return replace(one, message=NOTHING, key=f"--set {one.key}", nearest=near or one.nearest)
