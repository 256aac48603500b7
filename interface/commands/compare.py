"""`cogov compare`: several policies in one city, under the same luck."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.model.words import Language, Text
from cogov.options import (
    All,
    Check,
    Days,
    Json,
    Out,
    Population,
    Profile,
    RecordAsked,
    ScenarioName,
    Seed,
    Sets,
    Warmup,
    Workers,
    as_setting,
    number,
)
from cogov.output import note

if TYPE_CHECKING:
    from collections.abc import Callable

    from cogov.comparison_study import Priced, World
    from cogov.experiments.engines.engine import Engine
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.setting import Setting
    from cogov.until import Judged, Stopping

    Runs = list[tuple[RunRequest, RunResult]]

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
UNCHECKED = Text(
    zh="{there} 个运行已有结果,不再重新运行和检查;如需检查请用 --out 另选文件夹",
    en="{there} runs are there already and are not run and checked again; to check them choose another folder with --out",
)
Replicates = Annotated[int | None, number("--replicates", "每个政策的重复次数;默认 10", "replications of each policy; 10 by default")]
UNTIL_HELP = both(
    "重复到区间足够窄为止:半宽占基准均值的比例(全部主要指标),或各指标的半宽",
    "replicate until intervals are narrow enough: half-widths as a share of the baseline's mean (all main indicators), or by indicator",
)
Until = Annotated[str | None, typer.Option("--until", metavar="5%|INDICATOR=X,...", help=UNTIL_HELP)]
AtMost = Annotated[int | None, number("--at-most", "--until 的重复次数上限;默认 100", "the cap on replications of --until; 100 by default")]


def compare(
    context: typer.Context,
    scenario: ScenarioName,
    *,
    policies: Policies,
    replicates: Replicates = None,
    until: Until = None,
    at_most: AtMost = None,
    same_budget: SameBudgetAsked = False,
    cost_factor: CostFactor = None,
    days: Days = None,
    warmup: Warmup = None,
    population: Population = None,
    seed: Seed = 1,
    sets: Sets = None,
    record: RecordAsked = None,
    check: Check = False,
    profile: Profile = False,
    workers: Workers = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Prepare, run, answer; what is wrong is refused before anything is computed or written."""
    from cogov.comparison_study import comparison_of, folder_for, parse_factors
    from cogov.progress import tell_failures
    from cogov.runs import failed
    from cogov.setting import as_names
    from cogov.studies import engine_asked, record_asked
    from cogov.until import stopping

    language: Language = context.obj
    stop = stopping(replicates, until, at_most)
    engine, crew = engine_asked(workers)
    factors = parse_factors(cost_factor)
    setting = replace(
        as_setting(days, warmup, population, seed, sets, check=check), same_budget=same_budget, record=record_asked(record) or "all"
    )
    setting, worlds, plan = comparison_of(scenario, as_names(policies), setting, stop, factors, language)
    kept = out is not None or not json
    with folder_for(out, plan, kept=kept) as folder:
        for text in plan.notes:
            note(text, language)
        runs, found, judged = _replicated(
            stop, worlds, setting, folder, partial(_runs, worlds, folder, engine, language, kept=kept), language
        )
        tell_failures(failed([result for _, result in runs]), language)
        if found:
            from cogov.commands.compare_answer import answer, answered, write

            given, series = answered(folder, plan.notes, found, judged)
            answer(given, language, everything=everything, json=json)
            if kept:
                write(folder, given, series, language)
    if profile:
        _show_profile(worlds, setting, crew, language)
    if failed([result for _, result in runs]):
        raise typer.Exit(1)


def _replicated(
    stop: "Stopping", worlds: "list[World]", setting: "Setting", folder: Path, live: "Callable[[Setting], Runs]", language: Language
) -> "tuple[Runs, list[Priced], Judged | None]":
    """Live through the runs, look by look, from the first that takes in all that the folder holds."""
    from cogov.comparison_study import begun, plan_of_worlds
    from cogov.experiments.store.census import census
    from cogov.until import replicated

    plan = plan_of_worlds(worlds, setting)
    there = census(folder, plan)
    if setting.check and there.done:
        note(UNCHECKED.filled(there=there.done), language)
    return replicated(stop, setting, live, partial(_found, worlds, stop.looks), begun(plan, there))


def _runs(worlds: "list[World]", folder: Path, engine: "Engine", language: Language, setting: "Setting", *, kept: bool) -> "Runs":
    """Live through the runs of one look."""
    from cogov.comparison_study import lived_through, plan_of_worlds
    from cogov.progress import watched

    plan = plan_of_worlds(worlds, setting)
    with watched(plan, folder, language, kept=kept) as tell:
        return lived_through(plan, worlds, setting, folder, engine, tell)


def _found(worlds: "list[World]", looks: int, runs: "Runs") -> "list[Priced]":
    """Compare the runs; what failed everywhere is compared nowhere."""
    from cogov.comparison_study import priced
    from cogov.runs import failed

    all_failed = len(failed([result for _, result in runs])) == len(runs)
    return [] if all_failed else priced(worlds, runs, looks)


def _show_profile(worlds: "list[World]", setting: "Setting", workers: int, language: Language) -> None:
    """Live through one run of each policy with a stopwatch: those that were kept, or made elsewhere, carry none."""
    from cogov.comparison_study import one_of_each
    from cogov.experiments.pool import run_many
    from cogov.progress import show_profile

    show_profile(run_many(one_of_each(worlds, setting), workers), language)
