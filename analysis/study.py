"""A study as analysis sees it: a folder with its manifest, the table of its runs, and the design that says why they were made.

Reading plans nothing anew: all that a reader asks for stands in the folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pandas as pd

from cogov.experiments.recorded import every
from cogov.model.indicators import MAIN, group_of
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem, unknown
from cogov.scenarios.names import as_written, indicator_called, indicator_titles, titled, titles_of
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.designs.plans import Kept
    from cogov.experiments.store.manifest import Manifest

SAY = Words(__file__)

AROUND = (
    "run_id",
    "point",
    "policy",
    "replicate",
    "seed",
    "status",
    "error",
    "traceback",
    "seconds",
    "started",
    "finished",
    "host",
    "worker",
)
"""Columns that are neither a factor nor a result."""

OWN_POINTS = ("one_at_a_time",)
"""Kinds of design in which every policy has points of its own."""

SWITCH = {True: "on", False: "off"}
"""What a table calls the two values that a file says of a switch."""


@dataclass(frozen=True)
class VariedFactor:
    """What was varied: a range from `low` to `high`, or levels."""

    name: str
    low: float = float("nan")
    high: float = float("nan")
    levels: tuple[float | str, ...] = ()


@dataclass(frozen=True)
class Study:
    """Finished runs, one row each, and the design as its manifest keeps it."""

    runs: pd.DataFrame
    design: Mapping[str, Any]
    name: str = ""
    failed: int = 0
    stands_for: tuple[int, ...] = ()
    """For every point of the design the point of the same values that has the runs; empty where no two are the same."""
    missing: int = 0
    """Runs that are still to come."""
    told: tuple[Text, ...] = ()
    """What the manifest says a person was told before the runs: policies that are the same, phases that come too late, ..."""
    folder: Path = Path()

    @classmethod
    def in_folder(cls, folder: Path, manifest: "Manifest") -> Self:
        """Read the runs of a folder whose manifest is known."""
        from cogov.experiments.store.frames import load  # noqa: PLC0415 - Arrow is slow to import
        from cogov.experiments.store.manifest import understood  # noqa: PLC0415

        frame = load(folder)
        points = 0 if manifest.design.get("design") in OWN_POINTS else manifest.points
        study = cls.of(frame, manifest.design, str(folder), [manifest.copies.get(place, place) for place in range(points)])
        with understood(folder):
            _ = study.factors, study.titles, study.caption, study.policies
        return replace(study, missing=manifest.runs - len(frame), told=manifest.notes, folder=folder)

    @classmethod
    def of(cls, frame: pd.DataFrame, design: Mapping[str, Any], name: str = "", stands_for: Sequence[int] = ()) -> Self:
        """Keep the runs that were done."""
        done = frame[frame["status"] == "done"] if "status" in frame else frame
        ordered = done.sort_values(["point", "policy", "replicate"]).reset_index(drop=True)
        return cls(ordered, design, name, len(frame) - len(done), tuple(stands_for))

    def alike(self) -> Self:
        """Return the runs done under all policies, so that like is compared with like where some failed or are still to come.

        Where each policy has points of its own nothing is left out.
        """
        if self.kind in OWN_POINTS:
            return self
        policies = self.runs.groupby(["point", "replicate"])["policy"].transform("nunique")
        return replace(self, runs=self.runs[policies == len(self.policies)].reset_index(drop=True))

    def notes(self) -> list[Text]:
        """Say what a reader should know of the runs before the answer."""
        return [*self.told, *self._missed()]

    def _missed(self) -> list[Text]:
        said = [SAY.failed.filled(count=self.failed)] if self.failed else []
        return said + ([SAY.missing.filled(count=self.missing)] if self.missing > 0 else [])

    @property
    def kind(self) -> str:
        """How points were chosen: grid, morris, sobol, ..."""
        return str(self.design.get("design", ""))

    @cached_property
    def kept(self) -> "Kept":
        """Return the city and its policies, as they were resolved."""
        from cogov.experiments.designs.plans import Kept  # noqa: PLC0415

        return Kept.of(self.design)

    def table(self, kind: str) -> pd.DataFrame:
        """Return what was recorded beside the runs: `series`, `events`, `flows` or `townships`, with what run each row is of."""
        from cogov.experiments.store.frames import load  # noqa: PLC0415

        return load(self.folder, kind)

    @cached_property
    def titles(self) -> dict[str, Text]:
        """Return the neutral names of policies on the screen."""
        said = self.design.get("policies")
        return {name: Text(**one["title"]) for name, one in said.items() if one.get("title")} if isinstance(said, Mapping) else {}

    @cached_property
    def caption(self) -> Text:
        """Return the title of the city; the folder's name where there is no city."""
        scenario = self.design.get("scenario")
        title = scenario.get("title") if isinstance(scenario, Mapping) else None
        return Text(**title) if title else Text.same(self.name)

    @cached_property
    def factors(self) -> tuple[VariedFactor, ...]:
        """Return what was varied, in the design's order."""
        if self.kind == "points":
            names = list(dict.fromkeys(name for row in self.design.get("points") or () for name in row))
            return tuple(_factor(name, list(self.runs[name].unique())) for name in names if name in self.runs)
        return tuple(_factor(name, said) for name, said in (self.design.get("factors") or {}).items())

    @cached_property
    def policies(self) -> tuple[str, ...]:
        """Return the policies that were run, in the design's order: the first is the baseline."""
        there = list(dict.fromkeys(self.runs["policy"]))
        asked = [name for name in self.design.get("policies") or () if name in there]
        return tuple(dict.fromkeys([*asked, *there]))

    @cached_property
    def outputs(self) -> tuple[str, ...]:
        """Names of the numbers that a run leaves."""
        other = {*AROUND, *(one.name for one in self.factors)}
        return tuple(str(name) for name in self.runs.columns if name not in other and self.runs[name].dtype.kind in "fiu")

    def policy(self, name: str) -> str:
        """Return the policy of that name, or refuse with the nearest."""
        found = titled(name, titles_of(self.design.get("policies")))
        if found not in self.policies:
            raise InputError(unknown(SAY.policy, name, self.policies))
        return found

    def chosen(self, asked: Sequence[str] = ()) -> tuple[str, ...]:
        """Return the outputs asked for; without any, the main indicators or, where there are none, everything without a group."""
        asked = [indicator_called(name) for name in asked]
        plain = [name for name in self.outputs if group_of(name) is None]
        if wrong := [name for name in asked if name not in self.outputs]:
            raise InputError(absent(name, self.outputs if group_of(name) else plain) for name in wrong)
        main = [name for name in MAIN if name in self.outputs]
        return tuple(dict.fromkeys(asked or main or plain))

    def by_replicate(self, policy: str, output: str) -> pd.DataFrame:
        """Return one output as a table, points by replicates; NaN where a run is missing."""
        own = self.runs[self.runs["policy"] == policy]
        return self._all_points(own.pivot_table(index="point", columns="replicate", values=output, aggfunc="first", dropna=False))

    def points(self) -> pd.DataFrame:
        """Return the values of the factors, one row a point."""
        return self._all_points(self.runs.groupby("point")[[one.name for one in self.factors]].first())

    def needs_runs(self) -> None:
        """Refuse a study of which no run came to its end."""
        if self.runs.empty:
            raise InputError(Problem(SAY.empty, file=str(self.folder)))

    def needs(self, command: str, *designs: str) -> None:
        """Refuse a study of another design than these."""
        if self.kind not in designs:
            words = {"command": command, "needed": " / ".join(designs), "found": self.kind or "–"}
            raise InputError(Problem(SAY.other_design.filled(**words), file=self.name or None, key="design"))

    def _all_points(self, table: pd.DataFrame) -> pd.DataFrame:
        """Let points that are copies of another have its row."""
        if not self.stands_for:
            return table
        whole = table.reindex(list(self.stands_for))
        return whole.set_axis(pd.RangeIndex(len(whole), name="point"), axis=0)


def absent(name: str, outputs: Sequence[str]) -> Problem:
    """Say of an indicator that these runs do not hold whether it was not recorded, or is none."""
    if name in every():
        return Problem(SAY.not_recorded.filled(name=name), allowed=tuple(outputs))
    return unknown(SAY.indicator, name, as_written(name, outputs, indicator_titles()))


def _factor(name: str, said: Any) -> VariedFactor:
    if isinstance(said, Mapping):
        return VariedFactor(name, float(said["from"]), float(said["to"]))
    levels = tuple(SWITCH[one] if isinstance(one, bool) else one for one in (said if isinstance(said, (list, tuple)) else (said,)))
    numbers = [float(one) for one in levels if isinstance(one, (int, float))]
    spread = (min(numbers), max(numbers)) if len(numbers) == len(levels) else (float("nan"), float("nan"))
    return VariedFactor(name, *spread, levels)


def read_study(folder: Path | str) -> Study:
    """Read a folder that a sweep or a comparison left."""
    from cogov.experiments.store.manifest import read_manifest  # noqa: PLC0415

    study = Study.in_folder(Path(folder), read_manifest(Path(folder)))
    study.needs_runs()
    return study
