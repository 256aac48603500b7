"""How long a study takes: told beforehand from two of its runs, under way from its receipts, at any time from the rows of its folder."""

import io
import math
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, islice, takewhile
from operator import itemgetter
from pathlib import Path
from time import monotonic

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cogov.experiments.chunk import live, live_in_company
from cogov.experiments.plan import TIMED_OUT, Plan, Run, most_together
from cogov.experiments.store.claim import Claim, holder
from cogov.experiments.store.compaction import MANY
from cogov.experiments.store.files import all_rows
from cogov.experiments.store.manifest import read_manifest
from cogov.experiments.store.schema import DONE, tables_of
from cogov.experiments.sweep import CHUNK_SECONDS, MOST_RUNS, Counts

RECENT_SECONDS = 600.0
"""What counts for a rate: so long a time, or a few runs or receipts, whichever is longer."""

# -- beforehand --------------------------------------------------------------------------------------------------------------------

SHORT_SECONDS = 5.0
"""A first trial shorter than this is done twice: the first run of a process also reads the code from the disk."""
PATIENCE_SECONDS = 60.0
"""A trial that takes longer is stopped, and the estimate is the least that the study can take."""
TRIED_TOGETHER = 8
"""Runs of a first trial in one pass, where runs are lived through so: more would take no longer each."""
SHOWN = 10

RESIDENTS, DAYS = "city.population", "days"
"""The factors that decide how much work a run is."""
RESIDENTS_OF_A_DAY = 100_000
"""What a day takes however few the residents, counted in residents: about 6 ms, against 50 ns for each of them."""


@dataclass(frozen=True)
class Estimate:
    """What a study will take. Seconds and bytes are those of a run that nothing else disturbs, times the runs that are missing."""

    runs: int
    done: int
    workers: int
    seconds_a_run: float
    """Of the mean run; NaN when a trial failed."""
    bytes_a_run: float
    file_bytes: float
    """What a file takes beside its rows."""
    first: tuple[Run, ...]
    factors: tuple[str, ...]
    trials: tuple[float, ...] = ()
    """Seconds of the smallest run and of the largest; of runs of one size, of the first and the last."""
    even: bool = True
    """Whether all runs are of one size."""
    stopped: bool = False
    """Whether a trial took too long to be lived through: all is then a lower bound."""
    error: str | None = None

    @property
    def missing(self) -> int:
        """Return how many runs have to be lived through."""
        return self.runs - self.done

    @property
    def seconds(self) -> float:
        """Return how long the missing runs take all workers together: the slowest has one run more than the others, or the largest."""
        return max(math.ceil(self.missing / self.workers) * self.seconds_a_run, *self.trials, 0.0)

    @property
    def bytes(self) -> float:
        """Return what the missing runs take on the disk in the end, when small files have been made into large ones."""
        a_chunk = min(MOST_RUNS, max(1.0, CHUNK_SECONDS / self.seconds_a_run)) if self.seconds_a_run > 0 else 1.0
        return self.missing * self.bytes_a_run + math.ceil(self.missing / a_chunk / MANY) * self.file_bytes


@dataclass(frozen=True)
class Span:
    """The smallest and the largest run of a plan; of runs of one size the first and the last, between which factors vary most."""

    smallest: Run
    largest: Run
    share: float
    """How far the mean run is on the way from the one to the other."""
    even: bool

    @property
    def ends(self) -> tuple[Run, ...]:
        """Return the runs to live through."""
        return (self.smallest,) if self.largest is self.smallest else (self.smallest, self.largest)

    def mean(self, at_ends: Iterable[float]) -> float:
        """Return what the mean run takes, on the straight line between what the ends take."""
        first, *last = at_ends
        return first + self.share * (last[0] - first) if last else first


@dataclass(frozen=True)
class Trial:
    """What a run took that was lived through for a try."""

    seconds: float
    row_bytes: float
    file_bytes: float
    stopped: bool
    error: str | None


def estimate(plan: Plan, workers: int = 1, done: int = 0) -> Estimate:
    """Live through the smallest and the largest run of a plan and say what all of them will take; `done` are there already."""
    first, factors = tuple(islice(plan.runs(), SHOWN)), tuple(plan.experiment.factors)
    if done >= plan.count:
        return Estimate(plan.count, done, workers, 0.0, 0.0, 0.0, first, factors)
    span = span_of(plan)
    plan.experiment.prepare()
    trials = _trials(plan, span.ends)
    error = next((one.error for one in trials if one.error is not None), None)
    seconds = () if error else tuple(one.seconds for one in trials)
    mean, body = span.mean(seconds or (math.nan,)), span.mean(one.row_bytes for one in trials)
    stopped = any(one.stopped for one in trials)
    mean = _in_company(plan, mean) if seconds and not stopped else mean
    return Estimate(plan.count, done, workers, mean, body, trials[-1].file_bytes, first, factors, seconds, span.even, stopped, error)


def _in_company(plan: Plan, alone: float) -> float:
    """Return what a run takes where several are lived through in one pass, by a few of them; else what it takes alone."""
    runs = tuple(islice(plan.runs(), min(TRIED_TOGETHER, most_together(plan.experiment))))
    lived = live_in_company(plan.experiment, runs, PATIENCE_SECONDS) if len(runs) > 1 else None
    return lived[0].seconds if lived else alone


def span_of(plan: Plan) -> Span:
    """Return the ends of a plan; its first replication has runs of every size."""
    runs = takewhile(lambda run: run.replicate == 0, plan.runs())
    work = _work_in(plan)
    smallest = largest = next(runs)
    sizes = [work(smallest)]
    least = most = sizes[0]
    for run in runs:
        size = work(run)
        sizes.append(size)
        if size < least:
            smallest, least = run, size
        if size >= most:
            largest, most = run, size
    share = (sum(sizes) / len(sizes) - least) / (most - least) if most > least else 0.5
    return Span(smallest, largest, share, even=most == least)


