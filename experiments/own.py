"""What a researcher declared: rules, levers and indicators of their own. How they count in a run's name, travel to workers, stand in a manifest.

A manifest keeps what is declared and, as text, the files of rules that did it: to read a folder runs nobody's code. A rule that is read there
and is not declared in this process lets its city be looked at and not lived in, until somebody says that the code may run (`run_kept`).
"""

import hashlib
import inspect
import math
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from textwrap import dedent
from typing import Any

from pydantic import Field, TypeAdapter, create_model

from cogov.experiments.identity import LENGTH, what_is_done
from cogov.model import levers as lever_room
from cogov.model.day import DAY
from cogov.model.indicators import INDICATORS, Indicator, add_indicator, catalogue
from cogov.model.levers import LEVERS, Lever
from cogov.model.numbers import Number, Numbers
from cogov.model.rule import DECLARED, Doing, Rule, name_of
from cogov.model.scenario import add_lever
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.own_rules import module_of
from cogov.scenarios.words import Words

SAY = Words(__file__)

READ: list[Lever | Indicator] = []
"""Levers and indicators that only a manifest declared: their words are known here, and no run of this process has them."""
DECLARED_THERE: dict[str, Doing] = {}
"""Functions of the files that a manifest kept and somebody let run, by name."""
PLAIN = (bool, int, float, str, tuple, type(None))


@dataclass(frozen=True)
class Own:
    """Levers and indicators that are not the model's: they go along with an experiment to wherever it is lived through."""

    levers: tuple[Lever, ...]
    indicators: tuple[Indicator, ...]

    @classmethod
    def here(cls) -> "Own":
        """Return those that are declared in this process."""
        levers, indicators = {one.name for one in lever_room.BUILT_IN}, {one.name for one in catalogue.BUILT_IN}
        return cls(
            tuple(one for name, one in LEVERS.items() if name not in levers and not _is_read(one)),
            tuple(one for name, one in INDICATORS.items() if name not in indicators and not _is_read(one)),
        )

    def declare(self) -> None:
        """Declare them in this process too."""
        for lever in self.levers:
            if LEVERS.get(lever.name) != lever:
                add_lever(lever)
        for one in self.indicators:
            if not _is_here(one):
                add_indicator(one)


def _is_here(one: Indicator) -> bool:
    there = INDICATORS.get(one.name)
    return there is not None and getattr(_function(there)[1], "__code__", None) == getattr(_function(one)[1], "__code__", there)


def _is_read(one: Lever | Indicator) -> bool:
    """Say whether only a manifest declared this one; the same said again by a program is another."""
    return any(one is read for read in READ)


def only_read() -> set[str]:
    """Return the names of levers and indicators that are known from a manifest only."""
    return {name for table in (LEVERS, INDICATORS) for name, one in table.items() if _is_read(one)}


# -- what counts in a run's name ----------------------------------------------------------------------------------------------------


def described(day: Sequence[Doing]) -> dict[str, Any]:
    """Return what decides results beside the model: the day where it is another, what its own rules and indicators do; nothing elsewhere."""
    indicators = {one.name: code_of(_function(one)[1]) for one in Own.here().indicators}
    own = {name_of(one): code_of(one) for one in day if one not in DAY}
    if not indicators and tuple(day or DAY) == DAY:
        return {}
    return {"own": {"day": [name_of(one) for one in day or DAY], "rules": own, "indicators": indicators}}


def code_of(what: Any) -> str:
    """Return a hash of what a function of somebody's own does.

    It covers all of its module or, where that is a script or a notebook, what of it is called.
    """
    function = _function_of(what)
    module = inspect.getmodule(function)
    if module is not None and module.__name__ != "__main__":
        return _hash(what_is_done(getattr(module, "__source__", None) or inspect.getsource(module)))
    return _hash("\n".join(_called(function, {}).values()))


