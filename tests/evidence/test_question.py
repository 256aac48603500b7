"""The owner's question: weights of the fitted surface, the fraction of worlds, knock-outs, the prior, and the page from planted runs."""

import math
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cogov.analysis.calibration.prior import Prior
from cogov.model.goals import mean_cosine
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario
from docs.evidence import __main__ as evidence
from docs.evidence.question import corners, earlier, grid, mechanisms, prior
from docs.evidence.runs import COST, Cell, Floats, Runs

SEEDS = 4
Effect = Callable[[Cell], float]


def planted(cells: Iterable[Cell], effect: Effect) -> Runs:
    """Runs whose every indicator lies `effect` of its span above the middle, beside luck that all cells of a seed share."""
    luck = np.random.default_rng(1).normal(size=SEEDS)
    groups = ("", "@single", "@composite", "@novel")

    def columns(cell: Cell) -> dict[str, Floats]:
        found = {
            f"{name}{group}": (one.low + one.high) / 2 + (one.high - one.low) * (effect(cell) + 0.01 * luck)
            for name, one in INDICATORS.items()
            for group in groups
        }
        return found | {COST: np.full(SEEDS, 500.0)}

    return Runs({cell.name: columns(cell) for cell in cells}, ())


def clarity_of(cell: Cell) -> float:
    return float(cell.policy.boundary_clarity)


def alignment_of(cell: Cell) -> float:
    return float(cell.policy.goal_alignment)


def test_the_weights_find_a_surface_of_the_second_degree() -> None:
    c, a = np.array(grid.POINTS).T
    y = 7 + 2 * c - 3 * a + 4 * (c - 0.5) * (a - 0.5) + 5 * (c - 0.5) ** 2 - 8 * (a - 0.5) ** 2
    # curvature: the middle less the mean of both ends, −5/4 and +8/4
    expected = {"clarity": 2, "alignment": -3, "interaction": 4, "clarity_curvature": -1.25, "alignment_curvature": 2}
    assert {effect: float(weights @ y) for effect, weights in grid.surface_weights().items()} == pytest.approx(expected)


def test_cells_and_worlds_are_all_that_there_are() -> None:
    lived = grid.worlds()
    assert len(set(lived)) == len(lived) == 48
    assert len(set(grid.POINTS)) == 25


def test_the_grid_finds_what_was_planted() -> None:
    def effect(cell: Cell) -> float:
        near = 1.0 if cell.policy.goals == "need" else 0.0
        return 0.1 * clarity_of(cell) * near - 0.05 * alignment_of(cell)

    cells = [
        Cell(world.cell(*point), scenario, world.policy(scenario, *point), SEEDS)
        for world in grid.worlds()
        for scenario in [world.scenario(2000)]
        for point in grid.POINTS
    ]
    found = grid.frame(planted(cells, effect)).set_index(["factor", "level", "group", "indicator", "effect"])
    assert found.loc[("all", "all", "all", "resolution_rate", "clarity"), "difference"] == pytest.approx(0.05)
    assert found.loc[("goals", "need", "all", "resolution_rate", "clarity"), "difference"] == pytest.approx(0.1)
    assert found.loc[("goals", "difference", "all", "resolution_rate", "clarity"), "difference"] == pytest.approx(-0.1)
    assert found.loc[("all", "all", "single", "resolution_rate", "alignment"), "difference"] == pytest.approx(-0.05)
    assert found.loc[("all", "all", "all", "resolution_rate", "clarity"), "worlds"] == 48


def test_a_world_without_an_effect_is_left_out() -> None:
    whole, undefined = np.array([1.0, 3.0]), np.array([1.0, math.nan])
    assert grid._mean([whole, undefined, 3 * whole]).tolist() == [2.0, 6.0]
    assert np.isnan(grid._mean([undefined])).all()


def test_freed_detection_is_as_fast_as_it_was_without_alignment() -> None:
    scenario = load_scenario("leping", {"city.population": 2000})
    freed = load_scenario("leping", {"city.population": 2000, **mechanisms.overrides(scenario)["detection"]}).parameters.triage
    model = CoGovernanceModel(scenario, seed=1)
    before = scenario.parameters.triage
    assert freed.found_base == pytest.approx(before.found_base + before.found_diversity * (1 - mean_cosine(model.city.own_goals[0])))
    assert freed.found_diversity == 0


def test_every_knock_out_changes_something_and_nothing_else() -> None:
    scenario = load_scenario("leping", {"city.population": 2000})
    changed = mechanisms.overrides(scenario)
    assert set(changed) == set(mechanisms.KNOCK_OUTS)
    for name, paths in changed.items():
        assert (name == mechanisms.FULL) == (not paths), name
        load_scenario("leping", paths)  # every path is known


