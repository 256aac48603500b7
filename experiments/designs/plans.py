"""From a design to its plan: the city and policies it names, its runs, and what a manifest keeps of it to plan it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Self

from pydantic import ValidationError

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.reading import gathered, retold
from cogov.experiments.designs.schema import Design
from cogov.experiments.designs.set_here import fixed, retold_of_sets
from cogov.experiments.designs.study import OWN_PLACES, ResolvedDesign, study_of
from cogov.experiments.own import kept as kept_of
from cogov.experiments.own import only_read, restored
from cogov.experiments.plan import Plan
from cogov.experiments.planning import plan_runs
from cogov.experiments.recorded import RECORDABLE, recorded, unknown_name
from cogov.model.policy import Policy
from cogov.model.rule import Doing
from cogov.model.scenario import Scenario
from cogov.model.schema import scenario_of
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import find_scenario
from cogov.scenarios.loader import as_mapping, load_scenario
from cogov.scenarios.own_rules import day_brought
from cogov.scenarios.policies import AS_IS, policy_called, policy_title, resolve_policy
from cogov.scenarios.settings import of_policies, of_scenarios
from cogov.scenarios.shorter import asked, other_warmup
from cogov.scenarios.words import Words

SAY = Words(__file__)

SIZE = ("days", "warmup", "population")


def plan_of(design: Design, rules: Sequence[Doing] = ()) -> Plan:
    """Return the runs that a design asks for, with another day if one is given, or everything that is wrong with it."""
    return plan_study(resolve(design, rules))


def resolve(design: Design, rules: Sequence[Doing] = ()) -> ResolvedDesign:
    """Give a design its city, policies, factors and points."""
    _refuse_unknown_indicators(design)
    sets = fixed(design)
    scenario = _scenario(design, sets, rules)
    design = _with_policies_by_name(design, scenario)
    policies = _policies(design, scenario, of_policies(sets))
    titles = {name: policy_title(scenario, name) for name in policies}
    study = study_of(design, scenario, policies, titles)
    days, warmup, _ = _size(design, sets)
    told = other_warmup(design.scenario, design.folder, scenario, days=days, warmup=warmup)
    return replace(study, notes=(*told, *study.notes))


def _refuse_unknown_indicators(design: Design) -> None:
    names = () if isinstance(design.record.indicators, str) else design.record.indicators
    at = (partial(design.written.problem, ("record", "indicators", place)) for place in range(len(names)))
    if wrong := [retold(problem, tell) for name, tell in zip(names, at, strict=True) if (problem := unknown_name(name))]:
        raise InputError(wrong)


def plan_study(study: ResolvedDesign) -> Plan:
    """Return the runs of a resolved design."""
    design = study.design
    tables = tuple(kind for kind in RECORDABLE if getattr(design.record, kind))
    return plan_runs(
        CityExperiment(study.scenario, study.policies, study.factors, tables, recorded(design.record.indicators)),
        study.points,
        {name: decisive(policy) for name, policy in study.policies.items()},
        replicates=design.replicates,
        seed=design.seed,
        luck=design.luck,
        timeout=design.timeout,
        design=_kept(study),
        notes=study.notes,
    )


def decisive(policy: Policy) -> dict[str, Any]:
    """Return of a policy what decides results: all but its budget."""
    return policy.model_dump(mode="json", exclude={"budget", *only_read()})


def _kept(study: ResolvedDesign) -> dict[str, Any]:
    """Return the design with all that it refers to, as plain values: what `replan` reads."""
    kept = study.design.as_mapping()
    if study.design.design == "points":
        names, points = [factor.name for factor in study.factors], next(iter(study.points.values()))
        kept["points"] = [dict(zip(names, point, strict=True)) for point in points]
    policies = {
        name: {"title": study.titles[name].as_mapping(), "settings": policy.model_dump(mode="json")}
        for name, policy in study.policies.items()
    }
    return {**kept, "scenario": as_mapping(study.scenario), "policies": policies, **kept_of(study.scenario.day)}


def replan(kept: Mapping[str, Any]) -> Plan:
    """Return the plan of a design as a manifest keeps it; no file is read."""
    return plan_study(restudy(kept))


def restudy(kept: Mapping[str, Any]) -> ResolvedDesign:
    """Return the resolved design that a manifest keeps, its points in order."""
    own = Kept.of(kept)
    said = {key: value for key, value in kept.items() if key != "own"}
    design = Design.model_validate({**said, "scenario": own.scenario.name or "scenario", "policies": list(own.policies)})
    return study_of(design, own.scenario, own.policies, own.titles)


@dataclass(frozen=True)
class Kept:
    """The city and the policies that a manifest keeps, read back; nothing is planned for that."""

    scenario: Scenario
    policies: dict[str, Policy]
    titles: dict[str, Text]

    @classmethod
    def of(cls, design: Mapping[str, Any]) -> Self:
        """Read a manifest's design, or refuse what another version wrote and this one does not understand."""
        try:
            scenario = scenario_of(restored(design.get("own", {}))).model_validate(design["scenario"])
        except ValidationError as error:
            place = ".".join(str(part) for part in error.errors()[0]["loc"])
            raise InputError(Problem(SAY.other_version, key=f"design.scenario.{place}")) from None
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):  # a stranger's
            raise InputError(Problem(SAY.other_version, key="design.own")) from None
        policies = {name: Policy.model_validate(policy["settings"]) for name, policy in design["policies"].items()}
        return cls(scenario, policies, {name: Text(**policy["title"]) for name, policy in design["policies"].items()})


