"""What is seen of a study under way: the time left by our own pace, on a terminal and in a log."""

from typing import Any

import pytest

from cogov.experiments.sweep import Counts
from cogov.experiments.time_left import Pace
from cogov.progress import _Bar, _Lines

MINUTE = 60.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is set."""
    now = [0.0]
    for place in ("cogov.experiments.time_left", "cogov.progress"):
        monkeypatch.setattr(f"{place}.monotonic", lambda: now[0])
    return now


def counted(lived: int, total: int = 1000) -> Counts:
    return Counts(total, lived, 0, lived)


def paced(clock: list[float], moments: list[tuple[float, int]]) -> float | None:
    """Return the rate after receipts at these moments, each with the runs lived through by then."""
    pace = Pace()
    for clock[0], lived in moments:
        pace.hear(counted(lived))
    return pace.rate


def test_the_pace_is_known_from_the_first_receipt(clock: list[float]) -> None:
    assert paced(clock, [(0, 0)]) is None
    assert paced(clock, [(0, 0), (40, 2)]) == pytest.approx(2 / 40)


def test_two_workers_in_step_are_not_taken_for_fast_ones(clock: list[float]) -> None:
    assert paced(clock, [(0, 0), (1200, 1), (1200.1, 2)]) == pytest.approx(2 / 1200, rel=0.01)


def test_what_happened_long_ago_does_not_count(clock: list[float]) -> None:
    """Three hours with the lid closed, or a slow beginning; then a run every ten seconds for an hour."""
    slow = 3 * 60 * MINUTE
    since = [(slow + 10.0 * place, place) for place in range(1, 361)]
    assert paced(clock, [(0, 0), *since]) == pytest.approx(1 / 10)


def test_slow_runs_are_counted_over_twenty_receipts(clock: list[float]) -> None:
    before = [(float(place), place) for place in range(10)]
    since = [(10 + 20 * MINUTE * place, 10 + place) for place in range(30)]
    assert paced(clock, [*before, *since]) == pytest.approx(1 / (20 * MINUTE))


def test_many_receipts_take_no_memory(clock: list[float]) -> None:
    pace = Pace()
    for place in range(100_000):
        clock[0] = place / 1000
        pace.hear(counted(place))
    assert pace.rate == pytest.approx(1000)
    assert len(pace.heard) < 150


class Shown:
    """A bar that remembers what it was told last."""

    def add_task(self, _: str, **fields: Any) -> int:
        self.fields = fields
        return 0

    def update(self, _: int, **fields: Any) -> None:
        self.fields |= fields


@pytest.mark.parametrize(("language", "left"), [("en", "about 5.33 h left"), ("zh", "剩余约 5.33 小时")])
def test_a_bar_says_the_time_left_of_slow_runs(clock: list[float], language: Any, left: str) -> None:
    shown = Shown()
    bar = _Bar(shown, 500, language, Pace())
    for clock[0], lived in ((0.0, 0), (40.0, 1), (80.0, 2), (800.0, 20)):
        bar(counted(lived, 500))
    assert shown.fields["left"] == left
    assert shown.fields["rate"].startswith("0.025")


def test_a_log_has_a_line_every_few_minutes(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    lines = _Lines("en", Pace())
    for place in range(13):
        clock[0] = place * MINUTE
        lines(counted(place))
    assert capsys.readouterr().err.splitlines() == [
        "5/1,000 runs, 0.0167 a second, about 16.6 h left",
        "10/1,000 runs, 0.0167 a second, about 16.5 h left",
    ]


def test_a_log_has_a_line_at_every_tenth(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    lines = _Lines("en", Pace())
    for place in range(101):
        clock[0] = place * 1.2
        lines(counted(place, 100))
    said = capsys.readouterr().err.splitlines()
    assert [line.split("/")[0] for line in said] == ["10", "20", "30", "40", "50", "60", "70", "80", "90"]


def test_a_study_that_goes_on_does_not_count_the_tenths_that_were_there(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    lines = _Lines("en", Pace())
    lines(Counts(100, 55, 0, 0))
    clock[0] = 30.0
    lines(Counts(100, 56, 0, 1))
    assert capsys.readouterr().err == ""
