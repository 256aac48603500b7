"""The command line as a person and as a program meet it."""

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.cli import spell_out_settings
from cogov.experiments.cities import CityExperiment
from cogov.experiments.plan import Deadline, Outcome, Run
from cogov.language import of_environment, take_language
from cogov.scenarios.errors import InputError

QUICK = ("--days", "20", "--population", "600")
PAIR = ("--policies", "as_is,co_governance", "--replicates", "2", "--workers", "1")


Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


def outside(*arguments: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """Runs a command in a process of its own."""
    command = [sys.executable, "-m", "cogov.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, timeout=120, check=False)


def chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


# -- answers --------------------------------------------------------------------------------------------------------------------


def test_run_prints_a_table_and_writes_nothing(cogov: Cogov, tmp_path: Path) -> None:
    answer = cogov("run", "leping", *QUICK)
    assert answer.code == 0
    assert "Owned in time" in answer.out
    assert "600 residents · 20 days (5 to warm up) · seed 1" in answer.out
    assert "they describe no real place" in answer.out
    assert list(tmp_path.iterdir()) == []


def test_run_speaks_chinese(cogov: Cogov) -> None:
    answer = cogov("run", "leping", "--lang", "zh", *QUICK)
    assert "及时有人负责率" in answer.out
    assert "模拟结果" in answer.out


def test_run_json_is_one_document_in_the_promised_order(cogov: Cogov) -> None:
    answer = cogov("run", "leping", "--policy", "co_governance", "--seed", "4", "--json", *QUICK)
    document = json.loads(answer.out)
    assert list(document) == ["scenario", "policy", "seed", "days", "population", "indicators", "pillars", "cost", "notes"]
    assert [document[key] for key in ("scenario", "policy", "seed", "days", "population")] == ["leping", "co_governance", 4, 20, 600]
    assert list(document["pillars"]) == ["responsibility", "fulfilment", "sharing"]
    assert None in document["indicators"].values()  # nobody petitioned, say
    assert "NaN" not in answer.out
    assert "second" not in answer.out


def test_run_leaves_table_and_figures(cogov: Cogov, tmp_path: Path) -> None:
    answer = cogov("run", "leping", "--out", "new/folder", "--json", *QUICK)
    folder = tmp_path / "new" / "folder"
    assert sorted(path.name for path in folder.iterdir()) == ["days.png", "flows.png", "network.png", "result.json", "table.txt"]
    assert (folder / "result.json").read_text("utf-8") == answer.out
    assert "Owned in time" in (folder / "table.txt").read_text("utf-8")


def test_compare_leaves_table_and_figures_where_a_person_finds_them(cogov: Cogov, tmp_path: Path) -> None:
    answer = cogov("compare", "leping", *PAIR, *QUICK)
    assert answer.code == 0
    assert "co-governance against as is · 2 seeds" in answer.out
    names = sorted(path.name for path in (tmp_path / "results" / "compare-leping").iterdir())
    drawn = ["comparison.png", "comparison.svg", "days.png", "flows-as_is.png", "flows-co_governance.png", "network.png"]
    assert names == sorted([*drawn, "comparison.csv", "result.json", "table.txt", "manifest.json", "flows", "runs", "series"])
    assert "compare-leping" in answer.err


def test_compare_json_as_promised(cogov: Cogov, tmp_path: Path) -> None:
    document = json.loads(cogov("compare", "leping", "--json", *PAIR, *QUICK).out)
    assert list(document) == ["scenario", "baseline", "policies", "replicates", "results", "notes"]
    assert any("horizon_days lowered" in note["en"] and "horizon_days" in note["zh"] for note in document["notes"])
    assert (document["baseline"], document["policies"], document["replicates"]) == ("as_is", ["as_is", "co_governance"], 2)
    wanted = "indicator measured_in policy mean difference ci_low ci_high p_adjusted verdict variance_reduction method effect_size p family family_size unit seeds worlds"
    assert list(document["results"][0]) == wanted.split()
    assert list(tmp_path.iterdir()) == []  # a program that wants files asks for them


def test_the_same_bytes_under_two_hash_seeds_and_any_number_of_workers(tmp_path: Path) -> None:
    def bytes_of(hash_seed: str, *arguments: str) -> bytes:
        return outside(*arguments, "--json", *QUICK, folder=tmp_path, PYTHONHASHSEED=hash_seed).stdout

    assert bytes_of("1", "run", "leping") == bytes_of("2", "run", "leping") != b""
    pair = ("compare", "leping", "--policies", "as_is,co_governance", "--replicates", "2", "--workers")
    assert bytes_of("1", *pair, "1") == bytes_of("2", *pair, "2") != b""


def test_memory_changes_no_byte_of_an_answer(cogov: Cogov) -> None:
    roomy, tight = (cogov("compare", "leping", "--json", *PAIR, *QUICK, "--memory", size) for size in ("2 GiB", "１００mb"))
    assert roomy.out == tight.out
    assert "MB of memory" not in roomy.err
    assert tight.err.count("takes about 141 MB of memory, more than the 100 MB that each worker may take") == 1


def test_profile_and_check_speak_on_stderr_only(cogov: Cogov) -> None:
    plain = cogov("run", "leping", "--json", *QUICK)
    profiled = cogov("run", "leping", "--json", "--profile", "--check", *QUICK)
    assert profiled.out == plain.out
    assert "triage" in profiled.err


# -- what a person is told beforehand ---------------------------------------------------------------------------------------------


def test_notes(cogov: Cogov) -> None:
    err = cogov(
        "compare", "leping", "--set", "boundary_clarity=.8", "--policies", "as_is,clear_boundaries", *PAIR[2:], *QUICK, "--json"
    ).err
    assert "horizon_days lowered from 90 to 15" in err
    assert "below 5,000 residents" in err
    assert "--set boundary_clarity overrides what these policies say themselves: clear_boundaries" in err
    assert "policies as_is and clear_boundaries are the same" in err


def test_a_city_of_its_own_is_left_without_notes(cogov: Cogov, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("extends: leping\nhorizon_days: 10\ncity: {population: 5000}\n", encoding="utf-8")
    answer = cogov("run", "mine.yaml", "--days", "16", "--warmup", "4", "--json")
    assert (json.loads(answer.out)["scenario"], answer.err) == ("mine", "")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("run x --set a=1 b=2 --days 3", "run x --set a=1 --set b=2 --days 3"),
        ("run x --set a=1 --set b.c=2 d=3", "run x --set a=1 --set b.c=2 --set d=3"),
        ("run --set a=1 x", "run --set a=1 x"),
        ("run --set a x=1", "run --set a x=1"),
        ("run a=1", "run a=1"),
    ],
)
def test_settings_may_follow_each_other(typed: str, read: str) -> None:
    assert spell_out_settings(typed.split()) == read.split()


# -- language ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "en_GB", "COGOV_LANG": "zh"}, "zh"),
        ({"LANG": "", "LC_MESSAGES": "zh_TW"}, "zh"),
    ],
)
def test_the_language_of_the_environment(environment: dict[str, str], language: str) -> None:
    assert of_environment(environment) == language