def test_what_runs_through_a_mechanism_is_what_goes_without_it() -> None:
    full = {(0, 0): np.array([1.0, 2.0]), (1, 0): np.array([2.0, 4.0]), (0, 1): np.array([1.0, 2.0]), (1, 1): np.array([4.0, 6.0])}
    without = full | {(1, 1): np.array([2.0, 4.0])}
    found = corners.through(full, without)
    # clarity: (1 + 3)/2 → (1 + 1)/2 and (2 + 4)/2 → (2 + 2)/2; interaction: 2 → 0 and 2 → 0
    assert found["clarity"].difference == 1.0
    assert found["interaction"].difference == 2.0


@pytest.mark.parametrize(
    ("prior", "ends"),
    [
        (Prior(math.log(2), math.log(8), "log"), (2.0, 8.0)),
        (Prior(math.log(0.25), math.log(4), "odds"), (0.2, 0.8)),
        (Prior(-1.0, 3.0), (-1.0, 3.0)),
    ],
)
def test_a_prior_is_flat_on_its_scale(prior: Prior, ends: tuple[float, float]) -> None:
    assert (prior.at(0.0), prior.at(1.0)) == pytest.approx(ends)


def test_the_prior_holds_every_assumed_number_and_keeps_to_ranges() -> None:
    numbers, places = prior.hypercube(8)
    assert len({one.path for one in numbers}) == len(numbers) == places.shape[1]
    assert {"composite_share", "choices.alignment", "parameters.triage.sigma_max"} <= {one.path for one in numbers}
    assert "parameters.deliberation.susceptibility" not in {one.path for one in numbers if one.prior.scale == "plain"}
    for variation in prior.variations(8):
        load_scenario("leping", variation.overrides)


def test_the_published_prior_is_that_of_its_published_draws() -> None:
    """Which number decides rests on which places each had: numbers that are declared elsewhere keep theirs."""
    folder = Path(__file__).parents[2] / "docs" / "tables"
    published = pd.read_csv(folder / "question_prior.csv")
    again = prior.summary(pd.read_csv(folder / "question_prior_draws.csv"), prior.POINTS)
    pd.testing.assert_frame_equal(again, published, check_dtype=False, rtol=1e-5, atol=1e-7)


def test_the_number_that_decides_an_effect_is_found() -> None:
    numbers, places = prior.hypercube(60)
    decides = next(index for index, one in enumerate(numbers) if one.path == "parameters.triage.sigma_max")
    rows = [
        {
            "draw": draw,
            "indicator": "resolution_rate",
            "effect": "clarity",
            "difference": places[draw, decides] - 0.25,
            "seeds": 1,
            "luck": 1e-9,
        }
        for draw in range(60)
    ]
    found = prior.summary(pd.DataFrame(rows), 60).iloc[0]
    assert (found["decides_1"], found["rho_1"]) == ("triage.sigma_max", pytest.approx(1.0))
    assert found["p_1"] < 0.05
    assert found["share_better"] == pytest.approx(0.75, abs=0.02)


def test_luck_does_not_pass_for_disagreement() -> None:
    luck = np.random.default_rng(3).normal(scale=1.0, size=400)
    rows = [
        {"draw": d, "indicator": "resolution_rate", "effect": "clarity", "difference": 0.3 + luck[d], "seeds": 1, "luck": 1.0}
        for d in range(400)
    ]
    found = prior.summary(pd.DataFrame(rows), 400).iloc[0]
    assert found["share_positive"] < 0.7
    assert found["share_better"] > 0.95


def test_the_page_quotes_its_tables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def effect(cell: Cell) -> float:
        return 0.1 * clarity_of(cell) - 0.02 * alignment_of(cell)

    for room in (grid, mechanisms, prior, earlier):
        monkeypatch.setattr(room, "live", lambda cells, _: planted(cells, effect))
    for table in ("question-grid", "question-mechanisms", "question-earlier"):
        assert evidence.main([table, "--out", str(tmp_path), "--population", "2000", "--replicates", str(SEEDS)]) == 0
    prior.make(2000, SEEDS, 1, tmp_path, points=12)
    assert evidence.main(["question", "--out", str(tmp_path)]) == 0
    text = (tmp_path / "owner_question.md").read_text("utf-8")
    assert text.count("owned in time by +10.0 pp [+10.0 … +10.0]") == 1
    assert "及时有人负责率变化 +10.0 百分点 [+10.0 … +10.0]" in text
    assert all(f"| {INDICATORS[name].zh} {INDICATORS[name].en} |" in text for name in MAIN)
    assert text.index("To quote") < text.index("What would change our mind")


def test_a_missing_table_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert evidence.main(["question", "--out", str(tmp_path)]) == 2
    assert "question_grid.csv" in capsys.readouterr().err
