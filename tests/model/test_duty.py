"""Triage as pure functions, against hand-worked cases, brute force and the volunteer's dilemma (FACTS A8)."""

import numpy as np
import pytest
from scipy import stats

from cogov.model.duty import (
    best_response,
    facts_spread,
    inclination,
    outcome,
    seeing_chance,
    seen_within,
    standing_spread,
    volunteering,
)
from cogov.model.stages import Ownership


def test_outcomes_of_hand_worked_cases() -> None:
    # columns: two rightful slots, two wrong ones
    rightful = np.array([[True, True, False, False]] * 8)
    taken = np.array(
        [
            [1, 1, 0, 0],  # all rightful, nobody else
            [1, 1, 1, 0],  # a wrong one as well
            [1, 0, 0, 1],  # one rightful and a wrong one: still overreach
            [0, 0, 1, 0],  # only a wrong one
            [0, 0, 1, 1],  # only wrong ones
            [1, 0, 0, 0],  # a rightful one missing, no wrong one
            [0, 1, 0, 0],
            [0, 0, 0, 0],  # nobody
        ],
        dtype=bool,
    )
    names = [Ownership(code).name for code in outcome(rightful, taken)]
    assert names == ["CLEAR", "OVERREACH", "OVERREACH", "MISPLACEMENT", "MISPLACEMENT", "ABSENCE", "ABSENCE", "ABSENCE"]


def test_a_matter_on_no_list_stands_outside_the_four() -> None:
    rightful = np.zeros((2, 3), dtype=bool)
    assert outcome(rightful, np.array([[False, True, False], [False, False, False]])).tolist() == [Ownership.NOVEL, Ownership.NOVEL]


def test_seeing_is_signal_detection() -> None:
    none = np.zeros(1)
    # σ_F = .5 alone: (1 − ½)/.5 = 1 → Φ(1); the wrong one Φ(−1); reach .25 → Φ(−.5)
    one = seeing_chance(np.array([1.0, 0.0]), none, none, none, 0.5, np.zeros(2))
    assert one == pytest.approx([stats.norm.cdf(1), stats.norm.cdf(-1)])
    assert seeing_chance(none, none, none, none, 0.5, np.array([0.25])) == pytest.approx(stats.norm.cdf(-0.5))
    # a = 2, σ_B = .3, σ_D = .4, σ_F = 0: σ = 2 · .5 = 1 → Φ(.1) for a lead, Φ(−.1) for a supporter
    both = seeing_chance(np.array([0.6, 0.4]), np.full(2, 2.0), np.full(2, 0.3), np.full(2, 0.4), 0.0, np.zeros(2))
    assert both == pytest.approx([stats.norm.cdf(0.1), stats.norm.cdf(-0.1)])


def test_spreads() -> None:
    assert standing_spread(0.4, 0.25) == pytest.approx(0.3)
    assert standing_spread(0.4, 1.0) == 0
    assert facts_spread(0.2, 1.0) == pytest.approx(0.1)  # never 0
    assert facts_spread(0.2, 0.0) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("cost", "steps", "nobody"),
    [
        (0.1, (0.900, 0.684, 0.438, 0.226, 0.023), (0.0100, 0.0316, 0.0562, 0.0774, 0.0977)),
        (0.2, (0.800, 0.553, 0.331, 0.164, 0.016), (0.0400, 0.0894, 0.1337, 0.1673, 0.1968)),
        (0.5, (0.500, 0.293, 0.159, 0.074, 0.007), (0.2500, 0.3536, 0.4204, 0.4629, 0.4965)),
    ],
)
def test_the_volunteers_dilemma_of_the_facts(cost: float, steps: tuple[float, ...], nobody: tuple[float, ...]) -> None:
    seers = np.array([2, 3, 5, 10, 100])
    v = volunteering(seers, cost)
    assert v == pytest.approx(steps, abs=5.01e-4)  # half a unit of the last printed digit
    assert (1 - v) ** seers == pytest.approx(nobody, abs=5.01e-5)
    assert (1 - v) ** seers == pytest.approx(cost ** (seers / (seers - 1)), rel=1e-9)


