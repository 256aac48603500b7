"""Conclusions over structural worlds: counted where they hold, named where not, repriced without a run."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from formulas import planted

from cogov.analysis.robustness.conclusion_words import conclusion_sentence
from cogov.analysis.robustness.conclusions import PRICE, conclusions, effects, repriced
from cogov.analysis.study import Study
from cogov.experiments.budget import repriced as of_a_run
from cogov.experiments.runner import RunResult
from cogov.model.schema import Weights

LEVELS = (0.2, 0.8)
TRIAGE = ("mixed", "claims", "dispatch")
FACTORS = {"boundary_clarity": list(LEVELS), "goal_alignment": list(LEVELS), "choices.triage": list(TRIAGE)}


def study(seed: int = 1, replicates: int = 6) -> Study:
    """Clarity shortens by 3 days save under dispatch; alignment by 2; together they lose 1.5; luck shifts whole replicates."""
    draws = np.random.default_rng(seed)
    rows = []
    for replicate in range(replicates):
        luck = draws.normal(0, 10)
        for point, (clarity, alignment, triage) in enumerate(product(LEVELS, LEVELS, TRIAGE)):
            b, g = clarity > 0.5, alignment > 0.5
            days = 30 + luck - 3 * b * (triage != "dispatch") - 2 * g + 1.5 * b * g + draws.normal(0, 0.2)
            money = {"cost": 1000.0, "lever_cost": 100.0 + 300 * b, "cost_per_resolved": 1000.0 - 50 * b + draws.normal(0, 1)}
            at = {"boundary_clarity": clarity, "goal_alignment": alignment, "choices.triage": triage}
            rows.append({"point": point, "replicate": replicate, **at, "mean_days": days, **money})
    return planted(pd.DataFrame(rows).to_dict("list"), "grid", FACTORS)


def found(key: str, indicator: str) -> Any:
    return next(
        one for one in conclusions(study(), ["mean_days", "cost_per_resolved"]) if (one.effect.key, one.indicator) == (key, indicator)
    )


def test_an_effect_holds_where_it_was_planted() -> None:
    clarity = found("boundary_clarity", "mean_days")
    assert clarity.reference.holds == "better"
    assert clarity.reference.difference == pytest.approx(-3, abs=0.4)
    assert (clarity.agreeing, len(clarity.worlds)) == (2, 3)
    assert [one.world["choices.triage"] for one in clarity.exceptions] == ["dispatch"]
    assert found("goal_alignment", "mean_days").agreeing == 3


def test_the_interaction_is_both_less_each() -> None:
    interaction = found("boundary_clarity×goal_alignment", "mean_days")
    assert interaction.effect.interaction
    assert interaction.reference.difference == pytest.approx(1.5, abs=0.4)
    assert (interaction.reference.holds, interaction.agreeing) == ("worse", 3)
    assert "substitutes" in conclusion_sentence(interaction).en
    assert "替代" in conclusion_sentence(interaction).zh


def test_prices_make_worlds_without_runs() -> None:
    """Clarity saves 50 a matter and its levers cost 300 of 1,000 more: at half price it costs less, at twice more."""
    money = found("boundary_clarity", "cost_per_resolved")
    assert len(money.worlds) == 9
    verdicts = {one.world[PRICE]: one.holds for one in money.worlds}
    assert verdicts == {1.0: "better", 0.5: "better", 2.0: "worse"}
    assert money.reference.world[PRICE] == 1.0


def test_repricing_is_that_of_a_run() -> None:
    runs = pd.DataFrame({"cost_per_resolved": [812.0], "cost": [5e6], "lever_cost": [1.2e6]})
    result = RunResult("p", 1, {"cost_per_resolved": 812.0}, {}, 5e6, 1.2e6)
    for factor in (0.5, 1.0, 2.0):
        theirs = of_a_run(result, factor, Weights()).indicators["cost_per_resolved"]
        assert repriced(runs, factor).iloc[0] == pytest.approx(theirs)


def test_the_same_luck_is_subtracted() -> None:
    """The luck of a replicate, ten days of spread, would drown an effect of two if replicates were not paired."""
    clear = found("goal_alignment", "mean_days").reference
    assert clear.ci_high - clear.ci_low < 1


def test_policies_make_effects_and_the_four_make_an_interaction() -> None:
    policies = ("as_is", "clear_boundaries", "aligned_goals", "clear_and_aligned")
    rows = [
        {
            "point": world,
            "replicate": replicate,
            "policy": policy,
            "choices.need": need,
            "mean_days": 30 - 2 * place + 0.01 * replicate * world,
        }
        for world, need in enumerate(("drifting", "fixed"))
        for replicate in range(3)
        for place, policy in enumerate(policies)
    ]
    given = planted(pd.DataFrame(rows).to_dict("list"), "grid", {"choices.need": ["drifting", "fixed"]})
    assert [one.key for one in effects(given)] == [*policies[1:], "boundary_clarity×goal_alignment"]
    assert all(len(one.worlds) == 2 for one in conclusions(given, ["mean_days"]))


def test_a_null_effect_is_seldom_told_apart() -> None:
    """100 effects of nothing at 95 %: about 5 told apart; 1 to 13 in 99 % of such tests."""
    told = sum(
        one.reference.holds != "unclear"
        for seed in range(50)
        for one in conclusions(_nothing(seed), ["mean_days"])
        if not one.effect.interaction and "+" not in one.effect.key
    )
    assert 1 <= told <= 13


def _nothing(seed: int) -> Study:
    given = study()
    runs = given.runs[given.runs["choices.triage"] == "mixed"].copy()
    runs["mean_days"] = np.random.default_rng(seed).normal(30, 2, len(runs))
    return Study.of(runs, given.design)
