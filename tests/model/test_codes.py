"""A matter's code: readable, the same under every policy, and back to its identity."""

import numpy as np
import pytest

from cogov.model.chance import child_identity
from cogov.model.codes import codes, identity_of
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.register import NO_PARENT
from cogov.scenarios.loader import load_scenario


@pytest.fixture(scope="module")
def model() -> CoGovernanceModel:
    return CoGovernanceModel(load_scenario("leping", {"city.population": 2000, "days": 90, "warmup": 10}), seed=3).run()


def test_every_matter_has_a_code_of_its_own_that_leads_back_to_it(model: CoGovernanceModel) -> None:
    found = codes(model.city)
    assert len(set(found)) == len(found) == model.city.register.size > 100
    back = [identity_of(code, model.city.topics.names, model.city.territory.villages) for code in found]
    assert back == model.city.register.identity[: model.city.register.size].tolist()


def test_a_code_says_day_village_and_topic(model: CoGovernanceModel) -> None:
    register, found = model.city.register, codes(model.city)
    roots = np.flatnonzero(register.parent[: register.size] == NO_PARENT).tolist()
    for row in roots:
        day, village, topic = found[row].split("-")[:3]
        assert day == f"d{int(register.arose[row])}"
        assert village == f"v{register.village[row] + 1}"
        assert topic == model.city.topics.names[register.topic[row]]


def test_what_was_born_of_another_bears_its_parents_code(model: CoGovernanceModel) -> None:
    register, found = model.city.register, codes(model.city)
    children = np.flatnonzero(register.parent[: register.size] != NO_PARENT).tolist()
    assert children
    for row in children:
        assert found[row].rsplit(".", 1)[0] == found[register.parent[row]]


def test_by_hand() -> None:
    # two topics, three villages: day 2, village 3, topic b is cell 2 * 6 + 2 * 2 + 1 = 17; the second of them is 17 * 1024 + 1
    assert identity_of("d2-v3-b-2", ("a", "b"), 3) == 17 * 1024 + 1
    assert identity_of("d2-v3-b", ("a", "b"), 3) == 17 * 1024
    assert identity_of("d2-v3-b.1", ("a", "b"), 3) == int(child_identity(np.array([17 * 1024], dtype=np.uint64), 1)[0])
    assert identity_of("17408", ("a", "b"), 3) == 17 * 1024


@pytest.mark.parametrize(
    "code", ["", "d2", "d2-v4-b", "d2-v0-b", "d2-v1-c", "v1-d2-b", "-5", "1.5", str(2**64), "d99999999999999999999-v1-a"]
)
def test_what_is_no_code(code: str) -> None:
    assert identity_of(code, ("a", "b"), 3) is None


def test_a_matter_of_a_rule_of_ones_own_is_called_by_its_number(model: CoGovernanceModel) -> None:
    scenario = load_scenario("leping", {"city.population": 1000, "days": 3, "warmup": 0})
    own = CoGovernanceModel(scenario, seed=1)
    own.city.register.enter(
        identity=np.array([77], dtype=np.uint64),
        topic=np.array([0]),
        village=np.array([0]),
        citizen=np.array([0]),
        arose=np.array([2.5]),
        level_at_birth=np.array([0]),
    )
    assert codes(own.city) == ["77"]
