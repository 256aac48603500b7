"""Two real networks of organisations on the desks of one city: what ties do where they are dense, and where they are sparse.

`champlain` is water governance in the Lake Champlain basin (Bitterman and others, PLOS ONE): who works with whom in projects, dense and clustered.
`katrina` is the response to a hurricane (Butts): who was in touch with whom, sparse. Both have about the same number of ties, so in a city of as many
desks as the larger one has organisations they differ in how the ties lie. The data are not shipped: they are read from the folder `networks` in
the one that the environment variable COGOV_DATA names. `python -m docs.evidence.networks FOLDER` leaves both as files of a scenario.
"""

import argparse
import csv
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd

from cogov.analysis.paired import bounds_of, paired_difference
from cogov.experiments.writing import write_frame, write_text
from cogov.model.build import build_offices
from cogov.model.city import City
from cogov.model.desks import ECONOMIC
from cogov.model.names import LEVELS, SECTORS
from cogov.model.scenario import Scenario
from cogov.model.words import Text
from cogov.scenarios.errors import InputError, Problem
from cogov.scenarios.loader import load_scenario, resolve_policy
from docs.evidence.pages import about, effect_text, name_of, records, table, write
from docs.evidence.runs import Cell, Runs, live

CITY: dict[str, object] = {
    "city.townships": 12,
    "city.residents_per_urban_village": 300,
    "city.residents_per_rural_village": 300,
    "days": 200,
    "warmup": 50,
    "horizon_days": 90,
}
"""With 27,000 residents about as many desks as organisations of `katrina` have a tie."""
CHAMPLAIN = {
    **dict.fromkeys(("gov", "rpc", "nrcd"), "government"),
    **dict.fromkeys(("ngo", "landtrust"), "social"),
    **dict.fromkeys(("edu", "committee", "forum"), "mass"),
    "firm": "economic",
    "municipality": "self_governance",
}
"""Sector of each type of organisation."""
KATRINA = {"1": "government", "2": "mass", "3": "social", "4": "economic"}


@dataclass(frozen=True)
class Observed:
    """A network as it was observed: its organisations that have a tie, each with its sector where that is known, and who is tied to whom."""

    sectors: dict[str, str]
    ties: tuple[tuple[str, str], ...]

    @property
    def graph(self) -> "nx.Graph[str]":
        """Return it as a networkx graph."""
        return nx.Graph(self.ties)


def observed(edges: Iterable[tuple[str, str]], sectors: dict[str, str]) -> Observed:
    """Keep each pair of different organisations once, and the organisations that are in one."""
    ties = tuple(sorted({(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]}))
    return Observed({name: sectors.get(name, "") for name in sorted({end for tie in ties for end in tie})}, ties)


def champlain(folder: Path) -> Observed:
    """Coordination in projects, between organisations."""
    sectors = {row["alterFullName"]: CHAMPLAIN[row["orgType"]] for row in _rows(folder / "champlain_org_attributes.csv")}
    pairs = ((row["from"], row["to"]) for row in _rows(folder / "champlain_edges.csv") if row["edgeDesc"] == "proj_coord")
    return observed((pair for pair in pairs if set(pair) <= set(sectors)), sectors)


def katrina(folder: Path) -> Observed:
    """Contacts in the response to the hurricane."""
    sectors = {row["id"]: KATRINA.get(row["type"], "") for row in _rows(folder / "katrina_nodes.csv")}
    return observed(((row["from"], row["to"]) for row in _rows(folder / "katrina_edges.csv")), sectors)


