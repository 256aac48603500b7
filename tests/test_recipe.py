"""CONTRIBUTING's recipe for a rule does what it says, word for word, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PROGRAM = """
from cogov.model.day import DAY, RULES
from cogov.model.mesa_model import CoGovernanceModel
from cogov.scenarios import load_scenario
from cogov.scenarios.reference import document

SMALL = {"city.population": 1000, "days": 40, "warmup": 10, "horizon_days": 20}

def worked(**changes):
    city = CoGovernanceModel(load_scenario("leping", {**SMALL, **changes}), seed=1, check=True).run().city
    return city.tally.meeting_days, city.register.effort[: city.register.size].tobytes()

assert RULES.index("paperwork") == RULES.index("deliberation") + 1
none, some, more, off = (worked(**one) for one in (
    {"parameters.paperwork.days": 0.0}, {}, {"parameters.paperwork.days": 0.1}, {"rules.paperwork": False}))
assert none == off
assert none[0] < some[0] < more[0]
assert "`paperwork.days` | time that a report" in document()
print("done")
"""


def recipe() -> tuple[str, str]:
    """The two blocks of code: the rule, and its place in the day."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text[text.index("### Add a rule") : text.index("### Mutants")]
    written, place = re.findall(r"```python\n(.*?)```", section, flags=re.DOTALL)
    return written, place


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The project as it is installed, copied."""
    package = tmp_path / "cogov"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "interface", package, ignore=ignored)
    for room in ("model", "scenarios"):
        shutil.copytree(ROOT / room, package / room, ignore=ignored)
    return package


def test_a_rule_is_one_file_and_its_place_in_the_day(copy: Path) -> None:
    written, place = recipe()
    (copy / "model" / "rules" / "paperwork.py").write_text(written, encoding="utf-8")
    imported, day = re.fullmatch(r"(from [^\n]+\n)\n(DAY = [^\n]+\n)", place).groups()  # type: ignore[union-attr]
    file = copy / "model" / "day.py"
    before = file.read_text("utf-8")
    after, replaced = re.subn(r"DAY = \([^)]*\)\n", lambda _: day, before)
    assert replaced == 1
    file.write_text(after.replace("from cogov.model.rules.closure", f"{imported}from cogov.model.rules.closure", 1), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, cwd=copy.parent, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.stdout == "done\n", done.stderr
