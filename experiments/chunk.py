"""A few runs of a study on their way to a worker: lived through there, and kept by the worker itself."""

import hashlib
import pickle
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import cloudpickle

from cogov.experiments.engines.engine import Died, Task
from cogov.experiments.identity import code_fingerprint
from cogov.experiments.own import Own
from cogov.experiments.plan import TIMED_OUT, Deadline, Experiment, InCompany, Outcome, Plan, Run, most_together
from cogov.experiments.runner import said_of, writable
from cogov.experiments.store.files import write_tables
from cogov.experiments.store.manifest import COMPUTING, versions, what_counts
from cogov.experiments.store.schema import Lived, tables_of
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

SPAN_SECONDS = 2.0
"""A worker keeps what it has after so long, and gives the rest back: a kill loses no more."""
GRACE_SECONDS = 30.0
"""How far past twice its timeout a run is that looks at no clock, when its worker is stopped; a worker also has to write."""

MOST_KILLS = 3
"""A run whose workers were ended from outside so often counts as failed."""
KILLS_BESIDE_OTHERS = 2
"""After so many it is tried with nothing else under way: the memory that others hold may be why."""

TERMINATED = (
    "WorkerTerminated: killed by the system (memory?), by somebody or by the job system (signal {}) each time the run was tried, the last time "
    "with nothing else under way"
)
NOT_BEGUN = "WorkerNotReady: the worker did not get ready to begin with the run, also when it is tried again alone"
WORKER_ENDED = "WorkerDied: the run ends its worker process, also when it is tried again alone"


@dataclass(frozen=True)
class PackedExperiment:
    """An experiment packed to travel: what all chunks of a study share, small enough to go with each."""

    own: bytes
    """What was declared, which has to be known before the experiment can be read."""
    pickled: bytes
    digest: str
    folder: Path
    timeout: float | None
    made_with: str

    @classmethod
    def of(cls, plan: Plan, folder: Path) -> "PackedExperiment":
        """Make an experiment ready to travel."""
        pickled = cloudpickle.dumps(plan.experiment)  # what a script or a notebook defines goes along
        return cls(cloudpickle.dumps(Own.here()), pickled, hashlib.sha256(pickled).hexdigest(), folder.resolve(), plan.timeout, made_with())

    def experiment(self) -> Experiment:
        """Return the experiment; a worker reads it once."""
        if self.digest not in _READ:
            if (theirs := made_with()) != self.made_with:
                words = {"theirs": theirs, "ours": self.made_with}
                raise InputError(Problem(SAY.other_code.filled(**words), key="--dask"))
            _READ.clear()
            pickle.loads(self.own).declare()  # noqa: S301 - our own coordinator sent it
            _READ[self.digest] = pickle.loads(self.pickled)  # noqa: S301 - our own coordinator sent it
        return _READ[self.digest]


_READ: dict[str, Experiment] = {}
"""The experiment that this process works on, by its digest."""


def made_with() -> str:
    """Return what computes results, in one line."""
    return ", ".join([f"code {code_fingerprint()[:12]}", *(f"{name} {what_counts(name, versions()[name])}" for name in COMPUTING)])


@dataclass(frozen=True)
class Receipt:
    """What a worker says of a chunk: how many of its runs it lived through, from the first on, and what they took."""

    lived: int
    failed: int
    seconds: float
    stem: str
    company: bool = True
    """Whether runs were lived through together; where one failed they were not, and the rest is given back to be lived through one by one."""


