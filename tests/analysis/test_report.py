"""The report on the results of a real sweep."""

import json
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cogov.analysis.report import days
from cogov.analysis.report.page import SECTIONS, page, rendered
from cogov.analysis.report.parts import Grid, Paragraph, Picture, Section
from cogov.analysis.subject import Subject, read_subject
from cogov.analysis.tables import SIZES
from cogov.experiments.designs.loader import load_design
from cogov.experiments.designs.plans import plan_of
from cogov.experiments.flows import Flows
from cogov.experiments.sweep import sweep
from cogov.model.indicators import DIRECTIONS, INDICATORS, MAIN, PILLARS, ROLES
from cogov.model.words import Language, spoken
from cogov.scenarios.errors import InputError

DESIGN = """
title: {zh: 三种政策, en: Three policies}
question: {zh: "哪一种更好?", en: "Which is best?"}
scenario: leping
population: 800
days: 60
replicates: 3
policies: [as_is, clear_and_aligned, government_alone]
record: {series: true, events: true, flows: true}
"""
OWN = ("data:", "chrome", "devtools")
BROWSERS_OWN = re.compile(r"^https?://[\w.-]+\.(google|googleapis|gvt1)\.com/")
"""What the browser asks its maker for, whatever page it shows."""
CHROMIUM = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    folder = tmp_path_factory.mktemp("report")
    (folder / "three.yaml").write_text(DESIGN, encoding="utf-8")
    sweep(plan_of(load_design(folder / "three.yaml")), folder / "results")
    return read_subject(folder / "results")


@pytest.fixture(scope="module", params=["zh", "en"])
def written(request: pytest.FixtureRequest, subject: Subject) -> tuple[Language, Path]:
    path = subject.folder / f"report.{request.param}.html"
    path.write_text(page(subject, request.param), encoding="utf-8")
    return request.param, path


