"""Closure by hand: visits as draws say, and a citizen's judgement of what was done."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from cogov.model.assessment import Assessment
from cogov.model.rules.closure import poisson, satisfaction
from cogov.model.stages import Stage

NEVER = np.nan


def judged(**said: Any) -> float:
    """Satisfaction with a matter of ten days, as long as it may take, begun at once, of two visits; or as said otherwise."""
    usual: dict[str, Any] = {
        "ended": 15.0,
        "arose": 5.0,
        "root": 0,
        "closed_early": False,
        "topic": 0,
        "court": False,
        "begun": 5.0,
        "visits": 2.0,
        "consulted": False,
        "stage": Stage.SETTLED,
    }
    register = SimpleNamespace(**{name: np.array([value]) for name, value in (usual | said).items()})
    topics = SimpleNamespace(deadline=np.array([10.0]))
    city: Any = SimpleNamespace(register=register, topics=topics, numbers=lambda kind, *_, **__: kind())
    return float(satisfaction(city, np.array([0]))[0])


@pytest.mark.parametrize(
    ("said", "worth"),
    [
        ({}, 0.7),  # .4 · 1/(1 + 1) + .2 · 1/2 + .4 · 1
        ({"consulted": True}, 0.8),  # and .1 for having been consulted
        ({"ended": 5.0, "visits": 0.0}, 1.0),  # at once, without a visit
        ({"ended": 35.0}, 0.54),  # .4 · 1/(1 + 9) + .1 + .4
        ({"court": True}, 0.46),  # .2 + .1 + .4 · .4
        ({"begun": NEVER}, 0.58),  # settled by itself: .2 + .1 + .4 · .7
        ({"stage": Stage.LAPSED}, 0.0),
        ({"closed_early": True}, 0.1 + 0.4 * Assessment().premature_outcome),  # what was not done was not fast
    ],
)
def test_a_citizen_judges_speed_visits_and_outcome(said: dict[str, Any], worth: float) -> None:
    assert judged(**said) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("mean", "draw", "number"),
    [
        (1.0, 0.36, 0),  # P(0) = e⁻¹ = .3679
        (1.0, 0.37, 1),  # P(≤ 1) = .7358
        (1.0, 0.74, 2),  # P(≤ 2) = .9197
        (1.0, 0.92, 3),
        (0.0, 0.999, 0),
    ],
)
def test_visits_are_drawn_by_inversion(mean: float, draw: float, number: int) -> None:
    assert poisson(np.array([mean]), np.array([draw]))[0] == number
