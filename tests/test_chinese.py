"""Chinese as people write it: full-width marks beside Chinese characters (GB/T 15834), and no English but names and what is typed."""

import ast
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ROOMS = ("analysis", "docs/evidence", "experiments", "interface", "model", "scenarios")
READ_FROM_FILES = ROOT / "scenarios" / "network_roles.py"
"""What people write in their own tables, marks as they come."""
HAN = "\u3400-\u4dbf\u4e00-\u9fff“"
HALF = re.compile(rf"(?<=[{HAN}”、。，：；？！（）])[,:;?!()]|[,:;?!()](?=[{HAN}])")
NO_PROSE = re.compile(r"```.*?```|`[^`]*`|\{[^{}]*\}|\]\([^)\n]*\)|<[^>\n]*>|“键: 值”|https?://\S+", re.DOTALL)
"""Code, gaps, links, YAML that is quoted."""
ENGLISH = re.compile(r"\b(?:the|of|and|an?|in|is|are|its|with|to|by|at|on|for|time|people)\b")
NAMES = {
    *(
        "CART",
        "CSV",
        "DOCTYPE",
        "Dask",
        "English",
        "GBK",
        "HTML",
        "Holm",
        "JSON",
        "MB",
        "MSER",
        "Morris",
        "OCEL",
        "PRIM",
        "Python",
        "SALib",
    ),
    *(
        "SHA",
        "SQLite",
        "Schema",
        "Sobol",
        "Tab",
        "UTC",
        "UTF",
        "Windows",
        "XES",
        "XML",
        "YAML",
        "bootstrap-t",
        "gzip",
        "leping",
        "statsmodels",
    ),
}
"""Formats, programs, statistics."""
TYPED = {
    *(
        "City",
        "GROUP",
        "NAME",
        "activity",
        "all",
        "and",
        "case",
        "check",
        "cogov",
        "compare",
        "con",
        "csv",
        "dask",
        "describe",
        "design",
        "designs",
    ),
    *(
        "desk",
        "en",
        "export",
        "extends",
        "factors",
        "file",
        "folder",
        "gexf",
        "graph",
        "graphml",
        "grid",
        "id",
        "install",
        "known",
        "level",
    ),
    *("calibrate", "discrepancy", "error", "mapping", "nul", "places", "targets", "title"),
    *("levels", "log", "long", "luck", "main", "morris", "network", "nodes", "ocel", "off", "on", "out", "phases", "pilots", "pip", "plan"),
    *("points", "print", "python", "record", "replicates", "results", "robustness", "roles", "run", "samples", "scenarios", "seed"),
    *("sensitivity", "set", "settled", "sobol", "status", "steps", "strength", "sweep", "tcp", "ties", "time", "timeout", "topic"),
    *("trajectories", "ud", "urban", "uv", "value", "verify", "worker", "workers", "xes", "zh"),
}
"""Commands, keys of files and their values, arguments."""
NOT_SAID = re.compile(r"`[^`]*`|\{[^{}]*\}|--[\w-]+|[\w./-]*[._/=]\w[\w./-]*|\\[12n]|[A-Z]+=\S+")
"""Code, gaps, options, paths."""


def half_width(words: str) -> list[str]:
    """Marks that should be wide, each with what stands around it."""
    masked = NO_PROSE.sub(lambda found: "\ue000" * len(found[0]), words)
    return [words[max(0, found.start() - 8) : found.end() + 8] for found in HALF.finditer(masked)]


def is_english(words: str) -> bool:
    """Whether Chinese is only quoted: of the declarations, sources and descriptions are in English."""
    return len(ENGLISH.findall(words)) > 0 and 2 * len(re.findall("[\u4e00-\u9fff]", words)) < len(re.findall("[A-Za-z]", words))


def of_python(path: Path) -> Iterator[str]:
    """The words in a module but its docstrings and patterns."""
    tree = ast.parse(path.read_text("utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said and "[" not in node.value:
            yield from (line for line in node.value.splitlines() if not is_english(line))


def of_yaml(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield from (comment for comment in re.findall("#.*", text) if not is_english(comment))
    yield from _values(yaml.load(text, Loader=yaml.BaseLoader))


def _values(said: Any, key: str = "") -> Iterator[str]:
    if isinstance(said, Mapping):
        for name, inner in said.items():
            yield from _values(inner, name)
    elif isinstance(said, list):
        for inner in said:
            yield from _values(inner, key)
    elif key not in {"source", "en"}:
        yield said


def of_notebook(path: Path) -> Iterator[str]:
    yield from ("".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"] if cell["cell_type"] == "markdown")


def of_page(path: Path) -> Iterator[str]:
    yield path.read_text("utf-8")


QUOTING = {"index.md", "indicators.md", "networks.md", "odd.md", "parameters.md", "statements.md"}
"""English pages that quote Chinese words in English sentences, marks as English has them."""
READERS = {".py": of_python, ".yaml": of_yaml, ".ipynb": of_notebook, ".md": of_page}
READ = [
    *(path for room in ROOMS for kind in ("*.py", "*.yaml") for path in sorted((ROOT / room).rglob(kind)) if path != READ_FROM_FILES),
    *sorted(page for page in (ROOT / "docs").rglob("*.md") if page.name not in QUOTING),
    *sorted((ROOT / "docs").rglob("*.zh.ipynb")),
    ROOT / "README.zh.md",
]


@pytest.mark.parametrize("kind", READERS)
def test_marks_beside_chinese_characters_are_wide(kind: str) -> None:
    paths = [path for path in READ if path.suffix == kind]
    found = {str(path.relative_to(ROOT)): [one for words in READERS[kind](path) for one in half_width(words)] for path in paths}
    assert paths
    assert {path: marks for path, marks in found.items() if marks} == {}


@pytest.mark.parametrize("words", ["共 3 个,失败 1 个", "结果(天)", "怎么办?", "见(docs)。", "甲:`code`", "名称(`a`)如下"])
def test_a_half_width_mark_is_seen(words: str) -> None:
    assert half_width(words)


@pytest.mark.parametrize("words", ["`键, 值`", "{n:,} 个", "mean_days=0.5,satisfaction=0.02", "[文](docs/a.md)说", "共 1,000 个（见上）。"])
def test_marks_of_code_gaps_and_numbers_pass(words: str) -> None:
    assert half_width(words) == []


def chinese() -> Iterator[str]:
    """What the catalogues say in Chinese."""
    for path in READ:
        if path.name == "words.yaml":
            yield from re.findall(r"^.*?\bzh: (.*?)(?:, en: .*)?$", path.read_text("utf-8"), flags=re.MULTILINE)


def test_no_english_is_left_in_chinese_but_names_and_what_is_typed() -> None:
    words = {word.strip("-") for said in chinese() for word in re.findall(r"[A-Za-z][A-Za-z-]+", NOT_SAID.sub("", said))}
    assert sorted(words - NAMES - TYPED) == []
    assert sorted((NAMES | TYPED) - words) == [], "no longer said"
