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
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.plan import Plan

SAY = Words(__file__)

SMALL_CITY = 5000
SIZES = {"city.population", "days"}
"""Factors that decide how much memory a run takes."""
NOTHING_VARIED: frozenset[str] = frozenset()


class Noted(UserWarning):
    """What a person should know before reading the answer, said to a caller in Python."""


def warn(notes: Iterable[Text], told: Collection[Text] = ()) -> None:
    """Say notes to whoever called a function of `cogov`, but those that the reading of the input has told already."""
    language = of_environment(os.environ)
    for text in (one for one in notes if one not in told):
        warnings.warn(in_python(text.in_(language)), Noted, skip_file_prefixes=(str(Path(__file__).parent),))


def as_json(notes: Iterable[Text]) -> list[dict[str, str]]:
    """Return notes as a document holds them, in both languages."""
    return [text.as_mapping() for text in notes]


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


def notes_on_memory(plan: "Plan", engine: "Engine") -> list[Text]:
    """Say that a run of a study alone takes more memory than a worker may, where no factor varies the size of its city."""
    from cogov.experiments.cities import CityExperiment

    study = plan.experiment
    if not isinstance(study, CityExperiment) or SIZES & {*study.factors}:
        return []
    return too_large(study.scenario, engine)


def too_large(scenario: Scenario, engine: "Engine") -> list[Text]:
    """Say that one run of a scenario takes more memory than a worker may: it goes alone, and may not fit."""
    from cogov.experiments.company import bytes_alone
    from cogov.progress import size

    needed, of = bytes_alone(scenario), {"residents": scenario.city.population, "days": scenario.days}
    return [SAY.too_large.filled(**of, needed=size(needed), each=size(engine.memory))] if needed > engine.memory else []


def _small(scenario: Scenario, varied: Collection[str] = NOTHING_VARIED) -> list[Text]:
    return [SAY.small.filled(least=SMALL_CITY)] if scenario.city.population < SMALL_CITY and "city.population" not in varied else []


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
            notes.append(SAY.overridden.filled(place=place, lever=lever, policies=", ".join(said)))
    return notes


def _same(policies: Mapping[str, Policy]) -> list[Text]:
    seen = list(policies)
    return [
        SAY.same.filled(a=first, b=second)
        for place, first in enumerate(seen)
        for second in seen[place + 1 :]
        if policies[first] == policies[second]
    ]


def _late(scenario: Scenario, name: str, policy: Policy) -> list[Text]:
    """Name campaigns and phases that begin after the last day."""
    days = scenario.days
    campaigns = [
        SAY.late_campaign.filled(policy=name, topic=one.topic, day=one.start, days=days) for one in policy.campaigns if one.start >= days
    ]
    phases = [
        SAY.late_phase.filled(policy=name, number=number, day=one.from_day, days=days)
        for number, one in enumerate(policy.phases, start=1)
        if one.from_day >= days
    ]
    return campaigns + phases


def _nowhere(scenario: Scenario, name: str, policy: Policy) -> list[Text]:
    """Name phases that take a share of no township."""
    return [
        SAY.no_share.filled(policy=name, number=number, share=phase.where.share, townships=scenario.city.simulated_townships)
        for number, phase in enumerate(policy.phases, start=1)
        if isinstance(phase.where, ShareOfTownships) and phase.where.share == 0
    ]
