"""Feelings: performance counts beside disconfirmation, neighbours by how much there is to hear, and needs that pass are felt."""

from collections.abc import Callable

import numpy as np
import pytest

from cogov.experiments.runner import LivedRun
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.wellbeing import Wellbeing, moved, wellbeing
from cogov.model.scenario import Scenario
from cogov.model.stages import Reason, Stage
from cogov.scenarios import load_scenario

Company = Callable[..., list[LivedRun]]

STILL = {"pull": 0.0, "neighbours": 0.0}


def city(days: int = 60, population: int = 2000, **wellbeing: float) -> Scenario:
    length = {"city.population": population, "days": days, "warmup": 5, "horizon_days": 20}
    return load_scenario("leping", {**length, **{f"parameters.wellbeing.{name}": value for name, value in wellbeing.items()}})


def ended(model: CoGovernanceModel, citizen: list[int], felt: float | None) -> np.ndarray:
    """Enter matters of citizens that end today: judged, or never known and passed by itself (`felt` None)."""
    register = model.city.register
    rows = register.enter(
        identity=np.arange(register.size + 1, register.size + 1 + len(citizen), dtype=np.uint64),
        topic=model.city.topics.names.index("traffic"), village=model.city.citizens.village[citizen], citizen=citizen, arose=0.0, work_total=1.0,
    )  # fmt: skip
    if felt is None:
        register.move(rows, Stage.LAPSED, 1.0, Reason.PASSED_BY_ITSELF)
    else:
        register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
        register.move(rows, Stage.GIVEN_UP, 1.0, Reason.NOBODY_IN_THE_END)
        register.satisfaction[rows] = felt
    return rows


# -- one experience --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("performance", "by_hand"),
    [
        (0.0, 0.25 * 0.2),  # .8 was expected to be .6
        (1.0, 0.25 * 0.3),  # .8 against a feeling of .5
        (0.5, 0.25 * (0.5 * 0.2 + 0.5 * 0.3)),
    ],
)
def test_a_good_experience_by_hand(performance: float, by_hand: float) -> None:
    found = moved(np.array([0.8]), np.array([0.6]), np.array([0.5]), Wellbeing(performance=performance))
    assert found == pytest.approx(by_hand)


def test_losses_weigh_more_in_both_parts() -> None:
    # .25 · 2 · (½ · (.3 − .6) + ½ · (.3 − .5))
    found = moved(np.array([0.3]), np.array([0.6]), np.array([0.5]), Wellbeing(performance=0.5, loss_weight=2.0))
    assert found == pytest.approx(0.25 * 2.0 * (0.5 * -0.3 + 0.5 * -0.2))


def test_what_is_expected_still_moves_a_feeling_by_its_performance() -> None:
    """Expectation has adapted: no disconfirmation. Good and bad service part feelings all the same, unless performance has no weight."""
    good, bad = (moved(np.array([felt]), np.array([felt]), np.array([0.6]), Wellbeing())[0] for felt in (0.9, 0.3))
    assert bad < 0 < good
    alone = Wellbeing(performance=0.0)
    assert all(moved(np.array([felt]), np.array([felt]), np.array([0.6]), alone)[0] == 0 for felt in (0.9, 0.3))


def test_a_matter_that_ends_moves_its_citizen_by_hand() -> None:
    """Satisfaction 1, expectation and feelings .6: .25 · .4 = .1 of gain, .6 of it of trust, half of happiness, severity of security."""
    model = CoGovernanceModel(city(**STILL))
    severity = model.city.topics.severity[model.city.topics.names.index("traffic")]
    ended(model, [7], 1.0)
    wellbeing(model.city)
    people = model.city.citizens
    for feeling, part in ((people.gain, 1.0), (people.trust, 0.6), (people.happiness, 0.5), (people.security, severity)):
        assert feeling[7] == pytest.approx(0.6 + part * 0.1)
        assert np.delete(feeling, 7) == pytest.approx(0.6)
    assert people.expectation[7] == pytest.approx(0.6 + 0.2 * 0.4)


