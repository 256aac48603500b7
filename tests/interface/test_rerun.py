"""A folder says how to make it again: the report's command and `cogov rerun` give the same bytes, for studies of every kind."""

import html
import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cogov.analysis.subject import read_subject
from cogov.experiments.verify import unlike_folders

pytestmark = pytest.mark.usefixtures("undrawn")
Cogov = Callable[..., Any]
SIZE = ("--population", "600", "--days", "30")
PAIR = ("--policies", "as_is,co_governance")
CITY = """
extends: base.yaml
network: {file: ties.csv, roles: roles.csv}
"""
BASE = """
extends: leping
title: {zh: 我的城市, en: My city}
policy: {budget: 35}
policies: {mine: {deliberation: 0.9}}
"""
TIES = "source,target,strength\nparty,police,0.5\nparty,affairs,0.4\n"
ROLES = "node,kind,level\nparty,party,city\npolice,public_security,city\naffairs,civil_affairs,city\n"
STUDY = "scenario: leping\npopulation: 600\ndays: 30\nwarmup: 8\nreplicates: 2\n"
WIDE = "factors: {boundary_clarity: {from: 0, to: 1}, parameters.triage.sigma_max: {from: 0.1, to: 0.3}, rules.deliberation: [on, off]}\n"
DESIGNS = {
    "grid": STUDY
    + "policies: [as_is, co_governance]\nfactors: {boundary_clarity: [0.2, 0.8]}\nset: {grid_density: 300, goals: {traffic: 1}, phases: [{from_day: 9, levers: {deliberation: 1}}]}\n",
    "one_at_a_time": STUDY + "design: one_at_a_time\nfactors: {boundary_clarity: [0.2, 0.8], deliberation: [0.9]}\n",
    "latin_hypercube": STUDY + "design: latin_hypercube\nsamples: 4\npolicies: [as_is, co_governance]\n" + WIDE,
    "sobol": STUDY + "design: sobol\nsamples: 4\n" + WIDE,
    "morris": STUDY + "design: morris\ntrajectories: 3\n" + WIDE,
    "points": STUDY.replace("leping", "city.yaml") + "design: points\npoints: points.csv\nluck: independent\npolicies: [as_is, mine]\n",
}
LISTS = (
    "phases=[{from_day: 10, where: {share: .5}, levers: {boundary_clarity: .9}}]",
    "campaigns＝［｛topic：traffic，start：5，days：9｝］",
    "goals={traffic: 2, food_safety: 1}",
    "topics.traffic.domains=[administrative]",
    "rules.deliberation=off",
)
COMPARISONS = {
    "plain": ("leping", *PAIR, "--replicates", "2", "--seed", "5"),
    "same_budget": ("leping", *PAIR, "--replicates", "2", "--same-budget", "--cost-factor", ".5,2"),
    "set": ("leping", *PAIR, "--replicates", "2", "--set", "boundary_clarity=.9", "--set", "centre_strength.village=.7", "--warmup", "5"),
    "lists": ("leping", *PAIR, "--replicates", "2", *(word for one in LISTS for word in ("--set", one))),
    "record": ("leping", *PAIR, "--replicates", "2", "--record", "trust,mean_days@urban,mean_days"),
    "own": ("city.yaml", "--policies", "as_is,mine,co_governance", "--replicates", "2", "--same-budget", "--cost-factor", ".5"),
    "until": ("leping", *PAIR, "--until", "mean_days=1000", "--at-most", "12"),
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A scenario of one's own on another, with a network, and listed points."""
    for name, text in {"city.yaml": CITY, "base.yaml": BASE, "ties.csv": TIES, "roles.csv": ROLES}.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "points.csv").write_text("boundary_clarity,goals\n0.2,need\n0.8,declared\n0.2,need\n", "utf-8")
    return tmp_path


