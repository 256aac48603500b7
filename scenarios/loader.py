"""Scenarios as people write them, made into `Scenario`: reading, listing, comparing, starting a new one."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cogov.model.scenario import Scenario, shorter_warmup
from cogov.scenarios import network_files, own_rules
from cogov.scenarios.catalogue import Entry, list_policies, list_scenarios
from cogov.scenarios.complaints import MISSING, UNKNOWN, validated
from cogov.scenarios.errors import InputError, Problem, nearest
from cogov.scenarios.extends import Reference, Source, find_scenario, library_files, read_with_ancestors, spread
from cogov.scenarios.names import Titles, as_written, by_titles, desk_called, titles_in
from cogov.scenarios.network_roles import Desks
from cogov.scenarios.notes import tell
from cogov.scenarios.policies import load_policies, policy_names, resolve_policy
from cogov.scenarios.settings import flat, parse_sets
from cogov.scenarios.starter import new
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import KeyPath, Written, dotted

if TYPE_CHECKING:
    from cogov.model.rule import Doing

SAY = Words(__file__)

__all__ = [
    "Entry",
    "as_mapping",
    "diff",
    "list_policies",
    "list_scenarios",
    "load_policies",
    "load_scenario",
    "new",
    "parse_sets",
    "policy_names",
    "resolve_policy",
    "schema",
]


def load_scenario(
    reference: Reference,
    overrides: Mapping[str, object] | None = None,
    folder: Path | None = None,
    *,
    rules: "Sequence[Doing]" = (),
) -> Scenario:
    """Read a scenario of the library, a file, or what stands in place of one (its paths count from `folder`), with all it extends.

    `overrides` are laid on top at dotted paths (`{"city.population": 30_000}` or `{"city": {"population": 30_000}}`); those that are None are left out.
    Rules of one's own among `rules` have their block under `parameters:` and their switch under `rules:`; none: the model's day.
    """
    from cogov.model.schema import scenario_of  # noqa: PLC0415 - the rules of the day weigh; what only lists and explains stays light

    source = find_scenario(reference, folder)
    written, extends = read_with_ancestors(source)
    _give_name(written, source)
    _override(written, flat(overrides or {}))
    _shorten_warmup(written)
    _refuse_taken_names(written)
    there = source.path.parent if source.said is not None else Path()
    network, day = network_files.take(written, there), own_rules.take(written, there)
    try:
        scenario = validated(scenario_of(rules or day) if rules or day else scenario_of(), written)
    except InputError as error:
        raise error if extends or source.in_library else _suggest_extends(error, source) from None
    if network is None:
        return scenario
    own = network.read(Desks(scenario.kinds, max(scenario.city.county_townships, scenario.city.simulated_townships)))
    tell(own.notes or ())
    return scenario.model_copy(update={"network": own})


def _give_name(written: Written, source: Source) -> None:
    """Call a scenario what its file is called, unless the file itself says otherwise."""
    place = written.places.get(("name",))
    if place is None or place.file != source.shown:  # what is said in place has its name from `source`
        written.values["name"] = source.name


def _override(written: Written, overrides: Mapping[str, object]) -> None:
    titles = titles_in(written.values)
    for key, value in overrides.items():
        if value is None:
            continue
        if isinstance(value, float) and not math.isfinite(value):
            raise InputError(Problem(SAY.not_finite, key=key, value=value))
        path = tuple(by_titles(key, titles).split("."))
        put(written.values, path, _desks_by_name(value, path, titles))
        written.places = {known: place for known, place in written.places.items() if known[: len(path)] != path}
        written.places |= {path[:length]: None for length in range(1, len(path) + 1) if path[:length] not in written.places}
    _refuse_strangers(written, titles)


def _desks_by_name(value: object, path: KeyPath, titles: Titles) -> object:
    """Return what is set at a place with a kind of desk, or several, by their names."""
    if isinstance(value, list):
        return [_desks_by_name(one, path, titles) for one in value]
    return desk_called(titles, value, path) if isinstance(value, str) else value


def _refuse_strangers(written: Written, titles: Titles) -> None:
    """A topic or kind of desk that no file has, set without even a title, is a slip in its name."""
    set_here = [path for path, place in written.places.items() if place is None and len(path) == 2 and path[0] in ("topics", "kinds")]
    for section, name in set_here:
        entry = written.values[str(section)].get(name)
        if isinstance(entry, dict) and "title" not in entry:
            known = as_written(str(name), titles[str(section)], titles[str(section)])
            raise InputError(Problem(UNKNOWN, key=f"{section}.{name}", allowed=known, nearest=nearest(name, known)))


def _shorten_warmup(written: Written) -> None:
    """Let fewer days bring a shorter warm-up along, where nobody states one."""
    days = written.values.get("days")
    if isinstance(days, int) and "warmup" not in written.values:
        written.values["warmup"] = shorter_warmup(days)


def put(values: dict[str, Any], path: KeyPath, value: object) -> None:
    """Lay a value at its path into what a scenario says; mappings on the way are other ones than before."""
    for length, part in enumerate(path[:-1], start=1):
        inner = spread(path[:length], values.get(str(part), {}))
        values[str(part)] = inner = dict(inner) if isinstance(inner, dict) else {}
        values = inner
    values[str(path[-1])] = value


def _refuse_taken_names(written: Written) -> None:
    """A scenario's own policy may not be called like one of the library."""
    own = written.values.get("policies")
    taken = [name for name in own if name in {"as_is", *library_files("policies")}] if isinstance(own, dict) else []
    if taken:
        raise InputError(written.problem(("policies", name), SAY.taken) for name in taken)


