"""Full-width punctuation, as Chinese keyboards type it: understood in lists of options, named in YAML, left alone in text."""

from pathlib import Path

import pytest

from cogov.comparison_study import parse_factors
from cogov.model.words import Text
from cogov.options import as_list
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario
from cogov.scenarios.settings import parse_sets
from cogov.scenarios.yaml_lines import parse_yaml
from cogov.setting import as_names

NAMED = {
    "extends：leping\n": (1, "：", ":"),
    "extends: leping\ncity：\n  population: 3000\n": (2, "：", ":"),
    "extends: leping\ncity: {population：3000}\n": (2, "：", ":"),
    "extends: leping\ncity: {population: 3000，townships: 5}\n": (2, "，", ","),
    "extends: leping\ncity: ｛population: 3000｝\n": (2, "｛", "{"),
    "extends: leping\ndays：30\n": (2, "：", ":"),
    "extends: leping\nnetwork: {file: a.csv，roles: b.csv}\n": (2, "，", ","),
    "extends: leping\n\u3000days: 30\n": (2, "\u3000", " "),
    "policies:\n  a：\n    b: 1\n": (2, "：", ":"),
}


@pytest.mark.parametrize("text", NAMED)
def test_a_full_width_sign_is_named_with_its_line(text: str) -> None:
    line, found, wanted = NAMED[text]
    with pytest.raises(InputError) as caught:
        parse_yaml(text, "city.yaml")
    [problem] = caught.value.problems[:1]
    assert problem.line == line
    assert f"“{found}” is a full-width sign; please type the half-width “{wanted}”" in problem.message.en
    assert f"“{found}”是全角符号" in problem.message.zh


def test_a_colon_without_its_space_is_named() -> None:
    with pytest.raises(InputError, match="line 2: a space is missing after the colon"):
        parse_yaml("extends: leping\ndays:30\n", "city.yaml")


def test_punctuation_of_a_text_is_no_mistake() -> None:
    text = 'title: {zh: 你好，世界：共治, en: a}\nquestion: "甲，乙：丙"\n'
    assert parse_yaml(text, "city.yaml").values == {"title": {"zh": "你好，世界：共治", "en": "a"}, "question": "甲，乙：丙"}
    with pytest.raises(InputError, match="YAML syntax error"):
        parse_yaml("title: 你好，世界：共治\nquestion: a: b\n", "city.yaml")


def test_numbers_with_underscores_are_thousands_or_none(tmp_path: Path) -> None:
    values = parse_yaml("a: 1_000\nb: 12_345_678\nc: 0_1\nd: 0_1.5\ne: 1_0\n", "city.yaml").values
    assert values == {"a": 1000, "b": 12_345_678, "c": "0_1", "d": "0_1.5", "e": "1_0"}
    path = tmp_path / "city.yaml"
    path.write_text("extends: leping\npolicy: {boundary_clarity: 0_1}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"needs a number \(found '0_1'\)"):
        load_scenario(path)


def test_full_width_characters_in_a_value_are_pointed_out() -> None:
    problem = Problem(Text(zh="应为数", en="needs a number"), value="０．５")
    assert problem.words.en == "needs a number (found '０．５', with full-width characters)"
    assert problem.words.zh == "应为数（现为 '０．５'，其中有全角字符）"


def test_lists_and_settings_of_the_command_line_take_either_comma() -> None:
    assert as_list("mean_days，resolution_rate、satisfaction") == ["mean_days", "resolution_rate", "satisfaction"]
    assert as_names("as_is，co_governance") == ["as_is", "co_governance"]
    assert parse_factors(".5，１，2") == (0.5, 1.0, 2.0)
    assert parse_sets(["boundary_clarity＝０．８"]) == {"boundary_clarity": 0.8}
    with pytest.raises(InputError, match="needs a number"):
        parse_sets(["boundary_clarity=0_1"])
