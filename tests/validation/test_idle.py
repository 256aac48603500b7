"""No void price: every number of the default city does something, or is told as idle with the reason. All of them in the slow suite."""

import zlib

import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.idle import IDLE
from cogov.scenarios.loader import load_scenario
from docs.evidence import idle

PARTS = 24
"""Of so many equal parts of the numbers one is asked in the gate, by a hash of their names."""


def in_the_gate(path: str) -> bool:
    return path not in IDLE and zlib.crc32(path.encode()) % PARTS == 0


GATE = [path for path in idle.numbers() if in_the_gate(path)]
SMALL = (1500, 90)


def test_numbers_are_those_of_the_rules_and_of_the_city() -> None:
    assert len(idle.numbers()) > 240
    assert {"parameters.triage.sigma_0", "parameters.mediation.court_days", "city.household_size"} <= set(idle.numbers())
    assert all(number.ends for number in idle.numbers().values())
    assert set(IDLE) <= set(idle.numbers())
    assert 5 <= len(GATE) <= 20


def test_a_number_of_which_nothing_hangs_is_found_out() -> None:
    assert not idle.changes("parameters.triage.right_share", *SMALL)


def test_only_that_number_is_changed() -> None:
    scenario = idle.city(*SMALL)
    other = idle.changed(scenario, "parameters.triage.sigma_0", 3)
    assert other.parameters.triage.sigma_0 == 3
    assert other.model_copy(update={"parameters": scenario.parameters}) == scenario
    assert other.parameters.triage.model_copy(update={"sigma_0": scenario.parameters.triage.sigma_0}) == scenario.parameters.triage


@pytest.mark.parametrize("path", GATE)
def test_a_number_does_something(path: str) -> None:
    assert idle.changes(path), f"{path} changes not a bit: mend it, take it away, or tell why in scenarios/idle.py"


@pytest.mark.parametrize("path", [path for path, one in IDLE.items() if one.under])
def test_what_is_told_as_idle_acts_where_it_is_said_to(path: str) -> None:
    scenario = load_scenario("leping", {"city.population": 2500, "days": 90, "warmup": 20, **IDLE[path].under})
    usual = CoGovernanceModel(scenario, seed=1).run().indicators()
    ends = [CoGovernanceModel(idle.changed(scenario, path, end), seed=1).run().indicators() for end in idle.numbers()[path].ends]
    assert any(idle.differ(one, usual) for one in ends)


@pytest.mark.slow("test_a_number_does_something")
def test_every_number_weighs_or_is_told_as_idle() -> None:
    """`python -m docs.evidence idle` makes the same table."""
    found = idle.asked(list(idle.numbers()), workers=2)
    assert {one.path for one in found if not one.indicator} == set(IDLE)
