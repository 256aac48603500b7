"""What a person asks for, made into a scenario and policies that can be run, or refused before anything happens; what `--set` says is laid on both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.model.words import Language, Text
from cogov.notes import notes_on
from cogov.scenarios.catalogue import list_policies
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import Reference
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.names import entry_titles
from cogov.scenarios.policies import AS_IS, policy_called, policy_title
from cogov.scenarios.settings import as_set, cause, of_policies, of_scenarios, settled
from cogov.scenarios.shorter import asked, other_warmup, within_days
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from cogov.experiments.recorded import Choice
    from cogov.experiments.same_budget import SameBudget
    from cogov.model.rule import Doing

SAY = Words(__file__)

MOST_REPLICATES = 1_000_000
LARGEST_SEED = 2**63 - 1
OPTIONS = {"days": "--days", "warmup": "--warmup", "city.population": "--population"}


@dataclass(frozen=True)
class Setting:
    """What is asked for beside the scenario and its policies; None is "as the scenario says"."""

    days: int | None = None
    warmup: int | None = None
    population: int | None = None
    seed: int = 1
    sets: Mapping[str, Any] | None = None
    """By dotted path, or mappings inside mappings."""
    check: bool = False
    replicates: int = 1
    same_budget: bool = False
    record: "Choice | tuple[str, ...]" = "all"
    """Indicators of which a comparison keeps a column."""
    rules: tuple["Doing", ...] = ()
    """Another day than the scenario's."""
    request: Mapping[str, Any] = field(default_factory=dict)
    """What was asked for, as the manifest keeps it (`experiments/request.py`)."""

    @property
    def seeds(self) -> range:
        """One seed a replication."""
        return range(self.seed, self.seed + self.replicates)

    def overrides(self) -> dict[str, object]:
        """Return what is laid over the scenario: fewer days bring a shorter warm-up along."""
        return asked(self.days, self.warmup, self.population)


@dataclass(frozen=True)
class Prepared:
    """A scenario and the policies to run in it, with what the person should know before."""

    scenario: Scenario
    policies: dict[str, Policy]
    titles: dict[str, Text]
    seed: int
    notes: tuple[Text, ...]
    as_is: Policy
    """The city as it is, with what `--set` changes."""
    asked: dict[str, Policy]
    """The policies as they are written; `policies` are those that run."""
    same_budget: "SameBudget | None" = None

    def circumstances(self, language: Language) -> str:
        """The city in one line; size, time and seed in another."""
        scenario = self.scenario
        words = {"residents": scenario.city.population, "days": scenario.days, "warmup": scenario.warmup, "seed": self.seed}
        return f"{scenario.title.in_(language)}\n{SAY.circumstances.in_(language).format(**words)}"


def prepare(reference: Reference, names: Sequence[str], setting: Setting) -> Prepared:
    """Read the scenario, resolve the policies, and find what is wrong or worth a note."""
    at_least("--seed", setting.seed, 0, LARGEST_SEED)
    at_least("--replicates", setting.replicates, 1, MOST_REPLICATES)
    sets = settings(setting.sets)
    setting, others = as_options(setting, sets)
    scenario, notes = within_days(_loaded(reference, setting, of_scenarios(others)))
    notes += other_warmup(reference, None, scenario, days=setting.days, warmup=setting.warmup)
    names = once_each([policy_called(scenario, name) for name in names])
    policies = {name: _policy(scenario, name, sets, setting, reference) for name in names}
    if any(policy.phases for policy in policies.values()):
        _refuse_absent(scenario, policies, (setting.sets or {}) if "phases" in sets else {})
    titles = {name: policy_title(scenario, name) for name in names}
    notes += notes_on(scenario, policies, sets)
    as_is = _policy(scenario, AS_IS, sets, setting, reference)
    return at_prices(Prepared(scenario, policies, titles, setting.seed, tuple(notes), as_is, policies), setting)


def _policy(scenario: Scenario, name: str, sets: Mapping[str, Any], setting: Setting, reference: Reference) -> Policy:
    """Return a policy with what is set on top."""
    try:
        return resolve_policy(scenario, name, of_policies(sets))
    except InputError as error:
        raise InputError(told(error, sets, setting, reference)) from None


def _refuse_absent(scenario: Scenario, policies: Mapping[str, Policy], sets: Mapping[str, Any]) -> None:
    from cogov.experiments.absent import absent_townships

    wrong = list(absent_townships(scenario, policies))
    if wrong and sets:  # the same under every policy
        raise InputError(dict.fromkeys(as_set(replace(one, key="phases"), sets) for one in wrong))
    if wrong:
        raise InputError(wrong)


