"""Who takes what several see: the volunteer's dilemma and urns and balls (FACTS A8), in the real model.

Rule noise is off (σ_max 0), duty clarity 0, σ_0 such that about five institutions see a matter; each matter is asked about once.
Matters are independent given who sees them, so counts are binomial; intervals at 99.9 %, for each n with at least 100 matters.
"""

from collections.abc import Callable

import numpy as np
from scipy import stats

from cogov.model.desks import unpack
from cogov.model.mesa_model import CoGovernanceModel
from docs.evidence.validation.responsibility import COST, ONCE, UNCLEAR, asked_once

Build = Callable[..., CoGovernanceModel]


def _agrees(count: int, of: int, chance: float) -> bool:
    low, high = stats.binom.interval(0.999, of, chance)
    return bool(low <= count <= high)


def test_nobody_steps_forward_as_often_as_the_dilemma_says() -> None:
    seers, takers = asked_once("quick", triage="claims", taking="volunteer")
    checked = 0
    for n in range(2, 20):
        here = seers == n
        if here.sum() < 100:
            continue
        assert _agrees(int((takers[here] == 0).sum()), int(here.sum()), COST ** (n / (n - 1))), n
        assert _agrees(int((takers[here] == 1).sum()), int(here.sum()), n * (1 - COST ** (1 / (n - 1))) * COST), n
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


def test_claims_at_equal_chance_are_urns_and_balls() -> None:
    """Nobody (1 − 1/k)^k, exactly one (1 − 1/k)^(k−1), the rest duplicated effort."""
    seers, takers = asked_once("quick", triage="equal_chance")
    checked = 0
    for k in range(1, 20):
        here = seers == k
        if here.sum() < 100:
            continue
        assert _agrees(int((takers[here] == 0).sum()), int(here.sum()), (1 - 1 / k) ** k), k
        assert _agrees(int((takers[here] == 1).sum()), int(here.sum()), (1 - 1 / k) ** (k - 1)), k
        checked += 1
    assert checked >= 5


def test_best_responses_with_hardly_any_spread_are_close_to_the_dilemma(triage_alone: Build) -> None:
    """Half-width .002 of the cost: the cut-off is within .2 % of the cost, so P0 within n/(n−1) · .2 % of it; plus the binomial interval."""
    settings = {**ONCE, "choices.triage": "best_response", "parameters.triage.cost_spread": 0.002}
    model = triage_alone(21, 100_000, 60, UNCLEAR, settings).run()
    register = model.city.register
    rows = np.flatnonzero(register.attempt[: register.size] == 1)
    seers = unpack(register.seen[rows], len(model.city.slots)).sum(axis=1)
    nobody = register.first_holders[rows] == 0
    for n in range(2, 20):
        here = seers == n
        if here.sum() < 100:
            continue
        chance = COST ** (n / (n - 1))
        slack = 0.002 * n / (n - 1) * chance * here.sum()
        low, high = stats.binom.interval(0.999, int(here.sum()), chance)
        assert low - slack <= nobody[here].sum() <= high + slack, n
