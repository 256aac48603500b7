"""Studies as a person asks for them: which design, on which machines, into which folder."""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cogov.options import as_list
from cogov.output import file_name
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.names import in_chinese
from cogov.scenarios.settings import flat, laid_over, set_in_chinese
from cogov.scenarios.words import Words
from cogov.setting import MOST_REPLICATES, at_least

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from cogov.experiments.designs.schema import Design
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.engines.executors import Maker
    from cogov.experiments.plan import Plan
    from cogov.experiments.recorded import Choice
    from cogov.model.rule import Doing

SAY = Words(__file__)

PREFIXES = "KMGT"
SIZE = re.compile(rf"(\d+\.?\d*|\.\d+) *([{PREFIXES}])(i?)B?", re.IGNORECASE)
"""A number and a unit: 500MB, 1.5 GiB, 8G."""


def planned(
    design: "str | Path | Mapping[str, Any] | Design | Plan",
    replicates: int | None = None,
    sets: Mapping[str, Any] | None = None,
    rules: "Sequence[Doing]" = (),
    record: "Choice | tuple[str, ...] | None" = None,
) -> "tuple[Plan, str]":
    """Return the runs that a design asks for, with what `sets` say on top of its own `set` and other columns if asked, and its name."""
    from cogov.experiments.designs.loader import load_design
    from cogov.experiments.designs.plans import plan_of
    from cogov.experiments.designs.schema import Design
    from cogov.experiments.own import typed_day
    from cogov.experiments.plan import Plan
    from cogov.experiments.request import sweep_request
    from cogov.notes import notes_on_study
    from cogov.scenarios.own_rules import runs_code

    if isinstance(design, Plan):
        return design, str(design.design.get("name", ""))
    read = design if isinstance(design, Design) else load_design(design)
    if replicates is not None:
        at_least("--replicates", replicates, 1, MOST_REPLICATES)
        read = read.model_copy(update={"replicates": replicates})
    said = flat(sets or {})
    if said:
        read = read.model_copy(update={"fixed": laid_over(flat(read.fixed), said)})
    if record is not None:
        read = read.model_copy(update={"record": read.record.model_copy(update={"indicators": record})})
    try:
        plan = plan_of(read, rules)
    except InputError as error:
        raise InputError(_called_as_set(one, sets or {}) for one in error.problems) from None
    day = typed_day(rules)
    request = sweep_request(read, "" if isinstance(design, (Design, Mapping)) else str(design), replicates, said, record, day)
    if plan.design.get("own", {}).get("files") and (day is None or runs_code()):
        request = {**request, "run_code": True}
    return replace(plan, request=request, notes=tuple(notes_on_study(plan))), read.name


def _called_as_set(problem: Problem, sets: Mapping[str, Any]) -> Problem:
    """Return a problem with what is set beside the design in Chinese, where it was set in Chinese."""
    inside = Problem(problem.message, key=problem.key.removeprefix("set."))
    is_ours = problem.key != inside.key and set_in_chinese(inside, sets)
    return replace(problem, called=in_chinese(problem.key, {})) if is_ours else problem


def record_asked(written: str | Sequence[str] | None) -> "Choice | tuple[str, ...] | None":
    """Read `main`, `all` or names of indicators, with commas between them or as a list; None where nothing is said."""
    from cogov.experiments.recorded import asked_for

    if written is None:
        return None
    return asked_for(as_list(written) if isinstance(written, str) else list(written))


def folder_of(out: str | Path | None, name: str) -> Path:
    """Return the folder of a study: the one asked for, or that of its name."""
    if out == "":
        raise InputError(Problem(SAY.no_word, key="out"))
    if out is not None:
        return Path(out)
    if not name:
        raise InputError(Problem(SAY.no_name, key="out"))
    return Path("results") / file_name(name)


def engine_asked(
    workers: int | None, dask: str | None = None, memory: str | float | None = None, executor: "Executor | Maker | None" = None
) -> "tuple[Engine, int]":
    """Return the engine that a command asks for, and how many runs it has under way at a time; all cores by default."""
    from cogov.experiments.engines.choice import engine_for, most_workers
    from cogov.experiments.engines.executors import Dask
    from cogov.experiments.engines.machine import cores

    most_bytes = None if memory is None else bytes_asked(memory)
    if executor is not None:
        return engine_for(crew := workers or 1, executor, most_bytes=most_bytes), crew
    if workers is not None and dask is not None:
        raise InputError(Problem(SAY.both, key="--dask", value=dask))
    if dask is not None:
        return engine_for(crew := Dask(dask).threads(), dask=dask, most_bytes=most_bytes), crew
    crew = cores() if workers is None else workers
    at_least("--workers", crew, 1, most_workers())
    return engine_for(crew, most_bytes=most_bytes), crew


def bytes_asked(written: object) -> float:
    """Read a size of memory: a number with a unit that machines are sold with; from Python also a number of bytes."""
    found = math.nan
    match written:
        case str() if size := SIZE.fullmatch(unicodedata.normalize("NFKC", written).strip()):
            number, prefix, binary = size.groups()
            found = float(number) * (1024 if binary else 1000) ** (1 + PREFIXES.index(prefix.upper()))
        case int() | float():
            found = float(written)
    if not 0 < found < math.inf:
        nearest = f"{written}GB" if isinstance(written, str) and written.isdecimal() else None
        raise InputError(Problem(SAY.size, key="--memory", value=written, allowed=("500MB", "8GB"), nearest=nearest))
    return found


def done_already(plan: "Plan", folder: Path) -> int:
    """Return how many runs of a plan a folder holds; refuse a folder of another experiment."""
    from cogov.experiments.store.folder import looked_at

    there = looked_at(folder, plan)
    return there.done + there.failed
