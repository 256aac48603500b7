"""What is shipped beside the code: licences, type markers, library files and the figure font."""

import ast
import re
import runpy
import sys
import tomllib
import unicodedata
import warnings
import zipfile
from importlib.metadata import metadata, packages_distributions, requires
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

import cogov

ROOT = Path(__file__).parents[1]
FONT = ROOT / "analysis" / "font_files" / "CogovSansSC-Regular.ttf"
ROOMS = ("scenarios", "model", "experiments", "analysis", "interface")
SIGNS = "→±×−≤≥·…“”‘’【】《》、。,;:?!()%αβγδεθκλμπρστφψωΔΣ①②③°é"
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def shown_characters() -> set[str]:
    """Every Chinese character or mark in the rooms, each of which may come into a figure."""
    sources = [path for room in ROOMS for kind in ("*.py", "*.yaml") for path in (ROOT / room).rglob(kind)]
    text = "".join(path.read_text("utf-8") for path in sources)
    return {character for character in text if unicodedata.east_asian_width(character) in "WF"}


def test_the_licences_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONT.parent / "OFL.txt").read_text("utf-8")
    assert PYPROJECT["project"]["license"] == "Apache-2.0"


def test_the_version_is_said_once_and_cited() -> None:
    assert metadata("cogov")["Version"] == cogov.__version__
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text("utf-8"), flags=re.MULTILINE)
    assert cited is not None
    assert cited[1] == cogov.__version__


def imported(room: str) -> set[str]:
    """The libraries that a room imports by name, at the top or late."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / room).rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | named} - sys.stdlib_module_names - {"cogov"}


def wanted(requirements: list[str]) -> set[str]:
    """The distributions that requirements name."""
    return {re.split(r"[^\w-]", one)[0].lower().replace("_", "-") for one in requirements}


def test_the_rooms_import_what_the_base_install_brings() -> None:
    """Extras are asked for through `needed`, or caught where they are missing."""
    asked = wanted(PYPROJECT["project"]["dependencies"])
    brought = asked | {name for one in asked for name in wanted([more for more in requires(one) or [] if "extra ==" not in more])}
    distributions = packages_distributions()
    missing = {room: {name for name in imported(room) if not brought & wanted(distributions[name])} for room in ROOMS}
    assert missing == {"scenarios": set(), "model": set(), "experiments": {"distributed"}, "analysis": set(), "interface": set()}


def test_what_a_person_runs_installs_light_and_the_gate_tests_as_the_readme_says() -> None:
    assert PYPROJECT["tool"]["uv"]["default-groups"] == []
    [command] = re.findall(r"^python -m (uv run .*pytest)$", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    assert f'"$python" -m {command}\n' in (ROOT / ".ci" / "run").read_text("utf-8")


def test_what_runs_before_a_commit_and_a_push_is_what_the_gate_runs() -> None:
    gate = re.findall(r'^"\$python" -m (uv run .+)$', (ROOT / ".ci" / "run").read_text("utf-8"), flags=re.MULTILINE)
    [local] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [hook["entry"] for hook in local["hooks"][1:]] == [f"python -m {command}" for command in gate]
    assert len(gate) == 5


def test_the_gate_runs_elsewhere_under_every_python_that_is_claimed() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "tests.yml").read_text("utf-8"))["jobs"]
    claimed = re.findall(r"Python :: (3\.\d+)$", "\n".join(PYPROJECT["project"]["classifiers"]), flags=re.MULTILINE)
    assert jobs["gate"]["strategy"]["matrix"]["python"] == claimed
    assert jobs["gate"]["steps"][-1]["run"] == "bash .ci/run"
    assert jobs["lowest"]["steps"][-1]["run"] == "bash .ci/lowest"


RELEASE = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))


def commands_of(job: str) -> list[str]:
    return [step["run"] for step in RELEASE["jobs"][job]["steps"] if "run" in step]


def test_a_release_carries_the_lessons_and_the_zip_that_the_readmes_speak_of() -> None:
    commands = commands_of("make")
    [zipped] = [command.split()[-1] for command in commands if "offline.py" in command]
    assert zipped == "assets/cogov-offline-windows.zip"
    assert all(Path(zipped).name in (ROOT / page).read_text("utf-8") for page in ("README.md", "README.zh.md"))
    assert any(re.search(r"cogov lesson --all .*--out assets$", command) for command in commands)
    [attached] = commands_of("attach")
    assert attached.split()[3:] == ['"$TAG"', "assets/*.html", "assets/*.zip", "assets/*.whl", "assets/*.tar.gz", "--clobber"]


def test_a_release_is_installed_on_windows_before_it_is_attached() -> None:
    unpacked, ran = commands_of("try")
    assert unpacked == "powershell -Command Expand-Archive cogov-offline-windows.zip . && call install.cmd < nul"
    assert ran.startswith(r"cogov\Scripts\cogov run leping ")
    assert RELEASE["jobs"]["try"]["runs-on"] == "windows-latest"
    assert RELEASE["jobs"]["attach"]["needs"] == ["make", "try"]
    assert [job for job, said in RELEASE["jobs"].items() if "permissions" in said] == ["attach"]
    assert RELEASE["permissions"] == {"contents": "read"}


def test_the_zip_for_windows_has_a_file_to_double_click_and_the_two_lines(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / ".ci" / "offline.py"))
    wheel = tmp_path / "cogov-0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    assert script["pack"](tmp_path / "made" / "windows.zip", [wheel]) == 1
    with zipfile.ZipFile(tmp_path / "made" / "windows.zip") as file:
        held = {name: file.read(name) for name in file.namelist()}
    assert sorted(held) == ["LICENSE.txt", "README.txt", "install.cmd", f"wheels/{wheel.name}"]
    assert held["install.cmd"].isascii()
    lines = [line for line in held["README.txt"].decode("utf-8-sig").split("\r\n") if line.startswith(("py ", r"cogov\Scripts"))]
    assert len(lines) == 2
    assert all(line in held["install.cmd"].decode() for line in lines)


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_typed(room: str) -> None:
    assert (ROOT / room / "py.typed").is_file()


def test_data_files_come_with_the_installed_package() -> None:
    assert files("cogov.analysis").joinpath("font_files", FONT.name).is_file()
    library = files("cogov.scenarios").joinpath("library", "scenarios")
    assert any(entry.name.endswith(".yaml") for entry in library.iterdir())


def test_the_lock_file_names_pypi_only() -> None:
    lock = tomllib.loads((ROOT / "uv.lock").read_text("utf-8"))
    sources = [package["source"] for package in lock["package"] if package["name"] != "cogov"]
    assert {source.get("registry") for source in sources} == {"https://pypi.org/simple"}


def test_the_font_is_small_and_has_a_name_of_its_own() -> None:
    assert FONT.stat().st_size < 5_000_000
    assert FT2Font(str(FONT)).family_name == "Cogov Sans SC"


def test_the_font_covers_all_that_may_be_shown() -> None:
    covered = FT2Font(str(FONT)).get_charmap()
    missing = sorted(character for character in shown_characters() | set(SIGNS) if ord(character) not in covered)
    assert missing == []


def test_a_figure_in_chinese_is_drawn_without_a_missing_glyph(tmp_path: Path) -> None:
    font = font_manager.FontProperties(fname=FONT)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = Figure()
        figure.text(0.1, 0.5, "边界明确+目标统一:−1.5 ± 0.3(百分点)", fontproperties=font)
        figure.savefig(tmp_path / "words.png")
        figure.savefig(tmp_path / "words.pdf")
    assert (tmp_path / "words.png").stat().st_size > 1000
