"""Rules of somebody's own in a day: named by their file (`my_rules.py:rumour`), or given as they are.

A list that names rules of the model is the whole day in its order; other rules come after those of the model. A file of rules is a program:
one that another file names is run on the command line only where the person says so, `--run-code`.
"""

import hashlib
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from cogov.scenarios.errors import InputError, Problem, nearest, shorten, unknown
from cogov.scenarios.text_files import read_text
from cogov.scenarios.words import Words
from cogov.scenarios.yaml_lines import Written

if TYPE_CHECKING:
    from cogov.model.rule import Doing

SAY = Words(__file__)

Tell = Callable[..., Problem]


_RUNS_CODE = ContextVar("runs_code", default=True)
"""In Python a person calls programs anyway; on the command line they have to say so."""


@contextmanager
def running_code(*, yes: bool) -> Iterator[None]:
    """Run, or do not run, programs that files bring along."""
    before = _RUNS_CODE.set(yes)
    try:
        yield
    finally:
        _RUNS_CODE.reset(before)


def runs_code() -> bool:
    """Say whether programs that files bring along may run."""
    return _RUNS_CODE.get()


def day_brought(said: Sequence[Any], folder: Path, tell: Tell) -> "tuple[Doing, ...]":
    """Return the day that a file says, or refuse to run the programs that it names."""
    if not runs_code() and (named := next(files_named(said, folder), None)):
        raise InputError(tell(SAY.brought.filled(file=named.name)))
    return day_of(said, folder, tell)


def day_of(said: Sequence[Any], folder: Path, tell: Tell | None = None) -> "tuple[Doing, ...]":
    """Return the day that a list says; files count from `folder`."""
    from cogov.model.day import DAY  # noqa: PLC0415 - the rules are brought where a day is put together
    from cogov.model.rule import name_of  # noqa: PLC0415

    tell = tell or partial(Problem, key="rules")
    rules = tuple(one if callable(one) else _named(str(one), folder, tell) for one in said)
    day = rules if any(one in DAY for one in rules) else (*DAY, *rules)
    names = [name_of(one) for one in day]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise InputError(tell(SAY.twice, value=", ".join(twice)))
    return day


def take(written: Written, folder: Path) -> "tuple[Doing, ...]":
    """Take what a scenario says of its day out of its `rules`, which keeps the switches; nothing where it has no rules of its own."""
    said = written.values.get("rules")
    place = written.place(("rules",))
    tell, there = partial(written.problem, ("rules",)), Path(place.file).parent if place else folder
    if isinstance(said, list | tuple):
        written.values["rules"] = {}
        return day_brought(said, there, tell)
    if not isinstance(said, dict) or not any(":" in str(name) for name in said):
        return ()
    written.values["rules"] = {name: on for name, on in said.items() if ":" not in str(name)}
    return day_brought([name for name, on in said.items() if ":" in str(name) and on], there, tell)


def files_named(said: Any, folder: Path) -> Iterator[Path]:
    """Yield the files of rules that a list, or a table of switches, names."""
    for one in said if isinstance(said, list | tuple | dict) else ():
        if isinstance(one, str) and ":" in one:
            yield folder / one.rpartition(":")[0]


def _named(said: str, folder: Path, tell: Tell) -> "Doing":
    from cogov.model.day import DAY  # noqa: PLC0415

    of_model = {one.__name__: one for one in DAY}
    if said in of_model:
        return of_model[said]
    file, colon, name = said.rpartition(":")
    if not colon:
        raise InputError(
            tell(unknown(SAY.rule, said, ()).message, allowed=(*of_model, "my_rules.py:my_rule"), nearest=nearest(said, of_model))
        )
    module = _module(folder / file, tell)
    found = vars(module).get(name)
    if not callable(found):
        rules = tuple(key for key, value in vars(module).items() if callable(value) and getattr(value, "__module__", "") == module.__name__)
        raise InputError(tell(SAY.no_rule.filled(file=file, name=name), allowed=rules, nearest=nearest(name, rules)))
    return found  # type: ignore[no-any-return]


def _module(path: Path, tell: Tell) -> ModuleType:
    """Run a file of rules, once for each content."""
    if not path.is_file():
        raise InputError(tell(SAY.no_file.filled(file=path)))
    return module_of(read_text(path, str(path)), path, tell)


def module_of(text: str, path: Path, tell: Tell) -> ModuleType:
    """Run the text of a file of rules; what it defines goes along to worker processes."""
    name = f"own_rules_{hashlib.sha256(f'{path.resolve()}\n{text}'.encode()).hexdigest()[:16]}"
    if name not in sys.modules:
        module = ModuleType(name)
        module.__file__, vars(module)["__source__"] = str(path), text
        sys.modules[name] = module
        try:
            exec(compile(text, str(path), "exec"), vars(module))  # noqa: S102 - the person's own file, which they named
        except Exception as error:
            del sys.modules[name]
            raise InputError(tell(SAY.not_run.filled(file=path, error=f"{type(error).__name__}: {shorten(str(error))}"))) from error
        import cloudpickle  # noqa: PLC0415

        cloudpickle.register_pickle_by_value(module)
    return sys.modules[name]
