"""Memoryless routing: the number of desks visited is geometric (FACTS A2), in the real model under `routing: matrix`."""

import numpy as np
import pytest
from scipy import stats

from docs.evidence.validation.responsibility import desks_visited


@pytest.mark.parametrize("q", [0.9, 0.75, 0.5, 0.25])
def test_desks_visited_are_geometric(q: float) -> None:
    """The distribution by chi-square at 0.001; its mean and variance are rows of `docs.evidence.validation`."""
    visited = desks_visited(q, 100_000)
    assert len(visited) > 500
    most = int(stats.geom.ppf(1 - 20 / len(visited), q))
    counts = np.bincount(np.minimum(visited, most), minlength=most + 1)[1:]
    expected = np.append(stats.geom.pmf(np.arange(1, most), q), stats.geom.sf(most - 1, q)) * len(visited)
    assert len(counts) > 1
    assert stats.chisquare(counts, expected).pvalue > 0.001
