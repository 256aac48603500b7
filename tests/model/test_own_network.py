"""A scenario's own governance network: read from its files, laid on the desks of the city, and used by the rules."""

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.network import Network
from cogov.model.policy import Policy
from cogov.model.scenario import Scenario
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import as_mapping, load_scenario

ROLES = """node,kind,level,jurisdiction
office,civil_affairs,township,
police,public_security,city,
village,self_governance,village,
first,self_governance,village,1
second,self_governance,village,2
far,economic,township,18
elsewhere,-,,
"""
EDGES = "source,target,strength,kind\noffice,village,0.9,line\noffice,police,,\npolice,village,,party\nfirst,second,0.4,\nfar,police,,\n"
City = Callable[..., Path]
USUAL = Network()


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Writes a scenario with its network, and gives the scenario's path."""

    def write(edges: str | bytes = EDGES, roles: str | bytes = ROLES, name: str = "ties.csv", more: str = "") -> Path:
        (tmp_path / "data").mkdir(exist_ok=True)
        for path, text in ((tmp_path / "data" / name, edges), (tmp_path / "roles.csv", roles)):
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        path = tmp_path / "mine.yaml"
        path.write_text(f"extends: leping\nnetwork: {{file: data/{name}, roles: roles.csv{more}}}\n", encoding="utf-8")
        return path

    return write


def load(path: Path, population: int = 6000) -> Scenario:
    return load_scenario(
        path, {"city.population": population, "city.townships": 3 if population >= 12_000 else None, "days": 12, "warmup": 3}
    )


def ties_of(model: CoGovernanceModel) -> dict[tuple[str, str], list[tuple[int, int, str, float]]]:
    """Ties by the kinds that they join: places of both ends, kind and strength."""
    nodes, found = model.city.network.nodes, dict[tuple[str, str], list[tuple[int, int, str, float]]]()
    for a, b, data in model.city.network.edges(data=True):
        first, second = sorted((nodes[a], nodes[b]), key=lambda node: str(node["kind"]))
        place = (first["jurisdiction"], second["jurisdiction"])
        found.setdefault((first["kind"], second["kind"]), []).append((*place, data["kind"], data["strength"]))
    return found


def test_nodes_become_the_desks_that_serve_the_same_village(city: City) -> None:
    model = CoGovernanceModel(load(city()))
    ties, townships = ties_of(model), model.city.territory.township
    party = USUAL.party + USUAL.party_rise * model.city.policy.party_building
    assert sorted(ties["civil_affairs", "self_governance"]) == sorted((int(t), v, "line", 0.9) for v, t in enumerate(townships))
    assert ties["civil_affairs", "public_security"] == [(t, 0, "custom", USUAL.custom) for t in range(model.city.territory.townships)]
    assert {kind for _, _, kind, _ in ties["public_security", "self_governance"]} == {"party"}
    assert [strength for *_, strength in ties["public_security", "self_governance"]] == pytest.approx([party] * len(townships))


def test_places_that_share_no_village_are_tied_desk_to_desk(city: City) -> None:
    assert ties_of(CoGovernanceModel(load(city())))["self_governance", "self_governance"] == [(0, 1, "custom", 0.4)]


def test_nodes_outside_the_slice_drop_out_and_are_named(city: City) -> None:
    model = CoGovernanceModel(load(city()))
    assert model.city.network.graph["outside"] == "far"
    assert ("economic", "public_security") not in ties_of(model)


def test_the_strongest_of_several_ties_counts(city: City) -> None:
    roles = "node,kind,level\na,civil_affairs,city\nb,civil_affairs,city\nc,justice,city\n"
    edges = "source,target,strength,kind\na,c,0.2,line\nb,c,0.7,block\na,b,1,\nc,a,0.3,bridge\n"
    scenario = load(city(edges, roles))
    assert scenario.network is not None
    assert [(tie.a, tie.b, tie.strength) for tie in scenario.network.ties] == [("c", "a", 0.3), ("b", "c", 0.7), ("a", "b", 1.0)]
    assert ties_of(CoGovernanceModel(scenario)) == {("civil_affairs", "justice"): [(0, 0, "block", 0.7)]}


def test_it_stands_instead_of_the_generated_network_or_beside_it(city: City) -> None:
    generated = CoGovernanceModel(load_scenario("leping", {"city.population": 6000})).city.network
    alone = CoGovernanceModel(load(city())).city.network
    added = CoGovernanceModel(load(city(more=", replace: false"))).city.network
    assert alone.number_of_edges() < generated.number_of_edges()
    assert set(map(frozenset, added.edges)) == set(map(frozenset, alone.edges)) | set(map(frozenset, generated.edges))
    assert all(added.edges[pair] == alone.edges[pair] for pair in alone.edges)


