"""What the schema allows at a key path: names of keys, a range, and where a misplaced key belongs."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cogov.model.words import Text

_BOUNDS = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< "}


def allowed_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that may stand in the mapping at `path`."""
    return tuple(dict.fromkeys(name for option in _options(model, path) for name in _field_names(option)))


def allowed_range(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the range of the number at `path`, as text."""
    notes = _options(model, path)
    bounds = {name: f"{getattr(note, name):.12g}" for name in _BOUNDS for note in notes if hasattr(note, name)}
    if "ge" in bounds and "le" in bounds:
        return (f"{bounds['ge']} – {bounds['le']}",)
    return tuple(_BOUNDS[name] + bound for name, bound in bounds.items())


def belongs_in(model: type[BaseModel], key: str) -> str | None:
    """Find a key one level below the top: `population` belongs into `city`."""
    inside = (name for name in model.model_fields if key in allowed_keys(model, (name,)))
    return next((f"{name}.{key}" for name in inside), None)


def _field_names(option: Any) -> list[str]:
    if option is Text:
        return list(Text.__dataclass_fields__)
    if not (isinstance(option, type) and issubclass(option, BaseModel)):
        return []
    return [field.alias or name for name, field in option.model_fields.items()]


def _options(hint: Any, path: tuple[str | int, ...]) -> list[Any]:
    """Return the types that the schema allows at a key path, and the notes on them."""
    options = list(_unfolded(hint))
    for part in path:
        options = [inner for option in options for below in _below(option, part) for inner in _unfolded(below)]
    return options


def _unfolded(hint: Any) -> Iterator[Any]:
    """Take apart what says "one of these" or "this, with a note"."""
    origin = get_origin(hint)
    if origin is Annotated:
        inner, *notes = get_args(hint)
        yield from _unfolded(inner)
        for note in notes:
            yield from note.metadata if isinstance(note, FieldInfo) else (note,)
    elif origin in (Union, UnionType):
        for member in get_args(hint):
            yield from _unfolded(member)
    else:
        yield hint


def _below(option: Any, part: str | int) -> Iterator[Any]:
    if isinstance(option, type) and issubclass(option, BaseModel):
        for name, field in option.model_fields.items():
            if part in (name, field.alias):
                yield field.annotation
                yield from field.metadata
    elif get_origin(option) in (dict, Mapping):
        yield get_args(option)[1]
    elif isinstance(part, int) and get_args(option):
        yield get_args(option)[0]
