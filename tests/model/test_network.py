"""The governance network: who is tied to whom, and the arrays that the rules read."""

import networkx as nx
import numpy as np
import pytest

from cogov.model.build import build, build_offices
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.minds import network_changed
from cogov.model.network import Network, as_ties
from cogov.scenarios import load_scenario, resolve_policy

USUAL = Network()


@pytest.fixture(scope="module")
def model() -> CoGovernanceModel:
    return CoGovernanceModel(load_scenario("leping", {"city.population": 12_000}), seed=1)


def test_every_institution_is_a_node_with_its_place(model: CoGovernanceModel) -> None:
    assert sorted(model.city.network.nodes) == list(range(model.city.institutions.size))
    for _, data in model.city.network.nodes(data=True):
        assert set(data) >= {"kind", "title", "sector", "level", "jurisdiction"}
    assert nx.is_connected(model.city.network)


def test_ties_join_one_jurisdiction_or_one_line(model: CoGovernanceModel) -> None:
    """Every tie is checked against the definitions of the kinds, village by village."""
    nodes, township = model.city.network.nodes, model.city.territory.township
    rank = {"village": 0, "township": 1, "city": 2}

    def above(place: int, level: str, to: str) -> int:
        place = int(township[place]) if level == "village" and to != "village" else place
        return 0 if to == "city" else place

    for a, b, data in model.city.network.edges(data=True):
        low, high = sorted((nodes[a], nodes[b]), key=lambda n: rank[n["level"]])
        assert above(low["jurisdiction"], low["level"], high["level"]) == high["jurisdiction"]
        if data["kind"] == "line":
            assert rank[high["level"]] - rank[low["level"]] == 1
            assert low["kind"] == high["kind"] or (low["sector"], high["sector"]) == ("self_governance", "party")
        else:
            assert low["level"] == high["level"]
            sectors = {low["sector"], high["sector"]}
            expected = "party" if "party" in sectors else "bridge" if sectors & {"mass", "social"} else "block"
            assert data["kind"] == expected


def test_party_building_strengthens_party_ties_alone(model: CoGovernanceModel) -> None:
    scenario = model.scenario
    weak, strong = (CoGovernanceModel(scenario, scenario.base_policy().model_copy(update={"party_building": x})) for x in (0.0, 1.0))
    for a, b, data in weak.city.network.edges(data=True):
        assert data["strength"] == pytest.approx(getattr(USUAL, data["kind"]))
        gained = strong.city.network.edges[a, b]["strength"] - data["strength"]
        assert gained == pytest.approx(USUAL.party_rise if data["kind"] == "party" else 0.0)


def test_strengths_are_the_scenarios() -> None:
    """In the city of lines and places that hardly coordinate, lines hold and what joins one place is weak."""
    scenario = load_scenario("fragmented", {"city.population": 2000, "parameters.network.party": 0.9, "policy.party_building": 1.0})
    found = {data["kind"]: data["strength"] for _, _, data in CoGovernanceModel(scenario).city.network.edges(data=True)}
    assert found == {"line": 0.9, "block": 0.2, "bridge": 0.3, "party": 1.0}  # .9 + .5 would be more than a tie can be


def test_arrays_hold_every_tie_from_both_ends() -> None:
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(4))
    graph.add_edge(0, 1, strength=0.3)
    graph.add_edge(1, 2)  # a tie of one's own without a strength counts one half
    ties = as_ties(graph)
    assert ties.source.tolist() == [0, 1, 1, 2]
    assert ties.target.tolist() == [1, 0, 2, 1]
    assert ties.strength.tolist() == [0.3, 0.3, 0.5, 0.5]
    assert ties.between(np.array([0, 2, 0, 3]), np.array([1, 1, 2, 3])).tolist() == [0.3, 0.5, 0.0, 0.0]
    each = np.array([1.0, 10.0, 100.0, 1000.0])
    assert (ties.out_of @ each).tolist() == [1.0, 110.0, 1000.0, 0.0]
    assert (ties.into @ each).tolist() == [10.0, 1001.0, 100.0, 0.0]


def test_arrays_of_a_graph_without_ties() -> None:
    graph: nx.Graph[int] = nx.empty_graph(3)
    assert len(as_ties(graph).source) == 0
    assert as_ties(graph).between(np.array([0]), np.array([1])).tolist() == [0.0]


def test_a_changed_network_reaches_the_rules() -> None:
    model = CoGovernanceModel(load_scenario("leping", {"city.population": 2000, "days": 30, "warmup": 5, "horizon_days": 20}), seed=1)
    model.city.network.remove_edges_from(list(model.city.network.edges))
    network_changed(model.city)
    model.run()
    assert (model.city.loans.lent == 0).all()


def test_the_network_needs_no_people() -> None:
    scenario = load_scenario("leping", {"city.population": 3000})
    policy = resolve_policy(scenario, "co_governance")
    offices, city = build_offices(scenario, policy, 3), build(scenario, policy, 3)
    assert dict(offices.network.nodes(data=True)) == dict(city.network.nodes(data=True))
    assert list(offices.network.edges(data=True)) == list(city.network.edges(data=True))
    assert not hasattr(offices, "citizens")
