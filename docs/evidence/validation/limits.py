"""Cities in which desks stand alone: everything else switched off, so that a closed form must come out."""

import math
from typing import Any

from cogov.model.levers import LEVERS
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.schema import scenario_of
from cogov.scenarios import Policy, load_scenario

OFFICE: dict[str, Any] = {
    "title": {"zh": "一个窗口", "en": "one desk"},
    "question": {"zh": "等多久？", "en": "How long is the wait?"},
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
        "triage": dict.fromkeys(("sigma_max", "sigma_0", "escalation", "passing_up", "petition_share"), 0.0),  # nothing leaves its queue
        "venues": {"village_km_rural": 0.0},
    },
}
"""One kind of desk in every village, one topic that is its duty: so many independent queues in one city."""


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


def neutral(**levers: Any) -> Policy:
    """Return a policy whose levers stand at their neutral value where there is one."""
    values: dict[str, Any] = {}
    for name, lever in LEVERS.items():
        if lever.neutral is not None:
            values[name] = dict.fromkeys(lever.parts, lever.neutral) if lever.parts else lever.neutral
    return Policy.model_validate(values | levers)


def offices(
    seed: int, *, villages: int, handlers: int, arrivals_a_day: float, service_days: float, cv: float = 1.0, **settings: Any
) -> CoGovernanceModel:
    """Build a city of so many villages with an office each; `settings` are laid over the scenario, a mapping key by key."""
    residents = residents_for(arrivals_a_day)
    city = {"population": residents * villages, "urban_share": 0.0, "residents_per_rural_village": residents}
    topics = {"matter": topic(arrivals_a_day, service_days, residents, cv=cv)}
    values = {**OFFICE, "city": city, "topics": topics, "days": 36_500, "warmup": 0}
    for key, change in settings.items():
        values[key] = {**values.get(key, {}), **change}
    return staffed(CoGovernanceModel(scenario_of().model_validate(values), clear(), seed=seed), handlers)


def residents_for(arrivals_a_day: float) -> int:
    """Return the residents of a village: a topic's rate is at most 5,000 per 1,000 residents and year."""
    return max(200, math.ceil(arrivals_a_day * 73))


def topic(arrivals_a_day: float, service_days: float, residents: int, *, cv: float = 1.0, **more: Any) -> dict[str, Any]:
    """Return a topic that so many residents bring so often, as a scenario writes it."""
    usual = {
        "title": {"zh": "事", "en": "matter"},
        "source": "added",
        "domains": ["political"],
        "form": "application",
        "level": "village",
        "desk": "office",
        "rate": {"urban": 0, "rural": arrivals_a_day * 365 * 1000 / residents},
        "work": {"mean": service_days, "cv": cv},
    }
    return usual | more


def clear(**levers: Any) -> Policy:
    """Return the policy under which everybody knows whose a matter is, and may do it."""
    return neutral(power_sharing=1.0, boundary_clarity=1.0, duty_clarity=1.0, **levers)


def staffed(model: CoGovernanceModel, handlers: float) -> CoGovernanceModel:
    """Give every desk as many handlers: on its payroll, of its staff today, and left for matters."""
    for column in ("payroll", "staff", "handlers"):
        getattr(model.city.institutions, column)[:] = handlers
    return model


def triage_alone(seed: int, population: int, days: int, levers: dict[str, float], settings: dict[str, Any]) -> CoGovernanceModel:
    """Build a city in which matters are asked about, and nothing becomes of them unless `settings` say so."""
    length = {"city.population": population, "days": days, "warmup": 0, "horizon_days": days}
    scenario = load_scenario("leping", {**TRIAGE_ALONE, **length, **settings})
    return CoGovernanceModel(scenario, neutral(**{"power_sharing": 1.0, **levers}), seed=seed)
