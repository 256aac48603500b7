"""Is a folder what it says it is? Every file unharmed, no run missing, every row under its own hash, a sample the same when lived again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from cogov.experiments.chunk import live
from cogov.experiments.designs.plans import replan
from cogov.experiments.functions import NO_POLICIES
from cogov.experiments.identity import Identity
from cogov.experiments.own import refuse_elsewhere, run_kept
from cogov.experiments.plan import Plan, Run
from cogov.experiments.store.files import all_rows, refuse_damaged, refuse_lost
from cogov.experiments.store.frames import table_of
from cogov.experiments.store.manifest import AGREEING, ARITHMETIC, Manifest, altered, made_otherwise, manifest_of, read_manifest, understood
from cogov.experiments.store.schema import CIRCUMSTANCES, DONE, RUN_ID, RUNS, Lived, tables_of
from cogov.experiments.store.soundness import unsound
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)

SAMPLE = 5
"""Runs lived through again, unless told."""

SAID_TWICE = (*AGREEING, "runs", "points", "copies", "seeds")
"""Parts of a manifest that its design decides."""


@dataclass(frozen=True)
class DifferingRun:
    """A run whose row is not what its name says, or not what came out when it was lived through again."""

    run_id: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Verification:
    """What was found."""

    total: int
    done: int
    failed: int
    missing: int
    extra: int
    misnamed: tuple[DifferingRun, ...]
    sampled: int
    differing: tuple[DifferingRun, ...]
    replanned: bool
    """Whether the runs could be planned again: only then can any be lived through again."""
    libraries: tuple[tuple[str, str, str], ...]
    """Libraries of another version than made the results: name, then, now."""
    altered: tuple[str, ...]
    """Parts of the manifest that are not what its design says."""
    unsound: tuple[Problem, ...]
    """Files that hold what they may not."""

    @property
    def fine(self) -> bool:
        """Say whether the folder is what it says it is, every run done."""
        return not (self.failed or self.missing or self.extra or self.misnamed or self.differing or self.altered or self.unsound)

    @property
    def elsewhere(self) -> bool:
        """Say whether nothing is wrong but what another processor or system may give otherwise."""
        same_but_for_digits = replace(self, differing=()).fine
        return bool(self.differing) and same_but_for_digits and any(name == ARITHMETIC for name, _, _ in self.libraries)


def verify(
    folder: Path, sample: int = SAMPLE, plan: Plan | None = None, on_run: Callable[[], None] | None = None, *, run_code: bool = False
) -> Verification:
    """Check a folder, and live through a sample of its runs again. A study from Python is planned by its own code: give its plan.

    `run_code` lets files of rules run that the folder keeps; without it a folder that needs them is refused.
    """
    manifest = read_manifest(folder)
    refuse_lost(folder, tuple(manifest.tables))
    refuse_damaged(folder, tuple(manifest.tables))
    libraries = tuple(_other_libraries(manifest))
    if plan is None and manifest.design:
        with understood(folder):
            plan = plan_kept(manifest, run_code=run_code)
    asked = None if plan is None else {run.run_id: run for run in plan.runs()}
    rows = {row[RUN_ID]: row for row in _rows(folder, manifest)}
    done = [name for name, row in rows.items() if row["status"] == DONE]
    chosen = [asked[name] for name in _spread([name for name in done if name in asked], sample)] if asked else []
    return Verification(
        total=manifest.runs if asked is None else len(asked),
        done=len(done),
        failed=len(rows) - len(done),
        missing=max(0, manifest.runs - len(rows)) if asked is None else len(asked.keys() - rows.keys()),
        extra=max(0, len(rows) - manifest.runs) if asked is None else len(rows.keys() - asked.keys()),
        misnamed=tuple(_misnamed(manifest, rows, asked)),
        sampled=len(chosen),
        differing=() if plan is None else tuple(_lived_again(folder, plan, chosen, on_run or _say_nothing)),
        replanned=plan is not None,
        libraries=libraries,
        altered=() if plan is None else tuple(path for path, _, _ in altered(manifest, manifest_of(plan, _seeds(plan)), SAID_TWICE)),
        unsound=tuple(unsound(folder, manifest)),
    )


def _seeds(plan: Plan) -> dict[str, int]:
    seeds = [run.seed for run in plan.runs()]
    return {"first": min(seeds), "last": max(seeds)}


def _say_nothing() -> None:
    """Hear that a run was lived through again and keep it to oneself."""


def _other_libraries(manifest: Manifest) -> Iterator[tuple[str, str, str]]:
    """Yield libraries of other versions; refuse other code, under which every run would have another name."""
    for name, then, now in made_otherwise(manifest, manifest.made_here()):
        if name == "code":
            words = {"then": then, "now": now}
            raise InputError(Problem(SAY.other_code.filled(**words)))
        yield name.removeprefix("versions."), then, now


def _rows(folder: Path, manifest: Manifest) -> list[dict[str, Any]]:
    names = ("point", *manifest.factors, "policy", "replicate", "seed")
    found: list[dict[str, Any]] = all_rows(folder, manifest.runs_schema(), names).to_pylist()
    return found


def _spread(names: Sequence[str], count: int) -> list[str]:
    """Return so many, evenly spread: names are hashes, so this is a draw without a die."""
    count = min(count, len(names))
    return [names[place * len(names) // count] for place in range(count)]


def _misnamed(manifest: Manifest, rows: Mapping[str, Mapping[str, Any]], asked: Mapping[str, Run] | None) -> Iterator[DifferingRun]:
    """Yield rows that say another thing of their run than its hash: by the plan, or by the hash of what the row itself says."""
    if asked is None:
        yield from _misnamed_alone(manifest, rows)
        return
    for name, row in rows.items():
        if (run := asked.get(name)) is None:
            continue
        meant = {"point": run.point, "policy": run.policy, "replicate": run.replicate, "seed": run.seed}
        meant |= dict(zip(manifest.factors, run.values, strict=False))  # a factor less is told as altered
        if wrong := tuple(key for key, value in meant.items() if row[key] != value):
            yield DifferingRun(name, wrong)


def _misnamed_alone(manifest: Manifest, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[DifferingRun]:
    """Without a plan the settings of policies are not known; a study without policies needs none."""
    identity = Identity(manifest.experiment, list(manifest.factors), NO_POLICIES)
    for name, row in rows.items():
        known = row["policy"] in NO_POLICIES
        if known and identity.run_id(row["policy"], [row[factor] for factor in manifest.factors], row["seed"]) != name:
            yield DifferingRun(name, (RUN_ID,))


def _lived_again(folder: Path, plan: Plan, runs: Sequence[Run], tell: Callable[[], None]) -> Iterator[DifferingRun]:
    for run in runs:
        again = tables_of(plan.experiment, [live(plan.experiment, run, timeout=None)])
        tell()
        yield from unlike(folder, again, run.run_id)


def unlike(folder: Path, again: Mapping[str, pa.Table], run_id: str) -> Iterator[DifferingRun]:
    """Yield the difference between a run as a folder holds it and its tables made again, if there is any."""
    wrong = [name for kind in again for name in _unlike(kind, table_of(folder, kind, only=[run_id]), again[kind])]
    if wrong:
        yield DifferingRun(run_id, tuple(wrong))


def unlike_folders(folder: Path, again: Path) -> tuple[str, ...]:
    """Return the columns in which two folders of one study differ in a single bit; those of the clock and the machine aside."""
    kinds = (RUNS, *read_manifest(folder).tables)
    return tuple(name for kind in kinds for name in _unlike(kind, table_of(folder, kind), table_of(again, kind)))


def refuse_other_code(manifest: Manifest) -> tuple[tuple[str, str, str], ...]:
    """Refuse results of other code, under which every run would have another name; return libraries of other versions."""
    return tuple(_other_libraries(manifest))


def made_again(plan: Plan, folder: Path, name: str) -> tuple[Lived, tuple[DifferingRun, ...]]:
    """Live through one run of a folder again, named by its run_id or how that begins, and hold it beside its row."""
    found = [run for run in plan.runs() if run.run_id.startswith(name)]
    if len(found) != 1:
        known = [run.run_id for run in (found or list(islice(plan.runs(), SAMPLE)))][:SAMPLE]
        raise InputError(Problem(SAY.several if found else SAY.no_run, key="--run", value=name, allowed=tuple(known)))
    lived = live(plan.experiment, found[0], timeout=None)
    return lived, tuple(unlike(folder, tables_of(plan.experiment, [lived]), lived.run.run_id))


def plan_kept(manifest: Manifest, *, run_code: bool) -> Plan:
    """Return the plan of a study as its manifest keeps it, or refuse one that was planned in Python, or needs code that may not run."""
    if not manifest.design:
        raise InputError(Problem(SAY.from_python))
    own = manifest.design.get("own", {})
    if run_code:
        run_kept(own)
    refuse_elsewhere(own)
    return replace(replan(manifest.design), request=manifest.request, prices=manifest.prices, notes=manifest.notes)


def _unlike(kind: str, then: pa.Table, now: pa.Table) -> Iterator[str]:
    """Yield the columns that differ in a single bit; those of the clock and the machine aside."""
    for name in now.column_names:
        if kind != RUNS or name not in CIRCUMSTANCES:
            a, b = then[name].combine_chunks(), now[name].combine_chunks()
            if bits(a) != bits(b):
                yield name if kind == RUNS else f"{kind}.{name}"


def bits(column: pa.Array) -> object:
    """Return what two columns share exactly when they are equal bit for bit."""
    if pa.types.is_floating(column.type):
        return column.is_null().to_pylist(), column.fill_null(0.0).to_numpy(zero_copy_only=False).tobytes()
    return column.to_pylist()
