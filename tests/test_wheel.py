"""The wheel holds all that the rooms hold, and what it installs works from an empty folder."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import cogov

ROOT = Path(__file__).parents[1]
ROOMS = {"interface": "cogov", **{room: f"cogov/{room}" for room in ("analysis", "experiments", "model", "scenarios")}}
UV = os.environ.get("UV") or shutil.which("uv")
"""`uv run` says where it stands."""

pytestmark = pytest.mark.skipif(UV is None, reason="uv is not there to build and install the wheel")


def done(*command: str | Path, folder: Path) -> str:
    ran = subprocess.run(command, cwd=folder, capture_output=True, check=False, env=os.environ | {"COGOV_LANG": "en", "PYTHONUTF8": "1"})
    assert ran.returncode == 0, ran.stderr.decode("utf-8")
    return ran.stdout.decode("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, in which nothing lies about from earlier builds."""
    copy, folder = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for name in (*ROOMS, "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__")) if source.is_dir() else shutil.copy(source, copy)
    done(str(UV), "build", "--wheel", "--quiet", "--out-dir", folder, ".", folder=copy)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(wheel: Path) -> None:
    there = {
        f"{target}/{path.relative_to(ROOT / room).as_posix()}" for room, target in ROOMS.items() for path in (ROOT / room).rglob("*.*")
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("cogov/")}
    assert held == {name for name in there if "__pycache__" not in name}


def test_what_the_wheel_installs_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """In an environment of its own, which borrows the libraries of this one but not its links to the rooms."""
    done(str(UV), "venv", "--quiet", "--python", sys.executable, "own", folder=tmp_path)
    scripts = tmp_path / "own" / ("Scripts" if os.name == "nt" else "bin")
    place = Path(done(scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=tmp_path).strip())
    (place / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    done(str(UV), "pip", "install", "--quiet", "--offline", "--no-deps", "--python", scripts / "python", wheel, folder=tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    said = done(scripts / "python", "-c", "import cogov; print(cogov.__file__)", folder=empty)
    assert Path(said.strip()) == place / "cogov" / "__init__.py"
    assert done(scripts / "cogov", "--version", folder=empty).strip() == f"cogov {cogov.__version__}"
    assert "leping" in done(scripts / "cogov", "scenarios", "list", folder=empty)
    words = ("run", "leping", "--population", "600", "--days", "20", "--json")
    installed, here = (
        json.loads(done(*command, *words, folder=empty)) for command in ([scripts / "cogov"], [sys.executable, "-m", "cogov.cli"])
    )
    assert installed == here
    assert list(empty.iterdir()) == []
