"""Logs of other programs: one small log in every format gives the same cases; what is wrong or hostile is refused in a sentence."""

import gzip
import json
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from cogov.analysis.logs.reading import collected, markup, ocel
from cogov.analysis.logs.reading.columns import LogMap, log_map
from cogov.analysis.logs.reading.door import brought
from cogov.analysis.logs.reading.moments import moment
from cogov.scenarios.errors import InputError

HEADS = ("工单编号", "时间", "环节", "承办单位", "类别")
ROWS = [
    ("一", "2026-03-02 08:00", "受理", "城管局", "噪声"),
    ("一", "2026-03-03 08:00", "办理", "环保局", "噪声"),
    ("一", "2026-03-04 08:00", "办理", "城管局", "噪声"),
    ("一", "2026-03-05 08:00", "办结", "城管局", "噪声"),
    ("二", "2026-03-02 09:00", "受理", "城管局", "占道"),
    ("二", "2026-03-06 09:00", "办结", "城管局", "占道"),
    ("二", "2026-03-08 09:00", "办理", "环保局", "占道"),
    ("三", "2026-03-07 09:00", "受理", "环保局", "占道"),
]
SETTLED = LogMap(settled_by=("办结",))


def in_xes(declared: str = "UTF-8", events: str = "") -> str:
    keys = ("concept:name", "org:group", "time:timestamp")
    traces = []
    for case in ("一", "二", "三"):
        own = [row for row in ROWS if row[0] == case]
        inner = "".join(
            "<event>"
            + "".join(f'<string key="{key}" value="{value}"/>' for key, value in zip(keys, (row[2], row[3], row[1]), strict=True))
            + "</event>"
            for row in own
        )
        traces.append(f'<trace>{inner}<string key="concept:name" value="{case}"/><string key="topic" value="{own[0][4]}"/></trace>')
    return f'<?xml version="1.0" encoding="{declared}"?>\n<log xmlns="http://www.xes-standard.org/">{"".join(traces)}{events}</log>'


def in_json() -> dict[str, Any]:
    cases = {row[0]: row[4] for row in ROWS}
    desks = dict.fromkeys(row[3] for row in ROWS)
    objects = [
        {"id": case, "type": "工单", "attributes": [{"name": "topic", "time": "1970-01-01", "value": topic}]}
        for case, topic in cases.items()
    ]
    objects += [{"id": desk, "type": "单位", "attributes": []} for desk in desks]
    events = [
        {
            "id": str(place),
            "type": row[2],
            "time": row[1].replace(" ", "T") + ":00Z",
            "attributes": [],
            "relationships": [{"objectId": row[0], "qualifier": "of"}, {"objectId": row[3], "qualifier": "by"}],
        }
        for place, row in enumerate(ROWS)
    ]
    return {"objectTypes": [], "eventTypes": [], "objects": objects, "events": events}


def in_ocel_xml() -> str:
    document = in_json()
    objects = "".join(
        f'<object id="{one["id"]}" type="{one["type"]}"><attributes>'
        + "".join(f'<attribute name="{a["name"]}" time="{a["time"]}">{a["value"]}</attribute>' for a in one["attributes"])
        + '</attributes><objects><relationship object-id="none" qualifier="q"/></objects></object>'
        for one in document["objects"]
    )
    events = "".join(
        f'<event id="{one["id"]}" type="{one["type"]}" time="{one["time"]}"><attributes/><objects>'
        + "".join(f'<relationship object-id="{other["objectId"]}" qualifier="q"/>' for other in one["relationships"])
        + "</objects></event>"
        for one in document["events"]
    )
    return f'<?xml version="1.0"?><log><object-types/><event-types/><objects>{objects}</objects><events>{events}</events></log>'


def in_sqlite(path: Path, more: str = "") -> Path:
    document = in_json()
    with closing(sqlite3.connect(path)) as base:
        base.executescript(
            "CREATE TABLE object (ocel_id, ocel_type); CREATE TABLE object_map_type (ocel_type, ocel_type_map); CREATE TABLE event (ocel_id, ocel_type);"
            "CREATE TABLE event_map_type (ocel_type, ocel_type_map); CREATE TABLE event_object (ocel_event_id, ocel_object_id, ocel_qualifier);"
            "CREATE TABLE object_c (ocel_id, ocel_time, ocel_changed_field, topic); CREATE TABLE object_d (ocel_id, ocel_time, ocel_changed_field);"
            "INSERT INTO object_map_type VALUES ('工单', 'c'), ('单位', 'd')"
        )
        for one in document["objects"]:
            base.execute("INSERT INTO object VALUES (?, ?)", (one["id"], one["type"]))
            if one["attributes"]:
                base.execute("INSERT INTO object_c VALUES (?, '1970-01-01', NULL, ?)", (one["id"], one["attributes"][0]["value"]))
        for kind in ("受理", "办理", "办结"):
            base.execute("INSERT INTO event_map_type VALUES (?, ?)", (kind, kind))
            base.execute(f'CREATE TABLE "event_{kind}" (ocel_id, ocel_time)')
        for one in document["events"]:
            base.execute("INSERT INTO event VALUES (?, ?)", (one["id"], one["type"]))
            base.execute(f'INSERT INTO "event_{one["type"]}" VALUES (?, ?)', (one["id"], one["time"].replace("T", " ").removesuffix("Z")))
            base.executemany(
                "INSERT INTO event_object VALUES (?, ?, 'q')", [(one["id"], other["objectId"]) for other in one["relationships"]]
            )
        base.executescript(more)
        base.commit()
    return path


