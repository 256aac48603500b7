"""Phases that name townships which the city simulated does not have: refused, for such a phase would happen nowhere."""

from collections.abc import Iterator, Mapping

from cogov.model.city_facts import CityFacts, residents_for
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import Problem

NOWHERE = Text(
    zh="第 {number} 阶段所写的乡镇 {absent} 不在本次模拟内;{residents:,} 名居民的城市有 {townships} 个乡镇{remedy}",
    en="phase {number} names townships that this slice does not have: {absent}; a city of {residents:,} residents has {townships}{remedy}",
)
MORE = Text(
    zh=",有 {needed:,} 名居民(city.population)时才包含,或写明 city.townships",
    en="; {needed:,} residents (city.population) hold it, or city.townships stated",
)
NO_SUCH = Text(zh=",全县共 {all} 个", en=", the county {all}")


def absent_townships(scenario: Scenario, policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """Yield a problem, its key the policy, for every phase that names a township which is not there."""
    city = scenario.city
    here = city.simulated_townships
    for name, policy in policies.items():
        for number, phase in enumerate(policy.phases, start=1):
            named = [place for place in phase.where if isinstance(place, int)] if isinstance(phase.where, tuple) else []
            if absent := [place for place in named if not 1 <= place <= here]:
                words = {"number": number, "townships": here, "residents": city.population, "remedy": _remedy(city, max(absent))}
                told = NOWHERE.filled(absent=", ".join(str(place) for place in absent), **words)
                yield Problem(told, key=name, allowed=(f"1 – {here}",))


def _remedy(city: CityFacts, place: int) -> Text:
    """Say how large a slice would hold the last township named, if the county has it."""
    every = city.county_townships
    return MORE.filled(needed=residents_for(city, place)) if city.simulated_townships < place <= every else NO_SUCH.filled(all=every)
