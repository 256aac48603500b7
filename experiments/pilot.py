"""How long a study will take and how large its folder will be, from one run lived through beforehand."""

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from cogov.experiments.chunk import SPAN_SECONDS, live
from cogov.experiments.plan import Plan, Run
from cogov.experiments.store.compaction import MANY
from cogov.experiments.store.rows import Lived, tables_of

SHORT_SECONDS = 5.0
"""A pilot shorter than this is done twice: the first run of a process also reads the code from the disk."""
SHOWN = 10


@dataclass(frozen=True)
class Estimate:
    """What a study will take. Seconds and bytes are those of a run that nothing else disturbs, times the runs that are missing."""

    runs: int
    done: int
    workers: int
    seconds_a_run: float
    """NaN when the pilot failed."""
    bytes_a_run: float
    file_bytes: float
    """What a file takes beside its rows."""
    first: tuple[Run, ...]
    factors: tuple[str, ...]
    error: str | None = None

    @property
    def missing(self) -> int:
        """Return how many runs have to be lived through."""
        return self.runs - self.done

    @property
    def seconds(self) -> float:
        """Return how long the missing runs take all workers together: the slowest has one run more than the others."""
        return math.ceil(self.missing / self.workers) * self.seconds_a_run

    @property
    def bytes(self) -> float:
        """Return what the missing runs take on the disk in the end, when small files have been made into large ones."""
        a_chunk = max(1.0, SPAN_SECONDS / self.seconds_a_run) if self.seconds_a_run > 0 else 1.0
        return self.missing * self.bytes_a_run + math.ceil(self.missing / a_chunk / MANY) * self.file_bytes


def estimate(plan: Plan, workers: int = 1, done: int = 0) -> Estimate:
    """Live through the first run of a plan and say what all of them will take; `done` are there already."""
    first = tuple(islice(plan.runs(), SHOWN))
    if done >= plan.count:
        return Estimate(plan.count, done, workers, 0.0, 0.0, 0.0, first, tuple(plan.experiment.factors))
    lived = _pilot(plan, first[0])
    body, frame = _sizes(tables_of(plan.experiment, [lived]).values())
    seconds = lived.seconds if lived.error is None else math.nan
    return Estimate(plan.count, done, workers, seconds, body, frame, first, tuple(plan.experiment.factors), lived.error)


def _pilot(plan: Plan, run: Run) -> Lived:
    lived = live(plan.experiment, run, plan.timeout)
    quick = lived.error is None and lived.seconds < SHORT_SECONDS
    return live(plan.experiment, run, plan.timeout) if quick else lived


def _sizes(tables: Iterable[pa.Table]) -> tuple[float, float]:
    """Return the bytes that a run's rows take, and those that its files take beside them: headers and footers, column by column."""
    rows = beside = 0.0
    for table in tables:
        file = io.BytesIO()
        pq.write_table(table, file)
        whole, footer = len(file.getvalue()), pq.read_metadata(file).serialized_size
        body = min(table.nbytes, whole - footer)
        rows, beside = rows + body, beside + whole - body
    return rows, beside
