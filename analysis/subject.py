"""What a report is about: the folder's runs, and what its manifest says of city, policies, versions and seeds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.comparison import Comparison
from cogov.analysis.reading import study_in
from cogov.analysis.study import Study
from cogov.analysis.tables import policy_words
from cogov.scenarios.policy import Policy
from cogov.scenarios.schema import Scenario
from cogov.scenarios.words import Language, Text

DRAWN = frozenset({"latin_hypercube"})
"""Designs whose points are a sample of worlds: what differs between worlds is the luck there."""


@dataclass(frozen=True)
class Subject:
    """A folder of results, as a report reads it."""

    study: Study
    manifest: Mapping[str, Any]
    folder: Path

    @cached_property
    def scenario(self) -> Scenario:
        """The city, as it was resolved."""
        return Scenario.model_validate(self.manifest["design"]["scenario"])

    @cached_property
    def policies(self) -> dict[str, Policy]:
        """The policies that have runs, the baseline first."""
        kept = self.manifest["design"]["policies"]
        return {name: Policy.model_validate(kept[name]["settings"]) for name in self.study.policies}

    @property
    def titles(self) -> Mapping[str, Text]:
        """Neutral names of the policies."""
        return self.study.titles

    def name_of(self, policy: str, language: Language) -> str:
        """A policy's name on the page."""
        return policy_words(policy, self.titles, language)

    @cached_property
    def comparison(self) -> Comparison | None:
        """Policies against the first, pair by pair; None with a single policy."""
        if len(self.study.policies) < 2:
            return None
        baseline, *_ = self.study.policies
        return Comparison.from_results(self.scenario.name, baseline, self.study.policies, _pairs(self.alike), groups=True)

    @cached_property
    def alike(self) -> Study:
        """The runs that have a partner under every policy."""
        return self.study.alike()

    def mean(self, policy: str, output: str) -> float:
        """Mean of an output over the runs of a policy that have a partner under every other."""
        values: pd.Series[float] = self.alike.runs.loc[self.alike.runs["policy"] == policy, output]
        return float(values.mean())


def _pairs(study: Study) -> list[dict[str, Any]]:
    """Return one row a policy and pair: a replicate, meant over the points that all policies share, or of drawn points a point."""
    pair = "point" if study.kind in DRAWN else "replicate"
    means = study.runs.groupby(["policy", pair])[list(study.outputs)].mean()
    return [
        {"policy": policy, "seed": number, "indicators": row}
        for (policy, number), row in zip(means.index, means.to_dict("records"), strict=True)
    ]


def read_subject(folder: Path) -> Subject:
    """Read a folder, or refuse one that holds no results of a city."""
    from cogov.experiments.store.manifest import read_manifest  # noqa: PLC0415 - Arrow is slow to import

    manifest = read_manifest(folder)
    return Subject(study_in(folder, manifest), manifest.model_dump(mode="json"), folder)
