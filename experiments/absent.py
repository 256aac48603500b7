"""Phases that name townships which the city simulated does not have: refused, for such a phase would happen nowhere."""

from collections.abc import Iterator, Mapping

from cogov.model.territory import lay_out
from cogov.scenarios.errors import Problem
from cogov.scenarios.policy import Policy
from cogov.scenarios.schema import Scenario
from cogov.scenarios.words import Text

NOWHERE = Text(
    zh="第 {number} 阶段所写的乡镇 {absent} 不在本次模拟内;{residents:,} 名居民的城市有 {townships} 个乡镇",
    en="phase {number} names townships that this slice does not have: {absent}; a city of {residents:,} residents has {townships}",
)


def absent_townships(scenario: Scenario, policies: Mapping[str, Policy]) -> Iterator[Problem]:
    """Yield a problem, its key the policy, for every phase that names a township which is not there."""
    if not any(policy.phases for policy in policies.values()):
        return
    townships = lay_out(scenario.city).townships
    for name, policy in policies.items():
        for number, phase in enumerate(policy.phases, start=1):
            named = phase.where if isinstance(phase.where, tuple) else ()
            if absent := [str(place) for place in named if not 1 <= place <= townships]:
                words = {"number": number, "absent": ", ".join(absent), "townships": townships, "residents": scenario.city.population}
                yield Problem(NOWHERE.filled(**words), key=name, allowed=(f"1 – {townships}",))
