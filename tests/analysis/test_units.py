"""What intervals are over: seeds, worlds, or both; and that what is said beside them agrees with them."""

import math

import numpy as np
import pytest
from rich.console import Group

from cogov.analysis.comparison import Comparison
from cogov.analysis.names import change_with_interval
from cogov.analysis.paired import crossed_difference, paired_difference, t_interval, two_way_interval, verdict
from cogov.analysis.tables import all_the_same, comparison_tables, interval_sentence, over_words, rendered
from cogov.analysis.values import change_texts
from cogov.model.indicators import INDICATORS, MAIN
from cogov.model.words import Language, Text

OUTCOME = next(name for name in MAIN if INDICATORS[name].unit != "share")
SHARE = next(name for name in MAIN if INDICATORS[name].unit == "share")


def crossed(rng: np.random.Generator, worlds: int, seeds: int, of_world: float, of_seed: float, rest: float) -> np.ndarray:
    a, b = rng.normal(0, of_world, (worlds, 1)), rng.normal(0, of_seed, (1, seeds))
    return a + b + rng.normal(0, rest, (worlds, seeds))


@pytest.mark.parametrize(("of_world", "of_seed", "rest"), [(1, 1, 1), (0.3, 2, 1), (2, 0.2, 1), (0, 0, 1)])
def test_over_both_the_interval_covers_where_worlds_alone_do_not(of_world: float, of_seed: float, rest: float) -> None:
    rng, covered, alone, rounds = np.random.default_rng(7), 0, 0, 1500
    for _ in range(rounds):
        cells = crossed(rng, 20, 6, of_world, of_seed, rest)
        low, high, _ = two_way_interval(cells)
        covered += low <= 0 <= high
        low, high, _ = t_interval(cells.mean(axis=1))
        alone += low <= 0 <= high
    assert covered / rounds > 0.93
    if of_seed > of_world:
        assert alone / rounds < 0.7  # what the same seeds do to all worlds is no noise to an interval over worlds


def test_by_hand() -> None:
    """2 worlds × 2 seeds: MS_w = 2 · ((2−3)² + (4−3)²) = 4, MS_s = 2 · (1² + 1²) / … as worked out below."""
    cells = np.array([[1.0, 3.0], [3.0, 5.0]])  # μ 3, worlds 2 and 4, seeds 2 and 4, rest 0
    low, high, _ = two_way_interval(cells)
    error = math.sqrt((4 + 4 - 0) / 4)  # MS_w = MS_s = 4, MS_e = 0, over W S = 4 cells
    freedom = 8**2 / (4**2 / 1 + 4**2 / 1)  # 2
    assert (high - low) / 2 == pytest.approx(4.30265 * error, rel=1e-5)
    assert freedom == 2


def test_the_unit_is_said_with_its_number() -> None:
    rng = np.random.default_rng(1)
    cells = crossed(rng, 8, 3, 1, 1, 1)
    both = crossed_difference(cells + 1, cells)
    assert (both.unit, both.worlds, both.seeds, both.identical) == ("seeds and worlds", 8, 3, False)
    one = crossed_difference(cells[:, :1] + rng.normal(1, 1, (8, 1)), cells[:, :1])
    assert (one.unit, one.worlds, one.seeds, one.effect_size) == ("worlds", 8, 1, None)
    nested = crossed_difference(cells, crossed(rng, 8, 3, 1, 1, 1), common_luck=False)
    assert (nested.unit, nested.method) == ("seeds and worlds", "t")
    gap = cells.copy()
    gap[0, 1] = math.nan
    assert crossed_difference(gap, cells).worlds == 7


