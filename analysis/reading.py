"""A folder of results, read as a study."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cogov.analysis.study import Study
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem

if TYPE_CHECKING:
    from cogov.experiments.store.manifest import Manifest

EMPTY = Text(
    zh="这个文件夹里没有已完成的运行;请先用 cogov sweep 运行或续跑",
    en="this folder has no finished run; start or resume it with cogov sweep",
)


def read_study(folder: Path | str) -> Study:
    """Read a folder that a sweep or a comparison left."""
    from cogov.experiments.store.manifest import read_manifest  # noqa: PLC0415 - Arrow is slow to import

    return study_in(folder, read_manifest(Path(folder)))


def study_in(folder: Path | str, manifest: "Manifest") -> Study:
    """Read the runs of a folder whose manifest is known."""
    from cogov.experiments.store.frames import load  # noqa: PLC0415

    frame = load(folder)
    study = Study.of(frame, manifest.design, str(folder), _copies(manifest.design))
    if study.runs.empty:
        raise InputError(Problem(EMPTY, file=str(folder)))
    return replace(study, missing=manifest.runs - len(frame), told=manifest.notes)


def _copies(design: Mapping[str, Any]) -> list[int]:
    """Return which point stands for which; only a city's design can be asked for its points again."""
    if not isinstance(design.get("scenario"), Mapping) or design.get("design") == "one_at_a_time":
        return []
    from cogov.experiments.designs.plans import restudy  # noqa: PLC0415
    from cogov.experiments.planning import stands_for  # noqa: PLC0415

    return stands_for(next(iter(restudy(design).points.values())))
