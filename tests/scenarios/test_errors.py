"""A refusal says where, what, what is allowed and what was meant, in both languages."""

import pickle

import pytest

from cogov.model.words import Text
from cogov.scenarios.errors import NOTHING, SHOWN_PROBLEMS, InputError, Problem, nearest, shorten, unknown

UNKNOWN = Text(zh="没有这个键", en="unknown key")


def test_one_problem_is_one_line() -> None:
    problem = Problem(
        UNKNOWN,
        "city.yaml",
        12,
        "policy.boundary_clarty",
        allowed=("boundary_clarity", "goals"),
        nearest="boundary_clarity",
    )
    assert InputError(problem).text("en") == (
        "city.yaml, line 12, policy.boundary_clarty: unknown key; did you mean boundary_clarity? allowed: boundary_clarity, goals"
    )
    assert InputError(problem).text("zh") == (
        "city.yaml，第 12 行，policy.boundary_clarty：没有这个键；是不是 boundary_clarity？允许：boundary_clarity, goals"
    )


def test_several_problems_stand_in_a_list() -> None:
    error = InputError([Problem(UNKNOWN, key="a"), Problem(UNKNOWN, key="b")])
    assert error.text("en").splitlines() == ["2 problems:", "  a: unknown key", "  b: unknown key"]
    assert error.text("zh").splitlines()[0] == "有 2 处问题："


def test_a_flood_of_problems_is_counted() -> None:
    error = InputError(Problem(UNKNOWN, key=str(number)) for number in range(SHOWN_PROBLEMS + 5))
    assert error.text("en").splitlines()[-1] == "  ... and 5 more"
    assert "另有 5 处" in error.text("zh")


def test_an_error_travels_between_processes() -> None:
    error = InputError(Problem(UNKNOWN, "city.yaml", 3, "a"))
    back = pickle.loads(pickle.dumps(error))
    assert back.problems == error.problems
    assert back.problems[0].value is NOTHING


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "null"), (False, "false"), ("", "''"), (1.5, "1.5"), ("a\n b", "a b"), ("x" * 200, "x" * 59 + "…")],
)
def test_values_are_shown_as_they_were_written(value: object, shown: str) -> None:
    assert shorten(value) == shown


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("boundary_clarty", "boundary_clarity"),
        ("Boundary-Clarity", "boundary_clarity"),
        ("boundary clarity", "boundary_clarity"),
        ("goal_alignement", "goal_alignment"),
        ("zzz", None),
        ("", None),
        (3, None),
    ],
)
def test_the_nearest_name_is_found(word: object, meant: str | None) -> None:
    assert nearest(word, ["boundary_clarity", "goal_alignment"]) == meant


def test_an_unknown_name_is_told_with_its_kind() -> None:
    problem = unknown(Text(zh="情景", en="scenario"), "lepin", ["leping"])
    assert problem.words.en == "no scenario is called lepin; did you mean leping? allowed: leping"
    assert problem.words.zh == "没有名为“lepin”的情景；是不是 leping？允许：leping"
