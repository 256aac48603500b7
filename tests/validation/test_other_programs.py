"""The same arrivals and the same crowd given to programs by others: queues to Ciw, thresholds to NDlib. What they find is what we find."""

from collections.abc import Callable, Iterator

import ciw
import networkx as nx
import numpy as np
import numpy.typing as npt
import pytest
from ndlib.models.epidemics import ThresholdModel
from ndlib.models.ModelConfig import Configuration

from cogov.model.mesa_model import CoGovernanceModel
from docs.evidence.validation import cascades
from docs.evidence.validation.queues import lived

pytestmark = pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy support:DeprecationWarning")  # Ciw copies iterators
Build = Callable[..., CoGovernanceModel]
Floats = npt.NDArray[np.float64]


def beside_ciw(model: CoGovernanceModel, handlers: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield of every village when its matters ended, here and in Ciw, fed with their arrivals and works."""
    register = model.city.register
    for village in range(model.city.territory.villages):
        rows = np.flatnonzero(register.village[: register.size] == village)
        rows = rows[np.argsort(register.arose[rows])]
        between = np.diff(register.arose[rows], prepend=0.0).tolist()
        network = ciw.create_network(
            arrival_distributions=[ciw.dists.Sequential([*between, float("inf")])],
            service_distributions=[ciw.dists.Sequential(register.work_total[rows].tolist())],
            number_of_servers=[handlers],
        )
        theirs = ciw.Simulation(network)
        theirs.simulate_until_max_time(float("1e6"))
        ended = sorted((record.arrival_date, record.exit_date) for record in theirs.get_all_records())
        yield register.ended[rows], np.array([end for _, end in ended])


def test_one_handler_is_a_node_of_ciw(offices: Build) -> None:
    """Matter by matter to 1e-6 days, of what has ended here."""
    compared = 0
    for ours, theirs in beside_ciw(lived(offices(5, villages=20, handlers=1, arrivals_a_day=0.4, service_days=2.0), 150), 1):
        ended = ~np.isnan(ours)
        assert ours[ended] == pytest.approx(theirs[ended], abs=1e-6)
        compared += ended.sum()
    assert compared > 800


def test_three_handlers_are_a_node_of_ciw_but_for_the_day(offices: Build) -> None:
    """On the same paths the mean time in the system differs by less than the day in which work begins, of 40 in a service."""
    model = offices(6, villages=60, handlers=3, arrivals_a_day=3 * 0.7 / 40, service_days=40.0)
    pairs = [(ours[~np.isnan(ours)], theirs[~np.isnan(ours)]) for ours, theirs in beside_ciw(lived(model, 600), 3)]
    later = np.concatenate([ours - theirs for ours, theirs in pairs])
    assert len(later) > 1500
    assert -0.1 < later.mean() < 1.0
    assert np.abs(later).mean() < 2.0


def test_a_cascade_is_the_one_of_ndlib() -> None:
    """On one graph the same people take part in the end, and some do not."""
    model, people = cascades.crowd(800, 3.0, 5)
    citizens = model.city.citizens
    tied = nx.from_scipy_sparse_array(model.city.citizen_ties[5])
    theirs, settings = ThresholdModel(tied), Configuration()
    settings.add_model_initial_configuration("Infected", people[citizens.threshold[people] < 0].tolist())
    for one in tied:
        settings.add_node_configuration("threshold", one, cascades.THRESHOLD - 1e-9)
    theirs.set_initial_status(settings)
    theirs.iteration_bunch(60)
    lived(model, 7 * 60)
    assert set(np.flatnonzero(citizens.active).tolist()) == {one for one, status in theirs.status.items() if status}
    assert 50 < citizens.active.sum() < len(people)
