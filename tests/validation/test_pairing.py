"""The same luck under both policies saves runs: at a small step of clarity, at least three times as many."""

import pytest

from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.effects import reduction
from docs.evidence.pairing import REQUIRED
from docs.evidence.runs import Cell, live

SEEDS = 40


@pytest.mark.slow
def test_pairing_reduces_the_variance_of_a_step_of_a_tenth() -> None:
    scenario = load_scenario("leping", {"city.population": 20_000})
    cells = [Cell(f"{level}", scenario, resolve_policy(scenario, "as_is", {"boundary_clarity": level}), SEEDS) for level in (0.4, 0.5)]
    runs = live(cells, workers=2)
    found = {name: reduction(runs.of("0.5", name), runs.of("0.4", name)) for name in REQUIRED}
    assert {name: one.value for name, one in found.items() if one.value < REQUIRED[name]} == {}
