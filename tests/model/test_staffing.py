"""Staff: what levers take from desks and move between them, by hand-worked cases."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cogov.model import staffing
from cogov.model.city import City
from cogov.model.desks import CITY, GOVERNMENT, PARTY, SELF_GOVERNANCE, SOCIAL
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import LEVELS
from cogov.model.policy import Policy, PolicyPatch
from cogov.scenarios import load_scenario

NONE = dict.fromkeys(LEVELS, 0.0)
SCENARIO = load_scenario("leping", {"city.population": 8000, "days": 30, "warmup": 5, "horizon_days": 20})


def under(**policy: Any) -> CoGovernanceModel:
    """A city on its first day, without centres unless told."""
    return CoGovernanceModel(SCENARIO, Policy().overlaid(PolicyPatch.model_validate({"centre_strength": NONE} | policy)), seed=3)


def test_a_campaign_takes_handlers_of_government_from_its_first_day_to_its_last() -> None:
    there = under(campaigns=[{"topic": "traffic", "start": 12, "days": 10, "intensity": 0.5}]).city
    government, others = there.institutions.sector == GOVERNMENT, there.institutions.sector == PARTY
    part = 0.5 * SCENARIO.parameters.enforcement.campaign_handlers
    for day, taken in ((11, 0.0), (12, part), (21, part), (22, 0.0), (29, 0.0)):
        there.day = day
        assert staffing._in_the_field(there)[government] == pytest.approx(taken), day
        assert staffing._in_the_field(there)[others] == pytest.approx(0.0)


def test_staff_goes_down_one_level_within_its_kind_and_none_is_lost() -> None:
    there, plain = under(devolution=1.0).city, under(devolution=0.0).city
    institutions, part = there.institutions, SCENARIO.parameters.handling.devolved
    moved, before = staffing.devolved(there), plain.institutions.payroll
    assert staffing.devolved(plain) == pytest.approx(before)
    for kind in np.unique(institutions.kind):
        own = institutions.kind == kind
        assert moved[own].sum() == pytest.approx(before[own].sum())
        levels = np.unique(institutions.level[own])
        if levels.tolist() == [CITY - 1, CITY]:  # every township gets the part of the city's desk that its residents are
            [top], low = np.flatnonzero(own & (institutions.level == CITY)), np.flatnonzero(own & (institutions.level < CITY))
            given = before[top] * part * institutions.residents[low] / institutions.residents[top]
            assert moved[low] - before[low] == pytest.approx(given)
            assert moved[top] == pytest.approx(before[top] * (1 - part))
    alone = np.array([(institutions.kind == kind).sum() == 1 for kind in institutions.kind])
    assert moved[alone] == pytest.approx(before[alone])


def test_the_hotline_writes_orders_by_residents_and_centres_where_their_staff_stands() -> None:
    handling, there = SCENARIO.parameters.handling, under().city
    people = there.territory.residents_of_townships()
    hotline = handling.hotline_handlers * people / 10_000 * handling.dispatches_per_handler
    assert staffing.orders_a_day(there) == pytest.approx([*hotline, 0])
    for level in LEVELS:
        model = under(centre_strength=NONE | {level: 1.0}).city
        institutions = model.institutions
        own = institutions.level == LEVELS.index(level)
        writers = institutions.staff * own * handling.seconded * handling.order_writers * handling.dispatches_per_handler
        by_township = np.array([writers[institutions.township == township].sum() for township in range(len(people))])
        expected = writers.sum() * people / people.sum() if LEVELS.index(level) == CITY else by_township
        assert staffing.orders_a_day(model)[:-1] - hotline == pytest.approx(expected)
        assert expected.sum() > 0


def test_ability_is_lognormal_of_mean_one_outside_government_and_party_as_power_is_shared() -> None:
    """With spread s, ln ability + s²/2 = s·z: the same z at every s, so at twice the spread it is twice as much."""
    full, half, none = (under(power_sharing=lever).city.institutions for lever in (1.0, 0.5, 0.0))
    governing = (full.sector == GOVERNMENT) | (full.sector == PARTY)
    spread = SCENARIO.parameters.handling.uneven_capacity
    wide, narrow = (np.log(one.ability[~governing]) + (part * spread) ** 2 / 2 for one, part in ((full, 1.0), (half, 0.5)))
    assert wide == pytest.approx(2 * narrow)
    assert wide.std() == pytest.approx(spread, rel=0.25)
    assert abs(wide.mean()) < 4 * spread / np.sqrt(len(wide))
    assert (full.ability[governing] == 1).all()
    assert (none.ability == 1).all()


def test_a_handler_stays_where_more_is_asked_than_there_is() -> None:
    """Grids take at most nine tenths of what is left of a village's own desk."""
    there = under().city
    there.workers[:] = 1e6
    staffing.assign(there)
    institutions = there.institutions
    left = institutions.staff * np.clip(1 - staffing.share_taken(there), 0, 1)
    assert (institutions.handlers >= 0.1 * left * (1 - 1e-12)).all()
    assert institutions.handlers[institutions.level > 0] == pytest.approx(left[institutions.level > 0])


def test_social_organisations_grow_with_support_and_shrink_when_it_ends(small: Callable[..., City]) -> None:
    """1 + .8 · .5 with support; without it, where they depend on .4 of it, 1 − .5 · .4; nobody else changes."""
    for lever, depends, factor in ((0.5, 0.5, 1.4), (0.0, 0.4, 0.8)):
        city = small({"social_org_support": lever}, support__growth=0.8, support__exit=0.5)
        city.dependence[:], staff = depends, np.ones(city.institutions.size)
        assert staffing._supported(city, staff) == pytest.approx(np.where(city.institutions.sector == SOCIAL, factor, 1.0))


def test_grids_take_handlers_of_the_committee_for_their_workers_and_for_false_alarms(small: Callable[..., City]) -> None:
    """.1 of each of 3 workers, and 2 · .5 alarms of 1,000 residents at .05 days: .33 where 600 live, .32 where 400 do."""
    numbers = {"false_alarms": 2.0, "false_alarm_days": 0.05, "worker_own_work": 0.1}
    city = small({"grid_intelligence": 0.5}, **{f"discovery__{name}": value for name, value in numbers.items()})
    city.workers = np.array([3.0, 3.0])
    expected = np.zeros(city.institutions.size)
    expected[city.slots.in_villages(SELF_GOVERNANCE)] = [[0.33], [0.32]]
    assert staffing._grid_work(city) == pytest.approx(expected)


def test_counters_that_closed_as_service_went_online_take_nobody() -> None:
    scenario = load_scenario(
        "leping", {"city.population": 2000, "parameters.closure.counters_closed": 0.8, "parameters.handling.counters": 0.05}
    )
    none, full = (CoGovernanceModel(scenario, Policy(one_stop_service=lever), seed=1).city for lever in (0.0, 1.0))
    for there in (none, full):
        there.gone_online[:] = 0.5
    counters = staffing._at_counters(full)
    assert 0 < counters.sum() < len(counters)
    assert staffing.share_taken(full) - staffing.share_taken(none) == pytest.approx(0.05 * (1 - 0.8 * 0.5) * counters)
