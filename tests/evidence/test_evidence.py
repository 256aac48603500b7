"""Tables of evidence: effects on planted data, the bound of pairing, and every page from planted runs (nothing is simulated)."""

import itertools
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cogov.model.indicators import INDICATORS
from cogov.model.levers import LEVERS
from cogov.model.register import Moves
from cogov.model.stages import Reason, Stage
from cogov.scenarios.loader import load_scenario
from docs.evidence import __main__ as evidence
from docs.evidence import equal_cost, levers, mended, mended_page, outcomes, pairing
from docs.evidence.effects import effects, frechet_bound, reduction
from docs.evidence.runs import COST, Cell, Floats, Runs, fingerprint

GENERATOR = np.random.default_rng
SEEDS = 6
LEVEL = {name: (one.low + one.high) / 2 for name, one in INDICATORS.items()} | {COST: 500.0}
SPAN = {name: one.high - one.low for name, one in INDICATORS.items()} | {COST: 500.0}
Effect = Callable[[Cell, str], float]
"""(cell, indicator) -> how far the mean lies from the middle, as a share of the indicator's span."""


def planted(cells: Iterable[Cell], effect: Effect, noise: float = 0.01) -> Runs:
    """Runs with known means: every indicator and group moves by `effect` of its span, beside luck that all cells share."""
    names = [f"{name}{group}" for name in INDICATORS for group in ("", "@single", "@composite", "@novel")] + [COST]
    luck = GENERATOR(1).normal(size=SEEDS)

    def columns(index: int, cell: Cell) -> dict[str, Floats]:
        own = GENERATOR(100 + index).normal(size=SEEDS)
        base = {name: name.partition("@")[0] for name in names}
        return {name: LEVEL[base[name]] + SPAN[base[name]] * (effect(cell, name) + noise * luck + 0.1 * noise * own) for name in names}

    return Runs({cell.name: columns(index, cell) for index, cell in enumerate(cells)}, ())


def corners(clarity: float, alignment: float, interaction: float) -> dict[tuple[int, int], Floats]:
    luck = GENERATOR(2).normal(size=20)
    noise = {key: GENERATOR(3 + index).normal(size=20) * 0.05 for index, key in enumerate(itertools.product((0, 1), (0, 1)))}
    # half of the interaction reaches each main effect: clarity is its mean over both alignments
    return {(c, a): luck + clarity * c + alignment * a + interaction * c * a + noise[c, a] for c, a in noise}


def test_effects_of_a_two_by_two_are_found() -> None:
    found = effects(corners(1.0, -2.0, 0.5))
    expected = {"clarity": 1.0 + 0.25, "alignment": -2.0 + 0.25, "interaction": 0.5}
    assert {name: one.difference for name, one in found.items()} == pytest.approx(expected, abs=0.05)
    assert {name: one.sign for name, one in found.items()} == {"clarity": 1, "alignment": -1, "interaction": 1}


def test_an_exact_two_by_two_by_hand() -> None:
    # clarity: (3 − 1 + 9 − 4) / 2; alignment: (4 − 1 + 9 − 3) / 2; interaction: (9 − 4) − (3 − 1)
    found = effects({(0, 0): np.full(3, 1.0), (1, 0): np.full(3, 3.0), (0, 1): np.full(3, 4.0), (1, 1): np.full(3, 9.0)})
    assert [one.difference for one in found.values()] == [3.5, 4.5, 3.0]


def test_undefined_in_one_corner_leaves_the_pair_out() -> None:
    values = corners(1.0, 0.0, 0.0)
    values[1, 1][0] = math.nan
    assert {one.pairs for one in effects(values).values()} == {19}


def test_an_interaction_of_shares_may_be_as_large_as_two() -> None:
    wild = {(0, 0): np.array([1.0, 0.0]), (1, 1): np.array([1.0, 0.0]), (1, 0): np.array([0.0, 1.0]), (0, 1): np.array([0.0, 1.0])}
    found = effects(wild, bounds=(0.0, 1.0))
    assert (found["interaction"].ci_low, found["interaction"].ci_high) == (-2.0, 2.0)
    assert (found["clarity"].ci_low, found["clarity"].ci_high) == (0.0, 0.0)


@pytest.mark.parametrize(("p", "q"), [(0.3, 0.4), (0.9, 0.5), (0.05, 0.02)])
def test_no_coupling_of_two_shares_beats_the_bound(p: float, q: float) -> None:
    unpaired = p * (1 - p) + q * (1 - q)
    joint = np.linspace(max(0.0, p + q - 1), min(p, q), 50)  # P(1, 1) of every coupling there is
    reached = unpaired / (p + q - 2 * joint - (p - q) ** 2)
    assert reached.max() == pytest.approx(frechet_bound(p, q))