def test_a_stated_strength_is_nobodys_lever(city: City) -> None:
    roles = "node,kind,level\na,party,city\nb,justice,city\nc,economic,city\n"
    scenario = load(city("source,target,strength,kind\na,b,0.9,party\na,c,,party\n", roles))
    phase = {"from_day": 1, "levers": {"party_building": 1.0}}
    model = CoGovernanceModel(scenario, Policy.model_validate({"phases": [phase]}))
    before = ties_of(model)
    for _ in range(3):
        model.step()
    after = ties_of(model)
    assert after["justice", "party"] == before["justice", "party"] == [(0, 0, "party", 0.9)]
    assert after["economic", "party"] == [(0, 0, "party", pytest.approx(USUAL.party + USUAL.party_rise))] != before["economic", "party"]


def test_rules_use_its_strengths(city: City) -> None:
    model = CoGovernanceModel(load(city()), check=True)
    for a, b, data in model.city.network.edges(data=True):
        assert model.city.governance.between(np.array([a]), np.array([b]))[0] == data["strength"]
    model.run()
    assert model.city.register.size > 0


def test_a_resolved_scenario_holds_its_network_and_runs_alike(city: City, tmp_path: Path) -> None:
    import yaml

    scenario = load(city())
    copy = tmp_path / "elsewhere" / "copy.yaml"
    copy.parent.mkdir()
    copy.write_text(yaml.safe_dump(as_mapping(scenario), allow_unicode=True, sort_keys=False), encoding="utf-8")
    again = load_scenario(copy)
    assert again.network == scenario.network
    assert CoGovernanceModel(again).run().indicators() == pytest.approx(CoGovernanceModel(scenario).run().indicators(), nan_ok=True)


def test_a_scenario_that_extends_another_can_leave_its_network_out(city: City, tmp_path: Path) -> None:
    city()
    child = tmp_path / "deep" / "child.yaml"
    child.parent.mkdir()
    child.write_text("extends: ../mine.yaml\ndays: 20\nwarmup: 2\n", encoding="utf-8")
    assert load_scenario(child).network == load_scenario(tmp_path / "mine.yaml").network
    child.write_text("extends: ../mine.yaml\nnetwork:\n", encoding="utf-8")
    assert load_scenario(child).network is None


def graph() -> "nx.Graph[str]":
    found: nx.Graph[str] = nx.Graph()
    found.add_edge("office", "village", strength=0.9, kind="line")
    found.add_edge("office", "police")
    return found


THREE = "".join(line + "\n" for line in ROLES.splitlines()[:4])


@pytest.mark.parametrize("suffix", ["graphml", "gexf"])
def test_graphml_and_gexf_say_the_same_as_an_edge_list(suffix: str, city: City, tmp_path: Path) -> None:
    path = tmp_path / f"ties.{suffix}"
    (nx.write_graphml if suffix == "graphml" else nx.write_gexf)(graph(), path)
    scenario = load(city(path.read_bytes(), THREE, path.name))
    edges = "source,target,strength,kind\noffice,village,0.9,line\noffice,police,,\n"
    listed = load(city(edges, THREE)).network
    assert scenario.network is not None
    assert listed is not None
    assert (scenario.network.nodes, scenario.network.ties) == (listed.nodes, listed.ties)


def xml(*edges: str, nodes: tuple[str, ...] = ("office", "police", "village"), directed: str = "undirected") -> str:
    inside = [f'<node id="{node}"/>' for node in nodes] + [f"<edge {edge}/>" for edge in edges]
    head = (
        f'<?xml version="1.0" encoding="gb2312"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="{directed}">'
    )
    return "\n".join([head, *inside, "</graph></graphml>"])


