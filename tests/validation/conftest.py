"""Cities in which a mechanism stands alone: everything else switched off, so that its closed form must come out."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.schema import scenario_of
from cogov.scenarios import Policy, load_scenario

Build = Callable[..., CoGovernanceModel]

TRIAGE_ALONE: dict[str, Any] = {
    **{
        f"rules.{name}": False
        for name in ("deliberation", "sharing", "handling", "mediation", "closure", "wellbeing", "participation", "learning")
    },
    "choices.need": "fixed",
    "parameters.discovery.report_base": 10.0,
    "parameters.discovery.voice": 1.0,
    "parameters.discovery.application_chance": 1.0,
}
"""Matters arise, become known at once and are asked about; nobody works, talks, lends or learns."""

OFFICE: dict[str, Any] = {
    "title": {"zh": "一个窗口", "en": "one desk"},
    "question": {"zh": "等多久?", "en": "How long is the wait?"},
    "source": "FACTS A1",
    "kinds": {"office": {"title": {"zh": "窗口", "en": "office"}, "sector": "party", "handlers": {"village": 1.0}}},
    "choices": {
        "arrivals": "poisson",
        "calendar": "every_day",
        "queue": "fifo",
        "need": "fixed",
        "triage": "claims",
        "taking": "always",
    },
    "rules": dict.fromkeys(("deliberation", "sharing", "mediation", "closure", "wellbeing", "participation", "learning"), False),
    "parameters": {
        "emergence": {"cap": 1.0, "neglect": 0.0, "prevention": 0.0},
        "discovery": {"application_chance": 1.0},
        "triage": {
            "sigma_max": 0.0,
            "sigma_0": 0.0,
            "escalation": 0.0,
            "passing_up": 0.0,
            "petition_share": 0.0,
        },  # nothing leaves its queue
        "venues": {"village_km_rural": 0.0},
    },
}
"""One kind of desk in every village, one topic that is its duty: so many independent queues in one city."""


def neutral(**levers: float) -> Policy:
    """Return a policy whose levers stand at their neutral value where there is one."""
    values: dict[str, Any] = {}
    for name, lever in LEVERS.items():
        if lever.neutral is not None:
            values[name] = dict.fromkeys(lever.parts, lever.neutral) if lever.parts else lever.neutral
    return Policy.model_validate(values | levers)


@pytest.fixture(scope="session")
def triage_alone() -> Build:
    def build(seed: int, population: int, days: int, levers: dict[str, float], settings: dict[str, Any]) -> CoGovernanceModel:
        length = {"city.population": population, "days": days, "warmup": 0, "horizon_days": days}
        scenario = load_scenario("leping", {**TRIAGE_ALONE, **length, **settings})
        return CoGovernanceModel(scenario, neutral(**{"power_sharing": 1.0, **levers}), seed=seed)

    return build


@pytest.fixture(scope="session")
def offices() -> Build:
    def build(
        seed: int, *, villages: int, handlers: int, arrivals_a_day: float, service_days: float, cv: float = 1.0, **settings: Any
    ) -> CoGovernanceModel:
        residents = max(200, math.ceil(arrivals_a_day * 73))  # a topic's rate is at most 5,000 per 1,000 residents and year
        rate = arrivals_a_day * 365 * 1000 / residents
        topic = {
            "title": {"zh": "事", "en": "matter"},
            "source": "added",
            "domains": ["political"],
            "form": "application",
            "level": "village",
            "desk": "office",
            "rate": {"urban": 0, "rural": rate},
            "work": {"mean": service_days, "cv": cv},
        }
        city = {"population": residents * villages, "urban_share": 0.0, "residents_per_rural_village": residents}
        values = {**OFFICE, "city": city, "topics": {"matter": topic}, "days": 36_500, "warmup": 0}
        for key, change in settings.items():
            values[key] = {**values.get(key, {}), **change}
        model = CoGovernanceModel(
            scenario_of().model_validate(values), neutral(power_sharing=1.0, boundary_clarity=1.0, duty_clarity=1.0), seed=seed
        )
        model.city.institutions.payroll[:] = handlers  # what the desks have of a day begins with their payroll
        model.city.institutions.handlers[:] = handlers
        return model

    return build
