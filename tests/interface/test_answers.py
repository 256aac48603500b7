"""`cogov sensitivity`, `discover` and `robustness` on folders that real sweeps left."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.analysis.subject import read_subject
from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.designs.schema import Design
from cogov.experiments.store.frames import load
from cogov.experiments.sweep import Counts, sweep

CITY = {"scenario": "leping", "population": 600, "days": 20, "warmup": 5}
SCREENING = {
    **CITY,
    "replicates": 2,
    "design": "morris",
    "trajectories": 4,
    "factors": {"duty_clarity": {"from": 0, "to": 1}, "parameters.triage.sigma_0": {"from": 0.05, "to": 0.4}},
}
WORLDS = {
    **CITY,
    "replicates": 1,
    "policies": ("as_is", "co_governance"),
    "design": "latin_hypercube",
    "samples": 6,
    "factors": {"parameters.triage.sigma_max": {"from": 0.1, "to": 0.6}},
}


Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


@pytest.fixture(scope="module")
def screening(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screening")
    sweep(plan_of(Design.model_validate(SCREENING)), folder)
    return folder


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("worlds")
    sweep(plan_of(Design.model_validate(WORLDS)), folder)
    return folder


TWO_LEVERS = {"boundary_clarity": {"from": 0.2, "to": 0.8}, "goal_alignment": {"from": 0.2, "to": 0.8}}
OTHER_DESIGNS: dict[str, dict[str, Any]] = {
    "sobol": {"design": "sobol", "samples": 2, "factors": TWO_LEVERS},
    "morris": {"design": "morris", "trajectories": 2, "factors": TWO_LEVERS},
    "points": {
        "design": "points",
        "points": ({"boundary_clarity": 0.2, "goal_alignment": 0.5}, {"boundary_clarity": 0.7, "goal_alignment": 0.1}),
    },
    "few worlds of policies": {"design": "latin_hypercube", "samples": 3, "policies": ("as_is", "fengqiao"), "factors": TWO_LEVERS},
}


@pytest.mark.parametrize("kind", OTHER_DESIGNS)
def test_every_kind_of_study_has_a_report(cogov: Cogov, tmp_path: Path, kind: str) -> None:
    """What its points do not carry is left out."""
    sweep(plan_of(Design.model_validate({**CITY, "replicates": 1, **OTHER_DESIGNS[kind]})), tmp_path / "study")
    answer = cogov("report", "study")
    assert (answer.code, "Traceback" in answer.err) == (0, False)
    assert (tmp_path / "study" / "report.en.html").exists()


def test_a_report_on_part_of_a_study_compares_like_with_like_and_says_so(
    cogov: Cogov, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr("cogov.experiments.sweep.CHUNK_SECONDS", 1e-9)
    sizes = {"city.population": (600, 1500)}
    asked = {"scenario": "leping", "days": 20, "replicates": 2, "policies": ("as_is", "clear_boundaries"), "factors": sizes}
    plan = plan_of(Design.model_validate(asked))

    def press(counts: Counts) -> None:
        if counts.lived >= 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(plan, tmp_path / "study", on_progress=press)
    kept = load(tmp_path / "study")
    assert len(kept) == 7
    answer = cogov("report", "study")
    assert answer.code == 0
    assert "1 runs are still missing" in answer.err
    assert "1 runs are still to come" in (tmp_path / "study" / "report.en.html").read_text("utf-8")
    subject = read_subject(tmp_path / "study")
    whole = kept[~((kept["point"] == 1) & (kept["replicate"] == 1))]
    for policy in ("as_is", "clear_boundaries"):
        assert subject.mean(policy, "lever_cost") == pytest.approx(whole.loc[whole["policy"] == policy, "lever_cost"].mean())


def test_sensitivity_answers_and_leaves_its_figures(cogov: Cogov, screening: Path) -> None:
    answer = cogov("sensitivity", screening, "--indicator", "handoffs_per_matter,owned_in_time_rate")
    assert answer.code == 0
    assert "4 trajectories × 2 replicates" in answer.out  # copies of a point included
    assert "duty clarity" in answer.out
    assert {path.name for path in screening.glob("sensitivity*")} == {
        "sensitivity.json",
        "sensitivity.csv",
        "sensitivity.en.png",
        "sensitivity.en.svg",
    }
    document = json.loads((screening / "sensitivity.json").read_text("utf-8"))
    assert [one["indicator"] for one in document["results"]] == ["handoffs_per_matter", "owned_in_time_rate"]


def test_sensitivity_speaks_chinese_and_json(cogov: Cogov, screening: Path, tmp_path: Path) -> None:
    assert "职责清晰" in cogov("sensitivity", screening, "--lang", "zh", "--indicator", "unmet_need", "--out", tmp_path / "figures").out
    assert (tmp_path / "figures" / "sensitivity.zh.png").is_file()
    answer = cogov("sensitivity", screening, "--json")
    assert json.loads(answer.out)["factors"] == ["duty_clarity", "parameters.triage.sigma_0"]


def test_robustness_answers_and_leaves_its_figure(cogov: Cogov, worlds: Path) -> None:
    answer = cogov("robustness", worlds)
    assert answer.code == 0
    assert "Overall (mean of the three pillar scores, 0–100) · 6 worlds" in answer.out
    assert "co-governance" in answer.out
    assert (worlds / "robustness.en.svg").is_file()
    required = ("--require", "mean_days<14,resolution_rate>=5%", "--indicator", "mean_days")
    chinese = cogov("robustness", worlds, "--lang", "zh", *required)
    assert "达标要求：平均解决天数（天） < 14.0 且 实际解决率 ≥ 5.0%" in chinese.out
    document = json.loads(cogov("robustness", worlds, "--json").out)
    assert document["policies"] == ["as_is", "co_governance"]


def test_discover_is_honest_about_six_worlds(cogov: Cogov, worlds: Path) -> None:
    answer = cogov("discover", worlds, "--policy", "as_is", "--when", "mean_days>1")
    assert answer.code == 0
    assert "in 6 of 6 worlds" in answer.out
    assert "at least 30 points" in answer.out
    document = json.loads(cogov("discover", worlds, "--policy", "as_is", "--when", "mean_days>1", "--json").out)
    assert (document["outcome"], document["worlds"], document["failing"]) == ("too few worlds", 6, 6)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sensitivity", "nowhere"), "no manifest.json"),
        (("robustness", "nowhere"), "no manifest.json"),
        (("discover", "nowhere", "--policy", "as_is", "--when", "mean_days>3"), "no manifest.json"),
        (("sensitivity", "WORLDS"), "needs the design morris / sobol"),
        (("sensitivity", "SCREENING", "--indicator", "mean_day"), "did you mean mean_days"),
        (("robustness", "SCREENING"), "deep_uncertainty"),
        (("robustness", "WORLDS", "--require", "mean_days"), "--require"),
        (("discover", "WORLDS", "--policy", "asis", "--when", "mean_days>3"), "did you mean as_is"),
        (("discover", "WORLDS", "--policy", "as_is", "--when", "mean_days=3"), "not understood"),
    ],
)
def test_bad_input_is_refused(cogov: Cogov, screening: Path, worlds: Path, arguments: tuple[str, ...], said: str) -> None:
    places = {"SCREENING": screening, "WORLDS": worlds}
    answer = cogov(*(places.get(word, word) for word in arguments))
    assert answer.code == 2
    assert answer.out == ""
    assert said in answer.err
    assert "Traceback" not in answer.err
