"""Money: what a policy's levers cost, and what a run cost.

A run costs the public its payroll and its levers, and citizens their hours. The payroll is that of everybody a desk had before any lever
moved it, on every working day of the measured ones, busy or not: levers that take handlers from the desks take what is paid for
already, and what they cost in money (the staff of supported social organisations among it) is in their curves.

A lever at intensity x costs `per_head · x ** exponent` yuan per resident and year. Phases make x differ by township and day; then
every resident counts with the levers of his own township on every measured day:

    cost = per_head / 365 · Σ days Σ townships residents(township) · x(township, day) ** exponent

A campaign costs the same way, for all residents on the measured days on which it runs, where the scenario has a curve `campaigns`.
All this is known before a run, from scenario, policy and seed: the seed says which townships a phase with a share takes.
"""

import numpy as np
import numpy.typing as npt

from cogov.model import phases, portable
from cogov.model.chance import Chance
from cogov.model.city import City
from cogov.model.levers import CAMPAIGNS, LEVERS, CostCurve, Levers, declared_costs
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.territory import lay_out
from cogov.model.topics import CALENDAR

Floats = npt.NDArray[np.float64]

YEAR = 365


def intensity(policy: Policy, lever: str) -> float:
    """Return how far a lever is turned, 0 to 1: the mean of its parts; of grids, the densest allowed over the actual size."""
    value = policy[lever]
    return LEVERS[lever].intensity(sum(value.values()) / len(value) if isinstance(value, dict) else float(value))


def intensities(levers: Levers, lever: str) -> Floats:
    """Return how far a lever is turned in each township; the desks of the city level have no residents of their own."""
    value = levers[lever][:-1]
    return LEVERS[lever].intensity(np.asarray(value.mean(axis=1)) if value.ndim > 1 else value)


def lever_costs(scenario: Scenario, policy: Policy, seed: int = 1, days: range | None = None) -> dict[str, float]:
    """Return what each lever, and campaigns, cost in yuan over the measured days or those asked for."""
    days = range(scenario.warmup, scenario.days) if days is None else days
    curves = declared_costs() | scenario.costs.levers
    found = {name: 0.0 for name in sorted(curves) if name in LEVERS}
    residents, chance = _residents(scenario, policy), Chance(seed)
    for first, length in phases.still_days(policy, days):
        levers = phases.in_force(policy, len(residents), first, chance)
        for name in found:
            found[name] += float(portable.product(residents, _yuan(curves[name], intensities(levers, name)))) * length / YEAR
    if CAMPAIGNS in curves:
        found[CAMPAIGNS] = _campaigns(curves[CAMPAIGNS], policy, days) * scenario.city.population
    return found


def per_head(scenario: Scenario, policy: Policy, seed: int = 1) -> dict[str, float]:
    """Return what each lever, and campaigns, cost in yuan per resident and year: the unit of `policy.budget`."""
    share = YEAR / (scenario.city.population * (scenario.days - scenario.warmup))
    return {name: cost * share for name, cost in lever_costs(scenario, policy, seed).items()}


def of_levers(city: City) -> float:
    """Return what the levers of a run cost in yuan on its measured days so far."""
    first = city.scenario.warmup
    return sum(lever_costs(city.scenario, city.policy, city.seed, range(first, first + city.tally.measured_days)).values())


def of_payroll(city: City) -> float:
    """Return what everybody on the payroll cost in yuan on the measured working days."""
    working = (7 - len(city.chosen(CALENDAR))) / 7
    return float(city.institutions.payroll.sum()) * city.tally.measured_days * working * city.scenario.costs.handler_day


def total(city: City) -> float:
    """Return what the measured days cost the public in yuan: payroll and levers."""
    return of_payroll(city) + of_levers(city)


def of_citizens_hours(city: City, hours: float) -> float:
    """Return what hours of citizens are worth in yuan."""
    return hours * city.scenario.costs.citizen_hour


def _residents(scenario: Scenario, policy: Policy) -> npt.NDArray[np.int64]:
    """Return the residents of each township; of the city as one where levers are the same everywhere."""
    if not policy.phases:
        return np.array([scenario.city.population])
    return lay_out(scenario.city).residents_of_townships()


def _yuan(curve: CostCurve, turned: Floats) -> Floats:
    return np.asarray(curve.per_head * portable.power(turned, curve.exponent))


def _campaigns(curve: CostCurve, policy: Policy, days: range) -> float:
    """Return yuan per resident of all campaigns on the days on which they run."""
    found = 0.0
    for campaign in policy.campaigns:
        running = range(max(campaign.start, days.start), min(campaign.start + campaign.days, days.stop))
        found += float(_yuan(curve, np.array(campaign.intensity))) * len(running) / YEAR
    return found
