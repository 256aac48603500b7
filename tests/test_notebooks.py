"""The notebooks run as they stand, in a kernel; those of both languages hold the same code, and none holds what it printed."""

import json
import shutil
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

NOTEBOOKS = Path(__file__).parents[1] / "docs" / "notebooks"
NAMES = sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb") if not path.stem.endswith(".zh"))


def code(notebook: Path) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(notebook.read_text("utf-8"))["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_hold_the_same_code_and_no_output(name: str) -> None:
    english, chinese = NOTEBOOKS / f"{name}.ipynb", NOTEBOOKS / f"{name}.zh.ipynb"
    assert code(english) == code(chinese)
    for path in (english, chinese):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        assert all(not cell["outputs"] and cell["execution_count"] is None for cell in cells if cell["cell_type"] == "code")


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COGOV_LANG", "zh" if name == "quick_start" else "en")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    shutil.copy(NOTEBOOKS / f"{name}.ipynb", tmp_path)
    notebook: Any = nbformat.read(tmp_path / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    nbclient.NotebookClient(notebook, timeout=540, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("<table" in output.get("data", {}).get("text/html", "") for output in shown)
    assert not any("<progress" in output.get("data", {}).get("text/html", "") for output in shown)
    if name == "quick_start":
        assert any("image/png" in output.get("data", {}) for output in shown)
        assert any("判断" in output.get("data", {}).get("text/html", "") for output in shown)
        assert (tmp_path / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")
