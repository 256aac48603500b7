"""What all runs of a folder share, in `manifest.json`: the experiment, the design, what they were made with.

Some of it must be as it was when a study goes on.
"""

import json
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal, Self

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from cogov.experiments.arithmetic import fingerprint
from cogov.experiments.identity import code_fingerprint
from cogov.experiments.plan import Plan
from cogov.experiments.store.files import whole
from cogov.experiments.store.schema import TYPES, runs_schema
from cogov.model.words import Text, is_writable
from cogov.scenarios.errors import NOTHING, InputError, Problem, shorten
from cogov.scenarios.words import Words

SAY = Words(__file__)

NAME = "manifest.json"
LIBRARIES = ("cogov", "mesa", "numpy", "scipy", "networkx", "pandas", "pyarrow")
ARITHMETIC = "arithmetic"
FACTOR_TYPES: Mapping[str, type] = {kind.__name__: kind for kind in TYPES}


class OwnWord(BaseModel):
    """A lever or an indicator of somebody's own, as a manifest keeps it."""

    name: str


class OwnRule(OwnWord):
    """A rule of somebody's own: what it declares, and a hash of what it does."""

    code: str
    numbers: dict[str, dict[str, Any]] = {}


class OwnKept(BaseModel):
    """What of a design was somebody's own; whoever reads it may rely on its form (`experiments/own.py`)."""

    day: tuple[str, ...] = ()
    rules: tuple[OwnRule, ...] = ()
    levers: tuple[OwnWord, ...] = ()
    indicators: tuple[OwnWord, ...] = ()
    files: dict[str, str] = {}
    """Files of rules by their path, as text."""
    elsewhere: tuple[str, ...] = ()
    """Rules and indicators whose code stands in none of these files."""


class Manifest(BaseModel):
    """What stands in `manifest.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    experiment: dict[str, Any]
    """What decides the results of all runs, resolved."""
    design: dict[str, Any]
    """The design as it was read; empty where the study came from Python."""
    request: dict[str, Any] = {}
    """What was asked for, file contents included: what `cogov rerun` and the report's command read."""
    prices: tuple[dict[str, Any], ...] = ()
    """Of a comparison, the policies at each price of the levers."""
    notes: tuple[Text, ...] = ()
    """What a person was told before the runs."""
    points: int = 0
    """Design points, copies included; 0 where policies have points of their own."""
    copies: dict[int, int] = {}
    """Points that are copies, each with the earlier one whose runs are theirs, too: a reader need not plan the study again to know."""
    factors: dict[str, Literal["float", "str"]]
    outputs: tuple[str, ...]
    tables: dict[str, dict[str, str]]
    """Columns and types of what is recorded beside the runs, by kind."""
    runs: int
    seeds: dict[str, int]
    """The smallest and the largest."""
    timeout: float | None
    code: str
    """Fingerprint of the code that decides results."""
    versions: dict[str, str]
    platform: dict[str, str | int | None]
    started: datetime
    finished: datetime | None = None

    @field_validator("design")
    @classmethod
    def _is_of_known_form(cls, design: dict[str, Any]) -> dict[str, Any]:
        OwnKept.model_validate(design.get("own", {}))
        return design

    def runs_schema(self) -> pa.Schema:
        """Return the columns of the table of runs."""
        return runs_schema({name: FACTOR_TYPES[kind] for name, kind in self.factors.items()}, self.outputs)

    def made_here(self) -> Self:
        """Return the same, as if made by the code and the libraries of this machine."""
        return self.model_copy(update={"code": code_fingerprint(), "versions": dict(versions())})

    def write(self, folder: Path) -> None:
        """Put it into the folder, whole."""
        text = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=True) + "\n"
        with whole(folder / NAME) as file:
            file.write(text.encode())


