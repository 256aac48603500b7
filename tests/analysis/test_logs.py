"""Event logs and networks: what other programs read is what happened. pm4py reads them here and nowhere in the package."""

import gzip
import json
import re
import sqlite3
import xml.etree.ElementTree as ET
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import networkx as nx
import numpy as np
import pandas as pd
import pm4py
import pytest
from pm4py.objects.ocel.validation import ocel20_rel_validation

from cogov.analysis.logs.formats import FORMATS, write_csv
from cogov.analysis.logs.frame import ACTIVITIES, DAY_ZERO, DOERS, activity, event_log, timestamps
from cogov.analysis.logs.ocel import TYPES, write_ocel_json, write_ocel_sqlite
from cogov.analysis.logs.ties import for_export, write_gexf, write_graphml
from cogov.analysis.logs.xes import write_xes
from cogov.experiments.events import WORK_BEGUN, events_frame
from cogov.experiments.titles import desk_titles
from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.stages import Reason
from cogov.scenarios.loader import load_scenario, resolve_policy

Language = Literal["zh", "en"]
XES = "{http://www.xes-standard.org/}"
SCENARIO = load_scenario("leping", {"city.population": 1500, "days": 60, "warmup": 10})
pytestmark = [pytest.mark.filterwarnings("ignore::UserWarning"), pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def model() -> CoGovernanceModel:
    return CoGovernanceModel(SCENARIO, resolve_policy(SCENARIO, "as_is", {}), seed=1).run()


@pytest.fixture(scope="module")
def events(model: CoGovernanceModel) -> pd.DataFrame:
    return events_frame(model.city)


@pytest.fixture(scope="module")
def log(events: pd.DataFrame) -> pd.DataFrame:
    return event_log(events, "en")


# -- time and words -----------------------------------------------------------------------------------------------------------------


def test_day_zero_is_a_monday_and_fractions_are_times_of_day() -> None:
    frame = pd.DataFrame({"day": [0.0, 0.5, 0.5, 0.5, 3.25], "order": [0, 1, 2, 0, 1]})
    assert DAY_ZERO.day_name() == "Monday"
    found = timestamps(frame).dt.strftime("%d %H:%M:%S.%f").tolist()
    assert found == ["01 00:00:00.000000", "01 12:00:00.000000", "01 12:00:00.001000", "01 12:00:00.000000", "04 06:00:00.000000"]


def test_order_is_strict_within_every_matter(log: pd.DataFrame, events: pd.DataFrame) -> None:
    apart = log.groupby("case:concept:name")["time:timestamp"].diff().dropna()
    assert (apart > pd.Timedelta(0)).all()
    exact = DAY_ZERO + pd.to_timedelta(events["day"] * 86400, unit="s")
    assert ((log["time:timestamp"] - exact).abs() < pd.Timedelta("0.1s")).all()


def test_every_reason_is_an_activity_in_both_languages() -> None:
    named = {key.split()[0] for key in ACTIVITIES}
    assert {reason.name.lower() for reason in Reason} | {WORK_BEGUN} == named
    assert set(DOERS) <= named
    for language in ("zh", "en"):
        words = [text.in_(language) for text in ACTIVITIES.values()]
        assert len(set(words)) == len(words)
    assert activity("my_own_rule", "settled").en == "My own rule"


# -- the frame ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pm4py_takes_the_frame_as_it_is(events: pd.DataFrame, language: Language) -> None:
    log = event_log(events, language)
    followed, starts, ends = pm4py.discover_dfg(log)
    arose, reported = (ACTIVITIES[key].in_(language) for key in ("arose", "reported"))
    assert starts == {arose: events["matter"].nunique()}
    assert sum(ends.values()) == events["matter"].nunique()
    counted = ((events["reason"] == "reported") & (events["reason"].astype(str).shift() == "arose")).sum()
    assert followed[(arose, reported)] == counted > 30
    tree = pm4py.discover_process_tree_inductive(log, noise_threshold=0.2)
    assert arose in str(tree)
    assert log["org:resource"].notna().all()


def test_a_csv_file_says_the_same(log: pd.DataFrame, events: pd.DataFrame, tmp_path: Path) -> None:
    back = pd.read_csv(write_csv(events, tmp_path / "log.csv"))
    assert back.columns.tolist() == log.columns.tolist()
    assert len(back) == len(log)
    formatted = pm4py.format_dataframe(back)
    assert pm4py.discover_dfg(formatted) == pm4py.discover_dfg(log)


# -- XES ----------------------------------------------------------------------------------------------------------------------------

CHECKS = {
    "string": str,
    "int": lambda value: -(2**63) <= int(value) < 2**63 or 1 / 0,
    "float": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": datetime.fromisoformat,
}
NAME = re.compile(r"[A-Za-z_:][\w:.\-]*")


def checked(element: ET.Element, expected: tuple[str, ...]) -> dict[str, Any]:
    """The attributes of a component: known kinds, keys that are names and occur once, values of their kind; then what else it holds."""
    own = [child for child in element if child.tag.removeprefix(XES) in CHECKS]
    assert [child.tag.removeprefix(XES) for child in element if child not in own] in ([], [expected[0]] * (len(element) - len(own)))
    keys = [child.attrib["key"] for child in own]
    assert len(set(keys)) == len(keys)
    assert all(NAME.fullmatch(key) for key in keys)
    return {child.attrib["key"]: CHECKS[child.tag.removeprefix(XES)](child.attrib["value"]) for child in own}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_document_has_the_structure_of_the_standard(events: pd.DataFrame, tmp_path: Path, language: Language) -> None:
    root = ET.parse(write_xes(events, tmp_path / "log.xes", language)).getroot()
    assert root.tag == f"{XES}log"
    assert float(root.attrib["xes.version"]) == 1849.2016
    order = [child.tag.removeprefix(XES) for child in root]
    places = ["extension", "global", "classifier", "string", "trace"]
    assert order == sorted(order, key=places.index)
    prefixes = {one.attrib["prefix"] for one in root.iter(f"{XES}extension")}
    every = {one.attrib["scope"]: set(checked(one, ("",))) for one in root.iter(f"{XES}global")}
    for classifier in root.iter(f"{XES}classifier"):
        assert NAME.fullmatch(classifier.attrib["name"])
        assert set(classifier.attrib["keys"].split()) <= every["event"]
    used = set()
    for trace in root.iter(f"{XES}trace"):
        assert every["trace"] <= set(checked(trace, ("event",)))
        for event in trace.iter(f"{XES}event"):
            found = checked(event, ("",))
            assert every["event"] <= set(found)
            used |= set(found)
    assert {key.split(":")[0] for key in used if ":" in key} <= prefixes


@pytest.mark.parametrize("name", ["log.xes", "log.xes.gz"])
def test_pm4py_reads_the_document(log: pd.DataFrame, events: pd.DataFrame, tmp_path: Path, name: str) -> None:
    back = pm4py.read_xes(str(write_xes(events, tmp_path / name)))
    assert pm4py.discover_dfg(back) == pm4py.discover_dfg(log)
    for column in ("case:concept:name", "concept:name", "org:resource", "case:topic", "day"):
        assert back[column].tolist() == log[column].tolist()
    assert (pd.to_datetime(back["time:timestamp"], utc=True).to_numpy() == log["time:timestamp"].to_numpy()).all()
    net = pm4py.discover_petri_net_inductive(back)
    assert len(net[0].transitions) > 10


def test_the_same_events_make_the_same_bytes(events: pd.DataFrame, model: CoGovernanceModel, tmp_path: Path) -> None:
    again = events_frame(CoGovernanceModel(SCENARIO, resolve_policy(SCENARIO, "as_is", {}), seed=1).run().city)
    for form, one in FORMATS.items():
        for ending, write in one.events.items():
            if ending == ".sqlite":
                continue
            paths = [write(frame, tmp_path / f"{form}-{place}{ending}", "zh") for place, frame in enumerate((events, again))]
            assert paths[0].read_bytes() == paths[1].read_bytes(), ending
    assert gzip.decompress((tmp_path / "xes-0.xes.gz").read_bytes()) == (tmp_path / "xes-0.xes").read_bytes()


def test_what_an_xml_document_could_trip_over_is_quoted(events: pd.DataFrame, tmp_path: Path) -> None:
    odd = events.assign(topic_en='a "b" <c> & d', identity=np.uint64(2**64 - 1))
    root = ET.parse(write_xes(odd, tmp_path / "odd.xes")).getroot()
    trace = next(root.iter(f"{XES}trace"))
    found = {child.attrib.get("key"): (child.tag.removeprefix(XES), child.attrib.get("value")) for child in trace}
    assert found["topic"] == ("string", 'a "b" <c> & d')
    assert found["identity"] == ("string", str(2**64 - 1))  # more than an int of XES can hold


# -- OCEL 2.0 -----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ending", [".json", ".sqlite"])
def test_pm4py_reads_the_object_centric_log(events: pd.DataFrame, tmp_path: Path, ending: str, language: Language) -> None:
    path = FORMATS["ocel"].events[ending](events, tmp_path / f"log{ending}", language)
    read = pm4py.read_ocel2_json if ending == ".json" else pm4py.read_ocel2_sqlite
    ocel = read(str(path))
    assert len(ocel.events) == len(events)
    counted = ocel.objects["ocel:type"].value_counts()
    wanted = {"matter": "matter", "citizen": "citizen", "village": "village", "institution": "desk"}
    assert {name: counted[TYPES[name].in_(language)] for name in wanted} == {
        name: events[column].nunique() for name, column in wanted.items()
    }
    assert sorted(pm4py.ocel_get_object_types(ocel)) == sorted(text.in_(language) for text in TYPES.values())
    followed = pm4py.discover_ocdfg(ocel)["edges"]["event_couples"][TYPES["matter"].in_(language)]
    arose, reported = (ACTIVITIES[key].in_(language) for key in ("arose", "reported"))
    plain = pm4py.discover_dfg(event_log(events, language))[0]
    assert len(followed[(arose, reported)]) == plain[(arose, reported)]
    flat = pm4py.ocel_flattening(ocel, TYPES["matter"].in_(language))
    assert pm4py.discover_dfg(flat)[0] == plain


def test_the_json_document_names_only_what_it_declares(events: pd.DataFrame, tmp_path: Path) -> None:
    document = json.loads(write_ocel_json(events, tmp_path / "log.json").read_text("utf-8"))
    assert list(document) == ["objectTypes", "eventTypes", "objects", "events"]
    declared = {
        kind: {one["name"]: {a["name"]: a["type"] for a in one["attributes"]} for one in document[f"{kind}Types"]}
        for kind in ("object", "event")
    }
    ids = {one["id"] for one in document["objects"]}
    python = {"string": str, "integer": int, "float": float, "boolean": bool}
    assert len(ids) == len(document["objects"])
    assert len({one["id"] for one in document["events"]}) == len(document["events"]) == len(events)
    for kind in ("object", "event"):
        for one in document[f"{kind}s"]:
            assert all(related["objectId"] in ids and related["qualifier"] for related in one["relationships"])
            for attribute in one["attributes"]:
                assert type(attribute["value"]) is python[declared[kind][one["type"]][attribute["name"]]]
    assert all(one["relationships"] for one in document["events"])
    assert {related["qualifier"] for one in document["objects"] for related in one["relationships"]} >= {
        "concerns",
        "arose in",
        "lives in",
        "serves",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_database_obeys_the_rules_of_the_standard(events: pd.DataFrame, tmp_path: Path, language: Language) -> None:
    path = write_ocel_sqlite(events, tmp_path / "log.sqlite", language)
    write_ocel_sqlite(events, path, language)  # over what is there
    kept, broken = ocel20_rel_validation.apply(str(path))
    assert broken == []
    assert len(kept) > 20
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        ended = events.drop_duplicates("matter", keep="last")["after"].isin(["settled", "lapsed", "given_up"]).sum()
        changed = base.execute("SELECT count(*) FROM object_matter WHERE ocel_changed_field = 'handoffs'").fetchone()
    assert changed == (ended,)


# -- the network --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_network_comes_back_as_it_went(model: CoGovernanceModel, tmp_path: Path, language: Language) -> None:
    titles = desk_titles(model.city, placed=True)
    graph = for_export(model.city.network, titles, language)
    graphml = nx.read_graphml(write_graphml(graph, tmp_path / "n.graphml"), node_type=int)
    gexf = nx.read_gexf(write_gexf(graph, tmp_path / "n.gexf"), node_type=int)
    assert len({title.in_(language) for title in titles}) == len(titles)
    for back in (graphml, gexf):
        assert set(back.nodes) == set(model.city.network.nodes)
        assert {frozenset(edge) for edge in back.edges} == {frozenset(edge) for edge in model.city.network.edges}
        for first, second, data in model.city.network.edges(data=True):
            assert back[first][second]["strength"] == pytest.approx(data["strength"])
        assert all(back.nodes[node]["label"] == titles[node].in_(language) for node in back)
        assert all(back.nodes[node]["sector"] == data["sector"] for node, data in model.city.network.nodes(data=True))
    assert "lastmodifieddate" not in (tmp_path / "n.gexf").read_text("utf-8")


def test_the_package_never_imports_pm4py() -> None:
    root = Path(__file__).parents[2]
    rooms = ("scenarios", "model", "experiments", "analysis", "interface")
    sources = [path for room in rooms for path in (root / room).rglob("*.py")]
    assert [path for path in sources if re.search(r"^\s*(import|from) pm4py", path.read_text("utf-8"), re.MULTILINE)] == []


def test_the_graphml_is_valid(model: CoGovernanceModel, tmp_path: Path) -> None:
    """What the schema of GraphML asks for beyond form: keys declared once each, data of declared keys on what they are for."""
    root = ET.parse(write_graphml(for_export(model.city.network, desk_titles(model.city), "en"), tmp_path / "n.graphml")).getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = [(key.get("id"), key.get("for")) for key in root.iter(f"{space}key")]
    assert len({number for number, _ in keys}) == len(keys) > 0
    assert len({(key.get("attr.name"), key.get("for")) for key in root.iter(f"{space}key")}) == len(keys)
    for tag in ("node", "edge"):
        used = {data.get("key") for element in root.iter(f"{space}{tag}") for data in element.iter(f"{space}data")}
        assert used <= {number for number, of in keys if of in {tag, "all"}}
    assert [child.tag for child in root] == [f"{space}key"] * len(keys) + [f"{space}graph"]


def test_the_gexf_is_valid_and_of_the_current_version(model: CoGovernanceModel, tmp_path: Path) -> None:
    """What the schema of GEXF 1.3 asks for: its namespace, attributes declared by class, values of declared attributes, ids once each."""
    path = write_gexf(for_export(model.city.network, desk_titles(model.city), "en"), tmp_path / "n.gexf")
    root, space = ET.parse(path).getroot(), "{http://gexf.net/1.3}"
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.3")
    assert [child.tag.removeprefix(space) for child in root] == ["meta", "graph"]
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert [child.tag.removeprefix(space) for child in graph] == ["attributes", "attributes", "nodes", "edges"]
    declared = {place.get("class"): {one.get("id"): one for one in place} for place in graph.iter(f"{space}attributes")}
    assert set(declared) == {"node", "edge"}
    kinds = {"string", "integer", "double", "float", "boolean", "long"}
    assert all(one.get("type") in kinds and one.get("title") for place in declared.values() for one in place.values())
    for tag in ("node", "edge"):
        elements = list(graph.iter(f"{space}{tag}"))
        assert len({element.get("id") for element in elements}) == len(elements) > 0
        assert {value.get("for") for element in elements for value in element.iter(f"{space}attvalue")} <= set(declared[tag])
    nodes = {node.get("id") for node in graph.iter(f"{space}node")}
    assert all({edge.get("source"), edge.get("target")} <= nodes for edge in graph.iter(f"{space}edge"))
    assert all(float(edge.get("weight", "nan")) > 0 for edge in graph.iter(f"{space}edge"))


def test_logs_say_of_which_run_they_are(events: pd.DataFrame, tmp_path: Path) -> None:
    own = events.assign(policy="as_is", point=2, seed=7)
    back = pd.read_csv(write_csv(own, tmp_path / "log.csv"))
    assert {(row.policy, row.point, row.seed) for row in back.itertuples()} == {("as_is", 2, 7)}
    root = ET.parse(write_xes(own, tmp_path / "log.xes")).getroot()
    said = {element.get("key"): element.get("value") for element in root if element.tag in {f"{XES}string", f"{XES}int"}}
    assert (said["policy"], said["point"], said["seed"]) == ("as_is", "2", "7")


# -- a run in which nothing happens -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".csv", ".xes", ".xes.gz", ".ocel.json", ".sqlite"])
def test_a_log_in_which_nothing_happened_is_well_formed(ending: str, tmp_path: Path) -> None:
    quiet = load_scenario("leping", {"city.population": 500, "days": 20, "warmup": 5, "rules": {"emergence": False}})
    empty = events_frame(CoGovernanceModel(quiet, resolve_policy(quiet, "as_is", {}), seed=1).run().city)
    assert len(empty) == 0
    write = next(own for form in FORMATS.values() for name, own in form.events.items() if name == ending)
    path = write(empty, tmp_path / f"log{ending}", "en")
    if ending.startswith(".xes"):
        text = gzip.decompress(path.read_bytes()) if ending.endswith("gz") else path.read_bytes()
        assert list(ET.fromstring(text).iter(f"{XES}trace")) == []
    elif ending == ".csv":
        assert pd.read_csv(path).columns.tolist() == event_log(empty, "en").columns.tolist()
    elif ending == ".ocel.json":
        assert json.loads(path.read_text("utf-8"))["events"] == []
    else:
        with closing(sqlite3.connect(path)) as base:
            assert base.execute("SELECT count(*) FROM event").fetchone() == (0,)
