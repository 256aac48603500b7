"""A comparison as a study: at which prices of the levers, the runs that it needs, the folder that keeps them, and what they say at each price.

Policies run the same at every price, unless `--same-budget` lets the price decide how much of them the budget pays for.
"""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from cogov.experiments.budget import MONEY, WITH_HOURS, over_budget, spending
from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import plan_study
from cogov.experiments.designs.schema import Design, Record
from cogov.experiments.designs.study import ResolvedDesign
from cogov.experiments.engines.engine import Engine
from cogov.experiments.own import brings_code, typed_day
from cogov.experiments.plan import Plan
from cogov.experiments.planning import Point
from cogov.experiments.recorded import as_typed, recorded
from cogov.experiments.request import compare_request
from cogov.experiments.runner import RunRequest
from cogov.experiments.same_budget import SameBudget
from cogov.experiments.store.census import Census, KnownRun, census
from cogov.experiments.store.folder import looked_at
from cogov.experiments.sweep import OnProgress, sweep
from cogov.model.policy import Policy
from cogov.model.words import Language, Text
from cogov.options import as_list
from cogov.output import file_name, make_folder
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import Reference
from cogov.scenarios.own_rules import runs_code
from cogov.scenarios.settings import flat
from cogov.scenarios.words import Words
from cogov.setting import Prepared, Setting, at_prices, prepare

if TYPE_CHECKING:
    from cogov.analysis.comparison import Comparison
    from cogov.analysis.subject import Subject
    from cogov.until import Stopping

SAY = Words(__file__)

HIGHEST_FACTOR = 1000.0


@dataclass(frozen=True)
class Price:
    """Scenario and policies at one price of the levers."""

    cost_factor: float
    prepared: Prepared
    over_budget: tuple[str, ...]
    """Policies that cost more than their budget at this price only."""
    lever_costs: dict[str, float]
    """Yuan per resident and year, by policy."""

    def notes(self) -> list[Text]:
        """Say which policies this price makes too dear for their budget."""
        policies = self.prepared.policies
        return [SAY.over.filled(factor=self.cost_factor, policy=name, budget=policies[name].budget) for name in self.over_budget]


@dataclass(frozen=True)
class Priced:
    """A comparison at one price of the levers."""

    price: Price
    comparison: "Comparison"
    whole: bool
    """Whether other policies ran than at the scenario's own prices; else only the money differs."""

    def as_json(self) -> dict[str, Any]:
        """One entry of `cost_factors` in `compare --json`."""
        shared = self.price.prepared.same_budget
        document: dict[str, Any] = {"factor": self.price.cost_factor, "lever_costs": self.price.lever_costs}
        if shared is not None:
            document["same_budget"] = shared.as_json()
        document["over_budget"] = list(self.price.over_budget)
        return document | {"results": [row.as_json() for row in self.shown().results]}

    def shown(self) -> "Comparison":
        """Return the rows that this price changes."""
        rows = tuple(row for row in self.comparison.results if self.whole or row.indicator in {MONEY, WITH_HOURS})
        return replace(self.comparison, results=rows)


def parse_factors(written: str | None) -> tuple[float, ...]:
    """Read `.5,1,2`; nothing asked is nothing repeated."""
    if written is None:
        return ()
    try:
        found = tuple(float(part) for part in as_list(unicodedata.normalize("NFKC", written)))
    except ValueError:
        found = ()
    return checked_factors(found, written)


def checked_factors(factors: Sequence[float], written: object) -> tuple[float, ...]:
    """Refuse factors that are no prices, or the same twice."""
    possible = all(math.isfinite(one) and 0 < one <= HIGHEST_FACTOR for one in factors)
    if not factors or not possible or len(set(factors)) < len(factors):
        raise InputError(Problem(SAY.factors, key="--cost-factor", value=written, allowed=(".5,1,2",)))
    return tuple(float(one) for one in factors)


def at_each_price(prepared: Prepared, setting: Setting, factors: Sequence[float]) -> list[Price]:
    """Return all at the scenario's own prices, then at each factor asked for."""
    return [_at_price(prepared, setting, 1.0), *(_at_price(prepared, setting, factor) for factor in factors)]


