"""A folder read as a study: all that a reader asks for stands there."""

from collections.abc import Mapping
from pathlib import Path

from cogov.analysis.study import read_study
from cogov.experiments.functions import FunctionExperiment
from cogov.experiments.planning import plan_runs
from cogov.experiments.store.manifest import read_manifest
from cogov.experiments.sweep import sweep


def doubled(x: float, seed: int) -> Mapping[str, float]:
    return {"double": 2 * x, "seeded": x + seed}


def test_a_copy_of_a_point_has_its_row_without_planning_anew(tmp_path: Path) -> None:
    experiment = FunctionExperiment(doubled, {"x": float}, ("double", "seeded"), seeded=True)
    sweep(plan_runs(experiment, [(0.5,), (0.1,), (0.5,)], replicates=2), tmp_path)
    manifest, study = read_manifest(tmp_path), read_study(tmp_path)
    assert (manifest.points, manifest.copies, manifest.runs) == (3, {2: 0}, 4)
    assert study.by_replicate("", "double").to_numpy().tolist() == [[1, 1], [0.2, 0.2], [1, 1]]


def test_points_of_a_policys_own_are_nobodys_copies(tmp_path: Path) -> None:
    experiment = FunctionExperiment(doubled, {"x": float}, ("double", "seeded"), seeded=True)
    own = {"a": [(0.5,), (0.5,)], "b": [(0.1,), (0.2,)]}
    sweep(plan_runs(experiment, own, {"a": {}, "b": {}}), tmp_path)
    manifest = read_manifest(tmp_path)
    assert (manifest.points, manifest.copies, manifest.runs) == (0, {}, 3)
