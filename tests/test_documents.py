"""What the documents tell people to type works as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALLER = ("--population", "600", "--days", "40", "--replicates", "2", "--workers", "1")


def commands(page: str) -> list[str]:
    """Every cogov command of a page's shell blocks."""
    blocks = re.findall(r"```(?:bash|sh)\n(.*?)```", (ROOT / page).read_text("utf-8"), flags=re.DOTALL)
    return [found for block in blocks for found in re.findall(r"uv run (cogov [^\n&|]+)", block)]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_has_its_two_commands(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert len(commands(page)) >= 1
    assert "python -m uv run pytest" in text
    assert "TODO" not in text


@pytest.mark.parametrize("command", sorted({command for page in ("README.md", "README.zh.md") for command in commands(page)}))
def test_readme_commands_run(command: str, tmp_path: Path) -> None:
    words = command.split()[1:]
    smaller = SMALLER if words[0] == "compare" else SMALLER[:4]
    done = subprocess.run(
        [sys.executable, "-m", "cogov.cli", *words, *smaller],
        cwd=tmp_path,
        capture_output=True,
        check=False,
        env=os.environ | {"COGOV_LANG": "en"},
    )
    assert done.returncode == 0, done.stderr.decode("utf-8")
    assert done.stdout.strip()


@pytest.mark.parametrize("page", sorted((ROOT / "docs").rglob("*.md")), ids=lambda page: page.name)
def test_documents_speak_of_the_project_only(page: Path) -> None:
    text = page.read_text("utf-8")
    assert "/work/" not in text
    assert "/tmp/" not in text
