"""Goals: floors, alignment, congruence and cosine, against hand-worked cases."""

import numpy as np
import pytest
from numpy.typing import ArrayLike

from cogov.model.chance import Purpose
from cogov.model.goals import (
    ALIGNMENT,
    CONGRUENCE,
    Goals,
    Pool,
    aligned,
    cared,
    citys_goals,
    congruence_cosine,
    congruence_topic,
    floored,
    geometric_pool,
    linear_pool,
    mean_cosine,
    own_goals,
)
from cogov.model.mesa_model import CoGovernanceModel
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


def _goals(attention: ArrayLike, stance: ArrayLike) -> Goals:
    p = np.array(attention)
    return Goals(p, np.array(stance), p.mean(axis=0)[None], cared(p, 1))


def test_congruence_on_a_topic_of_hand_worked_cases() -> None:
    goals = _goals([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]], [[0.2, 0.0], [-0.3, 0.0], [0.2, 0.0]])
    mean = [1.9 / 3, 1.1 / 3]
    first, second = np.array([0, 0, 0]), np.array([1, 2, 2])
    kappa = congruence_topic(goals, first, second, np.array([0, 0, 1]), 2.0)
    # distance .5, both .5 of a mean of .6333; distance 0, one above the mean; topic 1: .5 above the mean, .1 below it
    assert kappa == pytest.approx([np.exp(-1) * 0.5 / mean[0], np.sqrt(0.5 / mean[0]), np.sqrt(0.1 / mean[1])])


@pytest.mark.parametrize("choice", ["topic", "cosine"])
def test_congruence_is_the_same_from_either_end_to_the_last_digit(choice: str) -> None:
    rng = np.random.default_rng(1)
    goals, first, second, topic = (
        _goals(rng.random((30, 5)), rng.uniform(-1, 1, (30, 5))),
        *rng.integers(0, 30, (2, 400)),
        rng.integers(0, 5, 400),
    )
    congruence = CONGRUENCE.options[choice].what
    assert congruence(goals, first, second, topic, 1.3).tolist() == congruence(goals, second, first, topic, 1.3).tolist()


def test_specialisation_is_no_conflict() -> None:
    goals = _goals([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.1, 0.9]], [[0.0, 0.0]] * 4)
    assert congruence_topic(goals, np.array([0]), np.array([1]), np.array([0]), 1.0) == pytest.approx(1.0)


def test_cosine_of_hand_worked_cases() -> None:
    goals = _goals([[0.6, 0.8], [0.8, 0.6], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0], [0.5, 0.0]])
    assert congruence_cosine(goals, np.array([0, 0]), np.array([1, 2]), np.array([0, 0]), 2.0) == pytest.approx([0.96, 0.6 * np.exp(-1)])


@pytest.mark.parametrize("name", CONGRUENCE.options)
def test_every_congruence_is_symmetric_and_between_0_and_1(name: str) -> None:
    rng = np.random.default_rng(2)
    goals = _goals(floored(rng.random((12, 6)), 0.05).tolist(), rng.uniform(-1, 1, (12, 6)).tolist())
    first, second, topic = rng.integers(0, 12, 300), rng.integers(0, 12, 300), rng.integers(0, 6, 300)
    there, back = (CONGRUENCE.options[name].what(goals, a, b, topic, 1.0) for a, b in ((first, second), (second, first)))
    assert there == pytest.approx(back)
    assert ((there >= 0) & (there <= 1 + 1e-12)).all()


def test_mean_cosine_matches_all_pairs() -> None:
    attention = np.random.default_rng(3).random((7, 5))
    unit = attention / np.linalg.norm(attention, axis=1, keepdims=True)
    pairs = [unit[i] @ unit[j] for i in range(7) for j in range(7) if i != j]
    assert mean_cosine(attention) == pytest.approx(np.mean(pairs))
    assert mean_cosine(np.tile(attention[0], (4, 1))) == pytest.approx(1.0)


OWN, CITY = np.array([[0.6, 0.3, 0.1]]), np.array([[0.2, 0.3, 0.5]])


