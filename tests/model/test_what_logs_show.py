"""Mechanisms that real logs show and the default city leaves off: each against its closed form or by hand, and without any trace where it is off."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from cogov.analysis.logs.shape.measures import return_share
from cogov.analysis.logs.shape.simulated import simulated_log
from cogov.experiments.events import events_frame
from cogov.model.counting import BURDEN
from cogov.model.desks import CITY
from cogov.model.holdings import in_hand
from cogov.model.measures import gini
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.emergence import potential_matters
from cogov.model.rules.handling import _turned_to, progress_rate
from cogov.model.rules.triage import _ask_anew, _leave_unclaimed
from cogov.model.stages import Reason, Stage
from cogov.model.topics import APPLICATION
from cogov.scenarios import load_scenario

Ints = npt.NDArray[np.int64]


def city(**settings: Any) -> CoGovernanceModel:
    return CoGovernanceModel(load_scenario("leping", {"city.population": 4000, "warmup": 0, "days": 60} | settings), seed=1)


def daily_counts(model: CoGovernanceModel, days: int) -> Ints:
    """Potential matters of so many days."""
    counts = np.zeros(days, dtype=np.int64)
    for model.city.day in range(days):
        counts[model.city.day] = len(potential_matters(model.city)[1])
    return counts


@pytest.mark.parametrize("spread", [0.0, 0.3, 0.6])
def test_days_that_differ_add_to_the_variance_what_theory_says(spread: float) -> None:
    """Potential matters have variance over mean R = 1 + cap (D − 1) within a day; days of spread s make it R + mean (exp(s²) − 1)."""
    model = city(**{"parameters.emergence.day_spread": spread, "choices.calendar": "every_day"})
    counts = daily_counts(model, 6000)
    emergence = model.city.scenario.parameters.emergence  # type: ignore[attr-defined]
    expected = float(model.city.arrivals[0].cells[0][-1])
    ratio = 1 + emergence.cap * (emergence.dispersion - 1) + expected * np.expm1(spread**2)
    assert counts.mean() == pytest.approx(expected, abs=4 * np.sqrt(ratio * expected / len(counts)))
    parts = counts.reshape(30, -1)
    found = parts.var(axis=1, ddof=1) / parts.mean(axis=1)
    assert found.mean() == pytest.approx(ratio, abs=4 * found.std(ddof=1) / np.sqrt(len(found)))


def test_what_rests_at_weekends_comes_on_working_days() -> None:
    """Five working days and two rest days have what seven days of the mean rate have; with a fall of 1 only applications come at weekends."""
    plain, resting = city(), city(**{"parameters.emergence.rest_day_fall": 1.0})
    week = [[5 * model.city.arrivals[0].cells[0][-1], 2 * model.city.arrivals[0].cells[1][-1]] for model in (plain, resting)]
    assert sum(week[1]) == pytest.approx(sum(week[0]))
    model = resting.city
    model.day = 5
    topics = potential_matters(model)[1] % len(model.topics.names)
    assert len(topics)
    assert (model.topics.form[topics] == APPLICATION).all()


def known(model: CoGovernanceModel, count: int, **columns: Any) -> Ints:
    """Enter alike matters of one desk's duty that are known."""
    register, topic = model.city.register, model.city.topics.names.index("political_work")
    rows = register.enter(
        identity=np.arange(1, count + 1, dtype=np.uint64), topic=topic, village=0, citizen=0, arose=0.0, known=0.0, level=0, work_total=1.0,
        work_left=1.0, **columns,
    )  # fmt: skip
    register.move(rows, Stage.KNOWN, 0.0, Reason.REPORTED)
    return rows


def test_attempts_until_a_desk_is_asked_again_are_geometric() -> None:
    """At a chance of .3 an attempt, .3, .51, .657 are asked anew by the first, second, third; at 0 nobody is."""
    never, model = (city(**{"parameters.triage.asked_anew": chance}) for chance in (0.0, 0.3))
    rows = known(never, 4000, declined=np.uint64(0b101))
    _ask_anew(never.city, rows)
    assert (never.city.register.declined[rows] == 0b101).all()
    rows, register = known(model, 4000, declined=np.uint64(0b101)), model.city.register
    for attempt in (1, 2, 3):
        register.ask(rows)
        _ask_anew(model.city, rows)
        chance = 1 - 0.7**attempt
        assert (register.declined[rows] == 0).mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / len(rows)))


