"""Every table and figure that studies of each kind show, gathered as they are shown, and the rule by which each number says its unit.

The rule, for a cell that is a number. If caption, head or row name an indicator, its unit stands there or in the cell: % for values of
shares, percentage points for their differences, else the unit's own words. If they name none, they say another unit or what is counted.
An axis with numbers on it follows the same rule with the words of its panel and the figure's title.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text as Styled

from cogov.analysis.report.page import SECTIONS
from cogov.analysis.report.parts import Grid
from cogov.analysis.sensitivity.words import OF_VARIANCE
from cogov.analysis.subject import Subject, read_subject
from cogov.analysis.values import POINTS, of_values
from cogov.cli import main
from cogov.model.indicators import INDICATORS, title
from cogov.model.words import DOTTED, Language, spoken

NUMBER = re.compile(r"^[<>≤≥#第 ]*[+−]?\d[\d,]*(\.\d+)?(?![\w-])")
SIGNED = re.compile(r"^[+−]\d")
Cogov = Callable[..., Any]
COUNTED: dict[Language, tuple[str, ...]] = {
    "en": (
        "runs",
        "seeds",
        "number of",
        "rank",
        "worlds",
        "hand-offs",
        "how often",
        "matters",
        "institutions",
        "Campaigns",
        "Phases",
        "Holds",
        "better",
    ),
    "zh": ("运行数", "种子", "个数", "名次", "情形", "流转", "次数", "事务数", "主体", "（次）", "（个）", "成立", "变好"),
}
"""Words of what is counted."""
OTHER: dict[Language, tuple[str, ...]] = {
    "en": (
        "%",
        "pp",
        "yuan",
        "days",
        "day",
        "years",
        "share",
        "0–100",
        "0–1",
        "index",
        "seconds",
        "households",
        "standard deviations",
        "times",
    ),
    "zh": ("%", "百分点", "元", "天", "年", "比例", "占比", "0–100", "0–1", "指数", "秒", "户数", "标准差", "倍"),
}
"""Words of units that are no indicator's."""


FACTORS = {("Factor", "Value"), ("因素", "值")}
"""Tables of what was varied: a parameter's unit stands in docs/parameters.md."""


