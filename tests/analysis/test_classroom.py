"""The pages of the classroom as data and as text: what is packed, what is said, what old browsers can read."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import esprima
import numpy as np
import pytest
import yaml

from cogov.analysis.classroom.document import replay_document
from cogov.analysis.classroom.packing import packed, signed
from cogov.analysis.classroom.page_file import SCRIPTS, html
from cogov.analysis.classroom.stories import sentence_of
from cogov.analysis.journeys.page import rows_of
from cogov.analysis.journeys.pairing import journey_of
from cogov.analysis.journeys.world import World, live_through
from cogov.experiments.runner import RunRequest
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario, resolve_policy

FOLDER = Path(__file__).parents[2] / "analysis" / "classroom"
PAGE = FOLDER / "page"
WORDS = yaml.safe_load((PAGE / "words.yaml").read_text("utf-8"))
SCENARIO = load_scenario("leping", {"city.population": 1500, "days": 60, "warmup": 10})
POLICIES = ("as_is", "clear_boundaries")
TITLES = {name: Text(zh=f"政策 {name}", en=name) for name in POLICIES}
OLD = {
    *(
        "Program",
        "FunctionDeclaration",
        "FunctionExpression",
        "VariableDeclaration",
        "VariableDeclarator",
        "BlockStatement",
        "ExpressionStatement",
    ),
    *("IfStatement", "ForStatement", "ForInStatement", "WhileStatement", "DoWhileStatement", "ReturnStatement", "BreakStatement"),
    *("ContinueStatement", "ThrowStatement", "TryStatement", "CatchClause", "SwitchStatement", "SwitchCase", "EmptyStatement"),
    *("AssignmentExpression", "BinaryExpression", "LogicalExpression", "UnaryExpression", "UpdateExpression", "ConditionalExpression"),
    *("CallExpression", "NewExpression", "MemberExpression", "StaticMemberExpression", "ComputedMemberExpression", "ThisExpression"),
    *("ArrayExpression", "ObjectExpression", "Property", "Identifier", "Literal", "RegexLiteral", "SequenceExpression"),
}
"""Kinds of syntax that ECMAScript 5 has."""
TOO_NEW_OR_FORBIDDEN = {
    *(
        "fetch",
        "eval",
        "Function",
        "XMLHttpRequest",
        "WebSocket",
        "Worker",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "cookie",
        "import",
    ),
    *(
        "Promise",
        "Map",
        "Set",
        "WeakMap",
        "Symbol",
        "Proxy",
        "Reflect",
        "assign",
        "includes",
        "find",
        "findIndex",
        "padStart",
        "padEnd",
        "repeat",
    ),
    *("startsWith", "endsWith", "flat", "flatMap", "closest", "append", "prepend", "remove", "innerHTML"),
}


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    return [live_through(RunRequest(SCENARIO, name, resolve_policy(SCENARIO, name, {}), 1)) for name in POLICIES]


@pytest.fixture(scope="module")
def document(worlds: list[World]) -> dict[str, Any]:
    return replay_document(worlds, TITLES)


def unpacked(text: str) -> list[int]:
    """By the words of packing.py: seven bits a byte, the smallest first."""
    found, value, place = [], 0, 0
    for byte in base64.b64decode(text):
        value += (byte & 127) << place
        place += 7
        if byte < 128:
            found.append(value)
            value, place = 0, 0
    return found


def unsigned(values: list[int]) -> list[int]:
    return [-(value + 1) // 2 if value % 2 else value // 2 for value in values]


def test_what_is_packed_can_be_read() -> None:
    numbers = [0, 1, 127, 128, 16_383, 16_384, 2**31, 2**42 - 1]
    assert unpacked(packed(numbers)) == numbers
    assert packed([1, 128]) == base64.b64encode(bytes([1, 0x80, 1])).decode()
    assert unpacked(packed([])) == []
    assert unsigned(signed([0, -1, 1, -300]).tolist()) == [0, -1, 1, -300]


@pytest.mark.parametrize("wrong", [-1, 2**42])
def test_what_cannot_be_packed_is_refused(wrong: int) -> None:
    with pytest.raises(ValueError, match="only whole numbers"):
        packed([wrong])


def test_every_event_of_both_worlds_is_in_the_document(worlds: list[World], document: dict[str, Any]) -> None:
    for world, kept in zip(worlds, document["worlds"], strict=True):
        counts, moves = unpacked(kept["counts"]), unpacked(kept["moves"])
        days, desks = unsigned(unpacked(kept["days"])), unpacked(kept["desks"])
        assert sum(counts) == len(moves) == len(days) == len(desks) == len(world.events)
        by_matter = dict(iter(world.events.groupby("matter", sort=False)))
        codes = list(dict.fromkeys(code for one in worlds for code in one.rows))
        place = 0
        for code, count in zip(codes, counts, strict=True):
            table = by_matter.get(code)
            assert (0 if table is None else len(table)) == count
            if table is not None:
                assert [document["moves"][move][0] for move in moves[place : place + count]] == table["reason"].tolist()
                told = _desks(desks[place : place + count])
                assert told == [None if np.isnan(desk) else int(desk) for desk in table["desk"].astype(float)]
            place += count


def _desks(changes: list[int]) -> list[int | None]:
    found: list[int | None] = []
    for change in changes:
        found.append(found[-1] if change == 0 else None if change == 1 else change - 2)
    return found


def test_days_are_those_of_the_lives(worlds: list[World], document: dict[str, Any]) -> None:
    """The day of an event is the one that `cogov journey` says."""
    kept = document["worlds"][0]
    days, counts = unsigned(unpacked(kept["days"])), unpacked(kept["counts"])
    story = document["stories"][0]
    start = sum(counts[: story["matter"]])
    on = np.cumsum(days[start : start + counts[story["matter"]]]).tolist()
    code = list(dict.fromkeys(code for one in worlds for code in one.rows))[story["matter"]]
    life = journey_of(worlds, code).lives["as_is"]
    assert life is not None
    assert on == [event.on for event in life.events if event.child is None]


def test_a_story_is_told_as_the_journey_is(worlds: list[World], document: dict[str, Any]) -> None:
    story = document["stories"][0]
    code = list(dict.fromkeys(code for one in worlds for code in one.rows))[story["matter"]]
    desks = {world.policy: world.desks for world in worlds}
    wanted = rows_of(journey_of(worlds, code), desks)
    assert [[[words[0] for words in cell] for cell in row[1:]] for row in story["rows"]] == [
        [[words.zh for words in cell] for cell in row.cells] for row in wanted
    ]
    suffering = [one["suffering"][0] for one in document["stories"]]
    assert suffering[0] == max(suffering)
    assert suffering[:5] == sorted(suffering[:5], reverse=True)


def test_a_sentence_has_gaps_for_what_the_page_fills() -> None:
    assert sentence_of(("dispatched", "known", "in_hand")) == ["派单后，{desk}接下", "sent out: {desk} took it"]
    assert sentence_of(("reported", "unknown", "known")) == ["当事居民反映", "the citizen concerned reported it"]


def test_the_party_stands_at_the_core_of_the_city(document: dict[str, Any]) -> None:
    city = [desk for desk in document["desks"] if desk["level"] == 2]
    distance = {round(float(np.hypot(*desk["at"])), 3): document["sectors"][desk["sector"]]["name"] for desk in city}
    assert distance[min(distance)] == "party"
    assert min(distance) == 0


# -- the page as text -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", sorted(PAGE.glob("*.js")), ids=lambda path: path.name)
def test_scripts_are_such_as_browsers_of_2012_run(script: Path) -> None:
    assert too_new(script.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "script",
    [
        *(
            "let a = 1;",
            "var f = () => 1;",
            "var a = `x`;",
            "class A {}",
            "for (var a of b) {}",
            "var o = {a};",
            "function f(a = 1) {}",
            "f(...a);",
        ),
        *("fetch('x');", "window.localStorage.a = 1;", "a.includes(1);", "new Function('x')();"),
    ],
)
def test_what_is_newer_is_seen(script: str) -> None:
    assert too_new(script)


def nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every piece of syntax of a script."""
    if isinstance(tree, list):
        for one in tree:
            yield from nodes(one)
    elif isinstance(tree, dict):
        if "type" in tree:
            yield tree
        yield from nodes(list(tree.values()))


