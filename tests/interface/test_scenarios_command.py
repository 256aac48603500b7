"""`cogov scenarios check` says what cannot hold together, what will never happen and what costs too much."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from cogov.cli import main
from cogov.commands.scenarios import to_each_other
from cogov.output import file_name
from cogov.scenarios import county
from cogov.scenarios.loader import load_scenario

PHASE = "policies: {mine: {phases: [{from_day: 900, levers: {goal_alignment: .9}}]}}"
CAMPAIGN = "policies: {mine: {campaigns: [{topic: neighbour_disputes, start: 485, days: 10}]}}"
DEAR = "policies: {mine: {budget: 1, boundary_clarity: .9}}"
DEAR_AS_IT_IS = "policy: {budget: 1}"


def checked(folder: Path, says: str, language: str, capsys: pytest.CaptureFixture[str]) -> tuple[object, str, str]:
    path = folder / "own.yaml"
    path.write_text(f"extends: leping\n{says}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(("scenarios", "check", str(path), "--lang", language))
    out, err = capsys.readouterr()
    return left.value.code, out, err


@pytest.mark.parametrize(
    ("says", "language", "words"),
    [
        ("city: {child_share: .7, elderly_share: .5}", "en", "child_share (0.7) and elderly_share (0.5) make 1.2: together at most 1"),
        ("city: {child_share: .7, elderly_share: .5}", "zh", "两者之和不超过 1"),
        (DEAR, "en", "mine: the levers cost"),
        (DEAR, "zh", "超出预算 1 元"),
        (DEAR_AS_IT_IS, "en", "as_is: the levers cost"),
        ("policies: {mine: {phases: [{from_day: 9, where: [18], levers: {goal_alignment: .9}}]}}", "en", "mine: "),
    ],
)
def test_what_cannot_be_is_bad_input(says: str, language: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = checked(tmp_path, says, language, capsys)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("says", "language", "words"),
    [
        (PHASE, "en", "policy mine: phase 1 starts on day 900; the run has 485 days, so it never happens"),
        (PHASE, "zh", "政策 mine：第 1 阶段从第 900 天开始，而模拟只有 485 天，不会发生"),
        (CAMPAIGN, "en", "the campaign against neighbour_disputes starts on day 485"),
        (CAMPAIGN, "zh", "针对 neighbour_disputes 的专项整治从第 485 天开始"),
    ],
)
def test_what_will_never_happen_is_noted(says: str, language: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = checked(tmp_path, says, language, capsys)
    assert code == 0
    assert out
    assert words in err


@pytest.mark.parametrize(
    "says",
    [
        "city: {child_share: .7, elderly_share: .3}",
        PHASE.replace("900", "484"),
        CAMPAIGN.replace("485", "484"),
        DEAR.replace("budget: 1", "budget: 100000"),
    ],
)
def test_what_just_holds_is_fine(says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = checked(tmp_path, says, "en", capsys)
    assert code == 0
    assert "fine" in out
    assert "never happens" not in err


def test_a_form_of_eight_numbers_writes_a_scenario(cogov: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("35\n\n２０\n\n\n1500\n300\n32\n"))
    answer = cogov("scenarios", "new", "mine", "--form")
    assert answer.code == 0, answer.err
    assert answer.err.count("Enter for") == 8
    made = load_scenario(str(tmp_path / "mine.yaml"))
    assert (made.city.urban_share, made.city.elderly_share, made.city.migrant_share) == (0.35, 0.17, 0.2)
    found = county.answers_of(made)
    assert (found["matters"], found["staff"]) == (pytest.approx(300, rel=1e-3), pytest.approx(32, rel=1e-3))
    assert cogov("scenarios", "check", "mine.yaml").code == 0


def test_a_wrong_answer_in_the_form_writes_nothing(cogov: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("350\n"))
    answer = cogov("scenarios", "new", "mine", "--form")
    assert answer.code == 2
    assert "20 – 90" in answer.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "paths", "places"),
    [
        (PurePosixPath, ["/home/a/city.yaml"], ["city.yaml"]),
        (PurePosixPath, ["/home/a/city.yaml", "/home/b/roles.csv"], ["a/city.yaml", "b/roles.csv"]),
        (PureWindowsPath, [r"C:\home\a\city.yaml", r"C:\home\ties.csv"], ["a/city.yaml", "ties.csv"]),
        (PureWindowsPath, [r"C:\a\city.yaml", r"D:\ties.csv"], ["C/a/city.yaml", "D/ties.csv"]),
        (PureWindowsPath, [r"\\server\share\city.yaml", r"C:\ties.csv"], ["server/share/city.yaml", "C/ties.csv"]),
    ],
)
def test_files_keep_their_places_to_each_other(kind: type[PurePath], paths: list[str], places: list[str]) -> None:
    found = to_each_other([kind(path) for path in paths])
    assert [path.as_posix() for path in found] == places
    assert not any(path.is_absolute() or ".." in path.parts for path in found)


@pytest.mark.parametrize("name", ["con", "NUL", "aux.2026", "com1", "LPT9.x", "my city.", "my city ", "a:b", "what?", "a|b", "a*b", "<a>"])
def test_a_name_that_no_file_on_windows_can_have_is_refused(cogov: Callable[..., Any], name: str, tmp_path: Path) -> None:
    answer = cogov("designs" if name == "con" else "scenarios", "new", name, "--lang", "zh")
    assert answer.code == 2
    assert "Windows" in answer.err
    assert list(tmp_path.iterdir()) == []


def test_what_is_written_under_a_name_of_ones_own_has_one_that_windows_takes() -> None:
    words = ["nul", "Con", "com1.x", "我的县：第 1 稿", "a/b\\c", "...", "console", "mean_days@dispute"]
    assert [file_name(one) for one in words] == [
        "_nul",
        "_Con",
        "_com1.x",
        "我的县-第-1-稿",
        "a-b-c",
        "scenario",
        "console",
        "mean_days-dispute",
    ]
