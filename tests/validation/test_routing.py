"""Memoryless routing: the number of desks visited is geometric (FACTS A2), in the real model under `routing: matrix`."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from cogov.model.mandates import SINGLE
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.rules.emergence import emergence
from cogov.model.stages import Stage

Build = Callable[..., CoGovernanceModel]


@pytest.mark.parametrize("q", [0.9, 0.75, 0.5, 0.25])
def test_desks_visited_are_geometric(triage_alone: Build, q: float) -> None:
    """Mean 1/q and variance (1 − q)/q² by 99.9 % intervals, the distribution by chi-square at 0.001; no matter is left out.

    Capacity is unlimited and emergence stops, so that every matter reaches its end and long journeys are not censored.
    """
    settings = {
        "choices.routing": "matrix",
        "choices.capacity": "unlimited",
        "choices.calendar": "every_day",
        "rules.handling": True,
        "parameters.triage.right_share": q,
    }
    model = triage_alone(31, 100_000, 400, {"boundary_clarity": 0.5, "duty_clarity": 0.5}, settings)
    for _ in range(25):
        model.step()
    model.rules.remove(emergence)
    register = model.city.register
    single = (
        model.city.mandates.mandate[model.city.topics.level[register.topic[: register.size]], register.topic[: register.size]] == SINGLE
    )
    known = single & (register.stage[: register.size] != Stage.LAPSED)
    while np.isin(np.flatnonzero(known), register.open_rows).any():
        model.step()
        assert model.city.day < 400
    rows = np.flatnonzero(known & (register.stage[: register.size] == Stage.SETTLED))
    assert len(rows) > 500
    visited = register.handoffs[rows] + 1
    assert np.array_equal(visited, register.attempt[rows])
    half_width = float(stats.norm.ppf(0.9995)) * np.sqrt((1 - q) / q**2 / len(rows))
    assert abs(visited.mean() - 1 / q) < half_width
    # variance of the sample variance from the fourth central moment μ4 = σ⁴ (9 + q²/(1 − q)) of the geometric distribution
    sigma2 = (1 - q) / q**2
    spread = sigma2 * np.sqrt((9 + q**2 / (1 - q) - 1) / len(rows))
    assert abs(visited.var(ddof=1) - sigma2) < float(stats.norm.ppf(0.9995)) * spread
    most = int(stats.geom.ppf(1 - 20 / len(rows), q))
    counts = np.bincount(np.minimum(visited, most), minlength=most + 1)[1:]
    expected = np.append(stats.geom.pmf(np.arange(1, most), q), stats.geom.sf(most - 1, q)) * len(rows)
    if len(counts) > 1:
        assert stats.chisquare(counts, expected).pvalue > 0.001
