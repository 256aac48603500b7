"""The same luck under both policies saves runs: at a small step of clarity, at least three times as many."""

import pytest

from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.effects import reduction
from docs.evidence.pairing import REQUIRED
from docs.evidence.runs import Cell, live

SEEDS = 40


def saved(seeds: int, **length: int) -> dict[str, float]:
    """Variance reduction at the step of clarity from where the default city stands, by indicator."""
    scenario = load_scenario("leping", {f"city.{name}" if name == "population" else name: value for name, value in length.items()})
    cells = [Cell(f"{level}", scenario, resolve_policy(scenario, "as_is", {"boundary_clarity": level}), seeds) for level in (0.4, 0.5)]
    runs = live(cells, workers=1)
    return {name: reduction(runs.of("0.5", name), runs.of("0.4", name)).value for name in REQUIRED}


def test_pairing_reduces_the_variance_in_a_small_town() -> None:
    """By half at least: few matters, so those that go otherwise weigh more."""
    assert min(saved(16, population=1500, days=90, warmup=20, horizon_days=60).values()) > 2


@pytest.mark.slow("test_pairing_reduces_the_variance_in_a_small_town")
def test_pairing_reduces_the_variance_of_a_step_of_a_tenth() -> None:
    assert {name: value for name, value in saved(SEEDS, population=20_000).items() if value < REQUIRED[name]} == {}