class Parts(HTMLParser):
    """What a page asks for, and whether its elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.sources: list[str] = []
        self.anchors: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.sources += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "poster", "data"}]
        self.anchors |= {value or "" for name, value in attrs if name == "id"}
        if tag not in {"meta", "img", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_holds_all_it_needs_and_every_link_leads_somewhere(written: tuple[Language, Path]) -> None:
    parts = Parts()
    parts.feed(written[1].read_text("utf-8"))
    assert parts.open == []
    links = [source for source in parts.sources if not source.startswith("data:image/svg+xml;base64,")]
    assert links
    assert all(link.startswith("#") and link[1:] in parts.anchors for link in links)
    assert "@import" not in written[1].read_text("utf-8")


def test_it_says_question_result_losers_limits_and_how_to_make_it_again(written: tuple[Language, Path], subject: Subject) -> None:
    language, path = written
    text = path.read_text("utf-8")
    zh, en = (
        ("三种政策", "哪一种更好", "与“现状”相比", "谁受益", "局限", "cogov verify"),
        ("Three policies", "Which is best", "Compared with", "Who gains", "Limits", "cogov verify"),
    )
    for words in zh if language == "zh" else en:
        assert words in text
    assert str(subject.manifest["code"])[:16] in text
    assert not re.search(r"\bnan\b", re.sub(r"data:image/svg\+xml;base64,[^\"]*", "", text))
    if language == "en":
        assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"data:image[^\"]*|font-family:[^;]*", "", text))


def test_the_same_folder_gives_the_same_page(written: tuple[Language, Path], subject: Subject) -> None:
    assert page(subject, written[0]) == written[1].read_text("utf-8")


def test_every_section_stands_in_the_page(subject: Subject) -> None:
    names = [part.name for make in SECTIONS for part in make(subject)]
    assert len(set(names)) == len(names)
    assert {"question", "result", "people", "kinds", "reported", "money", "days", "limits", "again"} <= set(names)


def test_days_and_flows_are_headed_by_what_was_found_and_say_of_which_runs(subject: Subject) -> None:
    [found] = days.days(subject)
    series, *flows = [block.words.en for block in found.blocks if isinstance(block, Picture)]
    assert subject.study.runs["seed"].nunique() == 3
    assert [words.split(":")[0] for words in flows] == [
        f"the flow of matters between sectors (mean of 3 runs, seeds 1 – 3) · {subject.name_of(policy).en}" for policy in subject.policies
    ]
    assert "as is" in series
    table, runs = subject.study.table("flows"), subject.study.runs
    of_run = [Flows.of(table[table["run_id"] == name]).per_hundred for name in runs.loc[runs["policy"] == "as_is", "run_id"]]
    assert f": {sum(of_run) / 3:.1f} hand-offs per 100 matters" in flows[0]


def test_where_only_events_are_recorded_flows_are_of_one_run(subject: Subject) -> None:
    manifest = subject.manifest | {"tables": {kind: one for kind, one in subject.manifest["tables"].items() if kind == "events"}}
    [found] = days.days(replace(subject, manifest=manifest))
    flows = [block.words.en for block in found.blocks if isinstance(block, Picture)]
    assert len(flows) == len(subject.policies)
    assert all("(one run, seed 1)" in words for words in flows)


def test_the_main_result_is_the_comparisons(subject: Subject) -> None:
    comparison = subject.comparison
    assert comparison is not None
    runs = subject.study.runs
    own = runs[runs.policy == "clear_and_aligned"].set_index("seed").mean_days
    row = comparison.row("mean_days", "clear_and_aligned")
    assert row.difference == pytest.approx((own - runs[runs.policy == "as_is"].set_index("seed").mean_days).mean())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_appendix_explains_every_figure_that_the_report_shows(subject: Subject, language: Language) -> None:
    sections = [part for make in SECTIONS for part in make(subject)]
    [book] = [part for part in sections if part.name == "codebook"]
    tables = [block.rows for block in book.blocks if isinstance(block, Grid)]
    entries = {row[1]: row for rows in tables for row in ([spoken(cell, language) for cell in row] for row in rows)}
    grids = [block for part in sections if part is not book for block in part.blocks if isinstance(block, Grid)]
    cells = [cell for grid in grids for cell in (grid.caption, *grid.headings, *(cell for row in grid.rows for cell in row))]
    said = [spoken(cell, language) for cell in cells]
    shown = [one for one in INDICATORS.values() if any(one.title.in_(language) in words for words in said)]
    assert {one.name for one in shown} >= {*MAIN, "worst_group_gap"}
    for one in shown:
        told = (one.title, one.definition, one.level_unit, one.change_unit, DIRECTIONS[one.direction], ROLES[one.role])
        assert entries[one.name] == [one.title.in_(language), one.name, *(text.in_(language) for text in told[1:])]
        assert all(entries[one.name])
    assert "(var a + var b) / var(a − b)" in entries["variance_reduction"][2]
    assert all(f"{limit:g}".lstrip("0") in entries["effect_size"][2] for limit, _ in SIZES[:-1])
    assert {f"pillar_{name}" for name in PILLARS} | {"cost_per_resident", "lever_cost", "arisen"} <= entries.keys()
    assert all(all(entries[name]) for name in ("pillar_sharing", "lever_cost", "arisen"))


def test_reading_plans_nothing_anew(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    def planned(*_: object) -> None:
        raise AssertionError("the study was planned again")

    monkeypatch.setattr("cogov.experiments.designs.plans.study_of", planned)
    again = read_subject(subject.folder)
    assert (again.scenario, again.policies, again.titles) == (subject.scenario, subject.policies, subject.titles)
    assert page(again, "en") == page(subject, "en")


def test_an_interval_stands_on_one_line_with_its_mark() -> None:
    text = rendered([Section("a", "b", (Grid(("i",), (("x", "+1 [0.5 … 1.5] ○"),), "c"),))], "t", "en")
    assert "+1 [0.5\u00a0…\u00a01.5]\u00a0○" in text


def test_what_comes_from_files_cannot_become_markup() -> None:
    text = rendered([Section("a", "<b>", (Paragraph("<script>"), Grid(("<i>",), (("&",),), "<u>")))], "<title>", "en")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_subject(tmp_path)


@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_a_browser_opens_it_offline_and_asks_for_nothing_else(written: tuple[Language, Path], tmp_path: Path) -> None:
    log, shot, pdf = tmp_path / "net.json", tmp_path / "page.png", tmp_path / "page.pdf"
    usual = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    offline = ["--host-resolver-rules=MAP * ~NOTFOUND", f"--log-net-log={log}"]
    subprocess.run(
        [*usual, *offline, "--window-size=1200,3000", f"--screenshot={shot}", written[1].as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    asked = {event["params"]["url"] for event in json.loads(log.read_text("utf-8"))["events"] if "url" in event.get("params", {})}
    foreign = {url for url in asked if written[1].name not in url and not url.startswith(OWN) and not BROWSERS_OWN.search(url)}
    assert foreign == set()
    assert shot.stat().st_size > 50_000
    subprocess.run([*usual, f"--print-to-pdf={pdf}", written[1].as_uri()], check=True, capture_output=True, timeout=120)
    assert pdf.read_bytes().startswith(b"%PDF")
