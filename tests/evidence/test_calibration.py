"""The calibration to real logs: its targets are the figures of the logs, doubt and luck are told apart, its page is made from small runs."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cogov.analysis.calibration.asked import read_targets
from cogov.analysis.calibration.targets import log_values, targets_of
from cogov.experiments.designs.loader import LIBRARY
from cogov.scenarios.loader import load_scenario
from docs.evidence.calibration import page
from docs.evidence.calibration.fit import HERE, OFFICE, PLACES, fit_in, stands_in_leping
from docs.evidence.calibration.headline import doubt_of
from docs.evidence.calibration.mechanisms import Measured, cities
from docs.evidence.validation.logs import real_log

OF_PERMITS = {"log.arrival_dispersion": "permits_receipt", "log.late_share": "permits"}
SHORT = {"days": 60, "warmup": 10}


def test_targets_are_the_figures_of_the_logs() -> None:
    for one in targets_of(*read_targets(HERE / "targets.yaml")):
        log = log_values(real_log(OF_PERMITS.get(one.name, "incidents")))
        assert one.value == pytest.approx(log[one.name], rel=0.005), one.name


def test_targets_of_two_places_are_the_figures_of_their_logs() -> None:
    found = targets_of(*read_targets(HERE / "two_places.yaml"))
    assert {one.place.name for one in found} == {"incidents", "permits"}
    for one in found:
        log = log_values(real_log(OF_PERMITS["log.arrival_dispersion"] if one.measure == "log.arrival_dispersion" else one.place.name))
        assert one.value == pytest.approx(log[one.measure], rel=0.005), one.name


def test_the_default_city_lies_within_what_two_places_tell() -> None:
    """What was agreed before they were fitted together: else the city moves."""
    told = fit_in(PLACES).told
    assert told
    for one in told:
        assert one["draws_low"] <= stands_in_leping(one["name"]) <= one["draws_high"], one["name"]


@pytest.mark.parametrize(
    ("city", "numbers"),
    [
        ("leping", fit_in().central),
        (str(HERE / "assumed.yaml"), fit_in().assumed),
        (str(HERE / "incidents.yaml"), fit_in().central),
        (str(HERE / "places.yaml"), fit_in(PLACES).central),
    ],
)
def test_the_default_city_has_the_numbers_of_the_fit(city: str, numbers: dict[str, object]) -> None:
    scenario = load_scenario(city)
    for path, value in numbers.items():
        found: Any = scenario
        for key in path.split("."):
            found = getattr(found, key)
        assert found == pytest.approx(value, rel=0.01), path


def test_the_office_is_not_carried_over() -> None:
    fit = fit_in()
    assert fit.central.keys() == fit.assumed.keys() == {one["name"] for one in fit.told}
    assert not {*OFFICE} & {*fit.central, *fit.behaviour}
    assert {*OFFICE} <= {one["name"] for one in fit.numbers}


def test_the_draws_that_come_with_cogov_are_those_of_the_fit() -> None:
    shipped = pd.read_csv(LIBRARY / "calibrated_behaviour.csv")
    pd.testing.assert_frame_equal(shipped, fit_in().behaviour)


def test_doubt_and_luck_are_told_apart() -> None:
    """Effects of 4,000 draws with doubt 2 around 5, two seeds each with luck 3."""
    chance = np.random.default_rng(1)
    found = doubt_of(5 + 2 * chance.standard_normal((4000, 1)) + 3 * chance.standard_normal((4000, 2)))
    assert found.doubt == pytest.approx(2, abs=0.15)
    assert found.luck == pytest.approx(3, abs=0.1)
    assert found.error == pytest.approx(math.sqrt((4 + 9 / 2) / 4000), rel=0.05)
    assert (found.low, found.high) == pytest.approx((5 - 1.645 * 2, 5 + 1.645 * 2), abs=0.3)


def test_without_doubt_only_luck_is_left() -> None:
    chance = np.random.default_rng(2)
    assert doubt_of(3 * chance.standard_normal((4000, 2))).doubt < 0.4


@pytest.mark.parametrize(("mean", "alike"), [(0.75, True), (1.25, True), (0.74, False), (math.nan, False)])
def test_alike_is_within_a_quarter(mean: float, alike: bool) -> None:  # noqa: FBT001 - what is expected
    assert Measured("assumed", "log.handoffs_mean", 1.0, mean, math.nan, math.nan).alike is alike


def test_the_page_is_made_from_small_runs(tmp_path: Path) -> None:
    made, runs = page.make(500, 2, 1, tmp_path / "tables", SHORT)
    assert not runs.failures
    text, fit = made.read_text("utf-8"), fit_in()
    for one in fit.numbers:
        assert f"`{one['name'].removeprefix('parameters.')}`" in text
    for heading in (
        "Which mechanism brings the log nearer",
        "prior and posterior",
        "Targets, hit and missed",
        "Headline effects, before and after",
        "Two places, one behaviour",
    ):
        assert f" {heading}\n" in text
    logs = (tmp_path / "tables" / "calibration_logs.csv").read_text("utf-8").splitlines()
    assert len(logs) == 1 + len(cities(fit)) * (len(fit.targets) + 2)
    assert made.parent == tmp_path