def manifest_of(plan: Plan, seeds: Mapping[str, int]) -> Manifest:
    """Return what a study that begins now shares."""
    experiment = plan.experiment
    told = {"experiment": experiment.described(), "design": plan.design, "request": plan.request, "prices": list(plan.prices)}
    plain = json.loads(json.dumps(told))
    return Manifest(
        experiment=plain["experiment"],
        design=plain["design"],
        request=plain["request"],
        prices=tuple(plain["prices"]),
        notes=plan.notes,
        points=plan.points,
        copies=dict(plan.copies),
        factors={name: kind.__name__ for name, kind in experiment.factors.items()},
        outputs=experiment.outputs,
        tables={kind: {column.name: str(column.type) for column in schema} for kind, schema in experiment.tables.items()},
        runs=plan.count,
        seeds=dict(seeds),
        timeout=plan.timeout,
        code=code_fingerprint(),
        versions=dict(versions()),
        platform=_platform(),
        started=datetime.now(UTC),
    )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder, or say that there are no results."""
    found = manifest_in(folder)
    if found is None:
        raise InputError(Problem(SAY.no_study, key=str(folder)))
    return found


def manifest_in(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, None where there is none."""
    try:
        text = (folder / NAME).read_text("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError):
        raise InputError(Problem(SAY.not_ours, key=str(folder / NAME))) from None
    try:
        found = Manifest.model_validate_json(text)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise InputError(Problem(SAY.not_ours, file=str(folder / NAME), key=place)) from None
    if not all(name.isidentifier() for name in found.tables) or not is_writable(json.loads(text)):  # from a stranger
        raise InputError(Problem(SAY.not_ours, key=str(folder / NAME)))
    return found


@contextmanager
def understood(folder: Path) -> Iterator[None]:
    """Say in a sentence that a manifest says what nobody understands, wherever a reader stumbles over it."""
    try:
        yield
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise InputError(Problem(SAY.not_ours, file=str(folder / NAME), value=f"{type(error).__name__}: {error}")) from error


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of Python and of what computes results or writes them, and which last digits this machine gives."""
    return {"python": platform.python_version(), **{name: _version(name) for name in LIBRARIES}, ARITHMETIC: fingerprint()}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "?"


def _platform() -> dict[str, str | int | None]:
    return {"system": platform.platform(), "machine": platform.machine(), "host": platform.node(), "cores": os.cpu_count()}


COMPUTING = ("python", "numpy", "scipy", "networkx", ARITHMETIC)
"""Libraries another version of which may add up in another order, of Python the first two numbers; and the last digits of the machine."""

AGREEING = ("experiment", "factors", "outputs", "tables")
"""Parts that must be as they were when a study goes on."""
NOT_ASKED_FOR = SAY.not_asked_for


def check_agreement(folder: Path, old: Manifest, new: Manifest) -> None:
    """Refuse to go on with another experiment, naming what differs."""
    found = [Problem(_said(key, a, b), key=key) for key, a, b in differences(old, new)]
    if found:
        raise InputError([Problem(SAY.others, key=str(folder)), *found])


def _said(key: str, old: Any, new: Any) -> Text:
    if key == "outputs":
        return SAY.columns.filled(old=len(old), new=len(new))
    return SAY.differs.filled(old=_shown(old), new=_shown(new))


def differences(old: Manifest, new: Manifest) -> Iterator[tuple[str, Any, Any]]:
    """Yield dotted path, value then and value now of everything that must agree and does not."""
    yield from altered(old, new, AGREEING)
    yield from made_otherwise(old, new)


def altered(old: Manifest, new: Manifest, names: Sequence[str]) -> Iterator[tuple[str, Any, Any]]:
    """Yield dotted path, value then and value now of what differs among the parts named."""
    for name in names:
        yield from _differing(name, getattr(old, name), getattr(new, name))


def made_otherwise(old: Manifest, new: Manifest) -> Iterator[tuple[str, str, str]]:
    """Yield what of the code and the libraries that compute results is another: `code`, or `versions.` and the library."""
    if old.code != new.code:
        yield "code", _release(old), _release(new)
    for name in COMPUTING:
        then, now = what_counts(name, old.versions.get(name, "?")), what_counts(name, new.versions.get(name, "?"))
        if then != now:
            yield f"versions.{name}", then, now


def _release(manifest: Manifest) -> str:
    return f"cogov {manifest.versions.get('cogov', '?')} ({manifest.code[:12]})"


def what_counts(name: str, version: str) -> str:
    """Return of a version what has to agree."""
    return ".".join(version.split(".")[:2]) if name == "python" else version


def _differing(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Go down to where two values differ. The order of keys counts: it decides draws."""
    if _same(old, new):
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and list(old) != list(new) and set(old) == set(new):
        yield path, list(old), list(new)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys([*old, *new]):
            yield from _differing(f"{path}.{key}", old.get(key, NOTHING), new.get(key, NOTHING))
    else:
        yield path, old, new


def _same(old: Any, new: Any) -> bool:
    if NOTHING in (old, new):
        return old is new
    return json.dumps(old) == json.dumps(new)


def _shown(value: Any) -> str:
    return "–" if value is NOTHING else shorten(value)
