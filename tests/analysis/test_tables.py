"""Tables fit the terminal in both languages, with Chinese counted as two columns a character."""

import math
import re
from typing import Any, Literal

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Group

from cogov.analysis.comparison import Comparison
from cogov.analysis.tables import comparison_tables, footer, interval_sentence, price_table, rendered, run_table
from cogov.analysis.values import FOOTER, difference_text, interval_text, plain_text, value_text
from cogov.model.indicators import INDICATORS, MAIN, title
from cogov.model.words import Text

Language = Literal["zh", "en"]
TITLES = {"as_is": Text(zh="现状", en="As it is"), "paper_boundaries": Text(zh="有清单、授权不足", en="Lists without authority")}


def _runs() -> list[dict[str, Any]]:
    draws = np.random.default_rng(1)
    runs: list[dict[str, Any]] = []
    for seed in range(6):
        for policy, shift in (("as_is", 0.0), ("paper_boundaries", 0.1)):
            values = {name: one.low + (one.high - one.low) * (0.5 + shift + draws.normal(0, 0.01)) for name, one in INDICATORS.items()}
            runs.append({"policy": policy, "seed": seed, "indicators": values | {"median_days": math.nan, "my_own_rate": 0.5}})
    return runs


COMPARISON = Comparison.from_results("leping", "as_is", ["as_is", "paper_boundaries"], _runs())


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("everything", [True, False])
def test_a_comparison_fits_and_nothing_is_cut(language: Language, everything: bool, width: int) -> None:  # noqa: FBT001
    tables = comparison_tables(COMPARISON, language, TITLES, everything=everything, horizon_days=90)
    text = rendered(Group(*tables, interval_sentence(COMPARISON).in_(language), footer(language)), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert not re.search(r"\S…|…\S", text)
    assert FOOTER.in_(language) in text
    assert TITLES["paper_boundaries"].in_(language) in text
    assert ("> 90" in text) == everything
    assert "my_own_rate" in "".join(text.split()) or not everything


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_word_of_names_and_verdicts_is_lost_at_eighty_columns(language: Language) -> None:
    [table] = comparison_tables(COMPARISON, language, TITLES, everything=True)
    shown = set(rendered(table, 80).replace("\n", " "))
    for name in INDICATORS:
        assert set(title(name).in_(language)) <= shown
    assert "…" not in rendered(table, 80).replace(" … ", "")


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_prices_fit_and_name_every_policy(language: Language, width: int) -> None:
    text = rendered(price_table(COMPARISON, 0.5, {"as_is": 12.5, "paper_boundaries": 13.25}, language, TITLES), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "× 0.5" in text
    assert "12.50" in text
    assert "13.25" in text
    assert not re.search(r"\S…|…\S", text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_run_shows_the_main_indicators(language: Language) -> None:
    text = rendered(run_table(_runs()[0]["indicators"], language, "leping"))
    assert all(title(name).in_(language) in text for name in MAIN)
    assert title("happiness").in_(language) not in text
    assert FOOTER.in_(language) in text
    assert max(cell_len(line) for line in text.splitlines()) <= 100


def test_columns_stand_below_each_other_in_chinese() -> None:
    lines = rendered(run_table(_runs()[0]["indicators"], "zh", "leping")).splitlines()
    ends = {cell_len(line[: line.index("%") + 1]) for line in lines if "%" in line}
    assert len(ends) == 1


def test_better_and_worse_are_said_in_words() -> None:
    text = rendered(Group(*comparison_tables(COMPARISON, "en", TITLES)))
    assert "higher · better" in text
    assert "higher · worse" in text


def test_numbers_as_a_reader_sees_them() -> None:
    assert value_text("resolution_rate", 0.8734) == "87.3%"
    assert value_text("cost_per_resolved", 3410.4) == "3,410"
    assert value_text("median_days@rural", math.nan, 90) == "> 90"
    assert value_text("trust", math.nan, 90) == "–"
    assert difference_text("resolution_rate", 0.0321).zh == "+3.2 百分点"
    assert difference_text("mean_days", -12.44).en == "−12.4"
    assert difference_text("mean_days", -0.001).en == "0.0"
    assert [plain_text(value) for value in (math.nan, -0.25, 12345.6)] == ["–", "−0.25", "12,346"]
    assert interval_text("mean_days", -4.1, 2.25) == "−4.1 … +2.2"
    assert interval_text("mean_days", math.nan, 2.25) == "–"