@dataclass(frozen=True)
class Shown:
    """A table as it was shown: caption, heads, rows of cells."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass
class Gathered:
    """What was shown since the gathering began."""

    tables: list[Shown] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)


@pytest.fixture
def gathered(monkeypatch: pytest.MonkeyPatch) -> Gathered:
    found = Gathered()
    printed, saved = Console.print, Figure.savefig

    def gather_tables(console: Console, *what: Any, **more: Any) -> None:
        found.tables.extend(shown for one in what for shown in tables_in(one))
        printed(console, *what, **more)

    def gather_figure(figure: Figure, *where: Any, **how: Any) -> None:
        found.figures.append(figure)
        saved(figure, *where, **how)

    monkeypatch.setattr(Console, "print", gather_tables)
    monkeypatch.setattr(Figure, "savefig", gather_figure)
    return found


def tables_in(what: object) -> Iterator[Shown]:
    """Yield the tables of what a terminal is shown."""
    if isinstance(what, Group):
        for one in what.renderables:
            yield from tables_in(one)
    if isinstance(what, Table):
        columns = [[words(cell) for cell in column.cells] for column in what.columns]
        rows = tuple(zip(*columns, strict=True))
        yield Shown(words(what.title or ""), tuple(words(column.header) for column in what.columns), rows)


def words(cell: object) -> str:
    return cell.plain if isinstance(cell, Styled) else str(cell)


def grids_of(subject: Subject, language: Language) -> Iterator[Shown]:
    """Yield the tables of a report."""
    for make in SECTIONS:
        for part in make(subject):
            for one in (block for block in part.blocks if isinstance(block, Grid)):
                heads, *rows = (tuple(spoken(cell, language) for cell in row) for row in (one.headings, *one.rows))
                yield Shown(DOTTED.join((part.title, one.caption)).in_(language), heads, tuple(rows))


def without_unit(shown: Shown, language: Language) -> Iterator[str]:
    """Yield the cells of a table that are numbers and say no unit."""
    if shown.heads in FACTORS:
        return
    for row in shown.rows:
        units = [cell for head, cell in zip(shown.heads, row, strict=True) if head in {"Unit", "单位"}]
        for head, cell, before in zip(shown.heads[1:], row[1:], row, strict=False):
            beside = [before] if " … " in cell else []  # an interval stands beside what it is of
            if NUMBER.search(cell) and not says_unit(cell, [shown.caption, head, row[0], *beside, *units], language):
                yield f"[{shown.caption}] {row[0]} · {head}: {cell!r}"


def says_unit(number: str, around: Sequence[str], language: Language) -> bool:
    """Whether a number or the words around it say its unit."""
    said = squeezed(" ".join([number, *around]))
    named = indicators_in(squeezed(" ".join(around)), language)
    for name in named:  # "Mean days to settlement" is no unit
        said = re.sub(re.escape(name), "", said)
    if squeezed(OF_VARIANCE.in_(language)) in said:  # indices are shares of an indicator's variance
        return True
    return any(unit_said(unit, number, said, language) for unit in named.values()) if named else said_in(said, language)


def said_in(said: str, language: Language) -> bool:
    """Whether words say a unit, or what is counted."""
    return any(squeezed(word).lower() in squeezed(said).lower() for word in (*OTHER[language], *COUNTED[language]))


def unit_said(unit: str, number: str, said: str, language: Language) -> bool:
    """Whether the unit of an indicator is said: of differences of shares, points."""
    if unit == "share" and SIGNED.search(number):
        return POINTS.in_(language) in said
    return squeezed(of_values(unit).in_(language)) in said or (unit == "share" and POINTS.in_(language) in said)


def indicators_in(said: str, language: Language) -> dict[str, str]:
    """Title and unit of the indicators that are named, of names within names the longest."""
    titles = {squeezed(title(name).in_(language)): one.unit for name, one in INDICATORS.items()}
    found = [one for one in titles if one in said]
    return {one: titles[one] for one in found if not any(one != other and one in other for other in found)}


def squeezed(said: str) -> str:
    """Words as they read, whatever the breaks of lines."""
    return re.sub(r"\s+", "", said)


def axes_without_unit(figure: Figure, language: Language) -> Iterator[str]:
    """Yield the panels of a figure of which a numbered axis says no unit."""
    above = " ".join(text.get_text() for text in figure.texts if text.get_gid() == "subtitle")
    for panel in figure.axes:
        heading = panel.get_title("left") + panel.get_title()
        own = [heading, panel.get_xlabel(), panel.get_ylabel(), *(text.get_text() for text in panel.texts)]
        numbered = [name for name, labels in (("x", panel.get_xticklabels()), ("y", panel.get_yticklabels())) if is_numbered(labels)]
        if numbered and not says_unit("", own, language):
            yield f"[{above}] {heading!r}: {own}"
        if len(numbered) == 2 and not says_unit("", [panel.get_xlabel(), above], language):
            yield f"[{above}] {heading!r}: one of two numbered axes says no unit"
        if not numbered and any(NUMBER.search(text.get_text()) for text in panel.texts) and not said_in(above, language):
            yield f"[{above}] numbers in a picture"


def is_numbered(labels: Sequence[Any]) -> bool:
    said = [one.get_text() for one in labels if one.get_visible()]
    return bool(said) and all(NUMBER.search(one) for one in said if one)


SIZE = """
scenario: leping
population: 600
days: 60
warmup: 20
replicates: 2
"""
BOTH = "factors: {boundary_clarity: {from: 0, to: 1}, goal_alignment: {from: 0, to: 1}}"
STUDIES = {
    "policies": "policies: [as_is, clear_and_aligned, government_alone]\nrecord: {series: true, events: true}",
    "grid": "factors: {boundary_clarity: [0.2, 0.8], goal_alignment: [0.2, 0.8]}\ndesign: grid",
    "one_at_a_time": "factors: {boundary_clarity: [0, 1], grid_density: [200, 500]}\ndesign: one_at_a_time",
    "morris": f"{BOTH}\ndesign: morris\ntrajectories: 2",
    "sobol": f"{BOTH}\ndesign: sobol\nsamples: 4",
    "worlds": "policies: [as_is, clear_and_aligned]\nfactors: {composite_share: {from: 0.04, to: 0.2}}\ndesign: latin_hypercube\nsamples: 6",
    "structures": "factors: {boundary_clarity: [0.2, 0.8], goal_alignment: [0.2, 0.8], choices.triage: [mixed, claims]}\ndesign: grid",
    "pilots": "population: 12000\ndays: 210\nset: {city.townships: 2}\npolicies: [as_is, early]\nrecord: {townships: true}",
}
EARLY = "{early: {title: {zh: 先试点, en: pilots}, phases: [{from_day: 110, where: [1], levers: {boundary_clarity: 1}}]}}"
COMMANDS = {"morris": ["sensitivity"], "sobol": ["sensitivity"], "worlds": ["robustness"], "pilots": ["pilots"]}


@pytest.fixture(scope="module", params=STUDIES)
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The results of a small study of a kind; later lines of a design win over those that all share."""
    here = tmp_path_factory.mktemp(request.param)
    own = STUDIES[request.param]
    shared = [line for line in SIZE.splitlines() if f"\n{line.partition(':')[0]}:" not in f"\n{own}"]
    if request.param == "pilots":
        (here / "town.yaml").write_text(f"extends: leping\npolicies: {EARLY}\n", encoding="utf-8")
        shared = [line.replace("scenario: leping", "scenario: town.yaml") for line in shared]
    (here / "study.yaml").write_text("\n".join([*shared, own]), encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["sweep", str(here / "study.yaml"), "--workers", "1", "--out", str(here / request.param)])
    assert left.value.code in {0, None}
    return here / request.param


