"""A rule of somebody's own with its number, lever and indicator, from a file or a notebook's cell: run, compared, swept, resumed, reported."""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

import cogov
from cogov.experiments.request import commands
from cogov.experiments.store.manifest import read_manifest
from cogov.experiments.store.schema import CIRCUMSTANCES
from cogov.model.indicators import INDICATORS
from cogov.model.levers import LEVERS
from cogov.model.policy import LeverValues, Policy, PolicyPatch, take_levers
from cogov.model.rule import DECLARED
from cogov.model.scenario import Scenario, _make_anew
from cogov.scenarios.errors import InputError

pytestmark = pytest.mark.filterwarnings("ignore::cogov.notes.Noted")

CELL = '''
import cogov
from cogov import Text

class Rumour(cogov.Numbers):
    """How rumours go round."""

    bite: float = cogov.share(0.01, "trust that a day of rumours takes from everybody where nothing is told in public")

def doubted(openness, bite):
    return STRENGTH * bite * (1 - openness)

STRENGTH = 1.0
cogov.add_lever(cogov.Lever(name="openness", title=Text(zh="公开", en="openness"), meaning=Text(zh="公开信息的力度", en="how much is told in public"),
    price=Text(zh="占用工作日", en="takes handler-days"), cost=cogov.CostCurve(per_head=4), default=0.25))

def told_rate(run):
    return float(run.city.levers["openness"].mean())

cogov.add_indicator(cogov.Indicator(name="told_rate", zh="公开率", en="Told in public", definition_zh="公开的事务占比", definition_en="Matters told; of all",
    unit="share", direction=1, role="process", pillar="sharing", of_city=told_rate))

@cogov.rule(numbers=Rumour, says=Text(zh="谣言流传", en="rumours go round"))
def rumour(city, p):
    """Everybody trusts a little less each day, the less is told in public."""
    city.citizens.trust[:] -= doubted(city.levers["openness"][0], p.bite) * city.citizens.trust
'''
STUDY = (
    CELL
    + """
design = {
    "name": "rumours",
    "scenario": cogov.City(population=500, days=30, warmup=5, rules=[*cogov.DAY, rumour]),
    "policies": {"as_is": None, "open": cogov.Policy(openness=1.0)},
    "factors": {"parameters.rumour.bite": [0.0, 0.02]},
    "replicates": 4,
}
study = cogov.sweep(design, workers=2)
print(len(study.frame), (study.frame.status == "done").all())
"""
)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """In a folder of its own; what a test declares is gone after it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COGOV_LANG", "en")
    before = [(table, dict(table)) for table in (LEVERS, INDICATORS, DECLARED)]  # type: ignore[arg-type]
    yield
    for part in (LeverValues, PolicyPatch, Policy):
        part.model_fields.pop("openness", None)
    for table, content in before:
        table.clear()
        table.update(content)
    take_levers()
    _make_anew(Scenario)


def python(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def answer(*words: str) -> str:
    process = python(*words)
    out, err = process.communicate(timeout=540)
    assert process.returncode == 0, err
    return out


def test_a_rule_of_a_cell_is_swept_by_two_workers_killed_resumed_and_reported() -> None:
    Path("cell.py").write_text(STUDY, "utf-8")
    first = python("cell.py")
    until = time.monotonic() + 300
    while not list(Path("results/rumours/runs").glob("[!.]*.parquet")) and time.monotonic() < until and first.poll() is None:
        time.sleep(0.05)
    first.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    first.communicate()
    plain = {"scenario": "leping", "population": 500, "days": 20, "warmup": 5, "replicates": 1}
    [name] = cogov.sweep(plain, workers=1, out="before").frame.run_id
    begun = len(cogov.load("results/rumours").frame)  # a process that declares nothing of it can read it
    assert 0 < begun <= 16
    again = cogov.sweep(plain, workers=1, out="after").frame
    assert again.run_id.tolist() == [name]  # and its own studies are as before
    assert "told_rate" not in again
    assert answer("cell.py").split() == ["16", "True"]
    study = cogov.load("results/rumours")
    means = study.frame.groupby(["policy", "parameters.rumour.bite"])[["told_rate"]].mean()["told_rate"]
    assert means["as_is"].tolist() == [0.25, 0.25]
    assert means["open"].tolist() == [1.0, 1.0]
    for language, words in {"en": ("Told in public", "openness"), "zh": ("公开率", "公开")}.items():
        answer("-m", "cogov.cli", "report", "results/rumours", "--lang", language)
        page = Path(f"results/rumours/report.{language}.html").read_text("utf-8")
        assert all(word in page for word in words)


def test_a_rule_of_a_file_is_named_in_scenario_design_and_python(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("my_rules.py").write_text(CELL, "utf-8")
    Path("city.yaml").write_text(
        "extends: leping\ncity: {population: 500}\ndays: 20\nwarmup: 5\nrules: [my_rules.py:rumour]\nparameters: {rumour: {bite: 0.05}}\n",
        "utf-8",
    )
    by_scenario = cogov.run("city.yaml", {"openness": 0.5}).indicators
    plain = cogov.City(population=500, days=20, warmup=5)
    by_python = cogov.run(plain, {"openness": 0.5}, rules=["my_rules.py:rumour"], sets={"parameters.rumour.bite": 0.05}).indicators
    without = cogov.run(plain, {"openness": 0.5}).indicators
    assert by_scenario == pytest.approx(by_python, nan_ok=True)
    assert by_scenario["trust"] < without["trust"]
    assert by_scenario["told_rate"] == 0.5
    study = cogov.sweep({"scenario": plain, "rules": ["my_rules.py:rumour"], "replicates": 1}, workers=1, out="first")
    [name] = study.frame.run_id
    Path("my_rules.py").write_text(CELL.replace("STRENGTH = 1.0", "STRENGTH = 2.0"), "utf-8")
    [other] = cogov.sweep({"scenario": plain, "rules": ["my_rules.py:rumour"], "replicates": 1}, workers=1, out="second").frame.run_id
    assert name != other
    Path("my_rules.py").write_text(CELL.replace("STRENGTH = 1.0", "STRENGTH = 1.0  # of a day"), "utf-8")
    [same] = cogov.sweep({"scenario": plain, "rules": ["my_rules.py:rumour"], "replicates": 1}, workers=1, out="third").frame.run_id
    assert name == same


RAN = "\nfrom pathlib import Path as P\nP('ran').touch()\n"
"""Leaves a mark where the file of rules is run."""
OWN_CITY = (
    "extends: leping\ncity: {population: 500}\ndays: 20\nwarmup: 5\nrules: [my_rules.py:rumour]\nparameters: {rumour: {bite: 0.05}}\n"
)
OWN_DESIGN = "scenario: city.yaml\nreplicates: 2\npolicies: [as_is, co_governance]\n"
PAIR = ("--policies", "as_is,co_governance", "--replicates", "2", "--workers", "1")


def ran() -> bool:
    """Whether the file of rules was run since we last asked."""
    found = Path("ran").exists()
    Path("ran").unlink(missing_ok=True)
    return found


def written() -> None:
    Path("my_rules.py").write_text(CELL + RAN, "utf-8")
    Path("city.yaml").write_text(OWN_CITY, "utf-8")
    Path("mine.yaml").write_text(OWN_DESIGN, "utf-8")


def typed(*words: str) -> tuple[int, str]:
    process = python("-m", "cogov.cli", *words)
    out, err = process.communicate(timeout=540)
    assert "Traceback" not in err
    return process.returncode, out + err


@pytest.mark.parametrize(
    "command",
    [
        ("scenarios", "check", "city.yaml"),
        ("scenarios", "show", "city.yaml"),
        ("designs", "check", "mine.yaml"),
        ("export", "city.yaml", "--format", "graphml", "--out", "out.graphml"),
        ("run", "city.yaml"),
        ("compare", "city.yaml", *PAIR, "--out", "out"),
        ("sweep", "mine.yaml", "--out", "out"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_a_program_that_a_file_names_is_not_run_unless_the_person_says_so(command: tuple[str, ...]) -> None:
    written()
    code, said = typed(*command)
    assert (code, ran(), Path("out").exists()) == (2, False, False)
    assert "their file my_rules.py is a program: it is run only if you say --run-code" in said


def test_a_folder_of_somebody_else_runs_no_program_unless_the_person_says_so() -> None:
    """Whatever is asked of it, its file of rules beside it or not; with the word it is made again from the code that it keeps, bit for bit."""
    written()
    code, said = typed("compare", "city.yaml", *PAIR, "--out", "theirs", "--run-code")
    assert (code, ran()) == (0, True), said
    for command in ("status", "report", "pilots", "scenarios export", "export --format csv", "export --format graphml", "verify", "rerun"):
        name, _, more = command.partition(" ")
        words = (name, more, "theirs") if name == "scenarios" else (name, "theirs", *more.split())
        code, said = typed(*words)
        assert not ran(), command
        if command in ("verify", "rerun"):
            assert code == 2
            assert "(rumour, told_rate), and their code (my_rules.py) came with the folder: it is run only if you say --run-code" in said
    page = Path("theirs/report.en.html").read_text("utf-8")
    assert "cogov rerun theirs --run-code" in page
    assert "cogov compare city.yaml --policies as_is,co_governance --replicates 2 --seed 1 --run-code" in page
    for file in ("my_rules.py", "city.yaml"):
        Path(file).unlink()
    code, said = typed("verify", "theirs", "--run-code", "--json")
    assert (code, ran(), '"sampled": 4' in said, '"differing": []' in said) == (0, True, True, True), said
    code, said = typed("rerun", "theirs", "--run-code", "--workers", "1")
    assert (code, ran(), "the same bit for bit" in said) == (0, True, True), said


OF_MINE = ("leping", "--population", "500", "--days", "20", "--warmup", "5", "--rules", "my_rules.py:rumour", "--set", "openness=0.5")


def test_a_file_of_rules_named_in_the_command_is_run_and_named_again() -> None:
    """Python's `rules` means the same; the command that the report prints makes the same table, the folder is made again with the word."""
    Path("my_rules.py").write_text(CELL + RAN, "utf-8")
    code, said = typed("run", *OF_MINE, "--json")
    assert (code, ran(), '"told_rate": 0.5' in said) == (0, True, True), said
    code, said = typed("compare", *OF_MINE, *PAIR, "--record", "mean_days,told_rate", "--out", "mine")
    assert code == 0, said
    assert typed("report", "mine")[0] == 0
    [printed] = commands(read_manifest(Path("mine")).request, "mine-again")
    assert printed in unescape(Path("mine/report.en.html").read_text("utf-8"))
    assert "--rules my_rules.py:rumour" in printed
    assert "--run-code" not in printed
    ran()
    assert typed(*shlex.split(printed)[1:])[0] == 0
    assert ran()
    frames = [cogov.load(folder).runs.drop(columns=list(CIRCUMSTANCES)) for folder in ("mine", "mine-again")]
    pd.testing.assert_frame_equal(*frames, check_exact=True)
    settings = {"population": 500, "days": 20, "warmup": 5, "sets": {"openness": 0.5}}
    found = cogov.compare("leping", ["as_is", "co_governance"], replicates=2, workers=1, rules=["my_rules.py:rumour"], **settings)
    assert sorted(found.runs.run_id) == sorted(frames[0].run_id)
    code, said = typed("verify", "mine", "--run-code")
    assert code == 0, said


