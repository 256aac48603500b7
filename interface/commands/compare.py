"""`cogov compare`: several policies in one city, under the same luck."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.options import All, Check, Days, Json, Out, Population, Profile, ScenarioName, Seed, Sets, Warmup, as_setting, number
from cogov.output import file_name, make_folder, note
from cogov.scenarios.words import Language

if TYPE_CHECKING:
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.setting import Setting
    from cogov.worlds import World

HELP = both("在相同的随机条件下比较几个政策。", "Compare policies under the same luck.")
SAME_BUDGET_HELP = both(
    "同一预算下比较: 各政策相对现状的改变(杠杆、阶段、专项整治,不含目标)按同一比例缩减, 使杠杆费用等于情景的 policy.budget; "
    "未设预算时, 等于比现状贵的政策中最便宜者的费用; 更便宜的政策不放大, 并予以说明",
    "compare at the same budget: a policy's changes from the city as it is (levers, phases, campaigns; not goals) shrink by one factor until "
    "its levers cost the scenario's policy.budget or, without one, what the cheapest policy dearer than the city as it is costs; "
    "cheaper policies are not scaled up, and named",
)
COST_FACTOR_HELP = both(
    "把全部杠杆费用(不含工资)乘以这些倍数,各重复一次;与 --same-budget 合用时,在情景预算之内能负担的改变也随之变化",
    "repeat with all lever costs (not wages) times each of these; with --same-budget, what the scenario's budget pays for changes along",
)
Policies = Annotated[
    str, typer.Option("--policies", metavar="A,B,...", help=both("政策,第一个为基准", "policies, the first is the baseline"))
]
SameBudgetAsked = Annotated[bool, typer.Option("--same-budget", help=SAME_BUDGET_HELP)]
CostFactor = Annotated[str | None, typer.Option("--cost-factor", metavar=".5,1,2", help=COST_FACTOR_HELP)]
Replicates = Annotated[int, number("--replicates", "每个政策的重复次数", "replications of each policy")]
Workers = Annotated[
    int | None, typer.Option("--workers", metavar="N", help=both("并行进程数;默认全部核心", "processes; all cores by default"))
]


def compare(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policies: Policies,
    replicates: Replicates = 10,
    same_budget: SameBudgetAsked = False,
    cost_factor: CostFactor = None,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    check: Check = False,
    profile: Profile = False,
    workers: Workers = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Prepare, run, answer; what is wrong is refused before anything is computed or written."""
    from cogov.progress import show_profile, tell_failures
    from cogov.runs import failed
    from cogov.setting import as_names, at_least, prepare
    from cogov.worlds import parse_factors, priced, worlds_at

    language: Language = context.obj
    crew = os.cpu_count() or 1 if workers is None else workers
    at_least("--replicates", replicates, 2)
    at_least("--workers", crew, 1)
    factors = parse_factors(cost_factor)
    setting = replace(as_setting(days, warmup, population, seed, sets, check=check), replicates=replicates, same_budget=same_budget)
    prepared = prepare(scenario, as_names(policies), setting)
    worlds = worlds_at(prepared, setting, factors)
    folder = _folder(out, prepared.scenario.name, json=json)
    for text in (*prepared.notes, *(text for world in worlds for text in world.notes())):
        note(text, language)
    runs = _runs(worlds, setting, crew, language)
    results = [result for _, result in runs]
    failures = failed(results)
    tell_failures(failures, language)
    if len(failures) < len(results):
        from cogov.commands.compare_answer import answer, write

        found = priced(worlds, runs)
        answer(found, language, everything=everything, json=json)
        write(folder, setting, found, language)
    if profile:
        show_profile(results, language)
    if failures:
        raise typer.Exit(1)


def _folder(out: Path | None, scenario: str, *, json: bool) -> Path | None:
    """A person finds table and figures in results/; a program that reads JSON asks for them."""
    if out is None and json:
        return None
    return make_folder(Path("results") / f"compare-{file_name(scenario)}" if out is None else out)


def _runs(worlds: "list[World]", setting: "Setting", workers: int, language: Language) -> "list[tuple[RunRequest, RunResult]]":
    from cogov.progress import progress
    from cogov.worlds import run_worlds, runs_needed

    with progress(len(runs_needed(worlds, setting)), language) as advance:
        return run_worlds(worlds, setting, workers, advance)
