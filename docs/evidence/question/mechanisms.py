"""Through which mechanism an effect runs: the 2 × 2 experiment with one mechanism knocked out at a time.

A mechanism is knocked out so that nothing else moves where alignment is 0: what it contributes on the average stays, only that it answers
to goals goes. What an effect loses without it, seed by seed, ran through it; mechanisms that work on one another need not add up.
"""

from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from cogov.analysis.paired import PairedDifference, holm
from cogov.model.goals import mean_cosine
from cogov.model.indicators import MAIN
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.triage import Triage
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.loader import load_scenario
from docs.evidence.pages import write_table
from docs.evidence.question.corners import Variation, through
from docs.evidence.question.grid import NO_CONVENING, names
from docs.evidence.runs import Runs, live

POOLS = ("geometric", "linear")
FULL = "full"
KNOCK_OUTS: dict[str, Text] = {
    FULL: Text(zh="完整模型", en="the whole model"),
    "queue": Text(zh="关注不影响排队", en="attention out of the queue"),
    "taking": Text(zh="关注不影响接手", en="attention out of taking"),
    "detection": Text(zh="发现错办与关注是否多样无关", en="error detection freed of attention"),
    "joining": Text(zh="协办加入不看一致度", en="congruence out of joining"),
    "working": Text(zh="共同办理不看一致度", en="congruence out of working together"),
    "convening": Text(zh="无人召集", en="nobody convenes"),
    "all": Text(zh="以上全部", en="all of these"),
}


def overrides(scenario: Scenario) -> dict[str, dict[str, object]]:
    """Return what every knock-out changes in a city."""
    triage = scenario.numbers(Triage)
    diversity = 1 - float(mean_cosine(CoGovernanceModel(scenario, seed=1).city.own_goals[0]))
    found: dict[str, dict[str, object]] = {
        FULL: {},
        "queue": {"parameters.handling.w_attention": 0.0},
        "taking": {"parameters.triage.taking_attention": 0.0},
        "detection": {
            "parameters.triage.found_base": triage.found_base + triage.found_diversity * diversity,
            "parameters.triage.found_diversity": 0.0,
        },
        "joining": {"parameters.handling.join_congruence": 0.0},
        "working": {"parameters.handling.turf_conflict": 0.0},
        "convening": NO_CONVENING,
    }
    return found | {"all": {path: value for own in found.values() for path, value in own.items()}}


def variations(population: int) -> list[Variation]:
    """Return the whole model and every knock-out, under both pools."""
    changed = overrides(load_scenario("leping", {"city.population": population}))
    return [
        Variation(f"{pool}/{name}", says, {**changed[name], "choices.alignment": pool})
        for pool, (name, says) in product(POOLS, KNOCK_OUTS.items())
    ]


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through all knock-outs and write what came of them."""
    found = variations(population)
    runs = live([cell for one in found for cell in one.cells(population, replicates)], workers)
    return write_table(folder, "question_mechanisms", frame(runs, found)), runs


def frame(runs: Runs, found: list[Variation]) -> pd.DataFrame:
    """One row a pool, knock-out, indicator and effect: the effect that is left (`left`), and what ran through it (`through`).

    Holm's adjustment is over the main indicators' effects of the whole models, and over all that ran through something apart.
    """
    by_name = {one.name: one for one in found}
    rows = []
    for pool, knock_out, name in product(POOLS, KNOCK_OUTS, names()):
        own = by_name[f"{pool}/{knock_out}"]
        rows += [_row(pool, knock_out, name, effect, "left", one) for effect, one in own.effects(runs, name).items()]
        if knock_out != FULL:
            gone = through(by_name[f"{pool}/{FULL}"].values(runs, name), own.values(runs, name))
            rows += [_row(pool, knock_out, name, effect, "through", one) for effect, one in gone.items()]
    table = pd.DataFrame(rows)
    main = table["indicator"].isin(MAIN) & (table["group"] == "all")
    for family in (main & (table["kind"] == "left") & (table["knock_out"] == FULL), main & (table["kind"] == "through")):
        table.loc[family, "p_adjusted"] = holm(table.loc[family, "p"].to_numpy())
    return table


def _row(pool: str, knock_out: str, name: str, effect: str, kind: str, found: PairedDifference) -> dict[str, object]:
    indicator, _, group = name.partition("@")
    return {
        "alignment": pool, "knock_out": knock_out, "group": group or "all", "indicator": indicator, "effect": effect, "kind": kind,
        "difference": found.difference, "ci_low": found.ci_low, "ci_high": found.ci_high, "p": found.p, "p_adjusted": np.nan, "seeds": found.pairs,
    }  # fmt: skip
