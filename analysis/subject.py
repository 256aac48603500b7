"""A folder of runs as whoever answers from it reads it, a comparison, its stopping rule or a report.

City, policies, versions and seeds are what its manifest says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cogov.analysis.comparison import Comparison
from cogov.analysis.study import OWN_POINTS, Study
from cogov.analysis.tables import policy_words
from cogov.analysis.warmup import warmup_hint
from cogov.experiments.budget import repriced
from cogov.experiments.measuring import pillar_column
from cogov.experiments.runner import RunResult, result_of
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import EMPTY, Text
from cogov.scenarios.words import Words

SAY = Words(__file__)

DRAWN = frozenset({"latin_hypercube"})
"""Designs whose points are a sample of worlds: intervals are over worlds, and over seeds where there are several."""

SCREENING = frozenset({"sobol", "morris"})
"""Designs whose points are chosen to say which factor matters: a mean over them is of no city."""


@dataclass(frozen=True)
class Subject:
    """A folder's runs, and policies compared by them."""

    study: Study
    """Of a comparison the runs at the scenario's own prices."""
    manifest: Mapping[str, Any]
    folder: Path
    runs: pd.DataFrame = field(default_factory=pd.DataFrame)
    """All finished runs; those of the study without what other prices made of policies."""

    @cached_property
    def scenario(self) -> Scenario:
        """The city, as it was resolved."""
        return self.study.kept.scenario

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """The policies that have runs, the baseline first."""
        return {name: self.study.kept.policies[name] for name in self.study.policies}

    @property
    def titles(self) -> Mapping[str, Text]:
        """Neutral names of the policies."""
        return self.study.titles

    def name_of(self, policy: str) -> Text:
        """A policy's name on the page."""
        return policy_words(policy, self.titles)

    @property
    def is_compared(self) -> bool:
        """Policies are set against the first: there are several, and the study is no screening."""
        return len(self.study.policies) > 1 and self.study.kind not in SCREENING

    @cached_property
    def comparison(self) -> Comparison | None:
        """Policies against the first, pair by pair; None with a single policy."""
        if not self.is_compared:
            return None
        if self.prices:
            return self.at_price(self.prices[0], scores=True)
        return self._crossed(self.where_policies_stand.runs, self.study.outputs)

    def compared(self, name: str, of_run: Mapping[str, float]) -> Comparison | None:
        """Policies against the first by one more number of every run, by run_id, with intervals over the same as all others have."""
        if not self.is_compared:
            return None
        runs = self.where_policies_stand.runs
        runs = runs.assign(**{name: runs["run_id"].map(dict(of_run))})
        if not self.prices:
            return self._crossed(runs, [name])
        rows = runs[["policy", "seed", name]].to_dict("records")
        told = [{"policy": one["policy"], "seed": one["seed"], "indicators": {name: one[name]}} for one in rows]
        return Comparison.from_results(self.scenario.name, self.study.policies[0], self.study.policies, told, looks=self.looks)

    def _crossed(self, runs: pd.DataFrame, outputs: Sequence[str]) -> Comparison:
        """Compare the points and replicates that all policies met."""
        drawn, luck = self.study.kind in DRAWN, self.manifest["design"].get("luck", "common")
        cells = _cells(runs, self.study.policies, outputs)
        return Comparison.from_cells(self.scenario.name, self.study.policies, cells, drawn=drawn, common_luck=luck == "common")

    @property
    def prices(self) -> Sequence[Mapping[str, Any]]:
        """Of a comparison the policies at each price of the levers, the scenario's own first."""
        found: Sequence[Mapping[str, Any]] = self.manifest["prices"]
        return found

    @property
    def looks(self) -> int:
        """How often one might look and stop: intervals are corrected for so many."""
        return int(self.manifest["request"].get("looks", 1))

    def at_price(self, price: Mapping[str, Any], *, scores: bool = False) -> Comparison:
        """Compare the policies at one price of the levers by all indicators and, if asked, by the scores of the pillars."""
        factor, labels = price["factor"], price["policies"]
        names = {label: name for name, label in labels.items()}
        rows = self.runs[self.runs["policy"].isin(list(names))]
        results = [repriced(result_of(row, names[str(row["policy"])]), factor, self.scenario.weights) for row in rows.to_dict("records")]
        numbers = [one.indicators | (_scores(one) if scores else {}) for one in results]
        told = [{"policy": one.policy, "seed": one.seed, "indicators": own} for one, own in zip(results, numbers, strict=True)]
        return Comparison.from_results(self.scenario.name, next(iter(labels)), list(labels), told, groups=True, looks=self.looks)

    @cached_property
    def failures(self) -> list[dict[str, Any]]:
        """Runs that did not come to their end, replication by replication, under the name of their policy at each price."""
        from cogov.experiments.store.frames import failed_rows  # noqa: PLC0415 - Arrow is slow to import

        order = list(self.manifest["design"]["policies"])
        names = {label: name for price in self.prices for name, label in price["policies"].items()}
        rows = sorted(failed_rows(self.folder), key=lambda row: (row["replicate"], order.index(row["policy"])))
        return [row | {"policy": names.get(row["policy"], row["policy"])} for row in rows]

    @property
    def seeds(self) -> set[int]:
        """Seeds of all runs that were begun, failed ones too."""
        return {*self.runs["seed"], *(row["seed"] for row in self.failures)}

    @cached_property
    def notes(self) -> list[Text]:
        """Return what a person was told before the runs, and whether the city had settled when it was measured."""
        return [*(Text(**one) for one in self.manifest["notes"]), *self.settled]

    @cached_property
    def settled(self) -> list[Text]:
        """Say so where the city as the baseline has it settles only after the warm-up, if days were recorded."""
        if "series" not in self.manifest["tables"]:
            return []
        runs = self.study.runs
        own = runs.loc[runs["policy"] == self.study.policies[0], ["run_id"]]
        hint = warmup_hint(self.study.table("series").merge(own, on="run_id"), self.scenario.warmup)
        return [] if hint is None else [hint]

    @cached_property
    def alike(self) -> Study:
        """The runs that have a partner under every policy."""
        return self.where_policies_stand.alike()

    @property
    def where_policies_stand(self) -> Study:
        """The study; of one factor at a time only the points from which it starts, where policies are as they say."""
        if self.study.kind not in OWN_POINTS:
            return self.study
        return replace(self.study, runs=self.study.runs[self.study.runs["point"] == 0].reset_index(drop=True))

    @property
    def means_words(self) -> Text:
        """What a figure without an interval is the mean of, where points were varied; empty where only seeds were."""
        points, seeds = self.alike.runs["point"].nunique(), self.alike.runs["replicate"].nunique()
        return SAY.means.filled(points=points, seeds=seeds) if points > 1 else EMPTY

    def mean(self, policy: str, output: str) -> float:
        """Mean of an output over the runs of a policy that have a partner under every other."""
        values: pd.Series[float] = self.alike.runs.loc[self.alike.runs["policy"] == policy, output]
        return float(values.mean())