def _at_price(prepared: Prepared, setting: Setting, factor: float) -> Price:
    there = prepared if factor == 1 else at_prices(prepared, setting, factor)
    scenario, policies, seeds = there.scenario, there.policies, setting.seeds
    over = () if setting.same_budget else tuple(one.key for one in over_budget(scenario, policies, seeds, factor))
    costs = {name: factor * sum(spending(scenario, policy, seeds).values()) for name, policy in policies.items()}
    return Price(factor, there, over, costs)


def jobs(prices: Sequence[Price]) -> dict[str, tuple[str, Policy]]:
    """Return every policy that the prices need, each once, under a name of its own: what a price makes of a policy is another one."""
    found: dict[str, tuple[str, Policy]] = {}
    for price in prices:
        for name, policy in price.prepared.policies.items():
            if (name, policy) not in found.values():
                found[f"{name}@{price.cost_factor:g}" if name in found else name] = name, policy
    return found


def one_of_each(prices: Sequence[Price], setting: Setting) -> list[RunRequest]:
    """Return a run of every policy that the prices need."""
    scenario = prices[0].prepared.scenario
    return [RunRequest(scenario, name, policy, setting.seed, setting.check) for name, policy in jobs(prices).values()]


def priced(prices: Sequence[Price], subject: "Subject") -> list[Priced]:
    """Compare the policies at each price by the runs of their folder, the first at the scenario's own prices."""
    usual = prices[0].prepared.policies
    at_each = zip(prices, subject.prices, strict=True)
    return [Priced(price, subject.at_price(kept), price.prepared.policies != usual) for price, kept in at_each]


def document(found: Sequence[Priced]) -> dict[str, Any]:
    """What `compare --json` prints: the budget and other prices only where they were asked for."""
    usual, others = found[0], found[1:]
    shared = usual.price.prepared.same_budget
    extra: dict[str, Any] = {} if shared is None else {"same_budget": shared.as_json()}
    if others:
        extra["cost_factors"] = [one.as_json() for one in others]
    return usual.comparison.as_json() | extra


RESULTS = Path("results")


def plan_at(prices: Sequence[Price], setting: "Setting") -> Plan:
    """Return every run that the prices need, each once. Budgets were looked at when the prices were made, and decide no result."""
    prepared, asked = prices[0].prepared, jobs(prices)
    policies = {label: policy.model_copy(update={"budget": None}) for label, (_, policy) in asked.items()}
    titles = {label: prepared.titles[name] for label, (name, _) in asked.items()}
    design = Design(
        name=_name(prepared.scenario.name),
        scenario=prepared.scenario.name,
        policies=tuple(policies),
        replicates=setting.replicates,
        seed=setting.seed,
        record=Record(series=True, flows=True, indicators=setting.record),
    )
    points: dict[str, list[Point]] = {label: [()] for label in policies}
    plan = plan_study(ResolvedDesign(design, prepared.scenario, policies, titles, (), points, ()))
    tables = tuple(plan.experiment.tables)  # `check` decides no result: no design speaks of it
    return replace(
        plan,
        experiment=CityExperiment(prepared.scenario, policies, record=tables, indicators=recorded(setting.record), check=setting.check),
        request=setting.request,
        prices=tuple(_priced(price, asked) for price in prices),
        notes=notes_of(prices),
    )


def comparison_of(
    reference: Reference,
    names: Sequence[str],
    setting: "Setting",
    stop: "Stopping",
    factors: Sequence[float],
    language: Language | None = None,
) -> "tuple[Setting, list[Price], Plan]":
    """Return a comparison ready to run, the setting with all that was asked for as the manifest keeps it; or refuse it."""
    stop.refuse_unrecorded(recorded(setting.record))
    setting = replace(setting, replicates=stop.sizes[-1])
    prepared = prepare(reference, names, setting)
    prices = at_each_price(prepared, setting, factors)
    said = {"days": setting.days, "warmup": setting.warmup, "population": setting.population, "seed": setting.seed}
    day = typed_day(setting.rules)
    more = {
        "same_budget": setting.same_budget or None,
        "cost_factor": list(factors) or None,
        "set": flat(setting.sets or {}) or None,
        "rules": day,
        "run_code": (brings_code(prepared.scenario.day) and (day is None or runs_code())) or None,
        "record": None if setting.record == "all" else as_typed(setting.record),
        "lang": language,
    }
    asked = {key: value for key, value in (stop.as_asked() | said | more).items() if value is not None}
    setting = replace(setting, request=compare_request(reference, list(prepared.policies), asked))
    return setting, prices, plan_at(prices, setting)