@pytest.mark.parametrize("typed", ["--lang zh run x", "run --lang zh x", "run x --lang=zh"])
def test_lang_stands_anywhere(typed: str) -> None:
    assert take_language(typed.split(), {}) == ("zh", ["run", "x"])


def test_after_two_dashes_nothing_is_an_option() -> None:
    assert take_language(["run", "--", "--lang"], {"LANG": "zh"}) == ("zh", ["run", "--", "--lang"])


def test_another_language_is_refused() -> None:
    with pytest.raises(InputError, match="zh, en"):
        take_language(["--lang", "fr"], {})


@pytest.mark.parametrize("command", [(), ("run",), ("compare",), ("scenarios",), ("scenarios", "new"), ("policies", "show"), ("levers",)])
def test_help_speaks_both_languages(cogov: Cogov, command: tuple[str, ...]) -> None:
    english, other = cogov(*command, "--help"), cogov("--lang", "zh", *command, "--help")
    assert (english.code, other.code) == (0, 0)
    assert not chinese(english.out)
    assert "\x1f" not in english.out + other.out
    assert "用法" in other.out
    assert "Options" not in other.out


# -- libraries --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ("scenarios list", "leping"),
        ("scenarios show leping", "topics:"),
        ("scenarios check leping", "leping"),
        ("scenarios diff leping leping", ""),
        ("scenarios schema", '"extends"'),
        ("policies list", "co_governance"),
        ("policies show co_governance", "boundary_clarity"),
        ("levers", "grid_density"),
    ],
)
def test_every_list_is_shown(cogov: Cogov, command: str, shown: str, language: str) -> None:
    answer = cogov(*command.split(), "--lang", language)
    assert (answer.code, answer.err) == (0, "")
    assert shown in answer.out


@pytest.mark.parametrize(
    "command", ["scenarios list", "scenarios show leping", "scenarios diff leping leping", "policies list", "policies show as_is", "levers"]
)
def test_lists_as_json_say_the_same_in_every_language(cogov: Cogov, command: str) -> None:
    english, other = cogov(*command.split(), "--json"), cogov(*command.split(), "--json", "--lang", "zh")
    json.loads(english.out)
    assert english.out == other.out


