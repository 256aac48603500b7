"""The folder of a study while it is under way: held by one writer, of one experiment, without leftovers."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow as pa

from cogov.experiments.plan import Plan
from cogov.experiments.recorded import RECORDABLE
from cogov.experiments.store.census import Census, census
from cogov.experiments.store.claim import NO_FOLDER, claimed
from cogov.experiments.store.compaction import Compaction, small, tables_among
from cogov.experiments.store.files import path_of, stems, write_tables
from cogov.experiments.store.manifest import NOT_ASKED_FOR, Manifest, check_agreement, manifest_in, manifest_of
from cogov.experiments.store.schema import RUNS, Lived, schemas, tables_of
from cogov.experiments.writing import HALF
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

ORPHANED_SECONDS = 3600
"""A table whose runs never came, so old, has no writer any more."""

KINDS = (RUNS, *RECORDABLE)
SHOWN = 5


@dataclass(frozen=True)
class Store:
    """A folder, the plan that goes on in it, and what of the plan is there already."""

    folder: Path
    plan: Plan
    schemas: Mapping[str, pa.Schema]
    """Columns of the runs and of the tables beside them, by kind."""
    manifest: Manifest
    there: Census
    orphans: frozenset[Path] = frozenset()
    """Tables without their runs that stood there before: who writes them may be at it still."""

    def keep(self, lived: Sequence[Lived]) -> None:
        """Keep what became of some runs."""
        write_tables(self.folder, tables_of(self.plan.experiment, lived))

    def compaction(self, names: Sequence[str]) -> Compaction:
        """Return the task that makes the files of some chunks into one."""
        return Compaction(self.folder, self.schemas, tuple(names))

    def small(self) -> list[str]:
        """Return the chunks that can be made into one."""
        return small(self.folder, tables_among(self.schemas))

    def clear(self, *, nobody_writes: bool) -> None:
        """Remove what dead workers left: files without their name and, if no worker can be writing any more, tables whose runs never came."""
        new = set(_orphans(self.folder, tables_among(self.schemas))) - self.orphans if nobody_writes else ()
        _remove([*self.folder.glob(f"*/.*{HALF}"), *new])

    def finish(self, lived: int) -> None:
        """Say in the manifest that every run is there, and since when."""
        if lived or self.manifest.finished is None:
            self.manifest.model_copy(update={"finished": datetime.now(UTC)}).write(self.folder)


@contextmanager
def opened(folder: Path, plan: Plan) -> Iterator[Store]:
    """Hold the folder of a plan; refuse, before anything is written, one that another holds or that is another experiment's."""
    columns = schemas(plan.experiment)
    kinds = tables_among(columns)
    _agreed(folder, manifest_of(plan, {}))
    _make(folder, kinds)
    with claimed(folder):
        manifest = _agreed(folder, manifest_of(plan, {}))
        there = census(folder, plan)
        _refuse_extras(folder, plan, there)
        orphans = frozenset(_orphans(folder, kinds))
        _remove([*_unnamed(folder), *(path for path in orphans if _is_old(path))])
        for name in stems(folder) if there.moved else ():
            Compaction(folder, columns, (name,), there.moved)()
        complete = there.done + there.failed == plan.count
        manifest = manifest.model_copy(update={"seeds": there.seeds, "finished": manifest.finished if complete else None})
        manifest.write(folder)
        yield Store(folder, plan, columns, manifest, there, orphans)


def looked_at(folder: Path, plan: Plan) -> Census:
    """Return what of a plan a folder holds, without touching it; refuse one that is another experiment's."""
    _agreed(folder, manifest_of(plan, {}))
    there = census(folder, plan)
    _refuse_extras(folder, plan, there)
    return there


def _agreed(folder: Path, new: Manifest) -> Manifest:
    """Return the manifest under which a study goes on, or begins."""
    old = manifest_in(folder)
    if old is not None:
        check_agreement(folder, old, new)
        return new.model_copy(update={"started": old.started, "finished": old.finished})
    if stems(folder):
        raise InputError(Problem(SAY.no_manifest, key=str(folder)))
    if strange := _strange(folder):
        raise InputError(Problem(SAY.foreign, key=str(folder), value=", ".join(strange[:SHOWN])))
    return new


def _strange(folder: Path) -> list[str]:
    """Return what stands in a folder and is none of a study's; hidden files are nobody's."""
    if not folder.is_dir():
        return []
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and path.name not in KINDS)


def _make(folder: Path, kinds: Sequence[str]) -> None:
    try:
        for kind in (RUNS, *kinds):
            (folder / kind).mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder / RUNS, prefix="."):
            pass
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise InputError(Problem(NO_FOLDER, key=str(folder), value=reason)) from None


def _refuse_extras(folder: Path, plan: Plan, there: Census) -> None:
    """A folder holds one design's runs and no others, so that whoever reads it reads that design."""
    if there.extra:
        _, entry = there.extras(plan)[0]
        words = {"count": there.extra, "policy": entry.policy or "–", "seed": entry.seed}
        raise InputError(Problem(NOT_ASKED_FOR.filled(**words), key=str(folder)))


def _unnamed(folder: Path) -> list[Path]:
    """Return files whose writer died before they got their name."""
    return [*folder.glob(f".*{HALF}"), *folder.glob(f"*/.*{HALF}")]


def _orphans(folder: Path, kinds: Sequence[str]) -> list[Path]:
    """Return tables whose runs never came."""
    runs = set(stems(folder))
    return [path_of(folder, kind, name) for kind in kinds for name in stems(folder, kind) if name not in runs]


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return path.stat().st_mtime < time.time() - ORPHANED_SECONDS
    return False


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # one that somebody reads stays on Windows, for the next time
            path.unlink()
