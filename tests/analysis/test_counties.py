"""Stored counties: spread over the ranges, still what the program gives, and what the page is told of them."""

import numpy as np
import pytest
from scipy.stats import t

from cogov.analysis.classroom import counties, stored
from cogov.analysis.values import value_text
from cogov.experiments.runner import run_one
from cogov.model.indicators import INDICATORS
from cogov.scenarios.county import FORM


def test_counties_fill_the_ranges() -> None:
    found = np.array([list(counties.stored_county(number).values()) for number in range(counties.COUNTIES)])
    assert len(np.unique(found, axis=0)) == counties.COUNTIES
    for blank, answers in zip(FORM, found.T, strict=True):
        fortieth = (blank.high - blank.low) / counties.COUNTIES
        assert np.abs(np.sort(answers) - blank.low - fortieth * (np.arange(counties.COUNTIES) + 0.5)).max() <= 0.5


def test_any_county_has_a_stored_one_not_far() -> None:
    """What `cogov.county.nearest` computes, for counties drawn evenly: the share of the ranges that it differs on average."""
    found = np.array([list(counties.stored_county(number).values()) for number in range(counties.COUNTIES)])
    spans = np.array([blank.high - blank.low for blank in FORM])
    drawn = np.random.Generator(np.random.PCG64(1)).random((500, 8))
    low = np.array([blank.low for blank in FORM])
    apart = np.abs(drawn[:, None, :] - ((found - low) / spans)[None]).mean(axis=2).min(axis=1)
    assert np.median(apart) < 0.17
    assert apart.max() < 0.28


def test_stored_runs_are_those_of_the_counties() -> None:
    table = stored.read(counties.RUNS)
    assert not stored.missing(table, counties.requests_of_counties())
    assert counties.RUNS.stat().st_size < 120_000


@pytest.mark.parametrize("number", [0, 17, 39])
def test_stored_numbers_are_given_again(number: int) -> None:
    table = stored.read(counties.RUNS)
    request = counties.requests_of_counties(range(number, number + 1))[-1]
    assert stored.changed(run_one(request), table) == ""
    table.loc[table["policy"] == request.policy_name, "mean_days"] += 1
    assert "mean_days" in stored.changed(run_one(request), table)


def test_the_page_is_told_the_differences_of_the_runs() -> None:
    table = stored.read(counties.RUNS)
    document = counties.counties_document(table)
    assert len(document["counties"]) == counties.COUNTIES
    assert [one["usual"] for one in document["blanks"]] == [60, 17, 10, 12, 8, 1000, 267, 40]
    for number in (3, 22):
        first, second = (table[table["policy"] == counties.name_of(number, policy)].sort_values("seed") for policy in counties.POLICIES)
        for name, row in zip(counties.SHOWN, document["counties"][number]["rows"], strict=True):
            difference = second[name].to_numpy() - first[name].to_numpy()
            half = t.ppf(0.975, len(difference) - 1) * difference.std(ddof=1) / np.sqrt(len(difference))
            sign = np.sign(difference.mean()) * (abs(difference.mean()) > half)
            assert row["better"] == sign * INDICATORS[name].direction
            assert row["values"] == [value_text(name, first[name].mean()), value_text(name, second[name].mean())]
