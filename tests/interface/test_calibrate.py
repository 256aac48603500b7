"""`cogov calibrate`: a city of known numbers is found again, a kill costs nothing, and a log becomes a city in four commands."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import pytest

from cogov.analysis.calibration.question import Question
from cogov.analysis.logs.shape.shape import shape_of
from cogov.analysis.logs.shape.simulated import simulated_log
from cogov.experiments.events import events_frame
from cogov.experiments.runner import RunRequest, live, run_together
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.calibration.fit import FOLDER, PLACES, fit_in
from docs.evidence.calibration.fit import HERE as EVIDENCE
from docs.evidence.validation.logs import HERE as LOGS

Cogov = Callable[..., Any]
TRUE = {"parameters.triage.sigma_max": 0.6, "parameters.closure.reopen": 0.2}
FLAT = "parameters.handling.partner_days"
SIZE = {"city.population": 1200, "days": 100, "warmup": 20}
LENGTH = ("--population", "1200", "--days", "100", "--warmup", "20", "--workers", "1")
EFFORT = ("--points", "20", "--replicates", "2", "--waves", "2", "--draws", "20", "--generations", "2")
SHORT = ("--population", "500", "--days", "30", "--warmup", "5")
LITTLE = ("--workers", "1", "--points", "20", "--replicates", "2", "--waves", "1", "--draws", "20", "--generations", "1")
FITTED = ("handoffs_per_matter", "clear_ownership_rate", "repeat_rate")
LEFT_OUT = "owned_in_time_rate"
MADE = ("draws.csv", "calibration.json", "uncertainty.yaml")


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a city of known numbers leaves, with the standard error of its mean over seeds."""
    scenario = load_scenario("leping", SIZE | TRUE)
    policy = resolve_policy(scenario, "as_is", {})
    runs = [one.indicators for one in run_together([RunRequest(scenario, "as_is", policy, seed) for seed in range(900, 924)])]
    lines = ["parameters:"]
    lines += ["  parameters.triage.sigma_max: {from: 0.1, to: 0.9}", "  parameters.closure.reopen: {from: 0.02, to: 0.3}", f"  {FLAT}:"]
    lines.append("targets:")
    for name in (*FITTED, LEFT_OUT):
        values = np.array([run[name] for run in runs])
        held = ", hold_out: true" if name == LEFT_OUT else ""
        lines.append(
            f"  {name}: {{value: {values.mean():.5f}, error: {values.std(ddof=1) / np.sqrt(len(values)):.5f}, discrepancy: 0{held}}}"
        )
    path = tmp_path_factory.mktemp("twin") / "targets.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def words(targets: Path, out: Path, *effort: str) -> list[str]:
    return ["calibrate", "leping", "--targets", str(targets), "--out", str(out), *effort]