@pytest.mark.parametrize(
    ("alignment", "pool", "weights"),
    [
        # K·G = .6, .9, 1.5: whole .36, .27, .15; at one half each by its root
        (1.0, geometric_pool, [0.36, 0.27, 0.15]),
        (0.5, geometric_pool, [0.6 * 0.6**0.5, 0.3 * 0.9**0.5, 0.1 * 1.5**0.5]),
        (1.0, linear_pool, [0.2, 0.3, 0.5]),
        (0.5, linear_pool, [0.4, 0.3, 0.3]),
        (0.0, geometric_pool, [0.6, 0.3, 0.1]),
        (0.0, linear_pool, [0.6, 0.3, 0.1]),
    ],
)
def test_pools_of_a_hand_worked_case(alignment: float, pool: Pool, weights: list[float]) -> None:
    goals = aligned((OWN, np.array([[0.4, -0.2, 0.0]])), CITY, np.array([alignment]), 0.0, pool)
    assert goals.attention[0] == pytest.approx(np.array(weights) / sum(weights))
    assert goals.stance[0] == pytest.approx((1 - alignment) * np.array([0.4, -0.2, 0.0]))


def test_goals_that_weigh_everything_alike_leave_duties_alone_in_the_geometric_pool_only() -> None:
    even, full = np.full((1, 3), 1 / 3), np.ones(1)
    kept, gone = (aligned((OWN, np.zeros((1, 3))), even, full, 0.0, pool).attention for pool in (geometric_pool, linear_pool))
    assert kept == pytest.approx(OWN)
    assert gone == pytest.approx(even)


def test_with_perfect_goals_everybody_still_cares_most_for_its_own_duties_unless_the_pool_is_linear(leping: Scenario) -> None:
    model = CoGovernanceModel(leping, leping.base_policy().model_copy(update={"goals": "need"}), seed=3)
    rightful = np.zeros((model.city.institutions.kind.max() + 1, model.city.goals.topics), dtype=bool)
    for slot, kind in enumerate(model.city.slots.kind):
        rightful[kind] |= model.city.mandates.rightful[:, :, slot].any(axis=0)
    single = np.array([topic.mandate == "single" for topic in leping.topics.values()])
    duties, others = rightful[model.city.institutions.kind] & single, ~rightful[model.city.institutions.kind]
    full = np.ones(model.city.institutions.size)
    for name, pool in ((name, one.what) for name, one in ALIGNMENT.options.items()):
        relative = (
            model.city.goals.topics
            * aligned(model.city.own_goals, model.city.goals.city, full, leping.parameters.goals.floor, pool).attention
        )
        assert (relative[duties].mean() > 2 * relative[others].mean()) == (name == "geometric")
        assert (relative[duties].mean() < relative[others].mean()) == (name == "linear")


def test_the_citys_goals_reorder_what_is_ones_duty() -> None:
    """Two duties, one asked for: it gains on the other by (G_1 / G_2)^A, and against what is no duty as the city weighs the two."""
    own, city = np.array([[0.4, 0.4, 0.1, 0.1]]), np.array([[0.4, 0.1, 0.4, 0.1]])
    p = aligned((own, np.zeros((1, 4))), city, np.array([0.5]), 0.0, geometric_pool).attention[0]
    assert p[0] / p[1] == pytest.approx(4**0.5)
    assert p[0] / p[2] == pytest.approx(4.0)


@pytest.mark.parametrize("name", ALIGNMENT.options)
def test_alignment_moves_everybody_from_own_goals_to_the_citys(leping: Scenario, name: str) -> None:
    model = CoGovernanceModel(leping, seed=3)
    own, floor, pool = model.city.own_goals, leping.parameters.goals.floor, ALIGNMENT.options[name].what
    city = model.city.goals.city
    none, half, full = (aligned(own, city, np.full(len(own[0]), a), floor, pool) for a in (0.0, 0.5, 1.0))
    # own goals are floored already: flooring again moves them by less than floor · floor / topics
    assert none.attention == pytest.approx(own[0], abs=floor * floor)
    assert none.stance == pytest.approx(own[1])
    whole = floored(pool(own[0], city, np.ones((len(own[0]), 1))), floor)
    assert full.attention == pytest.approx(whole)
    assert (full.stance == 0).all()
    assert half.stance == pytest.approx(own[1] / 2)
    assert mean_cosine(none.attention) < mean_cosine(full.attention)
    assert (mean_cosine(full.attention) > 0.99) == (name == "linear")


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


