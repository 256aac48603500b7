"""Participation against Granovetter's thresholds (FACTS A6)."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse, stats

from cogov.model.citizens import ADULT
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.participation import participation, takes_part
from cogov.scenarios import Scenario, load_scenario

Floats = NDArray[np.float64]


def final_number(thresholds: Floats) -> int:
    """Return how many take part in the end, when everybody sees everybody: from nobody to the fixed point."""
    n, joined = len(thresholds), -1
    active = np.zeros(n, dtype=bool)
    while active.sum() != joined:
        joined = int(active.sum())
        # shares of the same n on both sides are equal to the bit when the counts are
        active = takes_part(np.full(n, joined / n, dtype=np.float32), thresholds.astype(np.float32))
    return joined


def test_granovetters_hundred() -> None:
    thresholds = np.arange(100) / 100
    assert final_number(thresholds) == 100
    thresholds[1] = 2 / 100
    assert final_number(thresholds) == 1


def _crowd() -> tuple[CoGovernanceModel, NDArray[np.int64]]:
    """Return a city in which the plain rule holds and everybody sees everybody; ties count heads, so thresholds are heads too."""
    weights = dict.fromkeys(
        (f"parameters.participation.{name}" for name in ("efficacy", "fatigue", "mobilization", "party_members", "crowding_out")), 0
    )
    scenario: Scenario = load_scenario("leping", {"city.population": 300, "days": 2000, **weights})
    model = CoGovernanceModel(scenario, seed=1)
    model.rules = [participation]
    model.city.citizen_ties = {1: sparse.csr_array(np.ones((300, 300), dtype=np.float32))}
    model.city.citizens.threshold[:] = 1e6
    model.city.citizens.active[:] = False
    return model, np.flatnonzero(model.city.citizens.age_group == ADULT)[:100]


@pytest.mark.parametrize(("second", "join"), [(1, 100), (2, 1)])
def test_granovetters_hundred_in_the_model(second: int, join: int) -> None:
    model, people = _crowd()
    model.city.citizens.threshold[people] = np.arange(100)
    model.city.citizens.threshold[people[1]] = second
    while model.city.day < 7 * 110:
        model.step()
    assert model.city.citizens.active.sum() == join


def test_the_jump_of_normal_thresholds() -> None:
    """Mean .25, quantile population of 100: few below σ = .120, nearly all above .130 (the rounding rule moves the jump inside)."""
    quantiles = stats.norm.ppf((np.arange(100) + 0.5) / 100)
    few, many = final_number(0.25 + 0.120 * quantiles), final_number(0.25 + 0.130 * quantiles)
    assert few <= 10
    assert many >= 95


@pytest.mark.parametrize(("sigma", "share"), [(0.10, 0.0077), (0.11, 0.0171), (0.12, 0.0402)])
def test_below_the_jump_shares_are_the_fixed_point(sigma: float, share: float) -> None:
    """x = Φ((x − .25)/σ); a quantile population of 100,000 is within 2e-4 of it (one step of the grid moves the fixed point by less)."""
    quantiles = stats.norm.ppf((np.arange(100_000) + 0.5) / 100_000)
    assert final_number(0.25 + sigma * quantiles) / 100_000 == pytest.approx(share, abs=2e-4)
