"""What runs cost, all of it measured in one go: python benchmarks/performance.py [PART ...] [--reduced] [--out docs]

Writes performance.csv, a row a measurement, and from it performance.md and performance.svg. With PARTs only these are measured, and the rows of the
others stay as they were made. Everything is in processor seconds, each measurement in a process of its own, in turns; Linux. The kernel
with starsim is measured where it is installed:

    python -m uv run --group dev --with starsim python benchmarks/performance.py
"""

import argparse
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from performance_cases import FULL, REDUCED, Case, Found, cases
from performance_page import PARTS, kept, write

ROOT = Path(__file__).resolve().parents[1]


def measured(asked: Iterable[Case], days: int) -> list[dict[str, Any]]:
    """The rows of some cases, each measured in a process of its own; those of several times in turns."""
    todo = list(asked)
    found: dict[int, list[Found]] = {place: [] for place in range(len(todo))}
    for turn in range(max((case.times for case in todo), default=0)):
        for place, case in enumerate(todo):
            if turn < case.times and find_spec(case.needs):
                found[place].append(_alone(case, days))
                print(f"{case.part}, {case.subject}, {case.residents:,} residents: {found[place][-1]['seconds']:.3f} s", flush=True)
    return [_row(case, days, found[place]) for place, case in enumerate(todo)]


def _alone(case: Case, days: int) -> Found:
    with ProcessPoolExecutor(1, get_context("fork")) as pool:
        return pool.submit(case.measure, case.residents, days, **case.asked).result()


def _row(case: Case, days: int, found: Sequence[Found]) -> dict[str, Any]:
    """The median of each number, and what tells another day when it was made, where and of which code."""
    numbers = {name: median(one[name] for one in found) for name in found[0]} if found else {}
    made = {
        "library": _library(case.needs),
        "n": len(found),
        "machine": machine(),
        "date": datetime.now(UTC).date().isoformat(),
        "commit": commit(),
    }
    return {"part": case.part, "subject": case.subject, "residents": case.residents, "days": days, **numbers, **made}


def _library(name: str) -> str:
    return f"{name} {version(name)}" if find_spec(name) else f"{name}: not installed"


def machine() -> str:
    names = [line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines() if line.startswith("model name")]
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(names)} cores {(names or [platform.machine()])[0]}, {gibibytes:.0f} GiB, Python {platform.python_version()}"


MEASURED = ("--", "model", "scenarios", "experiments")
"""The rooms whose code it is that takes time."""


def commit() -> str:
    """The last commit that changed what is measured; a + where it has been changed since."""
    git = ("git", "-C", str(ROOT))
    name = subprocess.run([*git, "log", "-1", "--format=%h", "--abbrev=7", *MEASURED], capture_output=True, text=True, check=False).stdout
    changed = subprocess.run([*git, "diff", "--quiet", "HEAD", *MEASURED], check=False).returncode
    return f"{name.strip() or 'unknown'}{'+' if changed else ''}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all by default")
    parser.add_argument("--reduced", action="store_true", help="small cities and few days: does everything work?")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the page from its rows anew")
    parser.add_argument("--out", type=Path, default=ROOT / "docs", help="folder of the page, its figure and its rows")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"unknown part {', '.join(sorted(unknown))}: one of {', '.join(PARTS)}")
    plan, parts = REDUCED if asked.reduced else FULL, () if asked.page else asked.parts or PARTS
    rows = measured((case for case in cases(plan) if case.part in parts), plan.days)
    write(asked.out, kept(asked.out, without=parts) + rows)


if __name__ == "__main__":
    main()
