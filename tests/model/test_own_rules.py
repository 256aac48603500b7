"""A rule of a researcher's own: a function with its numbers, given beside the day's rules; nothing of the project is changed for it."""

import pickle

import cloudpickle
import numpy as np
import pytest

from cogov.model.city import City
from cogov.model.day import DAY, RULES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.numbers import Numbers, share
from cogov.model.rule import rule
from cogov.model.schema import blocks_of, scenario_of
from cogov.model.words import Text
from cogov.scenarios import InputError, Scenario, load_scenario


class Rumour(Numbers):
    """What goes round where matters are open."""

    rate: float = share(
        0.01, "part of their trust that residents lose a day for each open matter among a hundred of them", "made up for this test"
    )


@rule(writes="citizens.heard", numbers=Rumour, says=Text(zh="传言", en="neighbours talk about what is open"))
def rumour(city: City, p: Rumour) -> None:
    """Neighbours hear of what is open in their village, and trust a little less."""
    open_matters = np.bincount(city.register.village[city.register.open_rows], minlength=city.territory.villages)
    heard = p.rate * 100 * open_matters / city.territory.residents
    city.citizens.heard = heard[city.citizens.village]  # type: ignore[attr-defined]


SMALL = {"city.population": 800, "days": 12, "warmup": 3, "horizon_days": 6}
MINE = (*DAY, rumour)


def mine(**overrides: object) -> Scenario:
    return load_scenario("leping", {**SMALL, **overrides}, rules=MINE)


def heard(scenario: Scenario) -> float:
    city = CoGovernanceModel(scenario, seed=1, rules=MINE, check=True).run().city
    return float(getattr(city.citizens, "heard", np.zeros(1)).mean())


def test_it_runs_with_what_it_declares_in_any_scenario() -> None:
    assert heard(load_scenario("leping", SMALL)) > 0


def test_its_numbers_stand_under_parameters_like_any_others() -> None:
    assert heard(mine(**{"parameters.rumour.rate": 0.02})) == pytest.approx(2 * heard(mine()))
    assert mine().numbers(Rumour) == Rumour()
    assert list(blocks_of(MINE))[: len(MINE)] == [*RULES, "rumour"]


def test_it_is_switched_off_like_any_other() -> None:
    off = mine(**{"rules.rumour": False})
    assert heard(off) == 0
    model = CoGovernanceModel(off, seed=1, rules=MINE)
    assert tuple(one.__name__ for one in model.rules) == RULES  # type: ignore[attr-defined]


def test_a_number_out_of_its_range_is_refused_and_a_misspelt_one_is_told() -> None:
    with pytest.raises(InputError, match=r"parameters\.rumour\.rate"):
        mine(**{"parameters.rumour.rate": 2})
    with pytest.raises(InputError, match="rate"):
        mine(**{"parameters.rumour.rat": 0.5})


def test_a_scenario_of_the_day_alone_knows_nothing_of_it() -> None:
    with pytest.raises(InputError, match="rumour"):
        load_scenario("leping", {**SMALL, "parameters.rumour.rate": 0.5})


def test_the_schema_tells_of_it() -> None:
    schema = scenario_of(MINE).model_json_schema()
    assert schema["$defs"]["Rumour"]["properties"]["rate"]["maximum"] == 1.0
    assert "rumour" not in str(scenario_of().model_json_schema())


def test_two_rules_may_not_have_one_name() -> None:
    with pytest.raises(ValueError, match="rumour"):
        scenario_of((*MINE, rumour))


def test_its_scenario_survives_pickling() -> None:
    scenario = mine(**{"parameters.rumour.rate": 0.02})
    again = pickle.loads(cloudpickle.dumps(scenario))
    assert again.model_dump() == scenario.model_dump()
    assert again.parameters.rumour.rate == 0.02


def test_a_plain_function_may_stand_in_the_list_too() -> None:
    days: list[int] = []
    CoGovernanceModel(load_scenario("leping", SMALL), seed=1, rules=[*DAY, lambda city: days.append(city.day)]).run()
    assert days == list(range(12))
