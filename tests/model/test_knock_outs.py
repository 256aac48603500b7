"""Each way in which goals, or those who convene, bear on matters can be taken out by parameters alone, and then leaves no trace."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from cogov.model import partners
from cogov.model.goals import mean_cosine
from cogov.model.holdings import in_hand
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import LEVELS
from cogov.model.rules.handling import QUEUE
from cogov.model.rules.triage import willingness
from cogov.scenarios import load_scenario

Floats = npt.NDArray[np.float64]
CITY = {"city.population": 4000, "days": 30, "warmup": 5, "horizon_days": 20, "composite_share": 0.5}
CONVENERS = {"joint_action": 1.0, "party_building": 1.0, "social_org_support": 1.0, "centre_strength": dict.fromkeys(LEVELS, 1.0)}


def queue(model: CoGovernanceModel) -> Floats:
    return QUEUE.options["priority"].what.priority(model.city, in_hand(model.city))


def taking(model: CoGovernanceModel) -> Floats:
    return willingness(model.city, np.arange(model.city.institutions.size)[:, None], np.arange(model.city.goals.topics)[None, :])


def found_out(model: CoGovernanceModel) -> Floats:
    """Rate at which a wrong owner is found out."""
    triage = model.scenario.parameters.triage
    return np.array([triage.found_base + triage.found_diversity * (1 - mean_cosine(model.city.goals.attention))])


def joining(model: CoGovernanceModel) -> Floats:
    rows, desk = np.arange(50), np.arange(50) % model.city.institutions.size
    return partners.joining(model.city, rows, desk, desk[::-1])


def convening(model: CoGovernanceModel) -> Floats:
    return partners.convening(model.city, np.arange(50))


ALIGNED = {"goal_alignment": 1.0}
KNOCK_OUTS: dict[str, tuple[Callable[[CoGovernanceModel], Floats], dict[str, object], dict[str, float]]] = {
    "attention in the queue": (queue, ALIGNED, {"handling.w_attention": 0.0}),
    "attention in taking": (taking, ALIGNED, {"triage.taking_attention": 0.0}),
    "attention in error detection": (found_out, ALIGNED, {"triage.found_diversity": 0.0, "triage.found_base": 0.15}),
    "congruence in joining": (joining, ALIGNED, {"handling.join_congruence": 0.0}),
    "convening": (convening, CONVENERS, {f"handling.commit_{name}": 0.0 for name in ("joint", "party", "social", "centre")}),
}
"""What is measured, the levers that move it, and the parameters that take it out."""


@pytest.mark.parametrize("name", KNOCK_OUTS)
def test_parameters_alone_take_a_mechanism_out(name: str) -> None:
    measure, levers, overrides = KNOCK_OUTS[name]
    for settings, silent in ((overrides, True), ({}, False)):
        scenario = load_scenario("leping", CITY | {f"parameters.{key}": value for key, value in settings.items()})
        model = CoGovernanceModel(scenario, seed=2).run()
        before = measure(model)
        policy = model.city.policy.model_copy(update=levers | {"phases": ()})
        moved = CoGovernanceModel(scenario, policy, seed=2).city
        model.city.policies, model.city.levers, model.city.goals = moved.policies, moved.levers, moved.goals
        assert len(before) > 0
        assert np.array_equal(before, measure(model)) == silent