def test_the_bound_by_hand_and_at_its_edge() -> None:
    assert frechet_bound(0.5, 0.6) == pytest.approx((0.25 + 0.24) / (0.1 * 0.9))
    assert frechet_bound(0.5, 0.5) == math.inf


def test_the_comonotone_coupling_reaches_the_bound() -> None:
    luck = GENERATOR(4).uniform(size=(2000, 200))
    found = reduction((luck < 0.4).mean(axis=1), (luck < 0.3).mean(axis=1))
    assert found.low < frechet_bound(0.3, 0.4) < found.high


def test_unpaired_luck_saves_nothing() -> None:
    draws = GENERATOR(5).normal(size=(2, 400))
    found = reduction(draws[0], draws[1])
    assert found.low < 1 < found.high


@pytest.mark.parametrize(("free", "said"), [(True, "goal_alignment"), (False, "none 没有")])
def test_a_free_lunch_is_seen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, free: bool, said: str) -> None:
    def effect(cell: Cell, name: str) -> float:
        lever, _, end = cell.name.partition("/")
        good = -1 if name == COST else INDICATORS[name.partition("@")[0]].direction
        price = not free and name == COST
        height = {"highest": 0.1, "lowest": -0.1}.get(end, 0.0)
        return height * (good if lever == "goal_alignment" and not price else -good)

    monkeypatch.setattr(levers, "live", lambda cells, _: planted(cells, effect))
    page, _ = levers.make(2000, SEEDS, 1, tmp_path)
    line = next(line for line in page.read_text("utf-8").splitlines() if "best on every outcome" in line)
    assert said in line


def test_what_worsens_at_equal_cost_is_named_and_nothing_is_called_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def effect(cell: Cell, name: str) -> float:
        return -0.1 if cell.name == "joint_action/equal_cost" and name == "trust" else 0.0

    monkeypatch.setattr(levers, "live", lambda cells, _: planted(cells, effect, noise=0.0))
    page, _ = levers.make(2000, SEEDS, 1, tmp_path)
    lines = page.read_text("utf-8").splitlines()
    table = lines[lines.index("## 总费用相同时什么变差 What worsens at equal total cost") :]
    rows = {row.split("|")[1].strip(): [cell.strip() for cell in row.split("|")[5:7]] for row in table[: len(LEVERS) + 6] if row[:1] == "|"}
    assert rows["联动（四联） joint action"] == ["trust", "none 没有"]
    found = pd.read_csv(tmp_path / "levers_equal_cost.csv")
    assert set(zip(found.lever, found.indicator, strict=True)) == {(lever, name) for lever in LEVERS for name in levers.JUDGED}
    assert ("trust", "worse") in set(found[found.lever == "joint_action"][["indicator", "verdict"]].itertuples(index=False, name=None))


def test_the_highest_end_is_where_a_lever_works_most() -> None:
    scenario = load_scenario("leping")
    assert equal_cost.ends("boundary_clarity", scenario) == {"lowest": 0.0, "highest": 1.0}
    assert equal_cost.ends("grid_density", scenario) == {"lowest": 1000.0, "highest": 100.0}


def test_the_pairing_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pairing, "live", lambda cells, _: planted(cells, lambda cell, _: 0.1 * float(cell.name)))
    page, _ = pairing.make(2000, SEEDS, 1, tmp_path)
    assert page.read_text("utf-8").count("成立 holds") == 3


def test_the_sizes_page_finds_the_order_and_what_leaves_the_two_points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def effect(cell: Cell, name: str) -> float:
        size, policy, variant = cell.name.split("/")
        rank = outcomes.POLICIES.index(policy) * 0.01
        return (-rank if size == "5000" else rank) + (0.03 if size == "5000" and not variant else 0.0)

    monkeypatch.setattr(outcomes, "live", lambda cells, _: planted(cells, effect, noise=0.0001))
    page, _ = outcomes.make(SEEDS, 1, tmp_path, sizes=(5_000, 20_000, 40_000))
    text = page.read_text("utf-8")
    assert text.count("triage shares within 2 points") == 4
    assert "**不成立 does not hold**: means of the triage shares" in text
    assert text.count("for comparison: 成立 holds") == 3
    order = {
        (row.split(",")[0], row.split(",")[1]): row.split(",")[2] for row in (tmp_path / "sizes_order.csv").read_text("utf-8").splitlines()
    }
    assert (order["5000", "mean_days"], order["20000", "mean_days"]) == ("-1", "1")


