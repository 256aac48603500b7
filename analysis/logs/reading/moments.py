"""When something happened, as logs write it: ISO 8601, with slashes or in Chinese, with a zone or without, or by a pattern the person gives.

A moment is days since 1970 in UTC; its date is the day's number by the clock on the wall where it was written. Without a zone both are alike.
"""

import re
import unicodedata
from datetime import UTC, datetime

from cogov.scenarios.words import Words

SAY = Words(__file__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_SECONDS = 86_400.0
EXAMPLES = ("2026-03-05 14:20", "2026-03-05T14:20:00+08:00", "2026/3/5 14:20", "2026年3月5日 14:20", "time_format=%d.%m.%Y %H:%M")
NO_TIME = SAY.no_time
_PARTS = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2})\s*[:时点]\s*(\d{1,2})(?:\s*[:分]\s*(\d{1,2})(?:\.(\d{1,6})\d*)?)?\s*[分秒]?)?\s*"
)

Moment = tuple[float, int]
"""Days since 1970 in UTC, and the number of the local date."""


def moment(written: str, pattern: str | None = None) -> Moment | None:
    """Read a time; None for what is none."""
    try:
        when = datetime.strptime(written, pattern) if pattern else _iso(written)  # noqa: DTZ007 - the pattern may hold a zone
        return None if when is None else _counted(when)
    except (ValueError, OverflowError):
        return None


def _iso(written: str) -> datetime | None:
    """Read what Python knows as ISO 8601, or year, month, day and time with other signs between them."""
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        found = _PARTS.fullmatch(unicodedata.normalize("NFKC", written).strip())
    if found is None:
        return None
    *whole, fraction = found.groups()
    return datetime(*(int(part or 0) for part in whole), int((fraction or "0").ljust(6, "0")))  # type: ignore[call-arg,arg-type]  # noqa: DTZ001


def _counted(when: datetime) -> Moment:
    local = when.replace(tzinfo=UTC) - EPOCH
    exact = local if when.tzinfo is None else when - EPOCH
    return exact.total_seconds() / DAY_SECONDS, local.days