def notes_of(prices: Sequence[Price]) -> tuple[Text, ...]:
    """Return what a person should know before a comparison, each note once."""
    return tuple(dict.fromkeys([*prices[0].prepared.notes, *(text for price in prices for text in price.notes())]))


def _priced(price: Price, asked: Mapping[str, tuple[str, Policy]]) -> dict[str, Any]:
    """Return what a manifest keeps of a price: which runs are whose, what levers cost, how policies were brought to one budget."""
    policies = price.prepared.policies
    return {
        "factor": price.cost_factor,
        "policies": {name: next(label for label, job in asked.items() if job == (name, policy)) for name, policy in policies.items()},
        "lever_costs": price.lever_costs,
        "over_budget": list(price.over_budget),
        "same_budget": TypeAdapter(SameBudget | None).dump_python(price.prepared.same_budget, mode="json"),
    }


def kept_prices(subject: "Subject") -> list[Price]:
    """Return the prices of a comparison as its folder keeps them; no file and no library is read."""
    study, seed, notes = subject.study.kept, subject.manifest["design"]["seed"], subject.study.told
    found = []
    for one in subject.prices:
        policies = {name: study.policies[label] for name, label in one["policies"].items()}
        titles = {name: study.titles[label] for name, label in one["policies"].items()}
        shared = TypeAdapter(SameBudget | None).validate_python(one["same_budget"])
        baseline = next(iter(policies.values()))
        prepared = Prepared(study.scenario, policies, titles, seed, notes, baseline, policies, shared)
        found.append(Price(one["factor"], prepared, tuple(one["over_budget"]), one["lever_costs"]))
    return found


def _name(scenario: str) -> str:
    return f"compare-{file_name(scenario)}"


@contextmanager
def folder_for(out: str | Path | None, plan: Plan, *, kept: bool) -> Iterator[Path]:
    """Find the folder of a comparison: the one asked for, else one of its own in results/; what is not kept is removed in the end."""
    if out is None and not kept:
        with TemporaryDirectory(prefix="cogov-") as folder:
            yield Path(folder)
    elif out is None:
        yield make_folder(own_folder(plan, RESULTS))
    else:
        _refuse_fewer(Path(out), plan)
        looked_at(Path(out), plan)
        yield make_folder(Path(out))


def _refuse_fewer(folder: Path, plan: Plan) -> None:
    """Refuse fewer replications of the same comparison than a folder holds: whoever reads it later reads all of them."""
    asked, extras = plan.design["replicates"], [entry for _, entry in census(folder, plan).extras(plan)]
    if extras and all(_goes_on(entry, plan) for entry in extras):
        raise InputError(Problem(SAY.more.filled(there=1 + max(entry.replicate for entry in extras), asked=asked), key=str(folder)))


def _goes_on(entry: KnownRun, plan: Plan) -> bool:
    """Say whether a run would be asked for if a comparison had more replications."""
    design = plan.design
    later = entry.replicate >= design["replicates"] and entry.seed == design["seed"] + entry.replicate
    return later and entry.policy in design["policies"]


def own_folder(plan: Plan, among: Path) -> Path:
    """Return the first folder among others that is free or holds this comparison, perhaps with fewer replications or policies."""
    name = plan.design.get("name") or "study"
    for place in count(1):
        folder = among / (name if place == 1 else f"{name}-{place}")
        try:
            looked_at(folder, plan)
        except InputError:
            continue
        return folder
    raise AssertionError


def lived_through(plan: Plan, folder: Path, engine: Engine, on_progress: OnProgress | None = None) -> "Subject":
    """Live through what the folder lacks, failed runs again, and return what it holds then."""
    from cogov.analysis.subject import begun_subject

    sweep(plan, folder, engine, retry_failed=True, on_progress=on_progress)
    return begun_subject(folder)


def asked_again(request: Mapping[str, Any]) -> "Stopping":
    """Return when a comparison was to stop, as its request says."""
    from cogov.until import stopping

    return stopping(request.get("replicates"), request.get("until"), request.get("at_most"))


def begun(plan: Plan, there: Census) -> int:
    """Return how many replications of a plan a folder has begun."""
    return max((run.replicate + 1 for run in plan.runs() if run.run_id in there.known), default=0)
