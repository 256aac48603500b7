"""What a person touches: `import cogov` and the command line. Importing is cheap; work begins when a function is called.

cli.py                the command line: from the words typed to an exit code
application.py        every command, its help, the nearest to a mistyped one
commands/             one module a command
language.py           which language a person reads
options.py            arguments and options that commands share
refusals.py           what the command-line library refuses, in the person's language
setting.py            what is asked for, made into scenario and policies, or refused
notes.py              what a person should know before reading the answer
runs.py               from what was asked to results
worlds.py             a comparison at several prices of the levers
budget_words.py       what is said of money and budgets
progress.py           what is seen while runs are under way: bar, failures, seconds by rule
output.py             where words and files go
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

__all__ = ["__version__", "compare", "run"]

__version__ = "0.1.0"


def run(
    scenario: str = "leping",
    policy: str = "as_is",
    *,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: "Mapping[str, float] | None" = None,
    check: bool = False,
) -> "pd.DataFrame":
    """Run a scenario once and return its indicators: columns `indicator` and `value`, NaN where undefined.

    `sets` turns levers, also by part: `{"boundary_clarity": 0.8, "mediation.people_village": 0.6}`.
    """
    import pandas as pd

    from cogov.runs import run_document, run_once
    from cogov.setting import Setting, prepare

    setting = Setting(days, warmup, population, seed, sets, check)
    prepared = prepare(scenario, [policy], setting)
    result = run_once(prepared, setting)
    if result.error is not None:
        raise RuntimeError(f"the run failed: {result.error}\n{result.traceback}")
    indicators = run_document(prepared, result)["indicators"]
    return pd.DataFrame({"indicator": list(indicators), "value": list(indicators.values())})


def compare(
    scenario: str,
    policies: "Sequence[str] | str",
    *,
    replicates: int = 10,
    workers: int = 1,
    same_budget: bool = False,
    cost_factors: "Sequence[float] | None" = None,
    days: int | None = None,
    warmup: int | None = None,
    population: int | None = None,
    seed: int = 1,
    sets: "Mapping[str, float] | None" = None,
    check: bool = False,
) -> "pd.DataFrame":
    """Compare policies under the same luck: a row an indicator and policy, against the first policy.

    `workers` above 1 starts processes: a script then keeps the call below `if __name__ == "__main__":`.
    `same_budget` first scales policies to the same cost (`cogov compare --help` says how). `cost_factors` repeats the comparison with
    all lever costs multiplied; the rows then have a first column `cost_factor`, and only those that a price changes stand again.
    """
    import pandas as pd

    from cogov.runs import failed
    from cogov.setting import Setting, as_names, at_least, prepare
    from cogov.worlds import checked_factors, priced, run_worlds, worlds_at

    at_least("replicates", replicates, 2)
    at_least("workers", workers, 1)
    factors = () if cost_factors is None else checked_factors(cost_factors, cost_factors)
    setting = Setting(days, warmup, population, seed, sets, check, replicates, same_budget)
    worlds = worlds_at(prepare(scenario, as_names(policies), setting), setting, factors)
    runs = run_worlds(worlds, setting, workers)
    if failures := failed([result for _, result in runs]):
        raise RuntimeError(f"{len(failures)} of {len(runs)} runs failed, the first with: {failures[0].error}\n{failures[0].traceback}")
    usual, *others = priced(worlds, runs)
    if not others:
        return usual.comparison.frame()
    tables = {1.0: usual.comparison.frame()} | {one.world.cost_factor: one.shown().frame() for one in others if one.world.cost_factor != 1}
    return pd.concat(tables, names=["cost_factor"]).reset_index(level="cost_factor").reset_index(drop=True)
