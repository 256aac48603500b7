"""A comparison as a study: the runs that its worlds need, the folder that keeps them, and what stands there as results."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import Kept, plan_study
from cogov.experiments.designs.schema import Design, Record
from cogov.experiments.designs.study import ResolvedDesign
from cogov.experiments.engines.engine import Engine
from cogov.experiments.plan import Plan
from cogov.experiments.planning import Point
from cogov.experiments.request import compare_request
from cogov.experiments.runner import RunRequest, RunResult, result_of
from cogov.experiments.same_budget import SameBudget
from cogov.experiments.store.census import Census, Entry, census
from cogov.experiments.store.folder import looked_at
from cogov.experiments.store.frames import load, table_of
from cogov.experiments.store.manifest import Manifest
from cogov.experiments.sweep import OnProgress, sweep
from cogov.model.policy import Policy
from cogov.model.words import Language, Text
from cogov.output import file_name, make_folder
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.extends import Reference
from cogov.scenarios.settings import flat
from cogov.setting import Prepared, prepare
from cogov.worlds import World, jobs, worlds_at

if TYPE_CHECKING:
    import pandas as pd

    Series = Mapping[str, pd.DataFrame]
    """Policy -> a row a run and day."""

    from cogov.setting import Setting
    from cogov.until import Stopping

RESULTS = Path("results")
MORE = Text(
    zh="这个文件夹里每个政策已有 {there} 次重复,多于现在要求的 {asked} 次;请要求至少 {there} 次"
    "(--replicates,或与 --until 合用的 --at-most),或用 --out 另选文件夹",
    en="this folder holds {there} replications of each policy, more than the {asked} asked for; ask for {there} at least (--replicates, or "
    "--at-most with --until), or choose another folder with --out",
)


def plan_of_worlds(worlds: Sequence[World], setting: "Setting") -> Plan:
    """Return every run that the worlds need, each once. Budgets were looked at when the worlds were made, and decide no result."""
    prepared, asked = worlds[0].prepared, jobs(worlds)
    policies = {label: policy.model_copy(update={"budget": None}) for label, (_, policy) in asked.items()}
    titles = {label: prepared.titles[name] for label, (name, _) in asked.items()}
    design = Design(
        name=_name(prepared.scenario.name),
        scenario=prepared.scenario.name,
        policies=tuple(policies),
        replicates=setting.replicates,
        seed=setting.seed,
        record=Record(series=True, indicators="all"),
    )
    points: dict[str, list[Point]] = {label: [()] for label in policies}
    plan = plan_study(ResolvedDesign(design, prepared.scenario, policies, titles, (), points, ()))
    recorded = tuple(plan.experiment.tables)  # `check` decides no result: no design speaks of it
    return replace(
        plan,
        experiment=CityExperiment(prepared.scenario, policies, record=recorded, check=setting.check),
        request=setting.request,
        prices=tuple(_priced(world, asked) for world in worlds),
        notes=notes_of(worlds),
    )


def comparison_of(
    reference: Reference,
    names: Sequence[str],
    setting: "Setting",
    stop: "Stopping",
    factors: Sequence[float],
    language: Language | None = None,
) -> "tuple[Setting, list[World], Plan]":
    """Return a comparison ready to run, the setting with all that was asked for as the manifest keeps it; or refuse it."""
    setting = replace(setting, replicates=stop.sizes[-1])
    prepared = prepare(reference, names, setting)
    worlds = worlds_at(prepared, setting, factors)
    said = {"days": setting.days, "warmup": setting.warmup, "population": setting.population, "seed": setting.seed}
    more = {
        "same_budget": setting.same_budget or None,
        "cost_factor": list(factors) or None,
        "set": flat(setting.sets or {}) or None,
        "lang": language,
    }
    asked = {key: value for key, value in (stop.as_asked() | said | more).items() if value is not None}
    setting = replace(setting, request=compare_request(reference, names, asked))
    return setting, worlds, plan_of_worlds(worlds, setting)


def notes_of(worlds: Sequence[World]) -> tuple[Text, ...]:
    """Return what a person should know before a comparison, each note once."""
    return tuple(dict.fromkeys([*worlds[0].prepared.notes, *(text for world in worlds for text in world.notes())]))


def _priced(world: World, asked: Mapping[str, tuple[str, Policy]]) -> dict[str, Any]:
    """Return what a manifest keeps of a price: which runs are whose, what levers cost, how policies were brought to one budget."""
    policies = world.prepared.policies
    return {
        "factor": world.cost_factor,
        "policies": {name: next(label for label, job in asked.items() if job == (name, policy)) for name, policy in policies.items()},
        "lever_costs": world.lever_costs,
        "over_budget": list(world.over_budget),
        "same_budget": TypeAdapter(SameBudget | None).dump_python(world.prepared.same_budget, mode="json"),
    }


def kept_worlds(manifest: Manifest) -> list[World]:
    """Return the worlds of a comparison as its folder keeps them; no file and no library is read."""
    study = Kept.of(manifest.design)
    found = []
    for one in manifest.prices:
        policies = {name: study.policies[label] for name, label in one["policies"].items()}
        titles = {name: study.titles[label] for name, label in one["policies"].items()}
        shared = TypeAdapter(SameBudget | None).validate_python(one["same_budget"])
        baseline = next(iter(policies.values()))
        prepared = Prepared(study.scenario, policies, titles, manifest.design["seed"], manifest.notes, baseline, policies, shared)
        found.append(World(one["factor"], prepared, tuple(one["over_budget"]), one["lever_costs"]))
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
        raise InputError(Problem(MORE.filled(there=1 + max(entry.replicate for entry in extras), asked=asked), key=str(folder)))


def _goes_on(entry: Entry, plan: Plan) -> bool:
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


def lived_through(
    plan: Plan, worlds: Sequence[World], setting: "Setting", folder: Path, engine: Engine, on_progress: OnProgress | None = None
) -> list[tuple[RunRequest, RunResult]]:
    """Live through what the folder lacks, failed runs again, and return what it holds then, in the order of the plan."""
    sweep(plan, folder, engine, retry_failed=True, on_progress=on_progress)
    return read_back(worlds, folder, check=setting.check)


def read_back(worlds: Sequence[World], folder: Path, *, check: bool = False) -> list[tuple[RunRequest, RunResult]]:
    """Return the runs of a comparison as its folder holds them: all policies once, then all of them again."""
    scenario, asked = worlds[0].prepared.scenario, jobs(worlds)
    order = {label: place for place, label in enumerate(asked)}
    rows = sorted(table_of(folder).to_pylist(), key=lambda row: (row["replicate"], order[row["policy"]]))
    found = []
    for row in rows:
        name, policy = asked[row["policy"]]
        found.append((RunRequest(scenario, name, policy, row["seed"], check), _result(name, row)))
    return found


def asked_again(request: Mapping[str, Any]) -> "Stopping":
    """Return when a comparison was to stop, as its request says."""
    from cogov.until import stopping

    return stopping(request.get("replicates"), request.get("until"), request.get("at_most"))


def begun(plan: Plan, there: Census) -> int:
    """Return how many replications of a plan a folder has begun."""
    return max((run.replicate + 1 for run in plan.runs() if run.run_id in there.known), default=0)


def series_of(folder: Path, policies: "Iterable[str]") -> "Series":
    """Return the daily series of the runs of each policy."""
    daily = dict(iter(load(folder, "series").groupby("policy")))
    return {policy: daily[policy] for policy in policies if policy in daily}


def _result(name: str, row: Mapping[str, Any]) -> RunResult:
    if row["error"] is not None:
        return RunResult(name, row["seed"], error=row["error"], traceback=row["traceback"])
    return replace(result_of(row, name), seconds=row["seconds"])
