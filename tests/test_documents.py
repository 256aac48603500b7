"""What the documents tell people to type works as it stands there."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import cogov
from cogov.scenarios.loader import load_scenario
from cogov.scenarios.policies import policy_called

ROOT = Path(__file__).parents[1]


def commands(page: str) -> list[str]:
    """Every cogov command of a page's shell blocks."""
    blocks = re.findall(r"```(?:bash|sh)\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    return [found for block in blocks for found in re.findall(r"uv run (cogov [^\n&|]+)", block)]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_has_its_two_commands(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert len(commands(page)) >= 1
    assert "python -m uv run --group dev pytest\n" in text
    assert "TODO" not in text


SMALLER_STILL = {
    "compare": ("--population", "600", "--days", "40", "--workers", "1"),
    "journey": ("--population", "600", "--days", "40"),
    "export": ("--population", "600", "--days", "40"),
    "run": ("--population", "600", "--days", "40"),
    "replay": ("--population", "600", "--days", "40"),
    "sweep": ("--workers", "1"),
}


def test_both_readmes_have_the_same_commands() -> None:
    """Their language and comments aside, and the names of policies, which are Chinese in Chinese."""
    english, chinese = ([command.split("#")[0].split() for command in commands(page)] for page in ("README.md", "README.zh.md"))
    city = load_scenario("leping")
    named = [[",".join(policy_called(city, name) for name in word.split(",")) for word in words] for words in chinese]
    assert [[*words, "--lang", "zh"] for words in english] == named


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_what_the_readme_tells_to_type_works_in_every_shell(page: str) -> None:
    """Windows PowerShell 5.1 knows no `&&`, and cmd no quotes of one stroke."""
    blocks = re.findall(r"```bash\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    assert [block for block in blocks if re.search(r"&&|'|\\\n|\$|^\w+=", block.split("#")[0], flags=re.MULTILINE)] == []


@pytest.mark.parametrize("page", ["README.md", "docs/first_steps.md"])
def test_commands_run_one_after_the_other(page: str, tmp_path: Path) -> None:
    for name, text in re.findall(r"```yaml (\S+\.yaml)\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL):
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in commands(page):
        words = command.split("#")[0].split()[1:]
        smaller = SMALLER_STILL.get(words[0], ()) + (("--replicates", "2") if words[0] == "compare" and "--until" not in words else ())
        smaller += ("--at-most", "10") if "--until" in words else ()
        done = subprocess.run(
            [sys.executable, "-m", "cogov.cli", *words, *smaller],
            cwd=tmp_path,
            capture_output=True,
            check=False,
            env=os.environ | {"COGOV_LANG": "en"},
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")
        assert done.stdout.strip()


def test_both_pages_of_first_steps_have_the_same_blocks() -> None:
    english, chinese = (re.findall(r"```.*?```", (ROOT / f"docs/first_steps{end}.md").read_text("utf-8"), re.DOTALL) for end in ("", ".zh"))
    assert english == chinese


def cluster_commands(page: str) -> list[str]:
    """What a page says to type for a Dask cluster: scheduler, workers, sweep."""
    return re.findall(r"uv run --extra dask (.+)", (ROOT / page).read_text("utf-8"))


def test_the_dask_cluster_of_the_readme_is_started_and_used(tmp_path: Path) -> None:
    """Its three commands, on a free port and with a small design."""
    pages = ("README.md", "README.zh.md", "docs/studies.md", "docs/studies.zh.md")
    [commands] = {tuple(cluster_commands(page)) for page in pages}
    (tmp_path / "design.yaml").write_text(SMALL_DESIGN, encoding="utf-8")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    words = [command.replace("8786", port).replace("clarity_alignment", "design.yaml").split() for command in commands]
    scheduler, workers, sweep = [[sys.executable, "-m", {"cogov": "cogov.cli"}.get(name, name), *rest] for name, *rest in words]
    with ExitStack() as stack:
        for command in (scheduler, workers):
            process = stack.enter_context(subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            stack.callback(process.terminate)
            wait_until_it_listens(int(port))
        done = subprocess.run(sweep, cwd=tmp_path, capture_output=True, check=False, env=os.environ | {"COGOV_LANG": "en"})
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert "8 runs, 8 done, 0 failed (8 of them lived through now)" in done.stdout.decode("utf-8")


def wait_until_it_listens(port: int, seconds: float = 60.0) -> None:
    """Wait as a person does who types one command after the other."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1.0).close()
        except OSError:
            assert time.monotonic() < until, "the scheduler does not listen"
            time.sleep(0.1)
        else:
            return


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_documents_speak_of_the_project_only(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "/work/" not in text
    assert "/tmp/" not in text


def python_blocks(page: str) -> list[str]:
    """Every block of Python of a page."""
    return re.findall(r"```python\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)


def test_the_python_of_the_page_on_studies_runs_block_after_block(tmp_path: Path) -> None:
    """With a small design. What the blocks print, the figures of the other tools included, is what `load` says."""
    (tmp_path / "design.yaml").write_text(SMALL_DESIGN, encoding="utf-8")
    said = []
    for block in python_blocks("docs/studies.md"):
        code = block.replace('"clarity_alignment"', '"design.yaml"').replace("results/clarity_alignment", "results/design")
        (tmp_path / "script.py").write_text(code, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"}
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")
        said.append(done.stdout.decode("utf-8"))
    mean = cogov.load(tmp_path / "results" / "design").frame.mean_days.mean()
    [others] = [text for text in said if "as_is" in text]
    assert others.count(str(mean)[:6]) == 2


def test_both_pages_on_studies_have_the_same_python() -> None:
    """Comments aside."""
    english, chinese = ([re.sub(r" *#.*", "", block) for block in python_blocks(f"docs/studies{end}.md")] for end in ("", ".zh"))
    assert english == chinese


SMALL_DESIGN = (
    "{scenario: leping, population: 500, days: 60, replicates: 2, factors: {boundary_clarity: [0.2, 0.8], goal_alignment: [0.2, 0.8]}}"
)


def test_the_design_of_the_page_on_studies_is_one(tmp_path: Path) -> None:
    for page in ("docs/studies.md", "docs/studies.zh.md"):
        [design] = re.findall(r"```yaml\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
        (tmp_path / "design.yaml").write_text(design, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "cogov.cli", "designs", "check", "design.yaml"], cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode("utf-8")


def test_the_own_designs_of_the_page_on_studies_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists among what is drawn, phases, a campaign, a dropped topic, `set`, listed points, Morris: what the page says, the runs hold."""
    monkeypatch.chdir(tmp_path)
    english, chinese = (_named_blocks(f"docs/studies{end}.md") for end in ("", ".zh"))
    assert english == chinese
    [(_, scenario)] = [block for block in english if block[0] == "scenario"]
    Path("city.yaml").write_text(scenario, encoding="utf-8")
    drawn, listed, morris = [text for kind, text in english if kind == "design"]
    Path("drawn.yaml").write_text(drawn, encoding="utf-8")
    Path("listed.yaml").write_text(listed, encoding="utf-8")
    Path("morris.yaml").write_text(morris, encoding="utf-8")
    check = [sys.executable, "-m", "cogov.cli", "scenarios", "check", "city.yaml"]
    checked = subprocess.run(check, capture_output=True, check=False, env=os.environ | {"COGOV_LANG": "en"})
    assert (checked.returncode, checked.stderr) == (0, b"")
    study = cogov.sweep("listed.yaml", workers=1)
    runs = study.frame
    assert (runs.status == "done").all()
    assert runs.groupby("policy").size().to_dict() == {"as_is": 4, "two_steps": 4}
    arisen = set(study.events.topic)
    assert "neighbour_disputes" in arisen
    assert "village_bullies" not in arisen
    assert len(study.series) == 8 * 90
    assert len(study.townships)
    shares = cogov.sweep("drawn.yaml", workers=1).frame
    assert (shares.status == "done").all()
    assert set(shares["choices.alignment"]) == {"geometric", "linear"}
    assert set(shares["rules.deliberation"]) == {"on", "off"}
    screened = cogov.sweep("morris.yaml", workers=1).frame
    assert (screened.status == "done").all()
    assert len(screened) == 2 * len(screened[["boundary_clarity", "parameters.triage.taking_load"]].drop_duplicates())


def _named_blocks(page: str) -> list[tuple[str, str]]:
    """What a page shows as scenarios and designs of one's own."""
    return re.findall(r"```yaml (\w+)\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("end", ["", ".zh"])
def test_the_page_on_networks_runs_as_it_stands(end: str, tmp_path: Path) -> None:
    """Its scenario, its two tables and its Python; the note counts what the table of roles leaves out."""
    text = (ROOT / f"docs/networks{end}.md").read_text("utf-8")
    [scenario] = re.findall(r"```yaml\n(.*?)```", text, flags=re.DOTALL)
    (tmp_path / "city.yaml").write_text(scenario, encoding="utf-8")
    for name, table in re.findall(r"```csv (\S+)\n(.*?)```", text, flags=re.DOTALL):
        (tmp_path / name).write_text(table, encoding="utf-8")
    [code] = python_blocks(f"docs/networks{end}.md")
    (tmp_path / "script.py").write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py"], cwd=tmp_path, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"}
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    said = done.stdout.decode("utf-8")
    assert "[('县委', '司法局', 'custom', 0.7)]" in said
    assert {"": "nodes left out as the table of roles says: 1, and their edges: 1", ".zh": "略去的节点：1 个，随之略去的连边：1 条"}[
        end
    ] in said


def test_the_site_is_built_without_a_broken_link(tmp_path: Path) -> None:
    """In both languages; the reference comes from the docstrings."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, env=os.environ | {"NO_MKDOCS_2_WARNING": "1"})
    assert done.returncode == 0, done.stderr.decode("utf-8")
    english, chinese = ((tmp_path / folder / "reference" / "python" / "index.html").read_text("utf-8") for folder in (".", "zh"))
    assert "Compare policies under the same luck" in english
    assert 'lang="zh"' in chinese


def test_every_title_of_the_site_has_its_chinese() -> None:
    site = yaml.load((ROOT / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)
    [translated] = [plugin["i18n"]["languages"][1]["nav_translations"] for plugin in site["plugins"] if "i18n" in plugin]
    assert set(titles(site["nav"])) == set(translated)


def titles(nav: list[dict[str, Any]]) -> Iterator[str]:
    """Every title of the site's table of contents."""
    for part in nav:
        for title, inside in part.items():
            yield title
            yield from titles(inside) if isinstance(inside, list) else ()


def test_the_rooms_stand_in_the_order_in_which_they_may_be_imported() -> None:
    """`tests/test_architecture.py` holds the code to that order."""
    for page in ("README.md", "README.zh.md"):
        assert tuple(re.findall(r"^\| `(\w+)/` \|", (ROOT / page).read_text("utf-8"), re.MULTILINE)) == ROOMS
    assert f"`{' → '.join(ROOMS)}`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")


ROOMS = ("model", "scenarios", "experiments", "analysis", "interface")


def test_the_readmes_say_what_the_table_of_the_calibration_says() -> None:
    """How far clarity moves owned in time: by itself, with the luck of seeds, and over draws from what a log leaves open."""
    effects = pd.read_csv(ROOT / "docs" / "tables" / "calibration_effects.csv").set_index(["indicator", "effect"])
    row = effects.loc[("owned_in_time_rate", "clarity")]
    columns = ("after_difference", "after_ci_low", "after_ci_high", "draws_low", "draws_high")
    found = [f"{100 * row[name]:.1f}" for name in columns]
    english, chinese = (" ".join((ROOT / page).read_text("utf-8").split()) for page in ("README.md", "README.zh.md"))
    said = re.search(
        r"adds ([\d.]+) points in a city of 5,000 \(([\d.]+) to ([\d.]+) by the luck of \d+ seeds\), and ([\d.]+) to ([\d.]+) in nine",
        english,
    )
    in_chinese = re.search(
        r"多 ([\d.]+) 个百分点（\d+ 个种子的偶然波动为 ([\d.]+) 到 ([\d.]+)）.*?九成落在 ([\d.]+) 到 ([\d.]+) 之间", chinese
    )
    assert said is not None
    assert in_chinese is not None
    assert list(said.groups()) == list(in_chinese.groups()) == found


@pytest.mark.parametrize(("page", "language"), [("teaching.md", "en"), ("teaching.zh.md", "zh")])
def test_the_page_of_the_classroom_asks_what_the_lessons_ask(page: str, language: str) -> None:
    lessons = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in (ROOT / "analysis" / "classroom" / "library").glob("*.yaml")}
    asked = {name: lesson["question"][language] for name, lesson in lessons.items() if "question" in lesson}
    told = dict(re.findall(r"^\| `(\w+)` \| (.*?[?？]) ?\|$", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE))
    assert told == asked


TO_BE_WRITTEN = {"model/rules/paperwork.py", "tests/model/test_"}
"""What the recipe of CONTRIBUTING asks for."""


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda page: page.name)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    rooms = "|".join((*ROOMS, "docs", "tests", "benchmarks", r"\.ci", r"\.github"))
    named = set(re.findall(rf"(?<![\w/.-])((?:{rooms})/[\w./-]*\w)", page.read_text("utf-8")))
    assert sorted(name for name in named - TO_BE_WRITTEN if not (ROOT / name).exists()) == []