@dataclass(frozen=True)
class Chunk(Task[Receipt]):
    """A few runs of a study, as a task."""

    study: PackedExperiment
    runs: tuple[Run, ...]
    deaths: tuple[Died, ...] = ()
    """Of workers that had its one run before."""
    company: bool = True
    """Whether runs may be lived through together."""

    @property
    def alone(self) -> bool:
        """Whether nothing else may be under way beside it."""
        return self.killed >= KILLS_BESIDE_OTHERS or not all(death.certain for death in self.deaths)

    @property
    def killed(self) -> int:
        """Return how often its run had a worker ended from outside."""
        return sum(death.signal is not None for death in self.deaths)

    @property
    def limit(self) -> float | None:
        """Return when its worker is stopped: one run far past its timeout, after all others took the usual span, together or one by one."""
        timeout, tries = self.study.timeout, 2 + (len(self.runs) > 1)
        return None if timeout is None else SPAN_SECONDS + tries * timeout + GRACE_SECONDS

    def prepare(self) -> None:
        """Read the experiment and import what its runs need."""
        self.study.experiment().prepare()

    def __call__(self) -> Receipt:
        """Live through the runs until the span is over, and keep what became of them."""
        experiment, lived, company = self.study.experiment(), list[Lived](), self.company
        begun = time.monotonic()
        try:
            while len(lived) < len(self.runs) and time.monotonic() - begun <= SPAN_SECONDS:
                size = most_together(experiment) if company else 1
                found = live_in_company(experiment, self.runs[len(lived) : len(lived) + size], self.study.timeout)
                company = company and found is not None
                lived.extend(found or [])
        finally:  # Ctrl-C keeps what was done
            stem = write_tables(self.study.folder, tables_of(experiment, lived)) if lived else ""
        failed = sum(one.error is not None for one in lived)
        return Receipt(len(lived), failed, time.monotonic() - begun, stem, company)


def live_in_company(experiment: Experiment, runs: Sequence[Run], timeout: float | None) -> list[Lived] | None:
    """Live through runs in one pass; None where any of them fails: which, and how, is known when each is lived through alone."""
    if len(runs) == 1 or not isinstance(experiment, InCompany):
        return [live(experiment, run, timeout) for run in runs]
    started, begun = datetime.now(UTC), time.perf_counter()
    try:
        outcomes = [_checked(experiment, one) for one in experiment.live_together(runs, Deadline.after(timeout))]
    except (Exception, SystemExit):  # noqa: BLE001 - it is told of the run that raises it
        return None
    finished, seconds = datetime.now(UTC), (time.perf_counter() - begun) / len(runs)
    return [Lived(run, started, finished, seconds, one.values, one.tables) for run, one in zip(runs, outcomes, strict=True)]


def live(experiment: Experiment, run: Run, timeout: float | None) -> Lived:
    """Live through one run. Whatever it raises is its result; only Ctrl-C is not."""
    started, begun = datetime.now(UTC), time.perf_counter()
    try:
        outcome = _checked(experiment, experiment.live(run, Deadline.after(timeout)))
        error, where = None, None
    except (Exception, SystemExit) as failure:  # noqa: BLE001 - one run must not take the others with it
        outcome = Outcome({})
        error, where = said_of(failure), writable(traceback.format_exc())
    seconds = time.perf_counter() - begun
    return Lived(run, started, datetime.now(UTC), seconds, outcome.values, outcome.tables, error, where)


def _checked(experiment: Experiment, outcome: Outcome) -> Outcome:
    """Refuse numbers and tables that were not declared: they would get lost without a word."""
    if unknown := sorted({*outcome.values} - {*experiment.outputs}) + sorted({*outcome.tables} - {*experiment.tables}):
        raise ValueError(f"the run left what its experiment does not declare: {', '.join(unknown)}")
    for kind, table in outcome.tables.items():
        if table.schema != experiment.tables[kind]:
            raise ValueError(f"the run left a table {kind} with other columns than its experiment declares")
    return outcome


def died(run: Run, death: Died) -> Lived:
    """Return the row of a run that ended its worker and left nothing."""
    now = datetime.now(UTC)
    error = _words_of(death)
    return Lived(run, now, now, float("nan"), error=error, traceback=f"{error} ({death.detail})")


def _words_of(death: Died) -> str:
    if death.signal is not None:
        return TERMINATED.format(death.signal)
    if not death.begun:
        return NOT_BEGUN
    return f"TimedOut: {TIMED_OUT}" if death.too_long else WORKER_ENDED