def at_prices(prepared: Prepared, setting: Setting, cost_factor: float = 1.0) -> Prepared:
    """Scale the policies to the same budget if asked, and refuse those above theirs at the scenario's own prices."""
    scenario, policies = prepared.scenario, prepared.asked
    if setting.same_budget:
        from cogov.experiments.same_budget import same_budget

        shared = same_budget(scenario, prepared.as_is, policies, setting.seeds, cost_factor)
        policies = {name: one.policy for name, one in shared.policies.items()}
        prepared = replace(prepared, policies=policies, same_budget=shared)
    if any(policy.budget is not None for policy in policies.values()) and (setting.same_budget or cost_factor == 1):
        from cogov.experiments.budget import over_budget

        if problems := over_budget(scenario, policies, setting.seeds, cost_factor):
            raise InputError(problems)
    return prepared


def as_names(names: str | Sequence[str], least: int = 2) -> list[str]:
    """Read the policies of a comparison, or of what takes fewer: each once, the baseline first."""
    found = [name.strip() for name in (listed(names) if isinstance(names, str) else names)]
    found = [name for name in found if name]
    if len(found) < least:
        message = SAY.none_named if least == 1 else SAY.too_few
        raise InputError(Problem(message, key="--policies", value=",".join(found), allowed=(f"{AS_IS},co_governance",)))
    return once_each(found)


def listed(names: str) -> list[str]:
    """Read names with commas between them, full-width ones too; an enumeration comma may be part of a title: 有清单、授权不足."""
    titles = [entry.title.zh for entry in list_policies()] if "、" in names else []
    parts = [part.strip() for part in re.split("[,，]", names)]
    return [name for part in parts for name in ([part] if part in titles else part.split("、"))]


def once_each(names: list[str]) -> list[str]:
    """Refuse a policy that is named twice."""
    if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
        raise InputError(Problem(SAY.twice_named, key="--policies", value=", ".join(twice)))
    return names


def at_least(key: str, value: int, low: int, high: int | None = None) -> None:
    """Refuse a whole number that is too small, or too big."""
    if value < low or (high is not None and value > high):
        allowed = f"≥ {low}" if high is None else f"{low} – {high}"
        raise InputError(Problem(SAY.out_of_range, key=key, value=value, allowed=(allowed,)))


def _loaded(reference: Reference, setting: Setting, sets: Mapping[str, Any]) -> Scenario:
    try:
        return load_scenario(reference, {**setting.overrides(), **sets}, rules=setting.rules)
    except InputError as error:
        raise InputError(in_words_of_the_command_line(one) for one in told(error, sets, setting, reference)) from None


def in_words_of_the_command_line(problem: Problem) -> Problem:
    """Return a problem with what an option said, which stands in no file, under the option's name."""
    return replace(problem, key=OPTIONS[problem.key], called="") if problem.file is None and problem.key in OPTIONS else problem


PLACES = {"days": "days", "warmup": "warmup", "city.population": "population"}
"""What options say too: path -> option."""


def settings(sets: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what is set by dotted path, or refuse it in words of the command line."""
    try:
        return settled(sets or {})
    except InputError as error:
        raise InputError(as_set(one, sets or {}) for one in error.problems) from None


def as_options(setting: "Setting", sets: Mapping[str, Any]) -> "tuple[Setting, dict[str, Any]]":
    """Return the setting with what options could have said, and what else is set: as options, days bring a warm-up along."""
    found = {option: sets[path] for path, option in PLACES.items() if path in sets}
    if twice := [path for path, option in PLACES.items() if option in found and getattr(setting, option) is not None]:
        raise InputError(as_set(Problem(SAY.twice.filled(option=PLACES[path]), key=path), setting.sets or {}) for path in twice)
    return replace(setting, **found), {path: value for path, value in sets.items() if path not in PLACES}


def told(error: InputError, sets: Mapping[str, Any], setting: Setting, reference: Reference) -> Iterator[Problem]:
    """Yield problems, those that a setting caused in words of the command line, with what was probably meant."""
    from cogov.scenarios.complaints import UNKNOWN

    titles = {} if all(name.isascii() for name in sets) else entry_titles(load_scenario(reference))
    for one in error.problems:
        name = cause(one, sets, titles)
        if name is None:
            yield one
        elif one.message == UNKNOWN:
            yield _told(one, name, reference)
        else:
            yield as_set(one, setting.sets or {}, titles)


def _told(one: Problem, name: str, reference: Reference) -> Problem:
    from cogov.experiments.designs.naming import Slip

    where, slip = (Slip.of(said, load_scenario(reference)) for said in (one.key, name))
    return replace(one, message=SAY.nothing, key=f"--set {where.name}", nearest=slip.meant or one.nearest)
