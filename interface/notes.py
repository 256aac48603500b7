"""What a person should know before reading the answer: said on stderr, nothing is refused."""

import os
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cogov.language import of_environment
from cogov.model.policy import Policy, ShareOfTownships
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.plain import in_python
from cogov.scenarios.policies import find_policy

if TYPE_CHECKING:
    from cogov.experiments.plan import Plan

SMALL_CITY = 5000
NOTHING_VARIED: frozenset[str] = frozenset()

SMALL = Text(
    zh=f"居民少于 {SMALL_CITY} 人:按层级、城乡划分的指标意义不大",
    en=f"below {SMALL_CITY:,} residents, indicators by level and by urban and rural place mean little",
)
OVERRIDDEN = Text(
    zh="{place} {lever} 覆盖了政策 {policies} 自身的设定", en="{place} {lever} overrides what these policies say themselves: {policies}"
)
SAME = Text(zh="政策 {a} 与 {b} 在此情景下完全相同", en="policies {a} and {b} are the same in this scenario")
LATE_CAMPAIGN = Text(
    zh="政策 {policy}:针对 {topic} 的专项整治从第 {day} 天开始,而模拟只有 {days} 天,不会发生",
    en="policy {policy}: the campaign against {topic} starts on day {day}; the run has {days} days, so it never happens",
)
LATE_PHASE = Text(
    zh="政策 {policy}:第 {number} 阶段从第 {day} 天开始,而模拟只有 {days} 天,不会发生",
    en="policy {policy}: phase {number} starts on day {day}; the run has {days} days, so it never happens",
)
NO_SHARE = Text(
    zh="政策 {policy}:第 {number} 阶段覆盖的乡镇占比 {share:g} (共 {townships} 个乡镇),不会发生",
    en="policy {policy}: phase {number} takes a share of {share:g} of {townships} townships, so it never happens",
)


class Noted(UserWarning):
    """What a person should know before reading the answer, said to a caller in Python."""


def warn(notes: Iterable[Text], told: Collection[Text] = ()) -> None:
    """Say notes to whoever called a function of `cogov`, but those that the reading of the input has told already."""
    language = of_environment(os.environ)
    for text in (one for one in notes if one not in told):
        warnings.warn(in_python(text.in_(language)), Noted, skip_file_prefixes=(str(Path(__file__).parent),))


def as_json(notes: Iterable[Text]) -> list[dict[str, str]]:
    """Return notes as a document holds them, in both languages."""
    return [text.model_dump() for text in notes]


def notes_on(scenario: Scenario, policies: Mapping[str, Policy], sets: Mapping[str, float]) -> list[Text]:
    """Return everything worth a note about a scenario and its policies."""
    return [
        *scenario.notes,
        *_small(scenario),
        *_overridden(scenario, list(policies), sets, "--set"),
        *_same(policies),
        *never(scenario, policies),
    ]


def notes_on_study(plan: "Plan") -> list[Text]:
    """Return what its design says of a study, and everything else worth a note about its scenario and policies.

    What its factors vary is no matter for a note; policies that are the same its design names.
    """
    from cogov.experiments.cities import CityExperiment

    study = plan.experiment
    if not isinstance(study, CityExperiment):
        return list(plan.notes)
    scenario, policies, varied = study.scenario, study.policies, frozenset(study.factors)
    overridden = _overridden(scenario, list(policies), plan.design.get("set", {}), "set:")
    return [*plan.notes, *scenario.notes, *_small(scenario, varied), *overridden, *never(scenario, policies, varied)]


def _small(scenario: Scenario, varied: Collection[str] = NOTHING_VARIED) -> list[Text]:
    return [SMALL] if scenario.city.population < SMALL_CITY and "city.population" not in varied else []


def never(scenario: Scenario, policies: Mapping[str, Policy], varied: Collection[str] = NOTHING_VARIED) -> list[Text]:
    """Name what policies ask for and what will not happen: too late, or nowhere."""
    late = [] if "days" in varied else [text for name, policy in policies.items() for text in _late(scenario, name, policy)]
    if any(name.startswith("city.") for name in varied):
        return late
    return late + [text for name, policy in policies.items() for text in _nowhere(scenario, name, policy)]


def _overridden(scenario: Scenario, names: Sequence[str], sets: Mapping[str, object], place: str) -> list[Text]:
    """Name the levers and goals that are set on top of what policies say; what else is set belongs to the scenario."""
    notes = []
    for lever in dict.fromkeys(name.partition(".")[0] for name in sets):
        said = [name for name in names if find_policy(scenario, name)[lever] is not None]
        if said:
            notes.append(OVERRIDDEN.filled(place=place, lever=lever, policies=", ".join(said)))
    return notes


def _same(policies: Mapping[str, Policy]) -> list[Text]:
    seen = list(policies)
    return [
        SAME.filled(a=first, b=second)
        for place, first in enumerate(seen)
        for second in seen[place + 1 :]
        if policies[first] == policies[second]
    ]


def _late(scenario: Scenario, name: str, policy: Policy) -> list[Text]:
    """Name campaigns and phases that begin after the last day."""
    days = scenario.days
    campaigns = [
        LATE_CAMPAIGN.filled(policy=name, topic=one.topic, day=one.start, days=days) for one in policy.campaigns if one.start >= days
    ]
    phases = [
        LATE_PHASE.filled(policy=name, number=number, day=one.from_day, days=days)
        for number, one in enumerate(policy.phases, start=1)
        if one.from_day >= days
    ]
    return campaigns + phases


def _nowhere(scenario: Scenario, name: str, policy: Policy) -> list[Text]:
    """Name phases that take a share of no township."""
    return [
        NO_SHARE.filled(policy=name, number=number, share=phase.where.share, townships=scenario.city.simulated_townships)
        for number, phase in enumerate(policy.phases, start=1)
        if isinstance(phase.where, ShareOfTownships) and phase.where.share == 0
    ]
