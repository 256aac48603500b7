"""`cogov designs`, and what is said of a study before it begins."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from cogov.cli import main
from cogov.experiments.plan import Run
from cogov.experiments.time_left import Estimate
from cogov.progress import duration, estimate_document, estimate_lines, size


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
    assert "是不是 boundary_clarity？" in err


def test_a_note_is_said_beside_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("scenario: leping\ndays: 40\n", "utf-8")
    code, out, err = said(capsys, "designs", "check", str(path), "--lang", "en")
    assert (code, err) == (0, f"Note: {WARMUP}\nNote: horizon_days lowered from 90 to 30 (days less warm-up)\n")
    assert out == "mine: fine (points 1, policies 1, replicates 10: 10 runs in all)\n"


WARMUP = "with 40 days and no warm-up given, the warm-up is 10 days; the scenario says 120; the warm-up can be given beside the days"
PHASED = "scenario: leping\npopulation: 600\ndays: 90\npolicies: [as_is, pilot_then_all, campaign_style, dense_grid]\nreplicates: 1\n"
SMALL_CITY, LATE_PHASE = "below 5,000 residents", "policy pilot_then_all: phase 1 starts on day 210; the run has 90 days"
LATE_CAMPAIGN = "policy campaign_style: the campaign against village_bullies starts on day 200"
OVERRIDDEN = "set: grid_density overrides what these policies say themselves: dense_grid"


def checked(path: Path, text: str, capsys: pytest.CaptureFixture[str], language: str = "en", fine: int = 0) -> str:
    path.write_text(text, "utf-8")
    code, _, err = said(capsys, "designs", "check", str(path), "--lang", language)
    assert code == fine, err
    return err


def test_a_study_is_told_what_a_comparison_is_told_once_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = PHASED + "set: {grid_density: 250, choices.queue: fifo}\nfactors: {assessment_pressure: [0, 0.5, 1]}\n"
    err = checked(tmp_path / "mine.yaml", text, capsys)
    assert [err.count(piece) for piece in (SMALL_CITY, LATE_PHASE, LATE_CAMPAIGN, OVERRIDDEN)] == [1, 1, 1, 1]
    assert err.count("overrides") == 1
    other = checked(tmp_path / "mine.yaml", text, capsys, "zh")
    assert other.count("注意：") == len(other.splitlines()) == len(err.splitlines())


def test_nothing_is_said_of_what_a_factor_varies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sizes = checked(tmp_path / "mine.yaml", PHASED.replace("population: 600\n", "") + "factors: {city.population: [600, 900]}\n", capsys)
    assert (sizes.count(SMALL_CITY), sizes.count(LATE_PHASE)) == (0, 1)
    days = checked(tmp_path / "mine.yaml", PHASED.replace("days: 90\n", "warmup: 9\n") + "factors: {days: [90, 400]}\n", capsys)
    assert (days.count(SMALL_CITY), days.count("never happens")) == (1, 0)


def test_places_that_are_not_there_are_refused_unless_the_city_is_varied(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    phase = "{from_day: 1, where: [40], levers: {deliberation: .8}}"
    (tmp_path / "city.yaml").write_text(f"extends: leping\npolicies: {{far: {{phases: [{phase}]}}}}\n", "utf-8")
    study = "scenario: city.yaml\npolicies: [far]\n"
    assert "townships that this slice does not have: 40" in checked(tmp_path / "mine.yaml", study, capsys, fine=2)
    varied = study + "factors: {city.population: [20000, 700000]}\n"
    assert checked(tmp_path / "mine.yaml", varied, capsys) == ""


def test_the_schema_knows_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "designs", "schema")
    assert {"scenario", "policies", "factors", "set", "design", "samples", "points", "luck"} <= set(json.loads(out)["properties"])


FIRST = (Run("a", 0, (0.5, "fifo"), "as_is", 0, 1),)
NAMES = ("boundary_clarity", "choices.queue")
FOUND = Estimate(1000, 100, 2, 3.0, 7000.0, 2e5, FIRST, NAMES, (2.5, 3.5))


def test_an_estimate_is_said_in_both_languages() -> None:
    english = estimate_lines(FOUND, "en").splitlines()
    assert english[0] == "1,000 runs, 100 done, 900 to do"
    assert english[1] == "Time: trial runs took 2.5 s and 3.5 s; with 2 workers about 22.5 min in all"
    assert english[2].startswith("Disk: about ")
    assert len(english) == 3
    assert estimate_lines(FOUND, "zh").splitlines()[1] == "时间：试运行用时 2.5 秒和 3.5 秒，2 个进程共约 22.5 分钟"
    alone = replace(FOUND, trials=(3.0,))
    assert estimate_lines(alone, "en").splitlines()[1] == "Time: a trial run took 3 s; with 2 workers about 22.5 min in all"
    assert estimate_lines(alone, "zh").splitlines()[1] == "时间：试运行用时 3 秒，2 个进程共约 22.5 分钟"


def test_an_estimate_of_runs_of_several_sizes_says_that_it_is_rough() -> None:
    uneven = replace(FOUND, even=False)
    english, other = (estimate_lines(uneven, language).splitlines() for language in ("en", "zh"))
    assert english[1].startswith("Time: the smallest run took 2.5 s, the largest 3.5 s; with 2 workers about")
    assert other[1].startswith("时间：最小的运行用时 2.5 秒，最大的 3.5 秒，2 个进程共约")
    assert "rough" in english[3]
    assert "粗略" in other[3]


def test_an_estimate_from_a_pilot_that_was_stopped_is_the_least() -> None:
    stopped = replace(FOUND, trials=(2.5, 60.0), stopped=True)
    english, other = (estimate_lines(stopped, language).splitlines() for language in ("en", "zh"))
    assert "with 2 workers at least 22.5 min in all" in english[1]
    assert english[2].startswith("Disk: at least")
    assert "stopped after 60 s" in english[3]
    assert "至少 22.5 分钟" in other[1]
    assert "60 秒" in other[3]


def test_of_a_study_that_is_done_nothing_more_is_said() -> None:
    done = Estimate(10, 10, 1, 0.0, 0.0, 0.0, FIRST, ("x", "y"))
    assert estimate_lines(done, "en") == "10 runs, 10 done, 0 to do"


def test_a_failed_pilot_says_why() -> None:
    failed = Estimate(10, 0, 1, float("nan"), 7000.0, 2e5, FIRST, ("x", "y"), error="ValueError: no")
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
    spans = (0.123, 90.0, 110.0, 7200.0, 200_000.0)
    assert [duration(seconds, "en") for seconds in spans] == ["0.12 s", "90 s", "110 s", "2 h", "2.31 days"]
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
    assert "Time: trial runs took" in out
    assert "choices.queue" in out
    assert [path.name for path in tmp_path.iterdir()] == ["mine.yaml"]


def test_a_dry_run_of_cities_of_several_sizes_says_what_the_largest_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("scenario: leping\ndays: 12\nfactors: {city.population: [600, 900, 3000]}\n", "utf-8")
    code, out, _ = said(capsys, "sweep", "mine.yaml", "--dry-run", "--lang", "en")
    assert code == 0
    assert "Time: the smallest run took" in out
    assert ", the largest" in out
    assert "rough" in out
    _, document, _ = said(capsys, "sweep", "mine.yaml", "--dry-run", "--json")
    assert list(json.loads(document)) == ["runs", "done", "missing", "first"]


@pytest.mark.parametrize(("language", "words"), [("en", "What do you want to find out?"), ("zh", "# 设计文件")])
def test_a_new_design_is_right_as_it_stands(
    language: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = said(capsys, "designs", "new", "mine", "--lang", language)
    assert (code, "designs check mine.yaml" in err) == (0, True)
    assert words in (tmp_path / "mine.yaml").read_text("utf-8")
    code, out, _ = said(capsys, "designs", "check", "mine.yaml", "--lang", "en")
    assert (code, out) == (0, "mine: fine (points 9, policies 1, replicates 10: 90 runs in all)\n")


def test_a_new_design_finds_a_scenario_of_ones_own_from_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my city.yaml").write_text("extends: rural_county\n", "utf-8")
    (tmp_path / "designs").mkdir()
    out = str(Path("designs") / "mine.yaml")
    assert said(capsys, "designs", "new", "mine", "--scenario", "my city.yaml", "--out", out)[0] == 0
    assert yaml.safe_load((tmp_path / out).read_text("utf-8"))["scenario"] == "../my city.yaml"
    assert said(capsys, "designs", "check", out)[0] == 0


@pytest.mark.parametrize(
    ("words", "language", "refusal"),
    [
        (("mine", "--scenario", "lepping"), "en", "did you mean leping?"),
        (("mine", "--scenario", "lepping"), "zh", "是不是 leping？"),
        (('mi"ne',), "en", "a name has no quotes"),
        (('mi"ne',), "zh", "名称不能含引号"),
        (("taken",), "en", "it is not overwritten"),
        (("taken",), "zh", "不会覆盖"),
    ],
)
def test_a_new_design_that_cannot_be_is_bad_input(
    words: tuple[str, ...],
    language: str,
    refusal: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken.yaml").write_text("mine", "utf-8")
    code, out, err = said(capsys, "designs", "new", *words, "--lang", language)
    assert (code, out) == (2, "")
    assert refusal in err
    assert [path.name for path in tmp_path.iterdir()] == ["taken.yaml"]
    assert (tmp_path / "taken.yaml").read_text("utf-8") == "mine"