def _day(design: Design) -> tuple[Doing, ...]:
    return day_brought(design.rules, design.folder, partial(design.written.problem, ("rules",))) if design.rules else ()


def _scenario(design: Design, sets: Mapping[str, Any], rules: Sequence[Doing]) -> Scenario:
    at = partial(design.written.problem, ("scenario",))
    try:
        source = find_scenario(design.scenario, design.folder)
    except InputError as error:
        raise InputError(retold(one, at) for one in error.problems) from None
    if not source.in_library and source.said is None and not source.path.exists():
        message = SAY.no_file.filled(path=source.path)
        raise InputError(at(message))
    own = of_scenarios(sets)
    try:
        return load_scenario(design.scenario, own | asked(*_size(design, sets)), design.folder, rules=rules or _day(design))
    except InputError as error:
        raise InputError(_at_the_design(one, design) for one in retold_of_sets(error, design, own)) from None


def _size(design: Design, sets: Mapping[str, Any]) -> tuple[Any, Any, Any]:
    """Return days, warm-up and residents as the design says, in its own keys or in `set`."""
    days, warmup, population = (getattr(design, key) if getattr(design, key) is not None else sets.get(OWN_PLACES[key]) for key in SIZE)
    return days, warmup, population


def _at_the_design(problem: Problem, design: Design) -> Problem:
    """Return a problem with the city at the design's own line, where one of its keys caused it, or where the design says it in place."""
    if isinstance(design.scenario, dict) and problem.file is None and problem.key.partition(".")[0] in design.scenario:
        return retold(problem, partial(design.written.problem, ("scenario", *problem.key.split("."))))
    given = {name: key for key, name in OWN_PLACES.items() if getattr(design, key) is not None}
    key = given.get(problem.key) or (next(iter(given.values()), None) if not problem.key else None)
    return problem if key is None else retold(problem, partial(design.written.problem, (key,)))


def _with_policies_by_name(design: Design, scenario: Scenario) -> Design:
    """Return a design that calls policies by name what it may have called by their titles."""
    names = tuple(policy_called(scenario, name) for name in design.policies)
    return design if names == design.policies else design.model_copy(update={"policies": names})


def _policies(design: Design, scenario: Scenario, sets: Mapping[str, Any]) -> dict[str, Policy]:
    try:
        resolve_policy(scenario, AS_IS, sets)
    except InputError as error:
        raise InputError(retold_of_sets(error, design, sets)) from None
    found = gathered(partial(_policy, design, scenario, sets, place) for place in range(len(design.policies)))
    return dict(zip(design.policies, found, strict=True))


def _policy(design: Design, scenario: Scenario, sets: Mapping[str, Any], place: int) -> Policy:
    name = design.policies[place]
    at = partial(design.written.problem, ("policies", place) if "policies" in design.model_fields_set else ("policies",))
    if name in design.policies[:place]:
        raise InputError(at(SAY.twice, value=name))
    try:
        return resolve_policy(scenario, name, sets)
    except InputError as error:
        raise InputError(retold(one, at) for one in error.problems) from None
