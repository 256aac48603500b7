"""What is recorded of a run: which columns stand in a folder, that no result changes with them, and what is said where one is not there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import cogov as package
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.recorded import every, recorded
from cogov.experiments.store.manifest import read_manifest
from cogov.model.indicators import MAIN, base, group_of
from cogov.scenarios.errors import InputError

Cogov = Callable[..., Any]
STUDY = "scenario: leping\npopulation: 600\ndays: 30\nwarmup: 8\nreplicates: 2\npolicies: [as_is, co_governance]\n"
KEPT = ["trust", "mean_days@urban"]
ALWAYS = ["pillar_responsibility", "pillar_fulfilment", "pillar_sharing", "cost", "lever_cost", "cost_per_resident"]


def swept(name: str, said: str, more: str = "") -> Any:
    Path(f"{name}.yaml").write_text(f"{STUDY}{said}\n{more}", "utf-8")
    return package.sweep(f"{name}.yaml", out=name).frame


def columns(frame: Any) -> list[str]:
    return [name for name in frame.columns if name in every()]


def test_main_is_what_a_report_shows_and_all_is_everything() -> None:
    main = recorded("main")
    assert set(MAIN) <= set(main)
    assert {base(name) for name in main if group_of(name)} == {"sense_of_gain", "unmet_need", "mean_days", "resolution_rate"}
    assert len(main) < len(every()) / 5
    assert recorded("all") == every()
    assert recorded(["trust", "mean_days@urban", "backlog"]) == tuple(
        name for name in every() if name in {"trust", "mean_days@urban", "backlog"}
    )
    assert set(recorded(["main", "trust"])) == {*main, "trust"}
    assert [name for name in every() if name in main] == list(main)


def test_how_much_is_recorded_changes_columns_and_no_result(cogov: Cogov) -> None:
    whole, few, usual = swept("all", "record: {indicators: all}"), swept("few", f"record: {{indicators: {KEPT}}}"), swept("usual", "")
    assert (columns(whole), columns(few), columns(usual)) == (
        list(every()),
        [name for name in every() if name in KEPT],
        list(recorded("main")),
    )
    for less in (few, usual):
        own = [*columns(less), *ALWAYS, "run_id", "seed", "policy"]
        assert less[own].equals(whole[own])  # bit for bit, undefined ones too
    assert read_manifest(Path("few")).outputs == (*columns(few), *ALWAYS)
    assert [column for column in package.load("few").long.indicator.unique() if column not in ALWAYS] == ["mean_days", "trust"]
    verified = json.loads(cogov("verify", "few", "--json").out)
    assert (verified["missing"], verified["differing"]) == (0, [])
    rerun = cogov("rerun", "few", "--workers", "1")
    assert (rerun.code, rerun.out.endswith("the same bit for bit\n")) == (0, True), rerun.err


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_was_not_recorded_is_said_to_be_so(language: str, cogov: Cogov) -> None:
    worlds = "factors: {parameters.triage.sigma_max: {from: 0.1, to: 0.3}, choices.alignment: [geometric, linear]}\ndesign: latin_hypercube\nsamples: 6\n"
    swept("few", f"record: {{indicators: {KEPT}}}", worlds)
    said = {"zh": "没有记录", "en": "was not recorded"}[language]
    for asked in (
        ("robustness", "few", "--indicator", "mean_days"),
        ("robustness", "few", "--require", "mean_days<9"),
        ("discover", "few", "--policy", "as_is", "--when", "resolution_rate<0.8"),
        ("export", "few", "--format", "long", "--indicator", "happiness", "--out", "few.csv"),
    ):
        answer = cogov(*asked, "--lang", language)
        assert (answer.code, said in answer.err, "Traceback" in answer.err) == (2, True, False), (asked, answer.err)
    assert "did you mean mean_days@urban?" in cogov("robustness", "few", "--indicator", "mean_days@urbn", "--lang", "en").err
    report = cogov("report", "few", "--lang", language)
    assert report.code == 0, report.err
    text = Path(report.out.strip()).read_text("utf-8")
    assert {"zh": f"{len(every())} 项指标（含分组）中的 2 项", "en": f"Of {len(every())} indicators, groups included, 2 were recorded"}[
        language
    ] in text
    assert {"zh": "没有记录的主要指标", "en": "Main indicators not recorded"}[language] in text
    assert cogov("robustness", "few", "--indicator", "trust").code == 0


def test_sensitivity_takes_what_there_is_and_names_what_is_not(cogov: Cogov) -> None:
    swept(
        "few",
        "record: {indicators: [trust]}",
        "factors: {boundary_clarity: {from: 0, to: 1}, goals: [need, far]}\ndesign: morris\ntrajectories: 2\n",
    )
    assert json.loads(cogov("sensitivity", "few", "--indicator", "trust", "--json").out)["lists"] == {"goals": ["need", "far"]}
    assert "mean_days was not recorded" in cogov("sensitivity", "few", "--indicator", "mean_days").err
    assert cogov("report", "few").code == 0


@pytest.mark.parametrize(
    ("said", "key", "near"),
    [
        ("mian", "record.indicators", "main"),
        ("[trust, mean_dais]", "record.indicators.1", "mean_days"),
        ("[mean_days@urbn]", "record.indicators.0", "mean_days@urban"),
        ("[overreach_rate@govrnment]", "record.indicators.0", "overreach_rate@government"),
        ("5", "record.indicators", None),
    ],
)
def test_a_name_that_is_none_is_refused_where_it_stands(said: str, key: str, near: str | None, tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(f"{STUDY}record: {{indicators: {said}}}\n", "utf-8")
    with pytest.raises(InputError) as refused:
        plan_of(load_design(path))
    [problem] = refused.value.problems
    assert (problem.line, problem.key, problem.nearest) == (7, key, near)


def test_a_folder_has_one_set_of_columns(cogov: Cogov) -> None:
    swept("few", "record: {indicators: [trust]}")
    Path("few.yaml").write_text(STUDY + "record: {indicators: all}\n", "utf-8")
    answer = cogov("sweep", "few.yaml", "--out", "few")
    assert answer.code == 2
    assert f"7 columns of results, and now other {len(every()) + 6}" in answer.err
    assert len(package.load("few").frame) == 4


def test_a_comparison_keeps_everything_since_it_shows_everything(cogov: Cogov) -> None:
    cogov(
        "compare",
        "leping",
        "--policies",
        "as_is,co_governance",
        "--replicates",
        "2",
        "--population",
        "600",
        "--days",
        "20",
        "--out",
        "mine",
    )
    assert columns(package.load("mine").runs) == list(every())


SMALL = ("--policies", "as_is,co_governance", "--replicates", "2", "--population", "600", "--days", "20", "--workers", "1")


def test_a_command_says_what_is_kept_and_no_result_changes(cogov: Cogov) -> None:
    whole = cogov("compare", "leping", *SMALL, "--out", "whole")
    few = cogov("compare", "leping", *SMALL, "--record", "trust，mean_days@urban,trust", "--out", "few")
    main = cogov("compare", "leping", *SMALL, "--record", "main", "--out", "main")
    assert (whole.code, few.code, main.code) == (0, 0, 0), few.err + main.err
    assert columns(package.load("few").runs) == [name for name in every() if name in KEPT]
    assert columns(package.load("main").runs) == list(recorded("main"))
    own = [*KEPT, *ALWAYS, "run_id", "seed"]
    assert package.load("few").runs[own].equals(package.load("whole").runs[own])
    assert main.out == whole.out  # the main indicators are what is shown
    assert "Trust" in few.out  # where none of them was kept, what was
    assert read_manifest(Path("few")).request["record"] == "trust,mean_days@urban"
    by_python = package.compare("leping", ["as_is", "co_governance"], replicates=2, population=600, days=20, workers=1, record=KEPT)
    assert by_python.runs[own].equals(package.load("few").runs[own])


def test_of_a_study_the_command_counts_before_the_design(cogov: Cogov) -> None:
    Path("mine.yaml").write_text(f"{STUDY}record: {{indicators: all, series: true}}\n", "utf-8")
    assert cogov("sweep", "mine.yaml", "--record", "trust", "--workers", "1", "--out", "few").code == 0
    assert (columns(package.load("few").frame), read_manifest(Path("few")).tables.keys()) == (["trust"], {"series"})
    assert package.sweep("mine.yaml", record="trust", out="few", workers=1).frame.equals(package.load("few").frame)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("mian", "--record: no indicator is called mian; did you mean main?"),
        ("trust,mean_days@urbn", "did you mean mean_days@urban?"),
        (",", "--record: no indicator to record is named"),
    ],
)
def test_a_command_that_names_none_is_refused_before_anything_is_written(said: str, told: str, cogov: Cogov) -> None:
    Path("mine.yaml").write_text(STUDY, "utf-8")
    for command in (("compare", "leping", *SMALL), ("sweep", "mine.yaml")):
        answer = cogov(*command, "--record", said, "--out", "none", "--lang", "en")
        assert (answer.code, told in answer.err, Path("none").exists()) == (2, True, False), answer.err


def test_a_precision_is_refused_of_what_is_not_kept(cogov: Cogov) -> None:
    answer = cogov("compare", "leping", *SMALL[:2], "--until", "mean_days=1", "--record", "trust", "--out", "none", "--lang", "en")
    assert (answer.code, Path("none").exists()) == (2, False)
    assert "--record: --until looks at what is not recorded: mean_days" in answer.err
