"""The page of all sentences that state an interval holds every one that the code can say."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from cogov.experiments.codebook import COLUMNS, STATISTICS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "statements.md").read_text("utf-8")
WORDS = ("interval", "half-width")


def sentences() -> Iterator[tuple[str, str]]:
    """Every text of the terminal, the figures and the report that speaks of an interval, and where it stands."""
    for room in ("analysis", "interface", "experiments"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from ((path.name, said) for said in spoken(path.read_text("utf-8")) if is_statement(said))
        for path in sorted((ROOT / room).rglob("words.yaml")):
            read = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
            yield from ((str(path.relative_to(ROOT)), said) for said in written(read, of_help(path.parent)) if is_statement(said))
    explained = (one.definition.en for one in (*COLUMNS.values(), *STATISTICS.values()))
    yield from (("codebook", said) for said in explained if is_statement(said))


def is_statement(said: str) -> bool:
    return any(word in said.lower() for word in WORDS)


def spoken(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Text":
            english = [one.value.value for one in node.keywords if one.arg == "en" and isinstance(one.value, ast.Constant)]
            yield from map(str, english)


def of_help(folder: Path) -> set[str]:
    """Keys of the sentences that explain a command or an option: they state nothing."""
    return {"help"} | {key for path in folder.glob("*.py") for key in re.findall(r"both\(SAY\.(\w+)\)", path.read_text("utf-8"))}


def written(section: Mapping[str, Any], left_out: Collection[str] = ()) -> Iterator[str]:
    for key, inner in section.items():
        if isinstance(inner, dict) and key not in left_out:
            yield from written(inner, left_out)
        elif key == "en":
            yield inner


def test_there_are_sentences_to_find() -> None:
    assert len(list(sentences())) > 20
    assert list(written({"a": {"zh": "区间", "en": "an interval"}})) == ["an interval"]
    assert list(spoken('A = Text(zh="区间", en="an interval nobody wrote down")')) == ["an interval nobody wrote down"]


@pytest.mark.parametrize(("where", "said"), sorted(set(sentences())))
def test_every_sentence_stands_in_the_page_with_unit_and_number(where: str, said: str) -> None:
    rows = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and f"| {said.strip()} |" in line]
    assert rows, f"{where}: docs/statements.md lacks {said!r}"
    assert all(len(row) == 4 and row[2].strip() and row[3].strip(" |") for row in rows)
