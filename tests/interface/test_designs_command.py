"""`cogov designs`, and what is said of a study before it begins."""

import json
from pathlib import Path

import pytest
import yaml

from cogov.cli import main
from cogov.estimate_words import duration, estimate_document, estimate_lines, size
from cogov.experiments.pilot import Estimate
from cogov.experiments.plan import Run


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str, str]:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.mark.parametrize(("language", "words"), [("en", "screening of the levers"), ("zh", "杠杆筛选")])
def test_the_library_is_listed(language: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "designs", "list", "--lang", language)
    assert code == 0
    assert words in out


def test_the_library_is_listed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "designs", "list", "--json")
    assert code == 0
    assert "clarity_alignment" in [entry["name"] for entry in json.loads(out)]


def test_what_is_shown_loads_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "designs", "show", "lever_by_lever")
    (tmp_path / "again.yaml").write_text(out, "utf-8")
    _, again, _ = said(capsys, "designs", "show", str(tmp_path / "again.yaml"))
    assert yaml.safe_load(again) == yaml.safe_load(out)
    _, document, _ = said(capsys, "designs", "show", "lever_by_lever", "--json")
    assert json.loads(document) == yaml.safe_load(out)


def test_a_right_design_is_fine_and_a_wrong_one_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(capsys, "designs", "check", "clarity_alignment", "--lang", "en")
    assert (code, out, err) == (0, "clarity_alignment: fine (points 36, policies 1, replicates 10: 360 runs in all)\n", "")
    path = tmp_path / "mine.yaml"
    path.write_text("scenario: leping\nfactors: {boundry_clarity: [0, 1]}\n", "utf-8")
    code, out, err = said(capsys, "designs", "check", str(path), "--lang", "zh")
    assert (code, out) == (2, "")
    assert "第 2 行" in err
    assert "是不是 boundary_clarity?" in err


def test_a_note_is_said_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("scenario: leping\ndays: 40\n", "utf-8")
    code, out, err = said(capsys, "designs", "check", str(path), "--lang", "en")
    assert (code, err) == (0, "Note: horizon_days lowered from 90 to 30 (days less warm-up)\n")
    assert out == "mine: fine (points 1, policies 1, replicates 10: 10 runs in all)\n"


def test_the_schema_knows_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "designs", "schema")
    assert {"scenario", "policies", "factors", "set", "design", "samples", "points", "luck"} <= set(json.loads(out)["properties"])


FIRST = (Run("a", 0, (0.5, "fifo"), "as_is", 0, 1),)
FOUND = Estimate(1000, 100, 2, 3.0, 7000.0, 2e5, FIRST, ("boundary_clarity", "choices.queue"))


def test_an_estimate_is_said_in_both_languages() -> None:
    english = estimate_lines(FOUND, "en").splitlines()
    assert english[0] == "1,000 runs, 100 done, 900 to do"
    assert english[1] == "Time: the pilot took 3 s; with 2 workers about 22.5 min in all"
    assert english[2].startswith("Disk: about ")
    assert estimate_lines(FOUND, "zh").splitlines()[1] == "时间:试运行用时 3 秒,2 个进程共约 22.5 分钟"


def test_of_a_study_that_is_done_nothing_more_is_said() -> None:
    done = Estimate(10, 10, 1, 0.0, 0.0, 0.0, FIRST, ("x", "y"))
    assert estimate_lines(done, "en") == "10 runs, 10 done, 0 to do"


def test_a_failed_pilot_says_why() -> None:
    failed = Estimate(10, 0, 1, float("nan"), 7000.0, 2e5, FIRST, ("x", "y"), "ValueError: no")
    assert "ValueError: no" in estimate_lines(failed, "en")
    assert "nan" not in estimate_lines(failed, "en")


def test_an_estimate_as_json_has_no_times() -> None:
    assert estimate_document(FOUND) == {
        "runs": 1000,
        "done": 100,
        "missing": 900,
        "first": [{"point": 0, "boundary_clarity": 0.5, "choices.queue": "fifo", "policy": "as_is", "seed": 1}],
    }


def test_spans_and_sizes_have_as_many_figures_as_an_estimate() -> None:
    assert [duration(seconds, "en") for seconds in (0.123, 90.0, 7200.0, 200_000.0)] == ["0.12 s", "90 s", "2 h", "2.31 days"]
    assert [size(amount) for amount in (12, 1234, 5_678_901, 2.5e9)] == ["12 B", "1.23 kB", "5.68 MB", "2.5 GB"]


def test_a_dry_run_says_what_a_study_will_take_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(
        "scenario: leping\npopulation: 600\ndays: 12\nreplicates: 4\nfactors: {boundary_clarity: [0, 1], choices.queue: [fifo]}\n", "utf-8"
    )
    code, out, _ = said(capsys, "sweep", "mine.yaml", "--dry-run", "--lang", "en")
    assert code == 0
    assert "8 runs, 0 done, 8 to do" in out
    assert "Time: the pilot took" in out
    assert "choices.queue" in out
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]
