"""Which runs of a plan a folder holds already, and which it holds that the plan does not ask for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cogov.experiments.plan import Plan, Run
from cogov.experiments.store.compaction import Label
from cogov.experiments.store.files import all_rows
from cogov.experiments.store.schema import DONE, RUN_ID, schemas


class KnownRun(NamedTuple):
    """What a folder knows of a run."""

    done: bool
    point: int
    replicate: int
    policy: str
    seed: int


@dataclass
class Census:
    """The runs of a folder beside those of a plan."""

    known: Mapping[str, KnownRun]
    done: int = 0
    failed: int = 0
    moved: dict[str, Label] = field(default_factory=dict)
    """Runs whose design point or replicate has another number now: a study that grew may count its points anew."""
    seeds: dict[str, int] = field(default_factory=dict)
    """The smallest and the largest of the plan."""

    @property
    def extra(self) -> int:
        """Return how many runs the plan does not ask for."""
        return len(self.known) - self.done - self.failed

    def missing(self, plan: Plan, *, retry_failed: bool = False) -> Iterator[Run]:
        """Yield the runs that are not there; failed ones are, unless they are to be tried again."""
        for run in plan.runs():
            entry = self.known.get(run.run_id)
            if entry is None or (retry_failed and not entry.done):
                yield run

    def extras(self, plan: Plan) -> list[tuple[str, KnownRun]]:
        """Return the runs that the plan does not ask for."""
        asked = {run.run_id for run in plan.runs()}
        return [(run_id, entry) for run_id, entry in self.known.items() if run_id not in asked]

    def count(self, run: Run) -> None:
        """Count a run of the plan."""
        self.seeds["first"] = min(run.seed, self.seeds.get("first", run.seed))
        self.seeds["last"] = max(run.seed, self.seeds.get("last", run.seed))
        entry = self.known.get(run.run_id)
        if entry is None:
            return
        self.done += entry.done
        self.failed += not entry.done
        if (entry.point, entry.replicate) != (run.point, run.replicate):
            self.moved[run.run_id] = (run.point, run.replicate)


def census(folder: Path, plan: Plan) -> Census:
    """Hold what stands in a folder beside a plan."""
    found = Census(_known(folder, plan))
    for run in plan.runs():
        found.count(run)
    return found


def _known(folder: Path, plan: Plan) -> dict[str, KnownRun]:
    names = ("point", "replicate", "policy", "seed")
    rows = all_rows(folder, schemas(plan.experiment)["runs"], names)
    columns = [rows[name].to_pylist() for name in (RUN_ID, "status", *names)]
    return {run_id: KnownRun(status == DONE, *rest) for run_id, status, *rest in zip(*columns, strict=True)}
