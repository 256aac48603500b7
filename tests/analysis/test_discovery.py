"""PRIM and CART find planted conditions, say nothing where there are none, and answer in words."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from formulas import boxed, planted, swept

from cogov.analysis.discovery.answer import ScenarioDiscovery, discover
from cogov.analysis.discovery.condition import Condition, parse_conditions
from cogov.analysis.discovery.edges import Edge, measured
from cogov.analysis.discovery.words import discovery_lines, holds_unseen
from cogov.analysis.study import Study, read_study
from cogov.model.words import LINES, Text
from cogov.scenarios.errors import InputError

UNIT = {"from": 0.0, "to": 1.0}
FAILS = (Condition("resolution_rate", "<", 0.7),)


def worlds(number: int, seed: int = 1) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    names = draws.choice(["claims", "dispatch", "mixed"], number)
    return pd.DataFrame({"point": range(number), "x": draws.random(number), "y": draws.random(number), "choices.triage": names})


def study(number: int, resolution: Any) -> Study:
    at = worlds(number)
    factors = {"x": UNIT, "y": UNIT, "choices.triage": ["claims", "dispatch", "mixed"]}
    return planted({**at.to_dict("list"), "resolution_rate": resolution(at)}, "latin_hypercube", factors)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ScenarioDiscovery:
    """A box planted in a formula, found again from the folder of its sweep."""
    points = np.random.default_rng(1).random((120, 3))
    folder = tmp_path_factory.mktemp("boxed")
    factors = dict.fromkeys(("x", "y", "z"), (0.0, 1.0))
    outputs = ("resolution_rate", "mean_days")
    swept(folder, boxed, points, factors, outputs, kind="latin_hypercube", seeded=True, replicates=2)
    return discover(read_study(folder), "as_is", FAILS)


def test_prim_finds_the_planted_box(found: ScenarioDiscovery) -> None:
    box = found.boxes[0]
    assert {edge.factor for edge in box.edges} == {"x", "y"}
    limits = {edge.factor: edge for edge in box.edges}
    assert limits["x"].high == pytest.approx(0.4, abs=0.05)
    assert limits["y"].low == pytest.approx(0.3, abs=0.05)
    assert (np.isinf(limits["x"].low), np.isinf(limits["y"].high)) == (True, True)
    assert box.density > 0.9
    assert box.coverage > 0.9
    assert all(p < 0.001 for p in box.quasi_p.values())
    assert min(box.reproduced.values()) >= 0.8
    assert box.unseen > 0.8
    assert len(found.boxes) == 1


def test_the_tree_parts_the_same_worlds(found: ScenarioDiscovery) -> None:
    assert found.tree is not None
    first = found.tree.leaves[0]
    assert {edge.factor for edge in first.edges} == {"x", "y"}
    assert first.density > 0.9
    assert found.tree.accuracy > 0.9
    assert sum(leaf.inside for leaf in found.tree.leaves) == found.worlds == 120


def test_it_is_said_in_words(found: ScenarioDiscovery) -> None:
    titles = {"as_is": Text(zh="现状", en="as it is")}
    said = LINES.join(discovery_lines(found, titles))
    english, chinese = said.en, said.zh
    assert "as it is: it fails (“Resolution < 70.0%”)" in english
    assert "when x is below" in english
    assert "and y is above" in english
    assert "coverage" in english
    assert "现状：若“实际解决率 < 70.0%”即为失效" in chinese
    assert "x 低于" in chinese


def test_names_are_conditions_too() -> None:
    given = discover(study(100, lambda at: 0.8 - 0.3 * (at["choices.triage"] == "claims")), "as_is", FAILS)
    assert given.boxes[0].edges == (Edge("choices.triage", names=("claims",)),)
    assert (given.boxes[0].density, given.boxes[0].coverage) == (1.0, 1.0)
    assert "choices.triage is claims" in LINES.join(discovery_lines(given, {})).en


def test_where_nothing_is_planted_nothing_is_relied_on() -> None:
    draws = np.random.default_rng(4)
    given = discover(study(120, lambda at: draws.random(len(at))), "as_is", (Condition("resolution_rate", "<", 0.3),))
    assert given.tree is None
    assert not any(holds_unseen(box, given.base_rate) for box in given.boxes)
    said = LINES.join(discovery_lines(given, {})).en
    assert "No conditions better than chance" in said or "do not rely on it" in said


@pytest.mark.parametrize(
    ("number", "value", "outcome", "word"),
    [
        (60, 0.9, "none fails", "loosen --when"),
        (60, 0.1, "all fail", "tighten --when"),
        (20, 0.1, "too few worlds", "at least 30 points"),
    ],
)
def test_an_honest_word_where_there_is_no_answer(number: int, value: float, outcome: str, word: str) -> None:
    given = discover(study(number, lambda at: np.full(len(at), value)), "as_is", FAILS)
    assert given.outcome == outcome
    assert word in LINES.join(discovery_lines(given, {})).en
    assert given.as_json()["boxes"] == []


def test_a_handful_of_failures_describes_no_conditions() -> None:
    given = discover(study(60, lambda at: np.where(at["point"] < 5, 0.1, 0.9)), "as_is", FAILS)
    assert given.outcome == "too few of one kind"


def test_an_undefined_indicator_is_no_failure() -> None:
    given = discover(study(60, lambda at: np.where(at["point"] < 10, np.nan, 0.9)), "as_is", FAILS)
    assert (given.worlds, given.undefined, given.failing) == (50, 10, 0)


def test_a_study_that_varies_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="varies factors"):
        discover(planted({"point": [0, 0], "replicate": [0, 1], "resolution_rate": [0.1, 0.9]}, "grid", {}), "as_is", FAILS)


def test_an_unknown_policy_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean as_is"):
        discover(study(40, lambda at: at["x"]), "asis", FAILS)


def test_conditions_are_read() -> None:
    names = ("resolution_rate", "mean_days", "mean_days@dispute")
    read = parse_conditions("resolution_rate<80% and mean_days >= 20 and mean_days@dispute>3.5", names, "--when")
    assert read == (
        Condition("resolution_rate", "<", 0.8),
        Condition("mean_days", ">=", 20.0),
        Condition("mean_days@dispute", ">", 3.5),
    )
    assert parse_conditions("mean_days<15, resolution_rate>=0.8", names, "--require", between=",")[1].sign == ">="


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("mean_day<3", "did you mean mean_days"),
        ("mean_days=3", "not understood"),
        ("mean_days<", "not understood"),
        ("", "not understood"),
        ("mean_days<x", "needs a number"),
        ("mean_days<nan", "needs a number"),
        ("mean_days<3 or resolution_rate<1", "not understood"),
        ("3<mean_days", "no result of these runs is called 3"),
        ("mean_days<3 and mean_days<3", "twice"),
        ("mean_days<3 and", "not understood"),
    ],
)
def test_conditions_are_refused(written: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_conditions(written, ("resolution_rate", "mean_days"), "--when")
    assert said in refused.value.text("en")
    assert refused.value.text("en").startswith("--when")


def test_coverage_and_density_are_counted_by_hand() -> None:
    at = pd.DataFrame({"x": [0.1, 0.2, 0.3, 0.6, 0.9], "k": ["a", "b", "a", "a", "b"]})
    fails = np.array([True, False, True, True, False])
    box = measured((Edge("x", high=0.3), Edge("k", names=("a",))), at, fails)
    assert (box.inside, box.failing, box.density) == (2, 2, 1.0)
    assert box.coverage == pytest.approx(2 / 3)
