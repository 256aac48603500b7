"""No lever is a free lunch: each price that docs/odd.md names (8) binds. Without it the same city, under the same lever and the same luck, does better.

A price is knocked out by its parameters alone, and what it takes is compared with the noise between seeds, paired: the t interval of the
difference lies on the side that is named, price by price. The indicator and the side of a direct price follow from what it is. Those of the others
were chosen after an exploration of all indicators under other seeds (1 to 40 at most), so the long form repeats what was found there; it is no test
of an expectation stated beforehand.
"""

from dataclasses import dataclass
from importlib import import_module
from itertools import batched
from typing import Any

import numpy as np
import pytest
from scipy import stats

from cogov.experiments.company import most_together
from cogov.experiments.runner import RunRequest, live_together
from cogov.model import staffing
from cogov.model.build import build_offices
from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios import Policy, load_scenario


@dataclass(frozen=True)
class Price:
    """What a lever costs: levers that are turned, parameters that take the price away, the indicator that feels it, and which way."""

    levers: dict[str, Any]
    free: dict[str, float]
    felt_in: str
    rises: bool
    seeds: range = range(101, 141)
    """Others, and more of them, where these do not tell the price from luck since the city was calibrated."""


MORE = range(201, 361)
PRESSED = {"assessment_pressure": 1.0}
DIRECT = {
    "talks cost citizens hours": Price({"deliberation": 1.0}, {"deliberation.citizen_hours": 0}, "citizen_hours", rises=True),
    "taking part costs citizens hours": Price({"mobilization": 1.0}, {"participation.hours_per_week": 0}, "citizen_hours", rises=True),
    "matters closed early come back": Price(PRESSED, {"assessment.premature": 0}, "repeat_rate", rises=True),
}
"""Prices that are felt in whatever city; the gate runs them."""
SLOW = {
    "off-list work is seen as nobody's": Price(
        {"boundary_clarity": 1.0, "duty_clarity": 1.0}, {"triage.novel_mandate": 0.6}, "mean_days", rises=True
    ),
    "sharing is reported": Price({"resource_sharing": 1.0}, {"sharing.reporting": 0}, "owned_in_time_rate", rises=False),
    "talks take days": Price({"deliberation": 1.0}, {"deliberation.days": 0.5}, "mean_days", rises=True),
    "grids take workers": Price({"grid_density": 100}, {"discovery.worker_own_work": 0}, "mean_days", rises=True),
    "false alarms are checked": Price({"grid_intelligence": 1.0}, {"discovery.false_alarm_days": 0}, "median_days", rises=True, seeds=MORE),
    "cadres meet and have two roles": Price(
        {"party_building": 1.0}, {"handling.meeting_days": 0, "handling.double_role": 0}, "reported_mean_days@self_governance", rises=True
    ),
    "Party-building crowds out": Price({"party_building": 1.0}, {"participation.crowding_out": 0}, "participation_rate", rises=False),
    "taking part tires": Price({"mobilization": 1.0}, {"participation.fatigue_rise": 0}, "participation_rate", rises=False),
    "who is called waits for the call": Price({"mobilization": 1.0}, {"participation.called_help": 0}, "mean_days", rises=True),
    "teams leave their queues": Price({"joint_action": 1.0}, {"handling.joint_share": 0}, "owned_in_time_rate", rises=False),
    "teams coordinate": Price({"joint_action": 1.0}, {"handling.coordination_days": 0}, "mean_days", rises=True),
    "enforcement takes handlers": Price(
        {"key_area_enforcement": 1.0}, {"enforcement.handlers": 0}, "backlog@township", rises=True, seeds=MORE
    ),
    "firms comply and close": Price(
        {"key_area_enforcement": 1.0}, {"enforcement.compliance": 0, "enforcement.closing": 0}, "resource_fill_rate", rises=False
    ),
    "campaigns draw staff off": Price(
        {"campaigns": [{"topic": "traffic", "start": 60, "days": 120, "intensity": 1.0}]},
        {"enforcement.campaign_handlers": 0},
        "mean_days",
        rises=True,
    ),
    "counters take handlers": Price({"one_stop_service": 1.0}, {"handling.counters": 0}, "owned_in_time_rate", rises=False),
    "walk-ins wait": Price({"online_service": 1.0}, {"closure.walk_in_wait": 0}, "citizen_hours", rises=True),
    "joint sessions take handlers": Price({"mediation_coordination": 1.0}, {"mediation.coordination_share": 0}, "mean_days", rises=True),
    "mediators are handlers": Price({"mediation": 1.0}, {"mediation.handlers": 0}, "mean_days", rises=True),
    "orders are returned": Price(PRESSED, {"assessment.returns": 0}, "handoffs_per_matter", rises=True),
    "reports rise above the truth": Price(PRESSED, {"assessment.gloss": 0}, "reported_resolution_rate", rises=True),
    "enforcement in one area displaces": Price(
        {"key_area_enforcement": {"traffic": 1.0}}, {"enforcement.displacement": 0}, "security", rises=False
    ),
    "a campaign rebounds": Price(
        {"campaigns": [{"topic": "neighbour_disputes", "start": 60, "days": 60, "intensity": 1.0}]},
        {"enforcement.campaign_rebound": 0},
        "backlog",
        rises=True,
        seeds=MORE,
    ),
    "support that ends leaves a gap": Price(
        {"social_org_support": 1.0, "phases": [{"from_day": 120, "ramp_days": 20, "levers": {"social_org_support": 0.0}}]},
        {"support.exit": 0},
        "mean_days",
        rises=True,
    ),
    "ability is uneven where power is shared": Price({"power_sharing": 1.0}, {"handling.uneven_capacity": 0}, "on_time_rate", rises=False),
    "hard matters starve at the city's desks": Price({"devolution": 1.0}, {"handling.devolved": 0}, "owned_in_time_rate@city", rises=False),
    "one goal neglects together": Price({"goal_alignment": 1.0}, {"emergence.neglect": 0}, "backlog", rises=True),
    "need is surveyed": Price({"goals": "need"}, {"goals.survey_days": 0}, "backlog", rises=True),
    "whoever convenes spends time": Price({"joint_action": 1.0}, {"handling.convening_days": 0}, "backlog", rises=True),
    "change costs time": Price(
        {"phases": [{"from_day": 60, "ramp_days": 100, "levers": {"duty_clarity": 0.8}}]}, {"transition.cost": 0}, "mean_days", rises=True
    ),
}
"""Prices that take more luck to be seen. Not here, because not shown to bind: capture under shared power, which changes who comes first and nothing
of the whole; the displacement of a campaign, and of enforcement that is the same everywhere, which leave the city."""