def test_mean_cosine_of_few_desks_by_hand() -> None:
    assert mean_cosine(np.array([[0.2, 0.8]])) == 1.0
    assert mean_cosine(np.array([[1.0, 0.0], [0.0, 2.0]])) == pytest.approx(0.0)
    # three: cosines .96, .6, .8
    assert mean_cosine(np.array([[0.6, 0.8], [0.8, 0.6], [1.0, 0.0]])) == pytest.approx((0.96 + 0.6 + 0.8) / 3)


def test_the_citys_goals_by_hand(leping: Scenario) -> None:
    floor, tilt, topics = leping.parameters.goals.floor, leping.parameters.goals.far_tilt, len(leping.topics)
    need = np.zeros(topics)
    need[:2] = 0.75, 0.25
    assert citys_goals(leping, Policy(goals="need"), need) == pytest.approx(floored(need, floor))
    # what nobody needs counts as floor / topics, and becomes the most important one: (floor / topics)^−tilt to .75^−tilt
    far = np.maximum(need, floor / topics) ** -tilt
    assert citys_goals(leping, Policy(goals="far"), need) == pytest.approx(floored(far, floor), rel=1e-9)
    declared = np.array([topic.declared_priority for topic in leping.topics.values()])
    assert citys_goals(leping, Policy(goals="declared"), need) == pytest.approx(floored(declared, floor), rel=1e-9)
    # named three to one: .75 and .25 of a whole whose other topics have floor / topics each
    first, second = list(leping.topics)[2:4]
    named = citys_goals(leping, Policy(goals={first: 3.0, second: 1.0}), need)
    assert named[[2, 3]] / named[0] == pytest.approx(np.array([0.75, 0.25]) / (floor / topics), rel=1e-9)


def test_own_goals_are_ones_duties_a_sectors_colour_and_ones_own_mark() -> None:
    """Each part by its formula, from the draws that its address gives."""
    city = load_scenario("leping", {"city.population": 2000})
    model = CoGovernanceModel(city, seed=5)
    attention, stance = own_goals(city, model.city.institutions, model.city.slots, model.city.mandates, model.city.chance)
    goals, chance, topics = city.parameters.goals, model.city.chance, len(city.topics)
    for desk in (0, model.city.institutions.size // 2, model.city.institutions.size - 1):
        kind, sector = model.city.institutions.kind[desk], model.city.institutions.sector[desk]
        slots = np.flatnonzero(np.asarray(model.city.slots.kind) == kind)
        weights, stances = np.empty(topics), np.empty(topics)
        for topic in range(topics):
            duty = model.city.mandates.rightful[:, topic][:, slots].any()
            mark = float(chance.normal(Purpose.ATTENTION, np.array([desk]), np.array([topic]))[0])
            weights[topic] = (goals.duty_weight if duty else 1.0) * np.exp(mark / goals.concentration)
            colour = float(chance.normal(Purpose.STANCE, np.array([10**9 + sector]), np.array([topic]))[0])
            own = float(chance.normal(Purpose.STANCE, np.array([desk]), np.array([topic]))[0])
            stances[topic] = np.clip(goals.stance_spread * 0.7 * (colour + own), -1, 1)
        assert attention[desk] == pytest.approx(floored(weights, goals.floor), rel=1e-9)
        assert stance[desk] == pytest.approx(stances, rel=1e-9, abs=1e-12)


def test_goals_of_a_city_in_which_nothing_arises_are_numbers() -> None:
    scenario = load_scenario("leping", {"city.population": 2000})
    silent = {
        name: topic.model_copy(update={"rate": topic.rate.model_copy(update={"urban": 0.0, "rural": 0.0})})
        for name, topic in scenario.topics.items()
    }
    model = CoGovernanceModel(scenario.model_copy(update={"topics": silent}), seed=1)
    assert np.isfinite(model.city.goals.attention).all()
