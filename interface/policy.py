"""A policy as a person holds it: one of the library, a file, or what such a file would say, with what is changed about it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union

from cogov.city import City, Place, reference_of
from cogov.model.policy import PolicyPatch
from cogov.model.words import Language
from cogov.plain import language_of, plainly
from cogov.scenarios.catalogue import list_policies
from cogov.scenarios.complaints import validated
from cogov.scenarios.errors import InputError, Problem, nearest, unknown
from cogov.scenarios.extends import Reference, library_files, looks_like_path
from cogov.scenarios.names import renamed, titled
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written, read_yaml
from cogov.shown import Shown

if TYPE_CHECKING:
    from rich.console import RenderableType

SAY = Words(__file__)

Choice = Union[str, Path, Mapping[str, Any], PolicyPatch, "Policy"]
"""What a function takes as a policy."""

DATED = ("value", "from_day", "ramp_days", "where")
"""What may be said of a lever that moves later."""
MINE = "mine"
"""What a policy is called that nobody gave a name."""


class Policy(Shown):
    """What a policy changes. It is checked when it is made, as a policy file is; levers left out stay as the city has them.

    `of` is a name of the library, a file, what such a file would say as a dict, or another policy. A lever that moves later says when:
    `Policy(boundary_clarity=0.8, goal_alignment={"value": 0.9, "from_day": 90, "ramp_days": 30, "where": {"share": 0.3}})`.
    """

    @plainly
    def __init__(
        self, of: Choice | None = None, /, *, title: str | Mapping[str, str] | None = None, lang: str | None = None, **changes: Any
    ) -> None:
        self.language: Language = language_of(lang)
        named = {} if title is None else {"title": {"zh": title, "en": title} if isinstance(title, str) else title}
        self.said = _later(renamed(Written({**_said(of), **named, **changes})).values)
        self.patch = validated(PolicyPatch, Written(self.said, {(): None}))

    @plainly
    def cost(self, city: Place = "leping") -> float:
        """Return what the levers cost in a city, in yuan per resident and year."""
        from cogov.experiments.budget import cost
        from cogov.scenarios.loader import resolve_policy

        reference, name = with_own(reference_of(city), {MINE: self})
        scenario = City(reference).scenario
        return cost(scenario, resolve_policy(scenario, name[0]), range(1, 2))

    def page(self, language: Language) -> "RenderableType":
        """Return its levers with where they stand and what they cost."""
        from rich.console import Group

        from cogov.analysis.tables import plain_table
        from cogov.model.levers import LEVERS

        table = plain_table(self.patch.title.in_(language) if self.patch.title else "")
        for heading in (SAY.lever, SAY.value, SAY.price):
            table.add_column(heading.in_(language), overflow="fold")
        for name, value in self._stands(language):
            title = f" {LEVERS[name].title.zh}" if name in LEVERS and language == "zh" else ""
            table.add_row(name + title, value, LEVERS[name].price.in_(language) if name in LEVERS else "")
        yuan = SAY.yuan.in_(language).format(city="leping", yuan=self.cost())
        return Group(table, yuan) if table.row_count else Group(SAY.nothing.in_(language))

    def _stands(self, language: Language) -> Iterator[tuple[str, str]]:
        """Yield what is changed and to what, phases by lever."""
        for name, value in self.said.items():
            if name not in ("title", "question", "source", "phases"):
                yield name, _value(value)
        for phase in self.patch.phases or ():
            for name, value in phase.levers.model_dump(exclude_none=True).items():
                yield name, SAY.from_day.in_(language).format(value=_value(value), day=phase.from_day)


def _value(value: Any) -> str:
    return ", ".join(f"{part} {_value(inner)}" for part, inner in value.items()) if isinstance(value, Mapping) else str(value)


def _said(given: Choice | None) -> dict[str, Any]:
    """Return what a policy file says, or would say."""
    match given:
        case None:
            return {}
        case Policy():
            return dict(given.said)
        case PolicyPatch():
            return given.model_dump(mode="json", exclude_none=True, by_alias=True)
        case Mapping():
            return dict(given)
    return _read(given)


def _read(name: str | Path) -> dict[str, Any]:
    files = library_files("policies")
    if isinstance(name, str):
        name = titled(name, {entry.name: entry.title.zh for entry in list_policies()})
    if isinstance(name, str) and name not in files and not looks_like_path(name):
        raise InputError(unknown(SAY.policy, name, list(files)))
    written = read_yaml(files[name], name) if name in files else renamed(read_yaml(Path(name)))
    validated(PolicyPatch, written)  # so that what is wrong is said with its line
    return written.values


def _later(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return a policy with levers that move later as phases, those that move together as one."""
    dated = {name: value for name, value in said.items() if isinstance(value, Mapping) and "from_day" in value}
    if wrong := [problem for name, value in dated.items() for problem in _wrong(name, value)]:
        raise InputError(wrong)
    phases: dict[str, dict[str, Any]] = defaultdict(lambda: {"levers": {}})
    for name, value in dated.items():
        moment = {key: inner for key, inner in value.items() if key != "value"}
        phases[repr(moment)] |= moment
        phases[repr(moment)]["levers"][name] = value["value"]
    rest = {name: value for name, value in said.items() if name not in dated}
    return rest | {"phases": [*rest.get("phases", ()), *phases.values()]} if dated else rest


def _wrong(name: str, value: Mapping[str, Any]) -> Iterator[Problem]:
    for key in value:
        if key not in DATED:
            yield Problem(SAY.no_key, key=f"{name}.{key}", allowed=DATED, nearest=nearest(key, DATED))
    if "value" not in value:
        yield Problem(SAY.no_value, key=name)


def with_own(reference: Reference, given: Any) -> tuple[Reference, Any]:
    """Return the city with policies of one's own among its policies, and the names of all that are asked for.

    A name says one of the library or of the city, a file is called by its name, and a mapping names what it holds.
    """
    if isinstance(given, str) and not looks_like_path(given):
        return reference, given
    named = given if isinstance(given, Mapping) else dict(map(_named, [given] if isinstance(given, (str, Path, Policy)) else given))
    own = {name: Policy(said).said for name, said in named.items() if said is not None}
    own = {name: said for name, said in own.items() if not _is_librarys(name, said)}
    if not own:
        return reference, list(named)
    base: dict[str, Any] = dict(reference) if isinstance(reference, Mapping) else {"extends": str(reference)}
    return {**base, "policies": {**base.get("policies", {}), **own}}, list(named)


def _named(one: Any) -> tuple[str, Any]:
    if isinstance(one, Path) or (isinstance(one, str) and looks_like_path(one)):
        return Path(one).stem, one
    if isinstance(one, str):
        return one, None
    raise InputError(Problem(SAY.needs_a_name.filled(), key="policies", value=type(one).__name__))


def _is_librarys(name: str, said: Mapping[str, Any]) -> bool:
    """Whether a policy is what the library has under its name: `{"as_is": {}}`."""
    if name not in library_files("policies"):
        return False
    words = {"title", "question", "source"}
    return PolicyPatch.model_validate(said).model_dump(exclude=words) == PolicyPatch.model_validate(_read(name)).model_dump(exclude=words)
