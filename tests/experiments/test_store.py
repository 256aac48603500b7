"""The folder of a study: whole files, one writer, one row a run, whatever happened."""

import errno
import json
import math
import os
import stat
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from laboratory import diary, poisoned, study, unspeakable

from cogov.experiments import writing
from cogov.experiments.chunk import live
from cogov.experiments.plan import Plan
from cogov.experiments.planning import plan_runs
from cogov.experiments.store import claim, compaction, files, manifest
from cogov.experiments.store.census import census
from cogov.experiments.store.claim import claimed, holder
from cogov.experiments.store.compaction import Compaction
from cogov.experiments.store.files import stems, write_tables
from cogov.experiments.store.folder import opened
from cogov.experiments.store.frames import load
from cogov.experiments.store.schema import CIRCUMSTANCES, Lived, runs_schema, schemas, tables_of
from cogov.experiments.sweep import Counts, sweep
from cogov.experiments.verify import verify
from cogov.scenarios.errors import InputError

DIARY = schemas(diary().experiment)
DECIDED = slice(None, -len(CIRCUMSTANCES))


def lived(plan: Plan) -> list[Lived]:
    return [live(plan.experiment, run, plan.timeout) for run in plan.runs()]


def kept(plan: Plan, place: Path, sizes: tuple[int, ...] = (1,)) -> list[Lived]:
    """Fill a folder by hand, in files of the sizes given, the last one taking the rest."""
    rows = lived(plan)
    with opened(place, plan) as store:
        begin = 0
        for size in (*sizes, len(rows)):
            store.keep(rows[begin : begin + size])
            begin += size
    return rows


def decided(frame: pd.DataFrame) -> bytes:
    """All of a table that no clock decides, bit for bit."""
    return pa.Table.from_pandas(frame.iloc[:, DECIDED], preserve_index=False).to_pandas().to_csv(float_format="%a").encode()


def test_a_study_that_grew_is_not_finished(tmp_path: Path) -> None:
    sweep(study(points=2), tmp_path)
    finished = manifest.read_manifest(tmp_path).finished
    assert finished is not None
    for points, said in ((2, finished), (3, None)):
        with opened(tmp_path, study(points=points)):
            assert manifest.read_manifest(tmp_path).finished == said


def test_a_study_with_as_many_failed_runs_as_done_ones_is_finished(tmp_path: Path) -> None:
    plan = plan_runs(study(poisoned).experiment, [(1.0,), (42.0,)])
    sweep(plan, tmp_path)
    finished = manifest.read_manifest(tmp_path).finished
    with opened(tmp_path, plan) as store:
        assert (store.there.done, store.there.failed) == (1, 1)
        assert store.manifest.finished == finished is not None


# -- the table of runs ------------------------------------------------------------------------------------------------------------


def test_columns_stand_in_the_promised_order() -> None:
    names = runs_schema({"x": float, "kind": str}, ("y",)).names
    assert names[:6] == ["run_id", "point", "x", "kind", "policy", "replicate"]
    assert names[6:10] == ["seed", "y", "status", "error"]
    assert tuple(names[-6:]) == CIRCUMSTANCES == ("traceback", "seconds", "started", "finished", "host", "worker")


def test_columns_keep_their_types_whatever_stands_in_them(tmp_path: Path) -> None:
    kept(study(points=1), tmp_path, ())
    table = pq.read_table(next((tmp_path / "runs").glob("*.parquet")))
    assert table.schema.remove_metadata() == runs_schema({"x": float}, ("product", "root", "undefined"))
    frame = load(tmp_path)
    assert math.isnan(frame["undefined"][0])
    assert frame["product"].dtype == "float64"


@pytest.mark.parametrize("name", ["run_id", "seconds", "policy", "y"])
def test_a_name_that_stands_there_already_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=name):
        runs_schema({name: float}, ("y",))


def test_every_missing_number_has_the_same_bits() -> None:
    plan = study(points=1)
    odd = float.fromhex("-0x1p0") * math.nan  # another sign
    rows = [replace(one, values={"product": -odd, "root": -0.0}) for one in lived(plan)]
    table = tables_of(plan.experiment, rows)["runs"]
    assert table["product"].to_numpy().tobytes() == table["undefined"].to_numpy().tobytes()
    assert math.copysign(1, table["root"][0].as_py()) == -1


# -- files ------------------------------------------------------------------------------------------------------------------------