def _function_of(what: Any) -> Any:
    function = inspect.unwrap(what.function if isinstance(what, Rule) else what)
    if isinstance(function, partial):
        function = function.func
    return function if inspect.isfunction(function) else type(function).__call__


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def _called(function: Any, found: dict[str, str]) -> dict[str, str]:
    """Gather the texts of a function and of what it calls beside it, and the constants that it reads."""
    if function.__qualname__ in found:
        return found
    found[function.__qualname__] = _text(function)
    for name in _names(function.__code__):
        value = function.__globals__.get(name)
        for one in _functions(value, function.__module__):
            _called(one, found)
        if isinstance(value, PLAIN) and name in function.__globals__:
            found[name] = f"{name} = {value!r}"
    return found


def _names(code: types.CodeType) -> Iterator[str]:
    """Yield the names that code looks up, that of functions inside included."""
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _names(inner)


def _functions(value: Any, module: str) -> Iterator[Any]:
    if isinstance(value, Rule):
        value = value.function
    if getattr(value, "__module__", None) != module:
        return
    if inspect.isfunction(value):
        yield value
    elif isinstance(value, type):
        yield from (one for one in vars(value).values() if inspect.isfunction(one) and one.__module__ == module)


def _text(function: Any) -> str:
    try:
        return what_is_done(dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # typed where no text is kept, or a lambda in the middle of a statement
        return repr((function.__code__.co_code, [one for one in function.__code__.co_consts if isinstance(one, PLAIN)]))


# -- what stands in a manifest ------------------------------------------------------------------------------------------------------


def kept(day: Sequence[Doing]) -> dict[str, Any]:
    """Return what a manifest keeps of a day and of what else is declared, as plain values; nothing where all is the model's."""
    own = Own.here()
    if not (own.levers or own.indicators) and tuple(day or DAY) == DAY:
        return {}
    rules = [one for one in day or DAY if one not in DAY]
    functions = {name_of(one): _function_of(one) for one in rules} | {one.name: _function(one)[1] for one in own.indicators}
    texts = {name: _file_of(function) for name, function in functions.items()}
    return {
        "own": {
            "day": [name_of(one) for one in day or DAY],
            "rules": [_rule_kept(one) for one in rules],
            "levers": [TypeAdapter(Lever).dump_python(one, mode="json") for one in own.levers],
            "indicators": [_indicator_kept(one) for one in own.indicators],
            "files": dict(file for file in texts.values() if file is not None),
            "elsewhere": [name for name, file in texts.items() if file is None],
        }
    }


def _file_of(function: Any) -> tuple[str, str] | None:
    """Return the file of rules in which a function stands, and its text; None of what stands in a script, a notebook or a package."""
    module = inspect.getmodule(function)
    text = getattr(module, "__source__", None)
    return None if module is None or text is None else (Path(str(module.__file__)).as_posix(), text)


def brings_code(day: Sequence[Doing]) -> bool:
    """Say whether rules of a day come from files of rules."""
    return any(_file_of(_function_of(one)) is not None for one in day if one not in DAY)


def typed_day(day: Sequence[Doing]) -> str | None:
    """Return how a day is named, rules of one's own by their files; None where nothing is named, or a rule stands in no file of rules."""
    own = day[len(DAY) :] if tuple(day[: len(DAY)]) == DAY else day
    names = [name_of(one) if one in DAY else _named_in_its_file(one) for one in own]
    return ",".join(name for name in names if name) if names and all(names) else None


def _named_in_its_file(one: Doing) -> str | None:
    function = _function_of(one)
    file = _file_of(function)
    return file and next((f"{file[0]}:{name}" for name, value in vars(inspect.getmodule(function)).items() if value is one), None)


def _rule_kept(one: Doing) -> dict[str, Any]:
    said = {"name": name_of(one), "code": code_of(one)}
    if not isinstance(one, Rule):
        return said
    numbers = {
        name: {"default": field.default, "meaning": field.description, **dict(field.json_schema_extra or {})}
        for name, field in one.numbers.model_fields.items()
    }
    return said | {"says": one.says.as_mapping(), "writes": list(one.writes), "about": one.numbers.__doc__, "numbers": numbers}


def _function(one: Indicator) -> tuple[str, Callable[..., float]]:
    named = {field.name: getattr(one, field.name) for field in fields(one) if field.name.startswith("of_")}
    return next((name, function) for name, function in named.items() if function is not None)


def _indicator_kept(one: Indicator) -> dict[str, Any]:
    plain = {field.name: getattr(one, field.name) for field in fields(one) if not callable(getattr(one, field.name))}
    government = one.title_of_government
    return {**plain, "title_of_government": government and government.as_mapping(), "groups": list(one.groups), "by": _function(one)[0]}


def run_kept(own: Mapping[str, Any]) -> None:
    """Run the files of rules that a manifest keeps: what they declare is declared here from then on."""
    for name, text in own.get("files", {}).items():
        module = module_of(text, Path(name), partial(Problem, key="design.own.files"))
        DECLARED_THERE.update({name_of(value): value for value in vars(module).values() if callable(value)})
    READ[:] = [one for one in READ if one.name not in {said["name"] for kind in ("levers", "indicators") for said in own.get(kind, ())}]


def refuse_elsewhere(own: Mapping[str, Any]) -> None:
    """Refuse to live through what rests on code that is not in this process: kept in the folder and not asked to run, or kept nowhere."""
    if not (names := _elsewhere(own)):
        return
    files = own.get("files", {})
    if files and not set(names) & set(own.get("elsewhere", ())):
        raise InputError(Problem(SAY.kept_code.filled(names=", ".join(names), files=", ".join(files))))
    raise InputError(Problem(SAY.elsewhere, value=", ".join(names)))


def _elsewhere(own: Mapping[str, Any]) -> list[str]:
    """Return the rules and indicators that a manifest keeps and this process does not have as they were."""
    rules = [said["name"] for said in own.get("rules", ()) if _rule_here(said) is None]
    here = {one.name for one in Own.here().indicators}
    return [*rules, *(said["name"] for said in own.get("indicators", ()) if said["name"] not in here)]


def _rule_here(said: Mapping[str, Any]) -> Doing | None:
    found = (table.get(said["name"]) for table in (DECLARED_THERE, DECLARED))
    return next((one for one in found if one is not None and code_of(one) == said["code"]), None)


def restored(own: Mapping[str, Any]) -> tuple[Doing, ...]:
    """Declare what a manifest keeps, where it is not declared in this process, and return its day."""
    for said in own.get("levers", ()):
        if said["name"] not in LEVERS:
            READ.append(lever := TypeAdapter(Lever).validate_python(said))
            add_lever(lever)
    for said in own.get("indicators", ()):
        if said["name"] not in INDICATORS:
            READ.append(indicator := _indicator_read(said))
            add_indicator(indicator)
    known: dict[str, Doing] = {one.__name__: one for one in DAY}
    known |= {said["name"]: _rule_read(said) for said in own.get("rules", ())}
    return tuple(known[name] for name in own.get("day", ())) or DAY


def _indicator_read(said: Mapping[str, Any]) -> Indicator:
    government = said["title_of_government"]
    rest: dict[str, Any] = {name: value for name, value in said.items() if name not in ("by", "groups", "title_of_government")}
    rest[said["by"]] = _unmeasured
    words = None if government is None else Text(**government)
    return Indicator(**rest, groups=tuple(said["groups"]), title_of_government=words)


def _rule_read(said: Mapping[str, Any]) -> Doing:
    if (here := _rule_here(said)) is not None:
        return here
    entries: dict[str, Any] = {
        name: (Number if type(one["default"]) is float else type(one["default"]), Field(default=one["default"], description=one["meaning"]))
        for name, one in said.get("numbers", {}).items()
    }
    numbers = create_model(said["name"].title(), __base__=Numbers, __doc__=said.get("about"), **entries)
    function: Any = types.FunctionType(_is_elsewhere.__code__, globals(), said["name"])
    return Rule(function, numbers, " ".join(said.get("writes", ())), Text(**said.get("says", {"zh": "", "en": ""})))


def _is_elsewhere(*_: Any) -> None:
    raise InputError(Problem(SAY.elsewhere))


def _unmeasured(_: Any) -> float:
    return math.nan
