"""What the program says to people: every sentence exists, is said by somebody, and says the same in both languages."""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, override

import pytest
import yaml

from cogov.model.words import CLAUSES, LISTED, Text
from cogov.scenarios.words import FILE, Words

ROOT = Path(__file__).parents[1]
ROOMS = ("analysis", "experiments", "interface", "model", "scenarios")
CATALOGUES = sorted(chain.from_iterable((ROOT / room).rglob(FILE) for room in ROOMS))
PAGE = ROOT / "analysis" / "classroom" / "page" / FILE
"""Words of a page, which asks for them itself; its tests say which."""
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
TREES = {path: ast.parse(path.read_text("utf-8")) for path in MODULES}

Key = tuple[str, ...]
OF_ENGLISH_GRAMMAR = {"s", "word", "had"}
"""Gaps for what Chinese does without: a plural, an auxiliary."""


def sections(catalogue: Path) -> dict[str, Any]:
    read: dict[str, Any] = yaml.load(catalogue.read_text("utf-8"), Loader=OnceEach)
    return read


class OnceEach(yaml.BaseLoader):
    """Refuses a key that stands twice."""

    @override
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"twice in {node.start_mark}: {keys}"
        return super().construct_mapping(node, deep)


def sentences(said: Mapping[str, Any], place: Key = ()) -> Iterator[tuple[Key, Mapping[str, str]]]:
    """Every sentence of a catalogue with its key path."""
    for key, inner in said.items():
        if set(inner) & {"zh", "en"}:
            yield (*place, key), inner
        else:
            yield from sentences(inner, (*place, key))


def names_of_sections(tree: ast.Module) -> dict[str, Key]:
    """Which names of a module are sections of its own: `SAY = Words(__file__)`, `HEADS = Words(__file__, "heads")`."""
    return {
        target.id: tuple(argument.value for argument in node.value.args[1:] if isinstance(argument, ast.Constant))
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "Words"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def said_by(module: Path) -> set[Key]:
    """Key paths that a module says: by attribute, or by a code that stands in it."""
    own = names_of_sections(TREES[module])
    attributes = {
        (*own[node.value.id], node.attr)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in own
    }
    codes = {
        (*own[node.value.id], node.slice.value)
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Subscript)
        and isinstance(node.value, ast.Name)
        and node.value.id in own
        and isinstance(node.slice, ast.Constant)
    }
    return {key for key in attributes | codes if key[-1] not in dir(Mapping)}


def said_of_others() -> set[str]:
    """Keys that a module says of another one's: `run.SAY.help`."""
    return {
        node.attr
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "SAY"
    }


@pytest.mark.parametrize(
    "module", [path for path in MODULES if names_of_sections(TREES[path])], ids=lambda path: str(path.relative_to(ROOT))
)
def test_what_a_module_says_stands_beside_it_and_what_stands_there_is_said(module: Path) -> None:
    own = sections(module.with_name(FILE))[module.stem]
    there = {key for key, _ in sentences(own)}
    listed = {key for key in names_of_sections(TREES[module]).values() if key}
    said = said_by(module)
    assert sorted(said - there) == [], "said, and not there"
    assert sorted(listed - {key[:-1] for key in there}) == [], "no such section"
    alone = {key for key in there - said if key[:-1] not in listed and key[-1] not in said_of_others()}
    assert sorted(alone) == [], "there, and never said"


@pytest.mark.parametrize("catalogue", [one for one in CATALOGUES if one != PAGE], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_section_is_of_a_module_that_speaks(catalogue: Path) -> None:
    speaking = {path.stem for path in MODULES if path.parent == catalogue.parent and names_of_sections(TREES[path])}
    assert set(sections(catalogue)) == speaking


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_sentence_has_both_languages_and_the_same_gaps(catalogue: Path) -> None:
    for place, words in sentences(sections(catalogue)):
        assert set(words) == {"zh", "en"}, place
        if "refusals" not in place:  # patterns of what a library says
            assert gaps(words["zh"]) == gaps(words["en"]) - OF_ENGLISH_GRAMMAR, place


def gaps(words: str) -> set[str]:
    """What is to be filled; YAML that is quoted has a space behind its colon."""
    return set(re.findall(r"\{(\w+)(?::[^\s}]*)?\}", words))


def test_gaps_that_differ_and_keys_that_stand_twice_are_seen(tmp_path: Path) -> None:
    assert gaps("{runs:,} 个运行,{left}") == {"runs", "left"} != gaps("{runs:,} runs")
    (tmp_path / FILE).write_text("a:\n  b: {zh: 一, en: one}\n  b: {zh: 二, en: two}\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="twice"):
        sections(tmp_path / FILE)


def test_words_are_what_was_typed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(
        "here:\n  no: {zh: 否, en: no}\n  left:\n    zh: 剩余 {left}\n    en: '{left} left'\n  ends:\n    done: {zh: 完成, en: done}\n",
        encoding="utf-8",
    )
    say, ends = Words(str(tmp_path / "here.py")), Words(str(tmp_path / "here.py"), "ends")
    assert say.no == Text(zh="否", en="no")
    assert say.left.filled(left=LISTED.join(["a", "b"])) == Text(zh="剩余 a、b", en="a, b left")
    assert dict(ends) == {"done": Text(zh="完成", en="done")}
    assert list(say) == ["no", "left"]
    with pytest.raises(AttributeError, match=re.escape("no here.gone")):
        _ = say.gone
    with pytest.raises(KeyError):
        ends["gone"]


def test_texts_are_joined_each_with_its_own() -> None:
    assert CLAUSES.join([Text(zh="甲", en="a"), Text(zh="乙", en="b")]) == Text(zh=f"甲{CLAUSES.zh}乙", en="a; b")


def test_gaps_are_filled_in_both_languages_each_with_its_own() -> None:
    pattern = Text(zh="{who}有 {count:,} 件", en="{who} has {count:,}")
    filled = pattern.filled(who=Text(zh="民政", en="civil affairs"), count=1200)
    assert filled == Text(zh="民政有 1,200 件", en="civil affairs has 1,200")


def test_what_is_quoted_has_single_quotation_marks_inside() -> None:
    policy = Text(zh="新时代“枫桥经验”", en="“Fengqiao”")
    assert Text(zh="“{policy}”下", en="under “{policy}”").filled(policy=policy) == Text(zh="“新时代‘枫桥经验’”下", en="under “‘Fengqiao’”")
    assert Text(zh="{policy}", en="{policy}").filled(policy=policy) == policy
