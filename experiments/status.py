"""How far a study is, by its folder alone: also while somebody else's sweep writes there."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.compute as pc

from cogov.experiments.store.choosing import all_rows
from cogov.experiments.store.lock import is_locked
from cogov.experiments.store.manifest import read_manifest
from cogov.experiments.store.schema import DONE

RECENT_SECONDS = 600.0
"""The rate is that of so long a time up to the latest run."""


@dataclass(frozen=True)
class Status:
    """How far a study is."""

    total: int
    done: int
    failed: int
    running: bool
    """Whether somebody writes into the folder just now."""
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
    def seconds_left(self) -> float | None:
        """Return how long the rest takes at the rate of late, while somebody works on it."""
        return self.missing / self.runs_a_second if self.running and self.runs_a_second else None


def status(folder: Path) -> Status:
    """Look at a folder."""
    manifest = read_manifest(folder)
    rows = all_rows(folder, manifest.runs_schema(), columns=())
    done = pc.sum(pc.equal(rows["status"], DONE)).as_py() or 0
    ended = sorted(rows["finished"].to_pylist())
    return Status(
        total=manifest.runs,
        done=done,
        failed=rows.num_rows - done,
        running=is_locked(folder),
        runs_a_second=_rate(ended),
        started=manifest.started,
        latest=ended[-1].astimezone(UTC) if ended else None,
    )


def _rate(ended: list[datetime]) -> float | None:
    """Return runs a second of late: those that ended after the first of that time, over the time since."""
    if not ended:
        return None
    recent = [moment for moment in ended if (ended[-1] - moment).total_seconds() <= RECENT_SECONDS]
    seconds = (recent[-1] - recent[0]).total_seconds()
    return (len(recent) - 1) / seconds if seconds > 0 else None
