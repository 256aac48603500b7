"""How fast a study goes, by the rows of its folder alone."""

from datetime import UTC, datetime, timedelta

import pytest

from cogov.experiments.time_left import rate_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
Span = tuple[datetime, datetime]


def span(begun: float, ended: float) -> Span:
    """A run under way between two minutes after noon."""
    return NOON + timedelta(minutes=begun), NOON + timedelta(minutes=ended)


def wave(begun: float, workers: int = 2, minutes: float = 20) -> list[Span]:
    """One run a worker, all at once."""
    return [span(begun, begun + minutes)] * workers


def minutely(spans: list[Span]) -> float:
    found = rate_of(spans)
    assert found is not None
    return 60 * found


def test_too_few_runs_tell_nothing() -> None:
    assert rate_of([]) is None
    assert rate_of([span(0, 20)]) is None
    assert rate_of([span(0, 0), span(0, 0)]) is None


def test_runs_of_twenty_minutes_have_a_rate() -> None:
    assert minutely([span(20 * place, 20 * place + 20) for place in range(30)]) == pytest.approx(1 / 20)
    assert minutely([run for place in range(6) for run in wave(20 * place)]) == pytest.approx(2 / 20)


def test_a_pause_does_not_count() -> None:
    before = [run for place in range(2) for run in wave(20 * place)]
    after = [run for place in range(3) for run in wave(3000 + 20 * place)]
    assert minutely([*before, *after]) == pytest.approx(2 / 20)
    assert minutely([*before, *wave(3000)]) == pytest.approx(2 / 20)


def test_only_what_was_lately_counts_of_short_runs() -> None:
    slow = [span(place, place + 1) for place in range(30)]
    quick = [span(30 + place / 10, 30 + (place + 1) / 10) for place in range(200)]
    assert minutely([*slow, *quick]) == pytest.approx(10)


def test_the_order_of_rows_does_not_matter() -> None:
    spans = [span(20 * place, 20 * place + 20) for place in range(30)]
    assert rate_of(spans[::-1]) == rate_of(spans)
