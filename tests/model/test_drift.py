"""Talks leave something: those who meet come closer, and grown-ups alone sit at the table."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from cogov.experiments.runner import LivedRun
from cogov.model.citizens import CHILD
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.deliberation import GROWN_UP, _citizens_at_the_table, _conclude
from cogov.model.rules.learning import learning
from cogov.model.scenario import Scenario
from cogov.model.stages import Reason, Stage
from cogov.scenarios import load_scenario

Company = Callable[..., list[LivedRun]]


def city(days: int = 30, population: int = 3000, **settings: Any) -> Scenario:
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20, **settings})


def under(scenario: Scenario, seed: int = 1, **levers: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, scenario.base_policy().model_copy(update=levers), seed=seed)


def at_talks(model: CoGovernanceModel, slots: list[int], matters: int = 1, topic: str = "bride_price", work: float = 2.0) -> np.ndarray:
    """Enter matters about which the desks of the slots talk, and return their rows; the talks end today."""
    register = model.city.register
    rows = register.enter(
        identity=np.arange(1, matters + 1, dtype=np.uint64), topic=model.city.topics.names.index(topic), village=0, citizen=0,
        arose=0.0, known=0.0, level=0, work_total=work, holders=np.uint64(sum(1 << slot for slot in slots)),
    )  # fmt: skip
    register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    register.move(rows, Stage.TALKS, 0.0, Reason.TO_TALKS)
    register.stage_until[rows] = 0.5
    return rows


def test_a_talk_moves_one_handler_of_each_desk_by_hand() -> None:
    """Two desks at full susceptibility end at the common mean of all present; with drift .5 a desk of h handlers goes 1 − .5^(1/h) of the way."""
    heeding = {"susceptibility": 1.0, "susceptibility_spread": 0.0, "tolerance": 2.0}
    settings = {f"parameters.deliberation.{name}": value for name, value in heeding.items()}
    settings |= {"parameters.learning.drift": 0.5, "policy.goal_alignment": 0.0}
    model = under(city(**settings))
    rows, topic = at_talks(model, [0, 1]), model.city.topics.names.index("bride_price")
    desks = model.city.slots.desk_of[0, [0, 1]]
    attention, stance = model.city.own_goals[0][desks], model.city.own_goals[1][desks, topic]
    _, present, views = _citizens_at_the_table(model.city, rows)
    common = np.concatenate([model.city.goals.stance[desks, topic], views[present]]).mean()
    _conclude(model.city, rows)
    learning(model.city)
    step = 1 - 0.5 ** (1 / np.maximum(model.city.institutions.staff[desks], 0.05))
    assert model.city.own_goals[1][desks, topic] == pytest.approx(stance + step * (common - stance))
    attention[:, topic] += step * (attention[:, topic].mean() - attention[:, topic])
    assert model.city.own_goals[0][desks] == pytest.approx(attention / attention.sum(axis=1, keepdims=True))
    assert model.city.drifted


@pytest.mark.parametrize(("drift", "deliberation"), [(0.0, 1.0), (0.9, 0.0)])
def test_without_drift_or_talks_own_goals_stay(drift: float, deliberation: float) -> None:
    scenario = city(**{"parameters.learning.drift": drift, "parameters.learning.contact": 0.0})
    before = [own.copy() for own in under(scenario, deliberation=deliberation).city.own_goals]
    after = under(scenario, deliberation=deliberation).run().city.own_goals
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))


def disagreement(model: LivedRun) -> float:
    """Mean distance of own stances on collective topics between the rightful desks of a composite topic in one village."""
    found = []
    for topic in np.flatnonzero((model.city.mandates.rightful[0].sum(axis=1) > 1) & (model.city.nature.collective[0] > 0)):
        desks = model.city.slots.desk_of[:, model.city.mandates.rightful[0, topic]]
        found += [
            np.abs(model.city.own_goals[1][one, topic] - model.city.own_goals[1][other, topic]).mean()
            for one, other in combinations(desks.T, 2)
        ]
    return float(np.mean(found))


def test_where_people_meet_stances_come_closer(company: Company) -> None:
    """Paired by seed: with drift the partners of composite topics disagree less after weeks of talks, by interval."""
    off = dict.fromkeys(("sharing", "handling", "mediation", "closure", "wellbeing", "participation"), False)
    scenarios = (city(90, 3000, composite_share=0.6, rules=off, **{"parameters.learning.drift": drift}) for drift in (0.0, 0.3))
    still, moved = ([disagreement(run) for run in company(scenario, range(11, 19), deliberation=1.0)] for scenario in scenarios)
    less = np.subtract(still, moved)
    half = 2.365 * np.std(less, ddof=1) / np.sqrt(len(less))  # t, 7 degrees of freedom, 95 %
    assert np.mean(less) - half > 0


def test_no_child_sits_at_the_table() -> None:
    model = under(city(**{"city.child_share": 0.9, "city.elderly_share": 0.1}))
    draws = np.linspace(0.001, 0.999, 500)
    village = np.repeat(np.arange(model.city.territory.villages), 500)
    seated = model.city.resident(GROWN_UP, village, np.tile(draws, model.city.territory.villages))
    assert (model.city.citizens.age_group[seated] != CHILD).all()
    assert np.array_equal(model.city.citizens.village[seated], village)
    only_children = under(city(**{"city.child_share": 1.0, "city.elderly_share": 0.0}))
    _, present, _ = _citizens_at_the_table(only_children.city, at_talks(only_children, [0], 50))
    assert not present.any()