def test_a_file_without_its_name_is_nothing_to_a_reader_and_is_cleared(tmp_path: Path) -> None:
    plan = diary()
    kept(plan, tmp_path)
    hidden = [tmp_path / kind / ".some.parquet.half" for kind in ("runs", "series")]
    for path in hidden:
        path.write_bytes(b"PAR1 and then the power went")
    assert len(load(tmp_path)) == 5
    with opened(tmp_path, plan):
        assert [path for path in hidden if path.exists()] == []
    assert len(load(tmp_path)) == 5


def test_tables_whose_runs_never_came_count_for_nothing_and_go_when_old(tmp_path: Path) -> None:
    plan = diary()
    kept(plan, tmp_path)
    orphan = tmp_path / "series" / "orphan.parquet"
    orphan.write_bytes((tmp_path / "series" / f"{stems(tmp_path)[0]}.parquet").read_bytes())
    assert len(load(tmp_path, "series")) == 15
    with opened(tmp_path, plan):
        assert orphan.exists()  # its writer may be a worker whose coordinator died a moment ago
    os.utime(orphan, (time.time() - 7200,) * 2)
    with opened(tmp_path, plan):
        assert not orphan.exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_is_told_and_leaves_the_folder_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    plan = diary()
    kept(plan, tmp_path, (2,))
    before, rows = sorted(tmp_path.rglob("*")), lived(plan)

    def full(_: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as disk, opened(tmp_path, plan) as store:
        disk.setattr(writing.os, "fsync", full)
        with pytest.raises(InputError, match=os.strerror(number)):
            store.keep(rows)
    assert sorted(tmp_path.rglob("*")) == before
    assert len(load(tmp_path)) == 5


LIMITED = """
import resource, sys
from pathlib import Path
from laboratory import study
from cogov.experiments.sweep import sweep
from cogov.scenarios.errors import InputError
sweep(study(points=20), Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))
try:
    sweep(study(points=500), Path(sys.argv[1]))
except InputError as error:
    print(error.text("en"))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits the size of files as a full disk would")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    here = str(Path(__file__).parent)
    found = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": here}, check=False
    )
    assert "the same command goes on from there" in found.stdout, found.stderr
    assert "Traceback" not in found.stderr
    assert 20 <= len(load(tmp_path)) < 100  # chunks grow: the first ones still fit
    assert list(tmp_path.rglob("*.half")) == []
    assert sweep(study(points=500), tmp_path).done == 500


def test_a_disk_that_brings_no_names_of_a_folder_to_the_disk_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some network disks refuse that, for a folder."""
    usual = os.fsync

    def refusing(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        usual(handle)

    monkeypatch.setattr(writing.os, "fsync", refusing)
    assert sweep(study(), tmp_path).done == 10


def test_every_bit_that_a_disk_changes_is_noticed(tmp_path: Path) -> None:
    plan = diary(points=6)
    sweep(plan, tmp_path)
    [path] = (tmp_path / "runs").glob("*.parquet")
    sound, chance, silent = path.read_bytes(), np.random.default_rng(3), 0
    usual = decided(load(tmp_path))
    for place in chance.integers(4, len(sound) - 8, 200):
        harmed = bytearray(sound)
        harmed[place] ^= 1 << int(chance.integers(8))
        path.write_bytes(harmed)
        with suppress(InputError):
            silent += decided(load(tmp_path)) != usual
    assert silent == 0


def test_a_census_of_a_folder_knows_what_is_done_from_what_failed(tmp_path: Path) -> None:
    plan = study(unspeakable, points=4)
    kept(plan, tmp_path)
    found = census(tmp_path, plan)
    assert (found.done, found.failed, found.extra) == (2, 2, 0)
    assert [run.point for run in found.missing(plan, retry_failed=True)] == [1, 2]


def test_runs_are_written_plainly_save_for_their_words(tmp_path: Path) -> None:
    """Numbers of runs are hardly one twice: no dictionary, no statistics; tables beside them have both."""
    kept(diary(points=6), tmp_path, ())
    found = {}
    for kind in ("runs", "series"):
        group = pq.read_metadata(next((tmp_path / kind).glob("*.parquet"))).row_group(0)
        columns = [group.column(place) for place in range(group.num_columns)]
        found[kind] = {one.path_in_schema: (one.has_dictionary_page, one.is_stats_set) for one in columns}
    assert {name: found["runs"][name] for name in ("run_id", "x", "kind", "policy", "seed", "y", "status")} == {
        **dict.fromkeys(("run_id", "x", "seed", "y"), (False, False)),
        **dict.fromkeys(("kind", "policy", "status"), (True, False)),
    }
    assert set(found["series"].values()) == {(True, True)}


@pytest.mark.parametrize("kind", ["runs", "series"])
def test_a_table_that_is_lost_or_harmed_is_named_by_verification(tmp_path: Path, kind: str) -> None:
    plan = diary(points=6)
    sweep(plan, tmp_path)
    path = next((tmp_path / kind).glob("*.parquet"))
    sound = path.read_bytes()
    column = pq.read_metadata(path).row_group(0).column(0)
    last = (column.dictionary_page_offset or column.data_page_offset) + column.total_compressed_size - 1  # of its values
    path.write_bytes(sound[:last] + bytes([sound[last] ^ 255]) + sound[last + 1 :])
    with pytest.raises(InputError, match=path.name):
        verify(tmp_path, sample=0)
    path.write_bytes(sound)
    assert verify(tmp_path, sample=0).fine
    path.unlink()
    if kind == "series":
        with pytest.raises(InputError, match=f"{path.name}.*is missing"):
            verify(tmp_path, sample=0)
    else:
        assert verify(tmp_path, sample=0).missing == 6


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(InputError, match="file"):
        sweep(study(), tmp_path / "file" / "deep")


def test_a_small_file_that_unfolds_to_gigabytes_is_not_read(tmp_path: Path) -> None:
    plan = study(points=2)
    sweep(plan, tmp_path)
    [path] = (tmp_path / "runs").glob("*.parquet")
    rows, zeros = pq.read_table(path), np.zeros(1_000_000)
    many = pa.table(
        {name: pa.array(np.resize(zeros, 1_000_000)) if name != "run_id" else pa.repeat("a", 1_000_000) for name in rows.schema.names}
    )
    with pq.ParquetWriter(path, many.schema, compression="zstd") as writer:
        for _ in range(12):
            writer.write_table(many)
    assert path.stat().st_size < 5_000_000
    for read in (load, lambda folder: verify(folder, sample=0, plan=plan)):
        with pytest.raises(InputError, match="would unfold"):
            read(tmp_path)


@pytest.mark.parametrize("column", ["policy", "error"])
def test_words_of_a_file_that_a_terminal_would_obey_are_not_read(tmp_path: Path, column: str) -> None:
    sweep(study(points=2), tmp_path)
    [path] = (tmp_path / "runs").glob("*.parquet")
    rows = pq.read_table(path)
    place = rows.schema.get_field_index(column)
    pq.write_table(rows.set_column(place, rows.schema.field(place), pa.array(["fine", "\x9b31m"])), path)
    with pytest.raises(InputError, match="control characters"):
        load(tmp_path)


# -- one row a run ----------------------------------------------------------------------------------------------------------------


def test_done_counts_before_failed_and_the_later_before_the_earlier(tmp_path: Path) -> None:
    plan = study(points=3)
    rows = kept(plan, tmp_path)
    later = [replace(one, finished=one.finished.replace(year=2999), error="ValueError: later", values={}) for one in rows]
    latest = [replace(one, finished=one.finished.replace(year=3000), seconds=7.0) for one in rows[:1]]
    for some in (later, latest):
        write_tables(tmp_path, tables_of(plan.experiment, some))
    frame = load(tmp_path)
    assert list(frame["status"]) == ["done"] * 3
    assert list(frame.loc[frame["seconds"] == 7.0, "run_id"]) == [rows[0].run.run_id]
    assert list(frame["run_id"]) == sorted(frame["run_id"])


def test_tables_come_with_the_row_that_counts(tmp_path: Path) -> None:
    plan = diary(points=4)
    kept(plan, tmp_path, (2,))
    kept(plan, tmp_path, (1,))  # all of them again
    series = load(tmp_path, "series")
    assert len(series) == 12
    assert list(series["run_id"]) == sorted(series["run_id"])
    assert list(series["day"][:3]) == [0, 1, 2]


# -- many files into one ----------------------------------------------------------------------------------------------------------


def test_files_made_into_one_hold_the_same(tmp_path: Path) -> None:
    plan = diary(points=20)
    kept(plan, tmp_path, (3, 4, 5))
    runs, series = decided(load(tmp_path)), load(tmp_path, "series")
    assert Compaction(tmp_path, DIARY, tuple(stems(tmp_path)))() == stems(tmp_path)[0]
    assert [len(stems(tmp_path, kind)) for kind in ("runs", "series")] == [1, 1]
    assert decided(load(tmp_path)) == runs
    pd.testing.assert_frame_equal(load(tmp_path, "series"), series)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", range(12))
def test_a_kill_while_files_are_made_into_one_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Every file system call that matters is one at which the process may die: 2 files are named, 8 are removed."""
    plan = diary(points=8)
    kept(plan, tmp_path, (2, 2, 2))
    runs, series = decided(load(tmp_path)), load(tmp_path, "series")
    left = step

    def dying(usual: object) -> object:
        def call(*arguments: object, **more: object) -> object:
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return usual(*arguments, **more)  # type: ignore[operator]

        return call

    with monkeypatch.context() as world:
        world.setattr(Path, "replace", dying(Path.replace))
        world.setattr(compaction, "_removed", dying(compaction._removed))
        died = False
        try:
            Compaction(tmp_path, DIARY, tuple(stems(tmp_path)))()
        except Killed:
            died = True
    assert died == (step < 10)
    assert decided(load(tmp_path)) == runs
    pd.testing.assert_frame_equal(load(tmp_path, "series"), series)
    assert sweep(plan, tmp_path).lived == 0
    assert len(stems(tmp_path)) == 1
    assert decided(load(tmp_path)) == runs
    pd.testing.assert_frame_equal(load(tmp_path, "series"), series)


def test_a_reader_who_looked_before_files_became_one_looks_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = diary(points=6)
    kept(plan, tmp_path, (2, 2))
    before, runs = stems(tmp_path), decided(load(tmp_path))
    Compaction(tmp_path, DIARY, tuple(before))()
    looks = [before, before]
    monkeypatch.setattr(files, "stems", lambda place: looks.pop() if looks else stems(place))
    assert decided(load(tmp_path)) == runs
    assert looks == []


def test_another_compaction_was_faster(tmp_path: Path) -> None:
    plan = diary(points=6)
    kept(plan, tmp_path, (2, 2))
    task = Compaction(tmp_path, DIARY, tuple(stems(tmp_path)))
    task()
    assert task() is None
    assert len(load(tmp_path, "series")) == 18


def test_the_runs_of_a_worker_that_died_untold_stand_once_in_the_end(tmp_path: Path) -> None:
    """Other tools read the files as they are: a run that was lived through twice must not count twice."""
    plan = study(points=30)
    strangers = [rows[:7] for rows in (lived(plan),)]

    def die_untold(counts: Counts) -> None:
        if strangers and counts.lived:
            write_tables(tmp_path, tables_of(plan.experiment, strangers.pop()))

    sweep(plan, tmp_path, on_progress=die_untold)
    assert strangers == []
    assert pq.read_table(tmp_path / "runs").num_rows == len(load(tmp_path)) == 30


def test_files_that_vanish_while_they_are_made_into_one_are_another_writers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = diary(points=8)
    kept(plan, tmp_path, (2, 2, 2))
    before = decided(load(tmp_path))
    gone: list[object] = []

    def vanishing(folder: Path, kind: str, name: str, rows: pa.Table, schema: pa.Schema) -> pa.Table:
        if not gone:
            gone.append(name)
            assert Compaction(tmp_path, DIARY, tuple(stems(tmp_path)))() is not None
        return counting(folder, kind, name, rows, schema)

    counting = compaction.counting
    task = Compaction(tmp_path, DIARY, tuple(stems(tmp_path)))
    with monkeypatch.context() as world:
        world.setattr(compaction, "counting", vanishing)
        assert task() is None
    assert len(gone) == 1
    assert decided(load(tmp_path)) == before
    assert len(load(tmp_path, "series")) == 24
    assert list(tmp_path.rglob("*.half")) == []


def test_files_that_vanish_while_small_ones_are_looked_for_are_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(diary(points=8), tmp_path, (2, 2))
    listed = [*stems(tmp_path), "gone"]
    monkeypatch.setattr(compaction, "stems", lambda _: listed)
    monkeypatch.setattr(files, "stems", lambda _: listed)
    assert compaction.small(tmp_path, ("series",)) == listed[:-1]


# -- one writer -------------------------------------------------------------------------------------------------------------------


def test_a_second_writer_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    plan = study()
    kept(plan, tmp_path)
    assert holder(tmp_path) is None
    with opened(tmp_path, plan):
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        assert holder(tmp_path) is not None
        with pytest.raises(InputError, match=f"another process is writing into this folder: process {os.getpid()} on .*since .*ago"):
            sweep(plan, tmp_path)
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
    assert holder(tmp_path) is None
    assert not (tmp_path / ".lock").exists()


def test_the_claim_goes_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), claimed(tmp_path):
        raise ZeroDivisionError
    with claimed(tmp_path):
        assert holder(tmp_path) is not None


def test_a_folder_that_is_not_ours_to_claim_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(claim, "_put", refused)
    with pytest.raises(InputError, match="cannot be made or written to"):
        sweep(study(), tmp_path)


def test_a_folder_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(InputError, match=r"other things than a study's results.*photos, thesis\.docx"):
        sweep(study(), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["photos", "thesis.docx"]


def test_hidden_files_are_no_other_things(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"")
    assert sweep(study(), tmp_path).done == 10


def test_recorded_tables_say_which_run_a_row_is_of(tmp_path: Path) -> None:
    kept(diary(), tmp_path)
    runs, series = load(tmp_path).set_index("run_id"), load(tmp_path, "series")
    assert series.columns.tolist()[:4] == ["run_id", "policy", "point", "seed"]
    for name in ("policy", "point", "seed"):
        assert series[name].tolist() == runs[name].loc[series["run_id"]].tolist()
        assert series[name].dtype == runs[name].dtype


# -- what all runs share ----------------------------------------------------------------------------------------------------------


def test_the_manifest_says_what_made_the_results(tmp_path: Path) -> None:
    sweep(study(points=3, replicates=2, seed=5), tmp_path)
    said = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
    assert {"python", "cogov", "mesa", "numpy", "scipy", "networkx", "pandas", "pyarrow", "arithmetic"} == set(said["versions"])
    assert (said["runs"], said["seeds"], said["factors"]) == (6, {"first": 5, "last": 6}, {"x": "float"})
    assert said["experiment"]["function"] == "steady"
    assert said["started"] < said["finished"]
    assert len(said["code"]) == 32


def test_the_beginning_stays_and_the_end_moves(tmp_path: Path) -> None:
    sweep(study(points=3), tmp_path)
    first = manifest.read_manifest(tmp_path)
    with opened(tmp_path, study(points=4)):
        assert manifest.read_manifest(tmp_path).finished is None
    sweep(study(points=4), tmp_path)
    second = manifest.read_manifest(tmp_path)
    assert second.started == first.started
    assert first.finished is not None
    assert second.finished is not None
    assert second.finished > first.finished
    sweep(study(points=4), tmp_path)  # nothing is missing
    assert manifest.read_manifest(tmp_path).finished == second.finished


def changed(plan: Plan, **values: object) -> Plan:
    return replace(plan, experiment=replace(plan.experiment, **values))  # type: ignore[type-var]


OTHERS = {
    "another function": (lambda: study(poisoned), "experiment.function"),
    "another output": (lambda: changed(study(), outputs=("product", "root", "undefined", "more")), "outputs"),
    "another table": (diary, "tables"),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_another_experiment_is_refused_by_name_before_anything_is_written(tmp_path: Path, kind: str) -> None:
    sweep(study(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    plan, key = OTHERS[kind][0](), OTHERS[kind][1]
    with pytest.raises(InputError) as refused:
        sweep(plan, tmp_path)
    assert key in refused.value.text("en")
    assert "--out" in refused.value.text("en")
    assert "--out" in refused.value.text("zh")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.*")} == before


@pytest.mark.parametrize(("name", "shown"), [("code", "code"), ("numpy", "versions.numpy"), ("scipy", "versions.scipy")])
def test_other_code_and_other_libraries_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, shown: str) -> None:
    sweep(study(), tmp_path)
    path = tmp_path / "manifest.json"
    said = json.loads(path.read_text("utf-8"))
    (said if name == "code" else said["versions"])[name] = "0.0.0-then"
    path.write_text(json.dumps(said), "utf-8")
    with pytest.raises(InputError, match=shown):
        sweep(study(), tmp_path)


def test_another_version_of_what_runs_do_not_go_through_is_no_matter(tmp_path: Path) -> None:
    sweep(study(), tmp_path)
    path = tmp_path / "manifest.json"
    said = json.loads(path.read_text("utf-8"))
    said["versions"]["mesa"] = "0.0.0-then"
    path.write_text(json.dumps(said), "utf-8")
    assert sweep(study(), tmp_path).done == 10


def test_the_order_of_keys_decides_too() -> None:
    from cogov.experiments.store.manifest import _differing

    assert [key for key, _, _ in _differing("x", {"a": 1, "b": 2}, {"b": 2, "a": 1})] == ["x"]
    assert list(_differing("x", {"a": 1, "b": [1, 2.0]}, {"a": 1, "b": [1, 2.0]})) == []
    assert [key for key, _, _ in _differing("x", {"a": {"b": 1}}, {"a": {"b": 2, "c": 3}})] == ["x.a.b", "x.a.c"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"experiment": 3}', "{broken"])
def test_a_manifest_that_is_not_ours_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, "utf-8")
    for call in (lambda: sweep(study(), tmp_path), lambda: load(tmp_path)):
        with pytest.raises(InputError, match="manifest"):
            call()
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_results_without_a_manifest_are_left_alone(tmp_path: Path) -> None:
    sweep(study(), tmp_path)
    (tmp_path / "manifest.json").unlink()
    with pytest.raises(InputError, match="of which experiment"):
        sweep(study(), tmp_path)


def test_a_study_that_shrinks_is_refused_and_one_that_grows_is_not(tmp_path: Path) -> None:
    assert sweep(study(points=6, replicates=2), tmp_path).lived == 12
    for smaller in (study(points=5, replicates=2), study(points=6), study(points=6, replicates=2, seed=2)):
        with pytest.raises(InputError, match="does not ask for"):
            sweep(smaller, tmp_path)
    assert sweep(study(points=7, replicates=3), tmp_path).lived == 9


def test_a_study_that_grew_counts_its_points_anew(tmp_path: Path) -> None:
    experiment = study().experiment
    first, second = [(1.0,), (3.0,)], [(0.0,), (1.0,), (2.0,), (3.0,)]
    small, large = (folder_plan(experiment, points) for points in (first, second))
    sweep(small, tmp_path / "grown")
    assert sweep(large, tmp_path / "grown").lived == 2
    sweep(large, tmp_path / "at_once")
    assert decided(load(tmp_path / "grown")) == decided(load(tmp_path / "at_once"))
    assert sorted(load(tmp_path / "grown")["point"]) == [0, 1, 2, 3]


def test_a_file_that_cannot_go_when_points_are_counted_anew_no_longer_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows keeps a file that somebody reads."""
    experiment = study().experiment
    small, large = (folder_plan(experiment, points) for points in ([(1.0,), (3.0,)], [(0.0,), (1.0,), (2.0,), (3.0,)]))
    sweep(large, tmp_path / "at_once")
    monkeypatch.setattr(compaction, "_removed", lambda _: False)
    for trial in range(6):
        folder = tmp_path / str(trial)
        sweep(small, folder)
        sweep(large, folder)
        assert decided(load(folder)) == decided(load(tmp_path / "at_once"))


def folder_plan(experiment: object, points: list[tuple[float]]) -> Plan:
    from cogov.experiments.planning import plan_runs

    return plan_runs(experiment, points)  # type: ignore[arg-type]


# -- reading ----------------------------------------------------------------------------------------------------------------------


def test_a_folder_where_nothing_has_ended_reads_as_an_empty_table(tmp_path: Path) -> None:
    with opened(tmp_path, diary()):
        runs, series = load(tmp_path), load(tmp_path, "series")
    assert (len(runs), len(series)) == (0, 0)
    assert list(runs.columns[:3]) == ["run_id", "point", "x"]
    assert list(series.columns) == ["run_id", "policy", "point", "seed", "day", "value"]


@pytest.mark.parametrize(("kind", "said"), [("events", "did not record"), ("serie", "did you mean series")])
def test_what_was_not_recorded_is_refused(tmp_path: Path, kind: str, said: str) -> None:
    sweep(diary(), tmp_path)
    with pytest.raises(InputError, match=said):
        load(tmp_path, kind)


def test_no_folder_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no results of a study"):
        load(tmp_path / "nowhere")


def test_reading_while_a_sweep_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After every receipt what is there is whole, and never less than before."""
    from cogov.experiments import sweep as module

    monkeypatch.setattr(module, "MOST_RUNS", 3)
    monkeypatch.setattr(module, "MANY", 4)
    seen: list[int] = []

    def look(_: object) -> None:
        seen.append(len(load(tmp_path)))
        assert len(load(tmp_path, "series")) == 3 * seen[-1]

    sweep(diary(points=40), tmp_path, on_progress=look)
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 40)
    assert len(set(seen)) > 10
