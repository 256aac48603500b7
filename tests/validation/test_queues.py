"""Queues of the whole model against Lindley, Erlang C, Erlang A and Little (FACTS A1)."""

from collections.abc import Callable

import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.emergence import emergence
from cogov.model.stages import ENDS, Stage
from cogov.scenarios import load_scenario

Build = Callable[..., CoGovernanceModel]


def test_one_desk_is_the_lindley_recursion(offices: Build) -> None:
    """First come first served with one handler: end = max(arrival, end before) + work, matter by matter; 1e-6 days over 200 days.

    Service shorter (.1 days) and longer (3 days) than a day.
    """
    for service in (0.1, 3.0):
        model = offices(5, villages=40, handlers=1, arrivals_a_day=0.8 / service, service_days=service)
        for _ in range(200):
            model.step()
        register = model.city.register
        for village in range(40):
            rows = np.flatnonzero(register.village[: register.size] == village)
            rows = rows[np.argsort(register.arose[rows])]
            end = 0.0
            for row in rows:
                end = max(register.arose[row], end) + register.work_total[row]
                if end < 199.9:
                    assert register.ended[row] == pytest.approx(end, abs=1e-6)


def test_arrivals_of_the_one_desk_city_are_poisson(offices: Build) -> None:
    """Variance over mean of daily counts in 40 villages over 300 days: 1 within 4 standard errors, sqrt(2/12,000) = .013 each."""
    model = offices(6, villages=40, handlers=1, arrivals_a_day=2.0, service_days=0.1)
    for _ in range(300):
        model.step()
    register = model.city.register
    cell = register.village[: register.size] * 300 + np.floor(register.arose[: register.size]).astype(np.int64)
    counts = np.bincount(cell, minlength=12_000)
    assert counts.mean() == pytest.approx(2.0, abs=4 * np.sqrt(2 / 12_000))
    assert counts.var() / counts.mean() == pytest.approx(1.0, abs=4 * np.sqrt(2 / 12_000))


def _little(model: CoGovernanceModel) -> None:
    """Compare time in the city by the columns with the integral of the number open by the records of moves."""
    register, moves, until = model.city.register, model.city.register.moves(), float(model.city.day)
    ended = np.where(np.isnan(register.ended[: register.size]), until, register.ended[: register.size])
    sojourn = (np.minimum(ended, until) - np.minimum(register.arose[: register.size], until)).sum()
    came, went = moves.reason == 0, np.isin(moves.after, ENDS)
    time = np.minimum(np.concatenate([moves.time[came], moves.time[went]]), until)
    change = np.concatenate([np.ones(came.sum()), -np.ones(went.sum())])
    order = np.argsort(time, kind="stable")
    number = np.cumsum(change[order])
    integral = (number * np.diff(np.append(time[order], until))).sum()
    assert integral == pytest.approx(sojourn, rel=1e-9)


def test_littles_law_holds_on_the_path_of_a_whole_city() -> None:
    """Sum of times in the city = integral of the number in it: an identity, 1e-9 relative, for any policy."""
    _little(CoGovernanceModel(load_scenario("leping", {"city.population": 10_000, "days": 150, "warmup": 20}), seed=3).run())


def test_littles_law_holds_on_a_path_that_ends_empty(offices: Build) -> None:
    model = offices(7, villages=30, handlers=2, arrivals_a_day=0.5, service_days=2.0)
    for _ in range(60):
        model.step()
    model.rules.remove(emergence)
    while len(model.city.register.open_rows):
        model.step()
    _little(model)
    worked = model.city.register.effort[: model.city.register.size]
    assert worked == pytest.approx(model.city.register.work_total[: model.city.register.size], rel=1e-6)


def _erlang_c(servers: int, load: float) -> float:
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = servers * load * blocked / (k + servers * load * blocked)
    return blocked / (1 - load * (1 - blocked)) / (servers * (1 - load))


SERVICE = 40.0
"""Mean service in days, long against the day: rounding to days moves a sojourn by less than 1/40 of it."""


@pytest.mark.slow
@pytest.mark.parametrize(("servers", "load", "days"), [(1, 0.5, 3000), (3, 0.5, 2500), (3, 0.7, 3500), (5, 0.7, 3000)])
def test_mean_waits_are_erlangs(offices: Build, servers: int, load: float, days: int) -> None:
    """400 villages are 400 independent queues: within 3.5 standard errors between villages, plus the day's rounding (1/40), and 5 %.

    The first third of the days is left out. Sojourn less work, over matters that arose at least 15 services before the end.
    """
    model = offices(41, villages=400, handlers=servers, arrivals_a_day=servers * load / SERVICE, service_days=SERVICE)
    for _ in range(days):
        model.step()
    register = model.city.register
    arose = register.arose[: register.size]
    rows = np.flatnonzero((arose > days / 3) & (arose < days - 15 * SERVICE))
    assert (register.stage[rows] == Stage.SETTLED).mean() > 0.999
    wait = (np.where(np.isnan(register.ended[rows]), days, register.ended[rows]) - arose[rows] - register.work_total[rows]) / SERVICE
    village = register.village[rows]
    number = np.bincount(village, minlength=400)
    total = np.bincount(village, weights=wait, minlength=400)
    mean = total.sum() / number.sum()
    error = np.sqrt(((total - mean * number) ** 2).sum()) / number.sum()
    theory, rounding = _erlang_c(servers, load), 0.0 if servers == 1 else 1 / SERVICE
    assert abs(mean - theory) < 3.5 * error + rounding, (mean, theory, error)
    assert abs(mean - theory) < 0.05 * theory + rounding + 2 * error, (mean, theory, error)


@pytest.mark.slow
@pytest.mark.parametrize(("arrivals", "abandoned"), [(8, 0.0388), (10, 0.1039), (12, 0.1957)])
def test_abandonment_is_erlang_a(offices: Build, arrivals: int, abandoned: float) -> None:
    """c = 10, θ = μ/2 (FACTS A1): share that gives up, within 3.5 standard errors and .01 for the day's rounding.

    Who gives up is found at the end of a day: up to 1/80 of the mean patience late, in which time some are begun.
    """
    model = offices(
        42,
        villages=200,
        handlers=10,
        arrivals_a_day=arrivals / SERVICE,
        service_days=SERVICE,
        choices={"patience": "exponential"},
        parameters={"handling": {"patience_days": 2 * SERVICE}},
    )
    days = 2000
    for _ in range(days):
        model.step()
    register = model.city.register
    arose = register.arose[: register.size]
    rows = np.flatnonzero((arose > 400) & (arose < days - 6 * SERVICE))
    gone = register.stage[rows] == Stage.GIVEN_UP
    village = register.village[rows]
    number, total = np.bincount(village, minlength=200), np.bincount(village, weights=gone, minlength=200)
    share = total.sum() / number.sum()
    error = np.sqrt(((total - share * number) ** 2).sum()) / number.sum()
    assert abs(share - abandoned) < 3.5 * error + 0.01, (share, abandoned, error)
