"""Translates what pydantic finds wrong into problems that name file, line, key, what is allowed and what was meant."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cogov.model.words import Text
from cogov.scenarios.allowed import allowed_keys, allowed_range, belongs_in
from cogov.scenarios.errors import NOTHING, InputError, Problem, nearest
from cogov.scenarios.names import as_written, indicator_titles, labels_at, titles_in, values_at
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, dotted

SAY = Words(__file__)

MISSING = SAY.missing
UNKNOWN = SAY.unknown
_TOO_FEW = {"zh": "项数太少", "en": "has too few entries", "allowed": ["≥ 1"]}

_WANTED = {
    "float": SAY.a_number,
    "int": SAY.a_whole_number,
    "string": SAY.a_text,
    "bool": SAY.a_switch,
    "dict": SAY.mapping,
    "mapping": SAY.mapping,
    "model": SAY.mapping,
    "dataclass": SAY.mapping,
    "list": SAY.list,
    "tuple": SAY.list,
    "set": SAY.list,
}
"""What a wrong type should have been, by the first word of pydantic's error."""
_TYPE_ERRORS = ("type", "parsing", "from_float", "attributes_type", "parsing_size")


def validated[M: BaseModel](model: type[M], written: Written) -> M:
    """Build a model from what a file says: no number from a word, none from on or off."""
    try:
        return model.model_validate_json(json.dumps(written.values, default=_plain), strict=True)
    except ValidationError as error:
        raise InputError(problems(error, model, written)) from None


def _plain(value: Any) -> Any:
    """Accept numbers that come from an array; show anything else as the text that it is not allowed to be."""
    return value.item() if hasattr(value, "item") else str(value)