def page(cogov: Cogov, folder: str) -> str:
    answer = cogov("report", folder)
    assert answer.code == 0, answer.err
    return Path(answer.out.strip()).read_text("utf-8")


def printed(text: str) -> tuple[list[str], dict[str, str]]:
    """The commands that a page prints, and the files that it shows, by their paths."""
    blocks = [html.unescape(block) for block in re.findall(r"<pre>(.*?)</pre>", text, flags=re.DOTALL)]
    commands = [line for block in blocks for line in block.splitlines() if line.startswith(("cogov compare", "cogov sweep"))]
    shown = re.findall(
        r"<li>the file (\S+) \(SHA-256 [0-9a-f]{64}\), as it was read:</li>\s*</ul>\s*<pre>(.*?)</pre>", text, flags=re.DOTALL
    )
    return commands, {path: html.unescape(content) for path, content in shown}


def typed_again(cogov: Cogov, text: str, there: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Type what a page says, in a folder that holds the files it shows and nothing else; return what came of it."""
    commands, shown = printed(text)
    assert commands
    there.mkdir()
    for path, content in shown.items():
        (there / path).write_text(content, "utf-8")
    monkeypatch.chdir(there)
    for command in commands:
        answer = cogov(*shlex.split(command)[1:], "--workers", "1")
        assert answer.code == 0, answer.err
    return there / shlex.split(commands[-1])[-1]


def same(first: Path, second: Path, names: tuple[str, ...]) -> None:
    assert unlike_folders(first, second) == ()
    assert [name for name in names if (first / name).read_bytes() != (second / name).read_bytes()] == []


@pytest.mark.parametrize("kind", COMPARISONS)
def test_a_comparison_is_made_again_bit_for_bit(kind: str, cogov: Cogov, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = cogov("compare", *COMPARISONS[kind], *SIZE, "--workers", "1", "--out", "mine")
    assert answer.code == 0, answer.err
    text, written = page(cogov, "mine"), ("result.json", "comparison.csv", "table.txt")
    again = typed_again(cogov, text, files / "elsewhere", monkeypatch)
    same(files / "mine", again, written)
    for name in (*(path.name for path in files.glob("*.csv")), "city.yaml", "base.yaml"):
        (files / name).unlink()  # what was read then is in the folder
    rerun = cogov("rerun", files / "mine", "--workers", "1")
    assert (rerun.code, rerun.out.endswith("the same bit for bit\n")) == (0, True), rerun.err
    same(files / "mine", files / "mine-again", written)


@pytest.mark.parametrize("kind", DESIGNS)
def test_a_study_is_made_again_bit_for_bit(kind: str, cogov: Cogov, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("mine.yaml").write_text(DESIGNS[kind], "utf-8")
    more = ("--record", "main,trust") if kind == "grid" else ()
    assert cogov("sweep", "mine.yaml", "--workers", "1", "--replicates", "1", *more, "--out", "mine").code == 0
    again = typed_again(cogov, page(cogov, "mine"), files / "elsewhere", monkeypatch)
    same(files / "mine", again, ())
    (files / "mine.yaml").unlink()
    assert cogov("rerun", files / "mine", "--workers", "1", "--out", files / "third").code == 0
    same(files / "mine", files / "third", ())


def test_one_run_is_lived_through_again(cogov: Cogov) -> None:
    cogov("compare", "leping", *PAIR, "--replicates", "2", *SIZE, "--workers", "1", "--out", "mine")
    [name] = re.findall(r"[0-9a-f]{32}", cogov("rerun", "mine", "--run", "no").err)[:1]
    found = json.loads(cogov("rerun", "mine", "--run", name[:12], "--json").out)
    assert (found["run"], found["same"], found["differing"]) == (name, True, [])
    assert cogov("rerun", "mine", "--run", "no").code == 2
    assert cogov("rerun", "mine", "--out", "mine").code == 2


def test_the_scenario_and_the_files_come_back(cogov: Cogov, files: Path) -> None:
    cogov("compare", "city.yaml", "--policies", "as_is,mine", "--replicates", "2", *SIZE, "--workers", "1", "--out", "done")
    assert cogov("scenarios", "export", "done", "--out", "back.yaml", "--files", "then").code == 0
    for name in ("city.yaml", "base.yaml", "ties.csv", "roles.csv"):
        assert (files / "then" / name).read_bytes() == (files / name).read_bytes()
    first, again = (
        json.loads(cogov("run", name, "--policy", "mine", "--json", *extra).out) for name, extra in (("city.yaml", SIZE), ("back.yaml", ()))
    )
    assert first["indicators"] == again["indicators"]
    assert cogov("scenarios", "export", "done", "--out", "back.yaml").code == 2  # nothing is overwritten


def test_the_long_table_has_a_row_a_run_and_indicator(cogov: Cogov) -> None:
    import cogov as package

    Path("mine.yaml").write_text(DESIGNS["grid"], "utf-8")
    cogov("sweep", "mine.yaml", "--workers", "1", "--replicates", "1", "--out", "mine")
    assert cogov("export", "mine", "--format", "long", "--out", "mine.csv").code == 0
    wide, tidy, read = package.load("mine").frame, package.load("mine").long, pd.read_csv("mine.csv", keep_default_na=False, na_values=[""])
    head = ["run_id", "policy", "point", "replicate", "seed", "boundary_clarity", "indicator", "group", "unit", "value"]
    assert list(tidy.columns) == list(read.columns) == head
    own = tidy[(tidy.indicator == "mean_days") & (tidy.group == "")].set_index("run_id").value
    assert own.to_dict() == wide.set_index("run_id").mean_days.to_dict()
    assert cogov("export", "mine", "--format", "long", "--indicator", "mean_days", "--out", "few.parquet").code == 0
    assert set(pd.read_parquet("few.parquet").indicator) == {"mean_days"}
    assert cogov("export", "mine", "--format", "long", "--out", "mine.xlsx").code == 2


def test_with_until_screen_files_and_report_give_the_same_intervals(cogov: Cogov) -> None:
    answer = cogov(
        "compare", "leping", *PAIR, "--until", "mean_days=0.01", "--at-most", "12", *SIZE, "--workers", "1", "--out", "mine", "--json"
    )
    document = json.loads(Path("mine/result.json").read_text("utf-8"))
    assert json.loads(answer.out) == document
    frame = pd.read_csv("mine/comparison.csv").set_index(["indicator", "policy"])
    reported = read_subject(Path("mine")).comparison
    assert reported is not None
    assert reported.looks == document["until"]["looks"] == 2
    for row in document["results"]:
        theirs = reported.row(row["indicator"], row["policy"]).as_json()
        assert {key: theirs[key] for key in row} == row
        if row["ci_low"] is not None:
            assert frame.loc[(row["indicator"], row["policy"]), "ci_low"] == pytest.approx(row["ci_low"], rel=1e-12)
    assert "corrected for 2 looks" in page(cogov, "mine")


def test_policies_that_factors_make_the_same_are_said_to_be_everywhere(cogov: Cogov) -> None:
    """The factor decides all in which the two differ: no table of zeros, and no value that no run had."""
    Path("mine.yaml").write_text(STUDY + "policies: [as_is, clear_boundaries]\nfactors: {boundary_clarity: [0.2, 0.8]}\n", "utf-8")
    assert "are the same in this design" in cogov("sweep", "mine.yaml", "--workers", "1", "--out", "mine").err
    text = page(cogov, "mine")
    assert "are the same in this design" in text
    assert "there is no difference to speak of" in text
    body = re.sub(r"data:image[^\"]*", "", text).replace("\u00a0", " ")
    assert not re.search(r"\[[+−]?0[.0]* … [+−]?0[.0]*\]", body)
    assert "What the policies differ in" not in body
