"""Networks and tables as other programs and other people write them: read whole, or refused for a reason that is theirs."""

import gzip
import itertools
import time
import unicodedata
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from cogov.model.mesa_model import CoGovernanceModel
from cogov.model.policy import Policy
from cogov.model.tied import OwnNetwork
from cogov.scenarios.errors import InputError
from cogov.scenarios.loader import as_mapping, load_scenario
from cogov.scenarios.notes import InputNote

ROLES = "node,kind,level\nn0,party,city\nn1,justice,city\nn2,civil_affairs,city\nn3,public_security,city\n"
Ties = dict[tuple[str, str], tuple[str, float | None]]
TWO: Ties = {("n0", "n1"): ("party", 0.7), ("n2", "n3"): ("line", 0.2)}
PLAIN: Ties = {("n0", "n1"): ("custom", 0.7), ("n2", "n3"): ("custom", 0.2)}
SILENT: Ties = {("n0", "n1"): ("custom", None), ("n2", "n3"): ("custom", None)}


class Desk:
    """Writes a scenario with a network, and reads it; keeps what was said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notes = ""

    def write(self, name: str, ties: str | bytes, roles: str | bytes = ROLES, more: str = "") -> Path:
        for file, text in ((name, ties), ("roles.csv", roles)):
            (self.folder / file).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        scenario = self.folder / "city.yaml"
        scenario.write_text(f"extends: leping\nnetwork: {{file: {name}, roles: roles.csv{more}}}\n", encoding="utf-8")
        return scenario

    def read(self, name: str, ties: str | bytes, roles: str | bytes = ROLES, more: str = "") -> OwnNetwork:
        path = self.write(name, ties, roles, more)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            scenario = load_scenario(path)
        assert scenario.network is not None
        self.notes = " | ".join(str(one.message) for one in told)
        assert [note.en for note in scenario.notes] == [str(one.message) for one in told]
        return scenario.network

    def refused(self, name: str, ties: str | bytes, roles: str | bytes = ROLES) -> InputError:
        with pytest.raises(InputError) as caught:
            load_scenario(self.write(name, ties, roles))
        return caught.value


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def ties_of(network: OwnNetwork) -> Ties:
    return {(tie.a, tie.b): (tie.kind, tie.strength) for tie in network.ties}


def graphml(inside: str, keys: str = "", edgedefault: str = "undirected") -> str:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    return f'{head}{keys}\n<graph edgedefault="{edgedefault}">\n{inside}\n</graph>\n</graphml>\n'


def gexf(
    inside: str, namespace: str = "http://www.gexf.net/1.2draft", version: str = "1.2", said: str = 'defaultedgetype="undirected"'
) -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{namespace}" version="{version}">'
    return f"{head}\n<graph {said}>\n{inside}\n</graph>\n</gexf>\n"


FOUR = "".join(f'<node id="n{n}"/>' for n in range(4))
KEY = '<key attr.name="{name}" attr.type="double" for="edge" id="s"/>'
DATA = '{nodes}<edge source="n0" target="n1"><data key="s">0.7</data></edge>\n<edge source="n2" target="n3"><data key="s">0.2</data></edge>'


def test_two_graphs_in_a_file_are_both_read(desk: Desk) -> None:
    second = '</graph><graph id="informal">' + DATA.format(nodes='<node id="n2"/><node id="n3"/>').partition("\n")[2]
    first = DATA.format(nodes='<node id="n0"/><node id="n1"/><node id="n2"/><node id="n3"/>').partition("\n")[0]
    assert ties_of(desk.read("two.graphml", graphml(first + second, KEY.format(name="strength")))) == PLAIN
    assert "the file holds 2 graphs (1, informal)" in desk.notes


@pytest.mark.parametrize("name", ["Strength", "Weight", "value", "权重", "WEIGHT"])
def test_the_attribute_that_is_the_strength_is_found_and_named(name: str, desk: Desk) -> None:
    found = desk.read("named.graphml", graphml(DATA.format(nodes=FOUR), KEY.format(name=name)))
    assert ties_of(found) == PLAIN
    assert f"named.graphml: the edge attribute {name} is taken as the strength" in desk.notes


def test_an_attribute_of_another_name_is_named_or_said_to_be_unused(desk: Desk) -> None:
    text = graphml(DATA.format(nodes=FOUR), KEY.format(name="closeness"))
    assert ties_of(desk.read("named.graphml", text)) == SILENT
    assert "no edge has a strength" in desk.notes
    assert "not used: closeness" in desk.notes
    assert ties_of(desk.read("named.graphml", text, more=", strength: closeness")) == PLAIN
    assert ties_of(desk.read("named.graphml", text.replace("closeness", "weight"), more=", strength: '-'")) == SILENT
    assert "not used: weight" in desk.notes


def test_what_a_named_attribute_is_not_is_said(desk: Desk) -> None:
    path = desk.write("named.graphml", graphml(DATA.format(nodes=FOUR), KEY.format(name="closeness")), more=", strength: closenes")
    with pytest.raises(InputError, match=r"no edge has this attribute.*allowed: closeness"):
        load_scenario(path)


ENDED = f"""<nodes>{FOUR}</nodes><edges>
<edge id="0" source="n0" target="n1" weight="0.7" start="2001-01-01" end="2003-12-31"/>
<edge id="1" source="n2" target="n3" weight="0.2" start="2020-01-01"/></edges>"""
DYNAMIC = f"""<attributes class="edge" mode="dynamic"><attribute id="w" title="weight" type="float"/></attributes>
<nodes><node id="n0" start="2019-01-01"/>{FOUR[15:]}</nodes><edges><edge id="0" source="n0" target="n1"><attvalues>
<attvalue for="w" value="0.2" start="2019-01-01" end="2019-12-31"/><attvalue for="w" value="0.7" start="2020-01-01"/></attvalues></edge>
<edge id="1" source="n2" target="n3"><attvalues><attvalue for="w" value="0.2"/></attvalues>
<spells><spell start="2019-01-01" end="2019-06-30"/><spell start="2021-01-01"/></spells></edge></edges>"""


def test_time_is_said_not_to_be_regarded(desk: Desk) -> None:
    assert ties_of(desk.read("ended.gexf", gexf(ENDED))) == PLAIN
    assert "time is not regarded" in desk.notes
    assert "edges: 2 (n0 – n1 ended 2003-12-31)" in desk.notes
    assert ties_of(desk.read("dynamic.gexf", gexf(DYNAMIC))) == PLAIN
    assert "nodes with times: 1, edges: 2" in desk.notes
    assert "the last one written counts: 1 (n0 – n1, weight: 0.2, 0.7)" in desk.notes


def strengths(path: Path) -> list[tuple[str, str, str, float]]:
    model = CoGovernanceModel(load_scenario(path, {"city.population": 2000, "days": 10, "warmup": 2}))
    nodes = model.city.network.nodes
    return [
        (nodes[a]["kind"], nodes[b]["kind"], tie["kind"], round(tie["strength"], 3)) for a, b, tie in model.city.network.edges(data=True)
    ]


@pytest.mark.filterwarnings("ignore::cogov.scenarios.notes.InputNote")
def test_the_strongest_statement_counts_whatever_their_order(desk: Desk) -> None:
    head, rows = "source,target,strength,kind\n", ["n0,n1,,line\n", "n1,n0,,party\n", "n2,n3,,custom\n"]
    either = [("party", "justice", "line", 0.8), ("civil_affairs", "public_security", "custom", 0.5)]
    assert strengths(desk.write("ties.csv", head + "".join(rows))) == either
    assert strengths(desk.write("ties.csv", head + "".join(reversed(rows)))) == either
    roles = "".join(ROLES.splitlines(keepends=True)[:3])
    for one, other in (("n0,n1,,party\n", "n1,n0,0.1,custom\n"), ("n1,n0,0.1,custom\n", "n0,n1,,party\n")):
        assert strengths(desk.write("ties.csv", head + one + other, roles)) == [("party", "justice", "party", 0.45)]


@pytest.mark.filterwarnings("ignore::cogov.scenarios.notes.InputNote")
def test_a_party_tie_counts_while_it_is_the_stronger(desk: Desk) -> None:
    """Party-building 0 makes it .3, 1 makes it .8; a stated .4 stands beside it."""
    ties = "source,target,strength,kind\nn0,n1,,party\nn1,n0,0.4,custom\n"
    roles = "".join(ROLES.splitlines(keepends=True)[:3])
    scenario = load_scenario(desk.write("ties.csv", ties, roles), {"city.population": 2000, "days": 12, "warmup": 2})
    phases = [{"from_day": 4, "levers": {"party_building": 1.0}}, {"from_day": 8, "levers": {"party_building": 0.0}}]
    model = CoGovernanceModel(scenario, Policy.model_validate({"party_building": 0.0, "phases": phases}))
    seen = []
    for _ in range(12):
        model.step()
        [(_, _, tie)] = model.city.network.edges(data=True)
        seen.append((tie["kind"], tie["strength"], tie["fixed"]))
    stated, party = ("custom", 0.4, True), ("party", pytest.approx(0.8), False)
    assert seen[0] == seen[-1] == stated
    assert party in seen


NAMESPACES = [
    ("http://www.gexf.net/1.0", "1.0"),
    ("http://www.gexf.net/1.1draft", "1.1"),
    ("http://gexf.net/1.1draft", "1.1"),
    ("http://www.gexf.net/1.2draft", "1.2"),
    ("http://gexf.net/1.2draft", "1.2"),
    ("http://gexf.net/1.2", "1.2"),
    ("http://gexf.net/1.3", "1.3"),
    ("http://www.gexf.net/1.3", "1.3"),
    ("http://gexf.net/1.3draft", "1.3"),
    ("urn:something else", "9"),
]


@pytest.mark.parametrize(("namespace", "version"), NAMESPACES)
def test_gexf_is_read_in_every_namespace(namespace: str, version: str, desk: Desk) -> None:
    drawn = '<viz:size value="10.0"></viz:size><viz:color r="0" g="0" b="0"></viz:color>'
    nodes = f'<nodes count="4"><node id="n0" label="县委">{drawn}</node>{FOUR[15:]}</nodes>'
    edges = '<edges count="2"><edge source="n0" target="n1" weight="0.7" kind="party"/>'
    edges += '<edge source="n2" target="n3" weight="0.2" kind="line"/></edges>'
    assert ties_of(desk.read("ties.gexf", gexf(nodes + edges, namespace, version))) == TWO
    assert ties_of(desk.read("ties.xml", gexf(nodes + edges, namespace, version))) == TWO
    prefixed = gexf(nodes + edges, namespace, version).replace("<node", "<g:node").replace("</node", "</g:node").replace("<edge", "<g:edge")
    assert ties_of(desk.read("ties.gexf", prefixed.replace("</edge", "</g:edge").replace("xmlns=", "xmlns:g="))) == TWO


def test_a_count_that_does_not_hold_is_said(desk: Desk) -> None:
    nodes = f'<nodes count="5">{FOUR}</nodes><edges count="1"><edge source="n0" target="n1"/></edges>'
    desk.read("ties.gexf", gexf(nodes))
    assert "says that it holds 5 nodes; it holds 4" in desk.notes


def test_direction_is_not_needed(desk: Desk) -> None:
    edges = '<edge source="n0" target="n1" weight="0.7" type="directed"/><edge source="n2" target="n3" weight="0.2"/>'
    assert ties_of(desk.read("mixed.gexf", gexf(f"<nodes>{FOUR}</nodes><edges>{edges}</edges>"))) == PLAIN
    assert "directed edges, taken without it: 1" in desk.notes
    edges = '<edge source="n0" target="n1"/><edge source="n2" target="n3" directed="false"/>'
    assert ties_of(desk.read("mixed.graphml", graphml(FOUR + edges, edgedefault="directed"))) == SILENT
    assert "directed edges, taken without it: 1" in desk.notes


def test_loops_and_repeats_are_counted(desk: Desk) -> None:
    ends = [("n0", "n1"), ("n0", "n0"), ("n1", "n0"), ("n2", "n3"), ("n2", "n3"), ("n3", "n3")]
    edges = "".join(f'<edge source="{a}" target="{b}"/>' for a, b in ends)
    for name, text in (
        ("ties.graphml", graphml(FOUR + edges)),
        ("ties.gexf", gexf(f"<nodes>{FOUR}</nodes><edges>{edges}</edges>")),
        ("ties.csv", "source,target\n" + "".join(f"{a},{b}\n" for a, b in ends)),
    ):
        assert ties_of(desk.read(name, text)) == SILENT
        assert "edges from a node to itself, left out: 2" in desk.notes
        assert "edges that name a pair of nodes again, of which the strongest counts: 2" in desk.notes


def test_nodes_inside_nodes_and_their_edges_are_read(desk: Desk) -> None:
    nested = '<node id="n0"><graph edgedefault="undirected"><node id="n1"/><edge source="n0" target="n1"/></graph></node>'
    assert ties_of(desk.read("n.graphml", graphml(nested + '<node id="n2"/><node id="n3"/><edge source="n2" target="n3"/>'))) == SILENT
    assert "nodes that stand inside others, which is not used: 1" in desk.notes
    nodes = '<node id="n0"><nodes><node id="n1"/></nodes></node><node id="n2"/><node id="n3" pid="n2"/>'
    edges = '<edges><edge source="n0" target="n1"/><edge source="n2" target="n3"/></edges>'
    assert ties_of(desk.read("n.gexf", gexf(f"<nodes>{nodes}</nodes>{edges}"))) == SILENT
    assert "nodes that stand inside others, which is not used: 2" in desk.notes


def test_a_hyper_edge_of_two_is_an_edge_and_of_more_is_refused(desk: Desk) -> None:
    def hyper(*ends: str) -> str:
        return "<hyperedge>" + "".join(f'<endpoint node="{end}"/>' for end in ends) + "</hyperedge>"

    assert ties_of(desk.read("h.graphml", graphml(FOUR + hyper("n0", "n1") + hyper("n2", "n3")))) == SILENT
    error = desk.refused("h.graphml", graphml(FOUR + "\n" + hyper("n0", "n1", "n2")))
    assert "line 6: a hyper-edge joins 3 nodes at once" in error.text("en")


def test_a_default_value_counts_for_edges_that_do_not_say_otherwise(desk: Desk) -> None:
    keys = '<key id="s" for="edge" attr.name="strength"><default>0.2</default></key>'
    edges = '<edge source="n0" target="n1"><data key="s">0.7</data></edge><edge source="n2" target="n3"/>'
    assert ties_of(desk.read("d.graphml", graphml(FOUR + edges, keys))) == PLAIN


def test_one_id_for_two_nodes_is_refused(desk: Desk) -> None:
    error = desk.refused("d.gexf", gexf('<nodes><node id="n0" label="a"/><node id="n0" label="b"/></nodes>'))
    assert "two different nodes have the same id (found 'a, b')" in error.text("en")


def test_gephis_edge_list_is_read(desk: Desk) -> None:
    rows = "n0,n1,Undirected,0,,,0.7\nn2,n3,Undirected,1,,,0.2\n"
    assert ties_of(desk.read("gephi.csv", "Source,Target,Type,Id,Label,timeset,Weight\n" + rows)) == PLAIN
    assert "Weight is taken as the strength; edge attributes not used: Id" in desk.notes
    desk.read("gephi.csv", "Source,Target,Type,Id,Label,timeset,Weight\n" + rows.replace("Undirected", "Directed"))
    assert "directed edges, taken without it: 2" in desk.notes


DIALECTS = {
    "semicolon": "source;target;strength;kind\nn0;n1;0,7;party\nn2;n3;0,2;line\n",
    "tab": "source\ttarget\tstrength\tkind\nn0\tn1\t0.7\tparty\nn2\tn3\t0.2\tline\n",
    "full-width comma": "source，target，strength，kind\nn0，n1，０．７，party\nn2，n3，0.2，line\n",
    "sep line": "sep=;\nsource;target;strength;kind\nn0;n1;0,7;party\nn2;n3;0,2;line\n",
    "quoted decimal comma": 'source,target,strength,kind\nn0,n1,"0,7",party\nn2,n3,"0,2",line\n',
    "title": "部门联系表(2024年),,,\nsource,target,strength,kind\nn0,n1,0.7,party\nn2,n3,0.2,line\n",
    "title and source": "部门联系表\n来源:问卷\n\nsource,target,strength,kind\nn0,n1,0.7,party\nn2,n3,0.2,line\n",
    "merged head": "两端,,属性,\nsource,target,strength,kind\nn0,n1,0.7,party\nn2,n3,0.2,line\n",
    "trailing columns": "source,target,strength,kind,,\nn0,n1,0.7,party,,\nn2,n3,0.2,line,,\n",
    "trailing cells": "source,target,strength,kind\nn0,n1,0.7,party,,\nn2,n3,0.2,line\n,,,\n",
    "row numbers": ",source,target,strength,kind\n0,n0,n1,0.7,party\n1,n2,n3,0.2,line\n",
    "序号": "序号,source,target,strength,kind\n1,n0,n1,0.7,party\n2,n2,n3,0.2,line\n",
    "R": '"source" "target"\n'.replace(" ", ",").replace("\n", ',"strength","kind"\n')
    + '"1","n0","n1",0.7,"party"\n"2","n2","n3",0.2,"line"\n',
    "heads in capitals": "SOURCE,Target,STRENGTH,Kind\nn0,n1,0.7,Party\nn2,n3,0.2,LINE\n",
    "heads in Chinese": "起点,终点,强度,类型\nn0,n1,0.7,党建\nn2,n3,0.2,条\n",
    "other heads": "from,to,weight,kind\nn0,n1,0.7,party\nn2,n3,0.2,line\n",
    "old Mac lines": "source,target,strength,kind\rn0,n1,0.7,party\rn2,n3,0.2,line\r",
    "spaces": " source , target , strength , kind \n n0 , n1 , 0.7 , party \n n2 , n3 , 0.2 , line \n",
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_tables_are_read_in_their_dialect(text: str, desk: Desk) -> None:
    assert ties_of(desk.read("ties.csv", text)) == TWO


@pytest.mark.parametrize("missing", ["NA", "n/a", "无", "-", "缺失", "", "NULL", "#N/A", "—"])
def test_words_for_a_missing_value_are_understood(missing: str, desk: Desk) -> None:
    ties = f"source,target,strength,kind\nn0,n1,{missing},{missing}\nn2,n3,{missing},\n"
    assert ties_of(desk.read("ties.csv", ties)) == SILENT


@pytest.mark.parametrize("number", ["0_1", "0.2_5", "1e", "0x1", "½", "1,000", "inf", "nan", "70%"])
def test_what_is_no_number_is_refused(number: str, desk: Desk) -> None:
    error = desk.refused("ties.csv", f'source,target,strength\nn0,n1,"{number}"\n')
    assert error.problems[0].line == 2
    assert "must be a number above 0" in error.text("en")


YED = """<key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d10" yfiles.type="edgegraphics"/>
<graph edgedefault="directed" id="G">
<node id="n0"><data key="d6"><y:ShapeNode><y:Geometry height="30.0"/><y:NodeLabel>县委</y:NodeLabel></y:ShapeNode></data></node>
<node id="n1"><data key="d6"><y:ShapeNode><y:NodeLabel>司法局
</y:NodeLabel></y:ShapeNode></data></node>
<edge id="e0" source="n0" target="n1"><data key="d10"><y:PolyLineEdge><y:EdgeLabel>领导</y:EdgeLabel></y:PolyLineEdge></data></edge>"""


def yed(inside: str = YED) -> str:
    return f'<?xml version="1.0"?>\n<graphml xmlns:y="http://www.yworks.com/xml/graphml">\n{inside}\n</graph></graphml>'


def test_roles_are_found_by_label(desk: Desk) -> None:
    roles = "node,kind,level\n县委,party,city\n司法局,justice,city\n"
    assert ties_of(desk.read("yed.graphml", yed(), roles)) == {("县委", "司法局"): ("custom", None)}
    assert "not used: label" in desk.notes
    error = desk.refused("yed.graphml", yed(), roles.replace("司法局", "司法所"))
    assert "did you mean 司法局?" in error.text("en")
    assert "no row for this node (found 'n1 (司法局)')" in error.text("en")


def test_a_label_of_several_nodes_is_refused_with_their_ids(desk: Desk) -> None:
    error = desk.refused("yed.graphml", yed(YED.replace("司法局", "县委")), "node,kind,level\n县委,party,city\n")
    assert "several nodes have this label; please name them by their ids; allowed: n0, n1" in error.text("en").replace(" \n", "\n")


def test_names_that_are_ids_and_labels_are_ids_and_that_is_said(desk: Desk) -> None:
    nodes = '<nodes><node id="n0" label="n1"/><node id="n1" label="n0"/></nodes><edges><edge source="n0" target="n1"/></edges>'
    found = desk.read("ties.gexf", gexf(nodes), "".join(ROLES.splitlines(keepends=True)[:3]))
    assert {node.name: node.kind for node in found.nodes} == {"n0": "party", "n1": "justice"}
    assert "they are taken as ids" in desk.notes


def test_roles_are_read_in_chinese(desk: Desk) -> None:
    roles = "单位,机构类别,层级,辖区\nn0,党组织,市级,\nn1,司法行政部门,县级,无\nn2,民政部门,乡镇,2.0\nn3,Public security,City,\n"
    found = desk.read("ties.csv", DIALECTS["tab"], roles)
    assert [(node.kind, node.level, node.jurisdiction) for node in found.nodes] == [
        ("party", "city", None),
        ("justice", "city", None),
        ("civil_affairs", "township", 2),
        ("public_security", "city", None),
    ]


def test_what_the_roles_leave_out_is_counted(desk: Desk) -> None:
    found = desk.read("ties.csv", DIALECTS["tab"], ROLES.replace("n3,public_security,city", "n3,无,"))
    assert ties_of(found) == {("n0", "n1"): ("party", 0.7)}
    assert "nodes left out as the table of roles says: 1, and their edges: 1" in desk.notes


CHINESE = "起点,终点,强度,类别\n县委,司法局,0.7,党建\n民政局,公安局,0.2,条\n"
CHINESE_ROLES = "节点,类别,层级\n县委,party,city\n司法局,justice,city\n民政局,civil_affairs,city\n公安局,public_security,city\n"
ENCODINGS = {
    "utf-8": "",
    "utf-8-sig": "",
    "gbk": "read as GBK",
    "gb18030": "read as GBK",
    "utf-16": "read as UTF-16",
    "utf-16-le": "read as UTF-16",
    "utf-16-be": "read as UTF-16",
    "utf-32": "read as UTF-32",
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings_are_recognised_and_named(encoding: str, desk: Desk) -> None:
    found = desk.read("ties.csv", CHINESE.encode(encoding), CHINESE_ROLES.encode(encoding))
    assert ties_of(found) == {("县委", "司法局"): ("party", 0.7), ("民政局", "公安局"): ("line", 0.2)}
    assert ENCODINGS[encoding] in desk.notes


def test_bytes_that_are_utf8_and_gbk_are_said_to_be(desk: Desk) -> None:
    """织 in GBK is one Hebrew sign in UTF-8."""
    raw, roles = ("source,target\nn0,织\n".encode("gbk"), "node,kind,level\nn0,party,city\n织,justice,city\n".encode("gbk"))
    assert len(desk.read("ties.csv", raw, roles).ties) == 1
    assert "ties.csv: read as UTF-8; the same bytes could be GBK" in desk.notes
    desk.read("ties.csv", "source,target\né,ж\n", "node,kind,level\né,party,city\nж,justice,city\n")
    assert "GBK" not in desk.notes


def test_a_rare_character_of_a_place_is_read_as_gb18030(desk: Desk) -> None:
    ties, roles = (text.replace("司法局", "司法局𬭩所") for text in (CHINESE, CHINESE_ROLES))
    found = desk.read("ties.csv", ties.encode("gb18030"), roles)
    assert ("县委", "司法局𬭩所") in ties_of(found)
    assert "ties.csv: read as GB18030" in desk.notes


@pytest.mark.parametrize(
    ("encoding", "said"), [("gb2312", "GB2312"), ("GB18030", "GB18030"), ("big5", "BIG5"), ("iso-8859-1", "ISO8859-1")]
)
def test_an_xml_file_is_read_as_it_declares(encoding: str, said: str, desk: Desk) -> None:
    name = "é" if encoding == "iso-8859-1" else "中文"
    text = graphml('<node id="n0"/><node id="X"/><edge source="n0" target="X"/>'.replace("X", name)).replace("UTF-8", encoding)
    desk.read("ties.graphml", text.encode(encoding), f"node,kind,level\nn0,party,city\n{name},justice,city\n")
    assert f"read as {said}" in desk.notes


@pytest.mark.parametrize(
    ("raw", "guess"),
    [
        ("source,target\ncafé,öl\n".encode("cp1252"), "Windows-1252"),
        ("source,target\n鄉鎮機關,縣政府廳\n".encode("big5"), "Big5"),
        (b"source,target\n\xff\xfe\xfa,\x81\x30\n", None),
    ],
)
def test_an_encoding_that_is_no_safe_guess_is_refused_by_name(raw: bytes, guess: str | None, desk: Desk) -> None:
    said = desk.refused("ties.csv", raw).text("en")
    assert "line 2: the file is not UTF-8" in said
    assert (f"(perhaps {guess})" in said) is (guess is not None)


def test_composed_and_decomposed_letters_are_the_same_name(desk: Desk) -> None:
    forms: tuple[Callable[[str], str], ...] = (
        lambda text: unicodedata.normalize("NFC", text),
        lambda text: unicodedata.normalize("NFD", text),
    )
    for ties, roles in (forms, forms[::-1]):
        for name, text in (
            ("ties.csv", "source,target\né,ü\n"),
            ("t.graphml", graphml('<node id="é"/><node id="ü"/><edge source="é" target="ü"/>')),
        ):
            found = desk.read(name, ties(text), roles("node,kind,level\né,party,city\nü,justice,city\n"))
            assert ties_of(found) == {("é", "ü"): ("custom", None)}


def test_1577_nodes_without_a_role_are_refused_at_once(desk: Desk) -> None:
    names = [f"Agency for public service number {n:04d}" for n in range(1577)]
    ties = "source,target\n" + "".join(f"{a},{b}\n" for a, b in itertools.pairwise(names))
    path = desk.write("ties.csv", ties, "node,kind,level\n" + "".join(f"{name} (org.),party,city\n" for name in names))
    load_scenario("leping")
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        load_scenario(path)
    assert time.process_time() - began < 2
    assert len(caught.value.problems) == 1577
    for problem, name in zip(caught.value.problems[:20], names, strict=False):
        assert problem.nearest == f"{name} (org.)"


def test_a_large_network_is_read_within_two_seconds(desk: Desk) -> None:
    names = [f"机构{n:04d}" for n in range(1600)]
    edges = "".join(f'<edge source="{n}" target="{(n * 7 + k) % 1600}" weight="0.5"/>' for n in range(1600) for k in range(1, 6))
    nodes = "".join(f'<node id="{n}" label="{name}"/>' for n, name in enumerate(names))
    roles = "node,kind,level\n" + "".join(f"{name},civil_affairs,township\n" for name in names)
    path = desk.write("big.gexf", gexf(f"<nodes>{nodes}</nodes><edges>{edges}</edges>"), roles)
    began = time.process_time()
    with pytest.warns(InputNote):
        scenario = load_scenario(path)
    assert time.process_time() - began < 2
    assert scenario.network is not None
    assert len(scenario.network.nodes) == 1600


BOMB = '<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>'
OUTSIDE = '<!DOCTYPE graphml [<!ENTITY passwords SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE graphml [<!ENTITY % dtd SYSTEM "http://example.org/x.dtd"> %dtd;]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, PARAMETER])
def test_entities_are_refused(doctype: str, desk: Desk) -> None:
    text = graphml(FOUR + '<edge source="n0" target="n1"/>').replace("<graphml", doctype + "<graphml", 1)
    assert "declares entities" in desk.refused("bomb.graphml", text).text("en")


def test_a_doctype_that_only_names_a_definition_is_no_harm(desk: Desk) -> None:
    text = graphml(DATA.format(nodes=FOUR), KEY.format(name="strength"))
    doctype = '<!DOCTYPE graphml SYSTEM "http://graphml.graphdrawing.org/dtds/1.0rc/graphml.dtd">'
    assert ties_of(desk.read("ties.graphml", text.replace("<graphml", doctype + "<graphml", 1))) == PLAIN
    assert "entities" in desk.refused("ties.graphml", text.replace("<graphml", doctype + "<graphml", 1).replace('"n1"', '"n&x;1"')).text(
        "en"
    )


def test_endless_nesting_is_refused(desk: Desk) -> None:
    assert "nested too deeply" in desk.refused("deep.graphml", graphml("<node id='a'><graph>" * 50_000)).text("en")


def test_packed_files_are_read_and_bombs_are_refused(desk: Desk) -> None:
    assert ties_of(desk.read("ties.csv.gz", gzip.compress(DIALECTS["tab"].encode()))) == TWO
    assert "the file is too big" in desk.refused("ties.csv.gz", gzip.compress(b"a" * 200_000_000)).text("en")
    assert "packed file is damaged" in desk.refused("ties.csv.gz", gzip.compress(DIALECTS["tab"].encode())[:-9]).text("en")
    assert "no text file" in desk.refused("ties.csv", b"PK\x03\x04 a spreadsheet").text("en")


def test_notes_travel_with_the_scenario_and_say_nothing_of_this_machine(desk: Desk) -> None:
    network = desk.read("named.graphml", graphml(DATA.format(nodes=FOUR), KEY.format(name="Weight")))
    assert network.notes is not None
    assert str(desk.folder) not in str(network.notes)
    assert as_mapping(load_scenario("leping")).get("network") is None
    with pytest.warns(InputNote):
        scenario = load_scenario(desk.folder / "city.yaml")
    assert as_mapping(scenario)["network"]["notes"] == [note.as_mapping() for note in network.notes]
