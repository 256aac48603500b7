"""A comparison as a study: the runs that its worlds need, the folder that keeps them, and what stands there as results."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from cogov.experiments.cities import CityExperiment
from cogov.experiments.designs.plans import plan_study
from cogov.experiments.designs.schema import Design
from cogov.experiments.designs.study import ResolvedDesign
from cogov.experiments.engines.engine import Engine
from cogov.experiments.measuring import pillar_column
from cogov.experiments.plan import Plan
from cogov.experiments.planning import Point
from cogov.experiments.runner import RunRequest, RunResult
from cogov.experiments.store.census import census
from cogov.experiments.store.folder import looked_at
from cogov.experiments.store.frames import table_of
from cogov.experiments.store.manifest import manifest_in
from cogov.experiments.sweep import OnProgress, sweep
from cogov.output import file_name, make_folder
from cogov.scenarios.errors import InputError
from cogov.scenarios.indicators import INDICATORS, PILLARS, base
from cogov.worlds import jobs

if TYPE_CHECKING:
    import pandas as pd

    Series = Mapping[str, pd.DataFrame]
    """Policy -> one row a day."""

    from cogov.setting import Setting
    from cogov.worlds import World


def plan_of_worlds(worlds: "Sequence[World]", setting: "Setting") -> Plan:
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
    )
    points: dict[str, list[Point]] = {label: [()] for label in policies}
    plan = plan_study(ResolvedDesign(design, prepared.scenario, policies, titles, (), points, ()))
    return replace(plan, experiment=CityExperiment(prepared.scenario, policies, record=("series",), check=setting.check))


def _name(scenario: str) -> str:
    return f"compare-{file_name(scenario)}"


@contextmanager
def folder_for(out: str | Path | None, plan: Plan, *, kept: bool) -> Iterator[Path]:
    """Find the folder of a comparison: the one asked for, else one of its own in results/; what is not kept is removed in the end."""
    if out is None and not kept:
        with TemporaryDirectory(prefix="cogov-") as folder:
            yield Path(folder)
    elif out is None:
        yield make_folder(_own(plan))
    else:
        looked_at(Path(out), plan)
        yield make_folder(Path(out))


def _own(plan: Plan) -> Path:
    """Return the first folder that is free or holds this comparison, perhaps with fewer replications or policies."""
    for place in count(1):
        folder = Path("results") / (plan.design["name"] if place == 1 else f"{plan.design['name']}-{place}")
        try:
            looked_at(folder, plan)
        except InputError:
            continue
        return folder
    raise AssertionError


def lived_through(
    plan: Plan, worlds: "Sequence[World]", setting: "Setting", folder: Path, engine: Engine, on_progress: OnProgress | None = None
) -> list[tuple[RunRequest, RunResult]]:
    """Live through what the folder lacks, failed runs again, and return what it holds then, in the order of the plan."""
    if not _was_passed(plan, folder):
        sweep(plan, folder, engine, retry_failed=True, on_progress=on_progress)
    rows = {row["run_id"]: row for row in table_of(folder).to_pylist()}
    scenario, asked = worlds[0].prepared.scenario, jobs(worlds)
    found = []
    for run in plan.runs():
        name, policy = asked[run.policy]
        found.append((RunRequest(scenario, name, policy, run.seed, setting.check), _result(name, rows[run.run_id])))
    return found


def _was_passed(plan: Plan, folder: Path) -> bool:
    """Say whether the folder went on past this plan before, and holds all of it: an early look of a comparison with --until."""
    if manifest_in(folder) is None:
        return False
    there = census(folder, plan)
    return there.extra > 0 and there.done + there.failed == plan.count


def series_of(folder: Path, policies: "Iterable[str]") -> "Series":
    """Return the daily series of each policy, the mean over its runs; one row a day."""
    runs = table_of(folder).to_pandas()[["run_id", "policy"]]
    daily = table_of(folder, "series").to_pandas().merge(runs, on="run_id")
    means = daily.drop(columns="run_id").groupby(["policy", "day"]).mean()
    return {policy: means.loc[policy] for policy in policies if policy in means.index}


def _result(name: str, row: Mapping[str, Any]) -> RunResult:
    if row["error"] is not None:
        return RunResult(name, row["seed"], error=row["error"], traceback=row["traceback"])
    return RunResult(
        policy=name,
        seed=row["seed"],
        indicators={key: value for key, value in row.items() if base(key) in INDICATORS},
        pillars={pillar: row[pillar_column(pillar)] for pillar in PILLARS},
        cost=row["cost"],
        lever_cost=row["lever_cost"],
        seconds=row["seconds"],
    )