def begun(targets: Path, out: Path, *effort: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "cogov.cli", *words(targets, out, *effort)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed_under_way(process: "subprocess.Popen[bytes]", runs: Path) -> None:
    """Kill it as soon as a folder has runs."""
    while not (runs.is_dir() and [*runs.glob("*.parquet")]):
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()


@pytest.fixture(scope="module")
def undisturbed(targets: Path) -> Path:
    """The folder of a little calibration into which nothing came."""
    out = targets.with_name("little.yaml")
    assert begun(targets, out, *SHORT, *LITTLE).wait() == 0
    return out.with_suffix("")


@pytest.mark.slow("analysis/test_calibration.py::test_draws_spread_as_the_stated_error_does")
def test_a_city_of_known_numbers_is_found_again(targets: Path, cogov: Cogov) -> None:
    assert cogov(*words(targets, Path("city.yaml"), *LENGTH, *EFFORT)).code == 0
    found = json.loads(Path("city/calibration.json").read_text("utf-8"))
    numbers = {row["name"]: row for row in found["numbers"]}
    for name, value in TRUE.items():
        assert numbers[name]["verdict"] == "told"
        assert numbers[name]["draws_low"] <= value <= numbers[name]["draws_high"]
        assert numbers[name]["draws_high"] - numbers[name]["draws_low"] < 0.6 * (numbers[name]["prior_high"] - numbers[name]["prior_low"])
    assert numbers[FLAT]["verdict"] == "flat"
    assert numbers[FLAT]["calibrated"] == numbers[FLAT]["stands"]
    targets = {row["name"]: row for row in found["targets"]}
    assert all(row["hit"] for row in targets.values())
    assert targets[LEFT_OUT]["hold_out"]
    clear = targets["clear_ownership_rate"]
    assert abs(clear["after"] - clear["value"]) < abs(clear["before"] - clear["value"]) / 2
    assert found["waves"][-1]["share_left"] < 0.5

    calibrated, plain = load_scenario("city.yaml"), load_scenario("leping")
    assert calibrated.parameters.triage.sigma_max == pytest.approx(0.6, abs=0.15)  # type: ignore[attr-defined]
    assert calibrated.parameters.handling == plain.parameters.handling  # type: ignore[attr-defined]
    assert "targets.yaml" in calibrated.title.zh
    assert pd.read_csv("city/draws.csv")[FLAT].std() > 8  # as wide as its prior


def test_draws_are_the_points_of_a_design(undisturbed: Path, cogov: Cogov) -> None:
    assert cogov("designs", "check", undisturbed / "uncertainty.yaml").code == 0
    draws = pd.read_csv(undisturbed / "draws.csv")
    assert list(draws) == [*TRUE, FLAT]
    assert len(draws) == 20


def test_killed_in_the_middle_of_a_wave_it_ends_with_the_same_bytes(targets: Path, undisturbed: Path, tmp_path: Path, cogov: Cogov) -> None:
    out = tmp_path / "little.yaml"
    killed_under_way(begun(targets, out, *SHORT, *LITTLE), out.with_suffix("") / "wave-1" / "runs")
    assert not [*out.with_suffix("").glob("draws-*")]
    assert cogov(*words(targets, out, *SHORT, *LITTLE), "--lang", "zh").code == 0
    for name in MADE:
        assert (out.with_suffix("") / name).read_bytes() == (undisturbed / name).read_bytes(), name


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("told", "90 % of draws", "left out", "not ruled out", "Simulated results")),
        ("zh", ("识别", "后验 90%", "留作检验", "未被排除", "模拟结果")),
    ],
)
def test_asked_again_it_answers_from_what_is_there(
    targets: Path, undisturbed: Path, cogov: Cogov, language: str, said: tuple[str, ...]
) -> None:
    before = (undisturbed / "wave-1" / "manifest.json").read_bytes()
    code, out, err = cogov(*words(targets, undisturbed.with_suffix(".yaml"), *SHORT, *LITTLE), "--lang", language)
    assert code == 0
    assert all(one in " ".join(out.split()) for one in said)
    assert (undisturbed / f"calibration.{language}.png").exists()
    assert "draws.csv" in err
    assert (undisturbed / "wave-1" / "manifest.json").read_bytes() == before