def _work_in(plan: Plan) -> Callable[[Run], float]:
    """Return how to tell a run's work: its days, each as long as its residents make it. What does not vary is the same to all."""
    factors = plan.experiment.factors
    places = {name: place for place, name in enumerate(factors) if factors[name] is float}

    def value(run: Run, name: str) -> float:
        return float(run.values[places[name]]) if name in places else 1.0

    return lambda run: value(run, DAYS) * (RESIDENTS_OF_A_DAY + value(run, RESIDENTS))


def _trials(plan: Plan, runs: Sequence[Run]) -> list[Trial]:
    """Live through some runs, and through the first twice if that is quick."""
    first = _trial(plan, runs[0])
    if first.error is None and first.seconds < SHORT_SECONDS:
        first = _trial(plan, runs[0])
    return [first, *(_trial(plan, run) for run in runs[1:])]


def _trial(plan: Plan, run: Run) -> Trial:
    own = math.inf if plan.timeout is None else plan.timeout
    lived = live(plan.experiment, run, min(own, PATIENCE_SECONDS))
    stopped = lived.error == f"TimedOut: {TIMED_OUT}" and own > PATIENCE_SECONDS
    return Trial(lived.seconds, *_sizes(tables_of(plan.experiment, [lived]).values()), stopped, None if stopped else lived.error)


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


# -- under way ----------------------------------------------------------------------------------------------------------------------

RECENT_RECEIPTS = 20
THIN_SECONDS = 1.0
"""Receipts closer than this are remembered as one: a thousand workers send many."""


class Pace:
    """How many runs a second are lived through of late: over the last 20 receipts or ten minutes, whichever is longer.

    So neither a slow beginning nor hours with the lid closed count for long.
    """

    def __init__(self) -> None:
        self.heard: deque[tuple[float, int]] = deque()
        """When, and how many runs were lived through by then; the first is where we count from."""

    def hear(self, counts: Counts) -> None:
        """Take note of a receipt; of those within a second the last is kept, and of old ones none."""
        now = monotonic()
        if len(self.heard) > 1 and now - self.heard[-2][0] < THIN_SECONDS:
            self.heard.pop()
        self.heard.append((now, counts.lived))
        while len(self.heard) > RECENT_RECEIPTS + 1 and now - self.heard[1][0] >= RECENT_SECONDS:
            self.heard.popleft()

    @property
    def rate(self) -> float | None:
        """Return runs a second; None before the first."""
        (since, before), (now, lived) = self.heard[0], self.heard[-1]
        return (lived - before) / max(1e-9, now - since) if lived > before else None


# -- by the folder ------------------------------------------------------------------------------------------------------------------

RECENT_RUNS = 10
FEWEST = 2
"""Fewer runs tell nothing of a rate."""

Spent = tuple[datetime, datetime]
"""When a run started, and when it ended."""


@dataclass(frozen=True)
class Status:
    """How far a study is."""

    total: int
    done: int
    failed: int
    holder: Claim | None
    """Who writes into the folder, as far as can be known."""
    runs_a_second: float | None
    """Lately; None where too few runs tell."""
    started: datetime
    latest: datetime | None
    """When a run ended last."""

    @property
    def missing(self) -> int:
        """Return how many runs are to come."""
        return max(0, self.total - self.done - self.failed)

    @property
    def running(self) -> bool:
        """Say whether somebody works on what is missing."""
        return self.holder is not None and self.missing > 0

    @property
    def seconds_left(self) -> float | None:
        """Return how long the rest takes at the rate of late, while somebody works on it."""
        return self.missing / self.runs_a_second if self.running and self.runs_a_second else None


def status(folder: Path) -> Status:
    """Look at a folder."""
    manifest = read_manifest(folder)
    rows = all_rows(folder, manifest.runs_schema(), columns=("started",))
    done = pc.sum(pc.equal(rows["status"], DONE)).as_py() or 0
    started, ended = rows["started"].to_pylist(), rows["finished"].to_pylist()
    return Status(
        total=manifest.runs,
        done=done,
        failed=rows.num_rows - done,
        holder=holder(folder),
        runs_a_second=rate_of(zip(started, ended, strict=True)),
        started=manifest.started,
        latest=max(ended).astimezone(UTC) if ended else None,
    )


def rate_of(spans: Iterable[Spent]) -> float | None:
    """Return runs a second of late: the latest runs, over the time since the end of the one before them, less the pauses."""
    runs = sorted(spans, key=itemgetter(1))
    if len(runs) < FEWEST:
        return None
    lately = sum((runs[-1][1] - ended).total_seconds() <= RECENT_SECONDS for _, ended in runs)
    count = max(RECENT_RUNS, lately)
    before = runs[-count - 1][1] if len(runs) > count else None
    seconds = _worked(runs[-count:], before)
    return len(runs[-count:]) / seconds if seconds > 0 else None


def _worked(runs: Sequence[Spent], before: datetime | None) -> float:
    """Return the seconds up to the last end, since an end before or else since the first start, less the pauses.

    A pause is a time between two ends in which none of the runs that ended later had started: nobody worked on the study.
    """
    starts = list(accumulate((started for started, _ in reversed(runs)), min))[::-1]
    seconds, last = 0.0, before or starts[0]
    for (_, ended), begun in zip(runs, starts, strict=True):
        seconds += (ended - max(last, begun)).total_seconds()
        last = ended
    return seconds