def test_a_city_that_asks_anew_sees_matters_return() -> None:
    shares = []
    for chance in (0.0, 1.0):
        settings = {"parameters.triage.asked_anew": chance, "parameters.triage.sigma_max": 0.8, "city.population": 6000, "days": 90}
        model = city(**settings)
        model.run()
        shares.append(return_share(simulated_log(events_frame(model.city))))
    assert shares[1] > shares[0] + 0.03, shares


@pytest.mark.parametrize(("choice", "stage"), [("in_all", Stage.GIVEN_UP), ("each_search", Stage.UNCLAIMED)])
def test_attempts_may_count_anew_when_somebody_had_the_matter(choice: str, stage: Stage) -> None:
    """Six attempts in all, of which four before a desk had it and let it go: two since."""
    model = city(**{"choices.giving_up": choice, "parameters.triage.petition_share": 0})
    [row], register = known(model, 1), model.city.register
    rows = np.array([row])
    for _ in range(4):
        register.ask(rows)
    register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    register.release(rows, 1.0, Reason.WRONG_OWNER_FOUND)
    register.ask(rows)
    register.ask(rows)
    _leave_unclaimed(model.city, rows, np.array([2.0]))
    assert register.stage[row] == stage


def test_townships_differ_and_their_mean_does_not() -> None:
    """Own and villages' desks of a township share its factor; weighed by residents its mean is 1, and the city's desks keep theirs."""
    size = {"city.population": 20_000, "city.townships": 5}
    plain, differing = (
        city(**size, **{"parameters.handling.township_staff": spread, "parameters.handling.township_pace": spread}).city.institutions
        for spread in (0.0, 0.5)
    )
    local, factor = plain.level < CITY, differing.payroll / plain.payroll
    assert factor[~local] == pytest.approx(1.0)
    assert (plain.pace == 1.0).all()
    for column in (factor, differing.pace):
        own = [column[local & (plain.township == township)] for township in range(5)]
        assert all(np.ptp(one) < 1e-12 for one in own)
        people = [plain.residents[local & (plain.township == township) & (plain.level == 1)][0] for township in range(5)]
        assert np.average([one[0] for one in own], weights=people) == pytest.approx(1.0)
        assert np.ptp([one[0] for one in own]) > 0.2


def in_hands(model: CoGovernanceModel, count: int) -> Ints:
    slot = int(model.city.mandates.lead[0, model.city.topics.names.index("political_work")])
    rows = known(model, count, holders=np.uint64(1 << slot))
    model.city.register.move(rows, Stage.IN_HAND, 0.0, Reason.CLAIMED)
    return rows


def test_progress_goes_at_the_pace_of_the_desk() -> None:
    model = city()
    in_hands(model, 1)
    holdings = in_hand(model.city)
    before = progress_rate(model.city, holdings, np.ones(1))
    model.city.institutions.pace[holdings.desk] = 1.5
    assert progress_rate(model.city, holdings, np.ones(1)) == pytest.approx(1.5 * before)


def test_desks_turn_to_matters_as_their_deadline_comes_near() -> None:
    """At a deferral of .8, 1 − .8 · (1 − day / deadline) of them; all from the deadline on; at 0 nothing is drawn."""
    model = city(**{"parameters.handling.deferral": 0.8})
    rows = in_hands(model, 5000)
    holdings, deadline = in_hand(model.city), model.city.topics.deadline[model.city.register.topic[rows[0]]]
    for part in (0.0, 0.5, 1.0, 2.0):
        model.city.day = round(part * deadline)
        left = max(0.0, 1 - model.city.day / deadline)
        chance = 1 - 0.8 * left
        turned = np.asarray(_turned_to(model.city, holdings))
        assert turned.mean() == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / len(rows)))
    assert _turned_to(city().city, holdings) == 1.0


def test_the_burden_may_be_of_those_at_work() -> None:
    """Loads 0, 0, 1, 3: over all (Σ (2i − n − 1) x) / ((n − 1) Σ x) = (1 · 1 + 3 · 3) / (3 · 4) = 5/6; over the two at work (−1 + 3) / 4 = 1/2."""
    loads = np.array([0.0, 0.0, 1.0, 3.0])
    everybody, at_work = (BURDEN.options[name].what for name in ("everybody", "at_work"))
    assert gini(everybody(loads)) == pytest.approx(5 / 6)
    assert gini(at_work(loads)) == pytest.approx(1 / 2)
