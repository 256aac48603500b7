"""docs/parameters.md is what the declarations say, and the declarations leave nothing unsaid."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cogov.model.city_facts import CityFacts, Kind, Topic
from cogov.model.day import DAY
from cogov.model.levers import LEVERS, CostCurve
from cogov.model.scenario import Costs
from cogov.model.schema import CHOICES, blocks_of
from cogov.scenarios import rules_page
from cogov.scenarios.declared import Declared, declared
from cogov.scenarios.reference import document, table

PAGE = Path(__file__).parents[2] / "docs" / "parameters.md"
NUMBERS = [one for name, block in blocks_of().items() for one in declared(block, f"{name}.")]
ALL = [*NUMBERS, *(one for part in (CityFacts, Kind, Topic, CostCurve) for one in declared(part, f"{part.__name__}."))]
ALL += [one for one in declared(Costs, "Costs.") if one.path != "Costs.levers"]  # a table of curves, shown one by one


def test_the_page_is_what_is_generated() -> None:
    again = "run: python -m cogov.scenarios.reference > docs/parameters.md"
    assert PAGE.read_text(encoding="utf-8") == document(), again


def test_the_page_of_the_rules_is_what_is_recorded() -> None:
    again = "run: python -m cogov.scenarios.rules_page > docs/rules.md"
    assert PAGE.with_name("rules.md").read_text(encoding="utf-8") == rules_page.document(), again


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.path)
def test_every_parameter_says_meaning_unit_and_source(one: Declared) -> None:
    assert one.meaning.strip()
    assert one.unit.strip()
    assert one.source.strip()


def test_every_number_of_a_rule_has_a_range_and_a_default() -> None:
    assert len(NUMBERS) > 100
    assert [one.path for one in NUMBERS if not (one.range and one.default)] == []


def test_a_default_lies_within_its_range() -> None:
    for one in NUMBERS:
        low, high = (float(bound) for bound in one.range.split(" – "))
        assert low <= float(one.default) <= high, one.path


def test_every_lever_says_what_it_looks_like_in_both_languages() -> None:
    looks = [lever.looks for lever in LEVERS.values()]
    texts = [text for one in looks for text in (one.zero, one.half, one.full, one.observable)]
    assert [text for text in texts if not (text.zh.strip() and text.en.strip())] == []


def test_every_choice_and_rule_has_a_meaning() -> None:
    texts = [*(rule.says for rule in DAY), *(one.says for choice in CHOICES.values() for one in choice.options.values())]
    assert [text for text in texts if not (text.zh and text.en)] == []


def test_the_page_names_every_lever_with_its_price() -> None:
    page = document()
    for name, lever in LEVERS.items():
        assert f"### `{name}` {lever.title.zh}" in page
        assert lever.price.en in page
        assert lever.price.zh in page


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert table(["a"], [["x|y"]]).splitlines()[-1] == "| x\\|y |"


def test_the_module_prints_the_page_in_utf_8_whatever_the_locale() -> None:
    command = [sys.executable, "-m", "cogov.scenarios.reference"]
    printed = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert printed.stdout.decode("utf-8") == document()