def comparison(*, drawn: bool, worlds: int, seeds: int) -> Comparison:
    rng = np.random.default_rng(3)
    base = {name: 10 + crossed(rng, worlds, seeds, 1, 1, 0.1) for name in (OUTCOME, SHARE)}
    cells = {"as_is": base, "other": {name: values + rng.normal(2, 0.5, values.shape) for name, values in base.items()}, "same": base}
    return Comparison.from_cells("x", ["as_is", "other", "same"], cells, drawn=drawn)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("unit", "worlds", "seeds", "said"),
    [
        ("fixed", 1, 12, {"en": "12 seeds", "zh": "12 个种子"}),
        ("fixed", 4, 12, {"en": "12 seeds (each the mean over 4 fixed points)", "zh": "4 个固定点的平均"}),
        ("drawn", 9, 1, {"en": "9 worlds drawn (one seed each: of luck nothing can be said)", "zh": "无从说运气"}),
        ("drawn", 9, 4, {"en": "9 worlds drawn and 4 seeds (both as random effects)", "zh": "9 个抽取的情形和 4 个种子"}),
    ],
)
def test_every_table_says_what_its_intervals_are_over(
    unit: str, worlds: int, seeds: int, said: dict[Language, str], language: Language
) -> None:
    found = comparison(drawn=unit == "drawn", worlds=worlds, seeds=seeds)
    assert said[language] in interval_sentence(found).in_(language)
    assert over_words(found, short=True).in_(language) in rendered(Group(*comparison_tables(found, language, {}))).replace("\n", " ")


def test_a_policy_that_is_the_same_gets_a_sentence_and_no_table_of_zeros() -> None:
    found = comparison(drawn=False, worlds=1, seeds=12)
    assert all_the_same(found, "same")
    assert not all_the_same(found, "other")
    text = rendered(Group(*comparison_tables(found, "en", {})))
    assert "same is the same as as_is here" in text
    assert "0.0 …" not in text


def test_verdicts_and_intervals_never_contradict_each_other() -> None:
    rng = np.random.default_rng(5)
    for _ in range(300):
        base = rng.normal(0, 1, 10)
        other = base + rng.normal(0.5, 0.7, 10)
        results = [
            {"policy": name, "seed": seed, "indicators": {OUTCOME: values[seed], SHARE: rng.random()}}
            for name, values in (("a", base), ("b", other))
            for seed in range(10)
        ]
        for row in Comparison.from_results("x", "a", ["a", "b"], results).results:
            outside = row.ci_low > 0 or row.ci_high < 0
            assert not (row.verdict in {"higher", "lower"} and not outside)
            assert row.alone == (outside and row.verdict not in {"higher", "lower"})
            assert (row.family, row.family_size) == ("main", 2)


def test_what_is_told_apart_is_never_shown_as_0() -> None:
    words, interval = change_texts(SHARE, 0.00004, 0.00003, 0.00005)
    assert words.en != "0.0 pp"
    assert "0.0 " not in f"{interval} "
    assert change_texts(SHARE, 0.032, 0.01, 0.05) == (Text(zh="+3.2 百分点", en="+3.2 pp"), "+1.0 … +5.0")
    assert change_texts(SHARE, 0.0, 0.0, 0.0) == (Text(zh="0.0 百分点", en="0.0 pp"), "0.0 … 0.0")


def test_an_effect_stands_before_its_interval_rounded_alike() -> None:
    """Of what is told apart nothing is shown as 0; of what is no indicator both have four figures; what is not known has no brackets."""
    assert change_with_interval(SHARE, 0.032, 0.0001, 0.05).zh == "+3.20 百分点 [+0.01 … +5.00]"
    assert change_with_interval("cost", -1234.5678, -2000.4567, -100.5678).en == "−1235 [−2000 … −100.6]"
    assert change_with_interval(SHARE, 0.032, math.nan, math.nan).en == "+3.2 pp"


def test_what_rounding_leaves_is_no_difference() -> None:
    base = np.array([0.3, 0.6, 0.9])
    found = paired_difference(base * (1 + 2e-16), base)
    assert (found.identical, verdict(found, 0.0)) == (True, "identical")
