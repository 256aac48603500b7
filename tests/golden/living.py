"""What a run and a study leave, as tables of columns: the one file here that knows by which names they are asked for."""

import json
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from warnings import catch_warnings

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import cogov
from cogov.cli import main
from cogov.experiments.events import events_table
from cogov.experiments.measuring import measured
from cogov.experiments.runner import RunRequest, run_and_keep
from cogov.experiments.series import series_table
from cogov.experiments.store.schema import CIRCUMSTANCES, RUN_ID
from cogov.experiments.townships import townships_table
from cogov.model.day import RULES
from cogov.model.schema import OPTIONS as CHOICES
from cogov.scenarios.loader import load_scenario, resolve_policy

__all__ = ["CHOICES", "RULES", "Tables", "answer", "page", "run", "study"]

Columns = dict[str, npt.NDArray[Any]]
Tables = dict[str, Columns]


def run(scenario: str | Path, policy: str, seed: int, overrides: Mapping[str, Any]) -> Tables:
    """Live through one run and return its tables, what comes first in the life of a matter first."""
    with catch_warnings(action="ignore"):
        city = load_scenario(scenario, overrides)
    result, lived = run_and_keep(RunRequest(city, policy, resolve_policy(city, policy), seed))
    if lived is None:
        raise RuntimeError(result.traceback)
    return {
        "register": dict(lived.register.arrays()),
        "events": _columns(events_table(lived)),
        "series": _columns(series_table(lived)),
        "townships": _columns(townships_table(lived)),
        "indicators": _gathered({name: np.array([value]) for name, value in measured(lived).flat().items()}),
    }


def study(design: Path) -> Tables:
    """Live through a study in a folder and return its runs without their names, which change with every line of code, and the clock's columns."""
    with TemporaryDirectory() as folder, catch_warnings(action="ignore"):
        runs = cogov.sweep(design, out=folder).frame.sort_values(["point", "policy", "replicate"])
    kept = runs.drop(columns=[RUN_ID, *CIRCUMSTANCES])
    return {"runs": _gathered(_columns(pa.Table.from_pandas(kept, preserve_index=False)))}


def answer(*words: str) -> Columns:
    """Return the JSON document that a command prints, its lists of rows as columns."""
    document = json.loads(_said(*words, "--json"))
    rows = {key: value for key, value in document.items() if isinstance(value, list) and value and isinstance(value[0], dict)}
    columns = {f"{key}.{name}": [row[name] for row in value] for key, value in rows.items() for name in value[0]}
    return {name: _objects(value) for name, value in columns.items()} | {
        key: _objects([value]) for key, value in document.items() if key not in rows
    }


def page(*words: str) -> Columns:
    """Return the page of words that a command writes."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "page.md")
        _said(*words, "--out", str(file))
        return {"words": _objects(file.read_text("utf-8").splitlines())}


def _said(*words: str) -> str:
    with (
        TemporaryDirectory() as folder,
        chdir(folder),
        redirect_stdout(StringIO()) as said,
        redirect_stderr(StringIO()),
        suppress(SystemExit),
    ):
        main(list(words))
    return said.getvalue()


def _gathered(columns: Columns) -> Columns:
    """Put an indicator and those of its groups (`name@group`) into one column."""
    names = dict.fromkeys(name.partition("@")[0] for name in columns)
    return {name: np.concatenate([values for key, values in columns.items() if key.partition("@")[0] == name]) for name in names}


def _columns(table: pa.Table) -> Columns:
    return {name: _plain(table.column(name)) for name in table.column_names}


def _plain(column: pa.ChunkedArray) -> npt.NDArray[Any]:
    """Numbers as they are; words, and what may be null, as Python's own."""
    is_number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    return np.asarray(column.to_numpy()) if is_number and column.null_count == 0 else _objects(column.to_pylist())


def _objects(values: list[Any]) -> npt.NDArray[Any]:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
