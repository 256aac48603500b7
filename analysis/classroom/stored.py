"""The runs on which a lesson rests: every policy, and every plan of the game, under the same seeds; kept small, as a table beside the lesson."""

from collections.abc import Callable, Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import Any

import pandas as pd

from cogov.analysis.classroom.lesson import Game
from cogov.analysis.classroom.plans import name_of, plans, policy_of
from cogov.experiments.pool import run_many
from cogov.experiments.runner import RunRequest, RunResult
from cogov.experiments.writing import write_text
from cogov.model.indicators import MAIN
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario, resolve_policy
from cogov.scenarios.policies import AS_IS

GOVERNMENT = tuple(f"{name}@government" for name in ("clear_ownership_rate", "overreach_rate", "absence_rate", "misplacement_rate"))
KEPT = (
    *MAIN,
    *GOVERNMENT,
    *("worst_tenth_gain", "worst_group_gap", "repeat_rate", "petition_rate", "passed_up_rate", "resolved_in_village", "mediation_success"),
    *("performance_rate", "reported_resolution_rate", "reporting_gap", "citizen_hours", "goal_conflict", "rebound"),
)
"""What a lesson may speak of."""
FIGURES = 6
"""Of every number."""


def requests(scenario: Scenario, policies: Mapping[str, Policy], seeds: Sequence[int]) -> list[RunRequest]:
    """Return the runs that a lesson asks for."""
    return [RunRequest(scenario, name, policy, seed) for name, policy in policies.items() for seed in seeds]


def requests_of_game(game: Game) -> list[RunRequest]:
    """Return the runs of the city as it is and of every plan."""
    scenario = load_scenario(game.scenario)
    as_is = resolve_policy(scenario, AS_IS)
    bought = {name_of(plan): policy_of(plan, game.levers, game.yuan, scenario, as_is) for plan in plans(len(game.levers))}
    return requests(scenario, {AS_IS: as_is, **bought}, game.seeds)


def lived(asked: Sequence[RunRequest], workers: int, on_done: Callable[[RunResult], None]) -> pd.DataFrame:
    """Live through runs and keep what lessons speak of; a run that fails ends it."""
    results = run_many(asked, workers, on_done)
    for result in results:
        if result.error is not None:
            raise RuntimeError(f"{result.policy}, seed {result.seed}: {result.error}")
    return pd.DataFrame([row_of(result) for result in results])


def row_of(result: RunResult) -> dict[str, Any]:
    """Return what is kept of one run."""
    return {"policy": result.policy, "seed": result.seed} | {
        name: shortened(result.indicators[name]) for name in KEPT if name in result.indicators
    }


def shortened(value: float) -> float:
    """Return a number with the figures that are kept."""
    return float(f"{value:.{FIGURES}g}")


def missing(table: pd.DataFrame, asked: Sequence[RunRequest]) -> bool:
    """Say whether a table does not hold just these runs."""
    return {(one.policy_name, one.seed) for one in asked} != set(zip(table["policy"], table["seed"], strict=True))


def changed(result: RunResult, table: pd.DataFrame) -> str:
    """Name the first number of a run that is not what the table keeps of it; empty where all are."""
    kept = table[(table["policy"] == result.policy) & (table["seed"] == result.seed)].iloc[0]
    for name, now in row_of(result).items():
        if name in kept and not (kept[name] == now or (isinstance(now, float) and isnan(now) and isnan(kept[name]))):
            return f"{result.policy}, {result.seed}, {name}: {kept[name]} ≠ {now}"
    return ""


def write(path: Path, table: pd.DataFrame) -> Path:
    """Keep the runs beside the lesson."""
    return write_text(path, table.to_csv(index=False, lineterminator="\n"))


def read(path: Path) -> pd.DataFrame:
    """Return the kept runs."""
    return pd.read_csv(path, encoding="utf-8")
