"""The parts of a store by hand: what must agree, who holds, which run counts, what is missing, and where a run stands now."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from cogov.experiments.store import frames
from cogov.experiments.store.census import Census, KnownRun
from cogov.experiments.store.claim import NAME, Claim, _read, _understood
from cogov.experiments.store.compaction import relabelled, tables_among
from cogov.experiments.store.files import STEM, Vanished, one_row_a_run
from cogov.experiments.store.folder import _refuse_extras
from cogov.experiments.store.manifest import Manifest, check_agreement, differences, manifest_in, what_counts
from cogov.scenarios.errors import NOTHING, InputError


def manifest(**changes: Any) -> Manifest:
    plain = {
        "experiment": {},
        "factors": {},
        "outputs": (),
        "tables": {},
        "code": "abc",
        "versions": {"python": "3.12.1", "numpy": "2.1.0"},
    }
    return Manifest.model_construct(**(plain | changes))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "c": 2}}, []),
        ({"a": {"b": 1, "c": 2}}, {"a": {"b": 1, "d": 3}}, [("experiment.a.c", 2, NOTHING), ("experiment.a.d", NOTHING, 3)]),
        ({"a": {"b": 1, "c": 2}}, {"a": {"c": 2, "b": 1}}, [("experiment.a", ["b", "c"], ["c", "b"])]),  # the order of keys decides draws
        ({"a": 1}, {"a": 1.0}, [("experiment.a", 1, 1.0)]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [("experiment.a", [1, 2], [1, 3])]),
        ({"a": {"b": 1}}, {"a": 5}, [("experiment.a", {"b": 1}, 5)]),
    ],
)
def test_what_differs_is_named_by_its_path(old: dict[str, Any], new: dict[str, Any], found: list[tuple[str, Any, Any]]) -> None:
    assert list(differences(manifest(experiment=old), manifest(experiment=new))) == found


def test_a_folder_of_another_experiment_is_refused_with_what_stands_there_and_what_is_asked() -> None:
    check_agreement(Path("there"), manifest(experiment={"a": 1}), manifest(experiment={"a": 1}))
    with pytest.raises(InputError) as refused:
        check_agreement(Path("there"), manifest(experiment={"a": 1}), manifest(experiment={"b": 2}))
    said = refused.value.text("en")
    assert "there: this folder holds the results of another experiment" in said
    assert "experiment.a: 1 in the folder, – now" in said
    assert "experiment.b: – in the folder, 2 now" in said


@pytest.mark.parametrize("content", [b"\xff", b"{", b"{}"])
def test_a_damaged_manifest_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "manifest.json").write_bytes(content)
    with pytest.raises(InputError, match=r"manifest\.json.*not written by this version of cogov, or is damaged"):
        manifest_in(tmp_path)


def test_of_versions_count_those_that_compute_and_of_python_two_numbers() -> None:
    assert (what_counts("python", "3.12.4"), what_counts("numpy", "2.1.0")) == ("3.12", "2.1.0")
    here = manifest()
    assert list(differences(here, manifest(versions={"python": "3.12.9", "numpy": "2.1.0", "pandas": "9"}))) == []
    assert list(differences(here, manifest(versions={"python": "3.13.1"}))) == [
        ("versions.python", "3.12", "3.13"),
        ("versions.numpy", "2.1.0", "?"),
    ]
    other = manifest(code="0123456789abcdef", versions=here.versions | {"cogov": "7"})
    assert list(differences(here, other)) == [("code", "cogov ? (abc)", "cogov 7 (0123456789ab)")]


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (-50, "1 s"),
        (50, "50 s"),
        (61, "1 min"),
        (3610, "1 h"),
        (7290, "2 h"),
        (86_410, "1 d"),
        (190_000, "2 d"),
    ],
)
def test_a_claim_says_who_and_since_when(seconds: float, age: str) -> None:
    since = datetime.now(UTC) - timedelta(seconds=seconds)
    claim = Claim(pid=7, host="h", since=since)
    when = f"since {since:%Y-%m-%d %H:%M} UTC ({age} ago)"
    # the clock may go on a second between the two
    assert claim.said().en in {f"process 7 on h, {when}", f"process 7 on h, {when}".replace("50 s", "51 s")}
    assert claim.model_copy(update={"user": "li", "job": "9"}).said().en.startswith("process 7 on h of li (job 9), since ")
    assert "（作业 9）" in claim.model_copy(update={"job": "9"}).said().zh


def test_a_claim_of_two_words_is_a_process_and_a_host() -> None:
    found = _understood("12\nnode7\n", 86_400.0)
    assert found is not None
    assert (found.pid, found.host, found.since) == (12, "node7", datetime(1970, 1, 2, tzinfo=UTC))
    assert [_understood(text, 0.0) for text in ("", "12", "x node7")] == [None, None, None]


def _run(run_id: str, point: int, replicate: int, seed: int) -> SimpleNamespace:
    return SimpleNamespace(run_id=run_id, point=point, replicate=replicate, seed=seed)


def test_a_census_by_hand() -> None:
    """One done, one failed that stands elsewhere now, one not there; and one that nobody asked for."""
    known = {
        "a": KnownRun(True, 0, 0, "p", 5),
        "b": KnownRun(False, 0, 1, "p", 4),
        "z": KnownRun(True, 9, 9, "q", 1),
    }
    runs = [_run("a", 0, 0, 5), _run("b", 1, 1, 4), _run("c", 1, 2, 9)]
    plan: Any = SimpleNamespace(runs=lambda: iter(runs))
    census = Census(known)
    for run in runs:
        census.count(run)  # type: ignore[arg-type]
    assert (census.done, census.failed, census.extra) == (1, 1, 1)
    assert (census.moved, census.seeds) == ({"b": (1, 1)}, {"first": 4, "last": 9})
    assert [run.run_id for run in census.missing(plan)] == ["c"]
    assert [run.run_id for run in census.missing(plan, retry_failed=True)] == ["b", "c"]
    assert census.extras(plan) == [("z", known["z"])]


def test_of_the_rows_of_a_run_the_first_counts_by_hand() -> None:
    # done before failed, the later before the earlier, of copies the one in the later file
    rows = pa.table(
        {
            "run_id": ["c", "a", "a", "b", "b", "c"],
            "status": ["done", "failed", "done", "done", "done", "done"],
            "finished": [3, 9, 1, 4, 5, 3],
            STEM: ["1", "2", "1", "2", "1", "2"],
        }
    )
    found = one_row_a_run(rows)
    assert found["run_id"].to_pylist() == ["a", "b", "c"]
    assert list(zip(found["finished"].to_pylist(), found[STEM].to_pylist(), strict=True)) == [(1, "1"), (5, "1"), (3, "2")]
    assert one_row_a_run(rows.slice(0, 0)).num_rows == 0


def test_runs_stand_under_their_present_points() -> None:
    numbers = pa.array([1, 2], type=pa.int32())
    rows = pa.table({"run_id": ["a", "b"], "point": numbers, "replicate": pa.array([3, 4], type=pa.int32()), "x": [0.5, 0.6]})
    assert relabelled(rows, {}) is rows
    found = relabelled(rows, {"b": (7, 8), "z": (0, 0)})
    assert found.schema == rows.schema
    assert found.to_pydict() == {"run_id": ["a", "b"], "point": [1, 7], "replicate": [3, 8], "x": [0.5, 0.6]}
    assert tables_among(["runs", "series", "events"]) == ("series", "events")


@pytest.mark.parametrize(("policy", "said"), [("clear", "policy clear, seed 5"), ("", "policy –, seed 5")])
def test_of_runs_that_nobody_asked_for_the_first_is_named(policy: str, said: str) -> None:
    there: Any = SimpleNamespace(
        extra=2, extras=lambda _: [("a", KnownRun(True, 0, 0, policy, 5)), ("b", KnownRun(True, 0, 1, "other", 6))]
    )
    plan: Any = None
    with pytest.raises(InputError) as refused:
        _refuse_extras(Path("there"), plan, there)
    assert said in refused.value.text("en")
    _refuse_extras(Path("there"), plan, SimpleNamespace(extra=0))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["events", "series", "townships"])
def test_recorded_tables_of_an_earlier_version_learn_from_the_runs_whose_they_are(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    runs = pa.table({"run_id": ["a", "b"], "policy": ["p", "q"], "point": [0, 1], "seed": [7, 8]})
    recorded = pa.table({"run_id": ["a", "b", "b"], "day": [0, 0, 1]})
    monkeypatch.setattr(frames, "table_of", lambda _, kind="runs": runs if kind == "runs" else recorded)
    found = frames.load("there", kind)
    assert found.to_dict("list") == {
        "run_id": ["a", "b", "b"],
        "day": [0, 0, 1],
        "policy": ["p", "q", "q"],
        "point": [0, 1, 1],
        "seed": [7, 8, 8],
    }


def test_a_table_is_looked_for_again_where_its_file_was_made_into_a_larger_one(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def counting(_folder: Path, _kind: str, stem: str, _rows: pa.Table) -> pa.Table:
        looks.append(stem)
        if len(looks) == 1:
            raise Vanished(stem)
        return pa.table({"run_id": ["b", "a"], "day": [2, 1]})

    monkeypatch.setattr(frames, "counting", counting)
    monkeypatch.setattr(frames, "all_rows", lambda *_, **__: pa.table({"run_id": ["a"], STEM: ["small" if not looks else "large"]}))
    found = frames._recorded(Path("there"), "series", manifest(factors={}, tables={"series": {"day": "int"}}), None)
    assert (looks, found.to_pydict()) == (["small", "large"], {"run_id": ["a", "b"], "day": [1, 2]})


def test_a_claim_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    claim = Claim.ours()
    (tmp_path / NAME).touch()
    writer = threading.Timer(0.15, lambda: (tmp_path / NAME).write_text(claim.model_dump_json(), "utf-8"))
    writer.start()
    assert _read(tmp_path) == claim
    writer.join()