# -- needs that pass --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lapsed", [0.0, 0.5, 1.0])
def test_a_need_that_passed_unmet_and_unknown_is_felt(lapsed: float) -> None:
    """As a satisfaction of 0: −.25 · 2 · .6 = −.3, as far as it weighs. Expectation of the institutions stays: nobody was asked."""
    model = CoGovernanceModel(city(**STILL, lapsed=lapsed))
    ended(model, [7], None)
    wellbeing(model.city)
    assert model.city.citizens.gain[7] == pytest.approx(0.6 - 0.3 * lapsed)
    assert model.city.citizens.expectation[7] == pytest.approx(0.6)


# -- neighbours --------------------------------------------------------------------------------------------------------------------------


def heard(experiences: int, **parameters: float) -> tuple[float, float, CoGovernanceModel]:
    """Expectation and gain of a neighbour after a week in which others of the grid met with perfect service."""
    model = CoGovernanceModel(city(**{"pull": 0.0, **parameters}))
    grid = model.city.citizens.grid == model.city.citizens.grid[0]
    ended(model, list(range(experiences)), 1.0)
    for model.city.day in range(7):
        wellbeing(model.city)
        model.city.register.ended_today = np.empty(0, dtype=np.int64)
    last = int(np.flatnonzero(grid)[-1])
    return float(model.city.citizens.expectation[last]), float(model.city.citizens.gain[last]), model


def test_a_mean_over_many_experiences_weighs_more_than_one() -> None:
    """Of n in a grid of R residents each hears ties · n / R = h: expectation goes 1 − (1 − .25 · .2)^h of the way to 1, gain .25 h of an
    experience of .1."""
    _, _, model = heard(1)
    residents = int((model.city.citizens.grid == model.city.citizens.grid[0]).sum())
    for experiences in (1, 20, 100):
        expectation, gain, _ = heard(experiences)
        times = model.scenario.city.ties_per_citizen * experiences / residents
        assert expectation == pytest.approx(0.6 + (1 - 0.95**times) * 0.4, abs=1e-6)
        assert gain == pytest.approx(0.6 + 0.25 * times * 0.1, abs=1e-6)


def test_what_is_heard_does_not_depend_on_the_week_and_stays_in_the_grid() -> None:
    _, _, model = heard(20)
    elsewhere = model.city.citizens.grid != model.city.citizens.grid[0]
    assert (model.city.citizens.gain[elsewhere] == np.float32(0.6)).all()
    assert (model.city.citizens.expectation[elsewhere] == np.float32(0.6)).all()
    after = model.city.citizens.gain.copy()
    for model.city.day in range(7, 14):
        wellbeing(model.city)
    assert np.array_equal(model.city.citizens.gain, after)


def test_without_neighbours_nothing_is_heard() -> None:
    expectation, gain, _ = heard(50, neighbours=0.0)
    assert (expectation, gain) == (np.float32(0.6), np.float32(0.6))


# -- policy ------------------------------------------------------------------------------------------------------------------------------


def test_policy_moves_the_sense_of_gain(company: Company) -> None:
    """Paired by seed: where matters are done promptly people feel better off, by interval; a share of it is performance."""
    clear = {"boundary_clarity": 1.0, "duty_clarity": 1.0, "power_sharing": 1.0}
    unclear = {"boundary_clarity": 0.0, "duty_clarity": 0.0, "power_sharing": 0.0}
    felt = [
        [run.measured.indicators["sense_of_gain"] for run in company(city(150, 3000), range(51, 56), **levers)]
        for levers in (clear, unclear)
    ]
    gains = np.subtract(*felt)
    half = 2.776 * np.std(gains, ddof=1) / np.sqrt(5)  # t, 4 degrees of freedom, 95 %
    assert np.mean(gains) - half > 0