def in_csv(separator: str = ",") -> str:
    return "\n".join(separator.join(row) for row in (HEADS, *ROWS)) + "\n"


IN_BYTES = {
    "csv": lambda: in_csv().encode("utf-8-sig"),
    "gbk.csv": lambda: in_csv("；").encode("gbk"),
    "xes": lambda: in_xes().encode(),
    "gbk.xes": lambda: in_xes("GBK").encode("gbk"),
    "utf16.xes": lambda: in_xes("UTF-16").encode("utf-16"),
    "xes.gz": lambda: gzip.compress(in_xes().encode()),
    "json": lambda: json.dumps(in_json()).encode(),
    "xml": lambda: in_ocel_xml().encode(),
}


def written(folder: Path, form: str) -> Path:
    path = folder / f"log.{form}"
    if form == "sqlite":
        return in_sqlite(path)
    path.write_bytes(IN_BYTES[form]())
    return path


@pytest.mark.parametrize("form", [*IN_BYTES, "sqlite"])
def test_every_format_gives_the_same_cases(form: str, tmp_path: Path) -> None:
    """Case one is handed 城管局 → 环保局 → 城管局 and settled after 3 days; two after 4, and taken up again; three stays open."""
    found = brought(written(tmp_path, form), SETTLED).shape
    assert (found.cases, found.events, found.desks) == (3, 7, 2)
    wanted = {
        "handoffs_mean": 2 / 3,
        "return_share": 0.5,
        "pingpong_share": 0.5,
        "median_days": 3.5,
        "unsettled_share": 1 / 3,
        "reopened_share": 0.5,
    }
    assert {name: found.measures[name] for name in wanted} == pytest.approx(wanted)
    assert found.read_as["settled_by"] == "办结"
    assert "topic" in found.read_as


def test_pm4py_writes_the_xml_that_is_read(tmp_path: Path) -> None:
    import pm4py

    source, target = written(tmp_path, "json"), tmp_path / "again.xml"
    pm4py.write_ocel2_xml(pm4py.read_ocel2_json(str(source)), str(target))
    again, before = (brought(path, SETTLED).shape for path in (target, source))
    assert again.measures == pytest.approx(dict(before.measures), nan_ok=True)
    assert again.desks == before.desks


def test_a_row_a_case_is_a_log_too(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(
        "工单编号,受理时间,办结时间,时限\n1,2026/3/2,2026/3/5,2026/3/4\n2,2026年3月2日 12:00,2026年3月3日 12:00,2026/3/4\n3,2026/3/2,,2026/3/4\n",
        "utf-8",
    )
    found = brought(path, LogMap()).shape.measures
    assert (found["median_days"], found["late_share"], found["unsettled_share"]) == pytest.approx((2, 0.5, 1 / 3))


@pytest.mark.parametrize(
    ("said", "day", "date"),
    [
        ("1970-01-02", 1, 1),
        ("1970-01-01T06:00:00+08:00", -1 / 12, 0),  # still the day before in UTC; its own clock shows the first
        ("1970-01-02T00:00:00Z", 1, 1),
        ("1970/1/2 12:00", 1.5, 1),
        ("１９７０年１月２日 12时30分", 1 + 12.5 / 24, 1),
        ("1970.1.2 06:00:00.25", 1.25 + 0.25 / 86_400, 1),
    ],
)
def test_moments(said: str, day: float, date: int) -> None:
    found = moment(said)
    assert found is not None
    assert (found[0], found[1]) == (pytest.approx(day, abs=1e-9), date)


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-01", "1970-01-01 25:00", "20", "9" * 5000])
def test_what_is_no_moment(said: str) -> None:
    assert moment(said) is None


def test_a_pattern_and_a_file_say_how_a_log_is_read(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("case: nr\ntime: wann\ndesk: amt + raum\nsettled_by: [fertig]\nlevels: 村, 市\n", "utf-8")
    said = log_map(["time_format=%d.%m.%Y %H:%M"], tmp_path / "map.yaml")
    path = tmp_path / "log.csv"
    path.write_text(
        "nr;wann;activity;amt;raum\na;01.03.2026 08:00;neu;村委;1\na;02.03.2026 08:00;weg;村委;2\na;04.03.2026 08:00;fertig;市局;2\n",
        "utf-8",
    )
    found = brought(path, said).shape
    assert (found.measures["handoffs_mean"], found.measures["median_days"]) == (2, 3)
    assert found.read_as["desk"] == "amt + raum"
    assert found.curves["levels"].tolist() == [0, 0, 1]


def refused(path: Path, said: LogMap = SETTLED) -> str:
    with pytest.raises(InputError) as caught:
        brought(path, said)
    assert caught.value.text("zh") != caught.value.text("en")
    return caught.value.text("en")


XML = {
    "entities": ('<!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><log>&b;</log>', "entities"),
    "another file": ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log>&x;</log>', "entities|no event|XML"),
    "not closed": ("<log><trace><event>", "no complete XML"),
    "no log": ("<html><body/></html>", "no event log"),
    "too deep": ("<log>" + "<a>" * 200 + "</a>" * 200 + "</log>", "nested too deeply"),
    "no events": ("<log><trace/></log>", "no events"),
    "an encoding": ('<?xml version="1.0" encoding="cp037"?><log/>', "encoding"),
    "no time": ('<log><trace><event><string key="concept:name" value="x"/></event></trace></log>', "--map time=HEAD"),
}


@pytest.mark.parametrize("name", XML)
def test_hostile_xml_is_refused(name: str, tmp_path: Path) -> None:
    text, why = XML[name]
    path = tmp_path / "log.xes"
    path.write_text(text, "utf-8")
    assert re.search(why, refused(path, LogMap()))


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markup, "LARGEST_BYTES", 3_000_000)
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(b"<log>" + b" " * 50_000_000))
    assert "too big" in refused(path)
    assert len(path.read_bytes()) < 100_000


