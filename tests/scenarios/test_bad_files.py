"""Files with one mistake each: every refusal names file, line, key and what was meant."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario

Refused = Callable[..., list[Problem]]
Write = Callable[..., Path]
BASE = "extends: leping\n"

# what is written, the line, the key, a piece of the English message, the nearest name
BAD = {
    "typo in a key": (
        "policy:\n  boundary_clarty: .5\n",
        3,
        "policy.boundary_clarty",
        "unknown key",
        "boundary_clarity",
    ),
    "typo at the top": ("choises: {queue: fifo}\n", 2, "choises", "unknown key", "choices"),
    "key in the wrong place": ("population: 3000\n", 2, "population", "unknown key", "city.population"),
    "lever in the wrong place": ("goal_alignment: .5\n", 2, "goal_alignment", "unknown key", "policy.goal_alignment"),
    "key of no near name": ("zzzzzz: 1\n", 2, "zzzzzz", "unknown key", None),
    "nan": ("policy: {goal_alignment: .nan}\n", 2, "policy.goal_alignment", "finite", None),
    "inf": ("city:\n  population: .inf\n", 3, "city.population", "finite", None),
    "minus inf": ("days: -.inf\n", 2, "days", "finite", None),
    "number too big to be one": ("days: 1e999\n", 2, "days", "finite", None),
    "number of too many digits": (f"days: {'9' * 5000}\n", 2, "days", "cannot be read", None),
    "negative": ("policy: {boundary_clarity: -0.1}\n", 2, "policy.boundary_clarity", "out of range", None),
    "above one": ("policy: {boundary_clarity: 1.01}\n", 2, "policy.boundary_clarity", "out of range", None),
    "negative days": ("days: -5\n", 2, "days", "out of range", None),
    "text for a number": ("city: {population: many}\n", 2, "city.population", "needs a whole number", None),
    "quoted number": ('policy: {goal_alignment: "0.5"}\n', 2, "policy.goal_alignment", "needs a number", None),
    "octal": ("city: {population: 020000}\n", 2, "city.population", "needs a whole number", None),
    "fraction for a whole number": ("days: 30.5\n", 2, "days", "needs a whole number", None),
    "boolean for a number": ("policy: {goal_alignment: on}\n", 2, "policy.goal_alignment", "needs a number", None),
    "number for a switch": ("rules: {deliberation: 1}\n", 2, "rules.deliberation", "needs on or off", None),
    "list for a mapping": ("city: [1, 2]\n", 2, "city", "needs a mapping (key: value), not a list", None),
    "number for a mapping": ("city: 5\n", 2, "city", "needs a mapping", None),
    "mapping for a number": ("days: {a: 1}\n", 2, "days", "not a mapping", None),
    "nothing for a mapping": ("days: 30\nwarmup: 5\ncity:\n", 4, "city", "is empty", None),
    "text for a list": ("topics: {traffic: {domains: market}}\n", 2, "topics.traffic.domains", "needs a list", None),
    "unknown choice": ("choices: {queue: fifos}\n", 2, "choices.queue", "none of the choices", "fifo"),
    "unknown named choice": ("choices:\n  que: fifo\n", 3, "choices.que", "unknown key", "queue"),
    "unknown rule": ("rules: {deliberations: off}\n", 2, "rules.deliberations", "unknown key", "deliberation"),
    "unknown part": (
        "policy:\n  centre_strength:\n    vilage: .5\n",
        4,
        "policy.centre_strength.vilage",
        "has no part",
        "village",
    ),
    "part out of range": (
        "policy: {centre_strength: {village: 2}}\n",
        2,
        "policy.centre_strength.village",
        "out of range",
        None,
    ),
    "text for a compound lever": (
        "policy: {mediation: high}\n",
        2,
        "policy.mediation",
        "needs a number or a mapping",
        None,
    ),
    "unknown goals": ("policy: {goals: nead}\n", 2, "policy.goals", "none of the choices", "need"),
    "unknown desk of a topic": (
        "topics:\n  traffic:\n    desk: public_securty\n",
        4,
        "topics.traffic.desk",
        "unknown kind",
        "public_security",
    ),
    "unknown level of desks": (
        "kinds: {party: {handlers: {vilage: 1}}}\n",
        2,
        "kinds.party.handlers.vilage",
        "unknown key",
        "village",
    ),
    "unknown form": (
        "topics: {traffic: {form: problems}}\n",
        2,
        "topics.traffic.form",
        "none of the choices",
        "problem",
    ),
    "unknown domain in a list": (
        "topics:\n  traffic:\n    domains:\n      - administrativ\n",
        5,
        "topics.traffic.domains.0",
        "none of the choices",
        "administrative",
    ),
    "empty list": ("topics: {traffic: {domains: []}}\n", 2, "topics.traffic.domains", "too few", None),
    "half a topic": ("topics:\n  noise: {title: {zh: 噪声, en: noise}}\n", 3, "topics.noise.form", "missing", None),
    "half a title": ("title: {zh: 新, eng: new}\n", 2, "title.eng", "unknown key", "en"),
    "unknown lever of costs": (
        "costs: {levers: {joint_actoin: {per_head: 1}}}\n",
        2,
        "costs.levers.joint_actoin",
        "lever",
        "joint_action",
    ),
    "warm-up as long as the run": ("days: 30\nwarmup: 30\n", 3, "warmup", "must be below", None),
    "policy of a taken name": (
        "policies: {co_governance: {deliberation: 1}}\n",
        2,
        "policies.co_governance",
        "library",
        None,
    ),
    "policy called as is": ("policies: {as_is: {deliberation: 1}}\n", 2, "policies.as_is", "library", None),
    "typo in an own policy": (
        "policies:\n  mine:\n    deliberatoin: 1\n",
        4,
        "policies.mine.deliberatoin",
        "unknown key",
        "deliberation",
    ),
    "key twice": ("days: 30\nwarmup: 5\ndays: 40\n", 4, "days", "already stands on line 2", None),
    "key twice, deep": ("policy:\n  mediation: .1\n  mediation: .2\n", 4, "policy.mediation", "line 3", None),
    "number for a key": ("topics: {1: {}}\n", 2, "topics", "must be a word", None),
    "off for a key": ("rules: {off: off}\n", 2, "rules", "must be a word", None),
    "merge key": ("a: &a {b: 1}\nc:\n  <<: *a\n", 4, "c", "please use extends", None),
    "tag": ("days: !!python/object/apply:os.getcwd []\n", 2, "days", "cannot be read", None),
    "binary": ("source: !!binary aGk=\n", 2, "source", "cannot be read", None),
    "tab": ("policy:\n\tboundary_clarity: .5\n", 3, "", "spaces", None),
    "brace never closed": ("policy: {boundary_clarity: .5\ndays: 4\n", 2, "", "not closed", None),
    "bracket never closed": ("city: [1, 2\n", 2, "", "not closed", None),
    "unquoted comma in braces": ("title: {zh: 新的?, en: new}\n", 2, "", "needs quotes", None),
    "syntax": ("days: 4\n  warmup: 3\n", 3, "", "syntax error", None),
    "two documents": ("---\ndays: 3\n", 2, "", "document", None),
    "control character": ("title: \x07\n", 2, "", "control character", None),
    "endless alias": ("city: &a [*a]\n", 2, None, "nested", None),
    "too deep": (f"city: {'[' * 60}{']' * 60}\n", 2, None, "nested", None),
    "far too deep": (f"city: {'[' * 20_000}{']' * 20_000}\n", None, None, "nested", None),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_refused_with_their_place(kind: str, tmp_path: Path, refused: Refused, write: Write) -> None:
    text, line, key, message, near = BAD[kind]
    path = write(tmp_path, BASE + text)
    problems = refused(load_scenario, path)
    fits = [problem for problem in problems if message in problem.message.en]
    assert fits, problems
    if kind.startswith("half"):
        fits = [problem for problem in fits if problem.key == key]
    else:
        assert len(problems) == 1, problems
    assert fits[0].file == str(path)
    assert fits[0].nearest == near
    assert line is None or fits[0].line == line
    assert key is None or fits[0].key == key


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (b"# only a comment\n", "empty"),
        (b"- a\n- b\n", "top level"),
        (b"hello\n", "top level"),
        ("title: 乐平\n".encode("gbk"), "GBK"),
        ("title: 乐平\n".encode("utf-16"), "UTF-16"),
        (b"days: 3\ntitle: \xff\xfe\xfa\n", "UTF-8"),
        (b"#" * 2_000_001, "too big"),
    ],
)
def test_files_that_are_no_scenario_are_refused(content: bytes, message: str, tmp_path: Path, refused: Refused, write: Write) -> None:
    (problem,) = refused(load_scenario, write(tmp_path, content))
    assert message in problem.message.en
    assert problem.file == str(tmp_path / "mine.yaml")


def test_the_line_of_a_wrong_byte_is_named(tmp_path: Path, refused: Refused, write: Write) -> None:
    (problem,) = refused(load_scenario, write(tmp_path, b"days: 3\ntitle: \xff\xfe\xfa\n"))
    assert problem.line == 2


def test_an_alias_bomb_is_refused(tmp_path: Path, refused: Refused, write: Write) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (problem,) = refused(load_scenario, write(tmp_path, BASE + "\n".join(lines)))
    assert "too many values" in problem.message.en


def test_a_directory_is_refused(tmp_path: Path, refused: Refused) -> None:
    (problem,) = refused(load_scenario, tmp_path)
    assert "directory" in problem.message.en


def test_two_problems_are_told_at_once(tmp_path: Path, refused: Refused, write: Write) -> None:
    text = BASE + "choices: {queue: fifos}\npolicy:\n  boundary_clarity: 3\n  deliberatoin: .2\n"
    problems = refused(load_scenario, write(tmp_path, text))
    assert {(problem.key, problem.line) for problem in problems} == {
        ("choices.queue", 2),
        ("policy.boundary_clarity", 4),
        ("policy.deliberatoin", 5),
    }


def test_a_range_is_told(tmp_path: Path, refused: Refused, write: Write) -> None:
    (problem,) = refused(load_scenario, write(tmp_path, BASE + "policy: {boundary_clarity: 3}\n"))
    assert problem.allowed == ("0 – 1",)
    assert "(found 3" in problem.words.en


def test_a_file_that_extends_nothing_is_told_to(tmp_path: Path, refused: Refused, write: Write) -> None:
    (problem,) = refused(load_scenario, write(tmp_path, "policy: {boundary_clarity: .8}\n"))
    assert "begins with `extends: leping`" in problem.message.en
    assert "leping" in problem.allowed


@pytest.mark.parametrize("escape", [r"\x1f", r"\x0b", r"\x1b[31m", r"\x00", r"\x7f", r"\x9b", r"\ud800", r"\uffff"])
@pytest.mark.parametrize("place", ["title", "key"])
def test_control_and_half_characters_are_refused_where_names_enter(escape: str, place: str, tmp_path: Path) -> None:
    line = f'title: {{zh: 试验, en: "Trial {escape}"}}' if place == "title" else f'policies: {{"mine{escape}": {{boundary_clarity: .5}}}}'
    path = tmp_path / "own.yaml"
    path.write_text(f"extends: leping\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"own\.yaml, line 2.*a control character or half a character") as refused:
        load_scenario(str(path))
    assert refused.value.text("en").isprintable()


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes there")
def test_a_file_whose_name_is_not_utf_8_is_named(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb3\xc7.yaml"))
    path.write_text("extends: leping\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"\\xb3\\xc7\.yaml: the file's name is not UTF-8"):
        load_scenario(str(path))
