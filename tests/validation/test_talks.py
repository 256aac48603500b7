"""Talks against Friedkin and Johnsen's fixed point x* = (I − ΛW)⁻¹ (I − Λ) x₀ with equal weights (FACTS A4)."""

import numpy as np
import pytest

from cogov.model.rules.deliberation import rounds_of_talk


def fixed_point(start: np.ndarray, susceptibility: float) -> np.ndarray:
    n = len(start)
    weights = np.full((n, n), 1 / n)
    return np.asarray(np.linalg.solve(np.eye(n) - susceptibility * weights, (1 - susceptibility) * start))


@pytest.mark.parametrize("susceptibility", [0.1, 0.6, 0.95])
@pytest.mark.parametrize("people", [1, 2, 7])
def test_many_rounds_reach_the_fixed_point(people: int, susceptibility: float) -> None:
    """Error falls as λ^rounds: .95^600 = 4e-14, so 1e-9 relative."""
    start = np.random.default_rng(people).uniform(-1, 1, (20, people))
    end = rounds_of_talk(start, np.ones_like(start, dtype=bool), susceptibility, 600)
    for before, after in zip(start, end, strict=True):
        assert after == pytest.approx(fixed_point(before, susceptibility), rel=1e-9, abs=1e-12)


def test_every_round_is_one_step_of_the_recursion() -> None:
    rng = np.random.default_rng(3)
    start, weights = rng.uniform(-1, 1, (1, 5)), np.full((5, 5), 0.2)
    position = start[0].copy()
    for rounds in range(6):
        assert rounds_of_talk(start, np.ones((1, 5), dtype=bool), 0.6, rounds)[0] == pytest.approx(position, rel=1e-12)
        position = 0.6 * weights @ position + 0.4 * start[0]


def test_a_hand_worked_round() -> None:
    # positions 1, 0, −.4; mean .2; λ = .5: .5 · .2 + .5 · x₀ = .6, .1, −.1
    end = rounds_of_talk(np.array([[1.0, 0.0, -0.4]]), np.ones((1, 3), dtype=bool), 0.5, 1)
    assert end[0] == pytest.approx([0.6, 0.1, -0.1])


def test_the_mean_of_those_present_is_kept_and_the_spread_shrinks_to_its_limit() -> None:
    """Equal weights keep the mean; x* − mean = (1 − λ)(x₀ − mean), reached after one round already."""
    start = np.random.default_rng(4).uniform(-1, 1, (50, 6))
    end = rounds_of_talk(start, np.ones_like(start, dtype=bool), 0.6, 30)
    assert end.mean(axis=1) == pytest.approx(start.mean(axis=1), abs=1e-12)
    assert end.std(axis=1) == pytest.approx(0.4 * start.std(axis=1), rel=1e-9)


def test_the_absent_have_no_say() -> None:
    start, present = np.array([[0.5, -0.5, 9.0]]), np.array([[True, True, False]])
    end = rounds_of_talk(start, present, 0.6, 50)[0]
    assert end[:2] == pytest.approx(fixed_point(start[0, :2], 0.6))
    loud = rounds_of_talk(np.array([[0.5, -0.5, -7.0]]), present, 0.6, 50)[0]
    assert loud[:2] == pytest.approx(end[:2])


def test_who_is_absent_keeps_his_position() -> None:
    end = rounds_of_talk(np.array([[0.5, -0.5, 0.9]]), np.array([[True, True, False]]), 0.6, 50)[0]
    assert end[2] == pytest.approx(0.9)