def parsed(script: str) -> list[dict[str, Any]]:
    return list(nodes(json.loads(json.dumps(esprima.parseScript(script).toDict(), default=str))))


def too_new(script: str) -> list[str]:
    """Every piece of syntax, and every name, that old browsers do not know or that the page must not use."""
    found = parsed(script)
    kinds = [node["type"] for node in found if node["type"] not in OLD]
    declared = [node["kind"] for node in found if node["type"] == "VariableDeclaration" and node["kind"] != "var"]
    written = ["property" for node in found if node["type"] == "Property" and (node["shorthand"] or node["method"] or node["computed"])]
    taken = [one["type"] for node in found for one in node.get("params", []) if one["type"] != "Identifier"]
    names = [node["name"] for node in found if node["type"] == "Identifier" and node["name"] in TOO_NEW_OR_FORBIDDEN]
    return kinds + declared + written + taken + names


def test_every_file_of_the_page_is_in_it() -> None:
    assert {path.name for path in PAGE.iterdir()} == {"template.html", "style.css", "words.yaml", *(f"{name}.js" for name in SCRIPTS)}


def test_words_stand_in_both_languages_and_none_is_missing_or_left_over() -> None:
    assert {key for key, words in WORDS.items() if set(words) != {"zh", "en"} or not all(words.values())} == set()
    assert {
        key for key, words in WORDS.items() if set(re.findall(r"\{\w+\}", words["zh"])) != set(re.findall(r"\{\w+\}", words["en"]))
    } == set()
    script = "".join((PAGE / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    literal = set(re.findall(r'"(\w+)"', script)) | set(re.findall(r"words\.(\w+)", script))
    begun = set(re.findall(r'"(\w+_)" \+', script))
    assert [key for key in WORDS if key not in literal and not any(key.startswith(one) for one in begun)] == []
    assert [key for key in re.findall(r'say\("(\w+)"[,)]', script) if key not in WORDS] == []


def test_the_file_is_whole_and_forbids_every_request(document: dict[str, Any]) -> None:
    page = html(document, "zh")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none';")
    assert "connect-src" not in policy[1]
    assert not re.search(r'(?:src|href)\s*=\s*"', page.replace('content="default-src', ""))
    assert '<meta name="renderer" content="webkit">' in page
    assert page == html(replay_document_again(document), "zh")


def replay_document_again(document: dict[str, Any]) -> dict[str, Any]:
    return json.loads(json.dumps(document))  # type: ignore[no-any-return]


def test_what_a_file_says_cannot_end_the_documents_element(document: dict[str, Any]) -> None:
    page = html({**document, "city": ["</script><b>", "</script><b>"]}, "en")
    assert page.count("</script>") == 2


def test_marks_of_the_page_are_wide_in_chinese() -> None:
    assert {key: said["zh"] for key, said in WORDS.items() if re.search(r"[,:;()?!]", said["zh"])} == {}
    assert "comma" in WORDS


def test_numbers_in_the_end_have_their_units(document: dict[str, Any]) -> None:
    titles = [one["title"] for one in document["outcomes"]]
    assert ["平均解决天数（天）", "Mean days to settlement (days)"] in titles
    assert ["推诿率", "Shirking"] in titles  # its numbers bear their %