def test_a_folder_of_another_calibration_is_refused(targets: Path, undisturbed: Path, cogov: Cogov) -> None:
    code, out, err = cogov(*words(targets, undisturbed.with_suffix(".yaml"), *SHORT, *LITTLE), "--seed", "2")
    assert (code, out) == (2, "")
    assert "another calibration (effort differ)" in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("leping",), "please give --targets or --log"),
        (("lepin", "--targets", "{targets}"), "did you mean leping"),
        (("leping", "--targets", "none.yaml"), "none.yaml"),
        (("leping", "--targets", "{targets}", "--policy", "as_i"), "did you mean as_is"),
        (("leping", "--targets", "{targets}", "--points", "3"), "--points"),
        (("leping", "--targets", "{targets}", "--draws", "3"), "--draws"),
        (("leping", "--log", "none.csv"), "none.csv"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(targets: Path, cogov: Cogov, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = cogov("calibrate", *(one.format(targets=targets) for one in arguments), "--out", "new.yaml")
    assert (code, out) == (2, "")
    assert said in err
    assert not Path("new").exists()
    assert not Path("new.yaml").exists()


def test_a_measure_that_a_file_leaves_empty_is_not_asked(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a log; what the file says of another goes before what the log has, and the rest stays as it is."""
    log = LOGS / "incidents.json"
    Path("own.yaml").write_text("targets:\n  log.tail_ratio:\n  log.handoffs_mean: {value: 2}\n", encoding="utf-8")
    asked: list[Question] = []

    def stopped(question: Question, *_: object) -> NoReturn:
        asked.append(question)
        raise InputError(Problem(Text(zh="停", en="stopped")))

    monkeypatch.setattr("cogov.analysis.calibration.calibration.calibrated", stopped)
    for files in (("--log", log), ("--log", log, "--targets", "own.yaml")):
        assert "stopped" in cogov("calibrate", "leping", *files, "--out", f"city{len(files)}.yaml").err
    of_log, both = ({one.name: one for one in question.targets} for question in asked)
    assert set(of_log) - set(both) == {"log.tail_ratio"}
    assert {name for name, one in both.items() if one != of_log[name]} == {"log.handoffs_mean"}
    assert both["log.handoffs_mean"].value == 2


CLARITY = {"desk": 0.1, "permits": 0.9}
OF_PLACES = ("--population", "800", "--days", "30", "--warmup", "5", *LITTLE)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What two cities leave that misunderstand alike and differ in clarity: the log of one, the clear ownership of both."""
    folder = tmp_path_factory.mktemp("places")
    scenario = load_scenario("leping", {"city.population": 800, "days": 30, "warmup": 5, "parameters.triage.sigma_max": 0.8})
    lines = ["parameters: {parameters.triage.sigma_max: {from: .1, to: 1}}", "places:"]
    for name, clarity in CLARITY.items():
        policy = resolve_policy(scenario, "as_is", {"boundary_clarity": clarity})
        runs = [one.indicators for one in run_together([RunRequest(scenario, "as_is", policy, seed) for seed in range(900, 906)])]
        clear = float(np.mean([run["clear_ownership_rate"] for run in runs]))
        lines += [f"  {name}:", "    parameters: {boundary_clarity: {from: 0, to: 1}}", f"    title: {{zh: 甲{name}, en: the {name}}}"]
        lines += ["    targets:", f"      clear_ownership_rate: {{value: {clear:.4f}, error: .02, discrepancy: .03}}"]
    shape = shape_of(simulated_log(events_frame(live(RunRequest(scenario, "as_is", policy, 900)).city)))
    (folder / "permits.json").write_text(json.dumps(shape.as_json()), encoding="utf-8")
    (folder / "targets.yaml").write_text("\n".join([*lines, "    log: permits.json"]) + "\n", encoding="utf-8")
    return folder / "targets.yaml"


@pytest.fixture(scope="module")
def two_places(places: Path) -> Path:
    """The folder of their calibration into which nothing came."""
    out = places.with_name("both.yaml")
    assert begun(places, out, *OF_PLACES).wait() == 0
    return out.with_suffix("")


@pytest.mark.slow("analysis/test_calibration.py::test_places_share_their_behaviour_and_keep_what_is_their_own")
def test_places_that_misunderstand_alike_are_told_apart_by_their_clarity(places: Path, two_places: Path, cogov: Cogov) -> None:
    found = json.loads((two_places / "calibration.json").read_text("utf-8"))
    desk, permits = (next(row for row in found["numbers"] if row["name"] == f"{name}/boundary_clarity") for name in CLARITY)
    assert desk["draws_high"] < permits["draws_median"]
    assert desk["draws_median"] < permits["draws_low"]
    assert {row["name"] for row in found["targets"]} >= {"desk/clear_ownership_rate", "permits/log.handoffs_mean"}
    assert "desk/log.handoffs_mean" not in {row["name"] for row in found["targets"]}
    assert list(pd.read_csv(two_places / "draws.csv")) == ["parameters.triage.sigma_max"]
    assert "boundary_clarity" not in places.with_name("both.yaml").read_text("utf-8")
    assert cogov("designs", "check", two_places / "uncertainty.yaml").code == 0
    code, out, _ = cogov(*words(places, two_places.with_suffix(".yaml"), *OF_PLACES), "--lang", "zh")
    assert code == 0
    assert "甲desk：边界明确" in out
    assert "各地方自己的参数只为一并拟合" in out


def test_beside_places_a_log_stands_in_the_file(places: Path, cogov: Cogov) -> None:
    for option, value in (("--log", places.with_name("permits.json")), ("--map", "desk=a"), ("--mapping", places)):
        code, _, err = cogov(*words(places, Path("new.yaml"), *OF_PLACES), option, value)
        assert code == 2
        assert f"{option}: the file of targets tells places apart" in err


@pytest.mark.slow("analysis/test_calibration.py::test_stopped_in_one_place_it_goes_on_in_the_other")
def test_killed_between_places_it_ends_with_the_same_bytes(places: Path, two_places: Path, tmp_path: Path, cogov: Cogov) -> None:
    out = tmp_path / "both.yaml"
    killed_under_way(begun(places, out, *OF_PLACES), out.with_suffix("") / "wave-1-permits" / "runs")
    assert not (out.with_suffix("") / "draws-1-1-desk").exists()
    assert cogov(*words(places, out, *OF_PLACES)).code == 0
    for name in (*MADE, "draws_with_places.csv"):
        assert (out.with_suffix("") / name).read_bytes() == (two_places / name).read_bytes(), name


@pytest.mark.slow("evidence/test_calibration.py::test_targets_are_the_figures_of_the_logs")
@pytest.mark.parametrize(
    ("targets", "log", "folder"),
    [("targets.yaml", ("--log", str(LOGS / "incidents.json")), FOLDER), ("two_places.yaml", (), PLACES)],
)
def test_the_command_of_the_page_asks_what_its_fit_was_asked(targets: str, log: tuple[str, ...], folder: Path, cogov: Cogov) -> None:
    """With little effort: the same numbers, the same targets, and a city that loads."""
    size = ("--population", "600", "--days", "60", "--warmup", "10", "--workers", "1")
    effort = ("--points", "20", "--replicates", "2", "--waves", "1", "--draws", "20", "--generations", "1")
    asked = ("--targets", str(EVIDENCE / targets), *log, "--out", "new.yaml")
    assert cogov("calibrate", str(EVIDENCE / "assumed.yaml"), *asked, *size, *effort).code == 0
    now, was = json.loads(Path("new/calibration.json").read_text("utf-8")), fit_in(folder).document
    for part, keys in (
        ("numbers", ("name", "stands", "prior_low", "prior_high")),
        ("targets", ("name", "value", "error", "discrepancy", "hold_out")),
    ):
        assert [[one[key] for key in keys] for one in now[part]] == [[one[key] for key in keys] for one in was[part]]
    load_scenario("new.yaml")


def test_a_file_of_another_kind_is_refused(targets: Path, cogov: Cogov) -> None:
    assert "please name a .yaml file" in cogov("calibrate", "leping", "--targets", targets, "--out", "new").err


def test_without_the_extra_its_name_is_said(targets: Path, cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cogov.scenarios.extras.find_spec", lambda _: None)
    code, _, err = cogov("calibrate", "leping", "--targets", targets, "--out", "new.yaml")
    assert code == 2
    assert "cogov[calibration]" in err


def test_from_a_log_to_a_calibrated_city_in_four_commands(cogov: Cogov) -> None:
    """The log is one of a city where boundaries are much less clear; in Chinese first, then in English from what is there."""
    size = ("--population", "700", "--days", "45", "--warmup", "10")
    assert cogov("export", "leping", *size, "--set", "parameters.triage.sigma_max=0.7", "--format", "csv", "--out", "log.csv").code == 0
    effort = ("--points", "20", "--replicates", "2", "--waves", "1", "--draws", "20", "--generations", "1")
    four = (
        ("log", "describe", "log.csv"),
        ("calibrate", "leping", "--log", "log.csv", "--out", "mine.yaml", *size, "--workers", "1", *effort),
        ("log", "compare", "log.csv", "mine.yaml", *size, "--replicates", "2"),
        ("sweep", "mine/uncertainty.yaml", "--workers", "1", "--replicates", "1"),
    )
    for language, said in (("zh", "日志："), ("en", "log: ")):
        answers = [cogov(*command, "--lang", language) for command in four]
        assert [answer.code for answer in answers] == [0, 0, 0, 0], [answer.err for answer in answers]
        assert said in " ".join(answers[1].out.split())
    document = json.loads(Path("mine/calibration.json").read_text("utf-8"))
    assert sum(row["hold_out"] for row in document["targets"]) == len(document["targets"]) // 3
    assert "log.median_days" not in {row["name"] for row in document["targets"]}
