"""Queues of the whole model against Lindley, Poisson and Little (FACTS A1); waits, impatience and priorities are rows of
`docs.evidence.validation`, which `tests/evidence/test_validation.py` asks for.
"""

from collections.abc import Callable

import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.emergence import emergence
from cogov.model.stages import ENDS
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