def problems(error: ValidationError, model: type[BaseModel], written: Written) -> list[Problem]:
    """Return all problems, each place once: what is said deeper inside is said more exactly."""
    found: dict[KeyPath, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        found.setdefault(_key_path(detail, written.values), []).append(detail)
    outer = {path[:length] for path in found for length in range(len(path))}
    exact = {path: details for path, details in found.items() if path not in outer or _stands_alone(details)}
    return [_problem(path, details, model, written) for path, details in exact.items()]


def _key_path(detail: ErrorDetails, values: Any) -> KeyPath:
    """Keep of pydantic's location what stands in the file: it also names union members and validators."""
    path: KeyPath = ()
    for part in detail["loc"]:
        if part in (values if isinstance(values, dict) else range(len(values)) if isinstance(values, list) else ()):
            values, path = values[part], (*path, part)
    return (*path, detail["loc"][-1]) if detail["type"] == "missing" else path


def _stands_alone(details: list[ErrorDetails]) -> bool:
    """Whether it is more than the echo of what is wrong deeper inside."""
    telling = _telling(details)
    return telling is not None and telling["type"] != "too_short"


def _telling(details: list[ErrorDetails]) -> ErrorDetails | None:
    """Of several complaints about one value, prefer one that says more than "wrong type"."""
    return next((detail for detail in details if _wanted(detail) is None), None)


def _wanted(detail: ErrorDetails) -> Text | None:
    first, _, rest = detail["type"].partition("_")
    return _WANTED.get(first) if rest in _TYPE_ERRORS else None


def _problem(path: KeyPath, details: list[ErrorDetails], model: type[BaseModel], written: Written) -> Problem:
    telling = _telling(details)
    if telling is None:
        return written.problem(path, _wrong_type(details), value=_scalar(details[0]["input"]))
    match telling["type"]:
        case "missing":
            return _missing(path, written)
        case "extra_forbidden" | "unexpected_keyword_argument":
            return _unknown_key(path, allowed_keys(model, path[:-1]), written, model)
        case "literal_error" | "enum":
            return _none_of_the_choices(path, telling, written)
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return written.problem(path, SAY.out_of_range, value=telling["input"], allowed=allowed_range(model, path))
    return _told(path, telling, written)


def _missing(path: KeyPath, written: Written) -> Problem:
    """Call a key that nobody wrote as what it is missing from is called."""
    problem = written.problem(path, MISSING)
    above = problem.called.rpartition(".")[0]
    return replace(problem, called=f"{above}.{as_written(above, [str(path[-1])], labels_at(path[:-1]))[0]}") if above else problem


def _wrong_type(details: list[ErrorDetails]) -> Text:
    wanted = list(dict.fromkeys(_WANTED[detail["type"].partition("_")[0]] for detail in details))
    needed = SAY.alternatives.join(wanted)
    value = details[0]["input"]
    if value is None:
        return SAY.is_empty.filled(needed=needed)
    if isinstance(value, dict):
        return SAY.is_mapping.filled(needed=needed)
    if isinstance(value, list):
        return SAY.is_list.filled(needed=needed)
    return SAY.needs.filled(needed=needed)


def _scalar(value: object) -> object:
    return NOTHING if value is None or isinstance(value, (dict, list)) else value


def _unknown_key(path: KeyPath, names: tuple[str, ...], written: Written, model: type[BaseModel] | None = None) -> Problem:
    key = str(path[-1])
    elsewhere = belongs_in(model, key) if model is not None and len(path) == 1 else None
    names = as_written(key, names, labels_at(path[:-1]))
    return written.problem(path, UNKNOWN, allowed=names, nearest=elsewhere or nearest(key, names))


def _none_of_the_choices(path: KeyPath, detail: ErrorDetails, written: Written) -> Problem:
    names = tuple(re.findall(r"'([^']*)'", str(detail.get("ctx", {}).get("expected", ""))))
    if detail["loc"][-1] == "[key]":
        return _unknown_key(path, names, written)
    value = detail["input"]
    names = as_written(str(value), names, values_at(path))
    near = nearest(value, names) if isinstance(value, str) else None
    return written.problem(path, SAY.not_a_choice, value=_scalar(value), allowed=names, nearest=near)


def _told(path: KeyPath, detail: ErrorDetails, written: Written) -> Problem:
    """Pass on what a validator of the schema says; its text leads to the place: a key in front, a word in quotes."""
    told: Mapping[str, Any] = _TOO_FEW if detail["type"] == "too_short" else detail.get("ctx", {})
    english = str(told.get("en", detail["msg"].removeprefix("Value error, ")))
    chinese = str(told.get("zh", f"不符合要求：{english}"))
    allowed = tuple(str(name) for name in told.get("allowed", ()))
    quoted = re.search(r"'([^']+)'", english)
    if quoted:
        allowed = as_written(quoted.group(1), allowed, titles_in(written.values)["kinds"] | indicator_titles())
    near = nearest(quoted.group(1), allowed) if quoted else None
    where = _where_written(path, quoted.group(1) if quoted else None, written, english)
    message = Text(zh=_without_key(chinese, where), en=_without_key(english, where))
    return written.problem(where, message, value=_scalar(detail["input"]), allowed=allowed, nearest=near)


def _without_key(message: str, where: KeyPath) -> str:
    """Drop a key in front of a message that stands in the place already."""
    key, *rest = re.split("[:：]", message, maxsplit=1)
    return rest[0].strip() if rest and dotted(where).startswith(key) else message


def _where_written(path: KeyPath, word: str | None, written: Written, message: str) -> KeyPath:
    """Return the key path at or below `path` where `word` is written, or of the key that the message begins with."""
    values: Any = written.values
    for part in path:
        values = values[part]
    found = [(*path, *inner) for inner in _mentions(values, word)] if word is not None else []
    said = [where for where in found if message.startswith(dotted(where[:2]))]
    first = message.split(maxsplit=1)[0] if message else ""
    named = [(*path, first)] if isinstance(values, dict) and first in values else []
    return next(iter([*said, *found, *named]), path)


def _mentions(values: Any, word: str) -> Iterator[KeyPath]:
    entries = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, value in entries:
        if word in (key, value):
            yield (key,)
        for inner in _mentions(value, word):
            yield (key, *inner)
