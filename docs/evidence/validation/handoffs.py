"""Hand-offs under routing without memory: how many there are, and what they do to the queues; levels that solve or pass up."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov.model.desks import VILLAGE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.names import CHANNELS, LEVELS
from cogov.model.rules.emergence import emergence
from cogov.model.schema import scenario_of
from cogov.model.stages import Stage
from docs.evidence.validation import theory
from docs.evidence.validation.limits import OFFICE, clear, offices, residents_for, staffed, topic
from docs.evidence.validation.queues import lived, sojourns
from docs.evidence.validation.row import Estimate, Extent, Row, mean_of, over_villages, share_of

SERVICE = 20.0
"""Days: a pass begins on the day after the one before, half a day late on average."""
LOAD = 0.45


def _two_desks(right: float, villages: int, days: int) -> CoGovernanceModel:
    """Let two kinds of desk in every village pass their matters to each other unless a pass is right: a symmetric network of two queues."""
    arrivals = LOAD / SERVICE
    second = {"title": {"zh": "窗口二", "en": "other office"}, "sector": "government", "handlers": {"village": 1.0}}
    other = topic(arrivals, SERVICE, residents_for(arrivals), domains=["administrative"], desk="other")
    model = offices(
        44,
        villages=villages,
        handlers=1,
        arrivals_a_day=arrivals,
        service_days=SERVICE,
        kinds={"other": second},
        topics={"second": other},
        choices={"routing": "matrix"},
        parameters={"triage": {**OFFICE["parameters"]["triage"], "right_share": right}},
    )
    return lived(model, days)


def misrouting(extent: Extent) -> list[Row]:
    """Every wrong pass costs a full service: loads grow by 1/q, and beyond q = ρ0 the queue never ends."""
    rows = []
    for right, services in ((0.75, 50),) if extent == "quick" else ((0.9, 40), (0.75, 80)):
        days = int(services * SERVICE)
        model = _two_desks(right, 500, days)
        sojourn, matters = sojourns(model, days / 2, days - 12 * SERVICE)
        ours = mean_of(sojourn / SERVICE, model.city.register.village[matters].astype(np.int64))
        name = f"load {LOAD:g}, each pass right with chance {right:g}: time in the system"
        why = f"up to a day between passes, of {SERVICE:g} in a service"
        rows.append(
            Row(name, "Jackson network, W = (1/q)/(1 − ρ0/q)", theory.misrouted_sojourn(LOAD, right), ours, 1 / right / SERVICE, why)
        )
    return [*rows, *_threshold()]


def _threshold() -> list[Row]:
    """Below the threshold the queues grow by what comes in less what can leave."""
    right, villages, days = 0.3, 400, int(40 * SERVICE)
    model = _two_desks(right, villages, days // 2)
    before = _open(model, villages)
    after = _open(lived(model, days // 2), villages)
    growth = (after - before) / (days / 2 / SERVICE) / 2  # two desks in a village, per service
    ours = over_villages(growth)
    name = f"load {LOAD:g}, each pass right with chance {right:g} < ρ0: growth of a desk's queue in a service"
    return [Row(name, "stability threshold q* = ρ0: λ − qμ", LOAD - right, ours, right / SERVICE, "up to a day between passes")]


PASSES = np.array([[0, 0.5, 0.5, 0], [1, 0, 0, 0], [0.6, 0, 0, 0], [1, 0, 0, 0]])
"""Example 7.4 of Bolch et al.: from station to station; what is left over leaves from the third."""
SERVICE_AT = np.array([0.04, 0.03, 0.06, 0.05])
ARRIVALS_AT = np.array([0.0, 0, 0, 4])
STATIONS = ("first", "second", "third", "office")


def _stations(villages: int, unit: float) -> CoGovernanceModel:
    """Let four kinds of desk in every village pass matters to each other as the stations of the example do, its unit of time so many days."""
    kinds = {
        name: {
            "title": {"zh": f"窗口 {name}", "en": name},
            "sector": "party",
            "handlers": {"village": 1.0},
            "passes": {other: chance for other, chance in zip(STATIONS, chances, strict=True) if chance},
        }
        for name, chances in zip(STATIONS, PASSES.tolist(), strict=True)
    }
    model = offices(
        46,
        villages=villages,
        handlers=1,
        arrivals_a_day=ARRIVALS_AT[-1] / unit,
        service_days=SERVICE_AT[-1] * unit,
        kinds=kinds,
        choices={"routing": "matrix"},
    )
    pace = dict(zip(STATIONS, SERVICE_AT[-1] / SERVICE_AT, strict=True))
    institutions = model.city.institutions
    institutions.pace[:] = np.array([pace[name] for name in model.city.slots.kinds])[institutions.kind]
    return model


def network(extent: Extent) -> list[Row]:
    """A network of queues with a chance for every pair: how much goes through each, how many are there, how long all takes."""
    villages, unit, units = (300, 60.0, 20) if extent == "quick" else (600, 250.0, 24)
    model, half = _stations(villages, unit), int(units * unit / 2)
    lived(model, half)
    desks = model.city.slots.desk_of[:, [model.city.slots.at(name, VILLAGE) for name in STATIONS]]
    there = np.mean([lived(model, 1).city.institutions.load[desks] for _ in range(half)], axis=0)
    moves = model.city.register.moves()
    came = moves.desk[(moves.after == Stage.IN_HAND) & (moves.time > half)]
    through = np.bincount(came, minlength=model.city.institutions.size)[desks] / (units / 2)
    wanted, number, sojourn = theory.jackson(ARRIVALS_AT, PASSES, SERVICE_AT)
    source, why = "Jackson network, Bolch et al., example 7.4", f"up to a day between passes, in a unit of {unit:g} days"
    rows = [
        Row(f"station {place + 1} of four: {what} it", source, float(theirs[place]), over_villages(ours[:, place]), allowed[place], why)
        for what, theirs, ours, allowed in (
            ("matters that pass through", wanted, through, np.zeros(4)),
            ("mean number at", number, there, wanted / unit),
        )
        for place in range(len(STATIONS))
    ]
    all_of_them = over_villages(there.sum(axis=1) / ARRIVALS_AT.sum())
    return [
        *rows,
        Row("four stations: mean time in all (Little)", source, sojourn, all_of_them, float(wanted.sum()) / ARRIVALS_AT.sum() / unit, why),
    ]


def _open(model: CoGovernanceModel, villages: int) -> npt.NDArray[np.float64]:
    register = model.city.register
    return np.bincount(register.village[register.open_rows], minlength=villages).astype(np.float64)


def _levels(chances: tuple[float, float, float]) -> CoGovernanceModel:
    """Let disputes go from village to township to city, where a session succeeds with a chance of its own and failure passes up."""
    logit = [math.log(chance / (1 - chance)) for chance in chances]
    span = max(logit) - min(logit) or 1.0
    strengths = {f"{channel}_{level}": (own - min(logit)) / span for channel in CHANNELS for level, own in zip(LEVELS, logit, strict=True)}
    mediation = dict.fromkeys(
        ("hardness", "hardness_spread", "hardening", "ageing", "trust", "information", "proactive", "rescue", "social_mediators"), 0.0
    )
    residents = 400
    values: dict[str, Any] = OFFICE | {
        "city": {"population": residents * 300, "urban_share": 0.0, "residents_per_rural_village": residents, "townships": 10},
        "kinds": {"office": {**OFFICE["kinds"]["office"], "handlers": dict.fromkeys(LEVELS, 1.0)}},
        "topics": {"matter": topic(0.25, 0.1, residents, form="dispute")},
        "choices": OFFICE["choices"] | {"capacity": "unlimited"},
        "rules": {name: on for name, on in OFFICE["rules"].items() if name != "mediation"},
        "parameters": OFFICE["parameters"]
        | {"mediation": mediation | {"skill": min(logit), "skill_lever": span, "attempts_per_level": 1, "performed": 1.0}},
        "days": 36_500,
        "warmup": 0,
    }
    return staffed(CoGovernanceModel(scenario_of().model_validate(values), clear(mediation=strengths), seed=45), 1)


def escalation(extent: Extent) -> list[Row]:
    """Village, township and city solve with chances of their own, else pass up; beyond the city is the court."""
    all_chances = ((0.9, 0.8, 0.65), (0.8, 0.8, 0.8), (0.7, 0.5, 0.5), (0.6, 0.6, 0.6))
    return [
        row
        for chances in (all_chances[:1] if extent == "quick" else all_chances)
        for row in _escalation(chances, 60 if extent == "quick" else 150)
    ]


def _escalation(chances: tuple[float, float, float], days: int) -> list[Row]:
    model = lived(_levels(chances), days)
    model.rules.remove(emergence)
    while len(model.city.register.open_rows):
        model.step()
    register = model.city.register
    rows = np.flatnonzero(register.sessions[: register.size] > 0)
    court, level, sessions = register.court[rows], register.level[rows], register.sessions[rows].astype(np.float64)
    shares, visits = theory.escalation(chances)
    found = [*(int((~court & (level == rank)).sum()) for rank in range(3)), int(court.sum())]
    name = f"levels solve with {', '.join(f'{one:g}' for one in chances)}"
    places = (*(f"solved at the {level}" for level in LEVELS), "solved nowhere")
    told = [
        Row(f"{name}: {place}", "absorbing chain, B = NR", share, share_of(count, len(rows), "disputes"))
        for place, share, count in zip(places, shares, found, strict=True)
    ]
    mean = Estimate(float(sessions.mean()), float(sessions.std(ddof=1)) / math.sqrt(len(rows)), f"{len(rows):,} disputes")
    return [*told, Row(f"{name}: levels visited", "absorbing chain, t = N1", visits, mean)]