def felt(price: Price, seeds: range, *, free: bool, population: int, days: int) -> np.ndarray:
    """Return the indicator that feels a price, seed by seed, in cities that pay it or do not."""
    changes = price.free if free else {}
    size = {"city.population": population, "days": days, "warmup": 60, "horizon_days": 90}
    scenario = load_scenario("leping", {**size, **{f"parameters.{name}": value for name, value in changes.items()}})
    policy = scenario.base_policy().model_dump()
    for name, value in price.levers.items():
        parts = LEVERS[name].parts if name in LEVERS else ()
        policy[name] = {**policy[name], **(value if isinstance(value, dict) else dict.fromkeys(parts, value))} if parts else value
    requests = [RunRequest(scenario, "priced", Policy.model_validate(policy), seed) for seed in seeds]
    companies = [live_together(some) for some in batched(requests, most_together(scenario))]
    return np.array([lived.measured.indicators[price.felt_in] for company in companies for lived in company])


def taken(price: Price, seeds: range, population: int, days: int) -> np.ndarray:
    """Return what the price takes in each seed, in the indicator that feels it."""
    priced, free = (felt(price, seeds, free=free, population=population, days=days) for free in (False, True))
    return (priced - free) * (1 if price.rises else -1)


@pytest.mark.parametrize("name", DIRECT)
def test_a_direct_price_is_felt_in_every_seed(name: str) -> None:
    assert (taken(DIRECT[name], range(1, 3), population=2000, days=150) > 0).all()


@pytest.mark.slow("test_a_direct_price_is_felt_in_every_seed")
@pytest.mark.parametrize("name", [*DIRECT, *SLOW])
def test_a_price_is_felt_beyond_noise(name: str) -> None:
    price = {**DIRECT, **SLOW}[name]
    differences = taken(price, price.seeds, population=5000, days=365)
    half = stats.t.ppf(0.95, len(differences) - 1) * differences.std(ddof=1) / np.sqrt(len(differences))
    assert differences.mean() - half > 0


def test_joint_sessions_take_handlers_time() -> None:
    """Full coordination leaves every desk a fiftieth of its staff less for matters, and nothing less where its share is 0."""
    scenario = load_scenario("leping", {"city.population": 2000})
    free = load_scenario("leping", {"city.population": 2000, "parameters.mediation.coordination_share": 0})
    policy = scenario.base_policy().model_copy(update={"mediation_coordination": 1.0})
    before, taken, given = (
        staffing.share_taken(build_offices(*of)) for of in ((scenario, scenario.base_policy()), (scenario, policy), (free, policy))
    )
    coordinated = scenario.base_policy().mediation_coordination
    np.testing.assert_allclose(taken - before, 0.02 * (1 - coordinated))
    np.testing.assert_allclose(given, before - 0.02 * coordinated)


def test_the_centre_is_a_queue_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the default city some work orders wait for a clerk, on more days where there is no centre to lend any."""
    triage = import_module("cogov.model.rules.triage")
    written, waited = triage.within_orders, {}
    for strength in (0.3, 0.0):
        waited[strength] = 0

        def watched(model: CoGovernanceModel, rows: np.ndarray, strength: float = strength) -> np.ndarray:
            found: np.ndarray = written(model, rows)
            waited[strength] += len(found) < len(rows)
            return found

        monkeypatch.setattr(triage, "within_orders", watched)
        scenario = load_scenario("leping", {"city.population": 5000, "days": 120, "warmup": 20})
        levels = dict.fromkeys(LEVERS["centre_strength"].parts, strength)
        CoGovernanceModel(scenario, scenario.base_policy().model_copy(update={"centre_strength": levels}), seed=1).run()
    assert waited[0.0] > waited[0.3] > 0
