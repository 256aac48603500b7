"""Files and manifests that a hand changed: verification says what is wrong, in a sentence, and lets nothing of it pass."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from laboratory import diary, study

from cogov.analysis.subject import read_subject
from cogov.experiments.chunk import live
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.store.files import path_of, stems
from cogov.experiments.store.folder import opened
from cogov.experiments.store.manifest import NAME
from cogov.experiments.store.soundness import BATCH_ROWS
from cogov.experiments.sweep import sweep
from cogov.experiments.verify import verify
from cogov.scenarios.errors import InputError

PLAN = diary(points=6)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two files of runs, each with its table."""
    rows = [live(PLAN.experiment, run, None) for run in PLAN.runs()]
    with opened(tmp_path, PLAN) as store:
        store.keep(rows[:3])
        store.keep(rows[3:])
    return tmp_path


def sealed(path: Path, table: pa.Table) -> None:
    """Write a file as whole as ours are: no checksum tells."""
    pq.write_table(table, path, write_page_checksum=True)


def swapped(folder: Path) -> None:
    first, second = (path_of(folder, "series", name) for name in stems(folder))
    kept = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(kept)


def overwritten(folder: Path) -> None:
    first, second = (path_of(folder, "series", name) for name in stems(folder))
    first.write_bytes(second.read_bytes())


def changed(kind: str, change: Callable[[pa.Table], pa.Table]) -> Callable[[Path], None]:
    def harm(folder: Path) -> None:
        path = path_of(folder, kind, stems(folder)[0])
        sealed(path, change(pq.read_table(path)))

    return harm


def with_seed(table: pa.Table, seed: int) -> pa.Table:
    return table.set_column(table.schema.get_field_index("seed"), "seed", pa.array([seed] * len(table), pa.int64()))


def otherwise_again(folder: Path) -> None:
    """A second file of the same runs, with another result."""
    old, new = stems(folder)[0], "f" * 32
    shutil.copy(path_of(folder, "series", old), path_of(folder, "series", new))
    table = pq.read_table(path_of(folder, "runs", old))
    y = pa.array(np.array(table["y"]) + 1)
    sealed(path_of(folder, "runs", new), table.set_column(table.schema.get_field_index("y"), "y", y))


HARMS: dict[str, tuple[Callable[[Path], None], str]] = {
    "files change places": (swapped, "rows of runs that do not belong"),
    "a file is written over by another": (overwritten, "rows of runs that do not belong"),
    "rows twice": (changed("series", lambda rows: pa.concat_tables([rows, rows])), "the same rows more than once"),
    "a row twice": (changed("series", lambda rows: pa.concat_tables([rows, rows.slice(len(rows) - 1)])), "the same rows more than once"),
    "runs twice": (changed("runs", lambda rows: pa.concat_tables([rows, rows])), "the same rows more than once"),
    "rows of another seed": (changed("series", lambda rows: with_seed(rows, 77)), "rows of runs that do not belong"),
    "a column less": (changed("series", lambda rows: rows.drop_columns(["value"])), "the columns of this file"),
    "a column of another type": (
        changed("series", lambda rows: rows.set_column(len(rows.schema) - 2, "day", rows["day"].cast(pa.int64()))),
        "the columns of this file",
    ),
    "a column more": (changed("runs", lambda rows: rows.append_column("more", rows["y"])), "the columns of this file"),
    "another result in a second file": (otherwise_again, "several results"),
}


@pytest.mark.parametrize("harm", HARMS)
def test_files_that_hold_what_they_may_not_are_named(folder: Path, harm: str) -> None:
    assert verify(folder, sample=0, plan=PLAN).fine
    change, words = HARMS[harm]
    change(folder)
    found = verify(folder, sample=0, plan=PLAN)
    assert not found.fine
    assert any(words in one.words.en for one in found.unsound)


def test_the_same_runs_in_two_files_are_no_fault(folder: Path) -> None:
    """A crash while small files are made into one leaves them so."""
    for kind in ("series", "runs"):
        shutil.copy(path_of(folder, kind, stems(folder, "runs")[0]), path_of(folder, kind, "f" * 32))
    assert verify(folder, sample=0, plan=PLAN).fine


