"""Hostile input is refused or made harmless, in a sentence, in bounded time and memory."""

import gzip
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from cogov.analysis.canvas import page, save_to
from cogov.analysis.fonts import styled
from cogov.analysis.journeys.markdown import plain
from cogov.experiments.request import commands
from cogov.model.indicators import INDICATORS
from cogov.model.levers import LEVERS
from cogov.model.rule import DECLARED
from cogov.output import answer, as_json_text

Cogov = Callable[..., Any]
ROOT = Path(__file__).parents[2]
SMALL = ("--population", "500", "--days", "20", "--warmup", "5")
SECONDS, COMPUTING = 600, 60
"""By the clock, generous: machines that run tests are busy; and by what a process computes."""
MOST_MEMORY = 3 * 2**30
LIMITED = f"""
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MOST_MEMORY}, {MOST_MEMORY}))
    resource.setrlimit(resource.RLIMIT_CPU, ({COMPUTING}, {COMPUTING}))
except ImportError:
    pass
from cogov.cli import main
main(sys.argv[1:])
"""
CHAIN = "".join(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
BOMBS = {
    "a billion laughs": f"extends: leping\na: &a [x,x,x,x,x,x,x,x,x]\n{CHAIN}",
    "brackets without end": "extends: leping\ntitle: " + "[" * 100_000,
    "mappings in mappings": "extends: leping\ntitle: " + "{a: " * 3000 + "1" + "}" * 3000,
    "a key of lists": "extends: leping\n? " + "[a," * 2000 + "]" * 2000 + "\n: 1\n",
    "a number of a million digits": "extends: leping\ndays: " + "9" * 1_000_000,
    "an object of Python": 'extends: leping\ntitle: !!python/object/apply:os.system ["touch harmed"]\n',
    "three megabytes": "extends: leping\n#" + "x" * 3_000_000,
    "a million million residents": "extends: leping\ncity: {population: 1000000000000}\n",
    "a million days": "extends: leping\ndays: 1000000\n",
    "another file of the machine": "extends: /etc/passwd\n",
    "a device without end": "extends: /dev/zero\n",
    "itself": "extends: own.yaml\n",
}
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
NETWORKS = {
    "laughs.graphml": f'<!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]><graphml><graph edgedefault="undirected"><node id="&e9;"/></graph></graphml>',
    "outside.gexf": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><gexf><graph><nodes><node id="&e;"/></nodes></graph></gexf>',
    "elsewhere.graphml": '<!DOCTYPE graphml SYSTEM "http://127.0.0.1:9/x.dtd"><graphml/>',
    "deep.graphml": "<graphml>" * 50_000,
}


def answered(folder: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *command, "--lang", "en"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
    )
    assert "Traceback" not in done.stderr
    assert "MemoryError" not in done.stderr
    return done


def refused(folder: Path, *command: str) -> str:
    done = answered(folder, *command)
    return refusal(folder, done.returncode, done.stderr)


def refusal(folder: Path, code: int, said: str) -> str:
    """Return what is said where something is refused: a few lines, with nothing of ours in them, and no harm done."""
    assert code == 2, said
    assert len(said) < 2000
    assert "root:" not in said
    assert not (folder / "harmed").exists()
    return said


@pytest.mark.skipif(os.name != "posix", reason="limits memory")
@pytest.mark.parametrize("bomb", BOMBS)
def test_a_scenario_that_means_harm(bomb: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(BOMBS[bomb], encoding="utf-8")
    assert "own.yaml" in refused(tmp_path, "scenarios", "check", "own.yaml") or bomb in {
        "another file of the machine",
        "a device without end",
    }


@pytest.mark.skipif(os.name != "posix", reason="limits memory")
@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_that_means_harm(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(NETWORKS[name], encoding="utf-8")
    (tmp_path / "roles.csv").write_text("node,kind,level\na,police,city\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text(f"extends: leping\nnetwork: {{file: {name}, roles: roles.csv}}\n", encoding="utf-8")
    assert name in refused(tmp_path, "scenarios", "check", "own.yaml")


@pytest.mark.skipif(os.name != "posix", reason="limits memory")
def test_a_packed_network_that_unfolds_to_gigabytes(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "n.csv.gz", "wb") as packed:
        packed.write(b"source,target\n")
        for _ in range(200):
            packed.write(b"a,b\n" * 2_500_000)
    assert (tmp_path / "n.csv.gz").stat().st_size < 5_000_000
    (tmp_path / "roles.csv").write_text("node,kind,level\na,police,city\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("extends: leping\nnetwork: {file: n.csv.gz, roles: roles.csv}\n", encoding="utf-8")
    assert "n.csv.gz" in refused(tmp_path, "scenarios", "check", "own.yaml")


@pytest.mark.parametrize("option", [("--population", "1000000000000"), ("--days", "1000000000"), ("--seed", "9" * 30)])
def test_sizes_beyond_any_city(option: tuple[str, str], tmp_path: Path) -> None:
    assert option[0] in refused(tmp_path, "run", "leping", *option)


IMAGE, FORMULA = "<img src=x onerror=alert(2)>", "=1+cmd|x"
NAMES = f"""extends: leping
title: {{zh: "<script>alert(1)</script>", en: "<script>alert(1)</script>"}}
policies:
  "{IMAGE}": {{title: {{zh: "<b>", en: "</title><script>alert(3)</script>"}}, boundary_clarity: .9}}
  "{FORMULA}": {{title: {{zh: "=2", en: "=2"}}, duty_clarity: .9}}
"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "own.yaml").write_text(NAMES, encoding="utf-8")
    done = answered(folder, "compare", "own.yaml", "--policies", f"as_is,{IMAGE},{FORMULA}", "--replicates", "2", *SMALL, "--out", "out")
    assert done.returncode == 0, done.stderr
    return folder


def test_tags_in_names_are_words_on_a_page(compared: Path) -> None:
    assert answered(compared, "report", "out").returncode == 0
    page = (compared / "out" / "report.en.html").read_text("utf-8")
    assert "&lt;script&gt;" in page
    for tag in ("<script>alert", "<img src=x", "</title><script"):
        assert tag not in page


def test_formulas_in_names_are_words_in_a_table(compared: Path) -> None:
    assert answered(compared, "export", "out", "--format", "csv", "--out", "runs.csv").returncode == 0
    for path in (compared / "runs.csv", compared / "out" / "comparison.csv"):
        found = set(pd.read_csv(path)["policy"])
        assert {IMAGE, f"'{FORMULA}"} <= found
        assert not any(re.match(r"[=+@\t-]", name) for name in found)


def strange(folder: Path, target: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A folder of results as a stranger may have made it."""
    shutil.copytree(folder, target)
    manifest = json.loads((target / "manifest.json").read_text("utf-8"))
    change(manifest)
    (target / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return target


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest["tables"].update({"../../elsewhere": {"x": "double"}}),
        lambda manifest: manifest["notes"].append({"zh": "\x1b[2J", "en": "\x1b]0;title\x07"}),
        lambda manifest: manifest["design"].update({"name": "\x9b31m"}),
        lambda manifest: manifest.update({"runs": "many"}),
    ],
    ids=["a path that leads out", "escapes of a terminal", "others", "another type"],
)
@pytest.mark.parametrize("command", ["status", "report", "verify", "rerun"])
def test_a_folder_from_a_stranger(
    compared: Path, tmp_path: Path, cogov: Cogov, command: str, change: Callable[[dict[str, Any]], None]
) -> None:
    folder = strange(compared / "out", tmp_path / "strange", change)
    code, _, err = cogov(command, folder.name)
    said = refusal(tmp_path, code, err)
    assert "manifest.json was not written by this version of cogov, or is damaged" in said
    assert "\x1b" not in said


OWN = {
    "day": ["emergence", "evil"],
    "rules": [{"name": "evil", "code": "0"}],
    "levers": [],
    "indicators": [],
    "files": {},
    "elsewhere": ["evil"],
}
STRANGE = {
    "a list": [],
    "a day that is none": OWN | {"day": 5},
    "a rule without a hash": OWN | {"rules": [{"name": "evil"}]},
    "a day of rules that are nowhere": OWN | {"day": ["triage", "evil", "eviller"]},
    "a name that Python means otherwise": OWN
    | {"rules": [{"name": "evil", "code": "0", "numbers": {"__base__": {"default": 1, "meaning": ""}}}]},
    "a lever of no form": OWN | {"levers": [{"name": "x"}]},
    "files that are none": OWN | {"files": ["import os"]},
}
HARM = "from pathlib import Path\nPath('harmed').touch()\n1 / 0\n"


@pytest.mark.parametrize("own", STRANGE)
def test_own_rules_of_a_strange_form(compared: Path, tmp_path: Path, cogov: Cogov, own: str) -> None:
    folder = strange(compared / "out", tmp_path / "strange", lambda manifest: manifest["design"].update({"own": STRANGE[own]}))
    before = [set(table) for table in (LEVERS, INDICATORS, DECLARED)]
    for command in ("report", "rerun", "verify"):
        code, _, err = cogov(command, folder.name)
        refusal(tmp_path, code, err)
    assert [set(table) for table in (LEVERS, INDICATORS, DECLARED)] == before


def test_a_program_that_a_strange_folder_brings_is_run_only_with_the_word_and_its_failure_is_a_sentence(
    compared: Path, tmp_path: Path, cogov: Cogov
) -> None:
    own = OWN | {"files": {"/etc/evil.py": HARM}, "elsewhere": []}
    folder = strange(compared / "out", tmp_path / "strange", lambda manifest: manifest["design"].update({"own": own}))
    for command in ("report", "rerun", "verify"):
        code, _, err = cogov(command, folder.name)
        refusal(tmp_path, code, err)  # nothing was harmed
    done = answered(tmp_path, "rerun", folder.name, "--run-code")
    assert (done.returncode, "/etc/evil.py cannot be run: ZeroDivisionError" in done.stderr) == (2, True)


@pytest.mark.skipif(os.name != "posix", reason="makes links and pipes")
def test_links_and_pipes_in_a_folder_from_a_stranger(compared: Path, tmp_path: Path, cogov: Cogov) -> None:
    """What a report or an export is called may be a link to a file of ours: it is replaced, and what it leads to stays as it was."""
    folder = strange(compared / "out", tmp_path / "strange", lambda _: None)
    (tmp_path / "ours.txt").write_text("ours", encoding="utf-8")
    for name in ("report.en.html", "runs.csv", "runs.columns.csv", "long.parquet"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(tmp_path / "ours.txt")
    for command in (["report", "strange"], ["export", "strange", "--format", "csv"], ["export", "strange", "--format", "long"]):
        assert cogov(*command).code == 0
    assert (tmp_path / "ours.txt").read_text("utf-8") == "ours"
    assert "<html" in (folder / "report.en.html").read_text("utf-8")
    (folder / "report.en.html").unlink()
    os.mkfifo(folder / "report.en.html")
    assert "report.en.html" in refused(tmp_path, "report", "strange")


@pytest.mark.skipif(os.name != "posix", reason="makes pipes")
@pytest.mark.parametrize("where", ["scenario", "network", "design", "points"])
def test_a_pipe_into_which_nobody_writes(where: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "network.yaml").write_text("extends: leping\nnetwork: {file: pipe, roles: pipe}\n", encoding="utf-8")
    (tmp_path / "points.yaml").write_text("scenario: leping\npolicies: [as_is]\ndesign: points\npoints: pipe\n", encoding="utf-8")
    commands = {
        "scenario": ("scenarios", "check", "pipe"),
        "network": ("scenarios", "check", "network.yaml"),
        "design": ("sweep", "pipe", "--dry-run"),
        "points": ("sweep", "points.yaml", "--dry-run"),
    }
    assert "this is a pipe" in refused(tmp_path, *commands[where])


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("compare", "leping", "--policies", "as_is,co_governance", *SMALL, "--workers", "1000000"), "--workers: out of range"),
        (("sweep", "clarity_alignment", "--workers", "1000000"), "--workers: out of range"),
        (("compare", "leping", "--policies", "as_is,co_governance", *SMALL, "--replicates", "1000000000"), "--replicates: out of range"),
        (("sweep", "clarity_alignment", "--replicates", "1000000000"), "--replicates: out of range"),
        (("sweep", "clarity_alignment", "--replicates", "1000000"), "too many"),
        (("sweep", "grid.yaml"), "100,000,000 points, too many"),
        (("run", "leping", *SMALL, "--out", ""), "--out: may not be empty"),
        (("run", "leping", *SMALL, "--out="), "--out: may not be empty"),
        (("export", "leping", "--format", "csv", "--out", ""), "--out: may not be empty"),
    ],
)
def test_more_than_any_machine_has(command: tuple[str, ...], words: str, tmp_path: Path) -> None:
    levels = "{from: 0, to: 1, steps: 10000}"
    grid = f"scenario: leping\npolicies: [as_is]\nfactors: {{boundary_clarity: {levels}, goal_alignment: {levels}}}\n"
    (tmp_path / "grid.yaml").write_text(grid, encoding="utf-8")
    assert words in refused(tmp_path, *command)
    assert {path.name for path in tmp_path.iterdir()} == {"grid.yaml"}


def test_a_name_cannot_carry_a_second_command() -> None:
    name = "a'; touch harmed; '.yaml"
    request = {"command": "compare", "scenario": name, "policies": ["as_is", "b; rm x"], "set": {"title.en": "$(touch y)"}, "files": []}
    [line] = commands(request, "out dir; ls", windows=False)
    words = shlex.split(line)
    assert words[:5] == ["cogov", "compare", name, "--policies", "as_is,b; rm x"]
    assert words[-4:] == ["--set", "title.en=$(touch y)", "--out", "out dir; ls"]


def test_a_formula_in_a_title_is_drawn_as_it_is_written() -> None:
    with styled():
        figure = page(r"costs $\frac{1}{ $", "$", "en")
        assert not any(text.get_parse_math() for text in figure.texts)
        save_to(figure, io.BytesIO(), "png")


def test_tags_and_links_in_names_are_words_in_markdown() -> None:
    assert plain("<script>alert(1)</script> [x](javascript:y) ![z](w) `c`") == (
        "&lt;script&gt;alert(1)&lt;/script&gt; &#91;x](javascript:y) !&#91;z](w) &#96;c&#96;"
    )


def test_answers_show_what_a_terminal_would_obey_as_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    answer(Path("a\x1b[31mb\x9b"))
    assert capsys.readouterr().out == "a\\x1b[31mb\\x9b\n"
    assert json.loads(as_json_text({"a": "\x9b\x1b"})) == {"a": "\x9b\x1b"}
    assert as_json_text({"a": "\x9b\x1b"}).isascii()


def test_no_file_is_unpickled() -> None:
    """Pickles are read from our own worker processes only, code from a file of rules that a person names; no YAML makes objects."""
    rooms = ("scenarios", "model", "experiments", "analysis", "interface")
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for room in rooms for path in (ROOT / room).rglob("*.py")}
    risky = re.compile(
        r"pickle\.loads?\(|allow_pickle=True|yaml\.(load|unsafe_load|full_load)\(|\beval\(|\bexec\(|read_pickle|joblib|marshal\."
    )
    assert {name for name, text in sources.items() if risky.search(text)} <= {
        "experiments/chunk.py",
        "scenarios/own_rules.py",
        "scenarios/words.py",  # our own sentences, by a loader that makes nothing but words
    }


def test_what_a_terminal_would_obey_is_shown_as_numbers(tmp_path: Path) -> None:
    said = refused(tmp_path, "run", "no\x1b[31msuch")
    assert "\x1b" not in said
    assert "\\x1b[31m" in said
