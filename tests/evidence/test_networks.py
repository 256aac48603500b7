"""Two real networks on the desks of a city: dealt as the page says, read as a person's files are, and what is said of them is so."""

import os
from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from cogov.model.build import build_offices
from cogov.model.desks import GOVERNMENT, SOCIAL
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import load_scenario
from docs.evidence import networks
from docs.evidence.networks import OWN, TOLD, Observed, laid, observed, write_files
from docs.evidence.runs import Runs

SMALL = 9000


def crowd(count: int) -> Observed:
    """A ring of organisations, of government and social in turn, the last of no sector known."""
    names = [f"o{place:02}" for place in range(count)]
    sectors = {name: "government" if place % 2 else "social" for place, name in enumerate(names[:-1])}
    return observed(zip(names, [*names[1:], names[0]], strict=True), sectors)


def test_a_pair_counts_once_and_nobody_is_tied_to_itself() -> None:
    found = observed([("b", "a"), ("a", "b"), ("c", "c"), ("a", "d")], {"a": "mass", "z": "social"})
    assert found.ties == (("a", "b"), ("a", "d"))
    assert found.sectors == {"a": "mass", "b": "", "d": ""}


def test_an_organisation_is_a_desk_of_its_sector_while_there_are_any() -> None:
    city = build_offices(load_scenario("leping", {"city.population": 3000}), None, 1)
    few, many = crowd(9), crowd(60)
    dealt = laid(few, city)
    assert len(set(dealt.values())) == 9
    sectors = [int(city.institutions.sector[dealt[name]]) for name in few.sectors]
    assert sectors[:-1] == [SOCIAL, GOVERNMENT] * 4
    assert laid(few, city) == dealt
    assert city.institutions.size < 60
    dealt = laid(many, city)
    assert sorted(dealt.values()) == list(range(city.institutions.size))  # no desk is two organisations


def test_the_files_are_a_scenario(tmp_path: Path) -> None:
    """Tied in the city are the desks that the organisations were dealt to, and no others."""
    ring = crowd(12)
    scenario = load_scenario(write_files(ring, tmp_path, SMALL))
    city = build_offices(scenario, None, 1)
    dealt = laid(ring, city)
    assert {frozenset(pair) for pair in city.network.edges} == {frozenset(dealt[end] for end in tie) for tie in ring.ties}
    assert networks.reach(scenario)[:5] == (f"12/{city.institutions.size}", "12", "2.0", "0.182", "0.00")


def test_without_the_data_it_is_said_where_they_are(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COGOV_DATA", str(tmp_path))
    with pytest.raises(InputError, match="set COGOV_DATA to a folder with networks/"):
        networks.data()


def test_the_page_tells_what_ties_do_and_what_goes_along_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Planted: ties of `katrina` raise joint action by .1, sharing fills .2 more along each network, luck is shared."""
    scenario = load_scenario("leping", {"city.population": 1000})
    monkeypatch.setattr(networks, "scenarios", lambda _: dict.fromkeys(TOLD, scenario))

    def planted(cells: list, workers: int) -> Runs:  # type: ignore[type-arg]
        values = {}
        for cell in cells:
            name, policy = cell.name.split("/")
            luck = np.linspace(0.3, 0.4, 6)
            values[cell.name] = {one: luck.copy() for one in {*networks.BY_TIES, *networks.BY_SHARING}} | {"cost_per_resident": luck}
            values[cell.name]["joint_action_rate"] += 0.1 * (name == "katrina")
            values[cell.name]["resource_fill_rate"] += 0.2 * (policy == networks.SHARED)
        return Runs(values, ())

    monkeypatch.setattr(networks, "live", planted)
    page, _ = networks.make(1000, 6, 1, tmp_path)
    text = page.read_text("utf-8")
    found = networks.frame(
        planted([type("Cell", (), {"name": f"{name}/{policy}"}) for name in TOLD for policy in ("as_is", "sharing_0", "sharing_1")], 1)
    )
    of = found.set_index(["what", "network", "indicator"])
    assert of.loc[("ties", "katrina", "joint_action_rate"), "difference"] == pytest.approx(0.1)
    assert of.loc[("ties", "champlain", "joint_action_rate"), "sign"] == 0
    assert of.loc[("sharing", OWN, "resource_fill_rate"), ["difference", "sign"]].tolist() == pytest.approx([0.2, 1])
    assert text.count("+20.0 pp") == len(TOLD)
    assert text.count("+10.0 pp") == 1
    assert (tmp_path / "networks.csv").is_file()


DATA = Path(os.environ.get("COGOV_DATA", "nowhere")) / "networks"


@pytest.mark.skipif(
    not DATA.is_dir(), reason="set COGOV_DATA to a folder with networks/ (Champlain: Bitterman et al., PLOS ONE; Katrina: Butts)"
)
def test_a_dense_and_a_sparse_real_network_both_run(tmp_path: Path) -> None:
    """As published: among those tied .22 and .005 of all pairs are; clustered .44 the one, .16 the other."""
    dense, sparse = networks.champlain(DATA), networks.katrina(DATA)
    assert (len(dense.sectors), len(dense.ties)) == (87, 822)
    assert (len(sparse.sectors), len(sparse.ties)) == (580, 857)
    assert [nx.density(one.graph) for one in (dense, sparse)] == pytest.approx([0.220, 0.0051], rel=0.01)
    assert nx.transitivity(dense.graph) == pytest.approx(0.44, abs=0.01)
    lived = []
    for name, network in (("dense", dense), ("sparse", sparse)):
        model = CoGovernanceModel(load_scenario(write_files(network, tmp_path / name, SMALL)), check=True)
        for _ in range(25):
            model.step()
        assert model.city.loans.lent.sum() > 0
        lived.append(model.city.loans.lent.sum(axis=0).tolist())
    assert lived[0] != lived[1]