def test_rows_twice_are_seen_in_a_file_of_many_parts(folder: Path) -> None:
    rows = pq.read_table(path_of(folder, "series", stems(folder)[0]))
    many = pa.concat_tables([rows.slice(0, 3)] * (BATCH_ROWS // 2) + [rows.slice(3)])
    sealed(path_of(folder, "series", stems(folder)[0]), many)
    assert "more than once" in verify(folder, sample=0, plan=PLAN).unsound[0].words.en


# -- the manifest -----------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    asked = {"scenario": "leping", "population": 300, "days": 8, "warmup": 2, "replicates": 1, "policies": ["as_is"], "seed": 3}
    folder = tmp_path_factory.mktemp("study") / "city"
    plan = plan_of(Design.model_validate({**asked, "factors": {"boundary_clarity": [0.2, 0.8]}, "record": {"series": True}}))
    sweep(plan, folder)
    return folder


def manifest_with(folder: Path, change: Callable[[Any], None]) -> None:
    said = json.loads((folder / NAME).read_text("utf-8"))
    change(said)
    (folder / NAME).write_text(json.dumps(said), "utf-8")


def places(said: Any, depth: int, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inner = said.items() if isinstance(said, dict) else enumerate(said[:1]) if isinstance(said, list) else ()
    for key, value in inner:
        yield (*path, key)
        if len(path) + 1 < depth:
            yield from places(value, depth, (*path, key))


def harmed(said: Any, path: tuple[Any, ...], how: int) -> None:
    *outer, last = path
    for key in outer:
        said = said[key]
    if how == 0:
        del said[last]
    elif how == 1 and isinstance(said, dict):
        said[f"x{last}"] = said.pop(last)
    else:
        said[last] = (None, -1.5, "x", {"a": 1}, [[]])[how - 2] if how > 1 else None


def test_a_damaged_manifest_is_told_in_a_sentence_by_report_and_verify(city: Path, tmp_path: Path) -> None:
    """One change at a time, anywhere: what cannot be understood is refused, and nothing is raised that is no refusal."""
    folder = shutil.copytree(city, tmp_path / "city")
    sound = json.loads((folder / NAME).read_text("utf-8"))
    everywhere = [path for path in places(sound, 3) if path[:2] not in {("design", "scenario"), ("experiment", "city")}]
    chance, refused = np.random.default_rng(17), 0
    for place in chance.permutation(len(everywhere))[:90]:
        said = json.loads(json.dumps(sound))
        harmed(said, everywhere[place], int(chance.integers(7)))
        (folder / NAME).write_text(json.dumps(said), "utf-8")
        for read in (read_subject, lambda one: verify(one, sample=0)):
            with suppress(InputError):
                read(folder)
                continue
            refused += 1
    assert refused > 30


@pytest.mark.parametrize(
    "path",
    [
        ("experiment", "city", "city", "population"),
        ("experiment", "city", "days"),
        ("runs",),
        ("points",),
        ("seeds", "last"),
        ("tables", "series", "day"),
        ("outputs", 0),
    ],
)
def test_a_manifest_that_says_another_thing_than_its_design_is_not_verified(city: Path, tmp_path: Path, path: tuple[Any, ...]) -> None:
    folder = shutil.copytree(city, tmp_path / "city")
    assert verify(folder, sample=0).fine

    def flip(said: Any) -> None:
        for key in path[:-1]:
            said = said[key]
        said[path[-1]] = said[path[-1]] + 1 if isinstance(said[path[-1]], int) else "int64"

    manifest_with(folder, flip)
    found = verify(folder, sample=0)
    assert not found.fine
    assert ".".join(str(key) for key in path if key != 0) in found.altered


def test_every_flip_in_the_experiment_of_a_manifest_is_told(city: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(city, tmp_path / "city")
    sound = json.loads((folder / NAME).read_text("utf-8"))
    numbers = [path for path in places(sound["experiment"], 6) if isinstance(at(sound["experiment"], path), (int, float))]
    for place in np.random.default_rng(4).permutation(len(numbers))[:12]:
        said = json.loads(json.dumps(sound))
        inner = at(said["experiment"], numbers[place][:-1])
        inner[numbers[place][-1]] = 0 if inner[numbers[place][-1]] else 1
        (folder / NAME).write_text(json.dumps(said), "utf-8")
        assert verify(folder, sample=0).altered[0].startswith("experiment.")


def at(said: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        said = said[key]
    return said


# -- another processor ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("elsewhere", [False, True])
def test_another_processor_is_told_from_a_wrong_result(tmp_path: Path, elsewhere: bool) -> None:  # noqa: FBT001
    plan = study(points=4)
    sweep(plan, tmp_path)
    if elsewhere:
        manifest_with(tmp_path, lambda said: said["versions"].update(arithmetic="0" * 12))
    assert verify(tmp_path, plan=plan).fine
    [path] = (tmp_path / "runs").glob("*.parquet")
    rows = pq.read_table(path)
    sealed(path, rows.set_column(rows.schema.get_field_index("root"), "root", pa.array(np.array(rows["root"]) * (1 + 1e-15))))
    found = verify(tmp_path, plan=plan)
    assert not found.fine
    assert found.elsewhere == elsewhere
    assert [name for name, _, _ in found.libraries] == ["arithmetic"] * elsewhere


def test_a_study_does_not_go_on_under_other_last_digits(tmp_path: Path) -> None:
    sweep(study(points=4), tmp_path)
    manifest_with(tmp_path, lambda said: said["versions"].update(arithmetic="0" * 12))
    with pytest.raises(InputError, match=r"versions\.arithmetic"):
        sweep(study(points=5), tmp_path)