OK_EDGE = 'source="office" target="police"'
# edges, roles, name of the file of edges, a piece of the English message, line, key or value shown, nearest
Case = tuple[str | bytes, str | bytes, str, str, int | None, str, str | None]
WRONG: dict[str, Case] = {
    "unknown node": (xml(OK_EDGE, 'source="office" target="vilage"'), THREE, "t.graphml", "no node", 7, "vilage", "village"),
    "no end": (xml('source="office"'), THREE, "t.graphml", "end of the edge", 6, "", None),
    "not xml": ("<graphml", THREE, "t.graphml", "no complete XML", 1, "", None),
    "other root": ("<gexf/>", THREE, "t.graphml", "file's name", None, "gexf", None),
    "doctype": ('<!DOCTYPE x [<!ENTITY a "b">]><graphml/>', THREE, "t.graphml", "DOCTYPE", 1, "", None),
    "no graph": ("<gexf/>", THREE, "t.gexf", "no <graph>", None, "", None),
    "no role in a graph": (
        xml(OK_EDGE, nodes=("office", "police", "village", "polise")),
        THREE,
        "t.graphml",
        "no row",
        None,
        "polise",
        "police",
    ),
    "suffix": ("x", THREE, "ties.xlsx", "not known", None, ".xlsx", None),
    "empty": ("", THREE, "ties.csv", "empty", None, "", None),
    "only a head": ("source,target\n", THREE, "ties.csv", "no edge", None, "", None),
    "western letters": ("source,target\ncafé,öl\n".encode("cp1252"), THREE, "ties.csv", "Windows-1252", 2, "", None),
    "typo in a head": ("source,target,strenght\noffice,police,1\n", THREE, "ties.csv", "unknown column", 1, "strenght", "strength"),
    "missing column": ("source\n", THREE, "ties.csv", "missing", 1, "target", None),
    "cells": ("source,target\noffice,police,village\n", THREE, "ties.csv", "number of cells", 2, "", None),
    "open quote": ('source,target\n"office,police\n', THREE, "ties.csv", "quotes", 2, "", None),
    "no role": ("source,target\noffice,polise\n", THREE, "ties.csv", "no row", None, "polise", "police"),
    "end missing": ("source,target\noffice,\n", THREE, "ties.csv", "end of the edge", 2, "", None),
    "nan": ("source,target,strength\noffice,police,nan\n", THREE, "ties.csv", "above 0", 2, "nan", None),
    "negative": ("source,target,strength\noffice,police,-1\n", THREE, "ties.csv", "above 0", 2, "-1", None),
    "above one": ("source,target,strength\noffice,police,3\n", THREE, "ties.csv", "above 0", 2, "3", None),
    "word": ("source,target,strength\noffice,police,much\n", THREE, "ties.csv", "above 0", 2, "much", None),
    "unknown tie": ("source,target,kind\noffice,police,lines\n", THREE, "ties.csv", "kind of tie", 2, "lines", "line"),
    "roles empty": (EDGES, "", "ties.csv", "empty", None, "", None),
    "unknown kind": (EDGES, ROLES.replace("civil_affairs", "civil_afairs"), "ties.csv", "kind of desk", 2, "office", "civil_affairs"),
    "unknown level": (EDGES, ROLES.replace(",township,\n", ",town,\n"), "ties.csv", "unknown level", 2, "town", "township"),
    "not at this level": (EDGES, ROLES.replace("affairs,township", "affairs,village"), "ties.csv", "no desk", 2, "village", None),
    "place": (EDGES, ROLES.replace("village,1", "village,0"), "ties.csv", "number from 1", 5, "first", None),
    "place too high": (EDGES, ROLES.replace("18", "19"), "ties.csv", "number from 1", 7, "far", None),
    "place of the city": (EDGES, ROLES.replace("city,", "city,2"), "ties.csv", "one place", 3, "police", None),
    "node twice": (EDGES, ROLES + "office,justice,city,\n", "ties.csv", "twice", 9, "office", None),
    "stranger": (xml(OK_EDGE, nodes=("office", "police")), THREE, "t.graphml", "no such node", 4, "village", None),
    "all left out": ("source,target\noffice,police\n", THREE.replace("public_security,city", "-,"), "ties.csv", "no edge", None, "", None),
}


@pytest.mark.parametrize("case", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(case: Case, city: City) -> None:
    edges, roles, name, said, line, shown, near = case
    problem = first_problem(city(edges, roles, name))
    assert said in problem.message.en
    assert problem.file is not None
    assert problem.file.endswith((name, "roles.csv"))
    assert (problem.line, problem.nearest) == (line, near)
    for language in ("zh", "en"):
        assert shown in problem.words.in_(language)


def first_problem(path: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("network", "said"),
    [
        ("{file: nowhere.csv, roles: roles.csv}", "no such file"),
        ("{file: data, roles: roles.csv}", "directory"),
        ("{file: data/ties.csv}", "missing"),
        ("{file: data/ties.csv, roles: roles.csv, replaces: false}", "did you mean replace"),
        ("ties.graphml", "mapping"),
        ("{file: data/ties.csv, roles: roles.csv, nodes: []}", "not both"),
        ("{nodes: [{name: a, kind: party, level: city}], ties: [{a: a, b: b}]}", "unknown node"),
        ("{nodes: [{name: a, kind: parti, level: city}, {name: b, kind: party, level: city}], ties: [{a: a, b: b}]}", "no desk"),
        ("{nodes: [{name: a, kind: party, level: city}], ties: [{a: a, b: a}]}", "itself"),
    ],
)
def test_a_wrong_entry_is_refused_with_its_place(network: str, said: str, city: City) -> None:
    path = city()
    path.write_text(f"extends: leping\nnetwork: {network}\n", encoding="utf-8")
    assert said in first_problem(path).words.en
