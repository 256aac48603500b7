"""What a reader gets of a folder: a table, whole, sorted and without copies, also while the study is under way."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from cogov.experiments.recorded import RECORDABLE
from cogov.experiments.store.compaction import counting
from cogov.experiments.store.files import CHANGING, MOST_TRIES, STEM, Vanished, all_rows
from cogov.experiments.store.manifest import Manifest, read_manifest
from cogov.experiments.store.schema import FAILED, OF_RUN, RUN_ID, RUNS
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    import pandas as pd

SAY = Words(__file__)


def load(folder: str | Path, kind: str = RUNS) -> "pd.DataFrame":
    """Return a kind of table of a study: `runs`, and `series` or `events` where they are recorded; rows stand by run_id."""
    frame: pd.DataFrame = table_of(Path(folder), kind).to_pandas()
    missing = [name for name in OF_RUN if name not in frame] if kind != RUNS else []
    if missing:  # an earlier version wrote it, with the run_id alone
        runs = table_of(Path(folder)).to_pandas().set_index(RUN_ID)
        frame = frame.assign(**{name: frame[RUN_ID].map(runs[name]) for name in missing})
    return frame


def table_of(folder: Path, kind: str = RUNS, only: Sequence[str] | None = None) -> pa.Table:
    """Return a kind of table of a study as Arrow has it; `only` names the runs that are wanted."""
    manifest = read_manifest(folder)
    if kind == RUNS:
        return all_rows(folder, manifest.runs_schema(), only=only).drop_columns([STEM])
    _check(kind, manifest)
    return _recorded(folder, kind, manifest, only)


def failed_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the runs of a study that failed, with their errors."""
    columns = ("point", "policy", "replicate", "seed", "error", "traceback")
    rows = all_rows(folder, read_manifest(folder).runs_schema(), columns)
    failed: list[dict[str, Any]] = rows.filter(pc.equal(rows["status"], FAILED)).to_pylist()
    return failed


def _check(kind: str, manifest: Manifest) -> None:
    if kind not in manifest.tables:
        known = (RUNS, *manifest.tables)
        recordable = kind in RECORDABLE
        raise InputError(Problem(SAY.not_recorded, key="kind", value=kind, allowed=known) if recordable else unknown(SAY.kind, kind, known))


def _recorded(folder: Path, kind: str, manifest: Manifest, only: Sequence[str] | None) -> pa.Table:
    for _ in range(MOST_TRIES):
        rows = all_rows(folder, manifest.runs_schema(), columns=(), only=only)
        try:
            parts = [counting(folder, kind, name, rows) for name in rows[STEM].unique().to_pylist()]
        except Vanished:
            continue
        if parts:
            return pa.concat_tables(parts).sort_by(RUN_ID)
        return pa.table({name: pa.array([], type=pa.string()) for name in dict.fromkeys((*OF_RUN, *manifest.tables[kind]))})
    raise InputError(Problem(CHANGING, key=str(folder)))
