"""Who takes what several see: the volunteer's dilemma and urns and balls (FACTS A8), in the real model.

Rule noise is off (σ_max 0), duty clarity 0, σ_0 such that about five institutions see a matter; each matter is asked about once.
Matters are independent given who sees them, so counts are binomial; intervals at 99.9 %, for each n with at least 100 matters.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from cogov.model.desks import unpack
from cogov.model.mesa_model import CoGovernanceModel

Build = Callable[..., CoGovernanceModel]
Ints = NDArray[np.int64]
RHO = 0.5
ONCE: dict[str, Any] = {
    "parameters.triage.sigma_max": 0.0,
    "parameters.triage.sigma_0": 0.55,
    "parameters.triage.volunteer_cost": RHO,
    "parameters.triage.give_up_attempts": 1,
    "parameters.triage.petition_share": 0.0,
}


def _see_and_take(triage_alone: Build, days: int = 60, **settings: Any) -> tuple[Ints, Ints]:
    """Return of each matter how many saw it and how many took it at its only triage."""
    levers = {"boundary_clarity": 0.0, "duty_clarity": 0.0}
    model = triage_alone(21, 100_000, days, levers, {**ONCE, **{f"choices.{name}": value for name, value in settings.items()}}).run()
    register = model.city.register
    rows = np.flatnonzero(register.attempt[: register.size] == 1)
    slots = len(model.city.slots)
    return unpack(register.seen[rows], slots).sum(axis=1), unpack(register.first_holders[rows], slots).sum(axis=1)


def _agrees(count: int, of: int, chance: float) -> bool:
    low, high = stats.binom.interval(0.999, of, chance)
    return bool(low <= count <= high)


def test_nobody_steps_forward_as_often_as_the_dilemma_says(triage_alone: Build) -> None:
    seers, takers = _see_and_take(triage_alone, triage="claims", taking="volunteer")
    checked = 0
    for n in range(2, 20):
        here = seers == n
        if here.sum() < 100:
            continue
        assert _agrees(int((takers[here] == 0).sum()), int(here.sum()), RHO ** (n / (n - 1))), n
        assert _agrees(int((takers[here] == 1).sum()), int(here.sum()), n * (1 - RHO ** (1 / (n - 1))) * RHO), n
        checked += 1
    assert checked >= 5
    assert (takers[seers == 1] == 1).all()
    assert (takers[seers == 0] == 0).all()


def test_duty_clarity_ends_the_dilemma(triage_alone: Build) -> None:
    """At duty clarity 1 stepping forward costs nothing: whoever sees, takes."""
    settings = {**ONCE, "choices.triage": "claims", "choices.taking": "volunteer"}
    model = triage_alone(21, 50_000, 20, {"boundary_clarity": 0.0, "duty_clarity": 1.0}, settings).run()
    rows = np.flatnonzero(model.city.register.attempt[: model.city.register.size] == 1)
    assert np.array_equal(model.city.register.seen[rows], model.city.register.first_holders[rows])


def test_claims_at_equal_chance_are_urns_and_balls(triage_alone: Build) -> None:
    """Nobody (1 − 1/k)^k, exactly one (1 − 1/k)^(k−1), the rest duplicated effort."""
    seers, takers = _see_and_take(triage_alone, triage="equal_chance")
    checked = 0
    for k in range(1, 20):
        here = seers == k
        if here.sum() < 100:
            continue
        assert _agrees(int((takers[here] == 0).sum()), int(here.sum()), (1 - 1 / k) ** k), k
        assert _agrees(int((takers[here] == 1).sum()), int(here.sum()), (1 - 1 / k) ** (k - 1)), k
        checked += 1
    assert checked >= 5


@pytest.mark.parametrize("n_of", [(2, 20)])
def test_best_responses_with_hardly_any_spread_are_close_to_the_dilemma(triage_alone: Build, n_of: tuple[int, int]) -> None:
    """Half-width .002 of the cost: the cut-off is within .2 % of the cost, so P0 within n/(n−1) · .2 % of it; plus the binomial interval."""
    levers = {"boundary_clarity": 0.0, "duty_clarity": 0.0}
    settings = {**ONCE, "choices.triage": "best_response", "parameters.triage.cost_spread": 0.002}
    model = triage_alone(21, 100_000, 60, levers, settings).run()
    register = model.city.register
    rows = np.flatnonzero(register.attempt[: register.size] == 1)
    seers = unpack(register.seen[rows], len(model.city.slots)).sum(axis=1)
    nobody = register.first_holders[rows] == 0
    for n in range(*n_of):
        here = seers == n
        if here.sum() < 100:
            continue
        chance = RHO ** (n / (n - 1))
        slack = 0.002 * n / (n - 1) * chance * here.sum()
        low, high = stats.binom.interval(0.999, int(here.sum()), chance)
        assert low - slack <= nobody[here].sum() <= high + slack, n
