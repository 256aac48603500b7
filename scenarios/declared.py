"""What the fields of a scenario declare about themselves: meaning, unit, range, default, source."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel
from pydantic.fields import FieldInfo

_SAID_HERE: dict[str, tuple[str, str, str]] = {
    "CityFacts.population": ("residents simulated, one to one", "residents", "the slice simulated: two townships of their true size"),
    "CityFacts.county_population": ("residents of the whole county-level city", "residents", "Leping, census of 1 November 2020"),
    "CityFacts.county_townships": (
        "townships and sub-districts of the whole county-level city",
        "townships",
        "public statistics of Leping",
    ),
    "CityFacts.township_names": ("their names in Chinese and English, in order: what phases may call them", "names", "fictional"),
    "CityFacts.townships": ("townships simulated; left out, as many as leave each its true size, at least one", "townships", "follows"),
    "Kind.title": ("its name in Chinese and English", "text", "scenario"),
    "Kind.sector": ("sector it belongs to; sectors make up the spheres party-state, market and society", "name", "scenario"),
    "Kind.handlers": ("handlers by level; one desk in each jurisdiction of the levels named", "per 10,000 residents served", "scenario"),
    "Kind.flows": ("what it brings of each resource", "units a day per handler", "scenario"),
    "Kind.openness": ("readiness to lend what is spare, of all or by resource; 0 to 1", "share", "assumed"),
    "Kind.counter": ("one-stop service takes handlers of it to its counters", "yes or no", "assumed"),
    "Kind.doubles": ("its cadres are the Party organisation's too (身兼两职); Party-building takes handlers of it", "yes or no", "assumed"),
    "Kind.mediates": ("channel of its mediation; left out, administrative for government and people's for others", "name", "scenario"),
    "Kind.passes": (
        "chance that it passes what it has done to another kind, by name, under `choices: {routing: matrix}`; the rest is settled",
        "share",
        "scenario",
    ),
    "Topic.title": ("its name in Chinese and English", "text", "scenario"),
    "Topic.source": ("whether the essay names it", "name", "scenario"),
    "Topic.domains": ("domains of responsibility; indicators by domain use the first", "names", "scenario"),
    "Topic.form": ("办事，问题 or 纠纷", "name", "scenario"),
    "Topic.level": ("where such a matter stands when it arises", "name", "scenario"),
    "Topic.desk": ("kind of desk whose duty it is alone", "name", "scenario"),
    "Topic.lead": ("kind of desk in the lead (主责) of a composite matter", "name", "scenario"),
    "Topic.supporters": ("kinds that must join in (协办)", "names", "scenario"),
    "Topic.escalates_to": ("kind of desk whose duty it is alone above that level", "name", "scenario"),
    "Topic.area": ("the key area of enforcement it belongs to", "name", "scenario"),
    "Topic.working_days": ("its deadline counts working days, not calendar days", "yes or no", "scenario"),
    "Topic.needs": (
        "resources that working on it needs; of a copied one any number above 0 means needed",
        "units per handler-day",
        "scenario",
    ),
    "Topic.concerns": ("group of citizens among whom it arises", "name", "scenario"),
}
"""Fields that hold names and tables, for which the schema has no place for a unit and a source."""
_RANGES = {"Kind.handlers": "above 0, at most 1000"}


@dataclass(frozen=True)
class Declared:
    """One parameter as a reader sees it."""

    path: str
    meaning: str
    unit: str
    range: str
    default: str
    source: str


def declared(model: type[BaseModel], prefix: str = "") -> Iterator[Declared]:
    """Yield every parameter of a part of a scenario, parts of parts included."""
    for name, field in model.model_fields.items():
        path = f"{prefix}{name}"
        part = field.annotation
        if isinstance(part, type) and issubclass(part, BaseModel) and f"{model.__name__}.{name}" not in _SAID_HERE:
            yield from declared(part, f"{path}.")
        else:
            yield _declared(f"{model.__name__}.{name}", path, field)


def _declared(key: str, path: str, field: FieldInfo) -> Declared:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    meaning, unit, source = _SAID_HERE.get(key, (field.description or "", str(extra.get("unit", "")), str(extra.get("source", ""))))
    default = "required" if field.is_required() else _shown(field.get_default(call_default_factory=True))
    return Declared(path, meaning, unit, _RANGES.get(key) or _range(field), default, source)


def _range(field: FieldInfo) -> str:
    low = [bound for m in field.metadata for bound in _bound(m, "ge", "gt")]
    high = [bound for m in field.metadata for bound in _bound(m, "le", "lt")]
    if low or high:
        return f"{_shown(max(low)) if low else ''} – {_shown(min(high)) if high else ''}".strip()
    return ", ".join(_names(field.annotation))


def bounds(field: FieldInfo) -> tuple[float, float] | None:
    """Return the ends of a number's range, None where it is no number or has not both."""
    low = [bound for m in field.metadata for bound in _bound(m, "ge", "gt")]
    high = [bound for m in field.metadata for bound in _bound(m, "le", "lt")]
    return (max(low), min(high)) if low and high else None


def _bound(metadata: Any, *kinds: str) -> Iterator[float]:
    if isinstance(metadata, annotated_types.Ge | annotated_types.Gt | annotated_types.Le | annotated_types.Lt):
        yield from (float(getattr(metadata, kind)) for kind in kinds if hasattr(metadata, kind))


def _names(annotation: Any) -> list[str]:
    """List the names that a field may hold, if it holds names."""
    origin = get_origin(annotation)
    if origin is Literal:
        return [str(name) for name in get_args(annotation)]
    if origin is dict:
        return _names(get_args(annotation)[0])
    if origin in {Union, types.UnionType, tuple}:
        return [name for part in get_args(annotation) for name in _names(part)]
    return []


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    if value is None or value in ((), {}):
        return "none"
    return str(value)
