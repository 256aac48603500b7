"""What is counted day by day: the declared series, and what is glossed over and crowded out."""

from typing import Any

import numpy as np
import pytest

from cogov.model.cohort import matters
from cogov.model.desks import SELF_GOVERNANCE, SOCIAL, VILLAGE
from cogov.model.indicators import SERIES
from cogov.model.mandates import COMPOSITE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.policy import Policy, PolicyPatch
from cogov.model.scenario import Scenario
from cogov.model.stages import Channel, Reason, Stage
from cogov.scenarios import load_scenario


def city(days: int = 60, population: int = 3000, warmup: int = 16, **settings: Any) -> Scenario:
    return load_scenario("leping", {"city.population": population, "days": days, "warmup": warmup, "horizon_days": 30, **settings})


def under(scenario: Scenario, seed: int = 1, **policy: Any) -> CoGovernanceModel:
    return CoGovernanceModel(scenario, Policy().overlaid(PolicyPatch.model_validate(policy)), seed=seed)


@pytest.fixture(scope="module")
def ran() -> CoGovernanceModel:
    return under(city()).run()


def test_every_series_is_declared_and_has_a_value_a_day(ran: CoGovernanceModel) -> None:
    assert list(ran.city.tally.series) == list(SERIES)
    assert {len(values) for values in ran.city.tally.series.values()} == {ran.scenario.days}
    for one in SERIES.values():
        assert all(words.zh.strip() and words.en.strip() for words in (one.title, one.definition, one.unit))
    assert len({one.title.en for one in SERIES.values()}) == len({one.title.zh for one in SERIES.values()}) == len(SERIES)


def test_flows_are_the_records_day_by_day(ran: CoGovernanceModel) -> None:
    series, moves, register = ran.city.tally.series, ran.city.register.moves(), ran.city.register
    assert [name for name, one in SERIES.items() if one.flow] == ["arisen", "known", "ended", "settled"]
    arose = np.floor(register.arose[: register.size]).astype(int)
    assert np.bincount(arose, minlength=60).tolist() == series["arisen"]
    assert sum(series["ended"]) == (~np.isnan(register.ended[: register.size])).sum()
    assert sum(series["settled"]) == (moves.after == Stage.SETTLED).sum()
    known = np.floor(register.known[: register.size][~np.isnan(register.known[: register.size])]).astype(int)
    assert np.bincount(known, minlength=60).tolist() == series["known"]


def test_stocks_are_what_stands_at_the_end(ran: CoGovernanceModel) -> None:
    series, register = ran.city.tally.series, ran.city.register
    stage = register.stage[register.open_rows]
    last = {name: series[name][-1] for name in ("open", "backlog", "in_hand", "unclaimed")}
    assert last == {
        "open": len(stage),
        "backlog": (stage != Stage.UNKNOWN).sum(),
        "in_hand": (stage == Stage.IN_HAND).sum(),
        "unclaimed": (stage == Stage.UNCLAIMED).sum(),
    }


def test_satisfaction_is_of_what_ended_in_seven_days_and_feelings_are_weekly(ran: CoGovernanceModel) -> None:
    series, register = ran.city.tally.series, ran.city.register
    judged = ~np.isnan(register.satisfaction[: register.size])
    measured = ~np.isnan(series["satisfaction"])
    assert 50 < measured.sum() <= 60  # at most the first days have nothing to tell
    days = np.ceil(register.ended[: register.size][judged]) - 1
    for day in (30, 33):  # a Wednesday and a Saturday, on which only what is given up ends
        of_week = (days > day - 7) & (days <= day)
        assert series["satisfaction"][day] == pytest.approx(register.satisfaction[: register.size][judged][of_week].mean())
    for name in ("sense_of_gain", "happiness", "security", "trust", "participation_rate"):
        sampled = np.flatnonzero(~np.isnan(series[name]))
        assert sampled.tolist() == list(range(2, 60, 7))  # the warm-up of 16 days, and every seventh day before and after
        after = [series[name][day] for day in sampled if day >= 16]
        assert np.mean(after) == pytest.approx(ran.indicators()[name], rel=1e-5)


def test_a_grid_worker_settles_nothing_that_takes_several_sectors() -> None:
    often = {"grid_settles": 1.0, "grid_small_days": 10.0, "patrol_households": 400.0}
    scenario = city(**{f"parameters.discovery.{name}": value for name, value in often.items()}, composite_share=0.6)
    model = under(scenario, centre_strength=1.0).run()
    moves, register = model.city.register.moves(), model.city.register
    rows = moves.row[moves.reason == Reason.SETTLED_IN_GRID]
    mandate = model.city.mandates.mandate[VILLAGE, register.topic[rows]]
    found = register.topic[: register.size][register.channel[: register.size] == Channel.GRID]
    assert len(rows) > 5
    assert (mandate != COMPOSITE).all()
    assert (model.city.mandates.mandate[VILLAGE, found] == COMPOSITE).any()


def test_reports_gloss_over_what_ended_under_pressure() -> None:
    """Pressure from day 40 on in half of the townships: what ended before, or elsewhere, is reported as it was."""
    phases = [{"from_day": 40, "ramp_days": 5, "where": {"share": 0.5}, "levers": {"assessment_pressure": 1.0}}]
    model = under(city(population=6000), phases=phases).run()
    cohort = matters(model.city)
    end = cohort.column("arose") + cohort.age
    assert (cohort.gaming[end <= 40] == 0).all()
    for day in (39, 42, 50):
        rows = (np.ceil(end) - 1 == day) & cohort.ended
        assert rows.any()
        assert np.array_equal(cohort.gaming[rows], model.city.gaming_by_day[day][model.city.township_of(cohort.row[rows])])
    gloss, settled, known = model.scenario.parameters.assessment.gloss, cohort.settled, cohort.known
    expected = (settled + gloss * cohort.gaming * ~settled)[known].mean()
    assert model.indicators()["reported_resolution_rate"] == pytest.approx(expected)
    assert settled[known].mean() < expected < 1


def test_called_up_help_is_no_longer_given_unasked() -> None:
    """Each participant gives (1 − called_help · mobilization) of its help; at mobilisation 0 the parameter does nothing."""
    for mobilization, left in ((0.0, 1.0), (1.0, 0.6)):
        model = under(city(30, **{"parameters.participation.called_help": 0.4}), mobilization=mobilization).run()
        active = np.bincount(model.city.citizens.village, weights=model.city.citizens.active)
        desks = model.city.institutions
        for sector in (SELF_GOVERNANCE, SOCIAL):
            of_village = (desks.sector == sector) & (desks.level == VILLAGE)
            days = model.scenario.parameters.handling.volunteer_days / 2 * left
            assert desks.volunteers[of_village] == pytest.approx(days * active[desks.jurisdiction[of_village]])
