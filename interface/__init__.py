"""What a person touches: `import cogov` and the command line. Importing is cheap; work begins when a function is called.

cli.py                the command line: from the words typed to an exit code
application.py        every command, its help, the nearest to a mistyped one
commands/             one module a command
language.py           which language a person reads
options.py            arguments and options that commands share
refusals.py           what the command-line library refuses, in the person's language
sets.py               what --set says, laid on scenario and policies
setting.py            what is asked for, made into scenario and policies, or refused
plain.py              what Python functions are given, made Python's own
notes.py              what a person should know before reading the answer
runs.py               from what was asked to results
studies.py            a study as a person asks for it: design, machines, folder
until.py              replicate until intervals are narrow enough
worlds.py             a comparison at several prices of the levers
comparison_study.py   a comparison as a study: its plan, its folder, its runs
estimate_words.py     what a study will take, said before it begins
progress.py           what is seen while runs are under way: bar, failures, seconds by rule
study_progress.py     what is seen of a study: rate, time left, failed runs
output.py             where words and files go
"""

from typing import TYPE_CHECKING

from cogov.plain import plainly

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Executor
    from pathlib import Path
    from typing import Any

    import pandas as pd

    from cogov.experiments.designs.schema import Design
    from cogov.experiments.plan import Plan
    from cogov.experiments.runner import RunRequest, RunResult
    from cogov.experiments.sweep import Counts

__all__ = ["__version__", "compare", "load", "run", "sweep"]

__version__ = "0.1.0"


@plainly
def run(
    scenario: str = "leping",
    policy: str = "as_is",
    *,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: "Mapping[str, Any] | None" = None,
    check: bool = False,
) -> "pd.DataFrame":
    """Run a scenario once and return its indicators: columns `indicator` and `value`, NaN where undefined.

    `sets` says what stands where, levers and everything else of the scenario, at dotted paths or in mappings:
    `{"boundary_clarity": 0.8, "mediation.people_village": 0.6, "parameters": {"triage": {"taking_load": 0.1}}, "choices.queue": "fifo"}`.
    """
    import pandas as pd

    from cogov.notes import warn
    from cogov.runs import run_document, run_once
    from cogov.setting import Setting, prepare

    setting = Setting(days, warmup, population, seed, sets, check)
    prepared = prepare(scenario, [policy], setting)
    warn(prepared.notes, prepared.scenario.notes)
    result = run_once(prepared, setting)
    if result.error is not None:
        raise RuntimeError(f"the run failed: {result.error}\n{result.traceback}")
    indicators = run_document(prepared, result)["indicators"]
    return pd.DataFrame({"indicator": list(indicators), "value": list(indicators.values())})


@plainly
def compare(
    scenario: str,
    policies: "Sequence[str] | str",
    *,
    replicates: int | None = None,
    until: str | None = None,
    at_most: int | None = None,
    workers: int = 1,
    same_budget: bool = False,
    cost_factors: "Sequence[float] | None" = None,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: "Mapping[str, Any] | None" = None,
    check: bool = False,
    out: "str | Path | None" = None,
) -> "pd.DataFrame":
    """Compare policies under the same luck: a row an indicator and policy, against the first policy.

    Every policy has `replicates` runs (10 unless said) or, with `until="5%"` or `until="mean_days=0.5"`, as many as make the intervals
    so narrow, `at_most` 100 unless said. `workers` above 1 starts processes: a script then keeps the call below `if __name__ == "__main__":`.
    `same_budget` first scales policies to the same cost (`cogov compare --help` says how). `cost_factors` repeats the comparison with
    all lever costs multiplied; the rows then have a first column `cost_factor`, and only those that a price changes stand again.
    `out` keeps the runs in a folder, as `sweep` does: more replicates or policies then compute only what is missing, and with `until`
    the first look is the one that takes in all that the folder holds.
    """
    import pandas as pd

    from cogov.commands.compare_answer import answered
    from cogov.comparison_study import begun, comparison_of, folder_for, lived_through, plan_of_worlds
    from cogov.experiments.engines.choice import engine_for
    from cogov.experiments.store.census import census
    from cogov.notes import warn
    from cogov.runs import failed, first_network
    from cogov.setting import Setting, as_names, at_least
    from cogov.until import replicated, stopping
    from cogov.worlds import checked_factors, priced

    stop = stopping(replicates, until, at_most)
    at_least("workers", workers, 1)
    factors = () if cost_factors is None else checked_factors(cost_factors, cost_factors)
    setting = Setting(days, warmup, population, seed, sets, check, same_budget=same_budget)
    setting, worlds, plan = comparison_of(scenario, as_names(policies), setting, stop, factors)
    first_network(worlds[0].prepared, setting)  # bad input that only the model sees is refused here
    warn(plan.notes)
    engine = engine_for(workers)

    def live(part: Setting) -> "list[tuple[RunRequest, RunResult]]":
        runs = lived_through(plan_of_worlds(worlds, part), worlds, part, folder, engine)
        if failures := failed([result for _, result in runs]):
            raise RuntimeError(f"{len(failures)} of {len(runs)} runs failed, the first with: {failures[0].error}\n{failures[0].traceback}")
        return runs

    with folder_for(out, plan, kept=False) as folder:
        there = begun(plan, census(folder, plan))
        _, (usual, *others), judged = replicated(stop, setting, live, lambda runs: priced(worlds, runs, stop.looks), there)
        given, _ = answered(folder, plan.notes, [usual], judged)
    warn(given.learnt)
    if not others:
        return usual.comparison.frame()
    tables = {1.0: usual.comparison.frame()} | {one.world.cost_factor: one.shown().frame() for one in others if one.world.cost_factor != 1}
    return pd.concat(tables, names=["cost_factor"]).reset_index(level="cost_factor").reset_index(drop=True)


@plainly
def sweep(
    design: "str | Path | Design | Plan",
    *,
    workers: int = 1,
    out: "str | Path | None" = None,
    executor: "Executor | Callable[[], Executor] | None" = None,
    dask: str | None = None,
    replicates: int | None = None,
    sets: "Mapping[str, Any] | None" = None,
    retry_failed: bool = False,
    on_progress: "Callable[[Counts], None] | None" = None,
) -> "pd.DataFrame":
    """Run a study into a folder and return its runs, one row each; what the folder holds already is not run again.

    `design` is a library name, a file, a `Design`, or a `Plan` of an experiment of one's own. Runs are lived through in this process,
    in `workers` processes (a script then keeps the call below `if __name__ == "__main__":`), by the workers of the Dask scheduler at
    the address `dask`, or by an `executor` of `workers` workers with the interface of `concurrent.futures.Executor`; a function that
    makes executors is asked for another when one breaks. A failed run is a row with `status` "failed" and its error.
    """
    from cogov.notes import warn
    from cogov.studies import folder_of, planned, swept

    plan, name = planned(design, replicates, sets)
    warn(plan.notes)
    settings = {"retry_failed": retry_failed, "on_progress": on_progress}
    return load(swept(plan, folder_of(out, name), workers, executor, dask, **settings))


@plainly
def load(folder: "str | Path", kind: str = "runs") -> "pd.DataFrame":
    """Return what a study left: its `runs`, or the daily `series` or `events` that it recorded. Works while it is under way.

    `long`: a row a run and indicator, as mixed models take it.
    """
    from cogov.experiments.store.frames import load as loaded

    if kind == "long":
        from cogov.analysis.long import long_table
        from cogov.analysis.reading import read_study

        return long_table(read_study(folder))
    return loaded(folder, kind)