def test_every_figure_that_was_quoted_is_measured_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Runs of cells are planted; what is built or lived through by itself is a small city and a short time."""

    def lived(cells: list[Cell], _: int) -> Runs:
        runs = planted(cells, lambda cell, name: -0.1 if (cell.name, name) == ("sham", "mean_days") else 0.0, noise=0.0)
        weekly = np.tile(np.where(np.arange(240) % 7 < 5, 0.8, 0.4), (SEEDS, 1))
        return Runs(runs.values, (), {"as_is": {"satisfaction": weekly}})

    small = mended.city(2000, 110)
    for name, called in (("a_year", mended.a_year), ("reached", mended.reached)):
        monkeypatch.setattr(mended, name, lambda _, called=called: called(small))
    monkeypatch.setattr(mended, "loads", lambda _, called=mended.loads: called(2000))
    monkeypatch.setattr(mended, "live", lived)
    knocked = {
        "alignment": "linear",
        "knock_out": "queue",
        "group": "all",
        "indicator": "mean_days",
        "effect": "interaction",
        "kind": "left",
    }
    pd.DataFrame([knocked | {"difference": -0.25, "ci_low": -1.0, "ci_high": 0.5, "seeds": 6}]).to_csv(tmp_path / "question_mechanisms.csv")
    page, _ = mended.make(SEEDS, 1, tmp_path)
    rows = pd.read_csv(tmp_path / "mended.csv", keep_default_na=False).set_index("key")
    assert list(rows.index) == [one.key for one in mended_page.FIGURES]
    span = INDICATORS["mean_days"].high - INDICATORS["mean_days"].low
    assert float(rows.value["sham/mean_days"]) == pytest.approx(-0.1 * span)
    assert rows.now["satisfaction/weekend"] == f"0.4, n = {SEEDS}"
    assert rows.now["interaction/linear/queue/all"] == "−0.25 [−1 … +0.5], n = 6"
    assert rows.now["interaction/linear/full/all"] == "–"
    # by the closed form, 12 desks that see with Φ(−.2/.12) = .0478: 1 − .9522^72 and 1 − .9522^12
    assert [rows.now["owner/fresh"], rows.now["owner/kept"]] == ["0.971", "0.444"]
    assert rows.now["returns/counted"] == "0"
    assert page.read_text("utf-8").count("| A3 |") == 2


def test_an_order_that_another_took_explains_no_hand_off() -> None:
    """Matter 0: two asked at day 1, one returns, one takes; it is passed up on day 5. Matter 1: nobody takes its order on day 2."""
    known, held, unclaimed = int(Stage.KNOWN), int(Stage.IN_HAND), int(Stage.UNCLAIMED)
    told = [
        (0, 0.5, int(Stage.UNKNOWN), known, Reason.REPORTED), (0, 1.0, known, known, Reason.RETURNED), (0, 1.0, known, held, Reason.DISPATCHED),
        (1, 2.0, known, known, Reason.RETURNED), (1, 2.0, known, unclaimed, Reason.NOBODY_TOOK_IT),
        (1, 4.0, unclaimed, known, Reason.ASKED_AGAIN), (0, 5.0, held, known, Reason.PASSED_UP),
    ]  # fmt: skip
    row, time, before, after, reason = (np.array(column) for column in zip(*told, strict=True))
    moves = Moves(row, time, before, after, np.zeros(len(row), dtype=np.int64), reason)
    for handoffs, unexplained in (([1, 1], 0), ([2, 1], 1)):
        found = mended.returns(moves, np.array(handoffs))
        assert [found[f"returns/{name}"].value for name in ("orders", "taken", "counted")] == [2, 1, unexplained]


def test_half_the_staff_is_half_at_every_desk() -> None:
    scenario = mended.city(2000, 70)
    half = mended.halved(scenario)
    assert {name: {level: 2 * number for level, number in kind.handlers.items()} for name, kind in half.kinds.items()} == {
        name: dict(kind.handlers) for name, kind in scenario.kinds.items()
    }


def test_a_fingerprint_changes_with_any_parameter() -> None:
    assert fingerprint(load_scenario("leping")) != fingerprint(load_scenario("leping", {"parameters.learning.rate": 0.123}))


def test_bad_arguments_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    for wrong in (["nothing"], ["question", "--replicates", "1"]):
        with pytest.raises(SystemExit) as refused:
            evidence.main(wrong)
        assert refused.value.code == 2
    assert evidence.main(["question-earlier", "--population", "1"]) == 2
    assert "population" in capsys.readouterr().err
