import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import stdtrit

from cogov.analysis.comparison import Comparison, PolicyEffect
from cogov.analysis.sequential import FIRST, Precision, looks, parse_precision, too_wide, without_share
from cogov.model.indicators import MAIN
from cogov.scenarios.errors import InputError

Floats = npt.NDArray[np.float64]

STUDIES = 4000


def compared(rng: np.random.Generator, replicates: int, *, of: int = 1) -> Comparison:
    luck = rng.normal(20, 3, replicates)
    runs = [{"policy": "a", "seed": seed, "indicators": {"mean_days": luck[seed]}} for seed in range(replicates)]
    runs += [{"policy": "b", "seed": seed, "indicators": {"mean_days": luck[seed] + rng.normal(1, 1)}} for seed in range(replicates)]
    return Comparison.from_results("leping", "a", ["a", "b"], runs, looks=of)


def test_the_looks_are_fixed_beforehand_and_end_at_the_cap() -> None:
    assert looks(100) == (10, 15, 22, 34, 51, 76, 100)
    assert looks(FIRST) == (10,)
    assert looks(12) == (10, 12)
    assert looks() == looks(100)


DRAWS = {"normal": lambda rng, shape: rng.normal(0, 1, shape), "skewed": lambda rng, shape: rng.exponential(1, shape) - 1}


@pytest.mark.parametrize(("spread", "studies"), [("normal", 2000), ("skewed", 600)])
def test_an_interval_at_which_one_stops_covers_at_least_93_per_cent(spread: str, studies: int) -> None:
    """Studies of `compare --until` from their first look to their last: true difference 0, standard deviation 1, target half-width .35."""
    sizes, precision = looks(100), Precision(half_widths={"mean_days": 0.35})
    drawn = DRAWS[spread](np.random.default_rng(20261123), (studies, sizes[-1]))
    stopped = [stopped_at(differences, sizes, precision) for differences in drawn]
    covered = np.mean([row.ci_low <= 0 <= row.ci_high for _, row in stopped])
    assert 0.93 <= covered < 1
    assert {size for size, _ in stopped} >= {51, 76}
    assert np.mean([size == sizes[-1] for size, _ in stopped]) < 0.5


def stopped_at(differences: Floats, sizes: tuple[int, ...], precision: Precision) -> tuple[int, PolicyEffect]:
    """Look at a study as the command does, and return where it stops and what it says there."""
    for size in sizes:
        runs = [{"policy": "a", "seed": seed, "indicators": {"mean_days": 20.0}} for seed in range(size)]
        runs += [{"policy": "b", "seed": seed, "indicators": {"mean_days": 20.0 + differences[seed]}} for seed in range(size)]
        found = Comparison.from_results("leping", "a", ["a", "b"], runs, looks=len(sizes))
        if not too_wide(found, precision):
            break
    return size, found.row("mean_days", "b")


def test_looking_often_without_a_correction_would_not_cover() -> None:
    """That the correction is needed at all: stop at the first look whose plain 95 % interval excludes the truth."""
    rng, sizes = np.random.default_rng(1), looks(100)
    drawn = rng.normal(0, 1, (STUDIES, sizes[-1]))
    missed = np.zeros(STUDIES, dtype=bool)
    for size in sizes:
        half = stdtrit(size - 1, 0.975) * drawn[:, :size].std(axis=1, ddof=1) / np.sqrt(size)
        missed |= np.abs(drawn[:, :size].mean(axis=1)) > half
    assert missed.mean() > 0.1


def test_a_comparison_that_may_be_looked_at_often_has_wider_intervals_and_larger_p_values() -> None:
    once, often = (compared(np.random.default_rng(5), 10, of=times).row("mean_days", "b") for times in (1, 7))
    widened = stdtrit(9, 1 - 0.025 / 7) / stdtrit(9, 0.975)
    assert (often.ci_high - often.ci_low) / (once.ci_high - once.ci_low) == pytest.approx(widened)
    assert often.p_adjusted == pytest.approx(min(1, 7 * once.p_adjusted))


def test_what_is_wider_than_asked_for_is_named() -> None:
    found = compared(np.random.default_rng(5), 10)
    row = found.row("mean_days", "b")
    half = (row.ci_high - row.ci_low) / 2
    assert too_wide(found, Precision(half_widths={"mean_days": half * 1.01})) == ()
    assert too_wide(found, Precision(half_widths={"mean_days": half * 0.99})) == (row,)
    assert too_wide(found, Precision(half_widths={"mean_days": half})) == ()  # as narrow as asked for
    assert too_wide(found, Precision(share=half / abs(row.baseline) * 0.99)) == (row,)
    assert too_wide(found, Precision(share=half / abs(row.baseline) * 1.01)) == ()
    assert too_wide(found, Precision(half_widths={"satisfaction": 0.1})) == ()


@pytest.mark.parametrize(("values", "named"), [((0.0, 1.0), True), ((0.0, 0.0), False), ((1.0, 1.0), False)])
def test_no_share_of_a_mean_of_0_is_waited_for(values: tuple[float, float], *, named: bool) -> None:
    """Without a width an interval is narrow enough whatever the mean."""
    runs = [{"policy": "a", "seed": seed, "indicators": {"mean_days": 0.0}} for seed in range(10)]
    runs += [{"policy": "b", "seed": seed, "indicators": {"mean_days": values[seed % 2]}} for seed in range(10)]
    found = Comparison.from_results("leping", "a", ["a", "b"], runs)
    assert too_wide(found, Precision(share=0.05)) == ()
    assert without_share(found, Precision(share=0.05)) == ((found.row("mean_days", "b"),) if named else ())
    assert without_share(found, Precision(half_widths={"mean_days": 0.001})) == ()


def test_a_precision_is_read() -> None:
    assert parse_precision("5%") == Precision(share=0.05)
    assert parse_precision("5%").indicators == MAIN
    assert parse_precision("mean_days=0.5, satisfaction=.02").half_widths == {"mean_days": 0.5, "satisfaction": 0.02}


@pytest.mark.parametrize(
    "written", ["", "5", "%", "0%", "-1%", "nan%", "mean_days", "mean_days=", "mean_days=0", "mean_days=x", "mean_dayz=1", "5%,mean_days=1"]
)
def test_what_is_no_precision_is_refused(written: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_precision(written)
    assert refused.value.text("zh")
    assert "mean_days" in refused.value.text("en")