def sparser_champlain(folder: Path) -> Observed:
    """A quarter of the ties of `champlain`, drawn once: the same organisations, less dense."""
    whole = champlain(folder)
    kept = np.random.default_rng(0).choice(len(whole.ties), len(whole.ties) // 4, replace=False)
    return Observed(whole.sectors, tuple(whole.ties[place] for place in sorted(kept.tolist())))


def no_ties(folder: Path) -> Observed:
    """One tie, since a network of its own has one at least."""
    whole = champlain(folder)
    return Observed(whole.sectors, whole.ties[:1])


NETWORKS = {"no_ties": no_ties, "champlain_quarter": sparser_champlain, "champlain": champlain, "katrina": katrina}
"""Networks of its own that the city is given; beside them stands `own`, the one that the model lays out."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def data() -> Path:
    """Return the folder of the two networks, or say where they are to be had."""
    folder = Path(os.environ.get("COGOV_DATA", "")) / "networks"
    if not (folder / "katrina_edges.csv").is_file():
        zh = "没有真实网络数据：请把环境变量 COGOV_DATA 设为含有 networks/ 的文件夹（Champlain：Bitterman 等，PLOS ONE；Katrina：Butts）"
        en = "no real networks: set COGOV_DATA to a folder with networks/ (Champlain: Bitterman et al., PLOS ONE; Katrina: Butts)"
        raise InputError(Problem(Text(zh=zh, en=en)))
    return folder


def laid(network: Observed, city: City) -> dict[str, int]:
    """Deal the organisations to the desks of a city: each to one of its sector while there are any, then to any; in an order fixed once for all."""
    free = np.random.default_rng(0).permutation(city.institutions.size).tolist()
    dealt: dict[str, int] = {}
    for known in (True, False):
        for name, sector in network.sectors.items():
            if name in dealt:
                continue
            own = [desk for desk in free if not known or SECTORS[city.institutions.sector[desk]] == sector]
            if own:
                dealt[name] = own[0]
                free.remove(own[0])
    return dealt


def write_files(network: Observed, folder: Path, population: int) -> Path:
    """Write a scenario of the city with an observed network as its own, as a person would: ties, roles, and the file that names them."""
    city = build_offices(load_scenario("leping", {**CITY, "city.population": population}), None, 1)
    desks, institutions = laid(network, city), city.institutions
    ties = [("source", "target"), *(tie for tie in network.ties if set(tie) <= set(desks))]
    roles: list[tuple[object, ...]] = [("node", "kind", "level", "jurisdiction")]
    for name, desk in desks.items():
        level = LEVELS[institutions.level[desk]]
        place = "" if level == "city" else int(institutions.jurisdiction[desk]) + 1
        roles.append((name, city.slots.kinds[institutions.kind[desk]], level, place))
    folder.mkdir(parents=True, exist_ok=True)
    for file, lines in (("ties.csv", ties), ("roles.csv", roles)):
        write_frame(folder / file, pd.DataFrame(lines[1:], columns=lines[0]))
    facts = "".join(f"  {key.removeprefix('city.')}: {value}\n" for key, value in CITY.items() if key.startswith("city."))
    length = "".join(f"{key}: {value}\n" for key, value in CITY.items() if not key.startswith("city."))
    text = f"extends: leping\n{length}city:\n  population: {population}\n{facts}network: {{file: ties.csv, roles: roles.csv}}\n"
    return write_text(folder / "city.yaml", text)


# -- what ties reach, and what they do ---------------------------------------------------------------------------------------------

OWN = "own"
TOLD = {
    "no_ties": "无联系 no ties",
    "champlain_quarter": "Champlain 的四分之一 a quarter of it",
    "champlain": "Champlain",
    "katrina": "Katrina",
    OWN: "模型自身 the model's own",
}
AS_IS, ALONE, SHARED = "as_is", "sharing_0", "sharing_1"
BY_TIES = ("resource_fill_rate", "joint_action_rate", "mean_days@composite", "handoffs_per_matter", "goal_conflict")
"""What ties could move: loans travel along them, partners join the better tied, contact along them moves stances, firms train whom they are tied to."""
BY_SHARING = ("resource_fill_rate", "visits_per_application", "mean_days", "handoffs_per_matter")


def scenarios(population: int) -> dict[str, Scenario]:
    """Return the city with each network, read from files as a person's would be."""
    folder, size = data(), CITY | {"city.population": population}
    with tempfile.TemporaryDirectory() as place:
        own = {
            name: load_scenario(write_files(read(folder), Path(place) / name, population)).model_copy(update={"name": "leping"})
            for name, read in NETWORKS.items()
        }
    return own | {OWN: load_scenario("leping", size)}


def make(population: int, replicates: int, workers: int, folder: Path) -> tuple[Path, Runs]:
    """Live through the city with every network, resources shared and not, and write the page."""
    cities = scenarios(population)
    levers = {AS_IS: {}, ALONE: {"resource_sharing": 0.0}, SHARED: {"resource_sharing": 1.0}}
    cells = [
        Cell(f"{name}/{policy}", scenario, resolve_policy(scenario, "as_is", changes), replicates)
        for name, scenario in cities.items()
        for policy, changes in levers.items()
    ]
    runs = live(cells, workers)
    found = frame(runs)
    parts = [ABOUT, about("networks", cities[OWN], str(replicates)), *_tables(found, cities)]
    return write(folder, "networks", "真实网络 Real networks", parts, found), runs


def frame(runs: Runs) -> pd.DataFrame:
    """Return what ties do against none, and what sharing does along them: a row a network and indicator."""
    pairs: list[tuple[str, str, str, tuple[str, ...]]]
    pairs = [(f"{name}/{AS_IS}", f"no_ties/{AS_IS}", "ties", BY_TIES) for name in TOLD if name != "no_ties"]
    pairs += [(f"{name}/{SHARED}", f"{name}/{ALONE}", "sharing", BY_SHARING) for name in TOLD]
    rows = []
    for with_it, without, what, indicators in pairs:
        for indicator in indicators:
            one = paired_difference(runs.of(with_it, indicator), runs.of(without, indicator), bounds=bounds_of(indicator))
            level = float(runs.of(without, indicator).mean())
            rows.append((what, with_it.partition("/")[0], indicator, level, one.difference, one.ci_low, one.ci_high, one.pairs, one.sign))
    return pd.DataFrame(rows, columns=["what", "network", "indicator", "without", "difference", "ci_low", "ci_high", "pairs", "sign"])


def reach(scenario: Scenario) -> tuple[str, ...]:
    """Return in words what the ties of a city reach: desks tied, ties of each, density and clustering among them, who is reached by two, who is trained."""
    city = build_offices(scenario, None, 1)
    tied: nx.Graph[int] = city.network.subgraph([desk for desk, degree in city.network.degree() if degree])
    trained = {other for desk in tied if city.institutions.sector[desk] == ECONOMIC for other in tied[desk]}
    near = [len(nx.single_source_shortest_path_length(tied, desk, cutoff=2)) - 1 for desk in tied]
    desks = city.institutions.size
    return (
        f"{len(tied)}/{desks}",
        f"{tied.number_of_edges():,}",
        f"{2 * tied.number_of_edges() / len(tied):.1f}",
        f"{nx.density(tied):.3f}",
        f"{nx.transitivity(tied):.2f}",
        f"{np.mean(near) / desks:.1%}",
        f"{len(trained) / desks:.1%}",
    )


REACHED = (
    "网络 network",
    "有联系的主体 desks tied",
    "联系 ties",
    "每家联系 ties each",
    "密度 density among them",
    "传递性 transitivity",
    "两步可达（占全部）within two ties, of all",
    "受经济组织培训 trained by a firm",
)
ABOUT = """One city, about as many desks as organisations of the larger network; each organisation is a desk of its sector while there are any, then of any.
Champlain (Bitterman and others, PLOS ONE): who works with whom in projects of water governance. Katrina (Butts): contacts in the response to a hurricane. The data are
not shipped; only these figures are. Observed ties are all of one strength (`network.custom`), the model's own as strong as their kinds. Loans, joining of partners, contact that moves stances and training go along ties;
information and policy support do not: the lever alone says how far they are shared.

同一座城市，机构数与较大网络中的组织数相近；每个组织对应本领域的一个机构，不够时对应其他机构。原始数据不随软件分发，只给出推算的数字。
观察到的联系强度一律相同（`network.custom`），模型自身的联系各按其类型。借用、协办加入、使立场接近的接触和培训沿联系进行；信息与政策支持不沿联系，共享多少只看杠杆。
"""


def _tables(found: pd.DataFrame, cities: dict[str, Scenario]) -> list[str]:
    parts = ["## 联系够得着多少 What ties reach\n", table(REACHED, [(TOLD[name], *reach(city)) for name, city in cities.items()])]
    for what, title in (
        ("ties", "有联系减去无联系 With ties less without any (`as_is`)"),
        ("sharing", "资源共享 0 → 1，沿各网络 Resource sharing 0 → 1, along each network"),
    ):
        rows = found[found["what"] == what]
        networks = list(dict.fromkeys(rows["network"]))
        cells = {(row["network"], row["indicator"]): effect_text(row["indicator"], row) for row in records(rows)}
        head = ("指标 indicator", *(TOLD[name] for name in networks))
        lines = [(_titled(name), *(cells[network, name] for network in networks)) for name in dict.fromkeys(rows["indicator"])]
        parts += [f"## {title}\n", table(head, lines)]
    return [*parts, "## 密与疏 Dense and sparse\n", *_on_both(found)]


def _titled(name: str) -> str:
    """Return an indicator in both languages, with the group that it is of."""
    return name_of(name) + (f" @{name.partition('@')[2]}" if "@" in name else "")


def _on_both(found: pd.DataFrame) -> Iterator[str]:
    """Yield of each indicator whether ties, and sharing along them, move it where ties are dense, where they are sparse, or in both."""
    signs = found.set_index(["what", "indicator", "network"])["sign"]
    titles = {"ties": "联系 ties", "sharing": "共享 sharing"}
    for what, indicator in dict.fromkeys((what, name) for what, name, _ in signs.index):
        dense, sparse = (int(signs[what, indicator, network]) for network in ("champlain", "katrina"))
        yield f"- {titles[what]} → {_titled(indicator)}: **{_where(dense, sparse)}**\n"


def _where(dense: int, sparse: int) -> str:
    """Say where an effect shows, by its signs in the dense and in the sparse network."""
    if dense and sparse:
        return "密疏都有 in both" if dense == sparse else "密疏相反 opposite"
    return "只在密网 only where dense" if dense else "只在疏网 only where sparse" if sparse else "都看不出 in neither"


def main() -> int:
    """Leave the city with each observed network as files of a scenario; 2 where there are no data."""
    parser = argparse.ArgumentParser(prog="python -m docs.evidence.networks", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    try:
        for name, read in NETWORKS.items():
            sys.stdout.write(f"{write_files(read(data()), folder / name, 27_000)}\n")
    except InputError as error:
        sys.stderr.write(f"{error.text('en')}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