def test_a_packed_file_in_several_parts_is_read_whole_and_a_damaged_one_refused(tmp_path: Path) -> None:
    raw = in_xes().encode()
    path = tmp_path / "log.xes.gz"
    path.write_bytes(gzip.compress(raw[:500]) + gzip.compress(raw[500:]))
    assert brought(path, SETTLED).shape.cases == 3
    path.write_bytes(gzip.compress(raw)[:-20])
    assert "damaged" in refused(path)


def test_too_many_events_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collected, "MOST_EVENTS", 5)
    assert "too many events" in refused(written(tmp_path, "csv"))


def test_databases_are_asked_for_plain_tables_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view of the name of a table would run what its author wrote: here without end."""
    endless = "DROP TABLE object_d; CREATE VIEW object_d AS WITH RECURSIVE n(ocel_id) AS (SELECT 1 UNION ALL SELECT ocel_id + 1 FROM n) SELECT * FROM n;"
    assert "no complete OCEL" in refused(in_sqlite(tmp_path / "view.sqlite", endless))
    monkeypatch.setattr(ocel, "STEPS", 10)
    assert "too large or too complicated" in refused(in_sqlite(tmp_path / "long.sqlite"))
    (tmp_path / "cut.sqlite").write_bytes((tmp_path / "long.sqlite").read_bytes()[:3000])
    monkeypatch.undo()
    assert "no complete OCEL" in refused(tmp_path / "cut.sqlite")


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "{" * 50_000, '{"objects": 3, "events": []}', '{"objects": [], "events": [{}]}', '{"kind": "cogov log shape"}']
)
def test_documents_that_are_no_log_are_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    path.write_text(text, "utf-8")
    assert str(path) in refused(path)


@pytest.mark.parametrize(
    ("pairs", "why"),
    [
        (["dsk=x"], "did you mean desk"),
        (["desk"], "name=value"),
        (["desk=承办单"], "did you mean 承办单位"),
        (["settled_by=办结了"], "did you mean 办结"),
        (["time=环节"], "no time that can be read"),
        (["case=类"], "column is missing"),
        (["time_format=%Y"], "no time that can be read"),
    ],
)
def test_what_is_wrong_is_named_with_the_nearest(pairs: list[str], why: str, tmp_path: Path) -> None:
    path = written(tmp_path, "csv")
    with pytest.raises(InputError) as caught:
        brought(path, log_map(pairs, None))
    assert why in caught.value.text("en")


def test_types_of_objects_are_named(tmp_path: Path) -> None:
    path = written(tmp_path, "json")
    assert "单位" in refused(path, LogMap({"case": "单"}))
    by_desk = brought(path, LogMap({"case": "单位"})).shape
    assert by_desk.cases == 2


def test_spreadsheets_and_nothing_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    assert "no event log" in refused(tmp_path / "log.xlsx")
    (tmp_path / "empty.csv").write_bytes(b"")
    assert "empty" in refused(tmp_path / "empty.csv")
    assert "no such file" in refused(tmp_path / "none.xes")
    assert "directory" in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe" in refused(tmp_path / "pipe")


def test_levels_without_an_order_are_said_to_be_unused(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_text("case,time,desk,level\n1,2026-03-02,a,upper\n1,2026-03-03,b,lower\n", "utf-8")
    assert any("levels=" in note.en for note in brought(path, LogMap()).notes)
    found = brought(path, log_map(["levels=lower,upper"], None))
    assert not any("levels=" in note.en for note in found.notes)
    assert found.shape.curves["levels"].tolist() == [0, 1, 0]
