"""The long suite runs by hand, the gate always: each slow test names the one that stands for it in the gate, `slow("test_name")`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
WITHOUT = {
    "experiments/test_sweep.py::test_the_coordinator_needs_no_more_memory_for_more_runs": "it measures processes, and starting them is what it costs",
}
"""Slow tests that have no reduced form, and why."""
Tests = dict[str, "ast.FunctionDef"]


def known_tests(text: str) -> Tests:
    """Tests of a file by name."""
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


def slow_mark(test: ast.FunctionDef) -> ast.expr | None:
    return next((one for one in test.decorator_list if ast.unparse(one).startswith("pytest.mark.slow")), None)


def reduced(mark: ast.expr) -> str:
    """Name of the test that stands for a slow one, none where the mark says none."""
    return str(ast.literal_eval(mark.args[0])) if isinstance(mark, ast.Call) and mark.args else ""


def without_reduced_form(files: dict[str, str]) -> Iterator[str]:
    """Slow tests whose reduced form is not named, not there, or slow itself; `files` are texts by path."""
    known = {path: known_tests(text) for path, text in files.items() if "mark.slow" in text}
    for path, tests in known.items():
        for name, test in tests.items():
            mark = slow_mark(test)
            if mark is None:
                continue
            elsewhere, _, stands_in = reduced(mark).rpartition("::")
            there = known_tests(files.get(elsewhere, "")) if elsewhere else tests
            if stands_in not in there or slow_mark(there[stands_in]) is not None:
                yield f"{path}::{name}"


def test_every_slow_test_has_a_reduced_form_in_the_gate() -> None:
    files = {path.relative_to(TESTS).as_posix(): path.read_text("utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)}
    assert sum("mark.slow" in text for text in files.values()) > 5
    assert list(without_reduced_form(files)) == list(WITHOUT)


@pytest.mark.parametrize(
    ("mark", "missing"),
    [
        ("slow", True),
        ("slow('test_b')", False),
        ("slow('test_c')", True),
        ("slow('test_slow')", True),
        ("slow('other.py::test_d')", False),
        ("slow('other.py::test_b')", True),
        ("slow('nowhere.py::test_d')", True),
    ],
)
def test_what_stands_for_nothing_is_told(mark: str, missing: bool) -> None:  # noqa: FBT001 - a table
    own = f"@pytest.mark.{mark}\ndef test_slow(): ...\ndef test_b(): ...\n"
    assert list(without_reduced_form({"a.py": own, "other.py": "def test_d(): ..."})) == (["a.py::test_slow"] if missing else [])
