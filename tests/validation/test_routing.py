"""Memoryless routing, in the real model under `routing: matrix`: the number of desks visited is geometric (FACTS A2), or as kinds pass on."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Stage
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario
from docs.evidence.validation.queues import lived
from docs.evidence.validation.responsibility import routed

Build = Callable[..., CoGovernanceModel]
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


def test_kinds_say_to_whom_they_pass_what_they_have_done(offices: Build) -> None:
    """A village's matters go from the first desk to the second, which sends half of them to a third in the township; a pass is a hand-off."""
    titles = {"title": {"zh": "窗口", "en": "desk"}, "sector": "party"}
    kinds = {
        "office": titles | {"handlers": {"village": 1.0}, "passes": {"second": 1.0}},
        "second": titles | {"handlers": {"village": 1.0}, "passes": {"third": 0.5}},
        "third": titles | {"handlers": {"township": 1.0}},
    }
    model = offices(3, villages=50, handlers=40, arrivals_a_day=1.0, service_days=0.5, kinds=kinds, choices={"routing": "matrix"})
    register = lived(model, 30).city.register
    settled = register.stage[: register.size] == Stage.SETTLED
    handoffs, last = register.handoffs[: register.size][settled], register.holders[: register.size][settled]
    slots = [np.uint64(1) << np.uint64(model.city.slots.at(name, 0)) for name in ("second", "third")]
    assert set(handoffs.tolist()) == {1, 2}
    assert (last == np.where(handoffs == 1, *slots)).all()
    assert (handoffs == 2).mean() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(settled.sum()))
    works = register.effort[: register.size][settled] / (1 + handoffs)
    assert works.mean() == pytest.approx(0.5, rel=0.1)  # each pass is work of its own


@pytest.mark.parametrize(("passes", "said"), [({"treasury": 0.5}, "unknown kind of desk 'treasury'"), ({"justice": 0.7, "party": 0.4}, "together at most 1")])  # fmt: skip
def test_passes_go_to_kinds_that_there_are_and_are_no_more_than_all(passes: dict[str, float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        load_scenario("leping", {"kinds.ecology.passes": passes})