@pytest.mark.parametrize("command", ["run", "compare", "sweep"])
def test_a_wrong_rule_in_the_command_is_one_message(command: str) -> None:
    Path("my_rules.py").write_text(CELL, "utf-8")
    words = {"run": ("leping",), "compare": ("leping", *PAIR), "sweep": ("clarity_alignment",)}[command]
    code, said = typed(command, *words, "--rules", "my_rules.py:rumor")
    assert (code, "--rules: there is no rule rumor in my_rules.py; did you mean rumour?" in said) == (2, True), said


def test_a_study_with_rules_named_in_the_command_keeps_their_file() -> None:
    written()
    Path("plain.yaml").write_text("scenario: leping\npopulation: 500\ndays: 20\nwarmup: 5\nreplicates: 1\n", "utf-8")
    assert typed("sweep", "plain.yaml", "--rules", "my_rules.py:rumour", "--out", "studied", "--workers", "1")[0] == 0
    manifest = read_manifest(Path("studied"))
    assert manifest.request["rules"] == "my_rules.py:rumour"
    assert [file["path"] for file in manifest.request["files"]] == ["plain.yaml", "my_rules.py"]
    assert commands(manifest.request, "there") == ["cogov sweep plain.yaml --rules my_rules.py:rumour --out there"]
    assert typed("rerun", "studied", "--run-code", "--workers", "1")[0] == 0


