"""The mix of matters: another share of composite ones is another mix, not another load."""

import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.scenario import Scenario
from cogov.model.staffing import LEAST_OF_STAFF, expected_work
from cogov.model.topics import MIX, stated_rates, with_composite_share
from cogov.scenarios import load_scenario

SHARES = (0.0, 0.25, 0.6)
RATES, COMPOSITE, WORK = np.array([[6.0, 2.0, 2.0], [9.0, 0.0, 1.0]]), np.array([False, False, True]), np.array([1.0, 2.0, 4.0])


def leping(**settings: object) -> Scenario:
    return load_scenario("leping", {"city.population": 4000, "days": 30, "warmup": 5, "horizon_days": 20, **settings})


def test_the_same_work_at_another_share_of_a_hand_worked_case() -> None:
    rates = with_composite_share(RATES, COMPOSITE, 0.5, MIX.options["work"].what.weight(WORK))
    # town: work 6 + 4 + 8 = 18. A matter that is alone takes 10/8, a composite one 4: half each 2.625, so 18/2.625 matters, half composite
    assert rates[0] == pytest.approx(18 / 2.625 / 2 * np.array([6 / 8, 2 / 8, 1.0]))
    # country: work 9 + 4 = 13; (1 + 4)/2 a matter
    assert rates[1] == pytest.approx(13 / 2.5 / 2 * np.array([1.0, 0.0, 1.0]))


def test_the_same_number_at_another_share_of_a_hand_worked_case() -> None:
    rates = with_composite_share(RATES, COMPOSITE, 0.5, MIX.options["count"].what.weight(WORK))
    assert rates == pytest.approx(np.array([[3.75, 1.25, 5.0], [5.0, 0.0, 5.0]]))


@pytest.mark.parametrize("share", SHARES)
def test_matters_are_composite_to_that_share_and_all_work_together_stays(share: float) -> None:
    model = CoGovernanceModel(leping(composite_share=share))
    stated, composite = stated_rates(model.scenario), np.array([t.mandate == "composite" for t in model.scenario.topics.values()])
    assert (model.city.nature.rate[0] * composite).sum(axis=1) == pytest.approx(share * model.city.nature.rate[0].sum(axis=1))
    assert model.city.nature.rate[0] @ model.city.nature.work_mean[0] == pytest.approx(stated @ model.city.nature.work_mean[0])


@pytest.mark.parametrize("share", SHARES)
def test_every_desk_has_as_much_work_for_a_handler_at_every_share(share: float) -> None:
    base, other = CoGovernanceModel(leping()), CoGovernanceModel(leping(composite_share=share))
    for_a_handler = [expected_work(model.city, model.city.nature.rate[0]) / model.city.institutions.payroll for model in (base, other)]
    kept = other.city.institutions.payroll > 1.001 * LEAST_OF_STAFF * base.city.institutions.payroll
    assert kept.mean() > 0.8
    assert for_a_handler[1][kept] == pytest.approx(for_a_handler[0][kept])
    assert (for_a_handler[1] <= for_a_handler[0] * 1.001).all()
    if share == 0.6:
        counted = CoGovernanceModel(leping(composite_share=share, **{"choices.mix": "count"}))
        assert np.array_equal(counted.city.institutions.payroll, base.city.institutions.payroll)


def test_what_is_expected_of_the_desks_is_what_arises_with_an_owner() -> None:
    model = CoGovernanceModel(leping())
    owned = np.array([topic.mandate != "novel" for topic in model.scenario.topics.values()])
    arising = (
        model.city.nature.rate[0][np.where(model.city.territory.urban, 0, 1)]
        * model.city.territory.residents[:, None]
        * model.city.nature.work_mean[0]
    )
    assert expected_work(model.city, model.city.nature.rate[0]).sum() == pytest.approx(arising[:, owned].sum())


def test_where_no_composite_matter_is_stated_all_work_stays_with_the_others() -> None:
    alone = np.array([[6.0, 2.0, 0.0]])
    assert with_composite_share(alone, COMPOSITE, 0.5, WORK) == pytest.approx(alone)


def test_without_a_share_nothing_is_rescaled() -> None:
    model = CoGovernanceModel(leping())
    assert np.array_equal(model.city.nature.rate[0], stated_rates(model.scenario))
