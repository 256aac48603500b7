"""Visits are whole: their mean is what it was, and the share of one-visit applications moves with the lever, not at its end."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.policy import PolicyPatch
from cogov.model.rules.closure import poisson, visits
from cogov.model.topics import APPLICATION
from cogov.scenarios import load_scenario

MATTERS = 40_000


def taken(topic_form: int = APPLICATION, handoffs: int = 0, **levers: Any) -> npt.NDArray[np.float64]:
    """Return the visits of alike matters of people without access."""
    scenario = load_scenario("leping", {"city.population": 2000})
    model = CoGovernanceModel(scenario, scenario.base_policy().overlaid(PolicyPatch.model_validate({"online_service": 0.0} | levers)))
    topic = model.city.topics.form.tolist().index(topic_form)
    rows = model.city.register.enter(
        identity=np.arange(1, MATTERS + 1, dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, handoffs=handoffs
    )
    return visits(model.city, rows)


def test_poisson_by_hand() -> None:
    # mean 1: 0 up to e⁻¹ = .3679, 1 up to .7358, 2 up to .9197; mean 0: always 0
    assert poisson(np.ones(5), np.array([0.36, 0.37, 0.73, 0.74, 0.92])).tolist() == [0, 1, 1, 2, 3]
    assert poisson(np.zeros(2), np.array([1e-9, 1 - 1e-9])).tolist() == [0, 0]
    draws = (np.arange(100_000) + 0.5) / 100_000
    for mean in (0.3, 2.5, 40.0):
        assert poisson(np.full(100_000, mean), draws).mean() == pytest.approx(mean, rel=1e-3)


def test_visits_are_whole_and_their_mean_is_the_formula() -> None:
    for one_stop in (0.0, 0.5, 0.99, 1.0):
        found = taken(one_stop_service=one_stop)
        assert (found == np.round(found)).all()
        assert found.min() >= 1
        # 1 + (2.5 − 1 + 2 − 1)(1 − one_stop)
        assert found.mean() == pytest.approx(1 + 2.5 * (1 - one_stop), abs=0.03)


def test_at_most_one_visit_moves_smoothly_with_the_lever() -> None:
    rates = [(taken(one_stop_service=one_stop) <= 1).mean() for one_stop in (0.0, 0.25, 0.5, 0.75, 0.99, 1.0)]
    # e^(−2.5 (1 − one_stop))
    assert rates == pytest.approx([0.082, 0.153, 0.287, 0.535, 0.975, 1.0], abs=0.01)


def test_hand_offs_cost_half_a_visit_in_the_mean() -> None:
    problem = taken(topic_form=1 - APPLICATION if APPLICATION < 2 else 0, handoffs=3)
    assert problem.mean() == pytest.approx(1.5, abs=0.03)
    assert (taken(one_stop_service=1.0, handoffs=2) - taken(one_stop_service=1.0)).mean() == pytest.approx(1.0, abs=0.03)


def test_a_better_lever_never_costs_anybody_a_visit_more() -> None:
    assert (taken(one_stop_service=0.6) <= taken(one_stop_service=0.4)).all()