def test_a_scenario_of_ones_own_from_beginning_to_end(cogov: Cogov, tmp_path: Path) -> None:
    assert cogov("scenarios", "new", "mine").code == 0
    with (tmp_path / "mine.yaml").open("a", encoding="utf-8") as file:
        file.write("city: {population: 600}\npolicies: {bold: {goal_alignment: 0.9}}\n")
    assert "1 policies" in cogov("scenarios", "check", "mine.yaml").out
    assert "city.population" in cogov("scenarios", "diff", "leping", "mine.yaml").out
    assert "0.9" in cogov("policies", "show", "bold", "--scenario", "mine.yaml").out
    assert json.loads(cogov("run", "mine.yaml", "--policy", "bold", "--json", *QUICK).out)["scenario"] == "mine"
    again = cogov("scenarios", "new", "mine")
    assert again.code == 2
    assert "mine.yaml" in again.err


def test_what_show_prints_loads_again(cogov: Cogov, tmp_path: Path) -> None:
    (tmp_path / "whole.yaml").write_text(cogov("scenarios", "show", "leping").out, encoding="utf-8")
    assert "do not differ" in cogov("scenarios", "diff", "leping", "whole.yaml").out


# -- bad input --------------------------------------------------------------------------------------------------------------------

COMPARE = "compare leping --policies"

