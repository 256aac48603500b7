"""docs/indicators.md is what the declarations say, and the codebook leaves nothing unsaid, in either language."""

import re
from pathlib import Path

import pytest

from cogov.experiments.codebook import COLUMNS, STATISTICS, as_entry, column_metadata, meaning, names
from cogov.experiments.codebook_page import document
from cogov.model.indicators import INDICATORS, ROLE_MEANINGS, ROLES, SERIES, grouped_names

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"
CHINESE = re.compile("[\u4e00-\u9fff]")
DENOMINATOR = re.compile(r"\b(of|per|over)\b")


def test_the_page_is_what_is_generated() -> None:
    again = "run: python -m cogov.experiments.codebook_page > docs/indicators.md"
    page = document()
    assert PAGE.read_text(encoding="utf-8") == page, again
    assert [name for name in names() if f"`{name}`" not in page] == []


@pytest.mark.parametrize("name", names())
def test_every_name_is_said_in_both_languages(name: str) -> None:
    said = meaning(name)
    assert CHINESE.search(said.definition.zh) or name == "status"
    assert said.title.en
    assert not CHINESE.search(said.title.en + said.definition.en)


@pytest.mark.parametrize("name", [name for name, one in INDICATORS.items() if one.unit == "share"])
def test_every_share_says_of_what(name: str) -> None:
    assert DENOMINATOR.search(INDICATORS[name].definition_en)


def test_shares_are_in_per_cent_and_their_differences_in_percentage_points() -> None:
    for one in INDICATORS.values():
        is_share = one.unit == "share"
        assert (one.change_unit.en == "percentage points") == is_share
        assert one.level_unit.en.startswith("%") == is_share


def test_every_role_has_a_meaning() -> None:
    assert list(ROLE_MEANINGS) == list(ROLES)


def test_a_group_has_its_title_and_one_that_an_indicator_lacks_is_unknown() -> None:
    assert meaning("mean_days@urban").title.en == "Mean days to settlement (urban)"
    assert as_entry("mean_days@urban")["unit"] == "days"
    for name in ("mean_days@government", "mean_days@", "mean_dys", "overreach_rate@child"):
        with pytest.raises(KeyError):
            meaning(name)


def test_columns_carry_their_meaning() -> None:
    whole = column_metadata("resolution_rate")
    assert whole["definition_zh"] == INDICATORS["resolution_rate"].definition_zh
    assert (whole["unit"], whole["direction"], whole["role"]) == ("share", "+1", "outcome")
    assert column_metadata(grouped_names(INDICATORS["mean_days"])[0]) == {}
    assert column_metadata("a_factor_of_mine") == {}
    assert all(column_metadata(name)["en"] for name in (*SERIES, *COLUMNS))


def test_what_a_comparison_gives_is_explained() -> None:
    from dataclasses import fields

    from cogov.analysis.comparison import PolicyEffect

    assert {"measured_in", *(one.name for one in fields(PolicyEffect))} - {"indicator", "policy"} == set(STATISTICS)
