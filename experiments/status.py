"""How far a study is, by its folder alone: also while somebody else's sweep writes there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from operator import itemgetter
from pathlib import Path

import pyarrow.compute as pc

from cogov.experiments.store.choosing import all_rows
from cogov.experiments.store.claim import Claim, holder
from cogov.experiments.store.manifest import read_manifest
from cogov.experiments.store.schema import DONE

RECENT_RUNS, RECENT_SECONDS = 10, 600.0
"""The rate is that of so many runs up to the latest, or of so long a time, whichever is longer."""
FEWEST = 2
"""Fewer runs tell nothing of a rate."""

Span = tuple[datetime, datetime]
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


def rate_of(spans: Iterable[Span]) -> float | None:
    """Return runs a second of late: the latest runs, over the time since the end of the one before them, less the pauses."""
    runs = sorted(spans, key=itemgetter(1))
    if len(runs) < FEWEST:
        return None
    lately = sum((runs[-1][1] - ended).total_seconds() <= RECENT_SECONDS for _, ended in runs)
    count = max(RECENT_RUNS, lately)
    before = runs[-count - 1][1] if len(runs) > count else None
    seconds = _worked(runs[-count:], before)
    return len(runs[-count:]) / seconds if seconds > 0 else None


def _worked(runs: Sequence[Span], before: datetime | None) -> float:
    """Return the seconds up to the last end, since an end before or else since the first start, less the pauses.

    A pause is a time between two ends in which none of the runs that ended later had started: nobody worked on the study.
    """
    starts = list(accumulate((started for started, _ in reversed(runs)), min))[::-1]
    seconds, last = 0.0, before or starts[0]
    for (_, ended), begun in zip(runs, starts, strict=True):
        seconds += (ended - max(last, begun)).total_seconds()
        last = ended
    return seconds
