"""How long a study will take and how large its folder will be, from its smallest and its largest run lived through beforehand."""

import io
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

import pyarrow as pa
import pyarrow.parquet as pq

from cogov.experiments.chunk import live
from cogov.experiments.plan import TIMED_OUT, Plan, Run
from cogov.experiments.store.compaction import MANY
from cogov.experiments.store.rows import tables_of
from cogov.experiments.sweep import CHUNK_SECONDS, MOST_RUNS

SHORT_SECONDS = 5.0
"""A first pilot shorter than this is done twice: the first run of a process also reads the code from the disk."""
PATIENCE_SECONDS = 60.0
"""A pilot that takes longer is stopped, and the estimate is the least that the study can take."""
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
    """Of the mean run; NaN when a pilot failed."""
    bytes_a_run: float
    file_bytes: float
    """What a file takes beside its rows."""
    first: tuple[Run, ...]
    factors: tuple[str, ...]
    pilots: tuple[float, ...] = ()
    """Seconds of the smallest run and of the largest; of runs of one size, of the first and the last."""
    even: bool = True
    """Whether all runs are of one size."""
    stopped: bool = False
    """Whether a pilot took too long to be lived through: all is then a lower bound."""
    error: str | None = None

    @property
    def missing(self) -> int:
        """Return how many runs have to be lived through."""
        return self.runs - self.done

    @property
    def seconds(self) -> float:
        """Return how long the missing runs take all workers together: the slowest has one run more than the others, or the largest."""
        return max(math.ceil(self.missing / self.workers) * self.seconds_a_run, *self.pilots, 0.0)

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
class Pilot:
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
    pilots = _pilots(plan, span.ends)
    error = next((one.error for one in pilots if one.error is not None), None)
    seconds = () if error else tuple(one.seconds for one in pilots)
    mean, body = span.mean(seconds or (math.nan,)), span.mean(one.row_bytes for one in pilots)
    stopped = any(one.stopped for one in pilots)
    return Estimate(plan.count, done, workers, mean, body, pilots[-1].file_bytes, first, factors, seconds, span.even, stopped, error)


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


def _pilots(plan: Plan, runs: Sequence[Run]) -> list[Pilot]:
    """Live through some runs, and through the first twice if that is quick."""
    first = _pilot(plan, runs[0])
    if first.error is None and first.seconds < SHORT_SECONDS:
        first = _pilot(plan, runs[0])
    return [first, *(_pilot(plan, run) for run in runs[1:])]


def _pilot(plan: Plan, run: Run) -> Pilot:
    own = math.inf if plan.timeout is None else plan.timeout
    lived = live(plan.experiment, run, min(own, PATIENCE_SECONDS))
    stopped = lived.error == f"TimedOut: {TIMED_OUT}" and own > PATIENCE_SECONDS
    return Pilot(lived.seconds, *_sizes(tables_of(plan.experiment, [lived]).values()), stopped, None if stopped else lived.error)


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