def test_code_that_is_kept_nowhere_is_named() -> None:
    Path("cell.py").write_text(STUDY.replace('"replicates": 4', '"replicates": 1'), "utf-8")
    answer("cell.py")
    for word in ((), ("--run-code",)):
        code, said = typed("rerun", "results/rumours", *word)
        assert (code, "its code is not kept with them" in said, "rumour" in said) == (2, True, True), said


WRONG = [
    (["rumor"], "rules: no rule (one of your own is written file.py:name) is called rumor"),
    (["my_rules.py:rumor"], "rules: there is no rule rumor in my_rules.py; did you mean rumour?"),
    (["no_rules.py:rumour"], "rules: there is no file no_rules.py"),
    (["broken.py:rumour"], "rules: broken.py cannot be run: ZeroDivisionError"),
    (["my_rules.py:rumour", "my_rules.py:rumour"], "rules: more than one rule has this name (found 'rumour')"),
    ({"deliberation": False}, "rules: needs a list of rules"),
]


@pytest.mark.parametrize(("rules", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_rule_is_refused(rules: list[str], said: str) -> None:
    Path("my_rules.py").write_text(CELL, "utf-8")
    Path("broken.py").write_text("1 / 0\n", "utf-8")
    with pytest.raises(InputError) as refused:
        cogov.run("leping", rules=rules)
    assert said in str(refused.value)