def _cells(runs: pd.DataFrame, policies: Sequence[str], outputs: Sequence[str]) -> dict[str, dict[str, NDArray[np.float64]]]:
    """Return of every policy each output by point and replicate, NaN where no run was done."""
    points, replicates = sorted(runs["point"].unique()), sorted(runs["replicate"].unique())
    whole = pd.MultiIndex.from_product([points, replicates])
    found = {}
    for policy in policies:
        own = runs[runs["policy"] == policy].set_index(["point", "replicate"])[list(outputs)].reindex(whole)
        values = own.to_numpy(dtype=np.float64).reshape(len(points), len(replicates), len(outputs))
        found[policy] = {name: values[:, :, place] for place, name in enumerate(outputs)}
    return found


def _scores(result: RunResult) -> dict[str, float]:
    """Return pillar scores as columns of their own."""
    return {pillar_column(name): score for name, score in result.pillars.items()}


def read_subject(folder: Path) -> Subject:
    """Read a folder, or refuse one that holds no results of a city."""
    subject = begun_subject(folder)
    subject.study.needs_runs()
    return subject


def begun_subject(folder: Path) -> Subject:
    """Read a folder of which perhaps no run has come to its end."""
    from cogov.experiments.request import commands, files_of  # noqa: PLC0415 - Arrow is slow to import
    from cogov.experiments.store.manifest import read_manifest, understood  # noqa: PLC0415

    manifest = read_manifest(folder)
    study = Study.in_folder(folder, manifest)
    with understood(folder):
        usual = list(manifest.prices[0]["policies"].values()) if manifest.prices else study.policies
    own = replace(study, runs=study.runs[study.runs["policy"].isin(usual)].reset_index(drop=True))
    subject = Subject(own, manifest.model_dump(mode="json"), folder, study.runs)
    with understood(folder):  # what a page asks for one day is asked for here
        _ = subject.scenario, subject.policies, subject.looks
        _ = (commands(manifest.request, "."), files_of(manifest.request)) if manifest.request else ()
    return subject
