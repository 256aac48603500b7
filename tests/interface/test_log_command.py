"""`cogov log`: a log of one's own described, and beside simulated ones."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogov.analysis.logs.shape.measures import MEASURES

Cogov = Callable[..., Any]
LENGTH = ("--population", "1500", "--days", "60", "--warmup", "10")
SMALL = (*LENGTH, "--replicates", "2")
LOG = "工单号,时间,环节,单位\n" + "".join(
    f"{n},2026-03-{2 + n % 20:02d} 08:00,受理,甲\n{n},2026-03-{3 + n % 20 + n % 5:02d} 09:00,{'转办' if n % 3 else '办结'},{'乙' if n % 3 else '甲'}\n"
    + (f"{n},2026-03-{9 + n % 20:02d} 10:00,办结,{'甲' if n % 2 else '乙'}\n" if n % 3 else "")
    for n in range(60)
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "工单.csv"
    path.write_text(LOG, "utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("每案流转次数", "外来日志只是类比", "用时从知晓算到办结")),
        ("en", ("hand-offs per case", "is an analogue", "times run from known to settled")),
    ],
)
def test_it_describes_a_log_in_both_languages(cogov: Cogov, log: Path, language: str, said: tuple[str, ...]) -> None:
    code, out, err = cogov("log", "describe", log, "--map", "settled_by=办结", "--out", "d", "--lang", language)
    assert code == 0
    assert all(words in " ".join(out.split()) for words in said)
    assert {path.name for path in Path("d").iterdir()} == {"log.json", f"log.{language}.png", f"log.{language}.svg"}
    assert "log.json" in err
    assert "甲" not in Path("d/log.json").read_text("utf-8") + out  # nothing of the log itself is kept


def test_its_numbers_are_those_of_the_log(cogov: Cogov, log: Path) -> None:
    """20 cases stay with one desk, 40 are handed on once, and those of odd number among them back again."""
    back = sum(n % 3 > 0 and n % 2 for n in range(60))
    document = json.loads(cogov("log", "describe", log, "--map", "settled_by=办结", "--json").out)
    assert (document["cases"], document["desks"]) == (60, 2)
    assert document["measures"]["handoffs_mean"] == pytest.approx((40 + back) / 60)
    assert document["measures"]["return_share"] == pytest.approx(back / (40 + back))
    assert document["curves"]["handoff_shares"]["0"] == pytest.approx(1 / 3)
    assert document["measures"]["late_share"] is None


def test_a_log_beside_simulated_ones(cogov: Cogov, log: Path) -> None:
    code, out, _ = cogov("log", "compare", log, "leping", *SMALL, "--map", "settled_by=办结", "--json", "--out", "d")
    assert code == 0
    document = json.loads(out)
    assert document == json.loads(Path("d/log-leping.json").read_text("utf-8"))
    assert document["seeds"] == [1, 2]
    rows = {row["name"]: row for row in document["measures"]}
    assert list(rows) == [one.name for one in MEASURES]
    assert rows["handoffs_mean"]["seeds"] == 2
    assert rows["handoffs_mean"]["ci_low"] <= rows["handoffs_mean"]["mean"] <= rows["handoffs_mean"]["ci_high"]
    distances = {row["name"]: row for row in document["distances"]}
    assert 0 < distances["handoffs_variation"]["mean"] < 1
    assert distances["time_moved"]["between_seeds"] < distances["time_moved"]["mean"]


def test_a_description_takes_the_place_of_its_log_and_workers_change_nothing(cogov: Cogov, log: Path) -> None:
    cogov("log", "describe", log, "--map", "settled_by=办结", "--out", "d")
    from_log = cogov("log", "compare", log, "leping", *SMALL, "--map", "settled_by=办结", "--json").out
    from_description = cogov("log", "compare", "d/log.json", "leping", *SMALL, "--json", "--workers", "2").out
    assert json.loads(from_log)["distances"] == json.loads(from_description)["distances"]
    assert json.loads(from_log)["measures"] == json.loads(from_description)["measures"]


@pytest.mark.parametrize(("language", "said"), [("zh", "种子之间"), ("en", "Between seeds")])
def test_the_table_says_over_what_its_intervals_are(cogov: Cogov, log: Path, language: str, said: str) -> None:
    out = " ".join(cogov("log", "compare", log, "leping", *SMALL, "--lang", language).out.split())
    assert said in out
    assert ("基于 2 个种子" if language == "zh" else "over 2 seeds") in out
    assert ("模拟结果" if language == "zh" else "Simulated results") in out


def test_an_exported_run_is_described_without_being_told_how(cogov: Cogov) -> None:
    assert cogov("export", "leping", *LENGTH, "--format", "xes", "--out", "own.xes").code == 0
    document = json.loads(cogov("log", "describe", "own.xes", "--json").out)
    assert document["read_as"]["settled_by"] == "settled"
    assert document["measures"]["handoffs_mean"] >= 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("describe", "none.csv"), "no such file"),
        (("describe", "{log}", "--map", "dsk=甲"), "did you mean desk"),
        (("describe", "{log}", "--map", "desk=单元"), "no such column"),
        (("describe", "{log}", "--mapping", "none.yaml"), "no such file"),
        (("compare", "{log}", "lepin"), "did you mean leping"),
        (("compare", "{log}", "leping", "--policy", "as_i"), "did you mean as_is"),
        (("compare", "{log}", "leping", "--replicates", "1"), "--replicates"),
        (("descrbe", "{log}"), "did you mean describe"),
    ],
)
def test_what_is_wrong_is_refused_before_anything_is_written(cogov: Cogov, log: Path, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = cogov("log", *(one.format(log=log) for one in arguments), *(("--out", "d") if arguments[0] == "compare" else ()))
    assert (code, out) == (2, "")
    assert said in err
    assert not Path("d").exists()
