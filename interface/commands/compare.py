"""`cogov compare`: several policies in one city, under the same luck."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cogov.language import both
from cogov.model.words import Language
from cogov.options import (
    All,
    Check,
    Days,
    Json,
    Memory,
    Out,
    Population,
    Profile,
    RecordAsked,
    RulesAsked,
    ScenarioName,
    Seed,
    Sets,
    Warmup,
    Workers,
    as_day,
    as_setting,
    number,
)
from cogov.output import note
from cogov.scenarios.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from cogov.analysis.subject import Subject
    from cogov.comparison_study import Price, Priced
    from cogov.experiments.engines.engine import Engine
    from cogov.setting import Setting
    from cogov.until import Judged, Stopping

SAY = Words(__file__)

Policies = Annotated[str, typer.Option("--policies", metavar="A,B,...", help=both(SAY.policies))]
SameBudgetAsked = Annotated[bool, typer.Option("--same-budget", help=both(SAY.same_budget))]
CostFactor = Annotated[str | None, typer.Option("--cost-factor", metavar=".5,1,2", help=both(SAY.cost_factor))]
Replicates = Annotated[int | None, number("--replicates", SAY.replicates)]
Until = Annotated[str | None, typer.Option("--until", metavar="5%|INDICATOR=X,...", help=both(SAY.until))]
AtMost = Annotated[int | None, number("--at-most", SAY.at_most)]


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
    rules: RulesAsked = None,
    record: RecordAsked = None,
    check: Check = False,
    profile: Profile = False,
    workers: Workers = None,
    memory: Memory = None,
    everything: All = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Prepare, run, answer; what is wrong is refused before anything is computed or written."""
    from cogov.comparison_study import comparison_of, folder_for, parse_factors
    from cogov.notes import notes_on_memory
    from cogov.progress import tell_failures
    from cogov.setting import as_names
    from cogov.studies import engine_asked, record_asked
    from cogov.until import stopping

    language: Language = context.obj
    stop = stopping(replicates, until, at_most)
    engine, crew = engine_asked(workers, memory=memory)
    factors = parse_factors(cost_factor)
    day = as_day(rules)  # its levers and indicators are known from here on
    setting = replace(
        as_setting(days, warmup, population, seed, sets, check=check),
        same_budget=same_budget,
        rules=day,
        record=record_asked(record) or "all",
    )
    setting, prices, plan = comparison_of(scenario, as_names(policies), setting, stop, factors, language)
    kept = out is not None or not json
    with folder_for(out, plan, kept=kept) as folder:
        for text in (*plan.notes, *notes_on_memory(plan, engine)):
            note(text, language)
        live = partial(_live, prices, folder, engine, language, kept=kept)
        subject, found, judged = _replicated(stop, prices, setting, folder, live, language)
        tell_failures(subject.failures, language)
        if found:
            from cogov.commands.compare_answer import answer, answered, write

            given = answered(subject, found, judged)
            answer(given, language, everything=everything, json=json)
            if kept:
                write(subject, given, language)
    if profile:
        _show_profile(prices, setting, engine, crew, language)
    if subject.failures:
        raise typer.Exit(1)


def _replicated(
    stop: "Stopping", prices: "list[Price]", setting: "Setting", folder: Path, live: "Callable[[Setting], Subject]", language: Language
) -> "tuple[Subject, list[Priced], Judged | None]":
    """Live through the runs, look by look, from the first that takes in all that the folder holds."""
    from cogov.comparison_study import begun, plan_at
    from cogov.experiments.store.census import census
    from cogov.until import replicated

    plan = plan_at(prices, setting)
    there = census(folder, plan)
    if setting.check and there.done:
        note(SAY.unchecked.filled(there=there.done), language)
    return replicated(stop, setting, live, partial(_found, prices), begun(plan, there))


def _live(prices: "list[Price]", folder: Path, engine: "Engine", language: Language, setting: "Setting", *, kept: bool) -> "Subject":
    """Live through the runs of one look."""
    from cogov.comparison_study import lived_through, plan_at
    from cogov.progress import watched

    plan = plan_at(prices, setting)
    with watched(plan, folder, language, kept=kept) as tell:
        return lived_through(plan, folder, engine, tell)


def _found(prices: "list[Price]", subject: "Subject") -> "list[Priced]":
    """Compare the runs; what failed everywhere is compared nowhere."""
    from cogov.comparison_study import priced

    return [] if subject.runs.empty else priced(prices, subject)


def _show_profile(prices: "list[Price]", setting: "Setting", engine: "Engine", workers: int, language: Language) -> None:
    """Live through one run of each policy with a stopwatch: those that were kept, or made elsewhere, carry none."""
    from cogov.comparison_study import one_of_each
    from cogov.experiments.pool import run_many
    from cogov.progress import show_profile

    show_profile(run_many(one_of_each(prices, setting), workers, memory=engine.memory), language)