BAD = {
    "unknown command": ("rnu leping", "did you mean run"),
    "unknown inner command": ("scenarios lst", "did you mean list"),
    "unknown option": ("run leping --dayz 3", "did you mean --days"),
    "unknown scenario": ("run lepin", "did you mean leping"),
    "unknown policy": ("run leping --policy co_governanc", "did you mean co_governance"),
    "unknown lever": ("run leping --set boundary_clarty=.5", "did you mean boundary_clarity"),
    "unknown part": ("run leping --set centre_strength.vilage=.5", "did you mean village"),
    "unknown language": ("run leping --lang fr", "allowed: zh, en"),
    "no scenario": ("run", "SCENARIO"),
    "two scenarios": ("run leping leping", "leping"),
    "no value": ("run leping --days", "--days"),
    "no such file": ("run no/such.yaml", "such.yaml"),
    "a folder": ("run folder/", "directory"),
    "an empty file": ("scenarios check empty.yaml", "empty.yaml"),
    "a misspelt key": ("scenarios check wrong.yaml", "wrong.yaml, line 2"),
    "days that are no number": ("run leping --days many", "'many'"),
    "no days": ("run leping --days 0", "--days"),
    "only warm-up": ("run leping --days 30 --warmup 30", "--warmup"),
    "nobody": ("run leping --population 0", "--population"),
    "a lever out of range": ("run leping --set boundary_clarity=1.5", "0 – 1"),
    "a lever that is no number": ("run leping --set boundary_clarity=much", "'much'"),
    "a setting without value": ("run leping --set boundary_clarity", "name=value"),
    "a lever set twice": ("run leping --set mediation=.1 mediation=.2", "twice"),
    "a negative seed": ("run leping --seed -1", "--seed"),
    "a seed in fractions": ("run leping --seed 1.5", "'1.5'"),
    "a seed beyond counting": ("run leping --seed 99999999999999999999", "--seed"),
    "no policies": ("compare leping", "--policies"),
    "one policy": (f"{COMPARE} as_is", "two policies"),
    "one policy and a comma": (f"{COMPARE} as_is,", "two policies"),
    "a policy twice": (f"{COMPARE} as_is,as_is", "more than once"),
    "an unknown policy among others": (f"{COMPARE} as_is,nope", "nope"),
    "one replication": (f"{COMPARE} as_is,co_governance --replicates 1", "--replicates"),
    "no workers": (f"{COMPARE} as_is,co_governance --workers 0", "--workers"),
    "memory without a unit": (f"{COMPARE} as_is,co_governance --memory 8", "did you mean 8GB? allowed: 500MB, 8GB"),
    "no memory": (f"{COMPARE} as_is,co_governance --memory 0GB", "--memory"),
    "memory of no size": (f"{COMPARE} as_is,co_governance --memory plenty", "memory is a number above 0 with its unit"),
    "out is a file": ("run leping --out empty.yaml", "empty.yaml"),
    "out lies in a file": (f"{COMPARE} as_is,co_governance --out empty.yaml/deep", "empty.yaml"),
    "policy of no scenario": ("policies show nope", "nope"),
    "a name with slashes": ("scenarios new a/b", "slashes"),
    "new in no folder": ("scenarios new mine --out no/such/mine.yaml", "mine.yaml"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_one_message_and_nothing_else(cogov: Cogov, tmp_path: Path, kind: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.yaml").write_text("", encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text("extends: leping\npolicee: {}\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    command, said = BAD[kind]
    english, other = cogov(*command.split()), cogov(*command.split(), *(() if "--lang" in command else ("--lang", "zh")))
    assert (english.code, other.code) == (2, 2)
    assert (english.out, other.out) == ("", "")
    assert said in english.err
    assert len(english.err.splitlines()) <= 2  # the message, and where help stands
    assert "Traceback" not in english.err + other.err
    assert not chinese(english.err)
    assert chinese(other.err) or "--lang" in command
    assert sorted(tmp_path.rglob("*")) == before


# -- failures, interruption, pipes ------------------------------------------------------------------------------------------------


def test_a_failed_run_leaves_the_others(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    usual = CityExperiment.live

    def broken(self: CityExperiment, run: Run, deadline: Deadline) -> Outcome:
        if (run.policy, run.seed) == ("co_governance", 2):
            raise ValueError("no such luck")
        return usual(self, run, deadline)

    monkeypatch.setattr(CityExperiment, "most_together", 1)
    monkeypatch.setattr(CityExperiment, "live", broken)
    answer = cogov("compare", "leping", "--json", *PAIR[:2], "--replicates", "3", "--workers", "1", *QUICK)
    assert answer.code == 1
    assert "policy co_governance, seed 2): ValueError: no such luck" in answer.err
    assert json.loads(answer.out)["replicates"] == 3


def test_a_failed_single_run(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("no such luck")

    monkeypatch.setattr("cogov.model.day.live_through", broken)
    answer = cogov("run", "leping", "--policy", "co_governance", "--json", *QUICK)
    assert (answer.code, answer.out) == (1, "")


def test_interruption_is_quiet(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cogov.model.day.live_through", interrupt)
    answer = cogov("run", "leping", *QUICK)
    assert answer.code == 130
    assert "Traceback" not in answer.err


def test_a_reader_who_has_seen_enough_hears_no_complaint(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cogov.cli", "scenarios", "schema"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_utf8_whatever_the_locale(tmp_path: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    answer = outside("policies", "list", "--lang", "zh", folder=tmp_path, **plain)
    assert "共建共治共享" in answer.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("module", "late"),
    [
        ("cogov", "typer pydantic numpy pandas mesa"),
        ("cogov.application", "numpy scipy pandas mesa matplotlib rich"),
        (
            "cogov.comparison_study, cogov.until, cogov.studies",
            "pandas mesa scipy.optimize scipy.stats matplotlib",
        ),  # what begins a comparison
        ("cogov.experiments.chunk, cogov.model.build, cogov.model.day", "pandas mesa scipy.optimize scipy.stats matplotlib"),  # a worker
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(module: str, late: str, tmp_path: Path) -> None:
    program = f"import sys, {module}; print([name for name in {late.split()!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_version(cogov: Cogov) -> None:
    import cogov as package

    assert cogov("--version").out.strip() == f"cogov {package.__version__}"


# -- from Python ------------------------------------------------------------------------------------------------------------------


def test_the_functions_say_what_the_commands_say(cogov: Cogov) -> None:
    import cogov as package

    document = json.loads(cogov("run", "leping", "--json", "--set", "mediation.people_village=.6", *QUICK).out)
    frame = package.run("leping", days=20, population=600, sets={"mediation.people_village": 0.6}).frame
    assert list(frame.columns) == ["indicator", "value"]
    assert {name: None if math.isnan(value) else value for name, value in frame.to_numpy()} == document["indicators"]
    rows = json.loads(cogov("compare", "leping", "--json", *PAIR, *QUICK).out)["results"]
    table = package.compare("leping", ["as_is", "co_governance"], replicates=2, days=20, population=600).frame
    assert list(table["indicator"]) == [row["indicator"] for row in rows]
    assert list(table["difference"].dropna()) == [row["difference"] for row in rows if row["difference"] is not None]


def test_the_functions_refuse_what_the_commands_refuse() -> None:
    import cogov as package

    with pytest.raises(InputError, match="two policies"):
        package.compare("leping", ["as_is"])
    with pytest.raises(InputError, match="did you mean leping"):
        package.run("lepin")


def test_notes_on_an_own_network_are_said_once_and_kept_in_the_result(cogov: Callable[..., Any], tmp_path: Path) -> None:

    (tmp_path / "ties.csv").write_text("Source,Target,Weight\na,b,0.7\na,a,1\n", encoding="utf-8")
    (tmp_path / "roles.csv").write_text("node,kind,level\na,party,city\nb,justice,city\n", encoding="utf-8")
    (tmp_path / "city.yaml").write_text("extends: leping\nnetwork: {file: ties.csv, roles: roles.csv}\n", encoding="utf-8")
    answer = cogov("run", "city.yaml", "--population", "2000", "--days", "20", "--json")
    note = "ties.csv: the edge attribute Weight is taken as the strength; edges from a node to itself, left out: 1"
    assert answer.code == 0, answer.err
    assert answer.err.count(note) == 1
    assert note in [one["en"] for one in json.loads(answer.out)["notes"]]
