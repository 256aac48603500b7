"""`cogov lesson`: every lesson from its command to its last screen, opened from the file, without a network."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from classroom_pages import SIZES, Opened, chromium, opened
from scipy.stats import norm

from cogov.analysis.classroom.lesson import LIBRARY, library_lessons, load_lesson
from cogov.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Cogov = Callable[..., Any]
LESSONS = list(library_lessons())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lessons")


@pytest.fixture(scope="module")
def made(folder: Path) -> Callable[[str], Path]:
    """All lessons, made by one command; finds the page of one."""
    with pytest.raises(SystemExit) as left:
        main(["lesson", "--all", "--out", str(folder), "--lang", "zh"])
    assert left.value.code == 0
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.html" for name in LESSONS]
    return lambda name: folder / f"{name}.html"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Browser]":
    with chromium(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture
def clarity(browser: "Browser", made: Callable[[str], Path]) -> Iterator[Opened]:
    found = opened(browser, made("clarity"))
    yield found
    found.is_fit_to_be_shown()
    found.page.context.close()


def go(shown: Opened, kind: str) -> None:
    number = shown.page.evaluate(f"cogov.data.lesson.screens.map(one => one.kind).indexOf('{kind}')")
    shown.page.evaluate(f"cogov.page.go({number})")


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_is_clicked_through_in_both_languages(browser: "Browser", made: Callable[[str], Path], name: str) -> None:
    lesson, file = load_lesson(name), made(name)
    assert file.stat().st_size < 3_000_000
    for size in SIZES:
        shown = opened(browser, file, size)
        for language in ("zh", "en"):
            shown.page.evaluate(f"cogov.page.speak('{language}'); cogov.page.go(0)")
            seen: list[int] = []
            for _ in range(100):
                seen.append(shown.page.evaluate("cogov.page.number"))
                shown.is_fit_to_be_shown()
                shown.page.keyboard.press("PageDown")
                if seen[-1] == len(lesson.screens) - 1:
                    break
            assert list(dict.fromkeys(seen)) == list(range(len(lesson.screens)))
            title = lesson.screens[-1].title.in_("zh" if language == "zh" else "en")
            assert title in shown.page.inner_text("#text")
        shown.page.context.close()


def test_the_prediction_stays_beside_the_result(clarity: Opened) -> None:
    go(clarity, "vote")
    for number, hands in enumerate(("30", "6", "4")):
        clarity.page.fill(f".option:nth-of-type({number + 2}) input", hands)
    clarity.page.keyboard.press("Escape")
    go(clarity, "result")
    told = clarity.page.inner_text("#text")
    assert "边界模糊的城市 30（75%）" in told
    assert "20 次中有 20 次，边界明确、职责清晰的件均流转次数更低" in told
    assert "它的差最接近中位数" in told
    assert clarity.page.locator(".strip .better").count() == 20


def test_twelve_cards_give_noise_and_threshold(clarity: Opened) -> None:
    page = clarity.page
    go(clarity, "cards")
    owners = page.evaluate("cogov.data.lesson.cards.map(card => card.owners)")
    for number, card in enumerate(owners):
        for sector in card or [0]:
            page.click(f".row button:nth-of-type({sector + 1})")
        if number == 0:
            page.click(".row button:nth-of-type(2)")  # government meddles with the first
        page.click("text=揭晓")
        wanted = "责任重叠" if number == 0 else "责任清晰" if card else "清单之外有人管"
        assert wanted in page.inner_text("#text")
        page.click("text=下一张")
    told = page.inner_text("#text")
    assert "责任清晰 9 张" in told
    assert "责任重叠 1 张" in told
    counts = page.evaluate("cogov.cards.counts()")
    assert counts == {"hits": 7, "own": 7, "alarms": 1, "others": 35}
    hits, alarms = 7.5 / 8, 1.5 / 36
    apart = norm.ppf(hits) - norm.ppf(alarms)
    found = page.evaluate("cogov.detected(cogov.cards.counts())")
    assert found["noise"] == pytest.approx(1 / apart, rel=1e-6)
    assert found["threshold"] == pytest.approx(-norm.ppf(alarms) / apart, rel=1e-6)
    for share in (0.001, 0.02, 0.3, 0.5, 0.77, 0.99):
        assert page.evaluate(f"cogov.deviate({share})") == pytest.approx(norm.ppf(share), abs=1e-8)


def test_a_group_sees_the_nearest_stored_plan_named_as_such(clarity: Opened) -> None:
    page = clarity.page
    go(clarity, "game")
    page.click("text=加一组")
    rows = page.locator("table.game tr")
    assert rows.count() == 3
    for lever, points in enumerate((60, 40, 0, 0, 0)):
        rows.nth(1).locator("input").nth(lever).fill(str(points))
        rows.nth(2).locator("input").nth(lever).fill("30")
    page.click("text=看结果")
    told = page.inner_text("#text")
    assert "50·50·0·0·0（相差 10 分）" in told
    assert "合计 150 分，须为 100 分" in told
    assert "不计名次" in told


def test_my_county_finds_the_nearest_stored_one_and_says_how_near(clarity: Opened) -> None:
    page = clarity.page
    go(clarity, "county")
    counties = page.evaluate("cogov.data.lesson.county")
    stored, inputs = counties["counties"][11], page.locator("table.game input")
    assert [inputs.nth(number).input_value() for number in range(8)] == [str(one["usual"]) for one in counties["blanks"]]
    for number, answer in enumerate(stored["answers"]):
        inputs.nth(number).fill(str(int(answer)))
    page.click("text=看最近的县")
    told = page.inner_text("#text")
    assert "很近：八个数平均只差各自范围的 0%" in told
    assert all(row["difference"][0] in told for row in stored["rows"])
    assert "这是最近的已存虚拟县，不是您的县" in told
    for number, blank in enumerate(counties["blanks"]):
        inputs.nth(number).fill(str(blank["high"]))
    page.click("text=看最近的县")
    spans = [one["high"] - one["low"] for one in counties["blanks"]]
    apart = [
        sum(abs(answer - one["high"]) / span for answer, one, span in zip(county["answers"], counties["blanks"], spans, strict=True)) / 8
        for county in counties["counties"]
    ]
    assert page.evaluate("cogov.county.nearest().apart") == pytest.approx(min(apart))
    assert "只看方向" in page.inner_text("#text")


def test_notes_come_by_a_key_and_can_be_printed(clarity: Opened) -> None:
    page = clarity.page
    go(clarity, "cities")
    page.keyboard.press("n")
    told = page.inner_text("#text")
    for screen in load_lesson("clarity").screens:
        assert screen.notes.say.zh in told
    page.emulate_media(media="print")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    page.emulate_media(media="screen")
    page.keyboard.press("n")
    assert page.evaluate("cogov.page.shows().name") == "network"
    page.keyboard.press("Space")
    page.wait_for_timeout(500)
    assert page.evaluate("cogov.page.clock.day") > 0
    page.keyboard.press("Space")


def test_the_case_stops_at_the_fork_and_is_told_to_its_end_later(clarity: Opened) -> None:
    page = clarity.page
    story = page.evaluate("cogov.screens.story()")
    go(clarity, "case")
    told = page.inner_text("#text")
    assert f"第 {story['parting']} 天，两座城市在这里分开" in told
    after = [row for row in story["rows"] if row[0] >= story["parting"]]
    assert not any(sentence[0] in told for row in after for cell in row[1:] for sentence in cell if len(sentence[0]) > 12)
    go(clarity, "matter")
    assert all(sentence[0] in page.inner_text("#text") for row in after for cell in row[1:] for sentence in cell)


def test_all_lessons_are_listed(cogov: Cogov) -> None:
    answer = cogov("lesson", "--lang", "zh")
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.splitlines()] == LESSONS


def test_runs_of_another_program_are_refused(cogov: Cogov, tmp_path: Path) -> None:
    for kind in ("yaml", "csv"):
        shutil.copy(LIBRARY / f"goals.{kind}", tmp_path / f"mine.{kind}")
    table = (tmp_path / "mine.csv").read_text("utf-8").splitlines()
    (tmp_path / "mine.csv").write_text("\n".join(table[:-1]) + "\n", encoding="utf-8")
    answer = cogov("lesson", "mine.yaml", "--out", "mine.html")
    assert answer.code == 2
    assert "--again makes them anew" in answer.err
    assert not (tmp_path / "mine.html").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("clarty",), "clarity"),
        (("clarity", "--all"), "--all takes no name"),
        (("clarity", "--out", "a.pdf"), ".html"),
        (("none.yaml",), "none.yaml"),
    ],
)
def test_what_is_wrong_is_refused(cogov: Cogov, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    answer = cogov("lesson", *arguments)
    assert answer.code == 2
    assert said in answer.err
    assert list(tmp_path.iterdir()) == []
