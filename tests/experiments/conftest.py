"""Workers import what they live through: the laboratory stands where they find it."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cogov.model.scenario import Scenario
from cogov.scenarios.loader import load_scenario

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def leping_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the default city takes longer than planning a study of it."""

    def read(reference: Any, overrides: Any, folder: Any = None, *, rules: Any = ()) -> Scenario:
        as_it_is = reference == "leping" and not rules and all(value is None for value in overrides.values())
        return _leping() if as_it_is else load_scenario(reference, overrides, folder, rules=rules)

    monkeypatch.setattr("cogov.experiments.designs.plans.load_scenario", read)


@cache
def _leping() -> Scenario:
    return load_scenario("leping")
