"""A study from its plan to its folder: every run that is not there yet, in small chunks, wherever the engine has room.

The coordinator holds no results: workers write what runs leave and send receipts. So its memory does not grow with the study.
"""

import math
import time
from collections import deque
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from cogov.experiments.chunk import MOST_KILLS, Chunk, PackedExperiment, Receipt, died
from cogov.experiments.engines.engine import Died, Engine, Serial, Task
from cogov.experiments.plan import Plan, Run, most_together
from cogov.experiments.store.compaction import MANY, Compaction
from cogov.experiments.store.files import path_of
from cogov.experiments.store.folder import Store, opened
from cogov.experiments.store.schema import RUNS
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

CHUNK_SECONDS = 1.0
"""What a chunk should take: writing it costs some milliseconds, losing it so much."""
MOST_RUNS = 500
"""In a chunk."""
SHOWN_SECONDS = 30.0


@dataclass(frozen=True)
class Counts:
    """How far a study is."""

    total: int
    done: int
    failed: int
    lived: int = 0
    """Runs lived through by this sweep; the others were there."""

    @property
    def missing(self) -> int:
        """Return how many runs are to come."""
        return self.total - self.done - self.failed


OnProgress = Callable[[Counts], None]


def sweep(
    plan: Plan, folder: Path, engine: Engine | None = None, *, retry_failed: bool = False, on_progress: OnProgress | None = None
) -> Counts:
    """Live through every run of a plan that its folder does not hold. Failed runs count as there, unless they are to be tried again."""
    engine = engine or Serial()
    with opened(folder, plan.within(engine.memory)) as store:
        foreman = Foreman(store, retry_failed=retry_failed)
        tell = on_progress or _say_nothing
        tell(foreman.counts)
        chosen = foreman.engine(engine)
        try:
            with closing(chosen.work(foreman.next_task)) as ended:
                for task, found in ended:
                    foreman.hear(task, found)
                    tell(foreman.counts)
        finally:
            store.clear(nobody_writes=chosen.leaves_nobody)
        store.finish(foreman.counts.lived)
    return foreman.counts


def _await_file(path: Path) -> None:
    """See that a worker wrote into our folder; a network's disk may show it late."""
    patience = time.monotonic() + SHOWN_SECONDS
    while not path.exists():
        if time.monotonic() > patience:
            raise InputError(Problem(SAY.elsewhere, key=str(path.parents[1])))
        time.sleep(0.1)


def _say_nothing(_: Counts) -> None:
    """Hear how far a study is and keep it to oneself."""


def _taken(runs: deque[Run], most: int) -> tuple[Run, ...]:
    """Take so many runs from those at hand, or all that there are."""
    return tuple(runs.popleft() for _ in range(min(most, len(runs))))


class Foreman:
    """Makes the tasks of a study, and makes sense of what becomes of them."""

    def __init__(self, store: Store, *, retry_failed: bool = False) -> None:
        there = store.there
        self.store = store
        self.study = PackedExperiment.of(store.plan, store.folder)
        self.counts = Counts(store.plan.count, there.done, 0 if retry_failed else there.failed)
        self._runs = there.missing(store.plan, retry_failed=retry_failed)
        self._given_back: deque[Run] = deque()
        self._apart: deque[Run] = deque()
        """Runs of a company in which one failed: they are lived through one by one."""
        self._suspects: deque[Chunk] = deque()
        """Runs whose worker died: each is tried once more, by itself."""
        self._small = store.small()
        self._looked_again = False
        self._seconds = CHUNK_SECONDS
        """What a run takes, by the latest chunks."""
        self._under_way = 0
        self._together = most_together(store.plan.experiment)

    def engine(self, asked: Engine) -> Engine:
        """Return the engine that was asked for, if it has runs to live through."""
        return asked if self.counts.missing else Serial()

    def next_task(self) -> Task[Receipt | str | None] | None:
        """Return what to do next: runs first, small files when they are many or nothing else is left."""
        suspect = self._suspects.popleft() if self._suspects else None
        task = suspect or self._many_files() or self._chunk() or self._last_files()
        self._under_way += task is not None
        return task

    def _chunk(self) -> Chunk | None:
        """Take as many runs as the usual span holds, or a company of them, and fewer towards the end, so that workers end together.

        Where nothing is under way once some runs have been lived through there is one worker, and nobody to share with.
        """
        others = max(self._under_way, not self.counts.lived)
        share = math.ceil(self.counts.missing / max(1, 2 * others))
        usual = round(CHUNK_SECONDS / self._seconds)
        if self._apart:
            return Chunk(self.study, _taken(self._apart, max(1, usual)), company=False)
        size = max(1, min(max(usual, self._together), share, MOST_RUNS))
        again = _taken(self._given_back, size)
        runs = (*again, *islice(self._runs, size - len(again)))
        return Chunk(self.study, runs) if runs else None

    def _many_files(self) -> Compaction | None:
        return self._compaction() if len(self._small) >= MANY else None

    def _last_files(self) -> Compaction | None:
        """Take what small files are left when no run is under way, those of workers that died before they told of them too."""
        if self._under_way:
            return None
        if not self._looked_again:
            self._small, self._looked_again = self.store.small(), True
        return self._compaction() if len(self._small) > 1 else None

    def _compaction(self) -> Compaction:
        names, self._small = self._small[:MANY], self._small[MANY:]
        return self.store.compaction(names)

    def hear(self, task: Task[Receipt | str | None], found: Receipt | str | Died | None) -> None:
        """Take note of what became of a task."""
        self._under_way -= 1
        if isinstance(task, Chunk) and isinstance(found, Receipt):
            self._lived(task, found)
        elif isinstance(task, Chunk) and isinstance(found, Died):
            self._died(task, found)

    def _lived(self, chunk: Chunk, receipt: Receipt) -> None:
        _await_file(path_of(self.store.folder, RUNS, receipt.stem))
        (self._given_back if receipt.company else self._apart).extend(chunk.runs[receipt.lived :])
        self._small.append(receipt.stem)
        self._seconds = max(1e-6, (self._seconds + receipt.seconds / receipt.lived) / 2)
        self._count(receipt.lived, receipt.failed)

    def _died(self, chunk: Chunk, death: Died) -> None:
        """Try each run again by itself; one that was tried again has failed, unless its worker was ended from outside, and not too often."""
        again = [replace(chunk, runs=(run,), deaths=(*chunk.deaths, death)) for run in chunk.runs]
        if not chunk.deaths or (death.signal is not None and again[0].killed < MOST_KILLS):
            self._suspects.extend(again)
        else:
            self.store.keep([died(chunk.runs[0], death)])
            self._count(1, 1)

    def _count(self, lived: int, failed: int) -> None:
        now = self.counts
        self.counts = replace(now, done=now.done + lived - failed, failed=now.failed + failed, lived=now.lived + lived)
