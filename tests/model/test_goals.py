"""Goals: floors, alignment, congruence and cosine, against hand-worked cases."""

import numpy as np
import pytest

from cogov.model.city import CoGovernanceModel
from cogov.model.goals import CONGRUENCE, Goals, aligned, citys_goals, congruence_cosine, congruence_topic, floored, mean_cosine
from cogov.scenarios import Policy, Scenario, load_scenario


@pytest.fixture(scope="module")
def leping() -> Scenario:
    return load_scenario("leping", {"city.population": 2000})


def test_floored_weights_of_a_hand_worked_case() -> None:
    # (8, 2, 0, 0)/10, floor .2/4 = .05: (.8, .2, .05, .05) / 1.1
    assert floored(np.array([8.0, 2.0, 0.0, 0.0]), 0.2) == pytest.approx(np.array([0.8, 0.2, 0.05, 0.05]) / 1.1)


def test_floored_weights_sum_to_one_and_none_is_lost() -> None:
    weights = floored(np.random.default_rng(1).random((40, 9)) ** 6, 0.05)
    assert weights.sum(axis=1) == pytest.approx(1.0)
    assert (weights >= 0.05 / 9 / 1.05 - 1e-12).all()  # at most K · .05/K is added before renormalising


def _goals(attention: list[list[float]], stance: list[list[float]]) -> Goals:
    p = np.array(attention)
    return Goals(p, np.array(stance), p.mean(axis=0), p.mean(axis=0))


def test_congruence_on_a_topic_of_hand_worked_cases() -> None:
    goals = _goals([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]], [[0.2, 0.0], [-0.3, 0.0], [0.2, 0.0]])
    mean = [1.9 / 3, 1.1 / 3]
    first, second = np.array([0, 0, 0]), np.array([1, 2, 2])
    kappa = congruence_topic(goals, first, second, np.array([0, 0, 1]), 2.0)
    # distance .5, both .5 of a mean of .6333; distance 0, one above the mean; topic 1: .5 above the mean, .1 below it
    assert kappa == pytest.approx([np.exp(-1) * 0.5 / mean[0], np.sqrt(0.5 / mean[0]), np.sqrt(0.1 / mean[1])])


def test_specialisation_is_no_conflict() -> None:
    goals = _goals([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.1, 0.9]], [[0.0, 0.0]] * 4)
    assert congruence_topic(goals, np.array([0]), np.array([1]), np.array([0]), 1.0) == pytest.approx(1.0)


def test_cosine_of_hand_worked_cases() -> None:
    goals = _goals([[0.6, 0.8], [0.8, 0.6], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0], [0.5, 0.0]])
    assert congruence_cosine(goals, np.array([0, 0]), np.array([1, 2]), np.array([0, 0]), 2.0) == pytest.approx([0.96, 0.6 * np.exp(-1)])


@pytest.mark.parametrize("name", CONGRUENCE)
def test_every_congruence_is_symmetric_and_between_0_and_1(name: str) -> None:
    rng = np.random.default_rng(2)
    goals = _goals(floored(rng.random((12, 6)), 0.05).tolist(), rng.uniform(-1, 1, (12, 6)).tolist())
    first, second, topic = rng.integers(0, 12, 300), rng.integers(0, 12, 300), rng.integers(0, 6, 300)
    there, back = (CONGRUENCE[name](goals, a, b, topic, 1.0) for a, b in ((first, second), (second, first)))
    assert there == pytest.approx(back)
    assert ((there >= 0) & (there <= 1 + 1e-12)).all()


def test_mean_cosine_matches_all_pairs() -> None:
    attention = np.random.default_rng(3).random((7, 5))
    unit = attention / np.linalg.norm(attention, axis=1, keepdims=True)
    pairs = [unit[i] @ unit[j] for i in range(7) for j in range(7) if i != j]
    assert mean_cosine(attention) == pytest.approx(np.mean(pairs))
    assert mean_cosine(np.tile(attention[0], (4, 1))) == pytest.approx(1.0)


def test_alignment_moves_everybody_from_own_goals_to_the_citys(leping: Scenario) -> None:
    model = CoGovernanceModel(leping, seed=3)
    own, floor = model.own_goals, leping.parameters.goals.floor
    city = model.goals.city
    none, half, full = (aligned(own, city, np.full(len(own[0]), a), floor) for a in (0.0, 0.5, 1.0))
    # own goals are floored already: flooring again moves them by less than floor · floor / topics
    assert none.attention == pytest.approx(own[0], abs=floor * floor)
    assert none.stance == pytest.approx(own[1])
    assert full.attention == pytest.approx(np.tile(city, (len(own[0]), 1)), abs=floor * floor)
    assert (full.stance == 0).all()
    assert half.stance == pytest.approx(own[1] / 2)
    assert mean_cosine(none.attention) < mean_cosine(half.attention) < mean_cosine(full.attention)


def test_the_citys_goals_under_each_policy(leping: Scenario) -> None:
    need = np.linspace(1, 3, len(leping.topics))
    need /= need.sum()
    declared, wanted, far = (citys_goals(leping, Policy(goals=g), need) for g in ("declared", "need", "far"))  # type: ignore[arg-type]
    named = citys_goals(leping, Policy(goals={"traffic": 1.0}), need)
    for goals in (declared, wanted, far, named):
        assert goals.sum() == pytest.approx(1.0)
    assert wanted == pytest.approx(need, abs=1e-3)
    assert (np.diff(far) <= 1e-12).all()  # need upside down
    assert named.argmax() == list(leping.topics).index("traffic")
    weights = np.array([topic.declared_priority for topic in leping.topics.values()])
    assert declared.argmax() == weights.argmax()
