"""Memoryless routing: the number of desks visited is geometric (FACTS A2), in the real model under `routing: matrix`."""

import numpy as np
import pytest
from scipy import stats

from docs.evidence.validation.responsibility import routed

Z = float(stats.norm.ppf(0.9995))


@pytest.mark.parametrize("q", [0.9, 0.75, 0.5, 0.25])
def test_desks_visited_are_geometric(q: float) -> None:
    """Mean 1/q and variance (1 − q)/q² by 99.9 % intervals, the distribution by chi-square at 0.001; no matter is left out."""
    city, rows = routed(q, 100_000)
    register = city.register
    assert city.day < 400
    assert len(rows) > 500
    visited = register.handoffs[rows] + 1
    assert np.array_equal(visited, register.attempt[rows])
    variance = (1 - q) / q**2
    assert abs(visited.mean() - 1 / q) < Z * np.sqrt(variance / len(rows))
    # variance of the sample variance from the fourth central moment μ4 = σ⁴ (9 + q²/(1 − q)) of the geometric distribution
    assert abs(visited.var(ddof=1) - variance) < Z * variance * np.sqrt((8 + q**2 / (1 - q)) / len(rows))
    most = int(stats.geom.ppf(1 - 20 / len(rows), q))
    counts = np.bincount(np.minimum(visited, most), minlength=most + 1)[1:]
    expected = np.append(stats.geom.pmf(np.arange(1, most), q), stats.geom.sf(most - 1, q)) * len(rows)
    assert len(counts) > 1
    assert stats.chisquare(counts, expected).pvalue > 0.001
