import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from cogov.analysis.pilots.evaluation import compared, evaluated, obstacle, staggered, treatment, two_way
from cogov.analysis.pilots.words import TITLES, pilots_tables, sentence
from cogov.analysis.tables import rendered
from cogov.experiments.townships import FOLLOW_UP, OUTCOMES, PERIOD, townships_table
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.loader import load_scenario, resolve_policy

Floats = npt.NDArray[np.float64]
TOWNSHIPS, PERIODS = 18, 10
EFFECT, SPILLOVER = -2.0, -0.5


def starts(groups: tuple[int, ...]) -> Floats:
    """Six townships never treated, the rest in turn from the periods named."""
    since = np.full(TOWNSHIPS, np.inf)
    since[6:] = np.resize(np.array(groups, dtype=float), TOWNSHIPS - 6)
    return since


def treated_by(since: Floats) -> Floats:
    return (np.arange(PERIODS)[None, :] >= since[:, None]).astype(float)


def city(rng: np.random.Generator, noise: float = 1.0) -> Floats:
    """What would have been without any pilot: places and times differ, luck on top."""
    level, season = rng.normal(20, 3, (TOWNSHIPS, 1)), rng.normal(0, 2, (1, PERIODS))
    return np.asarray(level + season + rng.normal(0, noise, (TOWNSHIPS, PERIODS)))


def test_two_way_is_the_least_squares_of_statsmodels() -> None:
    rng = np.random.default_rng(3)
    treated = treated_by(starts((4, 6)))
    outcome = city(rng) + EFFECT * treated
    place, period = np.indices(outcome.shape)
    frame = pd.DataFrame({"y": outcome.ravel(), "d": treated.ravel(), "i": place.ravel(), "t": period.ravel()})
    assert two_way(outcome, treated) == pytest.approx(smf.ols("y ~ d + C(i) + C(t)", frame).fit().params["d"])


def test_staggered_by_hand() -> None:
    """Three townships, three periods; the first is treated in the last: 10 − ((7 − 4.5) mean change of controls + 5) = 2.5."""
    outcome = np.array([[5.0, 5.0, 10.0], [3.0, 3.0, 6.0], [6.0, 6.0, 8.0]])
    treated = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    assert staggered(outcome, treated) == pytest.approx(10 - (5 + 2.5))


@pytest.mark.parametrize("estimator", [two_way, staggered])
def test_without_noise_both_find_a_constant_effect(estimator: object) -> None:
    treated = treated_by(starts((3, 5, 8)))
    outcome = city(np.random.default_rng(1), noise=0.0) + EFFECT * treated
    assert estimator(outcome, treated) == pytest.approx(EFFECT)  # type: ignore[operator]


def test_two_way_is_biased_when_effects_grow_and_starts_differ_and_staggered_is_not() -> None:
    since = starts((2, 7))
    treated = treated_by(since)
    grown = np.where(treated == 1, -1.0 * (np.arange(PERIODS)[None, :] - since[:, None] + 1), 0.0)
    outcome = city(np.random.default_rng(1), noise=0.0) + grown
    truth = grown[treated == 1].mean()
    assert staggered(outcome, treated) == pytest.approx(truth)
    assert abs(two_way(outcome, treated) - truth) > 0.2


@pytest.mark.parametrize("spillover", [0.0, SPILLOVER])
def test_the_bias_is_the_planted_spillover_and_nothing_without_it(spillover: float) -> None:
    rng, treated = np.random.default_rng(7), treated_by(starts((5,)))
    biases, truths = [], []
    for _ in range(200):
        bare = city(rng)
        moved = spillover * (treated == 0) * (np.arange(PERIODS) >= 5)[None, :]
        found = compared(bare + EFFECT * treated + moved, bare, treated)
        biases.append(found["staggered_bias"])
        truths.append(found["true"])
        assert found["spillover"] == pytest.approx(spillover)
    error = 4 * np.std(biases) / np.sqrt(len(biases))
    assert np.mean(truths) == pytest.approx(EFFECT)
    assert np.mean(biases) == pytest.approx(-spillover, abs=error)
    assert error < 0.15


def test_nothing_to_compare_is_undefined() -> None:
    outcome = city(np.random.default_rng(1))
    everywhere = np.ones_like(outcome)
    assert np.isnan(two_way(outcome, everywhere))
    assert np.isnan(staggered(outcome, everywhere))
    assert np.isnan(two_way(outcome, np.zeros_like(outcome)))


@pytest.mark.parametrize(
    ("since", "warmup_periods", "said"),
    [([np.inf, np.inf], 6, "has been under the policy"), ([0.0, 0.0], 6, "there is no before"), ([180.0, 180.0], 9, "none is outside it")],
)
def test_where_nothing_can_be_compared_it_says_why_and_shows_no_dashes(since: list[float], warmup_periods: int, said: str) -> None:
    rows = [{"township": town, "period": period, "since": day} for town, day in enumerate(since) for period in range(warmup_periods)]
    why = obstacle(treatment(pd.DataFrame(rows), 0))
    assert why is not None
    text = rendered(pilots_tables([], "en", why))
    assert said in " ".join(text.split())
    assert "–" not in text
    assert "没有可比较的时期" in rendered(pilots_tables([], "zh", why))


def test_a_cell_is_treated_only_if_it_is_so_throughout() -> None:
    frame = pd.DataFrame(
        [(place, period, since) for place, since in ((1, 150.0), (2, np.inf)) for period in range(5)],
        columns=["township", "period", "since"],
    )
    assert (PERIOD, FOLLOW_UP) == (30, 30)
    np.testing.assert_array_equal(treatment(frame, 60), [[0, 0, np.nan, 1, 1], [0, 0, 0, 0, 0]])


@pytest.fixture(scope="module")
def frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    scenario = load_scenario("leping", {"city.population": 12000, "city.townships": 3, "days": 330, "warmup": 30})
    both: tuple[list[pd.DataFrame], list[pd.DataFrame]] = ([], [])
    for seed in (1, 2):
        for name, into in zip(("pilot_then_all", "as_is"), both, strict=True):
            model = CoGovernanceModel(scenario, resolve_policy(scenario, name), seed).run()
            into.append(townships_table(model.city).to_pandas().assign(seed=seed))
    return pd.concat(both[0]), pd.concat(both[1])


def test_townships_of_a_run(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    pilot, without = frames
    assert list(pilot.columns) == ["township", "period", "since", *OUTCOMES, "seed"]
    assert pilot.period.max() == (330 - 30 - FOLLOW_UP) // PERIOD - 1
    assert set(pilot.since) == {210.0, 330.0}
    assert np.isinf(without.since).all()
    assert pilot.settled_in_time.between(0, 1).all()
    assert pilot.mean_days.between(0, FOLLOW_UP).all()
    before = pilot.period < 2
    pd.testing.assert_frame_equal(pilot[before].drop(columns="since"), without[before].drop(columns="since"))


def test_an_evaluation_says_all_quantities_in_both_languages(frames: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    found = evaluated(*frames, warmup=30)
    table = pd.DataFrame(map(vars, found))
    assert set(table.outcome) == set(OUTCOMES)
    assert set(table.quantity) == set(TITLES)
    wide = table.pivot_table(index="outcome", columns="quantity", values="mean")
    np.testing.assert_allclose(wide.staggered - wide.true, wide.staggered_bias)
    for language in ("zh", "en"):
        assert sentence([one for one in found if one.outcome == "mean_days"]).in_(language)  # type: ignore[arg-type]
