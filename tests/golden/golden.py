"""The bytes that small runs leave, kept as one digest a column; said anew by `python -m uv run python tests/golden/golden.py`.

A change of the code that is not meant to change results leaves every digest as it is. Where results are meant to change, the command writes
`digests.csv` again, and CHANGELOG.md says what moved. The digests are those of the versions in uv.lock: another SciPy can give another last digit.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import living
import numpy as np
import numpy.typing as npt
import yaml

HERE = Path(__file__).parent
KEPT = HERE / "digests.csv"
DIGITS = 8
"""Hexadecimal digits of a digest: one change in four billion goes unnoticed in a column, none in all that depend on it."""
Digests = dict[str, str]
"""By `table.column`, in the order in which a run gives them."""

SMALL = {"city.population": 3000, "days": 75, "warmup": 15, "horizon_days": 45}
STAGED = {"policies": {"staged": yaml.safe_load((HERE / "staged.yaml").read_text("utf-8"))}}
SCENARIOS = ("leping", "fragmented", "rural_county", "urban_district")
POLICIES = ("as_is", "co_governance", "fengqiao", "staged")
VARIANTS = {
    **{f"choices.{choice}={option}": {f"choices.{choice}": option} for choice, options in living.CHOICES.items() for option in options[1:]},
    **{f"rules.{rule}=off": {f"rules.{rule}": False} for rule in living.RULES},
}
"""Every named choice but the default, and the day without each rule: one run each."""
COMPARED = ("leping", "--policies", "as_is,co_governance", "--population", "2000", "--days", "60")


def _run(scenario: str | Path, policy: str, seed: int, **overrides: Any) -> Callable[[], living.Tables]:
    return partial(living.run, scenario, policy, seed, {**SMALL, **STAGED, **overrides})


CASES: Mapping[str, Callable[[], living.Tables]] = {
    **{f"{city} {policy} seed {seed}": _run(city, policy, seed) for city in SCENARIOS for policy in POLICIES for seed in (1, 2)},
    **{name: _run("leping", "staged", 1, **overrides) for name, overrides in VARIANTS.items()},
    "own network": _run(HERE / "own_network" / "city.yaml", "co_governance", 1),
    "study": partial(living.study, HERE / "study.yaml"),
    "compare": lambda: {"answer": living.answer("compare", *COMPARED, "--replicates", "3", "--workers", "1")},
    "journey": lambda: {language: living.page("--lang", language, "journey", *COMPARED, "--worst", "2") for language in ("zh", "en")},
}


def digests(tables: living.Tables) -> Digests:
    """Return the digest of every column."""
    return {f"{table}.{name}": digest(values) for table, columns in tables.items() for name, values in columns.items()}


def digest(values: npt.NDArray[Any]) -> str:
    """Return a hash of a column's type and little-endian bytes, or of its words as JSON in UTF-8; what is not a number has one spelling."""
    if values.dtype == object:
        kind, content = "words", json.dumps(values.tolist(), ensure_ascii=False).encode("utf-8")
    else:
        known = np.where(np.isnan(values), np.nan, values) if values.dtype.kind == "f" else values
        little = known.astype(values.dtype.newbyteorder("<"))
        kind, content = little.dtype.str, little.tobytes()
    return hashlib.sha256(kind.encode("ascii") + b"\0" + content).hexdigest()[:DIGITS]


def moved(before: Digests, now: Digests) -> list[str]:
    """Return the columns that are not what they were, came or went, the first first."""
    return [name for name in dict.fromkeys([*now, *before]) if before.get(name) != now.get(name)]


def kept() -> dict[str, Digests]:
    """Return the digests on file, by case."""
    with KEPT.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {case: {row["column"]: row[case] for row in rows if row[case]} for case in rows[0] if case != "column"}


def keep(found: Mapping[str, Digests]) -> None:
    """Write the digests, a line a column and a field a case, so that a change reads as the lines of the columns that moved."""
    columns = dict.fromkeys(name for one in found.values() for name in one)
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["column", *found])
        writer.writerows([name, *(one.get(name, "") for one in found.values())] for name in columns)


if __name__ == "__main__":
    before = kept() if KEPT.exists() else {}
    now = {name: digests(live()) for name, live in CASES.items()}
    keep(now)
    for name, found in now.items():
        print(f"{name}: {len(moved(before.get(name, {}), found))} of {len(found)} columns moved")  # noqa: T201 - a command says what it did
