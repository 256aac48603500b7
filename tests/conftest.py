"""What holds for all tests: one that was not run is said so, last and loudly."""

from collections import Counter
from typing import Any


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if not skipped:
        return
    reasons = Counter(str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr) for report in skipped)
    terminalreporter.section(f"NOT TESTED: {len(skipped)} skipped", sep="!", red=True, bold=True)
    for reason, times in reasons.most_common():
        terminalreporter.line(f"{times} × {reason.removeprefix('Skipped: ')}", red=True)
