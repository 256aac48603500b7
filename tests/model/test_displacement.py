"""Displacement: what enforcement and campaigns push away goes to less enforced places and topics, and the rest leaves the city."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cogov.model import displacement
from cogov.model.day import RULES
from cogov.model.displacement import base_matters, campaigned, enforced, pressed, received
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import AREAS
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.schema import scenario_of
from cogov.scenarios import load_scenario

Rules = scenario_of().model_fields["rules"].annotation


def city(days: int = 40, population: int = 6000, **parameters: float) -> Scenario:
    moved = {f"parameters.enforcement.{name}": value for name, value in parameters.items()}
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": 10, "horizon_days": 20, **moved})


def under(scenario: Scenario, seed: int = 1, **policy: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, Policy().overlaid(PolicyPatch.model_validate(policy)), seed=seed)


def test_two_places_by_hand() -> None:
    # One topic, 3 and 1 matters a day, of which .4 and 0 are prevented: the mean is 1.2 / 4 = .3, the second place lacks .3 of it.
    prevented, base = np.array([[0.4], [0.0]]), np.array([[3.0], [1.0]])
    assert received(prevented, base, np.ones((1, 1), dtype=bool), turning=0.0) == pytest.approx(np.array([[0.0], [0.3]]))
    assert received(prevented, base, np.ones((1, 1), dtype=bool), turning=1.0) == pytest.approx(np.zeros((2, 1)))


def test_two_alike_topics_and_one_that_is_not_by_hand() -> None:
    # Of 2, 6 and 5 matters a day .4 of the first are prevented; the mean over the first two is .8 / 8 = .1.
    prevented, base = np.array([[0.4, 0.0, 0.0]]), np.array([[2.0, 6.0, 5.0]])
    alike = np.array([[True, True, False], [True, True, False], [False, False, True]])
    assert received(prevented, base, alike, turning=1.0) == pytest.approx(np.array([[0.0, 0.1, 0.0]]))
    assert received(prevented, base, alike, turning=0.0) == pytest.approx(np.zeros((1, 3)))


CELLS = (3, 4)
SHARES, MATTERS = arrays(float, CELLS, elements=st.floats(0, 1)), arrays(float, CELLS, elements=st.floats(0, 100))


@given(prevented=SHARES, base=MATTERS, groups=arrays(int, CELLS[1], elements=st.integers(0, 2)), turning=st.floats(0, 1))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_no_more_arrives_than_is_pushed_away(prevented: np.ndarray, base: np.ndarray, groups: np.ndarray, turning: float) -> None:
    arriving = received(prevented, base, groups[:, None] == groups[None, :], turning)
    assert (arriving >= 0).all()
    assert (base * arriving).sum() <= (base * prevented).sum() * (1 + 1e-9) + 1e-9


def test_enforcement_everywhere_pushes_out_of_the_city() -> None:
    """Everything equally enforced: nothing arrives anywhere, all that is displaced leaves: displacement · effect · base rate of key areas."""
    scenario = city(days=20)
    model = under(scenario, key_area_enforcement=1.0).run()
    of_key_areas = base_matters(model.city)[:, model.city.topics.area >= 0].sum()
    enforcement = scenario.parameters.enforcement
    expected = enforcement.displacement * enforcement.effect * of_key_areas * 365 / model.city.territory.population * 1000
    assert model.indicators()["displaced_outside"] == pytest.approx(expected)
    factor = pressed(model.city)
    assert factor is not None
    assert factor == pytest.approx(1 - enforced(model.city))


def test_what_arises_in_the_townships_is_what_arises_in_their_villages() -> None:
    there = under(city(days=15, population=100_000)).city
    rates, territory = there.nature.rate[0], there.territory
    by_hand = np.zeros((territory.townships, len(there.topics.names)))
    for village, township in enumerate(territory.township):
        by_hand[township] += rates[0 if territory.urban[village] else 1] * territory.residents[village]
    assert territory.townships > 1
    assert base_matters(there)[:-1] == pytest.approx(by_hand)


def test_without_enforcement_and_campaigns_nothing_is_displaced() -> None:
    model = under(city(days=15)).run()
    assert pressed(model.city) is None
    assert model.indicators()["displaced_outside"] == 0


def test_one_area_in_one_township_pushes_to_the_others_and_to_other_areas() -> None:
    parts = dict.fromkeys(AREAS, 0.0) | {"traffic": 1.0}
    phases = [{"from_day": 0, "where": [1], "levers": {"key_area_enforcement": parts}}]
    model = under(city(population=100_000), phases=phases)
    factor, area = pressed(model.city), model.city.topics.area
    assert factor is not None
    assert len(factor) > 1
    traffic = area == AREAS.index("traffic")
    other_areas = (area >= 0) & ~traffic
    assert (factor[0, traffic] < 1).all()
    assert (factor[1:, traffic] > 1).all()
    assert (factor[0, other_areas] > 1).all()
    assert (factor[1:, other_areas] == 1).all()
    assert (factor[:, area < 0] == 1).all()


CAMPAIGN = {"topic": "traffic", "start": 12, "days": 10, "intensity": 0.5}


def test_a_campaign_pushes_to_other_topics_of_its_domain_and_out_of_the_city() -> None:
    scenario = city(campaign_wearing=0.0)
    model = under(scenario, campaigns=[CAMPAIGN])
    topic = model.city.topics.names.index("traffic")
    same = model.city.topics.domain == model.city.topics.domain[topic]
    same[topic] = False
    factors = {}
    for day in (11, 12, 21, 22, 22 + 60):
        model.city.day = day
        factors[day] = pressed(model.city)[:-1]  # the city level has no matters of its own
    enforcement = scenario.parameters.enforcement
    for day in (12, 21):
        assert factors[day][:, topic] == pytest.approx(1 - enforcement.campaign_effect * 0.5)
        assert (factors[day][:, same] > 1).all()
    assert factors[11] == pytest.approx(np.ones_like(factors[11]))
    assert factors[22][:, topic] == pytest.approx(1 + enforcement.campaign_rebound * 0.5)
    assert enforcement.rebound_days == 60
    assert factors[22 + 60][:, topic] == pytest.approx(1 + enforcement.campaign_rebound * 0.5 / np.e)
    model.city.day = 12
    base, prevented = base_matters(model.city), campaigned(model.city)
    arriving = enforcement.campaign_displacement * received(prevented, base, displacement._of_one_domain(model.city), enforcement.turning)
    share = (base * arriving).sum() / (base * prevented * enforcement.campaign_displacement).sum()
    assert 0.9 * enforcement.turning < share <= enforcement.turning  # what turns to alike topics; the rest leaves


def arisen(model: CoGovernanceModel, topics: np.ndarray) -> int:
    register = model.run().city.register
    return int(np.isin(register.topic[: register.size], np.flatnonzero(topics)).sum())


def test_matters_of_other_key_areas_arise_more_where_one_is_enforced() -> None:
    """Paired by seed, emergence alone: the interval of the difference lies above 0; and those enforced arise less."""
    alone = Rules(**{name: name == "emergence" for name in RULES})
    scenario = city(days=120, population=10_000, displacement=1.0, turning=1.0).model_copy(update={"rules": alone})
    parts = dict.fromkeys(AREAS, 0.0) | {"public_security": 1.0}
    more, fewer = [], []
    for seed in range(1, 7):
        free, pressed_on = under(scenario, seed), under(scenario, seed, key_area_enforcement=parts)
        area = free.city.topics.area
        here = area == AREAS.index("public_security")
        more.append(arisen(pressed_on, (area >= 0) & ~here) - arisen(free, (area >= 0) & ~here))
        fewer.append(
            int(np.isin(free.city.register.topic[: free.city.register.size], np.flatnonzero(here)).sum()) - arisen(pressed_on, here)
        )
    for differences in (np.array(more), np.array(fewer)):
        half = 2.571 * differences.std(ddof=1) / np.sqrt(len(differences))  # t, 5 degrees of freedom, 95 %
        assert differences.mean() - half > 0
