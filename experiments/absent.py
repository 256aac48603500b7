"""Phases that name townships which the city simulated does not have: refused, for such a phase would happen nowhere."""

from collections.abc import Iterator, Mapping

from cogov.model.city_facts import CityFacts, residents_for
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import Problem
from cogov.scenarios.words import Words

SAY = Words(__file__)


def absent_townships(scenario: Scenario, policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """Yield a problem, its key the policy, for every phase that names a township which is not there."""
    city = scenario.city
    here = city.simulated_townships
    for name, policy in policies.items():
        for number, phase in enumerate(policy.phases, start=1):
            named = [place for place in phase.where if isinstance(place, int)] if isinstance(phase.where, tuple) else []
            if absent := [place for place in named if not 1 <= place <= here]:
                words = {"number": number, "townships": here, "residents": city.population, "remedy": _remedy(city, max(absent))}
                told = SAY.nowhere.filled(absent=", ".join(str(place) for place in absent), **words)
                yield Problem(told, key=name, allowed=(f"1 – {here}",))


def _remedy(city: CityFacts, place: int) -> Text:
    """Say how large a slice would hold the last township named, if the county has it."""
    every = city.county_townships
    return (
        SAY.more.filled(needed=residents_for(city, place)) if city.simulated_townships < place <= every else SAY.no_such.filled(all=every)
    )
