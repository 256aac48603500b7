"""`cogov journey` and `cogov export` as a person and as a program meet them."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

QUICK = ("--days", "30", "--population", "800")
PAIR = ("--policies", "as_is,co_governance")


Cogov = Callable[..., Any]
"""Runs a command and returns its exit code and what it said (`cogov` in conftest)."""


# -- journey ------------------------------------------------------------------------------------------------------------------------


def test_the_worst_are_found_and_told(cogov: Cogov, tmp_path: Path) -> None:
    answer = cogov("journey", "leping", *PAIR, "--worst", "2", *QUICK)
    assert answer.code == 0
    assert "The 2 that suffered most · as is" in answer.out
    assert "suffering = severity × (days unsettled" in answer.out
    assert answer.out.count("It arose.") >= 2
    assert answer.out.count("The two part on day") + answer.out.count("fares the same under both policies") == 2
    assert "they describe no real place" in answer.out
    assert list(tmp_path.iterdir()) == []


def test_one_matter_by_code_and_by_number(cogov: Cogov) -> None:
    document = json.loads(cogov("journey", "leping", *PAIR, "--worst", "1", "--json", *QUICK).out)
    assert list(document) == ["scenario", "policies", "seed", "days", "population", "measure", "worst", "matters"]
    [matter] = document["matters"]
    code, identity = matter["matter"], matter["identity"]
    by_code, by_number = (cogov("journey", "leping", *PAIR, "--matter", one, "--json", *QUICK).out for one in (code, identity))
    assert by_code == by_number
    assert json.loads(by_code)["matters"] == [matter]
    assert list(json.loads(by_code)) == ["scenario", "policies", "seed", "days", "population", "matters"]
    assert (matter["facts"]["township"], matter["facts"]["township_name"]) == (1, "Chengdong")
    assert list(matter["lives"]) == ["as_is", "co_governance"]
    assert matter["lives"]["as_is"]["events"][0]["words"] == ["It arose."]
    assert list(matter["first_differences"]) == ["co_governance"]


def test_chinese_and_one_policy(cogov: Cogov) -> None:
    answer = cogov("journey", "leping", "--policies", "as_is", "--worst", "1", "--lang", "zh", *QUICK)
    assert answer.code == 0
    assert "事情发生。" in answer.out
    assert "，城东街道 " in answer.out
    assert "受损程度 = 严重程度" in answer.out
    assert "两边从第" not in answer.out


def test_more_than_there_are_gives_all(cogov: Cogov) -> None:
    document = json.loads(cogov("journey", "leping", "--policies", "as_is", "--worst", "100000", "--json", *QUICK).out)
    assert 3 < len(document["matters"]) == len(document["worst"]) < 1000


@pytest.mark.parametrize(("name", "begins"), [("new/told.md", "# A fictional"), ("told.txt", "A fictional")])
def test_it_leaves_a_file(cogov: Cogov, tmp_path: Path, name: str, begins: str) -> None:
    answer = cogov("journey", "leping", *PAIR, "--worst", "1", "--out", name, *QUICK)
    text = (tmp_path / name).read_text("utf-8")
    assert text.startswith(begins)
    assert "It arose." in text
    assert "they describe no real place" in text
    assert Path(name).name in answer.err


def test_the_same_bytes_twice_and_the_same_policy_never_differs(cogov: Cogov) -> None:
    asked = ("journey", "leping", "--policies", "as_is,clear_boundaries", "--set", "boundary_clarity=.5", "--worst", "3", "--json", *QUICK)
    first, again = cogov(*asked), cogov(*asked)
    assert first.out == again.out != ""
    assert [one["first_differences"] for one in json.loads(first.out)["matters"]] == [{"clear_boundaries": None}] * 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), ("needs one of --matter and --worst", "须给出 --matter 与 --worst 之一")),
        (("--matter", "5", "--worst", "1"), ("needs one of --matter and --worst", "须给出 --matter 与 --worst 之一")),
        (("--worst", "0"), ("--worst: out of range (found 0)", "--worst：超出范围（现为 0）")),
        (("--worst", "many"), ("--worst: needs a whole number", "--worst：应为整数")),
        (("--matter", "hello"), ("is no code of a matter", "不是事务编号")),
        (("--matter", "d1-v1-elderlycare"), ("did you mean d1-v1-elderly_care?", "是不是 d1-v1-elderly_care？")),
        (("--matter", "d1-v9-elderly_care"), ("v1 – v2", "v1 – v2")),
        (("--matter", "12345678901234567890"), ("no such matter arose under any of these policies", "在这些政策下都没有发生这件事务")),
        (("--worst", "1", "--out", "."), ("this is a folder", "这是文件夹")),
        (("--worst", "1", "--out", "taken/a.md"), ("there is a file of this name", "这里已有同名文件")),
        (("--worst", "1", "--policies", ","), ("at least one policy is needed", "至少需要一个政策")),
        (("--worst", "1", "--policies", "as_is,as_is"), ("more than once", "不止一次")),
        (("--worst", "1", "--policies", "asis"), ("did you mean as_is?", "是不是 as_is？")),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_input_is_one_message(cogov: Cogov, tmp_path: Path, arguments: tuple[str, ...], said: tuple[str, str], language: str) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    answer = cogov("journey", "leping", "--policies", "as_is", *arguments, "--lang", language, "--days", "4", "--population", "600")
    assert (answer.code, answer.out) == (2, "")
    assert said[language == "zh"] in answer.err
    assert "Traceback" not in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_run_that_fails_is_told(cogov: Cogov, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("a rule of my own")

    monkeypatch.setattr("cogov.model.day.live_through", broken)
    answer = cogov("journey", "leping", *PAIR, "--worst", "1", *QUICK)
    assert (answer.code, answer.out) == (1, "")
    assert "run failed (policy as_is, seed 1): ValueError: a rule of my own" in answer.err


def test_profile_and_check_speak_on_stderr_only(cogov: Cogov) -> None:
    plain = cogov("journey", "leping", *PAIR, "--worst", "1", *QUICK)
    more = cogov("journey", "leping", *PAIR, "--worst", "1", "--profile", "--check", *QUICK)
    assert more.out == plain.out
    assert "witness" in more.err


# -- export -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "name", "begins"),
    [
        ("csv", "leping-as_is.csv", b"case:concept:name,"),
        ("xes", "leping-as_is.xes", b"<?xml"),
        ("ocel", "leping-as_is.ocel.json", b'{\n"objectTypes"'),
        ("graphml", "leping-as_is.graphml", b"<?xml"),
        ("gexf", "leping-as_is.gexf", b"<?xml"),
    ],
)
def test_every_format_has_a_file_where_a_person_finds_it(cogov: Cogov, tmp_path: Path, form: str, name: str, begins: bytes) -> None:
    answer = cogov("export", "leping", "--format", form, *QUICK)
    assert (answer.code, answer.out) == (0, f"results/{name}\n" if sys.platform != "win32" else f"results\\{name}\n")
    assert (tmp_path / "results" / name).read_bytes().startswith(begins)
    assert ("events of" in answer.err) == (form in ("csv", "xes", "ocel"))


@pytest.mark.parametrize(("name", "begins"), [("a/b.xes.gz", b"\x1f\x8b"), ("b.sqlite", b"SQLite format 3")])
def test_the_name_says_how_it_is_written(cogov: Cogov, tmp_path: Path, name: str, begins: bytes) -> None:
    form = "xes" if "xes" in name else "ocel"
    assert cogov("export", "leping", "--format", form, "--policy", "co_governance", "--out", name, *QUICK).code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_the_language_names_the_activities(cogov: Cogov, tmp_path: Path) -> None:
    cogov("export", "leping", "--format", "csv", "--out", "zh.csv", "--lang", "zh", *QUICK)
    assert ",居民反映," in (tmp_path / "zh.csv").read_text("utf-8")


STUDY = "{scenario: leping, population: 600, days: 20, replicates: 2, policies: [as_is, co_governance], record: {events: true}}"


def test_a_folder_of_results_is_exported(cogov: Cogov, tmp_path: Path) -> None:
    (tmp_path / "d.yaml").write_text(STUDY, encoding="utf-8")
    assert cogov("sweep", "d.yaml", "--workers", "1", "--out", "r").code == 0
    assert cogov("export", "r", "--format", "csv").code == 0
    assert len((tmp_path / "r/runs.csv").read_text("utf-8").splitlines()) == 1 + 4
    of_folder = cogov("export", "r", "--format", "xes", "--policy", "co_governance", "--seed", "2", "--out", "a.xes")
    of_run = cogov(
        "export",
        "leping",
        "--format",
        "xes",
        "--policy",
        "co_governance",
        "--seed",
        "2",
        "--population",
        "600",
        "--days",
        "20",
        "--out",
        "b.xes",
    )
    assert (of_folder.code, of_run.code) == (0, 0)
    point = b'  <int key="point" value="0"/>\n'  # a study also says of which of its points a log is
    assert (tmp_path / "a.xes").read_bytes().replace(point, b"", 1) == (tmp_path / "b.xes").read_bytes()
    assert cogov("export", "r", "--format", "graphml").code == 0
    missing = cogov("export", "r", "--format", "ocel", "--seed", "9")
    assert (missing.code, "co_governance 2" in missing.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("leping", "--format", "xess"), ("did you mean xes?", "是不是 xes？")),
        (("leping", "--format", "ocel", "--out", "a.xml"), ("this ending is none of format ocel", "文件名的结尾不属于格式 ocel")),
        (("leping", "--format", "csv", "--out", "taken/a.csv"), ("there is a file of this name", "这里已有同名文件")),
        ((".", "--format", "csv"), ("there are no results of a study here", "这里没有实验结果")),
        (("lepin", "--format", "csv"), ("leping", "leping")),
        (("leping",), ("--format is missing", "缺少 --format")),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_wrong_input_to_export(cogov: Cogov, tmp_path: Path, arguments: tuple[str, ...], said: tuple[str, str], language: str) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    answer = cogov("export", *arguments, "--lang", language)
    assert (answer.code, answer.out) == (2, "")
    assert said[language == "zh"] in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