def test_one_alone_always_steps_forward_and_free_volunteering_is_certain() -> None:
    assert volunteering(np.array([0, 1]), 0.7).tolist() == [1.0, 1.0]
    assert volunteering(np.array([2, 9]), 0.0).tolist() == [1.0, 1.0]


@pytest.mark.parametrize("seers", [2, 3, 5, 12])
def test_best_responses_with_hardly_any_spread_are_the_volunteers_dilemma(seers: int) -> None:
    """Purification: with a half-width of 1e-4 the share that steps forward is v within the sampling error (4 sd of 200,000 draws).

    The cut-off moves by the order of the half-width, which is 20 times less than that error.
    """
    draws = np.random.default_rng(5).random(200_000)
    private = np.stack([draws, np.full_like(draws, 1e-4)], axis=-1)[:, None, :]
    steps = best_response(np.full(len(draws), seers), 0.4, private).mean()
    v = float(volunteering(np.array([seers]), 0.4)[0])
    assert abs(steps - v) < 4 * np.sqrt(v * (1 - v) / len(draws))


def test_the_cut_off_of_best_responses_solves_its_equation() -> None:
    """c* = (1 − F(c*))^(n−1), found here by a root finder of its own; share that steps forward F(c*), 4 sd of 200,000 draws."""
    from scipy.optimize import brentq

    cost, width, seers = 0.4, 0.5, 4
    share = lambda c: np.clip((c / cost - 1 + width) / (2 * width), 0, 1)  # noqa: E731
    cut = brentq(lambda c: (1 - share(c)) ** (seers - 1) - c, 1e-9, 1)
    draws = np.random.default_rng(6).random(200_000)
    steps = best_response(np.full(len(draws), seers), cost, np.stack([draws, np.full_like(draws, width)], axis=-1)[:, None, :])
    p = float(share(cut))
    assert abs(steps.mean() - p) < 4 * np.sqrt(p * (1 - p) / len(draws))


def test_one_alone_steps_forward_as_a_best_response() -> None:
    private = np.array([[[0.999, 0.2]]])
    assert best_response(np.array([1]), 0.9, private).tolist() == [[True]]


def test_inclination_of_a_hand_worked_case() -> None:
    # β0 = 1, β_g = .5, K·attention = e² → +1, β_L · load = .1 · 10 = 1: logistic(1)
    will = inclination(1.0, 0.5, np.array([np.e**2]), 0.1, np.array([10.0]))
    assert will == pytest.approx(1 / (1 + np.exp(-1)))


def test_seen_within_some_attempts_by_hand() -> None:
    omega, reach, none = np.array([1.0, 0.4]), np.array([0.0, 0.05]), np.zeros(2)
    # σ_F = .5: one attempt sees with Φ(1) and Φ(−.1); three that have nothing in common miss with the third power
    q = stats.norm.cdf([1.0, -0.1])
    assert seen_within(1, omega, none, 0.5, 0.0, reach) == pytest.approx(q)
    assert seen_within(3, omega, none, 0.5, 0.0, reach) == pytest.approx(1 - (1 - q) ** 3)
    # what stays from attempt to attempt is missed again, to the width of one of 4,000 values
    assert seen_within(3, omega, none, 0.5, 1.0, reach) == pytest.approx(q, abs=1 / 4000)
    # one attempt: σ² = .3² + .4² = .5², however much of the .4² stays
    for persistence in (0.0, 0.3, 0.9):
        once = seen_within(1, omega, np.full(2, 0.3), 0.4, persistence, reach)
        assert once == pytest.approx(seeing_chance(omega, np.ones(2), np.full(2, 0.3), none, 0.4, reach), abs=2e-4)


def test_seen_within_is_its_integral() -> None:
    from scipy.integrate import quad

    # ω = .6, reach .05, σ_s² = .3² + .25 · .4² = .13, σ_f² = .75 · .4² = .12, four attempts
    missed, _ = quad(lambda w: stats.norm.pdf(w) * stats.norm.cdf((0.5 - 0.05 - 0.6 - w * 0.13**0.5) / 0.12**0.5) ** 4, -9, 9)
    seen = seen_within(4, np.array([0.6]), np.array([0.3]), 0.4, 0.25, np.array([0.05]))
    assert seen == pytest.approx(1 - missed, abs=1e-4)
