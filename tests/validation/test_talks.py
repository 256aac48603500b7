"""Talks against Friedkin and Johnsen's fixed point x* = (I − ΛW)⁻¹ (I − Λ) x₀ with equal weights (FACTS A4), and who agrees in the end."""

from itertools import pairwise

import numpy as np
import pytest

from cogov.model.rules.deliberation import DECISION, Deliberation, in_favour, rounds_of_talk
from cogov.model.schema import OPTIONS as CHOICES


def fixed_point(start: np.ndarray, susceptibility: float | np.ndarray) -> np.ndarray:
    n = len(start)
    own = np.broadcast_to(susceptibility, n)
    return np.asarray(np.linalg.solve(np.eye(n) - own[:, None] / n, (1 - own) * start))


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


@pytest.mark.parametrize("people", [1, 2, 7])
def test_people_who_differ_reach_the_fixed_point(people: int) -> None:
    """Λ = diag(λ_i); error falls as the largest λ to the power of the rounds: .95^600 = 4e-14."""
    rng = np.random.default_rng(people)
    start, own = rng.uniform(-1, 1, (20, people)), rng.uniform(0, 0.95, (20, people))
    end = rounds_of_talk(start, np.ones_like(start, dtype=bool), own, 600)
    for before, after, susceptible in zip(start, end, own, strict=True):
        assert after == pytest.approx(fixed_point(before, susceptible), rel=1e-9, abs=1e-12)


def test_one_who_heeds_nobody_draws_the_others_to_himself() -> None:
    # λ = 0, ½: x₁ stays at 1; x₂ = ½ (1 + x₂)/2 + ½ · (−1), so x₂ = −1/3, though their mean was 0
    end = rounds_of_talk(np.array([[1.0, -1.0]]), np.ones((1, 2), dtype=bool), np.array([[0.0, 0.5]]), 200)
    assert end[0] == pytest.approx([1.0, -1 / 3])


def test_a_vote_by_hand() -> None:
    # positions 0, .2, .4, 1.4 of those present: the plan is .5; distances .5, .3, .1, .9
    position, present = np.array([[0.0, 0.2, 0.4, 1.4, -1.0]]), np.array([[True, True, True, True, False]])
    for tolerance, expected in ((0.2, 1), (0.4, 2), (0.6, 3), (1.0, 4)):
        accepts = in_favour(position, present, tolerance)
        assert accepts.sum() == expected
        assert not accepts[0, 4]


@pytest.mark.parametrize(
    ("share", "agrees"), [(0.5, ()), (0.6, ("majority",)), (0.75, ("supermajority", "majority")), (1.0, CHOICES["decision"])]
)
def test_how_many_must_be_able_to_live_with_the_plan(share: float, agrees: tuple[str, ...]) -> None:
    found = {name: bool(one.what(np.array([share]), Deliberation())[0]) for name, one in DECISION.options.items()}
    assert tuple(name for name, agreed in found.items() if agreed) == agrees


def agreed(decision: str = "consensus", tolerance: float = 0.35, rounds: int = 5, spread: float = 0.3, stances: float = 0.5) -> float:
    """Share of 4,000 talks of six that agree: the same people and positions whatever the rule."""
    rng = np.random.default_rng(5)
    start = np.clip(stances * rng.standard_normal((4000, 6)), -1, 1)
    own = np.clip(0.6 + spread * rng.standard_normal((4000, 6)), 0, 1)
    present = np.ones_like(start, dtype=bool)
    accepts = in_favour(rounds_of_talk(start, present, own, rounds), present, tolerance)
    return float(DECISION.options[decision].what(accepts.mean(axis=1), Deliberation()).mean())


def test_talks_fail_more_often_the_more_must_agree_the_less_they_bear_and_the_further_they_start_apart() -> None:
    """Paired: the same talks, so each step down is one of the rule; at least 2 points of 100, 3 sd of a share of 4,000."""
    for ladder in (
        [agreed(decision) for decision in reversed(CHOICES["decision"])],
        [agreed(tolerance=tolerance) for tolerance in (1.0, 0.5, 0.35, 0.2)],
        [agreed(stances=stances) for stances in (0.2, 0.5, 0.8)],
        [agreed(spread=spread) for spread in (0.0, 0.3, 0.6)],
        [agreed(rounds=rounds) for rounds in (20, 1)],
    ):
        assert all(more - less > 0.02 for more, less in pairwise(ladder)), ladder
    assert agreed(tolerance=2.0) == 1.0
    assert 0 < agreed() < 1