def complaints(found: Gathered, language: Language) -> list[str]:
    said = [one for shown in found.tables for one in without_unit(shown, language)]
    return said + [one for figure in found.figures for one in axes_without_unit(figure, language)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_table_and_figure_of_a_study_says_its_units(study: Path, language: Language, cogov: Cogov, gathered: Gathered) -> None:
    for command in COMMANDS.get(study.name, []):
        assert cogov(command, study, "--lang", language).code == 0
    gathered.tables += grids_of(read_subject(study), language)
    assert gathered.tables
    assert complaints(gathered, language) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ["run", "leping", "--all"],
        ["compare", "leping", "--policies", "as_is,co_governance,government_alone", "--replicates", "3", "--cost-factor", "1,2", "--all"],
        ["journey", "leping", "--policies", "as_is,co_governance", "--worst", "2"],
        ["policies", "show", "campaign_style"],
        ["indicators"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_every_table_and_figure_of_a_command_says_its_units(
    command: list[str], language: Language, cogov: Cogov, gathered: Gathered
) -> None:
    size = ["--population", "600", "--days", "60"] if command[0] in {"run", "compare", "journey"} else []
    kept = ["--out", "results"] if command[0] in {"run", "compare"} else []
    assert cogov(*command, *size, *kept, "--lang", language).code == 0
    assert gathered.tables
    assert bool(gathered.figures) == bool(kept)
    assert complaints(gathered, language) == []


def test_the_rule_finds_what_says_no_unit() -> None:
    days, share = title("mean_days").en, title("resolution_rate").en
    bare = Shown("", ("Indicator", "Difference"), ((days, "+1.2"), (share, "+3.2%"), (f"{days} (days)", "+1.2"), (share, "+3.2 pp")))
    assert [one.partition(" · ")[0].strip("[] ") for one in without_unit(bare, "en")] == [days, share]
    figure = Figure()
    panel = figure.subplots()
    panel.plot([0, 1], [0, 1])
    panel.set_title(days)
    figure.canvas.draw()
    assert len(list(axes_without_unit(figure, "en"))) == 2
    panel.set_ylabel("days")
    panel.set_xlabel("boundary clarity (share of full strength)")
    assert list(axes_without_unit(figure, "en")) == []