def _suggest_extends(error: InputError, source: Source) -> InputError:
    """A file that stands alone and lacks most of a city was meant to extend one."""
    lacking = [problem for problem in error.problems if problem.message == MISSING and "." not in problem.key]
    if not lacking:
        return error
    keys = ", ".join(problem.key for problem in lacking)
    message = SAY.extend.filled(keys=keys)
    others = [problem for problem in error.problems if problem not in lacking]
    return InputError([Problem(message, source.shown, 1, "extends", allowed=tuple(library_files("scenarios"))), *others])


def as_mapping(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values, complete: written to a file it loads again and extends nothing."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_none=True)


def diff(a: Scenario, b: Scenario) -> list[tuple[str, Any, Any]]:
    """Return where two scenarios differ: dotted path, value in `a`, value in `b`; None is "not there"."""
    left, right = _leaves(as_mapping(a)), _leaves(as_mapping(b))
    paths = dict.fromkeys([*left, *right])
    return [(dotted(path), left.get(path), right.get(path)) for path in paths if left.get(path) != right.get(path)]


def _leaves(values: Any, path: KeyPath = ()) -> dict[KeyPath, Any]:
    if not isinstance(values, dict):
        return {path: values}
    return {inner: leaf for key, value in values.items() for inner, leaf in _leaves(value, (*path, key)).items()}


def schema() -> dict[str, Any]:
    """Return the JSON schema of a scenario file: nothing is required of it, since it says only what differs."""
    from cogov.model.schema import scenario_of  # noqa: PLC0415

    found: dict[str, Any] = _optional(scenario_of().model_json_schema(by_alias=True))
    extends = {"type": "string", "description": "library scenario, or path of a file, that this one differs from"}
    found["properties"] = {"extends": extends, **found["properties"]}
    return found


def _optional(part: Any) -> Any:
    """Drop "required", except where it is itself the name of a property."""
    if isinstance(part, list):
        return [_optional(item) for item in part]
    if not isinstance(part, dict):
        return part
    return {key: _optional(value) for key, value in part.items() if not (key == "required" and isinstance(value, list))}
