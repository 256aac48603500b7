"""`cogov replay` from the command to the last click: opened from the file, without a network."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from classroom_pages import SIZES, Opened, chromium, opened

from cogov.analysis.journeys.world import World, live_through
from cogov.cli import main
from cogov.experiments.flows import flows_of_events
from cogov.experiments.runner import RunRequest
from cogov.scenarios.loader import load_scenario, resolve_policy

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Cogov = Callable[..., Any]
POLICIES = ("as_is", "clear_boundaries")
DAYS, WARMUP, POPULATION = 75, 15, 3000
ASKED = ("--days", str(DAYS), "--warmup", str(WARMUP), "--population", str(POPULATION))
VIEWS = ("network", "flows", "curves", "government", "villages", "outcomes", "matter")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replay") / "两城.html"
    with pytest.raises(SystemExit) as left:
        main(["replay", "leping", "--policies", ",".join(POLICIES), "--out", str(path), "--lang", "zh", *ASKED])
    assert left.value.code == 0
    return path


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    with chromium(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def shown(browser: "Browser", file: Path) -> Iterator[Opened]:
    found = opened(browser, file)
    yield found
    found.is_fit_to_be_shown()
    found.page.context.close()


@pytest.fixture(scope="module")
def worlds() -> list[World]:
    scenario = load_scenario("leping", {"city.population": POPULATION, "days": DAYS, "warmup": WARMUP})
    return [live_through(RunRequest(scenario, name, resolve_policy(scenario, name, {}), 1)) for name in POLICIES]


def test_it_plays_to_day_60_and_stops(shown: Opened) -> None:
    page = shown.page
    assert page.inner_text("#day") == "第 0 天 / 74"
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    assert page.inner_text("#speed") == "50 天/秒"
    page.keyboard.press("Space")
    for _ in range(300):
        page.wait_for_timeout(100)
        if page.evaluate("cogov.page.clock.day") >= 60:
            break
    page.click("#play")
    assert not page.evaluate("cogov.page.clock.playing")
    page.evaluate("cogov.page.clock.goTo(60)")
    assert page.inner_text("#day") == "第 60 天 / 74"
    drawn = page.evaluate("document.getElementById('canvas').toDataURL().length")
    page.keyboard.press("ArrowRight")
    assert page.inner_text("#day") == "第 61 天 / 74"
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.getElementById('canvas').toDataURL().length") > 10_000 < drawn


def test_the_language_changes_in_place(shown: Opened) -> None:
    page = shown.page
    chinese = " ".join(words for words, _ in shown.writing())
    page.keyboard.press("l")
    english = " ".join(words for words, _ in shown.writing())
    assert re.search("[\u4e00-\u9fff]", english.replace("中文", "")) is None
    assert "无人受理" in chinese
    assert "unclaimed" in english
    page.click("#language")
    assert " ".join(words for words, _ in shown.writing()) == chinese


def test_the_worst_matter_is_followed_in_both_cities(shown: Opened, worlds: list[World]) -> None:
    page = shown.page
    page.click("text=一件事")
    assert page.evaluate("cogov.page.view.name") == "matter"
    story = page.evaluate("cogov.data.stories[0]")
    told = page.inner_text("#text")
    assert story["facts"][0] in told
    for row in story["rows"]:
        for cell in row[1:]:
            assert "".join(sentence[0] for sentence in cell) in told
    page.click("text=差别最大")
    parting = page.evaluate("cogov.matterView.storyOf(cogov.matterView.chosen).parting")
    assert page.inner_text("tr.parting td:first-child") == f"≠ {parting}"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("l")
    assert "The two worlds part" in page.inner_text("#text") or "fares the same" in page.inner_text("#text")


def test_a_click_on_a_dot_tells_that_matter(shown: Opened) -> None:
    page = shown.page
    page.evaluate("cogov.page.clock.goTo(40)")
    matter, x, y = page.evaluate("""() => {
        const now = cogov.page.worlds[0].picture.now, told = cogov.data.stories.map(one => one.matter);
        const key = Object.keys(now).filter(one => told.indexOf(Number(one)) < 0 && now[one][1] > 30)[0];
        return [Number(key), now[key][0], now[key][1]];
    }""")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + x, box["y"] + y)
    assert page.evaluate("cogov.page.view.name") == "matter"
    assert "事情发生。" in page.inner_text("#text")
    page.evaluate(f"cogov.matterView.choose({matter})")
    assert page.evaluate(f"cogov.matterView.codeOf({matter})") in page.inner_text("#text")


def test_the_clicker_goes_through_all_views(shown: Opened) -> None:
    page, seen = shown.page, []
    for _ in range(40):
        seen.append(page.evaluate("cogov.page.view.name"))
        page.keyboard.press("PageDown")
    assert tuple(dict.fromkeys(seen)) == VIEWS
    for _ in range(40):
        page.keyboard.press("PageUp")
    assert page.evaluate("cogov.page.view.name") == "network"


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_fits(browser: "Browser", file: Path, size: tuple[int, int], language: str) -> None:
    found = opened(browser, file, size)
    found.page.evaluate(f"cogov.page.speak('{language}')")
    for number in range(len(VIEWS)):
        found.page.evaluate(f"cogov.page.look(cogov.page.views[{number}]); cogov.page.clock.goTo(50)")
        found.is_fit_to_be_shown()
        assert found.page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    found.page.context.close()


# -- what is shown is what was lived through --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [0, 30, DAYS - 1])
def test_matters_stand_where_the_series_of_the_runs_say(shown: Opened, worlds: list[World], day: int) -> None:
    shown.page.evaluate(f"cogov.page.clock.goTo({day})")
    for side, world in enumerate(worlds):
        census, series = shown.page.evaluate(f"cogov.page.worlds[{side}].census()"), world.city.tally.series
        assert census["nobody"] == series["unclaimed"][day]
        assert census["settled"] == sum(series["settled"][: day + 1])
        assert sum(census[one] for one in ("hidden", "waiting", "nobody", "held")) == series["open"][day]
        assert sum(census[one] for one in ("waiting", "nobody", "held")) == series["backlog"][day]


def test_days_reached_by_a_jump_are_those_reached_by_steps(shown: Opened) -> None:
    page = shown.page
    page.evaluate("cogov.page.clock.goTo(74); cogov.page.clock.goTo(33)")
    jumped = page.evaluate("cogov.page.worlds.map(world => [world.census(), world.byVillage()])")
    page.evaluate("cogov.page.clock.goTo(0)")
    for _ in range(33):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("cogov.page.worlds.map(world => [world.census(), world.byVillage()])") == jumped


def test_flows_are_those_of_the_figure(shown: Opened, worlds: list[World]) -> None:
    for side, world in enumerate(worlds):
        flows, found = flows_of_events(world.events), shown.page.evaluate(f"cogov.page.worlds[{side}].flows({DAYS})")
        assert found["first"] == flows.first.tolist()
        assert found["passed"] == flows.passed.tolist()


def test_shares_of_government_are_the_indicators(shown: Opened, worlds: list[World]) -> None:
    names = ("clear_ownership_rate", "overreach_rate", "absence_rate", "misplacement_rate")
    for side, world in enumerate(worlds):
        counts = shown.page.evaluate(f"cogov.page.worlds[{side}].governmentShares({DAYS})")
        indicators = world.lived.measured.indicators
        assert [count / counts[0] for count in counts[1:]] == pytest.approx([indicators[f"{name}@government"] for name in names])


# -- the command ----------------------------------------------------------------------------------------------------------------------


def test_the_same_bytes_twice_and_only_the_file(cogov: Cogov, tmp_path: Path) -> None:
    quick = ("--days", "20", "--population", "800")
    for name in ("a.html", "b.html"):
        answer = cogov("replay", "leping", "--policies", "as_is,co_governance", "--out", name, *quick)
        assert (answer.code, answer.out) == (0, f"{name}\n")
        assert "MB" in answer.err
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]
    answer = cogov("replay", "leping", "--policies", "as_is,co_governance", *quick)
    assert answer.out == f"{Path('results', 'leping-as_is-co_governance.html')}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--policies", "as_is"), "at least two policies"),
        (("--policies", "as_is,fengqiao,co_governance"), "a replay takes two policies"),
        (("--policies", "as_is,co_governanc"), "co_governance"),
        (("--policies", "as_is,co_governance", "--out", "a.pdf"), "the page is an .html file"),
        (("--policies", "as_is,co_governance", "--out", "."), "the page is an .html file"),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_written(cogov: Cogov, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = cogov("replay", "leping", *arguments, "--days", "20", "--population", "800")
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []


def test_the_document_in_the_page_is_json(file: Path) -> None:
    found = re.search(r'id="document">(.*?)</script>', file.read_text("utf-8"), re.DOTALL)
    assert found is not None
    assert json.loads(found[1])["language"] == "zh"
